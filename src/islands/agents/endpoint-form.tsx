import { useState } from 'react';
import type { Endpoint } from '../../client/agents-api.ts';
import { ApiError } from '../../client/problem.ts';
import { addressProblems } from '../../features/agents/rules/addresses.ts';
import { subscriptions, type Subscription } from '../../features/agents/rules/events.ts';
import { fieldProblems, shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Button } from '../ui/button.tsx';
import { CheckboxGroup } from '../ui/checkbox-group.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import type { AgentsPart } from './agents-part.ts';

type FormProps = AgentsPart & {
  /** null: a new one */
  endpoint: Endpoint | null;
  /** a new one comes with its secret */
  onDone: (endpoint: Endpoint, secret: string | null) => void;
  onClose: () => void;
};

/** Where to, what it is called, and what it is told of. */
export function EndpointForm({ calls, t, endpoint, onDone, onClose }: FormProps) {
  const ui = useUi();
  const [name, setName] = useState(endpoint?.name ?? '');
  const [url, setUrl] = useState(endpoint?.url ?? '');
  const [events, setEvents] = useState<Subscription[]>(
    endpoint?.events ?? ['inquiry.received', 'inquiry.followed_up', 'message.received'],
  );
  const save = useWrite(
    async (key, body: { name: string; url: string; events: Subscription[] }) =>
      endpoint
        ? { endpoint: await calls.updateEndpoint(key, endpoint.id, body), secret: null }
        : await calls.createEndpoint(key, body),
    (saved) => onDone(saved.endpoint, saved.secret),
  );
  // the server says what is wrong with an address; the sentence is ours
  const said = save.error instanceof ApiError ? save.error.problem?.fields?.['url']?.[0] : undefined;
  const wrong = addressProblems.find((problem) => problem === said);
  const problems = { ...fieldProblems(save.error, ui.t), ...(wrong && { url: t(`address.${wrong}`) }) };
  return (
    <Dialog title={endpoint ? endpoint.name : t('endpoint.add')} isOpen onClose={onClose}>
      <Form fieldProblems={problems} onSubmit={() => save.mutate({ name: name.trim(), url: url.trim(), events })}>
        <TextField
          name="name"
          label={t('endpoint.name')}
          hint={t('endpoint.name.hint')}
          isRequired
          maxLength={80}
          value={name}
          onChange={setName}
        />
        <TextField
          name="url"
          type="url"
          label={t('endpoint.url')}
          hint={t('endpoint.url.hint')}
          placeholder="https://"
          isRequired
          maxLength={500}
          autoComplete="off"
          value={url}
          onChange={setUrl}
        />
        <CheckboxGroup
          name="events"
          label={t('endpoint.events')}
          choices={subscriptions.map((id) => ({ id, label: t(`event.${id}`) }))}
          value={events}
          onChange={setEvents}
        />
        {save.error && !wrong && <ProblemNote problem={shownProblem(save.error, ui.t)} />}
        <div className="flex flex-col-reverse gap-3 sm:flex-row sm:justify-end">
          <Button variant="secondary" onPress={onClose}>
            {ui.t('action.cancel')}
          </Button>
          <Button type="submit" isPending={save.isPending} isDisabled={events.length === 0}>
            {t('endpoint.save')}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}

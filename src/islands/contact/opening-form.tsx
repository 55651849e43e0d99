import type { ContactsClient, Gate } from '../../client/contacts-api.ts';
import { messagingLimits } from '../../features/messaging/rules.ts';
import type { ContactsMessages } from '../../i18n/catalogs/contacts.ts';
import { translator } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { fieldProblems, shownProblem } from '../account/problems.ts';
import { isText, useDraft } from '../account/use-draft.ts';
import { useWrite } from '../account/use-write.ts';
import { isolated } from '../bookings/next-step.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { TextArea } from '../ui/text-field.tsx';
import { useUi } from '../ui/ui-provider.tsx';

type OpeningProps = { api: ContactsClient; gate: Gate; contacts: ContactsMessages; onStale: () => void };

/** The one message that goes with a request. What is written waits in this browser until it is sent. */
export function OpeningForm({ api, gate: { talent, outcome }, contacts, onStale }: OpeningProps) {
  const { locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, contacts);
  const name = isolated(talent.displayName);
  const [body, setBody, clear] = useDraft(`contact ${talent.id}`, '', isText);
  const send = useWrite(
    (key, words: Parameters<typeof api.startContact>[1]) => api.startContact(key, words),
    ({ contact, whyNotSent }) => {
      // another tab was quicker, and its words stand there: these stay here
      if (whyNotSent !== null) return onStale();
      clear();
      location.assign(`/${locale}/messages/${contact.threadId}/`);
    },
  );
  return (
    <Card>
      <p className="mb-5">{t(outcome === 'again' ? 'write.again' : 'write.text', { name })}</p>
      <Form
        onSubmit={() => send.mutate({ talentId: talent.id, body: body.trim() }, { onError: onStale })}
        fieldProblems={fieldProblems(send.error, ui.t)}
      >
        <TextArea
          name="body"
          label={t('write.label')}
          placeholder={t('write.place')}
          hint={t('write.hint', { name })}
          value={body}
          onChange={setBody}
          isRequired
          rows={6}
          maxLength={messagingLimits.bodyLength}
        />
        {send.isError && <ProblemNote problem={shownProblem(send.error, ui.t)} />}
        <Button
          type="submit"
          size="lg"
          className="self-start"
          isDisabled={body.trim() === ''}
          isPending={send.isPending}
          icon="send"
        >
          {t('write.send')}
        </Button>
      </Form>
    </Card>
  );
}

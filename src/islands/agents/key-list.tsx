import { useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { AgentKey } from '../../client/agents-api.ts';
import { fieldProblems, shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { isolated } from '../bookings/next-step.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { TextField } from '../ui/text-field.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { moment, type AgentsPart } from './agents-part.ts';
import { ShownOnce } from './shown-once.tsx';

/** The assistants that may come in, each with a key of its own. */
export function KeyList({ calls, locale, t }: AgentsPart) {
  const ui = useUi();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [token, setToken] = useState<string | null>(null);
  const [revoking, setRevoking] = useState<AgentKey | null>(null);
  const found = useQuery({ queryKey: ['agent keys'], queryFn: () => calls.listKeys() });
  const refresh = () => queries.invalidateQueries({ queryKey: ['agent keys'] });
  const make = useWrite(
    (key, body: { name: string }) => calls.createKey(key, body),
    async (made) => {
      setName('');
      setToken(made.token);
      await refresh();
    },
  );
  const revoke = useWrite(
    (key, id: string) => calls.revokeKey(key, id),
    async () => {
      setRevoking(null);
      notify({ tone: 'good', title: t('keys.revoked') });
      await refresh();
    },
  );
  const body = () => {
    if (found.isPending) return <Skeleton />;
    if (!found.data)
      return (
        <ProblemNote
          problem={shownProblem(found.error, ui.t)}
          onRetry={() => void found.refetch()}
          isRetrying={found.isFetching}
        />
      );
    if (found.data.items.length === 0) return <p className="text-ink-soft">{t('keys.none')}</p>;
    return (
      <ul>
        {found.data.items.map((key) => (
          <li
            key={key.id}
            className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2 border-b border-line py-3 first:pt-0 last:border-0"
          >
            <div className="min-w-0">
              <h3 className="text-base font-semibold">
                <bdi>{key.name}</bdi>
              </h3>
              <p className="text-sm text-ink-soft">
                <bdi dir="ltr" className="font-mono">
                  {key.hint}
                </bdi>
                <span className="block">
                  {key.lastUsedAt ? t('keys.used', { at: moment(locale, key.lastUsedAt) }) : t('keys.unused')}
                </span>
              </p>
            </div>
            <Button variant="quiet" size="sm" onPress={() => setRevoking(key)}>
              {t('keys.revoke')}
            </Button>
          </li>
        ))}
      </ul>
    );
  };
  return (
    <Card title={t('keys.title')} className="min-w-0">
      <p className="mb-4 text-sm text-ink-soft">{t('keys.text')}</p>
      {body()}
      <Form
        className="mt-5 border-t border-line pt-5"
        fieldProblems={fieldProblems(make.error, ui.t)}
        onSubmit={() => make.mutate({ name: name.trim() })}
      >
        <TextField name="name" label={t('keys.name')} isRequired maxLength={80} value={name} onChange={setName} />
        {make.error && <ProblemNote problem={shownProblem(make.error, ui.t)} />}
        <div>
          <Button type="submit" variant="secondary" isPending={make.isPending}>
            {t('keys.add')}
          </Button>
        </div>
      </Form>
      <ShownOnce
        title={t('key.title')}
        text={t('key.text')}
        value={token}
        doneLabel={t('copy.done')}
        onClose={() => setToken(null)}
      />
      <ConfirmDialog
        title={t('keys.revoke')}
        isOpen={revoking !== null}
        onClose={() => setRevoking(null)}
        confirmLabel={t('keys.revoke')}
        cancelLabel={ui.t('action.cancel')}
        onConfirm={() => revoking && revoke.mutate(revoking.id)}
        isPending={revoke.isPending}
        isDangerous
      >
        {t('keys.revoke.ask', { name: isolated(revoking?.name ?? '') })}
        {revoke.error && <ProblemNote problem={shownProblem(revoke.error, ui.t)} />}
      </ConfirmDialog>
    </Card>
  );
}

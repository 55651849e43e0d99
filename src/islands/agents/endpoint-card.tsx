import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { Endpoint } from '../../client/agents-api.ts';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { isolated } from '../bookings/next-step.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Switch } from '../ui/switch.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { moment, type AgentsPart } from './agents-part.ts';

type CardProps = AgentsPart & { endpoint: Endpoint; onEdit: () => void; onSecret: (secret: string) => void };

/** One address: how it fares, and what can be done with it. */
export function EndpointCard({ calls, locale, t, endpoint, onEdit, onSecret }: CardProps) {
  const ui = useUi();
  const queries = useQueryClient();
  const [asks, setAsks] = useState<'rotate' | 'remove' | null>(null);
  const refresh = async () => {
    await queries.invalidateQueries({ queryKey: ['endpoints'] });
    await queries.invalidateQueries({ queryKey: ['deliveries'] });
  };
  const enable = useWrite((key, enabled: boolean) => calls.updateEndpoint(key, endpoint.id, { enabled }), refresh);
  const remove = useWrite((key) => calls.deleteEndpoint(key, endpoint.id), refresh);
  const rotate = useWrite(
    (key) => calls.rotateSecret(key, endpoint.id),
    async ({ secret }) => {
      setAsks(null);
      onSecret(secret);
      await refresh();
    },
  );
  const test = useWrite(
    (key) => calls.testEndpoint(key, endpoint.id),
    async ({ state, status, error }) => {
      const why = error ? t(`error.${error}`) : t('log.answered', { status: status ?? 0 });
      notify(
        state === 'delivered'
          ? { tone: 'good', title: t('endpoint.test.good', { status: status ?? 0 }) }
          : { tone: 'bad', title: t('endpoint.test.bad', { why }) },
      );
      await refresh();
    },
  );
  const problem = enable.error ?? remove.error ?? rotate.error ?? test.error;
  return (
    <li className="flex flex-col gap-3 border-b border-line py-5 first:pt-0 last:border-0 last:pb-0">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h3 className="text-lg">
            <bdi>{endpoint.name}</bdi>
          </h3>
          <p className="text-sm break-all text-ink-soft">
            <bdi dir="ltr">{endpoint.url}</bdi>
          </p>
        </div>
        <Switch
          label={t('endpoint.switch')}
          isOn={endpoint.enabled}
          onChange={(on) => enable.mutate(on)}
          isDisabled={enable.isPending}
        />
      </div>
      <ul className="flex flex-wrap gap-1.5">
        {endpoint.events.map((event) => (
          <li key={event}>
            <Badge>{t(`event.${event}`)}</Badge>
          </li>
        ))}
      </ul>
      <p className="text-sm text-ink-soft">
        <Fare endpoint={endpoint} locale={locale} t={t} />
      </p>
      {problem && <ProblemNote problem={shownProblem(problem, ui.t)} />}
      <div className="flex flex-wrap gap-2">
        <Button variant="secondary" size="sm" onPress={() => test.mutate(undefined)} isPending={test.isPending}>
          {t('endpoint.test')}
        </Button>
        <Button variant="secondary" size="sm" onPress={onEdit}>
          {t('endpoint.edit')}
        </Button>
        <Button variant="secondary" size="sm" onPress={() => setAsks('rotate')}>
          {t('endpoint.rotate')}
        </Button>
        <Button variant="quiet" size="sm" onPress={() => setAsks('remove')}>
          {t('endpoint.remove')}
        </Button>
      </div>
      <ConfirmDialog
        title={t('endpoint.rotate')}
        isOpen={asks === 'rotate'}
        onClose={() => setAsks(null)}
        confirmLabel={t('endpoint.rotate.do')}
        cancelLabel={ui.t('action.cancel')}
        onConfirm={() => rotate.mutate(undefined)}
        isPending={rotate.isPending}
      >
        {t('endpoint.rotate.ask')}
      </ConfirmDialog>
      <ConfirmDialog
        title={t('endpoint.remove')}
        isOpen={asks === 'remove'}
        onClose={() => setAsks(null)}
        confirmLabel={t('endpoint.remove')}
        cancelLabel={ui.t('action.cancel')}
        onConfirm={() => remove.mutate(undefined)}
        isPending={remove.isPending}
        isDangerous
      >
        {t('endpoint.remove.ask', { name: isolated(endpoint.name) })}
      </ConfirmDialog>
    </li>
  );
}

/** Off and why, failing and since when, or when it last took something. */
function Fare({ endpoint, locale, t }: Pick<AgentsPart, 'locale' | 't'> & { endpoint: Endpoint }) {
  const { disabledReason, failingSince, lastSuccessAt, oldSecretUntil } = endpoint;
  const at = (iso: string) => ({ at: moment(locale, iso) });
  const fares = () => {
    if (disabledReason)
      return <Badge tone={disabledReason === 'owner' ? 'neutral' : 'bad'}>{t(`endpoint.off.${disabledReason}`)}</Badge>;
    if (failingSince) return <Badge tone="waiting">{t('endpoint.failing', at(failingSince))}</Badge>;
    return lastSuccessAt ? t('endpoint.lastSuccess', at(lastSuccessAt)) : t('endpoint.never');
  };
  return (
    <>
      {fares()}
      {oldSecretUntil && <span className="mt-1 block">{t('endpoint.oldSecret', at(oldSecretUntil))}</span>}
    </>
  );
}

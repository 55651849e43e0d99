import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Mandates } from '../../client/accounts-api.ts';
import { forgetMandates, switchTo } from '../account/acting-switch.tsx';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { isolated } from '../bookings/next-step.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { moment, type TeamPart } from './team-part.ts';

type Leaving = { mandateId: string; name: string; kind: 'seat' | 'agency' };

/** For whom I may act, and who acts for me; each can be given up. Nothing stands here for whoever has neither. */
export function MyPlaces({ calls, locale, t }: TeamPart) {
  const ui = useUi();
  const [leaving, setLeaving] = useState<Leaving | null>(null);
  const found = useQuery({ queryKey: ['mandates', 'places'], queryFn: () => calls.listMandates() });
  const leave = useWrite(
    (key, id: string) => calls.leave(key, id),
    async () => {
      forgetMandates();
      setLeaving(null);
      await found.refetch();
    },
  );
  if (!found.data || (found.data.items.length === 0 && !found.data.agency)) return null;
  const { items, agency } = found.data;
  return (
    <Card title={t('mine.title')} className="min-w-0">
      <ul>
        {items.map((one) => (
          <Row key={`${one.kind} ${one.accountId}`} {...{ one, locale, t }} onLeave={setLeaving} />
        ))}
      </ul>
      {agency && (
        <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-4">
          <p className="min-w-0">
            {t('agency', { name: isolated(agency.name) })}
            <span className="block text-sm text-ink-soft">{t('since', { at: moment(locale, agency.since) })}</span>
          </p>
          <Button
            variant="quiet"
            size="sm"
            onPress={() => setLeaving({ mandateId: agency.mandateId, name: agency.name, kind: 'agency' })}
          >
            {t('leave.agency')}
          </Button>
        </div>
      )}
      <ConfirmDialog
        title={t(leaving?.kind === 'agency' ? 'leave.agency' : 'leave.seat')}
        isOpen={leaving !== null}
        onClose={() => setLeaving(null)}
        confirmLabel={t(leaving?.kind === 'agency' ? 'leave.agency' : 'leave.seat')}
        cancelLabel={ui.t('action.cancel')}
        onConfirm={() => leaving && leave.mutate(leaving.mandateId)}
        isPending={leave.isPending}
        isDangerous
      >
        {leaving && t(`leave.${leaving.kind}.ask`, { name: isolated(leaving.name) })}
        {leave.error && <ProblemNote problem={shownProblem(leave.error, ui.t)} />}
      </ConfirmDialog>
    </Card>
  );
}

function Row({
  one,
  locale,
  t,
  onLeave,
}: Pick<TeamPart, 'locale' | 't'> & { one: Mandates['items'][number]; onLeave: (leaving: Leaving) => void }) {
  const { accountId, name, kind, mandateId, under, counts } = one;
  const ui = useUi();
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2 border-b border-line py-3 first:pt-0 last:border-0">
      <div className="min-w-0">
        <h3 className="text-base font-semibold">
          <bdi>{name}</bdi>
        </h3>
        <p className="text-sm text-ink-soft">
          {kind === 'seat' ? ui.t('acting.seat') : ui.t('acting.roster', { name: isolated(under.name) })}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {counts ? (
          <Button variant="secondary" size="sm" onPress={() => switchTo(locale, { accountId, name, kind })}>
            {t('act')}
          </Button>
        ) : (
          <Badge tone="warm">{t('state.resting')}</Badge>
        )}
        {mandateId && (
          <Button variant="quiet" size="sm" onPress={() => onLeave({ mandateId, name, kind: 'seat' })}>
            {t('leave.seat')}
          </Button>
        )}
      </div>
    </li>
  );
}

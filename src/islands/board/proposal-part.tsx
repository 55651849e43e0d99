import { useState } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { RequestForTalent } from '../../features/requests/schema/requests.ts';
import type { Proposal } from '../../client/board-api.ts';
import { formatDateTime, formatMoney } from '../../i18n/format.ts';
import { useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { periodText } from '../bookings/booking-when.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ConfirmDialog } from '../ui/dialog.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import type { BoardPart } from './board-part.ts';
import { ProposalForm } from './proposal-form.tsx';

type ProposalProps = BoardPart & { request: RequestForTalent; onChange: () => Promise<unknown> };

/** What I offered on this request, and the form for the next one where there may be one. */
export function ProposalPart({ request, onChange, ...part }: ProposalProps) {
  const { calls, locale, t } = part;
  const ui = useUi();
  const { me } = useAccount();
  const { id } = request.card;
  const [writes, setWrites] = useState(false);
  const [leaving, setLeaving] = useState<string | null>(null);
  const mine = useInfiniteQuery({
    queryKey: ['proposals', id],
    queryFn: ({ pageParam }) => calls.listProposals(id, { ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  });
  const anew = () => Promise.all([mine.refetch(), onChange()]);
  const withdraw = useWrite(
    (key, proposalId: string) => calls.withdrawProposal(key, proposalId),
    async () => {
      await anew();
      setLeaving(null);
      notify({ tone: 'good', title: t('proposal.withdrawn') });
    },
  );
  const items = mine.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card title={t('proposal')}>
      <div className="flex flex-col gap-5">
        {mine.isPending && <Skeleton lines={2} />}
        {mine.isError && (
          <ProblemNote
            problem={shownProblem(mine.error, ui.t)}
            onRetry={() => void mine.refetch()}
            isRetrying={mine.isFetching}
          />
        )}
        {items.length > 0 && (
          <ul className="flex flex-col gap-4">
            {items.map((proposal) => (
              <li key={proposal.id} className="flex flex-col gap-2 rounded-md border border-line p-4">
                <div className="flex flex-wrap items-baseline justify-between gap-3">
                  <p className="figures font-display text-xl font-head">{formatMoney(locale, proposal.amount)}</p>
                  <Badge tone={tones[proposal.state]}>{t(`proposal.state.${proposal.state}`)}</Badge>
                </div>
                <p className="text-ink-soft">
                  <When proposal={proposal} locale={locale} zone={me.timeZone} />
                </p>
                <p dir="auto" className="own-words wrap-anywhere whitespace-pre-line">
                  {proposal.text}
                </p>
                <p className="text-sm text-ink-faint">
                  {proposal.state === 'active' && t(proposal.readAt ? 'proposal.read' : 'proposal.unread')}
                </p>
                {proposal.bookingId && (
                  <LinkButton size="sm" className="self-start" href={`/${locale}/bookings/${proposal.bookingId}/`}>
                    {t('proposal.booking')}
                  </LinkButton>
                )}
                {proposal.moves.includes('withdraw') && (
                  <Button variant="secondary" size="sm" className="self-start" onPress={() => setLeaving(proposal.id)}>
                    {t('proposal.withdraw')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
        {mine.hasNextPage && (
          <Button
            variant="quiet"
            size="sm"
            onPress={() => void mine.fetchNextPage()}
            isPending={mine.isFetchingNextPage}
          >
            {ui.t('action.loadMore')}
          </Button>
        )}
        {mine.data &&
          (request.mayPropose ? (
            writes ? (
              <ProposalForm
                {...part}
                request={request}
                onDone={async () => {
                  await anew();
                  setWrites(false);
                }}
                onCancel={() => setWrites(false)}
              />
            ) : (
              <>
                {items.length === 0 && <p className="text-ink-soft">{t('proposal.none')}</p>}
                <Button className="self-start" onPress={() => setWrites(true)}>
                  {t(items.length > 0 ? 'proposal.another' : 'proposal.write')}
                </Button>
              </>
            )
          ) : (
            <p className="text-ink-soft">{t(`proposal.not.${whyNot(request.whyNotPropose)}`)}</p>
          ))}
        <ConfirmDialog
          title={t('proposal.withdrawAsk')}
          isOpen={leaving !== null}
          onClose={() => setLeaving(null)}
          confirmLabel={t('proposal.withdraw')}
          cancelLabel={ui.t('action.cancel')}
          onConfirm={() => {
            if (leaving) withdraw.mutate(leaving);
          }}
          isPending={withdraw.isPending}
          isDangerous
        >
          <p>{t('proposal.withdrawText')}</p>
          {withdraw.isError && <ProblemNote problem={shownProblem(withdraw.error, ui.t)} />}
        </ConfirmDialog>
      </div>
    </Card>
  );
}

const tones = { active: 'waiting', accepted: 'good', withdrawn: 'neutral', not_chosen: 'neutral' } as const;

const reasons = ['already_proposed', 'request_closed', 'upgrade_required'] as const;
const whyNot = (why: string | null) => reasons.find((one) => one === why) ?? 'other';

/** On the talent's own clock. */
function When({ proposal, locale, zone }: { proposal: Proposal; locale: BoardPart['locale']; zone: string }) {
  const [start, end] = [new Date(proposal.startsAt), new Date(proposal.endsAt)];
  return (
    <>
      {formatDateTime(locale, start, zone, 'longDay')}{' '}
      <span className="figures whitespace-nowrap">{periodText(locale, start, end, zone)}</span>
    </>
  );
}

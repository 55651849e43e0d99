import { useState } from 'react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import type { OwnerProposal } from '../../client/requests-api.ts';
import { formatMoney, formatRelative } from '../../i18n/format.ts';
import type { Tone } from '../../styles/tone.ts';
import { shownProblem } from '../account/problems.ts';
import { BookingWhen } from '../bookings/booking-when.tsx';
import { isolated } from '../bookings/next-step.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { AcceptProposal } from './accept-proposal.tsx';
import { requestKey, type RequestPart, type RequestWords } from './request-part.ts';

const tones: Readonly<Record<OwnerProposal['state'], Tone>> = {
  active: 'waiting',
  accepted: 'good',
  withdrawn: 'neutral',
  not_chosen: 'neutral',
};

/** Who offers what, the newest first, as the server orders them. */
export function ProposalList({ request, ...words }: RequestPart) {
  const { api, t } = words;
  const ui = useUi();
  const queries = useQueryClient();
  const key = ['request', request.id, 'proposals'];
  const list = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => api.listProposals(request.id, pageParam ? { cursor: pageParam } : {}),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: request.state === 'OPEN' ? 15_000 : false,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="flex flex-col gap-4">
      <div>
        <h2 className="text-2xl">{t('proposals.title')}</h2>
        <p className="text-sm text-ink-faint">{t('proposals.private')}</p>
      </div>
      {list.isPending && <Skeleton lines={4} />}
      {list.isError && (
        <ProblemNote
          problem={shownProblem(list.error, ui.t)}
          onRetry={() => void list.refetch()}
          isRetrying={list.isFetching}
        />
      )}
      {list.data && items.length === 0 && (
        <div className="rounded-lg border border-line bg-raised">
          <EmptyState title={t('proposals.none')}>
            {t(request.state === 'OPEN' ? 'proposals.noneText' : 'proposals.noneClosed')}
          </EmptyState>
        </div>
      )}
      {items.length > 0 && (
        <ul className="flex flex-col gap-4">
          {items.map((proposal) => (
            <ProposalCard
              key={proposal.id}
              proposal={proposal}
              onStale={() => void queries.invalidateQueries({ queryKey: requestKey(request.id) })}
              {...words}
            />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button
          variant="secondary"
          className="self-center"
          onPress={() => void list.fetchNextPage()}
          isPending={list.isFetchingNextPage}
        >
          {ui.t('action.loadMore')}
        </Button>
      )}
    </section>
  );
}

function ProposalCard({
  proposal,
  onStale,
  ...words
}: RequestWords & { proposal: OwnerProposal; onStale: () => void }) {
  const { locale, t } = words;
  const [asking, setAsking] = useState(false);
  const { talent, state } = proposal;
  const name = isolated(talent.name);
  return (
    <li
      className={`flex gap-4 rounded-lg border bg-raised p-4 sm:p-5 ${state === 'active' ? 'border-clay/60' : 'border-line'}`}
    >
      <Avatar name={talent.name} className="w-12 self-start text-lg max-sm:hidden" />
      <div className="flex min-w-0 grow flex-col gap-3">
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
          <div className="min-w-0">
            <h3 className="text-lg">
              <bdi>{talent.name}</bdi>
            </h3>
            <p className="text-sm text-ink-faint">
              {t('proposal.sent', { when: formatRelative(locale, new Date(proposal.createdAt), new Date()) })}
            </p>
          </div>
          <Badge tone={tones[state]}>{t(`proposal.${state}`)}</Badge>
        </div>
        <p className="figures text-xl font-semibold">{formatMoney(locale, proposal.amount)}</p>
        <BookingWhen {...proposal} locale={locale} t={t} />
        <p dir="auto" className="own-words wrap-anywhere whitespace-pre-line">
          {proposal.text}
        </p>
        <div className="flex flex-wrap gap-3">
          {proposal.moves.includes('accept') && (
            <Button icon="check" aria-label={t('proposal.acceptOf', { name })} onPress={() => setAsking(true)}>
              {t('proposal.accept')}
            </Button>
          )}
          {proposal.bookingId && (
            <LinkButton href={`/${locale}/bookings/${proposal.bookingId}/`}>{t('proposal.booking')}</LinkButton>
          )}
          {talent.slug && (
            <LinkButton variant="quiet" icon="person" href={`/${locale}/talents/${talent.slug}/`}>
              {t('proposal.pageOf', { name })}
            </LinkButton>
          )}
        </div>
      </div>
      <AcceptProposal
        {...words}
        proposal={proposal}
        isOpen={asking}
        onClose={() => setAsking(false)}
        onStale={onStale}
      />
    </li>
  );
}

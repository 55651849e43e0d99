import { useState } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Delivery } from '../../client/agents-api.ts';
import type { Tone } from '../../styles/tone.ts';
import { shownProblem } from '../account/problems.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { eventName, moment, type AgentsPart } from './agents-part.ts';
import { DeliveryDialog } from './delivery-dialog.tsx';

export const deliveryTones: Readonly<Record<Delivery['state'], Tone>> = {
  pending: 'waiting',
  delivered: 'good',
  failed: 'bad',
  dropped: 'neutral',
};

/** What was sent where, and what came of it. */
export function DeliveryLog(part: AgentsPart) {
  const { calls, locale, t } = part;
  const ui = useUi();
  const [open, setOpen] = useState<string | null>(null);
  const found = useInfiniteQuery({
    queryKey: ['deliveries'],
    queryFn: ({ pageParam }) => calls.listDeliveries({ limit: 10, ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: () => (document.hidden ? false : 15_000),
  });
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
    const items = found.data.pages.flatMap((page) => page.items);
    if (items.length === 0) return <p className="text-ink-soft">{t('log.none')}</p>;
    return (
      <ul>
        {items.map((item) => (
          <li
            key={item.id}
            className="grid items-center gap-x-6 gap-y-1 border-b border-line py-3 first:pt-0 last:border-0 sm:grid-cols-[minmax(0,1fr)_auto_auto]"
          >
            <div className="min-w-0">
              <h3 className="text-base font-semibold">{eventName(t, item.type)}</h3>
              <p className="text-sm text-ink-soft">
                {moment(locale, item.happenedAt)}
                <span className="block break-all">
                  <bdi dir="ltr">{item.url}</bdi>
                </span>
              </p>
            </div>
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1 sm:justify-end">
              <Badge tone={deliveryTones[item.state]}>{t(`log.state.${item.state}`)}</Badge>
              <span className="text-sm text-ink-faint">{t('log.attempts', { count: item.attempts })}</span>
            </div>
            <Button variant="quiet" size="sm" className="justify-self-start" onPress={() => setOpen(item.id)}>
              {t('log.show')}
            </Button>
          </li>
        ))}
      </ul>
    );
  };
  return (
    <Card title={t('log.title')} aside={<span className="text-sm text-ink-faint">{t('log.text')}</span>}>
      {body()}
      {found.hasNextPage && (
        <Button
          variant="secondary"
          className="mt-4"
          onPress={() => void found.fetchNextPage()}
          isPending={found.isFetchingNextPage}
        >
          {ui.t('action.loadMore')}
        </Button>
      )}
      {open !== null && <DeliveryDialog {...part} id={open} onClose={() => setOpen(null)} />}
    </Card>
  );
}

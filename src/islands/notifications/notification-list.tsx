import { useEffect, useState } from 'react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { translator } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { useWrite } from '../account/use-write.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState, ProblemNote } from '../ui/error-state.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { Switch } from '../ui/switch.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { unreadKey } from './bell.tsx';
import { NotificationLine } from './notification-line.tsx';
import type { Words } from './notifications-screen.tsx';

/** Newest first, page by page; kept up to date by the bell, which asks whether anything is new. */
export function NotificationList({ words }: Words) {
  const { api, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, words);
  const queries = useQueryClient();
  const [onlyUnread, setOnlyUnread] = useState(false);
  const list = useInfiniteQuery({
    queryKey: ['notifications', 'list', onlyUnread],
    queryFn: ({ pageParam }) =>
      api.listNotifications({ ...(pageParam && { cursor: pageParam }), ...(onlyUnread && { unread: 'true' }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const mark = useWrite(
    (key, body: Parameters<typeof api.markNotificationsRead>[1]) => api.markNotificationsRead(key, body),
    async ({ unread }) => {
      queries.setQueryData(unreadKey, unread);
      await queries.invalidateQueries({ queryKey: ['notifications', 'list'] });
    },
  );
  const now = useMinute();
  if (list.isPending) return <SkeletonCards count={4} />;
  if (!list.data)
    return (
      <ErrorState
        problem={shownProblem(list.error, ui.t)}
        onRetry={() => void list.refetch()}
        isRetrying={list.isFetching}
      />
    );
  const items = list.data.pages.flatMap((page) => page.items);
  const newest = items[0]?.at;
  const hasUnread = (list.data.pages[0]?.unread ?? 0) > 0;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Switch label={t('list.onlyUnread')} isOn={onlyUnread} onChange={setOnlyUnread} />
        <Button
          variant="secondary"
          size="sm"
          icon="check"
          isDisabled={!hasUnread}
          isPending={mark.isPending}
          onPress={() =>
            mark.mutate(newest === undefined ? { all: true } : { all: true, until: newest }, {
              onSuccess: () => notify({ tone: 'good', title: t('list.marked') }),
            })
          }
        >
          {t('list.markAll')}
        </Button>
      </div>
      {mark.isError && <ProblemNote problem={shownProblem(mark.error, ui.t)} />}
      {items.length === 0 ? (
        <EmptyState
          title={t(onlyUnread ? 'list.emptyUnread' : 'list.empty')}
          action={
            onlyUnread ? (
              <Button variant="secondary" onPress={() => setOnlyUnread(false)}>
                {t('list.showAll')}
              </Button>
            ) : undefined
          }
        >
          {onlyUnread ? null : t('list.emptyText')}
        </EmptyState>
      ) : (
        <ul className="flex flex-col overflow-hidden rounded-lg border border-line bg-raised">
          {items.map((item) => (
            <NotificationLine key={item.id} item={item} now={now} words={words} />
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
    </div>
  );
}

/** "3 minutes ago" grows older while the page stands open. */
function useMinute(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const tick = setInterval(() => setNow(new Date()), 60_000);
    return () => clearInterval(tick);
  }, []);
  return now;
}

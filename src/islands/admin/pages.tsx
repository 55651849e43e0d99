import type { ReactNode } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { shownProblem } from '../account/problems.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';

type Page<Item> = { items: readonly Item[]; nextCursor: string | null };
type PagesProps<Item, P extends Page<Item>> = {
  name: readonly unknown[];
  load: (query: { cursor?: string }) => Promise<P & Page<Item>>;
  empty: { title: string; text?: string };
  children: (items: readonly Item[], first: P) => ReactNode;
};

/** A list that comes in pages: what is on its way, what went wrong, nothing, or its items and a way to more. */
export function Pages<Item, P extends Page<Item>>({ name, load, empty, children }: PagesProps<Item, P>) {
  const ui = useUi();
  const found = useInfiniteQuery({
    queryKey: name,
    queryFn: ({ pageParam }) => load(pageParam === null ? {} : { cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  if (found.isPending) return <SkeletonCards count={2} />;
  const [first] = found.data?.pages ?? [];
  if (!found.data || !first)
    return (
      <ErrorState
        problem={shownProblem(found.error, ui.t)}
        onRetry={() => void found.refetch()}
        isRetrying={found.isFetching}
      />
    );
  const items = found.data.pages.flatMap((page) => [...page.items]);
  if (items.length === 0) return <EmptyState title={empty.title}>{empty.text}</EmptyState>;
  return (
    <>
      {children(items, first)}
      {found.hasNextPage && (
        <Button
          variant="secondary"
          className="mt-4 self-center print:hidden"
          onPress={() => void found.fetchNextPage()}
          isPending={found.isFetchingNextPage}
        >
          {ui.t('action.loadMore')}
        </Button>
      )}
    </>
  );
}

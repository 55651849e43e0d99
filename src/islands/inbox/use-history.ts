import { useEffect, useState } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';

type Said = { id: string; sentAt: string };
type Page<M> = { items: readonly M[]; nextCursor: string | null };

/** Each once, as it was told last, in the order of the talk. */
function together<M extends Said>(before: readonly M[], after: readonly M[]): readonly M[] {
  const byId = new Map([...before, ...after].map((one) => [one.id, one]));
  return [...byId.values()].toSorted((a, b) => a.sentAt.localeCompare(b.sentAt) || a.id.localeCompare(b.id));
}

/**
 * What was said before: a page at a time, from where the reader began, while news comes in at the other end. What has
 * been seen stays, so that many new messages at once leave no gap between the two.
 */
export function useHistory<M extends Said>(id: string, latest: Page<M>, load: (cursor: string) => Promise<Page<M>>) {
  const [seen, setSeen] = useState<readonly M[]>([]);
  const [from, setFrom] = useState<string | null>(null);
  const { items } = latest;
  useEffect(() => setSeen((all) => together(all, items)), [items]);
  const older = useInfiniteQuery({
    queryKey: ['older', id, from],
    queryFn: ({ pageParam }) => load(pageParam),
    initialPageParam: from ?? '',
    getNextPageParam: (page) => page.nextCursor,
    enabled: from !== null,
    staleTime: Infinity,
  });
  return {
    messages: together(
      (older.data?.pages ?? []).flatMap((page) => page.items),
      together(seen, items),
    ),
    hasOlder: from === null ? latest.nextCursor !== null : older.hasNextPage,
    isLoading: from !== null && older.isFetching,
    showOlder: () => (from === null ? setFrom(latest.nextCursor) : void older.fetchNextPage()),
  };
}

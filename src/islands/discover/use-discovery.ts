import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { CollectionsClient } from '../../client/collections-api.ts';
import type { Asked } from '../../features/showcase/rules/address.ts';
import { wireOf } from './discover-part.ts';

/** What a question finds, a page at a time. What was found before stays until the next answer is here. */
export const useDiscovery = (calls: CollectionsClient, asked: Asked) => {
  const wire = wireOf(asked);
  return useInfiniteQuery({
    queryKey: ['discover', wire],
    queryFn: ({ pageParam }) => calls.search({ ...wire, limit: '24', ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
};
export type Discovery = ReturnType<typeof useDiscovery>;

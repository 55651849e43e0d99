import { useInfiniteQuery } from '@tanstack/react-query';
import { codeOf, shownProblem } from '../account/problems.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { narrowedBy, noFilters, queryOf, type BoardPart, type Filters } from './board-part.ts';
import { CreditsLine } from './credits-line.tsx';
import { RequestCardView } from './request-card.tsx';

type ResultsProps = BoardPart & { filters: Filters; onChange: (change: Partial<Filters>) => void };

/** What is open now and fits, a page at a time. */
export function BoardResults({ filters, onChange, ...part }: ResultsProps) {
  const { calls, t } = part;
  const ui = useUi();
  const list = useInfiniteQuery({
    queryKey: ['board', filters],
    queryFn: ({ pageParam }) =>
      calls.listOpenRequests({ ...queryOf(filters), ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  });
  if (list.isPending) return <SkeletonCards count={4} />;
  if (!list.data)
    return (
      <ErrorState
        problem={shownProblem(list.error, ui.t)}
        {...(codeOf(list.error) !== 'role_not_allowed' && {
          onRetry: () => void list.refetch(),
          isRetrying: list.isFetching,
        })}
      />
    );
  const seen = new Set<string>();
  const items = list.data.pages.flatMap((page) => page.items).filter(({ id }) => !seen.has(id) && seen.add(id));
  const credits = list.data.pages.at(-1)?.credits;
  const narrowed = narrowedBy(filters) > 0;
  return (
    <div className="flex flex-col gap-4">
      {credits && <CreditsLine {...part} credits={credits} />}
      {items.length === 0 ? (
        <EmptyState
          title={t(filters.unlocked ? 'empty.mine' : narrowed ? 'empty.narrowed' : 'empty.title')}
          action={
            narrowed ? (
              <Button variant="secondary" onPress={() => onChange({ ...noFilters, sort: filters.sort })}>
                {t(filters.unlocked ? 'empty.all' : 'filters.clear')}
              </Button>
            ) : undefined
          }
        >
          {t(filters.unlocked ? 'empty.mineText' : narrowed ? 'empty.narrowedText' : 'empty.text')}
        </EmptyState>
      ) : (
        <ul className="flex flex-col gap-4">
          {items.map((card) => (
            <RequestCardView key={card.id} {...part} card={card} />
          ))}
        </ul>
      )}
      {list.isFetchNextPageError && (
        <ErrorState problem={shownProblem(list.error, ui.t)} onRetry={() => void list.fetchNextPage()} />
      )}
      {list.hasNextPage && !list.isFetchNextPageError && (
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

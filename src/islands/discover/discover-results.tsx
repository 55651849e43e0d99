import { choices, type Asked, type Choice } from '../../features/showcase/rules/address.ts';
import { shownProblem } from '../account/problems.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { Icon } from '../ui/icon.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { choiceText, type DiscoverPart } from './discover-part.ts';
import { SkeletonTalents, TalentResult } from './talent-result.tsx';
import type { Discovery } from './use-discovery.ts';

type ResultsProps = DiscoverPart & {
  asked: Asked;
  ask: (change: Partial<Asked>) => void;
  found: Discovery;
  keepsLists: boolean;
};

/** How many there are is said aloud when it changes; the list itself is not. */
export function DiscoverResults({ asked, ask, found, keepsLists, ...part }: ResultsProps) {
  const { s } = part;
  const ui = useUi();
  const [first] = found.data?.pages ?? [];
  if (found.isPending) return <SkeletonTalents />;
  if (!first)
    return (
      <ErrorState
        problem={shownProblem(found.error, ui.t)}
        onRetry={() => void found.refetch()}
        isRetrying={found.isFetching}
      />
    );
  const seen = new Set<string>();
  const items = (found.data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter(({ id }) => !seen.has(id) && seen.add(id));
  return (
    <section aria-label={s('results')} aria-busy={found.isPlaceholderData} className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p role="status" className="text-ink-soft">
          {s('count', { count: first.total })}
        </p>
        <Chosen {...part} asked={asked} ask={ask} />
      </div>
      {first.corrected !== null && <p>{s('corrected', { words: first.corrected })}</p>}
      {found.isError && <ErrorState problem={shownProblem(found.error, ui.t)} onRetry={() => void found.refetch()} />}
      {items.length === 0 ? (
        <NobodyFound {...part} asked={asked} ask={ask} keepsLists={keepsLists} />
      ) : (
        <ul
          className={`grid gap-x-5 gap-y-7 transition-opacity sm:grid-cols-2 xl:grid-cols-3 ${found.isPlaceholderData ? 'opacity-60' : ''}`}
        >
          {items.map((talent) => (
            <TalentResult key={talent.id} {...part} talent={talent} keepsLists={keepsLists} />
          ))}
        </ul>
      )}
      {found.hasNextPage && !found.isPlaceholderData && (
        <Button
          variant="secondary"
          className="self-center"
          onPress={() => void found.fetchNextPage()}
          isPending={found.isFetchingNextPage}
        >
          {ui.t('action.loadMore')}
        </Button>
      )}
    </section>
  );
}

/** What was chosen, each to be taken back by one press. */
function Chosen({ asked, ask, ...part }: DiscoverPart & Pick<ResultsProps, 'asked' | 'ask'>) {
  const chosen = choices(asked);
  if (chosen.length === 0) return null;
  return (
    <ul aria-label={part.s('chosen')} className="flex flex-wrap gap-2">
      {chosen.map((choice) => {
        const text = choiceText(part, choice, asked);
        return (
          <li key={`${choice.name} ${choice.value}`}>
            <Button
              variant="secondary"
              size="sm"
              className="rounded-full!"
              aria-label={part.s('remove', { choice: text })}
              onPress={() => ask(choice.without)}
            >
              <bdi>{text}</bdi>
              <Icon name="close" className="size-4" />
            </Button>
          </li>
        );
      })}
    </ul>
  );
}

function NobodyFound({ asked, ask, keepsLists, ...part }: DiscoverPart & Omit<ResultsProps, 'found'>) {
  const { s, t } = part;
  const chosen = choices(asked);
  const without = ({ name, value }: Choice) => `${name} ${value}`;
  return (
    <EmptyState title={s('none.title')}>
      {chosen.length > 0 && (
        <>
          <p>{s('none.text')}</p>
          <p className="mt-3 flex flex-wrap justify-center gap-2">
            {chosen.map((choice) => (
              <Button key={without(choice)} variant="secondary" size="sm" onPress={() => ask(choice.without)}>
                {s('none.without', { choice: choiceText(part, choice, asked) })}
              </Button>
            ))}
          </p>
        </>
      )}
      {asked.q !== '' && (
        <>
          <p className="mt-3">{s('none.words')}</p>
          <p className="mt-3">
            <Button variant="secondary" size="sm" onPress={() => ask({ q: '' })}>
              {s('none.withoutWords', { words: asked.q })}
            </Button>
          </p>
        </>
      )}
      {keepsLists && <p className="mt-3">{t('discover.none.save')}</p>}
    </EmptyState>
  );
}

import { useEffect, useState } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { SearchField, Input, Button as AriaButton } from 'react-aria-components';
import { useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { boxClass } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Select } from '../ui/select.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import {
  addressOf,
  boxes,
  every,
  kinds,
  narrowedInAddress,
  queryOf,
  type InboxPart,
  type Narrowed,
} from './inbox-part.ts';
import { ThreadRow } from './thread-row.tsx';

type ListProps = InboxPart & { open: string; onOpen: (id: string) => void };

/** The conversations, the newest word first; the way it is narrowed stands in the address. */
export function ThreadList({ open, onOpen, ...part }: ListProps) {
  const { t } = part;
  const [narrowed, setNarrowed] = useState(narrowedInAddress);
  const [words, setWords] = useState(narrowed.q);
  const narrow = (change: Partial<Narrowed>) => {
    const next = { ...narrowed, ...change };
    setNarrowed(next);
    history.replaceState(null, '', location.pathname + addressOf(next));
  };
  // a search begins when somebody pauses, not at every letter
  useEffect(() => {
    if (words.trim() === narrowed.q) return undefined;
    const timer = setTimeout(() => narrow({ q: words.trim() }), 350);
    return () => clearTimeout(timer);
    // `narrow` is new on every render; the words are what matters
  }, [words]);
  return (
    <section aria-label={t('list')} className="flex flex-col gap-4">
      <div className="flex gap-2">
        <SearchField
          aria-label={t('search')}
          value={words}
          onChange={setWords}
          onSubmit={() => narrow({ q: words.trim() })}
          className="group relative min-w-0 grow"
        >
          <Icon
            name="search"
            className="pointer-events-none absolute inset-y-0 start-3 my-auto size-5 text-ink-faint"
          />
          <Input
            dir="auto"
            placeholder={t('search.short')}
            maxLength={200}
            className={`${boxClass} w-full ps-10 pe-10`}
          />
          <AriaButton
            aria-label={t('search.clear')}
            className="absolute inset-y-0 end-0 grid w-11 cursor-pointer place-items-center text-ink-faint group-data-empty:hidden"
          >
            <Icon name="close" className="size-5" />
          </AriaButton>
        </SearchField>
        <Select
          label={t('kind.label')}
          isLabelHidden
          placeholder={t('kind.label')}
          value={narrowed.kind}
          onChange={(kind) => narrow({ kind })}
          choices={kinds.map((id) => ({ id, label: t(`kind.${id}`) }))}
          className="w-40 shrink-0"
        />
      </div>
      <Tabs
        label={t('title')}
        tabs={boxes.map((id) => ({ id, label: t(`box.${id}`) }))}
        selected={narrowed.box}
        onSelect={(box) => narrow({ box })}
      >
        {() => <Rows key={addressOf(narrowed)} {...part} narrowed={narrowed} open={open} onOpen={onOpen} />}
      </Tabs>
    </section>
  );
}

function Rows({ narrowed, open, onOpen, ...part }: ListProps & { narrowed: Narrowed }) {
  const { calls, t } = part;
  const ui = useUi();
  const list = useInfiniteQuery({
    queryKey: ['threads', narrowed],
    queryFn: ({ pageParam }) => calls.listThreads({ ...queryOf(narrowed), cursor: pageParam ?? undefined }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: every(30),
    refetchIntervalInBackground: true,
  });
  if (list.isPending) return <SkeletonCards />;
  if (list.isError && !list.data)
    return (
      <ErrorState
        problem={shownProblem(list.error, ui.t)}
        onRetry={() => void list.refetch()}
        isRetrying={list.isFetching}
      />
    );
  const seen = new Set<string>();
  const items = list.data.pages.flatMap((page) => page.items).filter(({ id }) => !seen.has(id) && seen.add(id));
  if (items.length === 0) return <Nothing narrowed={narrowed} t={t} />;
  return (
    <div className="flex flex-col gap-4">
      <ul className="flex flex-col divide-y divide-line overflow-hidden rounded-lg border border-line bg-raised">
        {items.map((card) => (
          <ThreadRow key={card.id} {...part} card={card} isOpen={card.id === open} onOpen={onOpen} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button
          variant="secondary"
          className="self-center"
          onPress={() => void list.fetchNextPage()}
          isPending={list.isFetchingNextPage}
        >
          {t('loadMore')}
        </Button>
      )}
    </div>
  );
}

function Nothing({ narrowed, t }: Pick<InboxPart, 't'> & { narrowed: Narrowed }) {
  const { me, locale } = useAccount();
  if (narrowed.q) return <EmptyState title={t('search.none')}>{t('search.noneText')}</EmptyState>;
  if (narrowed.box !== 'inbox')
    return <EmptyState title={t(`empty.${narrowed.box}`)}>{t(`empty.${narrowed.box}Text`)}</EmptyState>;
  const isTalent = me.role === 'talent';
  return (
    <EmptyState
      title={t('empty.inbox')}
      action={
        isTalent ? undefined : (
          <LinkButton href={`/${locale}/talents/`} icon="search">
            {t('find')}
          </LinkButton>
        )
      }
    >
      {t(isTalent ? 'empty.talent' : 'empty.customer')}
    </EmptyState>
  );
}

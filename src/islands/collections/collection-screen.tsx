import { useState } from 'react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import type { Locale } from '../../core/locale.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import { formatDateTime } from '../../i18n/format.ts';
import type { Catalog } from '../../i18n/translate.ts';
import { AccountFrame, idInPath, useAccount } from '../account/account-frame.tsx';
import { codeOf, shownProblem } from '../account/problems.ts';
import { BackLink } from '../ui/back-link.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { ForCustomers, type CollectionsWords } from './collections-screen.tsx';
import { listKey, listsChanged, type ListsPart } from './collections-part.ts';
import { ItemList } from './item-list.tsx';
import { ListDialog } from './list-dialog.tsx';

type Words = Pick<CollectionsWords, 'collections' | 'labels'>;

/** One list: who is in it, in which order, and what was noted. Printed, it is a sheet to take along. */
export function CollectionScreen({ locale, common, ...words }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <ForCustomers {...words}>{(part) => <List {...part} labels={words.labels} />}</ForCustomers>
    </AccountFrame>
  );
}

function List({ labels, ...part }: ListsPart & { labels: Catalog }) {
  const { calls, locale, t } = part;
  const { me } = useAccount();
  const ui = useUi();
  const queries = useQueryClient();
  const [id] = useState(idInPath);
  const [editing, setEditing] = useState(false);
  const [printing, setPrinting] = useState(false);
  const found = useInfiniteQuery({
    queryKey: listKey(id),
    queryFn: ({ pageParam }) => calls.list(id, pageParam || undefined),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  });
  const back = <BackLink href={`/${locale}/collections/`}>{t('list.back')}</BackLink>;
  if (found.isPending) return <SkeletonCards count={4} />;
  const [first] = found.data?.pages ?? [];
  if (!first)
    return codeOf(found.error) === 'not_found' ? (
      <>
        {back}
        <h1 className="visually-hidden">{t('list.absent.title')}</h1>
        <EmptyState title={t('list.absent.title')}>{t('list.absent.text')}</EmptyState>
      </>
    ) : (
      <ErrorState
        problem={shownProblem(found.error, ui.t)}
        onRetry={() => void found.refetch()}
        isRetrying={found.isFetching}
      />
    );
  const { collection: list, room } = first;
  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  /** what has not been asked for yet would be missing on paper */
  const print = async () => {
    setPrinting(true);
    for (let more = found.hasNextPage; more;) more = (await found.fetchNextPage()).hasNextPage;
    setPrinting(false);
    requestAnimationFrame(() => window.print());
  };
  return (
    <div className="flex flex-col gap-5">
      <div className="print:hidden">{back}</div>
      <header className="flex flex-wrap items-start justify-between gap-4">
        <div className="min-w-0">
          <h1 className="text-3xl wrap-anywhere">
            <bdi>{list.name}</bdi>
          </h1>
          {list.note && (
            <p className="mt-1 max-w-prose wrap-anywhere whitespace-pre-line text-ink-soft">
              <bdi>{list.note}</bdi>
            </p>
          )}
          <p className="mt-1 text-sm text-ink-faint">
            {t('list.printed', {
              count: list.talents,
              day: formatDateTime(locale, new Date(list.updatedAt), me.timeZone, 'date'),
            })}
            {room.shared && <span className="print:hidden"> · {t('shared')}</span>}
          </p>
        </div>
        <div className="flex flex-wrap gap-2 print:hidden">
          <Button variant="secondary" icon="edit" onPress={() => setEditing(true)}>
            {t('lists.edit')}
          </Button>
          {items.length > 0 && (
            <Button variant="secondary" icon="print" onPress={() => void print()} isPending={printing}>
              {t('list.print')}
            </Button>
          )}
          <LinkButton variant="secondary" icon="search" href={`/${locale}/discover/`}>
            {t('list.find')}
          </LinkButton>
        </div>
      </header>
      {items.length === 0 ? (
        <EmptyState
          title={t('list.empty.title')}
          action={<LinkButton href={`/${locale}/discover/`}>{t('list.find')}</LinkButton>}
        >
          {t('list.empty.text')}
        </EmptyState>
      ) : (
        <ItemList {...part} labels={labels} list={list} shared={room.shared} items={items} />
      )}
      {found.hasNextPage && (
        <Button
          variant="secondary"
          className="self-center print:hidden"
          onPress={() => void found.fetchNextPage()}
          isPending={found.isFetchingNextPage}
        >
          {ui.t('action.loadMore')}
        </Button>
      )}
      {editing && (
        <ListDialog
          {...part}
          list={list}
          onClose={() => setEditing(false)}
          onDone={async () => {
            await listsChanged(queries);
            setEditing(false);
          }}
        />
      )}
    </div>
  );
}

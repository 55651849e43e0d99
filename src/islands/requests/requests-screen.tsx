import { useEffect, useState } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { requestsClient } from '../../client/requests-api.ts';
import type { Locale } from '../../core/locale.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { RequestsMessages } from '../../i18n/catalogs/requests.ts';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { AccountFrame, useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { SkeletonCards } from '../ui/skeleton.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { CustomersOnly } from './customers-only.tsx';
import { RequestLine } from './request-line.tsx';
import type { RequestWords } from './request-part.ts';

type Words = { requests: RequestsMessages; labels: Catalog };
const tabs = ['all', 'OPEN', 'DRAFT', 'CLOSED'] as const;
type Tab = (typeof tabs)[number];

/** My casting requests. The tab stands in the address, so going back finds it again. */
export function RequestsScreen({ locale, common, ...words }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <Requests {...words} />
    </AccountFrame>
  );
}

const tabInAddress = (): Tab => tabs.find((tab) => tab === new URLSearchParams(location.search).get('state')) ?? 'all';

function Requests({ requests, labels }: Words) {
  const { me, locale } = useAccount();
  const t = translator(locale, requests);
  const [api] = useState(() => requestsClient(locale));
  const [tab, setTab] = useState(tabInAddress);
  const isTalent = me.role === 'talent';
  useEffect(() => {
    // a talent’s requests are those they unlocked, and the board shows them
    if (isTalent) location.replace(`/${locale}/providers/marketplace/?unlocked=true`);
  }, [isTalent, locale]);
  if (isTalent) return <SkeletonCards />;
  if (me.role !== 'customer') return <CustomersOnly t={t} />;
  const choose = (next: Tab) => {
    setTab(next);
    history.replaceState(null, '', next === 'all' ? location.pathname : `?state=${next}`);
  };
  return (
    <div className="mx-auto flex w-full max-w-lg flex-col gap-5">
      <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div>
          <h1 className="text-3xl">{t('list.title')}</h1>
          <p className="mt-1 text-ink-soft">{t('list.lead')}</p>
        </div>
        <LinkButton icon="plus" href={`/${locale}/requests/new/`}>
          {t('list.new')}
        </LinkButton>
      </header>
      <Tabs
        label={t('list.title')}
        tabs={tabs.map((id) => ({ id, label: t(`list.${id}`) }))}
        selected={tab}
        onSelect={choose}
      >
        {(chosen) => (
          <List key={chosen} tab={chosen} api={api} locale={locale} t={t} label={translator(locale, labels)} />
        )}
      </Tabs>
    </div>
  );
}

function List({ tab, ...words }: RequestWords & { tab: Tab }) {
  const { api, locale, t } = words;
  const ui = useUi();
  const list = useInfiniteQuery({
    queryKey: ['requests', tab],
    queryFn: ({ pageParam }) =>
      api.list({ ...(tab !== 'all' && { state: tab }), ...(pageParam && { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: 30_000,
  });
  if (list.isPending) return <SkeletonCards />;
  if (!list.data)
    return (
      <ErrorState
        problem={shownProblem(list.error, ui.t)}
        onRetry={() => void list.refetch()}
        isRetrying={list.isFetching}
      />
    );
  const items = list.data.pages.flatMap((page) => page.items);
  if (items.length === 0)
    return (
      <EmptyState
        title={t(tab === 'all' ? 'list.empty' : `list.${tab}.empty`)}
        action={
          <LinkButton variant={tab === 'all' ? 'primary' : 'secondary'} href={`/${locale}/requests/new/`} icon="plus">
            {t('list.new')}
          </LinkButton>
        }
      >
        {tab === 'all' && t('list.emptyText')}
      </EmptyState>
    );
  return (
    <div className="flex flex-col gap-4">
      <ul className="flex flex-col gap-3">
        {items.map((request) => (
          <RequestLine key={request.id} request={request} {...words} />
        ))}
      </ul>
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

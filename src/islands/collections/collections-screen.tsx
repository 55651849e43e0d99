import { useState } from 'react';
import { collectionsClient } from '../../client/collections-api.ts';
import type { Locale } from '../../core/locale.ts';
import type { CollectionsMessages } from '../../i18n/catalogs/collections.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { SearchMessages } from '../../i18n/catalogs/search.ts';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { AccountFrame, useAccount } from '../account/account-frame.tsx';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { AddDialog } from './add-dialog.tsx';
import { ListsTab } from './lists-tab.tsx';
import { SearchesTab } from './searches-tab.tsx';

/** `labels`: what trades, places and languages are called. */
export type CollectionsWords = { collections: CollectionsMessages; search: SearchMessages; labels: Catalog };

/** Lists of talents, and searches that are looked through each morning. */
export function CollectionsScreen({
  locale,
  common,
  ...words
}: CollectionsWords & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <ForCustomers {...words}>{(part) => <Rooms {...words} {...part} />}</ForCustomers>
    </AccountFrame>
  );
}

type Part = {
  calls: ReturnType<typeof collectionsClient>;
  locale: Locale;
  t: ReturnType<typeof translator<CollectionsMessages>>;
};
/** Whoever looks for talents; anybody else is told whom this is for. */
export function ForCustomers({
  collections,
  children,
}: Pick<CollectionsWords, 'collections'> & { children: (part: Part) => React.ReactNode }) {
  const { me, locale } = useAccount();
  const t = translator(locale, collections);
  const [calls] = useState(() => collectionsClient(locale));
  if (me.role === 'customer') return children({ calls, locale, t });
  return (
    <>
      <h1 className="text-3xl">{t('title')}</h1>
      <EmptyState
        title={t('notForYou.title')}
        action={<LinkButton href={`/${locale}/discover/`}>{t('discover.title')}</LinkButton>}
      >
        {t('notForYou.text')}
      </EmptyState>
    </>
  );
}

const tabs = ['lists', 'searches'] as const;
type TabId = (typeof tabs)[number];

function Rooms({ search, labels, ...part }: CollectionsWords & Part) {
  const { locale, t } = part;
  const [asked] = useState(() => new URLSearchParams(location.search));
  const [tab, setTab] = useState<TabId>(() => (asked.get('tab') === 'searches' ? 'searches' : 'lists'));
  const select = (id: TabId) => {
    setTab(id);
    history.replaceState(null, '', `/${locale}/collections/${id === 'lists' ? '' : `?tab=${id}`}`);
  };
  return (
    <div className="flex flex-col gap-6">
      <header className="flex flex-wrap items-end justify-between gap-4">
        <div>
          <h1 className="text-3xl">{t('title')}</h1>
          <p className="mt-1 max-w-prose text-ink-soft">{t('intro')}</p>
        </div>
        <LinkButton variant="secondary" icon="search" href={`/${locale}/discover/`}>
          {t('list.find')}
        </LinkButton>
      </header>
      <Tabs
        label={t('tab.label')}
        tabs={tabs.map((id) => ({ id, label: t(`tab.${id}`) }))}
        selected={tab}
        onSelect={select}
      >
        {(id) =>
          id === 'lists' ? (
            <ListsTab {...part} />
          ) : (
            <SearchesTab {...part} s={translator(locale, search)} labels={labels} />
          )
        }
      </Tabs>
      {asked.has('add') && <AddDialog {...part} slug={asked.get('add') ?? ''} />}
    </div>
  );
}

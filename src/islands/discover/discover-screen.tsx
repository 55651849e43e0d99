import { useEffect, useMemo, useState } from 'react';
import { collectionsClient } from '../../client/collections-api.ts';
import type { Locale } from '../../core/locale.ts';
import { changed, choices, queryOf, type Asked } from '../../features/showcase/rules/address.ts';
import type { CollectionsMessages } from '../../i18n/catalogs/collections.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import type { SearchMessages } from '../../i18n/catalogs/search.ts';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { AccountFrame, useAccount } from '../account/account-frame.tsx';
import { askedIn, discoverHref } from './discover-part.ts';
import { DiscoverResults } from './discover-results.tsx';
import { FilterDrawer, FilterPanel } from './filter-panel.tsx';
import { SaveSearch } from './save-search.tsx';
import { SearchLine } from './search-line.tsx';
import { useDiscovery } from './use-discovery.ts';

/** `labels`: what trades, places and languages are called, and the words of a card. */
type Words = { collections: CollectionsMessages; search: SearchMessages; labels: Catalog };

/** The search of whoever is signed in: with those who show themselves to members, and lists to put them into. */
export function DiscoverScreen({ locale, common, ...words }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <Discover {...words} />
    </AccountFrame>
  );
}

/** The question of the address, and the way to ask another: each is a step back can undo, but letters typed in a row are one. */
function useAsked(locale: Locale): [Asked, (change: Partial<Asked>) => void] {
  const [asked, setAsked] = useState(() => askedIn(location.search));
  const [typing, setTyping] = useState(false);
  useEffect(() => {
    const back = () => {
      setTyping(false);
      setAsked(askedIn(location.search));
    };
    addEventListener('popstate', back);
    return () => removeEventListener('popstate', back);
  }, []);
  const ask = (change: Partial<Asked>) => {
    const next = changed(asked, change);
    if (queryOf(next) === queryOf(asked)) return;
    const types = Object.keys(change).join() === 'q';
    history[types && typing ? 'replaceState' : 'pushState'](null, '', discoverHref(locale, next));
    setTyping(types);
    setAsked(next);
  };
  return [asked, ask];
}

function Discover({ collections, search, labels }: Words) {
  const { me, locale } = useAccount();
  const t = translator(locale, collections);
  const s = translator(locale, search);
  const [calls] = useState(() => collectionsClient(locale));
  const [asked, ask] = useAsked(locale);
  const part = useMemo(() => ({ calls, locale, t, s, labels }), [calls, locale, collections, search, labels]);
  const found = useDiscovery(calls, asked);
  const facets = found.data?.pages[0]?.facets;
  const total = found.data?.pages[0]?.total;
  const narrowed = choices(asked).length;
  const filters = { ...part, asked, ask, facets };
  return (
    <div className="flex flex-col gap-6">
      <header>
        <h1 className="text-3xl">{t('discover.title')}</h1>
        <p className="mt-1 max-w-prose text-ink-soft">{t('discover.intro')}</p>
      </header>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-10 gap-y-5 lg:grid-cols-[17rem_minmax(0,1fr)]">
        <aside className="max-lg:hidden" aria-label={s('filters')}>
          <FilterPanel {...filters} />
        </aside>
        <div className="flex min-w-0 flex-col gap-5">
          <SearchLine {...part} asked={asked} ask={ask}>
            <FilterDrawer {...filters} count={narrowed} total={total} />
            {me.role === 'customer' && <SaveSearch {...part} asked={asked} />}
          </SearchLine>
          <DiscoverResults {...part} asked={asked} ask={ask} found={found} keepsLists={me.role === 'customer'} />
        </div>
      </div>
    </div>
  );
}

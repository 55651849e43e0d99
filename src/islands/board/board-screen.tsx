import { useState } from 'react';
import type { Locale } from '../../core/locale.ts';
import type { Currency } from '../../core/money.ts';
import { boardClient } from '../../client/board-api.ts';
import type { BoardMessages } from '../../i18n/catalogs/board.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import { translator, type Catalog } from '../../i18n/translate.ts';
import { AccountFrame, useAccount } from '../account/account-frame.tsx';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { addressOf, filtersIn, type Filters } from './board-part.ts';
import { BoardNotice } from './board-notice.tsx';
import { BoardResults } from './board-results.tsx';
import { FilterPanel } from './filter-panel.tsx';
import { SavedSearches } from './saved-searches.tsx';
import { SearchLine } from './search-line.tsx';

/** `labels`: what trades and places are called. `currency`: what a budget is asked in before anybody chose. */
type Words = { board: BoardMessages; labels: Catalog; currency: Currency };

/** Work that customers look for, for talents alone. */
export function BoardScreen({ locale, common, ...words }: Words & { locale: Locale; common: CommonMessages }) {
  return (
    <AccountFrame locale={locale} common={common}>
      <Room {...words} />
    </AccountFrame>
  );
}

function Room(words: Words) {
  const { me, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, words.board);
  if (me.role === 'talent') return <Board {...words} />;
  const isCustomer = me.role === 'customer';
  return (
    <>
      <h1 className="visually-hidden">{t('title')}</h1>
      <EmptyState
        title={t('refused.title')}
        action={
          isCustomer ? (
            <LinkButton href={`/${locale}/requests/`}>{t('refused.own')}</LinkButton>
          ) : (
            <LinkButton href={`/${locale}/dashboard/`}>{ui.t('nav.dashboard')}</LinkButton>
          )
        }
      >
        {t(isCustomer ? 'refused.customer' : 'refused.other')}
      </EmptyState>
    </>
  );
}

function Board({ board, labels, currency }: Words) {
  const { locale } = useAccount();
  const t = translator(locale, board);
  const label = translator(locale, labels);
  const [calls] = useState(() => boardClient(locale));
  const [filters, setFilters] = useState(() => filtersIn(location.search));
  const narrow = (change: Partial<Filters>) => {
    // read anew as an address is, so that no two filters can contradict each other
    const next = filtersIn(addressOf({ ...filters, ...change }));
    setFilters(next);
    history.replaceState(null, '', location.pathname + addressOf(next));
  };
  const part = { calls, locale, t, label };
  return (
    <div className="flex flex-col gap-6">
      <header>
        <h1 className="text-3xl">{t('title')}</h1>
        <p className="mt-1 max-w-lg text-ink-soft">{t('intro')}</p>
      </header>
      <BoardNotice t={t} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[18rem_minmax(0,1fr)]">
        <div className="flex flex-col gap-5 max-lg:contents">
          <FilterPanel {...part} filters={filters} onChange={narrow} currency={currency} />
          <div className="max-lg:order-3">
            <SavedSearches {...part} filters={filters} onChoose={narrow} />
          </div>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <SearchLine {...part} filters={filters} onChange={narrow} currency={currency} />
          <BoardResults key={addressOf(filters)} {...part} filters={filters} onChange={narrow} />
        </div>
      </div>
    </div>
  );
}

import { currencies, type Currency } from '../../core/money.ts';
import type { Locale } from '../../core/locale.ts';
import type { BoardCard, BoardClient, SavedSearch } from '../../client/board-api.ts';
import { categoryIds } from '../../features/discovery/categories.ts';
import { cities, cityIds } from '../../features/discovery/places.ts';
import { boardSorts } from '../../features/requests/schema/requests.ts';
import type { BoardMessages } from '../../i18n/catalogs/board.ts';
import { formatDay, formatMoney } from '../../i18n/format.ts';
import type { Catalog, Translate } from '../../i18n/translate.ts';

/** What every part of the board is given. `label`: what trades and places are called. */
export type BoardPart = {
  calls: BoardClient;
  locale: Locale;
  t: Translate<BoardMessages>;
  label: Translate<Catalog>;
};

/** How the board is narrowed. It stands in the address, so that going back, a bookmark and a saved search find it again. */
export type Filters = {
  q: string;
  category: (typeof categoryIds)[number] | null;
  city: (typeof cityIds)[number] | null;
  currency: Currency | null;
  budgetFrom: number | null;
  startsFrom: string | null;
  startsUntil: string | null;
  checked: boolean;
  unlocked: boolean;
  sort: (typeof boardSorts)[number];
};

export const noFilters: Filters = {
  q: '',
  category: null,
  city: null,
  currency: null,
  budgetFrom: null,
  startsFrom: null,
  startsUntil: null,
  checked: false,
  unlocked: false,
  sort: 'newest',
};

const isDay = (text: string | null): text is string =>
  text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/** What somebody typed into the address and no filter knows is left out. */
export function filtersIn(search: string): Filters {
  const asked = new URLSearchParams(search);
  const one = <Word extends string>(name: string, words: readonly Word[]): Word | null =>
    words.find((word) => word === asked.get(name)) ?? null;
  const day = (name: string) => {
    const said = asked.get(name);
    return isDay(said) ? said : null;
  };
  const currency = one('currency', currencies);
  const least = Number(asked.get('budgetFrom'));
  const sort = one('sort', boardSorts) ?? 'newest';
  return {
    q: (asked.get('q') ?? '').slice(0, 120),
    category: one('category', categoryIds),
    city: one('city', cityIds),
    currency,
    budgetFrom: currency && Number.isSafeInteger(least) && least > 0 ? least : null,
    startsFrom: day('startsFrom'),
    startsUntil: day('startsUntil'),
    checked: asked.get('checked') === 'true',
    unlocked: asked.get('unlocked') === 'true',
    // sums compare within one currency
    sort: sort === 'budget' && !currency ? 'newest' : sort,
  };
}

export function queryOf(filters: Filters): Record<string, string> {
  const { q, category, city, currency, budgetFrom, startsFrom, startsUntil, checked, unlocked, sort } = filters;
  return {
    ...(q && { q }),
    ...(category && { category }),
    ...(city && { city }),
    ...(currency && { currency }),
    ...(currency && budgetFrom && { budgetFrom: String(budgetFrom) }),
    ...(startsFrom && { startsFrom }),
    ...(startsUntil && { startsUntil }),
    ...(checked && { checked: 'true' }),
    ...(unlocked && { unlocked: 'true' }),
    ...(sort !== 'newest' && { sort }),
  };
}

export function addressOf(filters: Filters): string {
  const said = new URLSearchParams(queryOf(filters)).toString();
  return said ? `?${said}` : '';
}

/** How many ways the board is narrowed: a sum and its currency are one, and the order is none. */
export function narrowedBy(filters: Filters): number {
  return Object.keys(queryOf({ ...filters, sort: 'newest', budgetFrom: null })).length;
}

export const boardHref = (locale: Locale, filters: Filters = noFilters): string =>
  `/${locale}/providers/marketplace/${addressOf(filters)}`;

/** What a saved search keeps of the filters: not what only asks about the reader, nor the order. */
export const keptOf = ({ q, category, city, currency, budgetFrom, startsFrom, startsUntil }: Filters) => ({
  words: q,
  category,
  city,
  currency,
  budgetFrom,
  startsFrom,
  startsUntil,
});
export function filtersOf(search: Omit<SavedSearch, 'id' | 'name' | 'told' | 'createdAt'>): Filters {
  const { words, category, city, currency, budgetFrom, startsFrom, startsUntil } = search;
  return { ...noFilters, q: words, category, city, currency, budgetFrom, startsFrom, startsUntil };
}

/** From when to when, in the words of where it happens. */
export function daysText(locale: Locale, { startsOn, endsOn, city }: Pick<BoardCard, 'startsOn' | 'endsOn' | 'city'>) {
  const zone = zoneOf(city);
  if (endsOn === null || endsOn === startsOn) return formatDay(locale, startsOn, zone, 'longDay');
  return `${formatDay(locale, startsOn, zone, 'date')} – ${formatDay(locale, endsOn, zone, 'date')}`;
}
const zoneOf = (city: BoardCard['city']): string => cities[city].timeZone;

export function budgetText(
  { locale, t }: Pick<BoardPart, 'locale' | 't'>,
  { currency, min, max }: BoardCard['budget'],
) {
  const most = formatMoney(locale, { amount: max, currency });
  if (min === null) return t('budget.upTo', { most });
  if (min === max) return most;
  return t('budget.between', { least: formatMoney(locale, { amount: min, currency }), most });
}

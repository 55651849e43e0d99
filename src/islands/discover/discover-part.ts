import type { CollectionsClient } from '../../client/collections-api.ts';
import type { Locale } from '../../core/locale.ts';
import { currencyExponents, money } from '../../core/money.ts';
import { nothingAsked, queryOf, readAsked, type Asked, type Choice } from '../../features/showcase/rules/address.ts';
import { questionOf } from '../../features/showcase/rules/question.ts';
import type { CollectionsMessages } from '../../i18n/catalogs/collections.ts';
import type { SearchMessages } from '../../i18n/catalogs/search.ts';
import { formatDay, formatMoney, formatNumber } from '../../i18n/format.ts';
import { translateIfKnown, type Catalog, type Translate } from '../../i18n/translate.ts';

/** What every part of the search is given. `s`: the words of the public search; `label`: what trades, places and languages are called. */
export type DiscoverPart = {
  calls: CollectionsClient;
  locale: Locale;
  t: Translate<CollectionsMessages>;
  s: Translate<SearchMessages>;
  labels: Catalog;
};

const today = () => new Date().toISOString().slice(0, 10);

/** The question stands in the address, so that going back, a bookmark and a saved search find it again. */
export const askedIn = (search: string): Asked => readAsked(new URLSearchParams(search), today()).asked;

/** As the search takes it; lists with commas between. */
export const wireOf = (asked: Asked): Record<string, string> =>
  Object.fromEntries(
    Object.entries(questionOf({ ...asked, cursor: null })).map(([name, value]) => [name, [value].flat().join(',')]),
  );

/** Prices are kept in the unit they are charged in, and asked for in whole ones. */
const wholePrices = (kept: Readonly<Record<string, unknown>>): [string, string][] => {
  const currency = kept['currency'];
  const unit =
    typeof currency === 'string' && currency in currencyExponents
      ? 10 ** currencyExponents[currency as keyof typeof currencyExponents]
      : 1;
  return (['priceMin', 'priceMax'] as const).flatMap((name): [string, string][] =>
    kept[name] === undefined ? [] : [[name, String(Math.round(Number(kept[name]) / unit))]],
  );
};

/** A saved search as the question it asks. */
export function askedOf(kept: Readonly<Record<string, string | number | string[]>>): Asked {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(kept))
    if (!name.startsWith('price')) for (const one of [value].flat()) params.append(name, String(one));
  for (const [name, value] of wholePrices(kept)) params.set(name, value);
  return readAsked(params, today()).asked;
}

export const discoverHref = (locale: Locale, asked: Asked = nothingAsked): string =>
  `/${locale}/discover/${queryOf({ ...asked, cursor: null })}`;

/** What a choice is called where it is shown: on a chip, in the name of a saved search. */
export function choiceText(
  { locale, s, labels }: Pick<DiscoverPart, 'locale' | 's' | 'labels'>,
  { name, value }: Choice,
  asked: Asked,
): string {
  const sum = (whole: number | null) => {
    const currency = asked.currency ?? 'IQD';
    return formatMoney(locale, money((whole ?? 0) * 10 ** currencyExponents[currency], currency));
  };
  switch (name) {
    case 'category':
    case 'city':
    case 'country':
    case 'language':
      return translateIfKnown(labels, `${name}.${value}`, value);
    case 'rating':
      return s('ratingFrom', { rating: Number(value) });
    case 'free':
      return s('chip.free', { day: formatDay(locale, value, 'Asia/Baghdad', 'date') });
    case 'age':
      return s('chip.age', { age: Number(value) });
    case 'priceMin':
      if (asked.priceMax === null) return s('chip.priceMin', { from: sum(asked.priceMin) });
      if (asked.priceMin === null) return s('chip.priceMax', { to: sum(asked.priceMax) });
      return s('chip.price', { from: sum(asked.priceMin), to: sum(asked.priceMax) });
    case 'heightMin': {
      const [from, to] = [asked.heightMin, asked.heightMax].map((cm) => (cm === null ? '' : formatNumber(locale, cm)));
      if (asked.heightMax === null) return s('chip.heightMin', { from: from ?? '' });
      if (asked.heightMin === null) return s('chip.heightMax', { to: to ?? '' });
      return s('chip.height', { from: from ?? '', to: to ?? '' });
    }
    default:
      return value;
  }
}

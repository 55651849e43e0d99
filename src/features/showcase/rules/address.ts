import { isCurrency, type Currency } from '../../../core/money.ts';
import { categoryIds, type CategoryId } from '../../discovery/categories.ts';
import { cityIds, type CityId } from '../../discovery/places.ts';
import {
  ratingSteps,
  readPlace,
  searchLimits,
  searchSorts,
  type RatingStep,
  type SearchSort,
} from '../../discovery/search/rules.ts';
import { castingLimits } from '../../profiles/rules/casting.ts';
import { spokenLanguages } from '../../profiles/rules/languages.ts';

/** What somebody asks the list of talents for, as the address of a page can say it. Prices are in whole dinars, dirhams, dollars, euros. */
export type Asked = {
  age: number | null;
  category: CategoryId[];
  city: CityId[];
  country: Country | null;
  currency: Currency | null;
  cursor: string | null;
  /** what was typed and nothing like it */
  exact: boolean;
  free: string | null;
  heightMax: number | null;
  heightMin: number | null;
  language: string[];
  priceMax: number | null;
  priceMin: number | null;
  q: string;
  rating: RatingStep | null;
  skill: string[];
  sort: SearchSort;
  tag: string[];
};

export const countries = ['IQ', 'MA'] as const;
export type Country = (typeof countries)[number];

export const askedLimits = {
  words: searchLimits.characters,
  list: 10,
  word: 60,
  price: 999_999_999,
  daysAhead: searchLimits.freeDays,
} as const;

export const nothingAsked: Asked = {
  age: null,
  category: [],
  city: [],
  country: null,
  currency: null,
  cursor: null,
  exact: false,
  free: null,
  heightMax: null,
  heightMin: null,
  language: [],
  priceMax: null,
  priceMin: null,
  q: '',
  rating: null,
  skill: [],
  sort: 'relevance',
  tag: [],
};

export type AskedName = keyof Asked;
/** In the order of every address. */
export const askedNames = Object.keys(nothingAsked) as AskedName[];
const isAskedName = (name: string): name is AskedName => Object.hasOwn(nothingAsked, name);

/** What of an address could not be followed: said gently, and the rest is searched. */
export type Note = {
  kind: 'unknown' | 'unusable' | 'shortened' | 'too_many';
  /** a filter of ours, or for `unknown` what somebody wrote */
  name: string;
};

/** What links carry for counting visits is nobody's filter; nor is a number of a page, which no list of ours has: they go on from a place. */
const passedOver = /^(utm_[a-z]+|fbclid|gclid|dclid|msclkid|mc_[a-z]+|ref|igshid|ttclid|page|p|offset|start)$/;
const unwritten = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const plain = (text: string): string => text.replace(unwritten, ' ').replace(/\s+/g, ' ').trim();

/** `١٢٠٬٠٠٠`, `120 000`, `120,000` and `120000` are one number. */
export function wholeNumber(typed: string): number | null {
  const latin = typed
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/[\s\u00a0\u202f,.٬،'’](?=\d{3}(?:\D|$))/g, '');
  return /^\d{1,9}$/.test(latin) ? Number(latin) : null;
}

const isDay = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const read = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(text);
};
const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

type Read = { asked: Asked; notes: Note[]; /** the address is already written as we would write it */ tidy: boolean };

/** Everything an address asks for that makes sense; `today` is the earliest day anybody can be free on. */
export function readAsked(params: URLSearchParams, today: string): Read {
  const notes: Note[] = [];
  const note = (kind: Note['kind'], name: string) => {
    if (!notes.some((one) => one.kind === kind && one.name === name)) notes.push({ kind, name });
  };
  const given = new Map<AskedName, string[]>();
  for (const [written, value] of params) {
    const name = written.replace(/\[\d*\]$/, '');
    if (isAskedName(name)) given.set(name, [...(given.get(name) ?? []), value]);
    else if (value !== '' && !passedOver.test(written)) note('unknown', plain(written).slice(0, 40));
  }

  const one = <Value>(name: AskedName, read: (text: string) => Value | null): Value | null => {
    const written = (given.get(name) ?? []).map(plain).filter(Boolean);
    const [first] = written;
    if (first === undefined) return null;
    const value = read(first);
    if (value === null || written.some((other) => other !== first)) note('unusable', name);
    return value;
  };
  const many = <Value extends string>(
    name: AskedName,
    read: (text: string) => Value | null,
    commas = true,
  ): Value[] => {
    const written = (given.get(name) ?? []).flatMap((text) => (commas ? text.split(',') : [text])).map(plain);
    const values = new Set<Value>();
    for (const text of written.filter(Boolean)) {
      const value = read(text);
      if (value === null) note('unusable', name);
      else values.add(value);
    }
    if (values.size > askedLimits.list) note('too_many', name);
    return [...values].slice(0, askedLimits.list).sort();
  };
  const number = (name: AskedName, least: number, most: number) =>
    one(name, (text) => {
      const value = wholeNumber(text);
      return value !== null && value >= least && value <= most ? value : null;
    });
  const word = (text: string): string | null => (text.length <= askedLimits.word ? text : null);
  const listed =
    <Value extends string>(list: readonly Value[]) =>
    (text: string): Value | null =>
      list.find((item) => item === text) ?? null;

  const words = plain((given.get('q') ?? []).join(' ').slice(0, askedLimits.words * 100));
  if (words.length > askedLimits.words) note('shortened', 'q');
  const { age, height } = castingLimits;
  const [priceMin, priceMax] = inOrder(
    number('priceMin', 0, askedLimits.price),
    number('priceMax', 0, askedLimits.price),
  );
  const [heightMin, heightMax] = inOrder(
    number('heightMin', height.least, height.most),
    number('heightMax', height.least, height.most),
  );
  const currency = one('currency', (text) =>
    isCurrency(text.toUpperCase()) ? (text.toUpperCase() as Currency) : null,
  );
  const sort = one('sort', listed(searchSorts)) ?? 'relevance';
  const asked: Asked = {
    age: number('age', age.least, age.most),
    category: many('category', listed(categoryIds)),
    city: many('city', listed(cityIds)),
    country: one('country', listed(countries)),
    currency: priceMin === null && priceMax === null && sort !== 'price' ? null : (currency ?? 'IQD'),
    // a place in a list of another order is no place in this one
    cursor: one('cursor', (text) => (text.length <= 200 && readPlace(text)?.sort === sort ? text : null)),
    exact: one('exact', (text) => text === '1' || null) ?? false,
    free: one('free', (text) =>
      isDay(text) && text >= today && text <= dayAfter(today, askedLimits.daysAhead) ? text : null,
    ),
    heightMax,
    heightMin,
    language: many('language', listed(spokenLanguages)),
    priceMax,
    priceMin,
    q: [...words].slice(0, askedLimits.words).join('').trim(),
    rating: one('rating', listed(ratingSteps)),
    skill: many('skill', word, false),
    sort,
    tag: many('tag', word, false),
  };
  if (asked.q === '') asked.exact = false;
  return { asked, notes, tidy: JSON.stringify([...params]) === JSON.stringify(pairs(asked)) };
}

/** From and to, whichever way round they were typed. */
const inOrder = (from: number | null, to: number | null): [number | null, number | null] =>
  from !== null && to !== null && from > to ? [to, from] : [from, to];

/** Names and values in one order, nothing empty: the one way to write a search. */
export function pairs(asked: Asked): [string, string][] {
  return askedNames.flatMap((name): [string, string][] => {
    const value = asked[name];
    if (Array.isArray(value)) return value.toSorted().map((one) => [name, one]);
    if (value === null || value === '' || value === false) return [];
    if (name === 'sort' && value === 'relevance') return [];
    return [[name, value === true ? '1' : String(value)]];
  });
}

/** The query of an address, with its question mark; nothing for everybody. */
export const queryOf = (asked: Asked): string => {
  const query = new URLSearchParams(pairs(asked)).toString();
  return query === '' ? '' : `?${query}`;
};

/** The same search with something changed: it begins again at its first page. */
export const changed = (asked: Asked, change: Partial<Asked>): Asked => {
  const next = { ...asked, cursor: null, ...change };
  const priced = next.priceMin !== null || next.priceMax !== null || next.sort === 'price';
  next.currency = priced ? (next.currency ?? 'IQD') : null;
  if (next.q === '') next.exact = false;
  return next;
};

type ListName = 'category' | 'city' | 'language' | 'skill' | 'tag';
/** Chosen when it was not, and the other way round. */
export const toggled = (asked: Asked, name: ListName, id: string): Asked => {
  const list: readonly string[] = asked[name];
  const next = list.includes(id) ? list.filter((one) => one !== id) : [...list, id].sort();
  return changed(asked, { [name]: next });
};

/** One thing that was chosen, and the search without it. */
export type Choice = { name: AskedName; value: string; without: Asked };

export function choices(asked: Asked): Choice[] {
  const lists: ListName[] = ['category', 'city', 'language', 'skill', 'tag'];
  const listed = lists.flatMap((name) =>
    asked[name].map((value): Choice => ({ name, value, without: toggled(asked, name, value) })),
  );
  const range = (from: 'priceMin' | 'heightMin', to: 'priceMax' | 'heightMax'): Choice[] =>
    asked[from] === null && asked[to] === null
      ? []
      : [{ name: from, value: '', without: changed(asked, { [from]: null, [to]: null }) }];
  const single = (['country', 'rating', 'free', 'age'] as const).flatMap((name): Choice[] =>
    asked[name] === null ? [] : [{ name, value: String(asked[name]), without: changed(asked, { [name]: null }) }],
  );
  return [...listed, ...single, ...range('priceMin', 'priceMax'), ...range('heightMin', 'heightMax')];
}

/** Nothing but the words and the order of the list. */
export const withoutChoices = (asked: Asked): Asked => ({
  ...nothingAsked,
  q: asked.q,
  sort: asked.sort,
  currency: asked.sort === 'price' ? asked.currency : null,
  exact: asked.exact,
});

/**
 * The page this search is the same as, when it is one of the house's own lists: a trade, a city, a trade in a city, everybody.
 * Those are what a search engine should keep; any other search is one of endlessly many.
 */
export function landingOf(asked: Asked): { category: CategoryId | null; city: CityId | null } | null {
  const [category = null, otherTrade] = asked.category;
  const [city = null, otherCity] = asked.city;
  const plainest = queryOf({
    ...nothingAsked,
    category: category ? [category] : [],
    city: city ? [city] : [],
  });
  return otherTrade === undefined && otherCity === undefined && queryOf(asked) === plainest ? { category, city } : null;
}

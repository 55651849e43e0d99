import { fold, foldedWords } from '../core/fold.ts';
import type { LocalizedText } from '../core/locale.ts';
import type { Currency } from '../core/money.ts';
import type { CategoryId } from '../features/discovery/categories.ts';
import { cities, type CityId } from '../features/discovery/places.ts';
import { categoryWords, cityWords, countryWords } from '../features/discovery/search/labels.ts';
import {
  articleless,
  inOrder,
  numberOf,
  ratingSteps,
  enough,
  scoreOf,
  searchLimits,
  wordsAsked,
  type SearchPlace,
  type SearchSort,
} from '../features/discovery/search/rules.ts';
import type { Audience } from '../features/profiles/rules/audience.ts';
import type { SearchFacets, SearchQuery } from '../features/discovery/search/schema.ts';

/** All that search knows of a talent. */
export type Document = {
  id: string;
  ordinal: number;
  slug: string;
  displayName: string;
  headline: LocalizedText;
  bio: LocalizedText;
  serviceTitles: LocalizedText[];
  category: CategoryId;
  city: CityId;
  languages: string[];
  tags: string[];
  prices: Partial<Record<Currency, number>>;
  reviews: { count: number; sum: number };
  publishedAt: Date;
  casting: {
    height: number | null;
    from: number | null;
    to: number | null;
    skills: string[];
    seenBy: Audience;
  } | null;
  /** skills and titles of credits that everyone may read: the only ones of casting that are words */
  openCasting: string[];
  freeDays: string[];
};

const every = (text: LocalizedText) => Object.values(text).join(' ');
const epoch = Date.UTC(2020, 0, 1);

/** Words of a text with what they are also found by. */
function wordSet(text: string): Set<string> {
  const found = new Set<string>();
  for (const whole of foldedWords(text)) {
    const word = [...whole].slice(0, searchLimits.letters).join('');
    found.add(word);
    const bare = articleless(word);
    if (bare !== null) found.add(bare);
  }
  return found;
}

/** Where the words stand; 4 for words an edit away, as far as they are let in. */
function tierOf(
  fields: readonly Set<string>[],
  asked: readonly string[],
  near: (word: string) => readonly string[],
): number | null {
  let tier = 0;
  for (const [at, word] of asked.entries()) {
    const begun = at === asked.length - 1 && [...word].length > 1;
    const forms = [word, articleless(word) ?? word];
    const hit = fields.findIndex((field) =>
      forms.some((form) => field.has(form) || (begun && [...field].some((one) => one.startsWith(form)))),
    );
    if (hit === -1 && !near(word).some((one) => fields.some((field) => field.has(one)))) return null;
    tier = Math.max(tier, hit === -1 ? 4 : hit);
  }
  return tier;
}

const noPrice = 9_999_999_999_999;

function keysFor(sort: SearchSort, document: Document, tier: number, currency: Currency | undefined): number[] {
  const score = scoreOf(document.reviews);
  const newest = Math.max(0, Math.floor((document.publishedAt.getTime() - epoch) / 1000));
  if (sort === 'relevance') return [tier, score, newest];
  if (sort === 'rating') return [score, newest];
  if (sort === 'newest') return [newest];
  return [(currency && document.prices[currency]) ?? noPrice, score, newest];
}

/** Tier and price rise, score and newness fall. */
const rises = (sort: SearchSort, at: number) => at === 0 && (sort === 'relevance' || sort === 'price');

function compare(a: SearchPlace, b: SearchPlace): number {
  for (const [at, key] of a.keys.entries()) {
    const apart = key - (b.keys[at] ?? 0);
    if (apart !== 0) return rises(a.sort, at) ? apart : -apart;
  }
  return a.ordinal - b.ordinal;
}

/** Search as one would write it down: every talent looked at. What the index answers is held against it in tests. */
export function searchPlainly(
  documents: readonly Document[],
  query: SearchQuery & { after?: SearchPlace | null },
  near: (word: string) => readonly string[],
): { places: { document: Document; place: SearchPlace }[]; total: number; facets: SearchFacets } {
  const asked = wordsAsked(query.q ?? '');
  const sort = query.sort ?? 'relevance';
  const question = numberOf(query);
  const meet = (nearby: typeof near) =>
    documents.flatMap((document) => {
      const { country } = cities[document.city];
      const labels = [categoryWords[document.category], cityWords[document.city], countryWords[country]];
      const fields = [
        wordSet(
          `${document.displayName} ${document.slug
            .split('-')
            .filter((part) => !/^\d+$/.test(part))
            .join(' ')}`,
        ),
        wordSet([...document.tags, ...labels].join(' ')),
        wordSet(every(document.headline)),
        wordSet([...[document.bio, ...document.serviceTitles].map(every), ...document.openCasting].join(' ')),
      ];
      const tier = tierOf(fields, asked, nearby);
      return tier === null ? [] : [{ document, tier, country }];
    });
  const asTyped = meet(() => []);
  const said = asked.length === 0 || asTyped.length >= enough ? asTyped : meet(near);

  const average = ({ reviews: { count, sum } }: Document) => (count === 0 ? 0 : Math.round((10 * sum) / count) / 10);
  const price = inOrder(query.priceMin, query.priceMax);
  const height = inOrder(query.heightMin, query.heightMax);
  type Said = (typeof said)[number];
  const filters: Record<string, (one: Said) => boolean> = {
    category: ({ document }) => query.category.length === 0 || query.category.some((id) => id === document.category),
    city: ({ document }) => query.city.length === 0 || query.city.some((id) => id === document.city),
    country: ({ country }) => query.country === undefined || query.country === country,
    language: ({ document }) =>
      query.language.length === 0 || query.language.some((id) => document.languages.includes(id)),
    rating: ({ document }) => query.rating === undefined || average(document) >= Number(query.rating),
    tag: ({ document }) => query.tag.every((tag) => document.tags.some((one) => fold(one) === fold(tag))),
    skill: ({ document }) =>
      query.skill.every((skill) => document.casting?.skills.some((one) => fold(one) === fold(skill))),
    height: ({ document }) => {
      if (height.from === undefined && height.to === undefined) return true;
      const tall = document.casting?.height ?? null;
      return tall !== null && tall >= (height.from ?? 0) && tall <= (height.to ?? Infinity);
    },
    age: ({ document }) =>
      query.age === undefined ||
      (document.casting !== null &&
        document.casting.from !== null &&
        document.casting.to !== null &&
        document.casting.from <= query.age &&
        query.age <= document.casting.to),
    free: ({ document }) => query.free === undefined || document.freeDays.includes(query.free),
    price: ({ document }) => {
      if (price.from === undefined && price.to === undefined) return true;
      const lowest = query.currency && document.prices[query.currency];
      return lowest !== undefined && lowest >= (price.from ?? 0) && lowest <= (price.to ?? Infinity);
    },
  };
  const without = (own: string) =>
    said.filter((one) => Object.entries(filters).every(([name, holds]) => name === own || holds(one)));
  const count = (own: string, idsOf: (one: Said) => readonly string[], chosen: readonly string[]) => {
    const counts = new Map<string, number>(chosen.map((id) => [id, 0]));
    for (const one of without(own)) for (const id of idsOf(one)) counts.set(id, (counts.get(id) ?? 0) + 1);
    return [...counts]
      .map(([id, found]) => ({ id, count: found }))
      .sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1));
  };

  const left = without('');
  const places = left
    .map(({ document, tier }) => ({
      document,
      place: { sort, question, keys: keysFor(sort, document, tier, query.currency), ordinal: document.ordinal },
    }))
    .sort((a, b) => compare(a.place, b.place))
    .filter(({ place }) => !query.after || compare(place, query.after) > 0);
  return {
    places,
    total: left.length,
    facets: {
      category: count('category', ({ document }) => [document.category], query.category),
      city: count('city', ({ document }) => [document.city], query.city),
      country: count('country', ({ country }) => [country], query.country ? [query.country] : []),
      language: count('language', ({ document }) => document.languages, query.language),
      rating: count(
        'rating',
        ({ document }) => ratingSteps.filter((step) => average(document) >= Number(step)),
        ratingSteps,
      ).sort((a, b) => Number(a.id) - Number(b.id)),
    },
  };
}

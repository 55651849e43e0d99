import { fold, foldedWords } from '../../../core/fold.ts';
import { markOf } from '../rules/mark.ts';

export const searchSorts = ['relevance', 'rating', 'price', 'newest'] as const;
export type SearchSort = (typeof searchSorts)[number];

/** At least so many stars, as shown on the card: with one decimal. */
export const ratingSteps = ['3', '4', '4.5'] as const;
export type RatingStep = (typeof ratingSteps)[number];

export const searchLimits = {
  /** characters of a question that are read; whatever follows is left unread */
  characters: 200,
  /** words of a question that are looked for */
  words: 8,
  /** letters of a word that tell it from others */
  letters: 40,
  /** values of one filter */
  values: 20,
  /** how far ahead a free day may be asked for, in days */
  freeDays: 90,
} as const;

/** Talents on a page. */
export const pageOf = { usual: 20, most: 50 } as const;

/** When fewer have the words as they were typed, whoever has words an edit away comes after them. SQL has the same number. */
export const enough = 10;

/** The words that are looked for: the first few of what was asked, folded, each once. The last is taken as begun. */
export function wordsAsked(question: string): string[] {
  const read = [...question.slice(0, searchLimits.characters * 2)].slice(0, searchLimits.characters).join('');
  const words = foldedWords(read).map((word) => [...word].slice(0, searchLimits.letters).join(''));
  // a word said twice counts where it stands last, for the last one may be half typed
  return words.filter((word, at) => words.indexOf(word, at + 1) === -1).slice(0, searchLimits.words);
}

/**
 * The Arabic article is written onto its word, and prepositions onto the article: with them and without them the word is the same to whoever
 * looks. SQL has the same as `app.search_bare`.
 */
export const articleless = (word: string): string | null =>
  /^(?:[وف]?[بكل]?ال|[وف]?لل)(.{3,})$/u.exec(word)?.[1] ?? null;

/** A new talent with one five-star review does not pass one with fifty: so many reviews of this average come before the first. */
export const priorReviews = { count: 5, stars: 4 } as const;

/** Stars in thousandths, drawn toward the middle while there are few reviews. */
export const scoreOf = ({ count, sum }: { count: number; sum: number }): number =>
  Math.round((1000 * (priorReviews.count * priorReviews.stars + sum)) / (priorReviews.count + count));

/** Where a word stands decides what it weighs: name, then trade, place and tags, then headline, then the rest. */
export const searchFields = ['name', 'tags', 'headline', 'text'] as const;

/** A range asked for the wrong way round is meant the right way round. */
export function inOrder(
  from: number | undefined,
  to: number | undefined,
): { from: number | undefined; to: number | undefined } {
  return from !== undefined && to !== undefined && from > to ? { from: to, to: from } : { from, to };
}

/** What somebody asks for, whatever order and page it is looked at in. */
export type Asked = {
  q?: string | undefined;
  category: readonly string[];
  city: readonly string[];
  country?: string | undefined;
  currency?: string | undefined;
  priceMin?: number | undefined;
  priceMax?: number | undefined;
  rating?: string | undefined;
  language: readonly string[];
  tag: readonly string[];
  skill: readonly string[];
  free?: string | undefined;
  heightMin?: number | undefined;
  heightMax?: number | undefined;
  age?: number | undefined;
};

/** One number for one question, so that a place in the answer to another is told from a place in this one. */
export function numberOf(asked: Asked): number {
  const price = inOrder(asked.priceMin, asked.priceMax);
  const height = inOrder(asked.heightMin, asked.heightMax);
  const folded = (words: readonly string[]) => words.map(fold).sort();
  return markOf([
    wordsAsked(asked.q ?? ''),
    asked.category.toSorted(),
    asked.city.toSorted(),
    asked.country,
    asked.currency,
    price.from,
    price.to,
    asked.rating,
    asked.language.toSorted(),
    folded(asked.tag),
    folded(asked.skill),
    asked.free,
    height.from,
    height.to,
    asked.age,
  ]);
}

/** The place after a row: of which question, what it was sorted by, and its number in the index. */
export type SearchPlace = { sort: SearchSort; question: number; keys: number[]; ordinal: number };

export const writePlace = ({ sort, question, keys, ordinal }: SearchPlace): string =>
  btoa([searchSorts.indexOf(sort), question, ...keys, ordinal].join('.'))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** How many keys a sort has beside the number of the row. */
export const keysOf: Readonly<Record<SearchSort, number>> = { relevance: 3, rating: 2, price: 3, newest: 1 };

/** Null for anything that is no place of ours. */
export function readPlace(text: string): SearchPlace | null {
  let plain: string;
  try {
    plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return null;
  }
  if (!/^\d{1,13}(?:\.\d{1,13})+$/.test(plain)) return null;
  const [at = -1, question = 0, ...numbers] = plain.split('.').map(Number);
  const sort = searchSorts[at];
  if (sort === undefined || numbers.length !== keysOf[sort] + 1) return null;
  const ordinal = numbers.pop() ?? 0;
  return ordinal < 2 ** 31 ? { sort, question, keys: numbers, ordinal } : null;
}

/** Folded words as people write them: taken from the texts somebody was found by, where one of them has them. */
export function asWritten(words: readonly string[], texts: readonly string[]): string {
  const written = wordsWritten(texts);
  return words.map((word) => written(word) ?? word).join(' ');
}

/** How a folded word is written in these texts: as it stands there, or with the article alone where more is written onto it. */
export function wordsWritten(texts: readonly string[]): (word: string) => string | undefined {
  const written = new Map<string, string>();
  const note = (word: string, token: string) => written.has(word) || written.set(word, token);
  const tokens = texts.flatMap((text) => text.split(/[^\p{L}\p{M}\p{N}]+/u));
  for (const token of tokens) note(fold(token), token);
  for (const token of tokens) {
    const bare = articleless(fold(token));
    if (bare !== null)
      note(
        `ال${bare}`,
        token.replace(/^[وف]?(?:[بكل]?(?=ا)|لل)/u, (onto) => (onto.endsWith('لل') ? 'ال' : '')),
      );
  }
  return (word) => written.get(word) ?? written.get(`ال${word}`);
}

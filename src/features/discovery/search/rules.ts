import { fold, foldedWords } from '../../../core/fold.ts';

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

/** The Arabic article is written onto its word: with it and without it the word is the same to whoever looks. */
export const articleless = (word: string): string | null =>
  word.startsWith('ال') && [...word].length >= 5 ? word.slice(2) : null;

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

/** The place after a row: what it was sorted by, and its number in the index. */
export type SearchPlace = { sort: SearchSort; keys: number[]; ordinal: number };

export const writePlace = ({ sort, keys, ordinal }: SearchPlace): string =>
  btoa([searchSorts.indexOf(sort), ...keys, ordinal].join('.'))
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
  const [at = -1, ...numbers] = plain.split('.').map(Number);
  const sort = searchSorts[at];
  if (sort === undefined || numbers.length !== keysOf[sort] + 1) return null;
  const ordinal = numbers.pop() ?? 0;
  return ordinal < 2 ** 31 ? { sort, keys: numbers, ordinal } : null;
}

/** Folded words as people write them: taken from the texts somebody was found by, where one of them has them. */
export function asWritten(words: readonly string[], texts: readonly string[]): string {
  const written = new Map<string, string>();
  for (const token of texts.flatMap((text) => text.split(/[^\p{L}\p{M}\p{N}]+/u))) {
    const word = fold(token);
    if (!written.has(word)) written.set(word, token);
  }
  return words.map((word) => written.get(word) ?? written.get(`ال${word}`) ?? word).join(' ');
}

import type { Currency } from '../../../core/money.ts';

export const searchLimits = {
  /** of one talent account */
  most: 20,
  name: 80,
  words: 120,
} as const;

/** What a talent looks for on the board; null and no words: it does not matter. */
export type Search = {
  words: string;
  category: string | null;
  city: string | null;
  currency: Currency | null;
  budgetFrom: number | null;
  startsFrom: string | null;
  startsUntil: string | null;
};

/** What the board shows of a request, as far as it is looked for. */
export type Sought = {
  title: string;
  summary: string;
  category: string;
  city: string;
  currency: Currency;
  budgetMax: number;
  startsOn: string;
};

/** Does the board show this request to whoever filters like that? `app.search_matches` says the same in SQL, and so does the board. */
export function matches(search: Search, request: Sought): boolean {
  const said = (text: string) => text.toLowerCase().includes(search.words.toLowerCase());
  return (
    (search.category === null || search.category === request.category) &&
    (search.city === null || search.city === request.city) &&
    (search.currency === null || search.currency === request.currency) &&
    (search.budgetFrom === null || request.budgetMax >= search.budgetFrom) &&
    (search.startsFrom === null || request.startsOn >= search.startsFrom) &&
    (search.startsUntil === null || request.startsOn <= search.startsUntil) &&
    (search.words === '' || said(request.title) || said(request.summary))
  );
}

/** Sums of two currencies do not compare, and a time runs forward. */
export function wrongInSearch(search: Search): Record<string, string[]> {
  const wrong: Record<string, string[]> = {};
  if (search.budgetFrom !== null && search.currency === null) wrong['currency'] = ['required'];
  if (search.startsFrom !== null && search.startsUntil !== null && search.startsUntil < search.startsFrom)
    wrong['startsUntil'] = ['too_early'];
  return wrong;
}

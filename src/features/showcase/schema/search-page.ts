import type { SearchAnswer } from '../../discovery/search/schema.ts';
import type { Asked, Note } from '../rules/address.ts';

/** What a page of results shows: the question as it was understood, what of it was not, and what was found. */
export type SearchPage = {
  asked: Asked;
  notes: readonly Note[];
  /** the first day that can be asked for, and the last */
  days: { first: string; last: string };
  found: SearchAnswer;
};

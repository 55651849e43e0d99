import type { TalentCard } from '../features/discovery/schema.ts';
import { landingPath, type Landing } from '../features/showcase/rules/landing.ts';
import type { Section } from '../features/showcase/rules/sections.ts';

export type List = Landing & { total: number; cards: TalentCard[] };
export type ListOf = (landing: Landing) => List;
export type Shelves = ReadonlyMap<Section, TalentCard[]>;

/** The lists of the house by where they stand; one that nobody is on is empty. The same for a build and for a function. */
export function listsByPath(lists: readonly List[]): ListOf {
  const known = new Map(lists.map((list) => [landingPath(list), list]));
  return (landing) => known.get(landingPath(landing)) ?? { ...landing, total: 0, cards: [] };
}

/** Whom operators put on the front page, in their order. Sections are what the table may hold. */
export const shelvesOf = (rows: readonly { section: string; cards: TalentCard[] }[]): Shelves =>
  new Map(rows.map(({ section, cards }) => [section as Section, cards]));

import type { Doors } from '../../db/client.ts';
import type { CategoryId } from './categories.ts';
import type { CityId } from './places.ts';
import * as queries from './queries/lists.ts';
import { talentCard, type TalentCard } from './schema.ts';

/** People on the first page of a list. Whoever wants more searches: a build holds no second page. */
export const listLength = 24;

export type List = { category: CategoryId | null; city: CityId | null; total: number; cards: TalentCard[] };
export type Shelf = { section: string; cards: TalentCard[] };
export type Count = { category: CategoryId; city: CityId; count: number };
export type Lists = { lists: List[]; shelves: Shelf[]; counts: Count[] };

/**
 * What the lists of a build show: their first page each, how many there are, and whom operators chose. The same size whether there are
 * a hundred talents or a million, so that a build does not grow with them.
 */
export async function loadLists(doors: Doors): Promise<Lists> {
  const found = await doors.asVisitor().read((db) => ({
    heads: queries.heads(db, listLength),
    counts: queries.counts(db),
    featured: queries.featured(db),
  }));
  // text columns hold words of closed lists
  const counts = found.counts as Count[];
  const people = found.heads.map(({ overall, inTrade, inCity, inPair, ...card }) => ({
    card: talentCard.parse(card),
    overall,
    inTrade,
    inCity,
    inPair,
  }));
  const list = (category: CategoryId | null, city: CityId | null, by: 'overall' | 'inTrade' | 'inCity' | 'inPair') => ({
    category,
    city,
    total: counts
      .filter((one) => (category === null || one.category === category) && (city === null || one.city === city))
      .reduce((sum, { count }) => sum + count, 0),
    cards: people
      .filter(
        ({ card, ...place }) =>
          place[by] <= listLength &&
          (category === null || card.category === category) &&
          (city === null || card.city === city),
      )
      .sort((a, b) => a[by] - b[by])
      .map(({ card }) => card),
  });
  const trades = [...new Set(counts.map(({ category }) => category))];
  const cities = [...new Set(counts.map(({ city }) => city))];
  return {
    lists: [
      list(null, null, 'overall'),
      ...trades.map((category) => list(category, null, 'inTrade')),
      ...cities.map((city) => list(null, city, 'inCity')),
      ...counts.map(({ category, city }) => list(category, city, 'inPair')),
    ],
    shelves: [...Map.groupBy(found.featured, ({ section }) => section)].map(([section, rows]) => ({
      section,
      cards: rows.map((row) => talentCard.parse(row)),
    })),
    counts,
  };
}

/** Talents of one file of the sitemap: four languages of each, with their alternates, stay far below what a function may answer. */
export const pieceSize = 1_000;

export async function countTalents(doors: Doors): Promise<number> {
  const { many } = await doors.asVisitor().read((db) => ({ many: queries.howMany(db) }));
  return many[0]?.count ?? 0;
}

/** The talents of one piece, counted from 0, as they are now: whoever was taken down a moment ago is not among them. */
export async function pieceOfTalents(doors: Doors, number: number): Promise<{ slug: string; updatedAt: Date }[]> {
  const { rows } = await doors.asVisitor().read((db) => ({ rows: queries.piece(db, { number, size: pieceSize }) }));
  return rows;
}

import type { PublicTalent, TalentCard } from '../features/discovery/schema.ts';

/** The cheapest service speaks for all, in the currency the talent names first. */
export function cardOf(talent: PublicTalent): TalentCard {
  const { id, slug, displayName, headline, category, city, languages, avatar, rating, services } = talent;
  const [first] = services;
  const priceFrom = first
    ? services
        .map((service) => service.price)
        .filter((price) => price.currency === first.price.currency)
        .reduce((lowest, price) => (price.amount < lowest.amount ? price : lowest))
    : null;
  return { id, slug, displayName, headline, category, city, languages, avatar, rating, priceFrom };
}

/** A few good reviews say less than many: each average is drawn toward the usual one until reviews outweigh it. */
const usual = { average: 4.3, weight: 3 };
const standing = ({ rating }: TalentCard): number =>
  ((rating.average ?? usual.average) * rating.count + usual.average * usual.weight) / (rating.count + usual.weight);

/** The order of every list: best reviewed first, and the same order in every build. */
export const inOrder = (cards: readonly TalentCard[]): TalentCard[] =>
  cards.toSorted((a, b) => standing(b) - standing(a) || b.rating.count - a.rating.count || (a.slug < b.slug ? -1 : 1));

/** A few for the front page: the best of each trade before the second of any, those with a picture first. */
export function featured(cards: readonly TalentCard[], count: number): TalentCard[] {
  const ordered = inOrder(cards).toSorted((a, b) => Number(b.avatar !== null) - Number(a.avatar !== null));
  const trades = new Set<string>();
  const [first, rest]: [TalentCard[], TalentCard[]] = [[], []];
  for (const card of ordered) {
    (trades.has(card.category) ? rest : first).push(card);
    trades.add(card.category);
  }
  return [...first, ...rest].slice(0, count);
}

export const countBy = <K extends string>(
  cards: readonly TalentCard[],
  key: (card: TalentCard) => K,
): Map<K, number> => {
  const counts = new Map<K, number>();
  for (const card of cards) counts.set(key(card), (counts.get(key(card)) ?? 0) + 1);
  return counts;
};

export const pageSize = 24;
export type ListPage = { cards: TalentCard[]; number: number; last: number; total: number };

/** A list cut into pages; an empty list is one empty page, so that its address exists. */
export function paged(cards: readonly TalentCard[]): ListPage[] {
  const last = Math.max(1, Math.ceil(cards.length / pageSize));
  return Array.from({ length: last }, (_, index) => ({
    cards: cards.slice(index * pageSize, (index + 1) * pageSize),
    number: index + 1,
    last,
    total: cards.length,
  }));
}

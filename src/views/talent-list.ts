import type { PublicTalent, TalentCard } from '../features/discovery/schema.ts';
import { standingOf } from '../features/discovery/rules/standing.ts';

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

/** The order of every list: best reviewed first, and the same order in every build. */
export const inOrder = (cards: readonly TalentCard[]): TalentCard[] =>
  cards.toSorted(
    (a, b) =>
      standingOf(b.rating) - standingOf(a.rating) || b.rating.count - a.rating.count || (a.slug < b.slug ? -1 : 1),
  );

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

/** Nobody twice on one page, however many sections would show them. */
export function each(cards: readonly TalentCard[], seen: Set<string>, count: number): TalentCard[] {
  const shown = cards.filter(({ slug }) => !seen.has(slug)).slice(0, count);
  for (const { slug } of shown) seen.add(slug);
  return shown;
}

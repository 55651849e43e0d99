import type * as z from 'zod';
import type { Door } from '../../../db/client.ts';
import { userDoor, type Ctx } from '../../ctx.ts';
import { searchPlainly, type Document } from './plain.ts';
import * as queries from './queries.ts';
import { readPlace, writePlace } from './rules.ts';
import type { searchAnswer, SearchQuery } from './schema.ts';

type Answer = z.input<typeof searchAnswer>;

async function search(door: Door, query: SearchQuery): Promise<Answer> {
  const found = await door.read((db) => ({
    talents: queries.everyone(db),
    offers: queries.offers(db),
    stars: queries.stars(db),
  }));
  const offers = Map.groupBy(found.offers, ({ talentId }) => talentId);
  const stars = new Map(found.stars.map((one) => [one.talentId, one]));
  const cards = new Map(found.talents.map((talent) => [talent.id, talent]));
  const documents = found.talents.map((talent, ordinal): Document => {
    const offered = offers.get(talent.id) ?? [];
    const prices: Document['prices'] = {};
    for (const { amount, currency } of offered) prices[currency] = Math.min(prices[currency] ?? Infinity, amount);
    return {
      ...talent,
      ordinal,
      // words of closed lists, in text columns
      category: talent.category as Document['category'],
      city: talent.city as Document['city'],
      serviceTitles: offered.map(({ title }) => title),
      prices,
      reviews: stars.get(talent.id) ?? { count: 0, sum: 0 },
      publishedAt: talent.publishedAt ?? new Date(0),
    };
  });
  const limit = query.limit ?? 20;
  const after = query.cursor === undefined ? null : readPlace(query.cursor);
  const { places, total, facets } = searchPlainly(documents, { ...query, after });
  const page = places.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.flatMap(({ document }) => {
      const card = cards.get(document.id);
      const wanted = query.currency && document.prices[query.currency];
      const priceFrom =
        wanted !== undefined && query.currency ? { amount: wanted, currency: query.currency } : card?.priceFrom;
      return card ? [{ ...card, priceFrom: priceFrom ?? null }] : [];
    }) as Answer['items'],
    total,
    nextCursor: places.length > limit && last ? writePlace(last.place) : null,
    facets,
    corrected: null,
  };
}

/** What everyone may find, signed in or not: an answer for all, which a shared cache may keep. */
export const searchTalents = (ctx: Ctx, query: SearchQuery): Promise<Answer> => search(ctx.doors.asVisitor(), query);

export const searchAsMember = (ctx: Ctx, query: SearchQuery): Promise<Answer> => search(userDoor(ctx), query);

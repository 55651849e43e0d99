import { userDoor, type Ctx } from '../ctx.ts';
import { searchQuery } from '../discovery/search/schema.ts';
import { searchAsMember } from '../discovery/search/service.ts';
import * as queries from './queries/searches.ts';
import { asksForPast, searchLimits, type Match } from './rules/searches.ts';

export type Found = { matches: Match[]; /** there are no more than these */ whole: boolean };

const page = 50;

/**
 * Whom a kept search finds for whoever asks, the newest first and up to `known`. A question that is not understood any more, or is about
 * a day that has passed, finds nobody.
 */
export async function findAll(ctx: Ctx, query: Readonly<Record<string, unknown>>): Promise<Found> {
  if (asksForPast(query, ctx.now)) return { matches: [], whole: true };
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const asked = searchQuery.safeParse({ ...query, sort: 'newest', limit: page, ...(cursor !== null && { cursor }) });
    if (!asked.success) {
      ctx.log('a saved search is not understood any more', { query });
      break;
    }
    const answer = await searchAsMember(ctx, asked.data);
    ids.push(...answer.items.map(({ id }) => id));
    cursor = answer.nextCursor;
  } while (cursor !== null && ids.length < searchLimits.known);
  if (ids.length === 0) return { matches: [], whole: true };
  const { shown } = await userDoor(ctx).read((db) => ({ shown: queries.published(db, ids) }));
  return { matches: shown, whole: cursor === null };
}

import type * as z from 'zod';
import { AppError } from '../../core/errors.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { requireRole } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { refuseFields } from './drafts.ts';
import { creditsNow, purseLook } from '../subscriptions/purse.ts';
import * as queries from './queries/board.ts';
import { cursorOf, placeIn, wrongInBoardWish } from './rules/board.ts';
import type { board, listOpenRequestsQuery } from './schema/requests.ts';
import { requireRequests } from './talk.ts';
import { cardOf } from './views.ts';

/** Rare words are looked up first, in their own index: a policy's row cannot be found by words alone. */
async function hitsFor(ctx: Ctx, words: string): Promise<string[] | null> {
  const { hits } = await userDoor(ctx).read((db) => ({ hits: queries.hits(db, words) }));
  return hits.rows[0]?.ids ?? null;
}

/** A page of the casting board, with what the purse holds, in one round trip, or two where words are looked for. For talents. */
export async function listOpenRequests(
  ctx: Ctx,
  { cursor, ...wish }: z.output<typeof listOpenRequestsQuery>,
): Promise<z.input<typeof board>> {
  requireRequests(ctx);
  refuseFields(wrongInBoardWish(wish));
  const { userId } = actorOf(ctx);
  const from = cursor === undefined ? null : placeIn(wish.sort, cursor);
  if (cursor !== undefined && from === null) throw new AppError('invalid', { fields: { cursor: ['invalid'] } });
  // cities of the board lie within a few hours: what begins today somewhere is still shown
  const today = ctx.now.toISOString().slice(0, 10);
  const among = wish.unlocked === true || !wish.q ? null : await hitsFor(ctx, wish.q);
  const found = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    rows: queries.page(db, userId, wish, from, among, { now: ctx.now, today }),
    ...purseLook(db, userId),
  }));
  const who = requireRole(found.me[0], 'talent');
  const page = found.rows.slice(0, wish.limit);
  const last = page.at(-1);
  return {
    items: page.map(({ request, unlock }) => cardOf(request, unlock, ctx.now)),
    nextCursor: found.rows.length > wish.limit && last ? cursorOf(wish.sort, last.request) : null,
    credits: creditsNow(who, found, ctx.now),
  };
}

import type * as z from 'zod';
import type { Tx } from '../../db/client.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { requireActive } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { sentence } from './news.ts';
import * as queries from './queries/centre.ts';
import { mostCounted } from './rules/badge.ts';
import { kindOf } from './rules/kinds.ts';
import { pathOf } from './rules/links.ts';
import type { listQuery, markReadBody, notificationView } from './schema.ts';

const viewOf = (ctx: Ctx, timeZone: string, row: queries.NotificationRow): z.input<typeof notificationView> => ({
  id: row.id,
  kind: kindOf(row.name),
  name: row.name,
  text: sentence(ctx.locale, row, timeZone),
  who: row.who,
  count: row.count,
  path: pathOf(row),
  at: row.updatedAt.toISOString(),
  read: row.readAt !== null,
});

const cursorOf = (row: queries.NotificationRow): string => `${row.updatedAt.toISOString()}~${row.id}`;
function readCursor(cursor: string | undefined): { at: Date; id: string } | null {
  const [at, id] = cursor?.split('~') ?? [];
  return at === undefined || id === undefined ? null : { at: new Date(at), id };
}

export async function listNotifications(ctx: Ctx, { cursor, limit, unread }: z.output<typeof listQuery>) {
  const { userId } = actorOf(ctx);
  const found = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    rows: queries.page(db, userId, { before: readCursor(cursor), unreadOnly: unread === 'true', limit }),
    unread: queries.unread(db, userId, mostCounted),
  }));
  const me = requireActive(found.me[0]);
  const shown = found.rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => viewOf(ctx, me.timeZone, row)),
    nextCursor: found.rows.length > limit && last ? cursorOf(last) : null,
    unread: found.unread[0]?.total ?? 0,
  };
}

/** One count over an index of unread lines alone, in one round trip: a badge asks often. */
export async function countUnreadNotifications(ctx: Ctx) {
  const { userId } = actorOf(ctx);
  const { unread } = await userDoor(ctx).read((db) => ({ unread: queries.unread(db, userId, mostCounted) }));
  return { unread: unread[0]?.total ?? 0 };
}

export async function markNotificationsRead(ctx: Ctx, tx: Tx, which: z.output<typeof markReadBody>) {
  const { userId } = actorOf(ctx);
  requireActive((await identity.me(tx, userId))[0]);
  await queries.markRead(
    tx,
    userId,
    'ids' in which ? { ids: which.ids } : { until: which.until === undefined ? null : new Date(which.until) },
    ctx.now,
  );
  const [left] = await queries.unread(tx, userId, mostCounted);
  return { unread: left?.total ?? 0 };
}

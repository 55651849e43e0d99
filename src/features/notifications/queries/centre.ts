import { and, desc, eq, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { notifications } from '../../../db/schema/notifications.ts';

/** Either leaf of a door. */
type Reads = Pick<ReadDb, 'select'>;

export type NotificationRow = typeof notifications.$inferSelect;

type Page = { before: { at: Date; id: string } | null; unreadOnly: boolean; limit: number };

export const page = (db: Reads, userId: string, { before, unreadOnly, limit }: Page) =>
  db
    .select()
    .from(notifications)
    .where(
      and(
        eq(notifications.userId, userId),
        unreadOnly ? isNull(notifications.readAt) : undefined,
        before === null
          ? undefined
          : sql`(${notifications.updatedAt}, ${notifications.id}) < (${before.at.toISOString()}::timestamptz, ${before.id}::uuid)`,
      ),
    )
    .orderBy(desc(notifications.updatedAt), desc(notifications.id))
    .limit(limit + 1);

/** Counted no further than a badge can say, in the index of unread lines alone: the table itself is not read. */
export const unread = (db: Reads, userId: string, most: number) => {
  const some = db
    .select({ userId: notifications.userId })
    .from(notifications)
    .where(and(eq(notifications.userId, userId), isNull(notifications.readAt)))
    .limit(most)
    .as('some');
  return db.select({ total: sql<number>`count(*)::int` }).from(some);
};

export const markRead = (tx: Tx, userId: string, which: { ids: string[] } | { until: Date | null }, now: Date) =>
  tx
    .update(notifications)
    .set({ readAt: now })
    .where(
      and(
        eq(notifications.userId, userId),
        isNull(notifications.readAt),
        'ids' in which
          ? inArray(notifications.id, which.ids)
          : which.until === null
            ? undefined
            : lte(notifications.updatedAt, which.until),
      ),
    );

/** What was read long ago, and what nobody has read for much longer. */
export const forgetNotifications = (tx: Tx, readBefore: Date, anyBefore: Date) =>
  tx.delete(notifications).where(or(lt(notifications.readAt, readBefore), lt(notifications.updatedAt, anyBefore)));

import { and, asc, desc, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { notificationChoices, notifications } from '../../../db/schema/notifications.ts';
import { users } from '../../../db/schema/users.ts';

type Reads = Pick<ReadDb, 'select' | 'selectDistinct'>;

/** The clocks of everybody who wants it. */
export const zonesOfDailyReaders = (db: Reads) =>
  db
    .selectDistinct({ timeZone: users.timeZone })
    .from(users)
    .innerJoin(notificationChoices, eq(notificationChoices.userId, users.id))
    .where(and(eq(notificationChoices.often, 'daily'), isNull(users.deletedAt), isNull(users.suspendedAt)));

/** What is unread and has not been in a mail of a day since it last changed. */
const untold = sql`${notifications.readAt} is null and (${notifications.mailedAt} is null or ${notifications.mailedAt} < ${notifications.updatedAt})`;

/**
 * Whose mail of the day is due: they want one, something came before its hour, and today's has not been made yet. What comes later
 * in the day waits for the next.
 */
export const dailyReaders = (db: Reads, zone: { timeZone: string; day: string; hour: number }, limit: number) =>
  db
    .select({ userId: users.id, email: users.email })
    .from(users)
    .where(
      and(
        eq(users.timeZone, zone.timeZone),
        isNull(users.deletedAt),
        isNull(users.suspendedAt),
        sql`${users.email} <> ''`,
        sql`exists (select 1 from notification_choices c where c.user_id = ${users.id} and c.often = 'daily')`,
        sql`exists (select 1 from notifications where ${notifications.userId} = ${users.id} and ${untold}
          and ${notifications.updatedAt} <= (${zone.day}::date + ${zone.hour}::int * interval '1 hour') at time zone ${zone.timeZone})`,
        sql`not exists (select 1 from deliveries d where d.dedupe_key = 'digest:' || ${users.id} || ':' || ${zone.day})`,
      ),
    )
    .orderBy(asc(users.id))
    .limit(limit);

export const untoldOf = (db: Reads, userId: string, limit: number) =>
  db
    .select()
    .from(notifications)
    .where(and(eq(notifications.userId, userId), untold))
    .orderBy(desc(notifications.updatedAt), desc(notifications.id))
    .limit(limit);

export const markMailed = (tx: Tx, ids: readonly string[], madeAt: Date) =>
  tx
    .update(notifications)
    .set({ mailedAt: madeAt })
    .where(and(inArray(notifications.id, [...ids]), lte(notifications.updatedAt, madeAt)));

import { eq, sql } from 'drizzle-orm';
import type { LocalizedText, Locale } from '../../core/locale.ts';
import type { ReadDb, Tx } from '../../db/client.ts';
import { calendarFeeds } from '../../db/schema/calendar.ts';
import type { BookingState } from '../bookings/rules.ts';

export const feedOf = (db: ReadDb | Tx, userId: string) =>
  db.select({ createdAt: calendarFeeds.createdAt }).from(calendarFeeds).where(eq(calendarFeeds.userId, userId));

/** One address a person: a new one takes the place of the old one. */
export const keepFeed = (tx: Tx, userId: string, tokenHash: string, now: Date) =>
  tx
    .insert(calendarFeeds)
    .values({ userId, tokenHash, createdAt: now })
    .onConflictDoUpdate({ target: calendarFeeds.userId, set: { tokenHash, createdAt: now } });

export const dropFeed = (tx: Tx, userId: string) => tx.delete(calendarFeeds).where(eq(calendarFeeds.userId, userId));

export type FeedRow = { ownerLocale: Locale } & (
  | { id: null }
  | {
      id: string;
      state: BookingState;
      stateAt: string;
      startsAt: string;
      endsAt: string;
      serviceTitle: LocalizedText;
      otherName: string;
      place: string;
      moves: number;
    }
);

/** What the secret word of this session opens: one row without a booking when there is none yet, no row at all for any other word. */
export const openedFeed = (db: ReadDb) =>
  db.execute<FeedRow>(sql`
    select f.owner_locale as "ownerLocale", f.id, f.state, f.state_at as "stateAt", f.starts_at as "startsAt", f.ends_at as "endsAt",
      f.service_title as "serviceTitle", f.other_name as "otherName", f.place, f.moves
    from app.calendar_feed() f order by f.starts_at, f.id`);

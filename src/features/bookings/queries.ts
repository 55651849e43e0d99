import { and, asc, desc, eq, inArray, isNull, lt, or, sql, type SQL } from 'drizzle-orm';
import type { AnyDb, ReadDb, Tx } from '../../db/client.ts';
import { bookingEvents, bookingQuotes, bookings, reviews } from '../../db/schema/bookings.ts';
import { messages, threadMembers, threads } from '../../db/schema/messaging.ts';
import { payments } from '../../db/schema/payments.ts';
import { services, talentProfiles } from '../../db/schema/profiles.ts';
import type { bookingGroups } from './schema.ts';
import type { BookingState } from './rules.ts';

/** Both leaves of a door: a query is written once. */
export type Db = ReadDb | Tx;

export type Booking = typeof bookings.$inferSelect;

const threadOf = (id: string): SQL => sql`(select t.id from threads t where t.booking_id = ${id})`;

export const thread = (db: Db, id: string) =>
  db.select({ id: threads.id }).from(threads).where(eq(threads.bookingId, id));

export const booking = (db: Db, id: string) =>
  db
    .select({ booking: bookings, talentSlug: talentProfiles.slug })
    .from(bookings)
    .leftJoin(talentProfiles, and(eq(talentProfiles.id, bookings.talentId)))
    .where(eq(bookings.id, id));

export const quotes = (db: Db, id: string) =>
  db.select().from(bookingQuotes).where(eq(bookingQuotes.bookingId, id)).orderBy(desc(bookingQuotes.version));

export const events = (db: Db, id: string) =>
  db.select().from(bookingEvents).where(eq(bookingEvents.bookingId, id)).orderBy(asc(bookingEvents.id));

export const bookingReviews = (db: Db, id: string) => db.select().from(reviews).where(eq(reviews.bookingId, id));

export const payment = (db: Db, id: string) =>
  db
    .select({ id: payments.id, state: payments.state })
    .from(payments)
    .where(and(eq(payments.payableKind, 'booking'), eq(payments.payableId, id)));

export const contact = (db: Db, id: string) =>
  db.execute<{ name: string; email: string }>(sql`select name, email from app.booking_contact(${id}::uuid)`);

const onPage = (id: string, before: string | undefined) =>
  and(
    eq(messages.threadId, threadOf(id)),
    // what was taken back is gone for both
    isNull(messages.deletedAt),
    before === undefined ? undefined : lt(messages.id, before),
  );

export const messagePage = (db: Db, id: string, before: string | undefined, limit: number) =>
  db
    .select({ id: messages.id, senderId: messages.senderId, body: messages.body, sentAt: messages.sentAt })
    .from(messages)
    .where(onPage(id, before))
    .orderBy(desc(messages.id))
    .limit(limit + 1);

/** Which messages stand on that page, for what hangs on them. */
export const pageIds = (db: Db, id: string, before: string | undefined, limit: number) =>
  db.select({ id: messages.id }).from(messages).where(onPage(id, before)).orderBy(desc(messages.id)).limit(limit);

export const membership = (db: Db, id: string, userId: string) =>
  db
    .select()
    .from(threadMembers)
    .where(and(eq(threadMembers.userId, userId), eq(threadMembers.threadId, threadOf(id))));

/** What canMessageInBooking wants to know of the talk so far. */
export const talk = (db: Db, id: string) =>
  db.execute<{ customerMessages: number; talentMessages: number; blocked: boolean; away: boolean }>(sql`
    select count(*) filter (where m.sender_id = b.customer_id)::int as "customerMessages", count(*) filter (where m.sender_id = b.talent_user_id)::int as "talentMessages",
      coalesce((select f.blocked from app.talk_facts(t.id) f), false) as blocked,
      coalesce((select f.away from app.talk_facts(t.id) f), false) as away
    from bookings b join threads t on t.booking_id = b.id left join messages m on m.thread_id = t.id where b.id = ${id} group by t.id`);

const groupStates: Record<(typeof bookingGroups)[number], BookingState[]> = {
  open: ['requested', 'quoted', 'accepted'],
  upcoming: ['paid', 'disputed'],
  past: ['completed', 'reviewed', 'resolved', 'cancelled', 'refunded', 'declined', 'withdrawn', 'expired'],
};

/** What stateAt would say has run out; the scheduler may not have been there yet. */
const runOut = sql`(${bookings.state} in ('requested', 'quoted') and ${bookings.expiresAt} <= app.now()
  or ${bookings.state} = 'accepted' and ${bookings.holdExpiresAt} <= app.now() or ${bookings.state} = 'paid' and ${bookings.autoCompleteAt} <= app.now())`;

const inGroup = (group: (typeof bookingGroups)[number]) =>
  group === 'past'
    ? or(inArray(bookings.state, groupStates.past), runOut)
    : and(inArray(bookings.state, groupStates[group]), sql`${runOut} is not true`);

export const myBookings = (
  db: Db,
  userId: string,
  page: { group?: (typeof bookingGroups)[number] | undefined; cursor?: string | undefined; limit: number },
) =>
  db
    .select({
      booking: bookings,
      quoted: bookingQuotes.amount,
      unread: threadMembers.unread,
      reviewed: sql<boolean>`exists (select 1 from reviews r where r.booking_id = ${bookings.id} and r.reviewer_id = ${userId})`,
    })
    .from(bookings)
    .leftJoin(
      bookingQuotes,
      and(eq(bookingQuotes.bookingId, bookings.id), eq(bookingQuotes.version, bookings.quoteVersion)),
    )
    .leftJoin(threads, eq(threads.bookingId, bookings.id))
    .leftJoin(threadMembers, and(eq(threadMembers.threadId, threads.id), eq(threadMembers.userId, userId)))
    .where(
      and(
        or(eq(bookings.customerId, userId), eq(bookings.talentUserId, userId)),
        page.group === undefined ? undefined : inGroup(page.group),
        page.cursor === undefined ? undefined : lt(bookings.id, page.cursor),
      ),
    )
    .orderBy(desc(bookings.id))
    .limit(page.limit + 1);

/** A service that can be asked for, with the talent it belongs to. */
export const offer = (db: Db, serviceId: string) =>
  db
    .select({
      service: services,
      talent: {
        id: talentProfiles.id,
        userId: talentProfiles.userId,
        displayName: talentProfiles.displayName,
        timeZone: talentProfiles.timeZone,
        publishedAt: talentProfiles.publishedAt,
      },
    })
    .from(services)
    .innerJoin(talentProfiles, eq(talentProfiles.id, services.talentId))
    .where(eq(services.id, serviceId));

/** Whose time a booking is about. */
export const talentOf = (db: Db, id: string) =>
  db.select({ talentId: bookings.talentId }).from(bookings).where(eq(bookings.id, id));

/** The talent's time zone as it is now; a booking keeps the one it was asked for in. */
export const clockOf = async (tx: Tx, talentId: string): Promise<string | undefined> =>
  (
    await tx.select({ timeZone: talentProfiles.timeZone }).from(talentProfiles).where(eq(talentProfiles.id, talentId))
  )[0]?.timeZone;

/** Carries out what has lapsed on this booking before anyone judges it. */
export const tickBooking = (tx: Tx, id: string) =>
  tx.execute(sql`select app.tick_bookings(one_booking => ${id}::uuid)`);
/** The same for all of a talent's bookings; whoever calls it decides alone about that talent's time until commit. */
export const tickTalent = (tx: AnyDb, talentId: string) =>
  tx.execute(sql`select app.tick_bookings(one_talent => ${talentId}::uuid)`);
export const tickAll = (tx: Tx) => tx.execute<{ done: number }>(sql`select app.tick_bookings() as done`);

/** Tells one state of a row from every other it has been in. */
export const versionOf = sql<string>`${bookings}.xmin::text`;
/** Locks the booking, and fails unless it is what was judged. */
export const sameBooking = (db: AnyDb, judged: { id: string; version: string }) =>
  db.execute(sql`select 1 / count(*) as same from (
    select 1 from ${bookings} where ${bookings.id} = ${judged.id} and ${bookings}.xmin = ${judged.version}::xid for update
  ) as held`);

/** Locks the booking for this transaction. Null for strangers: the policy hides it. */
export async function lockBooking(tx: Tx, id: string): Promise<Booking | null> {
  const [row] = await tx.select().from(bookings).where(eq(bookings.id, id)).for('update');
  return row ?? null;
}

/** Moves the row only while it is as it was judged: of two hands, one gets a clean conflict. */
export async function moveBooking(tx: Tx, judged: Booking, change: Partial<Booking>): Promise<Booking | null> {
  const [moved] = await tx
    .update(bookings)
    .set(change)
    .where(
      and(eq(bookings.id, judged.id), eq(bookings.state, judged.state), eq(bookings.quoteVersion, judged.quoteVersion)),
    )
    .returning();
  return moved ?? null;
}

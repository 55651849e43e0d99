import { and, asc, desc, eq, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../db/client.ts';
import { bookingEvents, bookingQuotes, bookings } from '../../db/schema/bookings.ts';
import { documents } from '../../db/schema/documents.ts';
import { messages, threadMembers, threads } from '../../db/schema/messaging.ts';
import { idempotencyKeys, outbox } from '../../db/schema/operations.ts';
import { payments } from '../../db/schema/payments.ts';
import { users } from '../../db/schema/users.ts';

export type News = typeof outbox.$inferSelect;

/** Takes up to `limit` due pieces of news for `lockedUntil`; two workers never take the same. */
export const claim = (tx: Tx, now: Date, lockedUntil: Date, limit: number) => {
  const due = tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(
      and(
        isNull(outbox.sentAt),
        isNull(outbox.failedAt),
        lte(outbox.dueAt, now),
        or(isNull(outbox.lockedUntil), lt(outbox.lockedUntil, now)),
      ),
    )
    .orderBy(asc(outbox.dueAt), asc(outbox.id))
    .limit(limit)
    .for('update', { skipLocked: true });
  return tx
    .update(outbox)
    .set({ lockedUntil, attempts: sql`${outbox.attempts} + 1` })
    .where(inArray(outbox.id, due))
    .returning();
};

export const markSent = (tx: Tx, id: string, now: Date) =>
  tx.update(outbox).set({ sentAt: now, lockedUntil: null, lastError: null }).where(eq(outbox.id, id));

/** One of a piece of news' letters has left. */
export const markGone = (tx: Tx, id: string, to: string) =>
  tx
    .update(outbox)
    .set({
      payload: sql`jsonb_set(${outbox.payload}, '{gone}', coalesce(${outbox.payload} -> 'gone', '[]'::jsonb) || to_jsonb(${to}::text))`,
    })
    .where(eq(outbox.id, id));

export const markFailed = (tx: Tx, id: string, outcome: { dueAt: Date } | { failedAt: Date }, lastError: string) =>
  tx
    .update(outbox)
    .set({ ...outcome, lockedUntil: null, lastError })
    .where(eq(outbox.id, id));

const person = {
  id: users.id,
  email: users.email,
  name: users.name,
  locale: users.locale,
  timeZone: users.timeZone,
  deletedAt: users.deletedAt,
};

export const bookingOfThread = (db: ReadDb, threadId: string) =>
  db.select({ bookingId: threads.bookingId }).from(threads).where(eq(threads.id, threadId));

/** All a letter about a booking may need, for one batch. */
export const bookingNews = (db: ReadDb, bookingId: string) => ({
  booking: db.select().from(bookings).where(eq(bookings.id, bookingId)),
  quote: db
    .select()
    .from(bookingQuotes)
    .where(eq(bookingQuotes.bookingId, bookingId))
    .orderBy(desc(bookingQuotes.version))
    .limit(1),
  customer: db
    .select(person)
    .from(users)
    .innerJoin(bookings, eq(bookings.customerId, users.id))
    .where(eq(bookings.id, bookingId)),
  talent: db
    .select(person)
    .from(users)
    .innerJoin(bookings, eq(bookings.talentUserId, users.id))
    .where(eq(bookings.id, bookingId)),
  payment: db
    .select({ id: payments.id, series: documents.series, number: documents.number })
    .from(payments)
    .leftJoin(documents, and(eq(documents.paymentId, payments.id), isNull(documents.refundId)))
    .where(and(eq(payments.payableKind, 'booking'), eq(payments.payableId, bookingId))),
});

export const event = (db: ReadDb, eventId: string) =>
  db.select().from(bookingEvents).where(eq(bookingEvents.id, eventId));

/** A message with how much its reader has not read: only the first unread one is worth a mail. */
export const messageNews = (db: ReadDb, messageId: string) =>
  db
    .select({
      body: messages.body,
      senderId: messages.senderId,
      bookingId: threads.bookingId,
      reader: threadMembers.userId,
      side: threadMembers.side,
      unread: threadMembers.unread,
      lastReadId: threadMembers.lastReadId,
    })
    .from(messages)
    .innerJoin(threads, eq(threads.id, messages.threadId))
    .innerJoin(
      threadMembers,
      and(eq(threadMembers.threadId, messages.threadId), sql`${threadMembers.userId} <> ${messages.senderId}`),
    )
    .where(eq(messages.id, messageId));

/** How many messages of the same sender the reader had not read when this one came. */
export const unreadBefore = (db: ReadDb, messageId: string) =>
  db.execute<{ waiting: number }>(sql`
    select count(*)::int as waiting from messages m join messages this on this.id = ${messageId} and m.thread_id = this.thread_id
    join thread_members r on r.thread_id = this.thread_id and r.user_id <> this.sender_id
    where m.sender_id = this.sender_id and m.id < this.id and (r.last_read_id is null or m.id > r.last_read_id) and m.sent_at > this.sent_at - interval '6 hours'`);

export const forgetOldKeys = (tx: Tx, before: Date) =>
  tx.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, before));
export const forgetOldNews = (tx: Tx, before: Date) => tx.delete(outbox).where(lt(outbox.sentAt, before));

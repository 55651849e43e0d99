import { and, asc, desc, eq, gte, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { ReadDb, Tx } from '../../db/client.ts';
import { bookingEvents, bookingQuotes, bookings } from '../../db/schema/bookings.ts';
import { documents } from '../../db/schema/documents.ts';
import { idempotencyKeys, outbox } from '../../db/schema/operations.ts';
import { moneyCases, payments, refunds } from '../../db/schema/payments.ts';
import { users } from '../../db/schema/users.ts';

/** nobody's: a join that finds nothing */
const noId = '00000000-0000-0000-0000-000000000000';
const creditNote = alias(documents, 'credit_note');

export type News = typeof outbox.$inferSelect;

/**
 * A lease is measured by the database's own clock, the one clock all workers share: the application's may be moved, and
 * then it would end under the hands of a worker who is still writing. What is due stays the application's business.
 */
const wallClock = sql`clock_timestamp()`;
const leaseOf = (milliseconds: number) => sql`clock_timestamp() + ${`${milliseconds} milliseconds`}::interval`;

/** Takes up to `limit` due pieces of news for so many milliseconds; two workers never hold the same. */
export const claim = (tx: Tx, now: Date, lease: number, limit: number) => {
  const due = tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(
      and(
        isNull(outbox.sentAt),
        isNull(outbox.failedAt),
        lte(outbox.dueAt, now),
        or(isNull(outbox.lockedUntil), lt(outbox.lockedUntil, wallClock)),
      ),
    )
    .orderBy(asc(outbox.dueAt), asc(outbox.id))
    .limit(limit)
    .for('update', { skipLocked: true });
  return tx
    .update(outbox)
    .set({ lockedUntil: leaseOf(lease), attempts: sql`${outbox.attempts} + 1` })
    .where(inArray(outbox.id, due))
    .returning();
};

/** Each taking counts `attempts` up, so the number a worker was given says whether the news is still in its hands. */
type Taken = Pick<News, 'id' | 'attempts'>;
const stillMine = ({ id, attempts }: Taken) =>
  and(eq(outbox.id, id), eq(outbox.attempts, attempts), isNull(outbox.sentAt), isNull(outbox.failedAt));

/** Its letters are kept. No row: another has taken the news since. */
export const markSent = (tx: Tx, news: Taken, now: Date) =>
  tx
    .update(outbox)
    .set({ sentAt: now, lockedUntil: null, lastError: null })
    .where(stillMine(news))
    .returning({ id: outbox.id });

export const markFailed = (tx: Tx, news: Taken, outcome: { dueAt: Date } | { failedAt: Date }, lastError: string) =>
  tx
    .update(outbox)
    .set({ ...outcome, lockedUntil: null, lastError })
    .where(stillMine(news));

const person = {
  id: users.id,
  email: users.email,
  name: users.name,
  locale: users.locale,
  timeZone: users.timeZone,
  deletedAt: users.deletedAt,
};

export type Person = { [Column in keyof typeof person]: (typeof users.$inferSelect)[Column] };

export const personById = (db: ReadDb, id: string) => db.select(person).from(users).where(eq(users.id, id));

/** Everybody who runs the site, in good standing. */
export const operators = (db: ReadDb) =>
  db
    .select(person)
    .from(users)
    .where(and(eq(users.role, 'admin'), isNull(users.suspendedAt), isNull(users.deletedAt)))
    .orderBy(asc(users.id));

export const casesOpenedBetween = (db: ReadDb, from: Date, until: Date) =>
  db
    .select({ kind: moneyCases.kind, count: sql<number>`count(*)::int` })
    .from(moneyCases)
    .where(and(gte(moneyCases.openedAt, from), lt(moneyCases.openedAt, until)))
    .groupBy(moneyCases.kind)
    .orderBy(asc(moneyCases.kind));

export const namesOfBooking = (db: ReadDb, id: string) =>
  db
    .select({ customerName: bookings.customerName, talentName: bookings.talentName })
    .from(bookings)
    .where(eq(bookings.id, id));

const paper = { id: documents.id, series: documents.series, number: documents.number };

/** A payment of which money goes back, with the refund if one is named, its payer, what it paid for, and the papers. */
export const refundNews = (db: ReadDb, paymentId: string, refundId: string | null) =>
  db
    .select({
      payment: payments,
      refund: { amount: refunds.amount, reason: refunds.reason },
      reader: person,
      booking: { serviceTitle: bookings.serviceTitle },
      document: paper,
      note: { id: creditNote.id, series: creditNote.series, number: creditNote.number },
    })
    .from(payments)
    .innerJoin(users, eq(users.id, payments.payerId))
    .leftJoin(bookings, and(eq(payments.payableKind, 'booking'), eq(bookings.id, payments.payableId)))
    .leftJoin(refunds, and(eq(refunds.paymentId, payments.id), eq(refunds.id, refundId ?? noId)))
    .leftJoin(documents, and(eq(documents.paymentId, payments.id), isNull(documents.refundId)))
    .leftJoin(creditNote, eq(creditNote.refundId, refunds.id))
    .where(eq(payments.id, paymentId));

export const invoiceOfPurchase = (db: ReadDb, purchaseId: string | null) =>
  db
    .select(paper)
    .from(documents)
    .innerJoin(payments, eq(payments.id, documents.paymentId))
    .where(
      and(eq(payments.payableKind, 'purchase'), eq(payments.payableId, purchaseId ?? noId), isNull(documents.refundId)),
    );

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

export const forgetOldKeys = (tx: Tx, before: Date) =>
  tx.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, before));
export const forgetOldNews = (tx: Tx, before: Date) => tx.delete(outbox).where(lt(outbox.sentAt, before));

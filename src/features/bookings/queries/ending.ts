import { and, asc, desc, eq, gt, inArray, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { bookingEvents, bookings } from '../../../db/schema/bookings.ts';
import { auditLog } from '../../../db/schema/operations.ts';
import { payments, refunds } from '../../../db/schema/payments.ts';
import type { Booking } from '../queries.ts';

/** Disputes that wait, longest first, with who opened each. */
export const disputed = (db: ReadDb | Tx) =>
  db
    .select({
      booking: bookings,
      openedBy: sql<string | null>`(${db
        .select({ by: bookingEvents.by })
        .from(bookingEvents)
        .where(and(eq(bookingEvents.bookingId, bookings.id), eq(bookingEvents.move, 'dispute')))
        .orderBy(desc(bookingEvents.id))
        .limit(1)})`,
    })
    .from(bookings)
    .where(eq(bookings.state, 'disputed'))
    .orderBy(asc(bookings.stateAt), asc(bookings.id))
    .limit(200);

/** A move the system makes in an operator's name: the machine knows who that is. */
export async function settleAs(tx: Tx, party: 'admin', booking: Booking, change: Partial<Booking>): Promise<void> {
  await tx.execute(sql`select set_config('app.party', ${party}, true)`);
  await tx.update(bookings).set(change).where(eq(bookings.id, booking.id));
  await tx.execute(sql`select set_config('app.party', '', true)`);
}

export const audit = (
  tx: Tx,
  entry: {
    action: string;
    bookingId: string;
    actorId: string;
    reason: string;
    data: Record<string, unknown>;
    requestId: string;
    now: Date;
  },
) => {
  const { now, bookingId, ...rest } = entry;
  return tx.insert(auditLog).values({ ...rest, at: now, subjectKind: 'booking', subjectId: bookingId });
};

/** Why money of an ended booking goes back; one refund of these per booking, ever. */
const endingReasons = ['cancelled_by_customer', 'cancelled_by_talent', 'dispute'] as const;

const wished = sql`exists (select 1 from refunds r where r.payment_id = ${payments.id} and r.reason in ('cancelled_by_customer', 'cancelled_by_talent', 'dispute'))`;

/** Ended bookings of which something goes back and nobody has wished it yet. */
export const toGiveBack = (db: ReadDb | Tx, bookingId: string | undefined, limit: number) =>
  db
    .select({ bookingId: bookings.id, paymentId: payments.id })
    .from(bookings)
    .innerJoin(payments, and(eq(payments.payableKind, 'booking'), eq(payments.payableId, bookings.id)))
    .where(
      and(
        gt(bookings.refundAmount, 0),
        inArray(bookings.state, ['cancelled', 'resolved']),
        eq(payments.state, 'paid'),
        bookingId === undefined ? undefined : eq(bookings.id, bookingId),
        sql`not ${wished}`,
      ),
    )
    .orderBy(asc(bookings.id))
    .limit(limit);

/** The payment under lock, with what came in and what its booking says goes back. Null: somebody was quicker. */
export async function lockGiveBack(tx: Tx, paymentId: string) {
  const [payment] = await tx.select().from(payments).where(eq(payments.id, paymentId)).for('update');
  if (!payment || payment.state !== 'paid') return null;
  const before = await tx
    .select({ id: refunds.id })
    .from(refunds)
    .where(and(eq(refunds.paymentId, paymentId), inArray(refunds.reason, [...endingReasons])));
  if (before.length > 0) return null;
  const [booking] = await tx
    .select({
      id: bookings.id,
      state: bookings.state,
      refundAmount: bookings.refundAmount,
      resolution: bookings.resolution,
    })
    .from(bookings)
    .where(eq(bookings.id, payment.payableId));
  const [event] = await tx
    .select({ by: bookingEvents.by, actorId: bookingEvents.actorId })
    .from(bookingEvents)
    .where(and(eq(bookingEvents.bookingId, payment.payableId), inArray(bookingEvents.move, ['cancel', 'resolve'])))
    .orderBy(desc(bookingEvents.id))
    .limit(1);
  if (!booking || booking.refundAmount === null || booking.refundAmount <= 0) return null;
  return {
    booking: { ...booking, refundAmount: booking.refundAmount },
    by: event?.by ?? null,
    actorId: event?.actorId ?? null,
  };
}

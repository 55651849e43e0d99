import { eq, getTableColumns } from 'drizzle-orm';
import { absent } from '../../core/errors.ts';
import { readText } from '../../core/locale.ts';
import type { AnyDb, Tx } from '../../db/client.ts';
import { violates } from '../../db/errors.ts';
import { bookings } from '../../db/schema/bookings.ts';
import { users } from '../../db/schema/users.ts';
import type { Payable, Sold } from '../ctx.ts';
import { commissionOf } from '../ledger/service.ts';
import { lockBooking, sameBooking, tickBooking, tickTalent, versionOf, type Booking } from './queries.ts';

const settled = new Set(['paid', 'completed', 'reviewed', 'disputed', 'resolved', 'cancelled', 'refunded']);

/** What becomes of money for it; confirming has to find the time free as well. */
function paidFor(booking: Booking, now: Date): 'confirm' | 'already_paid' | 'time_gone' {
  if (settled.has(booking.state)) return 'already_paid';
  if (booking.priceAgreed === null || booking.endsAt <= now) return 'time_gone';
  return booking.state === 'accepted' || booking.state === 'expired' ? 'confirm' : 'time_gone';
}

const pay = (db: AnyDb, id: string) => db.update(bookings).set({ state: 'paid' }).where(eq(bookings.id, id));

const soldAs = (booking: Booking): Sold => ({
  title: booking.serviceTitle,
  payerName: booking.customerName,
  payeeName: booking.talentName,
  for: { kind: 'appointment', startsAt: booking.startsAt, endsAt: booking.endsAt, timeZone: booking.timeZone },
});

/** Money for a lapsed hold still confirms when the time is free; the savepoint keeps the caller's transaction alive when it is not. */
async function confirm(tx: Tx, id: string): Promise<'confirmed' | 'time_gone'> {
  try {
    await tx.transaction(async (inner) => {
      await pay(inner, id);
    });
    return 'confirmed';
  } catch (error) {
    if (violates(error, 'bookings_never_overlap') || violates(error, 'bookings_reserve_the_day')) return 'time_gone';
    throw error;
  }
}

/** A booking as payments sees it: what is due, and what paid money does. Runs inside the caller's transaction, in the system door. */
export const bookingPayable: Payable = {
  async due(tx, id) {
    await tickBooking(tx, id);
    const booking = await lockBooking(tx, id);
    if (!booking) return { refused: 'not_found' };
    if (booking.state === 'expired' && booking.priceAgreed !== null) return { refused: 'hold_expired' };
    if (booking.state !== 'accepted' || booking.priceAgreed === null || booking.holdExpiresAt === null)
      return { refused: 'payment_not_due' };
    const price = { amount: booking.priceAgreed, currency: booking.currency };
    const commission = await commissionOf(tx, { talentUserId: booking.talentUserId, price });
    return {
      payerId: booking.customerId,
      payeeId: booking.talentUserId,
      payer: await payerOf(tx, booking.customerId, booking.customerName),
      amount: price,
      ...(commission === null ? {} : { commission }),
      until: booking.holdExpiresAt,
      description: `${readText(booking.serviceTitle, 'en')?.text ?? ''} · ${booking.talentName}`,
    };
  },
  async paid(tx, id, now) {
    const first = await lockBooking(tx, id);
    if (!first) return 'time_gone';
    await tickTalent(tx, first.talentId);
    const booking = await lockBooking(tx, id);
    if (!booking) return 'time_gone';
    const becomes = paidFor(booking, now);
    return becomes === 'confirm' ? confirm(tx, id) : becomes;
  },
  async refunded(tx, id, _now, { whole }) {
    const booking = await lockBooking(tx, id);
    if (!whole || !booking) return;
    if (booking.state === 'cancelled') await tx.update(bookings).set({ state: 'refunded' }).where(eq(bookings.id, id));
    // nothing is paid for it any more, and nobody called it off: an operator settles what becomes of it
    if (booking.state === 'paid') await tx.update(bookings).set({ state: 'disputed' }).where(eq(bookings.id, id));
  },
  async chargedBack(tx, id) {
    const booking = await lockBooking(tx, id);
    // the operator settles it; until then nothing is paid out and nobody reviews
    if (booking?.state === 'paid' || booking?.state === 'completed')
      await tx.update(bookings).set({ state: 'disputed' }).where(eq(bookings.id, id));
  },
  async sold(tx, id) {
    return soldAs((await lockBooking(tx, id)) ?? absent());
  },
  plain: {
    look: (db, id) =>
      db
        .select({ ...getTableColumns(bookings), version: versionOf })
        .from(bookings)
        .where(eq(bookings.id, id)),
    paid(rows, now) {
      // what `look` asked for
      const [booking] = rows as (Booking & { version: string })[];
      if (!booking || paidFor(booking, now) !== 'confirm') return null;
      return {
        sold: soldAs(booking),
        // the locks in the order of `paid`; a time that is taken by now fails at the constraint
        write: (db) => ({
          sameBooking: sameBooking(db, booking),
          tickTalent: tickTalent(db, booking.talentId),
          payBooking: pay(db, booking.id),
        }),
      };
    },
  },
};

async function payerOf(tx: Tx, userId: string, name: string): Promise<{ name: string; email: string }> {
  const [user] = await tx.select({ email: users.email }).from(users).where(eq(users.id, userId));
  return { name, email: user?.email ?? '' };
}

import { eq } from 'drizzle-orm';
import { absent } from '../../core/errors.ts';
import { readText } from '../../core/locale.ts';
import type { Tx } from '../../db/client.ts';
import { violates } from '../../db/errors.ts';
import { bookings } from '../../db/schema/bookings.ts';
import { users } from '../../db/schema/users.ts';
import type { Payable } from '../ctx.ts';
import { commissionOf } from '../ledger/service.ts';
import { lockBooking, tickBooking, tickTalent } from './queries.ts';

const settled = new Set(['paid', 'completed', 'reviewed', 'disputed', 'resolved', 'cancelled', 'refunded']);

/** Money for a lapsed hold still confirms when the time is free; the savepoint keeps the caller's transaction alive when it is not. */
async function confirm(tx: Tx, id: string): Promise<'confirmed' | 'time_gone'> {
  try {
    await tx.transaction(async (inner) => {
      await inner.update(bookings).set({ state: 'paid' }).where(eq(bookings.id, id));
    });
    return 'confirmed';
  } catch (error) {
    if (violates(error, 'bookings_never_overlap')) return 'time_gone';
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
    if (settled.has(booking.state)) return 'already_paid';
    if (booking.priceAgreed === null || booking.endsAt <= now) return 'time_gone';
    if (booking.state !== 'accepted' && booking.state !== 'expired') return 'time_gone';
    return confirm(tx, id);
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
    const booking = (await lockBooking(tx, id)) ?? absent();
    return {
      title: booking.serviceTitle,
      payerName: booking.customerName,
      payeeName: booking.talentName,
      for: {
        kind: 'appointment',
        startsAt: booking.startsAt,
        endsAt: booking.endsAt,
        timeZone: booking.timeZone,
      },
    };
  },
};

async function payerOf(tx: Tx, userId: string, name: string): Promise<{ name: string; email: string }> {
  const [user] = await tx.select({ email: users.email }).from(users).where(eq(users.id, userId));
  return { name, email: user?.email ?? '' };
}

import type { Ctx } from '../ctx.ts';
import { releaseEarnings } from '../ledger/service.ts';
import { wishRefund } from '../payments/refunds.ts';
import { tidyBookings } from './service.ts';
import * as ending from './queries/ending.ts';

const atOnce = 100;

/**
 * What an ended booking owes its customer becomes a refund, once, however often and by how many this is run: right after
 * the move, and by the clock for what that missed. What the talent keeps is released as soon as the rest is set aside.
 */
export async function giveBack(ctx: Ctx, only: { bookingId?: string } = {}): Promise<{ wished: number; left: number }> {
  const { due } = await ctx.doors
    .asSystem('bookings: what goes back')
    .read((db) => ({ due: ending.toGiveBack(db, only.bookingId, atOnce) }));
  const report = { wished: 0, left: 0 };
  for (const { paymentId } of due) {
    try {
      if (await wish(ctx, paymentId)) report.wished += 1;
    } catch (fault) {
      // one that trips must not keep the others waiting
      ctx.log('a refund was not wished for', { paymentId, error: fault instanceof Error ? fault.name : 'unknown' });
      report.left += 1;
    }
  }
  await releaseEarnings(ctx, only);
  return report;
}

/** What the clock does about bookings: what lapsed has lapsed, and what is owed goes back. */
export async function tendBookings(ctx: Ctx): Promise<Record<string, unknown>> {
  return { ...(await tidyBookings(ctx)), ...(await giveBack(ctx)) };
}

const wish = (ctx: Ctx, paymentId: string): Promise<boolean> =>
  ctx.doors.asSystem('bookings: give back').write(async (tx) => {
    const found = await ending.lockGiveBack(tx, paymentId);
    if (!found) return false;
    const { booking, by, actorId } = found;
    const reason =
      booking.state === 'resolved' ? 'dispute' : by === 'talent' ? 'cancelled_by_talent' : 'cancelled_by_customer';
    const refund = await wishRefund(ctx, tx, paymentId, {
      // an operator may have given back some of it before it ended
      amount: { atMost: booking.refundAmount },
      reason,
      note: booking.resolution,
      ...(actorId !== null && { requestedBy: actorId }),
    });
    return refund !== null;
  });

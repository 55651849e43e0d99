import type * as z from 'zod';
import { absent, AppError, lostRace } from '../../core/errors.ts';
import { money } from '../../core/money.ts';
import type { Tx } from '../../db/client.ts';
import { actorOf, type Ctx } from '../ctx.ts';
import { ofRole, requireActive } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import * as ending from './queries/ending.ts';
import { lockBooking } from './queries.ts';
import { decideMove } from './rules.ts';
import { refundOnCancel } from './rules/cancellation.ts';
import type {
  cancelBookingBody,
  disputeBookingBody,
  disputeList,
  resolveBookingBody,
  resolvedBooking,
} from './schema.ts';
import { judge, move } from './service.ts';

type OfBooking = { bookingId: string };

/** Ends a paid booking by its frozen terms. The database works out the sum itself; here it is compared with what was read. */
export async function cancelBooking(
  ctx: Ctx,
  tx: Tx,
  { bookingId, refund }: z.output<typeof cancelBookingBody> & OfBooking,
) {
  const judged = await judge(ctx, tx, bookingId, 'cancel');
  const { booking, side } = judged;
  const price = booking.priceAgreed ?? lostRace();
  const { back } = refundOnCancel(booking.cancellationTerms, { price, startsAt: booking.startsAt }, side, ctx.now);
  if (refund !== undefined && refund !== back) throw new AppError('refund_changed');
  return move(ctx, tx, judged, { state: 'cancelled' });
}

/** Asks the operator to look. Nothing is paid out and nothing goes back until they have settled it. */
export async function disputeBooking(
  ctx: Ctx,
  tx: Tx,
  { bookingId, reason }: z.output<typeof disputeBookingBody> & OfBooking,
) {
  return move(ctx, tx, await judge(ctx, tx, bookingId, 'dispute'), { state: 'disputed', disputeReason: reason });
}

async function operatorIn(ctx: Ctx, tx: Tx): Promise<string> {
  const { userId } = actorOf(ctx);
  const [who] = await identity.me(tx, userId);
  if (!who) return absent();
  requireActive(who);
  return ofRole(who, ['admin']).ok ? userId : absent();
}

/** What waits for a decision, longest first. To anybody but an operator there is nothing here. */
export const listDisputes = (ctx: Ctx): Promise<z.input<typeof disputeList>> => {
  actorOf(ctx);
  return ctx.doors.asSystem('operator: disputes').write(async (tx) => {
    await operatorIn(ctx, tx);
    const rows = await ending.disputed(tx);
    return {
      items: rows.map(({ booking, openedBy }) => ({
        bookingId: booking.id,
        serviceTitle: booking.serviceTitle,
        customerName: booking.customerName,
        talentName: booking.talentName,
        startsAt: booking.startsAt.toISOString(),
        timeZone: booking.timeZone,
        price: money(booking.priceAgreed ?? booking.listAmount, booking.currency),
        reason: booking.disputeReason,
        openedBy: openedBy === 'customer' || openedBy === 'talent' ? openedBy : null,
        openedAt: booking.stateAt.toISOString(),
      })),
    };
  });
};

/** The operator settles a dispute: all of it to the talent, or so much back to the customer. What was decided is kept with who and why. */
export const resolveBooking = (
  ctx: Ctx,
  tx: Tx,
  { bookingId, refund, words }: z.output<typeof resolveBookingBody> & OfBooking,
): Promise<z.input<typeof resolvedBooking>> =>
  (async () => {
    const userId = await operatorIn(ctx, tx);
    const booking = (await lockBooking(tx, bookingId)) ?? absent();
    const decided = decideMove(booking, 'resolve', 'admin', ctx.now);
    if (!decided.ok) throw new AppError(decided.why);
    const price = booking.priceAgreed ?? lostRace();
    if (refund > price) throw new AppError('invalid', { fields: { refund: ['too_big'] } });
    await ending.settleAs(tx, 'admin', booking, { state: 'resolved', refundAmount: refund, resolution: words });
    await ending.audit(tx, {
      action: 'booking.resolved',
      bookingId,
      actorId: userId,
      reason: words,
      data: { refund, currency: booking.currency, price },
      requestId: ctx.requestId,
      now: ctx.now,
    });
    return { bookingId, state: 'resolved' as const, refund: money(refund, booking.currency), words };
  })();

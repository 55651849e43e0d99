import type * as z from 'zod';
import { absent, AppError, lostRace } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { violates } from '../../db/errors.ts';
import { bookingQuotes, bookings } from '../../db/schema/bookings.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { attachmentsOf } from '../attachments/binding.ts';
import * as identity from '../identity/service.ts';
import { requireActive, requireApproved } from '../identity/rules.ts';
import { postMessage } from '../messaging/service.ts';
import { readAvailability } from '../profiles/availability.ts';
import { freeDaysMayMove } from '../profiles/free-days.ts';
import { decideRoom, decideSlot, type Period, type SlotRefusal } from '../profiles/rules/availability.ts';
import * as queries from './queries.ts';
import { bookingLimits, completion, decideMove, decidePeriod, type BookingMove, type PeriodRefusal } from './rules.ts';
import type {
  acceptQuoteBody,
  askForChangeBody,
  bookingView,
  listBookingsQuery,
  requestBookingBody,
  sendQuoteBody,
} from './schema.ts';
import { cardOf, pageOfMessages, sideOf, viewOf, type BookingRows } from './view.ts';

const later = (now: Date, milliseconds: number) => new Date(now.getTime() + milliseconds);

/** All that one booking's screen needs, for `read` (one batch) and for the end of a write. */
const bookingQueries = (db: queries.Db, id: string, userId: string) => ({
  booking: queries.booking(db, id),
  quotes: queries.quotes(db, id),
  events: queries.events(db, id),
  messages: queries.messagePage(db, id, undefined, pageOfMessages),
  attachments: attachmentsOf(db, queries.pageIds(db, id, undefined, pageOfMessages)),
  membership: queries.membership(db, id, userId),
  talk: queries.talk(db, id),
  payment: queries.payment(db, id),
  reviews: queries.bookingReviews(db, id),
  contact: queries.contact(db, id),
});

type Found = { [Name in keyof ReturnType<typeof bookingQueries>]: Awaited<ReturnType<typeof bookingQueries>[Name]> };

const asView = (found: Found, userId: string, now: Date): z.input<typeof bookingView> => {
  const rows: BookingRows = {
    ...found,
    booking: found.booking[0] ?? absent(),
    talk: found.talk.rows[0],
    contact: found.contact.rows[0],
  };
  return viewOf(rows, userId, now);
};

async function viewIn(ctx: Ctx, tx: Tx, id: string) {
  const { userId } = actorOf(ctx);
  const wanted = bookingQueries(tx, id, userId);
  return asView(
    {
      booking: await wanted.booking,
      quotes: await wanted.quotes,
      events: await wanted.events,
      messages: await wanted.messages,
      attachments: await wanted.attachments,
      membership: await wanted.membership,
      talk: await wanted.talk,
      payment: await wanted.payment,
      reviews: await wanted.reviews,
      contact: await wanted.contact,
    },
    userId,
    ctx.now,
  );
}

export async function getBooking(ctx: Ctx, { bookingId }: { bookingId: string }) {
  const { userId } = actorOf(ctx);
  const { me, ...found } = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    ...bookingQueries(db, bookingId, userId),
  }));
  requireActive(me[0]);
  return asView(found, userId, ctx.now);
}

export async function listBookings(ctx: Ctx, page: z.output<typeof listBookingsQuery>) {
  const { userId } = actorOf(ctx);
  const { me, rows } = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    rows: queries.myBookings(db, userId, page),
  }));
  requireActive(me[0]);
  const items = rows.slice(0, page.limit).map((row) => cardOf(row, userId, ctx.now));
  return { items, nextCursor: rows.length > page.limit ? (items.at(-1)?.id ?? null) : null };
}

const unfitTime = (why: SlotRefusal | PeriodRefusal) => new AppError(why, { fields: { startsAt: [why] } });

function requirePeriod(period: Period, now: Date): void {
  const decided = decidePeriod(period, now);
  if (!decided.ok) throw unfitTime(decided.why);
}

const timeOf = (tx: Tx, talent: { id: string; timeZone: string }, { startsAt, endsAt }: Period) =>
  readAvailability(tx, talent, { from: startsAt, until: endsAt });

export async function requestBooking(ctx: Ctx, tx: Tx, input: z.output<typeof requestBookingBody>) {
  const { userId } = actorOf(ctx);
  const customer = requireApproved((await identity.me(tx, userId))[0], 'customer');
  const [offer] = await queries.offer(tx, input.serviceId);
  if (!offer || !offer.service.active || !offer.talent.publishedAt) absent();
  const { service, talent } = offer;
  const startsAt = new Date(input.startsAt);
  const endsAt = later(startsAt, (input.durationMinutes ?? service.durationMinutes) * 60_000);
  requirePeriod({ startsAt, endsAt }, ctx.now);
  const slot = decideSlot(await timeOf(tx, talent, { startsAt, endsAt }), { startsAt, endsAt }, ctx.now);
  if (!slot.ok) throw unfitTime(slot.why);
  const [made] = await tx
    .insert(bookings)
    .values({
      serviceId: service.id,
      talentId: talent.id,
      talentUserId: talent.userId,
      customerId: userId,
      startsAt,
      endsAt,
      timeZone: talent.timeZone,
      serviceTitle: service.title,
      listAmount: service.priceAmount,
      currency: service.priceCurrency,
      note: input.note,
      place: input.place,
      customerName: customer.name,
      talentName: talent.displayName,
      expiresAt: later(ctx.now, bookingLimits.answerWithin),
    })
    .returning({ id: bookings.id });
  return viewIn(ctx, tx, made?.id ?? lostRace());
}

type Judged = { booking: queries.Booking; side: 'customer' | 'talent' };

/** Every move begins alike: what lapsed has lapsed, the row is locked, the rule is asked. */
async function judge(ctx: Ctx, tx: Tx, bookingId: string, move: BookingMove | null): Promise<Judged> {
  const { userId } = actorOf(ctx);
  requireActive((await identity.me(tx, userId))[0]);
  await queries.tickBooking(tx, bookingId);
  const booking = (await queries.lockBooking(tx, bookingId)) ?? absent();
  const side = sideOf(booking, userId);
  if (move !== null) {
    const decided = decideMove(booking, move, side, ctx.now);
    if (!decided.ok)
      throw new AppError(booking.state === 'expired' && booking.priceAgreed !== null ? 'hold_expired' : decided.why);
  }
  return { booking, side };
}

async function move(ctx: Ctx, tx: Tx, judged: Judged, change: Partial<queries.Booking>) {
  if (!(await queries.moveBooking(tx, judged.booking, change))) lostRace();
  return viewIn(ctx, tx, judged.booking.id);
}

export async function sendQuote(
  ctx: Ctx,
  tx: Tx,
  { bookingId, ...input }: z.output<typeof sendQuoteBody> & { bookingId: string },
) {
  const judged = await judge(ctx, tx, bookingId, 'quote');
  const { booking } = judged;
  if (input.amount.currency !== booking.currency)
    throw new AppError('wrong_currency', {
      fields: { 'amount.currency': ['wrong_currency'] },
      values: { currency: booking.currency },
    });
  const startsAt = input.startsAt === undefined ? booking.startsAt : new Date(input.startsAt);
  const length = booking.endsAt.getTime() - booking.startsAt.getTime();
  const endsAt = input.endsAt === undefined ? later(startsAt, length) : new Date(input.endsAt);
  requirePeriod({ startsAt, endsAt }, ctx.now);
  // a talent may offer a time outside their hours, but none that is taken or on a day that is full
  const talent = { id: booking.talentId, timeZone: (await queries.clockOf(tx, booking.talentId)) ?? booking.timeZone };
  const room = decideRoom(await timeOf(tx, talent, { startsAt, endsAt }), { startsAt, endsAt });
  if (!room.ok) throw unfitTime(room.why);
  const version = booking.quoteVersion + 1;
  await tx.insert(bookingQuotes).values({
    bookingId,
    version,
    amount: input.amount.amount,
    startsAt,
    endsAt,
    message: input.message,
    createdBy: booking.talentUserId,
  });
  return move(ctx, tx, judged, {
    state: 'quoted',
    quoteVersion: version,
    expiresAt: later(ctx.now, bookingLimits.answerWithin),
  });
}

export async function declineBooking(ctx: Ctx, tx: Tx, { bookingId }: { bookingId: string }) {
  return move(ctx, tx, await judge(ctx, tx, bookingId, 'decline'), { state: 'declined' });
}

export async function withdrawBooking(ctx: Ctx, tx: Tx, { bookingId }: { bookingId: string }) {
  return move(ctx, tx, await judge(ctx, tx, bookingId, 'withdraw'), { state: 'withdrawn' });
}

export async function askForChange(
  ctx: Ctx,
  tx: Tx,
  { bookingId, message }: z.output<typeof askForChangeBody> & { bookingId: string },
) {
  const judged = await judge(ctx, tx, bookingId, 'ask_change');
  await postMessage(ctx, tx, judged.booking, message);
  return move(ctx, tx, judged, { state: 'requested', expiresAt: later(ctx.now, bookingLimits.answerWithin) });
}

/** Accepting holds the time. Of fifty at once one gets it; the constraint says so, whatever anyone read before. */
export async function acceptQuote(
  ctx: Ctx,
  tx: Tx,
  { bookingId, quoteVersion }: z.output<typeof acceptQuoteBody> & { bookingId: string },
) {
  const judged = await judge(ctx, tx, bookingId, 'accept');
  const { booking } = judged;
  if (quoteVersion !== booking.quoteVersion) throw new AppError('quote_changed');
  const quote = (await queries.quotes(tx, bookingId)).find((one) => one.version === quoteVersion) ?? lostRace();
  if (quote.startsAt <= ctx.now) throw new AppError('in_the_past');
  await queries.tickTalent(tx, booking.talentId);
  try {
    return await move(ctx, tx, judged, {
      state: 'accepted',
      priceAgreed: quote.amount,
      startsAt: quote.startsAt,
      endsAt: quote.endsAt,
      holdExpiresAt: later(ctx.now, bookingLimits.hold),
      autoCompleteAt: later(quote.endsAt, bookingLimits.autoComplete),
    });
  } catch (error) {
    if (violates(error, 'bookings_never_overlap')) throw new AppError('slot_taken', { cause: error });
    if (violates(error, 'bookings_reserve_the_day')) throw new AppError('day_full', { cause: error });
    throw error;
  }
}

/** One side says it is done; when both have, it is completed. */
export async function completeBooking(ctx: Ctx, tx: Tx, { bookingId }: { bookingId: string }) {
  const judged = await judge(ctx, tx, bookingId, 'complete');
  const done = completion(judged.booking, judged.side);
  if (!done.ok) throw new AppError(done.why);
  const mark = judged.side === 'customer' ? { customerCompletedAt: ctx.now } : { talentCompletedAt: ctx.now };
  return move(
    ctx,
    tx,
    judged,
    done.value === 'completed' ? { ...mark, state: 'completed', completedAt: ctx.now } : mark,
  );
}

export const viewAfter = viewIn;
export { judge, move };

/** After commit, where a move may have taken time or given it back: the talent's page must not offer what is gone. The clock does what this misses. */
export async function timeMayMove(ctx: Ctx, { bookingId }: { bookingId: string }): Promise<void> {
  const { found } = await ctx.doors
    .asSystem('bookings: whose days')
    .read((db) => ({ found: queries.talentOf(db, bookingId) }));
  for (const { talentId } of found) await freeDaysMayMove(ctx, talentId);
}

/** What the scheduler does: lapses carried out for those nobody looked at. The reading rule never waits for it. */
export async function tidyBookings(ctx: Ctx): Promise<Record<string, unknown>> {
  const { rows } = await ctx.doors.asSystem('jobs: tidy bookings').write((tx) => queries.tickAll(tx));
  return { lapsed: rows[0]?.done ?? 0 };
}

import { randomBytes } from 'node:crypto';
import type * as z from 'zod';
import { absent, AppError } from '../../core/errors.ts';
import { holdingStates, type BookingState } from '../bookings/rules.ts';
import { getBooking } from '../bookings/service.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { digestOf } from '../digest.ts';
import { requireActive } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { writeCalendar } from './ics.ts';
import * as queries from './queries.ts';
import type { calendarFeed, newCalendarFeed } from './schema.ts';

export async function getCalendarFeed(ctx: Ctx): Promise<z.input<typeof calendarFeed>> {
  const { userId } = actorOf(ctx);
  const { me, feed } = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    feed: queries.feedOf(db, userId),
  }));
  requireActive(me[0]);
  return { since: feed[0]?.createdAt.toISOString() ?? null };
}

/** Without an idempotency key: the answer holds a secret, and is kept nowhere. */
export async function makeCalendarFeed(ctx: Ctx): Promise<z.input<typeof newCalendarFeed>> {
  const { userId } = actorOf(ctx);
  const word = randomBytes(32).toString('base64url');
  await userDoor(ctx).write(async (tx) => {
    requireActive((await identity.me(tx, userId))[0]);
    await queries.keepFeed(tx, userId, digestOf(word), ctx.now);
  });
  return { since: ctx.now.toISOString(), url: `${ctx.ports.siteUrl}/api/calendar/${word}.ics` };
}

export async function dropCalendarFeed(ctx: Ctx): Promise<z.input<typeof calendarFeed>> {
  const { userId } = actorOf(ctx);
  await userDoor(ctx).write(async (tx) => {
    requireActive((await identity.me(tx, userId))[0]);
    await queries.dropFeed(tx, userId);
  });
  return { since: null };
}

/** A word that opens nothing, one that was replaced, and an owner who is suspended or gone look the same: not there. */
export async function readCalendarFeed(ctx: Ctx, file: string): Promise<string> {
  const link = file.slice(0, -'.ics'.length);
  const { rows } = (await ctx.doors.asVisitor({ link }).read((db) => ({ found: queries.openedFeed(db) }))).found;
  const [first] = rows;
  if (!first) absent();
  const bookings = rows.flatMap((row) =>
    row.id === null
      ? []
      : [{ ...row, stateAt: new Date(row.stateAt), startsAt: new Date(row.startsAt), endsAt: new Date(row.endsAt) }],
  );
  return writeCalendar(bookings, { siteUrl: ctx.ports.siteUrl, locale: first.ownerLocale });
}

const inTheDiary: readonly BookingState[] = holdingStates;
const calledOff: readonly BookingState[] = ['cancelled', 'refunded'];

export async function bookingFile(ctx: Ctx, bookingId: string): Promise<string> {
  const booking = await getBooking(ctx, { bookingId });
  if (!inTheDiary.includes(booking.state) && !calledOff.includes(booking.state)) throw new AppError('wrong_state');
  const event = {
    ...booking,
    stateAt: new Date(booking.stateAt),
    startsAt: new Date(booking.startsAt),
    endsAt: new Date(booking.endsAt),
    otherName: booking.you === 'customer' ? booking.talentName : booking.customerName,
    moves: booking.events.length,
  };
  const method = calledOff.includes(booking.state) ? 'CANCEL' : 'PUBLISH';
  return writeCalendar([event], { siteUrl: ctx.ports.siteUrl, locale: ctx.locale }, method);
}

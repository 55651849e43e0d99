import { describe, expect, test } from 'vitest';
import {
  bookingMachine,
  bookingMoves,
  bookingStates,
  holdingStates,
  movers,
  type BookingMove,
} from '../../features/bookings/rules.ts';
import { canMessageInBooking } from '../../features/messaging/rules.ts';
import { isFree } from '../../features/profiles/rules/availability.ts';
import { demoBankPayments } from './bank.ts';
import { customerId, talentUserId } from './accounts.ts';
import { generateDemo } from './generate.ts';
import type { DemoRows } from './rows.ts';

const now = new Date('2026-11-21T17:40:00Z');
const rows = generateDemo(now);
const time = (at: Date | null | undefined) => at?.getTime() ?? Number.NaN;
const isMove = (move: string): move is BookingMove => bookingMoves.some((one) => one === move);
const eventsOf = (id: string | undefined) =>
  rows.bookingEvents.filter((event) => event.bookingId === id).sort((a, b) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1));

describe('the same every time', () => {
  test('two generations are equal', () => {
    expect(generateDemo(now)).toEqual(rows);
  });

  test('another hour of the day changes nothing but holds that run', () => {
    const settled = ({ bookings, bookingEvents, ...rest }: DemoRows) => ({
      ...rest,
      bookings: bookings.filter(({ state }) => state !== 'accepted'),
      bookingEvents: bookingEvents.filter(({ toState }) => toState !== 'accepted').length,
    });
    expect(settled(generateDemo(new Date('2026-11-21T00:00:01Z')))).toEqual(settled(rows));
  });

  test('another day has the same people and bookings by the same ids', () => {
    const later = generateDemo(new Date('2027-03-30T05:00:00Z'));
    for (const table of ['users', 'talentProfiles', 'services', 'portfolioItems', 'bookings'] as const) {
      expect(later[table].map(({ id }) => id)).toEqual(rows[table].map(({ id }) => id));
    }
  });

  test('it can be told on any day of the week, in Ramadan, across clock changes and a year’s end', () => {
    for (const day of [
      '2026-11-22',
      '2026-11-23',
      '2026-11-24',
      '2026-11-25',
      '2026-11-26',
      '2026-11-27',
      '2026-12-31',
      '2027-02-20',
      '2028-02-29',
    ]) {
      expect(() => generateDemo(new Date(`${day}T21:05:00Z`)), day).not.toThrow();
    }
  });
});

test('ids are unique, and version 7 as the database makes them', () => {
  for (const [table, found] of Object.entries(rows)) {
    const ids = found.flatMap((row) => ('id' in row && table !== 'users' ? [row.id] : []));
    expect([table, new Set(ids).size]).toEqual([table, ids.length]);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});

describe('bookings', () => {
  test('in every state of the machine', () => {
    expect(new Set(rows.bookings.map(({ state }) => state))).toEqual(new Set(bookingStates));
  });

  test('past, ahead and today', () => {
    const starts = rows.bookings.map(({ startsAt }) => (startsAt.getTime() - now.getTime()) / 86_400_000);
    expect(starts.filter((days) => days < -20).length).toBeGreaterThan(50);
    expect(starts.filter((days) => days > 3).length).toBeGreaterThan(15);
    expect(starts.some((days) => Math.abs(days) < 1)).toBe(true);
    expect(Math.max(...starts)).toBeLessThan(39);
  });

  test('each history walks the machine, by those who may, and ends where the booking is', () => {
    for (const booking of rows.bookings) {
      const [request, ...moves] = eventsOf(booking.id);
      expect([request?.move, request?.fromState, request?.toState, request?.by]).toEqual([
        'request',
        null,
        'requested',
        'customer',
      ]);
      let [state, at, version] = [request!.toState, time(request?.at), 0];
      expect(at).toBe(time(booking.createdAt));
      for (const event of moves) {
        expect(event.fromState, booking.id).toBe(state);
        expect(time(event.at), booking.id).toBeGreaterThanOrEqual(at);
        if (event.move === 'mark_done') expect([state, event.toState]).toEqual(['paid', 'paid']);
        else {
          if (!isMove(event.move)) throw new Error(`no such move ${event.move}`);
          expect(bookingMachine[state][event.move], `${booking.id} ${state} ${event.move}`).toBe(event.toState);
          expect(movers[state][event.move], `${booking.id} ${state} ${event.move}`).toContain(event.by);
          if (event.move === 'quote') version += 1;
        }
        expect(event.actorId === null, booking.id).toBe(event.by === 'clock' || event.by === 'system');
        expect(event.quoteVersion).toBe(version);
        [state, at] = [event.toState, time(event.at)];
      }
      expect(state).toBe(booking.state);
      expect(version).toBe(booking.quoteVersion);
      expect(at).toBeLessThanOrEqual(now.getTime());
    }
  });

  test('what is agreed was quoted, what is done has its time, what runs has not run out', () => {
    for (const booking of rows.bookings) {
      const quotes = rows.bookingQuotes.filter(({ bookingId }) => bookingId === booking.id);
      expect(quotes.map(({ version }) => version)).toEqual(quotes.map((_, index) => index + 1));
      const accepted = eventsOf(booking.id).some(({ move }) => move === 'accept');
      expect(booking.priceAgreed ?? null).toBe(accepted ? quotes.at(-1)!.amount : null);
      const paid = eventsOf(booking.id).some(({ move }) => move === 'pay');
      expect(rows.payments.filter(({ payableId }) => payableId === booking.id).map(({ amount }) => amount)).toEqual(
        paid ? [booking.priceAgreed] : [],
      );
      if (['requested', 'quoted'].includes(booking.state!))
        expect(time(booking.expiresAt)).toBeGreaterThan(now.getTime());
      if (booking.state === 'accepted') expect(time(booking.holdExpiresAt)).toBeGreaterThan(now.getTime());
      if (booking.state === 'paid') expect(time(booking.autoCompleteAt)).toBeGreaterThan(now.getTime());
      if (['completed', 'reviewed'].includes(booking.state!))
        expect(time(booking.completedAt)).toBeGreaterThan(booking.endsAt.getTime());
    }
  });

  test('inside opening hours, with no two at one time', () => {
    const profiles = new Map(rows.talentProfiles.map((profile) => [profile.id, profile]));
    for (const booking of rows.bookings) {
      const hours = rows.availabilityRules.filter(({ talentId }) => talentId === booking.talentId);
      const exceptions = rows.availabilityExceptions
        .filter(({ talentId }) => talentId === booking.talentId)
        .map(({ day, startsAt, endsAt }) => ({ day, startsAt: startsAt ?? null, endsAt: endsAt ?? null }));
      const others = rows.bookings.filter(
        (one) =>
          one.talentId === booking.talentId &&
          one.id !== booking.id &&
          holdingStates.some((state) => state === one.state),
      );
      expect([
        booking.talentName,
        isFree({ timeZone: profiles.get(booking.talentId)!.timeZone, hours, exceptions, busy: others }, booking),
      ]).toEqual([booking.talentName, true]);
    }
  });
});

test('every message was one its sender could send', () => {
  for (const booking of rows.bookings) {
    const thread = rows.threads.find(({ bookingId }) => bookingId === booking.id)!;
    const talk = rows.messages.filter(({ threadId }) => threadId === thread.id);
    const sides = { [booking.customerId]: 'customer', [booking.talentUserId]: 'talent' } as const;
    talk.forEach((message, index) => {
      const before = eventsOf(booking.id).filter(
        (event) => time(event.at) <= time(message.sentAt) && event.move !== 'ask_change',
      );
      const last = before.findLast(({ fromState, toState }) => fromState !== toState)!;
      const completed = before.findLast(({ move }) => move === 'complete');
      const may = canMessageInBooking(
        {
          side: sides[message.senderId] ?? null,
          state: last.toState,
          restingSince: completed?.at ?? last.at!,
          answered:
            before.some(({ move }) => move === 'quote') ||
            talk.slice(0, index).some(({ senderId }) => senderId === booking.talentUserId),
          customerMessages: talk.slice(0, index).filter(({ senderId }) => senderId === booking.customerId).length,
          blocked: false,
          away: false,
        },
        message.sentAt!,
      );
      expect([booking.talentName, message.body, may.ok]).toEqual([booking.talentName, message.body, true]);
      expect(message.body.length).toBeLessThanOrEqual(4000);
    });
    const members = rows.threadMembers.filter(({ threadId }) => threadId === thread.id);
    expect(members.map(({ userId }) => userId).sort()).toEqual([booking.customerId, booking.talentUserId].sort());
  }
});

test('one review per side, of completed work, shown when both are in or the blind time is over', () => {
  const seen = rows.reviews.map(({ bookingId, side }) => `${bookingId} ${side}`);
  expect(new Set(seen).size).toBe(seen.length);
  for (const review of rows.reviews) {
    const both = rows.reviews.filter(({ bookingId }) => bookingId === review.bookingId);
    const newest = Math.max(...both.map(({ createdAt }) => time(createdAt)));
    expect(time(review.publishAt)).toBe(both.length === 2 ? newest : time(review.createdAt) + 14 * 86_400_000);
    expect(['reviewed']).toContain(rows.bookings.find(({ id }) => id === review.bookingId)!.state);
    expect(review.authorName).toMatch(/^\S+( \S{1,2}\.)?$/u);
  }
  const shown = rows.reviews.filter(({ side, publishAt }) => side === 'customer' && publishAt <= now);
  expect(shown.length).toBeGreaterThanOrEqual(120);
  expect(new Set(shown.map(({ talentId }) => talentId)).size).toBe(60);
});

test('each attempt that holds money is the payment’s, and the bank remembers it', () => {
  const bank = new Map(demoBankPayments(now).map((payment) => [payment.paymentId, payment]));
  for (const attempt of rows.paymentAttempts) {
    const payment = rows.payments.find(({ id }) => id === attempt.paymentId)!;
    expect(['paid', 'refunded', 'failed']).toContain(attempt.state);
    if (attempt.state !== 'failed')
      expect([attempt.ref, attempt.state]).toEqual([payment.paidReference, payment.state]);
    if (attempt.driver !== 'fib') continue;
    expect(payment.currency).toBe('IQD');
    expect(bank.get(attempt.ref!)).toMatchObject({
      amount: payment.amount,
      status: attempt.state === 'failed' ? 'DECLINED' : attempt.state === 'refunded' ? 'REFUNDED' : 'PAID',
    });
  }
});

test('nobody has two accounts', () => {
  const mails = rows.users.map(({ email }) => email);
  expect(new Set(mails).size).toBe(rows.users.length);
  expect(customerId('omar-al-dulaimi')).toBe('user_demo_omar_individual');
  expect(talentUserId('rebin-ahmed')).toBe('user_demo_talent_rebin_ahmed');
});

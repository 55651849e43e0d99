import { describe, expect, test } from 'vitest';
import { digestDay } from './rules/day.ts';
import { isFixed, isStoppable, kindOf, kinds, letterKinds, type LetterKind, type Often } from './rules/kinds.ts';
import { pathOf } from './rules/links.ts';
import {
  afterFailure,
  burstDue,
  decideLetter,
  defaultPatience,
  deliveryMoves,
  deliveryStates,
  retryAfter,
  sendingLimits,
} from './rules/sending.ts';

const now = new Date('2026-03-20T09:00:00Z');
const minutes = (n: number) => n * 60_000;
const at = (n: number) => new Date(now.getTime() + minutes(n));

describe('what a letter is about', () => {
  test.each<[string, LetterKind]>([
    ['message.customer', 'messages'],
    ['message.direct', 'messages'],
    ['inquiry.received', 'inquiries'],
    ['inquiry.answered', 'inquiries'],
    ['inquiry.confirm', 'security'],
    ['contact.asked', 'contacts'],
    ['proposal.received', 'requests'],
    ['proposal.accepted', 'requests'],
    ['board.closed', 'requests'],
    ['board.returned', 'requests'],
    ['board.matched', 'matches'],
    ['talents.found', 'searches'],
    // a booking's letters were named before there were casting requests
    ['request.talent', 'bookings'],
    ['quote.customer', 'bookings'],
    ['accept.customer', 'bookings'],
    ['cancel.talent', 'bookings'],
    ['review.talent', 'reviews'],
    ['pay.customer', 'payments'],
    ['refunded.customer', 'payments'],
    ['subscription.renewed', 'payments'],
    ['subscription.past_due', 'payments'],
    ['credits.bought', 'payments'],
    ['subscription.reminder', 'plan'],
    ['subscription.expired', 'plan'],
    ['daily', 'daily'],
    ['cases.operator', 'operator'],
    ['dispute.operator', 'operator'],
    ['approval.operator', 'operator'],
    ['account.welcome.talent', 'security'],
    ['account.refused', 'security'],
    ['guardian.copy.inquiry', 'security'],
  ])('%s: %s', (name, kind) => expect(kindOf(name)).toBe(kind));

  test('what can be stopped is what is not fixed', () =>
    expect(letterKinds.filter(isStoppable)).toEqual(letterKinds.filter((kind) => !isFixed(kind))));
});

describe('what goes when', () => {
  const wish = {
    kind: 'messages' as LetterKind,
    often: null as Often | null,
    stopped: false,
    refusedAt: null as Date | null,
  };
  test.each<[string, Partial<typeof wish>, 'send' | string]>([
    ['at once is at once', { often: 'at_once' }, 'send'],
    ['who has no account and stopped nothing is written to', {}, 'send'],
    ['never is never', { often: 'never' }, 'never'],
    ['daily waits for the mail of the day', { often: 'daily' }, 'daily'],
    ['an address that stopped them gets none', { stopped: true }, 'stopped'],
    ['an address that refuses rests', { often: 'at_once', refusedAt: at(-1) }, 'failing'],
    ['for a week', { often: 'at_once', refusedAt: new Date(now.getTime() - sendingLimits.restAfterRefusal) }, 'send'],
  ])('%s', (_, change, outcome) => {
    const decided = decideLetter({ ...wish, ...change }, now);
    expect(decided.send ? 'send' : decided.why).toBe(outcome);
  });
  test.each<LetterKind>(['payments', 'security', 'operator'])('%s is sent whatever was chosen', (kind) =>
    expect(decideLetter({ kind, often: 'never', stopped: true, refusedAt: at(-1) }, now)).toEqual({ send: true }),
  );
  test('every other kind can be silenced', () =>
    expect(kinds.filter((kind) => decideLetter({ ...wish, kind, often: 'never' }, now).send)).toEqual(['payments']));
});

describe('a burst', () => {
  test.each([
    ['one message waits two minutes', 0, 0, 2],
    ['the next begins the waiting anew', 0, 1.5, 3.5],
    ['but not for ever', 0, 9.5, 10],
    ['what comes late is due at once', 0, 30, 10],
  ])('%s', (_, begun, latest, due) => expect(burstDue(defaultPatience, at(begun), at(latest))).toEqual(at(due)));
  test('a deploy without patience sends at once', () =>
    expect(burstDue({ quiet: 0, most: 0 }, now, at(3))).toEqual(now));
});

describe('after a try', () => {
  test('one, two, four minutes, at most six hours', () =>
    expect([1, 2, 3, 4, 20].map(retryAfter)).toEqual([1, 2, 4, 8, 360].map(minutes)));
  test('a refusal for good is the end at once', () => expect(afterFailure(1, true, now)).toEqual({ state: 'failed' }));
  test('trouble comes back later, until a person must look', () => {
    expect(afterFailure(3, false, now)).toEqual({ state: 'pending', dueAt: at(4) });
    expect(afterFailure(sendingLimits.tries, false, now)).toEqual({ state: 'failed' });
  });
  test('every state is reached from waiting', () => {
    const seen = new Set<string>(['pending']);
    for (const from of seen) for (const to of deliveryMoves[from as 'pending']) seen.add(to);
    expect([...seen].sort()).toEqual([...deliveryStates].sort());
  });
});

describe('the mail of the day', () => {
  test.each([
    ['2026-03-20T04:59:00Z', 'Asia/Baghdad', null],
    ['2026-03-20T05:00:00Z', 'Asia/Baghdad', '2026-03-20'],
    ['2026-03-20T17:59:00Z', 'Asia/Baghdad', '2026-03-20'],
    ['2026-03-20T18:00:00Z', 'Asia/Baghdad', null],
    ['2026-03-20T23:30:00Z', 'Pacific/Auckland', '2026-03-21'],
    // Morocco goes back an hour for Ramadan
    ['2026-03-10T07:30:00Z', 'Africa/Casablanca', null],
    ['2026-03-10T08:00:00Z', 'Africa/Casablanca', '2026-03-10'],
    ['2026-05-10T07:00:00Z', 'Africa/Casablanca', '2026-05-10'],
  ])('%s in %s: %s', (instant, zone, day) => expect(digestDay(new Date(instant), zone)).toBe(day));
});

describe('where a line leads', () => {
  const nothing = { threadId: null, bookingId: null, inquiryId: null, paymentId: null, requestId: null };
  test.each([
    [{ name: 'quote.customer', bookingId: 'b' }, '/bookings/b/'],
    [{ name: 'message.talent', bookingId: 'b', threadId: 't' }, '/bookings/b/'],
    [{ name: 'message.direct', threadId: 't' }, '/messages/t/'],
    [{ name: 'inquiry.received', threadId: 't', inquiryId: 'i' }, '/messages/t/'],
    [{ name: 'refunded.customer', bookingId: 'b', paymentId: 'p' }, '/bookings/b/'],
    [{ name: 'proposal.received', requestId: 'r' }, '/requests/r/'],
    [{ name: 'proposal.accepted', requestId: 'r', bookingId: 'b' }, '/bookings/b/'],
    [{ name: 'board.matched', requestId: 'r' }, '/requests/r/'],
    [{ name: 'board.returned', requestId: 'r' }, '/plan/'],
    [{ name: 'subscription.expired' }, '/pricing/'],
    [{ name: 'subscription.renewed' }, '/plan/'],
    [{ name: 'cases.operator' }, '/admin/cases/'],
    [{ name: 'dispute.operator', bookingId: 'b' }, '/admin/disputes/'],
    [{ name: 'approval.operator' }, '/admin/approvals/'],
    [{ name: 'account.approved' }, '/dashboard/'],
    [{ name: 'guardian.withdrawn' }, '/account/'],
    [{ name: 'of a later version' }, '/notifications/'],
  ])('%j', (about, path) => expect(pathOf({ ...nothing, ...about })).toBe(path));
});

import { describe, expect, test } from 'vitest';
import { canMessageInBooking, contactsShown, maskContacts, talkAfter } from './rules.ts';

const now = new Date('2026-03-20T09:00:00Z');
const talk = {
  side: 'customer' as const,
  state: 'requested',
  restingSince: now,
  answered: false,
  customerMessages: 0,
  blocked: false,
  away: false,
};
const days = (n: number) => new Date(now.getTime() - n * 86_400_000);

describe('who may write in a booking’s thread', () => {
  test('a stranger learns nothing', () =>
    expect(canMessageInBooking({ ...talk, side: null }, now)).toEqual({ ok: false, why: 'not_found' }));
  test.each([0, 1, 2])('the customer may write after %i unanswered messages', (customerMessages) =>
    expect(canMessageInBooking({ ...talk, customerMessages }, now).ok).toBe(true),
  );
  test('not a fourth', () =>
    expect(canMessageInBooking({ ...talk, customerMessages: 3 }, now)).toEqual({ ok: false, why: 'message_limit' }));
  test('an answer lifts the limit', () =>
    expect(canMessageInBooking({ ...talk, customerMessages: 3, answered: true }, now).ok).toBe(true));
  test('the talent has no limit', () =>
    expect(canMessageInBooking({ ...talk, side: 'talent', customerMessages: 3 }, now).ok).toBe(true));
  test.each(Object.entries(talkAfter))('%s: open inside its window, closed at its end', (state, window) => {
    const length = (window ?? 0) / 86_400_000;
    expect(canMessageInBooking({ ...talk, state, restingSince: days(length - 0.01) }, now).ok).toBe(true);
    expect(canMessageInBooking({ ...talk, state, restingSince: days(length) }, now)).toEqual({
      ok: false,
      why: 'booking_closed',
    });
  });
});

describe('when one blocked the other', () => {
  test.each(['requested', 'quoted', 'accepted', 'paid', 'disputed'])(
    '%s: a live booking is talked about to its end',
    (state) => expect(canMessageInBooking({ ...talk, state, blocked: true }, now).ok).toBe(true),
  );
  test.each(Object.keys(talkAfter))('%s: closed', (state) =>
    expect(canMessageInBooking({ ...talk, state, blocked: true }, now)).toEqual({ ok: false, why: 'blocked' }),
  );
});

describe('contact details give way to dots', () => {
  test.each([
    ['write to sara.k@example.com please', 'write to ••• please'],
    ['sara @ example . com', '•••'],
    ['call 0770 123 4567 tonight', 'call ••• tonight'],
    ['اتصل ٠٧٧٠١٢٣٤٥٦٧', 'اتصل •••'],
    ['ژمارە: ۰۷۵۰-۱۲۳-۴۵۶۷', 'ژمارە: •••'],
    ['see https://example.com/me?x=1 now', 'see ••• now'],
    ['wa.me/9647701234567', '•••'],
    ['+212 6 12 34 56 78', '•••'],
  ])('%s', (from, to) => expect(maskContacts(from)).toBe(to));

  test.each([
    'We are 120 guests',
    'From 16:00 to 23:30 on 12/05/2027',
    'Price 250000 IQD',
    'ساعة ٧ ونصف',
    '3.5 hours at 75000',
  ])('%s stays', (text) => expect(maskContacts(text)).toBe(text));

  test('from payment on they are shown', () => {
    expect(['requested', 'quoted', 'accepted', 'paid', 'completed'].map(contactsShown)).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
  });
});

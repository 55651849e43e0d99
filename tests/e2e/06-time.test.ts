// Last, because it moves the clock of the stack.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, local, ok } from './outside.ts';
import {
  accepted,
  bookingOf,
  cast,
  move,
  opened,
  quote,
  request,
  runJob,
  settled,
  statusOf,
  type Booking,
  type Cast,
} from './story.ts';

let who: Cast;
beforeAll(async () => {
  who = await cast();
});
afterAll(() => local('clock', { reset: true }));

const params = (booking: Booking) => ({ bookingId: booking.id });

test('a hold that is not paid ends when it is read, and frees the time for somebody else', async () => {
  const booking = await accepted(who);
  await local('clock', { advance: 'PT31M' });
  expect((await bookingOf(who.customer, booking.id)).state).toBe('expired');
  const second = { ...who, customer: who.stranger };
  const other = await request(second, booking.startsAt);
  const quoted = await quote(second, other);
  const won = await call<Booking>(who.stranger, 'acceptQuote', {
    params: params(other),
    body: { quoteVersion: quoted.quoteVersion },
  });
  expect(won.status).toBe(200);
  expect(won.body.state).toBe('accepted');
});

test('money that comes after the hold ran out still counts, when the time is still free', async () => {
  const booking = await accepted(who);
  const { payment, ref } = await opened(who, booking);
  await local('clock', { advance: 'PT31M' });
  expect((await bookingOf(who.customer, booking.id)).state).toBe('expired');
  await move(ref, { do: 'pay', late: true, notify: { times: 1 } });
  await runJob('clock-payments');
  await settled(who.customer, booking.id, 'paid');
  expect((await statusOf(who.customer, payment.paymentId)).state).toBe('paid');
});

test('money that comes after the time is gone is owed back, and nobody loses their place', async () => {
  const booking = await accepted(who);
  const { payment, ref } = await opened(who, booking);
  await local('clock', { advance: 'PT31M' });
  const second = { ...who, customer: who.stranger };
  const other = await request(second, booking.startsAt);
  const quoted = await quote(second, other);
  await ok(who.stranger, 'acceptQuote', { params: params(other), body: { quoteVersion: quoted.quoteVersion } });
  await move(ref, { do: 'pay', late: true, notify: { times: 3 } });
  await runJob('clock-payments');
  expect((await bookingOf(who.customer, booking.id)).state).toBe('expired');
  expect((await bookingOf(who.stranger, other.id)).state).toBe('accepted');
  expect((await statusOf(who.customer, payment.paymentId)).state).toMatch(/^refund/);
});

test('a request nobody answers ends after 72 hours, and a quote as well', async () => {
  const asked = await request(who);
  const quoted = await quote(who, await request(who));
  await local('clock', { advance: 'PT73H' });
  expect((await bookingOf(who.customer, asked.id)).state).toBe('expired');
  const late = await call(who.customer, 'acceptQuote', {
    params: params(quoted),
    body: { quoteVersion: quoted.quoteVersion },
  });
  expect({ status: late.status, code: late.body.code }).toEqual({ status: 409, code: 'too_late' });
});

// From outside, over HTTP only, by the contract of the local stack and the OpenAPI document.
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { call, local, ok, until, type Problem } from './outside.ts';
import {
  accepted,
  bookingOf,
  cast,
  faults,
  gatewayPayments,
  move,
  opened,
  quote,
  request,
  runJob,
  settled,
  startPayment,
  statusOf,
  type Booking,
  type Cast,
} from './story.ts';

let who: Cast;
beforeAll(async () => {
  who = await cast();
});

const params = (booking: Booking) => ({ bookingId: booking.id });
const mails = async (to: string) =>
  (await local<{ subject: string; links: string[] }[]>(`mail?to=${encodeURIComponent(to)}`)).length;

test('a booking breathes once: asked, quoted, accepted, paid, done, reviewed by both, with words and mails on the way', async () => {
  const before = { customer: await mails(who.customer.email), talent: await mails(who.talent.email) };
  const asked = await request(who);
  expect(asked).toMatchObject({ state: 'requested', you: 'customer' });
  await ok(who.customer, 'sendBookingMessage', {
    params: params(asked),
    body: { body: 'Is there shade in the afternoon?' },
  });

  const quoted = await quote(who, asked, 150_000);
  expect(quoted).toMatchObject({ state: 'quoted', you: 'talent', quoteVersion: 1 });
  await ok(who.talent, 'sendBookingMessage', { params: params(asked), body: { body: 'Plenty, under the palms.' } });

  const held = await ok<Booking>(who.customer, 'acceptQuote', { params: params(asked), body: { quoteVersion: 1 } });
  expect(held).toMatchObject({ state: 'accepted', priceAgreed: { amount: 150_000, currency: 'IQD' } });

  const { payment, ref } = await opened(who, held);
  expect(payment.nextAction).toMatchObject({
    type: 'qr',
    image: expect.stringMatching(/^data:image\/png;base64,/),
    code: expect.any(String),
  });
  await move(ref, { do: 'pay', notify: { times: 1 } });
  const paid = await settled(who.customer, asked.id, 'paid');
  expect(paid.payment).toMatchObject({ id: payment.paymentId, state: 'paid' });
  expect((await statusOf(who.customer, payment.paymentId)).receiptNumber).toBeTruthy();

  await ok(who.customer, 'completeBooking', { params: params(asked), body: {} });
  const done = await ok<Booking>(who.talent, 'completeBooking', { params: params(asked), body: {} });
  expect(done.state).toBe('completed');

  await ok(who.customer, 'createReview', {
    params: params(asked),
    body: { rating: 5, comment: 'On time, kind, and the light was perfect.' },
  });
  expect((await bookingOf(who.talent, asked.id)).reviews.theirs).toBeNull();
  await ok(who.talent, 'createReview', {
    params: params(asked),
    body: { rating: 4, comment: 'Clear wishes, good company.' },
  });
  const end = await bookingOf(who.customer, asked.id);
  expect(end.state).toBe('reviewed');
  expect(end.reviews).toMatchObject({ mine: { rating: 5 }, theirs: { rating: 4 } });
  expect(end.events.map((event) => event.to)).toEqual(
    expect.arrayContaining(['requested', 'quoted', 'accepted', 'paid', 'completed', 'reviewed']),
  );
  expect(end.thread.messages.map((message) => message.body)).toEqual(
    expect.arrayContaining(['Is there shade in the afternoon?', 'Plenty, under the palms.']),
  );

  await runJob('clock-outbox');
  // asked, accepted, paid for the talent; quoted, paid for the customer: at least these
  await until(
    'mails to the talent',
    () => mails(who.talent.email),
    (count) => count >= before.talent + 3,
  );
  await until(
    'mails to the customer',
    () => mails(who.customer.email),
    (count) => count >= before.customer + 2,
  );
});

describe('a payment is paid once, however the bank speaks of it', () => {
  test.each([0, 1, 3])('told %i times', async (times) => {
    const booking = await accepted(who);
    const { payment, ref } = await opened(who, booking);
    await move(ref, { do: 'pay', notify: { times } });
    // Without a word from the bank the clock's own question finds the money.
    if (times === 0) {
      expect((await gatewayPayments()).find((one) => one.ref === ref)?.notices).toEqual([]);
      await runJob('clock-payments');
    }
    const paid = await settled(who.customer, booking.id, 'paid');
    expect(paid.events.filter((event) => event.to === 'paid')).toHaveLength(1);
    expect(await statusOf(who.customer, payment.paymentId)).toMatchObject({ state: 'paid', underReview: false });
    expect((await runJob('clock-payments')).ok).toBe(true);
    expect((await bookingOf(who.talent, booking.id)).events.filter((event) => event.to === 'paid')).toHaveLength(1);
  });

  test('told in reversed order', async () => {
    const booking = await accepted(who);
    const { ref } = await opened(who, booking);
    await move(ref, { do: 'pay', notify: { times: 2, order: 'reversed' } });
    expect(
      (await settled(who.customer, booking.id, 'paid')).events.filter((event) => event.to === 'paid'),
    ).toHaveLength(1);
  });

  test('a forged notice changes nothing, and the true payment after it counts', async () => {
    const booking = await accepted(who);
    const { payment, ref } = await opened(who, booking);
    await move(ref, { do: 'pay', notify: { times: 1, forged: true } });
    const before = (await gatewayPayments()).find((one) => one.ref === ref);
    expect(before?.notices.length).toBeGreaterThan(0);
    await runJob('clock-payments');
    if (before?.open) {
      expect(await bookingOf(who.customer, booking.id)).toMatchObject({ state: 'accepted' });
      expect(await statusOf(who.customer, payment.paymentId)).toMatchObject({ state: 'pending' });
      await move(ref, { do: 'pay', notify: { times: 1 } });
    }
    await settled(who.customer, booking.id, 'paid');
  });

  test('another sum than the one asked for pays nothing and is put before a person', async () => {
    const booking = await accepted(who);
    const { payment, ref } = await opened(who, booking);
    await move(ref, { do: 'pay', amount: 1_000, notify: { times: 1 } });
    await runJob('clock-payments');
    const status = await until(
      'a look by a person',
      () => statusOf(who.customer, payment.paymentId),
      (one) => one.underReview,
    );
    expect(status.state).not.toBe('paid');
    expect((await bookingOf(who.customer, booking.id)).state).toBe('accepted');
  });

  test('a declined payment fails, and the customer may try again', async () => {
    const booking = await accepted(who);
    const { payment, ref } = await opened(who, booking);
    await move(ref, { do: 'decline', notify: { times: 1 } });
    await until(
      'the refusal to be known',
      () => statusOf(who.customer, payment.paymentId),
      (one) => one.state === 'failed',
    );
    const again = await opened(who, booking);
    expect(again.ref).not.toBe(ref);
    await move(again.ref, { do: 'pay', notify: { times: 1 } });
    await settled(who.customer, booking.id, 'paid');
  });
});

describe('asking to pay twice', () => {
  test('the same key gives the same answer, byte for byte, and one payment at the bank', async () => {
    const booking = await accepted(who);
    const before = (await gatewayPayments()).length;
    const key = crypto.randomUUID();
    const first = await startPayment(who.customer, booking, key);
    const second = await startPayment(who.customer, booking, key);
    expect(second.status).toBe(first.status);
    expect(second.text).toBe(first.text);
    expect(await gatewayPayments()).toHaveLength(before + 1);
  });

  test('two tabs get one QR code', async () => {
    const booking = await accepted(who);
    const before = (await gatewayPayments()).length;
    const answers = await Promise.all([startPayment(who.customer, booking), startPayment(who.customer, booking)]);
    expect(answers.filter((answer) => answer.status < 300).length).toBeGreaterThan(0);
    for (const { status } of answers) expect([200, 201, 409]).toContain(status);
    expect(await gatewayPayments()).toHaveLength(before + 1);
  });
});

describe('the bank is down while paying', () => {
  afterEach(() => faults());

  test.each(['500', '429', 'garbage', 'timeout'])(
    '%s: the customer is told what to do, and can pay when it is back',
    async (fault) => {
      const booking = await accepted(who);
      const before = (await gatewayPayments()).length;
      await faults(fault, fault, fault);
      const refused = await startPayment(who.customer, booking);
      expect([502, 503]).toContain(refused.status);
      const problem = refused.body as unknown as Problem;
      expect(problem.code).toMatch(/^(gateway_unavailable|payment_in_doubt)$/);
      expect(problem.detail.length).toBeGreaterThan(10);
      await local('gateways/fib/faults', { next: [] });
      expect((await gatewayPayments()).length).toBeLessThanOrEqual(before + 1);
      expect((await bookingOf(who.customer, booking.id)).state).toBe('accepted');
    },
  );

  test('the line is cut after the bank said yes: no second code behind their back, and the money is found', async () => {
    const booking = await accepted(who);
    const before = new Set((await gatewayPayments()).map((one) => one.ref));
    await faults('drop-after-accept');
    const cut = await startPayment(who.customer, booking);
    expect(cut.status).toBeGreaterThanOrEqual(400);
    const made = (await gatewayPayments()).filter((one) => !before.has(one.ref));
    expect(made).toHaveLength(1);
    const again = await startPayment(who.customer, booking);
    // Whatever the answer is, the machine opens nothing by itself.
    expect((await gatewayPayments()).filter((one) => !before.has(one.ref))).toHaveLength(1);
    if (again.status >= 300) expect(again.body.code).toMatch(/^payment_(in_doubt|opening)$/);
    // The payer has the code on the bank's own screen and pays it.
    await move(made[0]!.ref, { do: 'pay', notify: { times: 1 } });
    await runJob('clock-payments');
    await settled(who.customer, booking.id, 'paid');
  });

  test('the bank pays and cannot be asked: found again by the clock', async () => {
    const booking = await accepted(who);
    const { ref } = await opened(who, booking);
    await faults('500', '500', '500');
    await move(ref, { do: 'pay', notify: { times: 1 } });
    await faults();
    await until(
      'the money to be found',
      async () => (await runJob('clock-payments')) && (await bookingOf(who.customer, booking.id)),
      (one) => one.state === 'paid',
    );
  });
});

test('of two who accept the same time one wins, and the other is told kindly', async () => {
  const mine = await request(who);
  const second = { ...who, customer: who.stranger };
  const theirs = await request(second, mine.startsAt);
  const [a, b] = [await quote(who, mine), await quote(second, theirs)];
  const answers = await Promise.all([
    call<Problem>(who.customer, 'acceptQuote', { params: params(mine), body: { quoteVersion: a.quoteVersion } }),
    call<Problem>(who.stranger, 'acceptQuote', { params: params(theirs), body: { quoteVersion: b.quoteVersion } }),
  ]);
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
  expect(answers.find((answer) => answer.status === 409)?.body.code).toBe('slot_taken');
});

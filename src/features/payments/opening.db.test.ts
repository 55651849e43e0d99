import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { cast, seat } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { paymentStageOn, price, type PaymentStage } from '../../testing/payment-stage.ts';
import { createdPayment } from './schema.ts';

let database: TestDatabase;
let on: PaymentStage;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
});
afterAll(() => database.close());
beforeEach(() => void (on = paymentStageOn(database)));

const minutes = (n: number) => n * 60_000;
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );

test('the payer is shown a QR code of the site, a short code, links and an end', async () => {
  const booking = await on.accepted();
  const made = await on.create(booking);
  expect(createdPayment.parse(made)).toEqual(made);
  expect(made).toMatchObject({
    state: 'pending',
    amount: { amount: price, currency: 'IQD' },
    redirectUrl: `https://mawahib.test/en/checkout/${booking}/`,
    nextAction: {
      type: 'qr',
      image: expect.stringMatching(/^data:image\/png;base64,/),
      code: expect.stringMatching(/^[A-Z0-9-]+$/),
      links: [{ app: 'personal' }, { app: 'business' }, { app: 'corporate' }],
      expiresAt: made.expiresAt,
    },
  });
  const [bank] = on.bank();
  expect(bank).toMatchObject({
    amount: price,
    open: true,
    returnUrl: `https://mawahib.test/en/payments/${made.paymentId}/`,
  });
  expect(bank?.description).toBe(`${booking.slice(-6).toUpperCase()} Wedding day · Zainab Kareem`);
  expect(await on.rows(booking)).toMatchObject({ booking: 'accepted', payment: 'pending', attempts: ['open'] });
});

test('the secret of the callback address is nowhere in the database, nor in what was logged', async () => {
  await on.create(await on.accepted());
  const secret = on.bank()[0]?.callbackUrl?.split('/').at(-1) ?? '';
  expect(secret).toMatch(/^[\w-]{43}$/);
  const tables = ['payments', 'payment_attempts', 'payment_notices', 'audit_log', 'idempotency_keys', 'outbox'];
  for (const table of tables) {
    expect(await database.query(`select 1 from ${table} t where t::text like '%' || $1 || '%'`, [secret])).toEqual([]);
  }
  expect(on.logged.join()).not.toContain(secret);
});

describe('who may pay what', () => {
  test.each<[string, () => Promise<[string, { who?: string | null; driver?: string }]>, string]>([
    ['a visitor', async () => [await on.accepted(), { who: null }], 'unauthenticated'],
    ['a customer who is not this one', async () => [await on.accepted(), { who: cast.acme }], 'not_found'],
    ['the talent', async () => [await on.accepted(), { who: cast.zainab }], 'not_found'],
    ['another talent', async () => [await on.accepted(), { who: cast.omar }], 'not_found'],
    ['a suspended account', async () => [await on.accepted(), { who: cast.gone }], 'account_suspended'],
    [
      'someone who never chose an account',
      async () => [await on.accepted(), { who: cast.stranger }],
      'onboarding_required',
    ],
    ['a booking that is not', async () => ['0190d3a0-0000-7000-8000-00000000ffff', {}], 'not_found'],
    ['a booking only asked for', async () => [await on.accepted({ state: 'quoted' }), {}], 'payment_not_due'],
    ['a booking that is paid', async () => [await on.accepted({ state: 'paid' }), {}], 'payment_not_due'],
    ['a gateway nobody has', async () => [await on.accepted(), { driver: 'paypal' }], 'gateway_unknown'],
    ['dirhams at a bank of dinars', async () => [await on.accepted({ currency: 'MAD' }), {}], 'wrong_currency'],
  ])('%s: %s', async (_, arrange, code) => {
    const [booking, wish] = await arrange();
    expect(await refusal(on.create(booking, wish))).toBe(code);
    expect(on.bank()).toEqual([]);
    expect(await database.query('select 1 from payments where payable_id = $1', [booking])).toEqual([]);
  });

  test('a hold that is over, however late the scheduler is', async () => {
    const booking = await on.accepted();
    on.later(minutes(30));
    expect(await refusal(on.create(booking))).toBe('hold_expired');
    expect(on.bank()).toEqual([]);
  });
});

describe('one QR code, whatever the number of tabs', () => {
  test('asked again, the same attempt', async () => {
    const booking = await on.accepted();
    const first = await on.create(booking);
    expect(await on.create(booking)).toEqual(first);
    expect(await on.create(booking, { newAttempt: true })).toEqual(first);
    expect(on.bank()).toHaveLength(1);
  });

  test('ten tabs at once', async () => {
    const booking = await on.accepted();
    const made = await Promise.all(Array.from({ length: 10 }, () => on.create(booking)));
    expect(new Set(made.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(on.bank()).toHaveLength(1);
    expect(on.calls).toEqual(['POST payments']);
  });

  test('and without the constraint there would have been more: the test above can fail', async () => {
    await database.query('drop index payment_attempts_one_live');
    try {
      const booking = await on.accepted();
      const { paymentId } = await on.create(booking);
      const again = () =>
        database.query(
          `insert into payment_attempts (payment_id, payer_id, driver, amount, currency, token_hash, state, ref) values ($1, $2, 'fib', 1, 'IQD', gen_random_uuid()::text, 'open', gen_random_uuid()::text)`,
          [paymentId, cast.sara],
        );
      await again();
      expect((await on.rows(booking)).attempts).toEqual(['open', 'open']);
      await database.query('delete from payment_attempts where payment_id = $1', [paymentId]);
    } finally {
      await database.query(
        `create unique index payment_attempts_one_live on payment_attempts (payment_id) where state in ('opening', 'open')`,
      );
    }
  });

  test('a code that was declined is followed by a new one', async () => {
    const booking = await on.accepted();
    const first = await on.create(booking);
    on.move(on.bank()[0]?.ref ?? '', 'decline');
    expect(await on.status(first.paymentId)).toMatchObject({
      state: 'failed',
      attempt: { state: 'cancelled' },
      nextAction: null,
    });
    const second = await on.create(booking);
    expect(second.paymentId).toBe(first.paymentId);
    expect(second.attemptId).not.toBe(first.attemptId);
    expect(await on.rows(booking)).toMatchObject({ payment: 'pending', attempts: ['cancelled', 'open'] });
  });

  test('a code that has run out while the hold lives is asked about before it is replaced: it was paid', async () => {
    const booking = await on.accepted();
    const first = await on.create(booking);
    const ref = on.bank()[0]?.ref ?? '';
    on.move(ref, 'pay');
    await database.query(`update payment_attempts set expires_at = $2 where id = $1`, [first.attemptId, on.stage.now]);
    expect(await refusal(on.create(booking))).toBe('payment_not_due');
    expect(await on.rows(booking)).toMatchObject({ booking: 'paid', payment: 'paid', attempts: ['paid'] });
    expect(on.bank()).toHaveLength(1);
  });

  test('and called off at the bank when it was not', async () => {
    const booking = await on.accepted();
    const first = await on.create(booking);
    await database.query(`update payment_attempts set expires_at = $2 where id = $1`, [first.attemptId, on.stage.now]);
    const second = await on.create(booking);
    expect(second.attemptId).not.toBe(first.attemptId);
    expect(on.bank().map(({ state }) => state)).toEqual(['DECLINED', 'UNPAID']);
  });
});

describe('keys', () => {
  test('the same key, the same answer, even when the booking is long paid', async () => {
    const booking = await on.accepted();
    const first = await on.create(booking, { key: 'k1' });
    const ref = on.bank()[0]?.ref ?? '';
    on.move(ref, 'pay');
    await on.call(on.latest(ref));
    expect((await on.rows(booking)).booking).toBe('paid');
    expect(await on.create(booking, { key: 'k1' })).toEqual(first);
    expect(await refusal(on.create(booking))).toBe('payment_not_due');
  });
  test('the same key for something else is refused', async () => {
    await on.create(await on.accepted(), { key: 'k2' });
    expect(await refusal(on.create(await on.accepted(), { key: 'k2' }))).toBe('idempotency_mismatch');
  });
  test('a refusal leaves no trace: the key is judged anew', async () => {
    const booking = await on.accepted();
    on.faults('429');
    expect(await refusal(on.create(booking, { key: 'k3' }))).toBe('gateway_unavailable');
    expect(await on.create(booking, { key: 'k3' })).toMatchObject({ state: 'pending' });
  });
  test('five calls under one key at once', async () => {
    const booking = await on.accepted();
    const made = await Promise.all(Array.from({ length: 5 }, () => on.create(booking, { key: 'k4' })));
    expect(new Set(made.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(on.bank()).toHaveLength(1);
  });
});

describe('a bank that says no for certain', () => {
  test.each(['429', '200-with-error'] as const)(
    '%s: nothing was made, and the next try may open one',
    async (fault) => {
      const booking = await on.accepted();
      on.faults(fault);
      expect(await refusal(on.create(booking))).toBe('gateway_unavailable');
      expect(await on.rows(booking)).toMatchObject({ booking: 'accepted', payment: 'failed', attempts: ['failed'] });
      await on.create(booking);
      expect(await on.rows(booking)).toMatchObject({ payment: 'pending', attempts: ['failed', 'open'] });
      expect(on.bank()).toHaveLength(1);
    },
  );
});

describe('a bank that leaves us in doubt', () => {
  test.each(['timeout', '500', 'garbage', 'drop-after-accept'] as const)(
    '%s: no second code behind the payer’s back, however often they come',
    async (fault) => {
      const booking = await on.accepted();
      on.faults(fault);
      expect(await refusal(on.create(booking))).toBe('payment_in_doubt');
      const asked = on.calls.length;
      for (const key of [undefined, booking, undefined])
        expect(await refusal(on.create(booking, { key }))).toBe('payment_in_doubt');
      expect(on.calls).toHaveLength(asked);
      expect(await on.rows(booking)).toMatchObject({ booking: 'accepted', payment: 'pending', attempts: ['in_doubt'] });

      const chosen = await on.create(booking, { newAttempt: true });
      expect(chosen.state).toBe('pending');
      expect(await on.create(booking)).toEqual(chosen);
      expect(await on.rows(booking)).toMatchObject({ attempts: ['in_doubt', 'open'] });
    },
  );

  test('a double click on "start again" opens one', async () => {
    const booking = await on.accepted();
    on.faults('timeout');
    await refusal(on.create(booking));
    const made = await Promise.all([1, 2, 3].map(() => on.create(booking, { newAttempt: true })));
    expect(new Set(made.map(({ attemptId }) => attemptId)).size).toBe(1);
    expect(on.bank()).toHaveLength(1);
  });

  test('the status says so, and shows nothing to pay', async () => {
    const booking = await on.accepted();
    on.faults('timeout');
    await refusal(on.create(booking));
    const { paymentId } = await on.rows(booking);
    expect(await on.status(paymentId)).toMatchObject({
      state: 'pending',
      attempt: { state: 'in_doubt' },
      nextAction: null,
      underReview: false,
    });
  });

  test('the lost one is paid, and its call to the secret address is the first we hear of its name', async () => {
    const booking = await on.accepted();
    on.faults('drop-after-accept');
    expect(await refusal(on.create(booking))).toBe('payment_in_doubt');
    const ref = on.bank()[0]?.ref ?? '';
    on.move(ref, 'pay');
    expect((await on.call(on.latest(ref))).status).toBe(202);
    expect(await on.rows(booking)).toMatchObject({ booking: 'paid', payment: 'paid', attempts: ['paid'], refs: [ref] });
  });

  test('the name is kept even when the bank is down as it calls, and the clock finds the payment by it', async () => {
    const booking = await on.accepted();
    on.faults('drop-after-accept');
    await refusal(on.create(booking));
    const ref = on.bank()[0]?.ref ?? '';
    on.move(ref, 'pay');
    on.faults('timeout');
    expect((await on.call(on.latest(ref))).status).toBe(503);
    const { paymentId, ...before } = await on.rows(booking);
    expect(before).toMatchObject({ booking: 'accepted', payment: 'pending', refs: [null] });
    on.later(minutes(1));
    expect(await on.status(paymentId)).toMatchObject({ state: 'paid' });
  });

  test('a process that dies while opening leaves doubt, not a second code', async () => {
    const booking = await on.accepted();
    const real = on.gateways.get('fib');
    if (!real) throw new Error('no bank');
    on.gateways.set('fib', { ...real, open: () => new Promise(() => undefined) });
    void on.create(booking).catch(() => undefined);
    await expect.poll(async () => (await on.rows(booking)).attempts).toEqual(['opening']);
    on.gateways.set('fib', real);
    on.later(minutes(1));
    expect(await refusal(on.create(booking))).toBe('payment_in_doubt');
    expect(await on.rows(booking)).toMatchObject({ attempts: ['in_doubt'] });
    expect(await on.create(booking, { newAttempt: true })).toMatchObject({ state: 'pending' });
  });

  test('when both are paid in the end, one pays the booking and the other goes back', async () => {
    const booking = await on.accepted();
    on.faults('drop-after-accept');
    await refusal(on.create(booking));
    await on.create(booking, { newAttempt: true });
    const [lost, shown] = on.bank();
    if (!lost || !shown) throw new Error('two payments were expected at the bank');
    on.move(shown.ref, 'pay');
    on.move(lost.ref, 'pay');
    await on.call(on.latest(shown.ref));
    expect(await on.rows(booking)).toMatchObject({ booking: 'paid', payment: 'paid', attempts: ['in_doubt', 'paid'] });
    await on.call(on.latest(lost.ref));
    expect(await on.rows(booking)).toMatchObject({
      booking: 'paid',
      payment: 'paid',
      flag: 'paid_twice',
      attempts: ['refund_pending', 'paid'],
    });
    expect(on.bank().map(({ state }) => state)).toEqual(['REFUND_REQUESTED', 'PAID']);
    expect(
      await database.query(`select reason from audit_log where subject_id = $1 and action = 'payment.refund_due'`, [
        (await on.rows(booking)).paymentId,
      ]),
    ).toEqual([{ reason: 'paid_twice' }]);
  });
});

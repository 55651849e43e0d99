import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { cast, seat } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { paymentStageOn, price, type PaymentStage } from '../../testing/payment-stage.ts';
import { handler } from '../../http/serve.ts';
import { paymentRoutes } from './routes.ts';
import { documentView } from '../documents/schema.ts';
import { getReceipt } from '../documents/service.ts';
import { paymentStatus } from './schema.ts';

let database: TestDatabase;
let on: PaymentStage;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
});
afterAll(() => database.close());
beforeEach(() => void (on = paymentStageOn(database)));

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );
async function waiting() {
  const booking = await on.accepted();
  const { paymentId } = await on.create(booking);
  return { booking, paymentId, ref: on.bank().at(-1)?.ref ?? '' };
}
async function paid() {
  const made = await waiting();
  on.move(made.ref, 'pay');
  await on.call(on.latest(made.ref));
  return made;
}
const tripsOf = async (work: () => Promise<unknown>) => {
  const before = await on.counters();
  await work();
  const after = await on.counters();
  return { http: after.http - before.http, all: after.roundTrips - before.roundTrips };
};
const asks = () => on.calls.filter((call) => call.endsWith('/status')).length;

describe('the status', () => {
  test('what the page needs to show the code, and nothing that is secret', async () => {
    const { booking, paymentId } = await waiting();
    const seen = await on.status(paymentId);
    expect(paymentStatus.parse(seen)).toEqual(seen);
    expect(seen).toMatchObject({
      paymentId,
      bookingId: booking,
      state: 'pending',
      amount: { amount: price, currency: 'IQD' },
      underReview: false,
      receiptNumber: null,
      paidAt: null,
      attempt: { driver: 'fib', state: 'open' },
      nextAction: { type: 'qr', code: expect.any(String) },
      now: '2026-03-02T09:00:00.000Z',
    });
    expect(JSON.stringify(seen)).not.toContain('webhook');
  });

  test('asks the bank at most once in three seconds, whoever looks', async () => {
    const { paymentId } = await waiting();
    await on.status(paymentId);
    expect(asks()).toBe(1);
    for (let turn = 0; turn < 5; turn += 1) await on.status(paymentId);
    expect(asks()).toBe(1);
    on.later(2999);
    await on.status(paymentId);
    expect(asks()).toBe(1);
    on.later(1);
    await Promise.all(Array.from({ length: 8 }, () => on.status(paymentId)));
    expect(asks()).toBe(2);
  });

  test('is one round trip when nobody has to be asked, and no question to the bank once it is paid', async () => {
    const { paymentId } = await waiting();
    await on.status(paymentId);
    expect(await tripsOf(() => on.status(paymentId))).toEqual({ http: 1, all: 1 });
    const done = await paid();
    const before = asks();
    on.later(60_000);
    expect(await tripsOf(() => on.status(done.paymentId))).toEqual({ http: 1, all: 1 });
    expect(asks()).toBe(before);
  });

  test.each(['timeout', '500', 'garbage', '429', '200-with-error', 'drop-after-accept'] as const)(
    '%s at the bank: what is known is shown',
    async (fault) => {
      const { paymentId, ref } = await waiting();
      on.move(ref, 'pay');
      on.faults(fault);
      expect(await on.status(paymentId)).toMatchObject({ state: 'pending', nextAction: { type: 'qr' } });
      on.later(3000);
      expect(await on.status(paymentId)).toMatchObject({ state: 'paid' });
    },
  );

  test('a code that ran out is not shown', async () => {
    const { paymentId } = await waiting();
    on.later(30 * 60_000);
    expect(await on.status(paymentId)).toMatchObject({
      state: 'failed',
      attempt: { state: 'expired' },
      nextAction: null,
    });
  });

  test.each([
    ['the talent', cast.zainab],
    ['another customer', cast.acme],
    ['another talent', cast.omar],
  ])('is not there for %s', async (_, who) => {
    expect(await refusal(on.status((await waiting()).paymentId, who))).toBe('not_found');
  });
  test('is not there when it is not', async () =>
    expect(await refusal(on.status('0190d3a0-0000-7000-8000-00000000ffff'))).toBe('not_found'));
});

describe('the receipt', () => {
  const read = (paymentId: string, who: string) => getReceipt(on.as(who), { paymentId });

  test.each([
    ['the customer', cast.sara],
    ['the talent', cast.zainab],
  ])('for %s, in one round trip', async (_, who) => {
    const { booking, paymentId, ref } = await paid();
    expect(await tripsOf(() => read(paymentId, who))).toEqual({ http: 1, all: 1 });
    const seen = await read(paymentId, who);
    expect(documentView.parse(seen)).toEqual(seen);
    expect(seen).toMatchObject({
      number: expect.stringMatching(/^MW-2026-\d{6}$/),
      paymentId,
      bookingId: booking,
      kind: 'receipt',
      seller: { name: 'Mawahib Test', address: 'Karrada, Baghdad', taxId: 'IQ-1' },
      payer: { name: 'Sara' },
      payee: { name: 'Zainab Kareem' },
      sold: { title: { en: 'Wedding day' }, for: { kind: 'appointment', timeZone: 'Asia/Baghdad' } },
      amount: { amount: price, currency: 'IQD' },
      paid: { through: 'fib', title: 'FIB', reference: ref, at: '2026-03-02T09:00:00.000Z' },
      creditNotes: [],
    });
  });
  test('numbers are never the same', async () => {
    const [one, two] = [await paid(), await paid()];
    expect((await read(one.paymentId, cast.sara)).number).not.toBe((await read(two.paymentId, cast.sara)).number);
  });
  test('there is none before the money', async () =>
    expect(await refusal(read((await waiting()).paymentId, cast.sara))).toBe('not_found'));
  test.each([
    ['another customer', cast.acme],
    ['another talent', cast.omar],
  ])('there is none for %s', async (_, who) => {
    expect(await refusal(read((await paid()).paymentId, who))).toBe('not_found');
  });
});

describe('over HTTP', () => {
  const send = async (who: string | null, path: string, init: RequestInit = {}) => {
    const answer = await handler(paymentRoutes, async () => ({ ctx: on.as(who) }))(
      new Request(`https://mawahib.test${path}`, init),
    );
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> };
  };
  const post = (body: string, type = 'application/json') => ({
    method: 'POST',
    body,
    headers: { 'content-type': type },
  });

  test('created with 201, kept out of every cache', async () => {
    const booking = await on.accepted();
    const made = await send(
      cast.sara,
      '/api/payments/create',
      post(JSON.stringify({ payable: { kind: 'booking', id: booking }, driver: 'fib' })),
    );
    expect(made.status).toBe(201);
    expect(made.headers.get('cache-control')).toBe('private, no-store');
    expect((await send(cast.sara, `/api/payments/status?id=${String(made.body['paymentId'])}`)).status).toBe(200);
  });

  const id = '0190d3a0-0000-7000-8000-00000000ffff';
  test.each<[string, string | null, string, RequestInit, number, string]>([
    ['nobody', null, '/api/payments/status?id=' + id, {}, 401, 'unauthenticated'],
    ['no id', cast.sara, '/api/payments/status', {}, 422, 'invalid'],
    ['an id that is none', cast.sara, '/api/payments/status?id=1', {}, 422, 'invalid'],
    ['a receipt of nothing', cast.sara, `/api/payments/${id}/receipt`, {}, 404, 'not_found'],
    ['a receipt of nonsense', cast.sara, '/api/payments/x/receipt', {}, 404, 'not_found'],
    ['no JSON', cast.sara, '/api/payments/create', post('{'), 400, 'invalid_json'],
    ['no object', cast.sara, '/api/payments/create', post('[]'), 422, 'invalid'],
    [
      'a sum of one’s own does not help',
      cast.sara,
      '/api/payments/create',
      post(JSON.stringify({ payable: { kind: 'booking', id }, driver: 'fib', amount: 1 })),
      404,
      'not_found',
    ],
    [
      'another kind',
      cast.sara,
      '/api/payments/create',
      post(JSON.stringify({ payable: { kind: 'credit', id }, driver: 'fib' })),
      422,
      'invalid',
    ],
    [
      'a driver of strange letters',
      cast.sara,
      '/api/payments/create',
      post(JSON.stringify({ payable: { kind: 'booking', id }, driver: '../fib' })),
      422,
      'invalid',
    ],
    [
      'a form',
      cast.sara,
      '/api/payments/create',
      post('a=b', 'application/x-www-form-urlencoded'),
      415,
      'unsupported_media_type',
    ],
  ])('%s', async (_, who, path, init, status, code) => {
    const answer = await send(who, path, init);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  test('doubt and a bank that is down have their own words and a next step', async () => {
    const booking = await on.accepted();
    const body = JSON.stringify({ payable: { kind: 'booking', id: booking }, driver: 'fib' });
    on.faults('429');
    const down = await send(cast.sara, '/api/payments/create', post(body));
    expect([down.status, down.body['code'], down.headers.get('retry-after')]).toEqual([
      503,
      'gateway_unavailable',
      '10',
    ]);
    on.faults('timeout');
    const doubt = await send(cast.sara, '/api/payments/create', post(body));
    expect([doubt.status, doubt.body['code']]).toEqual([502, 'payment_in_doubt']);
    for (const { body: problem } of [down, doubt]) expect(String(problem['action']).length).toBeGreaterThan(5);
  });
});

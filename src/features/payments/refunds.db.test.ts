import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Tx } from '../../db/client.ts';
import { cast, seat } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { paymentStageOn, price, type PaymentStage } from '../../testing/payment-stage.ts';
import type { Ctx } from '../ctx.ts';
import * as operator from './operator.ts';
import { GatewayTrouble, type PaymentProvider, type RefundWish } from './provider.ts';
import { reconcilePayments } from './reconcile.ts';
import type { Report } from './rules.ts';
import { recordPaidUnder } from './service.ts';
import { keepUnasked } from './settling.ts';

const hala = 'user_hala';
let database: TestDatabase;
let on: PaymentStage;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  await database.query(
    `insert into users (id, email, name, role, onboarded_at) values ($1, 'hala@example.com', 'Hala', 'admin', now())`,
    [hala],
  );
});
afterAll(() => database.close());
beforeEach(() => void (on = paymentStageOn(database)));

const minute = 60_000;
async function paid() {
  const booking = await on.accepted();
  const { paymentId } = await on.create(booking);
  const ref = on.bank().at(-1)?.ref ?? '';
  on.move(ref, 'pay');
  await on.call(on.latest(ref));
  expect(await on.rows(booking)).toMatchObject({ booking: 'paid', payment: 'paid' });
  return { booking, paymentId, ref };
}
const write = <Answer>(work: (ctx: Ctx, tx: Tx) => Promise<Answer>, who = hala): Promise<Answer> => {
  const ctx = on.as(who);
  return ctx.doors.asSystem('test').write((tx) => work(ctx, tx));
};
async function refund(paymentId: string, amount: number | null, who = hala) {
  const made = await write(
    (ctx, tx) => operator.createRefund(ctx, tx, { paymentId, amount, reason: 'goodwill', note: 'it rained' }),
    who,
  );
  operator.sendRefund(on.as(who), made.refundId);
  await on.settled();
  return made.refundId;
}
const settle = (refundId: string, reference = 'bank 77') =>
  write((ctx, tx) => operator.settleRefund(ctx, tx, { refundId, reference }));
const clock = async () => {
  on.later(2 * minute);
  await reconcilePayments(on.as(null));
  await on.settled();
};
/** The bank, but for what it says when asked. */
function saying(report: (before: Report) => Report): void {
  const bank = on.gateways.get('fib');
  if (!bank) throw new Error('no bank');
  const { ask } = bank;
  on.gateways.set('fib', { ...bank, ask: async (ref, sum) => report(await ask(ref, sum)) } satisfies PaymentProvider);
}
const papers = async (paymentId: string) =>
  (
    await database.query<{ kind: string }>(`select kind from documents where payment_id = $1 order by id`, [paymentId])
  ).map(({ kind }) => kind);

describe('an operator gives money back', () => {
  test('all of it, through the gateway: asked for, taken, done', async () => {
    const { booking, paymentId } = await paid();
    expect(await on.books(booking)).toEqual({ received: price, held: -price });
    await refund(paymentId, null);
    expect(await on.refunds(booking)).toEqual([{ amount: price, reason: 'goodwill', state: 'pending' }]);
    expect(await on.books(booking)).toEqual({ received: price, refund_owed: -price });
    // while it is on its way it is paid: nothing has gone yet
    expect(await on.rows(booking)).toMatchObject({ payment: 'paid', attempts: ['paid'] });
    await clock();
    expect(await on.refunds(booking)).toEqual([{ amount: price, reason: 'goodwill', state: 'done' }]);
    expect(await on.rows(booking)).toMatchObject({ payment: 'refunded', attempts: ['refunded'] });
    expect(await on.books(booking)).toEqual({ received: price, refunded: -price });
    expect(await papers(paymentId)).toEqual(['receipt', 'credit_note']);
    expect(on.calls.filter((call) => call.endsWith('/refund'))).toHaveLength(1);
  });

  test('a part, where the gateway knows whole sums alone: by hand, with a reference, and a case until it is done', async () => {
    const { booking, paymentId } = await paid();
    const first = await refund(paymentId, 50_000);
    expect(on.calls.filter((call) => call.endsWith('/refund'))).toEqual([]);
    expect(await on.refunds(booking)).toEqual([{ amount: 50_000, reason: 'goodwill', state: 'by_hand' }]);
    expect(await on.cases(booking)).toEqual(['refund_by_hand']);
    await settle(first);
    expect(await on.cases(booking)).toEqual([]);
    expect(await on.books(booking)).toEqual({ received: price, held: 50_000 - price, refunded: -50_000 });
    expect(await on.rows(booking)).toMatchObject({ booking: 'paid', payment: 'paid' });
    await expect(settle(first)).rejects.toMatchObject({ code: 'already_done' });
    await settle(await refund(paymentId, null));
    expect(await on.rows(booking)).toMatchObject({ payment: 'refunded', attempts: ['refunded'] });
    expect(await on.books(booking)).toEqual({ received: price, refunded: -price });
    expect(await papers(paymentId)).toEqual(['receipt', 'credit_note', 'credit_note']);
  });

  test('never more than is left, and nothing of what is not here', async () => {
    const { paymentId } = await paid();
    await expect(refund(paymentId, price + 1)).rejects.toMatchObject({ code: 'refund_too_much' });
    await refund(paymentId, price - 10);
    await expect(refund(paymentId, 11)).rejects.toMatchObject({ code: 'refund_too_much' });
    await refund(paymentId, 10);
    await expect(refund(paymentId, null)).rejects.toMatchObject({ code: 'refund_too_much' });
    const unpaid = await on.create(await on.accepted());
    await expect(refund(unpaid.paymentId, 5)).rejects.toMatchObject({ code: 'wrong_state' });
    await expect(refund(crypto.randomUUID(), 5)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('the second of two for the whole is told the same, whether the first is on its way or has arrived', async () => {
    const { paymentId } = await paid();
    await refund(paymentId, null);
    for (const amount of [null, price, 1])
      await expect(refund(paymentId, amount)).rejects.toMatchObject({ code: 'refund_too_much' });
    await clock();
    expect(await papers(paymentId)).toEqual(['receipt', 'credit_note']);
    for (const amount of [null, price, 1])
      await expect(refund(paymentId, amount)).rejects.toMatchObject({ code: 'refund_too_much' });
    expect(await papers(paymentId)).toEqual(['receipt', 'credit_note']);
  });

  test('what will not be sent is the booking’s again', async () => {
    const { booking, paymentId } = await paid();
    const refundId = await refund(paymentId, 50_000);
    await write((ctx, tx) => operator.failRefund(ctx, tx, { refundId, reason: 'agreed otherwise' }));
    expect(await on.refunds(booking)).toEqual([{ amount: 50_000, reason: 'goodwill', state: 'failed' }]);
    expect(await on.books(booking)).toEqual({ received: price, held: -price });
    expect(await on.cases(booking)).toEqual([]);
    await expect(settle(refundId)).rejects.toMatchObject({ code: 'wrong_state' });
  });

  test('nobody else can, and is told nothing', async () => {
    const { booking, paymentId } = await paid();
    const mine = await refund(paymentId, 50_000);
    for (const who of [cast.sara, cast.zainab, cast.stranger]) {
      const refused = { code: who === cast.stranger ? /not_found|onboarding/ : 'not_found' };
      const tries = [
        refund(paymentId, 5, who),
        write((ctx, tx) => operator.settleRefund(ctx, tx, { refundId: mine, reference: 'mine' }), who),
        write((ctx, tx) => operator.failRefund(ctx, tx, { refundId: mine, reason: 'mine' }), who),
        operator.getOperatorPayment(on.as(who), { paymentId }),
        operator.askPayment(on.as(who), { paymentId }),
        operator.listGatewaySettings(on.as(who)),
      ];
      for (const done of await Promise.allSettled(tries)) {
        expect(done.status).toBe('rejected');
        if (done.status === 'rejected') expect(String(done.reason.code)).toMatch(refused.code);
      }
    }
    expect(await on.refunds(booking)).toHaveLength(1);
  });
});

test('everything of one payment is before an operator, and no secret with it', async () => {
  const { paymentId, ref } = await paid();
  await refund(paymentId, 50_000);
  const seen = await operator.getOperatorPayment(on.as(hala), { paymentId });
  expect(seen).toMatchObject({
    paymentId,
    state: 'paid',
    payer: { userId: cast.sara },
    attempts: [{ ref, state: 'paid' }],
    notices: [{ verdict: 'settled' }],
    refunds: [{ state: 'by_hand', requestedBy: hala, note: 'it rained' }],
  });
  expect(seen.ledger.map(({ kind }) => kind)).toEqual(['payment_received', 'refund_owed']);
  expect(seen.audit.map(({ action }) => action)).toContain('payment.refund_due');
  const [kept] = await database.query<{ hash: string }>(
    `select token_hash as hash from payment_attempts where payment_id = $1`,
    [paymentId],
  );
  const secret = new URL(on.latest(ref).url).pathname.split('/').at(-1) ?? '';
  expect(JSON.stringify(seen)).not.toContain(kept?.hash);
  expect(JSON.stringify(seen)).not.toContain(secret);
  expect(JSON.stringify(await operator.listGatewaySettings(on.as(hala)))).not.toContain(on.secret);
  const found = await operator.listOperatorPayments(on.as(hala), { text: ref, limit: 10 });
  expect(found.items.map((one) => one.paymentId)).toEqual([paymentId]);
});

describe('what the gateway did by itself', () => {
  test('a refund nobody here asked for is written down as done over there, once, and somebody is told', async () => {
    const { booking, paymentId, ref } = await paid();
    on.move(ref, 'refund');
    for (const _ of [1, 2, 3]) {
      await operator.askPayment(on.as(hala), { paymentId });
      on.later(minute);
    }
    expect(await on.refunds(booking)).toEqual([{ amount: price, reason: 'at_gateway', state: 'done' }]);
    expect(await on.rows(booking)).toMatchObject({ payment: 'refunded', flag: 'refunded_at_gateway' });
    expect(await on.books(booking)).toEqual({ received: price, refunded: -price });
    expect(await on.cases(booking)).toEqual(['refunded_at_gateway']);
  });

  test.each([
    ['all of it, while a part was promised by hand', price, { done: price, byHand: 0 }, ['refunded_at_gateway']],
    [
      'more than was left to promise, and not all',
      price - 4000,
      { done: price - 7000, byHand: 7000 },
      ['refunded_at_gateway', 'ledger_differs'],
    ],
  ])('%s', async (_, moved, { done, byHand }, told) => {
    const { booking, paymentId } = await paid();
    const [attempt] = await database.query<{ id: string }>(`select id from payment_attempts where payment_id = $1`, [
      paymentId,
    ]);
    const bank = on.gateways.get('fib');
    if (!bank || !attempt) throw new Error('no bank');
    const { refund: _without, ...noRefunds } = bank;
    on.gateways.set('fib', noRefunds);
    await refund(paymentId, 7000);
    on.gateways.set('fib', bank);
    for (const _again of [1, 2])
      await keepUnasked(on.as(null), attempt.id, 'made-over-there', { amount: moved, currency: 'IQD' });
    const sums = (state: string) => (refunds: { amount: number; state: string }[]) =>
      refunds.reduce((sum, one) => (one.state === state ? sum + one.amount : sum), 0);
    const now = await on.refunds(booking);
    expect({ done: sums('done')(now), byHand: sums('by_hand')(now) }).toEqual({ done, byHand });
    expect(await on.books(booking)).toMatchObject({ refunded: -done });
    expect((await on.cases(booking)).filter((kind) => told.includes(kind)).sort()).toEqual([...told].sort());
  });

  test('and a part of it, where a part was said', async () => {
    const { booking, paymentId } = await paid();
    saying((said) => (said.status === 'paid' ? { ...said, refunded: { amount: 7000, currency: 'IQD' } } : said));
    for (const _ of [1, 2]) await operator.askPayment(on.as(hala), { paymentId });
    expect(await on.refunds(booking)).toEqual([{ amount: 7000, reason: 'at_gateway', state: 'done' }]);
    expect(await on.rows(booking)).toMatchObject({ booking: 'paid', payment: 'paid', attempts: ['paid'] });
    expect(await on.books(booking)).toEqual({ received: price, held: 7000 - price, refunded: -7000 });
  });

  test('a sum the payer’s bank took back is borne by what was held, and a refund under way falls with it', async () => {
    const { booking, paymentId } = await paid();
    await refund(paymentId, 50_000);
    saying((said) => ({ ref: said.ref, status: 'charged_back', amount: { amount: price, currency: 'IQD' } }));
    for (const _ of [1, 2]) await operator.askPayment(on.as(hala), { paymentId });
    expect(await on.refunds(booking)).toMatchObject([{ state: 'failed' }]);
    expect(await on.rows(booking)).toMatchObject({
      booking: 'disputed',
      payment: 'charged_back',
      attempts: ['charged_back'],
    });
    expect(await on.books(booking)).toEqual({ received: price, refunded: -price });
    expect(await on.cases(booking)).toEqual(['charged_back']);
  });

  test('and what was left of it after a part had gone back, whatever name that sum has there', async () => {
    const { booking, paymentId } = await paid();
    const iqd = (amount: number) => ({ amount, currency: 'IQD' as const });
    saying((said) => ({ ref: said.ref, status: 'paid', amount: iqd(price), refunded: iqd(7000) }));
    await operator.askPayment(on.as(hala), { paymentId });
    saying((said) => ({ ref: said.ref, status: 'charged_back', amount: iqd(price - 7000) }));
    for (const _ of [1, 2]) await operator.askPayment(on.as(hala), { paymentId });
    expect(await on.rows(booking)).toMatchObject({ payment: 'charged_back', attempts: ['charged_back'] });
    expect(await on.books(booking)).toEqual({ received: price, refunded: -price });
    expect(await on.cases(booking)).toEqual(['refunded_at_gateway', 'charged_back']);
  });

  test('what came and went before anybody was told pays nothing, and the books say both', async () => {
    const booking = await on.accepted();
    const { paymentId } = await on.create(booking);
    saying((said) => ({ ref: said.ref, status: 'refunded', amount: { amount: price, currency: 'IQD' } }));
    await operator.askPayment(on.as(hala), { paymentId });
    expect(await on.rows(booking)).toMatchObject({ booking: 'accepted', payment: 'failed', attempts: ['refunded'] });
    expect(await on.books(booking)).toEqual({ received: price, refunded: -price });
  });
});

test('a gateway that says a refund failed moves nothing: a person sends it', async () => {
  const { booking, paymentId } = await paid();
  const bank = on.gateways.get('fib');
  if (!bank) throw new Error('no bank');
  on.gateways.set('fib', { ...bank, refund: async () => ({ status: 'failed', refundRef: 'r9' }) });
  const refundId = await refund(paymentId, null);
  expect(await on.refunds(booking)).toMatchObject([{ state: 'by_hand' }]);
  expect(await on.cases(booking)).toEqual(['refund_failed']);
  expect(await on.books(booking)).toEqual({ received: price, refund_owed: -price });
  await settle(refundId);
  expect(await on.cases(booking)).toEqual([]);
  expect(await on.rows(booking)).toMatchObject({ payment: 'refunded' });
});

test('a refund that never reached the gateway is asked for again under the same id', async () => {
  const { booking, paymentId } = await paid();
  const wished: string[] = [];
  const bank = on.gateways.get('fib');
  if (!bank?.refund) throw new Error('no bank');
  const { refund: send } = bank;
  on.gateways.set('fib', { ...bank, refund: (wish) => (wished.push(wish.refundId), send(wish)) });
  on.faults('500', '500', '500');
  const refundId = await refund(paymentId, null);
  expect(await on.refunds(booking)).toMatchObject([{ state: 'asking' }]);
  on.mend();
  await clock();
  await clock();
  expect(await on.refunds(booking)).toMatchObject([{ state: 'done' }]);
  expect(new Set(wished)).toEqual(new Set([refundId]));
  expect(wished.length).toBeGreaterThan(1);
});

test('where a gateway tells one refund from another by nothing, the second waits for the first: one is never taken for two', async () => {
  const { booking, paymentId } = await paid();
  const bank = on.gateways.get('fib');
  if (!bank) throw new Error('no bank');
  let sent = 0;
  let lost = true;
  // like FastPay: whether money of the order went back, never how much
  const refundThere = async ({ refundedBefore }: RefundWish) => {
    if (refundedBefore.amount > 0) throw new GatewayTrouble('refused', 'fib', 'refund', { code: 'second_part' });
    if (sent > 0) return { status: 'done' as const, refundRef: null };
    sent += 1;
    if (lost) throw new GatewayTrouble('in_doubt', 'fib', 'refund', { code: 'lost' });
    return { status: 'done' as const, refundRef: null };
  };
  on.gateways.set('fib', {
    ...bank,
    powers: { ...bank.powers, refund: 'partial' },
    refund: refundThere,
    askRefund: refundThere,
  });
  await refund(paymentId, 50_000);
  await refund(paymentId, 30_000);
  expect((await on.refunds(booking)).map(({ state }) => state)).toEqual(['asking', 'due']);
  lost = false;
  await clock();
  await clock();
  expect(await on.refunds(booking)).toEqual([
    { amount: 50_000, reason: 'goodwill', state: 'done' },
    { amount: 30_000, reason: 'goodwill', state: 'by_hand' },
  ]);
  expect(sent).toBe(1);
  expect(await on.books(booking)).toMatchObject({ received: price, refunded: -50_000, refund_owed: -30_000 });
});

test('a gateway’s own debit is kept once, with its attempt, its books and its invoice', async () => {
  const [bought] = await database.query<{ id: string }>(
    `insert into purchases (user_id, product, interval, recurring, amount, currency, state, paid_at, expires_at, created_at, updated_at)
     values ($1, 'professional', 'month', true, 9900, 'USD', 'open', null, $2, $2, $2) returning id`,
    [cast.sara, on.stage.now],
  );
  const payableId = bought?.id ?? '';
  const payment = {
    ref: 'in_1',
    amount: { amount: 9900, currency: 'USD' as const },
    paidAt: on.stage.now,
    periodEnd: on.stage.now,
  };
  const record = () =>
    write((ctx, tx) =>
      recordPaidUnder(ctx, tx, {
        payableId,
        payerId: cast.sara,
        driver: 'stripe',
        agreementRef: 'sub_1',
        payment,
        now: ctx.now,
      }),
    );
  const made = await Promise.all([record(), record(), record()]);
  expect(made.filter((one) => one !== null)).toHaveLength(1);
  expect(await on.rows(payableId)).toMatchObject({ payment: 'paid', attempts: ['paid'], refs: ['in_1'] });
  expect(await on.books(payableId)).toEqual({ received: 9900, sales: -9900 });
  expect(await papers(made.find((one) => one !== null)?.paymentId ?? '')).toEqual(['invoice']);
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { seat } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { paymentStageOn, price, type PaymentStage } from '../../testing/payment-stage.ts';
import { reconcilePayments } from './reconcile.ts';

let database: TestDatabase;
let on: PaymentStage;
// the books are only added to, so each story has a database of its own
beforeEach(async () => {
  database = await freshDatabase();
  await seat(database);
  on = paymentStageOn(database);
});
afterEach(() => database.close());

const minutes = (n: number) => n * 60_000;
const hours = (n: number) => n * 3_600_000;
const run = async () => {
  const report = await reconcilePayments(on.as(null));
  await on.settled();
  return Object.fromEntries(Object.entries(report).filter(([, count]) => count > 0));
};
async function waiting() {
  const booking = await on.accepted();
  const { paymentId } = await on.create(booking);
  return { booking, paymentId, ref: on.bank().at(-1)?.ref ?? '' };
}

test('no notice ever came: found paid, once', async () => {
  const { booking, ref } = await waiting();
  on.move(ref, 'pay');
  expect(await run()).toEqual({ asked: 1, settled: 1 });
  expect(await on.rows(booking)).toMatchObject({ booking: 'paid', payment: 'paid', attempts: ['paid'] });
  on.later(minutes(5));
  expect(await run()).toEqual({});
});

test('declined and expired are found as well, and a wrong sum', async () => {
  const [declined, expired, wrong, open] = [await waiting(), await waiting(), await waiting(), await waiting()];
  on.move(declined.ref, 'decline');
  on.move(expired.ref, 'expire');
  on.move(wrong.ref, 'pay', { wrongAmount: true });
  expect(await run()).toEqual({ asked: 4, settled: 2, amount_differs: 1, no_news: 1 });
  expect(await on.rows(declined.booking)).toMatchObject({ payment: 'failed', attempts: ['cancelled'] });
  expect(await on.rows(expired.booking)).toMatchObject({ payment: 'failed', attempts: ['expired'] });
  // it is on its way back already, and a person knows
  expect(await on.rows(wrong.booking)).toMatchObject({
    payment: 'pending',
    flag: 'amount_differs',
    attempts: ['refund_pending'],
  });
  expect(await on.books(wrong.booking)).toEqual({ received: price - 1000, refund_owed: 1000 - price });
  expect(await on.refunds(wrong.booking)).toEqual([{ amount: price - 1000, reason: 'wrong_sum', state: 'pending' }]);
  expect(await on.cases(wrong.booking)).toEqual(['amount_differs']);
  on.later(minutes(1));
  await run();
  expect(await on.rows(wrong.booking)).toMatchObject({ payment: 'failed', flag: null, attempts: ['refunded'] });
  expect(await on.books(wrong.booking)).toEqual({ received: price - 1000, refunded: 1000 - price });
  expect(await on.cases(wrong.booking)).toEqual([]);
  expect(await on.rows(open.booking)).toMatchObject({ payment: 'pending', attempts: ['open'] });
});

test('what is young is asked each minute, and no more often', async () => {
  await waiting();
  expect(await run()).toEqual({ asked: 1, no_news: 1 });
  on.later(minutes(1) - 1);
  expect(await run()).toEqual({});
  on.later(1);
  expect(await run()).toEqual({ asked: 1, no_news: 1 });
});

test('late money after the bank itself had given up', async () => {
  const { booking, ref } = await waiting();
  on.later(minutes(31));
  expect(await run()).toEqual({ asked: 1, settled: 1 });
  expect(await on.rows(booking)).toMatchObject({ payment: 'failed', attempts: ['expired'] });
  on.move(ref, 'pay', { late: true });
  on.later(minutes(61));
  expect(await run()).toEqual({ asked: 1, settled: 1 });
  expect(await on.rows(booking)).toMatchObject({ booking: 'paid', payment: 'paid', attempts: ['paid'] });
});

test('what is dead for a day is left alone', async () => {
  await waiting();
  on.later(minutes(31));
  await run();
  for (let hour = 0; hour < 30; hour += 1) {
    on.later(hours(1));
    await run();
  }
  const asked = on.calls.length;
  on.later(hours(5));
  expect(await run()).toEqual({});
  expect(on.calls).toHaveLength(asked);
});

test('doubt without a name is given up a day after it ran out, and the payment has failed', async () => {
  const booking = await on.accepted();
  on.faults('timeout');
  await on.create(booking).catch(() => undefined);
  expect(await run()).toEqual({ asked: 1, nothing_known: 1 });
  on.later(hours(23));
  expect(await run()).toEqual({ asked: 1, nothing_known: 1 });
  on.later(hours(2));
  expect(await run()).toEqual({ asked: 1, nothing_known: 1, expired: 1 });
  expect(await on.rows(booking)).toMatchObject({ payment: 'failed', attempts: ['expired'] });
});

test('doubt that a call has given a name is asked about by it', async () => {
  const booking = await on.accepted();
  on.faults('drop-after-accept');
  await on.create(booking).catch(() => undefined);
  const ref = on.bank()[0]?.ref ?? '';
  on.move(ref, 'pay');
  on.faults('500');
  expect((await on.call(on.latest(ref))).status).toBe(503);
  expect(await run()).toEqual({ asked: 1, settled: 1 });
  expect(await on.rows(booking)).toMatchObject({ booking: 'paid', payment: 'paid', refs: [ref] });
});

test('an opening whose process died is put in doubt', async () => {
  const { booking, paymentId } = await waiting();
  await database.query(`update payment_attempts set state = 'opening', ref = null, next = null where payment_id = $1`, [
    paymentId,
  ]);
  expect(await run()).toEqual({});
  on.later(41_000);
  expect(await run()).toEqual({ doubted: 1, asked: 1, nothing_known: 1 });
  expect(await on.rows(booking)).toMatchObject({ attempts: ['in_doubt'] });
});

test('where a bank can be asked for a time only, a question left unanswered is remembered until the next answer', async () => {
  const { paymentId } = await waiting();
  const bank = on.gateways.get('fib');
  if (!bank) throw new Error('no bank');
  const since = async () =>
    (await database.query(`select unanswered_at from payment_attempts where payment_id = $1`, [paymentId]))[0];
  on.faults('500');
  expect(await run()).toEqual({ asked: 1, unreachable: 1 });
  expect(await since()).toEqual({ unanswered_at: null });

  on.gateways.set('fib', {
    ...bank,
    powers: { ...bank.powers, windows: { ...bank.powers.windows, askable: hours(24) } },
  });
  on.faults('500');
  on.later(minutes(2));
  await run();
  expect(await since()).toEqual({ unanswered_at: on.stage.now });
  on.later(minutes(2));
  await run();
  expect(await since()).toEqual({ unanswered_at: null });
});

describe('where a bank can be asked for a day only', () => {
  async function forADay() {
    const { booking, paymentId, ref } = await waiting();
    const bank = on.gateways.get('fib');
    if (!bank) throw new Error('no bank');
    on.gateways.set('fib', {
      ...bank,
      powers: { ...bank.powers, windows: { ...bank.powers.windows, askable: hours(24) } },
    });
    const facts = async () =>
      (
        await database.query(`select unanswered_at, asked_at from payment_attempts where payment_id = $1`, [paymentId])
      )[0];
    return { booking, ref, facts };
  }

  test('a call it does not answer for is a question left unanswered; the next one answered makes it good', async () => {
    const { ref, facts } = await forADay();
    on.move(ref, 'pay');
    on.faults('500');
    expect((await on.call(on.latest(ref))).status).toBe(503);
    expect(await facts()).toMatchObject({ unanswered_at: on.stage.now });
    expect((await on.call(on.latest(ref))).status).toBe(202);
    expect(await facts()).toMatchObject({ unanswered_at: null });
  });

  test('what is dead is not asked about beyond that day: when it last was, stays to be seen', async () => {
    const { facts } = await forADay();
    await database.query(`update payment_attempts set state = 'expired', asked_at = $1, expires_at = $1`, [
      on.stage.now,
    ]);
    const before = await facts();
    on.later(hours(23.9));
    expect(await run()).toEqual({ asked: 1, no_news: 1 });
    await database.query(`update payment_attempts set asked_at = $1, expires_at = expires_at + interval '1 hour'`, [
      before?.['asked_at'],
    ]);
    on.later(hours(0.2));
    expect(await run()).toEqual({});
    expect(await facts()).toEqual(before);
  });
});

test('refunds are begun, waited for and finished', async () => {
  const { booking, ref } = await waiting();
  await database.query(`update bookings set state = 'withdrawn' where id = $1`, [booking]);
  on.move(ref, 'pay');
  on.faults('500');
  expect(await run()).toEqual({ asked: 1, unreachable: 1 });
  on.later(minutes(1));
  expect(await run()).toEqual({ asked: 1, refund_due: 1 });
  expect(await on.rows(booking)).toMatchObject({
    booking: 'withdrawn',
    payment: 'refund_pending',
    attempts: ['refund_pending'],
  });
  on.later(minutes(1));
  expect(await on.books(booking)).toEqual({ received: price, refund_owed: -price });
  expect(await run()).toEqual({ refund_done: 1 });
  expect(await on.rows(booking)).toMatchObject({ booking: 'withdrawn', payment: 'refunded', attempts: ['refunded'] });
  expect(await on.books(booking)).toEqual({ received: price, refunded: -price });
  expect(await on.refunds(booking)).toEqual([{ amount: price, reason: 'time_gone', state: 'done' }]);
  on.later(hours(2));
  expect(await run()).toEqual({});
});

test('a refund whose answer was lost is not asked for twice', async () => {
  const { booking, ref } = await waiting();
  await database.query(`update bookings set state = 'withdrawn' where id = $1`, [booking]);
  on.move(ref, 'pay');
  // the refund is carried out, and whatever the bank says next does not reach us
  const bank = on.gateways.get('fib');
  if (!bank?.refund) throw new Error('no bank');
  const { refund } = bank;
  on.gateways.set('fib', {
    ...bank,
    refund: async (wish) => {
      await refund(wish);
      on.gateways.set('fib', bank);
      on.faults('timeout');
      return refund(wish);
    },
  });
  await run();
  expect(await on.rows(booking)).toMatchObject({ payment: 'refund_due', attempts: ['refund_due'] });
  on.mend();
  on.later(minutes(1));
  await run();
  expect(await on.rows(booking)).toMatchObject({ payment: 'refunded', attempts: ['refunded'] });
  expect(on.calls.filter((call) => call.endsWith('/refund'))).toHaveLength(1);
});

test('past its window the bank refuses: a person is called once, not each time', async () => {
  const { booking, ref, paymentId } = await waiting();
  await database.query(`update bookings set state = 'withdrawn' where id = $1`, [booking]);
  on.move(ref, 'pay');
  on.later(hours(24 * 8));
  await run();
  for (let turn = 0; turn < 3; turn += 1) {
    on.later(hours(1));
    await run();
  }
  expect(await on.rows(booking)).toMatchObject({ payment: 'refund_due', flag: 'refund_refused' });
  expect(await on.refunds(booking)).toEqual([{ amount: price, reason: 'time_gone', state: 'by_hand' }]);
  expect(await on.cases(booking)).toEqual(['refund_by_hand']);
  expect(
    await database.query(`select 1 from audit_log where subject_id = $1 and action = 'payment.refund_refused'`, [
      paymentId,
    ]),
  ).toHaveLength(1);
});

test('a bank that is down is not asked a hundred times to say so, and the longest unasked come first', async () => {
  for (let turn = 0; turn < 12; turn += 1) await waiting();
  on.faults(...Array.from({ length: 12 }, () => '429' as const));
  const first = await run();
  expect(first['unreachable']).toBeLessThanOrEqual(7);
  expect((first['unreachable'] ?? 0) + (first['left'] ?? 0)).toBe(12);
  on.mend();
  for (const { ref } of on.bank()) on.move(ref, 'pay');
  expect(await run()).toMatchObject({ settled: first['left'] });
  on.later(minutes(1));
  expect(await run()).toMatchObject({ settled: first['unreachable'] });
  expect(await database.query(`select 1 from payments where state <> 'paid'`)).toEqual([]);
});

test('two runs at once ask about each payment once', async () => {
  const made = [await waiting(), await waiting(), await waiting()];
  for (const { ref } of made) on.move(ref, 'pay');
  const before = on.calls.length;
  await Promise.all([run(), run()]);
  expect(on.calls.length - before).toBe(3);
  for (const { booking } of made) expect(await on.rows(booking)).toMatchObject({ booking: 'paid', payment: 'paid' });
});

test('one payment that trips us up does not keep the others waiting', async () => {
  const [bad, good] = [await waiting(), await waiting()];
  for (const { ref } of [bad, good]) on.move(ref, 'pay');
  const { booking: whole } = on.payables;
  on.payables.booking = {
    ...whole,
    paid: (tx, id, now, money) =>
      id === bad.booking ? Promise.reject(new Error('a bug')) : whole.paid(tx, id, now, money),
  };
  expect(await run()).toEqual({ asked: 1, settled: 1, left: 1 });
  expect(await on.rows(good.booking)).toMatchObject({ payment: 'paid' });
  on.payables.booking = whole;
  on.later(minutes(1));
  expect(await run()).toEqual({ asked: 1, settled: 1 });
  expect(await on.rows(bad.booking)).toMatchObject({ payment: 'paid' });
});

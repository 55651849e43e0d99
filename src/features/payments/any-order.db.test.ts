import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seat } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { paymentStageOn, price, type PaymentStage } from '../../testing/payment-stage.ts';
import { reconcilePayments } from './reconcile.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
});
afterAll(() => database.close());

/** What can happen to a payment between its first code and the end of the day, in any order and any number. */
const weights: Record<string, number> = {
  pay: 9,
  'late pay': 4,
  decline: 1,
  expire: 1,
  call: 4,
  'old call': 2,
  'forged call': 1,
  'wrong name': 1,
  'five calls at once': 1,
  'bank fails': 2,
  'process dies': 1,
  look: 2,
  reconcile: 1,
  'start again': 1,
  'new code': 4,
  'time passes': 2,
  'the hold ends': 2,
  withdraw: 1,
};
type Happening = { does: string; which: number };
const happening: fc.Arbitrary<Happening> = fc.record({
  does: fc.oneof(...Object.entries(weights).map(([does, weight]) => ({ weight, arbitrary: fc.constant(does) }))),
  which: fc.nat(3),
});
const faults = ['timeout', '500', 'garbage', 'drop-after-accept'] as const;
/** Most days begin with an opening that went wrong, mostly after the bank had carried it out. */
const story = fc.record({
  opening: fc.option(fc.constantFrom(...faults, 'drop-after-accept' as const, 'drop-after-accept' as const), {
    freq: 3,
  }),
  another: fc.boolean(),
  steps: fc.array(happening, { minLength: 4, maxLength: 14 }),
});
const shrug = () => undefined;

async function play(on: PaymentStage, booking: string, { does, which }: Happening): Promise<void> {
  const bank = on.bank();
  const chosen = bank[which % Math.max(1, bank.length)];
  if (does === 'bank fails') return void on.faults(faults[which] ?? '500');
  if (does === 'time passes') return on.later(90_000 * (which + 1));
  if (does === 'the hold ends') return on.later(31 * 60_000);
  if (does === 'reconcile') return void (await reconcilePayments(on.as(null)));
  if (does === 'look') return void (await on.status((await on.rows(booking)).paymentId).catch(shrug));
  if (does === 'start again' || does === 'new code')
    return void (await on.create(booking, { newAttempt: does === 'new code' }).catch(shrug));
  if (does === 'withdraw') {
    // as the verb would: only what is not paid yet
    await database.query(`update bookings set state = 'withdrawn' where id = $1 and state = 'accepted'`, [booking]);
    return;
  }
  if (!chosen) return;
  if (does === 'pay' || does === 'late pay' || does === 'decline' || does === 'expire') {
    try {
      on.move(chosen.ref, does === 'late pay' ? 'pay' : does, { late: does === 'late pay' });
    } catch {
      // the bank has its own rules about what can still be done
    }
    return;
  }
  if (does === 'process dies') {
    const { booking: whole } = on.payables;
    on.payables.booking = {
      ...whole,
      paid: async (...facts) => (await whole.paid(...facts), Promise.reject(new Error('died'))),
    };
    await on.call(on.latest(chosen.ref)).catch(shrug);
    on.payables.booking = whole;
    return;
  }
  if (does === 'forged call') return void (await on.call(on.forge(chosen.ref, 'pay')).catch(shrug));
  if (does === 'wrong name') {
    const other = on.bank()[0];
    return void (await on
      .call({ ...on.latest(chosen.ref), body: JSON.stringify({ id: other?.ref, status: 'PAID' }) })
      .catch(shrug));
  }
  if (does === 'five calls at once')
    return void (await Promise.all(Array.from({ length: 5 }, () => on.call(on.latest(chosen.ref)).catch(shrug))));
  const history = on.history(chosen.ref);
  const notice = does === 'old call' ? history[which % history.length] : history.at(-1);
  if (notice) await on.call(notice).catch(shrug);
}

/** The day goes on: the bank is well again, lost codes have called once, and the clock ticks until nothing is under way. */
async function endTheDay(on: PaymentStage): Promise<void> {
  on.mend();
  await on.settled();
  for (const { ref } of on.bank()) await on.call(on.latest(ref));
  for (let tick = 0; tick < 6; tick += 1) {
    on.later(30 * 60_000);
    await reconcilePayments(on.as(null));
    await on.settled();
  }
}

/** What must never be so when the day is over, in words. */
async function wrongs(on: PaymentStage, booking: string): Promise<string[]> {
  const bank = on.bank();
  const rows = await on.rows(booking);
  const events = await database.query(`select 1 from booking_events where booking_id = $1 and move = 'pay'`, [booking]);
  const paid = rows.booking === 'paid';
  const once = paid ? 1 : 0;
  const kept = bank.filter(({ state }) => state === 'PAID').length;
  const everPaid = bank.some(({ paidAmount }) => paidAmount === price);
  const said: [boolean, string][] = [
    [kept === once, `the bank keeps ${kept} payments of a booking that is ${String(rows.booking)}`],
    [events.length === once, `${events.length} times paid by the booking's own history`],
    [rows.attempts.filter((state) => state === 'paid').length === once, `attempts are ${rows.attempts.join()}`],
    [(rows.payment === 'paid') === paid, `the payment is ${String(rows.payment)}, the booking ${String(rows.booking)}`],
    [!everPaid || paid || rows.booking === 'withdrawn', 'somebody paid in good time and has no booking'],
    [
      !rows.attempts.some((state) => state === 'opening' || state === 'refund_due'),
      `left lying: ${rows.attempts.join()}`,
    ],
  ];
  return said.flatMap(([holds, words]) => (holds ? [] : [words]));
}

test('whatever happens in whatever order: no money lost, none kept twice, none invented', async () => {
  await fc.assert(
    fc.asyncProperty(story, async ({ opening, another, steps }) => {
      const on = paymentStageOn(database);
      const booking = await on.accepted();
      if (opening !== null) on.faults(opening);
      await on.create(booking).catch(shrug);
      if (another) await on.create(booking, { newAttempt: true }).catch(shrug);
      for (const step of steps) await play(on, booking, step);
      await endTheDay(on);
      expect(await wrongs(on, booking)).toEqual([]);
    }),
    { numRuns: 25, seed: 20260301, endOnFailure: true },
  );
}, 120_000);

test('and with a booking that takes money it cannot use, the same questions find it: they can fail', async () => {
  const on = paymentStageOn(database);
  on.payables.booking = { ...on.payables.booking, paid: async () => 'confirmed' };
  const booking = await on.accepted();
  await on.create(booking);
  await play(on, booking, { does: 'withdraw', which: 0 });
  await play(on, booking, { does: 'pay', which: 0 });
  await endTheDay(on);
  expect(await wrongs(on, booking)).not.toEqual([]);
});

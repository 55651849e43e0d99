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
const happening = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constantFrom('pay', 'decline', 'expire'), which: fc.nat(3) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constantFrom('call', 'old call', 'forged call', 'wrong name', 'five calls at once'),
      which: fc.nat(3),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('bank fails', 'process dies'), which: fc.nat(3) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constantFrom('look', 'reconcile', 'start again', 'new code', 'time passes', 'withdraw'),
      which: fc.nat(3),
    }),
  },
);
type Happening = { does: string; which: number };

const faults = ['timeout', '500', 'garbage', 'drop-after-accept'] as const;
const shrug = () => undefined;

async function play(on: PaymentStage, booking: string, from: number, { does, which }: Happening): Promise<void> {
  const mine = () => on.bank().slice(from);
  const chosen = mine()[which % Math.max(1, mine().length)];
  if (does === 'bank fails') return void on.faults(faults[which] ?? '500');
  if (does === 'time passes') return on.later(90_000 * (which + 1));
  if (does === 'reconcile') return void (await reconcilePayments(on.as(null)));
  if (does === 'look') return void (await on.status((await on.rows(booking)).paymentId).catch(shrug));
  if (does === 'start again' || does === 'new code')
    return void (await on.create(booking, { newAttempt: does === 'new code' }).catch(shrug));
  if (does === 'withdraw') {
    // as the verb would, and now and then only: most bookings are wanted
    if (which === 0)
      await database.query(`update bookings set state = 'withdrawn' where id = $1 and state = 'accepted'`, [booking]);
    return;
  }
  if (!chosen) return;
  if (does === 'pay' || does === 'decline' || does === 'expire') {
    try {
      on.move(chosen.ref, does);
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

test('whatever happens in whatever order: no money lost, none kept twice, none invented', async () => {
  const on = paymentStageOn(database);
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 3, maxLength: 14 }), async (story) => {
      on.mend();
      on.at('2026-03-02T09:00:00Z');
      const from = on.bank().length;
      const booking = await on.accepted();
      await on.create(booking);
      for (const step of story) await play(on, booking, from, step);

      // the day goes on: the bank is well again, lost openings have called once, and the clock ticks until nothing is under way
      on.mend();
      await on.settled();
      for (const { ref } of on.bank().slice(from)) await on.call(on.latest(ref));
      for (let tick = 0; tick < 6; tick += 1) {
        on.later(30 * 60_000);
        await reconcilePayments(on.as(null));
        await on.settled();
      }

      const bank = on.bank().slice(from);
      const kept = bank.filter(({ state }) => state === 'PAID');
      const rows = await on.rows(booking);
      const events = await database.query(`select 1 from booking_events where booking_id = $1 and move = 'pay'`, [
        booking,
      ]);
      const paid = rows.booking === 'paid';
      expect({
        kept: kept.length,
        payment: rows.payment === 'paid',
        events: events.length,
        attempts: rows.attempts.filter((state) => state === 'paid').length,
      }).toEqual(
        paid ? { kept: 1, payment: true, events: 1, attempts: 1 } : { kept: 0, payment: false, events: 0, attempts: 0 },
      );
      // who paid and whose booking could still be had, has it
      const everPaid = bank.some(({ paidAmount }) => paidAmount === price);
      if (everPaid && rows.booking !== 'withdrawn') expect(paid).toBe(true);
      expect(rows.attempts.filter((state) => state === 'opening' || state === 'refund_due')).toEqual([]);
      expect(
        await database.query('select 1 from payments where state = $1 and payable_id = $2', ['refund_due', booking]),
      ).toEqual([]);
    }),
    { numRuns: 15, seed: 20260301, endOnFailure: true },
  );
}, 120_000);

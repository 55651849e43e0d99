import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import type { Currency } from '../../core/money.ts';
import { seat } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { paymentStageOn, type PaymentStage } from '../../testing/payment-stage.ts';
import { openBanks, type Bank } from '../../testing/simulation/banks.ts';
import { drivers } from './drivers.ts';

let database: TestDatabase;
let on: PaymentStage;
let banks: Bank[];
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
});
afterAll(() => database.close());
beforeEach(() => {
  on = paymentStageOn(database);
  banks = openBanks({ now: () => on.stage.now, siteUrl: 'https://mawahib.test', post: () => undefined });
  for (const { driver: name, env, line } of banks) {
    const provider = drivers.find((one) => one.name === name)?.connect({ env, fetch: line, now: () => on.stage.now });
    if (!provider) throw new Error(`${name} has its keys and opened nothing`);
    on.gateways.set(name, provider);
  }
});

const minutes = (n: number) => n * 60_000;
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );

/** Every driver, by what its gateway says of a payment that came to nothing, and by whether it can be called off. */
type Class = {
  driver: string;
  currency: Currency;
  declined: 'over' | 'silent';
  expired: 'over' | 'silent';
  callsOff: boolean;
  /** how long its page is good for, where that is declared and shorter than the hold of this test */
  window: number | null;
};
const classes: Class[] = [
  { driver: 'fib', currency: 'IQD', declined: 'over', expired: 'over', callsOff: true, window: null },
  { driver: 'stripe', currency: 'MAD', declined: 'silent', expired: 'over', callsOff: true, window: null },
  { driver: 'fastpay', currency: 'IQD', declined: 'silent', expired: 'silent', callsOff: false, window: minutes(60) },
  { driver: 'nasspay', currency: 'IQD', declined: 'over', expired: 'over', callsOff: false, window: minutes(60) },
  { driver: 'nasswallet', currency: 'IQD', declined: 'over', expired: 'silent', callsOff: false, window: minutes(60) },
  { driver: 'areeba', currency: 'IQD', declined: 'over', expired: 'over', callsOff: false, window: null },
  { driver: 'areeba-mpgs', currency: 'USD', declined: 'over', expired: 'silent', callsOff: false, window: null },
];

test('every driver is here', () => {
  expect(classes.map(({ driver }) => driver).toSorted()).toEqual(drivers.map(({ name }) => name).toSorted());
});

/** A payment that is open, at a minute when no click is a double click. */
async function opened({ driver, currency }: Pick<Class, 'driver' | 'currency'>) {
  const booking = await on.accepted({ currency });
  await database.query('update bookings set hold_expires_at = $2 where id = $1', [
    booking,
    new Date(on.stage.now.getTime() + minutes(180)),
  ]);
  const first = await on.create(booking, { driver });
  on.later(minutes(2));
  const bank = banks.find((one) => one.driver === driver);
  if (!bank) throw new Error(`no twin of ${driver}`);
  const [ref] = (await on.rows(booking)).refs;
  const again = () => on.create(booking, { driver, newAttempt: true });
  const becomes = (deed: 'pay' | 'decline' | 'expire', late = false) => {
    const moved = bank.gateway.move(ref ?? '', deed, { late });
    if (moved === null || 'refused' in moved) throw new Error(`${driver} did not ${deed}`);
  };
  const canBePaid = () => bank.gateway.payments().filter(({ open }) => open).length;
  return { booking, first, bank, ref: ref ?? '', again, becomes, canBePaid };
}

describe.each(classes)('$driver', (at) => {
  test('still open there: called off where it can be, else the same one; never two that can be paid', async () => {
    const { booking, first, again, canBePaid } = await opened(at);
    const second = await again();
    if (at.callsOff) {
      expect(second.attemptId).not.toBe(first.attemptId);
      expect((await on.rows(booking)).attempts).toEqual(['cancelled', 'open']);
    } else {
      expect(second).toEqual(first);
      expect((await on.rows(booking)).attempts).toEqual(['open']);
    }
    expect(canBePaid()).toBe(1);
  });

  test.each(['decline', 'expire'] as const)('after a %s there', async (deed) => {
    const { booking, first, again, becomes } = await opened(at);
    becomes(deed);
    const says = deed === 'decline' ? at.declined : at.expired;
    const second = await again();
    if (says === 'over' || at.callsOff) {
      expect(second.attemptId).not.toBe(first.attemptId);
      expect(second.nextAction).not.toEqual(first.nextAction);
      expect((await on.rows(booking)).attempts).toEqual([
        expect.stringMatching(/^(failed|expired|cancelled)$/),
        'open',
      ]);
    } else {
      expect(second).toEqual(first);
    }
  });

  test('pressed three times at once, one', async () => {
    const { booking, again, becomes, bank } = await opened(at);
    becomes('decline');
    const made = await Promise.all([again(), again(), again()]);
    expect(new Set(made.map(({ attemptId }) => attemptId)).size).toBe(1);
    expect(await again()).toEqual(made[0]);
    expect((await on.rows(booking)).attempts.filter((state) => state === 'open')).toHaveLength(1);
    expect(bank.gateway.payments().length).toBeLessThanOrEqual(2);
  });

  test('found paid: no other is opened', async () => {
    const { booking, again, becomes } = await opened(at);
    becomes('pay');
    expect(await refusal(again())).toBe('payment_not_due');
    expect(await on.rows(booking)).toMatchObject({ booking: 'paid', payment: 'paid', attempts: ['paid'] });
  });

  test('a gateway that does not answer: what is open is shown again, as without the wish', async () => {
    const { first, again, bank } = await opened(at);
    bank.faults.add(['500', '500', '500']);
    expect(await again()).toEqual(first);
  });
});

describe.each(classes.filter(({ window }) => window !== null))('$driver tells no end, so its window is one', (at) => {
  test('a page whose time is over is followed by another, though nothing there says so', async () => {
    const { booking, first, again } = await opened(at);
    on.later((at.window ?? 0) - minutes(3));
    expect((await again()).attemptId).toBe(first.attemptId);
    on.later(minutes(1));
    expect((await again()).attemptId).not.toBe(first.attemptId);
    expect((await on.rows(booking)).attempts).toEqual(['expired', 'open']);
  });

  test('the first is paid late all the same: it pays, and what comes in twice goes back', async () => {
    const { booking, again, becomes, bank, ref } = await opened(at);
    const calls = async (of: string) => {
      on.later(minutes(1));
      const notice = bank.gateway.notices(of).findLast(({ method }) => method !== 'GET');
      if (!notice) throw new Error(`${at.driver} has nothing to say`);
      await on.call(notice);
    };
    on.later(at.window ?? 0);
    await again();
    const [, other] = (await on.rows(booking)).refs;
    becomes('pay', true);
    await calls(ref);
    expect(await on.rows(booking)).toMatchObject({ booking: 'paid', payment: 'paid', attempts: ['paid', 'open'] });
    bank.gateway.move(other ?? '', 'pay', {});
    await calls(other ?? '');
    expect((await on.rows(booking)).attempts).toEqual(['paid', expect.stringMatching(/^refund/)]);
    expect(await on.refunds(booking)).toMatchObject([{ reason: 'paid_twice' }]);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Money } from '../../core/money.ts';
import { seat } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { ledgerStageOn, type LedgerStage } from '../../testing/ledger-stage.ts';
import type { Ctx } from '../ctx.ts';
import { agree, compareWithGateways, toldBy } from './comparison.ts';
import { GatewayTrouble, type PaymentProvider, type Powers } from './provider.ts';
import type { Report } from './rules.ts';

let database: TestDatabase;
let on: LedgerStage;
let asked: string[];
let says: (ref: string, expected: Money) => Report;
let powers: Powers;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.query(
    `set session_replication_role = replica; delete from ledger_lines; delete from ledger_entries; delete from gateway_comparisons; delete from payment_notices; delete from money_cases; delete from payment_attempts; delete from payments; delete from bookings; set session_replication_role = origin`,
  );
  on = await ledgerStageOn(database);
  asked = [];
  says = (ref, amount) => ({ ref, status: 'paid', amount });
  powers = {
    currencies: ['IQD'],
    amountFormat: 'whole',
    reference: 'theirs',
    reopens: false,
    cancel: true,
    refund: 'full',
    trust: 'hint',
    notifies: 'every_change',
    address: 'payment',
    recurring: false,
    windows: { payable: null, refundable: null, askable: null },
  };
});
const minutes = (n: number) => n * 60_000;
const hours = (n: number) => n * 3_600_000;

/** The gateway is the one thing here that speaks a script: what it may say is what is under test. */
async function run(budget?: number) {
  const unused = (): never => {
    throw new Error('a comparison only asks');
  };
  const gateway: PaymentProvider = {
    name: 'fib',
    get powers() {
      return powers;
    },
    open: unused,
    hear: unused,
    thanks: unused,
    ask: async (ref, expected) => {
      asked.push(ref);
      return says(ref, expected);
    },
  };
  const ctx = on.as(null);
  const world: Ctx = { ...ctx, ports: { ...ctx.ports, gateway: (name) => (name === 'fib' ? gateway : null) } };
  const { lies, ...tally } = await compareWithGateways(world, budget);
  return { ...Object.fromEntries(Object.entries(tally).filter(([, n]) => n > 0)), lies };
}
const cases = () =>
  database.query<{ subject: string; facts: { books: object; gateway: object } }>(
    `select subject, driver, kind, payment_id, facts from money_cases order by id`,
  );

describe('what is compared', () => {
  const iqd = (amount: number) => ({ amount, currency: 'IQD' as const });
  const books = (received: number, returned = 0, underway = 0) => ({ received, returned, underway });
  test.each<[Report, Powers['refund'], ReturnType<typeof books>, boolean]>([
    [{ ref: 'r', status: 'paid', amount: iqd(5) }, 'full', books(5), true],
    [{ ref: 'r', status: 'paid', amount: iqd(5) }, 'full', books(5, 5), false],
    [{ ref: 'r', status: 'paid', amount: iqd(5) }, 'none', books(5, 5), true],
    [{ ref: 'r', status: 'paid', amount: iqd(5), refunded: iqd(2) }, 'partial', books(5, 2), true],
    [{ ref: 'r', status: 'paid', amount: iqd(5), refunded: iqd(2) }, 'partial', books(5), false],
    [{ ref: 'r', status: 'paid', amount: iqd(5), refunded: iqd(2) }, 'partial', books(5, 0, 2), true],
    [{ ref: 'r', status: 'paid', amount: iqd(5), refunded: iqd(3) }, 'partial', books(5, 0, 2), false],
    [{ ref: 'r', status: 'refund_pending', amount: iqd(5) }, 'full', books(5, 5), true],
    [{ ref: 'r', status: 'refunded', amount: iqd(5) }, 'full', books(5, 5), true],
    [{ ref: 'r', status: 'refunded', amount: iqd(5) }, 'full', books(5), false],
    [{ ref: 'r', status: 'charged_back', amount: iqd(5) }, 'full', books(5), false],
    [{ ref: 'r', status: 'paid', amount: iqd(6) }, 'full', books(5), false],
    [{ ref: 'r', status: 'failed', reason: 'declined' }, 'full', books(0), true],
    [{ ref: 'r', status: 'failed', reason: 'declined' }, 'full', books(5), false],
    [{ ref: 'r', status: 'pending' }, 'full', books(5), false],
  ])('%j at one that refunds %s, books %j: %s', (report, refund, kept, same) =>
    expect(agree(kept, toldBy(report, { refund }))).toBe(same),
  );
});

test('books and gateway agree: no case, and a day of peace', async () => {
  await on.paid();
  expect(await run()).toEqual({ lies: {} });
  on.later(minutes(10));
  expect(await run()).toEqual({ same: 1, lies: { 'fib IQD': { books: 100_000, gateway: 100_000 } } });
  on.later(hours(23));
  expect(await run()).toEqual({ lies: {} });
  on.later(hours(1));
  expect(await run()).toMatchObject({ same: 1 });
  expect(await cases()).toEqual([]);
});

test('a refund nobody here asked for opens one case, once, and none after it was closed', async () => {
  const { attemptId } = await on.paid();
  on.later(hours(1));
  says = (ref, amount) => ({ ref, status: 'refunded', amount });
  expect(await run()).toEqual({ differs: 1, cases: 1, lies: { 'fib IQD': { books: 100_000, gateway: 0 } } });
  expect(await cases()).toMatchObject([
    {
      subject: attemptId,
      driver: 'fib',
      kind: 'ledger_differs',
      facts: { books: { received: 100_000, returned: 0 }, gateway: { received: 100_000, returned: 100_000 } },
    },
  ]);
  on.later(hours(24));
  expect(await run()).toMatchObject({ differs: 1 });
  expect(await cases()).toHaveLength(1);
  await database.query(`update money_cases set closed_at = now(), closed_by = 'x', resolution = 'corrected'`);
  on.later(hours(24));
  expect(await run()).toMatchObject({ differs: 1 });
  expect(await cases()).toHaveLength(1);
});

test('paid twice as much there as here; another currency; money that came after we stopped asking', async () => {
  const [more, other, late] = [await on.paid(), await on.paid(), await on.paid()];
  await database.query(`update payment_attempts set state = 'expired' where id = $1`, [late.attemptId]);
  await database.query(
    `set session_replication_role = replica; delete from ledger_lines l using ledger_entries e where e.id = l.entry_id and e.source = '${late.attemptId}'; set session_replication_role = origin`,
  );
  const refs = await database.query<{ id: string; ref: string }>('select id, ref from payment_attempts');
  const idOf = (ref: string) => refs.find((row) => row.ref === ref)?.id;
  on.later(hours(25));
  says = (ref, amount) => ({
    ref,
    status: 'paid',
    amount:
      idOf(ref) === more.attemptId
        ? { ...amount, amount: 200_000 }
        : idOf(ref) === other.attemptId
          ? { ...amount, currency: 'USD' }
          : amount,
  });
  expect(await run()).toMatchObject({ differs: 3, cases: 3 });
  expect((await cases()).map(({ subject }) => subject).toSorted()).toEqual(
    [more.attemptId, other.attemptId, late.attemptId].toSorted(),
  );
});

test('a gateway that is down is not asked a hundred times, and is taken up where it was left', async () => {
  for (let n = 0; n < 9; n += 1) await on.paid();
  on.later(hours(1));
  says = () => {
    throw new GatewayTrouble('unavailable', 'fib', 'ask');
  };
  const first = await run();
  const knocked = asked.length;
  expect(knocked).toBeLessThan(9);
  expect(first).toMatchObject({ unknown: knocked, left: 9 - knocked });
  says = (ref, amount) => ({ ref, status: 'paid', amount });
  asked = [];
  expect(await run()).toMatchObject({ same: 9 - knocked });
  on.later(hours(1));
  expect(await run()).toMatchObject({ same: knocked });
  expect(new Set(asked).size).toBe(9);
  expect(await cases()).toEqual([]);
});

test('a run whose time is over leaves the rest to the next', async () => {
  await on.paid();
  on.later(hours(1));
  expect(await run(0)).toEqual({ left: 1, lies: {} });
  expect(await run()).toMatchObject({ same: 1 });
});

test('what moves while the gateway talks is left for another run', async () => {
  const { attemptId } = await on.paid();
  on.later(hours(1));
  const ctx = on.as(null);
  const provider: Pick<PaymentProvider, 'ask' | 'powers'> = {
    powers,
    ask: async (ref, amount) => {
      await database.query('update payment_attempts set updated_at = $2 where id = $1', [attemptId, on.stage.now]);
      return { ref, status: 'refunded', amount };
    },
  };
  const world: Ctx = { ...ctx, ports: { ...ctx.ports, gateway: () => provider as PaymentProvider } };
  expect(await compareWithGateways(world)).toMatchObject({ left: 1, differs: 0 });
  expect(await cases()).toEqual([]);
});

describe('a gateway that tells nothing after a day', () => {
  /** A way to pay that nobody used, so old that its gateway has forgotten it. */
  async function forgotten() {
    powers = { ...powers, windows: { payable: hours(1), refundable: null, askable: hours(24) } };
    const made = await on.paid();
    await database.query(
      `set session_replication_role = replica; delete from ledger_lines; delete from ledger_entries;
       update payment_attempts set state = 'expired'; update payments set state = 'failed', paid_at = null; set session_replication_role = origin`,
    );
    // asked about to the end, and always answered: nothing came
    await database.query(`update payment_attempts set asked_at = $1`, [new Date(on.stage.now.getTime() + hours(23.5))]);
    on.later(hours(25));
    return made;
  }
  const called = (attemptId: string, after: number, verdict = 'not_ours') =>
    database.query(
      `insert into payment_notices (attempt_id, driver, event_id, method, headers, body, verdict, received_at)
       values ($1, 'fib', gen_random_uuid()::text, 'POST', '{}', '{}', $3, $2)`,
      [attemptId, new Date(on.stage.now.getTime() - hours(25) + after), verdict],
    );

  test('is not asked, and what it forgot does not stand before what can be asked about', async () => {
    await forgotten();
    expect(await run()).toEqual({ unknown: 1, lies: {} });
    expect(asked).toEqual([]);
    expect(await cases()).toEqual([]);
    expect(await run()).toEqual({ lies: {} });
  });

  test('when it called after that day a person is told, once', async () => {
    const { attemptId, paymentId } = await forgotten();
    await called(attemptId, hours(24) + 1);
    expect(await run()).toEqual({ unknown: 1, cases: 1, lies: {} });
    expect(await cases()).toMatchObject([
      {
        kind: 'opening_lost',
        subject: attemptId,
        payment_id: paymentId,
        facts: { amount: { amount: 100_000, currency: 'IQD' } },
      },
    ]);
    await database.query(`update money_cases set closed_at = now(), closed_by = 'x', resolution = 'was never paid'`);
    await called(attemptId, hours(24) + 2);
    on.later(hours(1));
    expect(await run()).toEqual({ unknown: 1, lies: {} });
    expect(await cases()).toHaveLength(1);
  });

  test('when the last question of that day went unanswered a person is told, once', async () => {
    const { attemptId } = await forgotten();
    await database.query(`update payment_attempts set unanswered_at = $1`, [
      new Date(on.stage.now.getTime() - hours(2)),
    ]);
    expect(await run()).toEqual({ unknown: 1, cases: 1, lies: {} });
    expect(await cases()).toMatchObject([{ kind: 'opening_lost', subject: attemptId }]);
    on.later(hours(1));
    await run();
    expect(await cases()).toHaveLength(1);
  });

  test.each([
    [22, 1],
    [22.4, 1],
    [22.5, 0],
    [24, 0],
  ])('when it was last asked after %d hours of that day, %i person is told', async (after, told) => {
    const { attemptId } = await forgotten();
    await database.query(`update payment_attempts set asked_at = created_at + $1 * interval '1 hour'`, [after]);
    expect(await run()).toEqual({ unknown: 1, lies: {}, ...(told && { cases: told }) });
    expect(await cases()).toMatchObject(told ? [{ kind: 'opening_lost', subject: attemptId }] : []);
  });

  test.each<[string, number, string]>([
    ['what it said in time was asked about then', hours(24), 'no_news'],
    ['a stranger’s call is no call of theirs', hours(24) + 1, 'unproven'],
  ])('%s: no case', async (_, after, verdict) => {
    const { attemptId } = await forgotten();
    await called(attemptId, after, verdict);
    expect(await run()).toEqual({ unknown: 1, lies: {} });
    expect(await cases()).toEqual([]);
  });

  test('nor where the money is in the books', async () => {
    powers = { ...powers, windows: { payable: null, refundable: null, askable: hours(24) } };
    const { attemptId } = await on.paid();
    on.later(hours(25));
    await called(attemptId, hours(24) + 1);
    expect(await run()).toEqual({ unknown: 1, lies: {} });
    expect(await cases()).toEqual([]);
  });
});

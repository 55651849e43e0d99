import { neon } from '@neondatabase/serverless';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseError } from '../../db/errors.ts';
import { speakTo } from '../../db/speak-to.ts';
import type { Tx } from '../../db/client.ts';
import { ledgerEntries, ledgerLines, payoutAccounts, payouts } from '../../db/schema/ledger.ts';
import { cast, seat, through, type Seer } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn } from '../../testing/stage.ts';
import { payoutPaid, paymentReceived, type Entry, type Line } from './rules.ts';
import { post } from './service.ts';

const operator = 'user_operator';
let database: TestDatabase;
let as: <Result>(who: Seer, work: (tx: Tx) => Promise<Result>) => Promise<Result>;
let asOperator: <Result>(work: (tx: Tx) => Promise<Result>) => Promise<Result>;
const now = new Date('2026-03-02T09:00:00Z');
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  await database.query(
    `insert into users (id, email, name, role, onboarded_at) values ($1, 'op@example.com', 'Op', 'admin', now())`,
    [operator],
  );
  const { doors } = stageOn(database, now);
  as = through(doors);
  asOperator = (work) => doors.asUser({ userId: operator }).write(work);
});
afterAll(() => database.close());

const faultOf = async (work: Promise<unknown>) =>
  databaseError(
    await work.then(
      () => null,
      (error: unknown) => error,
    ),
  );
const iqd = (amount: number) => ({ amount, currency: 'IQD' as const });
const line = (account: Line['account'], amount: number, more: Partial<Line> = {}): Line => ({
  account,
  amount,
  currency: 'IQD',
  ...more,
});
const entry = (source: string, ...lines: Line[]): Entry => ({ kind: 'correction', source, paymentId: null, lines });
const count = async () => (await database.query<{ n: number }>('select count(*)::int as n from ledger_entries'))[0]?.n;

describe('what the books can never say', () => {
  test.each<[string, Line[], string]>([
    ['more in than out', [line('sales', -100), line('unmatched', 101)], 'ledger_entries_balance'],
    [
      'one currency for another',
      [line('sales', -100), line('unmatched', 100, { currency: 'USD' })],
      'ledger_entries_balance',
    ],
    ['a lonely line', [line('sales', -100)], 'ledger_entries_have_lines'],
    ['a line about nothing', [line('sales', 0), line('unmatched', 0)], 'ledger_lines_move_something'],
    ['money that lies nowhere', [line('received', 100), line('sales', -100)], 'ledger_lines_say_where'],
    ['money owed to nobody', [line('owed', -100), line('held', 100)], 'ledger_lines_say_whose'],
  ])('%s', async (name, lines, constraint) => {
    const before = await count();
    expect(await faultOf(as('system', (tx) => post(tx, entry(name, ...lines), now)))).toMatchObject({
      code: '23514',
      constraint,
    });
    expect(await count()).toBe(before);
  });

  test('an entry without lines', async () => {
    expect(
      await faultOf(as('system', (tx) => tx.insert(ledgerEntries).values({ kind: 'correction', source: 'bare' }))),
    ).toMatchObject({ constraint: 'ledger_entries_have_lines' });
  });

  test('a balanced pair of lines added to an entry of yesterday', async () => {
    await as('system', (tx) => post(tx, entry('settled', line('sales', -5), line('unmatched', 5)), now));
    const later = (tx: Tx) =>
      tx.execute(sql`insert into ledger_lines (entry_id, n, account, amount, currency)
        select e.id, v.n, 'sales', v.amount, 'IQD' from ledger_entries e, (values (7, 9), (8, -9)) v (n, amount) where e.source = 'settled'`);
    expect(await faultOf(as('system', later))).toMatchObject({ constraint: 'ledger_lines_are_born_with_their_entry' });
    // nor by saying the entry is born now
    expect(
      await faultOf(as('system', (tx) => tx.update(ledgerEntries).set({ writtenIn: sql`pg_current_xact_id()` }))),
    ).toMatchObject({ code: '42501' });
  });

  test('lines written inside a savepoint of the same transaction are its own', async () => {
    const posted = await as('system', (tx) =>
      tx.transaction((inner) => post(inner, entry('in a savepoint', line('sales', -5), line('unmatched', 5)), now)),
    );
    expect(posted).toBe(true);
  });

  test('checks asked for at once do not open a door for what comes after them', async () => {
    expect(
      await faultOf(
        as('system', async (tx) => {
          await post(tx, entry('early check', line('sales', -5), line('unmatched', 5)), now);
          await tx.execute(sql`set constraints all immediate`);
          await tx.execute(
            sql`insert into ledger_lines (entry_id, n, account, amount, currency) select id, 3, 'sales', 1, 'IQD' from ledger_entries where source = 'early check'`,
          );
        }),
      ),
    ).toMatchObject({ constraint: 'ledger_entries_balance' });
  });

  test('and with the constraint dropped, the bad entry gets in: the tests above can fail', async () => {
    await database.query('alter table ledger_entries disable trigger ledger_entries_balance');
    await database.query('alter table ledger_lines disable trigger ledger_lines_balance');
    try {
      const bad = entry('control', line('sales', -100), line('unmatched', 101));
      expect(await as('system', (tx) => post(tx, bad, now))).toBe(true);
      const [sum] = await database.query<{ sum: string }>(
        `select sum(amount)::text as sum from ledger_lines l join ledger_entries e on e.id = l.entry_id where e.source = 'control'`,
      );
      expect(sum?.sum).toBe('1');
    } finally {
      await database.query('alter table ledger_entries enable trigger ledger_entries_balance');
      await database.query('alter table ledger_lines enable trigger ledger_lines_balance');
    }
  });
});

describe('the books are only added to', () => {
  const acts = [
    `update ledger_entries set source = 'other'`,
    `update ledger_lines set amount = 1`,
    `delete from ledger_lines`,
    `delete from ledger_entries`,
    `truncate ledger_lines, ledger_entries cascade`,
  ];
  test.each(acts)('by the system: %s', async (act) => {
    expect(await faultOf(as('system', (tx) => tx.execute(sql.raw(act))))).toMatchObject({ code: '42501' });
  });
  test.each(acts)('by their owner: %s', async (act) => {
    speakTo(database.ownerUrl);
    await expect(neon(database.ownerUrl).query(act)).rejects.toMatchObject({
      code: '42501',
      message: 'this table is only added to',
    });
  });
});

test('what happened once is posted once, twenty hands at a time', async () => {
  const happened = paymentReceived({
    attemptId: 'attempt-once',
    paymentId: '0190d3a0-0000-7000-9000-0000000000aa',
    driver: 'fib',
    amount: iqd(1000),
    for: 'purchase',
  });
  const posted = await Promise.all(Array.from({ length: 20 }, () => as('system', (tx) => post(tx, happened, now))));
  expect(posted.filter(Boolean)).toHaveLength(1);
  const lines = await database.query(
    `select 1 from ledger_lines l join ledger_entries e on e.id = l.entry_id where e.source = 'attempt-once'`,
  );
  expect(lines).toHaveLength(2);
});

describe('who sees what', () => {
  beforeAll(async () => {
    await as('system', async (tx) => {
      await post(tx, entry('owed to zainab', line('held', 700), line('owed', -700, { userId: cast.zainab })), now);
      await post(tx, entry('owed to omar', line('held', 300), line('owed', -300, { userId: cast.omar })), now);
    });
    await as('zainab', (tx) =>
      tx
        .insert(payoutAccounts)
        .values({ userId: cast.zainab, method: 'fastpay', holder: 'Zainab', number: '+9647701234567' }),
    );
  });
  const everything = async () => (await database.query('select 1 from ledger_lines')).length;
  test.each<[Seer | 'operator', number | 'all' | 'no', number | 'no']>([
    ['zainab', 1, 1],
    ['omar', 1, 0],
    ['nour', 0, 0],
    ['sara', 0, 0],
    ['stranger', 0, 0],
    ['gone', 0, 0],
    ['visitor', 'no', 'no'],
    ['operator', 'all', 1],
    ['system', 'all', 1],
  ])('%s sees %s lines and %s payout accounts', async (who, lines, accounts) => {
    const look = <Result>(work: (tx: Tx) => Promise<Result>) => (who === 'operator' ? asOperator(work) : as(who, work));
    const seen = look((tx) => tx.select({ n: ledgerLines.n }).from(ledgerLines));
    if (lines === 'no') expect(await faultOf(seen)).toMatchObject({ code: '42501' });
    else expect(await seen).toHaveLength(lines === 'all' ? await everything() : lines);
    const found = look((tx) => tx.select({ id: payoutAccounts.userId }).from(payoutAccounts));
    if (accounts === 'no') expect(await faultOf(found)).toMatchObject({ code: '42501' });
    else expect(await found).toHaveLength(accounts);
  });

  test('a talent sees the entry that touches them and no other', async () => {
    const seen = await as('omar', (tx) => tx.select({ source: ledgerEntries.source }).from(ledgerEntries));
    expect(seen).toEqual([{ source: 'owed to omar' }]);
  });

  test('without the policy omar would see them all: the table above can fail', async () => {
    await database.query('alter table ledger_lines disable row level security');
    try {
      const seen = await as('omar', (tx) => tx.select({ n: ledgerLines.n }).from(ledgerLines));
      expect(seen).toHaveLength(await everything());
    } finally {
      await database.query('alter table ledger_lines enable row level security');
    }
  });

  test.each<Seer>(['zainab', 'sara', 'stranger', 'visitor'])('%s writes nothing in the books', async (who) => {
    const denied = async (work: (tx: Tx) => Promise<unknown>) =>
      expect(await faultOf(as(who, work))).toMatchObject({ code: '42501' });
    await denied((tx) => post(tx, entry('mine', line('held', 1), line('sales', -1)), now));
    await denied((tx) => tx.execute(sql`update payouts set state = 'paid'`));
    await denied((tx) => tx.execute(sql`insert into commission_rules (basis_points) values (0)`));
    await denied((tx) =>
      tx.execute(sql`insert into payout_batches (currency, until, created_by) values ('IQD', now(), 'me')`),
    );
    await denied((tx) => tx.execute(sql`delete from payout_accounts`));
  });
  test('nobody names another’s payout account, an operator neither', async () => {
    const theirs = { userId: cast.omar, method: 'fastpay' as const, holder: 'X', number: '+9647701234567' };
    expect(await faultOf(as('zainab', (tx) => tx.insert(payoutAccounts).values(theirs)))).toMatchObject({
      code: '42501',
    });
    expect(await faultOf(asOperator((tx) => tx.insert(payoutAccounts).values(theirs)))).toMatchObject({
      code: '42501',
    });
    await as('omar', (tx) => tx.update(payoutAccounts).set({ number: '+9647700000000' }));
    const [kept] = await database.query<{ number: string }>('select number from payout_accounts');
    expect(kept?.number).toBe('+9647701234567');
  });
});

describe('payouts', () => {
  const due = async (userId: string, amount: number) => {
    const [batch] = await database.query<{ id: string }>(
      `insert into payout_batches (currency, until, created_by) values ('IQD', now(), 'x') returning id`,
    );
    const [made] = await database.query<{ id: string }>(
      `insert into payouts (batch_id, user_id, amount, currency) values ($1, $2, $3, 'IQD') returning id`,
      [batch?.id, userId, amount],
    );
    return made?.id ?? '';
  };
  const pay = (payoutId: string, userId: string, amount: number) => (tx: Tx) =>
    post(tx, payoutPaid({ payoutId, userId, amount: iqd(amount), driver: 'bank' }), now);

  test('are at most what is owed, whoever writes', async () => {
    expect(await faultOf(as('system', pay('too much', cast.zainab, 701)))).toMatchObject({
      constraint: 'payouts_stay_within_what_is_owed',
    });
    const both = await Promise.allSettled([
      as('system', pay('first', cast.zainab, 400)),
      as('system', pay('second', cast.zainab, 400)),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
  test('are paid when the books say so, and never again', async () => {
    const id = await due(cast.omar, 300);
    const settle = (tx: Tx) => tx.update(payouts).set({ state: 'paid', paidAt: now, reference: 'TRX' });
    expect(await faultOf(as('system', settle))).toMatchObject({ constraint: 'paid_payouts_are_in_the_books' });
    await as('system', async (tx) => {
      await pay(id, cast.omar, 300)(tx);
      await settle(tx);
    });
    expect(
      await faultOf(as('system', (tx) => tx.update(payouts).set({ state: 'due', paidAt: null, reference: null }))),
    ).toMatchObject({ constraint: 'payouts_move_forward' });
  });
});

describe.each<[Seer | 'operator', { payouts: number | 'no'; batches: number | 'no'; rules: number | 'no' }]>([
  ['omar', { payouts: 1, batches: 0, rules: 0 }],
  ['zainab', { payouts: 0, batches: 0, rules: 0 }],
  ['sara', { payouts: 0, batches: 0, rules: 0 }],
  ['stranger', { payouts: 0, batches: 0, rules: 0 }],
  ['visitor', { payouts: 'no', batches: 'no', rules: 'no' }],
  ['operator', { payouts: 1, batches: 1, rules: 1 }],
  ['system', { payouts: 1, batches: 1, rules: 1 }],
])('%s', (who, sees) => {
  const look = (table: string) => {
    const work = async (tx: Tx) => (await tx.execute(sql.raw(`select 1 from ${table}`))).rows.length;
    return who === 'operator' ? asOperator(work) : as(who, work);
  };
  test.each([
    ['payouts', sees.payouts],
    ['payout_batches', sees.batches],
    ['commission_rules', sees.rules],
    ['gateway_comparisons', sees.rules === 'no' ? 'no' : 0],
  ] as const)('of %s sees %s', async (table, seen) => {
    if (seen === 'no') expect(await faultOf(look(table))).toMatchObject({ code: '42501' });
    else expect(await look(table)).toBe(seen);
  });
});

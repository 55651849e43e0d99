import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Tx } from '../../db/client.ts';
import { databaseError } from '../../db/errors.ts';
import { creditLines, creditWallets, purchases, subscriptions } from '../../db/schema/subscriptions.ts';
import { cast, seat, through, type Seer } from '../../testing/cast.ts';
import { openCells } from '../../testing/cells.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn } from '../../testing/stage.ts';
import { entitlementNames, entitlements, tierOf, type Account, type Held } from './rules/entitlements.ts';
import {
  firstSubscriptionStates,
  isLive,
  productIds,
  purchaseMachine,
  purchaseStates,
  subscriptionMachine,
  subscriptionStates,
  type ProductId,
  type SubscriptionState,
} from './rules/states.ts';

const now = new Date('2026-03-02T09:00:00Z');
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const admin = 'user_operator';
let database: TestDatabase;
let as: <Result>(who: Seer, work: (tx: Tx) => Promise<Result>) => Promise<Result>;
let operator: <Result>(work: (tx: Tx) => Promise<Result>) => Promise<Result>;

const row = (userId: string, product: ProductId, state: SubscriptionState) => ({
  userId,
  product,
  interval: 'month' as const,
  amount: 25_000,
  currency: 'IQD' as const,
  state,
  anchor: now,
  periodStart: now,
  periodEnd: later(700),
  pastDueSince: state === 'past_due' ? now : null,
  ...(isLive(state) ? {} : { ending: 'ran_out' as const, endedAt: now }),
});

beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  await database.query(
    `insert into users (id, email, name, role, onboarded_at) values ($1, 'op@example.com', 'Op', 'admin', now())`,
    [admin],
  );
  const stage = stageOn(database, now);
  as = through(stage.doors);
  operator = (work) => stage.doors.asUser({ userId: admin }).write(work);
  await as('system', async (tx) => {
    const [made] = await tx.select().from(subscriptions).where(eq(subscriptions.userId, cast.zainab));
    await tx.insert(purchases).values({
      userId: cast.zainab,
      product: 'PRO',
      interval: 'month',
      amount: 25_000,
      currency: 'IQD',
      subscriptionId: made?.id ?? null,
      expiresAt: later(24),
    });
    await tx.insert(creditLines).values({
      userId: cast.zainab,
      kind: 'grant',
      purse: 'monthly',
      amount: 20,
      source: 'plan',
      expiresAt: later(700),
    });
  });
});
afterAll(() => database.close());

const refusal = async (work: Promise<unknown>) => {
  const error = databaseError(
    await work.then(
      () => null,
      (fault: unknown) => fault,
    ),
  );
  return error ? (error.constraint ?? error.code) : 'went through';
};

describe.each<[Seer | 'operator', number | 'no']>([
  ['zainab', 1],
  ['omar', 0],
  ['sara', 0],
  ['stranger', 0],
  ['operator', 1],
  ['system', 1],
  ['visitor', 'no'],
])('%s', (who, seen) => {
  const look = (work: (tx: Tx) => Promise<unknown[]>) => (who === 'operator' ? operator(work) : as(who, work));
  test.each([
    ['subscriptions', subscriptions],
    ['purchases', purchases],
    ['purses', creditWallets],
    ['credits', creditLines],
  ] as const)(`sees ${String(seen)} of the %s`, async (_, table) => {
    const work = look((tx) => tx.select().from(table).where(eq(table.userId, cast.zainab)));
    if (seen === 'no') expect(await refusal(work)).toBe('42501');
    else expect(await work).toHaveLength(seen);
  });
});

describe('nobody but the system writes', () => {
  const people: (Seer | 'operator')[] = ['zainab', 'sara', 'operator', 'visitor'];
  const attempt = (who: Seer | 'operator', work: (tx: Tx) => Promise<unknown>) =>
    refusal(who === 'operator' ? operator(work) : as(who, work));
  test.each(people)('%s gives nobody a plan', async (who) => {
    expect(await attempt(who, (tx) => tx.insert(subscriptions).values(row(cast.omar, 'PRO', 'active')))).toBe('42501');
    expect(await attempt(who, (tx) => tx.update(subscriptions).set({ periodEnd: later(90_000) }))).toBe('42501');
  });
  test.each(people)('%s names no price', async (who) => {
    const bargain = { userId: cast.zainab, product: 'AGENCY', interval: 'year', amount: 1, currency: 'IQD' } as const;
    expect(await attempt(who, (tx) => tx.insert(purchases).values({ ...bargain, expiresAt: later(1) }))).toBe('42501');
    expect(await attempt(who, (tx) => tx.update(purchases).set({ state: 'paid', paidAt: now }))).toBe('42501');
  });
  test.each(people)('%s makes no credits', async (who) => {
    const gift = { userId: cast.zainab, kind: 'admin', purse: 'bought', amount: 1000, source: who } as const;
    expect(await attempt(who, (tx) => tx.insert(creditLines).values(gift))).toBe('42501');
    expect(await attempt(who, (tx) => tx.update(creditWallets).set({ bought: 1000 }))).toBe('42501');
  });
  test('not even the system fills a purse by hand or unwrites a line', async () => {
    expect(await refusal(as('system', (tx) => tx.update(creditWallets).set({ bought: 1000 })))).toBe('42501');
    expect(await refusal(as('system', (tx) => tx.delete(creditLines)))).toBe('42501');
    expect(await refusal(database.query('update credit_lines set amount = 1000'))).toBe('42501');
    expect(await refusal(as('system', (tx) => tx.update(purchases).set({ amount: 1 })))).toBe('42501');
  });
});

test('the machines in SQL are the machines in the rules, cell by cell', async () => {
  const moves = (name: string) =>
    database.query<{ from_state: string; to_state: string }>(`select * from app.${name}()`);
  const cells = (machine: Readonly<Record<string, object>>) =>
    new Set(
      Object.entries(machine).flatMap(([from, row]) =>
        Object.values(row).map((to: unknown) => `${from} ${String(to)}`),
      ),
    );
  const said = async (name: string) =>
    new Set((await moves(name)).map(({ from_state, to_state }) => `${from_state} ${to_state}`));
  expect(await said('subscription_moves')).toEqual(cells(subscriptionMachine));
  expect(await said('purchase_moves')).toEqual(cells(purchaseMachine));
});

test('every move of a subscription and a purchase, tried', async () => {
  const cells = await openCells(database, now);
  const wrong: string[] = [];
  const insert = (state: SubscriptionState): [string, unknown[]] => [
    `insert into subscriptions (id, user_id, product, interval, amount, currency, state, anchor, period_start, period_end, past_due_since, ending, ended_at)
       values ('0190d3a0-0000-7000-a000-000000000001', $1, 'PRO', 'month', 1, 'IQD', $2, $3, $3, $4, $5, $6, $7)`,
    [
      cast.omar,
      state,
      now,
      later(700),
      state === 'past_due' ? now : null,
      isLive(state) ? null : 'ran_out',
      isLive(state) ? null : now,
    ],
  ];
  for (const from of subscriptionStates) {
    for (const to of subscriptionStates) {
      const answer = await cells.cell({
        arrange: [insert(from)],
        role: 'app_system',
        as: null,
        ask: [
          `update subscriptions set state = $1, past_due_since = $2, ending = $3, ended_at = $4 where user_id = $5 returning id`,
          [to, to === 'past_due' ? now : null, isLive(to) ? null : 'ran_out', isLive(to) ? null : now, cast.omar],
        ],
      });
      const allowed = from === to || Object.values(subscriptionMachine[from]).includes(to);
      if ('rows' in answer !== allowed) wrong.push(`${from} -> ${to}`);
    }
    const born = await cells.cell({ arrange: [], role: 'app_system', as: null, ask: insert(from) });
    if ('rows' in born !== firstSubscriptionStates.some((first) => first === from)) wrong.push(`born ${from}`);
  }
  for (const from of purchaseStates) {
    for (const to of purchaseStates) {
      const answer = await cells.cell({
        arrange: [
          [
            `insert into purchases (user_id, product, interval, credits, amount, currency, state, expires_at, paid_at) values ($1, 'credits', 'once', 10, 1, 'IQD', $2, $3, $3)`,
            [cast.omar, from, now],
          ],
        ],
        role: 'app_system',
        as: null,
        ask: [`update purchases set state = $1 where user_id = $2 returning id`, [to, cast.omar]],
      });
      const allowed = from === to || Object.values(purchaseMachine[from]).includes(to);
      if ('rows' in answer !== allowed) wrong.push(`purchase ${from} -> ${to}`);
    }
  }
  await cells.close();
  expect(wrong).toEqual([]);
});

test('entitlements in SQL are the rule’s: every account, product, state and moment', async () => {
  const cells = await openCells(database, now);
  const who = 'user_cell';
  const accounts: Pick<Account, 'role' | 'customerKind'>[] = [
    { role: 'talent', customerKind: null },
    { role: 'admin', customerKind: null },
    { role: 'customer', customerKind: 'individual' },
    { role: 'customer', customerKind: 'professional' },
    { role: 'customer', customerKind: 'company' },
    { role: null, customerKind: null },
  ];
  const ends = [later(-72.01), later(-72), later(-71.99), later(-1), now, later(1)];
  const wrong: string[] = [];
  let tried = 0;
  const person = (account: Account): [string, unknown[]] => [
    `insert into users (id, email, name, role, customer_kind, plan, onboarded_at, suspended_at, deleted_at) values ($1, '', '', $2, $3, $4, $5, $6, $7)`,
    [
      who,
      account.role,
      account.customerKind,
      account.role === 'talent' ? 'FREE' : null,
      account.role && now,
      account.suspendedAt,
      account.deletedAt,
    ],
  ];
  const ask = async (account: Account, held: Held | null) => {
    const arrange = [person(account)];
    if (held)
      arrange.push([
        `insert into subscriptions (user_id, product, interval, amount, currency, state, anchor, period_start, period_end, past_due_since, cancel_at_period_end, ending, ended_at)
         values ($1, $2, 'month', 1, 'IQD', $3, $4::timestamptz, $4::timestamptz - interval '30 days', $4, $5, $6, $7, $8)`,
        [
          who,
          held.product,
          held.state,
          held.periodEnd,
          held.pastDueSince,
          held.cancelAtPeriodEnd,
          isLive(held.state) ? null : 'ran_out',
          isLive(held.state) ? null : now,
        ],
      ]);
    const names = entitlementNames.map((name) => `'${name}'`).join(', ');
    const answer = await cells.cell({
      arrange,
      role: 'app_user',
      as: who,
      ask: [
        `select app.my_plan() as tier, array(select n from unnest(array[${names}]) n where app.entitled(n) order by n) as has`,
        [],
      ],
    });
    const expected = {
      tier: tierOf(account, held, now),
      has: entitlementNames.filter((name) => Boolean(entitlements(account, held, now)[name])).sort(),
    };
    tried += 1;
    const got = 'rows' in answer ? answer.rows[0] : answer;
    if (JSON.stringify(got) !== JSON.stringify(expected))
      wrong.push(`${JSON.stringify({ account, held })}: ${JSON.stringify(got)}`);
  };
  for (const base of accounts) {
    const good: Account = { ...base, suspendedAt: null, deletedAt: null };
    await ask(good, null);
    await ask({ ...good, suspendedAt: now }, null);
    await ask({ ...good, deletedAt: now }, null);
    for (const product of productIds)
      for (const state of subscriptionStates)
        for (const end of ends)
          for (const cancelAtPeriodEnd of state === 'active' || state === 'trialing' ? [true, false] : [false])
            await ask(good, {
              product,
              state,
              periodEnd: end,
              pastDueSince: state === 'past_due' ? later(-71.995) : null,
              cancelAtPeriodEnd,
            });
  }
  const visitor = await cells.cell({
    arrange: [],
    role: 'app_visitor',
    as: null,
    ask: [
      `select app.my_plan() as tier, app.entitled('inquiry.send') as may, app.entitled('contact.initiate') as no`,
      [],
    ],
  });
  expect(visitor).toEqual({ rows: [{ tier: 'visitor', may: true, no: false }] });
  await cells.close();
  expect(wrong).toEqual([]);
  expect(tried).toBeGreaterThan(1500);
}, 120_000);

test('people learn their own plan, and nobody’s else', async () => {
  const mine = await as('zainab', (tx) => tx.execute<{ plan: string }>(sql`select app.my_plan() as plan`));
  expect(mine.rows[0]?.plan).toBe('PRO');
  expect(await refusal(as('sara', (tx) => tx.execute(sql`select app.plan_of(${cast.zainab})`)))).toBe('42501');
  expect(await refusal(as('sara', (tx) => tx.execute(sql`select app.entitled(${cast.zainab}, 'roster')`)))).toBe(
    '42501',
  );
});

describe('credits', () => {
  const line = (userId: string, changes: Partial<typeof creditLines.$inferInsert>) => (tx: Tx) =>
    tx
      .insert(creditLines)
      .values({ userId, kind: 'unlock', purse: 'bought', amount: -1, source: 'x', ...changes })
      .onConflictDoNothing();
  const purse = async (userId: string) => {
    const [found] = await as('system', (tx) => tx.select().from(creditWallets).where(eq(creditWallets.userId, userId)));
    return found && { monthly: found.monthly, bought: found.bought };
  };

  test('of fifty who spend at once from twenty, twenty succeed', async () => {
    await as('system', line(cast.omar, { kind: 'purchase', amount: 20, source: 'pack' }));
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, n) => refusal(as('system', line(cast.omar, { source: `unlock ${n}` })))),
    );
    expect(outcomes.filter((outcome) => outcome === 'went through')).toHaveLength(20);
    expect(new Set(outcomes)).toEqual(new Set(['went through', 'credit_wallets_never_below_zero']));
    expect(await purse(cast.omar)).toEqual({ monthly: 0, bought: 0 });
  }, 60_000);

  test('the same line fifty times at once counts once', async () => {
    await Promise.all(
      Array.from({ length: 50 }, () => as('system', line(cast.nour, { kind: 'purchase', amount: 10, source: 'pack' }))),
    );
    expect(await purse(cast.nour)).toEqual({ monthly: 0, bought: 10 });
  }, 60_000);

  test('a month’s credits come one month at a time, end, and are not spent after', async () => {
    const grant = { kind: 'grant', purse: 'monthly', amount: 3 } as const;
    await as('system', line(cast.nour, { ...grant, source: 'march', expiresAt: later(1) }));
    expect(await refusal(as('system', line(cast.nour, { ...grant, source: 'april', expiresAt: later(700) })))).toBe(
      'credit_lines_one_month_at_a_time',
    );
    expect(await refusal(as('system', line(cast.nour, { purse: 'monthly', source: 'in time' })))).toBe('went through');
    const tomorrow = stageOn(database, later(2)).doors.asSystem('test');
    expect(await refusal(tomorrow.write(line(cast.nour, { purse: 'monthly', source: 'too late' })))).toBe(
      'credit_wallets_never_below_zero',
    );
    expect(await refusal(as('system', line(cast.nour, { ...grant, source: 'endless' })))).toBe(
      'credit_lines_monthly_grants_end',
    );
    expect(await purse(cast.nour)).toEqual({ monthly: 2, bought: 10 });
  });

  test('the purse is the sum of its lines', async () => {
    const off = await database.query(
      `select w.user_id from credit_wallets w left join credit_lines l on l.user_id = w.user_id group by w.user_id
       having w.monthly <> coalesce(sum(l.amount) filter (where l.purse = 'monthly'), 0) or w.bought <> coalesce(sum(l.amount) filter (where l.purse = 'bought'), 0)`,
    );
    expect(off).toEqual([]);
  });
});

import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseError } from '../../db/errors.ts';
import type { Tx } from '../../db/client.ts';
import { moneyCases, paymentAttempts, paymentNotices, payments, refunds } from '../../db/schema/payments.ts';
import { cast, seat, through, type Seer } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { paymentStageOn, price } from '../../testing/payment-stage.ts';
import {
  attemptMachine,
  attemptStates,
  paymentMachine,
  paymentStates,
  refundMachine,
  refundStates,
  type AttemptState,
  type PaymentState,
  type RefundState,
} from './rules.ts';

let database: TestDatabase;
let as: <Result>(who: Seer, work: (tx: Tx) => Promise<Result>) => Promise<Result>;
let paymentId: string;
let attemptId: string;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  const on = paymentStageOn(database);
  as = through(on.stage.doors);
  const booking = await on.accepted();
  ({ paymentId, attemptId } = await on.create(booking));
  await on.call(on.latest(on.bank()[0]?.ref ?? ''));
  await database.query(
    `insert into refunds (payment_id, attempt_id, payer_id, amount, currency, reason) values ($1, $2, $3, 1000, 'IQD', 'goodwill')`,
    [paymentId, attemptId, cast.sara],
  );
  await database.query(`insert into money_cases (kind, subject, payment_id) values ('amount_differs', $1, $2)`, [
    attemptId,
    paymentId,
  ]);
});
afterAll(() => database.close());

const codeOf = async (work: Promise<unknown>) =>
  databaseError(
    await work.then(
      () => null,
      (error: unknown) => error,
    ),
  )?.code ?? 'went through';
const denied = async (work: Promise<unknown>) => expect(await codeOf(work)).toBe('42501');

/** sara pays zainab; omar and acme have nothing to do with it. */
describe.each<[Seer, { payments: number | 'no'; attempts: number | 'no'; notices: number | 'no' }]>([
  ['sara', { payments: 1, attempts: 1, notices: 0 }],
  ['zainab', { payments: 1, attempts: 0, notices: 0 }],
  ['acme', { payments: 0, attempts: 0, notices: 0 }],
  ['omar', { payments: 0, attempts: 0, notices: 0 }],
  ['stranger', { payments: 0, attempts: 0, notices: 0 }],
  ['visitor', { payments: 'no', attempts: 'no', notices: 'no' }],
  ['system', { payments: 1, attempts: 1, notices: 1 }],
])('%s', (who, sees) => {
  const rows = async (seen: number | 'no', work: Promise<unknown[]>) => {
    if (seen === 'no') await denied(work);
    else expect(await work).toHaveLength(seen);
  };
  test(`sees ${String(sees.payments)} payments`, () =>
    rows(
      sees.payments,
      as(who, (tx) => tx.select({ id: payments.id }).from(payments)),
    ));
  test(`sees ${String(sees.attempts)} attempts`, () =>
    rows(
      sees.attempts,
      as(who, (tx) => tx.select({ id: paymentAttempts.id }).from(paymentAttempts)),
    ));
  test(`sees ${String(sees.notices)} notices`, () =>
    rows(
      sees.notices,
      as(who, (tx) => tx.select({ id: paymentNotices.id }).from(paymentNotices)),
    ));
});

test.each([
  ['an operator', null, 1],
  ['a suspended operator', 'now()', 0],
])('%s sees all of it, or nothing', async (_, suspended, seen) => {
  const userId = `user_operator_${seen}`;
  await database.query(
    `insert into users (id, email, name, role, onboarded_at, suspended_at) values ($1, $1 || '@example.com', 'Hala', 'admin', now(), ${suspended ?? 'null'})`,
    [userId],
  );
  const door = paymentStageOn(database).stage.doors.asUser({ userId, email: undefined });
  const counts = await door.write(async (tx) => [
    (await tx.select({ id: payments.id }).from(payments)).length,
    (await tx.select({ id: paymentAttempts.id }).from(paymentAttempts)).length,
    (await tx.select({ id: paymentNotices.id }).from(paymentNotices)).length,
    (await tx.select().from(refunds)).length,
    (await tx.select().from(moneyCases)).length,
  ]);
  expect(counts).toEqual([seen, seen, seen, seen, seen]);
});

describe.each<[Seer, number]>([
  ['sara', 1],
  ['zainab', 0],
  ['omar', 0],
  ['stranger', 0],
])('%s', (who, seen) => {
  test(`sees ${seen} refunds and no case`, async () => {
    expect(await as(who, (tx) => tx.select().from(refunds))).toHaveLength(seen);
    expect(await as(who, (tx) => tx.select().from(moneyCases))).toHaveLength(0);
  });
  test('makes and moves no refund, closes no case', async () => {
    await denied(as(who, (tx) => tx.update(refunds).set({ state: 'done' })));
    await denied(as(who, (tx) => tx.update(moneyCases).set({ resolution: 'x' })));
    await denied(
      as(who, (tx) =>
        tx.execute(
          sql`insert into refunds (payment_id, attempt_id, payer_id, amount, currency, reason) select payment_id, id, payer_id, 1, currency, 'goodwill' from payment_attempts`,
        ),
      ),
    );
  });
});

describe('refunds', () => {
  const more = (amount: number, attempt = attemptId) =>
    codeOf(
      as('system', (tx) =>
        tx
          .insert(refunds)
          .values({ paymentId, attemptId: attempt, payerId: cast.sara, amount, currency: 'IQD', reason: 'goodwill' }),
      ),
    );
  test('never exceed what came in, by however many hands at once', async () => {
    // 1000 are on their way back already
    expect(await more(price - 999)).toBe('23514');
    const half = Math.floor((price - 1000) / 2) + 1;
    expect((await Promise.all([more(half), more(half), more(half)])).toSorted()).toEqual([
      '23514',
      '23514',
      'went through',
    ]);
    await database.query(`delete from refunds where amount = $1`, [half]);
  });
  test('are of the payment’s own payer and currency', async () => {
    const other = { paymentId, attemptId, amount: 1, reason: 'goodwill' as const };
    expect(
      await codeOf(as('system', (tx) => tx.insert(refunds).values({ ...other, payerId: cast.omar, currency: 'IQD' }))),
    ).toBe('23514');
    expect(
      await codeOf(as('system', (tx) => tx.insert(refunds).values({ ...other, payerId: cast.sara, currency: 'USD' }))),
    ).toBe('23514');
  });
  test('move as the machine in the rules says, and no other way', async () => {
    const wrong: string[] = [];
    for (const from of refundStates) {
      for (const to of refundStates) {
        if (from === to) continue;
        await database.query(`update refunds set state = $1, done_at = case when $1 = 'done' then now() end`, [from]);
        const allowed = Object.values<RefundState | undefined>(refundMachine[from]).includes(to);
        const code = await codeOf(
          as('system', (tx) => tx.update(refunds).set({ state: to, doneAt: to === 'done' ? new Date() : null })),
        );
        if (code !== (allowed ? 'went through' : '23514')) wrong.push(`${from} to ${to}: ${code}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('nobody but the system writes about money', () => {
  const everyone: Seer[] = ['sara', 'zainab', 'omar', 'stranger', 'visitor'];
  test.each(everyone)('%s makes no payment', (who) =>
    denied(
      as(who, (tx) =>
        tx.insert(payments).values({
          payableKind: 'booking',
          payableId: paymentId,
          payerId: cast.sara,
          payeeId: cast.zainab,
          amount: 1,
          currency: 'IQD',
          state: 'paid',
          paidAt: new Date(),
        }),
      ),
    ),
  );
  test.each(everyone)('%s pays nothing by writing so', (who) =>
    denied(as(who, (tx) => tx.update(payments).set({ state: 'paid' }).where(eq(payments.id, paymentId)))),
  );
  test.each(everyone)('%s moves no attempt', (who) =>
    denied(as(who, (tx) => tx.update(paymentAttempts).set({ state: 'paid' }).where(eq(paymentAttempts.id, attemptId)))),
  );
  test.each(everyone)('%s plants no attempt', (who) =>
    denied(
      as(who, (tx) =>
        tx.insert(paymentAttempts).values({
          paymentId,
          payerId: cast.sara,
          driver: 'fib',
          amount: 1,
          currency: 'IQD',
          tokenHash: 'x',
        }),
      ),
    ),
  );
  test.each(everyone)('%s plants no notice', (who) =>
    denied(
      as(who, (tx) =>
        tx.insert(paymentNotices).values({ driver: 'fib', eventId: 'x', method: 'POST', headers: {}, body: '' }),
      ),
    ),
  );
  test.each<Seer>([...everyone, 'system'])('%s deletes nothing', async (who) => {
    for (const table of [payments, paymentAttempts, paymentNotices]) await denied(as(who, (tx) => tx.delete(table)));
  });
  test('the digest of the callback secret is not for its payer either', () =>
    denied(as('sara', (tx) => tx.select({ hash: paymentAttempts.tokenHash }).from(paymentAttempts))));
});

describe('what the system cannot do either', () => {
  test.each([
    ['payments', 'amount', '1'],
    ['payments', 'currency', `'USD'`],
    ['payments', 'payer_id', `'${cast.omar}'`],
    ['payments', 'payable_id', 'gen_random_uuid()'],
    ['payments', 'created_at', 'now()'],
    ['payment_attempts', 'token_hash', `'x'`],
    ['payment_attempts', 'payment_id', 'gen_random_uuid()'],
    ['payment_attempts', 'driver', `'x'`],
    ['payment_notices', 'body', `'x'`],
    ['payment_notices', 'headers', `'{}'`],
    ['payment_notices', 'event_id', `'x'`],
  ])('%s.%s stays as it was born', (table, column, value) =>
    denied(as('system', (tx) => tx.execute(sql.raw(`update ${table} set ${column} = ${value}`)))),
  );

  test('a reference, once known, stays', async () => {
    expect(
      await codeOf(
        as('system', (tx) =>
          tx.update(paymentAttempts).set({ ref: 'another' }).where(eq(paymentAttempts.id, attemptId)),
        ),
      ),
    ).toBe('23514');
  });

  test('payments move as the machine in the rules says, and no other way', async () => {
    const wrong: string[] = [];
    for (const from of paymentStates) {
      for (const to of paymentStates) {
        if (from === to) continue;
        await database.query(`update payments set state = $1, paid_at = now() where id = $2`, [from, paymentId]);
        const allowed = Object.values<PaymentState | undefined>(paymentMachine[from]).includes(to);
        const code = await codeOf(
          as('system', (tx) => tx.update(payments).set({ state: to }).where(eq(payments.id, paymentId))),
        );
        if (code !== (allowed ? 'went through' : '23514')) wrong.push(`${from} to ${to}: ${code}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('and so do attempts', async () => {
    const wrong: string[] = [];
    for (const from of attemptStates) {
      for (const to of attemptStates) {
        if (from === to) continue;
        await database.query(`update payment_attempts set state = $1 where id = $2`, [from, attemptId]);
        const allowed = Object.values<AttemptState | undefined>(attemptMachine[from]).includes(to);
        const code = await codeOf(
          as('system', (tx) => tx.update(paymentAttempts).set({ state: to }).where(eq(paymentAttempts.id, attemptId))),
        );
        if (code !== (allowed ? 'went through' : '23514')) wrong.push(`${from} to ${to}: ${code}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test.each([
    [
      'two payments of one thing',
      `insert into payments (payable_kind, payable_id, payer_id, payee_id, amount, currency) select payable_kind, payable_id, payer_id, payee_id, amount, currency from payments`,
      'payments_one_per_payable',
    ],
    [
      'nothing to pay',
      `insert into payments (payable_kind, payable_id, payer_id, payee_id, amount, currency) values ('booking', gen_random_uuid(), '${cast.sara}', '${cast.zainab}', 0, 'IQD')`,
      'payments_amount_is_positive',
    ],
    [
      'one reference twice',
      `insert into payment_attempts (payment_id, payer_id, driver, amount, currency, token_hash, state, ref) select payment_id, payer_id, driver, amount, currency, 'other', 'failed', ref from payment_attempts`,
      'payment_attempts_driver_ref_key',
    ],
    [
      'one secret twice',
      `insert into payment_attempts (payment_id, payer_id, driver, amount, currency, token_hash, state) select payment_id, payer_id, driver, amount, currency, token_hash, 'failed' from payment_attempts`,
      'payment_attempts_token_key',
    ],
    [
      'one event twice',
      `insert into payment_notices (driver, event_id, method, headers, body) select driver, event_id, method, headers, body from payment_notices`,
      'payment_notices_event_key',
    ],
  ])('%s', async (_, statement, constraint) => {
    const error = await as('system', (tx) => tx.execute(sql.raw(statement))).then(
      () => null,
      (fault: unknown) => fault,
    );
    expect(databaseError(error)?.constraint).toBe(constraint);
  });
});

test('and without the policy, Omar would have seen Sara’s payment: the tests above can fail', async () => {
  await database.query('alter table payments disable row level security');
  try {
    expect(await as('omar', (tx) => tx.select({ id: payments.id }).from(payments))).toHaveLength(1);
  } finally {
    await database.query('alter table payments enable row level security');
  }
});

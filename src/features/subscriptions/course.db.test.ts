import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { planStageOn, type PlanStage } from '../../testing/plan-stage.ts';
import * as service from './service.ts';

let database: TestDatabase;
let on: PlanStage;
let who: string;
let n = 0;

const member = async () => {
  const id = `user_member_${(n += 1)}`;
  await database.query(
    `insert into users (id, email, name, role, customer_kind, onboarded_at) values ($1, $1 || '@example.com', 'Nada', 'customer', 'professional', now())`,
    [id],
  );
  return id;
};
beforeAll(async () => void (database = await freshDatabase()));
afterAll(() => database.close());
beforeEach(async () => {
  // every test has the clock to itself
  await database.query(`update subscriptions set state = 'expired', ending = 'ran_out', ended_at = now(), past_due_since = null,
    agreement = case when agreement is null then null else 'over' end`);
  on = planStageOn(database);
  on.at('2026-03-01');
  who = await member();
});

const plan = () => service.getSubscription(on.as(who));
const daily = async (from: string, days: number, each?: (day: string) => Promise<void>) => {
  on.at(from);
  for (let day = 0; day < days; day += 1) {
    await each?.(on.stage.now.toISOString().slice(5, 10));
    await on.keep();
    on.later(24);
  }
};

describe('paid by hand', () => {
  test('reminded at 7, 3 and 1 days, due on the day, called once more, ended after three days', async () => {
    await on.buy(who, { product: 'professional' });
    const rights: string[] = [];
    await daily('2026-03-20', 18, async (day) => {
      if ((await plan()).plan === 'professional') rights.push(day);
    });
    expect(await on.letters(who)).toEqual([
      '03-01 subscription.activated',
      '03-25 subscription.reminder',
      '03-29 subscription.reminder',
      '03-31 subscription.reminder',
      '04-01 subscription.past_due',
      '04-03 subscription.past_due',
      '04-04 subscription.expired',
    ]);
    expect(rights.at(-1)).toBe('04-03');
    expect(await on.rows(who)).toMatchObject([{ state: 'expired', ending: 'ran_out' }]);
  });

  test('however often the clock comes by, whenever it is late, and with many at once: each letter once, in order, the end the same', async () => {
    const order = ['activated', 'reminder', 'past_due', 'expired'];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ hours: fc.integer({ min: 1, max: 90 }), times: fc.integer({ min: 1, max: 3 }) }), {
          minLength: 5,
          maxLength: 25,
        }),
        async (steps) => {
          on.at('2026-03-01');
          who = await member();
          await on.buy(who, { product: 'professional' });
          on.at('2026-03-20');
          for (const { hours, times } of steps) {
            on.later(hours);
            await Promise.all(Array.from({ length: times }, () => on.keep()));
          }
          const letters = (await on.letters(who)).map((letter) => letter.split('.')[1] ?? '');
          expect(letters).toEqual([...letters].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
          expect(letters.filter((one) => one === 'reminder').length).toBeLessThanOrEqual(3);
          expect(letters.filter((one) => one === 'past_due').length).toBeLessThanOrEqual(2);
          const over = on.stage.now >= new Date('2026-04-04T00:00:00Z');
          expect(letters.filter((one) => one === 'expired').length).toBe(over ? 1 : 0);
          const due = !over && on.stage.now >= new Date('2026-04-01T00:00:00Z');
          expect(await on.rows(who)).toMatchObject([{ state: over ? 'expired' : due ? 'past_due' : 'active' }]);
          expect((await plan()).plan).toBe(over ? 'individual' : 'professional');
        },
      ),
      { numRuns: 8 },
    );
  }, 120_000);

  test('paying in the days of grace ends them, and the next round begins afresh', async () => {
    await on.buy(who, { product: 'professional' });
    await daily('2026-03-30', 4);
    expect(await on.rows(who)).toMatchObject([{ state: 'past_due' }]);
    const { id } = await service.renewSubscription(on.as(who));
    await on.pay(id);
    expect(await on.rows(who)).toMatchObject([{ state: 'active', ends: '2026-05-01' }]);
    await daily('2026-04-20', 6);
    expect((await on.letters(who)).slice(-2)).toEqual(['04-03 subscription.renewed', '04-24 subscription.reminder']);
  });

  test('paying after them begins anew', async () => {
    await on.buy(who, { product: 'professional' });
    on.at('2026-04-20');
    await on.keep();
    await on.pay((await service.renewSubscription(on.as(who))).id);
    expect(await on.rows(who)).toMatchObject([{ state: 'expired' }, { state: 'active', ends: '2026-05-20' }]);
  });

  test('cancelled: silence, then the end', async () => {
    await on.buy(who, { product: 'professional' });
    await service.cancelSubscription(on.as(who));
    await daily('2026-03-20', 16);
    expect(await on.letters(who)).toEqual([
      '03-01 subscription.activated',
      '03-01 subscription.cancelled',
      '04-01 subscription.expired',
    ]);
  });

  test('cancelled when past due: over at once', async () => {
    await on.buy(who, { product: 'professional' });
    on.at('2026-04-02');
    await on.keep();
    expect(await service.cancelSubscription(on.as(who))).toMatchObject({
      plan: 'individual',
      subscription: { state: 'expired', ending: 'cancelled' },
    });
  });

  test('wishes nobody paid lapse', async () => {
    await on.order(who, { product: 'professional' });
    on.later(25);
    expect((await on.keep()).lapsed).toBeGreaterThan(0);
  });
});

describe('renewed by the gateway', () => {
  const recurring = { product: 'professional', recurring: true } as const;
  const begin = async (ref: string) => {
    on.took(ref, 'first', '2026-04-01');
    await on.buy(who, recurring, { driver: 'stripe', agreement: { ref, paidUntil: new Date('2026-04-01T00:00:00Z') } });
  };

  test('every payment counts once, heard ten times at once and in any order', async () => {
    await begin('a1');
    on.at('2026-04-01T02:00:00Z');
    on.took('a1', 'second', '2026-05-01');
    await Promise.all(Array.from({ length: 10 }, () => on.tend('a1')));
    on.at('2026-06-01T02:00:00Z');
    on.took('a1', 'third', '2026-06-01');
    on.took('a1', 'fourth', '2026-07-01');
    await Promise.all([on.keep(), on.tend('a1'), on.keep()]);
    await on.keep();
    expect(on.recorded.map(({ payment }) => payment.ref)).toEqual(['second', 'third', 'fourth']);
    expect(await on.rows(who)).toMatchObject([{ state: 'active', ends: '2026-07-01', agreement: 'running' }]);
    expect((await on.letters(who)).filter((letter) => letter.includes('renewed'))).toHaveLength(3);
    const paid = await database.query(`select 1 from purchases where user_id = $1 and state = 'paid'`, [who]);
    expect(paid).toHaveLength(4);
  });

  test('nobody is reminded of what comes by itself, and nobody buys it twice', async () => {
    await begin('a2');
    await daily('2026-03-20', 12);
    expect(await on.letters(who)).toEqual(['03-01 subscription.activated']);
    expect((await plan()).subscription).toMatchObject({ renewal: 'by_gateway', driver: 'stripe' });
    await expect(on.order(who, { product: 'professional' })).rejects.toThrow('renews_by_itself');
  });

  test('a failed renewal: past due, grace, three letters, the end; and the gateway is told to stop', async () => {
    await begin('a3');
    on.at('2026-04-01T01:00:00Z');
    on.says('a3', { status: 'past_due' });
    await on.tend('a3');
    await daily('2026-04-01', 6);
    expect(await on.letters(who)).toEqual([
      '03-01 subscription.activated',
      '04-01 subscription.past_due',
      '04-03 subscription.past_due',
      '04-04 subscription.expired',
    ]);
    expect(on.told).toEqual(['now a3']);
    expect(await on.rows(who)).toMatchObject([{ state: 'expired', agreement: 'over' }]);
  });

  test('a renewal that comes in the days of grace ends them', async () => {
    await begin('a4');
    on.at('2026-04-02');
    on.says('a4', { status: 'past_due' });
    await on.keep();
    on.at('2026-04-03');
    on.took('a4', 'second', '2026-05-01');
    await on.keep();
    expect(await on.rows(who)).toMatchObject([{ state: 'active', ends: '2026-05-01' }]);
  });

  test('a gateway that does not answer costs nobody anything until the days of grace are over', async () => {
    await begin('a5');
    on.silence(true);
    await daily('2026-04-01', 3);
    on.at('2026-04-03T23:59:59Z');
    expect((await plan()).plan).toBe('professional');
    on.silence(false);
    on.took('a5', 'second', '2026-05-01');
    await on.keep();
    expect(await on.rows(who)).toMatchObject([{ state: 'active', ends: '2026-05-01' }]);
  });

  test('cancelled here: the gateway is told, at once or by the clock', async () => {
    await begin('a6');
    on.silence(true);
    const seen = await service.cancelSubscription(on.as(who));
    expect(seen.subscription).toMatchObject({ cancelAtPeriodEnd: true });
    expect(await on.rows(who)).toMatchObject([{ agreement: 'to_cancel' }]);
    on.silence(false);
    await on.keep();
    expect(on.told).toEqual(['period_end a6']);
    expect(await on.rows(who)).toMatchObject([{ agreement: 'cancelling', stopping: true }]);
    on.at('2026-04-01');
    await on.keep();
    expect(await on.rows(who)).toMatchObject([{ state: 'expired', ending: 'cancelled' }]);
  });

  test('taken back before the gateway heard, it goes on; after, it is paid by hand', async () => {
    await begin('a7');
    on.silence(true);
    await service.cancelSubscription(on.as(who));
    await service.resumeSubscription(on.as(who));
    expect(await on.rows(who)).toMatchObject([{ agreement: 'running', stopping: false }]);
    on.silence(false);
    await service.cancelSubscription(on.as(who));
    const back = await service.resumeSubscription(on.as(who));
    expect(back.subscription).toMatchObject({ cancelAtPeriodEnd: false, renewal: 'by_hand' });
    expect(await on.rows(who)).toMatchObject([{ agreement: 'over', stopping: false }]);
  });

  test('cancelled at the gateway: kept until the end of what is paid', async () => {
    await begin('a8');
    on.says('a8', { status: 'ended' });
    on.later(30);
    await on.keep();
    expect(await on.rows(who)).toMatchObject([{ state: 'active', stopping: true, agreement: 'over' }]);
  });

  test('another way to pay begins a row of its own, and the old agreement ends after the money is here', async () => {
    await begin('a9');
    on.at('2026-04-02');
    on.says('a9', { status: 'past_due' });
    await on.keep();
    expect(on.told).toEqual([]);
    await on.buy(who, { product: 'professional' });
    await on.keep();
    expect(on.told).toEqual(['now a9']);
    expect(await on.rows(who)).toMatchObject([
      { state: 'expired', ending: 'replaced', agreement: 'over' },
      { state: 'active', ends: '2026-05-01', agreement: null },
    ]);
  });

  test('money taken after everything was replaced is put before a person', async () => {
    const { id } = await on.order(who, { product: 'professional' });
    await begin('a10');
    on.at('2026-03-10');
    await on.pay(id);
    on.took('a10', 'late', '2026-05-01');
    await on.keep();
    expect(on.recorded.map(({ payment }) => payment.ref)).toEqual(['late']);
    const cases = await database.query(
      `select 1 from money_cases c join purchases p on p.id::text = c.subject where p.user_id = $1 and c.kind = 'plan_differs'`,
      [who],
    );
    expect(cases).toHaveLength(1);
  });

  test('an agreement nobody knows is nobody’s', async () => expect(await on.tend('stranger')).toBe(false));
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { planStageOn, type PlanStage } from '../../testing/plan-stage.ts';
import { spendCredits } from './credits.ts';
import { mockSubscription } from './mock.ts';
import { endSubscription, giveSubscription, listSubscriptions } from './operator.ts';
import { purchasePayable } from './payable.ts';
import * as service from './service.ts';

let database: TestDatabase;
let on: PlanStage;
let n = 0;
let talent: string;
let pro: string;
const admin = 'user_admin';

const person = async (kind: 'talent' | 'professional' | 'company' | 'individual') => {
  const id = `user_${kind}_${(n += 1)}`;
  await database.query(
    `insert into users (id, email, name, role, customer_kind, plan, onboarded_at) values ($1, $1 || '@example.com', 'Nada', $2, $3, $4, now())`,
    [id, kind === 'talent' ? 'talent' : 'customer', kind === 'talent' ? null : kind, kind === 'talent' ? 'FREE' : null],
  );
  return id;
};
beforeAll(async () => {
  database = await freshDatabase();
  await database.query(
    `insert into users (id, email, name, role, onboarded_at) values ($1, 'op@example.com', 'Op', 'admin', now())`,
    [admin],
  );
});
afterAll(() => database.close());
beforeEach(async () => {
  on = planStageOn(database);
  on.at('2026-01-31');
  talent = await person('talent');
  pro = await person('professional');
});

const code = async (work: Promise<unknown>) =>
  work.then(
    () => 'went through',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );
const plan = (userId: string) => service.getSubscription(on.as(userId));

describe('a purchase', () => {
  test('is the catalogue’s price, for a day', async () => {
    expect(await on.order(talent, { product: 'PRO' })).toMatchObject({
      product: 'PRO',
      price: { amount: 25_000, currency: 'IQD' },
      state: 'open',
      expiresAt: '2026-02-01T00:00:00.000Z',
    });
  });
  test('asked for ten times at once is one', async () => {
    const made = await Promise.all(Array.from({ length: 10 }, () => on.order(talent, { product: 'PRO' })));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  });
  test('after its day is another, and the first still counts when it is paid', async () => {
    const first = await on.order(talent, { product: 'PRO' });
    on.later(25);
    const second = await on.order(talent, { product: 'PRO' });
    expect(second.id).not.toBe(first.id);
    expect(await on.pay(first.id)).toBe('confirmed');
    expect((await plan(talent)).plan).toBe('PRO');
  });
  test('is not sold to the wrong people, in the wrong currency or in the wrong size', async () => {
    expect(await code(on.order(pro, { product: 'PRO' }))).toBe('role_not_allowed');
    expect(await code(on.order(talent, { product: 'company' }))).toBe('role_not_allowed');
    expect(await code(on.order(talent, { product: 'credits', credits: 11, interval: 'once' }))).toBe('invalid');
    const dinars = on.as(talent, { currencies: ['IQD'] });
    const wish = { product: 'PRO', interval: 'month', currency: 'MAD', recurring: false, credits: null } as const;
    expect(await code(service.createPurchase(dinars, wish))).toBe('wrong_currency');
  });
  test('is seen by nobody else', async () => {
    const { id } = await on.order(talent, { product: 'PRO' });
    expect(await code(service.getPurchase(on.as(talent), { purchaseId: id }))).toBe('went through');
    expect(await code(service.getPurchase(on.as(pro), { purchaseId: id }))).toBe('not_found');
  });
  test('says what is due, and that it comes again', async () => {
    const { id } = await on.order(talent, { product: 'PRO', recurring: true });
    const due = (at: Date) => on.stage.doors.asUser({ userId: talent }).write((tx) => purchasePayable.due(tx, id, at));
    expect(await due(on.stage.now)).toMatchObject({ payerId: talent, payeeId: null, every: 'month' });
    expect(await due(new Date('2026-02-01T00:00:00Z'))).toEqual({ refused: 'payment_not_due' });
    const sold = await on.stage.doors.asSystem('test').write((tx) => purchasePayable.sold(tx, id));
    expect(sold).toMatchObject({ payerName: 'Nada', payeeName: null, for: { kind: 'period' } });
    expect(Object.keys(sold.title).sort()).toEqual(['ar', 'ckb', 'en', 'fr']);
  });
});

describe('paid money', () => {
  test('twenty times at once activates once', async () => {
    const { id } = await on.order(talent, { product: 'PRO' });
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => on.pay(id)));
    expect(outcomes.filter((outcome) => outcome === 'confirmed')).toHaveLength(1);
    expect(await on.rows(talent)).toMatchObject([{ product: 'PRO', state: 'active', ends: '2026-02-28' }]);
    expect(await on.purse(talent)).toEqual({ monthly: 20, bought: 0 });
    expect(await on.letters(talent)).toEqual(['01-31 subscription.activated']);
  });
  test('paid early goes on from the end, and the 31st comes back', async () => {
    await on.buy(talent, { product: 'PRO' });
    on.at('2026-02-10');
    await on.buy(talent, { product: 'PRO' });
    await on.buy(talent, { product: 'PRO', interval: 'year' });
    expect(await on.rows(talent)).toMatchObject([{ ends: '2027-03-31', state: 'active' }]);
    expect((await plan(talent)).history).toHaveLength(3);
  });
  test('two products paid at once leave one, and lose none of the money', async () => {
    const [one, other] = [await on.order(talent, { product: 'PRO' }), await on.order(talent, { product: 'AGENCY' })];
    expect(await Promise.all([on.pay(one.id), on.pay(other.id)])).toEqual(['confirmed', 'confirmed']);
    const rows = await on.rows(talent);
    expect(rows.filter(({ state }) => state === 'active')).toHaveLength(1);
    expect(rows.filter(({ ending }) => ending === 'replaced')).toHaveLength(1);
  });
  test('for a larger plan begins it now, with its credits', async () => {
    await on.buy(talent, { product: 'PRO' });
    on.at('2026-02-10');
    await on.buy(talent, { product: 'AGENCY' });
    expect(await on.rows(talent)).toMatchObject([
      { product: 'PRO', state: 'expired', ending: 'replaced' },
      { product: 'AGENCY', state: 'active', ends: '2026-03-10' },
    ]);
    expect((await plan(talent)).credits).toMatchObject({ monthly: 60, bought: 0 });
  });
  test('of somebody who has gone goes back', async () => {
    const { id } = await on.order(talent, { product: 'PRO' });
    await database.query('update users set deleted_at = now() where id = $1', [talent]);
    expect(await on.pay(id)).toBe('time_gone');
    expect(await on.rows(talent)).toEqual([]);
  });
  test('a pack of credits adds to the purse and ends nothing', async () => {
    await on.buy(talent, { product: 'credits', interval: 'once', credits: 25 });
    expect(await on.purse(talent)).toEqual({ monthly: 0, bought: 25 });
    expect((await plan(talent)).credits).toMatchObject({ balance: 28, monthly: 3, bought: 25 });
    expect(await on.letters(talent)).toEqual(['01-31 credits.bought']);
  });
});

describe('money that goes back', () => {
  test('ends the plan and its credits at once', async () => {
    const id = await on.buy(talent, { product: 'PRO' });
    on.later(24);
    await on.refund(id);
    await on.refund(id);
    expect(await on.rows(talent)).toMatchObject([{ state: 'refunded', ending: 'refunded' }]);
    expect(await plan(talent)).toMatchObject({ plan: 'FREE', credits: { balance: 0 } });
    expect(await on.letters(talent)).toEqual(['01-31 subscription.activated', '02-01 subscription.refunded']);
  });
  test('a part of it ends nothing', async () => {
    const id = await on.buy(talent, { product: 'PRO' });
    await on.refund(id, false);
    expect((await plan(talent)).plan).toBe('PRO');
  });
  test('for the next period takes that one alone', async () => {
    await on.buy(pro, { product: 'professional' });
    const second = await on.buy(pro, { product: 'professional' });
    await on.refund(second);
    expect(await on.rows(pro)).toMatchObject([{ state: 'active', ends: '2026-02-28' }]);
  });
  test('for the running period brings the next one forward', async () => {
    const first = await on.buy(pro, { product: 'professional' });
    await on.buy(pro, { product: 'professional' });
    on.at('2026-02-10');
    await on.chargeBack(first);
    expect(await on.rows(pro)).toMatchObject([{ state: 'active', ends: '2026-03-13' }]);
  });
  test('by the bank’s hand is the same', async () => {
    await on.chargeBack(await on.buy(pro, { product: 'professional' }));
    expect(await on.rows(pro)).toMatchObject([{ state: 'charged_back', ending: 'charged_back' }]);
    expect((await plan(pro)).plan).toBe('individual');
  });
  test('for credits that were used takes what is there, and a person hears of the rest', async () => {
    const id = await on.buy(talent, { product: 'credits', interval: 'once', credits: 10 });
    const spend = (source: string, count: number) =>
      on.stage.doors.asSystem('test').write((tx) => spendCredits(tx, talent, { count, source }, on.stage.now));
    expect(await spend('request one', 7)).toBe(true);
    expect(await spend('request one', 7)).toBe(true);
    expect(await on.purse(talent)).toEqual({ monthly: 0, bought: 6 });
    expect(await spend('request two', 7)).toBe(false);
    await on.refund(id);
    expect(await on.purse(talent)).toEqual({ monthly: 0, bought: 0 });
    const cases = await database.query<{ facts: { used: number } }>(
      `select facts from money_cases where kind = 'plan_differs' and subject = $1`,
      [id],
    );
    expect(cases.map(({ facts }) => facts.used)).toEqual([4]);
  });
});

describe('credits of the month', () => {
  test('FREE: three, once, however many look at once, and gone with the month', async () => {
    await Promise.all(Array.from({ length: 10 }, () => service.getCredits(on.as(talent))));
    expect(await on.purse(talent)).toEqual({ monthly: 3, bought: 0 });
    on.at('2026-02-01');
    const seen = await service.getCredits(on.as(talent));
    expect(seen).toMatchObject({ balance: 3, monthlyUntil: '2026-03-01T00:00:00.000Z' });
    expect(seen.lines.map(({ kind, amount }) => `${kind} ${amount}`)).toEqual(['grant 3', 'expiry -3', 'grant 3']);
  });
  test('a year has twelve', async () => {
    await on.buy(talent, { product: 'PRO', interval: 'year' });
    for (let visit = 0; visit < 36; visit += 1) {
      await service.getCredits(on.as(talent));
      on.later(10 * 24);
    }
    const grants = await database.query(
      `select distinct source from credit_lines where user_id = $1 and kind = 'grant'`,
      [talent],
    );
    expect(grants).toHaveLength(12);
    expect(await on.purse(talent)).toEqual({ monthly: 20, bought: 0 });
  });
  test('customers have none', async () => {
    expect(await code(service.getCredits(on.as(pro)))).toBe('role_not_allowed');
    expect((await plan(pro)).credits).toBeNull();
  });
});

describe('cancelling', () => {
  test('keeps what is paid for, and can be taken back', async () => {
    await on.buy(pro, { product: 'professional' });
    const cancelled = await service.cancelSubscription(on.as(pro));
    expect(cancelled).toMatchObject({
      plan: 'professional',
      subscription: { cancelAtPeriodEnd: true, renewal: 'none', nextPayment: null },
    });
    await service.cancelSubscription(on.as(pro));
    expect(await on.letters(pro)).toEqual(['01-31 subscription.activated', '01-31 subscription.cancelled']);
    expect(await service.resumeSubscription(on.as(pro))).toMatchObject({
      subscription: { cancelAtPeriodEnd: false, renewal: 'by_hand' },
    });
  });
  test('one month alone ends by itself and has nothing to resume', async () => {
    await on.buy(pro, { product: 'professional', interval: 'once' });
    expect((await plan(pro)).subscription).toMatchObject({ renewal: 'none' });
    expect(await code(service.resumeSubscription(on.as(pro)))).toBe('not_found');
    on.at('2026-02-28');
    await on.keep();
    expect(await on.rows(pro)).toMatchObject([{ state: 'expired', ending: 'cancelled' }]);
  });
  test('without a plan there is nothing to cancel', async () => {
    expect(await code(service.cancelSubscription(on.as(talent)))).toBe('not_found');
    expect(await code(service.renewSubscription(on.as(talent)))).toBe('not_found');
  });
  test('the next period of what ended can be bought', async () => {
    await on.buy(pro, { product: 'professional', interval: 'year' });
    on.at('2027-06-01');
    await on.keep();
    expect(await service.renewSubscription(on.as(pro))).toMatchObject({
      product: 'professional',
      interval: 'year',
      state: 'open',
    });
  });
});

describe('the operator', () => {
  const gift = (userId: string, product: 'PRO' | 'professional' = 'PRO') => ({
    userId,
    product,
    until: '2026-03-15T00:00:00.000Z',
    reason: 'a prize',
  });
  test('gives, and it ends on its day without a word before', async () => {
    expect(await giveSubscription(on.as(admin), gift(talent))).toMatchObject({ state: 'comp', renewal: 'none' });
    expect(await plan(talent)).toMatchObject({ plan: 'PRO', credits: { monthly: 20 } });
    on.at('2026-03-14');
    await on.keep();
    expect(await on.letters(talent)).toEqual([]);
    on.at('2026-03-15');
    expect((await plan(talent)).plan).toBe('FREE');
    await on.keep();
    expect(await on.letters(talent)).toEqual(['03-15 subscription.expired']);
  });
  test('does not take away what is paid for by giving, nor give what does not fit', async () => {
    await on.buy(talent, { product: 'PRO' });
    expect(await code(giveSubscription(on.as(admin), gift(talent)))).toBe('plan_running');
    expect(await code(giveSubscription(on.as(admin), gift(pro)))).toBe('invalid');
    expect(
      await code(giveSubscription(on.as(admin), { ...gift(pro, 'professional'), until: '2026-01-01T00:00:00Z' })),
    ).toBe('in_the_past');
  });
  test('ends, with a reason that is kept', async () => {
    await on.buy(talent, { product: 'PRO' });
    const { subscriptions } = await listSubscriptions(on.as(admin), { userId: talent, limit: 20 });
    const [mine] = subscriptions;
    expect(mine).toMatchObject({ userId: talent, name: 'Nada', state: 'active' });
    const wish = { subscriptionId: mine?.id ?? '', reason: 'spam' };
    expect(await endSubscription(on.as(admin), wish)).toMatchObject({ state: 'expired', ending: 'operator' });
    expect((await plan(talent)).plan).toBe('FREE');
    expect(
      await database.query(`select actor_id, reason from audit_log where subject_id = $1`, [wish.subscriptionId]),
    ).toEqual([{ actor_id: admin, reason: 'spam' }]);
  });
  test.each(['talent', 'pro'] as const)('to a %s there is no such door', async (who) => {
    const ctx = on.as(who === 'talent' ? talent : pro);
    expect(await code(listSubscriptions(ctx, { limit: 20 }))).toBe('not_found');
    expect(await code(giveSubscription(ctx, gift(talent)))).toBe('not_found');
    expect(await code(endSubscription(ctx, { subscriptionId: crypto.randomUUID(), reason: 'x' }))).toBe('not_found');
  });
});

describe('pretending', () => {
  test('a state, outside production', async () => {
    expect(await mockSubscription(on.as(pro), { state: 'mock:active' })).toMatchObject({ plan: 'professional' });
    expect(await mockSubscription(on.as(pro), { state: 'mock:past_due' })).toMatchObject({
      plan: 'professional',
      subscription: { graceUntil: '2026-02-03T00:00:00.000Z' },
    });
    expect(await mockSubscription(on.as(pro), { state: 'mock:expired' })).toMatchObject({ plan: 'individual' });
    expect(await mockSubscription(on.as(talent), { state: 'mock:active', product: 'AGENCY' })).toMatchObject({
      plan: 'AGENCY',
    });
  });
  test('in production there is no such address', async () => {
    expect(await code(mockSubscription(on.as(pro, { production: true }), { state: 'mock:active' }))).toBe('not_found');
    expect(await on.rows(pro)).toEqual([]);
  });
  test('not what others buy', async () =>
    expect(await code(mockSubscription(on.as(pro), { state: 'mock:active', product: 'PRO' }))).toBe(
      'role_not_allowed',
    ));
  test('ends when something real is paid', async () => {
    await mockSubscription(on.as(pro), { state: 'mock:active' });
    await on.buy(pro, { product: 'professional' });
    expect(await on.rows(pro)).toMatchObject([{ state: 'expired' }, { state: 'active', ends: '2026-02-28' }]);
  });
});

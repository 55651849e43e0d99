// Plans, memberships and credits from outside, bought at three gateways and lived through by moving the clock: renewed,
// failing, mended, cancelled, given back. Last of all files, because months pass.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { call, local, ok, until, type Json, type Who } from './outside.ts';
import {
  becomes,
  clockRuns,
  elapse,
  gets,
  inBooks,
  moveAt,
  newcomer,
  opens,
  operator,
  paymentAt,
  seen,
  type Open,
  type Refund,
} from './money.ts';

type Purchase = { id: string; state: string; price: { amount: number; currency: string }; periodEnd: string | null };
type Plan = {
  plan: string;
  subscription: {
    id: string;
    state: string;
    inForce: boolean;
    periodStart: string;
    periodEnd: string;
    graceUntil: string | null;
    cancelAtPeriodEnd: boolean;
    renewal: string;
    driver: string | null;
    nextPayment: { at: string; price: { amount: number; currency: string } } | null;
    ending: string | null;
  } | null;
  entitlements: Record<string, unknown>;
  credits: { balance: number; monthly: number; bought: number } | null;
  history: { purchase: Purchase; paymentId: string | null; paidThrough: string | null }[];
};

beforeEach(() => local('clock', { reset: true }));
afterEach(() => local('clock', { reset: true }));

const planOf = (who: Who) => ok<Plan>(who, 'getSubscription');
const running = async (who: Who) => {
  const plan = await planOf(who);
  if (!plan.subscription) throw new Error('nothing runs');
  return { ...plan, subscription: plan.subscription };
};
const me = (who: Who) => ok<{ plan: string | null; membershipEndsAt: string | null }>(who, 'getMe');
const mayReachOut = async (who: Who) => (await planOf(who)).entitlements['contact.initiate'];
const priceIn = { IQD: 35_000, MAD: 14_900 };

async function buys(who: Who, body: Json, driver: string): Promise<Open & { purchase: Purchase }> {
  const purchase = await ok<Purchase>(who, 'createPurchase', { body });
  expect(purchase.state).toBe('open');
  return { purchase, ...(await opens(who, { kind: 'purchase', id: purchase.id }, driver)) };
}
async function pays(who: Who, driver: string, { payment, ref }: Open): Promise<void> {
  await moveAt(driver, ref, { do: 'pay', notify: { times: 1 } });
  await until(
    'the money to be known',
    () => ok<{ state: string }>(who, 'getPaymentStatus', { query: { id: payment.paymentId } }),
    ({ state }) => state === 'paid',
  );
}
/** An hour after what is paid has run out: a month is not as long as the next. */
async function outOfIt(who: Who): Promise<void> {
  const { subscription } = await running(who);
  const { now } = await local<{ now: string }>('clock');
  await elapse(`PT${Math.ceil((Date.parse(subscription.periodEnd) - Date.parse(now)) / 1000) + 3600}S`);
}
/** A day of the clock's own work. */
const clockWorks = () => clockRuns('clock-payments', 'clock-subscriptions', 'clock-outbox');

/** Every paid purchase has its own payment in the books, and a paper with its own number. */
async function bookedAndBilled(who: Who, driver: string, count: number): Promise<void> {
  const { history } = await planOf(who);
  const paid = history.filter(({ purchase }) => purchase.state === 'paid');
  expect(paid).toHaveLength(count);
  for (const { purchase, paymentId } of paid) {
    const one = await seen(paymentId ?? '');
    expect(one).toMatchObject({ state: 'paid', paidThrough: driver, amount: purchase.price });
    expect(inBooks(one)).toEqual({ [`received@${driver}`]: purchase.price.amount, sales: -purchase.price.amount });
  }
  const { items } = await ok<{ items: { paymentId: string; document: { kind: string; number: string } | null }[] }>(
    who,
    'listPayments',
  );
  const papers = items.flatMap(({ document }) => document ?? []);
  expect(papers.map(({ kind }) => kind)).toEqual(paid.map(() => 'invoice'));
  expect(new Set(papers.map(({ number }) => number)).size).toBe(count);
}

describe.each([
  { driver: 'stripe', currency: 'MAD' },
  { driver: 'fib', currency: 'IQD' },
] as const)('a professional is a member by $driver, in $currency', ({ driver, currency }) => {
  const wish = { product: 'professional', interval: 'month', currency, recurring: true };

  test('bought, renewed by the gateway, failing, mended', async () => {
    const who = await newcomer('professional');
    expect(await mayReachOut(who)).toBe(false);
    expect((await me(who)).membershipEndsAt).toBeNull();
    const bought = await buys(who, wish, driver);
    expect(bought.purchase.price).toEqual({ amount: priceIn[currency], currency });
    expect(await mayReachOut(who), 'nothing is given before it is paid').toBe(false);
    await pays(who, driver, bought);

    const first = await running(who);
    expect(first).toMatchObject({
      plan: 'professional',
      subscription: { state: 'active', inForce: true, renewal: 'by_gateway', driver, cancelAtPeriodEnd: false },
      entitlements: { 'contact.initiate': true, 'premium.view': 'all' },
    });
    expect((await me(who)).membershipEndsAt).toBe(first.subscription.periodEnd);
    await bookedAndBilled(who, driver, 1);
    await gets(who.email, /is active$/, 1);

    // who has it cannot buy it twice
    expect((await call(who, 'createPurchase', { body: wish })).body.code).toBe('renews_by_itself');

    await outOfIt(who);
    await clockWorks();
    const second = await running(who);
    expect(Date.parse(second.subscription.periodEnd)).toBeGreaterThan(
      Date.parse(first.subscription.periodEnd) + 27 * 86_400_000,
    );
    expect(second.subscription).toMatchObject({ state: 'active', inForce: true, renewal: 'by_gateway' });
    await bookedAndBilled(who, driver, 2);
    // the gateway tells, the clock asks: the month counts once
    await clockWorks();
    expect((await running(who)).subscription.periodEnd).toBe(second.subscription.periodEnd);
    await bookedAndBilled(who, driver, 2);
    await gets(who.email, /goes on$/, 1);

    await moveAt(driver, await agreementOf(driver, bought), { do: 'decline' });
    await outOfIt(who);
    await clockWorks();
    const failing = await running(who);
    expect(failing).toMatchObject({
      subscription: { state: 'past_due', inForce: true },
      entitlements: { 'contact.initiate': true },
    });
    expect(failing.subscription.graceUntil).not.toBeNull();
    await gets(who.email, /has not been renewed$/, 1);
    await elapse('P2D');
    await clockWorks();
    await gets(who.email, /has not been renewed$/, 2);
    expect(await mayReachOut(who)).toBe(true);

    await moveAt(driver, await agreementOf(driver, bought), { do: 'pay', notify: { times: 1 } });
    // told or not: the clock asks again within the hour
    await elapse('PT31M');
    await clockWorks();
    const mended = await running(who);

    expect(mended.subscription).toMatchObject({ state: 'active', inForce: true, graceUntil: null });
    expect(Date.parse(mended.subscription.periodEnd)).toBeGreaterThan(Date.parse(failing.subscription.periodEnd));
    await bookedAndBilled(who, driver, 3);
    await gets(who.email, /goes on$/, 2);
  });

  test('failing and not mended: three days of grace, three letters, and then nothing', async () => {
    const who = await newcomer('professional');
    const bought = await buys(who, wish, driver);
    await pays(who, driver, bought);
    await moveAt(driver, await agreementOf(driver, bought), { do: 'decline' });
    await outOfIt(who);
    await clockWorks();
    expect((await running(who)).subscription).toMatchObject({ state: 'past_due', inForce: true });
    await gets(who.email, /has not been renewed$/, 1);
    await elapse('P2D');
    await clockWorks();
    expect((await running(who)).subscription).toMatchObject({ state: 'past_due', inForce: true });
    await gets(who.email, /has not been renewed$/, 2);
    expect(await mayReachOut(who)).toBe(true);
    await elapse('P1D');
    // at the moment grace is over nobody has to have run anything
    expect(await mayReachOut(who)).toBe(false);
    expect((await me(who)).membershipEndsAt).toBeNull();
    await clockWorks();
    expect((await running(who)).subscription).toMatchObject({ state: 'expired', inForce: false, ending: 'ran_out' });
    await gets(who.email, /has not been renewed$/, 2);
    await gets(who.email, /has ended$/, 1);
    await bookedAndBilled(who, driver, 1);
  });

  test('cancelled: everything stays until the end of what is paid, and no more is taken', async () => {
    const who = await newcomer('professional');
    const bought = await buys(who, wish, driver);
    await pays(who, driver, bought);
    await ok(who, 'cancelSubscription');
    await clockWorks();
    expect((await running(who)).subscription).toMatchObject({
      state: 'active',
      inForce: true,
      cancelAtPeriodEnd: true,
      renewal: 'none',
      nextPayment: null,
    });
    expect(await mayReachOut(who)).toBe(true);
    await gets(who.email, /will not renew$/, 1);
    await outOfIt(who);
    expect(await mayReachOut(who)).toBe(false);
    await clockWorks();
    expect((await running(who)).subscription).toMatchObject({ state: 'expired', inForce: false, ending: 'cancelled' });
    await bookedAndBilled(who, driver, 1);
    expect((await paymentAt(driver, await agreementOf(driver, bought))).agreement).toMatchObject({ state: 'ended' });
  });
});

describe('a talent buys with FastPay, in dinars, and pays by hand', () => {
  const month = { product: 'PRO', interval: 'month', currency: 'IQD' };

  test('PRO and a pack of credits, reminders, a renewal, and the money back', async () => {
    const who = await newcomer('talent');
    expect(await me(who)).toMatchObject({ plan: 'FREE' });
    const free = await ok<{ balance: number }>(who, 'getCredits');

    const plan = await buys(who, month, 'fastpay');
    await pays(who, 'fastpay', plan);
    expect(await me(who)).toMatchObject({ plan: 'PRO' });
    const first = await running(who);
    expect(first).toMatchObject({
      plan: 'PRO',
      subscription: { state: 'active', inForce: true, renewal: 'by_hand', driver: null },
      entitlements: { 'messaging.enabled': 'unlocked_requests', 'credits.monthly': 20 },
    });
    const withPlan = await ok<{ balance: number; monthly: number }>(who, 'getCredits');
    expect(withPlan.monthly).toBe(20);
    expect(withPlan.balance).toBeGreaterThan(free.balance);

    const pack = await buys(who, { product: 'credits', credits: 10, currency: 'IQD' }, 'fastpay');
    await pays(who, 'fastpay', pack);
    expect(await ok(who, 'getCredits')).toMatchObject({ bought: 10, balance: withPlan.balance + 10 });
    await gets(who.email, /^10 credits are in your account$/, 1);
    await bookedAndBilled(who, 'fastpay', 2);

    // seven, three and one day before the end somebody is reminded, each time once
    const end = Date.parse(first.subscription.periodEnd);
    for (const [at, days] of [7, 3, 1].entries()) {
      const { now } = await local<{ now: string }>('clock');
      await elapse(`PT${Math.ceil((end - days * 86_400_000 - Date.parse(now)) / 1000) + 60}S`);
      await clockWorks();
      await clockWorks();
      await gets(who.email, /ends on/, at + 1);
    }
    const again = await ok<Purchase>(who, 'renewSubscription');
    const renewal = await opens(who, { kind: 'purchase', id: again.id }, 'fastpay');
    await pays(who, 'fastpay', renewal);
    const second = await running(who);
    expect(Date.parse(second.subscription.periodEnd)).toBeGreaterThan(end + 27 * 86_400_000);
    expect(second.subscription.state).toBe('active');
    await bookedAndBilled(who, 'fastpay', 3);

    // money for the second month goes back: the first stays as it was
    await givesBack(renewal.payment.paymentId);
    expect((await running(who)).subscription).toMatchObject({ inForce: true, periodEnd: first.subscription.periodEnd });
    // and of the first: nothing is left, at once
    await givesBack(plan.payment.paymentId);
    expect(await me(who)).toMatchObject({ plan: 'FREE' });
    expect((await running(who)).subscription).toMatchObject({ state: 'refunded', inForce: false, ending: 'refunded' });
    await givesBack(pack.payment.paymentId);
    expect(await ok(who, 'getCredits')).toMatchObject({ bought: 0 });
    await gets(who.email, /PRO plan went back$/, 1);
    await gets(who.email, /Credit pack went back$/, 1);
  });

  test('not renewed: grace, letters, and FREE again; paid late it begins anew', async () => {
    const who = await newcomer('talent');
    await pays(who, 'fastpay', await buys(who, month, 'fastpay'));
    const { periodEnd } = (await running(who)).subscription;
    await outOfIt(who);
    await clockWorks();
    expect((await running(who)).subscription).toMatchObject({ state: 'past_due', inForce: true });
    await gets(who.email, /has not been renewed$/, 1);
    await elapse('P2D');
    await clockWorks();
    await gets(who.email, /has not been renewed$/, 2);
    expect(await me(who)).toMatchObject({ plan: 'PRO' });
    await elapse('P1D');
    expect(await me(who)).toMatchObject({ plan: 'FREE' });
    await clockWorks();
    expect((await running(who)).subscription).toMatchObject({ state: 'expired', ending: 'ran_out' });
    await gets(who.email, /has ended$/, 1);

    const late = await ok<Purchase>(who, 'renewSubscription');
    await pays(who, 'fastpay', await opens(who, { kind: 'purchase', id: late.id }, 'fastpay'));
    expect(await me(who)).toMatchObject({ plan: 'PRO' });
    const { subscription } = await running(who);
    expect(subscription).toMatchObject({ state: 'active', inForce: true });
    expect(Date.parse(subscription.periodStart)).toBeGreaterThan(Date.parse(periodEnd));
  });
});

test.each([
  { state: 'mock:active', inForce: true },
  { state: 'mock:past_due', inForce: true },
  { state: 'mock:expired', inForce: false },
])('$state can be tried without paying', async ({ state, inForce }) => {
  const who = await newcomer('professional');
  await ok(who, 'mockSubscription', { body: { state } });
  expect((await running(who)).subscription).toMatchObject({ state, inForce });
  expect(await mayReachOut(who)).toBe(inForce);
});

/** What the gateway calls the agreement: at FIB the subscription itself, at Stripe the checkout it began with. */
async function agreementOf(driver: string, { ref }: Open): Promise<string> {
  expect((await paymentAt(driver, ref)).agreement).toBeDefined();
  return ref;
}

async function givesBack(paymentId: string): Promise<void> {
  const refund = await ok<Refund>(await operator(), 'createRefund', {
    params: { paymentId },
    body: { reason: 'goodwill', note: 'Bought by mistake.' },
  });
  await elapse('PT2M');
  await clockRuns('clock-payments');
  await becomes(paymentId, 'refunded', ({ state }) => state === 'refunded');
  expect((await seen(paymentId)).refunds.find((one) => one.refundId === refund.refundId)).toMatchObject({
    state: 'done',
  });
}

import { describe, expect, test } from 'vitest';
import { GatewayTrouble, type AgreementOrder, type Agreements } from '../provider.ts';
import { readAgreement } from './stripe-agreements.ts';
import { invoice, subscription } from './stripe-objects.ts';
import { stripe } from './stripe.ts';

const start = new Date('2026-03-01T10:00:00Z');
const mad = (amount: number) => ({ amount, currency: 'MAD' as const });

type Sent = { call: string; form: Record<string, string>; key: string | null };
function agreementsWith(answers: Record<string, unknown>): { agreements: Agreements; sent: Sent[] } {
  const sent: Sent[] = [];
  const provider = stripe.connect({
    env: { STRIPE_SECRET_KEY: 'sk_test_x', STRIPE_WEBHOOK_SECRET: 'whsec_x', GATEWAY_PATIENCE_MS: '60' },
    now: () => start,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { pathname, search } = new URL(request.url);
      const call = `${request.method} ${pathname.replace('/v1/', '')}`;
      sent.push({
        call,
        form: Object.fromEntries(new URLSearchParams((await request.text()) || search)),
        key: request.headers.get('idempotency-key'),
      });
      const answer = answers[call];
      return answer === undefined
        ? Response.json({ error: { type: 'invalid_request_error', code: 'resource_missing' } }, { status: 404 })
        : Response.json(answer);
    },
  });
  if (!provider?.agreements) throw new Error('the driver has its keys and keeps no agreements');
  return { agreements: provider.agreements, sent };
}
const refusal = async (work: Promise<unknown>) => {
  const fault = await work.catch((error: unknown) => error);
  return fault instanceof GatewayTrouble ? fault.trouble : fault;
};

// the objects of the reference
const sub = {
  id: 'sub_1A',
  object: 'subscription',
  customer: 'cus_1',
  status: 'active',
  currency: 'mad',
  cancel_at_period_end: false,
  cancel_at: null as number | null,
  canceled_at: null,
  ended_at: null,
  latest_invoice: 'in_1A',
  metadata: { user_id: 'user_42' },
  trial_end: null,
  items: {
    object: 'list',
    data: [
      {
        id: 'si_1',
        quantity: 1,
        current_period_start: 1_772_362_200,
        current_period_end: 1_775_040_600,
        price: {
          id: 'price_1Pro',
          currency: 'mad',
          unit_amount: 9900,
          recurring: { interval: 'month', interval_count: 1 },
        },
      },
    ],
  },
};
const bill = {
  id: 'in_1A',
  object: 'invoice',
  status: 'paid',
  billing_reason: 'subscription_cycle',
  customer: 'cus_1',
  currency: 'mad',
  amount_due: 9900,
  amount_paid: 9900,
  amount_remaining: 0,
  attempt_count: 1,
  next_payment_attempt: null,
  created: 1_772_362_200,
  period_start: 1_772_362_200,
  period_end: 1_772_362_200,
  status_transitions: { paid_at: 1_772_362_260 as number | null },
  hosted_invoice_url: 'https://invoice.stripe.com/i/1A',
  parent: {
    type: 'subscription_details',
    subscription_details: { subscription: 'sub_1A', metadata: { user_id: 'user_42' } },
  },
  lines: { data: [{ amount: 9900, currency: 'mad', period: { start: 1_772_362_200, end: 1_775_040_600 } }] },
};
const owed = {
  ...bill,
  id: 'in_2B',
  status: 'open',
  amount_paid: 0,
  created: 1_775_040_600,
  status_transitions: { paid_at: null },
  hosted_invoice_url: 'https://invoice.stripe.com/i/2B',
  lines: { data: [{ amount: 9900, currency: 'mad', period: { start: 1_775_040_600, end: 1_777_632_600 } }] },
};
const periodEnd = new Date(1_775_040_600_000);
const firstPayment = { ref: 'in_1A', amount: mad(9900), paidAt: new Date(1_772_362_260_000), periodEnd };

const read = (said: object, ...bills: object[]) =>
  readAgreement(
    subscription.parse(said),
    bills.map((one) => invoice.parse(one)),
  );

describe('reading', () => {
  test('as documented', () => {
    expect(read(sub, bill)).toEqual({
      ref: 'sub_1A',
      status: 'active',
      cancelAtPeriodEnd: false,
      paidUntil: periodEnd,
      payments: [firstPayment],
      payUrl: null,
    });
  });
  test('an invoice of before Basil says the same', () => {
    const { parent: _, ...older } = bill;
    expect(read(sub, { ...older, subscription: 'sub_1A', payment_intent: 'pi_1A', charge: 'ch_1A' }).payments).toEqual([
      firstPayment,
    ]);
  });
  test.each([
    ['incomplete', 'pending'],
    ['incomplete_expired', 'failed'],
    ['trialing', 'active'],
    ['active', 'active'],
    ['past_due', 'past_due'],
    ['unpaid', 'past_due'],
    ['paused', 'past_due'],
    ['canceled', 'ended'],
  ])('%s is %s', (status, means) => expect(read({ ...sub, status }, bill).status).toBe(means));
  test('a word nobody knows grants nothing', () => {
    expect(read({ ...sub, status: 'thriving' }, bill).status).toBe('past_due');
    expect(read({ ...sub, status: 'thriving' }).status).toBe('pending');
    expect(read({ ...sub, status: undefined }).status).toBe('pending');
  });
  test('an end that was asked for, in both of its forms', () => {
    expect(read({ ...sub, cancel_at_period_end: true }, bill).cancelAtPeriodEnd).toBe(true);
    expect(read({ ...sub, cancel_at: 1_775_040_600 }, bill).cancelAtPeriodEnd).toBe(true);
    // what is over does not end once more
    expect(read({ ...sub, cancel_at_period_end: true, status: 'canceled' }, bill).cancelAtPeriodEnd).toBe(false);
  });
  test('a renewal that failed leads to where it can be paid', () => {
    expect(read({ ...sub, status: 'past_due' }, owed, bill)).toMatchObject({
      status: 'past_due',
      payUrl: owed.hosted_invoice_url,
      // what was paid for stays paid for, and no further
      paidUntil: periodEnd,
      payments: [firstPayment],
    });
    expect(
      read({ ...sub, status: 'past_due' }, { ...owed, hosted_invoice_url: 'javascript:1' }, bill).payUrl,
    ).toBeNull();
    expect(read({ ...sub, status: 'canceled' }, owed, bill).payUrl).toBeNull();
  });
  test('payments come newest first, and reach as far as their lines', () => {
    const renewal = { ...owed, status: 'paid', amount_paid: 9900, status_transitions: { paid_at: 1_775_040_660 } };
    const report = read(sub, bill, renewal);
    expect(report.payments.map(({ ref }) => ref)).toEqual(['in_2B', 'in_1A']);
    expect(report.paidUntil).toEqual(new Date(1_777_632_600_000));
  });
  test('an invoice over nothing reaches as far, and was no payment', () => {
    const free = { ...bill, amount_paid: 0 };
    expect(read({ ...sub, status: 'trialing' }, free)).toMatchObject({ paidUntil: periodEnd, payments: [] });
  });
  test('an invoice with several lines reaches as far as the last of them', () => {
    const lines = [1_772_400_000, 1_777_632_600, 1_775_040_600].map((end) => ({
      amount: 1,
      period: { start: 1, end },
    }));
    expect(read(sub, { ...bill, lines: { data: lines } }).paidUntil).toEqual(new Date(1_777_632_600_000));
  });
  test('what cannot be read is not counted', () => {
    expect(read(sub, { ...bill, currency: 'jpy' }, { ...bill, lines: null }).payments).toEqual([]);
  });
});

describe('opening', () => {
  const order: AgreementOrder = {
    attemptId: '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0001',
    amount: mad(9900),
    description: 'Mawahib Pro',
    callbackUrl: 'https://site.test/api/payments/webhook/stripe/kQ7',
    returnUrl: 'https://site.test/en/payments/1/',
    expiresAt: new Date('2026-03-01T12:00:00Z'),
    locale: 'ckb',
    payer: { name: 'Sara', email: 'sara@example.com' },
    interval: 'year',
  };
  test('asks for a subscription in the words of the reference', async () => {
    const page = 'https://checkout.stripe.com/c/pay/cs_1';
    const { agreements, sent } = agreementsWith({ 'POST checkout/sessions': { id: 'cs_1', url: page } });
    expect(await agreements.open(order)).toEqual({
      ref: 'cs_1',
      next: { type: 'redirect', url: page },
      expiresAt: order.expiresAt,
    });
    expect(sent).toEqual([
      {
        call: 'POST checkout/sessions',
        key: order.attemptId,
        form: {
          mode: 'subscription',
          'line_items[0][quantity]': '1',
          'line_items[0][price_data][currency]': 'mad',
          'line_items[0][price_data][unit_amount]': '9900',
          'line_items[0][price_data][product_data][name]': 'Mawahib Pro',
          'line_items[0][price_data][recurring][interval]': 'year',
          client_reference_id: order.attemptId,
          'metadata[attempt_id]': order.attemptId,
          'subscription_data[metadata][attempt_id]': order.attemptId,
          customer_email: 'sara@example.com',
          success_url: order.returnUrl,
          cancel_url: order.returnUrl,
          locale: 'auto',
          expires_at: String(order.expiresAt.getTime() / 1000),
        },
      },
    ]);
  });
});

const begun = { id: 'cs_1', mode: 'subscription', status: 'complete', payment_status: 'paid', subscription: 'sub_1A' };
const known = { 'GET subscriptions/sub_1A': sub, 'GET invoices': { data: [bill] } };

describe('asking', () => {
  test('by its own reference, or by the checkout that began it', async () => {
    for (const ref of ['sub_1A', 'cs_1']) {
      const { agreements, sent } = agreementsWith({ ...known, 'GET checkout/sessions/cs_1': begun });
      expect(await agreements.ask(ref)).toMatchObject({ ref: 'sub_1A', status: 'active', payments: [firstPayment] });
      expect(sent.find(({ call }) => call === 'GET invoices')?.form).toMatchObject({ subscription: 'sub_1A' });
    }
  });
  test.each([
    ['open', 'pending'],
    ['expired', 'failed'],
    // complete, and its subscription is being made
    ['complete', 'pending'],
  ])('a checkout that is %s is %s', async (status, means) => {
    const { agreements } = agreementsWith({ 'GET checkout/sessions/cs_1': { ...begun, status, subscription: null } });
    expect(await agreements.ask('cs_1')).toEqual({
      ref: 'cs_1',
      status: means,
      cancelAtPeriodEnd: false,
      paidUntil: null,
      payments: [],
      payUrl: null,
    });
  });
  test('one nobody knows, and an answer about another', async () => {
    expect(await refusal(agreementsWith({}).agreements.ask('sub_9'))).toBe('refused');
    expect(await refusal(agreementsWith({}).agreements.ask('sub_9/../x'))).toBe('refused');
    const other = agreementsWith({ ...known, 'GET subscriptions/sub_9': sub });
    expect(await refusal(other.agreements.ask('sub_9'))).toBe('unavailable');
  });
});

describe('ending', () => {
  test('with its period', async () => {
    const { agreements, sent } = agreementsWith({ ...known, 'POST subscriptions/sub_1A': sub });
    await agreements.cancel('sub_1A', 'period_end');
    expect(sent.find(({ call }) => call.startsWith('POST'))?.form).toEqual({ cancel_at_period_end: 'true' });
  });
  test('at once', async () => {
    const { agreements, sent } = agreementsWith({ ...known, 'DELETE subscriptions/sub_1A': sub });
    await agreements.cancel('sub_1A', 'now');
    expect(sent.map(({ call }) => call)).toContain('DELETE subscriptions/sub_1A');
  });
  test.each([
    ['has ended', { status: 'canceled' }, 'now', 'ended'],
    ['never began', { status: 'incomplete_expired' }, 'now', 'failed'],
    ['will end anyway', { cancel_at_period_end: true }, 'period_end', 'active'],
  ] as const)('what %s is left as it is', async (_, facts, when, status) => {
    const { agreements, sent } = agreementsWith({ ...known, 'GET subscriptions/sub_1A': { ...sub, ...facts } });
    expect((await agreements.cancel('sub_1A', when)).status).toBe(status);
    expect(sent.every(({ call }) => call.startsWith('GET'))).toBe(true);
  });
  test('before it began, its checkout is closed', async () => {
    const { agreements, sent } = agreementsWith({
      'GET checkout/sessions/cs_1': { ...begun, status: 'open', subscription: null },
      'POST checkout/sessions/cs_1/expire': { ...begun, status: 'expired', subscription: null },
    });
    expect(await agreements.cancel('cs_1', 'now')).toMatchObject({ ref: 'cs_1', status: 'failed' });
    expect(sent).toHaveLength(2);
  });
});

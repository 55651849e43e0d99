import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { forgetful, type Deed, type Gateway, type Notice, type Twin } from './gateway.ts';
import { readForm } from './stripe-form.ts';
import { periodEndAt } from './stripe-renewals.ts';
import { stripe, stripeSpeaking } from './stripe.ts';

const secret = () => 'both-know';
const key = 'sk_test_both-know';

let now: Date;
let announced: Notice[];
let gateway: Gateway;
let kept: unknown;

const open = (twin: Twin = stripe) =>
  twin.open({
    now: () => now,
    siteUrl: 'https://app.example',
    payPage: (ref) => `http://localhost:8888/__local/gateways/stripe/pay/${ref}`,
    memory: { load: () => kept, save: (state) => (kept = structuredClone(state)) },
    announce: (notice) => announced.push(notice),
    secret,
  });

beforeEach(() => {
  now = new Date('2026-03-01T10:00:00.000Z');
  announced = [];
  kept = null;
  gateway = open();
});

const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000);
  gateway.tick();
};
const day = 86_400;
const epoch = () => Math.floor(now.getTime() / 1000);

type Json = Record<string, unknown>;
type Said = { status: number; body: Json & { id: string; data: Json[]; error: Json } };
const call = async (
  method: string,
  path: string,
  form: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<Said> => {
  const fields = new URLSearchParams(form);
  const inBody = method === 'POST';
  const answer = await gateway.handle(
    new Request(`http://stripe.test/v1/${path}${inBody || fields.size === 0 ? '' : `?${fields}`}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...headers },
      body: inBody ? String(fields) : undefined,
    }),
  );
  return { status: answer.status, body: (await answer.json()) as Said['body'] };
};

const order = () => ({
  mode: 'payment',
  'line_items[0][quantity]': '1',
  'line_items[0][price_data][currency]': 'mad',
  'line_items[0][price_data][unit_amount]': '150000',
  'line_items[0][price_data][product_data][name]': 'Booking BK-7F3A',
  client_reference_id: 'BK-7F3A',
  'metadata[booking_id]': 'bk_7f3a',
  'payment_intent_data[metadata][booking_id]': 'bk_7f3a',
  customer_email: 'sara@example.com',
  success_url: 'https://app.example/pay/return?s={CHECKOUT_SESSION_ID}',
  cancel_url: 'https://app.example/pay/return?b=BK-7F3A&r=cancel',
  expires_at: String(epoch() + 1800),
  locale: 'auto',
});
const plan = () => {
  const { 'payment_intent_data[metadata][booking_id]': _, expires_at: __, ...rest } = order();
  return {
    ...rest,
    mode: 'subscription',
    'line_items[0][price_data][unit_amount]': '9900',
    'line_items[0][price_data][recurring][interval]': 'month',
    'subscription_data[metadata][user_id]': 'user_42',
  };
};
const opened = async (form: Record<string, string> = order()): Promise<string> =>
  (await call('POST', 'checkout/sessions', form)).body.id;
const session = async (id: string) =>
  (await call('GET', `checkout/sessions/${id}`, { 'expand[0]': 'payment_intent.latest_charge' })).body;
const move = (ref: string, deed: Deed, details = {}) => gateway.move(ref, deed, details);
const told = (notices: readonly Notice[]) => notices.map(({ says }) => says);
const objectOf = (notice: Notice | undefined): Json =>
  (JSON.parse(notice?.body ?? '{}') as { data: { object: Json } }).data.object;

describe('forms with brackets', () => {
  test('unfold', () => {
    expect(readForm('a=1&b[c]=2&b[d][0][e]=3&expand[]=x&expand[]=y')).toEqual({
      a: '1',
      b: { c: '2', d: { 0: { e: '3' } } },
      expand: { 0: 'x', 1: 'y' },
    });
  });
  test.each(['a=1&a[b]=2', 'a[b]=1&a=2', '[a]=1', 'a[b=1', `a${'[x]'.repeat(20)}=1`])('%s is none', (text) => {
    expect(readForm(text)).toBeNull();
  });
  test('a name the language knows is a name like any other', () => {
    expect(Object.keys(readForm('__proto__[polluted]=1') ?? {})).toEqual(['__proto__']);
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('opening', () => {
  test('answers with an open checkout in the shape of the reference', async () => {
    const { status, body } = await call('POST', 'checkout/sessions', order());
    expect(status).toBe(200);
    expect(body).toMatchObject({
      object: 'checkout.session',
      mode: 'payment',
      status: 'open',
      payment_status: 'unpaid',
      amount_subtotal: 150_000,
      amount_total: 150_000,
      currency: 'mad',
      client_reference_id: 'BK-7F3A',
      payment_intent: null,
      subscription: null,
      metadata: { booking_id: 'bk_7f3a' },
      expires_at: epoch() + 1800,
      livemode: false,
    });
    expect(body.id).toMatch(/^cs_test_[A-Za-z0-9]{24}$/);
    expect(body.url).toBe(`http://localhost:8888/__local/gateways/stripe/pay/${body.id}`);
    expect(gateway.find(body.id)).toMatchObject({
      amount: 150_000,
      currency: 'MAD',
      open: true,
      returnUrl: `https://app.example/pay/return?s=${body.id}`,
    });
  });
  test.each<[string, Record<string, string>, string]>([
    ['dinars', { 'line_items[0][price_data][currency]': 'iqd' }, 'line_items[0][price_data][currency]'],
    ['Arabic', { locale: 'ar' }, 'locale'],
    ['Kurdish', { locale: 'ckb' }, 'locale'],
    ['half a cent', { 'line_items[0][price_data][unit_amount]': '1500.5' }, 'line_items[0][price_data][unit_amount]'],
    ['an unknown parameter', { colour: 'red' }, 'colour'],
    ['an address that is none', { success_url: '/pay/return' }, 'success_url'],
    ['a mail address that is none', { customer_email: 'nobody' }, 'customer_email'],
    ['an end too soon', { expires_at: String(1_772_359_200 + 1799) }, 'expires_at'],
    ['an end too late', { expires_at: String(1_772_359_200 + 86_401) }, 'expires_at'],
    ['a price that recurs in a payment', { 'line_items[0][price_data][recurring][interval]': 'month' }, 'mode'],
  ])('refuses %s', async (_, changes, param) => {
    const { status, body } = await call('POST', 'checkout/sessions', { ...order(), ...changes });
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ type: 'invalid_request_error', param, message: expect.any(String) });
  });
  test('knows who calls', async () => {
    const { status, body } = await call('POST', 'checkout/sessions', order(), { authorization: 'Bearer sk_test_x' });
    expect(status).toBe(401);
    expect(body.error).toMatchObject({ type: 'invalid_request_error' });
  });
  test.each(['v2/core', 'v1/payouts', 'v1/checkout/sessions/x/y'])('knows nothing at %s', async (path) => {
    const answer = await gateway.handle(
      new Request(`http://stripe.test/${path}`, { headers: { authorization: `Bearer ${key}` } }),
    );
    expect(answer.status).toBe(404);
  });
});

describe('the same key', () => {
  const withKey = (form: Record<string, string>, path = 'checkout/sessions') =>
    call('POST', path, form, { 'idempotency-key': 'attempt-1' });
  test('brings the same answer, whatever has happened since', async () => {
    const form = order();
    const first = await withKey(form);
    move(first.body.id, 'pay');
    later(600);
    expect(await withKey(form)).toEqual(first);
    expect(gateway.payments()).toHaveLength(1);
  });
  test('in other words is an error, and makes nothing', async () => {
    const form = order();
    await withKey(form);
    const other = await withKey({ ...form, customer_email: 'other@example.com' });
    expect(other.status).toBe(409);
    expect(other.body.error).toMatchObject({ type: 'idempotency_error' });
    expect(gateway.payments()).toHaveLength(1);
  });
  test('is not used up by a call that was refused', async () => {
    expect((await withKey({ ...order(), locale: 'ar' })).status).toBe(400);
    expect((await withKey(order())).status).toBe(200);
  });
  test('is forgotten after a day', async () => {
    const form = { ...order(), expires_at: String(epoch() + 80_000) };
    await withKey(form);
    later(day);
    expect((await withKey({ ...form, expires_at: String(epoch() + 80_000) })).status).toBe(200);
    expect(gateway.payments()).toHaveLength(2);
  });
});

describe('a checkout', () => {
  test('is paid by the payer', async () => {
    const id = await opened();
    expect(move(id, 'pay')).toMatchObject({ state: 'paid', open: false, paidAmount: 150_000 });
    const body = await session(id);
    expect(body).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      url: null,
      payment_intent: {
        object: 'payment_intent',
        status: 'succeeded',
        metadata: { booking_id: 'bk_7f3a' },
        latest_charge: { object: 'charge', amount_refunded: 0, refunded: false, disputed: false },
      },
    });
    expect(move(id, 'pay')).toEqual({ refused: 'The checkout is already paid.' });
    expect(told(gateway.notices(id))).toEqual(['checkout.session.completed']);
  });
  test('shows the sum that was taken', async () => {
    const id = await opened();
    move(id, 'pay', { wrongAmount: true });
    expect(await session(id)).toMatchObject({ amount_total: 149_000 });
  });
  test('runs out by the clock, and tells so', async () => {
    const id = await opened();
    later(1799);
    expect(await session(id)).toMatchObject({ status: 'open' });
    later(1);
    expect(await session(id)).toMatchObject({ status: 'expired', url: null });
    expect(told(announced)).toEqual(['checkout.session.expired']);
    expect(move(id, 'pay')).toHaveProperty('refused');
    expect(move(id, 'pay', { late: true })).toMatchObject({ state: 'paid' });
  });
  test('is called off by the merchant while it is open', async () => {
    const id = await opened();
    expect((await call('POST', `checkout/sessions/${id}/expire`)).body).toMatchObject({ status: 'expired' });
    expect((await call('POST', `checkout/sessions/${id}/expire`)).status).toBe(400);
    expect(told(announced)).toEqual(['checkout.session.expired']);
  });
  test('waits for a debit, which comes in or does not', async () => {
    const comes = await opened();
    expect(move(comes, 'pay', { late: true })).toMatchObject({ state: 'processing', paidAmount: null });
    expect(await session(comes)).toMatchObject({ status: 'complete', payment_status: 'unpaid' });
    move(comes, 'pay');
    expect(await session(comes)).toMatchObject({ payment_status: 'paid' });
    expect(told(gateway.notices(comes))).toEqual([
      'checkout.session.completed',
      'checkout.session.async_payment_succeeded',
    ]);
    const fails = await opened();
    move(fails, 'decline');
    expect(await session(fails)).toMatchObject({
      payment_status: 'unpaid',
      payment_intent: { status: 'requires_payment_method', latest_charge: null },
    });
    expect(told(gateway.notices(fails))).toEqual([
      'checkout.session.completed',
      'checkout.session.async_payment_failed',
    ]);
  });
  test('nobody opened is not found', async () => {
    const { status, body } = await call('GET', 'checkout/sessions/cs_test_nobody');
    expect(status).toBe(404);
    expect(body.error).toMatchObject({ code: 'resource_missing' });
  });
  test('outlives a restart of the stack', async () => {
    const id = await opened();
    move(id, 'pay');
    gateway = open();
    expect(await session(id)).toMatchObject({ payment_status: 'paid' });
    expect(gateway.notices(id)).toHaveLength(1);
  });
});

describe('refunds', () => {
  const paidFor = async (late = false) => {
    const id = await opened();
    move(id, 'pay', { late });
    if (late) move(id, 'pay');
    return { id, intent: ((await session(id)).payment_intent as Json).id as string };
  };
  test('go back in parts, and not one cent more than came in', async () => {
    const { id, intent } = await paidFor();
    const part = await call('POST', 'refunds', {
      payment_intent: intent,
      amount: '50000',
      'metadata[refund_id]': 'r1',
    });
    expect(part.body).toMatchObject({
      object: 'refund',
      amount: 50_000,
      currency: 'mad',
      payment_intent: intent,
      status: 'succeeded',
      metadata: { refund_id: 'r1' },
    });
    expect(gateway.find(id)).toMatchObject({ state: 'partially refunded', refunded: 50_000 });
    const much = await call('POST', 'refunds', { payment_intent: intent, amount: '100001' });
    expect(much.body.error).toMatchObject({ code: 'amount_too_large' });
    expect((await call('POST', 'refunds', { payment_intent: intent })).body).toMatchObject({ amount: 100_000 });
    const again = await call('POST', 'refunds', { payment_intent: intent });
    expect(again.status).toBe(400);
    expect(again.body.error).toMatchObject({ code: 'charge_already_refunded' });
    expect((await call('GET', 'refunds', { payment_intent: intent })).body.data).toHaveLength(2);
    expect(told(announced)).toEqual(['refund.created', 'charge.refunded', 'refund.created', 'charge.refunded']);
    // the event of a part says so: its charge is not refunded
    expect(objectOf(announced[1])).toMatchObject({ amount_refunded: 50_000, refunded: false });
    expect(objectOf(announced[3])).toMatchObject({ amount_refunded: 150_000, refunded: true });
  });
  test('of a debit wait for the bank', async () => {
    const { intent } = await paidFor(true);
    const { body } = await call('POST', 'refunds', { payment_intent: intent, amount: '50000' });
    expect(body).toMatchObject({ status: 'pending' });
    later(10);
    expect((await call('GET', `refunds/${body.id}`)).body).toMatchObject({ status: 'succeeded' });
    expect(told(announced).at(-1)).toBe('refund.updated');
  });
  test('are made in the dashboard too', async () => {
    const { id } = await paidFor();
    expect(move(id, 'refund', { amount: 1000 })).toMatchObject({ refunded: 1000 });
    expect(told(gateway.notices(id)).slice(1)).toEqual(['refund.created', 'charge.refunded']);
  });
  test('of nothing are refused', async () => {
    const id = await opened();
    expect(move(id, 'refund')).toHaveProperty('refused');
    expect((await call('POST', 'refunds', { payment_intent: 'pi_nobody' })).status).toBe(404);
  });
  test('of disputed money are refused', async () => {
    const { id, intent } = await paidFor();
    expect(move(id, 'chargeback')).toMatchObject({ state: 'disputed' });
    expect((await call('POST', 'refunds', { payment_intent: intent })).body.error).toMatchObject({
      code: 'charge_disputed',
    });
    expect((await call('GET', 'disputes', { payment_intent: intent })).body.data).toMatchObject([
      { object: 'dispute', status: 'needs_response', amount: 150_000 },
    ]);
    expect(told(gateway.notices(id)).at(-1)).toBe('charge.dispute.created');
  });
});

describe('a subscription', () => {
  const begun = async () => {
    const id = await opened(plan());
    move(id, 'pay');
    const { subscription, invoice } = await session(id);
    return { id, sub: String(subscription), first: String(invoice) };
  };
  const invoices = async (sub: string) => (await call('GET', 'invoices', { subscription: sub })).body.data;
  const subscription = async (sub: string) => (await call('GET', `subscriptions/${sub}`)).body;

  test('begins with a paid invoice', async () => {
    const { id, sub, first } = await begun();
    expect(await subscription(sub)).toMatchObject({
      object: 'subscription',
      status: 'active',
      cancel_at_period_end: false,
      metadata: { user_id: 'user_42' },
      latest_invoice: first,
      items: {
        data: [
          {
            current_period_end: Date.parse('2026-04-01T10:00:00Z') / 1000,
            price: { unit_amount: 9900, recurring: { interval: 'month', interval_count: 1 } },
          },
        ],
      },
    });
    expect(await invoices(sub)).toMatchObject([
      { id: first, status: 'paid', billing_reason: 'subscription_create', amount_paid: 9900 },
    ]);
    expect(told(gateway.notices(id))).toEqual([
      'customer.subscription.created',
      'invoice.paid',
      'checkout.session.completed',
    ]);
    expect(gateway.find(id)?.agreement).toEqual({
      interval: 'month',
      state: 'active',
      paidUntil: '2026-04-01T10:00:00.000Z',
      nextDebitAt: '2026-04-01T10:00:00.000Z',
    });
  });
  test('renews as the clock moves, once per period, however far it jumps', async () => {
    const { sub } = await begun();
    later(31 * day);
    later(0);
    expect(await invoices(sub)).toHaveLength(2);
    expect(told(announced)).toEqual(['customer.subscription.updated', 'invoice.paid']);
    later(62 * day);
    const all = await invoices(sub);
    expect(all.map((invoice) => (invoice.lines as { data: { period: Json }[] }).data[0]?.period.start)).toEqual(
      ['2026-06-01', '2026-05-01', '2026-04-01', '2026-03-01'].map((date) => Date.parse(`${date}T10:00:00Z`) / 1000),
    );
    expect((await subscription(sub)).status).toBe('active');
  });
  test('falls behind when the card refuses, is tried again, and is mended by a payer', async () => {
    const { id, sub } = await begun();
    move(id, 'decline');
    later(31 * day);
    expect(gateway.find(id)?.agreement).toMatchObject({ state: 'past_due', nextDebitAt: '2026-04-04T10:00:00.000Z' });
    expect((await invoices(sub))[0]).toMatchObject({
      status: 'open',
      attempt_count: 1,
      amount_remaining: 9900,
      hosted_invoice_url: expect.stringContaining(sub),
    });
    expect(told(announced)).toEqual(['invoice.payment_failed', 'customer.subscription.updated']);
    later(3 * day);
    expect((await invoices(sub))[0]).toMatchObject({ attempt_count: 2 });
    expect(move(sub, 'pay')).toMatchObject({ agreement: { state: 'active', paidUntil: '2026-05-01T10:00:00.000Z' } });
    expect((await invoices(sub))[0]).toMatchObject({ status: 'paid', attempt_count: 3 });
    later(31 * day);
    expect(await invoices(sub)).toHaveLength(3);
  });
  test('is over after the last try', async () => {
    const { id, sub } = await begun();
    move(id, 'decline');
    later(31 * day + 15 * day);
    expect(await subscription(sub)).toMatchObject({ status: 'canceled', ended_at: expect.any(Number) });
    expect((await invoices(sub))[0]).toMatchObject({ attempt_count: 4, next_payment_attempt: null });
    expect(told(announced).at(-1)).toBe('customer.subscription.deleted');
    later(365 * day);
    expect(await invoices(sub)).toHaveLength(2);
    expect(move(id, 'pay')).toHaveProperty('refused');
  });
  test('ends with its period, or at once', async () => {
    const { sub } = await begun();
    const asked = await call('POST', `subscriptions/${sub}`, { cancel_at_period_end: 'true' });
    expect(asked.body).toMatchObject({ status: 'active', cancel_at_period_end: true });
    later(31 * day);
    expect(await subscription(sub)).toMatchObject({ status: 'canceled' });
    expect(await invoices(sub)).toHaveLength(1);
    expect((await call('POST', `subscriptions/${sub}`, { cancel_at_period_end: 'false' })).status).toBe(400);

    const other = await begun();
    expect((await call('DELETE', `subscriptions/${other.sub}`)).body).toMatchObject({ status: 'canceled' });
    expect((await call('DELETE', `subscriptions/${other.sub}`)).status).toBe(404);
  });
  test('its renewals are refunded and disputed by their invoice', async () => {
    const { sub } = await begun();
    later(31 * day);
    const renewal = String((await invoices(sub))[0]?.id);
    const { body } = await call('GET', `invoices/${renewal}`, { 'expand[0]': 'payments' });
    const intent = (body.payments as { data: { payment: Json }[] }).data[0]?.payment.payment_intent as string;
    expect((await call('GET', 'invoice_payments', { 'payment[payment_intent]': intent })).body.data).toMatchObject([
      { invoice: renewal },
    ]);
    move(renewal, 'refund');
    expect((await call('GET', 'refunds', { payment_intent: intent })).body.data).toMatchObject([{ amount: 9900 }]);
  });
  test('that is never begun runs out', async () => {
    const id = await opened(plan());
    expect(gateway.find(id)?.agreement?.state).toBe('pending');
    move(id, 'decline');
    expect(await session(id)).toMatchObject({ status: 'expired', subscription: null });
    expect(gateway.find(id)?.agreement?.state).toBe('ended');
  });
  test('speaks the shapes of before Basil to whoever asks for them', async () => {
    const { sub, first } = await begun();
    const old = { 'stripe-version': '2024-06-20' };
    const before = (await call('GET', `subscriptions/${sub}`, {}, old)).body;
    expect(before).toHaveProperty('current_period_end');
    expect((await call('GET', `invoices/${first}`, {}, old)).body).toMatchObject({
      subscription: sub,
      payment_intent: expect.stringMatching(/^pi_/),
    });
    const after = (await call('GET', `invoices/${first}`)).body;
    expect(after).not.toHaveProperty('subscription');
    expect(after).toMatchObject({ parent: { subscription_details: { subscription: sub } } });
  });

  const at = (date: string) => Date.parse(`${date}T10:00:00Z`) / 1000;
  test.each([
    ['2026-01-31', 'month', 1, '2026-02-28'],
    ['2026-01-31', 'month', 2, '2026-03-31'],
    ['2028-02-29', 'year', 1, '2029-02-28'],
    ['2028-02-29', 'year', 4, '2032-02-29'],
  ] as const)('begun on %s, its %s no. %i ends on %s', (from, interval, count, to) => {
    expect(periodEndAt(at(from), interval, count)).toBe(at(to));
  });
});

describe('events', () => {
  const hash = (whose: string, notice: Notice, stamp: string) =>
    createHmac('sha256', whose).update(`${stamp}.${notice.body}`).digest('hex');
  const parts = (notice: Notice) => {
    const header = notice.headers['stripe-signature'] ?? '';
    return {
      stamp: /^t=(\d+)/.exec(header)?.[1] ?? '',
      v1: [...header.matchAll(/v1=([0-9a-f]{64})/g)].map(([, hex]) => hex),
    };
  };
  const paidNotice = async () => {
    const id = await opened();
    move(id, 'pay');
    const notice = gateway.notices(id)[0];
    if (!notice) throw new Error('nothing was said');
    return { id, notice };
  };

  test('are signed over their bytes, by the old secret and the new one', async () => {
    const { notice } = await paidNotice();
    expect(notice.url).toBe('https://app.example/api/payments/webhook/stripe');
    const { stamp, v1 } = parts(notice);
    expect(Number(stamp)).toBe(epoch());
    expect(v1).toHaveLength(2);
    const { STRIPE_WEBHOOK_SECRET = '' } = stripe.env('http://stripe.test', secret);
    expect(v1[1]).toBe(hash(STRIPE_WEBHOOK_SECRET, notice, stamp));
    expect(v1[0]).not.toBe(v1[1]);
    // as it is on the wire, not as a parser would write it again
    expect(JSON.stringify(JSON.parse(notice.body))).not.toBe(notice.body);
  });
  test('carry the object as it was then', async () => {
    const { id, notice } = await paidNotice();
    expect(JSON.parse(notice.body)).toMatchObject({
      object: 'event',
      type: 'checkout.session.completed',
      api_version: '2026-10-28.endive',
      livemode: false,
      data: { object: { id, status: 'complete', payment_status: 'paid', amount_total: 150_000 } },
    });
    move(id, 'refund');
    expect(gateway.notices(id)[0]?.body).toBe(notice.body);
  });
  test('come again until they are taken', () => {
    expect([200, 202, 204, 301, 400, 500].filter((status) => gateway.settled(status, ''))).toEqual([200, 202, 204]);
    expect(gateway.retries).toBeGreaterThan(0);
  });
  test.each<Deed>(['pay', 'decline', 'expire', 'refund', 'chargeback'])(
    'a forged %s moves nothing, and no secret of ours has signed it',
    async (deed) => {
      const id = await opened();
      const forged = gateway.forge(id, deed);
      if (!forged) throw new Error('no forgery');
      const { stamp, v1 } = parts(forged);
      const { STRIPE_WEBHOOK_SECRET = '' } = stripe.env('http://stripe.test', secret);
      expect(v1).not.toContain(hash(STRIPE_WEBHOOK_SECRET, forged, stamp));
      expect(await session(id)).toMatchObject({ status: 'open' });
      expect(gateway.notices(id)).toEqual([]);
    },
  );
  test('come in the shapes of the endpoint’s own version', async () => {
    gateway = open(stripeSpeaking('2024-06-20'));
    const id = await opened(plan());
    move(id, 'pay');
    const invoice = objectOf(gateway.notices(id).find(({ says }) => says === 'invoice.paid'));
    expect(invoice.subscription).toMatch(/^sub_/);
    expect(invoice).not.toHaveProperty('parent');
  });
});

test('a twin without memory starts empty', () => {
  const fresh = stripe.open({
    now: () => now,
    siteUrl: 'https://app.example',
    payPage: String,
    memory: forgetful(),
    announce: () => undefined,
    secret,
  });
  expect(fresh.payments()).toEqual([]);
});

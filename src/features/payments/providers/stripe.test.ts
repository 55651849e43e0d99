import { describe, expect, test } from 'vitest';
import { GatewayTrouble, type Order, type PaymentProvider, type RefundWish } from '../provider.ts';
import type { Report } from '../rules.ts';
import { apiVersion } from './stripe-client.ts';
import { endings } from './stripe-opening.ts';
import { stripe } from './stripe.ts';

const env = {
  STRIPE_SECRET_KEY: 'sk_test_9ZkSecret',
  STRIPE_WEBHOOK_SECRET: 'whsec_local_sim',
  STRIPE_API_BASE: 'http://stripe.test:1234',
  GATEWAY_PATIENCE_MS: '60',
};
const start = new Date('2026-03-01T10:00:00Z');
const mad = (amount: number) => ({ amount, currency: 'MAD' as const });

const here = (provider: PaymentProvider | null): PaymentProvider => {
  if (!provider) throw new Error('the driver has its keys and opened nothing');
  return provider;
};

type Sent = { method: string; path: string; query: URLSearchParams; headers: Headers; form: URLSearchParams };

/** A Stripe that says what it is told to, one answer a call. */
function scripted(...answers: (Response | Error)[]) {
  const sent: Sent[] = [];
  const send: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname, searchParams } = new URL(request.url);
    sent.push({
      method: request.method,
      path: pathname,
      query: searchParams,
      headers: request.headers,
      form: new URLSearchParams(await request.text()),
    });
    const answer = answers[Math.min(sent.length, answers.length) - 1];
    if (answer === undefined || answer instanceof Error) throw answer ?? new Error('no answer was written for this');
    return answer.clone();
  };
  return { provider: here(stripe.connect({ env, fetch: send, now: () => start })), sent };
}
const json = (body: unknown, status = 200) => Response.json(body, { status });
const lost = (code: string) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('sk_test_9ZkSecret'), { code }) });
const says = (status: number, error: object) => json({ error }, status);

async function troubleOf(work: Promise<unknown>): Promise<GatewayTrouble> {
  const fault = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(fault instanceof GatewayTrouble)) throw new Error(`expected the gateway's trouble, met ${String(fault)}`);
  const told = [fault.message, fault.stack, JSON.stringify(fault), String(fault.cause ?? '')].join('\n');
  for (const secret of ['9ZkSecret', 'whsec_', 'insufficient', 'Sara']) expect(told).not.toContain(secret);
  return fault;
}

const order: Order = {
  attemptId: '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0001',
  amount: mad(150_000),
  description: 'Booking BK-7F3A',
  callbackUrl: 'https://site.test/api/payments/webhook/stripe/kQ7',
  returnUrl: 'https://site.test/fr/payments/1/',
  expiresAt: new Date('2026-03-01T12:00:00Z'),
  locale: 'fr',
  payer: { name: 'Sara', email: 'sara@example.com' },
};
/** As Stripe answers, with the fields its reference shows. */
const session = {
  id: 'cs_test_a1B2c3',
  object: 'checkout.session',
  mode: 'payment',
  status: 'open',
  payment_status: 'unpaid',
  url: 'https://checkout.stripe.com/c/pay/cs_test_a1B2c3#fid',
  amount_subtotal: 150_000,
  amount_total: 150_000,
  currency: 'mad',
  client_reference_id: order.attemptId,
  customer: null,
  payment_intent: null as unknown,
  subscription: null,
  invoice: null as unknown,
  metadata: { attempt_id: order.attemptId },
  expires_at: 1_772_366_400,
  created: 1_772_359_200,
  livemode: false,
};
const charge = { id: 'ch_1A', object: 'charge', amount: 150_000, amount_refunded: 0, disputed: false, currency: 'mad' };
const paid = {
  ...session,
  status: 'complete',
  payment_status: 'paid',
  url: null,
  payment_intent: { id: 'pi_1A', object: 'payment_intent', status: 'succeeded', latest_charge: charge },
};
const list = (...data: object[]) => json({ object: 'list', data, has_more: false, url: '/v1/x' });

describe('opening', () => {
  test('asks for a checkout in the words of the reference', async () => {
    const { provider, sent } = scripted(json(session));
    expect(await provider.open(order)).toEqual({
      ref: 'cs_test_a1B2c3',
      next: { type: 'redirect', url: session.url },
      expiresAt: new Date('2026-03-01T12:00:00Z'),
    });
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ method: 'POST', path: '/v1/checkout/sessions' });
    expect(Object.fromEntries(sent[0]!.form)).toEqual({
      mode: 'payment',
      'line_items[0][quantity]': '1',
      'line_items[0][price_data][currency]': 'mad',
      'line_items[0][price_data][unit_amount]': '150000',
      'line_items[0][price_data][product_data][name]': 'Booking BK-7F3A',
      client_reference_id: order.attemptId,
      'metadata[attempt_id]': order.attemptId,
      'payment_intent_data[metadata][attempt_id]': order.attemptId,
      customer_email: 'sara@example.com',
      success_url: order.returnUrl,
      cancel_url: order.returnUrl,
      expires_at: '1772366400',
      locale: 'fr',
    });
    const { headers } = sent[0]!;
    expect(headers.get('authorization')).toBe('Bearer sk_test_9ZkSecret');
    expect(headers.get('stripe-version')).toBe(apiVersion);
    expect(headers.get('idempotency-key')).toBe(order.attemptId);
    expect(headers.get('content-type')).toContain('application/x-www-form-urlencoded');
    expect(headers.get('x-stripe-client-telemetry')).toBeNull();
  });
  test.each([
    ['en', 'en'],
    ['fr', 'fr'],
    ['ar', 'auto'],
    ['ckb', 'auto'],
  ] as const)('a payer who reads %s gets a page in %s', async (locale, tongue) => {
    const { provider, sent } = scripted(json(session));
    await provider.open({ ...order, locale });
    expect(sent[0]?.form.get('locale')).toBe(tongue);
  });
  test('an address Stripe would not take is left out, and a long name is cut', async () => {
    const { provider, sent } = scripted(json(session));
    await provider.open({ ...order, description: 'م'.repeat(400), payer: { name: 'x', email: 'nobody at home' } });
    expect(sent[0]?.form.has('customer_email')).toBe(false);
    expect(sent[0]?.form.get('line_items[0][price_data][product_data][name]')).toHaveLength(250);
  });
  test('dinars are refused before anything is sent', async () => {
    const { provider, sent } = scripted(json(session));
    const trouble = await troubleOf(provider.open({ ...order, amount: { amount: 25_000, currency: 'IQD' } }));
    expect(trouble.trouble).toBe('refused');
    expect(sent).toHaveLength(0);
  });
  test.each([
    ['time-out', lost('UND_ERR_HEADERS_TIMEOUT'), 'in_doubt'],
    ['nobody listens', lost('ECONNREFUSED'), 'unavailable'],
    ['no such name', lost('ENOTFOUND'), 'unavailable'],
    ['reset', lost('ECONNRESET'), 'in_doubt'],
    ['500', says(500, { type: 'api_error', message: 'x' }), 'in_doubt'],
    ['502 of a proxy', new Response('<html>', { status: 502 }), 'in_doubt'],
    ['no JSON', new Response('<html>'), 'in_doubt'],
    ['an empty yes', new Response(''), 'in_doubt'],
    ['a list', json([]), 'in_doubt'],
    ['JSON without a reference', json({ ok: true }), 'in_doubt'],
    ['a redirect', new Response(null, { status: 302, headers: { location: 'https://else.test/' } }), 'in_doubt'],
    ['a checkout without a page', json({ ...session, url: null }), 'in_doubt'],
    ['a page that is none', json({ ...session, url: 'javascript:alert(1)' }), 'in_doubt'],
    ['400', says(400, { type: 'invalid_request_error', message: 'Invalid currency: iqd' }), 'refused'],
    ['401', says(401, { type: 'invalid_request_error', message: 'Invalid API Key: sk_test_9ZkSecret' }), 'unavailable'],
    [
      '402',
      says(402, {
        type: 'card_error',
        code: 'card_declined',
        decline_code: 'insufficient_funds',
        message: 'Your card has insufficient funds.',
        param: 'line_items[0][price_data][currency]',
        payment_intent: { id: 'pi_1' },
      }),
      'refused',
    ],
    ['403', says(403, { type: 'invalid_request_error' }), 'unavailable'],
    ['429', says(429, { type: 'invalid_request_error', code: 'rate_limit' }), 'unavailable'],
    ['429 in plain words', new Response('Too Many Requests', { status: 429 }), 'unavailable'],
    ['an error inside a 200', says(200, { type: 'api_error', message: 'x' }), 'refused'],
  ])('%s', async (_, answer, trouble) => {
    const { provider, sent } = scripted(answer);
    expect((await troubleOf(provider.open(order))).trouble).toBe(trouble);
    expect(sent).toHaveLength(1);
  });
  test('a reference without a page is kept, so that it can be asked about', async () => {
    expect((await troubleOf(scripted(json({ ...session, url: null })).provider.open(order))).ref).toBe(session.id);
  });
});

describe('opening again', () => {
  test('sends the very same words', async () => {
    const { provider, sent } = scripted(json(session));
    await provider.open(order);
    await provider.open(order);
    expect(String(sent[1]?.form)).toBe(String(sent[0]?.form));
    expect(sent[1]?.headers.get('idempotency-key')).toBe(sent[0]?.headers.get('idempotency-key'));
  });

  const at = (time: string) => new Date(`2026-03-01T${time}Z`);
  const end = order.expiresAt.getTime() / 1000;
  test.each([
    ['two hours before the end', at('10:00:00'), end],
    ['half an hour before, a moment ago', at('11:30:01'), end + 2 * 60],
    ['a quarter of an hour before', at('11:45:00'), end + 16 * 60],
    ['at the end', at('12:00:00'), end + 31 * 60],
    ['more than a day before: Stripe’s own day', new Date('2026-02-28T11:59:00Z'), undefined],
  ])('%s', (_, now, first) => {
    const all = endings(order.expiresAt, now);
    expect(all[0]).toBe(first);
    // whatever the hour, the same few: what was sent first is among them
    expect(new Set(all)).toEqual(new Set([undefined, ...[0, 2, 6, 16, 31].map((minutes) => end + minutes * 60)]));
  });
  test('what was sent a minute before is tried next', () => {
    const before = endings(order.expiresAt, at('11:43:00'));
    expect(endings(order.expiresAt, at('11:46:00'))[1]).toBe(before[0]);
  });
  test('every ending that is sent is one Stripe takes', () => {
    for (let minutes = 0; minutes < 3 * 24 * 60; minutes += 1) {
      const now = new Date(order.expiresAt.getTime() - minutes * 60_000);
      const first = endings(order.expiresAt, now)[0];
      if (first === undefined) continue;
      const left = first - now.getTime() / 1000;
      expect(left).toBeGreaterThan(30 * 60);
      expect(left).toBeLessThan(24 * 3600);
    }
  });

  test.each([400, 409])('a key used in other words (%i) is tried in the words it may have had', async (status) => {
    const { provider, sent } = scripted(
      says(status, { type: 'idempotency_error', message: 'Keys for idempotent requests can only be used with …' }),
      json(session),
    );
    expect((await provider.open(order)).ref).toBe(session.id);
    expect(sent.map(({ form }) => form.get('expires_at'))).toEqual([String(end), null]);
    expect(new Set(sent.map(({ headers }) => headers.get('idempotency-key'))).size).toBe(1);
  });
  test('a key in use right now leaves it in doubt', async () => {
    const { provider } = scripted(says(409, { type: 'idempotency_error', code: 'idempotency_key_in_use' }));
    expect((await troubleOf(provider.open(order))).trouble).toBe('in_doubt');
  });
});

describe('asking', () => {
  const ref = session.id;
  const amount = mad(150_000);
  const withIntent = (facts: object) => ({ ...paid, payment_intent: { id: 'pi_1A', ...facts } });
  test.each<[string, unknown, Report]>([
    ['open', session, { ref, status: 'pending', amount }],
    ['paid', paid, { ref, status: 'paid', amount }],
    ['another sum', { ...paid, amount_total: 1 }, { ref, status: 'paid', amount: mad(1) }],
    [
      'another currency',
      { ...paid, currency: 'usd' },
      { ref, status: 'paid', amount: { amount: 150_000, currency: 'USD' } },
    ],
    ['expired', { ...session, status: 'expired', url: null }, { ref, status: 'failed', reason: 'expired', amount }],
    [
      'a delayed method waits',
      { ...withIntent({ status: 'processing' }), payment_status: 'unpaid' },
      { ref, status: 'pending', amount },
    ],
    [
      'a delayed method came to nothing',
      { ...withIntent({ status: 'requires_payment_method' }), payment_status: 'unpaid' },
      { ref, status: 'failed', reason: 'declined', amount },
    ],
    ['complete, and no word of money', { ...paid, payment_status: undefined }, { ref, status: 'pending', amount }],
    ['a yes without a sum waits', { ...paid, amount_total: null }, { ref, status: 'pending' }],
    ['a yes with half a cent waits', { ...paid, amount_total: 1.5 }, { ref, status: 'pending' }],
    ['a yes in yen waits', { ...paid, currency: 'jpy' }, { ref, status: 'pending' }],
    ['a word nobody knows', { ...paid, status: 'settled' }, { ref, status: 'pending', amount }],
    ['upper case is another word', { ...paid, status: 'COMPLETE' }, { ref, status: 'pending', amount }],
  ])('%s', async (_, said, report) => {
    expect(await scripted(json(said)).provider.ask(ref, amount)).toEqual(report);
  });
  test('one question is enough for money that nothing has happened to', async () => {
    const { provider, sent } = scripted(json(paid));
    await provider.ask(ref, amount);
    expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual([`GET /v1/checkout/sessions/${ref}`]);
    expect(sent[0]?.query.get('expand[0]')).toBe('payment_intent.latest_charge');
  });

  const touched = withIntent({
    status: 'succeeded',
    latest_charge: { ...charge, amount_refunded: 50_000, disputed: true },
  });
  const back = (sum: number, status = 'succeeded') => ({
    id: `re_${sum}`,
    amount: sum,
    status,
    payment_intent: 'pi_1A',
  });
  const dispute = (status: string) => ({ id: 'dp_1', status, payment_intent: 'pi_1A' });
  test.each<[string, object[], object[], Report]>([
    ['a part went back', [back(50_000)], [], { ref, status: 'paid', amount, refunded: mad(50_000) }],
    ['parts add up', [back(50_000), back(10_000)], [], { ref, status: 'paid', amount, refunded: mad(60_000) }],
    ['all of it', [back(50_000), back(100_000)], [], { ref, status: 'refunded', amount }],
    [
      'all of it, and the bank is not done',
      [back(50_000), back(100_000, 'pending')],
      [],
      { ref, status: 'refund_pending', amount },
    ],
    ['a part that is on its way is not back', [back(50_000, 'pending')], [], { ref, status: 'paid', amount }],
    ['what failed is still here', [back(150_000, 'failed')], [], { ref, status: 'paid', amount }],
    ['a dispute holds it', [], [dispute('needs_response')], { ref, status: 'charged_back', amount }],
    ['a dispute that was lost', [], [dispute('lost')], { ref, status: 'charged_back', amount }],
    ['a dispute that was won', [], [dispute('won')], { ref, status: 'paid', amount }],
    ['an enquiry holds nothing', [], [dispute('warning_needs_response')], { ref, status: 'paid', amount }],
  ])('%s', async (_, refunds, disputes, report) => {
    // both lists are asked for at once, so the answers go by address
    const provider = here(
      stripe.connect({
        env,
        now: () => start,
        fetch: async (input) => {
          const { pathname } = new URL(String(input));
          if (pathname === '/v1/refunds') return list(...refunds);
          if (pathname === '/v1/disputes') return list(...disputes);
          return json(touched);
        },
      }),
    );
    expect(await provider.ask(ref, amount)).toEqual(report);
  });

  test('an answer about another payment is none', async () => {
    const { provider } = scripted(json({ ...paid, id: 'cs_test_other' }));
    expect((await troubleOf(provider.ask(ref, amount))).trouble).toBe('unavailable');
  });
  test('a payment it does not know', async () => {
    const { provider } = scripted(says(404, { type: 'invalid_request_error', code: 'resource_missing' }));
    expect((await troubleOf(provider.ask(ref, amount))).trouble).toBe('refused');
  });
  test('a reference cannot leave its place in the address', async () => {
    const { provider, sent } = scripted(json(paid));
    for (const odd of ['../refunds', 'no/such ref?', '', 'cs_1?expand[]=x', 'x'.repeat(300)])
      expect((await troubleOf(provider.ask(odd, amount))).trouble).toBe('refused');
    expect(sent).toHaveLength(0);
  });
  test('a renewal is asked about by its invoice', async () => {
    const bill = {
      id: 'in_1A',
      status: 'paid',
      currency: 'mad',
      amount_paid: 9900,
      payments: { data: [{ status: 'paid', payment: { type: 'payment_intent', payment_intent: 'pi_9' } }] },
    };
    const asked: string[] = [];
    const provider = here(
      stripe.connect({
        env,
        now: () => start,
        fetch: async (input) => {
          const url = new URL(String(input));
          asked.push(`${url.pathname}?${url.searchParams.get('payment_intent') ?? ''}`);
          if (url.pathname === '/v1/refunds') return list({ id: 're_1', amount: 900, status: 'succeeded' });
          return url.pathname === '/v1/disputes' ? list() : json(bill);
        },
      }),
    );
    expect(await provider.ask('in_1A', mad(9900))).toEqual({
      ref: 'in_1A',
      status: 'paid',
      amount: mad(9900),
      refunded: mad(900),
    });
    expect(asked.sort()).toEqual(['/v1/disputes?pi_9', '/v1/invoices/in_1A?', '/v1/refunds?pi_9']);
  });
});

describe('calling off', () => {
  test('an open checkout is expired', async () => {
    const { provider, sent } = scripted(json({ ...session, status: 'expired', url: null }));
    expect(await provider.cancel?.(session.id, order.amount)).toEqual({
      ref: session.id,
      status: 'failed',
      reason: 'cancelled',
    });
    expect(sent[0]).toMatchObject({ method: 'POST', path: `/v1/checkout/sessions/${session.id}/expire` });
  });
  test('any other is refused', async () => {
    const { provider } = scripted(says(400, { type: 'invalid_request_error', message: 'Only Checkout Sessions …' }));
    expect((await troubleOf(provider.cancel!(session.id, order.amount))).trouble).toBe('refused');
  });
});

describe('giving back', () => {
  const wish: RefundWish = {
    refundId: '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0009',
    ref: session.id,
    amount: mad(50_000),
    paid: mad(150_000),
    refundedBefore: mad(0),
    reason: 'cancelled_by_customer',
    callbackUrl: order.callbackUrl,
    refundRef: null,
  };
  const made = {
    id: 're_1A',
    object: 'refund',
    amount: 50_000,
    currency: 'mad',
    charge: 'ch_1A',
    payment_intent: 'pi_1A',
    reason: 'requested_by_customer',
    status: 'succeeded',
    created: 1_772_370_000,
    metadata: { refund_id: wish.refundId },
  };
  test('asks in the words of the reference', async () => {
    const { provider, sent } = scripted(json(paid), list(), json(made));
    expect(await provider.refund!(wish)).toEqual({ status: 'done', refundRef: 're_1A' });
    expect(sent[2]).toMatchObject({ method: 'POST', path: '/v1/refunds' });
    expect(Object.fromEntries(sent[2]!.form)).toEqual({
      payment_intent: 'pi_1A',
      amount: '50000',
      reason: 'requested_by_customer',
      'metadata[refund_id]': wish.refundId,
    });
    expect(sent[2]?.headers.get('idempotency-key')).toBe(wish.refundId);
  });
  test('what was paid twice is a duplicate', async () => {
    const { provider, sent } = scripted(json(paid), list(), json(made));
    await provider.refund!({ ...wish, reason: 'paid_twice' });
    expect(sent[2]?.form.get('reason')).toBe('duplicate');
  });
  test('the same refund is found, not made again, even when its key is long forgotten', async () => {
    const { provider, sent } = scripted(json(paid), list({ ...made, id: 're_0', metadata: {} }, made));
    expect(await provider.refund!(wish)).toEqual({ status: 'done', refundRef: 're_1A' });
    expect(sent.map(({ method }) => method)).toEqual(['GET', 'GET']);
  });
  test.each([
    ['pending', 'pending'],
    ['requires_action', 'pending'],
    ['succeeded', 'done'],
    ['failed', 'failed'],
    ['canceled', 'failed'],
    ['another word', 'pending'],
  ])('a refund that is %s is %s', async (status, means) => {
    const asked = scripted(json(paid), list({ ...made, status }));
    expect(await asked.provider.askRefund!(wish)).toEqual({ status: means, refundRef: 're_1A' });
    const fresh = scripted(json(paid), list(), json({ ...made, status }));
    expect(await fresh.provider.refund!(wish)).toEqual({ status: means, refundRef: 're_1A' });
  });
  test('it is known by its own reference as well', async () => {
    const { provider } = scripted(json(paid), list({ ...made, metadata: {} }));
    expect(await provider.askRefund!({ ...wish, refundRef: 're_1A' })).toEqual({ status: 'done', refundRef: 're_1A' });
  });
  test('a refund nobody made is not pending', async () => {
    const { provider } = scripted(json(paid), list());
    expect((await troubleOf(provider.askRefund!(wish))).trouble).toBe('refused');
  });
  test.each([
    ['charge_already_refunded', 400],
    ['amount_too_large', 400],
    ['charge_disputed', 400],
  ])('%s is refused', async (code, status) => {
    const { provider } = scripted(json(paid), list(), says(status, { type: 'invalid_request_error', code }));
    const trouble = await troubleOf(provider.refund!(wish));
    expect(trouble.trouble).toBe('refused');
    expect(trouble.message).toContain(code);
  });
  test('a lost answer leaves it in doubt', async () => {
    const { provider } = scripted(json(paid), list(), lost('ECONNRESET'));
    expect((await troubleOf(provider.refund!(wish))).trouble).toBe('in_doubt');
  });
  test.each([
    ['unpaid', session, wish],
    ['in another currency', paid, { ...wish, amount: { amount: 50_000, currency: 'USD' as const } }],
  ])('what is %s cannot go back, and nothing is sent', async (_, said, wished) => {
    const { provider, sent } = scripted(json(said));
    expect((await troubleOf(provider.refund!(wished))).trouble).toBe('refused');
    expect(sent.map(({ method }) => method)).toEqual(['GET']);
  });
});

describe('keys', () => {
  const deps = { fetch, now: () => start };
  test('without them there is no such gateway', () => {
    expect(stripe.connect({ ...deps, env: {} })).toBeNull();
    expect(stripe.connect({ ...deps, env: { ...env, STRIPE_SECRET_KEY: '' } })).toBeNull();
    expect(stripe.connect({ ...deps, env: { ...env, STRIPE_WEBHOOK_SECRET: undefined } })).toBeNull();
  });
  test('with them there is, at Stripe’s own address', async () => {
    const asked: string[] = [];
    const provider = here(
      stripe.connect({
        env: { ...env, STRIPE_API_BASE: '' },
        now: () => start,
        fetch: async (input) => {
          asked.push(String(input));
          return json(session);
        },
      }),
    );
    await provider.open(order);
    expect(asked).toEqual(['https://api.stripe.com/v1/checkout/sessions']);
  });
  test.each([
    ['an address that is none', { STRIPE_API_BASE: 'stripe' }],
    ['an address with a path', { STRIPE_API_BASE: 'http://stripe.test/v1' }],
    ['an empty secret in the list', { STRIPE_WEBHOOK_SECRET: 'whsec_a,' }],
  ])('%s is refused at once, not at the first payment', (_, wrong) => {
    expect(() => stripe.connect({ ...deps, env: { ...env, ...wrong } })).toThrow();
  });
  test('the settings it names are the ones it reads', () => {
    expect(stripe.keys.filter(({ needed }) => needed).map((key) => key.name)).toEqual([
      'STRIPE_SECRET_KEY',
      'STRIPE_WEBHOOK_SECRET',
    ]);
    expect(stripe.powers.currencies).not.toContain('IQD');
  });
});

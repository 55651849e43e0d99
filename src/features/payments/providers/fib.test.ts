import { describe, expect, test } from 'vitest';
import { fib as twin } from '../../../local/gateways/fib.ts';
import { keepsThePromise } from '../../../testing/provider-promise.ts';
import { onLine, onPort, secretOf, type Cast } from '../../../testing/provider-promise-stage.ts';
import {
  GatewayTrouble,
  type AgreementReport,
  type Order,
  type PaymentProvider,
  type RefundWish,
} from '../provider.ts';
import type { Report } from '../rules.ts';
import { fib, readReply } from './fib.ts';
import { monthsLater, readAgreement } from './fib-agreements.ts';
import { durationOf } from './fib-line.ts';

const secret = 'fib-secret-9Zk';
const env = {
  FIB_BASE_URL: 'http://fib.test/',
  FIB_CLIENT_ID: 'mawahib-local',
  FIB_CLIENT_SECRET: secret,
  GATEWAY_PATIENCE_MS: '60',
};
const start = new Date('2026-03-01T10:00:00Z');
const price = { amount: 150_000, currency: 'IQD' } as const;

const here = (provider: PaymentProvider | null): PaymentProvider => {
  if (!provider) throw new Error('the driver has its keys and opened nothing');
  return provider;
};

const cast: Cast = {
  driver: fib,
  twin,
  price,
  declined: 'cancelled',
  expired: 'expired',
  errorInSuccess: 'certain',
  secrets: [secretOf('fib-client-secret'), secretOf('fib-subscriptions-client-secret'), 'eyJ'],
};
keepsThePromise('fib over a line of function calls', onLine(cast));
keepsThePromise('fib over a real port', onPort(cast));

const dinars = (amount: number) => ({ amount, currency: 'IQD' as const });

describe('recorded answers', () => {
  const documented = {
    paymentId: 'p1',
    status: 'PAID',
    validUntil: '2026-03-01T10:30:00.123Z',
    paidAt: '2026-03-01T10:12:41.002Z',
    amount: { amount: 150000, currency: 'IQD' },
    decliningReason: null,
    declinedAt: null,
    paidBy: { name: 'Sara A.', iban: 'IQ98FIQB000000000000001' },
  };
  const { validUntil: _, ...asOnStage } = documented;
  test.each<[string, unknown, Report]>([
    ['as documented', documented, { ref: 'p1', status: 'paid', amount: dinars(150000) }],
    ['without validUntil, as on stage', asOnStage, { ref: 'p1', status: 'paid', amount: dinars(150000) }],
    [
      'the sum as text',
      { ...documented, amount: { amount: '150000', currency: 'IQD' } },
      { ref: 'p1', status: 'paid', amount: dinars(150000) },
    ],
    [
      'the sum as a decimal',
      { ...documented, amount: { amount: '150000.00', currency: 'IQD' } },
      { ref: 'p1', status: 'paid', amount: dinars(150000) },
    ],
    [
      'another currency',
      { ...documented, amount: { amount: 150000, currency: 'USD' } },
      { ref: 'p1', status: 'paid', amount: { amount: 150000, currency: 'USD' } },
    ],
    ['a yes without a sum waits', { ...documented, amount: undefined }, { ref: 'p1', status: 'pending' }],
    [
      'a yes with half a dinar waits',
      { ...documented, amount: { amount: 1.5, currency: 'IQD' } },
      { ref: 'p1', status: 'pending' },
    ],
    [
      'a yes in a currency of no country waits',
      { ...documented, amount: { amount: 1, currency: 'ZZZ' } },
      { ref: 'p1', status: 'pending' },
    ],
    [
      'waiting',
      { paymentId: 'p1', status: 'UNPAID', amount: { amount: 5, currency: 'IQD' } },
      { ref: 'p1', status: 'pending', amount: dinars(5) },
    ],
    [
      'a word nobody knows',
      { ...documented, status: 'SETTLED' },
      { ref: 'p1', status: 'pending', amount: dinars(150000) },
    ],
    [
      'lower case is another word',
      { ...documented, status: 'paid' },
      { ref: 'p1', status: 'pending', amount: dinars(150000) },
    ],
    [
      'a status that is no text',
      { ...documented, status: 1 },
      { ref: 'p1', status: 'pending', amount: dinars(150000) },
    ],
    ['nothing', undefined, { ref: 'p1', status: 'pending' }],
    ['a list', [], { ref: 'p1', status: 'pending' }],
    [
      'cancelled',
      { status: 'DECLINED', decliningReason: 'PAYMENT_CANCELLATION' },
      { ref: 'p1', status: 'failed', reason: 'cancelled' },
    ],
    [
      'expired',
      { status: 'DECLINED', decliningReason: 'PAYMENT_EXPIRATION' },
      { ref: 'p1', status: 'failed', reason: 'expired' },
    ],
    [
      'broken over there',
      { status: 'DECLINED', decliningReason: 'SERVER_FAILURE' },
      { ref: 'p1', status: 'failed', reason: 'declined' },
    ],
    ['declined without a reason', { status: 'DECLINED' }, { ref: 'p1', status: 'failed', reason: 'declined' }],
    [
      'a refund asked for',
      { ...documented, status: 'REFUND_REQUESTED' },
      { ref: 'p1', status: 'refund_pending', amount: dinars(150000) },
    ],
    [
      'a refund in one enum only',
      { ...documented, status: 'REFUND_IN_PROGRESS' },
      { ref: 'p1', status: 'refund_pending', amount: dinars(150000) },
    ],
    ['a refund done', { ...documented, status: 'REFUNDED' }, { ref: 'p1', status: 'refunded', amount: dinars(150000) }],
  ])('%s', (_name, raw, report) => {
    expect(readReply('p1', raw)).toEqual(report);
  });
});

/** A gateway that answers what it is told to, and remembers what it was sent. */
function scripted(...answers: (Response | Error)[]) {
  const sent: { url: string; method: string; auth: string | null; body: string }[] = [];
  let tokens = 0;
  const line: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    if (request.url.endsWith('/token')) {
      tokens += 1;
      return Response.json({ access_token: `t${tokens}`, expires_in: 60 });
    }
    sent.push({
      url: request.url,
      method: request.method,
      auth: request.headers.get('authorization'),
      body: await request.text(),
    });
    const answer = answers.shift();
    if (answer === undefined) throw new Error('nothing left to answer');
    if (answer instanceof Error) throw answer;
    return answer;
  };
  let now = start;
  const provider = here(fib.connect({ env, fetch: line, now: () => now }));
  return {
    provider,
    sent,
    tokens: () => tokens,
    later: (seconds: number) => void (now = new Date(now.getTime() + seconds * 1000)),
  };
}
const order: Order = {
  attemptId: 'a1',
  amount: dinars(150_000),
  description: 'ح'.repeat(80),
  callbackUrl: 'https://site.test/hook',
  returnUrl: 'https://site.test/back',
  expiresAt: new Date(start.getTime() + 29.5 * 60_000),
  locale: 'en',
  payer: { name: 'Sara', email: 'sara@example.test' },
};
const made = {
  paymentId: 'p1',
  readableCode: 'K7QX-2MZD-9RTA',
  qrCode: 'data:image/png;base64,iVBORw0KGgo=',
  validUntil: '2026-03-01T10:29:30.123456Z',
};
const unpaid = () => Response.json({ paymentId: 'p1', status: 'UNPAID' });
const troubleOf = async (work: Promise<unknown>) => {
  const fault = await work.catch((error: unknown) => error);
  return fault instanceof GatewayTrouble ? fault : null;
};

describe('what is sent', () => {
  test('an order in the words of the bank', async () => {
    const { provider, sent } = scripted(Response.json(made, { status: 201 }));
    const opened = await provider.open(order);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ url: 'http://fib.test/protected/v1/payments', method: 'POST', auth: 'Bearer t1' });
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      monetaryValue: { amount: '150000', currency: 'IQD' },
      statusCallbackUrl: 'https://site.test/hook',
      description: 'ح'.repeat(50),
      redirectUri: 'https://site.test/back',
      expiresIn: 'PT1770S',
      refundableFor: 'P7D',
      category: 'ECOMMERCE',
    });
    expect(opened).toEqual({
      ref: 'p1',
      expiresAt: new Date(made.validUntil),
      next: { type: 'qr', image: made.qrCode, code: made.readableCode, links: [] },
    });
  });
  test('a duration is never shorter than a minute', () => {
    expect([durationOf(-5), durationOf(60_000), durationOf(1_800_999)]).toEqual(['PT60S', 'PT60S', 'PT1800S']);
  });
  test('without validUntil our own end counts', async () => {
    const { validUntil: _, ...rest } = made;
    expect((await scripted(Response.json(rest)).provider.open(order)).expiresAt).toEqual(order.expiresAt);
  });
  test('links that are no web address, and pictures that are none, do not reach the page', async () => {
    const answer = Response.json({
      ...made,
      qrCode: 'data:text/html,<script>',
      personalAppLink: 'javascript:alert(1)',
      businessAppLink: 'https://b.test/1',
      corporateAppLink: null,
    });
    expect((await scripted(answer).provider.open(order)).next).toEqual({
      type: 'qr',
      image: null,
      code: made.readableCode,
      links: [{ app: 'business', url: 'https://b.test/1' }],
    });
  });
});

describe('tokens', () => {
  test('one serves many calls, and is renewed before it dies', async () => {
    const { provider, tokens, later } = scripted(unpaid(), unpaid(), unpaid(), unpaid());
    await Promise.all([provider.ask('p1', price), provider.ask('p1', price)]);
    expect(tokens()).toBe(1);
    later(49);
    await provider.ask('p1', price);
    expect(tokens()).toBe(1);
    later(2);
    await provider.ask('p1', price);
    expect(tokens()).toBe(2);
  });
  test('a refused one is fetched again once, even while opening: that call was not carried out', async () => {
    const { provider, sent } = scripted(new Response(null, { status: 401 }), Response.json(made, { status: 201 }));
    expect((await provider.open(order)).ref).toBe('p1');
    expect(sent.map(({ auth }) => auth)).toEqual(['Bearer t1', 'Bearer t2']);
  });
  test('refused twice is enough', async () => {
    const { provider, sent } = scripted(new Response(null, { status: 401 }), new Response(null, { status: 401 }));
    expect((await troubleOf(provider.open(order)))?.trouble).toBe('unavailable');
    expect(sent).toHaveLength(2);
  });
  test('without one nothing was opened', async () => {
    const line: typeof fetch = async () => new Response('{"error":"unauthorized_client"}', { status: 401 });
    const provider = here(fib.connect({ env, fetch: line, now: () => start }));
    expect((await troubleOf(provider.open(order)))?.trouble).toBe('unavailable');
  });
});

describe('what an opening that failed means', () => {
  const lost = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });
  test.each<[string, Response | Error, string]>([
    [
      '400 with errors',
      Response.json({ traceId: '1', errors: [{ code: 'INVALID_REQUEST' }] }, { status: 400 }),
      'refused',
    ],
    ['406', new Response(null, { status: 406 }), 'refused'],
    ['403', new Response(null, { status: 403 }), 'unavailable'],
    ['429', new Response(null, { status: 429 }), 'unavailable'],
    ['200 with errors', Response.json({ traceId: '1', errors: [{ code: 'X' }] }), 'refused'],
    ['errors beside a payment', Response.json({ ...made, errors: [{ code: 'X' }] }), 'in_doubt'],
    ['408', new Response(null, { status: 408 }), 'in_doubt'],
    ['500', new Response('oops', { status: 500 }), 'in_doubt'],
    ['502', new Response('<html>', { status: 502 }), 'in_doubt'],
    ['a redirect', new Response(null, { status: 302, headers: { location: 'https://elsewhere.test/' } }), 'in_doubt'],
    ['204', new Response(null, { status: 204 }), 'in_doubt'],
    ['no JSON', new Response('<html>', { status: 200 }), 'in_doubt'],
    ['JSON without a reference', Response.json({ ok: true }), 'in_doubt'],
    ['no way to pay', Response.json({ paymentId: 'p1' }), 'in_doubt'],
    ['nobody listens', lost('ECONNREFUSED'), 'unavailable'],
    ['no such name', lost('ENOTFOUND'), 'unavailable'],
    ['cut', lost('UND_ERR_SOCKET'), 'in_doubt'],
    ['reset', lost('ECONNRESET'), 'in_doubt'],
    ['anything else', new Error('?'), 'in_doubt'],
  ])('%s', async (_, answer, trouble) => {
    const { provider, sent } = scripted(answer);
    expect((await troubleOf(provider.open(order)))?.trouble).toBe(trouble);
    expect(sent).toHaveLength(1);
  });
  test('a reference without a way to pay is kept, so that it can be asked about', async () => {
    expect((await troubleOf(scripted(Response.json({ paymentId: 'p1' })).provider.open(order)))?.ref).toBe('p1');
  });
});

describe('asking', () => {
  test('an answer about another payment is none', async () => {
    const { provider } = scripted(
      Response.json({ paymentId: 'p2', status: 'PAID', amount: { amount: 150000, currency: 'IQD' } }),
    );
    expect((await troubleOf(provider.ask('p1', price)))?.trouble).toBe('unavailable');
  });
  test('a reference cannot leave its place in the address', async () => {
    const { provider, sent } = scripted(new Response(null, { status: 404 }));
    await troubleOf(provider.ask('../../v1/payments?x=/', price));
    expect(sent[0]?.url).toBe('http://fib.test/protected/v1/payments/..%2F..%2Fv1%2Fpayments%3Fx%3D%2F/status');
  });
});

const wish = (amount: number): RefundWish => ({
  refundId: 'r1',
  ref: 'p1',
  amount: dinars(amount),
  paid: price,
  refundedBefore: dinars(0),
  reason: 'goodwill',
  callbackUrl: 'https://site.test/hook',
  refundRef: null,
});

describe('refunds', () => {
  const isPaid = () => Response.json({ paymentId: 'p1', status: 'PAID', amount: { amount: 150000, currency: 'IQD' } });
  test('a part is refused before anything is sent: the call would give back all of it', async () => {
    const { provider, sent } = scripted(isPaid());
    expect((await troubleOf(provider.refund!(wish(50_000))))?.trouble).toBe('refused');
    expect(sent.map(({ method }) => method)).toEqual(['GET']);
  });
  test('outside the window the bank refuses', async () => {
    const { provider } = scripted(
      isPaid(),
      Response.json({ traceId: '1', errors: [{ code: 'PAYMENT_NOT_REFUNDABLE' }] }, { status: 400 }),
    );
    expect((await troubleOf(provider.refund!(wish(150_000))))?.trouble).toBe('refused');
  });
});

describe('callbacks', () => {
  const { provider } = scripted();
  test.each([
    ['as documented', '{"id":"p1","status":"PAID"}', 'p1'],
    ['the other name', '{"paymentId":"p1"}', 'p1'],
    ['as a form', 'id=p1&status=PAID', 'p1'],
    ['without a name', '{"status":"PAID"}', null],
  ])('%s', async (_, body, hint) => {
    expect(await provider.hear(new Request('https://site.test/hook', { method: 'POST', body }))).toEqual({ hint });
  });
  test('are thanked with 202', () =>
    expect(provider.thanks({ method: 'POST', home: 'https://site.test/' }).status).toBe(202));
});

describe('keys', () => {
  const deps = { fetch, now: () => start };
  test('without them there is no such gateway', () => {
    expect(fib.connect({ ...deps, env: { ...env, FIB_CLIENT_SECRET: '' } })).toBeNull();
    expect(fib.connect({ ...deps, env: {} })).toBeNull();
  });
  test('with them there is', () => expect(fib.connect({ ...deps, env })?.name).toBe('fib'));
  test('nonsense is refused at once, not at the first payment', () => {
    expect(() => fib.connect({ ...deps, env: { ...env, FIB_BASE_URL: 'fib' } })).toThrow();
    expect(() => fib.connect({ ...deps, env: { ...env, FIB_REFUNDABLE_FOR: '7 days' } })).toThrow();
  });
});

describe('standing agreements', () => {
  const now = new Date('2026-03-02T10:00:00Z');
  const active = {
    id: 's1',
    readableCode: 'SUBC-7Q2X-11AA',
    title: 'Artist Pro',
    description: 'Artist Pro monthly plan',
    monetaryValue: { amount: 25000, currency: 'IQD' },
    interval: 'P1M',
    trialPeriod: null,
    status: 'ACTIVE',
    validUntil: '2026-03-02T22:00:00Z',
    activeUntil: 1775038500000,
    lastPaymentAt: 1772360100000,
  };
  const first = {
    ref: 's1:2026-03-01T10:15:00.000Z',
    amount: dinars(25_000),
    paidAt: new Date('2026-03-01T10:15:00Z'),
    periodEnd: new Date('2026-04-01T10:15:00Z'),
  };
  const nothing = { ref: 's1', cancelAtPeriodEnd: false, paidUntil: null, payments: [], payUrl: null };
  const begun = { ...nothing, paidUntil: first.periodEnd, payments: [first] };
  const late = new Date('2026-04-01T12:00:00Z');

  test.each<[string, unknown, Date, AgreementReport]>([
    ['as documented', active, now, { ...begun, status: 'active' }],
    [
      'moments as texts, the sum as text',
      {
        ...active,
        monetaryValue: { amount: '25000', currency: 'IQD' },
        activeUntil: '2026-04-01T10:15:00Z',
        lastPaymentAt: '2026-03-01T10:15:00Z',
      },
      now,
      { ...begun, status: 'active' },
    ],
    ['the end left out: it is counted', { ...active, activeUntil: null }, now, { ...begun, status: 'active' }],
    [
      'the end still that of the last period',
      { ...active, activeUntil: 1772360000000 },
      now,
      { ...begun, status: 'active' },
    ],
    [
      'active, and the debit not named yet',
      { ...active, lastPaymentAt: null, activeUntil: null },
      now,
      { ...nothing, status: 'active' },
    ],
    [
      'active without a sum has no payment we know of',
      { ...active, monetaryValue: null },
      now,
      { ...begun, status: 'active', payments: [] },
    ],
    ['a debit some minutes late', active, new Date('2026-04-01T11:00:00Z'), { ...begun, status: 'active' }],
    ['a debit that did not come', active, late, { ...begun, status: 'past_due' }],
    ['cancelled', { ...active, status: 'CANCELLED' }, now, { ...begun, status: 'ended' }],
    ['rejected', { ...active, status: 'REJECTED', lastPaymentAt: null }, now, { ...nothing, status: 'failed' }],
    ['rejected after it was paid', { ...active, status: 'REJECTED' }, now, { ...begun, status: 'ended' }],
    ['a draft', { ...active, status: 'DRAFT', lastPaymentAt: null }, now, { ...nothing, status: 'pending' }],
    [
      'a draft that ran out long ago',
      { ...active, status: 'DRAFT', lastPaymentAt: null },
      late,
      { ...nothing, status: 'failed' },
    ],
    ['a word nobody knows', { ...active, status: 'PAUSED' }, now, { ...nothing, status: 'pending' }],
    ['nothing', undefined, now, { ...nothing, status: 'pending' }],
  ])('%s', (_, raw, at, report) => {
    expect(readAgreement('s1', raw, at)).toEqual(report);
  });

  test('a month after the 31st is the last of the next month', () => {
    const ends = [1, 12].map((months) => monthsLater(new Date('2028-01-31T22:30:00.500Z'), months).toISOString());
    expect(ends).toEqual(['2028-02-29T22:30:00.500Z', '2029-01-31T22:30:00.500Z']);
  });

  test('one is asked for with everything the bank wants in practice', async () => {
    const answer = { subscriptionId: 's1', readableCode: 'SUBC-7Q2X-11AA', validUntil: '2026-03-02T22:00:00Z' };
    const { provider, sent } = scripted(Response.json(answer, { status: 201 }));
    const opened = await provider.agreements?.open({
      ...order,
      description: 'Artist Pro, by the year',
      interval: 'year',
    });
    expect(sent[0]).toMatchObject({
      url: 'http://fib.test/protected/v1/subscriptions',
      method: 'POST',
      auth: 'Bearer t1',
    });
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      title: 'Artist Pro, by the year',
      description: 'Artist Pro, by the year',
      monetaryValue: { amount: '150000', currency: 'IQD' },
      interval: 'P1Y',
      expiresIn: 'PT1770S',
      statusCallbackUrl: 'https://site.test/hook',
    });
    expect(opened).toEqual({
      ref: 's1',
      expiresAt: new Date('2026-03-02T22:00:00Z'),
      next: { type: 'qr', image: null, code: 'SUBC-7Q2X-11AA', links: [] },
    });
  });

  test('a draft is not cancelled: the bank would refuse', async () => {
    const { provider, sent } = scripted(Response.json({ ...active, status: 'DRAFT', lastPaymentAt: null }));
    expect((await troubleOf(provider.agreements!.cancel('s1', 'now')))?.trouble).toBe('refused');
    expect(sent.map(({ method }) => method)).toEqual(['GET']);
  });
  test('one whose books lag behind its cancelling is told as cancelled', async () => {
    const { provider, sent } = scripted(
      Response.json(active),
      new Response(null, { status: 204 }),
      Response.json(active),
    );
    expect(await provider.agreements?.cancel('s1', 'period_end')).toMatchObject({ cancelAtPeriodEnd: true });
    expect(sent[1]).toMatchObject({
      url: 'http://fib.test/protected/v1/subscriptions/s1/cancel',
      method: 'POST',
      body: '',
    });
  });
  test('an answer about another subscription is none', async () => {
    const { provider } = scripted(Response.json({ ...active, id: 's2' }));
    expect((await troubleOf(provider.agreements!.ask('s1')))?.trouble).toBe('unavailable');
  });
  test('a call names it in a field of its own', async () => {
    const request = new Request('https://site.test/hook', {
      method: 'POST',
      body: '{"subscriptionId":"s1","status":"ACTIVE"}',
    });
    expect(await scripted().provider.hear(request)).toEqual({ agreement: 's1' });
  });
  test('half a pair of keys is refused at once', () => {
    expect(() => fib.connect({ fetch, now: () => start, env: { ...env, FIB_SUBSCRIPTIONS_CLIENT_ID: 'x' } })).toThrow();
  });
});

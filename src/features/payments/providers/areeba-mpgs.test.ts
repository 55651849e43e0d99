import { describe, expect, test } from 'vitest';
import type { Money } from '../../../core/money.ts';
import { areebaMpgs as twin } from '../../../local/gateways/areeba-mpgs.ts';
import { keepsThePromise } from '../../../testing/provider-promise.ts';
import { onLine, onPort, secretOf, type Cast } from '../../../testing/provider-promise-stage.ts';
import { GatewayTrouble, type Order, type PaymentProvider, type RefundWish } from '../provider.ts';
import type { Report } from '../rules.ts';
import { areebaMpgs } from './areeba-mpgs.ts';
import { decimalOf, readOrder, readRefund, standingOf, unitsOf } from './areeba-mpgs-words.ts';

const usd = (amount: number): Money => ({ amount, currency: 'USD' });
const price = usd(11_500);
const cast: Cast = {
  driver: areebaMpgs,
  twin,
  price,
  declined: 'declined',
  expired: 'pending',
  errorInSuccess: 'certain',
  secrets: [secretOf('areeba-mpgs-api-password'), secretOf('areeba-mpgs-webhook-secret')],
};
keepsThePromise('areeba (Mastercard) over a line of function calls', onLine(cast));
keepsThePromise('areeba (Mastercard) over a real port', onPort(cast));

const start = new Date('2026-03-01T07:00:00Z');
const secret = 'a-secret-of-thirty-two-characters';
const env = {
  AREEBA_MPGS_BASE_URL: 'http://mpgs.test/',
  AREEBA_MPGS_MERCHANT_ID: 'TESTEXAMPLE',
  AREEBA_MPGS_API_PASSWORD: 'mpgs-password-5Tz',
  AREEBA_MPGS_WEBHOOK_SECRET: secret,
  AREEBA_MPGS_MERCHANT_NAME: 'Example Talent',
  GATEWAY_PATIENCE_MS: '60',
};
const root = 'http://mpgs.test/api/rest/version/100/merchant/TESTEXAMPLE';
const ref = '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0001';
const here = (provider: PaymentProvider | null): PaymentProvider => {
  if (!provider) throw new Error('the driver has its keys and opened nothing');
  return provider;
};

/** A gateway that answers what it is told to, and remembers what it was sent. */
function scripted(answers: (Response | Error)[] = [], changes: Record<string, string | undefined> = {}) {
  const sent: { method: string; url: string; auth: string | null; body: string }[] = [];
  const line: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const { method, url, headers } = request;
    sent.push({ method, url, auth: headers.get('authorization'), body: await request.text() });
    const answer = answers.shift();
    if (answer === undefined) throw new Error('nothing left to answer');
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { provider: here(areebaMpgs.connect({ env: { ...env, ...changes }, fetch: line, now: () => start })), sent };
}
const troubleOf = async (work: Promise<unknown>) => {
  const fault = await work.catch((error: unknown) => error);
  return fault instanceof GatewayTrouble ? fault : null;
};
const order: Order = {
  attemptId: ref,
  amount: price,
  description: 'Booking BK-7F3A',
  callbackUrl: 'https://app.example/webhooks/areeba-mpgs/s',
  returnUrl: 'https://app.example/pay/return?b=BK-7F3A',
  expiresAt: new Date(start.getTime() + 30 * 60_000),
  locale: 'ckb',
  payer: { name: 'Sara', email: 'sara@example.com' },
};
const session = {
  checkoutMode: 'WEBSITE',
  merchant: 'TESTEXAMPLE',
  result: 'SUCCESS',
  session: { id: 'SESSION0002000000000000000000000', updateStatus: 'SUCCESS', version: 'a1b2c3d401' },
  successIndicator: '0f1e2d3c4b5a6978',
};
const made = () => Response.json(session, { status: 201 });
const error = (cause: string, facts: object = {}) => ({
  error: { cause, explanation: 'why', ...facts },
  result: 'ERROR',
});

describe('what is sent', () => {
  test('an order in the words of the gateway, and the page of its session', async () => {
    const { provider, sent } = scripted([made()]);
    const opened = await provider.open(order);
    expect(sent[0]).toMatchObject({
      method: 'POST',
      url: `${root}/session`,
      auth: `Basic ${btoa('merchant.TESTEXAMPLE:mpgs-password-5Tz')}`,
    });
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      apiOperation: 'INITIATE_CHECKOUT',
      checkoutMode: 'WEBSITE',
      interaction: {
        operation: 'PURCHASE',
        merchant: { name: 'Example Talent', url: 'https://app.example' },
        returnUrl: order.returnUrl,
        cancelUrl: order.returnUrl,
        timeoutUrl: order.returnUrl,
        locale: 'ar',
        displayControl: { billingAddress: 'HIDE', customerEmail: 'HIDE' },
      },
      order: {
        id: ref,
        amount: '115.00',
        currency: 'USD',
        description: 'Booking BK-7F3A',
        reference: ref,
        notificationUrl: order.callbackUrl,
      },
    });
    const url = 'http://mpgs.test/checkout/pay/SESSION0002000000000000000000000?checkoutVersion=1.0.0';
    expect(opened).toEqual({ ref, next: { type: 'redirect', url }, expiresAt: order.expiresAt });
    // what would make the browser's return look like a success stays there
    expect(JSON.stringify(opened)).not.toContain(session.successIndicator);
  });
  test.each([
    ['62', 'CREATE_CHECKOUT_SESSION'],
    ['63', 'INITIATE_CHECKOUT'],
  ])('version %s calls it %s', async (version, apiOperation) => {
    const { provider, sent } = scripted([made()], { AREEBA_MPGS_API_VERSION: version });
    await provider.open(order);
    expect(sent[0]?.url).toBe(`http://mpgs.test/api/rest/version/${version}/merchant/TESTEXAMPLE/session`);
    const body = JSON.parse(sent[0]?.body ?? '') as object;
    expect(body).toMatchObject({ apiOperation });
    expect('checkoutMode' in body).toBe(version === '63');
  });
  test('a reference fits forty letters, and is the same each time', () => {
    const { provider } = scripted();
    expect(provider.reference?.(ref)).toBe(ref);
    const long = 'x'.repeat(41);
    expect(provider.reference?.(long)).toMatch(/^[0-9a-f]{40}$/);
    expect(provider.reference?.(long)).toBe(provider.reference?.(long));
    expect(provider.reference?.('a/b')).toMatch(/^[0-9a-f]{40}$/);
  });
});

describe('what an opening that failed means', () => {
  const lost = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });
  test.each<[string, Response | Error, string]>([
    [
      'a field it does not like',
      Response.json(error('INVALID_REQUEST', { field: 'order.id' }), { status: 400 }),
      'refused',
    ],
    ['a merchant it does not serve', Response.json(error('REQUEST_REJECTED'), { status: 400 }), 'refused'],
    ['a wrong password', Response.json(error('INVALID_REQUEST'), { status: 401 }), 'unavailable'],
    ['busy', Response.json(error('SERVER_BUSY'), { status: 503 }), 'unavailable'],
    ['broken in the middle', Response.json(error('SERVER_FAILED'), { status: 500 }), 'in_doubt'],
    ['a cause nobody knows', Response.json(error('NEW_CAUSE'), { status: 500 }), 'in_doubt'],
    ['403', new Response(null, { status: 403 }), 'unavailable'],
    ['408', new Response(null, { status: 408 }), 'in_doubt'],
    ['502', new Response('<html>', { status: 502 }), 'in_doubt'],
    ['a redirect', new Response(null, { status: 302, headers: { location: 'https://x.test/' } }), 'in_doubt'],
    ['no session', Response.json({ result: 'SUCCESS' }, { status: 201 }), 'in_doubt'],
    ['a session that is no name', Response.json({ session: { id: '../x' } }, { status: 201 }), 'in_doubt'],
    ['nobody listens', lost('ECONNREFUSED'), 'unavailable'],
    ['cut', lost('ECONNRESET'), 'in_doubt'],
  ])('%s', async (_, answer, trouble) => {
    const { provider, sent } = scripted([answer]);
    const met = await troubleOf(provider.open(order));
    expect(met?.trouble).toBe(trouble);
    expect(`${met?.message}`).not.toMatch(/why|5Tz/);
    expect(sent).toHaveLength(1);
  });
});

describe('sums', () => {
  test.each<[Money, string]>([
    [usd(11_500), '115.00'],
    [usd(5), '0.05'],
    [usd(100_000_000_007), '1000000000.07'],
    [{ amount: 150_000, currency: 'IQD' }, '150000'],
  ])('%j is sent as %s and read back', (sum, text) => {
    expect(decimalOf(sum)).toBe(text);
    expect(unitsOf(text, sum.currency)).toBe(sum.amount);
  });
  test.each<[unknown, Money['currency'], number | null]>([
    [115, 'USD', 11_500],
    [115.1, 'USD', 11_510],
    [0.29, 'USD', 29],
    [1.005, 'USD', null],
    ['1.000', 'USD', 100],
    ['150000.000', 'IQD', 150_000],
    ['150000.5', 'IQD', null],
    [1e21, 'USD', null],
    ['-1', 'USD', null],
    ['1,5', 'USD', null],
    ['', 'USD', null],
    [null, 'USD', null],
    [Number.NaN, 'USD', null],
  ])('%j in %s is %s', (said, currency, units) => expect(unitsOf(said, currency)).toBe(units));
});

const captured = {
  id: ref,
  amount: 115.0,
  currency: 'USD',
  creationTime: '2026-03-01T07:12:41.100Z',
  lastUpdatedTime: '2026-03-01T07:14:02.000Z',
  merchant: 'TESTEXAMPLE',
  result: 'SUCCESS',
  status: 'CAPTURED',
  description: 'Booking BK-7F3A',
  reference: 'BK-7F3A',
  totalAuthorizedAmount: 115.0,
  totalCapturedAmount: 115.0,
  totalRefundedAmount: 0.0,
  transaction: [{ result: 'SUCCESS', order: { id: ref }, transaction: { id: '1', type: 'PAYMENT', amount: 115.0 } }],
};

describe('what an order says', () => {
  test.each([
    ['INITIATED', 'pending'],
    ['AUTHENTICATION_INITIATED', 'pending'],
    ['AUTHENTICATED', 'pending'],
    ['AUTHENTICATION_NOT_NEEDED', 'pending'],
    ['FUNDING', 'pending'],
    ['AUTHORIZED', 'pending'],
    ['VERIFIED', 'pending'],
    ['AUTHENTICATION_UNSUCCESSFUL', 'declined'],
    ['FAILED', 'declined'],
    ['CANCELLED', 'cancelled'],
    ['CAPTURED', 'paid'],
    ['DISBURSED', 'paid'],
    ['PARTIALLY_CAPTURED', 'paid'],
    ['PARTIALLY_REFUNDED', 'paid'],
    ['REFUND_REQUESTED', 'refund_pending'],
    ['REFUNDED', 'refunded'],
    ['EXCESSIVELY_REFUNDED', 'refunded'],
    ['DISPUTED', 'charged_back'],
    ['CHARGEBACK_PROCESSED', 'charged_back'],
    ['captured', 'pending'],
    ['toString', 'pending'],
    ['SOMETHING_NEW', 'pending'],
  ])('%s is %s', (status, standing) => expect(standingOf(status)).toBe(standing));

  const waits: Report = { ref, status: 'pending' };
  test.each<[string, unknown, Report]>([
    ['as documented', captured, { ref, status: 'paid', amount: price }],
    ['sums as text', { ...captured, totalCapturedAmount: '115.00' }, { ref, status: 'paid', amount: price }],
    [
      'a part taken',
      { ...captured, status: 'PARTIALLY_CAPTURED', totalCapturedAmount: 15 },
      { ref, status: 'paid', amount: usd(1500) },
    ],
    ['more taken than asked', { ...captured, totalCapturedAmount: 116 }, { ref, status: 'paid', amount: usd(11_600) }],
    ['a yes that is no success', { ...captured, result: 'UNKNOWN' }, waits],
    ['a yes without a sum', { ...captured, totalCapturedAmount: undefined }, waits],
    ['a yes about nothing', { ...captured, totalCapturedAmount: 0 }, waits],
    ['a currency of no country', { ...captured, currency: 'ZZZ' }, waits],
    ['the sum only asked for is not taken', { ...captured, status: 'AUTHORIZED', totalCapturedAmount: 0 }, waits],
    [
      'a part given back',
      { ...captured, status: 'PARTIALLY_REFUNDED', totalRefundedAmount: 40 },
      { ref, status: 'paid', amount: price, refunded: usd(4000) },
    ],
    ['given back in a way that cannot be read', { ...captured, totalRefundedAmount: 'some' }, waits],
    [
      'all given back',
      { ...captured, status: 'REFUNDED', totalRefundedAmount: 115 },
      { ref, status: 'refunded', amount: price },
    ],
    ['being given back', { ...captured, status: 'REFUND_REQUESTED' }, { ref, status: 'refund_pending', amount: price }],
    ['charged back', { ...captured, status: 'CHARGEBACK_PROCESSED' }, { ref, status: 'charged_back', amount: price }],
    ['declined', { ...captured, status: 'FAILED', result: 'FAILURE' }, { ref, status: 'failed', reason: 'declined' }],
    ['voided', { ...captured, status: 'CANCELLED' }, { ref, status: 'failed', reason: 'cancelled' }],
    ['the order of another answer, nested', { order: captured }, waits],
    ['nothing', undefined, waits],
  ])('%s', (_, raw, report) => expect(readOrder(ref, raw)).toEqual(report));
});

describe('asking', () => {
  test.each([400, 404])('%s before the first card is pending', async (status) => {
    const { provider, sent } = scripted([Response.json(error('INVALID_REQUEST'), { status })]);
    expect(await provider.ask(ref, price)).toEqual({ ref, status: 'pending' });
    expect(sent[0]).toMatchObject({ method: 'GET', url: `${root}/order/${ref}` });
  });
  test.each([
    ['a mistake of ours', Response.json(error('INVALID_REQUEST', { field: 'merchant' }), { status: 400 })],
    ['a 404 of somebody else', new Response('<html>', { status: 404 })],
    ['another order', Response.json({ ...captured, id: 'other' })],
    ['another merchant', Response.json({ ...captured, merchant: 'SOMEBODY' })],
    ['an answer without a name', Response.json({ ...captured, id: undefined })],
  ])('%s is no answer', async (_, answer) => {
    expect((await troubleOf(scripted([answer]).provider.ask(ref, price)))?.trouble).toBe('unavailable');
  });
  test('a reference cannot leave its place in the address', async () => {
    const { provider, sent } = scripted([Response.json(error('INVALID_REQUEST'), { status: 404 })]);
    await provider.ask('../../x?y=/', price);
    expect(sent[0]?.url).toBe(`${root}/order/..%2F..%2Fx%3Fy%3D%2F`);
  });
});

describe('refunds', () => {
  const wish: RefundWish = {
    refundId: 'r1',
    ref,
    amount: usd(4000),
    paid: price,
    refundedBefore: usd(0),
    reason: 'goodwill',
    callbackUrl: order.callbackUrl,
    refundRef: null,
  };
  const answer = (changes: object = {}) =>
    Response.json(
      { result: 'SUCCESS', order: { id: ref }, transaction: { id: 'r1', type: 'REFUND' }, ...changes },
      { status: 201 },
    );

  test('are put under an id of ours, which makes them one however often they are sent', async () => {
    const { provider, sent } = scripted([answer()]);
    expect(await provider.refund?.(wish)).toEqual({ status: 'done', refundRef: 'r1' });
    expect(sent[0]).toMatchObject({ method: 'PUT', url: `${root}/order/${ref}/transaction/r1` });
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      apiOperation: 'REFUND',
      transaction: { amount: '40.00', currency: 'USD', reference: 'r1' },
    });
  });
  test.each([
    ['SUCCESS', 'done'],
    ['FAILURE', 'failed'],
    ['PENDING', 'pending'],
    ['UNKNOWN', 'pending'],
  ])('%s is %s', (result, status) => {
    const raw = { result, order: { id: ref }, transaction: { id: 'r1' } };
    expect(readRefund({ order: ref, transaction: 'r1' }, raw)).toEqual({ status, refundRef: 'r1' });
    expect(readRefund({ order: ref, transaction: 'r2' }, raw)).toBeNull();
    expect(readRefund({ order: 'other', transaction: 'r1' }, raw)).toBeNull();
  });
  test('an answer about another refund leaves it in doubt', async () => {
    const { provider } = scripted([answer({ transaction: { id: 'r2' } })]);
    expect((await troubleOf(provider.refund!(wish)))?.trouble).toBe('in_doubt');
  });
  test('one that waits is asked about; "not found" is no answer', async () => {
    const { provider, sent } = scripted([
      answer({ result: 'PENDING' }),
      Response.json(error('INVALID_REQUEST'), { status: 404 }),
    ]);
    expect(await provider.askRefund?.(wish)).toEqual({ status: 'pending', refundRef: 'r1' });
    expect(sent[0]).toMatchObject({ method: 'GET', url: `${root}/order/${ref}/transaction/r1` });
    expect((await troubleOf(provider.askRefund!(wish)))?.trouble).toBe('unavailable');
  });
});

describe('calls', () => {
  const said = { merchant: 'TESTEXAMPLE', result: 'SUCCESS', order: { id: ref, status: 'CAPTURED' } };
  const call = (headers: Record<string, string>, body: unknown = said) =>
    new Request(order.callbackUrl, { method: 'POST', headers, body: JSON.stringify(body) });
  const knowing = { 'X-Notification-Secret': secret };

  test('with the secret: a hint at the order', async () => {
    expect(await scripted().provider.hear(call(knowing))).toEqual({ hint: ref });
  });
  test.each<[string, Record<string, string>]>([
    ['none', {}],
    ['an empty one', { 'X-Notification-Secret': '' }],
    ['a wrong one', { 'X-Notification-Secret': secret.replace('a', 'b') }],
    ['a longer one', { 'X-Notification-Secret': `${secret}x` }],
  ])('%s: refused', async (_, headers) => {
    expect((await troubleOf(scripted().provider.hear(call(headers))))?.trouble).toBe('refused');
  });
  test('about another merchant: refused', async () => {
    const other = call(knowing, { ...said, merchant: 'SOMEBODY' });
    expect((await troubleOf(scripted().provider.hear(other)))?.trouble).toBe('refused');
  });
  test('about no order: nothing', async () => {
    expect(await scripted().provider.hear(call(knowing, { merchant: 'TESTEXAMPLE' }))).toEqual({ nothing: true });
  });
  test('where no secret is set they are hints, and it says so', async () => {
    const { provider } = scripted([], { AREEBA_MPGS_WEBHOOK_SECRET: '' });
    expect(provider.powers.trust).toBe('hint');
    expect(await provider.hear(call({}))).toEqual({ hint: ref });
  });
});

describe('keys', () => {
  const connect = (changes: object) => areebaMpgs.connect({ env: { ...env, ...changes }, fetch, now: () => start });
  test.each(['AREEBA_MPGS_BASE_URL', 'AREEBA_MPGS_MERCHANT_ID', 'AREEBA_MPGS_API_PASSWORD'])(
    'without %s there is no such gateway',
    (key) => expect(connect({ [key]: '' })).toBeNull(),
  );
  test('the currencies are those of the merchant profile', () => {
    expect(connect({})?.powers.currencies).toEqual(['USD']);
    expect(connect({ AREEBA_MPGS_CURRENCIES: 'USD, EUR' })?.powers.currencies).toEqual(['USD', 'EUR']);
    expect(() => connect({ AREEBA_MPGS_CURRENCIES: 'LBP' })).toThrow();
  });
  test('nonsense is refused at once, not at the first payment', () => {
    expect(() => connect({ AREEBA_MPGS_BASE_URL: 'areeba' })).toThrow();
    expect(() => connect({ AREEBA_MPGS_API_VERSION: 'latest' })).toThrow();
    expect(() => connect({ AREEBA_MPGS_MERCHANT_ID: 'a/b' })).toThrow();
  });
});

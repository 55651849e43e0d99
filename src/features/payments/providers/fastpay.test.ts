import { describe, expect, test } from 'vitest';
import type { Money } from '../../../core/money.ts';
import { fastpay as twin } from '../../../local/gateways/fastpay.ts';
import { keepsThePromise } from '../../../testing/provider-promise.ts';
import { onLine, onPort, secretOf, type Cast } from '../../../testing/provider-promise-stage.ts';
import { GatewayTrouble, type Order, type PaymentProvider, type RefundWish } from '../provider.ts';
import { fastpay } from './fastpay.ts';
import { orderIdOf, readTransaction } from './fastpay-words.ts';

const password = 's3cret-of-the-store';
const refundSecret = 'r3fund-of-the-store';
const env = {
  FASTPAY_BASE_URL: 'http://fastpay.test/',
  FASTPAY_STORE_ID: '000001_001',
  FASTPAY_STORE_PASSWORD: password,
  FASTPAY_REFUND_SECRET_KEY: refundSecret,
  GATEWAY_PATIENCE_MS: '60',
};
const start = new Date('2026-03-01T10:00:00Z');
const ref = '0199aaaabbbb7ccc8dddeeeeffff0001';
const dinars = (amount: number): Money => ({ amount, currency: 'IQD' });

const here = (provider: PaymentProvider | null): PaymentProvider => {
  if (!provider) throw new Error('the driver has its keys and opened nothing');
  return provider;
};

const cast: Cast = {
  driver: fastpay,
  twin,
  price: dinars(150_000),
  // only a success is ever told or found
  declined: 'pending',
  expired: 'pending',
  errorInSuccess: 'certain',
  hidesRefunds: true,
  refundsOnce: true,
  secrets: [secretOf('fastpay-store-password'), secretOf('fastpay-refund-secret'), '+964'],
};
keepsThePromise('fastpay over a line of function calls', onLine(cast));
keepsThePromise('fastpay over a real port', onPort(cast));

/** A gateway that answers what it is told to, and remembers what it was sent. */
function scripted(...answers: (Response | Error | 'silence')[]) {
  const sent: { leaf: string; body: Record<string, unknown> }[] = [];
  const line: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    expect(request.method).toBe('POST');
    expect(request.headers.get('authorization')).toBeNull();
    const leaf = request.url.replace('http://fastpay.test/api/v1/public/pgw/payment/', '');
    sent.push({ leaf, body: (await request.json()) as Record<string, unknown> });
    const answer = answers.shift();
    if (answer === undefined) throw new Error('nothing left to answer');
    if (answer instanceof Error) throw answer;
    if (answer !== 'silence') return answer;
    return new Promise((_, reject) => {
      init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error), { once: true });
    });
  };
  return { provider: here(fastpay.connect({ env, fetch: line, now: () => start })), sent };
}
const said = (code: number | string, messages: string | string[], data: unknown = null) =>
  Response.json({ code, messages, data });
const lost = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });

const order: Order = {
  attemptId: '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0001',
  amount: dinars(150_000),
  description: 'Booking BK-7F3A: "oud & violin"',
  callbackUrl: 'https://site.test/hook',
  returnUrl: 'https://site.test/back',
  expiresAt: new Date(start.getTime() + 30 * 60_000),
  locale: 'ar',
  payer: { name: 'Sara', email: 'sara@example.com' },
};
const page = 'https://staging-pgw.fast-pay.iq/pay?token=0f2d1c6e-6f5b-4a62-9f41-5f0c1f0e7b11';
const initiated = () => said(200, ['Payment Initiation request processed successfully.'], { redirect_uri: page });
const transaction = {
  gw_transaction_id: 'AXMNP7Z901',
  merchant_order_id: ref,
  received_amount: '150000.00',
  currency: 'IQD',
  customer_name: 'Sara A',
  customer_mobile_number: '+9647500000001',
  at: '2026-03-01 13:12:41',
  transaction_id: 'AXMNP7Z901',
  order_id: ref,
  customer_account_no: '+9647500000001',
  status: 'Success',
  received_at: '2026-03-01 13:12:41',
};
const paid = (changes: object = {}) => said(200, [], { ...transaction, ...changes });
const notFound = () => said(404, ['Sorry! No transaction has been found against your Order ID.']);
const gone = (refund_status: unknown) =>
  said(200, [], { order_id: ref, refund_status, status_checked_at: '2026-03-01 15:59:43' });
const refundDone = () =>
  said(200, ['messages.successfully_refund'], {
    summary: {
      recipient: {
        name: 'Sara A',
        mobile_number: '+9647500000001',
        avatar: 'https://staging-asset.fast-pay.iq/a.jpeg',
      },
      invoice_id: 'CXMNPZZ030',
    },
  });

/** What went wrong, after a look that nothing secret is in it. */
async function troubleOf(work: Promise<unknown> | undefined) {
  const fault: unknown = await work?.catch((error: unknown) => error);
  if (!(fault instanceof GatewayTrouble)) return null;
  const told = [fault.message, fault.stack, JSON.stringify(fault), String(fault.cause)].join('\n');
  for (const secret of [password, refundSecret, '+9647500000001', 'Sara']) expect(told).not.toContain(secret);
  return fault;
}

describe('opening', () => {
  test('an order in the words of FastPay: whole dinars, a cart that is text', async () => {
    const { provider, sent } = scripted(initiated());
    const opened = await provider.open(order);
    expect(sent).toEqual([
      {
        leaf: 'initiation',
        body: {
          store_id: '000001_001',
          store_password: password,
          order_id: ref,
          bill_amount: 150_000,
          currency: 'IQD',
          cart: JSON.stringify([
            { name: 'Booking BK-7F3A: "oud & violin"', qty: 1, unit_price: 150_000, sub_total: 150_000 },
          ]),
          success_url: 'https://site.test/back',
          cancel_url: 'https://site.test/back',
          callback_url: 'https://site.test/hook',
        },
      },
    ]);
    expect(opened).toEqual({ ref, next: { type: 'redirect', url: page }, expiresAt: order.expiresAt });
  });
  test('a code that is text is the same code', async () => {
    const answer = said('200', 'ok', { redirect_uri: page });
    expect((await scripted(answer).provider.open(order)).ref).toBe(ref);
  });
  test('our own end counts: an hour, or sooner, or what the operator was told', async () => {
    const longer = { ...order, expiresAt: new Date(start.getTime() + 5 * 3_600_000) };
    const opened = await scripted(initiated()).provider.open(longer);
    expect(opened.expiresAt).toEqual(new Date('2026-03-01T11:00:00Z'));
    const told = fastpay.connect({
      env: { ...env, FASTPAY_PAYABLE_MINUTES: '15' },
      fetch: async () => initiated(),
      now: () => start,
    });
    expect((await told?.open(longer))?.expiresAt).toEqual(new Date('2026-03-01T10:15:00Z'));
    expect(told?.powers.windows.payable).toBe(15 * 60_000);
  });
  test('the same attempt is the same order, before anything is sent', async () => {
    const { provider, sent } = scripted(initiated(), initiated());
    expect(provider.reference?.(order.attemptId)).toBe(ref);
    await provider.open(order);
    await provider.open(order);
    expect(sent[0]).toEqual(sent[1]);
    expect(sent[0]?.body['order_id']).toMatch(/^[A-Za-z0-9]{8,32}$/);
  });
  test('only dinars are asked for', async () => {
    const { provider, sent } = scripted();
    const dollars = { ...order, amount: { amount: 500, currency: 'USD' as const } };
    expect((await troubleOf(provider.open(dollars)))?.trouble).toBe('refused');
    expect(sent).toEqual([]);
  });

  test.each<[string, Response | Error | 'silence', string]>([
    ['wrong credentials', said(422, ['Sorry! The Store ID and Store Password combination is wrong.']), 'refused'],
    ['a cart that is no text', said('422', ['The cart must be a valid JSON string']), 'refused'],
    ['words that are no list', said(422, 'The bill amount must be an integer.'), 'refused'],
    ['a wrong field name', new Response('{"message":"Bad Request"}', { status: 400 }), 'refused'],
    ['nothing found', notFound(), 'refused'],
    ['an order id they know', said(422, ['The order id has already been taken.']), 'in_doubt'],
    ['their error', said(500, ['Something went wrong']), 'in_doubt'],
    ['a yes without a page', said(200, ['ok'], {}), 'in_doubt'],
    ['a yes without data', said(200, ['ok']), 'in_doubt'],
    ['a page that is none', said(200, ['ok'], { redirect_uri: 'javascript:alert(1)' }), 'in_doubt'],
    ['no code', Response.json({ messages: [], data: { redirect_uri: page } }), 'in_doubt'],
    ['HTML', new Response('<html>502</html>'), 'in_doubt'],
    ['half an answer', new Response('{"code":200,"messages":["Payment Init'), 'in_doubt'],
    ['nothing in it', new Response(''), 'in_doubt'],
    ['HTTP 500', new Response('oops', { status: 500 }), 'in_doubt'],
    ['HTTP 408', new Response(null, { status: 408 }), 'in_doubt'],
    ['a redirect', new Response(null, { status: 302, headers: { location: 'https://elsewhere.test/' } }), 'in_doubt'],
    ['HTTP 429', new Response('Too Many Requests', { status: 429 }), 'unavailable'],
    ['HTTP 403', new Response(null, { status: 403 }), 'unavailable'],
    ['silence', 'silence', 'in_doubt'],
    ['a cut line', lost('ECONNRESET'), 'in_doubt'],
    ['nobody there', lost('ECONNREFUSED'), 'unavailable'],
  ])('that meets %s', async (_, answer, kind) => {
    const { provider, sent } = scripted(answer);
    const trouble = await troubleOf(provider.open(order));
    expect(trouble?.trouble).toBe(kind);
    // what may have been opened can be asked about
    expect(trouble?.ref).toBe(kind === 'in_doubt' ? ref : null);
    expect(sent).toHaveLength(1);
  });
});

test.each([
  ['0199aaaa-bbbb-7ccc-8ddd-eeeeffff0001', '0199aaaabbbb7ccc8dddeeeeffff0001'],
  ['0199AAAA-BBBB-7CCC-8DDD-EEEEFFFF0002', '0199aaaabbbb7ccc8dddeeeeffff0002'],
])('attempt %s is order %s', (attempt, id) => expect(orderIdOf(attempt)).toBe(id));
test('an attempt that is no UUID is a mistake of ours', () => {
  expect(() => orderIdOf('a1')).toThrow(RangeError);
});

describe('what was found', () => {
  const report = { ref, status: 'paid', amount: dinars(150_000) };
  const { order_id, transaction_id, customer_account_no, status, received_at, ...newNames } = transaction;
  const oldNames = {
    transaction_id,
    order_id,
    customer_account_no,
    status,
    received_at,
    received_amount: '150000.00',
    currency: 'IQD',
  };
  test.each<[string, unknown, unknown]>([
    ['as documented', transaction, { report, wallet: '+9647500000001' }],
    ['the newer names alone', newNames, { report, wallet: '+9647500000001' }],
    ['the older names alone', oldNames, { report, wallet: '+9647500000001' }],
    ['the order alone', { order_id, received_amount: 150_000, status: 'success' }, { report, wallet: null }],
    ['the sum as a number', { ...transaction, received_amount: 150_000 }, { report, wallet: '+9647500000001' }],
    ['the sum as an integer text', { ...transaction, received_amount: '150000' }, { report, wallet: '+9647500000001' }],
    [
      'another sum',
      { ...transaction, received_amount: '149000.00' },
      { report: { ...report, amount: dinars(149_000) }, wallet: '+9647500000001' },
    ],
    [
      'another currency',
      { ...transaction, currency: 'USD' },
      { report: { ...report, amount: { amount: 150_000, currency: 'USD' } }, wallet: '+9647500000001' },
    ],
    ['failed', { ...transaction, status: 'Failed' }, { report: { ref, status: 'failed', reason: 'declined' } }],
    ['cancelled', { ...transaction, status: 'Cancel' }, { report: { ref, status: 'failed', reason: 'cancelled' } }],
    ['a word nobody knows', { ...transaction, status: 'Held' }, { report: { ref, status: 'pending' } }],
    ['half a dinar', { ...transaction, received_amount: '150000.50' }, 'unreadable'],
    ['no sum', { ...transaction, received_amount: null }, 'unreadable'],
    ['less than nothing', { ...transaction, received_amount: -150_000 }, 'unreadable'],
    ['a currency of no country', { ...transaction, currency: 'ZZZ' }, 'unreadable'],
    ['no order', { ...transaction, order_id: null, merchant_order_id: undefined }, 'unreadable'],
    ['another order', { ...transaction, merchant_order_id: 'BK7F3A01' }, 'other_payment'],
    ['two orders', { ...transaction, order_id: 'BK7F3A01' }, 'other_payment'],
    ['nothing', null, 'unreadable'],
    ['a list', [], 'unreadable'],
    ['neither status nor transaction', { order_id, received_amount: 1 }, { report: { ref, status: 'pending' } }],
  ])('%s', (_, data, found) => {
    const read = readTransaction(ref, data);
    if (typeof found === 'string') expect(read).toBe(found);
    else expect(read).toMatchObject(found as object);
  });
});

describe('asking', () => {
  const price = dinars(150_000);
  test('names the store and the order', async () => {
    const { provider, sent } = scripted(paid());
    expect(await provider.ask(ref, price)).toEqual({ ref, status: 'paid', amount: price });
    expect(sent).toEqual([
      { leaf: 'validate', body: { store_id: '000001_001', store_password: password, order_id: ref } },
    ]);
  });
  test.each(['404', 404])('%j is pending: nobody has paid, or nobody ordered', async (code) => {
    const answer = said(code, ['Sorry! No transaction has been found against your Order ID.']);
    expect(await scripted(answer).provider.ask(ref, price)).toEqual({ ref, status: 'pending' });
  });
  test('a reference that cannot be theirs is not asked about', async () => {
    const { provider, sent } = scripted();
    expect((await troubleOf(provider.ask('no/such ref?', price)))?.trouble).toBe('refused');
    expect(sent).toEqual([]);
  });
  test.each<[string, Response]>([
    ['wrong credentials', said(422, ['Sorry! The Store ID and Store Password combination is wrong.'])],
    ['their error', said(500, ['Server Error'])],
    ['HTTP 404', new Response('Not Found', { status: 404 })],
    ['HTTP 500', new Response('oops', { status: 500 })],
    ['HTML', new Response('<html>')],
    ['half an answer', new Response('{"code":200,"data":{"status":"Succ')],
    ['another order', paid({ order_id: 'BK7F3A01', merchant_order_id: 'BK7F3A01' })],
    ['a yes without a sum', paid({ received_amount: undefined })],
    ['a yes without data', said(200, [])],
    ['404 in words only', Response.json({ messages: ['Sorry! No transaction has been found'] })],
  ])('%s tells nothing', async (_, answer) => {
    // least of all that nobody has paid: a page that is missing is not FastPay's word for an order nobody paid
    expect((await troubleOf(scripted(answer).provider.ask(ref, price)))?.trouble).toBe('unavailable');
  });
  test('their 404 is theirs under any HTTP status', async () => {
    const answer = Response.json({ code: 404, messages: ['Sorry!'], data: null }, { status: 404 });
    expect(await scripted(answer).provider.ask(ref, price)).toEqual({ ref, status: 'pending' });
  });
});

describe('refunds', () => {
  const wish = (changes: Partial<RefundWish> = {}): RefundWish => ({
    refundId: '0199aaaa-0000-7000-8000-000000000001',
    ref,
    amount: dinars(50_000),
    paid: dinars(150_000),
    refundedBefore: dinars(0),
    reason: 'cancelled_by_customer',
    callbackUrl: 'https://site.test/hook',
    refundRef: null,
    ...changes,
  });
  const leaves = (sent: { leaf: string }[]) => sent.map(({ leaf }) => leaf);

  test('ask who paid and what went back, then send a part to that wallet', async () => {
    const { provider, sent } = scripted(paid(), gone(false), refundDone());
    expect(await provider.refund?.(wish())).toEqual({ status: 'done', refundRef: 'CXMNPZZ030' });
    expect(leaves(sent)).toEqual(['validate', 'refund/validation', 'refund']);
    expect(sent[2]?.body).toEqual({
      store_id: '000001_001',
      store_password: password,
      order_id: ref,
      msisdn: '+9647500000001',
      amount: 50_000,
      refund_secret_key: refundSecret,
    });
    // no other call carries it
    expect(sent.slice(0, 2).map(({ body }) => body['refund_secret_key'])).toEqual([undefined, undefined]);
  });
  test('wished for again, nothing is sent again', async () => {
    const { provider, sent } = scripted(paid(), gone(true));
    expect(await provider.refund?.(wish())).toEqual({ status: 'done', refundRef: null });
    expect(leaves(sent)).toEqual(['validate', 'refund/validation']);
    const told = scripted();
    expect(await told.provider.refund?.(wish({ refundRef: 'CXMNPZZ030' }))).toEqual({
      status: 'done',
      refundRef: 'CXMNPZZ030',
    });
    expect(told.sent).toEqual([]);
  });
  test('an answer that was lost is looked for before it is doubted', async () => {
    const { provider, sent } = scripted(paid(), gone(false), lost('ECONNRESET'), gone(true));
    expect(await provider.refund?.(wish())).toEqual({ status: 'done', refundRef: null });
    expect(leaves(sent)).toEqual(['validate', 'refund/validation', 'refund', 'refund/validation']);
  });
  test.each<[string, (Response | Error | 'silence')[]]>([
    ['a cut line, and no money gone', [lost('ECONNRESET'), gone(false)]],
    ['silence twice', ['silence', 'silence']],
    ['their error, and no money gone', [said(500, ['Server Error']), gone(false)]],
    ['HTML, and no money gone', [new Response('<html>'), gone(false)]],
  ])('%s leave it in doubt', async (_, answers) => {
    const { provider } = scripted(paid(), gone(false), ...answers);
    expect((await troubleOf(provider.refund?.(wish())))?.trouble).toBe('in_doubt');
  });
  test.each<[string, (Response | Error)[], Partial<RefundWish>, string]>([
    ['a wrong secret', [paid(), gone(false), said(422, ['Invalid secret key given.'])], {}, 'refused'],
    [
      'more than they hold',
      [paid(), gone(false), said(422, ['Refund amount can not be greater than transaction amount!'])],
      {},
      'refused',
    ],
    ['more than was paid', [paid()], { amount: dinars(150_001) }, 'refused'],
    ['nothing', [paid()], { amount: dinars(0) }, 'refused'],
    ['another currency', [paid()], { amount: { amount: 1, currency: 'USD' } }, 'refused'],
    ['nobody paid', [notFound()], {}, 'refused'],
    ['nobody knows the wallet', [paid({ customer_mobile_number: null, customer_account_no: null })], {}, 'refused'],
    ['a second part', [], { refundedBefore: dinars(50_000) }, 'refused'],
    ['a busy gateway', [paid(), gone(false), new Response(null, { status: 429 })], {}, 'unavailable'],
    ['nobody there', [paid(), gone(false), lost('ECONNREFUSED')], {}, 'unavailable'],
    ['a check that cannot be read', [paid(), gone('maybe')], {}, 'unavailable'],
    [
      'a check of another order',
      [paid(), said(200, [], { order_id: 'X1234567', refund_status: true })],
      {},
      'unavailable',
    ],
  ])('%s: nothing moves', async (_, answers, changes, kind) => {
    const { provider, sent } = scripted(...answers);
    expect((await troubleOf(provider.refund?.(wish(changes))))?.trouble).toBe(kind);
    expect(sent).toHaveLength(answers.length);
  });
  test('already refunded is done', async () => {
    const { provider } = scripted(paid(), gone(false), said(422, ['The transaction is already refunded']));
    expect(await provider.refund?.(wish())).toEqual({ status: 'done', refundRef: null });
  });
  test('a yes without an invoice is still a yes', async () => {
    const { provider } = scripted(paid(), gone(false), said('200', 'messages.successfully_refund'));
    expect(await provider.refund?.(wish())).toEqual({ status: 'done', refundRef: null });
  });
  test('can be asked about', async () => {
    const { provider, sent } = scripted(gone(true), gone('1'), gone(false), notFound());
    const answers = [1, 2, 3, 4].map(() => () => provider.askRefund?.(wish()));
    const states: unknown[] = [];
    for (const answer of answers) states.push((await answer())?.status);
    expect(states).toEqual(['done', 'done', 'pending', 'pending']);
    expect(leaves(sent)).toEqual(Array.from({ length: 4 }, () => 'refund/validation'));
    expect((await troubleOf(provider.askRefund?.(wish({ refundedBefore: dinars(1) }))))?.trouble).toBe('refused');
  });
  test('need their own secret: without it they are done by hand', () => {
    const without = here(fastpay.connect({ env: { ...env, FASTPAY_REFUND_SECRET_KEY: '' }, fetch, now: () => start }));
    expect(without.powers.refund).toBe('none');
    expect(without.refund).toBeUndefined();
    expect(without.askRefund).toBeUndefined();
    expect(scripted().provider.powers.refund).toBe('partial');
  });
});

describe('notices', () => {
  const { provider } = scripted();
  test.each<[string, string, string | null]>([
    ['as documented', JSON.stringify(transaction), ref],
    ['the newer name alone', JSON.stringify({ merchant_order_id: ref }), ref],
    ['the older name alone', JSON.stringify({ order_id: ref, status: 'Success' }), ref],
    ['as a form', `order_id=${ref}&status=Success`, ref],
    ['without an order', '{"status":"Success"}', null],
    ['an order that is none', '{"order_id":"../x"}', null],
    ['half a notice', '{"order_id":"0199', null],
  ])('%s', async (_, body, hint) => {
    expect(await provider.hear(new Request('https://site.test/hook', { method: 'POST', body }))).toEqual({ hint });
  });
  test('are thanked with 200', () => {
    expect(provider.thanks({ method: 'POST', home: 'https://site.test' }).status).toBe(200);
  });
});

describe('keys', () => {
  const deps = { fetch, now: () => start };
  test.each(['FASTPAY_BASE_URL', 'FASTPAY_STORE_ID', 'FASTPAY_STORE_PASSWORD'])('without %s it is not there', (key) => {
    expect(fastpay.connect({ ...deps, env: { ...env, [key]: '' } })).toBeNull();
    expect(fastpay.keys.find(({ name }) => name === key)?.needed).toBe(true);
  });
  test('nonsense is refused at once, not at the first payment', () => {
    expect(() => fastpay.connect({ ...deps, env: { ...env, FASTPAY_BASE_URL: 'fastpay' } })).toThrow();
    expect(() => fastpay.connect({ ...deps, env: { ...env, FASTPAY_PAYABLE_MINUTES: 'long' } })).toThrow();
  });
});

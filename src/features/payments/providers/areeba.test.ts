import { describe, expect, test } from 'vitest';
import { areeba as twin } from '../../../local/gateways/areeba.ts';
import { forgetful, type Deed } from '../../../local/gateways/gateway.ts';
import { openHouse } from '../../../local/gateways/house.ts';
import { listen } from '../../../local/gateways/listen.ts';
import { keepsThePromise } from '../../../testing/provider-promise.ts';
import { onLine, onPort, secretOf, type Cast } from '../../../testing/provider-promise-stage.ts';
import { GatewayTrouble, type Heard, type Order, type PaymentProvider, type RefundWish } from '../provider.ts';
import type { Report } from '../rules.ts';
import { areeba } from './areeba.ts';
import { bodyHashes, signatureOf, uriOf, type Signed } from './areeba-signature.ts';
import { readStatus, saidIn, sumOf, worded } from './areeba-words.ts';

const cast: Cast = {
  driver: areeba,
  twin,
  price: { amount: 150_000, currency: 'IQD' },
  declined: 'declined',
  expired: 'expired',
  errorInSuccess: 'certain',
  hidesRefunds: true,
  secrets: [secretOf('areeba-password'), secretOf('areeba-shared-secret'), 'TESTKEYIQ'],
};
keepsThePromise('areeba over a line of function calls', onLine(cast));
keepsThePromise('areeba over a real port', onPort(cast));
keepsThePromise('areeba without a shared secret', onLine({ ...cast, env: { AREEBA_SHARED_SECRET: '' } }));
keepsThePromise('areeba with an old connector', onLine({ ...cast, env: { AREEBA_BODY_HASH: 'md5' } }));

const secret = 'local-shared-secret';
const env = {
  AREEBA_BASE_URL: 'http://areeba.test/api/v3/',
  AREEBA_API_KEY: 'TESTKEYIQ1',
  AREEBA_USERNAME: 'api-user',
  AREEBA_PASSWORD: 'areeba-password-8Wd',
  AREEBA_SHARED_SECRET: secret,
  GATEWAY_PATIENCE_MS: '60',
};
const start = new Date('2025-10-09T08:53:20Z');
const dinars = (amount: number) => ({ amount, currency: 'IQD' as const });
const here = (provider: PaymentProvider | null): PaymentProvider => {
  if (!provider) throw new Error('the driver has its keys and opened nothing');
  return provider;
};
const troubleOf = async (work: Promise<unknown>) => {
  const fault = await work.catch((error: unknown) => error);
  return fault instanceof GatewayTrouble ? fault : null;
};

/** A gateway that answers what it is told to, and remembers what it was sent. */
function scripted(answers: (Response | Error)[] = [], changes: Record<string, string> = {}) {
  const sent: { method: string; url: string; headers: Headers; body: string }[] = [];
  const line: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const { method, url, headers } = request;
    sent.push({ method, url, headers, body: await request.text() });
    const answer = answers.shift();
    if (answer === undefined) throw new Error('nothing left to answer');
    if (answer instanceof Error) throw answer;
    return answer;
  };
  let now = start;
  const provider = here(areeba.connect({ env: { ...env, ...changes }, fetch: line, now: () => now }));
  return { provider, sent, later: (seconds: number) => void (now = new Date(now.getTime() + seconds * 1000)) };
}

const ref = '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0001';
const uuid = 'a1b2c3d4e5f60718293a';
const purchaseId = `20260301-${uuid}`;
const order: Order = {
  attemptId: ref,
  amount: dinars(150_000),
  description: 'ح'.repeat(300),
  callbackUrl: 'https://app.example/webhooks/areeba/s',
  returnUrl: 'https://app.example/pay/return',
  expiresAt: new Date(start.getTime() + 30 * 60_000),
  locale: 'ckb',
  payer: { name: ' Sara  A. Jabbar ', email: 'sara@example.com' },
};
const opened = {
  success: true,
  uuid,
  purchaseId,
  returnType: 'REDIRECT',
  redirectType: 'fullpage',
  redirectUrl: `https://gateway.areebapayment.com/redirect/${uuid}/x`,
  paymentMethod: 'Creditcard',
};
const requestError = (errorCode: unknown) => ({
  success: false,
  errorMessage: 'The request data is invalid',
  errorCode,
});
const failed = (errorCode: unknown) => ({
  success: false,
  uuid,
  purchaseId,
  returnType: 'ERROR',
  paymentMethod: 'Creditcard',
  errors: [
    { errorMessage: 'The transaction was declined', errorCode, adapterMessage: 'Do not honor', adapterCode: '05' },
  ],
});
const status = {
  success: true,
  transactionStatus: 'SUCCESS',
  uuid,
  merchantTransactionId: ref,
  purchaseId,
  transactionType: 'DEBIT',
  paymentMethod: 'Creditcard',
  amount: '150000.00',
  currency: 'IQD',
  merchantMetaData: 'bk_7f3a',
  returnData: { _TYPE: 'cardData', lastFourDigits: '0008' },
};

describe('signatures', () => {
  const vector: Signed = {
    method: 'POST',
    body: '{"result":"OK","uuid":"11aa22bb33cc44dd55ee","merchantTransactionId":"bk_0001"}',
    date: 'Thu, 09 Oct 2025 08:53:20 UTC',
    uri: '/webhooks/areeba?src=sim',
  };
  const known = {
    sha512: '2Cz0qBc2ce6UyD9B8xA+AQzv4miprcWfpocS6zCDnv2vtam1lqgiDN0y3p2TD12zfTy3ep7ke09cXnjgv9oZBg==',
    md5: 'r6r/HwImXVcFTMx23o31WDjEKR0xIltjUsxMoMJ9BLU04C4FClXkEGkKx5XexZArxUF+gd/PUssHu7BMtDoMjg==',
  };
  type Call = { headers?: Record<string, string>; body?: string; url?: string; method?: string };
  const call = ({
    headers,
    body = String(vector.body),
    url = `https://site.test${vector.uri}`,
    method = 'POST',
  }: Call) => new Request(url, { method, ...(method === 'POST' && { body }), headers });
  const signed = (signature: string, date: Record<string, string> = { date: vector.date }) => ({
    ...date,
    'x-signature': signature,
    'content-type': 'application/json',
  });

  test.each(bodyHashes)('the known vector, %s', async (hash) => {
    expect(signatureOf(secret, hash, vector)).toBe(known[hash]);
    const { provider } = scripted();
    const both: Record<string, string>[] = [
      { date: vector.date },
      { 'x-date': vector.date },
      { date: 'by a proxy', 'x-date': vector.date },
    ];
    for (const date of both)
      // authentic, and without a transaction type it says nothing we keep
      expect(await provider.hear(call({ headers: signed(known[hash], date) }))).toEqual({ nothing: true });
  });
  test.each<[string, Call]>([
    ['no signature', { headers: { date: vector.date } }],
    ['an empty one', { headers: signed('') }],
    ['one letter off', { headers: signed(known.sha512.replace('2', '3')) }],
    ['cut short', { headers: signed(known.sha512.slice(0, -4)) }],
    ['another body', { headers: signed(known.sha512), body: `${String(vector.body)} ` }],
    ['another address', { headers: signed(known.sha512), url: 'https://site.test/webhooks/areeba?src=sin' }],
    [
      'an address that was tidied up',
      { headers: signed(known.sha512), url: 'https://site.test/webhooks/areeb%61?src=sim' },
    ],
    ['another date', { headers: signed(known.sha512, { date: 'Thu, 09 Oct 2025 08:53:20 GMT' }) }],
    ['no date', { headers: signed(known.sha512, {}) }],
    ['another method', { headers: signed(known.sha512), method: 'GET' }],
    ['the secret of somebody else', { headers: signed(signatureOf('guess', 'sha512', vector)) }],
  ])('%s is refused', async (_, facts) => {
    const met = await troubleOf(scripted().provider.hear(call(facts)));
    expect(met?.trouble).toBe('refused');
    expect(String(met?.stack)).not.toContain(secret);
  });
  test('a replayed one is refused, unless the operator takes any date', async () => {
    const again = () => call({ headers: signed(known.sha512) });
    for (const seconds of [301, -301]) {
      const { provider, later } = scripted();
      later(seconds);
      expect((await troubleOf(provider.hear(again())))?.trouble).toBe('refused');
    }
    for (const [seconds, AREEBA_CALLBACK_WINDOW] of [
      [299, '300'],
      [900, '1000'],
      [9e6, '0'],
    ] as const) {
      const { provider, later } = scripted([], { AREEBA_CALLBACK_WINDOW });
      later(seconds);
      expect(await provider.hear(again())).toEqual({ nothing: true });
    }
  });
  test('a date nobody can read is of no time', async () => {
    const date = 'yesterday';
    const headers = signed(signatureOf(secret, 'sha512', { ...vector, date }), { date });
    expect((await troubleOf(scripted().provider.hear(call({ headers }))))?.trouble).toBe('refused');
  });
  test('bytes are signed, not what they decode to', async () => {
    const bytes = new Uint8Array([...Buffer.from('{"a":"'), 0xff, 0xfe, ...Buffer.from('"}')]);
    const headers = signed(signatureOf(secret, 'sha512', { ...vector, body: bytes }));
    const request = new Request(`https://site.test${vector.uri}`, { method: 'POST', body: bytes, headers });
    expect(await scripted().provider.hear(request)).toEqual({ nothing: true });
  });
  test('the address is the one that was called', () => {
    expect([
      uriOf('https://a.test/w/%7e?b=%20&a=1'),
      uriOf('https://a.test'),
      uriOf('https://a.test/x?'),
      uriOf('https://a.test/x#y'),
    ]).toEqual(['/w/%7e?b=%20&a=1', '/', '/x?', '/x']);
  });
});

const callback = (changes: object = {}) => ({
  result: 'OK',
  uuid,
  merchantTransactionId: ref,
  purchaseId,
  transactionType: 'DEBIT',
  paymentMethod: 'Creditcard',
  amount: '150000.00',
  currency: 'IQD',
  merchantMetaData: 'bk_7f3a',
  customer: { firstName: 'Sara', lastName: 'A', ipAddress: '203.0.113.7' },
  returnData: { _TYPE: 'cardData', type: 'mastercard', lastFourDigits: '0008', eci: '02' },
  ...changes,
});
const proofOf = (body: string): Request => {
  const date = 'Thu, 09 Oct 2025 08:53:20 UTC';
  const signature = signatureOf(secret, 'sha512', { method: 'POST', body, date, uri: '/hook' });
  return new Request('https://site.test/hook', { method: 'POST', body, headers: { date, 'x-signature': signature } });
};

describe('callbacks', () => {
  const error = {
    result: 'ERROR',
    message: 'User cancelled',
    code: 2002,
    adapterMessage: 'Cancelled by shopper',
    adapterCode: '2002',
  };
  const lost = { originalUuid: uuid, originalMerchantTransactionId: ref, amount: '150000.00', currency: 'IQD' };
  const paid: Report = { ref, status: 'paid', amount: dinars(150_000) };
  test.each<[string, object, Heard, Heard]>([
    ['paid', callback(), { proven: paid }, { hint: ref }],
    ['paid, a number', callback({ amount: 150000 }), { proven: paid }, { hint: ref }],
    ['another sum', callback({ amount: '1.00' }), { proven: { ...paid, amount: dinars(1) } }, { hint: ref }],
    [
      'another currency',
      callback({ amount: '10.50', currency: 'USD' }),
      { proven: { ...paid, amount: { amount: 1050, currency: 'USD' } } },
      { hint: ref },
    ],
    ['half a dinar', callback({ amount: '150000.50' }), { hint: ref }, { hint: ref }],
    ['no sum', callback({ amount: null }), { hint: ref }, { hint: ref }],
    ['a currency of no country', callback({ currency: 'ZZZ' }), { hint: ref }, { hint: ref }],
    [
      'cancelled',
      callback(error),
      { proven: { ref, status: 'failed', reason: 'cancelled', amount: dinars(150_000) } },
      { hint: ref },
    ],
    [
      'declined, the code in words',
      callback({ ...error, code: '2003' }),
      { proven: { ref, status: 'failed', reason: 'declined', amount: dinars(150_000) } },
      { hint: ref },
    ],
    [
      'run out, in a list, without a sum',
      callback({ result: 'ERROR', errors: [{ message: 'Expired', code: 2005 }], amount: undefined }),
      { proven: { ref, status: 'failed', reason: 'expired' } },
      { hint: ref },
    ],
    ['not over', callback({ result: 'PENDING' }), { nothing: true }, { hint: ref }],
    ['a word nobody knows', callback({ result: 'MAYBE' }), { nothing: true }, { hint: ref }],
    [
      'a refund',
      callback({ transactionType: 'REFUND', merchantTransactionId: 'r1', merchantMetaData: ref }),
      // only a signature proves that it went back, and how much
      { refund: 'r1', of: ref, done: dinars(150_000) },
      { refund: 'r1', of: ref },
    ],
    [
      'a refund that failed, of the house',
      callback({ ...error, transactionType: 'REFUND', merchantTransactionId: 'r1', merchantMetaData: undefined }),
      { refund: 'r1', of: null },
      { refund: 'r1', of: null },
    ],
    [
      'charged back',
      callback({ transactionType: 'CHARGEBACK', merchantTransactionId: 'cb-1', chargebackData: lost }),
      { proven: { ref, status: 'charged_back', amount: dinars(150_000) } },
      { hint: ref },
    ],
    [
      'a part charged back',
      callback({ transactionType: 'CHARGEBACK', chargebackData: { ...lost, amount: '50000' } }),
      { proven: { ref, status: 'charged_back', amount: dinars(50_000) } },
      { hint: ref },
    ],
    [
      'charged back without particulars',
      callback({ transactionType: 'CHARGEBACK' }),
      { proven: { ref, status: 'charged_back', amount: dinars(150_000) } },
      { hint: ref },
    ],
    [
      'a chargeback that came to nothing',
      callback({ result: 'ERROR', transactionType: 'CHARGEBACK' }),
      { nothing: true },
      { hint: ref },
    ],
    ['a chargeback taken back', callback({ transactionType: 'CHARGEBACK-REVERSAL' }), { nothing: true }, { hint: ref }],
    ['a payout', callback({ transactionType: 'PAYOUT' }), { nothing: true }, { hint: ref }],
    ['no type', callback({ transactionType: undefined }), { nothing: true }, { hint: ref }],
    ['no reference', callback({ merchantTransactionId: undefined }), { nothing: true }, { hint: null }],
    ['a list', [], { nothing: true }, { hint: null }],
  ])('%s: with a signature, and without a secret', async (_, said, proven, unproven) => {
    const body = JSON.stringify(said);
    expect(await scripted().provider.hear(proofOf(body))).toEqual(proven);
    const open = scripted([], { AREEBA_SHARED_SECRET: '' }).provider;
    expect(open.powers.trust).toBe('hint');
    expect(await open.hear(new Request('https://site.test/hook', { method: 'POST', body }))).toEqual(unproven);
  });
  test('what is signed and cut short is nothing', async () => {
    expect(await scripted().provider.hear(proofOf('{"result":"OK","merch'))).toEqual({ nothing: true });
  });
  test('are answered with this and nothing else, or it calls for a week', async () => {
    const reply = scripted().provider.thanks({ method: 'POST', home: 'https://site.test/' });
    expect([reply.status, await reply.text(), reply.headers.get('content-type')]).toEqual([
      200,
      'OK',
      'text/plain; charset=utf-8',
    ]);
  });
});

describe('what is sent', () => {
  test('an order in the words of the gateway, signed', async () => {
    const { provider, sent } = scripted([Response.json(opened)]);
    expect(await provider.open(order)).toEqual({
      ref,
      next: { type: 'redirect', url: opened.redirectUrl },
      expiresAt: order.expiresAt,
    });
    expect(provider.reference?.(order.attemptId)).toBe(ref);
    const [{ method, url, headers, body } = { method: '', url: '', headers: new Headers(), body: '' }] = sent;
    expect([method, url]).toEqual(['POST', 'http://areeba.test/api/v3/transaction/TESTKEYIQ1/debit']);
    expect(JSON.parse(body)).toEqual({
      merchantTransactionId: ref,
      amount: '150000',
      currency: 'IQD',
      description: 'ح'.repeat(255),
      successUrl: order.returnUrl,
      cancelUrl: order.returnUrl,
      errorUrl: order.returnUrl,
      callbackUrl: order.callbackUrl,
      customer: { firstName: 'Sara', lastName: 'A. Jabbar', email: 'sara@example.com' },
      language: 'ar',
    });
    const date = 'Thu, 09 Oct 2025 08:53:20 UTC';
    expect(Object.fromEntries(headers)).toMatchObject({
      authorization: `Basic ${btoa('api-user:areeba-password-8Wd')}`,
      accept: 'application/json',
      'content-type': 'application/json; charset=utf-8',
      date,
      'x-signature': signatureOf(secret, 'sha512', { method, body, date, uri: '/api/v3/transaction/TESTKEYIQ1/debit' }),
    });
  });
  test('for an old connector, in its hash; without a secret, unsigned', async () => {
    const old = scripted([Response.json(status)], { AREEBA_BODY_HASH: 'md5' });
    await old.provider.ask(ref, dinars(1));
    const uri = `/api/v3/status/TESTKEYIQ1/getByMerchantTransactionId/${ref}`;
    expect(old.sent[0]?.headers.get('x-signature')).toBe(
      signatureOf(secret, 'md5', { method: 'GET', body: '', date: 'Thu, 09 Oct 2025 08:53:20 UTC', uri }),
    );
    const plain = scripted([Response.json(status)], { AREEBA_SHARED_SECRET: '' });
    await plain.provider.ask(ref, dinars(1));
    expect(plain.sent[0]?.headers.has('x-signature')).toBe(false);
  });
  test('the language can be fixed, a payer may have one name, and no id is longer than a reference may be', async () => {
    const { provider, sent } = scripted([Response.json(opened)], { AREEBA_LANGUAGE: 'en' });
    const attemptId = 'x'.repeat(80);
    await provider.open({ ...order, attemptId, payer: { name: 'Sara', email: '' } });
    const body = JSON.parse(sent[0]?.body ?? '') as { merchantTransactionId: string };
    expect(body).toMatchObject({ language: 'en', customer: { firstName: 'Sara' } });
    expect(body).not.toHaveProperty('customer.lastName');
    expect(body.merchantTransactionId).toHaveLength(50);
    expect(provider.reference?.(attemptId)).toBe(body.merchantTransactionId);
  });
  test('sums, to and fro', () => {
    expect([
      worded(dinars(1)),
      worded({ amount: 1050, currency: 'USD' }),
      worded({ amount: 5, currency: 'EUR' }),
    ]).toEqual(['1', '10.50', '0.05']);
    expect(
      (['150000', '150000.00', '150000.000', 150000, '0150000'] as const).map((amount) => sumOf(amount, 'IQD')?.amount),
    ).toEqual([150000, 150000, 150000, 150000, 150000]);
    expect((['10.5', '10.50', '10', 10.5] as const).map((amount) => sumOf(amount, 'USD')?.amount)).toEqual([
      1050, 1050, 1000, 1050,
    ]);
    for (const amount of ['150000.5', '-1', '1e3', '', ' 1', '1,000', Number.NaN, 1e21, null, ['1']])
      expect(sumOf(amount, 'IQD')).toBeNull();
    expect(sumOf('10.505', 'USD')).toBeNull();
  });
});

describe('what an opening comes to', () => {
  const lost = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });
  test.each(['FINISHED', 'PENDING'])('%s leaves the payer nothing to do but to wait here', async (returnType) => {
    const { provider } = scripted([Response.json({ ...opened, returnType, redirectUrl: undefined })]);
    expect((await provider.open(order)).next).toEqual({ type: 'redirect', url: order.returnUrl });
  });
  test.each<[string, Response | Error, string]>([
    ['request errors', Response.json(requestError(1002), { status: 400 }), 'refused'],
    ['the same in a 200', Response.json(requestError(1002)), 'refused'],
    ['declined', Response.json(failed(2003)), 'refused'],
    [
      'declined, the other names',
      Response.json({ ...failed(0), errors: [{ message: 'no', code: '2003' }] }),
      'refused',
    ],
    ['no, without a code', Response.json({ success: false }), 'refused'],
    ['an error that calls itself a success', Response.json({ ...failed(2003), success: true }), 'refused'],
    ['signature', Response.json(requestError(1004)), 'unavailable'],
    ['rate limit in a 200', Response.json(requestError(1009)), 'unavailable'],
    ['rate limit', Response.json(requestError(1009), { status: 429 }), 'unavailable'],
    ['away', Response.json(requestError(3003)), 'unavailable'],
    ['401', Response.json(requestError(1004), { status: 401 }), 'unavailable'],
    ['403', new Response(null, { status: 403 }), 'unavailable'],
    ['404', new Response('no', { status: 404 }), 'refused'],
    ['time-out over there', Response.json(failed(3001)), 'in_doubt'],
    ['a system error over there', Response.json(requestError(1008), { status: 500 }), 'in_doubt'],
    ['a reference that is taken', Response.json(requestError(3004)), 'in_doubt'],
    ['408', new Response(null, { status: 408 }), 'in_doubt'],
    ['500', new Response('oops', { status: 500 }), 'in_doubt'],
    ['500 that says no', Response.json({ success: false }, { status: 500 }), 'in_doubt'],
    ['500 around a yes', Response.json(opened, { status: 500 }), 'in_doubt'],
    ['no JSON', new Response('<html>'), 'in_doubt'],
    ['JSON cut short', new Response('{"success":true,"uuid":"a1b2'), 'in_doubt'],
    ['JSON of something else', Response.json({ ok: true }), 'in_doubt'],
    ['a form to embed', Response.json({ ...opened, returnType: 'HTML', htmlContent: '<form>' }), 'in_doubt'],
    ['no address', Response.json({ ...opened, redirectUrl: null }), 'in_doubt'],
    ['an address that is none', Response.json({ ...opened, redirectUrl: 'javascript:alert(1)' }), 'in_doubt'],
    ['nobody listens', lost('ECONNREFUSED'), 'unavailable'],
    ['cut', lost('UND_ERR_SOCKET'), 'in_doubt'],
    ['anything else', new Error('?'), 'in_doubt'],
  ])('%s', async (_, answer, trouble) => {
    const { provider, sent } = scripted([answer]);
    const met = await troubleOf(provider.open(order));
    expect(met?.trouble).toBe(trouble);
    // what may be there can be asked about: the reference is ours
    expect(met?.ref).toBe(trouble === 'in_doubt' ? ref : null);
    expect(sent).toHaveLength(1);
    for (const word of [env.AREEBA_PASSWORD, secret, env.AREEBA_API_KEY, 'Do not honor', 'invalid'])
      expect(`${met?.message} ${met?.stack}`).not.toContain(word);
  });
});

describe('recorded status answers', () => {
  const error = (code: number, names = { message: 'errorMessage', code: 'errorCode' }) => ({
    ...status,
    transactionStatus: 'ERROR',
    errors: [{ [names.message]: 'x', [names.code]: code }],
  });
  const amount = dinars(150_000);
  test.each<[string, object, Report]>([
    ['as documented', status, { ref, status: 'paid', amount }],
    ['whole dinars', { ...status, amount: '150000' }, { ref, status: 'paid', amount }],
    ['a number', { ...status, amount: 150000 }, { ref, status: 'paid', amount }],
    ['another sum', { ...status, amount: '1' }, { ref, status: 'paid', amount: dinars(1) }],
    ['half a dinar waits', { ...status, amount: '1.5' }, { ref, status: 'pending' }],
    ['a yes without a sum waits', { ...status, amount: undefined }, { ref, status: 'pending' }],
    ['a yes without a currency waits', { ...status, currency: undefined }, { ref, status: 'pending' }],
    ['reserved is not paid', { ...status, transactionType: 'PREAUTHORIZE' }, { ref, status: 'pending', amount }],
    ['a payer on the page', { ...status, transactionStatus: 'REDIRECT' }, { ref, status: 'pending', amount }],
    ['waiting', { ...status, transactionStatus: 'PENDING' }, { ref, status: 'pending', amount }],
    ['a word nobody knows', { ...status, transactionStatus: 'SETTLED' }, { ref, status: 'pending', amount }],
    ['cancelled by the payer', error(2002), { ref, status: 'failed', reason: 'cancelled', amount }],
    ['cancelled', error(2012), { ref, status: 'failed', reason: 'cancelled', amount }],
    [
      'run out, the other names',
      error(2005, { message: 'message', code: 'code' }),
      { ref, status: 'failed', reason: 'expired', amount },
    ],
    ['declined', error(2003), { ref, status: 'failed', reason: 'declined', amount }],
    [
      'failed without a word',
      { ...status, transactionStatus: 'ERROR' },
      { ref, status: 'failed', reason: 'declined', amount },
    ],
    [
      'called off',
      { ...status, transactionStatus: 'CANCELLED' },
      { ref, status: 'failed', reason: 'cancelled', amount },
    ],
    [
      'charged back',
      { ...status, chargebackData: { originalMerchantTransactionId: ref, amount: '150000.00', currency: 'IQD' } },
      { ref, status: 'charged_back', amount },
    ],
    [
      'charged back and taken back',
      { ...status, chargebackData: { amount: '150000.00', currency: 'IQD' }, chargebackReversalData: { amount: '1' } },
      { ref, status: 'paid', amount },
    ],
  ])('%s', (_name, body, report) => {
    const said = saidIn(body);
    if (said === null) throw new Error('it is an answer');
    expect(readStatus(ref, said)).toEqual(report);
  });
  test.each<[string, Response | Error, string]>([
    ['not found', Response.json({ success: false, errorMessage: 'Transaction not found', errorCode: 8001 }), 'refused'],
    ['404', new Response(null, { status: 404 }), 'refused'],
    ['rate limit', Response.json(requestError(1009), { status: 429 }), 'unavailable'],
    ['an error in a 200', Response.json(requestError(1008)), 'unavailable'],
    ['401', new Response(null, { status: 401 }), 'unavailable'],
    ['500', Response.json(status, { status: 500 }), 'unavailable'],
    ['no JSON', new Response('<html>'), 'unavailable'],
    ['nothing', new Response(''), 'unavailable'],
    ['another payment', Response.json({ ...status, merchantTransactionId: 'other' }), 'unavailable'],
    ['lost', new Error('?'), 'unavailable'],
  ])('%s is no answer', async (_, answer, trouble) => {
    expect((await troubleOf(scripted([answer]).provider.ask(ref, dinars(1))))?.trouble).toBe(trouble);
  });
  test('a reference cannot leave its place in the address', async () => {
    const { provider, sent } = scripted([new Response(null, { status: 404 })]);
    await troubleOf(provider.ask('../../x?y=/', dinars(1)));
    expect(sent[0]?.url).toBe(
      'http://areeba.test/api/v3/status/TESTKEYIQ1/getByMerchantTransactionId/..%2F..%2Fx%3Fy%3D%2F',
    );
  });
});

describe('refunds', () => {
  const refundId = '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0009';
  const wish: RefundWish = {
    refundId,
    ref,
    amount: dinars(50_000),
    paid: dinars(150_000),
    refundedBefore: dinars(0),
    reason: 'goodwill',
    callbackUrl: 'https://app.example/webhooks/areeba/s',
    refundRef: null,
  };
  const answer = (changes: object = {}) =>
    Response.json({ success: true, uuid: '0f1e2d3c4b5a69788796', purchaseId, returnType: 'FINISHED', ...changes });
  const refundStatus = (changes: object) =>
    Response.json({ ...status, merchantTransactionId: refundId, transactionType: 'REFUND', ...changes });
  const paidFirst = (...answers: (Response | Error)[]) => scripted([Response.json(status), ...answers]);

  test('point at the payment, and carry references of their own', async () => {
    const { provider, sent } = paidFirst(answer());
    expect(await provider.refund?.(wish)).toEqual({ status: 'done', refundRef: refundId });
    expect(sent[1]?.url).toBe('http://areeba.test/api/v3/transaction/TESTKEYIQ1/refund');
    expect(JSON.parse(sent[1]?.body ?? '')).toEqual({
      merchantTransactionId: refundId,
      referenceUuid: uuid,
      amount: '50000',
      currency: 'IQD',
      callbackUrl: wish.callbackUrl,
      merchantMetaData: ref,
    });
  });
  test('may take their time', async () => {
    const { provider } = paidFirst(answer({ returnType: 'PENDING' }));
    expect(await provider.refund?.(wish)).toEqual({ status: 'pending', refundRef: refundId });
  });
  test.each([
    ['SUCCESS', 'done'],
    ['PENDING', 'pending'],
    ['REDIRECT', 'pending'],
    ['ERROR', 'failed'],
    ['CANCELLED', 'failed'],
    ['WHO KNOWS', 'pending'],
  ])('wished for twice are asked about: %s is %s', async (transactionStatus, expected) => {
    const { provider, sent } = paidFirst(Response.json(requestError(3004)), refundStatus({ transactionStatus }));
    expect(await provider.refund?.(wish)).toEqual({ status: expected, refundRef: refundId });
    expect(sent.at(-1)?.url).toMatch(new RegExp(`/getByMerchantTransactionId/${refundId}$`));
    const asked = scripted([refundStatus({ transactionStatus })]);
    expect(await asked.provider.askRefund?.(wish)).toEqual({ status: expected, refundRef: refundId });
  });
  test('that failed over there have failed', async () => {
    const { provider } = paidFirst(Response.json(failed(2003)));
    expect(await provider.refund?.(wish)).toEqual({ status: 'failed', refundRef: refundId });
  });
  test.each<[string, (Response | Error)[], string]>([
    ['of what is not paid', [Response.json({ ...status, transactionStatus: 'REDIRECT' })], 'refused'],
    ['of what is not known', [Response.json(requestError(8001))], 'refused'],
    ['of what has no id over there', [Response.json({ ...status, uuid: undefined })], 'unavailable'],
    ['when the question gets lost', [new Error('?')], 'unavailable'],
    ['that are not allowed', [Response.json(status), Response.json(requestError(3002))], 'refused'],
    ['that get lost', [Response.json(status), new Error('?')], 'in_doubt'],
    ['that time out over there', [Response.json(status), Response.json(failed(3001))], 'in_doubt'],
    ['answered with noise', [Response.json(status), new Response('<html>')], 'in_doubt'],
    ['out of turn', [Response.json(status), new Response(null, { status: 429 })], 'unavailable'],
  ])('%s', async (_, answers, trouble) => {
    const { provider } = scripted(answers);
    expect((await troubleOf(provider.refund?.(wish) ?? Promise.resolve()))?.trouble).toBe(trouble);
  });
});

describe('what the twin tells, in whatever form it is signed', () => {
  test.each<[string, readonly Deed[], Heard]>([
    ['declined', ['decline'], { proven: { ref, status: 'failed', reason: 'declined', amount: dinars(150_000) } }],
    ['run out', ['expire'], { proven: { ref, status: 'failed', reason: 'expired', amount: dinars(150_000) } }],
    ['paid', ['pay'], { proven: { ref, status: 'paid', amount: dinars(150_000) } }],
    [
      'sent back by the house',
      ['pay', 'refund'],
      { refund: expect.stringMatching(/^refund-/) as string, of: null, done: dinars(150_000) },
    ],
    ['charged back', ['pay', 'chargeback'], { proven: { ref, status: 'charged_back', amount: dinars(150_000) } }],
  ])('%s', async (_, deeds, heard) => {
    for (const others of [0, 1, 2, 3]) {
      const gateway = twin.open({
        now: () => start,
        siteUrl: 'https://site.test',
        payPage: (about) => `http://areeba.test/pay/${about}`,
        memory: forgetful(),
        announce: () => undefined,
        secret: secretOf,
      });
      const provider = here(
        areeba.connect({
          env: twin.env('http://areeba.test', secretOf),
          fetch: (input, init) => gateway.handle(new Request(input, init)),
          now: () => start,
        }),
      );
      for (let other = 0; other < others; other += 1) {
        const { ref: before } = await provider.open({ ...order, attemptId: `before-${other}` });
        gateway.move(before, 'pay', {});
      }
      await provider.open(order);
      for (const deed of deeds) gateway.move(ref, deed, {});
      const notice = gateway.notices(ref).at(-1);
      if (!notice) throw new Error('nothing was told');
      const { url, headers, body } = notice;
      expect(await provider.hear(new Request(url, { method: 'POST', headers, body }))).toEqual(heard);
    }
  });
});

test('over a real line every form is proven, forgeries are not, and the thanks settle it', async () => {
  const now = () => start;
  const house = await openHouse([twin], {
    now,
    siteUrl: 'https://site.test',
    payPage: (_, about) => `http://areeba.test/pay/${about}`,
    memory: forgetful,
    secret: secretOf,
    firstWaitMs: 1,
  });
  const provider = here(areeba.connect({ env: house.env, fetch, now }));
  const heard: unknown[] = [];
  const merchant = await listen(async (request) => {
    try {
      heard.push(await provider.hear(request));
    } catch {
      return { response: new Response(null, { status: 404 }) };
    }
    return { response: provider.thanks({ method: 'POST', home: 'https://site.test/' }) };
  });
  try {
    for (const attemptId of ['1', '2', '3', '4']) {
      await provider.open({ ...order, attemptId, callbackUrl: `${merchant.baseUrl}/hook/%7e${attemptId}?a=%20b` });
      const forged = await house.move('areeba', attemptId, { do: 'pay', notify: { forged: true } });
      expect(forged).toHaveProperty('notifications.0.status', 404);
      const paid = await house.move('areeba', attemptId, { do: 'pay', notify: { times: 1 } });
      expect(paid).toMatchObject({ notifications: [{ attempt: 1, status: 200 }] });
      expect(heard.at(-1)).toEqual({ proven: { ref: attemptId, status: 'paid', amount: order.amount } });
    }
    expect(heard).toHaveLength(4);
  } finally {
    await merchant.close();
    await house.close();
  }
});

test('a refund whose answer was lost is wished again, and the money goes back once', async () => {
  const gateway = twin.open({
    now: () => start,
    siteUrl: 'https://site.test',
    payPage: (about) => `http://areeba.test/pay/${about}`,
    memory: forgetful(),
    announce: () => undefined,
    secret: secretOf,
  });
  let lost = 0;
  const line: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const answer = await gateway.handle(request);
    if (!request.url.endsWith('/refund') || lost > 0) return answer;
    lost += 1;
    throw new TypeError('fetch failed', { cause: new Error('other side closed') });
  };
  const provider = here(
    areeba.connect({ env: twin.env('http://areeba.test', secretOf), fetch: line, now: () => start }),
  );
  await provider.open(order);
  gateway.move(ref, 'pay', {});
  const wish: RefundWish = {
    refundId: 'r-1',
    ref,
    amount: order.amount,
    paid: order.amount,
    refundedBefore: dinars(0),
    reason: 'time_gone',
    callbackUrl: order.callbackUrl,
    refundRef: null,
  };
  expect(await troubleOf(provider.refund?.(wish) ?? Promise.resolve())).toMatchObject({
    trouble: 'in_doubt',
    ref: 'r-1',
  });
  expect(await provider.refund?.(wish)).toEqual({ status: 'pending', refundRef: 'r-1' });
  gateway.move(ref, 'refund', {});
  expect(await provider.refund?.(wish)).toEqual({ status: 'done', refundRef: 'r-1' });
  expect(gateway.find(ref)?.refunded).toBe(150_000);
});

describe('keys', () => {
  const deps = { fetch, now: () => start };
  test.each(areeba.keys.filter(({ needed }) => needed).map(({ name }) => name))('without %s there is none', (name) => {
    expect(areeba.connect({ ...deps, env: { ...env, [name]: '' } })).toBeNull();
  });
  test('lines left empty are settings left out', () => {
    const empty = Object.fromEntries(areeba.keys.filter(({ needed }) => !needed).map(({ name }) => [name, '']));
    const provider = here(areeba.connect({ ...deps, env: { ...env, ...empty } }));
    expect(provider.powers).toMatchObject({ currencies: ['IQD'], trust: 'hint' });
  });
  test('the connector’s currencies are a setting', () => {
    const provider = here(areeba.connect({ ...deps, env: { ...env, AREEBA_CURRENCIES: 'IQD, USD' } }));
    expect(provider.powers).toMatchObject({ currencies: ['IQD', 'USD'], trust: 'signature' });
  });
  test('nonsense is refused at once, not at the first payment', () => {
    for (const change of [
      { AREEBA_BASE_URL: 'areeba' },
      { AREEBA_BODY_HASH: 'sha1' },
      { AREEBA_CURRENCIES: 'IQD,XXX' },
      { AREEBA_CALLBACK_WINDOW: 'long' },
      { AREEBA_LANGUAGE: 'arabic' },
    ])
      expect(() => areeba.connect({ ...deps, env: { ...env, ...change } })).toThrow();
  });
});

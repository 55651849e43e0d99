import { describe, expect, test } from 'vitest';
import { nasswallet as twin } from '../../../local/gateways/nasswallet.ts';
import { keepsThePromise } from '../../../testing/provider-promise.ts';
import { onLine, onPort, secretOf, type Cast } from '../../../testing/provider-promise-stage.ts';
import { GatewayTrouble, type Order, type PaymentProvider } from '../provider.ts';
import type { Report } from '../rules.ts';
import { nasswallet, orderIdOf } from './nasswallet.ts';
import { callbackOf, envelopeOf, readReply } from './nasswallet-words.ts';

const cast: Cast = {
  driver: nasswallet,
  twin,
  price: { amount: 150_000, currency: 'IQD' },
  declined: 'declined',
  expired: 'pending',
  errorInSuccess: 'in_doubt',
  secrets: [
    secretOf('nasswallet-password'),
    secretOf('nasswallet-pin'),
    secretOf('nasswallet-basic'),
    'bWVyY2hhbnRz',
    'eyJ',
  ],
  telling: ({ method }) => method !== 'GET',
};
keepsThePromise('nasswallet over a line of function calls', onLine(cast));
keepsThePromise('nasswallet over a real port', onPort(cast));

const env = {
  NASSWALLET_BASE_URL: 'http://wallet.test/payment/transaction/',
  NASSWALLET_PORTAL_URL: 'http://portal.test/payment-gateway',
  NASSWALLET_BASIC_TOKEN: 'bWVyY2hhbnRz',
  NASSWALLET_USERNAME: '9647500000001',
  NASSWALLET_PASSWORD: 'wallet-password-7Qx',
  NASSWALLET_TRANSACTION_PIN: '4711',
  GATEWAY_PATIENCE_MS: '60',
};
const start = new Date('2026-03-01T10:00:00Z');
const dinars = (amount: number) => ({ amount, currency: 'IQD' as const });
const here = (provider: PaymentProvider | null): PaymentProvider => {
  if (!provider) throw new Error('the driver has its keys and opened nothing');
  return provider;
};
const troubleOf = async (work: Promise<unknown>) => {
  const fault = await work.catch((error: unknown) => error);
  return fault instanceof GatewayTrouble ? fault : null;
};

const ref = 'txn_399870000000001';
const yes = (data: unknown, responseCode: unknown = 0) => ({ responseCode, errCode: '1', message: 'Success', data });
const notFound = { responseCode: 1, errCode: '1', message: 'Not found', data: null };
const opened = yes({ transactionId: ref, token: '8846' });
const long = (...entries: object[]) =>
  yes({ TransactionId: ref, TenantId: 'NASSWALLET', TransactionHistoryList: entries });
const entry = (TransactionType: string, Amount: unknown, TransactionStatus = 'Success') => ({
  TransactionType,
  TransactionStatus,
  Amount,
});

/** A gateway that answers what it is told to, and remembers what it was sent. */
function scripted(answers: (Response | Error)[], changes: Record<string, string> = {}, login: unknown[] = []) {
  const sent: { url: string; auth: string | null; body: unknown }[] = [];
  let logins = 0;
  const line: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    expect(request.method).toBe('POST');
    const seen = {
      url: request.url,
      auth: request.headers.get('authorization'),
      body: (await request.json()) as unknown,
    };
    if (request.url.endsWith('/login')) {
      logins += 1;
      expect(seen).toEqual({
        url: 'http://wallet.test/payment/transaction/login',
        auth: 'Basic bWVyY2hhbnRz',
        body: { data: { username: '9647500000001', password: env.NASSWALLET_PASSWORD, grantType: 'password' } },
      });
      return Response.json(login.shift() ?? yes({ access_token: `t${logins}` }, '0'));
    }
    sent.push(seen);
    const answer = answers.shift();
    if (answer === undefined) throw new Error('nothing left to answer');
    if (answer instanceof Error) throw answer;
    return answer;
  };
  let now = start;
  const provider = here(nasswallet.connect({ env: { ...env, ...changes }, fetch: line, now: () => now }));
  return {
    provider,
    sent,
    logins: () => logins,
    later: (seconds: number) => void (now = new Date(now.getTime() + seconds * 1000)),
  };
}
const order: Order = {
  attemptId: '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0001',
  amount: dinars(150_000),
  description: 'Booking 7F3A',
  callbackUrl: 'https://site.test/hook',
  returnUrl: 'https://site.test/back',
  expiresAt: new Date(start.getTime() + 30 * 60_000),
  locale: 'ckb',
  payer: { name: 'Sara A', email: 'sara@example.com' },
};

describe('recorded answers of checkTransaction', () => {
  const paid: Report = { ref, status: 'paid', amount: dinars(150_000) };
  const assumed: Report = { ...paid, assumed: true };
  const pending: Report = { ref, status: 'pending' };
  test.each<[string, unknown, Report | null]>([
    ['the short shape names no sum', yes({ transactionId: ref, transactionStatus: 'Success' }), assumed],
    ['in capitals, and a code in words', yes({ transactionId: ref, transactionStatus: 'SUCCESS' }, '0'), assumed],
    ['the long shape', long(entry('CR', '150000.00000'), entry('DR', '150000.00000')), paid],
    ['a sum as a number', long(entry('CR', 150000)), paid],
    [
      'the short shape with a sum',
      yes({ transactionId: ref, transactionStatus: 'Success', amount: '150000.00' }),
      paid,
    ],
    [
      'another sum',
      long(entry('CR', '149000.00'), entry('DR', '149000.00')),
      { ref, status: 'paid', amount: dinars(149_000) },
    ],
    [
      'where the entries differ, the smaller',
      long(entry('CR', '149000.00'), entry('DR', '150000.00')),
      { ref, status: 'paid', amount: dinars(149_000) },
    ],
    ['half a dinar is no sum of ours', long(entry('CR', '150000.50000')), pending],
    ['a sum that is none', long(entry('CR', { $gt: 0 })), pending],
    ['one entry through, one not', long(entry('CR', '1', 'Pending'), entry('DR', '1')), pending],
    [
      'entries of another shape',
      yes({ transactionId: ref, transactionStatus: 'Success', TransactionHistoryList: [7] }),
      pending,
    ],
    ['an empty list', long(), pending],
    ['failed', yes({ transactionId: ref, transactionStatus: 'FAILED' }), { ref, status: 'failed', reason: 'declined' }],
    ['failed, long', long(entry('CR', '1', 'Failed')), { ref, status: 'failed', reason: 'declined' }],
    ['a word nobody knows', yes({ transactionId: ref, transactionStatus: 'Settled' }), pending],
    ['a number is no word here', yes({ transactionId: ref, transactionStatus: 0 }), pending],
    ['no data', yes(null), pending],
    ['a list for data', yes([]), pending],
    ['not found may be not paid yet', notFound, pending],
    ['any other code too', { responseCode: '17', message: 'x' }, pending],
    ['about another', yes({ transactionId: 'txn_1', transactionStatus: 'Success' }), null],
    ['about another, long', yes({ TransactionId: 'txn_1', TransactionHistoryList: [entry('CR', '1')] }), null],
  ])('%s', (_name, body, report) => {
    const envelope = envelopeOf(body);
    if (envelope === null) throw new Error('it is an envelope');
    expect(readReply(ref, envelope, dinars(150_000))).toEqual(report);
  });
  test.each([
    [undefined],
    [[]],
    [{}],
    [{ responseCode: null }],
    [{ responseCode: 'ok' }],
    [{ data: { transactionStatus: 'Success' } }],
  ])('%j is no answer of theirs', async (body) => {
    expect(envelopeOf(body)).toBeNull();
    const { provider } = scripted([new Response(JSON.stringify(body) ?? '<html>')]);
    expect((await troubleOf(provider.ask(ref, dinars(1))))?.trouble).toBe('unavailable');
  });
  test.each([
    [404, 'refused'],
    [403, 'unavailable'],
    [429, 'unavailable'],
    [500, 'unavailable'],
  ])('HTTP %i', async (status, trouble) => {
    const { provider } = scripted([Response.json(yes({ transactionStatus: 'Success' }), { status })]);
    expect((await troubleOf(provider.ask(ref, dinars(1))))?.trouble).toBe(trouble);
  });
  test('an answer about another payment is none', async () => {
    const { provider, sent } = scripted([Response.json(yes({ transactionId: 'txn_2', transactionStatus: 'Success' }))]);
    expect((await troubleOf(provider.ask(ref, dinars(1))))?.trouble).toBe('unavailable');
    expect(sent).toEqual([
      {
        url: 'http://wallet.test/payment/transaction/checkTransaction',
        auth: 'Bearer t1',
        body: { data: { transactionId: ref } },
      },
    ]);
  });
});

test('a twin that names no sum is believed as far as it goes', async () => {
  const stage = await onLine(cast)();
  await stage.provider.open(order);
  const { ref: second } = await stage.provider.open({ ...order, attemptId: 'another' });
  await stage.pay(second);
  expect(await stage.provider.ask(second, order.amount)).toEqual({
    ref: second,
    status: 'paid',
    amount: order.amount,
    assumed: true,
  });
});
test('what cannot be a reference of theirs is not asked about', async () => {
  const { provider, sent } = scripted([]);
  for (const foreign of ['no/such ref?', '', '../login', 'ref\n'])
    expect((await troubleOf(provider.ask(foreign, dinars(1))))?.trouble).toBe('refused');
  expect(sent).toEqual([]);
});

describe('what is sent', () => {
  test('an order in the words of the wallet, and the way to its portal', async () => {
    const { provider, sent } = scripted([Response.json(opened)]);
    const { next, expiresAt } = await provider.open(order);
    expect(sent).toEqual([
      {
        url: 'http://wallet.test/payment/transaction/initTransaction',
        auth: 'Bearer t1',
        body: {
          data: {
            userIdentifier: '9647500000001',
            transactionPin: '4711',
            orderId: orderIdOf(order.attemptId, 18),
            amount: '150000.00',
            languageCode: 'ku',
          },
        },
      },
    ]);
    expect(next).toEqual({
      type: 'redirect',
      url: `http://portal.test/payment-gateway?id=${ref}&token=8846&userIdentifier=9647500000001`,
    });
    expect(expiresAt).toEqual(order.expiresAt);
  });
  test('where their sample is right the parameter has another name, and the order id another length', async () => {
    const { provider, sent } = scripted([Response.json(opened)], {
      NASSWALLET_PORTAL_PARAMETER: 'transactionId',
      NASSWALLET_ORDER_ID_DIGITS: '12',
    });
    const { next } = await provider.open({ ...order, locale: 'fr' });
    expect(next).toMatchObject({ url: expect.stringContaining(`?transactionId=${ref}&token=8846`) });
    expect(sent[0]?.body).toMatchObject({
      data: { orderId: expect.stringMatching(/^[1-9]\d{11}$/), languageCode: 'en' },
    });
  });
  test('we wait an hour at most', async () => {
    const { provider } = scripted([Response.json(opened)]);
    const late = new Date(start.getTime() + 48 * 3_600_000);
    expect((await provider.open({ ...order, expiresAt: late })).expiresAt).toEqual(new Date('2026-03-01T11:00:00Z'));
  });
  test('the order id of an attempt is always the same, and of another another', () => {
    const ids = Array.from({ length: 500 }, (_, n) => orderIdOf(`attempt ${n}`, 18));
    expect(new Set(ids).size).toBe(500);
    expect(ids.every((id) => /^[1-9]\d{17}$/.test(id))).toBe(true);
    expect(orderIdOf('attempt 7', 18)).toBe(ids[7]);
  });
  test('a number for a token is a token', async () => {
    const { provider } = scripted([Response.json(yes({ transactionId: 399870000000001, token: 8846 }))]);
    expect(await provider.open(order)).toMatchObject({
      ref: '399870000000001',
      next: { url: expect.stringContaining('token=8846') },
    });
  });
});

describe('logins', () => {
  const unpaid = () => Response.json(notFound);
  const ask = (provider: PaymentProvider) => provider.ask(ref, dinars(1));
  test('without an end last five minutes, and are renewed before they die', async () => {
    const { provider, logins, later } = scripted([unpaid(), unpaid(), unpaid(), unpaid()]);
    await Promise.all([ask(provider), ask(provider)]);
    expect(logins()).toBe(1);
    later(289);
    await ask(provider);
    expect(logins()).toBe(1);
    later(2);
    await ask(provider);
    expect(logins()).toBe(2);
  });
  test('with an end in milliseconds last until then', async () => {
    const login = [yes({ access_token: 'short', accessTokenExpiry: String(start.getTime() + 60_000) })];
    const { provider, logins, later } = scripted([unpaid(), unpaid()], {}, login);
    await ask(provider);
    later(51);
    await ask(provider);
    expect(logins()).toBe(2);
  });
  test('that were refused are tried again once, even while opening: that call was not carried out', async () => {
    const { provider, sent } = scripted([new Response(null, { status: 401 }), Response.json(opened)]);
    expect((await provider.open(order)).ref).toBe(ref);
    expect(sent.map(({ auth }) => auth)).toEqual(['Bearer t1', 'Bearer t2']);
  });
  test('refused twice is enough', async () => {
    const { provider, sent } = scripted([new Response(null, { status: 401 }), new Response(null, { status: 401 })]);
    expect((await troubleOf(provider.open(order)))?.trouble).toBe('unavailable');
    expect(sent).toHaveLength(2);
  });
  test.each([[notFound], [yes({})], [yes({ access_token: '' })], ['<html>'], [[]]])(
    'that fail (%j) have opened nothing',
    async (login) => {
      const { provider, sent } = scripted([], {}, [login]);
      expect((await troubleOf(provider.open(order)))?.trouble).toBe('unavailable');
      expect(sent).toEqual([]);
    },
  );
});

describe('what an opening that failed means', () => {
  const lost = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });
  test.each<[string, Response | Error, string]>([
    [
      'a code that is not 0',
      Response.json({ responseCode: 5, errCode: '1', message: 'Invalid PIN', data: null }),
      'refused',
    ],
    ['400', new Response(null, { status: 400 }), 'refused'],
    ['403', new Response(null, { status: 403 }), 'unavailable'],
    ['429', new Response(null, { status: 429 }), 'unavailable'],
    ['408', new Response(null, { status: 408 }), 'in_doubt'],
    ['500', new Response('oops', { status: 500 }), 'in_doubt'],
    ['500 around a yes', Response.json(opened, { status: 500 }), 'in_doubt'],
    ['a redirect', new Response(null, { status: 302, headers: { location: 'https://elsewhere.test/' } }), 'in_doubt'],
    ['no JSON', new Response('<html>'), 'in_doubt'],
    ['JSON cut short', new Response('{"responseCode":0,"data":{"transactionId":"txn_'), 'in_doubt'],
    ['JSON of something else', Response.json({ ok: true }), 'in_doubt'],
    ['a yes about nothing', Response.json(yes(null)), 'in_doubt'],
    ['a yes without the key to the portal', Response.json(yes({ transactionId: ref })), 'in_doubt'],
    ['a no beside a transaction', Response.json({ ...opened, responseCode: 9 }), 'in_doubt'],
    ['nobody listens', lost('ECONNREFUSED'), 'unavailable'],
    ['cut', lost('UND_ERR_SOCKET'), 'in_doubt'],
  ])('%s', async (_, answer, trouble) => {
    const { provider, sent } = scripted([answer]);
    const met = await troubleOf(provider.open(order));
    expect(met?.trouble).toBe(trouble);
    expect(sent).toHaveLength(1);
    for (const secret of ['4711', env.NASSWALLET_PASSWORD, 'bWVyY2hhbnRz', 'Invalid PIN'])
      expect(`${met?.message} ${met?.stack}`).not.toContain(secret);
  });
  test('a transaction without a way in is kept, so that it can be asked about', async () => {
    const { provider } = scripted([Response.json(yes({ transactionId: ref }))]);
    expect((await troubleOf(provider.open(order)))?.ref).toBe(ref);
  });
  test('it takes dinars, and nothing is sent for anything else', async () => {
    const { provider, sent } = scripted([]);
    const met = await troubleOf(provider.open({ ...order, amount: { amount: 100, currency: 'USD' } }));
    expect(met?.trouble).toBe('refused');
    expect(sent).toEqual([]);
  });
});

describe('callbacks', () => {
  const body = (transactionStatus: unknown) =>
    JSON.stringify({
      data: {
        orderId: '260301000071',
        transId: 'txn_1605680000000000001',
        InitTransactionId: ref,
        currency: 'IQD',
        amount: '150000.00',
        transactionStatus,
        transactionTime: '1772360100180',
      },
    });
  const address = 'https://site.test/api/payments/webhook/nasswallet';
  const post = (text: string, url = `${address}/callback`) => new Request(url, { method: 'POST', body: text });
  test.each<[string, string, string | null]>([
    ['in words', body('Success'), ref],
    ['as a number', body(0), ref],
    ['as a number in quotes', body('0'), ref],
    ['failed', body('Failed'), ref],
    ['as a form', `InitTransactionId=${ref}&transactionStatus=0`, ref],
    ['cut short', body('Success').slice(0, 60), null],
    ['about nothing', '{"data":{}}', null],
    ['of another shape', '{"data":{"InitTransactionId":{"$ne":1}}}', null],
  ])('%s are hints and nothing more', async (_, text, hint) => {
    expect(callbackOf(text)).toBe(hint);
    expect(await scripted([]).provider.hear(post(text))).toEqual({ hint });
  });
  test('servers are thanked in the words they wait for', async () => {
    const reply = scripted([]).provider.thanks({ method: 'POST', home: 'https://site.test/en/payments/' });
    expect([reply.status, await reply.text(), reply.headers.get('content-type')]).toEqual([
      200,
      'SUCCESS',
      'text/plain; charset=utf-8',
    ]);
  });
  test('browsers come to the same address and are shown home', async () => {
    const { provider } = scripted([]);
    expect(await provider.hear(new Request(`${address}/callback`))).toEqual({ hint: null });
    expect(await provider.hear(new Request(`${address}/callback?InitTransactionId=${ref}`))).toEqual({ hint: ref });
    const reply = provider.thanks({ method: 'GET', home: 'https://site.test/en/payments/' });
    expect([reply.status, reply.headers.get('location')]).toEqual([303, 'https://site.test/en/payments/']);
  });
  test('where the registered address has a secret, nothing else is heard', async () => {
    const secret = 'a-secret-of-the-operator';
    const { provider } = scripted([], { NASSWALLET_CALLBACK_SECRET: secret });
    expect(await provider.hear(post(body('Success'), `${address}/${secret}/callback`))).toEqual({ hint: ref });
    for (const url of [`${address}/callback`, `${address}/${secret}x/callback`, `${address}/callback?${secret}`])
      expect((await troubleOf(provider.hear(post(body('Success'), url))))?.trouble).toBe('refused');
  });
});

describe('keys', () => {
  const deps = { fetch, now: () => start };
  test.each(nasswallet.keys.filter(({ needed }) => needed).map(({ name }) => name))(
    'without %s there is none',
    (name) => {
      expect(nasswallet.connect({ ...deps, env: { ...env, [name]: '' } })).toBeNull();
    },
  );
  test('lines left empty are settings left out', () => {
    expect(
      nasswallet.connect({ ...deps, env: { ...env, NASSWALLET_CALLBACK_SECRET: '', NASSWALLET_ORDER_ID_DIGITS: '' } }),
    ).not.toBeNull();
  });
  test('nonsense is refused at once, not at the first payment', () => {
    for (const change of [
      { NASSWALLET_BASE_URL: 'wallet' },
      { NASSWALLET_CALLBACK_SECRET: 'short' },
      { NASSWALLET_PORTAL_PARAMETER: '?=' },
      { NASSWALLET_ORDER_ID_DIGITS: '40' },
    ])
      expect(() => nasswallet.connect({ ...deps, env: { ...env, ...change } })).toThrow();
  });
  test('there is no way to call off or give back, and it says so', () => {
    const provider = here(nasswallet.connect({ ...deps, env }));
    expect([provider.cancel, provider.refund, provider.powers.refund]).toEqual([undefined, undefined, 'none']);
  });
});

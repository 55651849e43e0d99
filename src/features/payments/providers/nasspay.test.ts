import { describe, expect, test } from 'vitest';
import type { Money } from '../../../core/money.ts';
import { nasspay as twin } from '../../../local/gateways/nasspay.ts';
import { keepsThePromise } from '../../../testing/provider-promise.ts';
import { onLine, onPort, secretOf, type Cast } from '../../../testing/provider-promise-stage.ts';
import { GatewayTrouble, type Order, type PaymentProvider } from '../provider.ts';
import { nasspay } from './nasspay.ts';
import { judge, moneyOf, onTheWire, orderIdOf, readLogin, readStatus } from './nasspay-words.ts';

const password = 'p4ss-of-the-merchant';
const env = {
  NASS_BASE_URL: 'http://nass.test:9746/',
  NASS_USERNAME: 'm1',
  NASS_PASSWORD: password,
  GATEWAY_PATIENCE_MS: '60',
};
const start = new Date('2026-03-01T10:00:00Z');
const attemptId = '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0001';
const ref = orderIdOf(attemptId);
const dinars = (amount: number): Money => ({ amount, currency: 'IQD' });
const cents = (amount: number): Money => ({ amount, currency: 'USD' });

const here = (provider: PaymentProvider | null): PaymentProvider => {
  if (!provider) throw new Error('the driver has its keys and opened nothing');
  return provider;
};
const cast: Cast = {
  driver: nasspay,
  twin,
  price: dinars(150_000),
  declined: 'declined',
  expired: 'expired',
  errorInSuccess: 'certain',
  secrets: [secretOf('nasspay-password'), 'eyJ'],
};
keepsThePromise('nasspay over a line of function calls', onLine(cast));
keepsThePromise('nasspay over a real port', onPort(cast));
keepsThePromise('nasspay in dollars and cents', onLine({ ...cast, price: cents(19_990) }));

const jwt = (claims: object, name = 'x') =>
  `eyJhbGciOiJIUzI1NiJ9.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${name}`;

/** A gateway that answers what it is told to, and remembers what it was sent. Each login gives another token, in the other shape. */
function scripted(...answers: (Response | Error | 'silence')[]) {
  const sent: { path: string; method: string; auth: string | null; text: string }[] = [];
  let logins = 0;
  let now = start;
  const line: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const path = request.url.replace('http://nass.test:9746', '');
    if (path === '/auth/merchant/login') {
      expect(await request.json()).toEqual({ username: 'm1', password });
      logins += 1;
      const access_token = jwt({ exp: Math.floor(now.getTime() / 1000) + 600 }, `t${logins}`);
      const wrapped = { success: true, code: 0, status_code: 200, data: { access_token } };
      return Response.json(logins % 2 === 1 ? wrapped : { access_token });
    }
    const auth = request.headers.get('authorization')?.split('.').at(-1) ?? null;
    sent.push({ path, method: request.method, auth, text: await request.text() });
    const answer = answers.shift();
    if (answer === undefined) throw new Error('nothing left to answer');
    if (answer instanceof Error) throw answer;
    if (answer !== 'silence') return answer;
    return new Promise((_, reject) => {
      init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error), { once: true });
    });
  };
  return {
    provider: here(nasspay.connect({ env, fetch: line, now: () => now })),
    sent,
    logins: () => logins,
    later: (seconds: number) => void (now = new Date(now.getTime() + seconds * 1000)),
  };
}
const yes = (data: unknown, status = 200) =>
  Response.json({ success: true, code: 0, status_code: 200, data }, { status });
const no = (status: number, data: unknown, http = status) =>
  Response.json({ success: false, code: 1, status_code: status, data }, { status: http });
const lost = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });

const order: Order = {
  attemptId,
  amount: dinars(150_000),
  description: 'ح'.repeat(200),
  callbackUrl: 'https://site.test/hook',
  returnUrl: 'https://site.test/back',
  expiresAt: new Date(start.getTime() + 30 * 60_000),
  locale: 'ckb',
  payer: { name: 'Sara', email: 'sara@example.com' },
};
const page = 'https://3dsecure.nass.iq/gateway?token=1b0e6a2c-1f0a-4f9b-9a77-6d1d0f4a2c55';
const transactionParams = {
  TERMINAL: '00012345',
  TRTYPE: '1',
  AMOUNT: '150000',
  TIMESTAMP: '20260301071200',
  NONCE: '0b1d7f5e9c3a4f6682d1e0a7b9c85f31',
  CURRENCY: '368',
  ORDER: ref,
};
const made = () => yes({ url: page, pSign: '18fa', transactionParams }, 201);
const observed = {
  terminal: '00012345',
  actionCode: '0',
  responseCode: '00',
  statusMsg: 'Approved',
  card: '4000XXXXXXXX1234',
  amount: '150000',
  currency: '368',
  tranDate: '2026.03.01 10:46:25',
  rrn: '606000000002',
  intRef: '17F6E5D4C3B2A100',
  nonce: '9a8b7c6d5e4f30211203f4e5d6c7b8a9',
  transactionOrigin: 'local',
  orderId: ref,
  timestamp: '20260301074625',
};
const unpaid = {
  actionCode: '3',
  responseCode: '-24',
  statusMsg: 'Transaction context mismatch',
  tr_type: '1',
  orderId: ref,
  timestamp: '20260301074625',
};

/** What went wrong, after a look that nothing secret and no number of the bank's is in it. */
async function troubleOf(work: Promise<unknown> | undefined) {
  const fault: unknown = await work?.catch((error: unknown) => error);
  if (!(fault instanceof GatewayTrouble)) return null;
  const told = [fault.message, fault.stack, JSON.stringify(fault), String(fault.cause)].join('\n');
  for (const secret of [password, 'eyJ', observed.rrn, observed.intRef, observed.card])
    expect(told).not.toContain(secret);
  return fault;
}

describe('our reference', () => {
  test('is the millisecond and eighteen drawn digits, and always the same', () => {
    // worked out by hand: 0x0199aaaabbbb, then (0xccc · 2^62 + 0x0dddeeeeffff0001) mod 10^18
    expect(ref).toBe('1759504939963882613770733420545');
    expect(orderIdOf(attemptId.toUpperCase())).toBe(ref);
    expect(scripted().provider.reference?.(attemptId)).toBe(ref);
  });
  test('has between 9 and 31 digits at either end of time', () => {
    for (const id of [
      '00000000-0000-7000-8000-000000000000',
      'ffffffff-ffff-7fff-bfff-ffffffffffff',
      '0199aaaa-bbbb-7fff-bfff-ffffffffffff',
    ])
      expect(orderIdOf(id)).toMatch(/^\d{9,31}$/);
  });
  test('is another for every attempt of one millisecond', () => {
    const ids = Array.from({ length: 2000 }, () => orderIdOf(`0199aaaa-bbbb-7${crypto.randomUUID().slice(15)}`));
    expect(new Set(ids).size).toBe(2000);
  });
  test('of what is no UUID is a mistake of ours', () => expect(() => orderIdOf('a1')).toThrow(RangeError));
});

describe('sums', () => {
  test.each([
    [dinars(150_000), '150000'],
    [dinars(1), '1'],
    [cents(1999), '19.99'],
    [cents(1990), '19.9'],
    [cents(2000), '20'],
    [cents(7), '0.07'],
    [cents(110_015), '1100.15'],
    [cents(999_999_999_999_999), '9999999999999.99'],
  ])('%j goes over the wire as the number %s', (sum, text) => {
    expect(JSON.stringify(onTheWire(sum))).toBe(text);
    expect(moneyOf(text, sum.currency === 'USD' ? '840' : '368')).toEqual(sum);
  });
  test('what is no sum is not sent', () => {
    for (const amount of [-1, 1.5, 1e16, Number.NaN]) expect(() => onTheWire(cents(amount))).toThrow(RangeError);
  });
  test.each<[string, string, Money | null]>([
    ['150000', '368', dinars(150_000)],
    ['150000.000', '368', dinars(150_000)],
    ['150000.5', '368', null],
    ['19.9', '840', cents(1990)],
    ['19.990', '840', cents(1999)],
    ['19.999', '840', null],
    ['19,99', '840', null],
    ['-5', '368', null],
    ['1e5', '368', null],
    ['', '368', null],
    ['150000', '978', null],
    ['150000', 'IQD', dinars(150_000)],
  ])('%s in %s is %j', (amount, currency, sum) => expect(moneyOf(amount, currency)).toEqual(sum));
});

describe('what a pair of codes says', () => {
  const issuer = ['01', '05', '14', '30', '41', '43', '51', '54', '55', '57', '61', '62', '65', '75', '91', '96'];
  const technical = Array.from({ length: 18 }, (_, index) => `-${index + 1}`);
  const others = [
    '-21',
    '-23',
    '-26',
    '-27',
    '-28',
    '-29',
    '-35',
    '-37',
    '-38',
    '-41',
    '-42',
    '-44',
    '-45',
    '-48',
    '-99',
  ];
  const rows: [action: string | null, responses: (string | null)[], state: ReturnType<typeof judge>][] = [
    ['0', ['00'], 'paid'],
    ['3', ['-24'], 'pending'],
    ...['0', '2', '3', null].map((action): (typeof rows)[number] => [
      action,
      ['-24', '-31', '-33', '-34', '-39', '-40', '-43', '-46', '-47'],
      'pending',
    ]),
    ...['0', '1', '2', '3', null].map((action): (typeof rows)[number] => [action, ['-25', '-36'], 'cancelled']),
    ...['0', '1', '2', '3', null].map((action): (typeof rows)[number] => [action, ['-20'], 'expired']),
    ['1', ['00', '05', '-24', '-5', null], 'pending'],
    ['2', issuer, 'declined'],
    ['3', ['-19', '-22', '-30', '-32'], 'declined'],
    ...['0', '2', '3', null].map((action): (typeof rows)[number] => [action, [...technical, ...others], 'declined']),
    // contradictions, and what nobody has described
    ['0', ['05', '0', '000', '', null], 'pending'],
    ['2', ['00', null], 'pending'],
    ['3', ['00', '05', null], 'pending'],
    ['4', ['00', '05'], 'pending'],
    [null, ['00', '05', null], 'pending'],
    ['00', ['00'], 'pending'],
  ];
  test.each(rows.flatMap(([action, responses, state]) => responses.map((code) => [action, code, state] as const)))(
    'action %s, response %s: %s',
    (action, code, state) => expect(judge(action, code)).toBe(state),
  );
});

describe('recorded answers', () => {
  const report = { ref, status: 'paid', amount: dinars(150_000) };
  const {
    orderId: _,
    transactionOrigin: __,
    ...manual
  } = { ...observed, signature: '4E1A', tranDate: '2026-03-01 10:46:25' };
  test.each<[string, unknown, unknown]>([
    ['as observed', observed, report],
    ['as in the manual: a signature, no order', manual, report],
    ['numbers for texts', { ...observed, amount: 150_000, currency: 368 }, report],
    ['zeros behind the point', { ...observed, amount: '150000.000' }, report],
    ['dollars', { ...observed, amount: '19.99', currency: '840' }, { ...report, amount: cents(1999) }],
    ['dollars as a number', { ...observed, amount: 19.99, currency: '840' }, { ...report, amount: cents(1999) }],
    ['another sum', { ...observed, amount: '149000' }, { ...report, amount: dinars(149_000) }],
    ['unpaid', unpaid, { ref, status: 'pending' }],
    ['no funds', { ...observed, actionCode: '2', responseCode: '51' }, { ref, status: 'failed', reason: 'declined' }],
    ['called off', { ...unpaid, responseCode: '-25' }, { ref, status: 'failed', reason: 'cancelled' }],
    ['too late', { ...unpaid, responseCode: '-20' }, { ref, status: 'failed', reason: 'expired' }],
    ['codes as numbers', { ...unpaid, actionCode: 3, responseCode: -24 }, { ref, status: 'pending' }],
    ['another order', { ...observed, orderId: '260301000071' }, 'other_payment'],
    ['a yes without a sum', { ...observed, amount: undefined }, 'unreadable'],
    ['a yes without a currency', { ...observed, currency: null }, 'unreadable'],
    ['a yes in euros', { ...observed, currency: '978' }, 'unreadable'],
    ['a yes with half a dinar', { ...observed, amount: '150000.5' }, 'unreadable'],
    ['no codes', { orderId: ref, amount: '150000' }, 'unreadable'],
    ['nothing', null, 'unreadable'],
    ['a list', [], 'unreadable'],
  ])('%s', (_name, data, found) => expect(readStatus(ref, data)).toEqual(found));
});

describe('logging in', () => {
  const at = (seconds: number) => Math.floor(start.getTime() / 1000) + seconds;
  test.each<[string, object, number]>([
    ['until its end', { exp: at(600) }, 600],
    ['as long as from its beginning, whatever their clock says', { iat: at(5000), exp: at(5600) }, 600],
    ['not at all when it is over', { exp: at(-5) }, 0],
    ['five minutes when it does not say', { sub: 'm1' }, 300],
  ])('a token lives %s', (_, claims, seconds) => {
    const token = jwt(claims);
    expect(readLogin({ access_token: token }, start)).toEqual({ token, seconds });
    expect(readLogin({ success: true, code: 0, status_code: 200, data: { access_token: token } }, start)).toEqual({
      token,
      seconds,
    });
  });
  test('a token that is no JWT is good for a while', () => {
    expect(readLogin({ access_token: 'abc' }, start)).toEqual({ token: 'abc', seconds: 300 });
  });
  test.each([null, {}, { data: null }, { access_token: '' }])('%j is no login', (body) => {
    expect(readLogin(body, start)).toBeNull();
  });

  const pending = () => yes(unpaid);
  test('one serves many calls, and is renewed before it dies', async () => {
    const { provider, logins, later } = scripted(pending(), pending(), pending(), pending());
    await Promise.all([provider.ask(ref, order.amount), provider.ask(ref, order.amount)]);
    expect(logins()).toBe(1);
    later(569);
    await provider.ask(ref, order.amount);
    expect(logins()).toBe(1);
    later(2);
    await provider.ask(ref, order.amount);
    expect(logins()).toBe(2);
  });
  test('refused, it happens once more, even while opening: that call was not carried out', async () => {
    const refused = Response.json({ message: 'Unauthorized' }, { status: 401 });
    const { provider, sent } = scripted(refused, made());
    expect((await provider.open(order)).ref).toBe(ref);
    expect(sent.map(({ auth }) => auth)).toEqual(['t1', 't2']);
    expect(sent[0]?.text).toBe(sent[1]?.text);
  });
  test('refused twice is enough', async () => {
    const refused = () => Response.json({ message: 'Unauthorized' }, { status: 401 });
    const { provider, sent } = scripted(refused(), refused());
    expect((await troubleOf(provider.open(order)))?.trouble).toBe('unavailable');
    expect(sent).toHaveLength(2);
  });
  test.each<[string, () => Promise<Response>]>([
    ['wrong credentials', async () => Response.json({ message: 'Unauthorized' }, { status: 401 })],
    ['HTML', async () => new Response('<html>')],
    ['no token', async () => yes({})],
    ['a cut line', () => Promise.reject(lost('ECONNRESET'))],
  ])('%s: nothing was opened', async (_, line) => {
    const provider = here(nasspay.connect({ env, fetch: line, now: () => start }));
    expect((await troubleOf(provider.open(order)))?.trouble).toBe('unavailable');
  });
});

describe('opening', () => {
  test('an order in the words of NassPay', async () => {
    const { provider, sent } = scripted(made());
    const opened = await provider.open(order);
    expect(sent).toMatchObject([{ path: '/transaction', method: 'POST', auth: 't1' }]);
    expect(JSON.parse(sent[0]?.text ?? '')).toEqual({
      orderId: ref,
      orderDesc: 'ح'.repeat(119),
      amount: 150_000,
      currency: '368',
      transactionType: '1',
      backRef: 'https://site.test/back',
      notifyUrl: 'https://site.test/hook',
    });
    expect(opened).toEqual({ ref, next: { type: 'redirect', url: page }, expiresAt: order.expiresAt });
  });
  test('dollars have their cents', async () => {
    const { provider, sent } = scripted(made());
    await provider.open({ ...order, amount: cents(1999) });
    expect(sent[0]?.text).toContain('"amount":19.99,"currency":"840"');
  });
  test('an hour is all a page has', async () => {
    const opened = await scripted(made()).provider.open({
      ...order,
      expiresAt: new Date(start.getTime() + 5 * 3_600_000),
    });
    expect(opened.expiresAt).toEqual(new Date('2026-03-01T11:00:00Z'));
  });
  test('a site on this machine is named by number: localhost is turned down', async () => {
    const { provider, sent } = scripted(made());
    await provider.open({ ...order, returnUrl: 'http://localhost:8888/en/payments/1/?a=b' });
    expect(sent[0]?.text).toContain('"backRef":"http://127.0.0.1:8888/en/payments/1/?a=b"');
  });
  test('what the profile asks for is set', async () => {
    const sent: unknown[] = [];
    const provider = here(
      nasspay.connect({
        env: { ...env, NASS_CURRENCIES: 'IQD', NASS_SEND_EMAIL: 'yes', NASS_TRANSACTION_TYPE: '7' },
        fetch: async (input, init) => {
          if (new Request(input).url.endsWith('/login')) return Response.json({ access_token: 'a' });
          sent.push(JSON.parse(String(init?.body)));
          return made();
        },
        now: () => start,
      }),
    );
    await provider.open(order);
    expect(sent).toMatchObject([{ cardHolderEmail: 'sara@example.com', transactionType: '7' }]);
    expect(provider.powers.currencies).toEqual(['IQD']);
    expect((await troubleOf(provider.open({ ...order, amount: cents(5) })))?.trouble).toBe('refused');
  });

  test.each<[string, Response | Error | 'silence', string]>([
    ['letters in the order', no(422, { orderId: ['orderId must contain only numbers'] }), 'refused'],
    ['localhost', no(422, { backRef: ['backRef must be a URL address'] }), 'refused'],
    ['400', no(400, { message: 'Bad Request' }), 'refused'],
    ['a no inside a yes', no(422, { message: 'x' }, 201), 'refused'],
    ['a no without a number', Response.json({ success: false, data: {} }), 'refused'],
    ['an order that exists', no(409, { message: 'Transaction with this Order ID already exists' }), 'in_doubt'],
    ['an order that exists, inside a yes', no(409, { message: 'x' }, 200), 'in_doubt'],
    ['500', no(500, { message: 'Internal server error' }), 'in_doubt'],
    ['500 inside a yes', no(500, { message: 'x' }, 201), 'in_doubt'],
    ['408', new Response(null, { status: 408 }), 'in_doubt'],
    ['a redirect', new Response(null, { status: 302, headers: { location: 'https://elsewhere.test/' } }), 'in_doubt'],
    ['HTML', new Response('<html>', { status: 201 }), 'in_doubt'],
    ['half an answer', new Response('{"success":true,"data":{"url":"https', { status: 201 }), 'in_doubt'],
    ['no page', yes({ pSign: '18fa', transactionParams }, 201), 'in_doubt'],
    ['a page that is none', yes({ url: 'javascript:alert(1)' }, 201), 'in_doubt'],
    ['the page of another order', yes({ url: page, transactionParams: { ORDER: '260301000071' } }, 201), 'in_doubt'],
    ['429', no(429, { message: 'Too Many Requests' }), 'unavailable'],
    ['403', new Response(null, { status: 403 }), 'unavailable'],
    ['silence', 'silence', 'in_doubt'],
    ['a cut line', lost('UND_ERR_SOCKET'), 'in_doubt'],
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

describe('asking', () => {
  test('by our own reference', async () => {
    const { provider, sent } = scripted(yes(observed));
    expect(await provider.ask(ref, order.amount)).toEqual({ ref, status: 'paid', amount: dinars(150_000) });
    expect(sent).toMatchObject([{ path: `/transaction/${ref}/checkStatus`, method: 'GET' }]);
  });
  test.each<[string, Response, string]>([
    ['an order it does not know', no(404, { message: 'Transaction not found.' }), 'refused'],
    ['the same, plainly', Response.json({ message: 'Transaction not found.' }, { status: 404 }), 'refused'],
    ['an address that is not there', new Response('Not Found', { status: 404 }), 'unavailable'],
    ['429', no(429, { message: 'Too Many Requests' }), 'unavailable'],
    ['500', new Response('oops', { status: 500 }), 'unavailable'],
    ['a no inside a yes', no(422, { message: 'x' }, 200), 'unavailable'],
    ['HTML', new Response('<html>'), 'unavailable'],
    ['half an answer', new Response('{"success":true,"data":{"actionCode":"0"'), 'unavailable'],
    ['another order', yes({ ...observed, orderId: '260301000071' }), 'unavailable'],
    ['a yes without a sum', yes({ ...observed, amount: null }), 'unavailable'],
    ['no data', yes(null), 'unavailable'],
  ])('%s tells nothing', async (_, answer, kind) => {
    expect((await troubleOf(scripted(answer).provider.ask(ref, order.amount)))?.trouble).toBe(kind);
  });
  test('a reference cannot leave its place in the address', async () => {
    const { provider, sent } = scripted();
    expect((await troubleOf(provider.ask('1/../../x', order.amount)))?.trouble).toBe('refused');
    expect(sent).toEqual([]);
  });
});

describe('notices', () => {
  const { provider } = scripted();
  test.each<[string, string, string | null]>([
    ['as documented', JSON.stringify({ ...observed, signature: '4E1A' }), ref],
    ['in capitals', JSON.stringify({ ORDER: ref, ACTION: '0' }), ref],
    ['as a form', `orderId=${ref}&responseCode=00`, ref],
    ['as a form in capitals', `ORDER=${ref}`, ref],
    ['a short order as a number', '{"orderId":260301000071}', '260301000071'],
    ['without an order', '{"responseCode":"00"}', null],
    ['an order with letters', '{"orderId":"BK260301000071"}', null],
    ['an order too long', JSON.stringify({ orderId: '1'.repeat(32) }), null],
    ['half a notice', `{"orderId":"${ref}`, null],
  ])('%s', async (_, body, hint) => {
    expect(await provider.hear(new Request('https://site.test/hook', { method: 'POST', body }))).toEqual({ hint });
  });
  test('are thanked with 200', () => {
    expect(provider.thanks({ method: 'POST', home: 'https://site.test' }).status).toBe(200);
  });
});

test('there is no way to cancel or refund', () => {
  const { provider } = scripted();
  expect([provider.cancel, provider.refund, provider.askRefund]).toEqual([undefined, undefined, undefined]);
  expect(provider.powers).toMatchObject({ cancel: false, refund: 'none', reopens: false, reference: 'ours' });
});

describe('keys', () => {
  const deps = { fetch, now: () => start };
  test.each(['NASS_BASE_URL', 'NASS_USERNAME', 'NASS_PASSWORD'])('without %s it is not there', (key) => {
    expect(nasspay.connect({ ...deps, env: { ...env, [key]: '' } })).toBeNull();
    expect(nasspay.keys.find(({ name }) => name === key)?.needed).toBe(true);
  });
  test.each([
    ['NASS_BASE_URL', 'nass'],
    ['NASS_TRANSACTION_TYPE', 'sale'],
    ['NASS_CURRENCIES', 'EUR'],
    ['NASS_SEND_EMAIL', 'maybe'],
  ])('nonsense in %s is refused at once', (key, value) => {
    expect(() => nasspay.connect({ ...deps, env: { ...env, [key]: value } })).toThrow();
  });
});

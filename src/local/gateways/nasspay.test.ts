import { beforeEach, describe, expect, test } from 'vitest';
import { forgetful, type Gateway, type Notice, type TwinDeps } from './gateway.ts';
import { nasspay } from './nasspay.ts';

const secret = (name: string) => `what both know as ${name}`;
const orderId = '260301000071';

let now: Date;
let announced: Notice[];
let gateway: Gateway;
let kept: unknown;

const open = (changes: Partial<TwinDeps> = {}) =>
  nasspay.open({
    now: () => now,
    siteUrl: 'http://localhost:8888',
    payPage: (ref) => `http://localhost:8888/__local/gateways/nasspay/pay/${ref}`,
    memory: { load: () => kept, save: (state) => (kept = structuredClone(state)) },
    announce: (notice) => announced.push(notice),
    secret,
    ...changes,
  });

beforeEach(() => {
  now = new Date('2026-03-01T10:00:00.000Z');
  announced = [];
  kept = null;
  gateway = open();
});

const later = (seconds: number) => (now = new Date(now.getTime() + seconds * 1000));
const hour = 3600;
type Answer = { success: boolean; code: number; status_code: number; data: Record<string, unknown>; message?: string };

const logIn = async (password = secret('nasspay-password')) => {
  const request = new Request('http://nass.test/auth/merchant/login', {
    method: 'POST',
    body: JSON.stringify({ username: 'mawahib-local', password }),
  });
  expect(gateway.asksForToken(request)).toBe(true);
  return gateway.handle(request);
};
async function token(): Promise<string> {
  const body = (await (await logIn()).json()) as { access_token?: string; data?: { access_token: string } };
  return body.access_token ?? body.data?.access_token ?? '';
}
const send = async (method: string, path: string, body?: object, bearer?: string) =>
  gateway.handle(
    new Request(`http://nass.test${path}`, {
      method,
      headers: { authorization: `Bearer ${bearer ?? (await token())}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    }),
  );
const order = {
  orderId,
  orderDesc: 'Booking BK-7F3A',
  amount: 150_000,
  currency: '368',
  transactionType: '1',
  backRef: 'https://app.example/pay/return?b=BK-7F3A',
  notifyUrl: 'https://app.example/webhooks/nass/260301000071',
};
const create = (changes: object = {}, bearer?: string) =>
  send('POST', '/transaction', { ...order, ...changes }, bearer);
const status = (ref = orderId) => send('GET', `/transaction/${ref}/checkStatus`);
const read = async (answer: Promise<Response>) => (await (await answer).json()) as Answer;

describe('logins', () => {
  test('come in two shapes, with a token that says it lives ten minutes', async () => {
    const first = (await (await logIn()).json()) as Answer;
    const second = (await (await logIn()).json()) as Record<string, unknown>;
    expect(first).toMatchObject({
      success: true,
      code: 0,
      status_code: 200,
      data: { access_token: expect.any(String) as string },
    });
    expect(Object.keys(second)).toEqual(['access_token']);
    const claims = JSON.parse(
      Buffer.from(String(second['access_token']).split('.')[1] ?? '', 'base64url').toString(),
    ) as { exp: number };
    expect(claims.exp).toBe(now.getTime() / 1000 + 600);

    const bearer = await token();
    later(599);
    expect((await create({}, bearer)).status).toBe(201);
    later(1);
    expect((await create({ orderId: '260301000072' }, bearer)).status).toBe(401);
  });
  test('are refused for a wrong password', async () => {
    const answer = await logIn('x');
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({ message: 'Unauthorized' });
    expect((await create({}, 'x')).status).toBe(401);
  });
  test('from before the clock went back open nothing', async () => {
    later(hour);
    const bearer = await token();
    later(-hour);
    expect((await create({}, bearer)).status).toBe(401);
  });
});

describe('creating', () => {
  test('answers 201 with a card page, and says 200 inside', async () => {
    const answer = await create();
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({
      success: true,
      code: 0,
      status_code: 200,
      data: {
        url: expect.stringMatching(
          /^http:\/\/localhost:8888\/__local\/gateways\/nasspay\/pay\/260301000071\?token=/,
        ) as string,
        transactionParams: { ORDER: orderId, AMOUNT: '150000', CURRENCY: '368', BACKREF: order.backRef },
      },
    });
    expect(gateway.find(orderId)).toMatchObject({ amount: 150_000, currency: 'IQD', open: true });
  });
  test('takes dollars to the cent', async () => {
    const answer = await read(create({ amount: 19.99, currency: '840' }));
    expect(answer.data).toMatchObject({ transactionParams: { AMOUNT: '19.99', CURRENCY: '840' } });
    expect(gateway.find(orderId)).toMatchObject({ amount: 1999, currency: 'USD' });
  });
  test.each([
    ['letters in the order id', { orderId: 'BK260301000071' }, { orderId: ['orderId must contain only numbers'] }],
    [
      'a short order id',
      { orderId: '26030100' },
      { orderId: ['orderId must be longer than or equal to 9 characters'] },
    ],
    [
      'a long order id',
      { orderId: '1'.repeat(32) },
      { orderId: ['orderId must be shorter than or equal to 31 characters'] },
    ],
    ['a sum as text', { amount: '150000' }, { amount: ['amount must be a number'] }],
    ['half a dinar', { amount: 1.5 }, { amount: ['amount must be a valid number'] }],
    ['half a cent', { amount: 1.005, currency: '840' }, { amount: ['amount must be a valid number'] }],
    ['a currency by its letters', { currency: 'IQD' }, { currency: [expect.stringContaining('one of') as string] }],
    ['localhost', { backRef: 'http://localhost:8888/back' }, { backRef: ['backRef must be a URL address'] }],
    ['no way back', { backRef: undefined }, { backRef: ['backRef must be a URL address'] }],
    ['a long description', { orderDesc: 'x'.repeat(120) }, { orderDesc: [expect.any(String) as string] }],
  ])('refuses %s', async (_, changes, data) => {
    const answer = await create(changes);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toEqual({ success: false, code: 1, status_code: 422, data });
    expect(gateway.payments()).toEqual([]);
  });
  test('takes a machine by its number', async () => {
    expect((await create({ backRef: 'http://127.0.0.1:8888/back' })).status).toBe(201);
  });
  test('never takes an order id twice', async () => {
    await create();
    gateway.move(orderId, 'decline', {});
    const answer = await create();
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ data: { message: 'Transaction with this Order ID already exists' } });
  });
  test('too fast is 429, and a second later it goes on', async () => {
    const bearer = await token();
    const codes: number[] = [];
    for (let n = 0; n < 51; n += 1) codes.push((await create({ orderId: String(260_301_000_100 + n) }, bearer)).status);
    expect(codes.filter((code) => code === 201)).toHaveLength(50);
    expect(codes.at(-1)).toBe(429);
    later(1);
    expect((await create({}, bearer)).status).toBe(201);
  });
});

describe('a transaction', () => {
  beforeEach(async () => void (await create()));

  test('that nobody paid is at -24, whatever the hour', async () => {
    const unpaid = {
      actionCode: '3',
      responseCode: '-24',
      statusMsg: 'Transaction context mismatch',
      tr_type: '1',
      orderId,
    };
    expect((await read(status())).data).toMatchObject(unpaid);
    later(2 * hour);
    gateway.tick();
    const { data } = await read(status());
    expect(data).toMatchObject(unpaid);
    expect([data['card'], data['amount']]).toEqual([undefined, undefined]);
    expect(announced).toEqual([]);
    expect(gateway.find(orderId)?.open).toBe(false);
    expect(gateway.move(orderId, 'pay', {})).toHaveProperty('refused');
    expect(gateway.move(orderId, 'pay', { late: true })).toMatchObject({ paidAmount: 150_000 });
  });
  test('is paid by a card, and told now with an order id, now with a signature', async () => {
    gateway.move(orderId, 'pay', {});
    const answers = [await read(status()), await read(status())].map(({ data }) => data);
    for (const data of answers)
      expect(data).toMatchObject({ actionCode: '0', responseCode: '00', amount: '150000', currency: '368' });
    expect(answers.map((data) => ['orderId' in data, 'signature' in data])).toEqual(
      expect.arrayContaining([
        [true, false],
        [false, true],
      ]),
    );
    expect(new Set(answers.map(({ tranDate }) => tranDate))).toEqual(
      new Set(['2026.03.01 13:00:00', '2026-03-01 13:00:00']),
    );
    expect(gateway.move(orderId, 'pay', {})).toEqual({ refused: 'The transaction is already Approved.' });
  });
  test('shows the sum that was booked', async () => {
    gateway.move(orderId, 'pay', { wrongAmount: true });
    expect((await read(status())).data).toMatchObject({ amount: '149000' });
  });
  test.each([
    ['the bank declines', 'decline', {}, { actionCode: '2', responseCode: '05' }],
    ['the payer presses cancel', 'decline', { amount: 0 }, { actionCode: '3', responseCode: '-25' }],
    ['the payer comes too late', 'expire', {}, { actionCode: '3', responseCode: '-20' }],
  ] as const)('%s', async (_, deed, details, codes) => {
    expect(gateway.move(orderId, deed, details)).toMatchObject({ open: false });
    expect((await read(status())).data).toMatchObject(codes);
  });
  test('of another order the bank declines for want of funds', async () => {
    await create({ orderId: '260301000072' });
    gateway.move('260301000072', 'decline', {});
    expect((await read(status('260301000072'))).data).toMatchObject({ actionCode: '2', responseCode: '51' });
  });
  test.each(['refund', 'chargeback'] as const)('knows no %s', (deed) => {
    gateway.move(orderId, 'pay', {});
    expect(gateway.move(orderId, deed, {})).toHaveProperty('refused');
  });
  test('is told for a day, and then not found', async () => {
    gateway.move(orderId, 'pay', {});
    later(24 * hour);
    expect((await status()).status).toBe(200);
    later(1);
    const answer = await status();
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ data: { message: 'Transaction not found.' } });
    expect((await status('999999999')).status).toBe(404);
  });
  test('outlives a restart of the stack', async () => {
    gateway.move(orderId, 'pay', {});
    gateway = open();
    expect((await read(status())).data).toMatchObject({ responseCode: '00' });
    expect(open({ memory: forgetful() }).payments()).toEqual([]);
  });
  test('sends the payer back with its own parameters stuck on', () => {
    expect(gateway.find(orderId)?.returnUrl).toBe(order.backRef);
    gateway.move(orderId, 'pay', {});
    expect(gateway.find(orderId)?.returnUrl).toBe(`${order.backRef}&status=success&orderId=${orderId}`);
  });
  test('sends the payer of a site on this machine back under its own name', async () => {
    await create({ orderId: '260301000073', backRef: 'http://127.0.0.1:8888/en/payments/1/' });
    expect(gateway.find('260301000073')?.returnUrl).toBe('http://localhost:8888/en/payments/1/');
    await create({ orderId: '260301000074', backRef: 'http://127.0.0.1:9999/en/' });
    expect(gateway.find('260301000074')?.returnUrl).toBe('http://127.0.0.1:9999/en/');
  });
});

describe('notices', () => {
  test('tell what became of it, with a signature nobody can check', async () => {
    await create();
    expect(gateway.notices(orderId)).toEqual([]);
    gateway.move(orderId, 'expire', {});
    gateway.move(orderId, 'pay', { late: true });
    const told = gateway.notices(orderId);
    expect(told.map(({ says, url }) => [says, url])).toEqual([
      ['Time window exceeded', order.notifyUrl],
      ['Approved', order.notifyUrl],
    ]);
    expect(JSON.parse(told[1]?.body ?? '')).toMatchObject({
      actionCode: '0',
      responseCode: '00',
      orderId,
      amount: '150000',
      signature: expect.stringMatching(/^[0-9A-F]{64}$/) as string,
      timestamp: '20260301100000',
    });
    // said again it is said in the same words
    expect(gateway.notices(orderId)).toEqual(told);
    expect([200, 204, 302, 500].filter((code) => gateway.settled(code, ''))).toEqual([200, 204]);
  });
  test('can be forged without anything moving, as far as there is something to claim', async () => {
    await create();
    expect(JSON.parse(gateway.forge(orderId, 'pay')?.body ?? '')).toMatchObject({ orderId, responseCode: '00' });
    expect((await read(status())).data).toMatchObject({ responseCode: '-24' });
    expect([gateway.forge(orderId, 'refund'), gateway.forge('9', 'pay')]).toEqual([null, null]);
  });
  test('are not sent where no address was given', async () => {
    await create({ notifyUrl: undefined });
    gateway.move(orderId, 'pay', {});
    expect(gateway.notices(orderId)).toEqual([]);
  });
});

test('an error in a success is its usual form of error', async () => {
  const answer = gateway.errorInSuccess();
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ success: false, code: 1, status_code: 422 });
});

test('what is no call of the protocol is not found', async () => {
  expect((await send('DELETE', '/transaction')).status).toBe(404);
  expect((await send('POST', `/transaction/${orderId}/checkStatus`, {})).status).toBe(404);
});

test('the app is told how to reach it', () => {
  expect(nasspay.env('http://127.0.0.1:1', secret)).toEqual({
    NASS_BASE_URL: 'http://127.0.0.1:1',
    NASS_USERNAME: 'mawahib-local',
    NASS_PASSWORD: secret('nasspay-password'),
  });
});

import { beforeEach, describe, expect, test } from 'vitest';
import { forgetful, type Gateway, type Memory } from './gateway.ts';
import { nasswallet } from './nasswallet.ts';

const home = 'http://wallet.test';
const site = 'http://localhost:8888';
const secret = (name: string) => `secret of ${name}`;
const env = nasswallet.env(home, secret);

let now: Date;
let gateway: Gateway;
let kept: unknown;

const open = (memory: Memory = { load: () => kept, save: (state: unknown) => void (kept = structuredClone(state)) }) =>
  nasswallet.open({
    now: () => now,
    payPage: (ref) => `${site}/__local/gateways/nasswallet/pay/${ref}`,
    memory,
    announce: () => undefined,
    secret,
    siteUrl: site,
  });

beforeEach(() => {
  now = new Date('2026-03-01T10:00:00.000Z');
  kept = null;
  gateway = open();
});

type Envelope<Data> = { responseCode: number | string; errCode: string; message: string; data: Data };
const later = (seconds: number) => (now = new Date(now.getTime() + seconds * 1000));
const post = (step: string, authorization: string, data: unknown) =>
  gateway.handle(
    new Request(`${env.NASSWALLET_BASE_URL}/${step}`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ data }),
    }),
  );
const credentials = {
  username: env.NASSWALLET_USERNAME,
  password: env.NASSWALLET_PASSWORD,
  grantType: 'password',
};
const login = async (data: object = credentials) =>
  (await (await post('login', `Basic ${env.NASSWALLET_BASIC_TOKEN}`, data)).json()) as Envelope<{
    access_token: string;
    accessTokenExpiry?: string;
  } | null>;
const bearer = async () => `Bearer ${(await login()).data?.access_token}`;
const order = {
  userIdentifier: env.NASSWALLET_USERNAME,
  transactionPin: env.NASSWALLET_TRANSACTION_PIN,
  orderId: '260301000071',
  amount: '150000.00',
  languageCode: 'ar',
};
const init = async (changes: object = {}) =>
  (await (await post('initTransaction', await bearer(), { ...order, ...changes })).json()) as Envelope<{
    transactionId: string;
    token: string;
  } | null>;
const made = async () => {
  const { data } = await init();
  if (!data) throw new Error('nothing was made');
  return data;
};
const check = async (transactionId: string) =>
  (await (await post('checkTransaction', await bearer(), { transactionId })).json()) as Envelope<Record<
    string,
    unknown
  > | null>;

describe('logins', () => {
  test('speak of an error in every success, write zero in two ways, and leave out the end now and then', async () => {
    const answers = [await login(), await login(), await login()];
    expect(answers.map(({ responseCode }) => responseCode)).toEqual([0, '0', 0]);
    expect(answers.every(({ errCode }) => errCode === '1')).toBe(true);
    const end = String(now.getTime() + 300_000);
    expect(answers.map(({ data }) => data?.accessTokenExpiry)).toEqual([end, end, undefined]);
  });
  test('last five minutes', async () => {
    const token = await bearer();
    later(299);
    expect((await post('initTransaction', token, order)).status).toBe(200);
    later(1);
    expect((await post('initTransaction', token, order)).status).toBe(401);
    later(-3600);
    expect((await post('initTransaction', token, order)).status).toBe(401);
  });
  test('are refused for a wrong token, and answered 200 for a wrong password', async () => {
    expect((await post('login', 'Basic x', credentials)).status).toBe(401);
    expect(await login({ ...credentials, password: 'x' })).toMatchObject({ responseCode: 1, data: null });
  });
});

describe('a transaction', () => {
  test('begins with an id and a key to the portal', async () => {
    const answer = await init();
    expect(answer).toMatchObject({ responseCode: 0, errCode: '1', message: 'Success' });
    expect(answer.data).toEqual({
      transactionId: expect.stringMatching(/^txn_\d+$/),
      token: expect.stringMatching(/^\d{4}$/),
    });
  });
  test.each([
    ['a wrong PIN', { transactionPin: '0' }],
    ['letters in the order id', { orderId: 'BK-1' }],
    ['a number for a sum', { amount: 150000 }],
    ['half a dinar', { amount: '150000.50' }],
    ['a language of its own', { languageCode: 'ckb' }],
  ])('is refused for %s, with 200', async (_, changes) => {
    expect(await init(changes)).toMatchObject({ responseCode: 1, errCode: '1', data: null });
    expect(gateway.payments()).toEqual([]);
  });
  test('twice under one order id is two: nobody has said otherwise', async () => {
    expect((await made()).transactionId).not.toBe((await made()).transactionId);
  });
  test.each(['id', 'transactionId', ''])('is entered by the portal, with “%s” for a name', async (name) => {
    const { transactionId, token } = await made();
    const enter = async (key: string) =>
      gateway.handle(
        new Request(
          `${env.NASSWALLET_PORTAL_URL}?${name}=${transactionId}&token=${key}&userIdentifier=${env.NASSWALLET_USERNAME}`,
        ),
      );
    const answer = await enter(token);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe(`${site}/__local/gateways/nasswallet/pay/${transactionId}`);
    expect((await enter('0000')).status).toBe(400);
  });
  test('that nobody has paid is begun, or not to be found', async () => {
    const { transactionId } = await made();
    expect(await check(transactionId)).toMatchObject({ responseCode: 0, data: { transactionStatus: 'Initiated' } });
    expect(await check(transactionId)).toEqual({ responseCode: 1, errCode: '1', message: 'Not found', data: null });
    expect(await check('txn_1')).toMatchObject({ responseCode: 1, data: null });
  });
  test('that is paid says so in two shapes', async () => {
    const long = (await made()).transactionId;
    const short = (await made()).transactionId;
    for (const transactionId of [long, short]) gateway.move(transactionId, 'pay', {});
    expect((await check(short)).data).toEqual({ transactionId: short, transactionStatus: 'Success' });
    expect((await check(long)).data).toEqual({
      TransactionId: long,
      TenantId: 'NASSWALLET',
      TransactionHistoryList: [
        { TransactionType: 'CR', TransactionStatus: 'Success', Amount: '150000.00000' },
        { TransactionType: 'DR', TransactionStatus: 'Success', Amount: '150000.00000' },
      ],
    });
    expect(gateway.move(long, 'pay', {})).toHaveProperty('refused');
  });
  test('with another sum tells it, in the shape that can', async () => {
    for (const { transactionId } of [await made(), await made()]) {
      expect(gateway.move(transactionId, 'pay', { wrongAmount: true })).toMatchObject({ paidAmount: 149_000 });
      expect((await check(transactionId)).data).toMatchObject({
        TransactionHistoryList: [{ Amount: '149000.00000' }, {}],
      });
    }
  });
  test('is declined, or runs out after an hour', async () => {
    const declined = await made();
    gateway.move(declined.transactionId, 'decline', {});
    expect((await check(declined.transactionId)).data).toMatchObject({ transactionStatus: 'FAILED' });
    const { transactionId } = await made();
    later(3600);
    gateway.tick();
    expect(gateway.find(transactionId)).toMatchObject({ state: 'Expired', open: false });
    expect(await check(transactionId)).toMatchObject({ responseCode: 1 });
    expect(gateway.move(transactionId, 'pay', {})).toHaveProperty('refused');
    expect(gateway.move(transactionId, 'pay', { late: true })).toMatchObject({ state: 'Success' });
  });
  test('gives no money back', async () => {
    const { transactionId } = await made();
    gateway.move(transactionId, 'pay', {});
    expect(gateway.move(transactionId, 'refund', {})).toHaveProperty('refused');
    expect(gateway.move(transactionId, 'chargeback', {})).toHaveProperty('refused');
    expect(gateway.move('txn_1', 'pay', {})).toBeNull();
  });
  test('outlives a restart of the stack', async () => {
    const { transactionId } = await made();
    gateway.move(transactionId, 'pay', {});
    gateway = open();
    expect(gateway.find(transactionId)).toMatchObject({ state: 'Success' });
    expect(open(forgetful()).payments()).toEqual([]);
  });
});

describe('notices', () => {
  const address = `${site}/api/payments/webhook/nasswallet/callback`;
  test('bring the browser and the server to the one address that is registered', async () => {
    const { transactionId } = await made();
    expect(gateway.notices(transactionId)).toEqual([]);
    gateway.move(transactionId, 'pay', {});
    const [browser, server, ...rest] = gateway.notices(transactionId);
    expect(rest).toEqual([]);
    expect(browser).toMatchObject({ method: 'GET', url: address, body: '' });
    expect(server).toMatchObject({ url: address, says: 'Success' });
    expect(JSON.parse(server?.body ?? '')).toEqual({
      data: {
        orderId: '260301000071',
        transId: expect.stringMatching(/^txn_\d+$/),
        InitTransactionId: transactionId,
        currency: 'IQD',
        amount: '150000.00',
        transactionStatus: 'Success',
        transactionTime: String(now.getTime()),
      },
    });
    expect(gateway.find(transactionId)).toMatchObject({ callbackUrl: address, returnUrl: address });
    expect(gateway.notices('txn_1')).toEqual([]);
  });
  test('say it as a number from time to time', async () => {
    const { transactionId } = await made();
    await made();
    gateway.move(transactionId, 'pay', {});
    const { data } = JSON.parse(gateway.notices(transactionId).at(-1)?.body ?? '') as { data: object };
    expect(data).toMatchObject({ transactionStatus: 0 });
  });
  test('are settled by the answer of its own plugin, and browsers by being shown on', () => {
    const settled = (status: number, body: string) => gateway.settled(status, body);
    expect([
      settled(200, 'SUCCESS'),
      settled(303, ''),
      settled(200, '{"ok":true}'),
      settled(202, ''),
      settled(500, 'SUCCESS'),
    ]).toEqual([true, true, false, false, false]);
  });
  test('can be forged without anything moving', async () => {
    const { transactionId } = await made();
    expect(gateway.forge(transactionId, 'pay')).toMatchObject({ says: 'Success', url: address });
    expect(gateway.forge(transactionId, 'decline')).toMatchObject({ says: 'Failed' });
    expect(gateway.forge('txn_1', 'pay')).toBeNull();
    expect(gateway.find(transactionId)).toMatchObject({ state: 'Initiated' });
  });
});

test('faults hit neither logins nor the browser', () => {
  const spared = (url: string) => gateway.asksForToken(new Request(url));
  const api = String(env.NASSWALLET_BASE_URL);
  expect([
    spared(`${api}/login`),
    spared(`${env.NASSWALLET_PORTAL_URL}?id=1`),
    spared(`${api}/initTransaction`),
    spared(`${api}/checkTransaction`),
  ]).toEqual([true, true, false, false]);
});
test('an error inside a success', async () => {
  const answer = gateway.errorInSuccess();
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ status: 500, error: 'Internal Server Error' });
});
test.each([
  ['GET', '/payment/transaction/login', 404],
  ['POST', '/payment/transaction/refund', 401],
  ['POST', '/elsewhere', 404],
])('%s %s is %i', async (method, path, status) => {
  expect((await gateway.handle(new Request(`${home}${path}`, { method }))).status).toBe(status);
});

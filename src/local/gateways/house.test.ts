import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { faultQueue } from './faults.ts';
import { forgetful } from './gateway.ts';
import { openHouse, type GatewayHouse, type Moved } from './house.ts';
import { asFetch } from './line.ts';
import { fib } from './fib.ts';

let merchant: Server;
let heard: string[];
let answers: number[];
let house: GatewayHouse;
let now: Date;

beforeEach(async () => {
  heard = [];
  answers = [];
  now = new Date('2026-03-01T10:00:00.000Z');
  merchant = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      heard.push((JSON.parse(body) as { status: string }).status);
      response.writeHead(answers.shift() ?? 202).end();
    });
  });
  await new Promise<void>((ready) => merchant.listen(0, '127.0.0.1', ready));
  house = await openHouse([fib], {
    now: () => now,
    siteUrl: 'http://site.test',
    payPage: (driver, ref) => `http://localhost/${driver}/${ref}`,
    memory: forgetful,
    secret: () => 'known to both',
    firstWaitMs: 1,
  });
});
afterEach(async () => {
  await house.close();
  merchant.close();
});

async function fibToken(): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'mawahib-local',
    client_secret: 'known to both',
  });
  const answer = await fetch(`${house.env['FIB_BASE_URL']}/auth/realms/fib-online-shop/protocol/openid-connect/token`, {
    method: 'POST',
    body,
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}
async function fibCall(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${house.env['FIB_BASE_URL']}/protected/v1/payments${path}`, {
    ...init,
    headers: { authorization: `Bearer ${await fibToken()}`, 'content-type': 'application/json' },
  });
}
const orderText = () =>
  JSON.stringify({
    monetaryValue: { amount: 150000, currency: 'IQD' },
    statusCallbackUrl: `http://127.0.0.1:${(merchant.address() as AddressInfo).port}/hook`,
    expiresIn: 'PT30M',
  });
const newPayment = async (): Promise<string> => {
  const answer = await fibCall('', { method: 'POST', body: orderText() });
  return ((await answer.json()) as { paymentId: string }).paymentId;
};

test('a payment made over the port is paid and the merchant is told before the answer comes', async () => {
  const ref = await newPayment();
  const moved = await house.move('fib', ref, { do: 'pay' });
  expect(heard).toEqual(['PAID']);
  expect(moved).toMatchObject({
    state: 'PAID',
    driver: 'fib',
    notifications: [{ status: 202, says: 'PAID', attempt: 1 }],
  });
  expect(house.list()).toMatchObject([
    { driver: 'fib', payments: [{ ref, state: 'PAID', notices: [{ status: 202 }] }] },
  ]);
});

test('the merchant is told as often as asked, or not at all', async () => {
  await house.move('fib', await newPayment(), { do: 'pay', notify: { times: 0 } });
  expect(heard).toEqual([]);
  await house.move('fib', await newPayment(), { do: 'pay', notify: { times: 3 } });
  expect(heard).toEqual(['PAID', 'PAID', 'PAID']);
});

test('reversed sends old news after new news', async () => {
  await house.move('fib', await newPayment(), { do: 'pay', notify: { order: 'reversed' } });
  expect(heard).toEqual(['PAID', 'UNPAID']);
});

test('a forged notice claims, and nothing moves', async () => {
  const ref = await newPayment();
  const moved = await house.move('fib', ref, { do: 'pay', notify: { forged: true, times: 2 } });
  expect(heard).toEqual(['PAID', 'PAID']);
  expect(moved).toMatchObject({ state: 'UNPAID', paidAmount: null });
});

test('a notice is repeated until it is answered 202, five times at most', async () => {
  answers = [500, 200, 202];
  const moved = await house.move('fib', await newPayment(), { do: 'pay' });
  expect(moved).toMatchObject({ notifications: [{ status: 500 }, { status: 200 }, { status: 202 }] });

  answers = Array.from({ length: 9 }, () => 404);
  heard = [];
  await house.move('fib', await newPayment(), { do: 'pay' });
  expect(heard).toHaveLength(6);
});

test('an unreachable merchant is reported, not thrown', async () => {
  const ref = await newPayment();
  merchant.close();
  merchant.closeAllConnections();
  const moved = await house.move('fib', ref, { do: 'pay' });
  expect(moved).toMatchObject({ state: 'PAID' });
  const { notifications } = moved as Moved;
  expect(notifications).toHaveLength(6);
  expect(notifications.map(({ status }) => status)).toEqual([null, null, null, null, null, null]);
  expect(notifications[0]?.error).toMatch(/ECONNREFUSED|closed/);
});

test('what the clock does, the gateway tells by itself', async () => {
  const ref = await newPayment();
  now = new Date('2026-03-01T10:31:00.000Z');
  house.tick();
  await house.idle();
  expect(heard).toEqual(['DECLINED']);
  expect(house.find('fib', ref)).toMatchObject({ state: 'DECLINED' });
});

test('faults hit the next calls in their order and leave tokens alone', async () => {
  expect(house.faults('fib', ['500', '429', 'garbage', '200-with-error', 'slow:5'])).toHaveLength(5);
  const create = () => fibCall('', { method: 'POST', body: orderText() });
  expect((await create()).status).toBe(500);
  const limited = await create();
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '1']);
  await expect((await create()).json()).rejects.toThrow(SyntaxError);
  const wrapped = await create();
  expect([wrapped.status, await wrapped.json()]).toMatchObject([200, { errors: [{}] }]);
  expect(house.list()[0]?.payments).toEqual([]);
  expect((await create()).status).toBe(201);
  expect(house.list()[0]?.faults).toEqual([]);
});

test('drop-after-accept makes the payment and cuts the line; a timeout never answers', async () => {
  house.faults('fib', ['drop-after-accept', 'timeout']);
  await expect(fibCall('', { method: 'POST', body: orderText() })).rejects.toThrow('fetch failed');
  expect(house.list()[0]?.payments).toHaveLength(1);
  await expect(fibCall('', { method: 'POST', body: orderText(), signal: AbortSignal.timeout(60) })).rejects.toThrow(
    /timeout/i,
  );
  expect(house.list()[0]?.payments).toHaveLength(1);
  house.faults('fib', ['500']);
  expect(house.faults('fib', [])).toEqual([]);
});

test('what cannot be done is refused in words', async () => {
  const ref = await newPayment();
  expect(await house.move('fib', ref, { do: 'chargeback' })).toHaveProperty('refused');
  expect(await house.move('fib', ref, { do: 'refund' })).toHaveProperty('refused');
  expect(await house.move('fib', 'nobody', { do: 'pay' })).toBe('no payment');
  expect(await house.move('paypal', ref, { do: 'pay' })).toBe('no gateway');
});

test('a driver under test meets the same machine and the same faults without a port', async () => {
  const faults = faultQueue();
  const gateway = fib.open({
    now: () => now,
    siteUrl: 'http://site.test',
    payPage: String,
    memory: forgetful(),
    announce: () => undefined,
    secret: () => 'known to both',
  });
  const call = asFetch(gateway, faults);
  faults.add(['drop-after-accept', 'timeout']);
  await expect(call('http://fib.test/protected/v1/payments')).rejects.toThrow('fetch failed');
  await expect(call('http://fib.test/protected/v1/payments', { signal: AbortSignal.timeout(20) })).rejects.toThrow(
    /timeout/i,
  );
  expect((await call('http://fib.test/protected/v1/payments')).status).toBe(401);
});

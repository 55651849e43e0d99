import { beforeEach, describe, expect, test } from 'vitest';
import { fib } from './fib.ts';
import { forgetful, type Gateway, type Notice } from './gateway.ts';

const tokenUrl = 'http://fib.test/auth/realms/fib-online-shop/protocol/openid-connect/token';
const secret = () => 'a secret both know';

let now: Date;
let announced: Notice[];
let gateway: Gateway;
let kept: unknown;

const open = () =>
  fib.open({
    now: () => now,
    siteUrl: 'http://localhost:8888',
    payPage: (ref) => `http://localhost:8888/__local/gateways/fib/pay/${ref}`,
    memory: { load: () => kept, save: (state) => (kept = structuredClone(state)) },
    announce: (notice) => announced.push(notice),
    secret,
  });

beforeEach(() => {
  now = new Date('2026-03-01T10:00:00.000Z');
  announced = [];
  kept = null;
  gateway = open();
});

const later = (seconds: number) => (now = new Date(now.getTime() + seconds * 1000));
const token = async () => {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'mawahib-local',
    client_secret: secret(),
  });
  const answer = await gateway.handle(new Request(tokenUrl, { method: 'POST', body }));
  return ((await answer.json()) as { access_token: string }).access_token;
};
const call = async (method: string, path: string, body?: unknown, bearer?: string) =>
  gateway.handle(
    new Request(`http://fib.test/protected/v1/payments${path}`, {
      method,
      headers: { authorization: `Bearer ${bearer ?? (await token())}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    }),
  );
const order = {
  monetaryValue: { amount: '150000', currency: 'IQD' },
  statusCallbackUrl: 'https://app.example/webhooks/fib/bk_7f3a',
  description: 'Booking BK-7F3A',
  redirectUri: 'https://app.example/bookings/BK-7F3A',
  expiresIn: 'PT30M',
  refundableFor: 'P7D',
  category: 'ECOMMERCE',
};
const createPayment = async (changes: object = {}) =>
  (await (await call('POST', '', { ...order, ...changes })).json()) as Record<string, string> & { paymentId: string };
const status = async (ref: string) =>
  (await (await call('GET', `/${ref}/status`)).json()) as Record<string, unknown> & { status: string };

describe('tokens', () => {
  test('come for credentials in the body or in the header, and live sixty seconds', async () => {
    const basic = await gateway.handle(
      new Request(tokenUrl, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`mawahib-local:${secret()}`)}` },
        body: new URLSearchParams({ grant_type: 'client_credentials' }),
      }),
    );
    expect(basic.status).toBe(200);
    expect(await basic.json()).toMatchObject({
      expires_in: 60,
      token_type: 'Bearer',
      access_token: expect.any(String),
    });

    const bearer = await token();
    later(59);
    expect((await call('POST', '', order, bearer)).status).toBe(201);
    later(1);
    expect((await call('POST', '', order, bearer)).status).toBe(401);
  });
  test('are refused for a wrong secret', async () => {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'mawahib-local',
      client_secret: 'x',
    });
    const answer = await gateway.handle(new Request(tokenUrl, { method: 'POST', body }));
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ error: 'unauthorized_client' });
  });
  test('from before the clock went back open nothing', async () => {
    later(3600);
    const bearer = await token();
    later(-3600);
    expect((await call('POST', '', order, bearer)).status).toBe(401);
  });
});

describe('creating', () => {
  test('answers 201 with code, QR and three links to the payer', async () => {
    const answer = await call('POST', '', order);
    expect(answer.status).toBe(201);
    const body = (await answer.json()) as Record<string, string>;
    expect(body.readableCode).toMatch(/^[A-Z2-9]{4}(-[A-Z2-9]{4}){2}$/);
    expect(body.qrCode).toMatch(/^data:image\/png;base64,iVBOR/);
    expect(body.validUntil).toBe('2026-03-01T10:30:00.000456Z');
    expect(body.personalAppLink).toBe(`http://localhost:8888/__local/gateways/fib/pay/${body.paymentId}?app=personal`);
    expect([body.businessAppLink, body.corporateAppLink].every((link) => link?.includes(body.paymentId!))).toBe(true);
  });
  test('takes amounts as number, text and text with cents of zero', async () => {
    for (const amount of [150000, '150000', '150000.00', 150000.0]) {
      expect((await call('POST', '', { monetaryValue: { amount, currency: 'IQD' } })).status).toBe(201);
    }
  });
  test.each([
    ['an amount too small', { monetaryValue: { amount: 250, currency: 'IQD' } }],
    ['half a dinar', { monetaryValue: { amount: '1000.50', currency: 'IQD' } }],
    ['dollars', { monetaryValue: { amount: 1000, currency: 'USD' } }],
    ['a description of 51 letters', { description: 'x'.repeat(51) }],
    ['a refund window under twelve hours', { refundableFor: 'PT11H' }],
    ['an expiry that is no duration', { expiresIn: '30 minutes' }],
    ['a callback without address', { statusCallbackUrl: '/webhooks/fib' }],
  ])('refuses %s in its own words', async (_, changes) => {
    const answer = await call('POST', '', { ...order, ...changes });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ traceId: expect.any(String), errors: [{ code: 'INVALID_REQUEST' }] });
  });
  test('twice makes two payments: there is no reference of the merchant', async () => {
    expect((await createPayment()).paymentId).not.toBe((await createPayment()).paymentId);
  });
});

describe('a payment', () => {
  test('is paid by the payer', async () => {
    const { paymentId } = await createPayment();
    expect(await status(paymentId)).toMatchObject({ status: 'UNPAID', paidAt: null });
    gateway.move(paymentId, 'pay', {});
    expect(await status(paymentId)).toMatchObject({ status: 'PAID', paidAt: '2026-03-01T10:00:00.000Z', paidBy: {} });
    expect(gateway.move(paymentId, 'pay', {})).toEqual({ refused: 'The payment is already PAID.' });
  });
  test('shows the sum that was booked', async () => {
    const { paymentId } = await createPayment();
    gateway.move(paymentId, 'pay', { wrongAmount: true });
    expect(await status(paymentId)).toMatchObject({ amount: { amount: 149000, currency: 'IQD' } });
    const other = await createPayment();
    gateway.move(other.paymentId, 'pay', { amount: 1 });
    expect(gateway.find(other.paymentId)).toMatchObject({ amount: 150000, paidAmount: 1 });
  });
  test('changes the form of its status from answer to answer', async () => {
    const { paymentId } = await createPayment();
    const answers = [await status(paymentId), await status(paymentId), await status(paymentId)];
    expect(new Set(answers.map(({ amount }) => typeof (amount as { amount: unknown }).amount))).toEqual(
      new Set(['number', 'string']),
    );
    expect(answers.map((answer) => 'validUntil' in answer)).toEqual([true, false, true]);
  });
  test('expires by the clock and tells so', async () => {
    const { paymentId } = await createPayment();
    later(1799);
    expect((await status(paymentId)).status).toBe('UNPAID');
    later(1);
    gateway.tick();
    expect(announced.map(({ body }) => JSON.parse(body) as unknown)).toEqual([{ id: paymentId, status: 'DECLINED' }]);
    expect(await status(paymentId)).toMatchObject({
      status: 'DECLINED',
      decliningReason: 'PAYMENT_EXPIRATION',
      declinedAt: '2026-03-01T10:30:00.000Z',
    });
    expect(gateway.move(paymentId, 'pay', {})).toHaveProperty('refused');
    expect(gateway.move(paymentId, 'pay', { late: true })).toMatchObject({ state: 'PAID' });
  });
  test('can be declined by the payer and cancelled by the merchant, while unpaid', async () => {
    const declined = await createPayment();
    gateway.move(declined.paymentId, 'decline', {});
    expect(await status(declined.paymentId)).toMatchObject({ decliningReason: 'PAYMENT_CANCELLATION' });
    expect((await call('POST', `/${declined.paymentId}/cancel`)).status).toBe(400);

    const cancelled = await createPayment();
    expect((await call('POST', `/${cancelled.paymentId}/cancel`, {})).status).toBe(204);
    expect(await status(cancelled.paymentId)).toMatchObject({ status: 'DECLINED' });
    expect(announced.map(({ ref, says }) => [ref, says])).toEqual([[cancelled.paymentId, 'DECLINED']]);
  });
  test('is refunded in two steps', async () => {
    const { paymentId } = await createPayment();
    expect((await call('POST', `/${paymentId}/refund`)).status).toBe(400);
    gateway.move(paymentId, 'pay', {});
    expect((await call('POST', `/${paymentId}/refund`)).status).toBe(202);
    expect((await status(paymentId)).status).toBe('REFUND_REQUESTED');
    expect((await call('POST', `/${paymentId}/refund`)).status).toBe(400);
    later(10);
    expect((await status(paymentId)).status).toBe('REFUNDED');
  });
  test('is not refunded out of its window', async () => {
    const { paymentId } = await createPayment({ refundableFor: 'PT12H' });
    gateway.move(paymentId, 'pay', {});
    later(12 * 3600 + 1);
    const answer = await call('POST', `/${paymentId}/refund`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ code: 'PAYMENT_NOT_REFUNDABLE' }] });
  });
  test('that nobody made is not found', async () => {
    const answer = await call('GET', '/5f0c1f0e-0000-4000-8000-000000000000/status');
    expect(answer.status).toBe(404);
    expect(await answer.json()).toHaveProperty('traceId');
  });
  test('outlives a restart of the stack', async () => {
    const { paymentId } = await createPayment();
    gateway.move(paymentId, 'pay', {});
    gateway = open();
    expect((await status(paymentId)).status).toBe('PAID');
  });
});

test('a part of a payment is not sent back', async () => {
  const { paymentId } = await createPayment();
  gateway.move(paymentId, 'pay', {});
  expect(gateway.move(paymentId, 'refund', { amount: 1000 })).toHaveProperty('refused');
  expect(gateway.move(paymentId, 'refund', { amount: 150_000 })).toMatchObject({
    state: 'REFUNDED',
    refunded: 150_000,
  });
});

describe('notices', () => {
  test('tell every state once, oldest first, and are settled by 202 alone', async () => {
    const { paymentId } = await createPayment();
    gateway.move(paymentId, 'pay', {});
    expect(gateway.notices(paymentId)).toMatchObject([
      { says: 'UNPAID', url: order.statusCallbackUrl },
      { says: 'PAID', body: JSON.stringify({ id: paymentId, status: 'PAID' }) },
    ]);
    expect([200, 202, 204, 500].filter((code) => gateway.settled(code, ''))).toEqual([202]);
  });
  test('can be forged without anything moving', async () => {
    const { paymentId } = await createPayment();
    expect(gateway.forge(paymentId, 'pay')).toMatchObject({ says: 'PAID' });
    expect((await status(paymentId)).status).toBe('UNPAID');
  });
  test('are not sent where no address was given', async () => {
    const { paymentId } = await createPayment({ statusCallbackUrl: undefined });
    gateway.move(paymentId, 'pay', {});
    expect(gateway.notices(paymentId)).toEqual([]);
  });
});

test('a twin without memory starts empty', () => {
  expect(
    fib
      .open({
        now: () => now,
        siteUrl: 'http://localhost:8888',
        payPage: String,
        memory: forgetful(),
        announce: () => undefined,
        secret,
      })
      .payments(),
  ).toEqual([]);
});

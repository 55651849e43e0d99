import { beforeEach, describe, expect, test } from 'vitest';
import { areebaMpgs } from './areeba-mpgs.ts';
import type { Gateway, Notice } from './gateway.ts';

const secret = (name: string) => `secret of ${name}`;
const basic = `Basic ${btoa(`merchant.TESTMAWAHIB:${secret('areeba-mpgs-api-password')}`)}`;
const root = 'http://mpgs.test/api/rest/version/100/merchant/TESTMAWAHIB';

let now: Date;
let announced: Notice[];
let gateway: Gateway;
let kept: unknown;

const open = () =>
  areebaMpgs.open({
    now: () => now,
    siteUrl: 'http://localhost:8888',
    payPage: (ref) => `http://localhost:8888/pay/${ref}`,
    memory: { load: () => kept, save: (state) => (kept = structuredClone(state)) },
    announce: (notice) => announced.push(notice),
    secret,
  });
beforeEach(() => {
  now = new Date('2026-03-01T07:00:00.000Z');
  announced = [];
  kept = null;
  gateway = open();
});

const checkout = {
  apiOperation: 'INITIATE_CHECKOUT',
  checkoutMode: 'WEBSITE',
  interaction: {
    operation: 'PURCHASE',
    merchant: { name: 'Example Talent', url: 'https://app.example' },
    returnUrl: 'https://app.example/pay/return?b=BK-7F3A',
    cancelUrl: 'https://app.example/pay/return?b=BK-7F3A&r=cancel',
    timeoutUrl: 'https://app.example/pay/return?b=BK-7F3A&r=timeout',
    locale: 'ar',
    displayControl: { billingAddress: 'HIDE', customerEmail: 'HIDE' },
  },
  order: {
    id: 'BK-7F3A-1',
    amount: '115.00',
    currency: 'USD',
    description: 'Booking BK-7F3A',
    reference: 'BK-7F3A',
    notificationUrl: 'https://app.example/webhooks/areeba-mpgs',
  },
};
const call = (
  method: string,
  path: string,
  body?: unknown,
  headers: HeadersInit = { authorization: basic },
  at = root,
) =>
  gateway.handle(
    new Request(`${at}/${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) }),
  );
const ref = 'BK-7F3A-1';
const read = async (answer: Promise<Response>) => (await (await answer).json()) as Record<string, unknown>;
const refund = (id: string, amount: string) =>
  call('PUT', `order/${ref}/transaction/${id}`, {
    apiOperation: 'REFUND',
    transaction: { amount, currency: 'USD', reference: id },
  });

describe('a session', () => {
  test('is answered with its name and the indicator of success, and has a page', async () => {
    const answer = await call('POST', 'session', checkout);
    expect(answer.status).toBe(201);
    const body = (await answer.json()) as { session: { id: string } };
    expect(body).toMatchObject({
      checkoutMode: 'WEBSITE',
      merchant: 'TESTMAWAHIB',
      result: 'SUCCESS',
      session: { id: expect.stringMatching(/^SESSION\w+$/), updateStatus: 'SUCCESS' },
      successIndicator: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    const page = await gateway.handle(
      new Request(`http://mpgs.test/checkout/pay/${body.session.id}?checkoutVersion=1.0.0`),
    );
    expect([page.status, page.headers.get('location')]).toEqual([302, `http://localhost:8888/pay/${ref}`]);
  });
  test('before version 63 is called otherwise', async () => {
    const old = root.replace('100', '62');
    const former = { ...checkout, apiOperation: 'CREATE_CHECKOUT_SESSION' };
    expect((await call('POST', 'session', former, { authorization: basic }, old)).status).toBe(201);
    expect((await call('POST', 'session', checkout, { authorization: basic }, old)).status).toBe(400);
    expect(await read(call('POST', 'session', former))).toMatchObject({
      error: { cause: 'INVALID_REQUEST', field: 'apiOperation', validationType: 'INVALID' },
      result: 'ERROR',
    });
  });
  test.each([
    ['a reference of 41 letters', { id: 'x'.repeat(41) }],
    ['four decimals', { amount: '1.0000' }],
    ['half a cent', { amount: '1.005' }],
    ['a currency outside the profile', { currency: 'MAD' }],
    ['a callback without https', { notificationUrl: 'http://app.example/hook' }],
  ])('with %s is refused', async (_, changes) => {
    const answer = await call('POST', 'session', { ...checkout, order: { ...checkout.order, ...changes } });
    expect(answer.status).toBe(400);
  });
  test('needs the password', async () => {
    const answer = await call('POST', 'session', checkout, { authorization: 'Basic eA==' });
    expect([answer.status, await answer.json()]).toMatchObject([401, { error: { cause: 'INVALID_REQUEST' } }]);
  });
});

describe('an order', () => {
  beforeEach(async () => void (await call('POST', 'session', checkout)));

  test('is not there before the first card: 400 or 404', async () => {
    const answers = [await call('GET', `order/${ref}`), await call('GET', `order/${ref}`)];
    expect(answers.map(({ status }) => status).toSorted()).toEqual([400, 404]);
    expect(await answers[0]?.json()).toMatchObject({ error: { cause: 'INVALID_REQUEST' }, result: 'ERROR' });
  });
  test('that was paid has everything at the top, and two notices with the secret', async () => {
    gateway.move(ref, 'pay', {});
    expect(await read(call('GET', `order/${ref}`))).toMatchObject({
      id: ref,
      amount: 115,
      merchant: 'TESTMAWAHIB',
      result: 'SUCCESS',
      status: 'CAPTURED',
      totalCapturedAmount: 115,
      totalRefundedAmount: 0,
      transaction: [{ transaction: { type: 'AUTHENTICATION' } }, { transaction: { type: 'PAYMENT', amount: 115 } }],
    });
    const notices = gateway.notices(ref);
    expect(notices.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([
      { order: { id: ref, status: 'AUTHENTICATED', totalCapturedAmount: 0 }, transaction: { type: 'AUTHENTICATION' } },
      { order: { id: ref, status: 'CAPTURED', totalCapturedAmount: 115 }, transaction: { type: 'PAYMENT' } },
    ]);
    for (const { headers } of notices)
      expect(headers['x-notification-secret']).toBe(secret('areeba-mpgs-webhook-secret'));
    expect(new Set(notices.map(({ headers }) => headers['x-notification-id'])).size).toBe(2);
  });
  test('whose card was declined answers 200, and may be paid by another card', async () => {
    gateway.move(ref, 'decline', {});
    const answer = await call('GET', `order/${ref}`);
    expect([answer.status, await answer.json()]).toMatchObject([200, { status: 'FAILED', result: 'FAILURE' }]);
    expect(gateway.find(ref)?.open).toBe(true);
    gateway.move(ref, 'pay', {});
    expect(gateway.find(ref)).toMatchObject({ state: 'CAPTURED', open: false });
  });
  test('brings the right indicator back when it was paid, and another one when not', async () => {
    const { successIndicator } = (await read(call('POST', 'session', checkout))) as { successIndicator: string };
    expect(gateway.find(ref)?.returnUrl).toBe(checkout.interaction.cancelUrl);
    gateway.move(ref, 'decline', {});
    const brought = () => new URL(gateway.find(ref)?.returnUrl ?? '').searchParams.get('resultIndicator');
    expect(brought()).toMatch(/^[0-9a-f]{16}$/);
    expect(brought()).not.toBe(successIndicator);
    gateway.move(ref, 'pay', {});
    expect(brought()).toBe(successIndicator);
  });
  test('whose session is over takes no card, unless the bank is late', () => {
    now = new Date('2026-03-01T07:30:00.000Z');
    expect(gateway.move(ref, 'pay', {})).toHaveProperty('refused');
    expect(gateway.find(ref)).toMatchObject({ open: false, returnUrl: checkout.interaction.timeoutUrl });
    expect(gateway.move(ref, 'pay', { late: true })).toMatchObject({ state: 'CAPTURED' });
  });
  test('a stranger’s claim has no secret', () => {
    const claim = gateway.forge(ref, 'pay');
    expect(claim?.headers).not.toHaveProperty('x-notification-secret');
    expect(JSON.parse(claim?.body ?? '')).toMatchObject({ order: { id: ref, status: 'CAPTURED' } });
    expect(gateway.find(ref)?.paidAmount).toBeNull();
  });
  test('goes back in parts, each id once, never more than was taken', async () => {
    expect((await refund('r1', '40.00')).status).toBe(400);
    gateway.move(ref, 'pay', {});
    const first = await refund('r1', '40.00');
    expect([first.status, await first.json()]).toMatchObject([
      201,
      {
        result: 'SUCCESS',
        order: { status: 'PARTIALLY_REFUNDED', totalRefundedAmount: 40 },
        transaction: { id: 'r1', type: 'REFUND' },
      },
    ]);
    const again = await refund('r1', '40.00');
    expect([again.status, gateway.find(ref)?.refunded]).toEqual([200, 4000]);
    expect((await refund('r1', '41.00')).status).toBe(400);
    expect((await refund('r2', '75.01')).status).toBe(400);
    expect((await refund('r2', '75.00')).status).toBe(201);
    expect(await read(call('GET', `order/${ref}`))).toMatchObject({ status: 'REFUNDED' });
    expect(announced.map(({ says }) => says)).toEqual(['REFUND SUCCESS', 'REFUND SUCCESS']);
    expect(await read(call('GET', `order/${ref}/transaction/r2`))).toMatchObject({ transaction: { amount: 75 } });
    expect((await call('GET', `order/${ref}/transaction/r3`)).status).toBe(404);
  });
  test('is not voided', async () => {
    gateway.move(ref, 'pay', {});
    const answer = await call('PUT', `order/${ref}/transaction/v1`, {
      apiOperation: 'VOID',
      transaction: { targetTransactionId: '1' },
    });
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { error: { field: 'apiOperation' }, result: 'ERROR' },
    ]);
  });
  test('is charged back by the bank of the card', async () => {
    expect(gateway.move(ref, 'chargeback', {})).toHaveProperty('refused');
    gateway.move(ref, 'pay', {});
    gateway.move(ref, 'chargeback', {});
    expect(await read(call('GET', `order/${ref}`))).toMatchObject({ status: 'CHARGEBACK_PROCESSED' });
  });
  test('outlives a restart', () => {
    gateway.move(ref, 'pay', { wrongAmount: true });
    expect(open().find(ref)).toMatchObject({ state: 'CAPTURED', amount: 11_500, paidAmount: 11_400 });
  });
});

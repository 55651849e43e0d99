import { beforeEach, describe, expect, test } from 'vitest';
import { httpDate, sign, signedNotice } from './areeba-callback.ts';
import { areeba } from './areeba.ts';
import { forgetful, type Gateway, type Memory, type Notice } from './gateway.ts';

const home = 'http://areeba.test';
const secret = (name: string) => `secret of ${name}`;
const env = areeba.env(home, secret);
const shared = secret('areeba-shared-secret');
const json = 'application/json; charset=utf-8';

let now: Date;
let announced: Notice[];
let gateway: Gateway;
let kept: unknown;

const open = (memory: Memory = { load: () => kept, save: (state: unknown) => void (kept = structuredClone(state)) }) =>
  areeba.open({
    now: () => now,
    payPage: (ref) => `http://localhost:8888/__local/gateways/areeba/pay/${ref}`,
    memory,
    announce: (notice) => void announced.push(notice),
    secret,
    siteUrl: 'http://localhost:8888',
  });

beforeEach(() => {
  now = new Date('2026-03-01T10:00:00.000Z');
  announced = [];
  kept = null;
  gateway = open();
});

const later = (seconds: number) => (now = new Date(now.getTime() + seconds * 1000));
const basic = `Basic ${btoa(`${env.AREEBA_USERNAME}:${env.AREEBA_PASSWORD}`)}`;
type Answer = { http: number; uuid?: unknown; [key: string]: unknown };
const call = async (
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> => {
  const answer = await gateway.handle(
    new Request(`${env.AREEBA_BASE_URL}${path}`, {
      method,
      headers: { authorization: basic, 'content-type': json, ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    }),
  );
  return { http: answer.status, ...((await answer.json()) as Record<string, unknown>) };
};
const key = String(env.AREEBA_API_KEY);
const order = {
  merchantTransactionId: 'BK-7F3A-1',
  amount: '150000',
  currency: 'IQD',
  description: 'Booking BK-7F3A',
  successUrl: 'https://app.example/pay/return?r=ok',
  cancelUrl: 'https://app.example/pay/return?r=cancel',
  errorUrl: 'https://app.example/pay/return?r=error',
  callbackUrl: 'https://app.example/webhooks/areeba?src=sim',
  merchantMetaData: 'bk_7f3a',
  customer: { firstName: 'Sara', lastName: 'A', email: 'sara@example.com', ipAddress: '203.0.113.7' },
  language: 'ar',
};
const ref = order.merchantTransactionId;
const debit = (changes: object = {}) => call('POST', `/transaction/${key}/debit`, { ...order, ...changes });
const refund = (changes: object = {}) => call('POST', `/transaction/${key}/refund`, changes);
const status = (id = ref) => call('GET', `/status/${key}/getByMerchantTransactionId/${id}`);
const paid = async () => {
  const { uuid } = await debit();
  gateway.move(ref, 'pay', {});
  return {
    merchantTransactionId: 'R1',
    referenceUuid: String(uuid),
    amount: '50000',
    currency: 'IQD',
    callbackUrl: order.callbackUrl,
  };
};
const last = () => gateway.notices(ref).at(-1);
const said = (notice: Notice | undefined) => JSON.parse(notice?.body ?? 'null') as Record<string, unknown>;

describe('calls', () => {
  test.each<[string, string, Record<string, string>]>([
    ['without credentials', `/status/${key}/getByUuid/1`, { authorization: '' }],
    ['with a wrong password', `/status/${key}/getByUuid/1`, { authorization: `Basic ${btoa('mawahib-api:x')}` }],
    ['with the key of another connector', '/status/OTHER/getByUuid/1', {}],
    [
      'with a wrong signature',
      `/status/${key}/getByUuid/1`,
      { date: 'Sun, 01 Mar 2026 10:00:00 UTC', 'x-signature': 'x' },
    ],
  ])('%s are not let in', async (_, path, headers) => {
    expect(await call('GET', path, undefined, headers)).toMatchObject({ http: 401, success: false, errorCode: 1004 });
  });
  test('that are signed well are let in', async () => {
    const path = `/api/v3/status/${key}/getByMerchantTransactionId/x%2Fy`;
    const date = httpDate(now);
    expect(date).toBe('Sun, 01 Mar 2026 10:00:00 UTC');
    const headers = { date, 'x-signature': sign(shared, { method: 'GET', body: '', date, path }) };
    expect(await call('GET', path.slice('/api/v3'.length), undefined, headers)).toMatchObject({ errorCode: 8001 });
  });
  test('to nowhere find nothing', async () => {
    expect(await call('POST', `/transaction/${key}/payout`, {})).toMatchObject({ http: 404, success: false });
  });
});

describe('a debit', () => {
  test('sends the payer to a page', async () => {
    expect(await debit()).toEqual({
      http: 200,
      success: true,
      uuid: expect.stringMatching(/^[0-9a-f]{20}$/),
      purchaseId: expect.stringMatching(/^20260301-[0-9a-f]{20}$/),
      returnType: 'REDIRECT',
      redirectType: 'fullpage',
      redirectUrl: `http://localhost:8888/__local/gateways/areeba/pay/${ref}`,
      paymentMethod: 'Creditcard',
    });
    expect(await status()).toMatchObject({
      success: true,
      transactionStatus: 'REDIRECT',
      merchantTransactionId: ref,
      transactionType: 'DEBIT',
      amount: '150000.00',
      currency: 'IQD',
      merchantMetaData: 'bk_7f3a',
    });
  });
  test.each([
    ['a reference of 51 letters', { merchantTransactionId: 'x'.repeat(51) }],
    ['a number for a sum', { amount: 150000 }],
    ['four decimals', { amount: '1.0000' }],
    ['another currency than the connector’s', { currency: 'USD' }],
    ['no way back', { successUrl: undefined }],
    ['a callback to nowhere', { callbackUrl: '/webhooks' }],
    ['a long description', { description: 'x'.repeat(256) }],
  ])('is refused for %s', async (_, changes) => {
    expect(await debit(changes)).toEqual({
      http: 400,
      success: false,
      errorMessage: 'The request data is invalid',
      errorCode: 1002,
    });
    expect(gateway.payments()).toEqual([]);
  });
  test('is made once under one reference', async () => {
    await debit();
    expect(await debit()).toMatchObject({ success: false, errorCode: 3004 });
    expect(gateway.payments()).toHaveLength(1);
  });
  test('is found by either of its names, and by no other', async () => {
    const { uuid } = await debit();
    expect(await call('GET', `/status/${key}/getByUuid/${String(uuid)}`)).toMatchObject({ merchantTransactionId: ref });
    expect(gateway.find(String(uuid))).toMatchObject({ ref });
    expect(await status('other')).toMatchObject({
      success: false,
      errorMessage: 'Transaction not found',
      errorCode: 8001,
    });
  });
  test('is paid', async () => {
    await debit();
    expect(gateway.move(ref, 'pay', {})).toMatchObject({ ref, state: 'SUCCESS', paidAmount: 150_000 });
    expect(await status()).toMatchObject({ transactionStatus: 'SUCCESS', amount: '150000.00', returnData: {} });
    expect(said(last())).toMatchObject({
      result: 'OK',
      merchantTransactionId: ref,
      transactionType: 'DEBIT',
      amount: '150000.00',
      currency: 'IQD',
      merchantMetaData: 'bk_7f3a',
      customer: order.customer,
    });
    expect(gateway.move(ref, 'pay', {})).toHaveProperty('refused');
  });
  test('is paid with another sum', async () => {
    await debit();
    gateway.move(ref, 'pay', { wrongAmount: true });
    expect(await status()).toMatchObject({ amount: '149000.00' });
  });
  test.each([
    ['decline', 2003],
    ['expire', 2005],
  ] as const)('ends: %s', async (deed, code) => {
    await debit();
    gateway.move(ref, deed, {});
    expect(await status()).toMatchObject({ transactionStatus: 'ERROR', errors: [{ errorCode: code }] });
    expect(said(last())).toMatchObject({ result: 'ERROR', transactionType: 'DEBIT', code });
  });
  test('runs out by the clock, tells so, and may still be booked late', async () => {
    await debit();
    later(3600);
    gateway.tick();
    expect(announced.map(({ ref: about, says }) => [about, says])).toEqual([[ref, 'DEBIT ERROR']]);
    expect(gateway.move(ref, 'pay', {})).toHaveProperty('refused');
    expect(gateway.move(ref, 'pay', { late: true })).toMatchObject({ state: 'SUCCESS' });
    expect(gateway.notices(ref).map(({ says }) => says)).toEqual(['DEBIT ERROR', 'DEBIT OK']);
  });
  test('outlives a restart of the stack', async () => {
    await debit();
    gateway.move(ref, 'pay', {});
    gateway = open();
    expect(await status()).toMatchObject({ transactionStatus: 'SUCCESS' });
    expect(open(forgetful()).payments()).toEqual([]);
  });
});

describe('refunds', () => {
  test('are transactions of their own: the first takes its time, the second is done at once', async () => {
    const wish = await paid();
    expect(await refund(wish)).toMatchObject({ success: true, returnType: 'PENDING' });
    expect(await status('R1')).toMatchObject({ transactionStatus: 'PENDING', transactionType: 'REFUND' });
    later(10);
    expect(await status('R1')).toMatchObject({ transactionStatus: 'SUCCESS', amount: '50000.00' });
    expect(await refund({ ...wish, merchantTransactionId: 'R2', amount: '100000' })).toMatchObject({
      returnType: 'FINISHED',
    });
    expect(announced.map(({ says, ref: about }) => [says, about])).toEqual([
      ['REFUND OK', ref],
      ['REFUND OK', ref],
    ]);
    expect(said(announced[1])).toMatchObject({
      transactionType: 'REFUND',
      merchantTransactionId: 'R2',
      amount: '100000.00',
    });
    expect(await status()).toMatchObject({ transactionStatus: 'SUCCESS' });
    expect(gateway.find(ref)?.state).toBe('SUCCESS, refunded 150000');
  });
  test('echo what they were sent with, and are asked for once', async () => {
    const wish = await paid();
    await refund({ ...wish, merchantMetaData: ref });
    expect(await refund(wish)).toMatchObject({ success: false, errorCode: 3004 });
    gateway.move(ref, 'refund', {});
    expect(said(last())).toMatchObject({
      transactionType: 'REFUND',
      merchantTransactionId: 'R1',
      merchantMetaData: ref,
    });
  });
  test.each([
    ['more than was paid', { amount: '150001' }, 3002],
    ['nothing', { amount: '0' }, 3002],
    ['of what nobody knows', { referenceUuid: 'x' }, 8001],
    ['in another currency', { currency: 'USD' }, 1002],
  ])('are refused: %s', async (_, changes, errorCode) => {
    expect(await refund({ ...(await paid()), ...changes })).toMatchObject({ success: false, errorCode });
  });
  test('come to no more than was paid, whether done or under way', async () => {
    const wish = await paid();
    await refund({ ...wish, amount: '100000' });
    expect(await refund({ ...wish, merchantTransactionId: 'R2', amount: '50001' })).toMatchObject({ errorCode: 3002 });
  });
  test('are refused for what is not paid', async () => {
    const { uuid } = await debit();
    expect(
      await refund({ merchantTransactionId: 'R1', referenceUuid: uuid, amount: '1', currency: 'IQD' }),
    ).toMatchObject({
      errorCode: 3002,
    });
    expect(gateway.move(ref, 'refund', {})).toHaveProperty('refused');
  });
  test('can be made by the house', async () => {
    await paid();
    gateway.move(ref, 'refund', { amount: 20_000 });
    expect(said(last())).toMatchObject({ result: 'OK', transactionType: 'REFUND', amount: '20000.00' });
    gateway.move(ref, 'refund', {});
    expect(said(last())).toMatchObject({ amount: '130000.00' });
    expect(gateway.move(ref, 'refund', {})).toHaveProperty('refused');
  });
});

describe('a chargeback', () => {
  test('takes what has not gone back, once, and nothing goes back after it', async () => {
    await paid();
    gateway.move(ref, 'refund', { amount: 50_000 });
    expect(gateway.move(ref, 'chargeback', {})).toMatchObject({ state: 'CHARGEBACK', refunded: 50_000 });
    expect(gateway.move(ref, 'refund', { amount: 1 })).toHaveProperty('refused');
  });
  test('finds nothing where all has gone back', async () => {
    await paid();
    gateway.move(ref, 'refund', {});
    expect(gateway.move(ref, 'chargeback', {})).toHaveProperty('refused');
  });
  test('points at the payment', async () => {
    await paid();
    expect(gateway.move(ref, 'chargeback', {})).toMatchObject({ state: 'CHARGEBACK' });
    expect(said(last())).toMatchObject({
      result: 'OK',
      transactionType: 'CHARGEBACK',
      chargebackData: { originalMerchantTransactionId: ref, amount: '150000.00', currency: 'IQD' },
    });
    expect(last()?.url).toBe(order.callbackUrl);
    expect(gateway.move(ref, 'chargeback', {})).toHaveProperty('refused');
  });
  test('needs money', async () => {
    await debit();
    expect(gateway.move(ref, 'chargeback', {})).toHaveProperty('refused');
  });
});

describe('notices', () => {
  test('are signed: this is the vector everybody knows', () => {
    const date = 'Thu, 09 Oct 2025 08:53:20 UTC';
    const told = {
      method: 'POST',
      body: '{"result":"OK","uuid":"11aa22bb33cc44dd55ee","merchantTransactionId":"bk_0001"}',
      date,
      path: '/webhooks/areeba?src=sim',
    };
    const sha512 = '2Cz0qBc2ce6UyD9B8xA+AQzv4miprcWfpocS6zCDnv2vtam1lqgiDN0y3p2TD12zfTy3ep7ke09cXnjgv9oZBg==';
    const md5 = 'r6r/HwImXVcFTMx23o31WDjEKR0xIltjUsxMoMJ9BLU04C4FClXkEGkKx5XexZArxUF+gd/PUssHu7BMtDoMjg==';
    expect([sign('local-shared-secret', told), sign('local-shared-secret', told, 'md5')]).toEqual([sha512, md5]);
    const notice = signedNotice(
      {
        ref,
        says: '',
        url: 'https://app.example/webhooks/areeba?src=sim',
        body: JSON.parse(told.body) as Record<string, unknown>,
      },
      'local-shared-secret',
      { hash: 'md5', dateHeader: 'x-date' },
      new Date('2025-10-09T08:53:20Z'),
    );
    expect(notice.headers).toEqual({ 'content-type': json, 'x-date': date, 'x-signature': md5 });
  });
  test('come in every form that is about', async () => {
    const forms = new Set<string>();
    for (const merchantTransactionId of ['1', '2', '3', '4']) {
      await debit({ merchantTransactionId });
      gateway.move(merchantTransactionId, 'pay', {});
      const notice = gateway.notices(merchantTransactionId).at(-1);
      if (!notice) throw new Error('nothing was told');
      const dateHeader = 'date' in notice.headers ? 'date' : 'x-date';
      const date = String(notice.headers[dateHeader]);
      const told = { method: 'POST', body: notice.body, date, path: '/webhooks/areeba?src=sim' };
      const hash = (['sha512', 'md5'] as const).find(
        (one) => sign(shared, told, one) === notice.headers['x-signature'],
      );
      forms.add(`${hash} ${dateHeader}`);
    }
    expect(forms).toEqual(new Set(['sha512 date', 'sha512 x-date', 'md5 date', 'md5 x-date']));
  });
  test('are settled by one word', () => {
    const settled = (code: number, body: string) => gateway.settled(code, body);
    expect([
      settled(200, 'OK'),
      settled(200, '"OK"'),
      settled(200, 'OK\n'),
      settled(202, 'OK'),
      settled(200, ''),
    ]).toEqual([true, false, false, false, false]);
    expect(gateway.retries).toBeGreaterThan(3);
  });
  test('are forged by somebody who lacks the secret', async () => {
    await debit();
    const forged = gateway.forge(ref, 'pay');
    expect(said(forged ?? undefined)).toMatchObject({ result: 'OK', merchantTransactionId: ref });
    const told = {
      method: 'POST',
      body: String(forged?.body),
      date: String(forged?.headers.date),
      path: '/webhooks/areeba?src=sim',
    };
    expect(forged?.headers['x-signature']).toHaveLength(88);
    expect(forged?.headers['x-signature']).not.toBe(sign(shared, told));
    expect(await status()).toMatchObject({ transactionStatus: 'REDIRECT' });
    expect(gateway.forge('other', 'pay')).toBeNull();
  });
  test('are not sent where no address was given', async () => {
    await debit({ callbackUrl: undefined });
    gateway.move(ref, 'pay', {});
    expect(gateway.notices(ref)).toEqual([]);
    expect(gateway.forge(ref, 'pay')).toBeNull();
  });
});

test('an error inside a success', async () => {
  const answer = gateway.errorInSuccess();
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ success: false, errorCode: 3003 });
});

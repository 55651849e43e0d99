import { beforeEach, describe, expect, test } from 'vitest';
import { fastpay } from './fastpay.ts';
import { forgetful, type Gateway, type Notice, type TwinDeps } from './gateway.ts';

const secret = (name: string) => `what both know as ${name}`;
const credentials = { store_id: '000001_001', store_password: secret('fastpay-store-password') };
const order_id = 'BK7F3A00000000000000000001';

let now: Date;
let announced: Notice[];
let gateway: Gateway;
let kept: unknown;

const open = (changes: Partial<TwinDeps> = {}) =>
  fastpay.open({
    now: () => now,
    siteUrl: 'http://localhost:8888',
    payPage: (ref) => `http://localhost:8888/__local/gateways/fastpay/pay/${ref}`,
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

const later = (minutes: number) => (now = new Date(now.getTime() + minutes * 60_000));
type Envelope = { code: number | string; messages: string[]; data: Record<string, unknown> | null };
async function call(leaf: string, body: object): Promise<Envelope> {
  const answer = await gateway.handle(
    new Request(`http://fastpay.test/api/v1/public/pgw/payment/${leaf}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...credentials, ...body }),
    }),
  );
  // whatever happened
  expect(answer.status).toBe(200);
  const said = (await answer.json()) as Envelope;
  return { ...said, code: Number(said.code) };
}
const cart = JSON.stringify([{ name: 'Booking BK-7F3A', qty: 1, unit_price: 150_000, sub_total: 150_000 }]);
const order = {
  order_id,
  bill_amount: 150_000,
  currency: 'IQD',
  cart,
  success_url: 'https://app.example/pay/return?r=ok',
  cancel_url: 'https://app.example/pay/return?r=cancel',
  callback_url: 'https://app.example/webhooks/fastpay',
};
const initiate = (changes: object = {}) => call('initiation', { ...order, ...changes });
const validate = () => call('validate', { order_id });
const refund = (changes: object = {}) =>
  call('refund', {
    order_id,
    msisdn: '+9647500000001',
    amount: 50_000,
    refund_secret_key: secret('fastpay-refund-secret'),
    ...changes,
  });
const notFound = {
  code: 404,
  messages: ['Sorry! No transaction has been found against your Order ID.'],
  data: null,
};
const wrongLogin = {
  code: 422,
  messages: ['Sorry! The Store ID and Store Password combination is wrong.'],
  data: null,
};

describe('an initiation', () => {
  test('answers with a page', async () => {
    expect(await initiate()).toEqual({
      code: 200,
      messages: ['Payment Initiation request processed successfully.'],
      data: {
        redirect_uri: expect.stringMatching(
          /^http:\/\/localhost:8888\/__local\/gateways\/fastpay\/pay\/BK7F3A\d+\?token=[0-9a-f-]{36}$/,
        ) as string,
      },
    });
    expect(gateway.find(order_id)).toMatchObject({ amount: 150_000, currency: 'IQD', description: 'Booking BK-7F3A' });
  });
  test('tells its code as a number and as text', async () => {
    const codes: unknown[] = [];
    for (let time = 0; time < 2; time += 1) {
      const answer = await gateway.handle(
        new Request('http://fastpay.test/api/v1/public/pgw/payment/validate', {
          method: 'POST',
          body: JSON.stringify({ ...credentials, order_id }),
        }),
      );
      codes.push(((await answer.json()) as Envelope).code);
    }
    expect(new Set(codes.map((code) => typeof code))).toEqual(new Set(['number', 'string']));
    expect(codes.map(Number)).toEqual([404, 404]);
  });
  test.each([
    ['a wrong password', { store_password: 'x' }, wrongLogin.messages[0]],
    ['a wrong store', { store_id: 'x' }, wrongLogin.messages[0]],
    ['a cart that is a list', { cart: JSON.parse(cart) as unknown }, 'The cart must be a valid JSON string'],
    ['a cart that is no JSON', { cart: '[{' }, 'The cart must be a valid JSON string'],
    ['an order id of seven letters', { order_id: 'BK7F3A0' }, 'The order id must be 8 to 32 letters and digits.'],
    ['an order id with a dash', { order_id: 'BK-7F3A01' }, 'The order id must be 8 to 32 letters and digits.'],
    ['half a dinar', { bill_amount: 1.5 }, 'The bill amount must be an integer.'],
    ['a sum as text', { bill_amount: '150000' }, 'The bill amount must be an integer.'],
    ['dollars', { currency: 'USD' }, 'The selected currency is invalid.'],
    ['an address that is none', { callback_url: '/hook' }, 'must be a valid URL.'],
  ])('refuses %s with 422 inside a 200', async (_, changes, message) => {
    expect(await initiate(changes)).toEqual({ code: 422, messages: [message], data: null });
    expect(gateway.payments()).toEqual([]);
  });
  test('of the same order is the same order with a new page, until it is paid', async () => {
    const first = await initiate();
    const second = await initiate();
    expect(second.data).not.toEqual(first.data);
    expect(gateway.payments()).toHaveLength(1);
    gateway.move(order_id, 'pay', {});
    expect((await initiate()).code).toBe(422);
    expect((await validate()).code).toBe(200);
  });
});

describe('an order', () => {
  test('that nobody paid looks like one that nobody made', async () => {
    expect(await validate()).toEqual(notFound);
    await initiate();
    expect(await validate()).toEqual(notFound);
  });
  test('is found when it is paid, under newer and older names', async () => {
    await initiate();
    gateway.move(order_id, 'pay', {});
    const { code, data } = await validate();
    expect(code).toBe(200);
    expect(data).toMatchObject({
      merchant_order_id: order_id,
      order_id,
      received_amount: '150000.00',
      currency: 'IQD',
      customer_mobile_number: '+9647500000001',
      customer_account_no: '+9647500000001',
      status: 'Success',
      at: '2026-03-01 13:00:00',
      received_at: '2026-03-01 13:00:00',
    });
    expect(data?.['gw_transaction_id']).toBe(data?.['transaction_id']);
    expect(gateway.move(order_id, 'pay', {})).toEqual({ refused: 'The order is already Success.' });
  });
  test('shows the sum that was booked', async () => {
    await initiate();
    gateway.move(order_id, 'pay', { wrongAmount: true });
    expect((await validate()).data).toMatchObject({ received_amount: '149000.00' });
  });
  test.each(['decline', 'expire'] as const)('that met %s is not found, and nobody is told', async (deed) => {
    await initiate();
    expect(gateway.move(order_id, deed, {})).toMatchObject({ open: false, returnUrl: order.cancel_url });
    expect(await validate()).toEqual(notFound);
    expect(gateway.notices(order_id)).toEqual([]);
  });
  test('ends after an hour, without a word', async () => {
    await initiate();
    later(59);
    gateway.tick();
    expect(gateway.find(order_id)?.open).toBe(true);
    later(1);
    gateway.tick();
    expect(gateway.find(order_id)).toMatchObject({ open: false, state: 'Expired' });
    expect(announced).toEqual([]);
    expect(gateway.move(order_id, 'pay', {})).toHaveProperty('refused');
    expect(gateway.move(order_id, 'pay', { late: true })).toMatchObject({ state: 'Success' });
  });
  test('knows no chargeback', async () => {
    await initiate();
    gateway.move(order_id, 'pay', {});
    expect(gateway.move(order_id, 'chargeback', {})).toHaveProperty('refused');
    expect(gateway.move('nobody', 'pay', {})).toBeNull();
  });
  test('outlives a restart of the stack', async () => {
    await initiate();
    gateway.move(order_id, 'pay', {});
    gateway = open();
    expect((await validate()).code).toBe(200);
    expect(open({ memory: forgetful() }).payments()).toEqual([]);
  });
});

describe('a refund', () => {
  beforeEach(async () => {
    await initiate();
    gateway.move(order_id, 'pay', {});
  });
  test('goes to a wallet, in part or whole, and can be checked', async () => {
    const check = () => call('refund/validation', { order_id });
    expect((await check()).data).toEqual({
      order_id,
      refund_status: false,
      status_checked_at: '2026-03-01 13:00:00',
    });
    expect(await refund()).toMatchObject({
      code: 200,
      messages: ['messages.successfully_refund'],
      data: { summary: { recipient: { mobile_number: '+9647500000001' }, invoice_id: expect.any(String) as string } },
    });
    expect((await check()).data).toMatchObject({ refund_status: true });
    expect(gateway.find(order_id)).toMatchObject({ refunded: 50_000, paidAmount: 150_000 });
    // validate does not tell
    expect((await validate()).data).toMatchObject({ status: 'Success', received_amount: '150000.00' });
  });
  test.each([
    ['a wrong secret', { refund_secret_key: 'x' }, 'Invalid secret key given.'],
    ['no secret', { refund_secret_key: undefined }, 'The refund secret key field is required.'],
    ['too much', { amount: 150_001 }, 'Refund amount can not be greater than transaction amount!'],
    ['no wallet', { msisdn: undefined }, 'The msisdn field is required.'],
    ['a wrong password', { store_password: 'x' }, wrongLogin.messages[0]],
  ])('with %s is refused', async (_, changes, message) => {
    expect(await refund(changes)).toEqual({ code: 422, messages: [message], data: null });
    expect(gateway.find(order_id)).toMatchObject({ refunded: 0 });
  });
  test('comes once', async () => {
    await refund();
    expect(await refund()).toEqual({ code: 422, messages: ['The transaction is already refunded'], data: null });
    expect(gateway.find(order_id)).toMatchObject({ refunded: 50_000 });
  });
  test('can be made by hand in the panel, and is no news', async () => {
    expect(gateway.move(order_id, 'refund', { amount: 20_000 })).toMatchObject({ refunded: 20_000 });
    expect((await call('refund/validation', { order_id })).data).toMatchObject({ refund_status: true });
    expect(gateway.notices(order_id)).toHaveLength(1);
  });
  test('of an order that nobody paid finds nothing', async () => {
    expect(await call('refund', { order_id: 'BK7F3A99', msisdn: '+9647500000001', amount: 1 })).toEqual(notFound);
    expect(gateway.move(order_id, 'refund', {})).toMatchObject({ refunded: 150_000 });
    expect(gateway.move(order_id, 'refund', {})).toHaveProperty('refused');
  });
});

describe('notices', () => {
  test('tell of a success alone, unsigned, in the words of validate', async () => {
    await initiate();
    expect(gateway.notices(order_id)).toEqual([]);
    gateway.move(order_id, 'pay', {});
    const [notice, ...others] = gateway.notices(order_id);
    expect(others).toEqual([]);
    expect(notice).toMatchObject({ says: 'Success', url: order.callback_url });
    expect(JSON.parse(notice?.body ?? '')).toEqual((await validate()).data);
    expect(Object.keys(notice?.headers ?? {})).toEqual(['content-type']);
    expect([200, 204, 302, 404, 500].filter((code) => gateway.settled(code, ''))).toEqual([200, 204]);
  });
  test('can be forged without anything moving, as far as there is something to claim', async () => {
    await initiate();
    const forged = gateway.forge(order_id, 'pay');
    expect(JSON.parse(forged?.body ?? '')).toMatchObject({ order_id, received_amount: '150000.00', status: 'Success' });
    expect(await validate()).toEqual(notFound);
    expect([gateway.forge(order_id, 'decline'), gateway.forge('nobody', 'pay')]).toEqual([null, null]);
  });
  test('are not sent where no address was given', async () => {
    await initiate({ callback_url: undefined });
    gateway.move(order_id, 'pay', {});
    expect(gateway.notices(order_id)).toEqual([]);
  });
});

test('an error in a success is its usual form of error', async () => {
  const answer = gateway.errorInSuccess();
  expect(answer.status).toBe(200);
  const body = (await answer.json()) as Envelope;
  expect({ ...body, code: Number(body.code) }).toEqual(wrongLogin);
});

test('what is no call of the protocol is no call', async () => {
  const status = async (path: string, method: string) =>
    (await gateway.handle(new Request(`http://fastpay.test${path}`, { method }))).status;
  expect(await status('/', 'GET')).toBe(404);
  expect(await status('/api/v1/public/pgw/payment/validate', 'GET')).toBe(405);
});

test('the app is told how to reach it', () => {
  expect(fastpay.env('http://127.0.0.1:1', secret)).toEqual({
    FASTPAY_BASE_URL: 'http://127.0.0.1:1',
    FASTPAY_STORE_ID: credentials.store_id,
    FASTPAY_STORE_PASSWORD: credentials.store_password,
    FASTPAY_REFUND_SECRET_KEY: secret('fastpay-refund-secret'),
  });
});

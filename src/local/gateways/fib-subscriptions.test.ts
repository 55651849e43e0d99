import { beforeEach, describe, expect, test } from 'vitest';
import { fib } from './fib.ts';
import type { Gateway, Notice } from './gateway.ts';

const secret = (name: string) => `secret of ${name}`;
const tokenUrl = 'http://fib.test/auth/realms/fib-online-shop/protocol/openid-connect/token';

let now: Date;
let announced: Notice[];
let gateway: Gateway;
let kept: unknown;

const open = () =>
  fib.open({
    now: () => now,
    siteUrl: 'http://localhost:8888',
    payPage: (ref) => `http://localhost:8888/pay/${ref}`,
    memory: { load: () => kept, save: (state) => (kept = structuredClone(state)) },
    announce: (notice) => announced.push(notice),
    secret,
  });
beforeEach(() => {
  now = new Date('2026-01-31T10:00:00.000Z');
  announced = [];
  kept = null;
  gateway = open();
});

const at = (iso: string) => {
  now = new Date(iso);
  gateway.tick();
};
const call = async (method: string, path: string, body?: unknown, pair = 'subscriptions') => {
  const id = pair === 'subscriptions' ? 'mawahib-local-subscriptions' : 'mawahib-local';
  const name = pair === 'subscriptions' ? 'fib-subscriptions-client-secret' : 'fib-client-secret';
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret(name) });
  const grant = await gateway.handle(new Request(tokenUrl, { method: 'POST', body: form }));
  const { access_token } = (await grant.json()) as { access_token: string };
  return gateway.handle(
    new Request(`http://fib.test/protected/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${access_token}` },
      body: body === undefined ? undefined : JSON.stringify(body),
    }),
  );
};
const plan = {
  title: 'Artist Pro',
  description: 'Artist Pro monthly plan',
  monetaryValue: { amount: '25000', currency: 'IQD' },
  interval: 'P1M',
  expiresIn: 'P1DT12H',
  statusCallbackUrl: 'https://app.example/webhooks/fib-sub/s_91',
};
const subscribe = async () =>
  ((await (await call('POST', 'subscriptions', plan)).json()) as { subscriptionId: string }).subscriptionId;
const status = async (ref: string) =>
  (await (await call('GET', `subscriptions/${ref}`)).json()) as Record<string, unknown>;
const begun = async () => {
  const ref = await subscribe();
  gateway.move(ref, 'pay', {});
  return ref;
};

describe('a subscription', () => {
  test('is made with a code, a QR and a link, and is a draft until it is paid', async () => {
    const answer = await call('POST', 'subscriptions', plan);
    expect(answer.status).toBe(201);
    const body = (await answer.json()) as Record<string, string>;
    expect(body).toMatchObject({
      readableCode: expect.stringMatching(/^SUBC-[A-Z2-9]{4}-[A-Z2-9]{4}$/),
      qrCode: expect.stringMatching(/^data:image\/png;base64,/),
      validUntil: '2026-02-01T22:00:00.000Z',
      appLink: `http://localhost:8888/pay/${body['subscriptionId']}`,
    });
    expect(await status(body['subscriptionId'] ?? '')).toMatchObject({
      id: body['subscriptionId'],
      status: 'DRAFT',
      interval: 'P1M',
      trialPeriod: null,
      lastPaymentAt: null,
      activeUntil: null,
    });
  });
  test.each(['description', 'statusCallbackUrl', 'title', 'interval'] as const)(
    'without %s is refused without a reason',
    async (field) => {
      const answer = await call('POST', 'subscriptions', { ...plan, [field]: undefined });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ errors: [{ code: 'INVALID_REQUEST', detail: '' }] });
    },
  );
  test('renews by the clock: the status stays, the moments move, the 31st comes back', async () => {
    const ref = await begun();
    expect(await status(ref)).toMatchObject({ status: 'ACTIVE', lastPaymentAt: 1769853600000 });
    expect(await status(ref)).toMatchObject({
      lastPaymentAt: '2026-01-31T10:00:00.000Z',
      activeUntil: '2026-02-28T10:00:00.000Z',
      monetaryValue: { amount: '25000' },
    });
    at('2026-02-28T09:59:59Z');
    expect(announced).toEqual([]);
    at('2026-03-01T00:00:00Z');
    expect(announced.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { subscriptionId: ref, status: 'ACTIVE' },
    ]);
    expect(gateway.find(ref)?.agreement).toEqual({
      interval: 'month',
      state: 'active',
      paidUntil: '2026-03-31T10:00:00.000Z',
      nextDebitAt: '2026-03-31T10:00:00.000Z',
    });
    at('2026-06-01T00:00:00Z');
    expect(announced).toHaveLength(4);
    expect(gateway.find(ref)?.agreement?.paidUntil).toBe('2026-06-30T10:00:00.000Z');
  });
  test('whose debits are refused is tried each day, mended by a payment, and given up in the end', async () => {
    const ref = await begun();
    gateway.move(ref, 'decline', {});
    expect(gateway.find(ref)?.agreement?.state).toBe('active');
    at('2026-03-01T12:00:00Z');
    expect(gateway.find(ref)).toMatchObject({
      state: 'ACTIVE',
      agreement: { state: 'past_due', nextDebitAt: '2026-03-02T10:00:00.000Z' },
    });
    expect(announced).toEqual([]);
    gateway.move(ref, 'pay', {});
    expect(gateway.find(ref)?.agreement).toMatchObject({ state: 'active', paidUntil: '2026-04-01T12:00:00.000Z' });
    gateway.move(ref, 'decline', {});
    at('2026-05-01T00:00:00Z');
    expect(gateway.find(ref)).toMatchObject({ state: 'CANCELLED', agreement: { state: 'ended', nextDebitAt: null } });
    expect(announced.map(({ says }) => says)).toEqual(['CANCELLED']);
  });
  test('is cancelled when it is active, and in no other state', async () => {
    const draft = await subscribe();
    expect((await call('POST', `subscriptions/${draft}/cancel`)).status).toBe(400);
    const ref = await begun();
    expect((await call('POST', `subscriptions/${ref}/cancel`)).status).toBe(204);
    expect((await call('POST', `subscriptions/${ref}/cancel`)).status).toBe(400);
    at('2026-05-01T00:00:00Z');
    expect(await status(ref)).toMatchObject({ status: 'CANCELLED', activeUntil: Date.parse('2026-02-28T10:00:00Z') });
    expect(gateway.move(ref, 'pay', {})).toHaveProperty('refused');
    expect(gateway.move(ref, 'refund', {})).toHaveProperty('refused');
  });
  test('nobody wants runs out', async () => {
    const ref = await subscribe();
    at('2026-02-01T22:00:00Z');
    expect(await status(ref)).toMatchObject({ status: 'REJECTED' });
  });
  test('outlives a restart, and so do payments kept by an older stack', async () => {
    const ref = await begun();
    gateway = open();
    expect(gateway.find(ref)).toMatchObject({ state: 'ACTIVE' });
    kept = [];
    expect(open().payments()).toEqual([]);
  });
});

test('the pair for subscriptions opens no payments; the pair for payments opens both', async () => {
  expect((await call('POST', 'payments', {})).status).toBe(403);
  expect((await call('POST', 'payments', {}, 'payments')).status).toBe(400);
  expect((await call('POST', 'subscriptions', plan, 'payments')).status).toBe(201);
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyToken } from '@clerk/backend';
import { verifyWebhook } from '@clerk/backend/webhooks';
import type { Context } from '@netlify/functions';
import nodemailer from 'nodemailer';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openClerk, type LocalClerk } from '../clerk.ts';
import { startClock } from '../clock.ts';
import { forgetful } from '../gateways/gateway.ts';
import { openHouse, type GatewayHouse } from '../gateways/house.ts';
import { twins } from '../gateways/registry.ts';
import { kept } from '../keep.ts';
import { openMailbox, type Mailbox } from '../mailbox.ts';
import { openSecrets } from '../secrets.ts';
import { openWhatsAppTwin } from '../whatsapp/twin.ts';
import type { Person } from './parts.ts';
import { localRoutes } from './routes.ts';

const origin = 'http://localhost:8888';
const layla: Person = {
  clerkId: 'user_layla',
  email: 'layla@example.test',
  name: 'ليلى <حسن>',
  role: 'customer',
  kind: 'individual',
  plan: null,
  membership: null,
  note: 'Plans her wedding in Erbil',
};

let home: string;
let clerk: LocalClerk;
let mailbox: Mailbox;
let gateways: GatewayHouse;
let offsets: number[];
let toApp: Request[];
let appAnswers: number[];
let rebuilt: number;
let ask: (path: string, init?: RequestInit & { json?: unknown; form?: Record<string, string> }) => Promise<Response>;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'mawahib-contract-'));
  offsets = [];
  toApp = [];
  appAnswers = [];
  rebuilt = 0;
  const secret = openSecrets(home);
  const clock = startClock((offset) => offsets.push(offset));
  clerk = openClerk(home, origin, secret);
  mailbox = await openMailbox(join(home, 'mail.jsonl'), clock.now);
  gateways = await openHouse(twins, {
    now: clock.now,
    siteUrl: origin,
    payPage: (driver, ref) => `${origin}/__local/gateways/${driver}/pay/${ref}`,
    memory: forgetful,
    secret,
    send: (input, init) => hear(new Request(input, init)),
    firstWaitMs: 1,
  });
  const hear = (request: Request) => {
    toApp.push(request);
    return Promise.resolve(new Response('heard', { status: appAnswers.shift() ?? 202 }));
  };
  const route = localRoutes({
    agent: { name: 'assistant', subscribe: async () => 'as before', hear: async () => ({ status: 202 }) },
    origin,
    home,
    clock,
    clerk,
    mailbox,
    gateways,
    whatsapp: openWhatsAppTwin({
      memory: kept(join(home, 'whatsapp.json')),
      now: clock.now,
      secret,
      siteUrl: origin,
      app: hear,
    }),
    people: [layla],
    site: {
      fetch: hear,
      jobs: () => [{ name: 'clock-outbox', schedule: '* * * * *', nextRun: '2026-03-01T10:00:00.000Z' }],
      runJob: () => Promise.resolve({ ok: true, status: 200, took: 3, report: { sent: 2 } }),
      idle: () => Promise.resolve(),
      purges: () => [
        { at: '1', tags: ['talent-a'] },
        { at: '2', tags: null },
      ],
      rebuild: () => Promise.resolve({ took: ++rebuilt }),
    },
  });
  ask = async (path, { json, form, ...init } = {}) => {
    const body = json === undefined ? form && new URLSearchParams(form) : JSON.stringify(json);
    const headers = { ...(json !== undefined && { 'content-type': 'application/json' }), ...init.headers };
    const posts = body === undefined ? {} : { method: 'POST', body };
    // The routes read the request alone; the runner hands them Netlify's context as well.
    const answer = await route(new Request(`${origin}${path}`, { ...posts, ...init, headers }), {} as Context);
    return answer ?? new Response('the site', { status: 299 });
  };
});
afterEach(async () => {
  await gateways.close();
  await mailbox.close();
  rmSync(home, { recursive: true });
});

const read = async <Shape = Record<string, unknown>>(answer: Response | Promise<Response>) =>
  (await (await answer).json()) as Shape;
const cookies = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

test('only /__local is the stack’s', async () => {
  expect((await ask('/en/')).status).toBe(299);
  expect((await ask('/__localized/')).status).toBe(299);
  expect((await ask('/__local')).headers.get('location')).toBe(`${origin}/__local/`);
  expect((await ask('/__local/nothing')).status).toBe(404);
});

test('signing in as a demo person gives a token that production accepts, and Clerk’s cookies', async () => {
  const answer = await ask('/__local/sign-in', { json: { clerkId: 'user_layla' } });
  const { token } = await read<{ token: string }>(answer.clone());
  const claims = await verifyToken(token, {
    jwtKey: clerk.env['CLERK_JWT_KEY']!,
    authorizedParties: clerk.env['CLERK_AUTHORIZED_PARTIES']!.split(','),
  });
  expect(claims).toMatchObject({ sub: 'user_layla', azp: origin, sts: 'active' });
  expect(cookies(answer)).toMatch(new RegExp(`^__session=${token}; __client_uat=\\d+; __client=[\\w-]+$`));
  expect(answer.headers.getSetCookie()[2]).toMatch(/HttpOnly/);
});

test('the page’s client renews the token until it signs out', async () => {
  const signedIn = await ask('/__local/sign-in', { json: { clerkId: 'user_layla' } });
  const cookie = cookies(signedIn);
  expect(await read(ask('/__local/session', { headers: { cookie } }))).toMatchObject({
    session: { userId: 'user_layla' },
  });
  const renewed = await ask('/__local/token', { method: 'POST', headers: { cookie } });
  expect(await read(renewed.clone())).toMatchObject({ userId: 'user_layla', token: expect.any(String) });
  expect(cookies(renewed)).toContain('__session=');

  const out = await ask('/__local/sign-out', { method: 'POST', headers: { cookie } });
  expect(cookies(out)).toContain('__client_uat=0');
  expect(await read(ask('/__local/token', { method: 'POST', headers: { cookie } }))).toEqual({
    token: null,
    userId: null,
  });
  expect(await read(ask('/__local/session'))).toEqual({ session: null });
});

test('somebody new gets an account once, and Clerk tells the app by itself', async () => {
  appAnswers = [500, 200];
  const first = await read<{ clerkId: string }>(
    ask('/__local/sign-in', { json: { email: 'Naz@example.test', name: 'Naz' } }),
  );
  const again = await read<{ clerkId: string }>(
    ask('/__local/sign-in', { json: { email: 'naz@example.test', name: 'N.' } }),
  );
  expect(again.clerkId).toBe(first.clerkId);
  await vi.waitFor(() => expect(toApp).toHaveLength(2), { timeout: 30_000 });
  const [lost, heard] = toApp;
  expect(heard?.headers.get('svix-id')).toBe(lost?.headers.get('svix-id'));
  expect(await verifyWebhook(heard!, { signingSecret: clerk.env['CLERK_WEBHOOK_SIGNING_SECRET']! })).toMatchObject({
    type: 'user.created',
    data: { id: first.clerkId, first_name: 'Naz' },
  });
});

test('a demo person’s address signs in the demo person', async () => {
  expect(await read(ask('/__local/sign-in', { json: { email: 'LAYLA@example.test', name: 'x' } }))).toMatchObject({
    clerkId: 'user_layla',
  });
});

test('a form goes back where it came from, and never off the site', async () => {
  const answer = await ask('/__local/sign-in', { form: { clerkId: 'user_layla', return_to: '/ar/bookings/' } });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/ar/bookings/']);
  for (const return_to of ['https://evil.example/', '//evil.example/', '/\\evil.example/']) {
    expect((await ask('/__local/sign-in', { form: { clerkId: 'user_layla', return_to } })).status).toBe(422);
  }
});

test('bad sign-ins are refused as problems', async () => {
  expect((await ask('/__local/sign-in', { json: { clerkId: 'user_nobody' } })).status).toBe(404);
  expect((await ask('/__local/sign-in', { json: { email: 'a@example.test' } })).status).toBe(422);
  const invalid = await ask('/__local/sign-in', { method: 'POST', body: '{' });
  expect(invalid.headers.get('content-type')).toBe('application/problem+json');
  expect(await read(invalid)).toMatchObject({ status: 400, code: 'invalid_json' });
  const foreign = { json: { clerkId: 'user_layla' }, headers: { 'sec-fetch-site': 'cross-site' } };
  expect((await ask('/__local/sign-in', foreign)).status).toBe(403);
});

test('mail is listed, filtered and shown with what people wrote escaped', async () => {
  const transport = nodemailer.createTransport(mailbox.smtpUrl);
  await transport.sendMail({
    from: 'a@b.test',
    to: layla.email,
    subject: '<b>Quote</b>',
    html: '<p lang="en"><script>x</script></p>',
  });
  transport.close();
  const [mail] = await read<{ id: string; subject: string; recipients?: unknown }[]>(
    ask(`/__local/mail?to=${layla.email}`),
  );
  expect(mail).toMatchObject({ subject: '<b>Quote</b>', to: layla.email, links: [] });
  expect(mail).not.toHaveProperty('recipients');
  expect(await read(ask('/__local/mail?to=other@example.test'))).toEqual([]);
  const page = await (await ask(`/__local/mail/${mail!.id}`)).text();
  expect(page).toContain('&lt;b&gt;Quote&lt;/b&gt;');
  expect(page).not.toContain('<script>');
  expect(await (await ask('/__local/mailbox/')).text()).toContain(`/__local/mail/${mail!.id}`);
});

test('the clock moves for the app and is told back', async () => {
  const { now } = await read<{ now: string }>(ask('/__local/clock', { json: { advance: 'PT31M' } }));
  expect(Math.abs(Date.parse(now) - Date.now() - 31 * 60_000)).toBeLessThan(60_000);
  expect(offsets).toEqual([31 * 60_000]);
  await ask('/__local/clock', { json: { reset: true } });
  expect(offsets).toEqual([31 * 60_000, 0]);
  expect((await ask('/__local/clock', { json: { advance: 'soon' } })).status).toBe(422);
  const likeCurl = {
    method: 'POST',
    body: '{"reset":true}',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  };
  expect((await ask('/__local/clock', likeCurl)).status).toBe(200);
  expect((await ask('/__local/clock', { form: { reset: 'true' } })).status).toBe(303);
  expect((await ask('/__local/clock', { json: {} })).status).toBe(422);
});

test('jobs are listed and run; purges, hooks and outgoing webhooks are kept', async () => {
  expect(await read(ask('/__local/jobs'))).toMatchObject([{ name: 'clock-outbox' }]);
  expect(await read(ask('/__local/jobs/clock-outbox', { method: 'POST' }))).toMatchObject({
    ok: true,
    took: 3,
    report: { sent: 2 },
  });
  expect((await ask('/__local/jobs/clock-nothing', { method: 'POST' })).status).toBe(404);
  expect(await read(ask('/__local/purges'))).toEqual([
    { at: '2', tags: null },
    { at: '1', tags: ['talent-a'] },
  ]);
  await ask('/__local/build-hooks', { json: { trigger_title: 'profile published' } });
  expect(await read(ask('/__local/build-hooks'))).toMatchObject([
    { name: 'site', body: { trigger_title: 'profile published' } },
  ]);
  expect((await ask('/__local/webhooks-out/agent?answer=503', { json: { a: 1 } })).status).toBe(503);
  expect(await read(ask('/__local/webhooks-out'))).toMatchObject([{ name: 'agent', body: { a: 1 } }]);
  expect(await read(ask('/__local/rebuild', { method: 'POST' }))).toEqual({ took: 1 });
});

async function newPayment(): Promise<string> {
  const base = gateways.env['FIB_BASE_URL'];
  const credentials = btoa(`${gateways.env['FIB_CLIENT_ID']}:${gateways.env['FIB_CLIENT_SECRET']}`);
  const { access_token } = await read<{ access_token: string }>(
    fetch(`${base}/auth/realms/fib-online-shop/protocol/openid-connect/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${credentials}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    }),
  );
  const { paymentId } = await read<{ paymentId: string }>(
    fetch(`${base}/protected/v1/payments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        monetaryValue: { amount: 150000, currency: 'IQD' },
        description: 'Booking <7>',
        statusCallbackUrl: `${origin}/api/payments/webhook/fib/x`,
        redirectUri: `${origin}/en/payments/7/`,
      }),
    }),
  );
  return paymentId;
}

test('a payment is moved from outside, with its notices reported', async () => {
  const ref = await newPayment();
  const moved = await read(
    ask(`/__local/gateways/fib/payments/${ref}`, {
      json: { do: 'pay', notify: { times: 3, order: 'reversed', delayMs: 1 } },
    }),
  );
  expect(moved).toMatchObject({ ref, state: 'PAID' });
  expect((moved['notifications'] as { says: string }[]).map(({ says }) => says)).toEqual([
    ...Array.from({ length: 3 }, () => 'PAID'),
    ...Array.from({ length: 3 }, () => 'UNPAID'),
  ]);
  const listed = (await (await ask('/__local/gateways')).json()) as { driver: string }[];
  expect(listed.map(({ driver }) => driver)).toEqual(twins.map(({ driver }) => driver));
  expect(listed[0]).toMatchObject({ driver: 'fib', payments: [{ ref, state: 'PAID' }] });

  const path = `/__local/gateways/fib/payments/${ref}`;
  expect((await ask(path, { json: { do: 'pay' } })).status).toBe(409);
  expect((await ask(path, { json: { do: 'dance' } })).status).toBe(422);
  expect((await ask(path, { json: { do: 'pay', notify: { times: 10 } } })).status).toBe(422);
  expect((await ask('/__local/gateways/fib/payments/none', { json: { do: 'pay' } })).status).toBe(404);
  expect((await ask('/__local/gateways/none/payments/x', { json: { do: 'pay' } })).status).toBe(404);
});

test('faults are queued for the next calls', async () => {
  const path = '/__local/gateways/fib/faults';
  expect(await read(ask(path, { json: { next: ['timeout', 'slow:20'] } }))).toEqual({
    waiting: ['timeout', 'slow:20'],
  });
  expect(await read(ask(path, { json: { next: [] } }))).toEqual({ waiting: [] });
  expect((await ask(path, { json: { next: ['fire'] } })).status).toBe(422);
});

test('the payer’s page pays, and goes back to the shop', async () => {
  const ref = await newPayment();
  const page = `/__local/gateways/fib/pay/${ref}`;
  const shown = await (await ask(page)).text();
  expect(shown).toContain('150,000 IQD');
  expect(shown).toContain('Booking &lt;7&gt;');
  const left = await ask(page, { form: { do: 'leave' } });
  expect(left.headers.get('location')).toBe(`${page}?left`);
  expect(await (await ask(`${page}?left`)).text()).toContain('Nothing was paid');
  const paid = await ask(page, { form: { do: 'pay', times: '3' } });
  expect([paid.status, paid.headers.get('location')]).toEqual([303, `${origin}/en/payments/7/`]);
  expect(toApp).toHaveLength(3);
  expect(await (await ask(page)).text()).toContain('nothing left to do');
});

test('the payer’s page says that a debit comes again, and lets the next one fail and be mended', async () => {
  const base = gateways.env['FIB_BASE_URL'] ?? '';
  const grant = await fetch(`${base}/auth/realms/fib-online-shop/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: gateways.env['FIB_SUBSCRIPTIONS_CLIENT_ID'] ?? '',
      client_secret: gateways.env['FIB_SUBSCRIPTIONS_CLIENT_SECRET'] ?? '',
    }),
  });
  const { access_token } = (await grant.json()) as { access_token: string };
  const made = await fetch(`${base}/protected/v1/subscriptions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${access_token}` },
    body: JSON.stringify({
      title: 'Pro',
      description: 'Pro',
      monetaryValue: { amount: '25000', currency: 'IQD' },
      interval: 'P1M',
      statusCallbackUrl: `${origin}/hook`,
    }),
  });
  const { subscriptionId } = (await made.json()) as { subscriptionId: string };
  const page = `/__local/gateways/fib/pay/${subscriptionId}`;
  expect(await (await ask(page)).text()).toContain('every month');
  expect((await ask(page, { form: { do: 'pay' } })).headers.get('location')).toBe(page);
  expect(toApp).toHaveLength(1);
  expect(await (await ask(page)).text()).toContain('Let the next debit fail');
  await ask(page, { form: { do: 'decline' } });
  // nothing has happened yet: nobody is told
  expect(toApp).toHaveLength(1);
  await ask('/__local/clock', { json: { advance: 'P32D' } });
  gateways.tick();
  expect(await (await ask(page)).text()).toContain('Pay it now');
  await ask(page, { form: { do: 'pay' } });
  expect(await (await ask(page)).text()).toContain('the next debit happens by itself');
  expect(toApp).toHaveLength(2);
});

test('Clerk’s events are sent when asked for, repeated and forged as told', async () => {
  const sent = await read(
    ask('/__local/clerk/user.updated', { json: { clerkId: 'user_layla', name: 'Layla H.', times: 2 } }),
  );
  expect(sent).toMatchObject({ event: 'user.updated', clerkId: 'user_layla', status: 202 });
  const secret = { signingSecret: clerk.env['CLERK_WEBHOOK_SIGNING_SECRET']! };
  expect(toApp[0]!.headers.get('svix-id')).toBe(toApp[1]!.headers.get('svix-id'));
  expect(await verifyWebhook(toApp[0]!, secret)).toMatchObject({ data: { first_name: 'Layla', last_name: 'H.' } });
  await ask('/__local/clerk/user.deleted', { json: { clerkId: 'user_layla', forged: true } });
  await expect(verifyWebhook(toApp[2]!, secret)).rejects.toThrow();
  expect((await ask('/__local/clerk/user.exploded', { json: { clerkId: 'user_layla' } })).status).toBe(404);
  expect((await ask('/__local/clerk/user.created', { json: {} })).status).toBe(422);
});

test('the front page names everybody, escapes what they wrote, and holds no script', async () => {
  const page = await (await ask('/__local/')).text();
  expect(page).toContain('ليلى &lt;حسن&gt;');
  expect(page).not.toMatch(/<script/i);
  expect(await read(ask('/__local/people'))).toEqual([layla]);
  expect(await (await ask('/__local/look.css')).text()).toMatch(/--paper:/);
});

// Every reading request of the house, called in this process as the platform would call it, and the SQL each one sends.
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import type { World } from '../test/world.ts';
import { configOf, list } from '../netlify/config-of.ts';

type Handler = (request: Request, context?: unknown) => Promise<Response>;
export type Query = { query: string; params: string[] };
export type Reading = {
  name: string;
  request: () => Request;
  call: () => Promise<Response>;
  sql: Query[];
  url: string;
};

const root = new URL('../..', import.meta.url).pathname;

export async function handlerFor(path: string): Promise<Handler | null> {
  for (const file of globSync('netlify/functions/*.ts', { cwd: root })) {
    const config = configOf(file, readFileSync(join(root, file), 'utf8'));
    const hit = (patterns: string[]) =>
      patterns.some((pattern) => new URLPattern({ pathname: pattern }).test({ pathname: path }));
    if (!hit(list(config?.path)) || hit(list(config?.excludedPath)) || config?.preferStatic) continue;
    const module = (await import(pathToFileURL(join(root, file)).href)) as { default: Handler };
    return module.default;
  }
  return null;
}

/** The last `/sql` call of the driver, as it went over the wire. */
function listen(): { last: () => { url: string; queries: Query[] } | null; stop: () => void } {
  const real = globalThis.fetch;
  let heard: { url: string; queries: Query[] } | null = null;
  globalThis.fetch = (input, init) => {
    const headers = new Headers(init?.headers);
    const url = headers.get('neon-connection-string');
    if (url && typeof init?.body === 'string') {
      const body = JSON.parse(init.body) as { queries?: Query[] } & Partial<Query>;
      heard = { url, queries: body.queries ?? [{ query: body.query ?? '', params: body.params ?? [] }] };
    }
    return real(input, init);
  };
  return { last: () => heard, stop: () => void (globalThis.fetch = real) };
}

export type Asked = { name: string; path: string; as: string | null };

async function wanted(world: World): Promise<Asked[]> {
  const client = new pg.Client({ connectionString: world.postgres.url('postgres', world.database) });
  await client.connect();
  try {
    const one = async (sql: string) => ((await client.query(sql)).rows[0] ?? {}) as Record<string, string>;
    // The busiest talent, the longest thread, a payment: the heaviest of what people read, not the lightest.
    const talent = await one(
      `select p.slug, p.id, p.user_id from talent_profiles p join bookings b on b.talent_id = p.id where p.published_at is not null group by 1,2,3 order by count(*) desc, p.id limit 1`,
    );
    const service = await one(
      `select id from services where talent_id = '${talent.id}' and active order by position limit 1`,
    );
    const booking = await one(
      `select b.id, b.customer_id from bookings b join threads t on t.booking_id = b.id join messages m on m.thread_id = t.id group by 1,2 order by count(*) desc, b.id limit 1`,
    );
    const payment = await one(`select id, payer_id from payments order by created_at limit 1`);
    return [
      { name: 'listTalents', path: '/api/talents', as: null },
      { name: 'getTalent', path: `/api/talents/${talent.slug}`, as: null },
      { name: 'listServices', path: '/api/services', as: null },
      { name: 'getService', path: `/api/services/${service.id}`, as: null },
      { name: 'getMe', path: '/api/me', as: booking.customer_id ?? null },
      { name: 'listBookings (the busiest talent)', path: '/api/bookings', as: talent.user_id ?? null },
      { name: 'getBooking (the longest thread)', path: `/api/bookings/${booking.id}`, as: booking.customer_id ?? null },
      { name: 'listBookingMessages', path: `/api/bookings/${booking.id}/messages`, as: booking.customer_id ?? null },
      { name: 'getPaymentStatus', path: `/api/payments/status?id=${payment.id}`, as: payment.payer_id ?? null },
      { name: 'getReceipt', path: `/api/payments/${payment.id}/receipt`, as: payment.payer_id ?? null },
    ];
  } finally {
    await client.end();
  }
}

/** What a request asks of the database, called once to hear it; a sentence if that cannot be measured. */
export async function readingOf(world: World, origin: string, { name, path, as }: Asked): Promise<Reading | string> {
  const url = new URL(path, origin);
  const handler = await handlerFor(url.pathname);
  if (!handler) return `${name}: no function serves ${url.pathname}`;
  const token = as ? await world.clerk.token(world.clerk.openSession(as), { seconds: 3600 }) : null;
  const request = () => new Request(url, token ? { headers: { authorization: `Bearer ${token}` } } : {});
  const call = async () => {
    const response = await handler(request(), { waitUntil: () => undefined, requestId: 'bench', params: {} });
    await response.arrayBuffer();
    return response;
  };
  const ear = listen();
  const { status } = await call();
  const heard = ear.last();
  ear.stop();
  if (status !== 200 || !heard)
    return `${name}: ${path} answers ${status}${heard ? '' : ' and asks the database nothing'}`;
  return { name, request, call, sql: heard.queries, url: heard.url };
}

export async function readings(world: World, origin: string): Promise<{ found: Reading[]; missing: string[] }> {
  const found: Reading[] = [];
  const missing: string[] = [];
  for (const asked of await wanted(world)) {
    const reading = await readingOf(world, origin, asked);
    if (typeof reading === 'string') missing.push(reading);
    else found.push(reading);
  }
  return { found, missing };
}

export const functionFiles = () =>
  globSync('netlify/functions/*.ts', { cwd: root }).map((file) => ({
    name: basename(file, '.ts'),
    file: join(root, file),
  }));

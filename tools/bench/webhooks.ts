// Notices of gateways through the real handler: signature checked, kept raw, judged, and applied to payment, booking, books,
// receipt, audit and outbox before the answer. Beside it: one row inserted, on the same Postgres through the same driver.
import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { neon } from '@neondatabase/serverless';
import pg from 'pg';
import { openMailbox } from '../../src/local/mailbox.ts';
import type { World } from '../test/world.ts';
import { handlerFor } from './readings.ts';

const secret = randomBytes(24).toString('hex');
/** What the function needs to be areeba's: nothing is ever asked there, because a signature proves what is said. */
export const gatewaySettings = {
  AREEBA_BASE_URL: 'http://127.0.0.1:9/api/v3',
  AREEBA_API_KEY: 'bench',
  AREEBA_USERNAME: 'bench',
  AREEBA_PASSWORD: 'bench',
  AREEBA_SHARED_SECRET: secret,
} as const;

export type Rate = { perSecond: number; median: number; p99: number };
export type Webhooks = {
  distinct: number;
  /** their letters wait until the round is over */
  first: Rate;
  /** their letters are written and sent meanwhile, on the same cores */
  withLetters: Rate;
  duplicates: Rate;
  inserts: Rate;
  /** what the database is asked until the answer: batches, new sockets, round trips in all */
  cost: { first: Cost; duplicate: Cost };
  applied: { payments: number; entries: number; receipts: number; leftOver: number };
};

type Cost = { http: number; ws: number; roundTrips: number };
type Waiting = { ref: string; token: string; amount: number };

/** hours taken so far, in a calendar nobody else writes into */
let taken = 0;

/** Bookings accepted just now, each with a payment that is open at areeba: what `createPayment` leaves behind. */
async function openPayments(db: pg.Client, count: number): Promise<Waiting[]> {
  const waiting = Array.from({ length: count }, () => ({
    ref: randomUUID(),
    token: randomBytes(32).toString('base64url'),
    amount: 150_000,
  }));
  const hashes = waiting.map(({ token }) => createHash('sha256').update(token).digest('hex'));
  const from = taken;
  taken += count;
  await db.query(
    `with like_this as (
       select *, row_number() over () - 1 as whose, count(*) over () as people
       from (select distinct on (talent_id) * from bookings where currency = 'IQD' order by talent_id, id) as one_each
     ), wanted as (
       select $4::int + row_number() over () as n, ref, hash from unnest($1::text[], $2::text[]) as w(ref, hash)
     ), booked as (
       insert into bookings (service_id, talent_id, talent_user_id, customer_id, state, starts_at, ends_at, time_zone,
         service_title, list_amount, currency, customer_name, talent_name, quote_version, price_agreed, hold_expires_at)
       select service_id, talent_id, talent_user_id, customer_id, 'accepted', first, first + interval '45 minutes', time_zone, service_title, $3, 'IQD',
         customer_name, talent_name, 1, $3, now() + interval '25 minutes'
       from wanted join like_this on whose = n % people,
         lateral (select date_trunc('year', now()) + interval '2 years' + n * interval '1 hour' as first) as hour
       order by n
       returning id, customer_id, talent_user_id, starts_at
     ), numbered as (
       select *, $4::int + row_number() over (order by starts_at) as n from booked
     ), due as (
       insert into payments (payable_kind, payable_id, payer_id, payee_id, amount, currency, commission)
       select 'booking', id, customer_id, talent_user_id, $3, 'IQD', $3 / 10 from numbered
       returning id, payable_id, payer_id
     )
     insert into payment_attempts (payment_id, payer_id, driver, amount, currency, ref, state, token_hash, expires_at)
     select due.id, due.payer_id, 'areeba', $3, 'IQD', wanted.ref, 'open', wanted.hash, now() + interval '25 minutes'
     from due join numbered on numbered.id = due.payable_id join wanted using (n)`,
    [waiting.map(({ ref }) => ref), hashes, 150_000, from],
  );
  return waiting;
}

/** As areeba sends and signs it. */
function notice(origin: string, { ref, token, amount }: Waiting): () => Request {
  const path = `/api/payments/webhook/areeba/${token}`;
  const date = new Date().toUTCString().replace(/GMT$/, 'UTC');
  const type = 'application/json; charset=utf-8';
  const body = JSON.stringify({
    result: 'OK',
    uuid: randomBytes(10).toString('hex'),
    merchantTransactionId: ref,
    purchaseId: `20261121-${randomBytes(10).toString('hex')}`,
    transactionType: 'DEBIT',
    paymentMethod: 'Creditcard',
    amount: `${amount}`,
    currency: 'IQD',
  });
  const lines = ['POST', createHash('sha512').update(body).digest('hex'), type, date, path];
  const signature = createHmac('sha512', secret).update(lines.join('\n')).digest('base64');
  return () =>
    new Request(new URL(path, origin), {
      method: 'POST',
      headers: { 'content-type': type, date, 'x-date': date, 'x-signature': signature },
      body,
    });
}

/** So many at a time, as fast as they go; the rate, and how long one took. */
async function rate(works: readonly (() => Promise<unknown>)[], atOnce: number): Promise<Rate> {
  const took: number[] = [];
  const queue = works.values();
  const began = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const work of queue) {
        const start = performance.now();
        await work();
        took.push(performance.now() - start);
      }
    }),
  );
  const perSecond = (works.length * 1000) / (performance.now() - began);
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { perSecond, median: at(0.5), p99: at(0.99) };
}

const mean = (rates: readonly Rate[]): Rate => ({
  perSecond: rates.length / rates.reduce((sum, one) => sum + 1 / one.perSecond, 0),
  median: rates.reduce((sum, one) => sum + one.median, 0) / rates.length,
  p99: Math.max(...rates.map((one) => one.p99)),
});

/**
 * `distinct` payments told once and then twice more each. Told things and plain inserts take turns, so that neighbours on
 * the machine disturb both alike. Afterwards the database itself says what was applied: a rate over lost or doubled money
 * would be no rate.
 */
export async function webhooks(world: World, origin: string, distinct: number): Promise<Webhooks> {
  const handler = await handlerFor('/api/payments/webhook/areeba/x');
  if (!handler) throw new Error('no function takes notices');
  const folder = mkdtempSync(join(tmpdir(), 'mawahib-bench-mail-'));
  const mailbox = await openMailbox(join(folder, 'mail.jsonl'), () => new Date());
  process.env['SMTP_URL'] = mailbox.smtpUrl;
  const later: Promise<unknown>[] = [];
  const waitUntil = (work: Promise<unknown>) => void later.push(work);
  const deliver = (request: () => Request) => async () => {
    const response = await handler(request(), { waitUntil, requestId: 'bench', params: {} });
    const said = await response.text();
    if (response.status !== 200 || said !== 'OK') throw new Error(`a notice is answered ${response.status} ${said}`);
  };
  const db = new pg.Client({ connectionString: world.postgres.url('mawahib_owner', world.database) });
  await db.connect();
  try {
    await db.query('create table bench_plain (id bigint generated always as identity primary key, body text not null)');
    const plain = neon(world.ownerUrl);
    const insert = (at: number) => () => plain.query('insert into bench_plain (body) values ($1)', [`notice ${at}`]);
    const atOnce = 8;
    const warm = (await openPayments(db, 16)).map((one) => deliver(notice(origin, one)));
    await rate(warm, 4);
    await rate(
      Array.from({ length: 16 }, (_, at) => insert(at)),
      4,
    );

    const [probe] = await openPayments(db, 1);
    if (!probe) throw new Error('no payment was opened');
    const costOf = async (work: () => Promise<unknown>): Promise<Cost> => {
      await Promise.allSettled(later);
      const before = world.bridge.countersOf(world.database);
      await work();
      const after = world.bridge.countersOf(world.database);
      return {
        http: after.http - before.http,
        ws: after.ws - before.ws,
        roundTrips: after.roundTrips - before.roundTrips,
      };
    };
    const probed = deliver(notice(origin, probe));
    const cost = { first: await costOf(probed), duplicate: await costOf(probed) };

    // news of a round that is measured without letters is due when it is over
    await db.query(`create function bench_wait() returns trigger language plpgsql as
      $$ begin new.due_at := new.due_at + interval '1 day'; return new; end $$`);
    const letters = {
      wait: () =>
        db.query('create trigger bench_wait before insert on outbox for each row execute function bench_wait()'),
      go: () => db.query('drop trigger bench_wait on outbox'),
    };

    const rounds = 4;
    const told = { first: [] as Rate[], withLetters: [] as Rate[], duplicates: [] as Rate[], inserts: [] as Rate[] };
    const refs: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const waiting = await openPayments(db, Math.ceil(distinct / rounds / 2) * 2);
      refs.push(...waiting.map(({ ref }) => ref));
      const notices = waiting.map((one) => deliver(notice(origin, one)));
      const half = notices.length / 2;
      await letters.wait();
      told.first.push(await rate(notices.slice(0, half), atOnce));
      await Promise.allSettled(later);
      await letters.go();
      told.withLetters.push(await rate(notices.slice(half), atOnce));
      await Promise.allSettled(later);
      told.duplicates.push(await rate([...notices, ...notices], atOnce));
      told.inserts.push(
        await rate(
          waiting.map((_, at) => insert(at)),
          atOnce,
        ),
      );
    }
    await Promise.allSettled(later);
    const { rows } = await db.query<{ payments: number; entries: number; receipts: number; left_over: number }>(
      `with told as (select payment_id from payment_attempts where driver = 'areeba' and ref = any($1::text[]))
       select (select count(*)::int from payments join told on told.payment_id = id where state = 'paid') as payments,
         (select count(*)::int from ledger_entries join told using (payment_id)) as entries,
         (select count(*)::int from documents join told using (payment_id)) as receipts,
         (select coalesce(sum(amount), 0)::int from ledger_lines) as left_over`,
      [refs],
    );
    const [applied] = rows;
    return {
      distinct: refs.length,
      first: mean(told.first),
      withLetters: mean(told.withLetters),
      duplicates: mean(told.duplicates),
      inserts: mean(told.inserts),
      cost,
      applied: {
        payments: applied?.payments ?? 0,
        entries: applied?.entries ?? 0,
        receipts: applied?.receipts ?? 0,
        leftOver: applied?.left_over ?? NaN,
      },
    };
  } finally {
    await Promise.allSettled(later);
    await db.query('drop table if exists bench_plain');
    await db.query('drop function if exists bench_wait() cascade');
    await db.end();
    await mailbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

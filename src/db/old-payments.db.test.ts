import { cp, mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookingPayable } from '../features/bookings/payable.ts';
import type { Ctx } from '../features/ctx.ts';
import { documentNumber, seriesFor } from '../features/documents/rules.ts';
import { snapshot } from '../features/documents/schema.ts';
import { issueReceipt } from '../features/documents/service.ts';
import { freshDatabase, type TestDatabase } from '../testing/database.ts';
import { stageOn } from '../testing/stage.ts';
import { migrate } from './migrate.ts';

/** A database as it was when payments still counted for themselves, with payments in it, brought up to today. */
const before = 5;
const withDocuments = 12;

let server: TestDatabase;
let old: TestDatabase;
let pool: pg.Pool;
let folder: string;
const drizzle = fileURLToPath(new URL('../../drizzle', import.meta.url));
const named = (url: string, name: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).href;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'mawahib-migrations-'));
  server = await freshDatabase();
  const name = `${server.name}_old`;
  await server.query(`create database ${name}`);
  pool = new pg.Pool({ connectionString: named(server.superUrl, name), max: 2, allowExitOnIdle: true });
  pool.on('error', () => undefined);
  old = {
    ...server,
    name,
    appUrl: named(server.appUrl, name),
    systemUrl: named(server.systemUrl, name),
    ownerUrl: named(server.ownerUrl, name),
    superUrl: named(server.superUrl, name),
    query: async <Row extends pg.QueryResultRow>(sql: string, params: unknown[] = []) =>
      (await pool.query<Row>(sql, params)).rows,
  };
  await old.query(await readFile(new URL('../local/postgres/roles.sql', import.meta.url), 'utf8'));
  await migrate(old.ownerUrl, await migrationsUpTo(before));
});
afterAll(async () => {
  await pool.end();
  await server.query(`drop database if exists ${old.name} with (force)`);
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

async function migrationsUpTo(last: number): Promise<string> {
  const to = path.join(folder, String(last));
  await mkdir(path.join(to, 'meta'), { recursive: true });
  const journal = JSON.parse(await readFile(path.join(drizzle, 'meta/_journal.json'), 'utf8')) as {
    entries: { idx: number; tag: string }[];
  };
  const entries = journal.entries.filter(({ idx }) => idx <= last);
  for (const { tag } of entries) await cp(path.join(drizzle, `${tag}.sql`), path.join(to, `${tag}.sql`));
  await writeFile(path.join(to, 'meta/_journal.json'), JSON.stringify({ ...journal, entries }));
  return to;
}

type Old = { day: number; state: string; paidAt: string | null; through?: string | null };
/** In the order they were begun, which is how they were counted then. */
const payments: Record<string, Old> = {
  'paid in January, begun first': { day: 1, state: 'paid', paidAt: '2026-01-20T10:00:00Z', through: 'fib' },
  'never paid, and it took a number': { day: 2, state: 'pending', paidAt: null },
  'paid before the one above it': { day: 3, state: 'paid', paidAt: '2026-01-05T10:00:00.123Z', through: 'stripe' },
  'given back': { day: 4, state: 'refunded', paidAt: '2026-02-01T10:00:00Z', through: 'fib' },
  'failed, and it took a number': { day: 5, state: 'failed', paidAt: null },
  'on the last evening of the year in London, the first night of the next in Baghdad': {
    day: 6,
    state: 'paid',
    paidAt: '2025-12-31T22:00:00Z',
    through: 'fib',
  },
  'in the old year there and here': { day: 7, state: 'paid', paidAt: '2025-12-31T20:30:00Z', through: null },
};

const ids = {
  talent: 'user_old_talent',
  customer: 'user_old_customer',
  profile: '0190d3a0-0000-7000-9000-0000000000aa',
};

async function book(day: number, state: string): Promise<string> {
  const [booking] = await old.query<{ id: string }>(
    `insert into bookings (talent_id, talent_user_id, customer_id, state, starts_at, ends_at, time_zone, service_title, list_amount, currency, customer_name, talent_name, quote_version, price_agreed, hold_expires_at)
     values ($1, $2, $3, $4, $5, $5::timestamptz + interval '2 hours', 'Asia/Baghdad', '{"en":"Wedding day","ar":"يوم الزفاف"}', 350000, 'IQD', 'Sara', 'Zainab Kareem', 1, 350000, '2026-01-01') returning id`,
    [ids.profile, ids.talent, ids.customer, state, new Date(Date.UTC(2026, 5, day, 9))],
  );
  return booking?.id ?? '';
}

async function fill(): Promise<Map<string, string>> {
  await old.query(
    `insert into users (id, email, name, role, customer_kind, plan, onboarded_at) values
       ($1, 'zainab@example.com', 'Zainab', 'talent', null, 'FREE', now()), ($2, 'sara@example.com', 'Sara', 'customer', 'individual', null, now())`,
    [ids.talent, ids.customer],
  );
  await old.query(
    `insert into talent_profiles (id, user_id, slug, display_name, headline, bio, category, city, languages, tags, time_zone)
     values ($1, $2, 'zainab-kareem', 'Zainab Kareem', '{}', '{}', 'photographer', 'baghdad', '{ar}', '{}', 'Asia/Baghdad')`,
    [ids.profile, ids.talent],
  );
  const made = new Map<string, string>();
  for (const [what, { day, state, paidAt, through }] of Object.entries(payments)) {
    const booking = await book(day, paidAt === null ? 'accepted' : state === 'refunded' ? 'refunded' : 'paid');
    const [payment] = await old.query<{ id: string }>(
      `insert into payments (payable_kind, payable_id, payer_id, payee_id, amount, currency, state, paid_at, refunded_at, paid_through, paid_reference)
       values ('booking', $1, $2, $3, 350000, 'IQD', $4, $5, $6, $7, $8) returning id`,
      [
        booking,
        ids.customer,
        ids.talent,
        state,
        paidAt,
        state === 'refunded' ? '2026-02-03T10:00:00Z' : null,
        through ?? null,
        through ? `bank-${day}` : null,
      ],
    );
    await old.query(
      `insert into payment_attempts (payment_id, payer_id, driver, ref, state, token_hash) values ($1, $2, 'fib', $3, $4, $3)`,
      [payment?.id, ids.customer, `bank-${day}`, paidAt === null ? 'failed' : 'paid'],
    );
    made.set(payment?.id ?? '', what);
  }
  return made;
}

type Paper = {
  series: string;
  number: number;
  paymentId: string;
  kind: string;
  payee: string;
  snapshot: unknown;
  issuedAt: Date;
};
const papers = () =>
  old.query<Paper>(
    `select series, number, kind, payment_id as "paymentId", payee_id as payee, snapshot, issued_at as "issuedAt" from documents order by series, number`,
  );

test('what was paid before documents were kept gets one each, numbered without gaps, and the count goes on from there', async () => {
  const made = await fill();
  const counted = await old.query<{ n: number }>('select receipt_number as n from payments order by 1');
  expect(counted.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6, 7]);

  await migrate(old.ownerUrl, await migrationsUpTo(withDocuments));
  const expected = [
    ['MW-2025', 1, 'in the old year there and here'],
    ['MW-2026', 1, 'on the last evening of the year in London, the first night of the next in Baghdad'],
    ['MW-2026', 2, 'paid before the one above it'],
    ['MW-2026', 3, 'paid in January, begun first'],
    ['MW-2026', 4, 'given back'],
  ];
  const told = (rows: readonly Paper[]) =>
    rows.map(({ series, number, paymentId }) => [series, number, made.get(paymentId)]);
  const then = await papers();
  expect(told(then)).toEqual(expected);
  expect(await old.query('select series, last from document_series order by series')).toEqual([
    { series: 'MW-2025', last: 1 },
    { series: 'MW-2026', last: 4 },
  ]);
  for (const { snapshot: said, paymentId, kind, payee, issuedAt, series } of then) {
    const about = payments[made.get(paymentId) ?? ''];
    expect({ kind, payee }).toEqual({ kind: 'receipt', payee: ids.talent });
    const read = snapshot.parse(said);
    expect(read).toMatchObject({
      payer: { name: 'Sara' },
      payee: { name: 'Zainab Kareem' },
      amount: { amount: 350_000, currency: 'IQD' },
      paid: { through: about?.through ?? '', reference: about?.through ? `bank-${about.day}` : '' },
    });
    expect(Date.parse(read.paid.at)).toBe(Date.parse(about?.paidAt ?? ''));
    // the series is the one the house itself would have chosen
    expect(series).toBe(seriesFor('receipt', issuedAt, 'Asia/Baghdad'));
  }

  await migrate(old.ownerUrl);
  expect(await papers()).toEqual(then);

  // the next one paid takes the next number, under all the guards of today
  const stage = stageOn(old, new Date('2026-03-02T09:00:00Z'));
  const plain = stage.as(null);
  const ctx: Ctx = {
    ...plain,
    ports: { ...plain.ports, payables: { ...plain.ports.payables, booking: bookingPayable } },
  };
  const [unpaid] = await old.query<{ id: string; booking: string }>(
    `select id, payable_id as booking from payments where state = 'pending'`,
  );
  if (!unpaid) throw new Error('one was left to be paid');
  const issued = await stage.doors.asSystem('test: the next receipt').write((tx) =>
    issueReceipt(
      ctx,
      tx,
      {
        id: unpaid.id,
        payableKind: 'booking',
        payableId: unpaid.booking,
        payerId: ids.customer,
        payeeId: ids.talent,
        amount: 350_000,
        currency: 'IQD',
      },
      { through: 'fib', reference: 'bank-new', at: stage.now },
    ),
  );
  expect(issued.number).toBe(documentNumber('MW-2026', 5));
}, 60_000);

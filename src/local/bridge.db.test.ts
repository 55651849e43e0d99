import { neon, NeonDbError, type NeonQueryFunction, Pool } from '@neondatabase/serverless';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { speakTo } from '../db/speak-to.ts';
import { freshDatabase, type TestDatabase } from '../testing/database.ts';
import { startBridge } from './bridge.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await freshDatabase();
  speakTo(db.appUrl);
  await db.query(`
    create table notes (id int primary key, owner text not null, body text not null, tags text[], extra jsonb,
      constraint notes_body_short check (length(body) <= 10000000));
    alter table notes enable row level security;
    grant select, insert on notes to app_user;
    create policy own on notes to app_user using (owner = (select nullif(current_setting('request.jwt.claims', true), '')::json ->> 'sub'));`);
});
afterAll(() => db.close());

const as = (sql: NeonQueryFunction<false, false>, sub: string) =>
  sql`select set_config('role', 'app_user', true), set_config('request.jwt.claims', ${JSON.stringify({ sub })}, true)`;

const failure = async (work: PromiseLike<unknown>): Promise<NeonDbError> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof NeonDbError) return error;
    throw error;
  }
  throw new Error('it was expected to fail');
};

describe('POST /sql', () => {
  test('a batch takes a role and claims with it, and the next call starts without them', async () => {
    const sql = neon(db.appUrl);
    await sql.transaction([
      as(sql, 'ali'),
      sql`insert into notes values (1, 'ali', 'سڵاو', ${['a', 'b "c" \\']}, ${JSON.stringify({ n: 1 })})`,
    ]);
    const [, own] = await sql.transaction([as(sql, 'ali'), sql`select * from notes`], { readOnly: true });
    expect(own).toEqual([{ id: 1, owner: 'ali', body: 'سڵاو', tags: ['a', 'b "c" \\'], extra: { n: 1 } }]);
    const [, foreign] = await sql.transaction([as(sql, 'sara'), sql`select * from notes`]);
    expect(foreign).toEqual([]);
    const [left] = await sql`select current_user, nullif(current_setting('request.jwt.claims', true), '') as claims`;
    expect(left).toEqual({ current_user: 'mawahib_app', claims: null });
  });

  test('the login itself may read nothing', async () => {
    expect(await failure(neon(db.appUrl)`select * from public.notes`)).toMatchObject({ code: '42501' });
  });

  test('a setting for the session does not reach the next caller', async () => {
    const sql = neon(db.appUrl);
    await sql`select set_config('role', 'app_user', false), set_config('request.jwt.claims', '{"sub":"ali"}', false)`;
    for (let i = 0; i < 12; i++) expect(await sql`select current_user`).toEqual([{ current_user: 'mawahib_app' }]);
  });

  test('a transaction left open does not reach the next caller', async () => {
    const sql = neon(db.appUrl);
    await sql`begin read only`;
    for (let i = 0; i < 12; i++)
      expect(await sql`select current_setting('transaction_read_only') as ro`).toEqual([{ ro: 'off' }]);
  });

  test('array mode, full results and every type as the driver reads them', async () => {
    const sql = neon(db.appUrl, { arrayMode: true, fullResults: true });
    const result =
      await sql`select 1::int as a, 2::bigint as b, true as c, null::text as d, ${null}::int as e, 1.50::numeric as f, '\\xff00'::bytea as g`;
    expect(result.rows).toEqual([[1, '2', true, null, null, '1.50', Buffer.from([255, 0])]]);
    expect(result.fields.map((field) => field.name)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    expect(result).toMatchObject({ command: 'SELECT', rowCount: 1 });
  });

  test('isolation level, read only and deferrable reach the transaction', async () => {
    const sql = neon(db.appUrl);
    const look = sql`select current_setting('transaction_isolation') as level, current_setting('transaction_read_only') as ro, current_setting('transaction_deferrable') as later`;
    expect(await sql.transaction([look], { isolationLevel: 'Serializable', readOnly: true, deferrable: true })).toEqual(
      [[{ level: 'serializable', ro: 'on', later: 'on' }]],
    );
    expect(
      await sql.transaction([sql`select current_setting('transaction_isolation') as level`], {
        isolationLevel: 'RepeatableRead',
      }),
    ).toEqual([[{ level: 'repeatable read' }]]);
    expect(
      await failure(
        sql.transaction([as(sql, 'ali'), sql`insert into notes values (99, 'ali', 'x')`], { readOnly: true }),
      ),
    ).toMatchObject({ code: '25006' });
  });

  test('an error carries what Postgres said, and undoes the batch', async () => {
    const sql = neon(db.appUrl);
    await sql.transaction([as(sql, 'ali'), sql`insert into notes values (10, 'ali', 'first')`]);
    const error = await failure(
      sql.transaction([
        as(sql, 'ali'),
        sql`insert into notes values (11, 'ali', 'second')`,
        sql`insert into notes values (10, 'ali', 'again')`,
      ]),
    );
    expect(error).toMatchObject({
      code: '23505',
      constraint: 'notes_pkey',
      table: 'notes',
      schema: 'public',
      severity: 'ERROR',
    });
    expect(await db.query('select id from notes where id = 11')).toEqual([]);
    expect(await failure(sql`select nothing`)).toMatchObject({ code: '42703', position: '8' });
    expect(await failure(sql`select 'x'::json`)).toMatchObject({
      code: '22P02',
      detail: 'Token "x" is invalid.',
      routine: 'json_errsave_error',
    });
  });

  test('two statements in one query, a wrong password, an unknown database: refused by name', async () => {
    expect(await failure(neon(db.appUrl).query('select 1; select 2'))).toMatchObject({ code: '42601' });
    const wrong = new URL(db.appUrl);
    wrong.password = 'wrong';
    await neon(db.appUrl)`select 1`;
    expect(await failure(neon(wrong.href)`select 1`)).toMatchObject({ code: '28P01' });
    const elsewhere = new URL(db.appUrl);
    elsewhere.pathname = '/nowhere';
    expect(await failure(neon(elsewhere.href)`select 1`)).toMatchObject({ code: '3D000' });
  });

  test('7 MB in and out', async () => {
    const sql = neon(db.appUrl);
    const big = 'ش'.repeat(3_500_000);
    const [row] = await sql`select ${big}::text as big`;
    expect(row?.['big']).toBe(big);
  });

  test('neither what is no call, nor a page in a browser, gets in', async () => {
    const post = (headers: Record<string, string>, body: string) =>
      fetch(`${db.bridge}/sql`, { method: 'POST', headers, body });
    const good = { 'neon-connection-string': db.appUrl, 'neon-raw-text-output': 'true', 'neon-array-mode': 'true' };
    const select = JSON.stringify({ query: 'select 1' });
    expect((await post(good, select)).status).toBe(200);
    expect((await post(good, '{')).status).toBe(400);
    expect((await post(good, '[]')).status).toBe(400);
    expect(
      (
        await post(
          { ...good, 'neon-batch-isolation-level': 'Chaos' },
          JSON.stringify({ queries: [{ query: 'select 1' }] }),
        )
      ).status,
    ).toBe(400);
    expect((await post({}, select)).status).toBe(400);
    expect((await post({ ...good, origin: 'https://elsewhere.example' }, select)).status).toBe(403);
    const socket = new WebSocket(`${db.bridge.replace('http', 'ws')}/elsewhere`);
    await expect(
      new Promise((resolve) => {
        socket.onerror = () => resolve('refused');
        socket.onopen = () => resolve('open');
      }),
    ).resolves.toBe('refused');
  });
});

describe('WebSocket /v2', () => {
  const withPool = async <T>(url: string, work: (pool: Pool) => Promise<T>) => {
    const pool = new Pool({ connectionString: url, max: 5 });
    try {
      return await work(pool);
    } finally {
      await pool.end();
    }
  };

  test('an interactive transaction that sees itself, and is undone', () =>
    withPool(db.appUrl, async (pool) => {
      const client = await pool.connect();
      await client.query('begin');
      await client.query(`select set_config('role', 'app_user', true), set_config('request.jwt.claims', $1, true)`, [
        JSON.stringify({ sub: 'noor' }),
      ]);
      await client.query(`insert into notes values (20, 'noor', 'mine')`);
      expect((await client.query('select id from notes')).rows).toEqual([{ id: 20 }]);
      await client.query('rollback');
      client.release();
      expect(await db.query('select id from notes where id = 20')).toEqual([]);
    }));

  test('30 MB come through a slow reader whole', () =>
    withPool(db.appUrl, async (pool) => {
      const { rows } = await pool.query<{ n: number; long: string }>(
        `select n, repeat(chr(1600 + n % 40), 500000) as long from generate_series(1, 30) n`,
      );
      expect(rows.map((row) => row.long.length)).toEqual(Array.from({ length: 30 }, () => 500_000));
      const { rows: back } = await pool.query<{ size: number }>('select length($1::text) as size', [
        'x'.repeat(7_000_000),
      ]);
      expect(back).toEqual([{ size: 7_000_000 }]);
    }));

  test('errors and wrong passwords arrive with their code', async () => {
    await withPool(db.appUrl, (pool) =>
      expect(pool.query('select * from public.notes')).rejects.toMatchObject({ code: '42501' }),
    );
    const wrong = new URL(db.appUrl);
    wrong.password = 'wrong';
    await withPool(wrong.href, (pool) => expect(pool.query('select 1')).rejects.toMatchObject({ code: '28P01' }));
  });

  test('fifty connections at once', () =>
    withPool(db.systemUrl, async () => {
      const one = async (n: number) =>
        withPool(
          db.systemUrl,
          async (pool) => (await pool.query<{ n: number }>('select $1::int as n', [n])).rows[0]?.n,
        );
      expect(await Promise.all(Array.from({ length: 50 }, (_, n) => one(n)))).toEqual(
        Array.from({ length: 50 }, (_, n) => n),
      );
    }));
});

test('a bridge that closes takes its leave of open sockets, which a driver does not take for a failure', async () => {
  const bridge = await startBridge({ postgresPort: Number(new URL(db.superUrl).port) });
  const socket = new WebSocket(`ws://127.0.0.1:${bridge.port}/v2`);
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  const closed = new Promise<CloseEvent>((resolve) => socket.addEventListener('close', resolve));
  await bridge.close();
  expect(await closed).toMatchObject({ code: 1001, wasClean: true });
  await expect(fetch(`http://127.0.0.1:${bridge.port}/counters`)).rejects.toThrow('fetch failed');
});

test('round trips are counted for one database', async () => {
  const own = await freshDatabase();
  const sql = neon(own.appUrl);
  await sql.transaction([sql`select 1`, sql`select 2`]);
  await sql`select 3`;
  expect(await own.counters()).toEqual({ http: 2, ws: 0, queries: 3, roundTrips: 2 });
  const pool = new Pool({ connectionString: own.appUrl });
  await pool.query('select 1');
  await pool.query('select $1::int', [1]);
  await pool.end();
  expect(await own.counters()).toEqual({ http: 2, ws: 1, queries: 5, roundTrips: 4 });
  await own.close();
});

test('roles are what production must have', async () => {
  const rows = await db.query(
    `select rolname, rolcanlogin, rolinherit, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as mighty from pg_roles where rolname ~ '^(app|mawahib)_' order by 1`,
  );
  expect(rows).toEqual([
    { rolname: 'app_system', rolcanlogin: false, rolinherit: false, mighty: false },
    { rolname: 'app_user', rolcanlogin: false, rolinherit: false, mighty: false },
    { rolname: 'app_visitor', rolcanlogin: false, rolinherit: false, mighty: false },
    { rolname: 'mawahib_app', rolcanlogin: true, rolinherit: false, mighty: false },
    { rolname: 'mawahib_owner', rolcanlogin: true, rolinherit: false, mighty: false },
    { rolname: 'mawahib_system', rolcanlogin: true, rolinherit: false, mighty: false },
  ]);
  const app = neon(db.appUrl);
  expect(await failure(app.transaction([app`select set_config('role', 'app_system', true)`]))).toMatchObject({
    code: '42501',
  });
  const system = neon(db.systemUrl);
  expect(await failure(system.transaction([system`select set_config('role', 'app_user', true)`]))).toMatchObject({
    code: '42501',
  });
  const owner = neon(db.ownerUrl);
  await owner`create extension if not exists btree_gist`;
  await owner`create extension if not exists pg_trgm`;
  await owner`create schema if not exists owner_may`;
});

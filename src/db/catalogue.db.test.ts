import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookingStates, bookingMachine, movers, parties } from '../features/bookings/rules.ts';
import { freshDatabase, type TestDatabase } from '../testing/database.ts';
import { BypassRole, openDoors } from './client.ts';
import { sql } from 'drizzle-orm';

let database: TestDatabase;
beforeAll(async () => void (database = await freshDatabase()));
afterAll(() => database.close());

test('row security is on for every table, and every table says who sees it', async () => {
  const tables = await database.query<{ name: string; secured: boolean; policies: number }>(`
    select c.relname as name, c.relrowsecurity as secured, (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('public', 'app') and c.relkind in ('r', 'p') order by 1`);
  expect(tables.length).toBeGreaterThanOrEqual(19);
  expect(tables.filter((table) => !table.secured || table.policies === 0)).toEqual([]);
});

test('the same question finds an unprotected table', async () => {
  await database.query('create table control_unprotected (id int)');
  const rows = await database.query(
    `select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and relkind = 'r' and not relrowsecurity`,
  );
  expect(rows).toEqual([{ relname: 'control_unprotected' }]);
  await database.query('drop table control_unprotected');
});

test('no policy stands for everybody, and no table is granted to everybody', async () => {
  expect(await database.query(`select polname from pg_policy where 0 = any(polroles)`)).toEqual([]);
  expect(
    await database.query(
      `select table_name, privilege_type from information_schema.role_table_grants where grantee = 'PUBLIC' and table_schema in ('public', 'app')`,
    ),
  ).toEqual([]);
});

test('visitors only read, and ask', async () => {
  expect(
    await database.query(
      `select table_name, privilege_type from information_schema.role_table_grants where grantee = 'app_visitor' and privilege_type <> 'SELECT' order by 1`,
    ),
  ).toEqual([
    { table_name: 'inquiries', privilege_type: 'INSERT' },
    { table_name: 'inquiry_replies', privilege_type: 'INSERT' },
  ]);
});

test('functions that skip row security fix their search path and are not for everybody', async () => {
  const loose = await database.query(`
    select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'app' and ((p.prosecdef and not coalesce(p.proconfig::text like '%search_path=%', false)) or has_function_privilege('public', p.oid, 'execute'))`);
  expect(loose).toEqual([]);
});

test('neither login can walk past the policies', async () => {
  expect(
    await database.query(
      `select rolname from pg_roles where rolname in ('mawahib_app', 'mawahib_system', 'mawahib_owner') and (rolbypassrls or rolsuper)`,
    ),
  ).toEqual([]);
});

test('the application login cannot become the system', async () => {
  const doors = openDoors({ app: database.appUrl, system: database.systemUrl }, () => new Date());
  await expect(
    doors.asUser({ userId: 'user_x' }).write((tx) => tx.execute(sql`select set_config('role', 'app_system', true)`)),
  ).rejects.toThrow();
});

test('doors refuse a login that could', async () => {
  await database.query(`create role bypasser login password 'x' bypassrls; grant app_visitor, app_user to bypasser`);
  const url = new URL(database.appUrl);
  url.username = 'bypasser';
  url.password = 'x';
  const doors = openDoors({ app: url.href, system: url.href }, () => new Date());
  await expect(doors.asVisitor().read((db) => ({ one: db.execute(sql`select 1`) }))).rejects.toThrow(BypassRole);
  await expect(doors.asVisitor().write((tx) => tx.execute(sql`select 1`))).rejects.toThrow(BypassRole);
  await database.query(`drop owned by bypasser; drop role bypasser`);
});

test('the constraint that keeps a talent in one place is there', async () => {
  expect(
    await database.query(`select conname, contype from pg_constraint where conname = 'bookings_never_overlap'`),
  ).toEqual([{ conname: 'bookings_never_overlap', contype: 'x' }]);
});

test('the machine in SQL is the machine in the rules, cell by cell', async () => {
  const rows = await database.query<{ from_state: string; move: string; to_state: string; by: string }>(
    `select * from app.booking_moves()`,
  );
  const inSql = new Set(rows.map((row) => `${row.from_state} ${row.move} ${row.to_state} ${row.by}`));
  const inRules = new Set(
    bookingStates.flatMap((from) =>
      Object.entries(bookingMachine[from]).flatMap(([move, to]) =>
        parties
          .filter((by) => movers[from][move as keyof (typeof movers)[typeof from]]?.includes(by))
          .map((by) => `${from} ${move} ${to} ${by}`),
      ),
    ),
  );
  expect(inSql).toEqual(inRules);
});

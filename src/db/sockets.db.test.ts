import { spawnSync } from 'node:child_process';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { freshDatabase, type TestDatabase } from '../testing/database.ts';
import { openDoors, type Doors, type Tx } from './client.ts';
import { warmth } from './sockets.ts';

let database: TestDatabase;
let doors: Doors;
beforeAll(async () => {
  database = await freshDatabase();
  doors = openDoors({ app: database.appUrl, system: database.systemUrl }, () => new Date());
  await database.query(`create table told (id int generated always as identity, word text not null)`);
  await database.query(`grant insert on told to app_system`);
});
afterAll(() => database.close());
afterEach(() => void vi.useRealTimers());

const system = () => doors.asSystem('test');
const tell = (word: string) => (tx: Tx) => tx.execute(sql`insert into told (word) values (${word})`);
const times = async (word: string) =>
  (await database.query<{ n: number }>(`select count(*)::int as n from told where word = $1`, [word]))[0]?.n;
const sockets = async () => (await database.counters()).ws;

/** Everybody's end is closed while this process stands still, as it does when it is frozen: it cannot have heard of it. */
function closeWhileFrozen(): void {
  const script = `const pg = (await import('pg')).default; const db = new pg.Client(process.argv[1]); await db.connect();
    const gone = await db.query("select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename like 'mawahib_%' and datname = current_database()");
    await db.end(); process.stdout.write(String(gone.rowCount))`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script, database.superUrl], {
    encoding: 'utf8',
  });
  if (!(Number(stdout) > 0)) throw new Error(`nobody was cut off: ${stdout} ${stderr}`);
}

test('transactions that follow each other share one socket, and nothing of the first is left in it', async () => {
  await system().write(tell('first'));
  const before = await sockets();
  const left = await doors.asSystem('another').write(async (tx) => {
    const { rows } = await tx.execute(sql`select current_setting('role') as role, current_user as who`);
    return rows[0];
  });
  expect(left).toEqual({ role: 'app_system', who: 'app_system' });
  expect((await sockets()) - before).toBe(0);
});

test('at once, each has a socket of its own; who opens a second inside the first does not wait for ever', async () => {
  const nested = Array.from({ length: warmth.kept * 2 }, (_, n) =>
    system().write(async (tx) => {
      await tell('outer')(tx);
      await system().write(tell(`inner ${n}`));
    }),
  );
  await Promise.all(nested);
  expect(await times('outer')).toBe(warmth.kept * 2);
});

test('a socket that died unheard while it rested is replaced, and what was to be done is done once', async () => {
  await Promise.all([system().write(tell('warm')), system().write(tell('warm'))]);
  closeWhileFrozen();
  let runs = 0;
  await system().write((tx) => {
    runs += 1;
    return tell('after the freeze')(tx);
  });
  expect([runs, await times('after the freeze')]).toEqual([1, 1]);
  await Promise.all([system().write(tell('two more')), system().write(tell('two more'))]);
  expect(await times('two more')).toBe(2);
});

test('a socket that rested too long by the wall clock is not asked at all', async () => {
  await system().write(tell('warm'));
  const before = await sockets();
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + warmth.rest + 1 });
  await system().write(tell('much later'));
  vi.useRealTimers();
  expect((await sockets()) - before).toBe(1);
});

test('what was begun on a line that breaks is not repeated: nobody knows how it ended', async () => {
  await system().write(tell('warm'));
  let runs = 0;
  const broken = system().write(async (tx) => {
    runs += 1;
    await tell('cut off')(tx);
    const { rows } = await tx.execute(sql`select pg_backend_pid() as pid`);
    await database.query(`select pg_terminate_backend($1, 5000)`, [rows[0]?.['pid']]);
    await tell('cut off')(tx);
  });
  await expect(broken).rejects.toThrow();
  expect([runs, await times('cut off')]).toEqual([1, 0]);
});

test('nor is a commit nobody answered', async () => {
  await database.query(
    `create function cut_off() returns trigger language plpgsql security definer as $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$`,
  );
  await database.query(
    `create constraint trigger cut_off after insert on told deferrable initially deferred for each row when (new.word = 'unanswered') execute function cut_off()`,
  );
  await system().write(tell('warm'));
  let runs = 0;
  const broken = system().write((tx) => {
    runs += 1;
    return tell('unanswered')(tx);
  });
  await expect(broken).rejects.toThrow();
  expect(runs).toBe(1);
  // and whoever comes next finds a line that is alive
  await system().write(tell('alive'));
  expect(await times('alive')).toBe(1);
});

// The casting board among a hundred thousand open requests and as many talents: every page people ask for through the house's own
// request, heard and replayed with and without row security; and the worker that tells talents of a new request.
import pg from 'pg';
import type { World } from '../test/world.ts';
import { commonWord, fillBoard, rareWord, reader } from './board-world.ts';
import { readingOf, type Reading } from './readings.ts';
import { replayer } from './replayer.ts';
import { unguarded } from './row-security.ts';
import { interleaved, ms, table, times, type Row } from './table.ts';

type Question = { name: string; path: string };
async function questions(world: World): Promise<Question[]> {
  const client = new pg.Client({ connectionString: world.postgres.url('postgres', world.database) });
  await client.connect();
  try {
    const deep = await client.query<{ id: string; at: Date }>(
      `select id, opened_at as at from requests where state = 'OPEN' order by opened_at, id limit 1 offset 60`,
    );
    const own = await client.query<{ id: string }>(
      `select request_id as id from request_unlocks where user_id = $1 order by id limit 1`,
      [reader],
    );
    const locked = await client.query<{ id: string }>(
      `select id from requests r where not exists (select 1 from request_unlocks u where u.request_id = r.id and u.user_id = $1) limit 1`,
      [reader],
    );
    const last = deep.rows[0];
    const board = '/api/marketplace';
    return [
      { name: 'board', path: board },
      { name: 'board, its deepest page', path: `${board}?cursor=${encodeURIComponent(cursorOf(last))}` },
      { name: 'board, a trade', path: `${board}?category=musician` },
      { name: 'board, a trade in a city', path: `${board}?category=musician&city=erbil` },
      { name: 'board, soonest', path: `${board}?sort=soonest` },
      { name: 'board, budget', path: `${board}?sort=budget&currency=IQD&budgetFrom=500000` },
      { name: 'board, only checked', path: `${board}?checked=true` },
      { name: 'board, a common word', path: `${board}?q=${commonWord}` },
      { name: 'board, a rare word', path: `${board}?q=${rareWord}` },
      { name: 'board, no such word', path: `${board}?q=xylophone` },
      { name: 'board, what I unlocked', path: `${board}?unlocked=true` },
      { name: 'one request, locked', path: `/api/requests/${locked.rows[0]?.id}` },
      { name: 'one request, unlocked', path: `/api/requests/${own.rows[0]?.id}` },
    ];
  } finally {
    await client.end();
  }
}
const cursorOf = (last: { id: string; at: Date } | undefined) => (last ? `${last.at.toISOString()}~${last.id}` : '');

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
const count = (size: number) => size.toLocaleString('en');

type Told = { requests: number; told: number; took: number; buffers: number };
/** New requests of every trade and city, matched as the clock does it; nothing of it is kept. */
async function matching(world: World, requests: number): Promise<Told> {
  const client = new pg.Client({ connectionString: world.postgres.url('mawahib_owner', world.database) });
  await client.connect();
  try {
    type Plan = { 'QUERY PLAN': [{ Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number } }] };
    let told: Told = { requests, told: 0, took: NaN, buffers: NaN };
    // twice: the first time plans
    for (let round = 0; round < 2; round += 1) {
      await client.query('begin');
      await client.query(
        `update requests set matched_at = null where id in (select id from requests order by opened_at desc limit $1)`,
        [requests],
      );
      const { rows } = await client.query<Plan>(
        `explain (analyze, buffers, format json) select * from app.match_requests(${requests})`,
      );
      const plan = rows[0]?.['QUERY PLAN'][0].Plan;
      const { rows: lines } = await client.query<{ n: number }>(
        `select count(*)::int as n from notifications where name = 'board.matched'`,
      );
      await client.query('rollback');
      await client.query('begin');
      await client.query(
        `update requests set matched_at = null where id in (select id from requests order by opened_at desc limit $1)`,
        [requests],
      );
      const began = performance.now();
      await client.query(`select * from app.match_requests(${requests})`);
      const took = performance.now() - began;
      await client.query('rollback');
      told = {
        requests,
        told: lines[0]?.n ?? NaN,
        took,
        buffers: (plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0),
      };
    }
    return told;
  } finally {
    await client.end();
  }
}

/** `sizes` one after the other, in the same database, which is emptied of people for each. */
export async function boards(world: World, origin: string, sizes: readonly number[], rounds: number): Promise<void> {
  const rows: Row[] = [];
  const matched: Row[] = [];
  const trips = new Map<string, Row>();
  const smallest = new Map<string, number>();
  let least: Told | undefined;
  for (const size of sizes) {
    const began = performance.now();
    await fillBoard(world, size);
    console.log(
      `  ${count(size)} requests and talents written in ${((performance.now() - began) / 1000).toFixed(0)} s`,
    );
    for (const question of await questions(world)) {
      const heard = await readingOf(world, origin, { ...question, as: reader });
      if (typeof heard === 'string') throw new Error(heard);
      trips.set(question.name, await tripsOf(world, heard));
      const login = (role: 'mawahib_app' | 'mawahib_owner') => world.postgres.url(role, world.database);
      const guarded = await replayer(login('mawahib_app'), heard.sql);
      const owner = await replayer(login('mawahib_owner'), unguarded(heard.sql));
      try {
        const [on = NaN, off = NaN] = await interleaved(rounds, guarded.run, owner.run);
        const page = (buffers: readonly number[]) =>
          buffers[heard.sql.findIndex(({ query }) => /from "requests"/.test(query)) - 1] ?? NaN;
        const [all, without] = [sum(guarded.buffers), sum(owner.buffers)];
        if (!smallest.has(question.name)) smallest.set(question.name, all);
        rows.push([
          question.name,
          count(size),
          page(guarded.buffers),
          times(page(guarded.buffers), page(owner.buffers)),
          all,
          times(all, without),
          times(all, smallest.get(question.name) ?? NaN),
          ms(on),
          times(on, off),
        ]);
      } finally {
        await guarded.close();
        await owner.close();
      }
    }
    const told = await matching(world, 20);
    least ??= told;
    matched.push([
      count(size),
      told.requests,
      told.told,
      told.buffers,
      (told.buffers / Math.max(1, told.told)).toFixed(1),
      times(told.buffers / Math.max(1, told.told), least.buffers / Math.max(1, least.told)),
      ms(told.took),
      ms(told.took / Math.max(1, told.told)),
    ]);
  }
  const order = new Map([...new Set(rows.map(([name]) => name))].map((name, at) => [name, at]));
  table(
    'The casting board among many open requests: shared buffers, and time at the database',
    ['request', 'requests', 'page', '÷ no RLS', 'whole batch', '÷ no RLS', '÷ smallest', 'time', 'time ÷ no RLS'],
    rows.sort((a, b) => (order.get(a[0] ?? '') ?? 0) - (order.get(b[0] ?? '') ?? 0)),
    'A page of twenty-one is as many pages of the table, for rows lie mixed by time; the reader of the large world has unlocked some sixty-seven requests, the other one. Goal: ≤ 1.10 × without RLS.',
  );
  table(
    'Telling talents of twenty new requests',
    ['requests and talents', 'requests', 'told', 'buffers', 'buffers each', '÷ smallest', 'time', 'time each'],
    matched,
    'each told is a line in the house, its index entries and the choice of how often to be written to; one statement per request.',
  );
  table(
    'Round trips of the board',
    ['request', 'round trips', 'http calls', 'new sockets'],
    [...trips.values()],
    'goal: one round trip per read; two where words are looked for, whose index a policy’s row cannot use.',
  );
}

async function tripsOf(world: World, reading: Reading): Promise<Row> {
  const before = world.bridge.countersOf(world.database);
  await reading.call();
  const after = world.bridge.countersOf(world.database);
  return [`GET ${reading.name}`, after.roundTrips - before.roundTrips, after.http - before.http, after.ws - before.ws];
}

/** The smallest, and a hundred thousand; `REQUESTS` names another largest. */
export const boardSizesFrom = (most: string | undefined): number[] => [1_000, Number(most ?? 100_000)];

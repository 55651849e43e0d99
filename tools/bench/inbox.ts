// Inbox and thread page among ten thousand, a million and five million messages, through the house's own requests: what each asks
// of the database is heard on its way there and explained, statement by statement, as its door sends it.
import pg from 'pg';
import type { World } from '../test/world.ts';
import { busy, commonWord, fillInbox, normal, ownThreads, rareWord, type Threads } from './inbox-world.ts';
import { handlerFor, readingOf, type Reading } from './readings.ts';
import { replayer } from './replayer.ts';
import { unguarded } from './row-security.ts';
import { interleaved, ms, table, times, type Row } from './table.ts';

/** What is asked, and which of its statements is the list or the page that the goal speaks of. */
type Question = { name: string; path: string; goal?: 'inbox' | 'thread' };

async function questions(world: World, who: string, { long, inquiry }: Threads): Promise<Question[]> {
  const client = new pg.Client({ connectionString: world.postgres.url('postgres', world.database) });
  await client.connect();
  try {
    const oldest = await client.query<{ at: Date; id: string }>(
      `select last_message_at as at, thread_id as id from thread_members where user_id = $1 and not hidden and archived_at is null order by 1, 2 limit 1 offset 10`,
      [who],
    );
    const early = await client.query<{ id: string }>(
      `select id from messages where thread_id = $1 order by id limit 1 offset 45`,
      [long],
    );
    const last = oldest.rows[0];
    const cursor = last ? `${last.at.toISOString()}~${last.id}` : '';
    const threads = '/api/threads';
    return [
      { name: 'inbox', path: threads, goal: 'inbox' },
      { name: 'inbox, its deepest page', path: `${threads}?cursor=${encodeURIComponent(cursor)}`, goal: 'inbox' },
      { name: 'inbox, what waits', path: `${threads}?unread=true`, goal: 'inbox' },
      { name: 'inbox, inquiries', path: `${threads}?kind=inquiry`, goal: 'inbox' },
      { name: 'inbox, archive', path: `${threads}?box=archived`, goal: 'inbox' },
      { name: 'badge', path: `${threads}/unread`, goal: 'inbox' },
      { name: 'thread', path: `${threads}/${long}`, goal: 'thread' },
      {
        name: 'thread, its deepest page',
        path: `${threads}/${long}/messages?cursor=${early.rows[0]?.id}`,
        goal: 'thread',
      },
      { name: 'thread of an inquiry', path: `${threads}/${inquiry}`, goal: 'thread' },
      { name: 'search, a common word', path: `${threads}?q=${commonWord}` },
      { name: 'search, a rare word', path: `${threads}?q=${rareWord}` },
      { name: 'search, no such word', path: `${threads}?q=xylophone` },
    ];
  } finally {
    await client.end();
  }
}

/** Of a batch: the list or the count, or the page of words. */
const spokenOf = { inbox: /my_unread|order by "thread_members"/, thread: /union all/ };
const goalOf = ({ goal }: Question, { sql }: Reading, buffers: readonly number[]): number | string =>
  goal ? (buffers[sql.findIndex(({ query }) => spokenOf[goal].test(query)) - 1] ?? NaN) : '–';

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
const people = [
  { name: `${ownThreads[normal]} threads`, who: normal },
  { name: `${ownThreads[busy].toLocaleString('en')} threads`, who: busy },
];
const count = (messages: number) => messages.toLocaleString('en');

async function writing(world: World, origin: string, who: string, threadId: string): Promise<Row> {
  const path = `/api/threads/${threadId}/messages`;
  const handler = await handlerFor(path);
  const token = await world.clerk.token(world.clerk.openSession(who), { seconds: 3600 });
  const send = async () => {
    const later: Promise<unknown>[] = [];
    const before = world.bridge.countersOf(world.database);
    const answer = await handler?.(
      new Request(new URL(path, origin), {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', origin },
        body: JSON.stringify({ body: 'Thank you, see you on Saturday.' }),
      }),
      { waitUntil: (work: Promise<unknown>) => later.push(work), requestId: 'bench', params: {} },
    );
    const after = world.bridge.countersOf(world.database);
    if (answer?.status !== 201) throw new Error(`writing answers ${answer?.status}: ${await answer?.text()}`);
    await answer.arrayBuffer();
    await Promise.allSettled(later);
    return [after.roundTrips - before.roundTrips, after.http - before.http, after.ws - before.ws] as const;
  };
  // the first opens the socket that the others find warm; letters on their way may be counted in with one, hardly with all
  await send();
  const [first] = [await send(), await send(), await send()].sort((one, other) => one[0] - other[0]);
  return ['POST a message', ...(first ?? [])];
}

/** `sizes` one after the other, in the same database, which is emptied of conversations for each. */
export async function inboxes(world: World, origin: string, sizes: readonly number[], rounds: number): Promise<void> {
  const rows: Row[] = [];
  const trips = new Map<string, Row>();
  const smallest = new Map<string, number>();
  for (const size of sizes) {
    const began = performance.now();
    const threads = await fillInbox(world, size);
    console.log(`  ${count(size)} messages written in ${((performance.now() - began) / 1000).toFixed(0)} s`);
    for (const { name, who } of people) {
      const mine = threads[who];
      if (!mine) throw new Error(`the world has no threads of ${who}`);
      for (const question of await questions(world, who, mine)) {
        const reading = await readingOf(world, origin, { name: question.name, path: question.path, as: who });
        if (typeof reading === 'string') throw new Error(reading);
        trips.set(`GET ${question.name}`, await tripsOf(world, reading));
        const login = (role: 'mawahib_app' | 'mawahib_owner') => world.postgres.url(role, world.database);
        const guarded = await replayer(login('mawahib_app'), reading.sql);
        const owner = await replayer(login('mawahib_owner'), unguarded(reading.sql));
        try {
          const [on = NaN, off = NaN] = await interleaved(rounds, guarded.run, owner.run);
          const [all, without] = [sum(guarded.buffers), sum(owner.buffers)];
          const page = goalOf(question, reading, guarded.buffers);
          const key = `${name} ${question.name}`;
          if (!smallest.has(key)) smallest.set(key, all);
          rows.push([
            question.name,
            name,
            count(size),
            page,
            typeof page === 'number' ? times(page, Number(goalOf(question, reading, owner.buffers))) : page,
            all,
            times(all, without),
            times(all, smallest.get(key) ?? NaN),
            ms(on),
            times(on, off),
          ]);
        } finally {
          await guarded.close();
          await owner.close();
        }
      }
    }
    for (const { who } of people) trips.set('POST', await writing(world, origin, who, threads[who]?.booking ?? ''));
  }
  const order = new Map([...new Set(rows.map(([name]) => name))].map((name, at) => [name, at]));
  table(
    'Inbox and threads among many messages: shared buffers, and time at the database',
    [
      'request',
      'reader',
      'messages',
      'list or page',
      '÷ no RLS',
      'whole batch',
      '÷ no RLS',
      '÷ smallest',
      'time',
      'time ÷ no RLS',
    ],
    rows.sort((a, b) => (order.get(a[0]) ?? 0) - (order.get(b[0]) ?? 0)),
    'goal: list and page at most 60 at any size; at most 1.10× of without RLS. Messages of all threads lie mixed by time: forty of one thread are forty pages of the table.',
  );
  table(
    'Round trips of conversations',
    ['request', 'round trips', 'http calls', 'new sockets'],
    [...trips.values()],
    'goal: one round trip per read. Writing decides under a lock, in a conversation with the database.',
  );
}

async function tripsOf(world: World, reading: Reading): Promise<Row> {
  const before = world.bridge.countersOf(world.database);
  await reading.call();
  const after = world.bridge.countersOf(world.database);
  return [`GET ${reading.name}`, after.roundTrips - before.roundTrips, after.http - before.http, after.ws - before.ws];
}

/** Five million only when asked for: `MESSAGES=5000000 npm run bench inbox`. */
export const sizesFrom = (most: string | undefined): number[] => {
  const wanted = Number(most ?? 1_000_000);
  return [10_000, 1_000_000, 5_000_000].filter((size) => size <= wanted);
};

// `npm run bench`: our figures beside the peers', from one run on this machine. Counters first, because they repeat
// exactly; times as ratios of interleaved medians, because they do not. Nothing here is asserted: tests assert counters.
//   npm run bench            everything
//   npm run bench quick      fewer rounds
//   npm run bench inbox      conversations alone; MESSAGES=5000000 for the largest world too
//   npm run bench board      the casting board alone; REQUESTS=200000 for another size
//   npm run bench search     search alone; DIRECTORY=1000,500000 for other sizes, KEEP=/some/folder to find them again the next time,
//                            `npm run bench search fill` to make them there and measure nothing
//   npm run bench site       builds of the site and a rendered profile alone; TALENTS=1000 for one size
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { neon } from '@neondatabase/serverless';
import { siteBuild } from '../../src/local/site-build.ts';
import { openWorld } from '../test/world.ts';
import { boards, boardSizesFrom } from './board.ts';
import { coldImports } from './cold.ts';
import { inboxes, sizesFrom } from './inbox.ts';
import { publicPages } from './pages.ts';
import { functionFiles, readings } from './readings.ts';
import { searches, searchSizesFrom } from './search.ts';
import { compareBuffers, unguarded } from './row-security.ts';
import { sites, siteSizesFrom } from './site.ts';
import { interleaved, kb, ms, table, times } from './table.ts';
import { gatewaySettings, webhooks } from './webhooks.ts';

const quick = process.argv.includes('quick');
const fillOnly = process.argv.includes('fill');
const only = ['inbox', 'board', 'site', 'search'].find((part) => process.argv.includes(part));
const rounds = quick ? 40 : 200;
const origin = 'http://localhost:8888';
const root = new URL('../..', import.meta.url).pathname;
const load = () =>
  loadavg()
    .map((one) => one.toFixed(2))
    .join(' ');
const say = (line: string) => console.log(line);

say(`load average ${load()}; Node ${process.version}; ${rounds} rounds, interleaved, medians`);
const world = await openWorld(origin, {
  demo: only === undefined || only === 'site',
  keep: only === 'search' ? process.env['KEEP'] : undefined,
});
const home = mkdtempSync(join(tmpdir(), 'mawahib-bench-'));
try {
  Object.assign(process.env, world.env, gatewaySettings);
  if (only === undefined) await everythingElse();
  if (only === undefined || only === 'site')
    await sites(world, origin, root, siteSizesFrom(process.env['TALENTS']), rounds);
  if (only === undefined || only === 'search')
    await searches(world, origin, searchSizesFrom(process.env['DIRECTORY']), fillOnly ? 0 : quick ? 10 : 40);
  // last, for it empties the world of whoever was in it
  if (only === undefined || only === 'inbox')
    await inboxes(world, origin, sizesFrom(process.env['MESSAGES']), quick ? 10 : 60);
  if (only === undefined || only === 'board')
    await boards(world, origin, boardSizesFrom(process.env['REQUESTS']), quick ? 10 : 60);
} finally {
  await world.close();
  rmSync(home, { recursive: true, force: true });
}
say(`\nload average ${load()}`);

async function everythingElse() {
  const { found, missing } = await readings(world, origin);
  for (const line of missing) say(`not measured: ${line}`);

  const trips: (string | number)[][] = [];
  for (const reading of found) {
    const before = world.bridge.countersOf(world.database);
    await reading.call();
    const after = world.bridge.countersOf(world.database);
    trips.push([
      reading.name,
      after.http - before.http,
      after.roundTrips - before.roundTrips,
      after.ws - before.ws,
      reading.sql.length,
    ]);
  }
  table(
    'Round trips to the database per reading request',
    ['request', 'http calls', 'round trips', 'sockets', 'statements'],
    trips,
    'goal: one round trip, no socket. The usual transaction needs four.',
  );

  const buffers: (string | number)[][] = [];
  for (const reading of found) {
    const { on, off } = await compareBuffers(world, reading);
    buffers.push([reading.name, on, off, off ? times(on, off) : '–']);
  }
  table(
    'Shared buffers, row security on and off',
    ['request', 'on', 'off', 'ratio'],
    buffers,
    'goal: at most 1.10×. Off also reads what nobody may see. Demo data: small tables are read whole, so a few pages of membership weigh much.',
  );

  const against: (string | number)[][] = [];
  for (const reading of found) {
    const guarded = neon(reading.url);
    const owner = neon(world.ownerUrl);
    const replay = (sql: typeof guarded, queries: typeof reading.sql) => () =>
      sql.transaction(
        queries.map(({ query, params }) => sql.query(query, params)),
        { readOnly: false },
      );
    const [handler = NaN, bare = NaN, off = NaN] = await interleaved(
      rounds,
      reading.call,
      replay(guarded, reading.sql),
      replay(owner, unguarded(reading.sql)),
    );
    against.push([reading.name, ms(handler), ms(bare), times(handler, bare), ms(off), times(bare, off)]);
  }
  table(
    'Handler against the same SQL on the bare driver, and row security on against off',
    ['request', 'handler', 'bare SQL', 'ratio', 'RLS off', 'on ÷ off'],
    against,
    `the handler verifies the session, parses, judges and shapes the answer. load average ${load()}`,
  );

  const rates: (string | number)[][] = [];
  for (const reading of found.filter((one) => one.name.startsWith('get'))) {
    let done = 0;
    const began = performance.now();
    const end = began + (quick ? 1000 : 3000);
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (; performance.now() < end; done += 1) await reading.call();
      }),
    );
    const rate = (done * 1000) / (performance.now() - began);
    rates.push([reading.name, `${Math.round(rate)}/s`, '333/s', times(rate, 333)]);
  }
  table(
    'Reads, eight at a time',
    ['request', 'ours', 'Medusa 2, an authenticated read (published)', 'ratio'],
    rates,
    `handler, Neon bridge and this bench share one process, Postgres the same two cores. load average ${load()}`,
  );

  const told = await webhooks(world, origin, quick ? 120 : 480);
  const { first, duplicates, inserts, cost, applied } = told;
  const rateRow = (name: string, one: typeof first) => [
    name,
    `${Math.round(one.perSecond)}/s`,
    ms(one.median),
    ms(one.p99),
    times(one.perSecond, inserts.perSecond),
  ];
  table(
    'Notices of a gateway, eight at a time: verified, kept and applied before the answer',
    ['what', 'rate', 'median', 'p99', 'of plain inserts'],
    [
      rateRow(`${told.distinct / 2} payments, told once`, first),
      rateRow('as many, while their letters go out', told.withLetters),
      rateRow('all of them, told twice more', duplicates),
      rateRow('one row, plainly inserted', inserts),
    ],
    `applied exactly once: ${applied.payments} of ${told.distinct} paid, ${applied.entries} entries, ${applied.receipts} receipts, the books sum to ${applied.leftOver}. A first notice costs ${cost.first.roundTrips} round trips (${cost.first.http} of them batches, ${cost.first.ws} new sockets), one that says nothing new ${cost.duplicate.roundTrips}. goal: 3,000/s, p99 50 ms. load average ${load()}`,
  );

  say('\nbuilding the site to weigh it …');
  const site = siteBuild({ root, home, env: { ...world.env, MAWAHIB_AUTH: 'local' }, facts: ['bench'] });
  await site.ensure();
  table(
    'Public pages: what a first visit loads before it can be read',
    ['page', 'HTML gz', 'CSS gz', 'sum gz', 'sum br', 'script', 'requests', 'Next 16 export (published)'],
    publicPages(site.publish).map((one) => [
      one.page,
      kb(one.html),
      kb(one.css),
      kb(one.total),
      kb(one.brotli),
      `${one.js} B`,
      one.requests,
      '130.7 kB',
    ]),
    'goal: no script; HTML and CSS of the largest page at most 14 kB. The median mobile home page of the web: 2,559 kB (published).',
  );

  const cold = await coldImports(functionFiles(), quick ? 3 : 7, world.env);
  table(
    'Cold import of each function, a new process each time',
    ['function', 'as files', 'in one file', 'bare handler', 'added, in one file', 'one file gz'],
    cold
      .sort((a, b) => b.files - a.files)
      .map(({ name, files, bundled, bare, bytes }) => [
        name,
        ms(files),
        ms(bundled),
        ms(bare),
        ms(bundled - bare),
        kb(bytes),
      ]),
    `as files: the sources, types stripped on the way, as the local stack loads them. goal: 10 ms and 60 kB added. load average ${load()}`,
  );
}

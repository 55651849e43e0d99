// `npm run simulate -- --runs 10000 --seed 7`: histories of payments under a seeded scheduler, on real Postgres, with the
// real verbs, drivers and routes; only the gateways are twins, and only time and death are drawn. A run is one history of
// one payment; the histories of a world share a clock. What breaks is printed with its seed, and replays:
//   npm run simulate -- --world <seed>            one world, with its whole story
//   --only fastpay                                one gateway
//   --workers 2                                   processes side by side
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { startDatabaseServer } from '../../src/testing/database-server.ts';
import { seat } from '../../src/testing/cast.ts';
import { openDatabase } from '../../src/testing/open-database.ts';
import { playWorld } from '../../src/testing/simulation/play.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    world: { type: 'string' },
    only: { type: 'string' },
    workers: { type: 'string', default: String(Math.min(4, availableParallelism())) },
    server: { type: 'string' },
    part: { type: 'string', default: '0' },
  },
});
const only = values.only === undefined ? {} : { only: values.only };
const year = 365 * 86_400_000;

type Sum = {
  worlds: number;
  histories: number;
  steps: number;
  broken: { world: string; what: string; story: string[] }[];
};

/** One process: worlds one after another on a database of its own, each under a seed of its own. */
async function work(server: string, runs: number, seed: (n: number) => string, tell: (sum: Sum) => void): Promise<Sum> {
  const database = await openDatabase(server);
  await seat(database);
  const sum: Sum = { worlds: 0, histories: 0, steps: 0, broken: [] };
  // the worlds of a database follow one another in time, so that none finds another's future
  let began = new Date('2026-03-02T09:00:00Z');
  try {
    for (let n = 0; sum.histories < runs; n += 1) {
      const world = seed(n);
      const played = await playWorld(database, world, began, only);
      began = new Date(Math.max(played.ended.getTime() + 90 * 86_400_000, began.getTime() + year / 12));
      sum.worlds += 1;
      sum.histories += played.histories;
      sum.steps += played.steps;
      sum.broken.push(...played.broken.map((what) => ({ world, what, story: played.story })));
      if (values.world !== undefined) for (const line of played.story) console.log(line);
      tell(sum);
    }
  } finally {
    await database.close();
  }
  return sum;
}

if (values.server !== undefined) {
  // a worker: tells its parent how far it is
  await work(
    values.server,
    Number(values.runs),
    (n) => `${values.seed}.${values.part}.${n}`,
    (sum) => process.send?.(sum),
  );
} else {
  const server = await startDatabaseServer();
  const started = performance.now();
  try {
    let sums: Sum[];
    if (values.world !== undefined) {
      sums = [
        await work(
          server.address,
          1,
          () => values.world ?? '',
          () => undefined,
        ),
      ];
    } else {
      const workers = Math.max(1, Number(values.workers));
      const share = Math.ceil(Number(values.runs) / workers);
      sums = Array.from({ length: workers }, () => ({ worlds: 0, histories: 0, steps: 0, broken: [] }));
      let told = 0;
      await Promise.all(
        sums.map(
          (_, part) =>
            new Promise<void>((done, failed) => {
              const child = fork(import.meta.filename, [
                ...['--server', server.address, '--runs', String(share), '--seed', values.seed, '--part', String(part)],
                ...(values.only === undefined ? [] : ['--only', values.only]),
              ]);
              child.on('message', (sum: Sum) => {
                // with its story: the worlds before it may have had a part in it, and then it does not replay alone
                for (const { world, what, story } of sum.broken.slice(sums[part]?.broken.length ?? 0))
                  console.log([...story, `BROKEN in world ${world}: ${what}`].join('\n'));
                sums[part] = sum;
                const all = sums.reduce((count, { histories }) => count + histories, 0);
                if (all - told >= 500) {
                  told = all;
                  console.log(`${all} histories, ${Math.round((performance.now() - started) / 1000)} s`);
                }
              });
              child.on('exit', (code) => (code === 0 ? done() : failed(new Error(`a worker ended with ${code}`))));
            }),
        ),
      );
    }
    const total = (key: 'worlds' | 'histories' | 'steps') => sums.reduce((count, sum) => count + sum[key], 0);
    const broken = sums.flatMap((sum) => sum.broken);
    if (values.world !== undefined) for (const { what } of broken) console.log(`BROKEN: ${what}`);
    const seconds = (performance.now() - started) / 1000;
    console.log(
      `${total('histories')} histories in ${total('worlds')} worlds, ${total('steps')} steps, seed ${values.world ?? values.seed}: ${broken.length} broken invariants (${seconds.toFixed(0)} s)`,
    );
    if (broken.length > 0) {
      console.log(`replay: npm run simulate -- --world ${broken[0]?.world ?? ''}`);
      process.exitCode = 1;
    }
  } finally {
    await server.close();
  }
}

// A batch as a door sent it, once more: what each of its statements touches, and how long the whole takes.
import { readFileSync } from 'node:fs';
import pg from 'pg';
import type { Query } from './readings.ts';

type Plan = { 'Shared Hit Blocks': number; 'Shared Read Blocks': number };
type Cost = {
  buffers: number[];
  run: () => Promise<unknown>;
  /** milliseconds a processor has worked for this login so far; nothing where the machine does not say */
  worked: () => number;
  close: () => Promise<void>;
};

/** A login of its own that replays a batch as its door sent it: the buffers of each statement, and the whole to be timed. */
export async function replayer(url: string, [enter, ...asked]: readonly Query[]): Promise<Cost> {
  const client = new pg.Client({ connectionString: url });
  // a question that fails ends the bench with its own error, not with that of a line cut behind it
  client.on('error', () => undefined);
  await client.connect();
  const explained = async ({ query, params }: Query) => {
    type Answer = { 'QUERY PLAN': [{ Plan: Plan }] };
    const { rows } = await client.query<Answer>(`explain (analyze, buffers, format json) ${query}`, params);
    const plan = rows[0]?.['QUERY PLAN'][0].Plan;
    return (plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0);
  };
  const inside = async (each: (query: Query) => Promise<unknown>) => {
    await client.query('begin');
    if (enter) await client.query(enter.query, enter.params);
    for (const one of asked) await each(one);
    await client.query('rollback');
  };
  const run = () => inside(({ query, params }) => client.query(query, params));
  let buffers: number[] = [];
  // twice: the first time fills the connection's own caches, whose reads of the catalogue are not the query's
  for (let round = 0; round < 2; round += 1) {
    buffers = [];
    await inside(async (one) => buffers.push(await explained(one)));
  }
  const [{ pid }] = (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows as [{ pid: number }];
  return { buffers, run, worked: () => processorTime(pid), close: () => client.end() };
}

/** Linux alone tells; unlike the clock it does not count the time others had the processor. */
function processorTime(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return NaN;
  }
}

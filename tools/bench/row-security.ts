import pg from 'pg';
import type { World } from '../test/world.ts';
import type { Query, Reading } from './readings.ts';

const groups = new Set(['app_visitor', 'app_user', 'app_system']);
/** The same queries as the owner of the tables, whom no policy binds: claims and time as before. */
export const unguarded = (sql: readonly Query[]): Query[] =>
  sql.map(({ query, params }) => ({
    query,
    params: params.map((param) => (groups.has(param) ? 'mawahib_owner' : param)),
  }));

type Plan = { 'Shared Hit Blocks': number; 'Shared Read Blocks': number };
/** Shared buffers of the reading's own queries, the door's first statement left out. A counter that repeats exactly. */
export async function buffersOf(connectionString: string, sql: readonly Query[]): Promise<number> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    let sum = 0;
    // Twice: the first run fills the connection's own caches, whose reads of the catalogue are not the query's.
    for (let round = 0; round < 2; round += 1) {
      await client.query('begin');
      sum = 0;
      for (const [at, { query, params }] of sql.entries()) {
        if (at === 0) {
          await client.query(query, params);
          continue;
        }
        const { rows } = await client.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
          `explain (analyze, buffers, format json) ${query}`,
          params,
        );
        const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
        sum += (plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0);
      }
      await client.query('rollback');
    }
    return sum;
  } finally {
    await client.end();
  }
}

export async function compareBuffers(world: World, { sql }: Reading): Promise<{ on: number; off: number }> {
  const direct = (login: 'mawahib_app' | 'mawahib_owner') => world.postgres.url(login, world.database);
  return {
    on: await buffersOf(direct('mawahib_app'), sql),
    off: await buffersOf(direct('mawahib_owner'), unguarded(sql)),
  };
}

import { join } from 'node:path';
import pg from 'pg';
import * as z from 'zod';
import { kept } from './keep.ts';
import type { LocalPostgres } from './postgres.ts';

/** The one database of the stack. */
export const database = 'mawahib';

const recordSchema = z.object({ digest: z.string(), loadedAt: z.string() });

export type DemoState = {
  /** which demo data lie in the database */
  digest: string;
  loadedAt: string;
  outcome: 'loaded' | 'current' | 'older';
};

/**
 * Demo data go in once: what people have done since is theirs. A first load that was broken off leaves a database
 * without a record, and that one is made anew.
 */
export async function loadDemoOnce({
  home,
  postgres,
  digest,
  migrate,
  load,
}: {
  home: string;
  postgres: LocalPostgres;
  /** of the demo data as the sources have them now */
  digest: string;
  migrate: () => Promise<unknown>;
  load: () => Promise<unknown>;
}): Promise<DemoState> {
  const file = kept(join(home, 'demo.json'));
  const record = recordSchema.safeParse(file.load());
  const isNew = await postgres.ensureDatabase(database);
  if (record.success && !isNew) {
    await migrate();
    return { ...record.data, outcome: record.data.digest === digest ? 'current' : 'older' };
  }
  if (!isNew) await makeAnew(postgres);
  await migrate();
  await load();
  const loaded = { digest, loadedAt: new Date().toISOString() };
  file.save(loaded);
  return { ...loaded, outcome: 'loaded' };
}

async function makeAnew(postgres: LocalPostgres): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.url('postgres', 'postgres') });
  await client.connect();
  try {
    await client.query(`drop database if exists ${pg.escapeIdentifier(database)} with (force)`);
  } finally {
    await client.end();
  }
  await postgres.ensureDatabase(database);
}

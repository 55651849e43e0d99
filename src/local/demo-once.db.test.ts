import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { database, loadDemoOnce } from './demo-once.ts';
import { startPostgres, type LocalPostgres } from './postgres.ts';

let home: string;
let postgres: LocalPostgres;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'mawahib-demo-'));
  // As root the database runs as another user, who must be able to walk in.
  chmodSync(home, 0o755);
  postgres = await startPostgres({ dataDir: join(home, 'postgres') });
});
afterAll(async () => {
  await postgres.stop();
  rmSync(home, { recursive: true });
});

async function sql(text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: postgres.ownerUrl(database) });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}
const once = (digest: string, load: () => Promise<unknown> = () => sql('insert into people default values')) =>
  loadDemoOnce({
    home,
    postgres,
    digest,
    migrate: () => sql('create table if not exists people (id int generated always as identity)'),
    load,
  });

test('demo data go in once, are kept, and a load that was broken off begins anew', async () => {
  await expect(
    once('v1', async () => {
      await sql('insert into people default values');
      throw new Error('the machine went down');
    }),
  ).rejects.toThrow('went down');

  expect(await once('v1')).toMatchObject({ outcome: 'loaded', digest: 'v1' });
  expect(await sql('select * from people')).toHaveLength(1);

  await sql('insert into people default values');
  expect(await once('v1')).toMatchObject({ outcome: 'current' });
  expect(await once('v2')).toMatchObject({ outcome: 'older', digest: 'v1' });
  expect(await sql('select * from people')).toHaveLength(2);
});

import pg from 'pg';
import type { BridgeCounters } from '../local/bridge.ts';
import type { DatabaseAddress } from './database-server.ts';

export type TestDatabase = DatabaseAddress & {
  /** As the superuser, past every policy: for arranging and for looking, never for what is under test. */
  query: <Row extends pg.QueryResultRow = pg.QueryResultRow>(sql: string, params?: unknown[]) => Promise<Row[]>;
  /** What this database alone was asked over the bridge so far. One call of `/sql` is one round trip. */
  counters: () => Promise<BridgeCounters>;
  close: () => Promise<void>;
};

/** A migrated, empty database of one's own from a running database server; about 0.1 s. */
export async function openDatabase(server: string): Promise<TestDatabase> {
  const address = await ask<DatabaseAddress>(server, { method: 'POST' });
  const pool = new pg.Pool({ connectionString: address.superUrl, max: 4, allowExitOnIdle: true });
  // `close` drops the database under whatever is still idle.
  pool.on('error', () => undefined);
  return {
    ...address,
    query: async <Row extends pg.QueryResultRow>(sql: string, params: unknown[] = []) =>
      (await pool.query<Row>(sql, params)).rows,
    counters: () => ask<BridgeCounters>(`${address.bridge}/counters?database=${address.name}`),
    close: async () => {
      await pool.end();
      await ask(`${server}/${address.name}`, { method: 'DELETE' });
    },
  };
}

async function ask<T>(url: string, init?: RequestInit): Promise<T> {
  const response = await fetch(url, init);
  const body = (await response.json()) as T & { message?: string };
  if (!response.ok) throw new Error(body.message ?? `the test database answered ${response.status}`);
  return body;
}

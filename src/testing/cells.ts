import pg from 'pg';
import type { TestDatabase } from './database.ts';

export type Cell = {
  /** as the superuser, before */
  arrange: readonly [string, unknown[]][];
  role: 'app_visitor' | 'app_user' | 'app_system';
  /** the Clerk id, if any */
  as: string | null;
  ask: readonly [string, unknown[]];
};

/**
 * Asks the database thousands of small questions under different people's roles, over one connection: each cell is its own
 * transaction and leaves nothing behind. Answers the rows, or the SQLSTATE of the refusal.
 */
export async function openCells(database: TestDatabase, now: Date) {
  const client = new pg.Client({ connectionString: database.superUrl });
  await client.connect();
  return {
    async cell({ arrange, role, as, ask }: Cell): Promise<{ rows: Record<string, unknown>[] } | { refused: string }> {
      await client.query('begin');
      try {
        for (const [statement, values] of arrange) await client.query(statement, values);
        await client.query(
          `select set_config('role', $1, true), set_config('request.jwt.claims', $2, true), set_config('app.now', $3, true)`,
          [role, JSON.stringify(as === null ? {} : { sub: as }), now.toISOString()],
        );
        const { rows } = await client.query<Record<string, unknown>>(ask[0], [...ask[1]]);
        return { rows };
      } catch (error) {
        if (error instanceof pg.DatabaseError && error.code) return { refused: error.code };
        throw error;
      } finally {
        await client.query('rollback');
      }
    },
    close: () => client.end(),
  };
}

import { sql } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';

/** Is nobody else telling? Two who told the same talents of different requests would wait for each other in a circle. */
export async function tellAlone(tx: Tx): Promise<boolean> {
  const { rows } = await tx.execute<{ alone: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended('requests: matching', 0)) as alone`,
  );
  return rows[0]?.alone === true;
}

/** Tells of up to so many open requests nobody has been told of, each once. */
export async function matchSome(tx: Tx, most: number): Promise<{ requests: number; told: number }> {
  const { rows } = await tx.execute<{ requests: number; told: number }>(
    sql`select m.requests, m.told from app.match_requests(${most}::int) m`,
  );
  return rows[0] ?? { requests: 0, told: 0 };
}

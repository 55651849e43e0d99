import { sql } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';

/** Tells of up to so many open requests nobody has been told of, each once, whoever else does the same. */
export const matchSome = (tx: Tx, most: number) =>
  tx.execute<{ requests: number; told: number }>(
    sql`select m.requests, m.told from app.match_requests(${most}::int) m`,
  );

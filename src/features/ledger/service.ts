import type { Tx } from '../../db/client.ts';
import * as queries from './queries.ts';
import type { Entry } from './rules.ts';

/** Writes one entry with its lines, in the caller's transaction. What is in the books already stays as it is: false. */
export async function post(tx: Tx, entry: Entry, now: Date): Promise<boolean> {
  return queries.addEntry(tx, entry, now);
}

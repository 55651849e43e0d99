import type { Tx } from '../../db/client.ts';
import { ledgerEntries, ledgerLines } from '../../db/schema/ledger.ts';
import type { Entry } from './rules.ts';

export async function addEntry(tx: Tx, { lines, facts, ...entry }: Entry, now: Date): Promise<boolean> {
  const [made] = await tx
    .insert(ledgerEntries)
    .values({ ...entry, facts: facts ?? {}, at: now })
    .onConflictDoNothing()
    .returning({ id: ledgerEntries.id });
  if (!made) return false;
  await tx.insert(ledgerLines).values(lines.map((line, n) => ({ entryId: made.id, n: n + 1, ...line })));
  return true;
}

import { and, desc, eq } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { savedSearches } from '../../../db/schema/requests.ts';

export type Reads = Pick<ReadDb, 'select'> | Tx;
export type SearchRow = typeof savedSearches.$inferSelect;
type Change = Partial<Omit<SearchRow, 'id' | 'userId' | 'createdAt'>>;

export const mine = (db: Reads, userId: string) =>
  db.select().from(savedSearches).where(eq(savedSearches.userId, userId)).orderBy(desc(savedSearches.id));

const own = (userId: string, id: string) => and(eq(savedSearches.id, id), eq(savedSearches.userId, userId));

/** Held until it is changed. */
export const held = (tx: Tx, userId: string, id: string) =>
  tx.select().from(savedSearches).where(own(userId, id)).for('no key update');

export const insert = (tx: Tx, row: typeof savedSearches.$inferInsert) =>
  tx.insert(savedSearches).values(row).returning();
export const change = (tx: Tx, userId: string, id: string, to: Change) =>
  tx.update(savedSearches).set(to).where(own(userId, id)).returning();
export const forget = (tx: Tx, userId: string, id: string) =>
  tx.delete(savedSearches).where(own(userId, id)).returning({ id: savedSearches.id });

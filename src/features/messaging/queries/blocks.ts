import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { blocks, threads } from '../../../db/schema/messaging.ts';

const shown = { id: blocks.id, name: blocks.name, createdAt: blocks.createdAt };
export type BlockRow = { id: string; name: string; createdAt: Date };

export const listed = (
  db: Pick<ReadDb, 'select'>,
  userId: string,
  page: { cursor?: string | undefined; limit: number },
) =>
  db
    .select(shown)
    .from(blocks)
    .where(and(eq(blocks.blockerId, userId), page.cursor === undefined ? undefined : lt(blocks.id, page.cursor)))
    .orderBy(desc(blocks.id))
    .limit(page.limit + 1);

export const blockById = (tx: Tx, id: string) => tx.select(shown).from(blocks).where(eq(blocks.id, id));

export const threadOfInquiry = (tx: Tx, inquiryId: string) =>
  tx.select({ id: threads.id }).from(threads).where(eq(threads.inquiryId, inquiryId));

/** Blocks the other side of a thread of the caller's; null: there is no such thread, or nobody on the other side. */
export async function blockPartner(tx: Tx, threadId: string): Promise<string | null> {
  const { rows } = await tx.execute(sql`select app.block_partner(${threadId}) as id`);
  const id = rows[0]?.['id'];
  return id ? String(id) : null;
}

export const remove = (tx: Tx, userId: string, id: string) =>
  tx
    .delete(blocks)
    .where(and(eq(blocks.id, id), eq(blocks.blockerId, userId)))
    .returning({ id: blocks.id });

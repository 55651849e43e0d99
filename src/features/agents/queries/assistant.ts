import { and, asc, desc, eq, gt, isNull, lt } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { assistantConversations, assistantMessages } from '../../../db/schema/agents.ts';

export const myConversations = (db: ReadDb, { before, limit }: { before?: string | undefined; limit: number }) =>
  db
    .select()
    .from(assistantConversations)
    .where(before === undefined ? undefined : lt(assistantConversations.id, before))
    .orderBy(desc(assistantConversations.id))
    .limit(limit);

/** Opened once per thread, and once for all the rest. */
export async function openConversation(
  tx: Tx,
  values: Pick<typeof assistantConversations.$inferInsert, 'userId' | 'threadId' | 'language' | 'context'>,
) {
  const [opened] = await tx.insert(assistantConversations).values(values).onConflictDoNothing().returning();
  if (opened) return opened;
  const [there] = await tx
    .select()
    .from(assistantConversations)
    .where(
      and(
        eq(assistantConversations.userId, values.userId),
        values.threadId
          ? eq(assistantConversations.threadId, values.threadId)
          : isNull(assistantConversations.threadId),
      ),
    );
  return there;
}

export const conversation = (db: ReadDb | Tx, id: string) =>
  db.select().from(assistantConversations).where(eq(assistantConversations.id, id));

export const conversationMessages = (db: ReadDb, conversationId: string, after: string | undefined, limit: number) =>
  db
    .select()
    .from(assistantMessages)
    .where(
      and(
        eq(assistantMessages.conversationId, conversationId),
        after === undefined ? undefined : gt(assistantMessages.id, after),
      ),
    )
    .orderBy(asc(assistantMessages.id))
    .limit(limit);

export const addMessage = (
  tx: Tx,
  values: Pick<
    typeof assistantMessages.$inferInsert,
    'conversationId' | 'role' | 'body' | 'language' | 'messageContext'
  >,
) => tx.insert(assistantMessages).values(values).returning();

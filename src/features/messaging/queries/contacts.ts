import { and, eq, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { contacts, messages, threadMembers, threads } from '../../../db/schema/messaging.ts';

export type Db = ReadDb | Tx;
export type ContactRow = typeof contacts.$inferSelect;

/** Locks the contact of a thread of mine: closing and writing cannot both win, nor two opening messages. */
export async function lockByThread(tx: Tx, threadId: string): Promise<ContactRow | undefined> {
  const [row] = await tx
    .select({ contact: contacts })
    .from(threads)
    .innerJoin(contacts, eq(contacts.id, threads.contactId))
    .where(eq(threads.id, threadId))
    .for('no key update', { of: contacts });
  return row?.contact;
}

/** What the rule asks about the two of a thread. Read after the lock, so that it is what holds while it is kept. */
export async function talkFacts(tx: Tx, threadId: string, userId: string, contact: ContactRow) {
  const [facts] = await tx
    .select({
      blocked: sql<boolean>`coalesce(f.blocked, false)`,
      away: sql<boolean>`coalesce(f.away, false)`,
      entitled: sql<boolean>`coalesce(f.entitled, false)`,
      blockedByMe: sql<boolean>`exists (select 1 from blocks b where b.blocker_id = ${userId} and b.blocked_id = ${threadMembers.partnerId})`,
      opened: sql<boolean>`exists (select 1 from ${messages} where ${messages.threadId} = ${threadId}
        and ${messages.senderId} = ${contact.customerId} and ${messages.sentAt} >= ${contact.stateAt.toISOString()}::timestamptz)`,
    })
    .from(threadMembers)
    .leftJoin(sql`app.talk_facts(${threadMembers.threadId}) f`, sql`true`)
    .where(and(eq(threadMembers.threadId, threadId), eq(threadMembers.userId, userId)));
  return facts;
}

export async function say(tx: Tx, words: { threadId: string; senderId: string; body: string; masked: string | null }) {
  const [sent] = await tx.insert(messages).values(words).returning({ id: messages.id, sentAt: messages.sentAt });
  return sent;
}

import { and, eq, lt, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { Tx } from '../../../db/client.ts';
import { bookings } from '../../../db/schema/bookings.ts';
import { contactAsks, threadLooks } from '../../../db/schema/conduct.ts';
import { contacts, messages, threads } from '../../../db/schema/messaging.ts';

/** A message of a thread of the caller's, with what taking it back depends on. */
export const spoken = (tx: Tx, threadId: string, messageId: string) =>
  tx
    .select({
      senderId: messages.senderId,
      sentAt: messages.sentAt,
      deletedAt: messages.deletedAt,
      bookingState: bookings.state,
      contact: contacts,
    })
    .from(messages)
    .innerJoin(threads, eq(threads.id, messages.threadId))
    .leftJoin(bookings, eq(bookings.id, threads.bookingId))
    .leftJoin(contacts, eq(contacts.id, threads.contactId))
    .where(and(eq(messages.threadId, threadId), eq(messages.id, messageId)));

export const takeBack = (tx: Tx, userId: string, messageId: string, now: Date) =>
  tx
    .update(messages)
    .set({ deletedAt: now })
    .where(and(eq(messages.id, messageId), eq(messages.senderId, userId)));

/** Erases some of what was taken back before then; a report or a dispute holds what it is about. Answers how many. */
export async function eraseTakenBack(tx: Tx, before: Date, most: number): Promise<number> {
  const { rows } = await tx.execute(sql`with gone as (
      delete from messages where id in (
        select m.id from messages m where m.deleted_at < ${before.toISOString()} and not app.case_is_open(m.thread_id)
        order by m.deleted_at limit ${most} for update skip locked)
      returning 1)
    select count(*)::int as erased from gone`);
  return Number(rows[0]?.['erased'] ?? 0);
}

export const forgetAsks = (tx: Tx, before: Date) => tx.delete(contactAsks).where(lt(contactAsks.askedAt, before));

/** When an operator last read this conversation; null while the case is open (the policy says so), or if nobody did. */
export const lookedAt = (threadId: AnyPgColumn) =>
  sql<string | null>`(select max(l.looked_at) from ${threadLooks} l where l.thread_id = ${threadId})`;

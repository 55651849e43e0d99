import { and, asc, eq, inArray, lt, lte, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { deliveries } from '../../../db/schema/notifications.ts';
import { outbox } from '../../../db/schema/operations.ts';
import { whatsappNotices } from '../../../db/schema/photos.ts';
import { noticeKey, type Heard, type NoticeState } from '../rules/whatsapp.ts';

export type Notice = typeof whatsappNotices.$inferSelect;

/** Each thing once. */
export const keep = async (tx: Tx, heard: readonly Heard[]) => {
  if (heard.length > 0)
    await tx
      .insert(whatsappNotices)
      .values(heard.map((one) => ({ key: noticeKey(one), heard: one })))
      .onConflictDoNothing();
};

/** Takes what is due, and puts it off for as long as one worker may need: whoever dies leaves it to the next. */
export const claim = (tx: Tx, now: Date, until: Date, limit: number) => {
  const due = tx
    .select({ id: whatsappNotices.id })
    .from(whatsappNotices)
    .where(and(eq(whatsappNotices.state, 'waiting'), lte(whatsappNotices.dueAt, now)))
    .orderBy(asc(whatsappNotices.dueAt), asc(whatsappNotices.id))
    .limit(limit)
    .for('update', { skipLocked: true });
  return tx
    .update(whatsappNotices)
    .set({ attempts: sql`${whatsappNotices.attempts} + 1`, dueAt: until })
    .where(inArray(whatsappNotices.id, due))
    .returning();
};

export const settle = (tx: Tx, id: string, to: { state: NoticeState; outcome: string; dueAt?: Date }) =>
  tx
    .update(whatsappNotices)
    .set(to)
    .where(and(eq(whatsappNotices.id, id), eq(whatsappNotices.state, 'waiting')));

export const forget = (tx: Tx, before: Date) => tx.delete(whatsappNotices).where(lt(whatsappNotices.createdAt, before));

/** The photo request a message of ours was about, by the id WhatsApp gave it. */
export const requestBehind = (db: Pick<ReadDb, 'select'>, messageId: string) =>
  db
    .select({ requestId: sql<string | null>`${outbox.payload} ->> 'requestId'` })
    .from(deliveries)
    .innerJoin(outbox, eq(outbox.id, deliveries.newsId))
    .where(
      and(eq(deliveries.channel, 'whatsapp'), eq(deliveries.providerId, messageId), eq(outbox.kind, 'photos.asked')),
    );

import { and, eq, inArray, isNull, ne, sql, type SQLWrapper } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../db/client.ts';
import { attachments } from '../../db/schema/attachments.ts';
import { threadMembers, threads } from '../../db/schema/messaging.ts';
import type { Attach } from './rules.ts';

export type Db = ReadDb | Tx;

/** All of a row but the digest of its upload's word, which is the system's. */
const columns = {
  id: attachments.id,
  threadId: attachments.threadId,
  ownerId: attachments.ownerId,
  messageId: attachments.messageId,
  name: attachments.name,
  maskedName: attachments.maskedName,
  type: attachments.type,
  size: attachments.size,
  width: attachments.width,
  height: attachments.height,
  state: attachments.state,
  refusal: attachments.refusal,
  storage: attachments.storage,
  objectKey: attachments.objectKey,
};
export type AttachmentRow = Awaited<ReturnType<typeof find>>[number];

/** What the caller's policies let them see. */
export const find = (db: Db, id: string) => db.select(columns).from(attachments).where(eq(attachments.id, id));

/** One that somebody has not sent yet. */
export const findUnsent = (db: Db, id: string, ownerId: string) =>
  db
    .select(columns)
    .from(attachments)
    .where(and(eq(attachments.id, id), eq(attachments.ownerId, ownerId), isNull(attachments.messageId)));

/** Of these, what somebody may send in a thread now. */
export const sendable = (db: Db, ids: readonly string[], threadId: string, ownerId: string) =>
  db
    .select(columns)
    .from(attachments)
    .where(
      and(
        inArray(attachments.id, [...ids]),
        eq(attachments.threadId, threadId),
        eq(attachments.ownerId, ownerId),
        eq(attachments.state, 'ready'),
        isNull(attachments.messageId),
      ),
    );

/** With the name its reader may know. */
export const findToShow = (db: Db, id: string) =>
  db
    .select({
      ...columns,
      name: sql<string>`case when ${attachments.maskedName} is null or ${attachments.messageId} is null or app.unmasked(${attachments.threadId}) then ${attachments.name} else ${attachments.maskedName} end`,
    })
    .from(attachments)
    .where(eq(attachments.id, id));

/** May whoever asks write in this thread now, and if not, what of? Empty: they may not know of it. */
export const threadFor = (tx: Tx, threadId: string, userId: string) =>
  tx
    .select({
      kind: threads.kind,
      maySend: sql<boolean>`app.may_send(${threads.id})`,
      contact: threadMembers.state,
      unanswered: sql<boolean>`coalesce((select b.state = 'requested' from bookings b where b.id = ${threads.bookingId}), false)`,
      blocked: sql<boolean>`coalesce((select f.blocked from app.request_facts(${threads.requestId}) f), (select f.blocked from app.talk_facts(${threads.id}) f), false)`,
      away: sql<boolean>`coalesce((select f.away from app.talk_facts(${threads.id}) f), false)`,
      entitled: sql<boolean>`coalesce((select f.entitled from app.request_facts(${threads.requestId}) f), (select f.entitled from app.talk_facts(${threads.id}) f), false)`,
      request: sql<
        Attach['request']
      >`(select jsonb_build_object('state', f.state, 'owner', f.owner, 'ownerAway', f.owner_away, 'unlock', f.unlock) from app.request_facts(${threads.requestId}) f)`,
    })
    .from(threads)
    .innerJoin(threadMembers, and(eq(threadMembers.threadId, threads.id), eq(threadMembers.userId, userId)))
    .where(eq(threads.id, threadId));

export async function countUnsent(tx: Tx, ownerId: string): Promise<number> {
  const [row] = await tx
    .select({ unsent: sql<number>`count(*)::int` })
    .from(attachments)
    .where(and(eq(attachments.ownerId, ownerId), isNull(attachments.messageId), ne(attachments.state, 'refused')));
  return row?.unsent ?? 0;
}

/** By the messages' ids, or by the query that finds them. */
export const ofMessages = (db: Db, messageIds: readonly string[] | SQLWrapper) =>
  db
    .select({
      id: attachments.id,
      messageId: attachments.messageId,
      type: attachments.type,
      size: attachments.size,
      width: attachments.width,
      height: attachments.height,
      name: attachments.name,
      maskedName: attachments.maskedName,
    })
    .from(attachments)
    .where(inArray(attachments.messageId, 'getSQL' in messageIds ? messageIds : [...messageIds]))
    .orderBy(attachments.messageId, attachments.position);

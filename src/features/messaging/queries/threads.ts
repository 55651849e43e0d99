import { and, asc, desc, eq, exists, gt, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { attachments } from '../../../db/schema/attachments.ts';
import { bookings } from '../../../db/schema/bookings.ts';
import { inquiries } from '../../../db/schema/inquiries.ts';
import { contacts, threadMembers, threads } from '../../../db/schema/messaging.ts';
import type { ThreadKind } from '../schema/threads.ts';

export type Db = Pick<ReadDb, 'select' | 'execute'> | Tx;
export type MemberRow = typeof threadMembers.$inferSelect;

/** What an inbox counts: neither spam nor the archive. */
const waits = sql`(${threadMembers.unread} > 0 or ${threadMembers.markedUnread}) and not ${threadMembers.hidden} and ${threadMembers.archivedAt} is null`;

export type InboxPage = {
  box: 'inbox' | 'archived';
  kind?: ThreadKind | undefined;
  unread?: boolean | undefined;
  before?: { at: Date; threadId: string } | undefined;
  limit: number;
};

/** The inbox reads this one table by its index, a page at a time: never more than a page of rows, however many there are. */
export const inbox = (db: Db, userId: string, page: InboxPage) =>
  db
    .select()
    .from(threadMembers)
    .where(
      and(
        eq(threadMembers.userId, userId),
        eq(threadMembers.hidden, false),
        page.box === 'inbox' ? isNull(threadMembers.archivedAt) : isNotNull(threadMembers.archivedAt),
        page.kind === undefined ? undefined : eq(threadMembers.kind, page.kind),
        page.unread ? waits : undefined,
        page.before === undefined
          ? undefined
          : sql`(${threadMembers.lastMessageAt}, ${threadMembers.threadId}) < (${page.before.at.toISOString()}::timestamptz, ${page.before.threadId}::uuid)`,
      ),
    )
    .orderBy(sql`${threadMembers.lastMessageAt} desc, ${threadMembers.threadId} desc`)
    .limit(page.limit + 1);

/** Where my words and names are found; a function of the owner, because a search under a policy cannot use an index. */
export const search = (db: Db, userId: string, words: string, page: Pick<InboxPage, 'box' | 'kind' | 'limit'>) =>
  db
    .select()
    .from(threadMembers)
    .where(
      and(
        eq(threadMembers.userId, userId),
        eq(threadMembers.hidden, false),
        page.box === 'inbox' ? isNull(threadMembers.archivedAt) : isNotNull(threadMembers.archivedAt),
        page.kind === undefined ? undefined : eq(threadMembers.kind, page.kind),
        inArray(
          threadMembers.threadId,
          sql`(select found.thread_id from app.search_my_threads(${words}, ${page.limit}::int) found)`,
        ),
      ),
    )
    .orderBy(sql`${threadMembers.lastMessageAt} desc, ${threadMembers.threadId} desc`)
    .limit(page.limit);

export const unreadCounts = (db: Db, userId: string) =>
  db
    .select({
      threads: sql<number>`count(*)::int`,
      messages: sql<number>`coalesce(sum(${threadMembers.unread}), 0)::int`,
    })
    .from(threadMembers)
    .where(and(eq(threadMembers.userId, userId), waits));

export const member = (db: Db, userId: string, threadId: string) =>
  db
    .select()
    .from(threadMembers)
    .where(and(eq(threadMembers.userId, userId), eq(threadMembers.threadId, threadId)));

export type MessageRow = {
  id: string;
  senderId: string | null;
  author: 'talent' | 'sender' | null;
  body: string;
  masked: string | null;
  sentAt: Date;
  deletedAt: Date | null;
};

const instantOrNull = (text: unknown): Date | null =>
  text === null || text === undefined ? null : new Date(String(text));

/** A page of what was said, newest first, whatever the kind: an inquiry's own words are its first message. */
export const messagePage = (
  db: Db,
  threadId: string,
  page: { before?: string | undefined; after?: string | undefined; limit: number },
) => {
  const within = (column: string) => {
    const id = sql.raw(column);
    if (page.before !== undefined) return sql`${id} < ${page.before}::uuid`;
    return page.after === undefined ? sql`true` : sql`${id} > ${page.after}::uuid`;
  };
  const most = page.limit + 1;
  // news is read forward, so that a burst longer than a page is not torn in the middle
  const way = page.after === undefined ? sql`desc` : sql`asc`;
  return db.execute(sql`
    select id, sender_id as "senderId", author, body, masked, sent_at as "sentAt", deleted_at as "deletedAt" from (
      (select m.id, m.sender_id, null::text as author, m.body, m.masked, m.sent_at, m.deleted_at
       from messages m where m.thread_id = ${threadId} and ${within('m.id')} order by m.id ${way} limit ${most})
      union all
      (select i.id, i.sender_id, 'sender', i.message, i.masked_message, i.created_at, null
       from threads t join inquiries i on i.id = t.inquiry_id where t.id = ${threadId} and ${within('i.id')})
      union all
      (select r.id, r.sender_id, r.author, r.reply, r.masked, r.created_at, null
       from threads t join inquiry_replies r on r.inquiry_id = t.inquiry_id where t.id = ${threadId} and ${within('r.id')} order by r.id ${way} limit ${most})
    ) said order by id ${way} limit ${most}`);
};

/** What hangs on a page of messages, in their order. */
export const attachmentsOf = (
  db: Db,
  threadId: string,
  page: { before?: string | undefined; after?: string | undefined },
) =>
  db
    .select({
      id: attachments.id,
      messageId: attachments.messageId,
      name: attachments.name,
      maskedName: attachments.maskedName,
      type: attachments.type,
      size: attachments.size,
      width: attachments.width,
      height: attachments.height,
    })
    .from(attachments)
    .where(
      and(
        eq(attachments.threadId, threadId),
        isNotNull(attachments.messageId),
        page.before === undefined ? undefined : lt(attachments.messageId, page.before),
        page.after === undefined ? undefined : gt(attachments.messageId, page.after),
      ),
    )
    .orderBy(desc(attachments.messageId), asc(attachments.position))
    .limit(500);
export type AttachmentRow = Awaited<ReturnType<typeof attachmentsOf>>[number];

export const messagesIn = (rows: readonly Record<string, unknown>[]): MessageRow[] =>
  rows.map((row) => ({
    id: String(row['id']),
    senderId: row['senderId'] === null ? null : String(row['senderId']),
    author: row['author'] === 'talent' || row['author'] === 'sender' ? row['author'] : null,
    body: String(row['body']),
    masked: row['masked'] === null ? null : String(row['masked']),
    sentAt: new Date(String(row['sentAt'])),
    deletedAt: instantOrNull(row['deletedAt']),
  }));

/** All that the rules of the three contexts ask, in one row; what does not concern this thread is null. */
export const facts = (db: Db, threadId: string, userId: string) =>
  db
    .select({
      booking: {
        state: bookings.state,
        stateAt: bookings.stateAt,
        completedAt: bookings.completedAt,
        quoteVersion: bookings.quoteVersion,
        customerId: bookings.customerId,
        talentUserId: bookings.talentUserId,
        expiresAt: bookings.expiresAt,
        holdExpiresAt: bookings.holdExpiresAt,
        autoCompleteAt: bookings.autoCompleteAt,
      },
      contact: contacts,
      inquiry: {
        status: inquiries.status,
        isSpam: inquiries.isSpam,
        deletedAt: inquiries.deletedAt,
        endedAt: inquiries.endedAt,
        answers: inquiries.answers,
        followUps: inquiries.followUps,
      },
      customerMessages: sql<number>`(select count(*)::int from messages m where m.thread_id = ${threads.id} and m.sender_id = coalesce(${bookings.customerId}, ${contacts.customerId})
        and m.sent_at >= coalesce(${contacts.stateAt}, '-infinity') and (${contacts.id} is not null or ${bookings.state} = 'requested'))`,
      talentSpoke: sql<boolean>`exists (select 1 from messages m where m.thread_id = ${threads.id} and m.sender_id = ${bookings.talentUserId})`,
      blocked: sql<boolean>`coalesce((select f.blocked from app.talk_facts(${threads.id}) f), false)`,
      away: sql<boolean>`coalesce((select f.away from app.talk_facts(${threads.id}) f), false)`,
      entitled: sql<boolean>`coalesce((select f.entitled from app.talk_facts(${threads.id}) f), false)`,
      theirLastRead: sql<string | null>`app.their_last_read(${threads.id})`,
      member: threadMembers,
    })
    .from(threads)
    .innerJoin(threadMembers, and(eq(threadMembers.threadId, threads.id), eq(threadMembers.userId, userId)))
    .leftJoin(bookings, eq(bookings.id, threads.bookingId))
    .leftJoin(contacts, eq(contacts.id, threads.contactId))
    .leftJoin(inquiries, eq(inquiries.id, threads.inquiryId))
    .where(eq(threads.id, threadId));

export const bookingOf = (db: Db, threadId: string) =>
  db.select({ id: threads.bookingId, kind: threads.kind }).from(threads).where(eq(threads.id, threadId));

export const fileMember = (
  tx: Tx,
  userId: string,
  threadId: string,
  changes: Partial<Pick<MemberRow, 'archivedAt' | 'markedUnread' | 'unread' | 'lastReadId'>>,
) =>
  tx
    .update(threadMembers)
    .set(changes)
    .where(and(eq(threadMembers.userId, userId), eq(threadMembers.threadId, threadId)))
    .returning();

/** An inquiry of this thread is read: by the one it was sent to, and only from unread (S2-22). */
export const readInquiry = (tx: Tx, userId: string, threadId: string) =>
  tx
    .update(inquiries)
    .set({ status: 'read' })
    .where(
      and(
        eq(inquiries.talentUserId, userId),
        eq(inquiries.status, 'unread'),
        eq(inquiries.isSpam, false),
        exists(
          tx
            .select({ id: threads.id })
            .from(threads)
            .where(and(eq(threads.inquiryId, inquiries.id), eq(threads.id, threadId))),
        ),
      ),
    );

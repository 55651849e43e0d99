import {
  and,
  asc,
  desc,
  eq,
  exists,
  getTableColumns,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  sql,
} from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { attachments } from '../../../db/schema/attachments.ts';
import { bookings } from '../../../db/schema/bookings.ts';
import { inquiries } from '../../../db/schema/inquiries.ts';
import { contacts, threadMembers, threads } from '../../../db/schema/messaging.ts';
import { messagingLimits } from '../rules.ts';
import type { RequestState, UnlockState, Visibility } from '../rules/requests.ts';
import { lookedAt } from './conduct.ts';
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
        inArray(
          threadMembers.threadId,
          sql`(select found.thread_id from app.search_my_threads(${words}, ${page.limit}::int, ${page.box === 'archived'}::boolean, ${page.kind ?? null}::text) found)`,
        ),
      ),
    )
    .orderBy(sql`${threadMembers.lastMessageAt} desc, ${threadMembers.threadId} desc`)
    .limit(page.limit);

/** What waits for whoever asks; a function of the owner, because under a policy every row of it would be fetched. */
export const unreadCounts = (db: Db) =>
  db
    .select({ threads: sql<number>`waiting.threads`, messages: sql<number>`waiting.messages` })
    .from(sql`app.my_unread() waiting`);

export const member = (db: Db, userId: string, threadId: string) =>
  db
    .select()
    .from(threadMembers)
    .where(and(eq(threadMembers.userId, userId), eq(threadMembers.threadId, threadId)));

/**
 * The same, and the rest of the batch or transaction is about this thread: its policies see no other (app.my_thread_ids), and need
 * not read all that somebody with thousands is a member of.
 */
export const enterThread = (db: Db, userId: string, threadId: string) =>
  db
    .select({
      ...getTableColumns(threadMembers),
      entered: sql<string>`set_config('app.thread', ${threadMembers.threadId}::text, true)`,
      inquiry: sql<string>`set_config('app.inquiry', case ${threadMembers.kind} when 'inquiry' then ${threadMembers.subjectId}::text else '' end, true)`,
    })
    .from(threadMembers)
    .where(and(eq(threadMembers.userId, userId), eq(threadMembers.threadId, threadId)));

/**
 * What follows is read by its indexes in their order, and stops when the page is full: in a small table, where a thread is a good
 * part of it, the planner would rather read the thread whole and sort it.
 */
export const walkIndexes = (db: Db) => db.execute(sql`select set_config('enable_bitmapscan', 'off', true)`);

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

/** A page of what was said in the entered thread, newest first, whatever its kind: an inquiry's own words are its first message. */
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
  const inquiry = sql`nullif(current_setting('app.inquiry', true), '')::uuid`;
  // news is read forward, so that a burst longer than a page is not torn in the middle
  const way = page.after === undefined ? sql`desc` : sql`asc`;
  return db.execute(sql`
    select id, sender_id as "senderId", author, body, masked, sent_at as "sentAt", deleted_at as "deletedAt" from (
      (select m.id, m.sender_id, null::text as author, m.body, m.masked, m.sent_at, m.deleted_at
       from messages m where m.thread_id = ${threadId} and ${within('m.id')} order by m.id ${way} limit ${most})
      union all
      (select i.id, i.sender_id, 'sender', i.message, i.masked_message, i.created_at, null
       from inquiries i where i.id = ${inquiry} and ${within('i.id')})
      union all
      (select r.id, r.sender_id, r.author, r.reply, r.masked, r.created_at, null
       from inquiry_replies r where r.inquiry_id = ${inquiry} and ${within('r.id')} order by r.id ${way} limit ${most})
    ) said order by id ${way} limit ${most}`);
};

/** What hangs on a page of messages, in their order: from the page's far end on, so that a long gallery is not read for it. */
export const attachmentsOf = (
  db: Db,
  threadId: string,
  page: { before?: string | undefined; after?: string | undefined; limit: number },
) => {
  const forward = page.after !== undefined && page.before === undefined;
  const cut = page.before ?? page.after;
  const within = cut === undefined ? sql`` : forward ? sql`and m.id > ${cut}::uuid` : sql`and m.id < ${cut}::uuid`;
  const [way, back] = forward ? [sql`asc`, sql`desc`] : [sql`desc`, sql`asc`];
  const end = sql`(select p.id from (select m.id from messages m where m.thread_id = ${threadId} ${within} order by m.id ${way} limit ${page.limit}) p order by p.id ${back} limit 1)`;
  return db
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
        forward ? lte(attachments.messageId, end) : gte(attachments.messageId, end),
        cut === undefined ? undefined : forward ? gt(attachments.messageId, cut) : lt(attachments.messageId, cut),
      ),
    )
    .orderBy(desc(attachments.messageId), asc(attachments.position))
    .limit(500);
};
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
      /** of a request, for whoever asks; null throughout for any other kind */
      request: {
        state: sql<RequestState | null>`asked.state`,
        visibility: sql<Visibility | null>`asked.visibility`,
        owner: sql<boolean | null>`asked.owner`,
        blocked: sql<boolean | null>`asked.blocked`,
        ownerAway: sql<boolean | null>`asked.owner_away`,
        unlock: sql<UnlockState | null>`asked.unlock`,
        entitled: sql<boolean | null>`asked.entitled`,
      },
      // as far as the rules count: three before an answer in a booking, one before a yes in a contact
      customerMessages: sql<number>`(select count(*)::int from (select 1 from messages m where m.thread_id = ${threadMembers.threadId}
        and m.sender_id = coalesce(${bookings.customerId}, ${contacts.customerId}) and m.sent_at >= coalesce(${contacts.stateAt}, '-infinity')
        and (${contacts.state} = 'pending' or ${bookings.state} = 'requested') limit ${messagingLimits.unansweredByCustomer}) said)`,
      // one row, not `exists`, which would be answered by reading the thread whole
      talentSpoke: sql<boolean>`coalesce((select true from messages m where m.thread_id = ${threadMembers.threadId} and m.sender_id = ${bookings.talentUserId}
        and ${bookings.state} = 'requested' limit 1), false)`,
      blocked: sql<boolean>`coalesce(talk.blocked, false)`,
      /** the reader's own block, which they know of */
      blockedByMe: sql<boolean>`coalesce(talk.blocked, false)
        and exists (select 1 from blocks b where b.blocker_id = ${userId} and b.blocked_id = ${threadMembers.partnerId})`,
      operatorLookedAt: lookedAt(threadMembers.threadId),
      away: sql<boolean>`coalesce(talk.away, false)`,
      entitled: sql<boolean>`coalesce(talk.entitled, false)`,
      theirLastRead: sql<string | null>`app.their_last_read(${threadMembers.threadId})`,
      member: threadMembers,
    })
    .from(threadMembers)
    .leftJoin(bookings, and(eq(threadMembers.kind, 'booking'), eq(bookings.id, threadMembers.subjectId)))
    .leftJoin(contacts, and(eq(threadMembers.kind, 'direct'), eq(contacts.id, threadMembers.subjectId)))
    .leftJoin(inquiries, and(eq(threadMembers.kind, 'inquiry'), eq(inquiries.id, threadMembers.subjectId)))
    .leftJoin(
      sql`lateral app.request_facts(case ${threadMembers.kind} when 'request' then ${threadMembers.subjectId} end) asked`,
      sql`true`,
    )
    .leftJoin(sql`lateral app.talk_facts(${threadMembers.threadId}) talk`, sql`true`)
    .where(and(eq(threadMembers.threadId, threadId), eq(threadMembers.userId, userId)));

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

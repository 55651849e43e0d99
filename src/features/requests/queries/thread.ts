import { and, asc, desc, eq, getTableColumns, gt, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { messages, threadMembers, threads } from '../../../db/schema/messaging.ts';
import { requests } from '../../../db/schema/requests.ts';
import type { UnlockState } from '../../messaging/rules/requests.ts';

type Reads = Pick<ReadDb, 'select' | 'execute'> | Tx;

/** What of a request stands above its thread; the policies say who sees it. */
export const headline = (db: Reads, requestId: string) =>
  db
    .select({
      id: requests.id,
      title: requests.title,
      ownerId: requests.ownerId,
      ownerName: requests.ownerName,
      state: requests.state,
      closedReason: requests.closedReason,
      closedAt: requests.closedAt,
      expiresAt: requests.expiresAt,
      visibility: requests.visibility,
    })
    .from(requests)
    .where(eq(requests.id, requestId));
export type Headline = Awaited<ReturnType<typeof headline>>[number];

/** My row of the inbox; and the rest of the batch or transaction is about this thread, so that its policies see no other. */
export const enter = (db: Reads, userId: string, requestId: string) =>
  db
    .select({
      ...getTableColumns(threadMembers),
      entered: sql<string>`set_config('app.thread', ${threadMembers.threadId}::text, true)`,
    })
    .from(threadMembers)
    .where(and(eq(threadMembers.userId, userId), eq(threadMembers.threadId, threadOf(requestId))));

const threadOf = (requestId: string) => sql`(select t.id from ${threads} t where t.request_id = ${requestId}::uuid)`;

export type Person = {
  unlockId: string;
  userId: string;
  name: string;
  slug: string | null;
  me: boolean;
  /** of oneself, and of everybody for the owner */
  status: UnlockState | null;
  away: boolean;
  blocked: boolean;
  proposed: boolean;
};

/** Those who unlocked, as far as whoever asks may know of them. Their user ids are for telling whose words are whose, and go no further. */
export const people = (db: Reads, requestId: string) =>
  db.execute<Person>(sql`
    select p.unlock_id as "unlockId", p.user_id as "userId", p.name, p.slug, p.me, p.status, p.away, p.blocked, p.proposed
    from app.request_people(${requestId}::uuid) p`);

export type MessagePage = { before?: string | undefined; after?: string | undefined; limit: number };
export const isForward = ({ before, after }: Pick<MessagePage, 'before' | 'after'>): boolean =>
  after !== undefined && before === undefined;

const on = (requestId: string, page: MessagePage) =>
  and(
    eq(messages.threadId, threadOf(requestId)),
    page.before === undefined ? undefined : lt(messages.id, page.before),
    isForward(page) && page.after !== undefined ? gt(messages.id, page.after) : undefined,
  );
// news is read forward, so that a burst longer than a page is not torn in the middle
const way = (page: MessagePage) => (isForward(page) ? asc(messages.id) : desc(messages.id));

/** A page of what the reader hears, and one more if there is more. */
export const said = (db: Reads, requestId: string, page: MessagePage) =>
  db
    .select({
      id: messages.id,
      senderId: messages.senderId,
      toId: messages.toId,
      body: messages.body,
      masked: messages.masked,
      sentAt: messages.sentAt,
      deletedAt: messages.deletedAt,
    })
    .from(messages)
    .where(on(requestId, page))
    .orderBy(way(page))
    .limit(page.limit + 1);
export type MessageRow = Awaited<ReturnType<typeof said>>[number];

/** Which messages stand on that page, for what hangs on them. */
export const idsOn = (db: Pick<ReadDb, 'select'> | Tx, requestId: string, page: MessagePage) =>
  db.select({ id: messages.id }).from(messages).where(on(requestId, page)).orderBy(way(page)).limit(page.limit);

/** What the owner said to everyone: the files of it are the request's own (a brief, pictures of a place). */
export const toEveryone = (db: Pick<ReadDb, 'select'>, requestId: string) =>
  db
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        eq(messages.threadId, threadOf(requestId)),
        isNull(messages.toId),
        sql`${messages.senderId} = (select r.owner_id from ${requests} r where r.id = ${requestId})`,
      ),
    );

export const one = (tx: Tx, messageId: string) =>
  tx
    .select({
      id: messages.id,
      senderId: messages.senderId,
      toId: messages.toId,
      body: messages.body,
      masked: messages.masked,
      sentAt: messages.sentAt,
      deletedAt: messages.deletedAt,
    })
    .from(messages)
    .where(inArray(messages.id, [messageId]));

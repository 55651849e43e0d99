import type * as z from 'zod';
import { absent, AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { wordsFor } from '../attachments/binding.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { requireActive } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { sendInContact } from './contacts.ts';
import * as queries from './queries/threads.ts';
import { pageOfMessages } from './schema/threads.ts';
import type { fileThreadBody, listMessagesQuery, listThreadsQuery, sendBody, threadList } from './schema/threads.ts';
import { cardOf, messageOf, pageOf, viewOf } from './thread-view.ts';
import { markThreadRead as markMessagesRead } from './service.ts';

const place = (cursor: string | undefined) => {
  if (cursor === undefined) return undefined;
  const [at = '', threadId = ''] = cursor.split('~');
  return { at: new Date(at), threadId };
};

/** The inbox, in one round trip: a page by its index, and the counts for the badge. */
export async function listThreads(
  ctx: Ctx,
  { q, cursor, ...wish }: z.output<typeof listThreadsQuery>,
): Promise<z.input<typeof threadList>> {
  const { userId } = actorOf(ctx);
  const { me, rows, unread } = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    rows: q ? queries.search(db, userId, q, wish) : queries.inbox(db, userId, { ...wish, before: place(cursor) }),
    unread: queries.unreadCounts(db),
  }));
  requireActive(me[0]);
  const page = rows.slice(0, wish.limit);
  const last = page.at(-1);
  return {
    items: page.map(cardOf),
    nextCursor:
      rows.length > wish.limit && last ? `${(last.lastMessageAt ?? new Date(0)).toISOString()}~${last.threadId}` : null,
    unread: unread[0] ?? { threads: 0, messages: 0 },
  };
}

export async function countUnread(ctx: Ctx) {
  const { userId } = actorOf(ctx);
  const { me, unread } = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    unread: queries.unreadCounts(db),
  }));
  requireActive(me[0]);
  return unread[0] ?? { threads: 0, messages: 0 };
}

export async function getThread(ctx: Ctx, { threadId }: { threadId: string }) {
  const { userId } = actorOf(ctx);
  const { me, facts, said, attachments } = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    entered: queries.enterThread(db, userId, threadId),
    facts: queries.facts(db, threadId, userId),
    walk: queries.walkIndexes(db),
    said: queries.messagePage(db, threadId, { limit: pageOfMessages }),
    attachments: queries.attachmentsOf(db, threadId, { limit: pageOfMessages }),
  }));
  const standing = requireActive(me[0]);
  return viewOf(
    facts[0] ?? absent(),
    { rows: queries.messagesIn(said.rows), limit: pageOfMessages, attachments },
    { userId, role: standing.role, policy: ctx.ports.messagingPolicy, now: ctx.now },
  );
}

export async function listThreadMessages(
  ctx: Ctx,
  { threadId, cursor, after, limit }: { threadId: string } & z.output<typeof listMessagesQuery>,
) {
  const { userId } = actorOf(ctx);
  const within = cursor === undefined ? { after } : { before: cursor };
  const { me, facts, said, attachments } = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    entered: queries.enterThread(db, userId, threadId),
    facts: queries.facts(db, threadId, userId),
    walk: queries.walkIndexes(db),
    said: queries.messagePage(db, threadId, { ...within, limit }),
    attachments: queries.attachmentsOf(db, threadId, { ...within, limit }),
  }));
  requireActive(me[0]);
  const rows = queries.messagesIn(said.rows);
  const forward = after !== undefined && cursor === undefined;
  return pageOf(facts[0] ?? absent(), { rows, limit, attachments, forward }, userId, ctx.now);
}

/** One address for writing, whatever the thread is about: the capability whose thread it is judges. */
export async function sendMessage(
  ctx: Ctx,
  tx: Tx,
  { threadId, body, attachmentIds = [] }: { threadId: string } & z.output<typeof sendBody>,
) {
  const { userId } = actorOf(ctx);
  requireActive((await identity.me(tx, userId))[0]);
  const [member] = await queries.enterThread(tx, userId, threadId);
  if (!member?.subjectId) absent();
  const words = { body: await wordsFor(ctx, tx, { threadId, body, ids: attachmentIds }), attachmentIds };
  const sent =
    member.kind === 'direct'
      ? await sendInContact(ctx, tx, { threadId, ...words })
      : await ctx.ports.talks[member.kind](ctx, tx, member.subjectId, words);
  const [facts] = await queries.facts(tx, threadId, userId);
  const said = queries.messagesIn((await queries.messagePage(tx, threadId, { limit: 5 })).rows);
  const row = said.find(({ id }) => id === sent.id) ?? absent();
  const attachments = await queries.attachmentsOf(tx, threadId, { limit: 5 });
  return messageOf(facts ?? absent(), row, attachments, userId, ctx.now);
}

export async function markThreadRead(
  ctx: Ctx,
  tx: Tx,
  { threadId, lastReadId }: { threadId: string; lastReadId: string },
) {
  const { userId } = actorOf(ctx);
  requireActive((await identity.me(tx, userId))[0]);
  const [member] = await queries.enterThread(tx, userId, threadId);
  if (!member) absent();
  if (member.kind === 'inquiry') {
    if (member.side === 'talent') await queries.readInquiry(tx, userId, threadId);
    await queries.fileMember(tx, userId, threadId, { unread: 0, markedUnread: false, lastReadId });
    return { unread: 0 };
  }
  return markMessagesRead(ctx, tx, threadId, lastReadId);
}

/** Mine alone: the other side learns nothing of it. */
export async function fileThread(
  ctx: Ctx,
  tx: Tx,
  { threadId, archived, unread }: { threadId: string } & z.output<typeof fileThreadBody>,
) {
  const { userId } = actorOf(ctx);
  requireActive((await identity.me(tx, userId))[0]);
  const [member] = await queries.member(tx, userId, threadId);
  if (!member) absent();
  const [filed] = await queries.fileMember(tx, userId, threadId, {
    ...(archived !== undefined && { archivedAt: archived ? (member.archivedAt ?? ctx.now) : null }),
    ...(unread !== undefined && { markedUnread: unread, ...(!unread && { unread: 0 }) }),
  });
  if (!filed) throw new AppError('lost_race');
  return cardOf(filed);
}

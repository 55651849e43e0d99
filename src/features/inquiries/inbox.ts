import type * as z from 'zod';
import { absent, AppError, lostRace } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { requireActive, requireRole } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { statusAfter, type InquiryEvent, type InquiryStatus } from '../messaging/rules/inquiries.ts';
import * as queries from './queries/inquiries.ts';
import type {
  businessMessage,
  businessMessageList,
  businessMessageView,
  FileMessage,
  ListMessages,
  unreadMessages,
} from './schema.ts';
import { judgeTalk, shownReply } from './talk.ts';

type Card = z.input<typeof businessMessage>;

/** As the talent reads it: masked, and without the sender's address. */
const cardOf = (row: queries.TalentRow): Card => ({
  id: row.id,
  sender: row.senderId,
  senderName: row.senderName,
  listing: row.serviceTitle === null ? null : { id: row.serviceId, title: row.serviceTitle },
  subject: row.maskedSubject ?? row.subject,
  message: row.maskedMessage ?? row.message,
  masked: row.maskedSubject !== null || row.maskedMessage !== null,
  locale: row.locale,
  status: row.status,
  // one truth, the status (product.md K18)
  isArchived: row.status === 'archived',
  isSpam: row.isSpam,
  isEnded: row.endedAt !== null,
  createdAt: row.createdAt.toISOString(),
  readAt: row.readAt?.toISOString() ?? null,
  lastReplyAt: row.lastReplyAt?.toISOString() ?? null,
  repliesCount: row.answers + row.followUps,
});

const writeCursor = (row: queries.TalentRow) => `${row.createdAt.toISOString()}~${row.id}`;
const readCursor = (cursor: string) => {
  const [at = '', id = ''] = cursor.split('~');
  return { at: new Date(at), id };
};

const day = 86_400_000;
/** A bare day is taken whole: from its beginning, to its end. */
const until = (typed: string): Date =>
  typed.includes('T') ? new Date(typed) : new Date(new Date(typed).getTime() + day);

export async function listBusinessMessages(
  ctx: Ctx,
  { cursor, from, to, ...wish }: ListMessages,
): Promise<z.input<typeof businessMessageList>> {
  const { userId } = actorOf(ctx);
  const { me, rows, unread } = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    rows: queries.page(db, userId, {
      ...wish,
      from: from === undefined ? undefined : new Date(from),
      until: to === undefined ? undefined : until(to),
      before: cursor === undefined ? undefined : readCursor(cursor),
    }),
    unread: queries.unread(db, userId),
  }));
  requireRole(me[0], 'talent');
  const items = rows.slice(0, wish.limit);
  const last = items.at(-1);
  return {
    items: items.map(cardOf),
    nextCursor: rows.length > wish.limit && last ? writeCursor(last) : null,
    unread: unread[0]?.total ?? 0,
  };
}

export async function countUnreadMessages(ctx: Ctx): Promise<z.input<typeof unreadMessages>> {
  const { userId } = actorOf(ctx);
  const { me, counts } = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    counts: queries.unreadByListing(db, userId),
  }));
  requireRole(me[0], 'talent');
  return { total: counts.reduce((sum, { unread }) => sum + unread, 0), byListing: counts };
}

type Found = {
  row: queries.TalentRow | undefined;
  replies: readonly queries.ReplyRow[];
  talk: queries.Talk | undefined;
};
function viewOf(ctx: Ctx, { row, replies, talk }: Found): z.input<typeof businessMessageView> {
  if (!row || !talk) return absent();
  const may = judgeTalk(ctx, { role: 'talent', suspended: false }, talk);
  return {
    ...cardOf(row),
    replies: replies.map((reply) => shownReply(reply, 'talent')),
    canReply: may.ok,
    whyNot: may.ok ? null : may.why,
  };
}

/**
 * One with all that was said. Opening it marks it read (S2-26), unless the caller only peeks, as an agent always does. Of one inquiry
 * nobody is told that it needs another kind of account: to whoever is not its talent it is not there (product.md 3.6, 3.7).
 */
export async function getBusinessMessage(ctx: Ctx, { messageId, peek }: { messageId: string; peek: boolean }) {
  const { userId, agent } = actorOf(ctx);
  const door = userDoor(ctx);
  const seen = await door.send((db) => ({
    ...(peek || agent !== undefined ? {} : { opened: queries.markOpened(db, userId, messageId) }),
    me: identity.me(db, userId),
    row: queries.ofTalent(db, userId, messageId),
    replies: queries.replies(db, messageId),
    talk: queries.talk(db, messageId, false),
  }));
  requireActive(seen.me[0]);
  return viewOf(ctx, { row: seen.row[0], replies: seen.replies, talk: seen.talk.rows[0] });
}

async function viewIn(ctx: Ctx, tx: Tx, userId: string, messageId: string) {
  const [row] = await queries.ofTalent(tx, userId, messageId);
  const replies = await queries.replies(tx, messageId);
  const [talk] = (await queries.talk(tx, messageId, false)).rows;
  return viewOf(ctx, { row, replies, talk });
}

const wished: Readonly<Record<InquiryStatus, InquiryEvent>> = {
  unread: 'mark_unread',
  read: 'mark_read',
  replied: 'unarchive',
  archived: 'archive',
};

/** By the talent's own hand: read, unread, into the archive and out of it; spam or not. */
export async function fileBusinessMessage(
  ctx: Ctx,
  tx: Tx,
  { messageId, ...wish }: FileMessage & { messageId: string },
) {
  const { userId } = actorOf(ctx);
  requireActive((await identity.me(tx, userId))[0]);
  const row = (await queries.ofTalent(tx, userId, messageId))[0] ?? absent();
  const to: { status?: InquiryStatus; isSpam?: boolean } = {};
  if (wish.isSpam !== undefined && wish.isSpam !== row.isSpam) to.isSpam = wish.isSpam;
  if (wish.status !== undefined && wish.status !== row.status) {
    // `read` takes it out of the archive as well
    const event = wish.status === 'read' && row.status === 'archived' ? 'unarchive' : wished[wish.status];
    const status = statusAfter({ status: row.status, spam: row.isSpam, answered: row.answers > 0 }, event);
    if (wish.status === 'replied' && status !== 'replied') throw new AppError('wrong_state');
    // marking an answered one read changes nothing (product.md 3.8)
    if (status !== null) to.status = status;
  }
  if (Object.keys(to).length > 0) {
    const { rowCount } = await queries.fileAs(tx, userId, messageId, row, to);
    if (rowCount !== 1) lostRace();
  }
  return viewIn(ctx, tx, userId, messageId);
}

/** Out of the talent's sight at once; erased by the clock. Twice is no mistake the second time: it is not there. */
export async function deleteBusinessMessage(ctx: Ctx, tx: Tx, { messageId }: { messageId: string }): Promise<void> {
  requireActive((await identity.me(tx, actorOf(ctx).userId))[0]);
  const { rows } = await queries.hide(tx, messageId);
  if (!rows[0]?.hidden) absent();
}

import { absent, AppError } from '../../core/errors.ts';
import { auditLog } from '../../db/schema/operations.ts';
import { actorOf, type Ctx } from '../ctx.ts';
import { requireActive, type Role } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { inquiryLimits } from '../messaging/rules/inquiries.ts';
import * as queries from './queries/inquiries.ts';
import * as review from './queries/review.ts';
import type { Conversation } from './schema.ts';
import { judgeTalk, senderDoor, shownReply, type Speaking } from './talk.ts';

type Wanted = { messageId: string; k?: string | undefined };
type Found = { row: queries.SenderRow; replies: readonly queries.ReplyRow[]; talk: queries.Talk };

function shown(ctx: Ctx, { row, replies, talk }: Found, speaker: Speaking): Conversation {
  const may = judgeTalk(ctx, speaker, { ...talk, side: 'sender' });
  return {
    id: row.id,
    recipient: { id: talk.talentId, name: talk.talentName, slug: talk.talentSlug },
    listing: row.serviceTitle,
    senderName: row.senderName,
    subject: row.subject,
    message: row.message,
    createdAt: row.createdAt.toISOString(),
    lastReplyAt: row.lastReplyAt?.toISOString() ?? null,
    isEnded: talk.ended,
    replies: replies.map((reply) => shownReply(reply, 'sender')),
    canReply: may.ok,
    whyNot: may.ok ? null : may.why,
    followUpsLeft: talk.answers > 0 ? Math.max(0, inquiryLimits.followUps - talk.followUps) : 0,
  };
}

/** What the sender and nobody else reads: signed in, or by the link that was mailed. Once the talent's account is gone, nothing is there. */
export async function getConversation(ctx: Ctx, { messageId, k }: Wanted): Promise<Conversation> {
  if (!ctx.actor && k === undefined) throw new AppError('unauthenticated');
  const door = senderDoor(ctx, k);
  const { actor } = ctx;
  const asked = (db: Parameters<typeof queries.ofSender>[0] & Parameters<typeof queries.talk>[0]) => ({
    row: queries.ofSender(db, messageId),
    replies: queries.replies(db, messageId),
    talk: queries.talk(db, messageId, false),
  });
  const { me, row, replies, talk } = actor
    ? await door.read((db) => ({ me: identity.me(db, actor.userId), ...asked(db) }))
    : { me: [], ...(await door.read(asked)) };
  const who = ctx.actor ? requireActive(me[0]) : null;
  const speaker: Speaking = who && { role: who.role, suspended: false };
  const found = { row: row[0], talk: talk.rows[0] };
  if (!found.row || !found.talk || found.talk.gone || found.talk.side !== 'sender') return absent();
  return shown(ctx, { row: found.row, talk: found.talk, replies }, speaker);
}

/** An operator reads it with a reason, which is kept with who and when. To anybody else there is nothing here. */
export async function inspectConversation(
  ctx: Ctx,
  { messageId, reason }: Wanted & { reason: string },
): Promise<Conversation> {
  const { userId } = actorOf(ctx);
  return ctx.doors.asSystem('operator: inquiry').write(async (tx) => {
    const [me] = await identity.me(tx, userId);
    const role: Role | null = me ? requireActive(me).role : null;
    if (role !== 'admin') return absent();
    const [row] = await queries.ofSender(tx, messageId);
    const [about] = await review.about(tx, messageId);
    if (!row || !about) return absent();
    await tx.insert(auditLog).values({
      actorId: userId,
      action: 'inquiry.looked_at',
      subjectKind: 'inquiry',
      subjectId: messageId,
      reason,
      requestId: ctx.requestId,
      at: ctx.now,
    });
    const talk = { ...about, side: 'sender' as const, away: false, blocked: false };
    const view = shown(ctx, { row, talk, replies: await queries.replies(tx, messageId) }, null);
    // an operator reads what was written and writes nothing (product.md 3.7)
    return { ...view, canReply: false, whyNot: 'role_not_allowed' };
  });
}

/** The verb of the endpoint: with a reason it is an operator's look, else the sender's own. */
export const readConversation = (ctx: Ctx, wanted: Wanted & { reason?: string | undefined }): Promise<Conversation> =>
  wanted.reason && ctx.actor
    ? inspectConversation(ctx, { ...wanted, reason: wanted.reason })
    : getConversation(ctx, wanted);

/** "This was not me": the owner of the address ends it, and nothing more is sent there. Said twice it stays ended. */
export const endByLink = (ctx: Ctx, { messageId, k }: { messageId: string; k: string }): Promise<{ isEnded: true }> =>
  // a visitor with a link sees its inquiry and no other: an id and a word that do not belong together open nothing
  ctx.doors.asVisitor({ link: k }).write(async (tx) => {
    if ((await queries.ofSender(tx, messageId)).length === 0) return absent();
    await queries.end(tx);
    return { isEnded: true as const };
  });

import type * as z from 'zod';
import { absent, AppError } from '../../core/errors.ts';
import type { Door, Tx } from '../../db/client.ts';
import { violates } from '../../db/errors.ts';
import { actorOf, type Ctx } from '../ctx.ts';
import { requireActive, type Role } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { maskedOrNull } from '../messaging/rules.ts';
import { canMessageInInquiry } from '../messaging/rules/inquiries.ts';
import type { SendRefusal } from '../messaging/rules/speaker.ts';
import type { Decision } from '../../core/decision.ts';
import * as queries from './queries/inquiries.ts';
import type { inquiryReply } from './schema.ts';

export type Speaking = { role: Role | null; suspended: boolean } | null;

/** The one rule of this context, asked with what is kept: the screen, the verb and the page of a link get the same answer. */
export const judgeTalk = (ctx: Ctx, speaker: Speaking, talk: queries.Talk): Decision<true, SendRefusal> =>
  canMessageInInquiry({
    policy: ctx.ports.messagingPolicy,
    speaker,
    side: talk.side,
    partner: { away: talk.away, gone: talk.gone },
    blocked: talk.blocked,
    inquiry: { status: talk.status, spam: talk.spam, deleted: talk.deleted, ended: talk.ended },
    answered: talk.answers > 0,
    followUps: talk.followUps,
  });

/** Writes as the side the caller is on, if the rule allows it. The inquiry is locked: closing and writing cannot both win. */
type Words = {
  text: string;
  side?: queries.Talk['side'];
  /** the form it came by: sent again it is the same word */
  form?: string | undefined;
};
async function write(ctx: Ctx, tx: Tx, id: string, speaker: Speaking, { text, side, form }: Words) {
  const [found] = (await queries.talk(tx, id, true)).rows;
  if (!found || found.gone || (side !== undefined && found.side !== side)) return absent();
  const reply = {
    id: form ?? (await queries.newId(tx)),
    inquiryId: id,
    author: found.side,
    senderId: ctx.actor?.userId ?? null,
    reply: text,
    masked: maskedOrNull(text),
  };
  if (form !== undefined && (await queries.replyIsThere(tx, form)).length > 0) return reply;
  const may = judgeTalk(ctx, speaker, found);
  if (!may.ok) throw new AppError(may.why);
  try {
    await queries.insertReply(tx, reply);
  } catch (error) {
    if (violates(error, 'inquiry_replies_pkey')) throw new AppError('idempotency_mismatch', { cause: error });
    throw error;
  }
  return reply;
}

async function activeSpeaker(ctx: Ctx, tx: Tx): Promise<Speaking> {
  const me = requireActive((await identity.me(tx, actorOf(ctx).userId))[0]);
  return { role: me.role, suspended: false };
}

type Shown = z.input<typeof inquiryReply>;
export const shownReply = (row: queries.ReplyRow, reader: 'talent' | 'sender'): Shown => {
  // people read their own words as they wrote them
  const masked = row.masked !== null && row.author !== reader;
  return {
    id: row.id,
    author: row.author,
    reply: masked ? (row.masked ?? '') : row.reply,
    masked,
    createdAt: row.createdAt.toISOString(),
  };
};

const shownNow = (ctx: Ctx, reply: Awaited<ReturnType<typeof write>>): Shown =>
  shownReply({ ...reply, createdAt: ctx.now }, reply.author);

/** The talent answers. */
export async function replyToMessage(ctx: Ctx, tx: Tx, { messageId, reply }: { messageId: string; reply: string }) {
  return shownNow(ctx, await write(ctx, tx, messageId, await activeSpeaker(ctx, tx), { text: reply, side: 'talent' }));
}

/** The sender adds a word, with their account or by their link. */
export async function followUp(
  ctx: Ctx,
  tx: Tx,
  { messageId, reply, form }: { messageId: string; reply: string; form?: string },
) {
  const speaker = ctx.actor ? await activeSpeaker(ctx, tx) : null;
  return shownNow(ctx, await write(ctx, tx, messageId, speaker, { text: reply, side: 'sender', form }));
}

/** The inbox's one address for writing: whichever side it is. */
export async function writeInInquiry(
  ctx: Ctx,
  tx: Tx,
  { inquiryId, body, attachmentIds }: { inquiryId: string; body: string; attachmentIds: readonly string[] },
): Promise<{ id: string }> {
  // product.md K14: never in inquiries
  if (attachmentIds.length > 0) throw new AppError('attachment_refused', { values: { reason: 'not_here' } });
  const { id } = await write(ctx, tx, inquiryId, await activeSpeaker(ctx, tx), { text: body });
  return { id };
}

/** The door a sender comes by: their account, their link, or both. */
export const senderDoor = (ctx: Ctx, link: string | undefined): Door =>
  ctx.actor ? ctx.doors.asUser(ctx.actor, { link }) : ctx.doors.asVisitor({ link });

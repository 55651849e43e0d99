import type * as z from 'zod';
import { absent, AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { violates } from '../../db/errors.ts';
import { inquiriesMessages } from '../../i18n/catalogs/inquiries.ts';
import { translator } from '../../i18n/translate.ts';
import type { Ctx } from '../ctx.ts';
import { digestOf } from '../digest.ts';
import { ofApproved } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { maskContacts, maskedOrNull } from '../messaging/rules.ts';
import { canAsk, inquiryLimits } from '../messaging/rules/inquiries.ts';
import { contextsOn, type SendRefusal } from '../messaging/rules/speaker.ts';
import { readForm } from './form.ts';
import * as queries from './queries/inquiries.ts';
import type { messageSent, SubmitMessage } from './schema.ts';

/** What was asked, where it came from (a digest), and the form it came by. */
export type Asked = SubmitMessage & { network: string | null };
type Sent = z.input<typeof messageSent>;

const refusalOf = (why: SendRefusal): AppError =>
  why === 'upgrade_required' ? new AppError(why, { upgradeUrl: '/pricing', feature: 'messaging' }) : new AppError(why);

/** A secret word opens an inquiry; the word itself is kept nowhere. */
export const linkTo = (ctx: Ctx, id: string): { word: string; hash: string } => {
  const word = ctx.ports.secretFor('inquiry', id);
  return { word, hash: digestOf(word) };
};

/** A network as a digest that only this site can make: good for counting, not for finding anybody. */
export const networkDigest = (ctx: Ctx, network: string | null): string | null =>
  network === null ? null : ctx.ports.secretFor('network', network);

type Sender = { id: string | null; name: string; email: string };
type Known = { sender: Sender; speaker: Parameters<typeof canAsk>[0]['speaker']; standing: AppError | null };

/** Who asks: an account with its own name and address, or what a visitor wrote into the form. */
async function senderOf(ctx: Ctx, tx: Tx, asked: Asked): Promise<Known> {
  if (ctx.actor) {
    const me = await identity.present(ctx, tx);
    const standing = ofApproved(me);
    const name = maskContacts(asked.senderName || me.name || '');
    const sender = { id: me.userId, name, email: me.email };
    const suspended = me.suspendedAt !== null || me.deletedAt !== null;
    return { sender, speaker: { role: me.role, suspended }, standing: standing.ok ? null : new AppError(standing.why) };
  }
  const missing = {
    ...(asked.senderName ? {} : { senderName: ['required'] }),
    ...(asked.senderEmail ? {} : { senderEmail: ['required'] }),
  };
  if (Object.keys(missing).length > 0) throw new AppError('invalid', { fields: missing });
  return {
    // a name is shown as it is, so it may hold no number either
    sender: { id: null, name: maskContacts(asked.senderName ?? ''), email: asked.senderEmail ?? '' },
    speaker: null,
    standing: null,
  };
}

/** The form must be ours and neither hasty nor stale; whoever is signed in needs none. Answers its id. */
function formOf(ctx: Ctx, token: string | undefined): string | null {
  if (token === undefined && ctx.actor) return null;
  const form = readForm(ctx, token);
  if (!form || form.verdict === 'stale') throw new AppError('unauthenticated', { fields: { formToken: ['stale'] } });
  if (form.verdict === 'too_fast')
    throw new AppError('slow_down', { retryAfter: 2, fields: { formToken: ['too_fast'] } });
  return form.id;
}

const said = (ctx: Ctx, talentName: string, sender: Sender, what: { id: string; joined: boolean }): Sent => {
  const t = translator(ctx.locale, inquiriesMessages[ctx.locale]);
  const how = what.joined ? 'joined' : 'text';
  return {
    messageId: what.id,
    // of somebody who has only just signed up the address may not have come to us yet
    confirmation:
      sender.email === ''
        ? t(`sent.bare.${how}`, { name: talentName })
        : t(`sent.${how}`, { name: talentName, email: `\u2066${sender.email}\u2069` }),
    answersTo: sender.email,
    joined: what.joined,
  };
};

/**
 * A second question within a day belongs to the first. It is written by the system: to its sender an inquiry is open only once
 * the talent has answered (`app.may_reply`), while this joins before that. False: the first is over meanwhile.
 */
const join = (ctx: Ctx, inquiryId: string, reply: { id: string | null; senderId: string | null; text: string }) =>
  ctx.doors.asSystem('inquiries: join').write(async (tx) => {
    const [open] = await queries.lockForJoining(tx, inquiryId);
    if (!open || open.endedAt || open.deletedAt) return false;
    if (reply.id !== null && (await queries.replyIsThere(tx, reply.id)).length > 0) return true;
    if (open.answers > 0 && open.followUps >= inquiryLimits.followUps) throw new AppError('message_limit');
    await queries.insertReply(tx, {
      ...(reply.id === null ? {} : { id: reply.id }),
      inquiryId,
      author: 'sender',
      senderId: reply.senderId,
      reply: reply.text,
      masked: maskedOrNull(reply.text),
    });
    return true;
  });

/** A subject of what joins stands above its words, as far as there is room. */
function joinedText({ subject, message }: Asked): string {
  const whole = subject === '' ? message : `${subject}\n\n${message}`;
  return whole.length <= inquiryLimits.body ? whole : message;
}

/** The verb, in one transaction of whoever asks: judged by the rule, counted under a lock, kept once. */
export async function ask(ctx: Ctx, tx: Tx, asked: Asked): Promise<Sent> {
  const form = formOf(ctx, asked.formToken);
  const { sender, speaker, standing } = await senderOf(ctx, tx, asked);
  // a deploy without inquiries has no such address, whoever comes; where it has, who one is comes before whom one asks
  if (standing && contextsOn[ctx.ports.messagingPolicy].inquiry) throw standing;
  const facts = (await queries.askFacts(tx, asked.recipient, sender.email)).rows[0];
  const may = canAsk({
    policy: ctx.ports.messagingPolicy,
    speaker,
    talent: facts ? { away: facts.away, published: facts.published, takesFrom: facts.takesFrom } : null,
    blocked: facts?.blocked ?? false,
    subscriber: facts?.subscriber ?? false,
  });
  if (!may.ok) throw refusalOf(may.why);
  if (!facts) return absent();
  if (sender.name === '') throw new AppError('invalid', { fields: { senderName: ['required'] } });

  const network = networkDigest(ctx, asked.network);
  const wish = { talentId: asked.recipient, email: sender.email, network, form };
  const lately = (await queries.askedLately(tx, wish)).rows[0];
  if (lately?.usedInquiry) {
    const same = lately.usedTalent === asked.recipient && (lately.usedMessage ?? '').endsWith(asked.message);
    if (!same) throw new AppError('idempotency_mismatch');
    return said(ctx, facts.talentName, sender, { id: lately.usedInquiry, joined: lately.usedInquiry !== form });
  }
  const most = ctx.actor ? inquiryLimits.memberPerDay : inquiryLimits.visitorPerDay;
  if (lately && lately.asked >= most) {
    const wait = lately.freeAt === null ? 3600 : (new Date(lately.freeAt).getTime() - ctx.now.getTime()) / 1000;
    throw new AppError('slow_down', { retryAfter: Math.max(1, Math.ceil(wait)) });
  }
  if (lately?.openInquiry) {
    const added = { id: form, senderId: sender.id, text: joinedText(asked) };
    if (await join(ctx, lately.openInquiry, added))
      return said(ctx, facts.talentName, sender, { id: lately.openInquiry, joined: true });
  }

  const id = form ?? (await queries.newId(tx));
  try {
    await queries.insertInquiry(tx, {
      id,
      talentId: asked.recipient,
      talentUserId: facts.talentUserId,
      senderId: sender.id,
      serviceId: asked.listing ?? null,
      subject: asked.subject,
      message: asked.message,
      maskedSubject: maskedOrNull(asked.subject),
      maskedMessage: maskedOrNull(asked.message),
      senderName: sender.name,
      senderEmail: sender.email,
      senderPhone: asked.senderPhone || null,
      locale: ctx.locale,
      linkHash: linkTo(ctx, id).hash,
      ipHash: network,
      formKey: form,
    });
  } catch (error) {
    if (violates(error, 'inquiries_listing_is_the_talents'))
      throw new AppError('invalid', { fields: { listing: ['unknown'] }, cause: error });
    if (violates(error, 'inquiries_keep_to_the_cap')) throw new AppError('slow_down', { retryAfter: 3600 });
    // two senders and one form: it was given out for one question
    if (violates(error, 'inquiries_form_key') || violates(error, 'inquiries_pkey'))
      throw new AppError('idempotency_mismatch', { cause: error });
    throw error;
  }
  return said(ctx, facts.talentName, sender, { id, joined: false });
}

/** A field that people do not see was filled in: whoever did it is told what they wish to hear, and nothing is kept. */
export const pretend = (ctx: Ctx, asked: SubmitMessage, talentName = ''): Sent =>
  said(
    ctx,
    talentName,
    { id: null, name: '', email: asked.senderEmail ?? '' },
    { id: crypto.randomUUID(), joined: false },
  );

import { absent, AppError, lostRace, type ErrorDetails } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { attachTo, wordsFor } from '../attachments/binding.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { requireActive, requireApproved } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import * as queries from './queries/contacts.ts';
import { maskedOrNull } from './rules.ts';
import {
  canMessageInContact,
  canMoveContact,
  canStartContact,
  contactLimits,
  contactMoves,
  type ContactMove,
  type ContactTalk,
} from './rules/contacts.ts';
import { contextsOn, type SendRefusal } from './rules/speaker.ts';
import type { ContactView, StartContact } from './schema/contacts.ts';

/** A refusal with its next step: where a plan is what is missing, the way to the plans. */
export const refused = (why: SendRefusal, details: ErrorDetails = {}): AppError =>
  new AppError(
    why,
    why === 'upgrade_required' ? { upgradeUrl: '/pricing', feature: 'messaging', ...details } : details,
  );

/** Where this deploy has no direct contact, it has none of these addresses. */
export function requireDirect(ctx: Ctx): void {
  if (!contextsOn[ctx.ports.messagingPolicy].direct) absent();
}

export const sideIn = (contact: queries.ContactRow, userId: string): ContactTalk['side'] =>
  contact.customerId === userId ? 'customer' : contact.talentUserId === userId ? 'talent' : null;

type Who = Pick<identity.Me, 'userId' | 'role'>;

/** What canMessageInContact asks, read off a contact and its facts: the same for whoever writes and whoever looks. */
export const talkAs = (ctx: Ctx, who: Who, found: queries.Talk): ContactTalk => ({
  policy: ctx.ports.messagingPolicy,
  speaker: { role: who.role, suspended: false },
  side: sideIn(found.contact, who.userId),
  partner: { away: found.away },
  blocked: found.blocked,
  blockedByMe: found.blockedByMe,
  contact: found.contact,
  opened: found.opened,
  entitled: found.entitled,
});

/** A contact as one of the two sees it. */
export function viewOf(ctx: Ctx, who: Who, found: queries.Talk): ContactView {
  const { contact } = found;
  const talk = talkAs(ctx, who, found);
  const side = talk.side ?? absent();
  const may = canMessageInContact(talk);
  const askAgain = contact.state === 'declined' && side === 'customer';
  return {
    id: contact.id,
    threadId: found.threadId,
    side,
    partnerName: side === 'customer' ? contact.talentName : contact.customerName,
    talent: { id: contact.talentId, slug: found.slug, name: contact.talentName },
    state: contact.state,
    stateAt: contact.stateAt.toISOString(),
    createdAt: contact.createdAt.toISOString(),
    canSend: may.ok,
    whyNot: may.ok ? null : may.why,
    moves: contactMoves.filter((move) => canMoveContact(talk, move, ctx.now).ok),
    askAgainAt: askAgain ? new Date(contact.stateAt.getTime() + contactLimits.askAgainAfter).toISOString() : null,
  };
}

type Words = { body: string; attachmentIds: readonly string[] };
export type Said = { id: string; sentAt: Date };

/** Writes what was judged already, with its files. */
async function say(ctx: Ctx, tx: Tx, threadId: string, { body, attachmentIds: ids }: Words): Promise<Said> {
  const words = await wordsFor(ctx, tx, { threadId, body, ids });
  const row = { threadId, senderId: actorOf(ctx).userId, body: words, masked: maskedOrNull(words) };
  const sent = (await queries.say(tx, row)) ?? lostRace();
  await attachTo(ctx, tx, { threadId, messageId: sent.id, ids });
  return sent;
}

/** Writes in a contact's thread if the rule allows it now. A talent's word accepts the request; that is a trigger's to do. */
export async function sendInContact(
  ctx: Ctx,
  tx: Tx,
  { threadId, ...words }: Words & { threadId: string },
): Promise<Said> {
  const who = requireActive((await identity.me(tx, actorOf(ctx).userId))[0]);
  await queries.lockByThread(tx, threadId);
  const [found] = await queries.talkByThread(tx, who.userId, threadId);
  const may = canMessageInContact(talkAs(ctx, who, found ?? absent()));
  if (!may.ok) throw refused(may.why);
  return say(ctx, tx, threadId, words);
}

export async function getContact(ctx: Ctx, { contactId }: { contactId: string }) {
  requireDirect(ctx);
  const { userId } = actorOf(ctx);
  const { me, found } = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    found: queries.talkById(db, userId, contactId),
  }));
  return viewOf(ctx, requireActive(me[0]), found[0] ?? absent());
}

/** Accept, decline, close, withdraw: one step by hand. The way to ask again is the Contact button. */
export const moveContact =
  (move: Exclude<ContactMove, 'ask_again'>) =>
  async (ctx: Ctx, tx: Tx, { contactId }: { contactId: string }): Promise<ContactView> => {
    requireDirect(ctx);
    const who = requireActive((await identity.me(tx, actorOf(ctx).userId))[0]);
    await queries.lock(tx, contactId);
    const [found] = await queries.talkById(tx, who.userId, contactId);
    const talk = talkAs(ctx, who, found ?? absent());
    const to = canMoveContact(talk, move, ctx.now);
    if (!to.ok) throw new AppError(to.why);
    const moved = found && (await queries.move(tx, found.contact, to.value, to.value === 'closed' ? talk.side : null));
    if (!moved) lostRace();
    const [now] = await queries.talkById(tx, who.userId, contactId);
    return viewOf(ctx, who, now ?? lostRace());
  };

/** The Contact button: a pair has one conversation, found or created, and a request has one opening message. */
export async function startContact(ctx: Ctx, tx: Tx, { talentId, body, attachmentIds = [] }: StartContact) {
  requireDirect(ctx);
  const who = requireApproved((await identity.me(tx, actorOf(ctx).userId))[0]);
  const words = { body, attachmentIds };
  // from here on nobody blocks the caller, nor does another tab of theirs ask
  const { asked, freeAt } = await queries.asksToday(tx);
  const [had] = await queries.talkWith(tx, who.userId, { talentId });
  if (had) await queries.lock(tx, had.contact.id);
  const [existing] = had ? await queries.talkById(tx, who.userId, had.contact.id) : [];
  const talent = queries.startFactsIn((await queries.startFacts(tx, { talentId })).rows);
  const may = canStartContact(
    {
      policy: ctx.ports.messagingPolicy,
      speaker: { role: who.role, suspended: false },
      talent: talent && { away: talent.away },
      open: talent?.open ?? false,
      blocked: talent?.blocked ?? false,
      blockedByMe: talent?.blockedByMe ?? false,
      existing: existing?.contact ?? null,
      entitled: talent?.entitled ?? false,
    },
    ctx.now,
  );
  if (!may.ok) throw refused(may.why);
  if (!talent) return absent();
  if (existing && may.value === 'found') return join(ctx, tx, who, existing.contact.id, words);

  if (asked >= contactLimits.newPerDay) throw tooMany(ctx, freeAt);
  if (existing && !(await queries.move(tx, existing.contact, 'pending', null))) lostRace();
  const pair = { customerId: who.userId, talentId, talentUserId: talent.talentUserId };
  const contactId = existing?.contact.id ?? (await queries.insert(tx, pair)) ?? lostRace();
  const [begun] = await queries.talkById(tx, who.userId, contactId);
  const { threadId } = begun ?? lostRace();
  const message = await say(ctx, tx, threadId, words);
  return started(ctx, tx, who, contactId, may.value, message, null);
}

const tooMany = (ctx: Ctx, freeAt: Date | null): AppError => {
  const wait = freeAt ? Math.ceil((freeAt.getTime() - ctx.now.getTime()) / 1000) : 3600;
  return new AppError('slow_down', { retryAfter: Math.max(1, wait) });
};

/** Adds the words to the conversation that is there, if the rule allows it; if not, the conversation is the answer. */
async function join(ctx: Ctx, tx: Tx, who: identity.Me, contactId: string, words: Words) {
  await queries.lock(tx, contactId);
  const [found] = await queries.talkById(tx, who.userId, contactId);
  const may = canMessageInContact(talkAs(ctx, who, found ?? lostRace()));
  const message = may.ok && found ? await say(ctx, tx, found.threadId, words) : null;
  return started(ctx, tx, who, contactId, 'found', message, may.ok ? null : may.why);
}

async function started(
  ctx: Ctx,
  tx: Tx,
  who: identity.Me,
  contactId: string,
  outcome: 'new' | 'again' | 'found',
  message: Said | null,
  whyNotSent: SendRefusal | null,
) {
  const [found] = await queries.talkById(tx, who.userId, contactId);
  return {
    contact: viewOf(ctx, who, found ?? lostRace()),
    outcome,
    message: message && { id: message.id, sentAt: message.sentAt.toISOString() },
    whyNotSent,
  };
}

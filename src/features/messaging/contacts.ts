import { absent, AppError, lostRace, type ErrorDetails } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { attachTo } from '../attachments/binding.ts';
import { actorOf, type Ctx } from '../ctx.ts';
import { requireActive } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import * as queries from './queries/contacts.ts';
import { maskedOrNull } from './rules.ts';
import { canMessageInContact, type ContactSide } from './rules/contacts.ts';
import type { SendRefusal } from './rules/speaker.ts';

/** A refusal with its next step: where a plan is what is missing, the way to the plans. */
export const refused = (why: SendRefusal, details: ErrorDetails = {}): AppError =>
  new AppError(
    why,
    why === 'upgrade_required' ? { upgradeUrl: '/pricing', feature: 'messaging', ...details } : details,
  );

export const sideIn = (contact: queries.ContactRow, userId: string): ContactSide | null =>
  contact.customerId === userId ? 'customer' : contact.talentUserId === userId ? 'talent' : null;

type Words = { body: string; attachmentIds: readonly string[] };
export type Said = { id: string; sentAt: Date };

/** Writes what was judged already, with its files. */
async function say(ctx: Ctx, tx: Tx, threadId: string, { body, attachmentIds }: Words): Promise<Said> {
  const { userId } = actorOf(ctx);
  const words = { threadId, senderId: userId, body, masked: maskedOrNull(body) };
  const sent = (await queries.say(tx, words)) ?? lostRace();
  await attachTo(ctx, tx, { threadId, messageId: sent.id, ids: attachmentIds });
  return sent;
}

/** Writes in a contact's thread if the rule allows it now. A talent's word accepts the request; that is a trigger's to do. */
export async function sendInContact(
  ctx: Ctx,
  tx: Tx,
  { threadId, ...words }: Words & { threadId: string },
): Promise<Said> {
  const { userId } = actorOf(ctx);
  const { role } = requireActive((await identity.me(tx, userId))[0]);
  const contact = (await queries.lockByThread(tx, threadId)) ?? absent();
  const facts = (await queries.talkFacts(tx, threadId, userId, contact)) ?? absent();
  const may = canMessageInContact({
    policy: ctx.ports.messagingPolicy,
    speaker: { role, suspended: false },
    side: sideIn(contact, userId),
    partner: { away: facts.away },
    contact,
    ...facts,
  });
  if (!may.ok) throw refused(may.why);
  return say(ctx, tx, threadId, words);
}

import { absent, AppError, lostRace } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { attachmentOf, attachmentsOf } from '../attachments/binding.ts';
import { actorOf, type Ctx } from '../ctx.ts';
import { requireActive, requireRole } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { maskContacts } from '../messaging/rules.ts';
import * as facts from './queries/facts.ts';
import * as queries from './queries/requests.ts';
import { toEveryone } from './queries/thread.ts';
import { expiryAfter, missingToPublish, standingOf, summaryOf, wrongInDraft, type DraftAsKept } from './rules.ts';
import type { CreateRequest, EditRequest, OwnRequest } from './schema/requests.ts';
import { requireRequests } from './talk.ts';
import { dayIn, draftOf, mayDelete, ownView } from './views.ts';

type Fields = Record<string, string[]>;
export function refuseFields(fields: Fields): void {
  if (Object.keys(fields).length > 0) throw new AppError('invalid', { fields });
}

/** Whoever asks, if they are a customer. */
export async function customer(ctx: Ctx, tx: Tx): Promise<identity.Me> {
  requireRequests(ctx);
  return requireRole((await identity.me(tx, actorOf(ctx).userId))[0], 'customer');
}

/** Whoever asks about one request, in good standing; whose it is, is asked next (product.md 3.6: what nobody wrote is unknown to all). */
export async function asker(ctx: Ctx, tx: Tx): Promise<identity.Me> {
  requireRequests(ctx);
  return requireActive((await identity.me(tx, actorOf(ctx).userId))[0]);
}

/** One of theirs, held until they are done; somebody else's is not theirs. */
export async function ownHeld(tx: Tx, who: identity.Me, requestId: string): Promise<queries.Own> {
  const [locked] = await queries.lockOwn(tx, who.userId, requestId);
  if (!locked) {
    const [known] = (await facts.facts(tx, requestId)).rows;
    if (!known) absent();
    throw new AppError(who.role === 'customer' ? 'not_your_request' : 'role_not_allowed');
  }
  return (await queries.own(tx, who.userId, requestId))[0] ?? absent();
}

export async function viewNow(ctx: Ctx, tx: Tx, who: identity.Me, requestId: string): Promise<OwnRequest> {
  const [row] = await queries.own(tx, who.userId, requestId);
  const files = await attachmentsOf(tx, toEveryone(tx, requestId));
  const given = files.map((file) => attachmentOf(file));
  return ownView(row ?? lostRace(), dayIn(who.timeZone, ctx.now), ctx.now, given);
}

type Whole = DraftAsKept & { place: string };
const kept = (row: queries.Own): Whole => ({
  ...draftOf(row),
  place: row.details.place,
  visibility: row.request.visibility,
  expiresAt: row.request.expiresAt,
});
const blank: Whole = {
  title: '',
  description: '',
  place: '',
  category: null,
  city: null,
  startsOn: null,
  endsOn: null,
  currency: null,
  budgetMin: null,
  budgetMax: null,
  contact: { name: '', email: '', phone: '' },
  visibility: 'transparent',
  expiresAt: null,
};

/** What it will be: as it was, with what is given. The title is for everyone, so contact details are dotted out of it for good. */
function after(before: Whole, changes: EditRequest): Whole {
  const { title, expiresAt, ...rest } = changes;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    ...before,
    ...given,
    ...(title === undefined ? {} : { title: maskContacts(title) }),
    ...(expiresAt === undefined ? {} : { expiresAt: expiresAt === null ? null : new Date(expiresAt) }),
  };
}

const columns = (draft: Whole) => ({
  title: draft.title,
  summary: summaryOf(maskContacts(draft.description)),
  category: draft.category,
  city: draft.city,
  startsOn: draft.startsOn,
  endsOn: draft.endsOn,
  currency: draft.currency,
  budgetMin: draft.budgetMin,
  budgetMax: draft.budgetMax,
  visibility: draft.visibility,
  expiresAt: draft.expiresAt,
});
const detailsIn = ({ description, place, contact }: Whole) => ({
  description,
  place,
  contactName: contact.name,
  contactEmail: contact.email,
  contactPhone: contact.phone,
});

/** A draft may lack anything; what cannot be is refused at once. */
export async function createRequest(ctx: Ctx, tx: Tx, wish: CreateRequest): Promise<OwnRequest> {
  const who = await customer(ctx, tx);
  const draft = after(blank, wish);
  refuseFields(wrongInDraft(draft, null, dayIn(who.timeZone, ctx.now), ctx.now));
  const [made] = await queries.insert(tx, { ownerId: who.userId, locale: ctx.locale, ...columns(draft) });
  const { id } = made ?? lostRace();
  await queries.updateDetails(tx, id, detailsIn(draft));
  return viewNow(ctx, tx, who, id);
}

export async function editRequest(
  ctx: Ctx,
  tx: Tx,
  { requestId, changes }: { requestId: string; changes: EditRequest },
): Promise<OwnRequest> {
  const who = await asker(ctx, tx);
  const row = await ownHeld(tx, who, requestId);
  const { request } = row;
  const { state } = standingOf(request, ctx.now);
  if (state === 'CLOSED') throw new AppError('request_closed');
  const before = kept(row);
  const draft = after(before, changes);
  if (state === 'OPEN') draft.expiresAt = expiryAfter(draft.expiresAt, request.openedAt, ctx.now);
  const today = dayIn(who.timeZone, ctx.now);
  refuseFields({
    ...(state === 'OPEN' ? requiredOnly(missingToPublish(draft, today)) : {}),
    ...wrongInDraft(draft, { ...before, ...fixed(request) }, today, ctx.now),
  });
  const words = draft.description === before.description ? {} : { locale: ctx.locale };
  await queries.updateDetails(tx, requestId, detailsIn(draft));
  if ((await queries.update(tx, requestId, { ...columns(draft), ...words })).length === 0) lostRace();
  return viewNow(ctx, tx, who, requestId);
}

const fixed = ({ unlocks, proposals, openedAt }: queries.RequestRow) => ({ unlocks, proposals, openedAt });
/** A day that has come since it was published is no fault of whoever mends a word. */
const requiredOnly = (missing: Fields): Fields =>
  Object.fromEntries(Object.entries(missing).filter(([, why]) => why.includes('required')));

/** Thrown away: what nobody has unlocked or proposed on. */
export async function deleteRequest(ctx: Ctx, tx: Tx, { requestId }: { requestId: string }): Promise<{ id: string }> {
  const who = await asker(ctx, tx);
  const { request } = await ownHeld(tx, who, requestId);
  if (request.closedReason === 'removed') throw new AppError('request_closed');
  if (!mayDelete(request)) throw new AppError('request_in_use');
  const [gone] = await queries.remove(tx, requestId);
  return gone ?? lostRace();
}

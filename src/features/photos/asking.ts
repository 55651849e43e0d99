import type * as z from 'zod';
import { absent, AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { violates } from '../../db/errors.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { requireActive, requireApproved } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { maskContacts } from '../messaging/rules.ts';
import { canAsk } from '../messaging/rules/inquiries.ts';
import * as queries from './queries/requests.ts';
import { canReceive, photoLimits } from './rules.ts';
import type { photoRequestList, photosRequested } from './schema.ts';

type Asked = { serviceId: string; wish: string };
type Answer = z.input<typeof photosRequested>;

/** The secret part of the address by which a talent answers. */
export const uploadWord = (ctx: Ctx, requestId: string): string => ctx.ports.secretFor('photos', requestId);
export const uploadPath = (ctx: Ctx, requestId: string): string =>
  `/photos/${requestId}/?k=${uploadWord(ctx, requestId)}`;

const until = (ctx: Ctx): Date => new Date(ctx.now.getTime() + photoLimits.openFor);
const said = (row: { id: string; state: Answer['state']; expiresAt: Date }, known: boolean): Answer => ({
  ...row,
  expiresAt: row.expiresAt.toISOString(),
  known,
});

type Asker = { askerId: string } | { inquiryId: string };

/** Asked while the first is still waiting, it is the same request. */
async function keep(ctx: Ctx, tx: Tx, asker: Asker, asked: Asked & { talentId: string; talentUserId: string }) {
  const [open] = await queries.openRequest(tx, asker, asked.serviceId);
  if (open) return said(open, true);
  const { serviceId, talentId, talentUserId } = asked;
  const wish = maskContacts(asked.wish);
  try {
    const row = { ...asker, serviceId, talentId, talentUserId, wish, locale: ctx.locale, expiresAt: until(ctx) };
    const [made] = await queries.insertRequest(tx, row);
    if (made) return said(made, false);
  } catch (error) {
    if (violates(error, 'photo_requests_service_is_offered')) return absent();
    if (violates(error, 'photo_requests_keep_to_the_cap'))
      throw new AppError('slow_down', { retryAfter: 3600, cause: error });
    throw error;
  }
  // another of their windows was quicker
  const [first] = await queries.openRequest(tx, asker, asked.serviceId);
  return first ? said(first, true) : absent();
}

/** A customer asks for more photos of a service: whoever may ask the talent something may ask for this (product.md 3.5, C1). */
export async function requestPhotos(ctx: Ctx, tx: Tx, asked: Asked): Promise<Answer> {
  const { userId } = actorOf(ctx);
  const me = requireApproved((await identity.me(tx, userId))[0]);
  const [service] = await queries.offered(tx, asked.serviceId);
  const facts = service && (await queries.askFacts(tx, service.talentId, me.email)).rows[0];
  const may = canAsk({
    policy: ctx.ports.messagingPolicy,
    speaker: { role: me.role, suspended: false },
    talent: facts ? { away: facts.away, published: facts.published, takesFrom: facts.takesFrom } : null,
    blocked: facts?.blocked ?? false,
    subscriber: facts?.subscriber ?? false,
  });
  if (!may.ok)
    throw new AppError(may.why, may.why === 'upgrade_required' ? { upgradeUrl: '/pricing', feature: 'messaging' } : {});
  if (!service || !facts) return absent();
  return keep(ctx, tx, { askerId: userId }, { ...asked, talentId: service.talentId, talentUserId: facts.talentUserId });
}

/**
 * The sender of an inquiry asks, by the link that only their mailbox holds or with their account. Visitors write inquiries and nothing
 * else, so the request is written by the system, once their own door has shown them the inquiry.
 */
export async function requestThroughInquiry(
  ctx: Ctx,
  asked: Asked & { inquiryId: string; k?: string | undefined },
): Promise<Answer> {
  const { inquiryId, k } = asked;
  if (!ctx.actor && k === undefined) throw new AppError('unauthenticated');
  const door = ctx.actor ? ctx.doors.asUser(ctx.actor, { link: k }) : ctx.doors.asVisitor({ link: k });
  const { seen, offered } = await door.read((db) => ({
    seen: queries.inquirySeen(db, inquiryId),
    offered: queries.offered(db, asked.serviceId),
  }));
  const [inquiry] = seen;
  const [service] = offered;
  // the talent sees the inquiry as well, and asks nobody for photos of their own
  if (!inquiry || !service || inquiry.talentId !== service.talentId) return absent();
  return ctx.doors.asSystem('photos: asked through an inquiry').write(async (tx) => {
    const [kept] = await queries.inquiryKept(tx, inquiryId);
    const facts = (await queries.askFacts(tx, service.talentId, kept?.senderEmail ?? '')).rows[0];
    if (!kept || !facts || facts.talentUserId === ctx.actor?.userId) return absent();
    if (facts.blocked) throw new AppError('blocked');
    if (facts.away || !facts.published || facts.takesFrom === 'nobody') throw new AppError('not_accepting');
    if (inquiry.endedAt) throw new AppError('conversation_closed');
    // whose words wait for the operator, or were thrown out, gets no sign of it
    if (kept.hushed) return said({ id: crypto.randomUUID(), state: 'open', expiresAt: until(ctx) }, false);
    const wish = { ...asked, talentId: service.talentId, talentUserId: facts.talentUserId };
    return keep({ ...ctx, locale: kept.locale }, tx, { inquiryId }, wish);
  });
}

export async function listPhotoRequests(
  ctx: Ctx,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<z.input<typeof photoRequestList>> {
  const { userId } = actorOf(ctx);
  const { me, rows } = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    rows: queries.mine(db, userId, cursor, limit),
  }));
  requireActive(me[0]);
  const items = rows.slice(0, limit).map((row) => {
    const isTalent = row.talentUserId === userId;
    const may = canReceive(row, ctx.now);
    const state = row.state !== 'closed' && row.expiresAt <= ctx.now ? ('closed' as const) : row.state;
    return {
      id: row.id,
      side: isTalent ? ('talent' as const) : ('asker' as const),
      service: { id: row.serviceId, title: row.serviceTitle },
      talent: { name: row.talentName, slug: row.slug },
      askedBy: row.askerName,
      wish: row.wish,
      state,
      createdAt: row.createdAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      photos: row.photos,
      left: may.ok ? may.value.left : 0,
      uploadUrl: isTalent && may.ok ? `${ctx.ports.siteUrl}/${ctx.locale}${uploadPath(ctx, row.id)}` : null,
    };
  });
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** Either side says that it is over: no more photos, and the link shows nothing any more. */
export async function closePhotoRequest(
  ctx: Ctx,
  tx: Tx,
  { requestId }: { requestId: string },
): Promise<{ id: string; state: 'closed' }> {
  const { userId } = actorOf(ctx);
  requireActive((await identity.me(tx, userId))[0]);
  const [closed] = await queries.close(tx, requestId);
  if (!closed) {
    if ((await queries.seen(tx, requestId)).length > 0) throw new AppError('wrong_state');
    return absent();
  }
  return { id: requestId, state: 'closed' };
}

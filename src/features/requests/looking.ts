import type * as z from 'zod';
import { absent, AppError } from '../../core/errors.ts';
import type { ReadDb } from '../../db/client.ts';
import { attachmentOf, attachmentsOf } from '../attachments/binding.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { requireActive, requireRole } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { canPostInRequest, requestUnmasked } from '../messaging/rules/requests.ts';
import { entitlements } from '../subscriptions/rules/entitlements.ts';
import { creditsNow, purseLook } from '../subscriptions/purse.ts';
import * as facts from './queries/facts.ts';
import * as queries from './queries/requests.ts';
import { toEveryone } from './queries/thread.ts';
import { canPropose, canUnlock, type UnlockWish } from './rules.ts';
import type { listRequestsQuery, requestList, RequestForTalent, requestView } from './schema/requests.ts';
import { requireRequests, talkOf } from './talk.ts';
import { cardOf, dayIn, ownView } from './views.ts';

/** A customer's own, drafts included, in one round trip. */
export async function listRequests(
  ctx: Ctx,
  wish: z.output<typeof listRequestsQuery>,
): Promise<z.input<typeof requestList>> {
  requireRequests(ctx);
  const { userId } = actorOf(ctx);
  const { me, rows } = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    rows: queries.pageOfOwn(db, userId, wish, ctx.now),
  }));
  const who = requireRole(me[0], 'customer');
  const page = rows.slice(0, wish.limit);
  const today = dayIn(who.timeZone, ctx.now);
  return {
    items: page.map((row) => ownView(row, today, ctx.now)),
    nextCursor: rows.length > wish.limit ? (page.at(-1)?.request.id ?? null) : null,
  };
}

/** Everything anybody's look at one request asks, in one batch: the policies leave out what is not for them. */
const look = (db: ReadDb, userId: string, requestId: string) => ({
  me: identity.me(db, userId),
  facts: facts.facts(db, requestId),
  own: queries.own(db, userId, requestId),
  seen: queries.seen(db, userId, requestId),
  details: queries.detailsOf(db, requestId),
  thread: queries.threadOf(db, requestId),
  active: queries.activeProposal(db, userId, requestId),
  files: attachmentsOf(db, toEveryone(db, requestId)),
  ...purseLook(db, userId),
});
async function lookAt(ctx: Ctx, requestId: string) {
  requireRequests(ctx);
  const { userId } = actorOf(ctx);
  const found = await userDoor(ctx).read((db) => look(db, userId, requestId));
  return { ...found, who: requireActive(found.me[0]), known: found.facts.rows[0] ?? absent() };
}
type Found = Awaited<ReturnType<typeof lookAt>>;

/** One request, by who asks. */
export async function getRequest(ctx: Ctx, { requestId }: { requestId: string }): Promise<z.input<typeof requestView>> {
  const found = await lookAt(ctx, requestId);
  const { who, own, known } = found;
  if (known.owner) {
    const files = found.files.map((file) => attachmentOf(file));
    return { as: 'owner', request: ownView(own[0] ?? absent(), dayIn(who.timeZone, ctx.now), ctx.now, files) };
  }
  if (who.role === 'customer') throw new AppError('not_your_request');
  return { as: 'talent', request: talentView(ctx, found) };
}

export const lookAsTalent = async (ctx: Ctx, { requestId }: { requestId: string }): Promise<RequestForTalent> =>
  talentView(ctx, await lookAt(ctx, requestId));

/** The card, the rest where it is unlocked, and what may be done now. Locked and not to be had: the refusal says why. */
function talentView(ctx: Ctx, found: Found): RequestForTalent {
  const { who, known, seen, details, thread, active, files } = found;
  const now = ctx.now;
  const may = entitlements(who, who.held, now);
  const wish: UnlockWish = {
    role: who.role,
    owner: known.owner,
    blocked: known.blocked,
    ownerAway: known.ownerAway,
    request: { state: known.state, closedReason: null, closedAt: null, expiresAt: null },
    unlock: known.unlock,
    entitled: may['requests.unlock'],
  };
  const unlock = canUnlock(wish, now);
  const [row] = seen;
  if (!row || (known.unlock === null && !unlock.ok && unlock.why !== 'upgrade_required'))
    throw new AppError(unlock.ok ? 'not_found' : unlock.why);
  const { request } = row;
  const card = cardOf(request, row.unlock, now);
  const credits = creditsNow(who, found, now);
  const open = known.unlock === 'UNLOCKED';
  const costs = unlock.ok && unlock.value !== 'found';
  const broke = costs && credits.monthly + credits.bought < 1;
  const soon = new Date(now.getTime() + 1);
  const currency = card.budget.currency;
  const propose = canPropose(
    {
      ...wish,
      entitled: may['proposals.send'],
      currency,
      startsAt: soon,
      active: active.length > 0,
      offered: { currency, startsAt: soon, endsAt: new Date(soon.getTime() + 1) },
    },
    now,
  );
  const post = canPostInRequest(talkOf(ctx, who.role, known));
  const [more] = details;
  return {
    card,
    whole:
      open && more
        ? {
            ...card,
            description: more.description,
            place: more.place,
            contact: { name: more.contactName, email: more.contactEmail, phone: more.contactPhone },
            threadId: thread[0]?.id ?? null,
            attachments: files.map((file) => attachmentOf(file, requestUnmasked(known.visibility))),
          }
        : null,
    credits,
    mayUnlock: costs && !broke,
    whyNotUnlock: broke ? 'not_enough_credits' : unlock.ok ? null : unlock.why,
    mayPropose: propose.ok,
    whyNotPropose: propose.ok ? null : propose.why,
    mayPost: post.ok,
    whyNotPost: post.ok ? null : post.why,
  };
}

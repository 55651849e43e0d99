import { AppError, lostRace } from '../../core/errors.ts';
import { violates } from '../../db/errors.ts';
import type { Tx } from '../../db/client.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { refuseHouseNames } from '../profiles/rules/house-names.ts';
import { refuseContacts } from '../profiles/rules/plain-words.ts';
import { isPublic } from '../profiles/rules/profile.ts';
import { tierOf } from '../subscriptions/rules/entitlements.ts';
import * as queries from './queries.ts';
import type { MeView, UpdateMe } from './schema.ts';

export type Me = queries.Me;

/** The account of whoever asks, as a query for a neighbour's batch or transaction. */
export const { me } = queries;
/** The account of whoever asks, made now if this is their first visit: ten requests and Clerk's webhook at once make one row. */
export async function present(ctx: Ctx, tx: Tx): Promise<Me> {
  const actor = actorOf(ctx);
  await queries.arrive(tx, actor, ctx.locale);
  let [found] = await queries.me(tx, actor.userId);
  if (!found) {
    // the address belongs to another account, one that Clerk has deleted or renamed: its webhook will say so, the person need not wait
    await ctx.doors
      .asUser({ userId: actor.userId })
      .write((alone) => queries.arrive(alone, { userId: actor.userId }, ctx.locale));
    [found] = await queries.me(tx, actor.userId);
  }
  return found ?? lostRace();
}

/** What they have is worked out now; nothing of it is kept with the account or in the session. */
export function meView(who: Me, unread: number, now: Date): MeView {
  if (who.deletedAt) throw new AppError('unauthenticated');
  if (who.suspendedAt) throw new AppError('account_suspended');
  const { talentId, talentSlug, talentPublishedAt, talentSeenBy, held } = who;
  const tier = tierOf(who, held, now);
  const member = tier === 'professional' || tier === 'company';
  return {
    userId: who.userId,
    email: who.email,
    name: who.name,
    role: who.role,
    customerKind: who.customerKind,
    plan: tier === 'FREE' || tier === 'PRO' || tier === 'AGENCY' ? tier : null,
    membershipEndsAt: member ? (held?.periodEnd.toISOString() ?? null) : null,
    locale: who.locale,
    timeZone: who.timeZone,
    onboarded: who.onboardedAt !== null,
    approval: { state: who.approval, reason: who.approval === 'refused' ? who.approvalReason : null },
    talent:
      talentId && talentSlug
        ? {
            id: talentId,
            slug: talentSlug,
            published: talentPublishedAt !== null,
            public: isPublic({ publishedAt: talentPublishedAt, seenBy: talentSeenBy }),
          }
        : null,
    unread,
  };
}

export async function getMe(ctx: Ctx): Promise<MeView> {
  const { userId } = actorOf(ctx);
  const { me, unread } = await userDoor(ctx).read((db) => ({
    me: queries.me(db, userId),
    unread: queries.unread(db, userId),
  }));
  const known = me[0] ?? (await userDoor(ctx).write((tx) => present(ctx, tx)));
  return meView(known, unread[0]?.total ?? 0, ctx.now);
}

/** The same within a write, after it. */
export async function meAfter(tx: Tx, userId: string, now: Date): Promise<MeView> {
  const [changed] = await queries.me(tx, userId);
  const [unread] = await queries.unread(tx, userId);
  return meView(changed ?? lostRace(), unread?.total ?? 0, now);
}

export async function updateMe(ctx: Ctx, tx: Tx, changes: UpdateMe): Promise<MeView> {
  const { userId, suspendedAt, role } = await present(ctx, tx);
  if (suspendedAt) throw new AppError('account_suspended');
  refuseContacts({ name: changes.name });
  if (role !== 'admin') refuseHouseNames({ name: changes.name });
  await queries.updateMe(tx, userId, changes, ctx.now);
  return meAfter(tx, userId, ctx.now);
}

/** True for the one call that decides the account's kind. */
export const onboard = async (...account: Parameters<typeof queries.onboard>): Promise<boolean> =>
  (await queries.onboard(...account)).length === 1;

/** What Clerk's webhook says, already proven by its signature. */
export type IdentityNews =
  | {
      eventId: string;
      type: 'user.created' | 'user.updated';
      userId: string;
      email: string;
      name: string;
      at: Date | null;
    }
  | { eventId: string; type: 'user.deleted'; userId: string }
  | { eventId: string; type: 'other' };

type Taken = { taken: boolean; unpublished: string[] };

async function take(ctx: Ctx, tx: Tx, news: IdentityNews): Promise<Taken> {
  const nothing: Taken = { taken: false, unpublished: [] };
  if (news.type === 'other') return nothing;
  const [fresh] = await queries.noteEvent(tx, { eventId: news.eventId, type: news.type });
  if (!fresh) return nothing;
  if (news.type === 'user.deleted') {
    await queries.bury(tx, news.userId, ctx.now);
    const was = await queries.lockProfileOf(tx, news.userId);
    await queries.unpublishOf(tx, news.userId, ctx.now);
    for (const page of was) {
      if (page.publishedAt === null) continue;
      // where nothing was public there is no address to close
      const action = isPublic(page) ? 'profile.unpublished' : 'profile.withdrawn';
      await queries.auditPage(tx, { action, ...page, requestId: ctx.requestId });
    }
    return { taken: true, unpublished: was.filter(isPublic).map(({ slug }) => slug) };
  }
  const [known] = await queries.clerkUpdatedAt(tx, news.userId);
  const stale = known && (known.deletedAt !== null || (known.at !== null && (news.at === null || news.at < known.at)));
  if (stale) return nothing;
  if (news.email !== '') await queries.releaseEmail(tx, news.email, news.userId);
  const [kept] = await queries.takeOver(tx, news, ctx.now);
  return { taken: kept !== undefined, unpublished: [] };
}

/** Keeps our copy of a person in step with Clerk's: each event once, in whatever order they arrive. */
export async function receiveClerkWebhook(ctx: Ctx, news: IdentityNews): Promise<{ taken: boolean }> {
  const door = ctx.doors.asSystem('clerk webhook');
  const attempt = () => door.write((tx) => take(ctx, tx, news));
  // somebody signed in with this address between our looking and our writing; now the row is there to be seen
  const { taken, unpublished } = await attempt().catch((error: unknown) => {
    if (violates(error, 'users_email_key')) return attempt();
    throw error;
  });
  for (const slug of unpublished) await ctx.ports.pages.unpublished(slug, ctx.now);
  return { taken };
}

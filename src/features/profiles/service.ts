import { absent, AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { violates } from '../../db/errors.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { cities } from '../discovery/places.ts';
import { requireRole } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { workOf } from '../portfolio/rules/work.ts';
import * as queries from './queries.ts';
import { mayRename, missingForPublish, profileLimits } from './rules/profile.ts';
import type { CreateService, OwnProfile, SetAvailability, UpdateProfile, UpdateService } from './schema.ts';

type Rows = { [Name in keyof ReturnType<typeof profileQueries>]: Awaited<ReturnType<typeof profileQueries>[Name]> };

const profileQueries = (db: Parameters<typeof queries.profile>[0], userId: string) => ({
  profile: queries.profile(db, userId),
  services: queries.myServices(db, userId),
  portfolio: queries.myPortfolio(db, userId),
  hours: queries.myHours(db, userId),
  exceptions: queries.myExceptions(db, userId),
});

const minutes = (time: string) => time.slice(0, 5);

function view({ profile: [profile], services, portfolio, hours, exceptions }: Rows): OwnProfile {
  if (!profile) absent();
  const { publishedAt, updatedAt, ...rest } = profile;
  return {
    // words of closed lists, checked by the shape on the way out
    ...(rest as typeof rest & Pick<OwnProfile, 'category' | 'city'>),
    published: publishedAt !== null,
    publishedAt: publishedAt?.toISOString() ?? null,
    updatedAt: updatedAt.toISOString(),
    missing: missingForPublish({ ...profile, activeServices: services.filter(({ active }) => active).length }),
    services: services.map(({ priceAmount, priceCurrency, ...service }) => ({
      ...service,
      price: { amount: priceAmount, currency: priceCurrency },
    })),
    portfolio: portfolio.map((row) => ({ ...workOf(row), visibility: row.visibility })),
    hours: hours.map((rule) => ({ ...rule, startsAt: minutes(rule.startsAt), endsAt: minutes(rule.endsAt) })),
    exceptions: exceptions.map(({ day, startsAt, endsAt }) => ({
      day,
      startsAt: startsAt && minutes(startsAt),
      endsAt: endsAt && minutes(endsAt),
    })),
  };
}

async function viewIn(tx: Tx, userId: string): Promise<OwnProfile> {
  const wanted = profileQueries(tx, userId);
  return view({
    profile: await wanted.profile,
    services: await wanted.services,
    portfolio: await wanted.portfolio,
    hours: await wanted.hours,
    exceptions: await wanted.exceptions,
  });
}

export async function getMyProfile(ctx: Ctx): Promise<OwnProfile> {
  const { userId } = actorOf(ctx);
  const { me, ...rows } = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    ...profileQueries(db, userId),
  }));
  requireRole(me[0], 'talent');
  return view(rows);
}

/** The talent's own profile, locked, once it is clear that they are one. */
async function myProfile(ctx: Ctx, tx: Tx): Promise<queries.Profile> {
  const { userId } = actorOf(ctx);
  requireRole((await identity.me(tx, userId))[0], 'talent');
  return (await queries.lockProfile(tx, userId))[0] ?? absent();
}

export async function updateProfile(ctx: Ctx, tx: Tx, changes: UpdateProfile): Promise<OwnProfile> {
  const profile = await myProfile(ctx, tx);
  if (changes.slug !== undefined && changes.slug !== profile.slug) {
    const rename = mayRename(profile);
    if (!rename.ok) throw new AppError(rename.why, { fields: { slug: ['published'] } });
  }
  const after = { ...profile, ...changes };
  if (profile.publishedAt !== null) refuseGaps({ ...after, activeServices: 1 });
  const clock = changes.city === undefined ? {} : { timeZone: cities[changes.city].timeZone };
  try {
    await queries.updateProfile(tx, profile.id, { ...changes, ...clock, updatedAt: ctx.now });
  } catch (error) {
    if (violates(error, 'talent_profiles_slug_key'))
      throw new AppError('slug_taken', { fields: { slug: ['taken'] }, cause: error });
    throw error;
  }
  return viewIn(tx, profile.userId);
}

function refuseGaps(facts: Parameters<typeof missingForPublish>[0]): void {
  const gaps = missingForPublish(facts);
  if (gaps.length > 0)
    throw new AppError('invalid', { fields: Object.fromEntries(gaps.map((gap) => [gap, ['required']])) });
}

export async function publishProfile(ctx: Ctx, tx: Tx): Promise<OwnProfile> {
  const profile = await myProfile(ctx, tx);
  const services = await queries.myServices(tx, profile.userId);
  refuseGaps({ ...profile, activeServices: services.filter(({ active }) => active).length });
  // published is published: asking again keeps its place in the lists
  if (profile.publishedAt === null) {
    await queries.updateProfile(tx, profile.id, { publishedAt: ctx.now, updatedAt: ctx.now });
    await queries.audit(tx, {
      actorId: profile.userId,
      action: 'profile.published',
      subjectId: profile.id,
      requestId: ctx.requestId,
    });
  }
  return viewIn(tx, profile.userId);
}

export async function unpublishProfile(ctx: Ctx, tx: Tx): Promise<OwnProfile> {
  const profile = await myProfile(ctx, tx);
  if (profile.publishedAt !== null) {
    await queries.updateProfile(tx, profile.id, { publishedAt: null, updatedAt: ctx.now });
    await queries.audit(tx, {
      actorId: profile.userId,
      action: 'profile.unpublished',
      subjectId: profile.id,
      requestId: ctx.requestId,
    });
  }
  return viewIn(tx, profile.userId);
}

/** What hangs on a profile changes its page as well. */
const touch = (ctx: Ctx, tx: Tx, id: string) => queries.updateProfile(tx, id, { updatedAt: ctx.now });

export async function createService(ctx: Ctx, tx: Tx, input: CreateService): Promise<OwnProfile> {
  const profile = await myProfile(ctx, tx);
  const existing = await queries.myServices(tx, profile.userId);
  if (existing.length >= profileLimits.services) throw new AppError('invalid', { fields: { _: ['too_big'] } });
  await queries.insertService(tx, profile.id, input, (existing.at(-1)?.position ?? -1) + 1);
  await touch(ctx, tx, profile.id);
  return viewIn(tx, profile.userId);
}

export async function updateService(
  ctx: Ctx,
  tx: Tx,
  { serviceId, price, ...changes }: UpdateService & { serviceId: string },
): Promise<OwnProfile> {
  const profile = await myProfile(ctx, tx);
  const priced = price === undefined ? {} : { priceAmount: price.amount, priceCurrency: price.currency };
  const [updated] = await queries.updateService(tx, profile.id, serviceId, {
    ...changes,
    ...priced,
    updatedAt: ctx.now,
  });
  if (!updated) absent();
  await touch(ctx, tx, profile.id);
  const after = await viewIn(tx, profile.userId);
  if (after.published) refuseGaps({ ...profile, activeServices: after.services.filter(({ active }) => active).length });
  return after;
}

export async function setAvailability(ctx: Ctx, tx: Tx, input: SetAvailability): Promise<OwnProfile> {
  const profile = await myProfile(ctx, tx);
  await queries.replaceAvailability(tx, profile.id, input);
  await touch(ctx, tx, profile.id);
  return viewIn(tx, profile.userId);
}

export type PageNews = 'changed' | 'published' | 'unpublished';

/** How long an answer waits for the edge to know. Beyond it the work goes on, and the clock repeats what is lost. */
const patience = 3_000;

/** After commit: the page is out of date, or must be gone. A store that is down does not undo what was saved. */
export async function announce(
  ctx: Ctx,
  news: PageNews,
  { slug, published }: { slug: string; published: boolean },
): Promise<void> {
  if (news === 'changed' && !published) return;
  const told = ctx.ports.pages[news](slug, ctx.now).catch((error: unknown) =>
    ctx.log('a page was not announced', { slug, news, error: error instanceof Error ? error.message : String(error) }),
  );
  ctx.defer(() => told);
  let timer: ReturnType<typeof setTimeout> | undefined;
  await Promise.race([told, new Promise((resolve) => (timer = setTimeout(resolve, patience)))]);
  clearTimeout(timer);
}

/** For the clock: says again what a crash between commit and announcement swallowed. Saying it twice changes nothing. */
export async function announceAgain(
  ctx: Ctx,
  since: Date,
  atMost = 200,
): Promise<{ changed: number; unpublished: number }> {
  const { changed, down } = await ctx.doors.asSystem('clock: pages').write(async (tx) => ({
    changed: await queries.changedSince(tx, since, atMost),
    down: await queries.takenDownSince(tx, since, atMost),
  }));
  for (const { slug, at } of changed) await ctx.ports.pages.changed(slug, at);
  for (const { slug, at } of down) await ctx.ports.pages.unpublished(slug, at);
  return { changed: changed.length, unpublished: down.length };
}

import type * as z from 'zod';
import { absent, AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { violates } from '../../db/errors.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { cities } from '../discovery/places.ts';
import { requireApproved, requireRole } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { workOf } from '../portfolio/rules/work.ts';
import { availabilityFrom, availabilityQueries, termsOf } from './availability.ts';
import * as queries from './queries.ts';
import { narrowed } from './rules/audience.ts';
import { lastCreditYear, noCasting } from './rules/casting.ts';
import { completeness } from './rules/completeness.ts';
import { newsOf, type PageNews } from './rules/page-news.ts';
import { refuseHouseNames } from './rules/house-names.ts';
import { refuseContacts } from './rules/plain-words.ts';
import { isPublic, missingForPublish, profileLimits } from './rules/profile.ts';
import { mayRename, renamesLeft } from './rules/rename.ts';
import { isReserved } from './rules/slug.ts';
import type { CreateService, OwnProfile, UpdateProfile, UpdateService } from './schema.ts';
import { daysAhead } from './rules/availability.ts';
import type { ownTime, SetAvailability } from './schema/availability.ts';
import type { SetCasting } from './schema/casting.ts';

type Rows = { [Name in keyof ReturnType<typeof profileQueries>]: Awaited<ReturnType<typeof profileQueries>[Name]> };

const profileQueries = (db: Parameters<typeof queries.profile>[0], userId: string) => ({
  profile: queries.profile(db, userId),
  services: queries.myServices(db, userId),
  portfolio: queries.myPortfolio(db, userId),
  hours: queries.myHours(db, userId),
  exceptions: queries.myExceptions(db, userId),
  terms: queries.myTerms(db, userId),
  casting: queries.myCasting(db, userId),
  former: queries.myFormerSlugs(db, userId),
  guardian: queries.guardianMissing(db),
});

const minutes = (time: string) => time.slice(0, 5);

function view(
  {
    profile: [profile],
    services,
    portfolio,
    hours,
    exceptions,
    terms,
    casting: [kept],
    former,
    guardian: [guardian],
  }: Rows,
  now: Date,
): OwnProfile {
  if (!profile) absent();
  const { publishedAt, updatedAt, ...rest } = profile;
  const casting = kept ?? noCasting;
  const activeServices = services.filter(({ active }) => active).length;
  const { left, more } = renamesLeft(profile, now);
  return {
    // words of closed lists, checked by the shape on the way out
    ...(rest as typeof rest & Pick<OwnProfile, 'category' | 'city'>),
    casting,
    formerSlugs: former.map(({ slug }) => slug),
    renames: { left, more: more?.toISOString() ?? null },
    completeness: completeness({
      ...profile,
      hasAvatar: profile.avatar !== null,
      activeServices,
      work: portfolio.length,
      openings: hours.length,
      casting,
    }),
    published: publishedAt !== null,
    publishedAt: publishedAt?.toISOString() ?? null,
    updatedAt: updatedAt.toISOString(),
    missing: missingForPublish({ ...profile, activeServices, guardianMissing: guardian?.missing ?? false }),
    services: services.map(({ priceAmount, priceCurrency, ...service }) => ({
      ...service,
      price: { amount: priceAmount, currency: priceCurrency },
    })),
    portfolio: portfolio.map((row) => ({ ...workOf(row), visibility: row.visibility })),
    terms: termsOf(terms),
    hours: hours.map((rule) => ({ ...rule, startsAt: minutes(rule.startsAt), endsAt: minutes(rule.endsAt) })),
    exceptions: exceptions.map(({ day, startsAt, endsAt }) => ({
      day,
      startsAt: startsAt && minutes(startsAt),
      endsAt: endsAt && minutes(endsAt),
    })),
  };
}

async function viewIn(ctx: Ctx, tx: Tx, userId: string): Promise<OwnProfile> {
  const wanted = profileQueries(tx, userId);
  return view(
    {
      profile: await wanted.profile,
      services: await wanted.services,
      portfolio: await wanted.portfolio,
      hours: await wanted.hours,
      exceptions: await wanted.exceptions,
      terms: await wanted.terms,
      casting: await wanted.casting,
      former: await wanted.former,
      guardian: await wanted.guardian,
    },
    ctx.now,
  );
}

export async function getMyProfile(ctx: Ctx): Promise<OwnProfile> {
  const { userId } = actorOf(ctx);
  const { me, ...rows } = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    ...profileQueries(db, userId),
  }));
  requireRole(me[0], 'talent');
  return view(rows, ctx.now);
}

/** The talent's own profile, locked, once it is clear that they are one. */
async function myProfile(ctx: Ctx, tx: Tx): Promise<queries.Profile> {
  const { userId } = actorOf(ctx);
  requireRole((await identity.me(tx, userId))[0], 'talent');
  return (await queries.lockProfile(tx, userId))[0] ?? absent();
}

/** What a change did to the addresses of a page, for whoever answers to tell once it is committed. */
const said = new WeakMap<Ctx, PageNews[]>();

/** Keeps a change of what the world may know of the page: the row, the log, and the news of its addresses. */
async function keep(
  ctx: Ctx,
  tx: Tx,
  before: queries.Profile,
  changes: Parameters<typeof queries.updateProfile>[2],
): Promise<OwnProfile> {
  const after = { ...before, ...changes };
  await queries.updateProfile(tx, before.id, { ...changes, updatedAt: ctx.now });
  const [was, is] = [isPublic(before), isPublic(after)];
  const log = (action: string, data: Parameters<typeof queries.audit>[1]['data']) =>
    queries.audit(tx, { actorId: before.userId, action, subjectId: before.id, requestId: ctx.requestId, data });
  if (before.slug !== after.slug) await log('profile.renamed', { slug: before.slug, to: after.slug });
  if (before.publishedAt === null && after.publishedAt !== null)
    await log('profile.published', { slug: after.slug, seenBy: after.seenBy });
  // where nothing was public there is no address to close
  if (before.publishedAt !== null && after.publishedAt === null)
    await log(was ? 'profile.unpublished' : 'profile.withdrawn', { slug: before.slug, seenBy: before.seenBy });
  else if (before.seenBy !== after.seenBy)
    await log(was && !is ? 'profile.narrowed' : 'profile.audience', { slug: before.slug, seenBy: after.seenBy });
  const profile = await viewIn(ctx, tx, before.userId);
  said.set(ctx, newsOf({ slug: before.slug, public: was }, { slug: after.slug, public: is }, profile.formerSlugs));
  return profile;
}

function refuseRename(profile: queries.Profile, slug: string, now: Date): void {
  if (isReserved(slug)) throw new AppError('invalid', { fields: { slug: ['reserved'] } });
  const rename = mayRename(profile, now);
  if (rename.ok) return;
  const { more } = renamesLeft(profile, now);
  const days = Math.max(1, Math.ceil(((more?.getTime() ?? 0) - now.getTime()) / 86_400_000));
  throw new AppError(rename.why, { fields: { slug: ['renamed_often'] }, values: { days } });
}

export async function updateProfile(ctx: Ctx, tx: Tx, changes: UpdateProfile): Promise<OwnProfile> {
  const profile = await myProfile(ctx, tx);
  if (changes.slug !== undefined && changes.slug !== profile.slug) refuseRename(profile, changes.slug, ctx.now);
  const { slug, displayName, headline, tags } = changes;
  refuseContacts({ slug, displayName, headline, tags });
  refuseHouseNames({ displayName });
  const after = { ...profile, ...changes };
  if (profile.publishedAt !== null) refuseGaps({ ...after, activeServices: 1, guardianMissing: false });
  const clock = changes.city === undefined ? {} : { timeZone: cities[changes.city].timeZone };
  // whoever cannot see the page cannot ask by its form
  const inquiriesFrom = narrowed(after.inquiriesFrom, after.seenBy);
  try {
    return await keep(ctx, tx, profile, { ...changes, ...clock, inquiriesFrom });
  } catch (error) {
    if (violates(error, 'talent_profiles_slug_key'))
      throw new AppError('slug_taken', { fields: { slug: ['taken'] }, cause: error });
    if (violates(error, 'slugs_move_rarely'))
      throw new AppError('renamed_often', { values: { days: 30 }, cause: error });
    throw error;
  }
}

function refuseGaps(facts: Parameters<typeof missingForPublish>[0]): void {
  const gaps = missingForPublish(facts);
  if (gaps.length > 0)
    throw new AppError('invalid', { fields: Object.fromEntries(gaps.map((gap) => [gap, ['required']])) });
}

export async function publishProfile(ctx: Ctx, tx: Tx): Promise<OwnProfile> {
  const profile = await myProfile(ctx, tx);
  requireApproved((await identity.me(tx, profile.userId))[0], 'talent');
  const services = await queries.myServices(tx, profile.userId);
  const [guardian] = await queries.guardianMissing(tx);
  const activeServices = services.filter(({ active }) => active).length;
  refuseGaps({ ...profile, activeServices, guardianMissing: guardian?.missing ?? false });
  // published is published: asking again keeps its place in the lists
  if (profile.publishedAt !== null) return viewIn(ctx, tx, profile.userId);
  return keep(ctx, tx, profile, { publishedAt: ctx.now });
}

export async function unpublishProfile(ctx: Ctx, tx: Tx): Promise<OwnProfile> {
  const profile = await myProfile(ctx, tx);
  if (profile.publishedAt === null) return viewIn(ctx, tx, profile.userId);
  return keep(ctx, tx, profile, { publishedAt: null });
}

/** All of it at once, as the screen shows it: what is left out is taken away. */
export async function setCasting(ctx: Ctx, tx: Tx, input: SetCasting): Promise<OwnProfile> {
  const profile = await myProfile(ctx, tx);
  const { skills, accents, credits } = input;
  refuseContacts({
    skills,
    accents,
    credits: credits.map(({ title, role, production }) => ({ title, role, production })),
  });
  const late = input.credits.flatMap(({ year }, at) => (year > lastCreditYear(ctx.now) ? [at] : []));
  if (late.length > 0)
    throw new AppError('invalid', {
      fields: Object.fromEntries(late.map((at) => [`credits.${at}.year`, ['too_big']])),
    });
  await queries.setCasting(tx, profile.id, input, ctx.now);
  await touch(ctx, tx, profile);
  return viewIn(ctx, tx, profile.userId);
}

/** What hangs on a profile changes its page as well. */
async function touch(ctx: Ctx, tx: Tx, profile: queries.Profile): Promise<void> {
  await queries.updateProfile(tx, profile.id, { updatedAt: ctx.now });
  const standing = { slug: profile.slug, public: isPublic(profile) };
  said.set(ctx, newsOf(standing, standing, []));
}

export async function createService(ctx: Ctx, tx: Tx, input: CreateService): Promise<OwnProfile> {
  const profile = await myProfile(ctx, tx);
  refuseContacts({ title: input.title });
  const existing = await queries.myServices(tx, profile.userId);
  if (existing.length >= profileLimits.services) throw new AppError('invalid', { fields: { _: ['too_big'] } });
  await queries.insertService(tx, profile.id, input, (existing.at(-1)?.position ?? -1) + 1);
  await touch(ctx, tx, profile);
  return viewIn(ctx, tx, profile.userId);
}

export async function updateService(
  ctx: Ctx,
  tx: Tx,
  { serviceId, price, ...changes }: UpdateService & { serviceId: string },
): Promise<OwnProfile> {
  const profile = await myProfile(ctx, tx);
  refuseContacts({ title: changes.title });
  const priced = price === undefined ? {} : { priceAmount: price.amount, priceCurrency: price.currency };
  const [updated] = await queries.updateService(tx, profile.id, serviceId, {
    ...changes,
    ...priced,
    updatedAt: ctx.now,
  });
  if (!updated) absent();
  await touch(ctx, tx, profile);
  const after = await viewIn(ctx, tx, profile.userId);
  if (after.published) {
    const activeServices = after.services.filter(({ active }) => active).length;
    refuseGaps({ ...profile, activeServices, guardianMissing: false });
  }
  return after;
}

export async function moveService(
  ctx: Ctx,
  tx: Tx,
  { serviceId, to }: { serviceId: string; to: number },
): Promise<OwnProfile> {
  const profile = await myProfile(ctx, tx);
  const services = await queries.myServices(tx, profile.userId);
  const moved = services.find(({ id }) => id === serviceId) ?? absent();
  const others = services.filter((one) => one !== moved);
  const order = [...others.slice(0, to), moved, ...others.slice(to)];
  for (const [position, service] of order.entries())
    if (service.position !== position) await queries.updateService(tx, profile.id, service.id, { position });
  await touch(ctx, tx, profile);
  return viewIn(ctx, tx, profile.userId);
}

/** A talent's own time, by the rule their page and search go by. */
export async function getAvailability(ctx: Ctx): Promise<z.input<typeof ownTime>> {
  const { userId } = actorOf(ctx);
  const range = { from: ctx.now, until: new Date(ctx.now.getTime() + 90 * 86_400_000) };
  const { me, profile, services, ...time } = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    profile: queries.profile(db, userId),
    services: queries.myServices(db, userId),
    ...availabilityQueries(db, queries.mine(userId), range),
  }));
  requireRole(me[0], 'talent');
  const { timeZone } = profile[0] ?? absent();
  const availability = availabilityFrom(timeZone, time);
  const lengths = services.filter(({ active }) => active).map(({ durationMinutes }) => durationMinutes);
  const shortestMinutes = lengths.length === 0 ? null : Math.min(...lengths);
  const days =
    shortestMinutes === null
      ? []
      : daysAhead(availability, { now: ctx.now, durationMinutes: shortestMinutes, count: 6, horizonDays: 60 }).days;
  return {
    timeZone,
    busy: availability.busy.map(({ startsAt, endsAt, bufferBeforeMinutes = 0, bufferAfterMinutes = 0 }) => ({
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
      bufferBeforeMinutes,
      bufferAfterMinutes,
    })),
    shortestMinutes,
    nextFreeDays: days,
    now: ctx.now.toISOString(),
  };
}

export async function setAvailability(ctx: Ctx, tx: Tx, input: SetAvailability): Promise<OwnProfile> {
  const profile = await myProfile(ctx, tx);
  await queries.replaceAvailability(tx, profile.id, input, ctx.now);
  await touch(ctx, tx, profile);
  return viewIn(ctx, tx, profile.userId);
}

/** How long an answer waits for the edge to know. Beyond it the work goes on, and the clock repeats what is lost. */
const patience = 3_000;

/**
 * After commit: addresses are out of date, or must be gone. A store that is down does not undo what was saved. An answer that only
 * repeats an older one has no news: the page may have gone another way since.
 */
export async function announce(ctx: Ctx): Promise<void> {
  const news = said.get(ctx) ?? [];
  const told = Promise.all(
    news.map(({ slug, news: what }) =>
      ctx.ports.pages[what](slug, ctx.now).catch((error: unknown) =>
        ctx.log('a page was not announced', {
          slug,
          news: what,
          error: error instanceof Error ? error.message : String(error),
        }),
      ),
    ),
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
  const { changed, left, down } = await ctx.doors.asSystem('clock: pages').write(async (tx) => ({
    changed: await queries.changedSince(tx, since, atMost),
    left: await queries.leftSince(tx, since, atMost),
    down: await queries.takenDownSince(tx, since, atMost),
  }));
  for (const { slug, at } of [...changed, ...left]) await ctx.ports.pages.changed(slug, at);
  for (const { slug, at } of down) await ctx.ports.pages.unpublished(slug, at);
  return { changed: changed.length + left.length, unpublished: down.length };
}

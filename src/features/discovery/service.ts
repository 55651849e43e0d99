import type * as z from 'zod';
import { absent } from '../../core/errors.ts';
import type { Doors } from '../../db/client.ts';
import type { Ctx } from '../ctx.ts';
import { freeSlots, nextFreeDays, type Availability } from '../profiles/rules/availability.ts';
import { workOf } from '../portfolio/rules/work.ts';
import * as queries from './queries.ts';
import { freeDaysShown, isUuid, readCursor, slotRange, writeCursor } from './rules.ts';
import {
  publicTalent,
  type getServiceQuery,
  type listServicesQuery,
  type listTalentsQuery,
  type PublicTalent,
  type serviceList,
  type serviceView,
  type talentList,
} from './schema.ts';

const day = 86_400_000;
const later = (from: Date, days: number) => new Date(from.getTime() + days * day);

function grouped<Row extends { talentId: string }>(rows: readonly Row[]): (talentId: string) => Row[] {
  const groups = Map.groupBy(rows, ({ talentId }) => talentId);
  return (talentId) => groups.get(talentId) ?? [];
}

const periodsOf = (rows: readonly { startsAt: string; endsAt: string }[]) =>
  rows.map(({ startsAt, endsAt }) => ({ startsAt: new Date(startsAt), endsAt: new Date(endsAt) }));

type PublicRows = { [Name in keyof ReturnType<typeof publicQueries>]: Awaited<ReturnType<typeof publicQueries>[Name]> };

// work can last two weeks beyond the last day that is shown
const publicQueries = (db: Parameters<typeof queries.profiles>[0], now: Date, slug?: string) => ({
  profiles: queries.profiles(db, slug),
  portfolio: queries.portfolio(db, slug),
  services: queries.offered(db, slug),
  photos: queries.photosOfServices(db, slug),
  ratings: queries.ratings(db, slug),
  reviews: queries.newestReviews(db, slug),
  hours: queries.hours(db, slug),
  exceptions: queries.exceptions(db, slug),
  busy: queries.busy(db, now, later(now, freeDaysShown.horizonDays + 15), slug),
});

/** Rows to what the world sees; the shape drops whatever it does not name. */
function publicTalents(found: PublicRows, now: Date): PublicTalent[] {
  const [portfolio, services, ratings, reviews, hours, exceptions, busy] = [
    grouped(found.portfolio),
    grouped(found.services),
    grouped(found.ratings),
    grouped(found.reviews),
    grouped(found.hours),
    grouped(found.exceptions),
    grouped(found.busy.rows),
  ];
  const photos = Map.groupBy(found.photos, ({ serviceId }) => serviceId);
  return found.profiles.map((profile) => {
    const offered = services(profile.id).map(({ amount, currency, ...service }) => ({
      ...service,
      price: { amount, currency },
      // what stands in them is in the talent's picture, not in words: the page says whose service it is
      photos: photos
        .get(service.id)
        ?.map(({ id, width, height }) => ({ url: `/api/photos/${id}`, width, height, alt: {} })),
    }));
    const availability: Availability = {
      timeZone: profile.timeZone,
      hours: hours(profile.id),
      exceptions: exceptions(profile.id),
      busy: periodsOf(busy(profile.id)),
    };
    const shortest = Math.min(...offered.map(({ durationMinutes }) => durationMinutes));
    const [rating] = ratings(profile.id);
    return publicTalent.parse({
      ...profile,
      portfolio: portfolio(profile.id).map(workOf),
      services: offered,
      rating: { average: rating?.average ?? null, count: rating?.count ?? 0 },
      reviews: reviews(profile.id).map((review) => ({ ...review, at: review.at.toISOString() })),
      nextFreeDays:
        offered.length === 0 ? [] : nextFreeDays(availability, { ...freeDaysShown, now, durationMinutes: shortest }),
      updatedAt: profile.updatedAt.toISOString(),
    });
  });
}

/** Every published talent for the static build: one batch, as a visitor. */
export async function loadPublicTalents(doors: Doors, now: Date): Promise<PublicTalent[]> {
  return publicTalents(await doors.asVisitor().read((db) => publicQueries(db, now)), now);
}

/** One talent as the build would show them now. Unknown and unpublished look the same: not there. */
export async function getTalent(ctx: Ctx, { slug }: { slug: string }): Promise<PublicTalent> {
  const found = await ctx.doors.asVisitor().read((db) => publicQueries(db, ctx.now, slug));
  return publicTalents(found, ctx.now)[0] ?? absent();
}

/** Splits off the row that only says there is more. */
function page<Row extends { id: string; at: string }>(rows: readonly Row[], limit: number) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? writeCursor(last) : null };
}

export async function listTalents(
  ctx: Ctx,
  { category, city, cursor, limit }: z.output<typeof listTalentsQuery>,
): Promise<z.input<typeof talentList>> {
  const after = cursor === undefined ? null : readCursor(cursor);
  const { rows } = await ctx.doors
    .asVisitor()
    .read((db) => ({ rows: queries.talentCards(db, { category, city, after, limit }) }));
  // text columns hold words of closed lists; the answer's shape checks them on the way out
  return page(rows, limit) as z.input<typeof talentList>;
}

export async function listServices(
  ctx: Ctx,
  { talent, category, city, cursor, limit }: z.output<typeof listServicesQuery>,
): Promise<z.input<typeof serviceList>> {
  const after = cursor === undefined ? null : readCursor(cursor);
  const whose = talent === undefined ? undefined : isUuid(talent) ? { id: talent } : { slug: talent };
  const { rows } = await ctx.doors
    .asVisitor()
    .read((db) => ({ rows: queries.serviceList(db, { talent: whose, category, city, after, limit }) }));
  const { items, nextCursor } = page(rows, limit);
  return {
    items: items.map(({ amount, currency, ...service }) => ({ ...service, price: { amount, currency } })),
    nextCursor,
  } as z.input<typeof serviceList>;
}

const minutes = (time: string) => time.slice(0, 5);

export async function getService(
  ctx: Ctx,
  { serviceId, ...range }: { serviceId: string } & z.output<typeof getServiceQuery>,
): Promise<z.input<typeof serviceView>> {
  const from = range.from === undefined ? ctx.now : new Date(range.from);
  const wished = range.until === undefined ? later(from, slotRange.usual) : new Date(range.until);
  const until = wished > later(from, slotRange.most) ? later(from, slotRange.most) : wished < from ? from : wished;
  const found = await ctx.doors.asVisitor().read((db) => ({
    service: queries.service(db, serviceId),
    hours: queries.hoursBehind(db, serviceId),
    exceptions: queries.exceptionsBehind(db, serviceId, from, until),
    busy: queries.busyBehind(db, serviceId, from, later(until, 15)),
  }));
  const { card, timeZone, amount, currency, ...service } = found.service[0] ?? absent();
  const busy = periodsOf(found.busy.rows);
  const availability: Availability = { timeZone, hours: found.hours, exceptions: found.exceptions, busy };
  const slots = freeSlots(availability, { from, until, durationMinutes: service.durationMinutes, now: ctx.now });
  return {
    service: { ...service, price: { amount, currency } },
    talent: card as z.input<typeof serviceView>['talent'],
    timeZone,
    hours: found.hours.map((rule) => ({ ...rule, startsAt: minutes(rule.startsAt), endsAt: minutes(rule.endsAt) })),
    exceptions: found.exceptions.map(({ day: on, startsAt, endsAt }) => ({
      day: on,
      startsAt: startsAt && minutes(startsAt),
      endsAt: endsAt && minutes(endsAt),
    })),
    busy: busy.map(({ startsAt, endsAt }) => ({ startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() })),
    freeStarts: slots.map(({ startsAt }) => startsAt.toISOString()),
    from: from.toISOString(),
    until: until.toISOString(),
  };
}

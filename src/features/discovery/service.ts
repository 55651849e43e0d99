import type * as z from 'zod';
import { absent } from '../../core/errors.ts';
import type { Doors } from '../../db/client.ts';
import { userDoor, type Ctx } from '../ctx.ts';
import { availabilityFrom, availabilityQueries, busyOf, termsOf } from '../profiles/availability.ts';
import { factsAround, freeSlots, nextFreeDays, type Availability } from '../profiles/rules/availability.ts';
import { workOf } from '../portfolio/rules/work.ts';
import { castingSays } from '../profiles/rules/casting.ts';
import { maskContacts } from '../messaging/rules/mask.ts';
import { masked } from '../profiles/rules/plain-words.ts';
import * as queries from './queries.ts';
import { markOf } from './rules/mark.ts';
import { firstSlugs } from './queries/lists.ts';
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

export type PublicRows = {
  [Name in keyof ReturnType<typeof publicQueries>]: Awaited<ReturnType<typeof publicQueries>[Name]>;
};

export const publicQueries = (
  db: Parameters<typeof queries.profiles>[0],
  now: Date,
  slug?: queries.Whom,
  reach: 'public' | 'seen' = 'public',
) => {
  const { from, until } = factsAround({ from: now, until: later(now, freeDaysShown.horizonDays) });
  return {
    profiles: queries.profiles(db, slug),
    casting: queries.casting(db, slug),
    portfolio: queries.portfolio(db, slug, reach),
    services: queries.offered(db, slug),
    photos: queries.photosOfServices(db, slug),
    ratings: queries.ratings(db, slug),
    reviews: queries.newestReviews(db, slug),
    hours: queries.hours(db, slug),
    exceptions: queries.exceptions(db, slug),
    terms: queries.terms(db, slug),
    busy: queries.busy(db, from, until, slug),
  };
};

/**
 * Rows to what the world sees; the shape drops whatever it does not name. Contact details are dotted out: strangers get them with a
 * booking that is paid or a contact that is accepted.
 */
export function publicTalents(found: PublicRows, now: Date): PublicTalent[] {
  const [portfolio, services, ratings, reviews, hours, exceptions, terms, busy] = [
    grouped(found.portfolio),
    grouped(found.services),
    grouped(found.ratings),
    grouped(found.reviews),
    grouped(found.hours),
    grouped(found.exceptions),
    grouped(found.terms),
    grouped(found.busy.rows),
  ];
  const casting = Map.groupBy(found.casting, ({ talentId }) => talentId);
  const photos = Map.groupBy(found.photos, ({ serviceId }) => serviceId);
  return found.profiles.map((profile) => {
    const offered = services(profile.id).map(({ amount, currency, ...service }) => ({
      ...service,
      description: masked(service.description),
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
      busy: busyOf(busy(profile.id)),
      terms: termsOf(terms(profile.id)),
    };
    const shortest = Math.min(...offered.map(({ durationMinutes }) => durationMinutes));
    const [rating] = ratings(profile.id);
    const attributes = casting.get(profile.id)?.[0];
    return publicTalent.parse({
      ...profile,
      headline: masked(profile.headline),
      bio: masked(profile.bio),
      casting: attributes && castingSays(attributes) ? attributes : null,
      portfolio: portfolio(profile.id).map((work) => workOf({ ...work, description: masked(work.description) })),
      services: offered,
      rating: { average: rating?.average ?? null, count: rating?.count ?? 0 },
      reviews: reviews(profile.id).map((review) => ({
        ...review,
        comment: maskContacts(review.comment),
        at: review.at.toISOString(),
      })),
      nextFreeDays:
        offered.length === 0 ? [] : nextFreeDays(availability, { ...freeDaysShown, now, durationMinutes: shortest }),
      asking: { noticeHours: availability.terms.noticeHours, horizonDays: availability.terms.horizonDays },
      updatedAt: profile.updatedAt.toISOString(),
    });
  });
}

/**
 * The published talents a build makes pages for: one batch, as a visitor. With a limit the best known of them, so that a build does not
 * grow with their number.
 */
export async function loadPublicTalents(doors: Doors, now: Date, limit = Infinity): Promise<PublicTalent[]> {
  const door = doors.asVisitor();
  if (limit === Infinity) return publicTalents(await door.read((db) => publicQueries(db, now)), now);
  const { first } = await door.read((db) => ({ first: firstSlugs(db, limit) }));
  const slugs = first.rows.map(({ slug }) => slug);
  return publicTalents(await door.read((db) => publicQueries(db, now, slugs)), now);
}

/** One talent as the build would show them now, or where they went. Unknown and unpublished look the same: not there. */
export async function findTalent(
  ctx: Ctx,
  { slug }: { slug: string },
): Promise<{ talent: PublicTalent } | { movedTo: string }> {
  const { moved, ...found } = await ctx.doors
    .asVisitor()
    .read((db) => ({ ...publicQueries(db, ctx.now, slug), moved: queries.movedTo(db, slug) }));
  const [talent] = publicTalents(found, ctx.now);
  if (talent) return { talent };
  return { movedTo: (moved[0] ?? absent()).slug };
}

/** The same for whoever asks by the present address. */
export async function getTalent(ctx: Ctx, wanted: { slug: string }): Promise<PublicTalent> {
  const found = await findTalent(ctx, wanted);
  return 'talent' in found ? found.talent : absent();
}

/** Splits off the row that only says there is more. */
function page<Row extends { id: string; at: string }>(rows: readonly Row[], limit: number, question: object) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor: rows.length > limit && last ? writeCursor({ ...last, question: markOf(question) }) : null,
  };
}

export async function listTalents(
  ctx: Ctx,
  { cursor, limit, ...question }: z.output<typeof listTalentsQuery>,
): Promise<z.input<typeof talentList>> {
  const after = cursor === undefined ? null : readCursor(cursor);
  const { rows } = await ctx.doors
    .asVisitor()
    .read((db) => ({ rows: queries.talentCards(db, { ...question, after, limit }) }));
  // text columns hold words of closed lists; the answer's shape checks them on the way out
  return page(rows, limit, question) as z.input<typeof talentList>;
}

export async function listServices(
  ctx: Ctx,
  { cursor, limit, ...question }: z.output<typeof listServicesQuery>,
): Promise<z.input<typeof serviceList>> {
  const after = cursor === undefined ? null : readCursor(cursor);
  const { talent, category, city } = question;
  const whose = talent === undefined ? undefined : isUuid(talent) ? { id: talent } : { slug: talent };
  const { rows } = await ctx.doors
    .asVisitor()
    .read((db) => ({ rows: queries.serviceList(db, { talent: whose, category, city, after, limit }) }));
  const { items, nextCursor } = page(rows, limit, question);
  return {
    items: items.map(({ amount, currency, ...service }) => ({
      ...service,
      description: masked(service.description),
      price: { amount, currency },
    })),
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
  // a page for members is booked by members: whoever is signed in asks as themselves
  const door = ctx.actor ? userDoor(ctx) : ctx.doors.asVisitor();
  const found = await door.read((db) => ({
    service: queries.service(db, serviceId),
    ...availabilityQueries(db, queries.talentBehind(serviceId), { from, until }),
  }));
  const { card, timeZone, amount, currency, ...service } = found.service[0] ?? absent();
  const availability = availabilityFrom(timeZone, found);
  const { terms } = availability;
  const slots = freeSlots(availability, { from, until, durationMinutes: service.durationMinutes, now: ctx.now });
  const held = availability.busy
    .map(({ startsAt, endsAt, bufferBeforeMinutes = 0, bufferAfterMinutes = 0 }) => ({
      startsAt: new Date(startsAt.getTime() - bufferBeforeMinutes * 60_000),
      endsAt: new Date(endsAt.getTime() + bufferAfterMinutes * 60_000),
    }))
    .filter(({ startsAt, endsAt }) => startsAt < until && from < endsAt);
  return {
    service: { ...service, description: masked(service.description), price: { amount, currency } },
    talent: card as z.input<typeof serviceView>['talent'],
    timeZone,
    hours: found.hours.map((rule) => ({ ...rule, startsAt: minutes(rule.startsAt), endsAt: minutes(rule.endsAt) })),
    exceptions: found.exceptions.map(({ day: on, startsAt, endsAt }) => ({
      day: on,
      startsAt: startsAt && minutes(startsAt),
      endsAt: endsAt && minutes(endsAt),
    })),
    asking: { noticeHours: terms.noticeHours, horizonDays: terms.horizonDays },
    busy: held.map(({ startsAt, endsAt }) => ({ startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() })),
    freeStarts: slots.map(({ startsAt }) => startsAt.toISOString()),
    from: from.toISOString(),
    until: until.toISOString(),
  };
}

import { and, asc, desc, eq, getTableColumns, inArray, isNotNull, lte, sql, type SQL } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../db/client.ts';
import { posterOfFilm } from '../../db/posters.ts';
import { appNow } from '../../db/roles.ts';
import { reviews } from '../../db/schema/bookings.ts';
import { castingAttributes, formerSlugs } from '../../db/schema/casting.ts';
import {
  availabilityExceptions,
  availabilityRules,
  portfolioItems,
  services,
  talentProfiles,
  type MediaColumn,
} from '../../db/schema/profiles.ts';
import { availabilityTerms } from '../../db/schema/calendar.ts';
import { servicePhotos } from '../../db/schema/photos.ts';
import { workKinds } from '../portfolio/rules/media.ts';
import { photosShown, reviewsShown, type Cursor } from './rules.ts';

type Db = ReadDb | Tx;

// Policies hide what is not public; the filters repeat them so that the planner has an index to use.

/** The one of this slug, or those of these. */
export type Whom = string | string[];
const among = (slugs: string[] | undefined): SQL | undefined =>
  slugs === undefined ? undefined : sql`${talentProfiles.slug} = any(${sql.param(slugs)}::text[])`;

/**
 * All published talents, or the one of this slug: the same queries feed the build, the API, the fresh page and what members see. Of
 * one slug the policies alone decide: its talent may look at a draft.
 */
const inReach = (slug: Whom | undefined): SQL | undefined =>
  typeof slug === 'string' ? eq(talentProfiles.slug, slug) : and(isNotNull(talentProfiles.publishedAt), among(slug));
const talentIds = (slug: Whom | undefined): SQL =>
  typeof slug === 'string'
    ? sql`(select p.id from talent_profiles p where p.slug = ${slug})`
    : sql`(select p.id from talent_profiles p where p.published_at is not null${slug === undefined ? sql`` : sql` and p.slug = any(${sql.param(slug)}::text[])`})`;

// a visitor may read these columns and no others: whose profile it is stays unsaid, and when it moved
const {
  userId: _owner,
  createdAt: _made,
  renamedAt: _moved,
  withheld: _seen,
  ...profileColumns
} = getTableColumns(talentProfiles);

export const profiles = (db: Db, slug?: Whom) =>
  db
    .select({
      ...profileColumns,
      // a site may have no inquiries at all
      inquiriesFrom: sql<
        typeof talentProfiles.$inferSelect.inquiriesFrom
      >`case when app.context_on('inquiry') then ${talentProfiles.inquiriesFrom} else 'nobody' end`,
      // more than whoever asks sees: of a visitor, what is for members
      moreForMembers: sql<boolean>`app.more_to_see(talent_profiles.id)`,
    })
    .from(talentProfiles)
    .where(inReach(slug))
    .orderBy(desc(talentProfiles.publishedAt), desc(talentProfiles.id));
export type ProfileRow = Awaited<ReturnType<typeof profiles>>[number];

export const isMine = (db: Db, slug: string, userId: string) =>
  db
    .select({ id: talentProfiles.id })
    .from(talentProfiles)
    .where(and(eq(talentProfiles.slug, slug), eq(talentProfiles.userId, userId)));

/** What the address leads to now, if it is one that a page left. */
export const movedTo = (db: Db, slug: string) =>
  db
    .select({ slug: talentProfiles.slug })
    .from(formerSlugs)
    .innerJoin(talentProfiles, eq(talentProfiles.id, formerSlugs.talentId))
    .where(eq(formerSlugs.slug, slug));

export const casting = (db: Db, slug?: Whom) =>
  db
    .select()
    .from(castingAttributes)
    .where(sql`${castingAttributes.talentId} in ${talentIds(slug)}`);

/** Work in the talent's order: what is public, or for whoever is signed in all that the policies let them see. */
export const portfolio = (db: Db, slug?: Whom, reach: 'public' | 'seen' = 'public') =>
  db
    .select({
      talentId: portfolioItems.talentId,
      id: portfolioItems.id,
      kind: portfolioItems.kind,
      media: sql<MediaColumn | null>`${portfolioItems.media} || jsonb_build_object('alt', ${portfolioItems.alt})`,
      file: portfolioItems.file,
      type: portfolioItems.type,
      width: portfolioItems.width,
      height: portfolioItems.height,
      seconds: portfolioItems.seconds,
      color: portfolioItems.color,
      provider: portfolioItems.provider,
      linkId: portfolioItems.linkId,
      poster: posterOfFilm,
      title: portfolioItems.title,
      description: portfolioItems.description,
      visibility: portfolioItems.visibility,
    })
    .from(portfolioItems)
    .where(
      and(
        reach === 'public' ? eq(portfolioItems.visibility, 'public') : undefined,
        eq(portfolioItems.state, 'ready'),
        inArray(portfolioItems.kind, [...workKinds]),
        sql`${portfolioItems.talentId} in ${talentIds(slug)}`,
      ),
    )
    .orderBy(asc(portfolioItems.position), asc(portfolioItems.id));

export const offered = (db: Db, slug?: Whom) =>
  db
    .select({
      talentId: services.talentId,
      id: services.id,
      title: services.title,
      description: services.description,
      amount: services.priceAmount,
      currency: services.priceCurrency,
      durationMinutes: services.durationMinutes,
      place: services.place,
    })
    .from(services)
    .where(and(services.active, sql`${services.talentId} in ${talentIds(slug)}`))
    .orderBy(asc(services.position), asc(services.id));

/** Photos of services beside the portfolio, as far as a page shows them. */
export function photosOfServices(db: Db, slug?: Whom) {
  const ranked = db
    .select({
      serviceId: servicePhotos.serviceId,
      id: servicePhotos.id,
      width: servicePhotos.width,
      height: servicePhotos.height,
      place:
        sql<number>`row_number() over (partition by ${servicePhotos.serviceId} order by ${servicePhotos.shownAt} desc, ${servicePhotos.id} desc)`.as(
          'place',
        ),
    })
    .from(servicePhotos)
    .where(and(eq(servicePhotos.state, 'shown'), sql`${servicePhotos.talentId} in ${talentIds(slug)}`))
    .as('ranked');
  return db.select().from(ranked).where(lte(ranked.place, photosShown)).orderBy(asc(ranked.place));
}

const published = and(eq(reviews.side, 'customer'), lte(reviews.publishAt, appNow));

export const ratings = (db: Db, slug?: Whom) =>
  db
    .select({
      talentId: reviews.talentId,
      average: sql<number>`round(avg(${reviews.rating}), 1)::float8`,
      count: sql<number>`count(*)::int`,
    })
    .from(reviews)
    .where(and(published, sql`${reviews.talentId} in ${talentIds(slug)}`))
    .groupBy(reviews.talentId);

export function newestReviews(db: Db, slug?: Whom) {
  const ranked = db
    .select({
      talentId: reviews.talentId,
      rating: reviews.rating,
      comment: reviews.comment,
      author: reviews.authorName,
      at: reviews.publishAt,
      place:
        sql<number>`row_number() over (partition by ${reviews.talentId} order by ${reviews.publishAt} desc, ${reviews.id} desc)`.as(
          'place',
        ),
    })
    .from(reviews)
    .where(and(published, sql`${reviews.talentId} in ${talentIds(slug)}`))
    .as('ranked');
  return db.select().from(ranked).where(lte(ranked.place, reviewsShown)).orderBy(asc(ranked.place));
}

export const hours = (db: Db, slug?: Whom) =>
  db
    .select()
    .from(availabilityRules)
    .where(sql`${availabilityRules.talentId} in ${talentIds(slug)}`)
    .orderBy(asc(availabilityRules.weekday), asc(availabilityRules.startsAt));

export const exceptions = (db: Db, slug?: Whom) =>
  db
    .select()
    .from(availabilityExceptions)
    .where(
      sql`${availabilityExceptions.talentId} in ${talentIds(slug)} and ${availabilityExceptions.day} >= ${appNow}::date - 1`,
    )
    .orderBy(asc(availabilityExceptions.day));

// a visitor may read these columns and no others
const { updatedAt: _changed, ...termsColumns } = getTableColumns(availabilityTerms);

export const terms = (db: Db, slug?: Whom) =>
  db
    .select(termsColumns)
    .from(availabilityTerms)
    .where(sql`${availabilityTerms.talentId} in ${talentIds(slug)}`);

const isoText = (column: SQL) => sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

export type BusyRow = {
  talentId: string;
  startsAt: string;
  endsAt: string;
  bufferBeforeMinutes: number;
  bufferAfterMinutes: number;
};
/** When they are taken, not by whom. */
export const busy = (db: Db, from: Date, until: Date, slug?: Whom) =>
  db.execute<BusyRow>(sql`
    select p.id as "talentId", ${isoText(sql`b.starts_at`)} as "startsAt", ${isoText(sql`b.ends_at`)} as "endsAt",
      b.buffer_before_minutes as "bufferBeforeMinutes", b.buffer_after_minutes as "bufferAfterMinutes"
    from talent_profiles p cross join lateral app.busy_periods(p.id, ${from.toISOString()}::timestamptz, ${until.toISOString()}::timestamptz) b
    where p.id in ${talentIds(slug)}
    order by b.starts_at`);

// by name, for in a query of one table drizzle would leave the table out and `id` would be the inner row's
const cardId = sql`talent_profiles.id`;

const ratingOf = sql<{ average: number | null; count: number }>`(
  select json_build_object('average', round(avg(r.rating), 1), 'count', count(*)) from reviews r
  where r.talent_id = ${cardId} and r.side = 'customer' and r.publish_at <= ${appNow})`;

/** The cheapest service in the currency of the talent's first one: two currencies do not compare. */
const priceFrom = sql<{ amount: number; currency: 'IQD' } | null>`(
  select json_build_object('amount', s.price_amount, 'currency', s.price_currency) from services s
  where s.talent_id = ${cardId} and s.active and s.price_currency =
    (select f.price_currency from services f where f.talent_id = ${cardId} and f.active order by f.position, f.id limit 1)
  order by s.price_amount, s.id limit 1)`;

export const cardColumns = {
  id: talentProfiles.id,
  slug: talentProfiles.slug,
  displayName: talentProfiles.displayName,
  headline: talentProfiles.headline,
  category: talentProfiles.category,
  city: talentProfiles.city,
  languages: talentProfiles.languages,
  avatar: talentProfiles.avatar,
  rating: ratingOf,
  priceFrom,
};

export type TalentsWanted = {
  category?: string | undefined;
  city?: string | undefined;
  after: Cursor | null;
  limit: number;
};

/** One more than asked for, which tells whether there is a next page. */
export const talentCards = (db: Db, { category, city, after, limit }: TalentsWanted) =>
  db
    .select({ ...cardColumns, at: sql<string>`${isoText(sql`${talentProfiles.publishedAt}`)}` })
    .from(talentProfiles)
    .where(
      and(
        isNotNull(talentProfiles.publishedAt),
        category === undefined ? undefined : eq(talentProfiles.category, category),
        city === undefined ? undefined : eq(talentProfiles.city, city),
        after === null
          ? undefined
          : sql`(${talentProfiles.publishedAt}, ${talentProfiles.id}) < (${after.at}::timestamptz, ${after.id}::uuid)`,
      ),
    )
    .orderBy(desc(talentProfiles.publishedAt), desc(talentProfiles.id))
    .limit(limit + 1);

const serviceColumns = {
  id: services.id,
  title: services.title,
  description: services.description,
  amount: services.priceAmount,
  currency: services.priceCurrency,
  durationMinutes: services.durationMinutes,
  place: services.place,
};
const talentOfService = {
  id: talentProfiles.id,
  slug: talentProfiles.slug,
  name: talentProfiles.displayName,
  timeZone: talentProfiles.timeZone,
  category: talentProfiles.category,
  city: talentProfiles.city,
};

export type ServicesWanted = {
  talent?: { id: string } | { slug: string } | undefined;
  category?: string | undefined;
  city?: string | undefined;
  after: Cursor | null;
  limit: number;
};

export const serviceList = (db: Db, { talent, category, city, after, limit }: ServicesWanted) =>
  db
    .select({ ...serviceColumns, talent: talentOfService, at: sql<string>`${isoText(sql`${services.createdAt}`)}` })
    .from(services)
    .innerJoin(talentProfiles, eq(talentProfiles.id, services.talentId))
    .where(
      and(
        services.active,
        isNotNull(talentProfiles.publishedAt),
        talent === undefined
          ? undefined
          : 'id' in talent
            ? eq(talentProfiles.id, talent.id)
            : eq(talentProfiles.slug, talent.slug),
        category === undefined ? undefined : eq(talentProfiles.category, category),
        city === undefined ? undefined : eq(talentProfiles.city, city),
        after === null
          ? undefined
          : sql`(${services.createdAt}, ${services.id}) < (${after.at}::timestamptz, ${after.id}::uuid)`,
      ),
    )
    .orderBy(desc(services.createdAt), desc(services.id))
    .limit(limit + 1);

/** One service with its talent: what a request form shows. */
export const service = (db: Db, id: string) =>
  db
    .select({ ...serviceColumns, card: cardColumns, timeZone: talentProfiles.timeZone })
    .from(services)
    .innerJoin(talentProfiles, eq(talentProfiles.id, services.talentId))
    .where(and(eq(services.id, id), services.active, isNotNull(talentProfiles.publishedAt)));

/** The talent behind a service that is offered; nobody otherwise. */
export const talentBehind = (serviceId: string): SQL =>
  sql`(select s.talent_id from services s join talent_profiles p on p.id = s.talent_id where s.id = ${serviceId} and s.active and p.published_at is not null)`;

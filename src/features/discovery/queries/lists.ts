import { and, asc, eq, isNotNull, lte, or, sql, type SQL } from 'drizzle-orm';
import type { ReadDb } from '../../../db/client.ts';
import { appNow } from '../../../db/roles.ts';
import { featuredTalents } from '../../../db/schema/showcase.ts';
import { talentProfiles } from '../../../db/schema/profiles.ts';
import { cardColumns } from '../queries.ts';
import { usualReviews } from '../rules/standing.ts';

const published = isNotNull(talentProfiles.publishedAt);

/** What is said of each talent by those who booked: how many, and all their stars together. */
const said = sql`(select r.talent_id, count(*)::int as reviews, sum(r.rating)::int as stars from reviews r where r.side = 'customer' and r.publish_at <= ${appNow} group by r.talent_id)`;

/** `standingOf`, in SQL: the order of every list, and the same in every build. */
export const bestFirst = sql.raw(
  `(coalesce(s.stars, 0) + ${usualReviews.average * usualReviews.count}) / (coalesce(s.reviews, 0) + ${usualReviews.count}) desc, coalesce(s.reviews, 0) desc, p.slug`,
);

/** Each list's first few, of everyone, of a trade, of a city, of a trade in a city, in one look at the table. */
export const heads = (db: ReadDb, length: number) => {
  const place = (of: SQL) => sql<number>`(row_number() over (${of} order by ${bestFirst}))::int`;
  const ranked = db
    .select({
      id: sql<string>`p.id`.as('ranked_id'),
      overall: place(sql``).as('overall'),
      inTrade: place(sql`partition by p.category`).as('in_trade'),
      inCity: place(sql`partition by p.city`).as('in_city'),
      inPair: place(sql`partition by p.category, p.city`).as('in_pair'),
    })
    .from(sql`talent_profiles p left join ${said} s on s.talent_id = p.id`)
    .where(sql`p.published_at is not null`)
    .as('ranked');
  return db
    .select({
      ...cardColumns,
      overall: ranked.overall,
      inTrade: ranked.inTrade,
      inCity: ranked.inCity,
      inPair: ranked.inPair,
    })
    .from(talentProfiles)
    .innerJoin(ranked, sql`${ranked.id} = ${talentProfiles.id}`)
    .where(
      and(
        published,
        or(
          lte(ranked.overall, length),
          lte(ranked.inTrade, length),
          lte(ranked.inCity, length),
          lte(ranked.inPair, length),
        ),
      ),
    )
    .orderBy(asc(ranked.overall));
};

export const counts = (db: ReadDb) =>
  db
    .select({ category: talentProfiles.category, city: talentProfiles.city, count: sql<number>`count(*)::int` })
    .from(talentProfiles)
    .where(published)
    .groupBy(talentProfiles.category, talentProfiles.city);

/** Whom operators put on the front page; the policy leaves out whose time it is not, and who is not to be seen. */
export const featured = (db: ReadDb) =>
  db
    .select({ ...cardColumns, section: featuredTalents.section })
    .from(featuredTalents)
    .innerJoin(talentProfiles, eq(talentProfiles.id, featuredTalents.talentId))
    .where(published)
    .orderBy(asc(featuredTalents.section), asc(featuredTalents.position));

/** The slugs a build makes files for: the best known first, whoever links to them. */
export const firstSlugs = (db: ReadDb, limit: number) =>
  db.execute<{ slug: string }>(
    sql`select p.slug from talent_profiles p left join ${said} s on s.talent_id = p.id where p.published_at is not null order by ${bestFirst} limit ${limit}`,
  );

/** How many talents the site shows, and a piece of them in the order they came, for machines that read them all. */
export const howMany = (db: ReadDb) =>
  db
    .select({ count: sql<number>`count(*)::int` })
    .from(talentProfiles)
    .where(published);

export const piece = (db: ReadDb, { number, size }: { number: number; size: number }) =>
  db
    .select({ slug: talentProfiles.slug, updatedAt: talentProfiles.updatedAt })
    .from(talentProfiles)
    .where(published)
    .orderBy(asc(talentProfiles.id))
    .limit(size)
    .offset(number * size);

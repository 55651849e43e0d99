import { and, eq, isNotNull, lte, sql } from 'drizzle-orm';
import type { ReadDb } from '../../../db/client.ts';
import { appNow } from '../../../db/roles.ts';
import { reviews } from '../../../db/schema/bookings.ts';
import { services, talentProfiles } from '../../../db/schema/profiles.ts';
import { cardColumns } from '../queries.ts';

export const everyone = (db: ReadDb) =>
  db
    .select({
      ...cardColumns,
      bio: talentProfiles.bio,
      tags: talentProfiles.tags,
      publishedAt: talentProfiles.publishedAt,
    })
    .from(talentProfiles)
    .where(isNotNull(talentProfiles.publishedAt))
    .orderBy(talentProfiles.publishedAt, talentProfiles.id);

export const offers = (db: ReadDb) =>
  db
    .select({
      talentId: services.talentId,
      title: services.title,
      amount: services.priceAmount,
      currency: services.priceCurrency,
    })
    .from(services)
    .where(eq(services.active, true));

export const stars = (db: ReadDb) =>
  db
    .select({
      talentId: reviews.talentId,
      count: sql<number>`count(*)::int`,
      sum: sql<number>`sum(${reviews.rating})::int`,
    })
    .from(reviews)
    .where(and(eq(reviews.side, 'customer'), lte(reviews.publishAt, appNow)))
    .groupBy(reviews.talentId);

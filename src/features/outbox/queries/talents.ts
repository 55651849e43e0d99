import { asc, eq, sql } from 'drizzle-orm';
import type { ReadDb } from '../../../db/client.ts';
import { talentSearches, talentSearchHits } from '../../../db/schema/collections.ts';
import { talentProfiles } from '../../../db/schema/profiles.ts';

/** Whom one look through somebody's searches found, as far as they are still shown to that somebody: asked through their own door. */
export const foundIn = (db: ReadDb, lookId: string) =>
  db
    .select({
      slug: talentProfiles.slug,
      name: talentProfiles.displayName,
      category: talentProfiles.category,
      city: talentProfiles.city,
      seenBy: talentProfiles.seenBy,
      search: sql<string>`min(${talentSearches.name})`,
    })
    .from(talentSearchHits)
    .innerJoin(talentProfiles, eq(talentProfiles.id, talentSearchHits.talentId))
    .innerJoin(talentSearches, eq(talentSearches.id, talentSearchHits.searchId))
    .where(sql`${talentSearchHits.lookId} = ${lookId}::uuid and app.lists_talent(${talentProfiles.id})`)
    .groupBy(
      talentProfiles.id,
      talentProfiles.slug,
      talentProfiles.displayName,
      talentProfiles.category,
      talentProfiles.city,
      talentProfiles.seenBy,
      talentProfiles.publishedAt,
    )
    .orderBy(asc(sql`min(${talentSearches.name})`), sql`${talentProfiles.publishedAt} desc`);

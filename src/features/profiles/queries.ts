import { and, asc, desc, eq, gte, inArray, isNotNull, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../db/client.ts';
import { posterOfFilm } from '../../db/posters.ts';
import { appNow } from '../../db/roles.ts';
import { reviews } from '../../db/schema/bookings.ts';
import { availabilityTerms, talentFreeDays } from '../../db/schema/calendar.ts';
import { castingAttributes, formerSlugs } from '../../db/schema/casting.ts';
import { auditLog } from '../../db/schema/operations.ts';
import {
  availabilityExceptions,
  availabilityRules,
  portfolioItems,
  services,
  talentProfiles,
  type MediaColumn,
} from '../../db/schema/profiles.ts';
import { workKinds } from '../portfolio/rules/media.ts';
import { termsColumns } from './queries/availability.ts';
import type { CreateService } from './schema.ts';
import type { SetAvailability } from './schema/availability.ts';
import type { SetCasting } from './schema/casting.ts';

type Db = ReadDb | Tx;

/** Whose profile it is, as a query for its id. */
export const mine = (userId: string) => sql`(select p.id from talent_profiles p where p.user_id = ${userId})`;

export const profile = (db: Db, userId: string) =>
  db.select().from(talentProfiles).where(eq(talentProfiles.userId, userId));
export type Profile = typeof talentProfiles.$inferSelect;

export const myServices = (db: Db, userId: string) =>
  db
    .select()
    .from(services)
    .where(eq(services.talentId, mine(userId)))
    .orderBy(asc(services.position), asc(services.id));

export const myPortfolio = (db: Db, userId: string) =>
  db
    .select({
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
        eq(portfolioItems.talentId, mine(userId)),
        eq(portfolioItems.state, 'ready'),
        inArray(portfolioItems.kind, [...workKinds]),
      ),
    )
    .orderBy(asc(portfolioItems.position), asc(portfolioItems.id));

export const myHours = (db: Db, userId: string) =>
  db
    .select()
    .from(availabilityRules)
    .where(eq(availabilityRules.talentId, mine(userId)))
    .orderBy(asc(availabilityRules.weekday), asc(availabilityRules.startsAt));

export const myTerms = (db: Db, userId: string) =>
  db
    .select(termsColumns)
    .from(availabilityTerms)
    .where(eq(availabilityTerms.talentId, mine(userId)));

export const myExceptions = (db: Db, userId: string) =>
  db
    .select()
    .from(availabilityExceptions)
    .where(eq(availabilityExceptions.talentId, mine(userId)))
    .orderBy(asc(availabilityExceptions.day), asc(availabilityExceptions.startsAt));

export const myCasting = (db: Db, userId: string) =>
  db
    .select()
    .from(castingAttributes)
    .where(eq(castingAttributes.talentId, mine(userId)));

/** The addresses my page had, the latest first. */
export const myFormerSlugs = (db: Db, userId: string) =>
  db
    .select({ slug: formerSlugs.slug })
    .from(formerSlugs)
    .where(eq(formerSlugs.talentId, mine(userId)))
    .orderBy(desc(formerSlugs.since), asc(formerSlugs.slug));

export const setCasting = (tx: Tx, talentId: string, values: SetCasting, now: Date) =>
  tx
    .insert(castingAttributes)
    .values({ ...values, talentId, updatedAt: now })
    .onConflictDoUpdate({ target: castingAttributes.talentId, set: { ...values, updatedAt: now } });

/** A page of somebody who is not of age waits for a guardian; asked by whoever acts for them as well, and no birth date is told. */
export const guardianMissing = (db: Db) =>
  db.select({ missing: sql<boolean>`f` }).from(sql`app.my_guardian_missing() f`);

/** No row when the address is taken, whoever has it: what others have not published stays unseen. */
export const insertProfile = (tx: Tx, values: typeof talentProfiles.$inferInsert) =>
  tx
    .insert(talentProfiles)
    .values(values)
    .onConflictDoNothing({ target: talentProfiles.slug })
    .returning({ id: talentProfiles.id });

/** One talent's changes follow one another: a publication judges what it publishes. */
export const lockProfile = (tx: Tx, userId: string) =>
  tx.select().from(talentProfiles).where(eq(talentProfiles.userId, userId)).for('update');

export const updateProfile = (tx: Tx, id: string, changes: Partial<Profile>) =>
  tx.update(talentProfiles).set(changes).where(eq(talentProfiles.id, id)).returning({ id: talentProfiles.id });

export const insertService = (tx: Tx, talentId: string, { price, ...fields }: CreateService, position: number) =>
  tx
    .insert(services)
    .values({ ...fields, talentId, priceAmount: price.amount, priceCurrency: price.currency, position })
    .returning();

export const updateService = (tx: Tx, talentId: string, id: string, changes: Partial<typeof services.$inferInsert>) =>
  tx
    .update(services)
    .set(changes)
    .where(and(eq(services.id, id), eq(services.talentId, talentId)))
    .returning();

export async function replaceAvailability(
  tx: Tx,
  talentId: string,
  { hours, exceptions, terms }: SetAvailability,
  now: Date,
): Promise<void> {
  await tx.delete(availabilityRules).where(eq(availabilityRules.talentId, talentId));
  await tx.delete(availabilityExceptions).where(eq(availabilityExceptions.talentId, talentId));
  if (hours.length > 0) await tx.insert(availabilityRules).values(hours.map((rule) => ({ ...rule, talentId })));
  if (exceptions.length > 0)
    await tx.insert(availabilityExceptions).values(exceptions.map((day) => ({ ...day, talentId })));
  if (terms)
    await tx
      .insert(availabilityTerms)
      .values({ talentId, ...terms, updatedAt: now })
      .onConflictDoUpdate({ target: availabilityTerms.talentId, set: { ...terms, updatedAt: now } });
}

export const insertHours = (tx: Tx, talentId: string, hours: SetAvailability['hours']) =>
  tx.insert(availabilityRules).values(hours.map((rule) => ({ ...rule, talentId })));

export const audit = (
  tx: Tx,
  entry: {
    actorId: string;
    action: string;
    subjectId: string;
    requestId: string;
    data: { slug: string; to?: string; seenBy?: string };
  },
) => tx.insert(auditLog).values({ ...entry, subjectKind: 'talent_profile' });

const isPublic = and(
  isNotNull(talentProfiles.publishedAt),
  eq(talentProfiles.seenBy, 'everyone'),
  eq(talentProfiles.withheld, false),
);

/** Public pages that changed since then: edited, or with a review whose time has come. */
export const changedSince = (tx: Tx, since: Date, atMost: number) => {
  const reviewed = sql`(select max(${reviews.publishAt}) from ${reviews} where ${reviews.talentId} = talent_profiles.id and ${reviews.side} = 'customer' and ${reviews.publishAt} <= ${appNow})`;
  const at = sql<Date>`greatest(talent_profiles.updated_at, ${reviewed})`.mapWith(talentProfiles.updatedAt);
  return tx
    .select({ slug: talentProfiles.slug, at })
    .from(talentProfiles)
    .where(and(isPublic, sql`greatest(talent_profiles.updated_at, ${reviewed}) >= ${since.toISOString()}::timestamptz`))
    .orderBy(desc(talentProfiles.updatedAt))
    .limit(atMost);
};

/** Public pages whose free days became others since then. */
export const daysMovedSince = (tx: Tx, since: Date, atMost: number) =>
  tx
    .select({ slug: talentProfiles.slug, at: sql<Date>`${talentFreeDays.movedAt}`.mapWith(talentProfiles.updatedAt) })
    .from(talentFreeDays)
    .innerJoin(talentProfiles, eq(talentProfiles.id, talentFreeDays.talentId))
    .where(and(isPublic, gte(talentFreeDays.movedAt, since)))
    .orderBy(desc(talentFreeDays.movedAt))
    .limit(atMost);

/** Addresses that public pages left since then. */
export const leftSince = (tx: Tx, since: Date, atMost: number) =>
  tx
    .select({ slug: formerSlugs.slug, at: formerSlugs.since })
    .from(formerSlugs)
    .innerJoin(talentProfiles, eq(talentProfiles.id, formerSlugs.talentId))
    .where(and(isPublic, gte(formerSlugs.since, since)))
    .limit(atMost);

/**
 * Addresses taken from the public since then whose page still is not public; one that never was is nobody's business. The log says
 * which address it was: the page may have moved meanwhile, out of sight.
 */
export const takenDownSince = (tx: Tx, since: Date, atMost: number) => {
  const slug = sql<string>`coalesce(${auditLog.data} ->> 'slug', ${talentProfiles.slug})`;
  return tx
    .select({ slug, at: sql<Date>`max(${auditLog.at})`.mapWith(auditLog.at) })
    .from(auditLog)
    .innerJoin(talentProfiles, sql`${talentProfiles.id}::text = ${auditLog.subjectId}`)
    .where(
      and(
        inArray(auditLog.action, ['profile.unpublished', 'profile.narrowed', 'profile.withheld']),
        gte(auditLog.at, since),
        sql`not (${isPublic})`,
      ),
    )
    .groupBy(slug)
    .limit(atMost);
};

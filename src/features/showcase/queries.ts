import { and, asc, eq, gt, gte, inArray, lte, or, sql } from 'drizzle-orm';
import type { Tx } from '../../db/client.ts';
import { auditLog } from '../../db/schema/operations.ts';
import { talentProfiles } from '../../db/schema/profiles.ts';
import { featuredTalents } from '../../db/schema/showcase.ts';
import type { Section } from './rules/sections.ts';

/** Everybody on the shelves, shown or not, with what an operator must see to know them. */
export const everyPlace = (tx: Tx, section?: Section) =>
  tx
    .select({
      section: featuredTalents.section,
      startsAt: featuredTalents.startsAt,
      endsAt: featuredTalents.endsAt,
      talent: {
        id: talentProfiles.id,
        slug: talentProfiles.slug,
        displayName: talentProfiles.displayName,
        category: talentProfiles.category,
        city: talentProfiles.city,
        avatar: talentProfiles.avatar,
      },
      isPublic: sql<boolean>`${talentProfiles.publishedAt} is not null and ${talentProfiles.seenBy} = 'everyone'`,
    })
    .from(featuredTalents)
    .innerJoin(talentProfiles, eq(talentProfiles.id, featuredTalents.talentId))
    .where(section === undefined ? undefined : eq(featuredTalents.section, section))
    .orderBy(asc(featuredTalents.section), asc(featuredTalents.position));

/** Two operators at one shelf come one after the other. */
export const lockShelf = (tx: Tx, section: Section) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`featured:${section}`}, 0))`);

export const known = (tx: Tx, ids: readonly string[]) =>
  tx
    .select({ id: talentProfiles.id })
    .from(talentProfiles)
    .where(inArray(talentProfiles.id, [...ids]));

export const clear = (tx: Tx, section: Section) =>
  tx.delete(featuredTalents).where(eq(featuredTalents.section, section));

type Row = { talentId: string; startsAt: Date | null; endsAt: Date | null };
export const fill = (tx: Tx, section: Section, rows: readonly Row[]) =>
  tx.insert(featuredTalents).values(rows.map((row, position) => ({ ...row, section, position })));

export const audit = (
  tx: Tx,
  entry: Pick<typeof auditLog.$inferInsert, 'actorId' | 'action' | 'subjectId' | 'data' | 'requestId' | 'at'>,
) => tx.insert(auditLog).values({ ...entry, subjectKind: 'featured_section' });

/** Did a shelf change after that moment: by an operator's hand, or because somebody's time came or went? */
export const movedSince = (tx: Tx, since: Date, now: Date) => {
  const between = (column: typeof featuredTalents.startsAt | typeof featuredTalents.endsAt) =>
    and(gt(column, since), lte(column, now));
  return tx
    .select({ moved: sql<number>`1` })
    .from(sql`(select 1) one`)
    .where(
      or(
        sql`exists ${tx
          .select({ one: sql`1` })
          .from(featuredTalents)
          .where(or(between(featuredTalents.startsAt), between(featuredTalents.endsAt)))}`,
        sql`exists ${tx
          .select({ one: sql`1` })
          .from(auditLog)
          .where(and(eq(auditLog.subjectKind, 'featured_section'), gte(auditLog.at, since)))}`,
      ),
    );
};

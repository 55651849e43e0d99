import { and, asc, desc, eq, inArray, lte, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { talentSearches, talentSearchHits } from '../../../db/schema/collections.ts';
import { outbox } from '../../../db/schema/operations.ts';
import { talentProfiles } from '../../../db/schema/profiles.ts';
import { users } from '../../../db/schema/users.ts';

type Reads = Pick<ReadDb, 'select' | 'selectDistinct'> | Tx;
export type SearchRow = typeof talentSearches.$inferSelect;
type Change = Partial<Pick<SearchRow, 'name' | 'query' | 'rhythm' | 'dueAt' | 'baselineAt' | 'baselineWhole'>>;

export const mine = (db: Reads, userId: string) =>
  db.select().from(talentSearches).where(eq(talentSearches.userId, userId)).orderBy(desc(talentSearches.id));

const own = (userId: string, id: string) => and(eq(talentSearches.id, id), eq(talentSearches.userId, userId));

/** Held until it is changed. */
export const held = (tx: Tx, userId: string, id: string) =>
  tx.select().from(talentSearches).where(own(userId, id)).for('no key update');
/** Whoever saves two at once saves them one after the other. */
export const oneByOne = (tx: Tx, userId: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`talent searches:${userId}`}, 0))`);
export const insert = (tx: Tx, row: typeof talentSearches.$inferInsert) =>
  tx.insert(talentSearches).values(row).returning();
export const change = (tx: Tx, userId: string, id: string, to: Change) =>
  tx.update(talentSearches).set(to).where(own(userId, id)).returning();
export const forget = (tx: Tx, userId: string, id: string) =>
  tx.delete(talentSearches).where(own(userId, id)).returning({ id: talentSearches.id });

/** Whom one's own search finds at this moment: from now on nobody of them is new. */
export const remember = (tx: Tx, id: string, talentIds: readonly string[]) =>
  tx.execute(sql`select app.remember_found(${id}::uuid, ${`{${talentIds.join(',')}}`}::uuid[])`);

/** When they were published, of whoever may still be shown: as whoever asks sees them. */
export const published = (db: Reads, talentIds: readonly string[]) =>
  db
    .select({ talentId: talentProfiles.id, publishedAt: talentProfiles.publishedAt })
    .from(talentProfiles)
    .where(and(inArray(talentProfiles.id, [...talentIds]), sql`app.lists_talent(talent_profiles.id)`));

/* ---- the clock's: through the system's door */

const isDue = (now: Date) => lte(talentSearches.dueAt, now);

/** Whose searches are due, the longest waiting first. */
export const dueOwners = (db: Reads, now: Date, limit: number) =>
  db
    .select({
      userId: talentSearches.userId,
      timeZone: users.timeZone,
      /** somebody who may search and be told */
      looks: sql<boolean>`${users.role} = 'customer' and ${users.suspendedAt} is null and ${users.deletedAt} is null`,
    })
    .from(talentSearches)
    .innerJoin(users, eq(users.id, talentSearches.userId))
    .where(isDue(now))
    .groupBy(talentSearches.userId, users.id)
    .orderBy(sql`min(${talentSearches.dueAt})`, asc(talentSearches.userId))
    .limit(limit);

export const due = (db: Reads, userId: string, now: Date) =>
  db
    .select()
    .from(talentSearches)
    .where(and(eq(talentSearches.userId, userId), isDue(now)))
    .orderBy(asc(talentSearches.id));

/** The same, held: whoever comes second finds nothing due. */
export const heldDue = (tx: Tx, userId: string, now: Date) => due(tx, userId, now).for('no key update');

export const known = (tx: Tx, searchId: string) =>
  tx
    .select({ talentId: talentSearchHits.talentId })
    .from(talentSearchHits)
    .where(eq(talentSearchHits.searchId, searchId));

export const keepFound = (tx: Tx, rows: readonly (typeof talentSearchHits.$inferInsert)[]) =>
  tx
    .insert(talentSearchHits)
    .values([...rows])
    .onConflictDoNothing()
    .returning({ talentId: talentSearchHits.talentId });

export const looked = (tx: Tx, id: string, to: Pick<SearchRow, 'dueAt' | 'lookedAt'> & Partial<SearchRow>) =>
  tx.update(talentSearches).set(to).where(eq(talentSearches.id, id));

export const announce = (tx: Tx, news: { userId: string; lookId: string; count: number }) =>
  tx
    .insert(outbox)
    .values({ kind: 'talents.found', payload: news, dedupeKey: `talents.found:${news.lookId}`, actorId: 'system' })
    .onConflictDoNothing();

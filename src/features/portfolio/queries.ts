import { and, asc, eq, gt, ne, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../db/client.ts';
import { portfolioItems, talentProfiles } from '../../db/schema/profiles.ts';

type Db = ReadDb | Tx;

/** All of a row but the word of its upload, which is the system's. */
const shown = {
  id: portfolioItems.id,
  talentId: portfolioItems.talentId,
  kind: portfolioItems.kind,
  state: portfolioItems.state,
  media: portfolioItems.media,
  title: portfolioItems.title,
  description: portfolioItems.description,
  alt: portfolioItems.alt,
  visibility: portfolioItems.visibility,
  position: portfolioItems.position,
  type: portfolioItems.type,
  size: portfolioItems.size,
  width: portfolioItems.width,
  height: portfolioItems.height,
  seconds: portfolioItems.seconds,
  color: portfolioItems.color,
  provider: portfolioItems.provider,
  linkId: portfolioItems.linkId,
  posterOf: portfolioItems.posterOf,
  storage: portfolioItems.storage,
  objectKey: portfolioItems.objectKey,
  file: portfolioItems.file,
};
const own = { ...shown, refusal: portfolioItems.refusal };
export type OwnRow = Awaited<ReturnType<typeof ofTalent>>[number];

export const ofTalent = (db: Db, talentId: string) =>
  db
    .select(own)
    .from(portfolioItems)
    .where(eq(portfolioItems.talentId, talentId))
    .orderBy(asc(portfolioItems.position), asc(portfolioItems.id));

export const ofMine = (db: Db, userId: string) =>
  db
    .select(own)
    .from(portfolioItems)
    .where(eq(portfolioItems.talentId, sql`(select p.id from talent_profiles p where p.user_id = ${userId})`))
    .orderBy(asc(portfolioItems.position), asc(portfolioItems.id));

export const findOwn = (db: Db, id: string, talentId: string) =>
  db
    .select(own)
    .from(portfolioItems)
    .where(and(eq(portfolioItems.id, id), eq(portfolioItems.talentId, talentId)));

/** What the caller's policies let them see, with the page it hangs on. */
export const toShow = (db: Db, id: string) =>
  db
    .select({ ...shown, slug: talentProfiles.slug })
    .from(portfolioItems)
    .innerJoin(talentProfiles, eq(talentProfiles.id, portfolioItems.talentId))
    .where(and(eq(portfolioItems.id, id), eq(portfolioItems.state, 'ready')));
export type ShownRow = Awaited<ReturnType<typeof toShow>>[number];

export const insert = (tx: Tx, row: typeof portfolioItems.$inferInsert) =>
  tx.insert(portfolioItems).values(row).returning({ id: portfolioItems.id });

export const change = (tx: Tx, id: string, talentId: string, to: Partial<typeof portfolioItems.$inferInsert>) =>
  tx
    .update(portfolioItems)
    .set(to)
    .where(and(eq(portfolioItems.id, id), eq(portfolioItems.talentId, talentId)))
    .returning({ id: portfolioItems.id });

export const remove = (tx: Tx, id: string, talentId: string) =>
  tx
    .delete(portfolioItems)
    .where(and(eq(portfolioItems.id, id), eq(portfolioItems.talentId, talentId)))
    .returning({ id: portfolioItems.id });

/** Of a film: what was announced as its poster and is not shown. One may be on its way at a time. */
export const dropUnshownPosters = (tx: Tx, filmId: string, talentId: string) =>
  tx
    .delete(portfolioItems)
    .where(
      and(
        eq(portfolioItems.posterOf, filmId),
        eq(portfolioItems.talentId, talentId),
        ne(portfolioItems.state, 'ready'),
      ),
    );

/** All places at once: in a list of ids, each id's place is where it stands. */
export const place = (tx: Tx, talentId: string, ids: readonly string[]) =>
  tx
    .update(portfolioItems)
    .set({ position: sql`array_position(${sql.param(`{${ids.join(',')}}`)}::uuid[], ${portfolioItems.id}) - 1` })
    .where(
      and(
        eq(portfolioItems.talentId, talentId),
        sql`${portfolioItems.id} = any (${sql.param(`{${ids.join(',')}}`)}::uuid[])`,
      ),
    );

export async function lastPosition(tx: Tx, talentId: string): Promise<number> {
  const [row] = await tx
    .select({ last: sql<number>`coalesce(max(${portfolioItems.position}), -1)::int` })
    .from(portfolioItems)
    .where(eq(portfolioItems.talentId, talentId));
  return row?.last ?? -1;
}

export const lockProfile = (tx: Tx, userId: string) =>
  tx
    .select({
      id: talentProfiles.id,
      slug: talentProfiles.slug,
      publishedAt: talentProfiles.publishedAt,
      seenBy: talentProfiles.seenBy,
    })
    .from(talentProfiles)
    .where(eq(talentProfiles.userId, userId))
    .for('update');

export const lockProfileOf = (tx: Tx, talentId: string) =>
  tx.select({ id: talentProfiles.id }).from(talentProfiles).where(eq(talentProfiles.id, talentId)).for('update');

export const touch = (tx: Tx, talentId: string, now: Date) =>
  tx.update(talentProfiles).set({ updatedAt: now }).where(eq(talentProfiles.id, talentId));

/** What an upload address is for, and until when. */
export const awaited = (tx: Tx, id: string, ticketHash: string) =>
  tx
    .select({ size: portfolioItems.size, type: portfolioItems.type, storage: portfolioItems.storage })
    .from(portfolioItems)
    .where(
      and(
        eq(portfolioItems.id, id),
        eq(portfolioItems.ticketHash, ticketHash),
        eq(portfolioItems.state, 'waiting'),
        gt(portfolioItems.uploadUntil, sql`app.now()`),
      ),
    )
    .for('update');

/** What was announced and never became work. */
export const abandoned = (tx: Tx, before: Date) =>
  tx
    .delete(portfolioItems)
    .where(
      and(ne(portfolioItems.state, 'ready'), sql`${portfolioItems.createdAt} < ${before.toISOString()}::timestamptz`),
    )
    .returning({ id: portfolioItems.id });

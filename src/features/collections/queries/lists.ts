import { and, asc, eq, sql, type SQL } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { collectionItems, collections } from '../../../db/schema/collections.ts';
import { talentProfiles } from '../../../db/schema/profiles.ts';

type Reads = Pick<ReadDb, 'select' | 'execute'> | Tx;
export type ListRow = Awaited<ReturnType<typeof lists>>[number];
export type ItemRow = typeof collectionItems.$inferSelect;

const facesShown = 4;

/** By name: drizzle leaves the table out in a query of one table, and `id` would be the inner row's. */
const listId = sql`collections.id`;

/** The first few of a list whom whoever asks still sees. */
const faces = sql<{ name: string; picture: string | null }[]>`(
  select coalesce(json_agg(f order by f.place), '[]') from (
    select p.display_name as name, p.avatar ->> 'url' as picture, i.position as place
    from collection_items i join talent_profiles p on p.id = i.talent_id
    where i.collection_id = ${listId} and app.lists_talent(p.id)
    order by i.position, i.talent_id limit ${facesShown}) f)`;

const listColumns = {
  id: collections.id,
  name: collections.name,
  note: collections.note,
  position: collections.position,
  createdBy: collections.createdBy,
  createdAt: collections.createdAt,
  updatedAt: collections.updatedAt,
  talents: sql<number>`(select count(*)::int from collection_items i where i.collection_id = ${listId})`,
  faces,
};

export const lists = (db: Reads, userId: string) =>
  db
    .select(listColumns)
    .from(collections)
    .where(eq(collections.userId, userId))
    .orderBy(asc(collections.position), asc(collections.id));

export const oneList = (db: Reads, userId: string, id: string) =>
  db.select(listColumns).from(collections).where(own(userId, id));

/** In which lists a talent is, told by slug. */
export const listsWith = (db: Reads, userId: string, slug: string) =>
  db
    .select({ id: collectionItems.collectionId })
    .from(collectionItems)
    .innerJoin(talentProfiles, eq(talentProfiles.id, collectionItems.talentId))
    .where(and(eq(collectionItems.userId, userId), eq(talentProfiles.slug, slug)));

export const countLists = (db: Reads, userId: string) =>
  db
    .select({ total: sql<number>`count(*)::int` })
    .from(collections)
    .where(eq(collections.userId, userId));

const allKeepers = sql`select id, name from app.list_keepers()`;
type Keeper = { id: string; name: string };
export const keepers = (db: ReadDb) => db.execute<Keeper>(allKeepers);
export const keepersNow = async (tx: Tx): Promise<Keeper[]> => (await tx.execute<Keeper>(allKeepers)).rows;

export type After = { position: number; talentId: string } | null;

/** One more than asked for, which tells whether there is a next page. */
export const items = (db: Reads, id: string, after: After, limit: number) =>
  db
    .select()
    .from(collectionItems)
    .where(onPage(id, after))
    .orderBy(...inOrder)
    .limit(limit + 1);

const inOrder = [asc(collectionItems.position), asc(collectionItems.talentId)];
const onPage = (id: string, after: After) =>
  and(
    eq(collectionItems.collectionId, id),
    after === null
      ? undefined
      : sql`(${collectionItems.position}, ${collectionItems.talentId}) > (${after.position}::int, ${after.talentId}::uuid)`,
  );

/** Whose cards a page needs: nobody who is not shown any more. */
export const shownOnPage = (id: string, after: After, limit: number): SQL =>
  sql`(select i.talent_id from (select talent_id from collection_items where collection_id = ${id}::uuid ${
    after === null ? sql`` : sql`and (position, talent_id) > (${after.position}::int, ${after.talentId}::uuid)`
  } order by position, talent_id limit ${limit}) i where app.lists_talent(i.talent_id))`;
/** One talent by slug, for whoever may put them into a list. */
export const shownBySlug = (slug: string): SQL =>
  sql`(select p.id from talent_profiles p where p.slug = ${slug} and app.lists_talent(p.id))`;

const own = (userId: string, id: string) => and(eq(collections.id, id), eq(collections.userId, userId));
const ownItem = (id: string, talentId: string) =>
  and(eq(collectionItems.collectionId, id), eq(collectionItems.talentId, talentId));

/** Held until it is changed: what stands in it is put in order by one hand at a time. */
export const held = (tx: Tx, userId: string, id: string) =>
  tx.select({ id: collections.id }).from(collections).where(own(userId, id)).for('no key update');
/** All lists of somebody, in order, held. */
export const heldOrder = (tx: Tx, userId: string) =>
  tx
    .select({ id: collections.id })
    .from(collections)
    .where(eq(collections.userId, userId))
    .orderBy(asc(collections.position), asc(collections.id))
    .for('no key update');

export const insertList = (tx: Tx, row: typeof collections.$inferInsert) =>
  tx.insert(collections).values(row).returning({ id: collections.id });
export const changeList = (tx: Tx, userId: string, id: string, to: { name?: string; note?: string; updatedAt: Date }) =>
  tx.update(collections).set(to).where(own(userId, id)).returning({ id: collections.id });
export const dropList = (tx: Tx, userId: string, id: string) =>
  tx.delete(collections).where(own(userId, id)).returning({ id: collections.id });

export const mayList = async (tx: Tx, talentId: string): Promise<boolean> => {
  const { rows } = await tx.execute<{ may: boolean }>(sql`select app.lists_talent(${talentId}::uuid) as may`);
  return rows[0]?.may === true;
};

/** No row: the talent is in it already. */
export const insertItem = (tx: Tx, row: typeof collectionItems.$inferInsert) =>
  tx.insert(collectionItems).values(row).onConflictDoNothing().returning({ talentId: collectionItems.talentId });
export const item = (tx: Tx, id: string, talentId: string) =>
  tx.select().from(collectionItems).where(ownItem(id, talentId));
export const noteItem = (tx: Tx, id: string, talentId: string, note: string) =>
  tx
    .update(collectionItems)
    .set({ note })
    .where(ownItem(id, talentId))
    .returning({ talentId: collectionItems.talentId });
export const takeOut = (tx: Tx, id: string, talentId: string) =>
  tx.delete(collectionItems).where(ownItem(id, talentId)).returning({ talentId: collectionItems.talentId });
export const countTalents = (tx: Tx, id: string) =>
  tx
    .select({ total: sql<number>`count(*)::int` })
    .from(collectionItems)
    .where(eq(collectionItems.collectionId, id));
export const order = (tx: Tx, id: string) =>
  tx
    .select({ talentId: collectionItems.talentId })
    .from(collectionItems)
    .where(eq(collectionItems.collectionId, id))
    .orderBy(...inOrder);

const placesOf = (ids: readonly string[]) =>
  sql`unnest(${`{${ids.join(',')}}`}::uuid[]) with ordinality as n (id, place)`;
/** Only what stands elsewhere now is written. */
export const placeItems = (tx: Tx, id: string, talentIds: readonly string[]) =>
  tx.execute(sql`update collection_items i set position = n.place from ${placesOf(talentIds)}
    where i.collection_id = ${id}::uuid and i.talent_id = n.id and i.position is distinct from n.place`);
export const placeLists = (tx: Tx, userId: string, ids: readonly string[]) =>
  tx.execute(sql`update collections c set position = n.place from ${placesOf(ids)}
    where c.user_id = ${userId} and c.id = n.id and c.position is distinct from n.place`);

import type * as z from 'zod';
import { absent, AppError, lostRace } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { databaseError, violates } from '../../db/errors.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { cardsOf } from '../discovery/cards.ts';
import { requireRole } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { tierOf } from '../subscriptions/rules/entitlements.ts';
import * as queries from './queries/lists.ts';
import { listLimits, listRoom, mayAddTalent, mayMakeList, placed, type ListRoom } from './rules/lists.ts';
import type * as shape from './schema/lists.ts';

type View = z.input<typeof shape.collection>;
type Keepers = ReadonlyMap<string, string>;
type In = { collectionId: string };
type Talent = In & { talentId: string };

/** Customers keep lists; what their plan has room for is worked out now. */
function roomOf(ctx: Ctx, me: identity.Me | undefined): ListRoom {
  const who = requireRole(me, 'customer');
  const room = listRoom(tierOf(who, who.held, ctx.now));
  if (room === null) throw new AppError('role_not_allowed');
  return room;
}

/** The plan has no room: said kindly by the rule, and finally by the database. */
function refusal(
  why: 'role_not_allowed' | 'upgrade_required' | 'limit_reached',
  most: number,
  cause?: unknown,
): AppError {
  switch (why) {
    case 'upgrade_required':
      return new AppError(why, { upgradeUrl: '/pricing', feature: 'collections', cause });
    case 'limit_reached':
      return new AppError(why, { values: { limit: most }, cause });
    case 'role_not_allowed':
      return new AppError(why, { cause });
  }
}
function refusedByDatabase(error: unknown, most: number): unknown {
  if (violates(error, 'collections_have_room')) return refusal('upgrade_required', most, error);
  if (violates(error, 'collections_are_few')) return refusal('limit_reached', most, error);
  if (violates(error, 'collections_are_for_customers')) return refusal('role_not_allowed', most, error);
  // seen when asked, and gone since
  return databaseError(error)?.code === '42501' ? new AppError('not_found', { cause: error }) : error;
}

const person = (ctx: Ctx, keepers: Keepers, id: string) => {
  const { userId, member } = actorOf(ctx);
  return { id, name: keepers.get(id) ?? '', me: id === (member?.id ?? userId) };
};
const named = (rows: readonly { id: string; name: string }[]): Keepers =>
  new Map(rows.map(({ id, name }) => [id, name]));

function viewOf(ctx: Ctx, keepers: Keepers, row: queries.ListRow, has: boolean | null): View {
  const { id, name, note, talents, faces } = row;
  return {
    id,
    name,
    note,
    talents,
    faces,
    has,
    createdBy: person(ctx, keepers, row.createdBy),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export async function listCollections(
  ctx: Ctx,
  { talent }: z.output<typeof shape.listCollectionsQuery>,
): Promise<z.input<typeof shape.collectionList>> {
  const { userId } = actorOf(ctx);
  // nobody is called by an empty slug
  const slug = talent ?? '';
  const found = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    rows: queries.lists(db, userId),
    keepers: queries.keepers(db),
    having: queries.listsWith(db, userId, slug),
    cards: cardsOf(db, queries.shownBySlug(slug)),
  }));
  const room = roomOf(ctx, found.me[0]);
  const keepers = named(found.keepers.rows);
  const having = new Set(found.having.map(({ id }) => id));
  return {
    items: found.rows.map((row) => viewOf(ctx, keepers, row, talent === undefined ? null : having.has(row.id))),
    room,
    // text columns hold words of closed lists; the answer's shape checks them on the way out
    talent: (found.cards[0] ?? null) as z.input<typeof shape.listedTalent> | null,
  };
}

const readCursor = (text: string | undefined): queries.After => {
  const [position = '', talentId = ''] = (text ?? '').split('~');
  return text === undefined ? null : { position: Number(position), talentId };
};

export async function getCollection(
  ctx: Ctx,
  { collectionId, cursor, limit }: In & z.output<typeof shape.getCollectionQuery>,
): Promise<z.input<typeof shape.collectionPage>> {
  const { userId } = actorOf(ctx);
  const after = readCursor(cursor);
  const found = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    list: queries.oneList(db, userId, collectionId),
    lists: queries.countLists(db, userId),
    keepers: queries.keepers(db),
    items: queries.items(db, collectionId, after, limit),
    cards: cardsOf(db, queries.shownOnPage(collectionId, after, limit)),
  }));
  const room = roomOf(ctx, found.me[0]);
  const keepers = named(found.keepers.rows);
  const cards = new Map(found.cards.map((card) => [card.id, card as z.input<typeof shape.listedTalent>]));
  const rows = found.items.slice(0, limit);
  const last = rows.at(-1);
  return {
    collection: viewOf(ctx, keepers, found.list[0] ?? absent(), null),
    lists: found.lists[0]?.total ?? 0,
    room,
    items: rows.map((row) => ({
      talentId: row.talentId,
      talent: cards.get(row.talentId) ?? null,
      note: row.note,
      addedBy: person(ctx, keepers, row.addedBy),
      addedAt: row.addedAt.toISOString(),
    })),
    nextCursor: found.items.length > limit && last ? `${last.position}~${last.talentId}` : null,
  };
}

async function customer(ctx: Ctx, tx: Tx): Promise<{ userId: string; room: ListRoom }> {
  const { userId } = actorOf(ctx);
  return { userId, room: roomOf(ctx, (await identity.me(tx, userId))[0]) };
}

/** As it stands after a write. */
async function after(ctx: Ctx, tx: Tx, userId: string, id: string): Promise<View> {
  const keepers = named(await queries.keepersNow(tx));
  const [row] = await queries.oneList(tx, userId, id);
  return viewOf(ctx, keepers, row ?? lostRace(), null);
}

/** Puts a talent whom whoever asks sees at this moment into a list of theirs. Twice is once. */
async function put(
  ctx: Ctx,
  tx: Tx,
  who: { userId: string; room: ListRoom },
  wish: Talent & { note: string },
): Promise<void> {
  if (!(await queries.mayList(tx, wish.talentId))) absent();
  const [already] = await queries.item(tx, wish.collectionId, wish.talentId);
  if (already) return;
  const [[lists], [talents]] = [
    await queries.countLists(tx, who.userId),
    await queries.countTalents(tx, wish.collectionId),
  ];
  const may = mayAddTalent(who.room, { lists: lists?.total ?? 0, talents: talents?.total ?? 0 });
  if (!may.ok) throw refusal(may.why, listLimits.talents);
  try {
    await queries.insertItem(tx, { ...wish, userId: who.userId, addedBy: who.userId, addedAt: ctx.now });
  } catch (error) {
    throw refusedByDatabase(error, listLimits.talents);
  }
}

export async function createCollection(ctx: Ctx, tx: Tx, wish: shape.CreateCollection): Promise<View> {
  const who = await customer(ctx, tx);
  const [lists] = await queries.countLists(tx, who.userId);
  const may = mayMakeList(who.room, lists?.total ?? 0);
  if (!may.ok) throw refusal(may.why, listLimits.lists);
  const { name, note = '', talentId } = wish;
  const [made] = await queries
    .insertList(tx, { userId: who.userId, name, note, createdBy: who.userId })
    .catch((error: unknown) => {
      throw refusedByDatabase(error, listLimits.lists);
    });
  const { id } = made ?? lostRace();
  if (talentId !== undefined) await put(ctx, tx, who, { collectionId: id, talentId, note: '' });
  return after(ctx, tx, who.userId, id);
}

export async function editCollection(ctx: Ctx, tx: Tx, wish: In & { change: shape.EditCollection }): Promise<View> {
  const { userId } = await customer(ctx, tx);
  const { name, note, after: behind } = wish.change;
  const told = { ...(name !== undefined && { name }), ...(note !== undefined && { note }), updatedAt: ctx.now };
  if (behind !== undefined) {
    const ids = (await queries.heldOrder(tx, userId)).map(({ id }) => id);
    if (!ids.includes(wish.collectionId) || (behind !== null && !ids.includes(behind))) absent();
    await queries.placeLists(tx, userId, placed(ids, wish.collectionId, behind));
  }
  if (name !== undefined || note !== undefined) {
    const [changed] = await queries.changeList(tx, userId, wish.collectionId, told);
    if (!changed) absent();
  }
  return after(ctx, tx, userId, wish.collectionId);
}

export async function deleteCollection(ctx: Ctx, tx: Tx, { collectionId }: In) {
  const { userId } = await customer(ctx, tx);
  return (await queries.dropList(tx, userId, collectionId))[0] ?? absent();
}

async function inOrder(tx: Tx, collectionId: string): Promise<string[]> {
  return (await queries.order(tx, collectionId)).map(({ talentId }) => talentId);
}
async function place(tx: Tx, { collectionId, talentId }: Talent, behind: string | null): Promise<void> {
  await queries.placeItems(tx, collectionId, placed(await inOrder(tx, collectionId), talentId, behind));
}

export async function addTalent(ctx: Ctx, tx: Tx, wish: Talent & { with: shape.AddTalent }): Promise<View> {
  const who = await customer(ctx, tx);
  const { collectionId, talentId } = wish;
  if (!(await queries.held(tx, who.userId, collectionId))[0]) absent();
  const { note, after: behind } = wish.with;
  await put(ctx, tx, who, { collectionId, talentId, note: note ?? '' });
  if (note !== undefined) await queries.noteItem(tx, collectionId, talentId, note);
  if (behind !== undefined) await place(tx, wish, behind);
  await queries.changeList(tx, who.userId, collectionId, { updatedAt: ctx.now });
  return after(ctx, tx, who.userId, collectionId);
}

export async function editItem(ctx: Ctx, tx: Tx, wish: Talent & { change: shape.EditItem }): Promise<View> {
  const { userId } = await customer(ctx, tx);
  const { collectionId, talentId } = wish;
  if (!(await queries.held(tx, userId, collectionId))[0]) absent();
  if (!(await queries.item(tx, collectionId, talentId))[0]) absent();
  const { note, after: behind } = wish.change;
  if (note !== undefined) await queries.noteItem(tx, collectionId, talentId, note);
  if (behind !== undefined) await place(tx, wish, behind);
  await queries.changeList(tx, userId, collectionId, { updatedAt: ctx.now });
  return after(ctx, tx, userId, collectionId);
}

export async function removeTalent(ctx: Ctx, tx: Tx, wish: Talent): Promise<z.input<typeof shape.takenOut>> {
  const { userId } = await customer(ctx, tx);
  const { collectionId, talentId } = wish;
  if (!(await queries.held(tx, userId, collectionId))[0]) absent();
  const [there] = await queries.item(tx, collectionId, talentId);
  if (!there) absent();
  const order = await inOrder(tx, collectionId);
  await queries.takeOut(tx, collectionId, talentId);
  await queries.changeList(tx, userId, collectionId, { updatedAt: ctx.now });
  return { talentId, note: there.note, after: order[order.indexOf(talentId) - 1] ?? null };
}

/** Into another list of the same account, with its note; out of this one unless it stays. */
export async function moveTalent(ctx: Ctx, tx: Tx, wish: Talent & { wish: shape.MoveTalent }): Promise<View> {
  const who = await customer(ctx, tx);
  const { collectionId, talentId } = wish;
  const { to, keep } = wish.wish;
  // in one order, so that two moves across each other do not wait in a circle
  for (const id of [collectionId, to].sort()) if (!(await queries.held(tx, who.userId, id))[0]) absent();
  const [there] = await queries.item(tx, collectionId, talentId);
  if (!there) absent();
  if (to !== collectionId) {
    await put(ctx, tx, who, { collectionId: to, talentId, note: there.note });
    if (!keep) await queries.takeOut(tx, collectionId, talentId);
    await queries.changeList(tx, who.userId, to, { updatedAt: ctx.now });
  }
  return after(ctx, tx, who.userId, to);
}

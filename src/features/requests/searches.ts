import type * as z from 'zod';
import { absent, AppError, lostRace } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { violates } from '../../db/errors.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { requireRole } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import * as queries from './queries/searches.ts';
import { searchLimits, wrongInSearch, type Search } from './rules/searches.ts';
import type { CreateSearch, EditSearch, savedSearch, savedSearchList } from './schema/searches.ts';
import { requireRequests } from './talk.ts';

type View = z.input<typeof savedSearch>;
const viewOf = ({ id, name, told, createdAt, ...row }: queries.SearchRow): View => ({
  id,
  name,
  words: row.words,
  // checked on their way in; the table keeps them as text
  category: row.category as View['category'],
  city: row.city as View['city'],
  currency: row.currency,
  budgetFrom: row.budgetFrom,
  startsFrom: row.startsFrom,
  startsUntil: row.startsUntil,
  told,
  createdAt: createdAt.toISOString(),
});

const anything: Search = {
  words: '',
  category: null,
  city: null,
  currency: null,
  budgetFrom: null,
  startsFrom: null,
  startsUntil: null,
};

function refuseWrong(search: Search): void {
  const fields = wrongInSearch(search);
  if (Object.keys(fields).length > 0) throw new AppError('invalid', { fields });
}

async function talent(ctx: Ctx, tx: Tx): Promise<identity.Me> {
  requireRequests(ctx);
  return requireRole((await identity.me(tx, actorOf(ctx).userId))[0], 'talent');
}

/** What was said changes; what was left out stays. */
const given = <Wish extends object>(wish: Wish) =>
  Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Wish]: Exclude<Wish[Name], undefined>;
  };

export async function listSavedSearches(ctx: Ctx): Promise<z.input<typeof savedSearchList>> {
  requireRequests(ctx);
  const { userId } = actorOf(ctx);
  const found = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    rows: queries.mine(db, userId),
  }));
  requireRole(found.me[0], 'talent');
  return { items: found.rows.map(viewOf), most: searchLimits.most };
}

export async function createSavedSearch(ctx: Ctx, tx: Tx, wish: CreateSearch): Promise<View> {
  const who = await talent(ctx, tx);
  const row = { ...anything, ...given(wish), userId: who.userId };
  refuseWrong(row);
  try {
    const [made] = await queries.insert(tx, row);
    return viewOf(made ?? lostRace());
  } catch (error) {
    if (violates(error, 'saved_searches_are_few'))
      throw new AppError('limit_reached', { values: { limit: searchLimits.most }, cause: error });
    throw error;
  }
}

export async function editSavedSearch(
  ctx: Ctx,
  tx: Tx,
  { searchId, changes }: { searchId: string; changes: EditSearch },
): Promise<View> {
  const who = await talent(ctx, tx);
  const [before] = await queries.held(tx, who.userId, searchId);
  const change = given(changes);
  refuseWrong({ ...(before ?? absent()), ...change });
  const [after] = await queries.change(tx, who.userId, searchId, change);
  return viewOf(after ?? lostRace());
}

export async function deleteSavedSearch(ctx: Ctx, tx: Tx, { searchId }: { searchId: string }) {
  const who = await talent(ctx, tx);
  const [gone] = await queries.forget(tx, who.userId, searchId);
  return gone ?? absent();
}

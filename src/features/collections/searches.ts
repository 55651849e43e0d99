import type * as z from 'zod';
import { absent, AppError, lostRace } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { violates } from '../../db/errors.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { requireRole } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import { findAll } from './finding.ts';
import * as queries from './queries/searches.ts';
import { asksForPast, nextLook, sameQuery, searchLimits } from './rules/searches.ts';
import type { CreateTalentSearch, EditTalentSearch, talentSearch, talentSearchList } from './schema/searches.ts';

type View = z.input<typeof talentSearch>;
const viewOf = ({ id, name, query, rhythm, dueAt, toldAt, createdAt }: queries.SearchRow): View => ({
  id,
  name,
  // checked on its way in
  query: query as View['query'],
  rhythm,
  nextLookAt: dueAt?.toISOString() ?? null,
  toldAt: toldAt?.toISOString() ?? null,
  createdAt: createdAt.toISOString(),
});

const customer = async (ctx: Ctx, tx: Tx) => requireRole((await identity.me(tx, actorOf(ctx).userId))[0], 'customer');

export async function listTalentSearches(ctx: Ctx): Promise<z.input<typeof talentSearchList>> {
  const { userId } = actorOf(ctx);
  const found = await userDoor(ctx).read((db) => ({ me: identity.me(db, userId), rows: queries.mine(db, userId) }));
  requireRole(found.me[0], 'customer');
  return { items: found.rows.map(viewOf), most: searchLimits.most };
}

function refusePast(ctx: Ctx, query: Readonly<Record<string, unknown>>): void {
  if (asksForPast(query, ctx.now)) throw new AppError('invalid', { fields: { 'query.free': ['in_the_past'] } });
}

/** The same question kept again is the one that is kept already, called as was said last: nobody is told twice of one talent. */
export async function createTalentSearch(ctx: Ctx, tx: Tx, { name, query, rhythm }: CreateTalentSearch): Promise<View> {
  const { userId, timeZone } = await customer(ctx, tx);
  refusePast(ctx, query);
  await queries.oneByOne(tx, userId);
  const there = (await queries.mine(tx, userId)).find((kept) => sameQuery(kept.query, query));
  if (there) return editTalentSearch(ctx, tx, { searchId: there.id, changes: { name, rhythm } });
  const found = await findAll(ctx, query);
  const row = {
    userId,
    name,
    query,
    rhythm,
    dueAt: nextLook(ctx.now, rhythm, timeZone),
    baselineAt: ctx.now,
    baselineWhole: found.whole,
    createdBy: userId,
  };
  const [made] = await queries.insert(tx, row).catch((error: unknown) => {
    if (violates(error, 'talent_searches_are_few'))
      throw new AppError('limit_reached', { values: { limit: searchLimits.most }, cause: error });
    throw error;
  });
  const kept = made ?? lostRace();
  await queries.remember(tx, kept.id, talents(found));
  return viewOf(kept);
}

const talents = ({ matches }: Awaited<ReturnType<typeof findAll>>) => matches.map(({ talentId }) => talentId);

export async function editTalentSearch(
  ctx: Ctx,
  tx: Tx,
  { searchId, changes }: { searchId: string; changes: EditTalentSearch },
): Promise<View> {
  const { userId, timeZone } = await customer(ctx, tx);
  const before = (await queries.held(tx, userId, searchId))[0] ?? absent();
  const { name = before.name, query = before.query, rhythm = before.rhythm } = changes;
  const other = !sameQuery(query, before.query);
  if (other) refusePast(ctx, query);
  const wakes = before.rhythm === 'off' && rhythm !== 'off';
  // what it found until now is no news under another question, nor after a rest
  const found = other || wakes ? await findAll(ctx, query) : null;
  const [after] = await queries.change(tx, userId, searchId, {
    name,
    query,
    rhythm,
    ...(rhythm !== before.rhythm && { dueAt: nextLook(ctx.now, rhythm, timeZone) }),
    ...(found && { baselineAt: ctx.now, baselineWhole: found.whole }),
  });
  if (found) await queries.remember(tx, searchId, talents(found));
  return viewOf(after ?? lostRace());
}

export async function deleteTalentSearch(ctx: Ctx, tx: Tx, { searchId }: { searchId: string }) {
  const { userId } = await customer(ctx, tx);
  return (await queries.forget(tx, userId, searchId))[0] ?? absent();
}

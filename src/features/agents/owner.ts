import { AppError } from '../../core/errors.ts';
import type { ReadDb, Tx } from '../../db/client.ts';
import { violates } from '../../db/errors.ts';
import { actorOf, type Ctx } from '../ctx.ts';
import { requireActive, requireRole } from '../identity/rules.ts';
import { me } from '../identity/service.ts';

/** The talent who asks, for a read's batch: `requireTalent` judges what came back. */
export const asker = (ctx: Ctx, db: ReadDb) => me(db, actorOf(ctx).userId);
export const requireTalent = (found: Awaited<ReturnType<typeof asker>>) => requireRole(found[0], 'talent');

/** The same within a write. */
export async function talentOf(ctx: Ctx, tx: Tx) {
  return requireRole((await me(tx, actorOf(ctx).userId))[0], 'talent');
}

/**
 * For what is asked of one thing by its id: only talents have any, so to everybody else it is not there, and nobody is told that another
 * kind of account might find it (product.md 3.6: existence comes before role).
 */
export async function activeIn(ctx: Ctx, tx: Tx) {
  return requireActive((await me(tx, actorOf(ctx).userId))[0]);
}

/** What the database's own limit refused. */
export function orLimit(error: unknown, constraint: string): never {
  if (violates(error, constraint)) throw new AppError('limit_reached', { cause: error });
  throw error;
}

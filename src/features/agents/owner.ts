import { AppError } from '../../core/errors.ts';
import type { ReadDb, Tx } from '../../db/client.ts';
import { violates } from '../../db/errors.ts';
import { actorOf, type Ctx } from '../ctx.ts';
import { requireRole } from '../identity/rules.ts';
import { me } from '../identity/service.ts';

/** The talent who asks, for a read's batch: `requireTalent` judges what came back. */
export const asker = (ctx: Ctx, db: ReadDb) => me(db, actorOf(ctx).userId);
export const requireTalent = (found: Awaited<ReturnType<typeof asker>>) => requireRole(found[0], 'talent');

/** The same within a write. */
export async function talentOf(ctx: Ctx, tx: Tx) {
  return requireRole((await me(tx, actorOf(ctx).userId))[0], 'talent');
}

/** What the database's own limit refused. */
export function orLimit(error: unknown, constraint: string): never {
  if (violates(error, constraint)) throw new AppError('limit_reached', { cause: error });
  throw error;
}

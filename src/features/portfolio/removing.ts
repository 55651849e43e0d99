import { eq, lte, sql } from 'drizzle-orm';
import { absent, AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { violates } from '../../db/errors.ts';
import { removedWork } from '../../db/schema/profiles.ts';
import type { Ctx } from '../ctx.ts';
import * as queries from './queries.ts';
import { noRoom } from './refusing.ts';
import { whyNoRoom } from './rules/quota.ts';
import type { Portfolio } from './schema.ts';
import { largest, mine, usedBy, viewIn } from './service.ts';

/**
 * Out of sight at once, for everybody: the row leaves the table. It is kept whole beside it while it can be put back, and its bytes
 * until a while after that. What never became work, and a portrait, are gone for good.
 */
export async function removeItem(ctx: Ctx, tx: Tx, { itemId }: { itemId: string }): Promise<Portfolio> {
  const owner = await mine(ctx, tx);
  const { rows } = await tx.execute<{ until: string | null }>(sql`select app.remove_work(${itemId}) as until`);
  const until = rows[0]?.until;
  if (!until && (await queries.remove(tx, itemId, owner.profile.id)).length === 0) return absent();
  await queries.touch(tx, owner.profile.id, ctx.now);
  const now = await viewIn(ctx, tx, owner);
  return until ? { ...now, removed: { id: itemId, undoUntil: new Date(until).toISOString() } } : now;
}

/** Back where it was, if the plan still has room for it. Asked twice, it is back once. */
export async function restoreItem(ctx: Ctx, tx: Tx, { itemId }: { itemId: string }): Promise<Portfolio> {
  const owner = await mine(ctx, tx);
  const rows = await queries.ofTalent(tx, owner.profile.id);
  if (rows.some(({ id }) => id === itemId)) return viewIn(ctx, tx, owner);
  const used = usedBy(rows);
  const back = await tx
    .transaction((inner) =>
      inner
        .execute<{ back: string }>(sql`select app.restore_work(${itemId}) as back`)
        .then(({ rows: [row] }) => row?.back),
    )
    .catch((error: unknown) => {
      if (!violates(error, 'portfolio_keeps_to_the_plan')) throw error;
      const why = whyNoRoom(used, owner.room, { kind: 'image', bytes: 0 }) ?? 'bytes';
      throw noRoom(why, used, owner.room, largest(owner.plan));
    });
  if (back === 'late') throw new AppError('too_late');
  if (back !== 'back') return absent();
  await queries.touch(tx, owner.profile.id, ctx.now);
  return viewIn(ctx, tx, owner);
}

/** For the clock: pieces that nobody can put back any more. Their bytes have a time of their own. */
export const forgetRemoved = (tx: Tx) =>
  tx
    .delete(removedWork)
    .where(lte(removedWork.undoUntil, sql`app.now()`))
    .returning({ id: removedWork.id });

/** Everything of one talent, whose account is gone. */
export const forgetRemovedOf = (tx: Tx, talentId: string) =>
  tx.delete(removedWork).where(eq(removedWork.talentId, talentId));

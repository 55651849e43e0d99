import { AppError, lostRace } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import type { Ctx } from '../ctx.ts';
import { requireApproved } from '../identity/rules.ts';
import { asker, ownHeld, refuseFields, viewNow } from './drafts.ts';
import * as queries from './queries/requests.ts';
import { decideRequestMove, missingToPublish, requestLimits, type RequestMove } from './rules.ts';
import type { OwnRequest } from './schema/requests.ts';
import { dayIn, draftOf } from './views.ts';

/** One step of its owner's: judged, written, and shown as it is then. */
async function move(ctx: Ctx, tx: Tx, requestId: string, made: RequestMove): Promise<OwnRequest> {
  const who = await asker(ctx, tx);
  const opens = made === 'publish' || made === 'reopen';
  if (opens) requireApproved(who);
  if (opens) await queries.queueFor(tx, who.userId);
  const row = await ownHeld(tx, who, requestId);
  const may = decideRequestMove(row.request, made, 'owner', ctx.now);
  if (!may.ok) throw new AppError(may.why);
  if (made === 'publish') refuseFields(missingToPublish(draftOf(row), dayIn(who.timeZone, ctx.now)));
  if (opens) {
    const [count] = await queries.countOpen(tx, who.userId, ctx.now);
    if ((count?.open ?? 0) >= requestLimits.openAtOnce)
      throw new AppError('limit_reached', { values: { limit: requestLimits.openAtOnce } });
  }
  const moved = await queries.update(tx, requestId, { state: may.value.state, closedReason: may.value.closedReason });
  if (moved.length === 0) lostRace();
  return viewNow(ctx, tx, who, requestId);
}

type Named = { requestId: string };
/** On the board: what it lacks is said field by field. */
export const publishRequest = (ctx: Ctx, tx: Tx, { requestId }: Named) => move(ctx, tx, requestId, 'publish');

/** Off the board, and nobody writes in it from then on. What credits come back is seen to right after (returns.ts). */
export const closeRequest = (ctx: Ctx, tx: Tx, { requestId, reason }: Named & { reason: 'filled' | 'withdrawn' }) =>
  move(ctx, tx, requestId, reason === 'filled' ? 'fill' : 'withdraw');

export const reopenRequest = (ctx: Ctx, tx: Tx, { requestId }: Named) => move(ctx, tx, requestId, 'reopen');

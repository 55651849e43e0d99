import type { Tx } from '../../db/client.ts';
import type { Ctx } from '../ctx.ts';
import { giveBackCredits } from '../subscriptions/credits.ts';
import * as queries from './queries/unlocks.ts';
import { creditsComeBack } from './rules.ts';
import { creditSource } from './unlock.ts';

/**
 * N9: what talents paid for a request comes back where the rule says so, each once, with a line in their purse; from then on they
 * count as not having unlocked it. In the system's door. Answers how many came back.
 */
export async function returnCredits(ctx: Ctx, tx: Tx, requestId: string): Promise<number> {
  const [request] = await queries.lockRequest(tx, requestId);
  if (!request || request.state !== 'CLOSED') return 0;
  const why = creditsComeBack({
    closedReason: request.closedReason,
    publishedAt: request.publishedAt,
    closedAt: request.closedAt,
    ownerBanned: await queries.ownerBanned(tx, request.ownerId),
    ownerRead: await queries.ownerHasRead(tx, requestId),
  });
  if (why === null) return 0;
  let returned = 0;
  for (const unlock of await queries.openUnlocks(tx, requestId)) {
    await giveBackCredits(tx, unlock.userId, creditSource(requestId, unlock.times), ctx.now);
    returned += (await queries.markReturned(tx, unlock.id, why)).length;
  }
  return returned;
}

/** Right after its owner closed it, in a transaction of the system's own: if the line breaks here, the clock sees to it. */
export const returnNow = (ctx: Ctx, requestId: string): Promise<number> =>
  ctx.doors.asSystem('requests: credits come back').write((tx) => returnCredits(ctx, tx, requestId));

import type { Ctx } from '../ctx.ts';
import { matchRequests } from './matching.ts';
import * as queries from './queries/unlocks.ts';
import { returnCredits } from './returns.ts';
import { requestLimits } from './rules.ts';

/** At one go; the next run takes the rest. */
const atOnce = 500;
const returnsAtOnce = 100;
/** A return that a broken line left undone is found so long. */
const settled = 7 * 86_400_000;

/** One whose time is over is closed, before its owner opens it again. Nothing where it is not due. */
export const expireNow = async (ctx: Ctx, requestId: string): Promise<void> => {
  await ctx.doors.asSystem('requests: time is over').write((tx) => queries.expireOne(tx, requestId, ctx.now));
};

/** The scheduled worker: what ran out is closed, credits that are due come back, each request by itself, and who is concerned hears of what is new. */
export async function tendRequests(ctx: Ctx): Promise<Record<string, unknown>> {
  const system = ctx.doors.asSystem('clock: requests');
  const expired = await system.write((tx) => queries.expire(tx, ctx.now, atOnce));
  const wish = { now: ctx.now, regret: requestLimits.regretWithin, settled, most: returnsAtOnce };
  const due = await system.write((tx) => queries.returnsDue(tx, wish));
  let returned = 0;
  for (const requestId of due) returned += await system.write((tx) => returnCredits(ctx, tx, requestId));
  return { expired, requests: due.length, returned, ...(await matchRequests(ctx)) };
}

import type { Ctx } from '../ctx.ts';
import * as queries from './queries.ts';
import { forgetRemoved } from './removing.ts';
import { mediaLimits } from './rules/media.ts';

/** For the clock: uploads nobody finished, files that were refused, and what was removed and cannot be put back any more. Their bytes go with those of attachments. */
export async function sweepPortfolio(ctx: Ctx): Promise<{ swept: number }> {
  const before = new Date(ctx.now.getTime() - mediaLimits.abandonedAfter);
  const gone = await ctx.doors
    .asSystem('clock: portfolio')
    .write(async (tx) => [...(await queries.abandoned(tx, before)), ...(await forgetRemoved(tx))]);
  return { swept: gone.length };
}

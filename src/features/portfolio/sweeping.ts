import type { Ctx } from '../ctx.ts';
import * as queries from './queries.ts';
import { mediaLimits } from './rules/media.ts';

/** For the clock: uploads nobody finished, and files that were refused. Their bytes go with those of attachments. */
export async function sweepPortfolio(ctx: Ctx): Promise<{ swept: number }> {
  const before = new Date(ctx.now.getTime() - mediaLimits.abandonedAfter);
  const gone = await ctx.doors.asSystem('clock: portfolio').write((tx) => queries.abandoned(tx, before));
  return { swept: gone.length };
}

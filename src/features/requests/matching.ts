import type { Ctx } from '../ctx.ts';
import * as queries from './queries/matching.ts';

/** In one transaction: a new request may concern a thousand, and stands still until all are told. */
const atOnce = 5;

/**
 * Tells talents of new requests: whoever saved a search that finds one, and whoever works in its trade and city. The lines in the
 * house are what the mail of the day is made of; who wants to hear at once is written to at once.
 */
export async function matchRequests(ctx: Ctx, budget = 20_000): Promise<{ matched: number; told: number }> {
  const started = performance.now();
  const report = { matched: 0, told: 0 };
  for (;;) {
    const done = await ctx.doors
      .asSystem('clock: matching')
      .write(async (tx) => ((await queries.tellAlone(tx)) ? queries.matchSome(tx, atOnce) : null));
    if (done === null) return report;
    report.matched += done.requests;
    report.told += done.told;
    if (done.requests < atOnce || performance.now() - started >= budget) return report;
  }
}

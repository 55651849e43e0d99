import type { Ctx } from '../ctx.ts';
import { keepDailies, sweepNotifications } from '../notifications/daily.ts';
import { sendDue } from './deliver.ts';
import { handOver } from './handover.ts';
import * as queries from './queries.ts';

const minutes = (n: number) => n * 60_000;

export const outboxLimits = {
  /** how long what a worker took stays with it after its last sign of life */
  lock: minutes(2),
  batch: 20,
  /** after this many tries a person must look */
  tries: 10,
  keyLife: 72 * 3_600_000,
  newsLife: 90 * 86_400_000,
} as const;

/** 1, 2, 4, 8 … minutes, at most six hours. */
export const backOff = (attempts: number): number => Math.min(minutes(2 ** Math.max(0, attempts - 1)), minutes(360));

const short = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]?.slice(0, 200)}` : 'unknown';

/** One piece of news becomes the letters it asks for, and is off the outbox in the same transaction. */
async function handOverOne(ctx: Ctx, taken: queries.News): Promise<'handed' | 'failed' | 'taken_over'> {
  try {
    const ours = await handOver(ctx, taken, async (tx) => (await queries.markSent(tx, taken, ctx.now)).length > 0);
    return ours ? 'handed' : 'taken_over';
  } catch (error) {
    const reason = short(error);
    const outcome =
      taken.attempts >= outboxLimits.tries
        ? { failedAt: ctx.now }
        : { dueAt: new Date(ctx.now.getTime() + backOff(taken.attempts)) };
    ctx.log('news not handed over', { news: taken.id, kind: taken.kind, attempts: taken.attempts, reason });
    await ctx.doors.asSystem('outbox: failed').write((tx) => queries.markFailed(tx, taken, outcome, reason));
    return 'failed';
  }
}

/** News is made into letters until none is due, or the time is spent. */
async function handOverDue(ctx: Ctx, spent: () => boolean): Promise<{ handed: number; failed: number }> {
  const report = { handed: 0, failed: 0 };
  while (!spent()) {
    const taken = await ctx.doors
      .asSystem('outbox: claim')
      .write((tx) => queries.claim(tx, ctx.now, outboxLimits.lock, outboxLimits.batch));
    for (const news of taken.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
      const outcome = await handOverOne(ctx, news);
      if (outcome !== 'taken_over') report[outcome] += 1;
    }
    if (taken.length < outboxLimits.batch) break;
  }
  return report;
}

export type Drained = {
  /** letters that left */
  sent: number;
  /** news and letters that did not get through this time */
  failed: number;
  /** letters that turned out not to be needed */
  dropped: number;
};

/** What was announced becomes letters, and the letters that are due leave; what fails comes back later. */
export async function drainOutbox(ctx: Ctx, budget = 20_000): Promise<Drained> {
  const started = performance.now();
  const spent = () => performance.now() - started >= budget;
  const news = await handOverDue(ctx, spent);
  const letters = await sendDue(ctx, spent);
  return { sent: letters.sent, failed: news.failed + letters.failed + letters.later, dropped: letters.dropped };
}

/** The scheduled worker: the mails of the day whose hour has come, the outbox, and the sweeping of what nobody needs any more. */
export async function runOutbox(ctx: Ctx): Promise<Record<string, unknown>> {
  const dailies = await keepDailies(ctx);
  const report = { dailies, ...(await drainOutbox(ctx)) };
  await ctx.doors.asSystem('outbox: sweep').write(async (tx) => {
    await queries.forgetOldKeys(tx, new Date(ctx.now.getTime() - outboxLimits.keyLife));
    await queries.forgetOldNews(tx, new Date(ctx.now.getTime() - outboxLimits.newsLife));
    await sweepNotifications(ctx, tx);
  });
  return report;
}

import type { Ctx } from '../ctx.ts';
import { bookingLetters } from './booking-letters.ts';
import type { Outgoing } from './compose.ts';
import { caseLetters, disputeLetters } from './operator-letters.ts';
import { refundLetters } from './payment-letters.ts';
import { planLetters } from './plan-letters.ts';
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

/** Which news is written by whom; what nobody writes about needs no letter. */
async function lettersOf(ctx: Ctx, news: queries.News): Promise<Outgoing[]> {
  const { kind } = news;
  if (kind === 'payment.refund_due' || kind === 'payment.refunded') return refundLetters(ctx, news);
  if (kind === 'cases.opened') return caseLetters(ctx, news);
  if (kind === 'booking.dispute') return [...(await bookingLetters(ctx, news)), ...(await disputeLetters(ctx, news))];
  if (kind.startsWith('subscription.') || kind.startsWith('credits.')) return planLetters(ctx, news);
  return bookingLetters(ctx, news);
}

type Delivered = 'sent' | 'failed' | 'taken_over';

/**
 * Sends the letters of one piece of news. Before each one the hold on the news is made sure of, and while one is on its
 * way the hold is kept alive: as long as a worker lives nobody else sends what it is sending. Only a process that dies
 * between a letter and the note that it left makes it leave twice, and then under one message id.
 */
async function deliver(ctx: Ctx, taken: queries.News): Promise<Delivered> {
  const door = ctx.doors.asSystem('outbox: deliver');
  const hold = () => door.write((tx) => queries.keepHold(tx, taken, outboxLimits.lock));
  try {
    let held = await hold();
    if (!held) return 'taken_over';
    for (const { to, mail } of await lettersOf(ctx, held)) {
      if (!held) return 'taken_over';
      const { gone } = held.payload;
      if (Array.isArray(gone) && gone.includes(to)) continue;
      await keptAlive(hold, () => ctx.ports.mail.send(mail));
      // kept at once: if the second letter fails, the first is not sent again
      held = await door.write(async (tx) => {
        await queries.markGone(tx, taken.id, to);
        return queries.keepHold(tx, taken, outboxLimits.lock);
      });
    }
    await door.write((tx) => queries.markSent(tx, taken, ctx.now));
    return 'sent';
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]?.slice(0, 200)}` : 'unknown';
    const outcome =
      taken.attempts >= outboxLimits.tries
        ? { failedAt: ctx.now }
        : { dueAt: new Date(ctx.now.getTime() + backOff(taken.attempts)) };
    ctx.log('news not delivered', { news: taken.id, kind: taken.kind, attempts: taken.attempts, reason });
    await door.write((tx) => queries.markFailed(tx, taken, outcome, reason));
    return 'failed';
  }
}

/** A mail server may take its time, longer than a lease. */
async function keptAlive<Result>(hold: () => Promise<unknown>, work: () => Promise<Result>): Promise<Result> {
  const beat = setInterval(() => void hold().catch(() => undefined), outboxLimits.lock / 4);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}

/** Sends what is due until nothing is, or the budget is spent; what fails comes back later. */
export async function drainOutbox(ctx: Ctx, budget = 20_000): Promise<{ sent: number; failed: number }> {
  const started = performance.now();
  const report = { sent: 0, failed: 0 };
  while (performance.now() - started < budget) {
    const taken = await ctx.doors
      .asSystem('outbox: claim')
      .write((tx) => queries.claim(tx, ctx.now, outboxLimits.lock, outboxLimits.batch));
    if (taken.length === 0) break;
    for (const news of taken) {
      const outcome = await deliver(ctx, news);
      if (outcome !== 'taken_over') report[outcome] += 1;
    }
    if (taken.length < outboxLimits.batch) break;
  }
  return report;
}

/** The scheduled worker: the outbox, and the sweeping of what nobody needs any more. */
export async function runOutbox(ctx: Ctx): Promise<Record<string, unknown>> {
  const report = await drainOutbox(ctx);
  await ctx.doors.asSystem('outbox: sweep').write(async (tx) => {
    await queries.forgetOldKeys(tx, new Date(ctx.now.getTime() - outboxLimits.keyLife));
    await queries.forgetOldNews(tx, new Date(ctx.now.getTime() - outboxLimits.newsLife));
  });
  return report;
}

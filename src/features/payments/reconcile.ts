import type { Ctx } from '../ctx.ts';
import { askAbout, callOff, followUp, type Answer } from './asking.ts';
import * as attempts from './queries/attempts.ts';
import * as refunds from './queries/refunds.ts';
import { carryOutRefund, type Carried } from './refunding.ts';
import { beyondAsking, givenUp, nextAsk, paymentLimits, ranOut, refundPause } from './rules.ts';
import { endAttempt } from './settling.ts';

export type Reconciliation = Record<Answer | Carried | 'asked' | 'doubted' | 'expired' | 'lost', number>;

const atOnce = 4;
/** A gateway that is down is not asked a hundred times to say so. */
const patienceWithOne = 3;

/**
 * Asks the gateways about every payment and every refund that is not decided, longest unasked first, so that a run that
 * ends early is taken up by the next where it stopped. A lost call costs minutes and never money.
 */
export async function reconcilePayments(ctx: Ctx): Promise<Reconciliation> {
  const end = performance.now() + paymentLimits.reconcileBudget;
  const report: Reconciliation = {
    asked: 0,
    settled: 0,
    no_news: 0,
    refund_due: 0,
    amount_differs: 0,
    not_ours: 0,
    unreachable: 0,
    nothing_known: 0,
    doubted: 0,
    expired: 0,
    lost: 0,
    refund_done: 0,
    refund_pending: 0,
    by_hand: 0,
    left: 0,
  };
  const system = ctx.doors.asSystem('payments: reconcile');
  const lost = await system.write((tx) =>
    attempts.doubtLostOpenings(tx, new Date(ctx.now.getTime() - paymentLimits.openingPatience), ctx.now),
  );
  report.doubted = lost.length;

  const { found, returns } = await system.read((db) => ({
    found: attempts.attemptsToAsk(db, ctx.now, paymentLimits.lateMoney),
    returns: refunds.refundsToAsk(db, new Date(ctx.now.getTime() - refundPause)),
  }));
  const due = found.filter(({ attempt }) => {
    const at = nextAsk({ ...attempt, expiresAt: attempt.expiresAt ?? attempt.createdAt });
    return at !== null && at <= ctx.now;
  });
  const failures = new Map<string, number>();
  const failed = (driver: string) => failures.get(driver) ?? 0;
  const heardOf = (driver: string, answer: Answer | Carried): void => {
    report[answer] += 1;
    failures.set(driver, answer === 'unreachable' ? failed(driver) + 1 : 0);
  };

  /** A code for what nobody can pay any more (a booking withdrawn, or paid another way) is closed before somebody uses it. */
  const stillDue = ({ payableKind, payableId }: (typeof due)[number]): Promise<boolean> =>
    system.write(async (tx) => !('refused' in (await ctx.ports.payables[payableKind].due(tx, payableId, ctx.now))));

  const ask = async (item: (typeof due)[number]): Promise<void> => {
    const { attempt } = item;
    const provider = ctx.ports.gateway(attempt.driver);
    const undecided = attempt.state === 'open' || attempt.state === 'in_doubt';
    const expiresAt = attempt.expiresAt ?? attempt.createdAt;
    if (provider && beyondAsking(attempt, provider.powers.windows.askable, ctx.now)) {
      // what is dead is left as it was last asked about: the comparison judges by when that was
      if (!undecided) return;
      await endAttempt(ctx, attempt.id, 'expire', true);
      report.lost += 1;
      return;
    }
    if (
      !provider ||
      failed(attempt.driver) >= patienceWithOne ||
      !(await system.write((tx) => attempts.claimAsk(tx, attempt.id, ctx.now, 1000)))
    ) {
      report.left += 1;
      return;
    }
    let answer = await askAbout(ctx, provider, attempt);
    if (undecided && answer === 'no_news' && !(await stillDue(item))) answer = await callOff(ctx, attempt);
    report.asked += 1;
    heardOf(attempt.driver, answer);
    followUp(ctx, attempt.id, answer);
    if (!undecided) return;
    const silent = answer === 'no_news' || answer === 'nothing_known' || answer === 'not_ours';
    // what cannot be called off runs out by our own clock; its late money is still found
    const over = answer === 'no_news' && !provider.powers.cancel && ranOut({ expiresAt }, ctx.now);
    if (silent && (over || givenUp({ expiresAt }, ctx.now))) {
      await endAttempt(ctx, attempt.id, 'expire', attempt.state === 'in_doubt' && attempt.ref === null);
      report.expired += 1;
    }
  };

  const giveBack = async ({ id, driver }: (typeof returns)[number]): Promise<void> => {
    if (failed(driver) >= patienceWithOne) report.left += 1;
    else heardOf(driver, await carryOutRefund(ctx, id));
  };

  const jobs = [
    ...due.map((item) => ({ facts: { attemptId: item.attempt.id }, run: () => ask(item) })),
    ...returns.map((item) => ({ facts: { refundId: item.id }, run: () => giveBack(item) })),
  ];
  const queue = jobs.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const { facts, run } of queue) {
        if (performance.now() >= end) report.left += 1;
        else {
          await run().catch((fault: unknown) => {
            // one payment that trips us up must not keep the others waiting
            const error = fault instanceof Error ? `${fault.name}: ${fault.message.split('\n')[0]}` : 'unknown';
            ctx.log('reconciliation tripped', { ...facts, error });
            report.left += 1;
          });
        }
      }
    }),
  );
  return report;
}

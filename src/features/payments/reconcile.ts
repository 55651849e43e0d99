import type { Ctx } from '../ctx.ts';
import { askAbout, callOff, followUp, refundAttempt, type Answer } from './asking.ts';
import * as attempts from './queries/attempts.ts';
import { givenUp, nextAsk, paymentLimits } from './rules.ts';
import { endAttempt } from './settling.ts';

export type Reconciliation = Record<Answer | 'asked' | 'doubted' | 'expired' | 'left', number>;

const atOnce = 4;
/** A gateway that is down is not asked a hundred times to say so. */
const patienceWithOne = 3;

/**
 * Asks the gateways about every payment that is not decided, longest unasked first, so that a run that ends early is
 * taken up by the next where it stopped. A lost call costs minutes and never money.
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
    left: 0,
  };
  const system = ctx.doors.asSystem('payments: reconcile');
  const lost = await system.write((tx) =>
    attempts.doubtLostOpenings(tx, new Date(ctx.now.getTime() - paymentLimits.openingPatience), ctx.now),
  );
  report.doubted = lost.length;

  const { found } = await system.read((db) => ({
    found: attempts.attemptsToAsk(db, ctx.now, paymentLimits.lateMoney),
  }));
  const due = found.filter(({ attempt }) => {
    const at = nextAsk({ ...attempt, expiresAt: attempt.expiresAt ?? attempt.createdAt });
    return at !== null && at <= ctx.now;
  });
  const failures = new Map<string, number>();

  /** A code for what nobody can pay any more (a booking withdrawn, or paid another way) is closed before somebody uses it. */
  const stillDue = ({ payableKind, payableId }: (typeof due)[number]): Promise<boolean> =>
    system.write(async (tx) => !('refused' in (await ctx.ports.payables[payableKind].due(tx, payableId, ctx.now))));

  const one = async (item: (typeof due)[number]): Promise<void> => {
    const { attempt } = item;
    const provider = ctx.ports.gateway(attempt.driver);
    const failed = () => failures.get(attempt.driver) ?? 0;
    if (
      !provider ||
      failed() >= patienceWithOne ||
      !(await system.write((tx) => attempts.claimAsk(tx, attempt.id, ctx.now, 1000)))
    ) {
      report.left += 1;
      return;
    }
    const refunding = attempt.state === 'refund_due' || attempt.state === 'refund_pending';
    const undecided = attempt.state === 'open' || attempt.state === 'in_doubt';
    let answer = refunding ? await refundAttempt(ctx, attempt.id) : await askAbout(ctx, provider, attempt);
    if (undecided && answer === 'no_news' && !(await stillDue(item))) answer = await callOff(ctx, attempt);
    report.asked += 1;
    report[answer] += 1;
    followUp(ctx, attempt.id, answer);
    failures.set(attempt.driver, answer === 'unreachable' ? failed() + 1 : 0);
    const silent = answer === 'no_news' || answer === 'nothing_known' || answer === 'not_ours';
    if (undecided && silent && givenUp({ expiresAt: attempt.expiresAt ?? attempt.createdAt }, ctx.now)) {
      await endAttempt(ctx, attempt.id, 'expire');
      report.expired += 1;
    }
  };

  const queue = due.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of queue) {
        if (performance.now() >= end) report.left += 1;
        else {
          await one(item).catch((fault: unknown) => {
            // one payment that trips us up must not keep the others waiting
            ctx.log('reconciliation tripped', {
              attemptId: item.attempt.id,
              error: fault instanceof Error ? `${fault.name}: ${fault.message.split('\n')[0]}` : 'unknown',
            });
            report.left += 1;
          });
        }
      }
    }),
  );
  return report;
}

import { money } from '../../core/money.ts';
import type { Tx } from '../../db/client.ts';
import type { Ctx } from '../ctx.ts';
import type { RefundReport, RefundWish } from './provider.ts';
import * as attempts from './queries/attempts.ts';
import * as cases from './queries/cases.ts';
import * as refunds from './queries/refunds.ts';
import { finishRefund, moneyRef, movePayment, note, owed, type Held } from './refunds.ts';
import { attemptMachine, refundPause, refundWay } from './rules.ts';
import { troubleOf } from './trouble.ts';

/** `left`: somebody else is at it, or nothing is to be done by a machine. */
export type Carried = 'refund_done' | 'refund_pending' | 'by_hand' | 'unreachable' | 'left';

type Claimed = {
  wish: RefundWish;
  began: boolean;
  driver: string;
  attemptId: string;
  /** an agreement whose money nothing can use takes no more of it */
  agreement: string | null;
};

/**
 * Sends one refund through the gateway that took the money, or asks how it stands. Whoever dies on the way leaves it
 * `asking`, and it is asked for again under the same id, which every driver knows for the same refund.
 */
export async function carryOutRefund(ctx: Ctx, refundId: string, pause: number = refundPause): Promise<Carried> {
  const system = ctx.doors.asSystem('payments: refund');
  const claimed = await system.write((tx) => claim(ctx, tx, refundId, pause));
  if (typeof claimed === 'string') return claimed;
  const provider = ctx.ports.gateway(claimed.driver);
  if (!provider?.refund) return 'left';
  const { wish } = claimed;
  try {
    if (claimed.agreement !== null)
      await provider.agreements?.cancel(claimed.agreement, 'now').catch(quietly(ctx, wish));
    const report = await (claimed.began && provider.askRefund ? provider.askRefund(wish) : provider.refund(wish));
    return await system.write((tx) => keepRefundReport(ctx, tx, refundId, report));
  } catch (fault) {
    const { trouble } = troubleOf(ctx, fault, { refundId, step: 'refund' });
    if (trouble !== 'refused') return 'unreachable';
    await system.write(async (tx) => {
      const found = await lock(tx, refundId);
      if (found) await handOver(ctx, tx, found, 'refund_refused');
    });
    return 'by_hand';
  }
}

const quietly =
  (ctx: Ctx, { refundId }: RefundWish) =>
  (fault: unknown) =>
    void troubleOf(ctx, fault, { refundId, step: 'end agreement' });

/** Whatever of this attempt's money is to go back now. */
export async function carryOutRefundsOf(ctx: Ctx, attemptId: string): Promise<void> {
  const { due } = await ctx.doors
    .asSystem('payments: what goes back')
    .read((db) => ({ due: refunds.dueOf(db, attemptId) }));
  for (const { id } of due) await carryOutRefund(ctx, id);
}

const isOut = ({ state }: refunds.RefundRow): boolean => state === 'asking' || state === 'pending';

type Found = { held: Held; refund: refunds.RefundRow };

/** Payment, attempt, refund: in this order, like everyone. */
export async function lock(tx: Tx, refundId: string): Promise<Found | null> {
  const [row] = await refunds.refundById(tx, refundId);
  const held = row ? await attempts.lockAttempt(tx, row.attemptId) : null;
  const refund = held ? await refunds.lockRefund(tx, refundId) : null;
  return held && refund ? { held, refund } : null;
}

async function claim(ctx: Ctx, tx: Tx, refundId: string, pause: number): Promise<Claimed | Carried> {
  const found = await lock(tx, refundId);
  if (!found) return 'left';
  const { held, refund } = found;
  const { payment, attempt } = held;
  if (refund.state !== 'due' && refund.state !== 'asking' && refund.state !== 'pending') return 'left';
  const rests = refund.askedAt === null ? null : ctx.now.getTime() - refund.askedAt.getTime();
  // one that is out is only asked about sooner when the gateway itself speaks of it
  if (rests !== null && rests < (refund.state === 'pending' ? pause : refundPause)) return 'left';
  const provider = ctx.ports.gateway(attempt.driver);
  // a function that does not carry this driver leaves it to one that does; a deploy without its keys needs a person
  if (!provider && !ctx.ports.drivers.some(({ name }) => name === attempt.driver)) return 'left';
  const received = owed(attempt);
  const paidAt = payment.paidAt ?? attempt.updatedAt;
  const powers = provider?.refund ? provider.powers : null;
  const wished = { amount: refund.amount, received: received.amount, paidAt };
  if (powers === null || (refund.state === 'due' && refundWay(powers, wished, ctx.now) === 'by_hand')) {
    await handOver(ctx, tx, found, 'refund_by_hand');
    return 'by_hand';
  }
  const before = await refunds.refundsOf(tx, attempt.id);
  // a gateway that does not tell one refund from another would call the second done when only the first was: one after the other
  const out = before.some((one) => one.id !== refund.id && isOut(one) && one.refundRef === null);
  if (out && refund.state === 'due') return 'left';
  const state = refund.state === 'due' ? 'asking' : refund.state;
  await refunds.changeRefund(tx, refund, { state, askedAt: ctx.now, asks: refund.asks + 1 }, ctx.now);
  const gone = before
    .filter((one) => one.state === 'done' && one.manualReference === null && one.id !== refund.id)
    .reduce((sum, { amount }) => sum + amount, 0);
  return {
    began: refund.state === 'pending',
    driver: attempt.driver,
    attemptId: attempt.id,
    agreement: attempt.mode === 'agreement' && attempt.state !== 'paid' ? (attempt.agreementRef ?? attempt.ref) : null,
    wish: {
      refundId: refund.id,
      ref: moneyRef(held),
      amount: money(refund.amount, refund.currency),
      paid: received,
      refundedBefore: money(gone, refund.currency),
      reason: refund.reason,
      callbackUrl: `${ctx.ports.siteUrl}/api/payments/webhook/${attempt.driver}`,
      refundRef: refund.refundRef,
    },
  };
}

async function keepRefundReport(ctx: Ctx, tx: Tx, refundId: string, report: RefundReport): Promise<Carried> {
  const found = await lock(tx, refundId);
  if (!found) return 'left';
  const { held, refund } = found;
  if (refund.state === 'done') return 'refund_done';
  if (refund.state !== 'asking' && refund.state !== 'pending') return 'left';
  if (report.status === 'done') {
    await finishRefund(ctx, tx, held, refund, { refundRef: report.refundRef });
    return 'refund_done';
  }
  const named = refund.refundRef === null && report.refundRef !== null ? { refundRef: report.refundRef } : {};
  if (report.status === 'failed') {
    // nothing has moved, and the money is still the payer's
    await refunds.changeRefund(tx, refund, { ...named }, ctx.now);
    await handOver(ctx, tx, found, 'refund_failed');
    return 'by_hand';
  }
  await refunds.changeRefund(tx, refund, { state: 'pending', ...named }, ctx.now);
  if (refund.state === 'asking') {
    const to = attemptMachine[held.attempt.state].ask_refund;
    if (to !== undefined) {
      await attempts.changeAttempt(tx, held.attempt, { state: to }, ctx.now);
      if (held.payment.state === 'refund_due') await movePayment(ctx, tx, held.payment, 'ask_refund');
    }
    await note(ctx, tx, held, 'payment.refund_asked', 'the gateway took the refund', { refundId });
  }
  return 'refund_pending';
}

/** A person must send the money back, and is told once. */
async function handOver(
  ctx: Ctx,
  tx: Tx,
  { held, refund }: Found,
  why: 'refund_by_hand' | 'refund_refused' | 'refund_failed',
): Promise<void> {
  if (refund.state !== 'due' && refund.state !== 'asking' && refund.state !== 'pending') return;
  const { payment, attempt } = held;
  await refunds.changeRefund(tx, refund, { state: 'by_hand' }, ctx.now);
  await attempts.changePayment(tx, payment, { flag: why }, ctx.now);
  const amount = money(refund.amount, refund.currency);
  await note(ctx, tx, held, `payment.${why}`, 'a person must send the money back', { refundId: refund.id, amount });
  await cases.openCase(
    tx,
    {
      kind: why === 'refund_failed' ? 'refund_failed' : 'refund_by_hand',
      subject: refund.id,
      driver: attempt.driver,
      paymentId: payment.id,
      refundId: refund.id,
      facts: { amount, reference: moneyRef(held), why },
    },
    ctx.now,
  );
}

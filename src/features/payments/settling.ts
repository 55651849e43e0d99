import { money, type Money } from '../../core/money.ts';
import type { Tx } from '../../db/client.ts';
import type { Ctx } from '../ctx.ts';
import { issueReceipt } from '../documents/service.ts';
import * as attempts from './queries/attempts.ts';
import * as records from './queries/notices.ts';
import {
  attemptMachine,
  mayAdopt,
  paymentMachine,
  settle,
  unsettledAttemptStates,
  type AttemptState,
  type PaymentMove,
  type Report,
} from './rules.ts';

export type Verdict =
  | 'settled'
  | 'no_news'
  /** money is here that nothing can use: it goes back */
  | 'refund_due'
  /** the gateway holds another sum than we asked for: a person decides */
  | 'amount_differs'
  /** the report is about a payment that is not this attempt's */
  | 'not_ours';

type Held = { payment: attempts.PaymentRow; attempt: attempts.AttemptRow };

export const owed = (payment: { amount: number; currency: Money['currency'] }): Money =>
  money(payment.amount, payment.currency);

const isUndecided = (state: AttemptState) => unsettledAttemptStates.some((one) => one === state);
const holdsMoney = (state: AttemptState) => state === 'paid' || state === 'refund_due' || state === 'refund_pending';

/** What one report changes, in one transaction: payment, attempt, what is paid for, audit. Twenty at once settle once. */
export const keepReport = (ctx: Ctx, attemptId: string, report: Report, noticeId?: string): Promise<Verdict> =>
  ctx.doors.asSystem('payments: settle').write(async (tx) => {
    const verdict = await settleIn(ctx, tx, attemptId, report);
    if (noticeId !== undefined) await records.judgeNotice(tx, noticeId, verdict, ctx.now);
    return verdict;
  });

async function settleIn(ctx: Ctx, tx: Tx, attemptId: string, report: Report): Promise<Verdict> {
  const found = await attempts.lockAttempt(tx, attemptId);
  if (!found) return 'not_ours';
  const held = { ...found, attempt: await adopt(ctx, tx, found, report) };
  const { payment, attempt } = held;
  const settlement = settle({ ref: attempt.ref ?? '', amount: owed(payment), state: attempt.state }, report);
  if (settlement.kind === 'not_ours') return 'not_ours';
  await attempts.changeAttempt(tx, attempt, { askedAt: ctx.now }, ctx.now);
  if (settlement.kind === 'no_news') return 'no_news';
  if (settlement.kind === 'amount_differs') {
    if (payment.flag !== 'amount_differs') {
      await attempts.changePayment(tx, payment, { flag: 'amount_differs' }, ctx.now);
      await note(ctx, tx, held, 'payment.amount_differs', 'the gateway names another sum', {
        expected: owed(payment),
        reported: settlement.reported,
      });
    }
    return 'amount_differs';
  }
  if (settlement.to === 'paid') return takeMoney(ctx, tx, held);
  if (settlement.to === 'refunded') return giveBack(ctx, tx, held);
  await attempts.changeAttempt(tx, attempt, { state: settlement.to }, ctx.now);
  if (settlement.to === 'refund_pending') {
    await movePayment(ctx, tx, payment, 'ask_refund');
    await note(ctx, tx, held, 'payment.refund_asked', 'the gateway took the refund', {});
  } else {
    await closeIfOver(ctx, tx, held);
  }
  return 'settled';
}

/** An attempt without a reference learns it from its own secret address, when the gateway holds the very sum under it. */
async function adopt(ctx: Ctx, tx: Tx, held: Held, report: Report): Promise<attempts.AttemptRow> {
  const { payment, attempt } = held;
  if (!mayAdopt({ ref: attempt.ref, amount: owed(payment), state: attempt.state }, report)) return attempt;
  if (await attempts.refTaken(tx, attempt.driver, report.ref)) return attempt;
  await attempts.changeAttempt(tx, attempt, { ref: report.ref }, ctx.now);
  const learned = { ...attempt, ref: report.ref };
  await note(
    ctx,
    tx,
    { payment, attempt: learned },
    'payment.reference_learned',
    'named by a call to the secret address and confirmed by the gateway',
    {},
  );
  return learned;
}

async function takeMoney(ctx: Ctx, tx: Tx, held: Held): Promise<Verdict> {
  const { payment, attempt } = held;
  const facts = { paidAt: ctx.now, paidThrough: attempt.driver, paidReference: attempt.ref ?? '' };
  if (payment.state !== 'pending' && payment.state !== 'failed') return oweBack(ctx, tx, held, 'paid_twice', {});
  const outcome = await ctx.ports.payables[payment.payableKind].paid(tx, payment.payableId, ctx.now);
  if (outcome !== 'confirmed') {
    return oweBack(ctx, tx, held, outcome === 'time_gone' ? 'time_gone' : 'paid_twice', {
      state: paymentMachine[payment.state].owe,
      ...facts,
    });
  }
  await attempts.changeAttempt(tx, attempt, { state: 'paid' }, ctx.now);
  await attempts.changePayment(
    tx,
    payment,
    { state: paymentMachine[payment.state].pay, flag: null, ...facts },
    ctx.now,
  );
  await issueReceipt(ctx, tx, payment, { through: attempt.driver, reference: attempt.ref ?? '', at: ctx.now });
  await note(ctx, tx, held, 'payment.paid', 'the gateway confirmed it', { amount: owed(payment) });
  return 'settled';
}

async function oweBack(
  ctx: Ctx,
  tx: Tx,
  held: Held,
  flag: 'paid_twice' | 'time_gone',
  change: attempts.PaymentChange,
): Promise<Verdict> {
  await attempts.changeAttempt(tx, held.attempt, { state: 'refund_due' }, ctx.now);
  await attempts.changePayment(tx, held.payment, { ...change, flag }, ctx.now);
  // it came in, so a receipt says so; what goes back of it gets a credit note
  if (change.paidAt) {
    const paid = { through: held.attempt.driver, reference: held.attempt.ref ?? '', at: change.paidAt };
    await issueReceipt(ctx, tx, held.payment, paid);
  }
  await note(ctx, tx, held, 'payment.refund_due', flag, { amount: owed(held.payment) });
  await records.announce(tx, 'payment.refund_due', held, ctx.now);
  return 'refund_due';
}

async function giveBack(ctx: Ctx, tx: Tx, held: Held): Promise<Verdict> {
  const { payment, attempt } = held;
  const elsewhere = await attempts.otherStates(tx, payment.id, attempt.id);
  await attempts.changeAttempt(tx, attempt, { state: 'refunded' }, ctx.now);
  await note(ctx, tx, held, 'payment.refunded', 'the gateway gave it back', { amount: owed(payment) });
  await records.announce(tx, 'payment.refunded', held, ctx.now);
  if (attempt.state === 'paid' || !elsewhere.some(holdsMoney)) {
    const to = paymentMachine[payment.state].refund;
    if (to === undefined) await closeIfOver(ctx, tx, held);
    else {
      // nobody here asked for it: whoever runs the site should know
      const flag = payment.state === 'paid' ? 'refunded_at_gateway' : null;
      await attempts.changePayment(tx, payment, { state: to, refundedAt: ctx.now, flag }, ctx.now);
      await ctx.ports.payables[payment.payableKind].refunded(tx, payment.payableId, ctx.now);
    }
  } else if (
    payment.state === 'paid' &&
    payment.flag === 'paid_twice' &&
    !elsewhere.some((state) => state === 'refund_due' || state === 'refund_pending')
  ) {
    await attempts.changePayment(tx, payment, { flag: null }, ctx.now);
  }
  return 'settled';
}

/** A payment has failed when no attempt of it can still bring money by itself. */
async function closeIfOver(ctx: Ctx, tx: Tx, { payment, attempt }: Held): Promise<void> {
  if (payment.state !== 'pending') return;
  const elsewhere = await attempts.otherStates(tx, payment.id, attempt.id);
  if (!elsewhere.some(isUndecided)) await movePayment(ctx, tx, payment, 'fail');
}

async function movePayment(ctx: Ctx, tx: Tx, payment: attempts.PaymentRow, move: PaymentMove): Promise<void> {
  const to = paymentMachine[payment.state][move];
  if (to !== undefined) await attempts.changePayment(tx, payment, { state: to }, ctx.now);
}

/** An opening that was refused, or a way to pay that nobody will use any more. */
export const endAttempt = (ctx: Ctx, attemptId: string, move: 'fail' | 'expire' | 'cancel'): Promise<void> =>
  ctx.doors.asSystem('payments: end an attempt').write(async (tx) => {
    const held = await attempts.lockAttempt(tx, attemptId);
    const to = held ? attemptMachine[held.attempt.state][move] : undefined;
    if (!held || to === undefined) return;
    await attempts.changeAttempt(tx, held.attempt, { state: to }, ctx.now);
    await closeIfOver(ctx, tx, held);
  });

export const note = (
  ctx: Ctx,
  tx: Tx,
  { payment, attempt }: Held,
  action: string,
  reason: string,
  data: Record<string, unknown>,
) =>
  records.audit(tx, {
    action,
    paymentId: payment.id,
    reason,
    data: { ...data, attemptId: attempt.id, driver: attempt.driver, reference: attempt.ref },
    requestId: ctx.requestId,
    now: ctx.now,
  });

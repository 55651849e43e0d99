import { AppError } from '../../core/errors.ts';
import { money, type Money } from '../../core/money.ts';
import type { AnyDb, Tx } from '../../db/client.ts';
import type { Ctx } from '../ctx.ts';
import { issueCreditNote } from '../documents/service.ts';
import { chargedBack, paymentReceived, refundDone, refundFailed, refundOwed, type TakenFrom } from '../ledger/rules.ts';
import { bearers } from '../ledger/rules/earnings.ts';
import { booksOf, post } from '../ledger/service.ts';
import * as attempts from './queries/attempts.ts';
import * as cases from './queries/cases.ts';
import * as records from './queries/notices.ts';
import * as refunds from './queries/refunds.ts';
import {
  attemptMachine,
  decideRefund,
  explainReturned,
  paymentMachine,
  promisesKept,
  unsettledAttemptStates,
  type AttemptState,
  type PaymentMove,
  type RefundReason,
} from './rules.ts';

/** A payment and one of its attempts, both locked, payment first. */
export type Held = { payment: attempts.PaymentRow; attempt: attempts.AttemptRow };

/** What came in through an attempt, or what was asked for. */
export const owed = (attempt: { amount: number; receivedAmount?: number | null; currency: Money['currency'] }): Money =>
  money(attempt.receivedAmount ?? attempt.amount, attempt.currency);

/** The name the gateway has for the money itself: under an agreement that of its first payment. */
export const moneyRef = ({ payment, attempt }: Held): string =>
  (attempt.mode === 'agreement' && attempt.state === 'paid' ? payment.paidReference : null) ?? attempt.ref ?? '';

const unfinished = ['due', 'asking', 'pending', 'by_hand'] as const;
const isUnfinished = ({ state }: refunds.RefundRow) => unfinished.some((one) => one === state);
export const isUndecided = (state: AttemptState) => unsettledAttemptStates.some((one) => one === state);
const holdsMoney = (state: AttemptState) => state === 'paid' || state === 'refund_due' || state === 'refund_pending';
const total = (rows: readonly refunds.RefundRow[], which: (row: refunds.RefundRow) => boolean) =>
  rows.reduce((sum, row) => (which(row) ? sum + row.amount : sum), 0);

export const note = (
  ctx: Ctx,
  tx: AnyDb,
  { payment, attempt }: Held,
  action: string,
  reason: string,
  data: Record<string, unknown>,
  actorId?: string,
) =>
  records.audit(tx, {
    action,
    paymentId: payment.id,
    reason,
    data: { ...data, attemptId: attempt.id, driver: attempt.driver, reference: attempt.ref },
    requestId: ctx.requestId,
    ...(actorId !== undefined && { actorId }),
    now: ctx.now,
  });

export async function movePayment(ctx: Ctx, tx: Tx, payment: attempts.PaymentRow, move: PaymentMove): Promise<void> {
  const to = paymentMachine[payment.state][move];
  if (to !== undefined) await attempts.changePayment(tx, payment, { state: to }, ctx.now);
}

/** A payment has failed when no attempt of it can still bring money by itself. */
export async function closeIfOver(ctx: Ctx, tx: Tx, { payment, attempt }: Held): Promise<void> {
  if (payment.state !== 'pending') return;
  const elsewhere = await attempts.otherStates(tx, payment.id, attempt.id);
  if (!elsewhere.some(isUndecided)) await movePayment(ctx, tx, payment, 'fail');
}

/** Money is here that nothing can use. */
export const keepUnmatched = (ctx: Ctx, tx: Tx, { payment, attempt }: Held) =>
  post(
    tx,
    paymentReceived({
      attemptId: attempt.id,
      paymentId: payment.id,
      driver: attempt.driver,
      amount: owed(attempt),
      for: 'nothing',
    }),
    ctx.now,
  );

/** Who bears it: whoever has what this attempt brought. */
async function takenFrom(tx: Tx, { payment, attempt }: Held, amount: number): Promise<TakenFrom | null> {
  if (attempt.state !== 'paid') return [{ account: 'unmatched', amount }];
  return bearers(await booksOf(tx, payment.id), amount, payment.payeeId);
}

export type Wish = { amount: number; reason: RefundReason; note?: string; requestedBy?: string };

/** A sum goes back out of one attempt: decided and set aside in the books. It leaves when it is carried out. */
export async function addRefund(ctx: Ctx, tx: Tx, held: Held, wish: Wish): Promise<refunds.RefundRow> {
  const { payment, attempt } = held;
  const rows = await refunds.refundsOf(tx, attempt.id);
  const may = decideRefund(
    {
      state: attempt.state,
      received: owed(attempt).amount,
      goingBack: total(rows, ({ state }) => state !== 'failed'),
    },
    wish.amount,
  );
  if (!may.ok) throw new AppError(may.why);
  const from = await takenFrom(tx, held, wish.amount);
  if (from === null) throw new AppError('refund_too_much');
  const refund = await refunds.addRefund(
    tx,
    {
      paymentId: payment.id,
      attemptId: attempt.id,
      payerId: payment.payerId,
      amount: wish.amount,
      currency: attempt.currency,
      reason: wish.reason,
      note: wish.note ?? '',
      requestedBy: wish.requestedBy ?? null,
    },
    ctx.now,
  );
  const amount = money(wish.amount, attempt.currency);
  await post(tx, refundOwed({ refundId: refund.id, paymentId: payment.id, amount, from }), ctx.now);
  const said = { refundId: refund.id, amount };
  await note(ctx, tx, held, 'payment.refund_due', wish.note || wish.reason, said, wish.requestedBy);
  await records.announce(tx, 'payment.refund_due', { ...held, refund }, ctx.now);
  return refund;
}

/**
 * A refund of what was paid for something: a part, all that is left of it, or so much as far as it is left. Joins the caller's transaction, in the
 * system's door; the clock carries it out, or `carryOutRefund` at once. Null: nothing is left to give back.
 */
export async function wishRefund(
  ctx: Ctx,
  tx: Tx,
  paymentId: string,
  wish: Omit<Wish, 'amount'> & { amount: number | 'rest' | { atMost: number }; attemptId?: string },
): Promise<refunds.RefundRow | null> {
  const held = await attempts.lockMoneyOf(tx, paymentId, wish.attemptId);
  if (!held) return null;
  const rows = await refunds.refundsOf(tx, held.attempt.id);
  const left = owed(held.attempt).amount - total(rows, ({ state }) => state !== 'failed');
  if (typeof wish.amount !== 'number' && left <= 0) return null;
  const amount =
    wish.amount === 'rest' ? left : typeof wish.amount === 'number' ? wish.amount : Math.min(wish.amount.atMost, left);
  return addRefund(ctx, tx, held, { ...wish, amount });
}

type Finish = { refundRef?: string | null; manualReference?: string; by?: string };

/** It left: the row, the books, what was sold, the paper, the letter. */
export async function finishRefund(
  ctx: Ctx,
  tx: Tx,
  held: Held,
  refund: refunds.RefundRow,
  how: Finish,
): Promise<void> {
  const { payment, attempt } = held;
  const amount = money(refund.amount, refund.currency);
  const refundRef = refund.refundRef ?? how.refundRef ?? null;
  if (refund.state !== 'done')
    await refunds.changeRefund(
      tx,
      refund,
      {
        state: 'done',
        doneAt: ctx.now,
        refundRef,
        ...(how.manualReference !== undefined && { manualReference: how.manualReference }),
        ...(how.by !== undefined && { settledBy: how.by }),
      },
      ctx.now,
    );
  const driver = how.manualReference === undefined ? attempt.driver : 'bank';
  await post(tx, refundDone({ refundId: refund.id, paymentId: payment.id, driver, amount }), ctx.now);
  const rows = await refunds.refundsOf(tx, attempt.id);
  const whole = total(rows, ({ state }) => state === 'done') >= owed(attempt).amount;
  const used = attempt.state === 'paid';
  const reference = how.manualReference ?? refundRef ?? attempt.ref ?? '';
  const of = { through: attempt.driver, reference: moneyRef(held) };
  if (whole) await close(ctx, tx, held);
  else if (used)
    await ctx.ports.payables[payment.payableKind].refunded(tx, payment.payableId, ctx.now, { amount, whole });
  await issueCreditNote(ctx, tx, payment, { id: refund.id, amount, reference, at: ctx.now, of });
  await note(ctx, tx, held, 'payment.refunded', refund.reason, { refundId: refund.id, amount, reference }, how.by);
  await records.announce(tx, 'payment.refunded', { ...held, refund }, ctx.now);
  const done = { by: how.by ?? null, resolution: `given back: ${reference}` };
  await cases.closeCases(tx, { kinds: ['refund_by_hand', 'refund_failed'], subject: refund.id }, done, ctx.now);
  if (refund.reason === 'wrong_sum')
    await cases.closeCases(tx, { kinds: ['amount_differs'], subject: attempt.id }, done, ctx.now);
}

/** Nothing of it is left. The payment follows when this was its money, or when no other is here. */
async function close(ctx: Ctx, tx: Tx, held: Held): Promise<void> {
  const { payment, attempt } = held;
  const to = attemptMachine[attempt.state].refund;
  if (to === undefined) return;
  const elsewhere = await attempts.otherStates(tx, payment.id, attempt.id);
  await attempts.changeAttempt(tx, attempt, { state: to }, ctx.now);
  if (attempt.state === 'paid' || !elsewhere.some(holdsMoney)) {
    const next = paymentMachine[payment.state].refund;
    if (next === undefined) {
      if (payment.flag === 'amount_differs') await attempts.changePayment(tx, payment, { flag: null }, ctx.now);
      await closeIfOver(ctx, tx, held);
    } else {
      const flag = payment.flag === 'refunded_at_gateway' ? payment.flag : null;
      await attempts.changePayment(tx, payment, { state: next, refundedAt: ctx.now, flag }, ctx.now);
      const back = { amount: owed(attempt), whole: true };
      await ctx.ports.payables[payment.payableKind].refunded(tx, payment.payableId, ctx.now, back);
    }
  } else if (
    payment.state === 'paid' &&
    payment.flag !== null &&
    !elsewhere.some((state) => state === 'refund_due' || state === 'refund_pending')
  ) {
    await attempts.changePayment(tx, payment, { flag: null }, ctx.now);
  }
}

/** It will not leave: what was set aside goes back to whose it was, and the attempt holds it still. */
export async function dropRefund(
  ctx: Ctx,
  tx: Tx,
  held: Held,
  refund: refunds.RefundRow,
  reason: string,
  by?: string,
): Promise<void> {
  await refunds.changeRefund(tx, refund, { state: 'failed', ...(by !== undefined && { settledBy: by }) }, ctx.now);
  const amount = money(refund.amount, refund.currency);
  const from = await refunds.setAside(tx, refund.id);
  await post(tx, refundFailed({ refundId: refund.id, paymentId: held.payment.id, amount, from }), ctx.now);
  await note(ctx, tx, held, 'payment.refund_failed', reason, { refundId: refund.id, amount }, by);
  await cases.closeCases(
    tx,
    { kinds: ['refund_by_hand', 'refund_failed'], subject: refund.id },
    { by: by ?? null, resolution: reason },
    ctx.now,
  );
}

/**
 * The gateway says how much of this attempt has gone back. What we wished for is finished by it; what nobody here asked for
 * is written down as done over there, and somebody is told.
 */
export async function keepReturned(ctx: Ctx, tx: Tx, given: Held, returned: number): Promise<boolean> {
  let held = given;
  const rows = await refunds.refundsOf(tx, held.attempt.id);
  const { finished, unasked } = explainReturned(rows, returned);
  for (const refund of rows.filter(({ id }) => finished.includes(id))) {
    await finishRefund(ctx, tx, held, refund, {});
    held = (await attempts.lockAttempt(tx, held.attempt.id)) ?? held;
  }
  return (await keepMadeThere(ctx, tx, held, unasked)) || finished.length > 0;
}

/** More went back over there than the books can say: promised already, and not sent as it was promised. */
const tellOfMore = async (ctx: Ctx, tx: Tx, { payment, attempt }: Held, more: number): Promise<void> => {
  const rows = await refunds.refundsOf(tx, attempt.id);
  const returned = total(rows, ({ state, manualReference }) => state === 'done' && manualReference === null);
  const received = owed(attempt).amount;
  const facts = {
    reference: attempt.ref,
    currency: attempt.currency,
    books: { received, returned },
    gateway: { received, returned: returned + more, currency: attempt.currency, status: 'refunded' },
  };
  await cases.openCase(
    tx,
    { kind: 'ledger_differs', subject: attempt.id, driver: attempt.driver, paymentId: payment.id, facts },
    ctx.now,
  );
};

/** A refund of the gateway's own making is written down as done; no more of it than is left. */
export async function keepMadeThere(
  ctx: Ctx,
  tx: Tx,
  given: Held,
  unasked: number,
  refundRef?: string,
): Promise<boolean> {
  let held = given;
  const rows = await refunds.refundsOf(tx, held.attempt.id);
  const known = (row: refunds.RefundRow) => row.id === refundRef || row.refundRef === refundRef;
  if (refundRef !== undefined && rows.some(known)) return false;
  const left = owed(held.attempt).amount - total(rows, ({ state }) => state !== 'failed');
  const sum = Math.min(unasked, left);
  const { kept, unexplained } = promisesKept(rows, unasked - sum);
  for (const refund of rows.filter(({ id }) => kept.includes(id))) {
    // one row alone carries the name of what was made over there
    await finishRefund(ctx, tx, held, refund, sum <= 0 && refund.id === kept[0] && refundRef ? { refundRef } : {});
    held = (await attempts.lockAttempt(tx, held.attempt.id)) ?? held;
  }
  if (unexplained > 0) await tellOfMore(ctx, tx, held, unexplained);
  const from = sum > 0 ? await takenFrom(tx, held, sum) : null;
  if (from === null) return kept.length > 0;
  const { payment, attempt } = held;
  const amount = money(sum, attempt.currency);
  const refund = await refunds.addRefund(
    tx,
    {
      paymentId: payment.id,
      attemptId: attempt.id,
      payerId: payment.payerId,
      amount: sum,
      currency: attempt.currency,
      reason: 'at_gateway',
      state: 'done',
      doneAt: ctx.now,
      ...(refundRef !== undefined && { refundRef }),
    },
    ctx.now,
  );
  await post(tx, refundOwed({ refundId: refund.id, paymentId: payment.id, amount, from }), ctx.now);
  // nobody here asked for it: whoever runs the site should know
  if (attempt.state === 'paid') {
    await attempts.changePayment(tx, payment, { flag: 'refunded_at_gateway' }, ctx.now);
    held = { ...held, payment: { ...payment, flag: 'refunded_at_gateway' } };
  }
  await cases.openCase(
    tx,
    {
      kind: 'refunded_at_gateway',
      subject: refund.id,
      driver: attempt.driver,
      paymentId: payment.id,
      refundId: refund.id,
      facts: { amount, reference: attempt.ref },
    },
    ctx.now,
  );
  await finishRefund(ctx, tx, held, refund, {});
  return true;
}

/** What may have gone back at the gateway so far: what we know has, and that with what is on its way. */
export async function mayHaveReturned(tx: Tx, attemptId: string): Promise<number[]> {
  const there = (await refunds.refundsOf(tx, attemptId)).filter(({ manualReference }) => manualReference === null);
  const done = total(there, ({ state }) => state === 'done');
  return [done, done + total(there, ({ state }) => state === 'asking' || state === 'pending')];
}

/** The payer's bank took it back: what has not gone back by itself, borne by whoever has it, the rest by the site. */
export async function keepChargeback(ctx: Ctx, tx: Tx, given: Held): Promise<void> {
  let held = given;
  const { attempt } = held;
  for (const refund of (await refunds.refundsOf(tx, attempt.id)).filter(isUnfinished)) {
    await dropRefund(ctx, tx, held, refund, 'the payer’s bank took the money back');
    held = (await attempts.lockAttempt(tx, attempt.id)) ?? held;
  }
  const { payment } = held;
  const rows = await refunds.refundsOf(tx, attempt.id);
  const left = owed(attempt).amount - total(rows, ({ state }) => state === 'done');
  const amount = money(left, attempt.currency);
  if (left > 0) {
    const books = await booksOf(tx, payment.id);
    const there = books.held + books.owed + books.commission + books.sales;
    const from = await takenFrom(tx, held, attempt.state === 'paid' ? Math.min(left, there) : left);
    const entry = { attemptId: attempt.id, paymentId: payment.id, driver: attempt.driver, amount, from: from ?? [] };
    await post(tx, chargedBack(entry), ctx.now);
  }
  const used = attempt.state === 'paid';
  const elsewhere = await attempts.otherStates(tx, payment.id, attempt.id);
  await attempts.changeAttempt(tx, attempt, { state: 'charged_back' }, ctx.now);
  const to = paymentMachine[payment.state].charge_back;
  if (to !== undefined && (used || !elsewhere.some(holdsMoney)))
    await attempts.changePayment(tx, payment, { state: to, flag: 'charged_back' }, ctx.now);
  else await closeIfOver(ctx, tx, held);
  if (used) await ctx.ports.payables[payment.payableKind].chargedBack(tx, payment.payableId, ctx.now);
  await note(ctx, tx, held, 'payment.charged_back', 'the payer’s bank took the money back', { amount });
  await cases.openCase(
    tx,
    {
      kind: 'charged_back',
      subject: attempt.id,
      driver: attempt.driver,
      paymentId: payment.id,
      facts: { amount, reference: attempt.ref },
    },
    ctx.now,
  );
}

import type { Money } from '../../core/money.ts';
import type { Tx } from '../../db/client.ts';
import type { Ctx } from '../ctx.ts';
import { issueReceipt } from '../documents/service.ts';
import { paymentReceived } from '../ledger/rules.ts';
import { post } from '../ledger/service.ts';
import { settlePlainly, type Seen } from './plain.ts';
import * as attempts from './queries/attempts.ts';
import * as cases from './queries/cases.ts';
import * as records from './queries/notices.ts';
import {
  addRefund,
  closeIfOver,
  keepChargeback,
  keepMadeThere,
  keepReturned,
  keepUnmatched,
  mayHaveReturned,
  movePayment,
  note,
  owed,
  type Held,
} from './refunds.ts';
import {
  attemptMachine,
  mayAdopt,
  paymentMachine,
  receivedMoney,
  settle,
  type RefundReason,
  type Report,
  type UnderAgreement,
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

export type Told = { noticeId?: string; agreement?: UnderAgreement['agreement']; seen?: Seen | null };

/** What one report changes, in one transaction: payment, attempt, books, what is paid for, paper, audit. Twenty at once settle once. */
export async function keepReport(ctx: Ctx, attemptId: string, report: Report, told: Told = {}): Promise<Verdict> {
  const { noticeId, seen } = told;
  if (seen && noticeId !== undefined && !told.agreement && (await settlePlainly(ctx, seen, report, noticeId)))
    return 'settled';
  return ctx.doors.asSystem('payments: settle').write(async (tx) => {
    const verdict = await settleIn(ctx, tx, attemptId, report, told);
    if (noticeId !== undefined) await records.judgeNotice(tx, noticeId, verdict, ctx.now);
    return verdict;
  });
}

/** A refund with a name of its own, proven by its gateway: one of ours is carried out by asking, any other was made over there. */
export const keepUnasked = (ctx: Ctx, attemptId: string, refundRef: string, done: Money): Promise<boolean> =>
  ctx.doors.asSystem('payments: a refund made over there').write(async (tx) => {
    const held = await attempts.lockAttempt(tx, attemptId);
    if (!held || !receivedMoney(held.attempt.state) || done.currency !== held.attempt.currency) return false;
    return keepMadeThere(ctx, tx, held, done.amount, refundRef);
  });

async function settleIn(ctx: Ctx, tx: Tx, attemptId: string, said: Report, told: Told): Promise<Verdict> {
  const found = await attempts.lockAttempt(tx, attemptId);
  if (!found) return 'not_ours';
  // under an agreement the money has a name of its own over there
  const aboutFirst = found.attempt.mode === 'agreement' && said.ref === found.payment.paidReference;
  const report = aboutFirst ? { ...said, ref: found.attempt.ref ?? said.ref } : said;
  const held = { ...found, attempt: await adopt(ctx, tx, found, report) };
  const { attempt } = held;
  const returned = report.status === 'charged_back' ? await mayHaveReturned(tx, attemptId) : [];
  const settlement = settle({ ref: attempt.ref ?? '', amount: owed(attempt), state: attempt.state, returned }, report);
  if (settlement.kind === 'not_ours') return 'not_ours';
  await attempts.changeAttempt(tx, attempt, { askedAt: ctx.now }, ctx.now);
  if (settlement.kind === 'amount_differs') {
    await wrongSum(ctx, tx, held, report, settlement.reported);
    return 'amount_differs';
  }
  const before: Verdict =
    settlement.kind === 'news' ? await apply(ctx, tx, held, report, settlement.to, told) : 'no_news';
  const back = report.status === 'refunded' ? report.amount : report.status === 'paid' ? report.refunded : undefined;
  if (back === undefined || back.amount <= 0) return before;
  const now = await attempts.lockAttempt(tx, attemptId);
  if (!now || !receivedMoney(now.attempt.state)) return before;
  return (await keepReturned(ctx, tx, now, back.amount)) ? 'settled' : before;
}

async function apply(
  ctx: Ctx,
  tx: Tx,
  held: Held,
  report: Report,
  to: attempts.AttemptRow['state'],
  told: Told,
): Promise<Verdict> {
  const { payment, attempt } = held;
  if (to === 'paid') return takeMoney(ctx, tx, held, told.agreement ?? null);
  if (to === 'refunded' || to === 'charged_back') {
    const here = receivedMoney(attempt.state) ? held : await cameAndWent(ctx, tx, held);
    if (to === 'charged_back') await keepChargeback(ctx, tx, here);
    return 'settled';
  }
  await attempts.changeAttempt(tx, attempt, { state: to }, ctx.now);
  if (to === 'refund_pending') {
    if (payment.state === 'refund_due') await movePayment(ctx, tx, payment, 'ask_refund');
    await note(ctx, tx, held, 'payment.refund_asked', 'the gateway took the refund', { says: report.status });
  } else {
    await closeIfOver(ctx, tx, held);
  }
  return 'settled';
}

/** That it came in was never told, and it has gone already: the books say both, and nothing was bought with it. */
async function cameAndWent(ctx: Ctx, tx: Tx, held: Held): Promise<Held> {
  await keepUnmatched(ctx, tx, held);
  const state = attemptMachine[held.attempt.state].owe;
  if (state === undefined) return held;
  await attempts.changeAttempt(tx, held.attempt, { state }, ctx.now);
  return { ...held, attempt: { ...held.attempt, state } };
}

/** The gateway holds another sum. It is kept as what it is, goes back by itself, and a person is told. */
async function wrongSum(ctx: Ctx, tx: Tx, held: Held, report: Report, reported: attempts.Sum): Promise<void> {
  const { payment, attempt } = held;
  if (payment.flag !== 'amount_differs') {
    await attempts.changePayment(tx, payment, { flag: 'amount_differs' }, ctx.now);
    const data = { expected: owed(attempt), reported };
    await note(ctx, tx, held, 'payment.amount_differs', 'the gateway names another sum', data);
    await cases.openCase(
      tx,
      { kind: 'amount_differs', subject: attempt.id, driver: attempt.driver, paymentId: payment.id, facts: data },
      ctx.now,
    );
  }
  const arrived = report.status === 'paid' || report.status === 'refunded' || report.status === 'charged_back';
  const state = attemptMachine[attempt.state].owe;
  // in another currency, or beside what came in already, only a person can tell what it is
  if (!arrived || receivedMoney(attempt.state) || state === undefined) return;
  if (reported.currency !== attempt.currency || reported.amount <= 0) return;
  const change = { state, receivedAmount: reported.amount };
  await attempts.changeAttempt(tx, attempt, change, ctx.now);
  const now = { payment: { ...payment, flag: 'amount_differs' }, attempt: { ...attempt, ...change } };
  await keepUnmatched(ctx, tx, now);
  if (report.status === 'charged_back') return keepChargeback(ctx, tx, now);
  if (report.status === 'refunded') return void (await keepReturned(ctx, tx, now, reported.amount));
  if (report.status === 'paid' && report.refunded) await keepReturned(ctx, tx, now, report.refunded.amount);
  const left = reported.amount - (report.status === 'paid' ? (report.refunded?.amount ?? 0) : 0);
  if (left > 0) await addRefund(ctx, tx, now, { amount: left, reason: 'wrong_sum' });
}

/** An attempt without a reference learns it from its own secret address, when the gateway holds the very sum under it. */
async function adopt(ctx: Ctx, tx: Tx, held: Held, report: Report): Promise<attempts.AttemptRow> {
  const { payment, attempt } = held;
  if (!mayAdopt({ ref: attempt.ref, amount: owed(attempt), state: attempt.state }, report)) return attempt;
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

async function takeMoney(ctx: Ctx, tx: Tx, held: Held, agreement: UnderAgreement['agreement']): Promise<Verdict> {
  const { payment } = held;
  if (agreement && held.attempt.agreementRef === null)
    await attempts.changeAttempt(tx, held.attempt, { agreementRef: agreement.ref }, ctx.now);
  const attempt = { ...held.attempt, agreementRef: held.attempt.agreementRef ?? agreement?.ref ?? null };
  const here = { payment, attempt };
  const reference = agreement?.paidReference ?? attempt.ref ?? '';
  const facts = { paidAt: ctx.now, paidThrough: attempt.driver, paidReference: reference };
  const pays = payment.state === 'pending' || payment.state === 'failed';
  // what this reference took has paid for something already, and can pay for nothing else
  if (!pays || (await attempts.paidUnder(tx, attempt.driver, reference)) !== null)
    return oweBack(ctx, tx, here, 'paid_twice', {});
  const outcome = await ctx.ports.payables[payment.payableKind].paid(tx, payment.payableId, ctx.now, {
    driver: attempt.driver,
    agreement: agreement && { ref: agreement.ref, paidUntil: agreement.paidUntil },
  });
  if (outcome !== 'confirmed') {
    return oweBack(ctx, tx, here, outcome === 'time_gone' ? 'time_gone' : 'paid_twice', {
      state: paymentMachine[payment.state].owe,
      ...facts,
    });
  }
  await attempts.changeAttempt(tx, attempt, { state: 'paid' }, ctx.now);
  const change = { state: paymentMachine[payment.state].pay, flag: null, ...facts };
  await attempts.changePayment(tx, payment, change, ctx.now);
  await post(
    tx,
    paymentReceived({
      attemptId: attempt.id,
      paymentId: payment.id,
      driver: attempt.driver,
      amount: owed(attempt),
      for: payment.payableKind,
    }),
    ctx.now,
  );
  await issueReceipt(ctx, tx, payment, { through: attempt.driver, reference, at: ctx.now });
  await note(ctx, tx, here, 'payment.paid', 'the gateway confirmed it', { amount: owed(attempt) });
  return 'settled';
}

async function oweBack(
  ctx: Ctx,
  tx: Tx,
  held: Held,
  flag: 'paid_twice' | 'time_gone',
  change: attempts.PaymentChange,
): Promise<Verdict> {
  const { payment, attempt } = held;
  await attempts.changeAttempt(tx, attempt, { state: 'refund_due' }, ctx.now);
  await attempts.changePayment(tx, payment, { ...change, flag }, ctx.now);
  const owing = {
    payment: { ...payment, ...change, state: change.state ?? payment.state, flag },
    attempt: { ...attempt, state: 'refund_due' as const },
  };
  await keepUnmatched(ctx, tx, owing);
  // it came in, so a receipt says so; what goes back of it gets a credit note
  if (change.paidAt) {
    const reference = change.paidReference ?? attempt.ref ?? '';
    await issueReceipt(ctx, tx, payment, { through: attempt.driver, reference, at: change.paidAt });
  }
  const reason: RefundReason = flag;
  await addRefund(ctx, tx, owing, { amount: owed(attempt).amount, reason });
  return 'refund_due';
}

/** An opening that was refused, or a way to pay that nobody will use any more. */
export const endAttempt = (
  ctx: Ctx,
  attemptId: string,
  move: 'fail' | 'expire' | 'cancel',
  lost = false,
): Promise<void> =>
  ctx.doors.asSystem('payments: end an attempt').write(async (tx) => {
    const held = await attempts.lockAttempt(tx, attemptId);
    const to = held ? attemptMachine[held.attempt.state][move] : undefined;
    if (!held || to === undefined) return;
    const { payment, attempt } = held;
    await attempts.changeAttempt(tx, attempt, { state: to }, ctx.now);
    await closeIfOver(ctx, tx, held);
    if (!lost) return;
    const facts = { amount: owed(attempt), reference: attempt.ref, openedAt: attempt.createdAt.toISOString() };
    await cases.openCase(
      tx,
      { kind: 'opening_lost', subject: attempt.id, driver: attempt.driver, paymentId: payment.id, facts },
      ctx.now,
    );
  });

import type * as z from 'zod';
import { absent, AppError, lostRace } from '../../core/errors.ts';
import { money, type Currency } from '../../core/money.ts';
import type { Tx } from '../../db/client.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { asker, operatorIn, requireOperator } from '../ledger/operator.ts';
import { askAbout, followUp, type Answer } from './asking.ts';
import { changePayment, lockMoneyOf } from './queries/attempts.ts';
import { openCase } from './queries/cases.ts';
import { audit } from './queries/notices.ts';
import * as queries from './queries/operator.ts';
import type { RefundRow } from './queries/refunds.ts';
import { carryOutRefund, lock } from './refunding.ts';
import { dropRefund, finishRefund, wishRefund } from './refunds.ts';
import type * as shape from './schema/operator.ts';

const iso = (at: Date | null) => at?.toISOString() ?? null;

const refundOf = ({ refund, driver }: { refund: RefundRow; driver: string }): z.input<typeof shape.refundView> => ({
  refundId: refund.id,
  paymentId: refund.paymentId,
  attemptId: refund.attemptId,
  driver,
  amount: money(refund.amount, refund.currency),
  reason: refund.reason,
  note: refund.note,
  state: refund.state,
  refundRef: refund.refundRef,
  manualReference: refund.manualReference,
  requestedBy: refund.requestedBy,
  settledBy: refund.settledBy,
  askedAt: iso(refund.askedAt),
  doneAt: iso(refund.doneAt),
  createdAt: refund.createdAt.toISOString(),
});

type Line = Awaited<ReturnType<typeof queries.onePayment>>[number];
const lineOf = ({ payment, payer }: Line) => ({
  paymentId: payment.id,
  payable: { kind: payment.payableKind, id: payment.payableId },
  payer: { userId: payer.id, name: payer.name, email: payer.email },
  payeeId: payment.payeeId,
  amount: money(payment.amount, payment.currency),
  commission: payment.commission,
  state: payment.state,
  flag: payment.flag,
  paidThrough: payment.paidThrough,
  paidReference: payment.paidReference,
  createdAt: payment.createdAt.toISOString(),
  paidAt: iso(payment.paidAt),
});

/** A page of rows, and where the next begins. */
function pageOf<Row, Item>(rows: readonly Row[], limit: number, id: (row: Row) => string, item: (row: Row) => Item) {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(item), nextCursor: rows.length > limit && last !== undefined ? id(last) : null };
}

export async function listOperatorPayments(ctx: Ctx, filter: z.output<typeof shape.paymentQuery>) {
  const { me, rows } = await userDoor(ctx).read((db) => ({
    me: asker(ctx, db),
    rows: queries.paymentsMeant(db, filter),
  }));
  requireOperator(me[0]);
  return pageOf(rows, filter.limit, ({ payment }) => payment.id, lineOf);
}

/** Everything that is known of one payment. Who changed what is read through the system's door, once the asker is known. */
export async function getOperatorPayment(ctx: Ctx, { paymentId }: { paymentId: string }) {
  const seen = await userDoor(ctx).read((db) => ({
    me: asker(ctx, db),
    found: queries.onePayment(db, paymentId),
    attempts: queries.attemptsOf(db, paymentId),
    notices: queries.noticesOfPayment(db, paymentId),
    refunds: queries.refundsOfPayment(db, paymentId),
    ledger: queries.booksOfPayment(db, paymentId),
  }));
  requireOperator(seen.me[0]);
  const line = seen.found[0] ?? absent();
  const { audited } = await ctx.doors
    .asSystem('operator: getOperatorPayment')
    .read((db) => ({ audited: queries.auditOf(db, paymentId) }));
  return {
    ...lineOf(line),
    attempts: seen.attempts.map(({ amount, currency, ...attempt }) => ({
      ...attempt,
      amount: money(amount, currency),
      askedAt: iso(attempt.askedAt),
      expiresAt: iso(attempt.expiresAt),
      createdAt: attempt.createdAt.toISOString(),
    })),
    notices: seen.notices.map((notice) => ({ ...notice, receivedAt: notice.receivedAt.toISOString() })),
    refunds: seen.refunds.map(refundOf),
    ledger: seen.ledger.map((entry) => ({
      ...entry,
      at: entry.at.toISOString(),
      // written by our own tables, whose checks name the currencies
      lines: entry.lines.map((one) => ({ ...one, currency: one.currency as Currency })),
    })),
    audit: audited.map((row) => ({ ...row, at: row.at.toISOString(), data: { ...row.data } })),
  };
}

export async function listRefunds(ctx: Ctx, filter: z.output<typeof shape.refundQuery>) {
  const { me, rows } = await userDoor(ctx).read((db) => ({
    me: asker(ctx, db),
    rows: queries.refundsMeant(db, filter),
  }));
  requireOperator(me[0]);
  return pageOf(rows, filter.limit, ({ refund }) => refund.id, refundOf);
}

const shown = async (tx: Tx, refundId: string) => refundOf((await queries.oneRefund(tx, refundId))[0] ?? absent());

/** Wished for here, sent by `sendRefund` once this is committed; where no gateway can, a person does it by hand. */
export async function createRefund(
  ctx: Ctx,
  tx: Tx,
  { paymentId, ...wish }: { paymentId: string } & z.output<typeof shape.createRefundBody>,
) {
  await operatorIn(ctx, tx);
  const held = (await lockMoneyOf(tx, paymentId)) ?? (await noMoney(tx, paymentId));
  const refund = await wishRefund(ctx, tx, held.payment.id, {
    amount: wish.amount ?? 'rest',
    reason: wish.reason,
    note: wish.note,
    requestedBy: actorOf(ctx).userId,
  });
  if (refund === null) throw new AppError('refund_too_much');
  return shown(tx, refund.id);
}

/** Nothing of it is here: because it never was, or because all of it has gone back already, however fast that went. */
async function noMoney(tx: Tx, paymentId: string): Promise<never> {
  const [there] = await queries.onePayment(tx, paymentId);
  if (!there) absent();
  throw new AppError(there.payment.state === 'refunded' ? 'refund_too_much' : 'wrong_state');
}

/** Through its gateway, as soon as the answer is out. What is not committed yet nobody can send. */
export const sendRefund = (ctx: Ctx, refundId: string): void => ctx.defer(() => carryOutRefund(ctx, refundId));

/** A person has sent it: the reference of their transfer stands for it in the books. */
export async function settleRefund(
  ctx: Ctx,
  tx: Tx,
  { refundId, reference }: { refundId: string } & z.output<typeof shape.settleRefundBody>,
) {
  await operatorIn(ctx, tx);
  const { held, refund } = (await lock(tx, refundId)) ?? absent();
  if (refund.state === 'done') throw new AppError('already_done');
  if (refund.state !== 'by_hand') throw new AppError('wrong_state');
  await finishRefund(ctx, tx, held, refund, { manualReference: reference, by: actorOf(ctx).userId });
  return shown(tx, refundId);
}

/** It will not be sent. Money that nothing here can use is still the payer's: then a case stays open until another refund is made. */
export async function failRefund(
  ctx: Ctx,
  tx: Tx,
  { refundId, reason }: { refundId: string } & z.output<typeof shape.failRefundBody>,
) {
  await operatorIn(ctx, tx);
  const { held, refund } = (await lock(tx, refundId)) ?? absent();
  // what is at the gateway may have left already
  if (refund.state !== 'by_hand' && refund.state !== 'due') throw new AppError('wrong_state');
  await dropRefund(ctx, tx, held, refund, reason, actorOf(ctx).userId);
  const { payment, attempt } = held;
  if (attempt.state === 'paid') await changePayment(tx, payment, { flag: null }, ctx.now);
  else
    await openCase(
      tx,
      {
        kind: 'refund_failed',
        subject: refund.id,
        driver: attempt.driver,
        paymentId: payment.id,
        refundId: refund.id,
        facts: { amount: money(refund.amount, refund.currency), reason, reference: attempt.ref },
      },
      ctx.now,
    );
  return shown(tx, refundId);
}

type CaseRow = Awaited<ReturnType<typeof queries.casesMeant>>[number];
const caseOf = ({ id, ...one }: CaseRow) => ({
  ...one,
  caseId: id,
  openedAt: one.openedAt.toISOString(),
  closedAt: iso(one.closedAt),
});

export async function listCases(ctx: Ctx, filter: z.output<typeof shape.caseQuery>) {
  const { me, rows } = await userDoor(ctx).read((db) => ({ me: asker(ctx, db), rows: queries.casesMeant(db, filter) }));
  requireOperator(me[0]);
  return pageOf(rows, filter.limit, ({ id }) => id, caseOf);
}

export async function closeCase(
  ctx: Ctx,
  tx: Tx,
  { caseId, resolution }: { caseId: string } & z.output<typeof shape.closeCaseBody>,
) {
  await operatorIn(ctx, tx);
  const found = (await queries.lockCase(tx, caseId)) ?? absent();
  if (found.closedAt !== null) throw new AppError('already_done');
  const by = actorOf(ctx).userId;
  const closed = (await queries.closeCase(tx, caseId, { by, resolution }, ctx.now)) ?? lostRace();
  await audit(tx, {
    action: 'case.closed',
    paymentId: found.paymentId ?? found.subject,
    reason: resolution,
    data: { caseId, kind: found.kind, subject: found.subject },
    requestId: ctx.requestId,
    actorId: by,
    now: ctx.now,
  });
  return caseOf(closed);
}

/** Asks the gateways about this payment now, whatever the clock would do. */
export async function askPayment(ctx: Ctx, { paymentId }: { paymentId: string }) {
  const { me, found, rows } = await userDoor(ctx).read((db) => ({
    me: asker(ctx, db),
    found: queries.onePayment(db, paymentId),
    rows: queries.attemptsOf(db, paymentId),
  }));
  requireOperator(me[0]);
  if (!found[0]) return absent();
  const answers: { attemptId: string; answer: Answer | 'no_gateway' }[] = [];
  for (const attempt of rows) {
    const provider = ctx.ports.gateway(attempt.driver);
    const answer = provider ? await askAbout(ctx, provider, attempt) : 'no_gateway';
    answers.push({ attemptId: attempt.id, answer });
    if (answer !== 'no_gateway') followUp(ctx, attempt.id, answer);
  }
  return { answers };
}

/** Every driver of this site, and what it wants to be told. Values of settings are never shown, only whether they are set. */
export async function listGatewaySettings(ctx: Ctx) {
  const { me } = await userDoor(ctx).read((db) => ({ me: asker(ctx, db) }));
  requireOperator(me[0]);
  const { drivers, siteUrl } = ctx.ports;
  return {
    items: drivers.map(({ name, title, powers, keys, toConfirm }) => ({
      driver: name,
      title,
      connected: ctx.ports.gateway(name) !== null,
      powers: { ...powers },
      keys: keys.map((key) => ({ ...key, set: ctx.ports.isSet(key.name) })),
      toConfirm: [...toConfirm],
      callbackUrl: powers.address === 'account' ? `${siteUrl}/api/payments/webhook/${name}` : null,
    })),
  };
}

import type * as z from 'zod';
import { absent, AppError } from '../../core/errors.ts';
import { money } from '../../core/money.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { digestOf } from '../digest.ts';
import { documentNumber } from '../documents/rules.ts';
import { requireActive } from '../identity/rules.ts';
import { askAbout, followUp } from './asking.ts';
import { attemptToPay } from './opening.ts';
import * as attempts from './queries/attempts.ts';
import * as shown from './queries/shown.ts';
import type { Held } from './refunds.ts';
import { paymentLimits, pullDue, type AttemptState } from './rules.ts';
import {
  createdPayment,
  nextStep,
  type CreatedPayment,
  type CreatePayment,
  type GatewayList,
  type NextAction,
  type PaymentStatus,
} from './schema.ts';

export { recordPaidUnder } from './paid-under.ts';
export { wishRefund } from './refunds.ts';

const operation = 'createPayment';

/** The ways to pay that this deploy has keys for. */
export const listGateways = (ctx: Ctx): GatewayList => ({
  items: ctx.ports.drivers.flatMap(({ name, title }) => {
    const provider = ctx.ports.gateway(name);
    if (!provider) return [];
    const { currencies, recurring } = provider.powers;
    return [{ driver: name, title, currencies: [...currencies], recurring }];
  }),
});

/** Shows the payer a way to pay what is due: the same one however often it is asked, until it ends or they choose another. */
export async function createPayment(ctx: Ctx, wish: CreatePayment, key?: string): Promise<CreatedPayment> {
  const { userId } = actorOf(ctx);
  const kept = await admit(ctx, wish, userId, key);
  if (kept !== null) return kept;
  const answer = createdPayment.parse(answerOf(ctx, await attemptToPay(ctx, wish, userId)));
  if (key !== undefined)
    await userDoor(ctx).write((tx) => shown.keepAnswer(tx, { userId, operation, key }, JSON.stringify(answer)));
  return answer;
}

/** Through the caller's own door: a booking of others is not there. An answer given before is given again. */
const admit = (
  ctx: Ctx,
  wish: CreatePayment,
  userId: string,
  key: string | undefined,
): Promise<CreatedPayment | null> =>
  userDoor(ctx).write(async (tx) => {
    const [who] = await shown.standing(tx, userId);
    requireActive(who);
    if (key !== undefined) {
      const requestHash = digestOf(
        JSON.stringify([wish.payable.kind, wish.payable.id, wish.driver, wish.newAttempt, wish.recurring]),
      );
      const kept = await shown.claimKey(tx, { userId, operation, key }, requestHash);
      if (kept.requestHash !== requestHash) throw new AppError('idempotency_mismatch');
      if (kept.body !== null) return createdPayment.parse(JSON.parse(kept.body));
    }
    const due = await ctx.ports.payables[wish.payable.kind].due(tx, wish.payable.id, ctx.now);
    if ('refused' in due) throw new AppError(due.refused);
    return null;
  });

function answerOf(ctx: Ctx, { payment, attempt }: Held): z.input<typeof createdPayment> {
  const expiresAt = attempt.expiresAt ?? attempt.createdAt;
  const action = actionOf(attempt.next, expiresAt);
  // an attempt that was opened has a next step; one that lost it can only be asked about
  if (!action) throw new AppError('payment_in_doubt');
  return {
    paymentId: payment.id,
    attemptId: attempt.id,
    state: payment.state,
    redirectUrl:
      action.type === 'redirect'
        ? action.url
        : payment.payableKind === 'booking'
          ? `${ctx.ports.siteUrl}/${ctx.locale}/checkout/${payment.payableId}/`
          : `${ctx.ports.siteUrl}/${ctx.locale}/payments/${payment.id}/`,
    nextAction: action,
    expiresAt: expiresAt.toISOString(),
    amount: money(payment.amount, payment.currency),
  };
}

function actionOf(kept: unknown, expiresAt: Date): NextAction | null {
  const step = nextStep.safeParse(kept);
  if (!step.success) return null;
  return step.data.type === 'qr' ? { ...step.data, expiresAt: expiresAt.toISOString() } : step.data;
}

type Shown = Awaited<ReturnType<typeof shown.paymentOf>>[number];

/** What the payer's page shows while it waits. One round trip, unless it is time to ask the gateway. */
export async function getPaymentStatus(ctx: Ctx, { id }: { id: string }): Promise<PaymentStatus> {
  const { userId } = actorOf(ctx);
  const look = async (): Promise<Shown> => {
    const { me, found } = await userDoor(ctx).read((db) => ({
      me: shown.standing(db, userId),
      found: shown.paymentOf(db, userId, id),
    }));
    requireActive(me[0]);
    return found[0] ?? absent();
  };
  const first = await look();
  const { payment, attempt } = first;
  if (!attempt || (payment.state !== 'pending' && payment.state !== 'failed') || !pullDue(attempt, ctx.now))
    return statusOf(ctx, first);
  await pull(ctx, attempt);
  return statusOf(ctx, await look());
}

/** Asks for a waiting page. Of many pages one asks; when the gateway is silent, what is known is shown. */
async function pull(ctx: Ctx, attempt: NonNullable<Shown['attempt']>): Promise<void> {
  const provider = ctx.ports.gateway(attempt.driver);
  if (!provider) return;
  const mine = await ctx.doors
    .asSystem('payments: pull')
    .write((tx) => attempts.claimAsk(tx, attempt.id, ctx.now, paymentLimits.pullEvery));
  if (mine) followUp(ctx, attempt.id, await askAbout(ctx, provider, attempt));
}

function statusOf(ctx: Ctx, { payment, attempt, document }: Shown): PaymentStatus {
  const expiresAt = attempt?.expiresAt ?? null;
  const payable = payment.state === 'pending' && attempt?.state === 'open' && expiresAt !== null && ctx.now < expiresAt;
  return {
    paymentId: payment.id,
    state: payment.state,
    amount: money(payment.amount, payment.currency),
    payable: { kind: payment.payableKind, id: payment.payableId },
    bookingId: payment.payableKind === 'booking' ? payment.payableId : null,
    attempt: attempt && { id: attempt.id, driver: attempt.driver, state: seenAs(attempt, ctx.now) },
    underReview: payment.flag !== null && payment.state !== 'paid' && payment.state !== 'refunded',
    expiresAt: expiresAt?.toISOString() ?? null,
    nextAction: payable ? actionOf(attempt.next, expiresAt) : null,
    receiptNumber: document && documentNumber(document.series, document.number),
    paidAt: payment.paidAt?.toISOString() ?? null,
    now: ctx.now.toISOString(),
  };
}

/** An opening nobody finished is in doubt as soon as it is looked at, whenever the clock writes that down. */
const seenAs = (attempt: { state: AttemptState; createdAt: Date }, now: Date): AttemptState =>
  attempt.state === 'opening' && now.getTime() - attempt.createdAt.getTime() >= paymentLimits.openingPatience
    ? 'in_doubt'
    : attempt.state;

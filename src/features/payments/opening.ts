import { AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import type { Ctx, Due } from '../ctx.ts';
import { askAbout, callOff, callOffOthers, followUp } from './asking.ts';
import { GatewayTrouble, type Opened, type Order, type PaymentProvider } from './provider.ts';
import * as attempts from './queries/attempts.ts';
import * as records from './queries/notices.ts';
import { decideOpening, decidePay, decideReplacement, paymentLimits, paymentMachine } from './rules.ts';
import type { CreatePayment } from './schema.ts';
import { newSecret } from './secret.ts';
import type { Held } from './refunds.ts';
import { endAttempt } from './settling.ts';
import { troubleOf } from './trouble.ts';

type Claim =
  | { step: 'open_new'; held: Held; secret: string; due: Due }
  | { step: 'show_open' | 'wait' | 'in_doubt' | 'ask_first'; held: Held };

/**
 * The attempt a payer may use now. Claimed in one transaction, opened at the gateway outside of any, kept in another:
 * two tabs meet at the claim, and what dies in between is found in doubt, never repeated.
 */
export async function attemptToPay(ctx: Ctx, wish: CreatePayment, payerId: string): Promise<Held> {
  const provider = ctx.ports.gateway(wish.driver);
  if (!provider) throw new AppError('gateway_unknown');
  let live: string | null = null;
  for (let round = 0; round < 4; round += 1) {
    const known: string | null = live;
    const claim: Claim = await ctx.doors
      .asSystem('payments: claim an attempt')
      .write((tx) => claimAttempt(ctx, tx, { wish, payerId, provider, live: known }));
    if (claim.step === 'show_open') return claim.held;
    if (claim.step === 'in_doubt') throw new AppError('payment_in_doubt');
    if (claim.step === 'wait') return waitForOther(ctx, claim.held);
    if (claim.step === 'open_new') return open(ctx, provider, claim.held, claim.secret, claim.due);
    live = (await retire(ctx, claim.held, wish)) === 'live' ? claim.held.attempt.id : null;
  }
  throw new AppError('payment_opening', { retryAfter: 2 });
}

async function claimAttempt(
  ctx: Ctx,
  tx: Tx,
  {
    wish,
    payerId,
    provider,
    live,
  }: { wish: CreatePayment; payerId: string; provider: PaymentProvider; live: string | null },
): Promise<Claim> {
  await attempts.queueFor(tx, wish.payable.id);
  const before = await attempts.lockPaymentOf(tx, wish.payable);
  const due = await ctx.ports.payables[wish.payable.kind].due(tx, wish.payable.id, ctx.now);
  if ('refused' in due) throw new AppError(due.refused);
  if (due.payerId !== payerId) throw new AppError('not_found');
  const may = decidePay(due, provider, ctx.now);
  if (!may.ok) throw new AppError(may.why);
  const payment =
    before ??
    (await attempts.makePayment(tx, {
      payable: wish.payable,
      payerId,
      payeeId: due.payeeId,
      amount: due.amount,
      commission: due.commission ?? 0,
      now: ctx.now,
    }));
  if (payment.state !== 'pending' && payment.state !== 'failed') throw new AppError('payment_not_due');

  const latest = await attempts.latestAttempt(tx, payment.id);
  const step = decideOpening(
    latest && {
      state: latest.state,
      driver: latest.driver,
      startedAt: latest.createdAt,
      expiresAt: latest.expiresAt ?? latest.createdAt,
      underReview: payment.flag === 'amount_differs',
      live: latest.id === live,
    },
    wish,
    ctx.now,
  );
  if (step !== 'open_new' && latest) {
    if (step === 'in_doubt' && latest.state === 'opening')
      await attempts.changeAttempt(tx, latest, { state: 'in_doubt' }, ctx.now);
    return { step, held: { payment, attempt: latest } };
  }
  // the customer chose a second one: what came before is still asked about, but no longer in the way
  if (latest?.state === 'opening') await attempts.changeAttempt(tx, latest, { state: 'in_doubt' }, ctx.now);
  if (latest?.state === 'open') await attempts.changeAttempt(tx, latest, { state: 'cancelled' }, ctx.now);
  const retried = paymentMachine[payment.state].retry;
  if (retried !== undefined) await attempts.changePayment(tx, payment, { state: retried }, ctx.now);
  const { secret, hash } = newSecret();
  const attempt = await attempts.addAttempt(tx, {
    paymentId: payment.id,
    payerId,
    driver: wish.driver,
    amount: payment.amount,
    currency: payment.currency,
    mode: willRepeat(provider, wish, due) ? 'agreement' : 'once',
    tokenHash: hash,
    expiresAt: due.until,
    now: ctx.now,
  });
  // known before the first call: if that is lost, it can be asked about
  const ref = attempt.mode === 'once' ? (provider.reference?.(attempt.id) ?? null) : null;
  if (ref !== null) {
    await attempts.changeAttempt(tx, attempt, { ref }, ctx.now);
    attempt.ref = ref;
  }
  return { step: 'open_new', held: { payment: { ...payment, state: retried ?? payment.state }, attempt }, secret, due };
}

async function open(
  ctx: Ctx,
  provider: PaymentProvider,
  { payment, attempt }: Held,
  secret: string,
  due: Due,
): Promise<Held> {
  const { siteUrl } = ctx.ports;
  const order: Order = {
    attemptId: attempt.id,
    amount: due.amount,
    description: `${payment.payableId.slice(-6).toUpperCase()} ${due.description}`,
    callbackUrl: `${siteUrl}/api/payments/webhook/${provider.name}/${secret}`,
    returnUrl: `${siteUrl}/${ctx.locale}/payments/${payment.id}/`,
    expiresAt: due.until,
    locale: ctx.locale,
    payer: due.payer,
  };
  let opened: Opened;
  try {
    opened = await callOpen(ctx, provider, attempt, order, due);
  } catch (fault) {
    return refuseOpening(ctx, attempt, fault);
  }
  const held = await ctx.doors.asSystem('payments: keep what was opened').write(async (tx) => {
    const now = await attempts.lockAttempt(tx, attempt.id);
    if (!now) throw new Error('an attempt was claimed and is not there');
    const { ref, next, expiresAt } = opened;
    const sameRef =
      now.attempt.ref === null ? !(await attempts.refTaken(tx, now.attempt.driver, ref)) : now.attempt.ref === ref;
    // a reference that is another's, or not the one a call has named: two stories about one payment
    if (!sameRef) {
      if (now.attempt.state === 'opening')
        await attempts.changeAttempt(tx, now.attempt, { state: 'in_doubt' }, ctx.now);
      return null;
    }
    const state = now.attempt.state === 'opening' ? 'open' : now.attempt.state;
    await attempts.changeAttempt(tx, now.attempt, { state, ref, next, expiresAt }, ctx.now);
    return { payment: now.payment, attempt: { ...now.attempt, state, ref, next, expiresAt } };
  });
  if (!held) throw new AppError('payment_in_doubt');
  ctx.defer(() => callOffOthers(ctx, attempt.id));
  return held;
}

/** Paid again by itself when a period is over: where the gateway can, and the payer has not said otherwise. */
const willRepeat = (provider: PaymentProvider, wish: CreatePayment, due: Due): boolean =>
  due.every !== undefined && wish.recurring !== false && provider.agreements !== undefined;

/** A gateway that knows the very same order again is asked once more when its answer was lost. */
async function callOpen(
  ctx: Ctx,
  provider: PaymentProvider,
  attempt: attempts.AttemptRow,
  order: Order,
  due: Due,
): Promise<Opened> {
  const { agreements } = provider;
  const { every } = due;
  const call = () =>
    attempt.mode === 'agreement' && agreements && every
      ? agreements.open({ ...order, interval: every })
      : provider.open(order);
  try {
    return await call();
  } catch (fault) {
    if (!provider.powers.reopens || !(fault instanceof GatewayTrouble) || fault.trouble !== 'in_doubt') throw fault;
    troubleOf(ctx, fault, { attemptId: attempt.id, step: 'open, and again' });
    // whatever the second call says, the first one's doubt stays
    return call().catch((): never => {
      throw fault;
    });
  }
}

async function refuseOpening(ctx: Ctx, attempt: attempts.AttemptRow, fault: unknown): Promise<never> {
  const known = fault instanceof GatewayTrouble ? troubleOf(ctx, fault, { attemptId: attempt.id, step: 'open' }) : null;
  if (known !== null && known.trouble !== 'in_doubt') {
    await endAttempt(ctx, attempt.id, 'fail');
    throw new AppError('gateway_unavailable', { retryAfter: 10, cause: fault });
  }
  // a fault of our own in the middle of an opening leaves as much doubt as one of the gateway's
  await ctx.doors.asSystem('payments: an opening in doubt').write(async (tx) => {
    const now = await attempts.lockAttempt(tx, attempt.id);
    if (!now || now.attempt.state !== 'opening') return;
    const ref = now.attempt.ref ?? known?.ref ?? null;
    const free = ref !== null && (ref === now.attempt.ref || !(await attempts.refTaken(tx, attempt.driver, ref)));
    await attempts.changeAttempt(tx, now.attempt, { state: 'in_doubt', ...(free && { ref }) }, ctx.now);
    await records.audit(tx, {
      action: 'payment.in_doubt',
      paymentId: now.payment.id,
      reason: 'the gateway gave no readable answer',
      data: { attemptId: attempt.id, driver: attempt.driver },
      requestId: ctx.requestId,
      now: ctx.now,
    });
  });
  if (known === null) throw fault;
  throw new AppError('payment_in_doubt', { cause: fault });
}

/** Another call is talking to the gateway for the same payer: both answer alike. */
async function waitForOther(ctx: Ctx, { attempt }: Held): Promise<Held> {
  const until = performance.now() + paymentLimits.openingWait;
  while (performance.now() < until) {
    await ctx.ports.pause(200);
    const { found } = await ctx.doors
      .asSystem('payments: wait for an opening')
      .read((db) => ({ found: attempts.attemptById(db, attempt.id) }));
    const held = found[0];
    if (!held || held.attempt.state === 'opening') continue;
    if (held.attempt.state === 'open') return held;
    if (held.attempt.state === 'in_doubt') throw new AppError('payment_in_doubt');
    throw new AppError(held.attempt.state === 'failed' ? 'gateway_unavailable' : 'payment_not_due', { retryAfter: 2 });
  }
  throw new AppError('payment_opening', { retryAfter: 2 });
}

/**
 * What looks unpaid may be paid, and what looks open may be over: it is asked about, and called off where that can be
 * done, before another takes its place. `live`: it can still be paid, so the payer gets no other.
 */
async function retire(ctx: Ctx, { attempt }: Held, wish: CreatePayment): Promise<'gone' | 'live'> {
  const provider = ctx.ports.gateway(attempt.driver);
  if (!provider || attempt.ref === null) throw new AppError('payment_in_doubt');
  const facts = {
    driver: attempt.driver,
    startedAt: attempt.createdAt,
    expiresAt: attempt.expiresAt ?? attempt.createdAt,
    payable: provider.powers.windows.payable,
    canCallOff: provider.cancel !== undefined || attempt.mode === 'agreement',
  };
  // one that is open here and cannot be asked about is shown as it is
  const silent = (): 'live' => {
    if (decideReplacement({ ...facts, canCallOff: false }, wish, ctx.now) === 'keep') return 'live';
    throw new AppError('gateway_unavailable', { retryAfter: 10 });
  };
  const answer = await askAbout(ctx, provider, attempt);
  followUp(ctx, attempt.id, answer);
  if (answer === 'unreachable') return silent();
  if (answer !== 'no_news' && answer !== 'not_ours') return 'gone';
  let next = decideReplacement(facts, wish, ctx.now);
  if (next === 'call_off') {
    const closed = await callOff(ctx, attempt);
    followUp(ctx, attempt.id, closed);
    if (closed === 'unreachable') return silent();
    if (closed !== 'no_news' && closed !== 'not_ours') return 'gone';
    next = decideReplacement({ ...facts, canCallOff: false }, wish, ctx.now);
    // a draft of an agreement cannot be called off everywhere; any other that was not is asked about again
    if (attempt.mode === 'once' && closed === 'no_news' && next !== 'keep') return 'gone';
  }
  if (next === 'keep' || next === 'call_off') return 'live';
  if (next === 'in_doubt') throw new AppError('payment_in_doubt');
  await endAttempt(ctx, attempt.id, next);
  return 'gone';
}

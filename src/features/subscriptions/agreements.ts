import type { Tx } from '../../db/client.ts';
import { purseNow } from './credits.ts';
import type { Ctx } from '../ctx.ts';
import type { AgreementPayment, AgreementReport, PaymentProvider } from '../payments/provider.ts';
import { openCase } from './cases.ts';
import { tell } from './news.ts';
import { addPurchase, changePurchase } from './queries/purchases.ts';
import * as queries from './queries/subscriptions.ts';
import { decideRenewal, stageNumber } from './rules/lifecycle.ts';
import { isLive, type AgreementState } from './rules/states.ts';

type Row = queries.SubscriptionRow;

/** How payments keeps money that a gateway took by itself: the payment, its attempt, the books and the receipt. */
export type PaidUnder = {
  payableId: string;
  payerId: string;
  driver: string;
  agreementRef: string;
  payment: AgreementPayment;
  now: Date;
};
/** Null: this money was kept before. */
export type RecordPaidUnder = (ctx: Ctx, tx: Tx, paid: PaidUnder) => Promise<{ paymentId: string } | null>;

class KeptBefore extends Error {}

export type Tended = { renewals: number; changed: boolean };

/**
 * Something moved under an agreement, says its gateway or nobody but the clock: the gateway is asked, and what it says is
 * kept. Asked twice or out of order, every payment counts once. False: nobody here knows the agreement.
 */
export async function tendAgreement(
  ctx: Ctx,
  record: RecordPaidUnder,
  driver: string,
  ref: string,
): Promise<Tended | false> {
  const { found } = await ctx.doors
    .asSystem('subscriptions: whose agreement')
    .read((db) => ({ found: queries.byAgreement(db, driver, ref) }));
  const [row] = found;
  if (!row) return false;
  const agreements = ctx.ports.gateway(driver)?.agreements;
  if (!agreements) return { renewals: 0, changed: false };
  const report = await tellAndAsk(agreements, row, ref);
  return keep(ctx, record, row, report);
}

/** A wish the gateway has not heard yet goes first; its answer says how the agreement stands. */
function tellAndAsk(
  agreements: NonNullable<PaymentProvider['agreements']>,
  row: Row,
  ref: string,
): Promise<AgreementReport> {
  if (row.agreement === 'to_cancel') return agreements.cancel(ref, 'period_end');
  if (row.agreement === 'to_end') return agreements.cancel(ref, 'now');
  return agreements.ask(ref);
}

const keep = (ctx: Ctx, record: RecordPaidUnder, before: Row, report: AgreementReport): Promise<Tended> =>
  ctx.doors.asSystem('subscriptions: agreement').write(async (tx) => {
    await queries.queueFor(tx, before.userId);
    const row = await queries.lockSubscription(tx, before.id);
    if (!row?.agreementRef || !row.driver) return { renewals: 0, changed: false };
    let current = row;
    let renewals = 0;
    const oldestFirst = report.payments.toSorted((a, b) => a.periodEnd.getTime() - b.periodEnd.getTime());
    for (const payment of oldestFirst) {
      const renewed = await tx
        .transaction((inner) => renew(ctx, inner, record, current, payment))
        .catch((error: unknown) => {
          if (error instanceof KeptBefore) return null;
          throw error;
        });
      if (renewed === null) continue;
      current = renewed;
      renewals += 1;
    }
    const changed = await mirror(ctx, tx, current, before, report);
    return { renewals, changed: changed || renewals > 0 };
  });

/** A payment we have not kept yet is the purchase of the next period, paid as it is made. */
async function renew(
  ctx: Ctx,
  tx: Tx,
  record: RecordPaidUnder,
  row: Row,
  payment: AgreementPayment,
): Promise<Row | null> {
  const { now } = ctx;
  const next = decideRenewal(row, payment);
  if (next === null || row.driver === null || row.agreementRef === null) return null;
  const purchase = await addPurchase(tx, {
    userId: row.userId,
    product: row.product,
    interval: row.interval,
    recurring: row.interval !== 'once',
    amount: payment.amount.amount,
    currency: payment.amount.currency,
    source: `${row.driver}:${row.agreementRef}:${payment.ref}`,
    subscriptionId: row.id,
    expiresAt: now,
    createdAt: now,
  });
  if (purchase === null) return null;
  const other = isLive(row.state) ? null : await queries.lockLive(tx, row.userId);
  const lost = !isLive(row.state) && (row.ending !== 'ran_out' || other !== null);
  const period = lost ? null : next;
  await changePurchase(
    tx,
    purchase,
    {
      state: 'paid',
      paidAt: payment.paidAt,
      periodStart: period?.paidFrom ?? null,
      periodEnd: period?.period.end ?? null,
    },
    now,
  );
  const kept = await record(ctx, tx, {
    payableId: purchase.id,
    payerId: row.userId,
    driver: row.driver,
    agreementRef: row.agreementRef,
    payment,
    now,
  });
  // under whatever name, this money has paid for something already: nothing of this purchase stays
  if (kept === null) throw new KeptBefore();
  if (lost) {
    // the gateway took money for what is over or was replaced: a person gives it back
    await openCase(
      tx,
      purchase,
      { why: 'taken under an agreement after its plan had ended', payment: payment.ref },
      now,
    );
    await queries.change(tx, row.id, { agreementPaidUntil: payment.periodEnd, agreement: 'to_end' }, now);
    return { ...row, agreementPaidUntil: payment.periodEnd, agreement: 'to_end' };
  }
  const changes = {
    anchor: next.period.anchor,
    periodStart: next.paidFrom < next.period.end ? next.paidFrom : row.periodStart,
    periodEnd: next.period.end,
    amount: payment.amount.amount,
    currency: payment.amount.currency,
    agreementPaidUntil: payment.periodEnd,
    reminders: 0,
  };
  await queries.moveTo(tx, row, { state: 'active' }, changes, now);
  const renewed: Row = { ...row, ...changes, state: 'active', pastDueSince: null, ending: null, endedAt: null };
  await tell(tx, 'subscription.renewed', renewed, purchase.id, now, purchase);
  await purseNow(tx, row.userId, now);
  return renewed;
}

/** What the gateway says of the agreement itself. */
async function mirror(ctx: Ctx, tx: Tx, row: Row, before: Row, report: AgreementReport): Promise<boolean> {
  const { now } = ctx;
  // a wish that was born while we were talking is still to be told
  const heard = row.agreement === before.agreement;
  const over = report.status === 'ended' || report.status === 'failed';
  const agreement = nextAgreement(row.agreement, heard, over, report.cancelAtPeriodEnd);
  const changed = agreement !== row.agreement;
  await queries.change(tx, row.id, { askedAt: now, agreement }, now);
  if (!isLive(row.state)) return changed;
  const endsThere = over || report.cancelAtPeriodEnd;
  if (endsThere && !row.cancelAtPeriodEnd && row.agreement === 'running' && row.state !== 'past_due') {
    if (now < row.periodEnd) {
      await queries.change(tx, row.id, { cancelAtPeriodEnd: true }, now);
      await tell(tx, 'subscription.cancelled', row, `${row.id}:${row.periodEnd.toISOString()}:gateway`, now);
      return true;
    }
  }
  const failed = report.status === 'past_due' || over;
  if (failed && row.state !== 'past_due' && now >= row.periodEnd && !row.cancelAtPeriodEnd) {
    const reminders = stageNumber('due');
    await queries.moveTo(tx, row, { state: 'past_due' }, { reminders }, now);
    const once = `${row.id}:${row.periodEnd.toISOString()}:${reminders}`;
    await tell(tx, 'subscription.past_due', { ...row, pastDueSince: row.periodEnd }, once, now);
    return true;
  }
  // taken back at the gateway itself, where it began
  if (!endsThere && row.cancelAtPeriodEnd && row.agreement === 'cancelling' && report.status === 'active') {
    await queries.change(tx, row.id, { cancelAtPeriodEnd: false, agreement: 'running' }, now);
    return true;
  }
  return changed;
}

function nextAgreement(
  state: AgreementState | null,
  heard: boolean,
  over: boolean,
  cancelled: boolean,
): AgreementState | null {
  if (state === null) return null;
  if (over) return 'over';
  if (!heard) return state;
  if (state === 'to_end') return 'to_end';
  if (state === 'to_cancel') return cancelled ? 'cancelling' : 'to_cancel';
  return state;
}

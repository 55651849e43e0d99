import type { Tx } from '../../db/client.ts';
import { clearMonthly, purseNow } from './credits.ts';
import { tell, tellOfPurchase } from './news.ts';
import { changePurchase, pullForward, type PurchaseRow } from './queries/purchases.ts';
import * as queries from './queries/subscriptions.ts';
import { decideActivation, decideTakeBack, type Activation } from './rules/lifecycle.ts';
import { isLive, type AgreementState, type Ending, type ProductId } from './rules/states.ts';

type Row = queries.SubscriptionRow;
type Agreement = { driver: string; ref: string; paidUntil: Date | null };
type Period = PurchaseRow & { product: ProductId };

/** A gateway that still takes money for what is over must be told; until it has been, the row remembers. */
export const endedAgreement = (row: Row): AgreementState | null =>
  row.agreement === null || row.agreement === 'over' ? row.agreement : 'to_end';

export async function endNow(tx: Tx, row: Row, ending: Ending, now: Date): Promise<void> {
  const state = ending === 'refunded' || ending === 'charged_back' ? ending : 'expired';
  const to = row.state === 'comp' || row.state.startsWith('mock:') ? 'expired' : state;
  await queries.moveTo(tx, row, { state: to, ending }, { agreement: endedAgreement(row) }, now);
}

/** Money for a period is here: the subscription begins or goes on, in the transaction that took the money. */
export async function activate(tx: Tx, purchase: Period, agreement: Agreement | null, now: Date): Promise<Row> {
  const live = await queries.lockLive(tx, purchase.userId);
  const step = decideActivation(live, purchase, agreement, now);
  const row =
    step.kind === 'extend' && live !== null
      ? await extend(tx, live, purchase, agreement, step, now)
      : await replace(tx, live, purchase, agreement, step, now);
  await changePurchase(
    tx,
    purchase,
    { state: 'paid', subscriptionId: row.id, periodStart: step.paidFrom, periodEnd: step.period.end, paidAt: now },
    now,
  );
  await tell(
    tx,
    step.kind === 'extend' ? 'subscription.renewed' : 'subscription.activated',
    row,
    purchase.id,
    now,
    purchase,
  );
  await purseNow(tx, row.userId, now);
  return row;
}

const terms = (purchase: Period, agreement: Agreement | null, { period }: Activation) => ({
  interval: purchase.interval,
  amount: purchase.amount,
  currency: purchase.currency,
  anchor: period.anchor,
  periodStart: period.start,
  periodEnd: period.end,
  // one month alone was never to be renewed
  cancelAtPeriodEnd: purchase.interval === 'once',
  reminders: 0,
  ...(agreement && {
    driver: agreement.driver,
    agreementRef: agreement.ref,
    agreement: 'running' as const,
    agreementPaidUntil: agreement.paidUntil ?? period.end,
  }),
});

async function extend(
  tx: Tx,
  live: Row,
  purchase: Period,
  agreement: Agreement | null,
  step: Activation,
  now: Date,
): Promise<Row> {
  const changes = terms(purchase, agreement, step);
  await queries.moveTo(tx, live, { state: 'active' }, changes, now);
  return { ...live, ...changes, state: 'active', pastDueSince: null };
}

async function replace(
  tx: Tx,
  live: Row | null,
  purchase: Period,
  agreement: Agreement | null,
  step: Activation,
  now: Date,
): Promise<Row> {
  if (live) await endNow(tx, live, 'replaced', now);
  return queries.begin(tx, {
    userId: purchase.userId,
    product: purchase.product,
    state: 'active',
    ...terms(purchase, agreement, step),
    createdAt: now,
    updatedAt: now,
  });
}

/** The money for a period went back: what is left of it goes at once. What else was paid for stays. */
export async function deactivate(
  tx: Tx,
  purchase: PurchaseRow,
  how: 'refunded' | 'charged_back',
  now: Date,
): Promise<void> {
  await changePurchase(tx, purchase, { state: how }, now);
  const row = purchase.subscriptionId === null ? null : await queries.lockSubscription(tx, purchase.subscriptionId);
  if (row && isLive(row.state) && purchase.periodStart && purchase.periodEnd) {
    const taken = decideTakeBack(row, { periodStart: purchase.periodStart, periodEnd: purchase.periodEnd }, now);
    if (taken === 'over') {
      await endNow(tx, row, how, now);
      await clearMonthly(tx, row.userId, purchase.id, now);
    } else if (taken !== null) {
      await pullForward(tx, row.id, purchase.periodEnd, taken.taken, now);
      await queries.change(tx, row.id, { periodEnd: taken.periodEnd, reminders: 0 }, now);
    }
  }
  await tellOfPurchase(tx, 'subscription.refunded', purchase, now);
}

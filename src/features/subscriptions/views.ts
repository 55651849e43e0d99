import { money } from '../../core/money.ts';
import type { creditLines } from '../../db/schema/subscriptions.ts';
import type { PurchaseRow } from './queries/purchases.ts';
import type { SubscriptionRow } from './queries/subscriptions.ts';
import { emptyPurse, type Purse } from './rules/credits.ts';
import { fullUntil, inForce } from './rules/entitlements.ts';
import { renewalOf } from './rules/lifecycle.ts';
import type { CreditsView, OperatorSubscriptionView, PurchaseView, SubscriptionView } from './schema.ts';

const iso = (at: Date | null) => at?.toISOString() ?? null;

export const purchaseView = (row: PurchaseRow): PurchaseView => ({
  id: row.id,
  product: row.product,
  interval: row.interval,
  recurring: row.recurring,
  credits: row.credits,
  price: money(row.amount, row.currency),
  state: row.state,
  expiresAt: row.expiresAt.toISOString(),
  paidAt: iso(row.paidAt),
  periodStart: iso(row.periodStart),
  periodEnd: iso(row.periodEnd),
});

export function subscriptionView(row: SubscriptionRow, now: Date): SubscriptionView {
  const renewal = renewalOf(row);
  const price = money(row.amount, row.currency);
  // a gateway counts from when its agreement began, which may be before the end of what was had already
  const nextDebit = renewal === 'by_gateway' ? (row.agreementPaidUntil ?? row.periodEnd) : row.periodEnd;
  const overdue = row.state === 'past_due' || row.state === 'mock:past_due';
  return {
    id: row.id,
    product: row.product,
    interval: row.interval,
    price,
    state: row.state,
    inForce: inForce(row, now),
    periodStart: row.periodStart.toISOString(),
    periodEnd: row.periodEnd.toISOString(),
    graceUntil: overdue ? iso(fullUntil(row)) : null,
    cancelAtPeriodEnd: row.cancelAtPeriodEnd,
    renewal,
    driver: renewal === 'by_gateway' ? row.driver : null,
    nextPayment: renewal === 'none' ? null : { at: nextDebit.toISOString(), price },
    ending: row.ending,
    endedAt: iso(row.endedAt),
  };
}

export const operatorView = (row: SubscriptionRow, name: string | null, now: Date): OperatorSubscriptionView => ({
  ...subscriptionView(row, now),
  userId: row.userId,
  name,
  agreementRef: row.agreementRef,
  agreement: row.agreement,
});

export function creditsView(
  purse: Purse = emptyPurse,
  lines: readonly (typeof creditLines.$inferSelect)[],
  now: Date,
): CreditsView {
  const running = purse.monthlyUntil !== null && now < purse.monthlyUntil;
  const monthly = running ? purse.monthly : 0;
  return {
    balance: monthly + purse.bought,
    monthly,
    monthlyUntil: running ? iso(purse.monthlyUntil) : null,
    bought: purse.bought,
    lines: lines.map(({ id, kind, purse: of, amount, expiresAt, createdAt }) => ({
      id,
      kind,
      purse: of,
      amount,
      expiresAt: iso(expiresAt),
      at: createdAt.toISOString(),
    })),
  };
}

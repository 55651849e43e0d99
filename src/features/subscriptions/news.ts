import type { Tx } from '../../db/client.ts';
import type { PurchaseRow } from './queries/purchases.ts';
import { announce, type SubscriptionRow } from './queries/subscriptions.ts';
import { subscriptionLimits } from './rules/entitlements.ts';
import type { SubscriptionNews } from './rules/letters.ts';

type Course = Pick<
  SubscriptionRow,
  'id' | 'userId' | 'product' | 'interval' | 'amount' | 'currency' | 'periodEnd' | 'pastDueSince'
>;

/** One piece of news about what a person has. `once` says what makes it the same news. */
export const tell = (
  tx: Tx,
  kind: Exclude<SubscriptionNews, 'credits.bought'>,
  row: Course,
  once: string,
  now: Date,
  purchase: PurchaseRow | null = null,
) =>
  announce(
    tx,
    kind,
    {
      userId: row.userId,
      subscriptionId: row.id,
      purchaseId: purchase?.id ?? null,
      product: row.product,
      interval: row.interval,
      amount: purchase?.amount ?? row.amount,
      currency: purchase?.currency ?? row.currency,
      periodEnd: row.periodEnd.toISOString(),
      graceUntil: new Date((row.pastDueSince ?? row.periodEnd).getTime() + subscriptionLimits.grace).toISOString(),
      count: null,
    },
    once,
    now,
  );

/** News about a purchase that is no period of a subscription, or no longer one. */
export const tellOfPurchase = (
  tx: Tx,
  kind: 'credits.bought' | 'subscription.refunded',
  purchase: PurchaseRow,
  now: Date,
) =>
  announce(
    tx,
    kind,
    {
      userId: purchase.userId,
      subscriptionId: purchase.subscriptionId,
      purchaseId: purchase.id,
      product: purchase.product,
      interval: purchase.interval,
      amount: purchase.amount,
      currency: purchase.currency,
      periodEnd: purchase.periodEnd?.toISOString() ?? null,
      graceUntil: null,
      count: purchase.credits,
    },
    purchase.id,
    now,
  );

import type { Currency } from '../../../core/money.ts';
import type { Interval, ProductId } from './states.ts';

/**
 * The news that becomes letters, each to the one person it concerns. The words are in the `mail` messages under
 * `<kind>.subject`, `<kind>.body`, `<kind>.button`; a product is named by `product.<id>`. Arguments of the texts, each
 * written in the reader's way: {name}, {product}, {until} (day of `periodEnd`), {grace} (day of `graceUntil`), {price}, {count}.
 */
export const subscriptionNews = [
  'subscription.activated',
  'subscription.renewed',
  'subscription.reminder',
  'subscription.past_due',
  'subscription.expired',
  'subscription.cancelled',
  'subscription.refunded',
  'credits.bought',
] as const;
export type SubscriptionNews = (typeof subscriptionNews)[number];

/** What the outbox keeps of it: `payload` of a row of this kind. Instants are ISO 8601. */
export type SubscriptionPayload = {
  userId: string;
  subscriptionId: string | null;
  purchaseId: string | null;
  product: ProductId | 'credits';
  interval: Interval;
  /** what one period costs, or was paid */
  amount: number;
  currency: Currency;
  periodEnd: string | null;
  graceUntil: string | null;
  /** credits, where there are any */
  count: number | null;
};

/** Where a letter's button leads. */
export const subscriptionPath: Readonly<Record<SubscriptionNews, `/${string}/`>> = {
  'subscription.activated': '/plan/',
  'subscription.renewed': '/plan/',
  'subscription.reminder': '/plan/',
  'subscription.past_due': '/plan/',
  'subscription.expired': '/pricing/',
  'subscription.cancelled': '/plan/',
  'subscription.refunded': '/plan/',
  'credits.bought': '/plan/',
};

import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Deed, Refusal } from './gateway.ts';
import { duration, wholeDinars } from './fib-payment.ts';

/** A subscription as First Iraqi Bank keeps it: a debit every period until somebody ends it. Pure: the clock is handed in. */

export const subscriptionStatuses = ['DRAFT', 'ACTIVE', 'REJECTED', 'CANCELLED'] as const;
export type SubscriptionStatus = (typeof subscriptionStatuses)[number];
export const intervals = ['P1M', 'P3M', 'P6M', 'P1Y', 'PT1H'] as const;

export const fibSubscriptionSchema = z.object({
  subscriptionId: z.string(),
  readableCode: z.string(),
  title: z.string(),
  description: z.string(),
  amount: z.number(),
  currency: z.string(),
  interval: z.enum(intervals),
  statusCallbackUrl: z.string(),
  createdAt: z.iso.datetime(),
  validUntil: z.iso.datetime(),
  status: z.enum(subscriptionStatuses),
  /** periods are counted from here */
  anchor: z.iso.datetime().nullable(),
  periods: z.number(),
  lastPaymentAt: z.iso.datetime().nullable(),
  activeUntil: z.iso.datetime().nullable(),
  /** the payer's account will say no to the next debit */
  refuses: z.boolean(),
  refusals: z.number(),
  nextDebitAt: z.iso.datetime().nullable(),
  /** what has been told, oldest first: a renewal tells the same status again */
  told: z.array(z.enum(subscriptionStatuses)),
  asked: z.number(),
});
export type FibSubscription = z.infer<typeof fibSubscriptionSchema>;

const day = 86_400_000;
/** Nobody has published when the bank gives up; it must some day. */
const mostRefusals = 5;

/** The body of a create call. */
export const subscribeSchema = z.object({
  title: z.string().min(1),
  description: z.string().min(1),
  monetaryValue: z.object({ amount: wholeDinars, currency: z.literal('IQD') }),
  interval: z.enum(intervals),
  trialPeriod: z.null().optional(),
  expiresIn: duration(1_000, 30 * day).nullish(),
  statusCallbackUrl: z.url({ protocol: /^https?$/ }),
});

export function subscribed(
  order: z.output<typeof subscribeSchema>,
  ids: { subscriptionId: string; readableCode: string },
  now: Date,
): FibSubscription {
  return {
    ...ids,
    title: order.title,
    description: order.description,
    amount: order.monetaryValue.amount,
    currency: order.monetaryValue.currency,
    interval: order.interval,
    statusCallbackUrl: order.statusCallbackUrl,
    createdAt: now.toISOString(),
    validUntil: new Date(now.getTime() + (order.expiresIn ?? day)).toISOString(),
    status: 'DRAFT',
    anchor: null,
    periods: 0,
    lastPaymentAt: null,
    activeUntil: null,
    refuses: false,
    refusals: 0,
    nextDebitAt: null,
    told: [],
    asked: 0,
  };
}

const reach = (
  subscription: FibSubscription,
  status: SubscriptionStatus,
  facts: Partial<FibSubscription> = {},
): FibSubscription => ({ ...subscription, ...facts, status, told: [...subscription.told, status] });

const over = (subscription: FibSubscription, status: 'REJECTED' | 'CANCELLED') =>
  reach(subscription, status, { nextDebitAt: null });

/** Counted from the anchor, so that the 31st comes back after a short month. */
const periodEnd = (anchor: string, interval: FibSubscription['interval'], count: number): string => {
  const length = Temporal.Duration.from(interval);
  const many = Temporal.Duration.from({
    years: length.years * count,
    months: length.months * count,
    hours: length.hours * count,
  });
  const end = Temporal.Instant.from(anchor).toZonedDateTimeISO('UTC').add(many);
  return new Date(end.epochMilliseconds).toISOString();
};

function debit(subscription: FibSubscription, at: string, anchor: string, periods: number): FibSubscription {
  const activeUntil = periodEnd(anchor, subscription.interval, periods);
  const paid = { anchor, periods, lastPaymentAt: at, activeUntil, nextDebitAt: activeUntil };
  return reach(subscription, 'ACTIVE', { ...paid, refuses: false, refusals: 0 });
}

/** What the mere passing of time has done. The same object comes back when nothing has changed. */
export function subscriptionAged(before: FibSubscription, now: Date): FibSubscription {
  let subscription = before;
  if (subscription.status === 'DRAFT' && now.getTime() >= Date.parse(subscription.validUntil))
    return over(subscription, 'REJECTED');
  while (
    subscription.status === 'ACTIVE' &&
    subscription.anchor !== null &&
    subscription.nextDebitAt !== null &&
    now.getTime() >= Date.parse(subscription.nextDebitAt)
  ) {
    const { anchor, nextDebitAt, periods, refusals } = subscription;
    if (!subscription.refuses) {
      subscription = debit(subscription, nextDebitAt, anchor, periods + 1);
    } else if (refusals + 1 >= mostRefusals) {
      subscription = over(subscription, 'CANCELLED');
    } else {
      const again = new Date(Date.parse(nextDebitAt) + day).toISOString();
      subscription = { ...subscription, refusals: refusals + 1, nextDebitAt: again };
    }
  }
  return subscription;
}

/** Null: the bank calls it an illegal transition. */
export const subscriptionCancelled = (subscription: FibSubscription): FibSubscription | null =>
  subscription.status === 'ACTIVE' ? over(subscription, 'CANCELLED') : null;

export const isPastDue = (subscription: FibSubscription): boolean =>
  subscription.status === 'ACTIVE' && subscription.refusals > 0;

/** What the payer does in the app. */
export function subscriptionAct(subscription: FibSubscription, deed: Deed, now: Date): FibSubscription | Refusal {
  const { status } = subscription;
  const at = now.toISOString();
  if (deed === 'refund' || deed === 'chargeback')
    return { refused: 'What a subscription took goes back by a transfer between accounts, outside of it.' };
  if (status === 'DRAFT') {
    if (deed === 'pay') return debit(subscription, at, at, 1);
    const validUntil = deed === 'expire' && at < subscription.validUntil ? at : subscription.validUntil;
    return over({ ...subscription, validUntil }, 'REJECTED');
  }
  if (status !== 'ACTIVE' || deed === 'expire') return { refused: `The subscription is ${status}.` };
  if (deed === 'decline') return { ...subscription, refuses: true };
  if (isPastDue(subscription)) return debit(subscription, at, at, 1);
  if (subscription.refuses) return { ...subscription, refuses: false };
  return { refused: 'The subscription is paid until its next debit.' };
}

import * as z from 'zod';
import { currencies } from '../../core/money.ts';
import { plainLine } from '../../core/text.ts';
import { packSizes } from './rules/catalogue.ts';
import { tiers } from './rules/entitlements.ts';
import {
  creditKinds,
  endings,
  intervals,
  mockStates,
  productIds,
  purchaseStates,
  subscriptionStates,
} from './rules/states.ts';

const instant = z.iso.datetime();
const currency = z.enum(currencies);
const sum = z.object({
  amount: z
    .int()
    .nonnegative()
    .meta({ description: 'whole number of the charged unit: dinars for IQD, cents for others' }),
  currency,
});
const reason = z.string().max(500).transform(plainLine).pipe(z.string().min(1));

export const createPurchaseBody = z
  .object({
    product: z.enum([...productIds, 'credits']),
    interval: z.enum(intervals).default('once').meta({
      description: '`once`: one month that does not renew; the only one there is for credits',
    }),
    currency,
    recurring: z.boolean().default(false).meta({
      description:
        'the gateway is to take the next payments by itself, where it can; else the person is reminded and pays',
    }),
    credits: z
      .int()
      .nullable()
      .default(null)
      .meta({ description: `the size of a pack: ${packSizes.join(', ')}` }),
  })
  .strict();
export type CreatePurchase = z.output<typeof createPurchaseBody>;

export const purchasePath = z.object({ purchaseId: z.uuid() });
export const purchase = z
  .object({
    id: z.uuid(),
    product: z.enum([...productIds, 'credits']),
    interval: z.enum(intervals),
    recurring: z.boolean(),
    credits: z.int().nullable(),
    price: sum,
    state: z.enum(purchaseStates),
    expiresAt: instant.meta({ description: 'an open one waits for its payment until then' }),
    paidAt: instant.nullable(),
    periodStart: instant.nullable(),
    periodEnd: instant.nullable(),
  })
  .meta({ id: 'Purchase' });
export type PurchaseView = z.input<typeof purchase>;

export const entitlementsShape = z
  .object({
    'inquiry.send': z.union([z.literal(false), z.enum(['capped', 'unlimited'])]),
    'inquiry.reply': z.boolean(),
    'contact.initiate': z.boolean(),
    'contact.reply': z.union([z.literal(false), z.enum(['as_partner', 'any'])]),
    'premium.view': z.union([z.literal(false), z.enum(['own', 'own_and_roster', 'all'])]),
    collections: z.union([
      z.literal(false),
      z.object({ lists: z.int().nullable(), talents: z.int().nullable(), shared: z.boolean() }),
    ]),
    'requests.create': z.boolean(),
    'requests.browse': z.boolean(),
    'requests.unlock': z.boolean(),
    'proposals.send': z.boolean(),
    'messaging.enabled': z.union([z.literal(false), z.enum(['own_requests', 'unlocked_requests'])]),
    'bookings.request': z.boolean(),
    'credits.monthly': z.int(),
    roster: z.int(),
    seats: z.int(),
    'replies.suggested': z.boolean(),
    portfolio: z.union([z.literal(false), z.object({ items: z.int(), megabytes: z.int(), videoMegabytes: z.int() })]),
  })
  .meta({ id: 'Entitlements', description: 'what the account may do now, worked out at this moment' });

export const subscription = z
  .object({
    id: z.uuid(),
    product: z.enum(productIds),
    interval: z.enum(intervals),
    price: sum,
    state: z.enum(subscriptionStates),
    inForce: z.boolean().meta({ description: 'does it give what it stands for at this moment?' }),
    periodStart: instant,
    periodEnd: instant,
    graceUntil: instant.nullable().meta({ description: 'past due: everything stays until then' }),
    cancelAtPeriodEnd: z.boolean(),
    renewal: z.enum(['by_gateway', 'by_hand', 'none']),
    driver: z.string().nullable().meta({ description: 'the gateway that renews it' }),
    nextPayment: z.object({ at: instant, price: sum }).nullable(),
    ending: z.enum(endings).nullable(),
    endedAt: instant.nullable(),
  })
  .meta({ id: 'Subscription' });
export type SubscriptionView = z.input<typeof subscription>;

export const credits = z
  .object({
    balance: z.int().nonnegative(),
    monthly: z.int().nonnegative(),
    monthlyUntil: instant.nullable(),
    bought: z.int().nonnegative(),
    lines: z.array(
      z.object({
        id: z.uuid(),
        kind: z.enum(creditKinds),
        purse: z.enum(['monthly', 'bought']),
        amount: z.int().meta({ description: 'above zero: came; below: went' }),
        expiresAt: instant.nullable(),
        at: instant,
      }),
    ),
  })
  .meta({ id: 'Credits' });
export type CreditsView = z.input<typeof credits>;

export const myPlan = z
  .object({
    plan: z
      .enum(tiers)
      .nullable()
      .meta({ description: 'whose rights count now: FREE without a plan, `individual` without a membership' }),
    subscription: subscription.nullable().meta({ description: 'the one that runs, else the last one' }),
    entitlements: entitlementsShape,
    credits: credits.nullable().meta({ description: 'talents only' }),
    history: z.array(z.object({ purchase, paymentId: z.uuid().nullable(), paidThrough: z.string().nullable() })),
  })
  .meta({ id: 'MyPlan' });
export type MyPlanView = z.input<typeof myPlan>;

/* ------------------------------------------------------------------ the operator's side */

export const subscriptionListQuery = z.object({
  state: z.enum(subscriptionStates).optional(),
  userId: z.string().min(1).max(100).optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export const operatorSubscription = subscription.extend({
  userId: z.string(),
  name: z.string().nullable(),
  agreementRef: z.string().nullable(),
  agreement: z.string().nullable(),
});
export type OperatorSubscriptionView = z.input<typeof operatorSubscription>;
export const subscriptionList = z.object({
  subscriptions: z.array(operatorSubscription),
  nextCursor: z.uuid().nullable(),
});

export const giveCompBody = z
  .object({ userId: z.string().min(1).max(100), product: z.enum(productIds), until: instant, reason })
  .strict();
export type GiveComp = z.output<typeof giveCompBody>;
export const endSubscriptionBody = z.object({ subscriptionId: z.uuid(), reason }).strict();
export type EndSubscription = z.output<typeof endSubscriptionBody>;

export const mockSubscriptionBody = z
  .object({
    state: z.enum(mockStates),
    product: z
      .enum(productIds)
      .optional()
      .meta({ description: 'left out: what this account kind buys, PRO for talents' }),
  })
  .strict();
export type MockSubscription = z.output<typeof mockSubscriptionBody>;

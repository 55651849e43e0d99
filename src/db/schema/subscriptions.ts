import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  pgPolicy,
  pgTable,
  smallint,
  text,
  uniqueIndex,
  uuid,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import {
  agreementStates,
  creditKinds,
  endings,
  intervals,
  liveSubscriptionStates,
  productIds,
  purchaseStates,
  subscriptionStates,
} from '../../features/subscriptions/rules/states.ts';
import { appSystem, appUser, isOperator, me } from '../roles.ts';
import { amount, at, createdAt, id } from './columns.ts';
import { users } from './users.ts';

const words = (list: readonly string[]) => sql.raw(list.map((word) => `'${word}'`).join(', '));
const inList = (column: AnyPgColumn, list: readonly string[]) => sql`${column} in (${words(list)})`;

/** What a person has of the site's own: a membership or a talent plan. What it allows is worked out when it is used. */
export const subscriptions = pgTable(
  'subscriptions',
  {
    id: id(),
    userId: text()
      .notNull()
      .references(() => users.id),
    product: text({ enum: productIds }).notNull(),
    interval: text({ enum: intervals }).notNull(),
    amount: amount().notNull(),
    currency: text({ enum: ['IQD', 'MAD', 'USD', 'EUR'] }).notNull(),
    state: text({ enum: subscriptionStates }).notNull(),
    /** months are counted from here, so that what began on the 31st ends on the last day of shorter months and no earlier ever after */
    anchor: at().notNull(),
    periodStart: at().notNull(),
    periodEnd: at().notNull(),
    cancelAtPeriodEnd: boolean().notNull().default(false),
    pastDueSince: at(),
    /** how the next period is paid: by the gateway itself under an agreement, or by the person, who is reminded */
    driver: text(),
    agreementRef: text(),
    agreement: text({ enum: agreementStates }),
    /** how far the gateway says it has been paid under the agreement: what reaches further is a new payment */
    agreementPaidUntil: at(),
    /** when the gateway was last asked about the agreement */
    askedAt: at(),
    /** how many letters of the present round (renewal or dunning) have been written or overtaken */
    reminders: smallint().notNull().default(0),
    ending: text({ enum: endings }),
    endedAt: at(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [
    uniqueIndex('subscriptions_one_live')
      .on(t.userId)
      .where(sql`${t.state} in (${words(liveSubscriptionStates)})`),
    uniqueIndex('subscriptions_agreement_key')
      .on(t.driver, t.agreementRef)
      .where(sql`${t.agreementRef} is not null`),
    index('subscriptions_due_idx')
      .on(t.periodEnd)
      .where(sql`${t.state} in (${words(liveSubscriptionStates)})`),
    check('subscriptions_state_is_known', inList(t.state, subscriptionStates)),
    check('subscriptions_product_is_known', inList(t.product, productIds)),
    check('subscriptions_period_runs_forward', sql`${t.periodEnd} > ${t.periodStart}`),
    index('subscriptions_user_idx').on(t.userId, t.id),
    index('subscriptions_agreements_idx')
      .on(t.askedAt)
      .where(sql`${t.agreement} in ('running', 'to_cancel', 'cancelling', 'to_end')`),
    check(
      'subscriptions_ended_say_how',
      sql`(${t.state} in (${words(liveSubscriptionStates)})) = (${t.ending} is null) and (${t.ending} is null) = (${t.endedAt} is null)`,
    ),
    check(
      'subscriptions_agreements_are_whole',
      sql`(${t.agreementRef} is null) = (${t.agreement} is null) and (${t.agreementRef} is null or ${t.driver} is not null)`,
    ),
    check('subscriptions_amount_is_no_debt', sql`${t.amount} >= 0`),
    check('subscriptions_past_due_since', sql`(${t.state} = 'past_due') = (${t.pastDueSince} is not null)`),
    pgPolicy('people see their subscriptions', { for: 'select', to: appUser, using: sql`${t.userId} = ${me}` }),
    pgPolicy('operators see subscriptions', { for: 'select', to: appUser, using: isOperator }),
    pgPolicy('the system keeps subscriptions', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** One thing bought from the site: a period of a membership or plan, or a pack of credits. The payable of payments. */
export const purchases = pgTable(
  'purchases',
  {
    id: id(),
    userId: text()
      .notNull()
      .references(() => users.id),
    product: text({ enum: [...productIds, 'credits'] }).notNull(),
    interval: text({ enum: intervals }).notNull(),
    /** the gateway renews it by itself */
    recurring: boolean().notNull().default(false),
    credits: integer(),
    amount: amount().notNull(),
    currency: text({ enum: ['IQD', 'MAD', 'USD', 'EUR'] }).notNull(),
    state: text({ enum: purchaseStates }).notNull().default('open'),
    subscriptionId: uuid().references(() => subscriptions.id),
    /** the gateway's name for a payment it took under an agreement: each is kept once */
    source: text(),
    /** the period it paid for */
    periodStart: at(),
    periodEnd: at(),
    expiresAt: at().notNull(),
    paidAt: at(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [
    index('purchases_user_idx').on(t.userId, t.id),
    index('purchases_subscription_idx').on(t.subscriptionId),
    uniqueIndex('purchases_source_key')
      .on(t.source)
      .where(sql`${t.source} is not null`),
    // the same wish in two tabs is one purchase
    uniqueIndex('purchases_one_open')
      .on(t.userId, t.product, t.interval, t.recurring, t.currency, sql`coalesce(${t.credits}, 0)`)
      .where(sql`${t.state} = 'open'`),
    check('purchases_paid_have_a_time', sql`${t.state} in ('open', 'lapsed') or ${t.paidAt} is not null`),
    check(
      'purchases_credits_come_once',
      sql`${t.product} <> 'credits' or (${t.interval} = 'once' and not ${t.recurring})`,
    ),
    check('purchases_once_is_not_recurring', sql`not (${t.interval} = 'once' and ${t.recurring})`),
    check('purchases_state_is_known', inList(t.state, purchaseStates)),
    check('purchases_amount_is_positive', sql`${t.amount} > 0`),
    check(
      'purchases_credits_are_counted',
      sql`(${t.product} = 'credits') = (${t.credits} is not null and ${t.credits} > 0)`,
    ),
    pgPolicy('people see their purchases', { for: 'select', to: appUser, using: sql`${t.userId} = ${me}` }),
    pgPolicy('operators see purchases', { for: 'select', to: appUser, using: isOperator }),
    pgPolicy('the system keeps purchases', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** What is left in a talent's purse. Kept by the trigger on `credit_lines`; never below zero. */
export const creditWallets = pgTable(
  'credit_wallets',
  {
    userId: text()
      .primaryKey()
      .references(() => users.id),
    monthly: integer().notNull().default(0),
    monthlyUntil: at(),
    bought: integer().notNull().default(0),
  },
  (t) => [
    check('credit_wallets_never_below_zero', sql`${t.monthly} >= 0 and ${t.bought} >= 0`),
    pgPolicy('talents see their purse', { for: 'select', to: appUser, using: sql`${t.userId} = ${me}` }),
    pgPolicy('operators see purses', { for: 'select', to: appUser, using: isOperator }),
    pgPolicy('the system keeps purses', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** Every credit that came or went. Only added to. `source` makes each one count once. */
export const creditLines = pgTable(
  'credit_lines',
  {
    id: id(),
    userId: text()
      .notNull()
      .references(() => users.id),
    kind: text({ enum: creditKinds }).notNull(),
    purse: text({ enum: ['monthly', 'bought'] }).notNull(),
    /** above zero: came; below: went */
    amount: integer().notNull(),
    source: text().notNull(),
    /** when monthly credits end */
    expiresAt: at(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('credit_lines_once').on(t.userId, t.kind, t.purse, t.source),
    index('credit_lines_user_idx').on(t.userId, t.id),
    check('credit_lines_kind_is_known', inList(t.kind, creditKinds)),
    check('credit_lines_move_something', sql`${t.amount} <> 0`),
    check(
      'credit_lines_monthly_grants_end',
      sql`${t.kind} <> 'grant' or ${t.purse} <> 'monthly' or ${t.expiresAt} is not null`,
    ),
    pgPolicy('talents see their credits', { for: 'select', to: appUser, using: sql`${t.userId} = ${me}` }),
    pgPolicy('operators see credits', { for: 'select', to: appUser, using: isOperator }),
    pgPolicy('the system reads credits', { for: 'select', to: appSystem, using: sql`true` }),
    pgPolicy('the system adds credits', { for: 'insert', to: appSystem, withCheck: sql`true` }),
  ],
);

import { sql } from 'drizzle-orm';
import {
  check,
  index,
  integer,
  jsonb,
  pgPolicy,
  pgTable,
  text,
  uniqueIndex,
  uuid,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import { attemptStates, caseKinds, paymentStates, refundReasons, refundStates } from '../../features/payments/rules.ts';
import { appSystem, appUser, isOperator, me } from '../roles.ts';
import { amount, at, createdAt, id } from './columns.ts';
import { users } from './users.ts';

const inList = (column: AnyPgColumn, words: readonly string[]) =>
  sql`${column} in (${sql.raw(words.map((word) => `'${word}'`).join(', '))})`;

/** What is owed for one payable thing, and whether it was paid. Written by the system door alone. */
export const payments = pgTable(
  'payments',
  {
    id: id(),
    payableKind: text({ enum: ['booking', 'purchase'] }).notNull(),
    payableId: uuid().notNull(),
    payerId: text()
      .notNull()
      .references(() => users.id),
    /** who earns it; null for what the site itself sells */
    payeeId: text().references(() => users.id),
    amount: amount().notNull(),
    currency: text({ enum: ['IQD', 'MAD', 'USD', 'EUR'] }).notNull(),
    /** the site's share of it, frozen when the payment was made */
    commission: amount().notNull().default(0),
    state: text({ enum: paymentStates }).notNull().default('pending'),
    /** why a person must look: amount_differs, currency_differs, time_gone, paid_twice, … */
    flag: text(),
    /** how it was paid: the gateway, and its own reference; both sides see it on the receipt */
    paidThrough: text(),
    paidReference: text(),
    paidAt: at(),
    refundedAt: at(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [
    uniqueIndex('payments_one_per_payable').on(t.payableKind, t.payableId),
    // what a gateway took once pays for one thing
    uniqueIndex('payments_paid_by_one_reference')
      .on(t.paidThrough, t.paidReference)
      .where(sql`${t.paidReference} is not null`),
    index('payments_payer_idx').on(t.payerId, t.id),
    index('payments_open_idx')
      .on(t.updatedAt)
      .where(sql`${t.state} in ('pending', 'refund_due', 'refund_pending')`),
    check('payments_state_is_known', inList(t.state, paymentStates)),
    check('payments_amount_is_positive', sql`${t.amount} > 0`),
    check('payments_commission_is_a_share', sql`${t.commission} between 0 and ${t.amount}`),
    check('payments_bookings_have_a_payee', sql`(${t.payableKind} = 'booking') = (${t.payeeId} is not null)`),
    index('payments_payee_idx').on(t.payeeId, t.id),
    pgPolicy('operators see payments', { for: 'select', to: appUser, using: isOperator }),
    check('payments_paid_have_a_time', sql`${t.state} in ('pending', 'failed') or ${t.paidAt} is not null`),
    pgPolicy('payers and payees see their payments', {
      for: 'select',
      to: appUser,
      using: sql`${t.payerId} = ${me} or ${t.payeeId} = ${me}`,
    }),
    pgPolicy('the system keeps payments', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** One try at a gateway. A gateway's reference belongs to one attempt, ever. */
export const paymentAttempts = pgTable(
  'payment_attempts',
  {
    id: id(),
    paymentId: uuid()
      .notNull()
      .references(() => payments.id),
    payerId: text()
      .notNull()
      .references(() => users.id),
    driver: text().notNull(),
    /** what was asked for: the payment's sum */
    amount: amount().notNull(),
    currency: text({ enum: ['IQD', 'MAD', 'USD', 'EUR'] }).notNull(),
    /** `agreement`: the gateway takes the money again when a period is over */
    mode: text({ enum: ['once', 'agreement'] })
      .notNull()
      .default('once'),
    /** the standing agreement this attempt began, once the gateway has named it */
    agreementRef: text(),
    /** what the gateway says it holds, where that is another sum than was asked */
    receivedAmount: amount(),
    /** the gateway's own reference; null while it is being opened or in doubt */
    ref: text(),
    state: text({ enum: attemptStates }).notNull().default('opening'),
    /** what the payer does next: {type: 'qr', image, code, links} or {type: 'redirect', url} */
    next: jsonb().$type<Record<string, unknown>>(),
    /** sha-256 of the secret in the callback address */
    tokenHash: text().notNull(),
    expiresAt: at(),
    /** when the gateway was last asked */
    askedAt: at(),
    asks: integer().notNull().default(0),
    /** since when the gateway, where it can be asked for a time only, has given no answer */
    unansweredAt: at(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [
    uniqueIndex('payment_attempts_driver_ref_key')
      .on(t.driver, t.ref)
      .where(sql`${t.ref} is not null`),
    uniqueIndex('payment_attempts_token_key').on(t.tokenHash),
    // two tabs make one attempt; beside one in doubt the customer may choose a second
    uniqueIndex('payment_attempts_one_live')
      .on(t.paymentId)
      .where(sql`${t.state} in ('opening', 'open')`),
    // a payment is paid once; what comes in twice is owed back
    uniqueIndex('payment_attempts_one_paid')
      .on(t.paymentId)
      .where(sql`${t.state} = 'paid'`),
    index('payment_attempts_payment_idx').on(t.paymentId, t.id),
    index('payment_attempts_to_ask_idx')
      .on(t.askedAt)
      .where(sql`${t.state} in ('opening', 'open', 'in_doubt', 'refund_due', 'refund_pending')`),
    check('payment_attempts_state_is_known', inList(t.state, attemptStates)),
    check(
      'payment_attempts_open_have_a_ref',
      sql`${t.state} in ('opening', 'in_doubt', 'failed', 'expired', 'cancelled') or ${t.ref} is not null`,
    ),
    check('payment_attempts_amount_is_positive', sql`${t.amount} > 0`),
    check('payment_attempts_received_is_positive', sql`${t.receivedAmount} > 0`),
    pgPolicy('operators see attempts', { for: 'select', to: appUser, using: isOperator }),
    pgPolicy('payers see their attempts', { for: 'select', to: appUser, using: sql`${t.payerId} = ${me}` }),
    pgPolicy('the system keeps attempts', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** Every call a gateway made, raw, before anyone judged it. */
export const paymentNotices = pgTable(
  'payment_notices',
  {
    id: id(),
    attemptId: uuid().references(() => paymentAttempts.id),
    driver: text().notNull(),
    /** the provider's event id, or a digest of what came where it names none */
    eventId: text().notNull(),
    method: text().notNull(),
    headers: jsonb().$type<Record<string, string>>().notNull(),
    body: text().notNull(),
    verdict: text(),
    times: integer().notNull().default(1),
    receivedAt: createdAt(),
    judgedAt: at(),
  },
  (t) => [
    uniqueIndex('payment_notices_event_key').on(t.driver, t.eventId),
    index('payment_notices_attempt_idx').on(t.attemptId, t.id),
    pgPolicy('operators see notices', { for: 'select', to: appUser, using: isOperator }),
    pgPolicy('the system keeps notices', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/**
 * Money on its way back to the payer. All refunds of an attempt together never exceed what came in through it: kept by
 * the trigger `refunds_never_exceed`, which locks the payment first.
 */
export const refunds = pgTable(
  'refunds',
  {
    id: id(),
    paymentId: uuid()
      .notNull()
      .references(() => payments.id),
    attemptId: uuid()
      .notNull()
      .references(() => paymentAttempts.id),
    payerId: text()
      .notNull()
      .references(() => users.id),
    amount: amount().notNull(),
    currency: text({ enum: ['IQD', 'MAD', 'USD', 'EUR'] }).notNull(),
    reason: text({ enum: refundReasons }).notNull(),
    /** an operator's words on it */
    note: text().notNull().default(''),
    state: text({ enum: refundStates }).notNull().default('due'),
    /** the gateway's own reference of the refund, where it names one */
    refundRef: text(),
    /** the reference of a transfer made by hand */
    manualReference: text(),
    /** who wished for it; null: a rule did */
    requestedBy: text(),
    settledBy: text(),
    askedAt: at(),
    asks: integer().notNull().default(0),
    doneAt: at(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [
    index('refunds_payment_idx').on(t.paymentId, t.id),
    index('refunds_attempt_idx').on(t.attemptId),
    index('refunds_open_idx')
      .on(t.askedAt)
      .where(sql`${t.state} in ('due', 'asking', 'pending', 'by_hand')`),
    check('refunds_state_is_known', inList(t.state, refundStates)),
    check('refunds_reason_is_known', inList(t.reason, refundReasons)),
    check('refunds_amount_is_positive', sql`${t.amount} > 0`),
    check('refunds_done_have_a_time', sql`(${t.state} = 'done') = (${t.doneAt} is not null)`),
    pgPolicy('payers see their refunds', { for: 'select', to: appUser, using: sql`${t.payerId} = ${me}` }),
    pgPolicy('operators see refunds', { for: 'select', to: appUser, using: isOperator }),
    pgPolicy('the system keeps refunds', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** What a person must look at: a sum that differs, a refund to be paid by hand, books that disagree with a gateway. */
export const moneyCases = pgTable(
  'money_cases',
  {
    id: id(),
    kind: text({ enum: caseKinds }).notNull(),
    /** what it is about, so that the same trouble opens one case */
    subject: text().notNull(),
    driver: text(),
    paymentId: uuid().references(() => payments.id),
    refundId: uuid().references(() => refunds.id),
    facts: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    openedAt: createdAt(),
    closedAt: at(),
    closedBy: text(),
    resolution: text(),
  },
  (t) => [
    uniqueIndex('money_cases_one_open')
      .on(t.kind, t.subject)
      .where(sql`${t.closedAt} is null`),
    index('money_cases_open_idx')
      .on(t.id)
      .where(sql`${t.closedAt} is null`),
    check('money_cases_kind_is_known', inList(t.kind, caseKinds)),
    check('money_cases_closed_say_how', sql`(${t.closedAt} is null) = (${t.resolution} is null)`),
    pgPolicy('operators see cases', { for: 'select', to: appUser, using: isOperator }),
    pgPolicy('the system keeps cases', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

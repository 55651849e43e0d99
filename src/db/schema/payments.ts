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
import { attemptStates, paymentStates } from '../../features/payments/rules.ts';
import { appSystem, appUser, me } from '../roles.ts';
import { amount, at, createdAt, id } from './columns.ts';
import { users } from './users.ts';

const inList = (column: AnyPgColumn, words: readonly string[]) =>
  sql`${column} in (${sql.raw(words.map((word) => `'${word}'`).join(', '))})`;

/** What is owed for one payable thing, and whether it was paid. Written by the system door alone. */
export const payments = pgTable(
  'payments',
  {
    id: id(),
    payableKind: text({ enum: ['booking'] }).notNull(),
    payableId: uuid().notNull(),
    payerId: text()
      .notNull()
      .references(() => users.id),
    payeeId: text()
      .notNull()
      .references(() => users.id),
    amount: amount().notNull(),
    currency: text({ enum: ['IQD', 'MAD', 'USD', 'EUR'] }).notNull(),
    state: text({ enum: paymentStates }).notNull().default('pending'),
    /** why a person must look: amount_differs, currency_differs, time_gone, paid_twice, … */
    flag: text(),
    /** how it was paid: the gateway, and its own reference; both sides see it on the receipt */
    paidThrough: text(),
    paidReference: text(),
    receiptNumber: integer().generatedAlwaysAsIdentity({ name: 'receipt_number_seq' }),
    paidAt: at(),
    refundedAt: at(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [
    uniqueIndex('payments_one_per_payable').on(t.payableKind, t.payableId),
    index('payments_payer_idx').on(t.payerId, t.id),
    index('payments_open_idx')
      .on(t.updatedAt)
      .where(sql`${t.state} in ('pending', 'refund_due', 'refund_pending')`),
    check('payments_state_is_known', inList(t.state, paymentStates)),
    check('payments_amount_is_positive', sql`${t.amount} > 0`),
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
    pgPolicy('the system keeps notices', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  customType,
  index,
  integer,
  jsonb,
  pgPolicy,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import { accounts, comparisonVerdicts, entryKinds, payoutMethods, payoutStates } from '../../features/ledger/rules.ts';
import { appSystem, appUser, isOperator, me, ownLoginAlone } from '../roles.ts';
import { amount, at, createdAt, id } from './columns.ts';
import { paymentAttempts } from './payments.ts';
import { users } from './users.ts';

const transactionId = customType<{ data: string }>({ dataType: () => 'xid8' });
const inList = (column: AnyPgColumn, words: readonly string[]) =>
  sql`${column} in (${sql.raw(words.map((word) => `'${word}'`).join(', '))})`;

/** One thing that happened to money, kept once: `source` is the id of what happened. Append-only; hand-written SQL refuses the rest. */
export const ledgerEntries = pgTable(
  'ledger_entries',
  {
    id: id(),
    kind: text({ enum: entryKinds }).notNull(),
    source: text().notNull(),
    paymentId: uuid(),
    facts: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    /** the transaction it was written in: its lines are written there too, and never later */
    writtenIn: transactionId()
      .notNull()
      .default(sql`pg_current_xact_id()`),
    at: createdAt(),
  },
  (t) => [
    uniqueIndex('ledger_entries_once').on(t.kind, t.source),
    index('ledger_entries_payment_idx').on(t.paymentId, t.id),
    index('ledger_entries_at_idx').on(t.at),
    check('ledger_entries_kind_is_known', inList(t.kind, entryKinds)),
    pgPolicy('operators see the ledger', { for: 'select', to: appUser, using: isOperator }),
    pgPolicy('talents see the entries that touch them', {
      for: 'select',
      to: appUser,
      using: sql`exists (select 1 from ledger_lines l where l.entry_id = ${t.id} and l.user_id = ${me})`,
    }),
    pgPolicy('the system reads the ledger', { for: 'select', to: appSystem, using: sql`true` }),
    pgPolicy('the system writes the ledger', { for: 'insert', to: appSystem, withCheck: sql`true` }),
  ],
);

/** Its lines: debits above zero, credits below, and every entry sums to zero in each currency (deferred constraint in the hand-written SQL). */
export const ledgerLines = pgTable(
  'ledger_lines',
  {
    entryId: uuid()
      .notNull()
      .references(() => ledgerEntries.id),
    n: smallint().notNull(),
    account: text({ enum: accounts }).notNull(),
    amount: amount().notNull(),
    currency: text({ enum: ['IQD', 'MAD', 'USD', 'EUR'] }).notNull(),
    /** where the money lies: a gateway, or `bank` for what an operator moved by hand */
    driver: text(),
    /** whose it is, where the account is somebody's */
    userId: text().references(() => users.id),
  },
  (t) => [
    primaryKey({ columns: [t.entryId, t.n] }),
    index('ledger_lines_account_idx').on(t.account, t.currency, t.driver),
    index('ledger_lines_user_idx')
      .on(t.userId, t.account, t.currency)
      .where(sql`${t.userId} is not null`),
    check('ledger_lines_account_is_known', inList(t.account, accounts)),
    check('ledger_lines_move_something', sql`${t.amount} <> 0`),
    check('ledger_lines_say_whose', sql`${t.account} not in ('owed', 'paid_out') or ${t.userId} is not null`),
    check(
      'ledger_lines_say_where',
      sql`${t.account} not in ('received', 'refunded', 'paid_out') or ${t.driver} is not null`,
    ),
    pgPolicy('talents see what is theirs', { for: 'select', to: appUser, using: sql`${t.userId} = ${me}` }),
    pgPolicy('operators see the lines', { for: 'select', to: appUser, using: isOperator }),
    pgPolicy('the system reads the lines', { for: 'select', to: appSystem, using: sql`true` }),
    pgPolicy('the system writes the lines', { for: 'insert', to: appSystem, withCheck: sql`true` }),
  ],
);

/** What the site keeps of a booking's price. The most specific rule in force wins; the payment freezes what it gave. */
export const commissionRules = pgTable(
  'commission_rules',
  {
    id: id(),
    talentUserId: text().references(() => users.id),
    plan: text({ enum: ['FREE', 'PRO', 'AGENCY'] }),
    currency: text({ enum: ['IQD', 'MAD', 'USD', 'EUR'] }),
    /** hundredths of a percent */
    basisPoints: integer().notNull(),
    /** on top, and at least; in the currency the rule names */
    fixed: amount().notNull().default(0),
    minimum: amount().notNull().default(0),
    createdBy: text(),
    createdAt: createdAt(),
    endedAt: at(),
  },
  (t) => [
    check('commission_rules_are_shares', sql`${t.basisPoints} between 0 and 10000`),
    check('commission_rules_sums_are_whole', sql`${t.fixed} >= 0 and ${t.minimum} >= 0`),
    check(
      'commission_rules_sums_name_a_currency',
      sql`(${t.fixed} = 0 and ${t.minimum} = 0) or ${t.currency} is not null`,
    ),
    uniqueIndex('commission_rules_one_in_force')
      .on(sql`coalesce(${t.talentUserId}, '')`, sql`coalesce(${t.plan}, '')`, sql`coalesce(${t.currency}, '')`)
      .where(sql`${t.endedAt} is null`),
    pgPolicy('operators see commission rules', { for: 'select', to: appUser, using: isOperator }),
    pgPolicy('the system keeps commission rules', {
      for: 'all',
      to: appSystem,
      using: sql`true`,
      withCheck: sql`true`,
    }),
  ],
);

/** Where a talent wants their money. */
export const payoutAccounts = pgTable(
  'payout_accounts',
  {
    userId: text()
      .primaryKey()
      .references(() => users.id),
    method: text({ enum: payoutMethods }).notNull(),
    holder: text().notNull(),
    /** IBAN, wallet number, account */
    number: text().notNull(),
    updatedAt: createdAt(),
  },
  (t) => [
    check('payout_accounts_method_is_known', inList(t.method, payoutMethods)),
    check(
      'payout_accounts_are_filled_in',
      sql`length(${t.holder}) between 1 and 120 and ${t.number} ~ '^[+A-Z0-9]{8,34}$'`,
    ),
    ownLoginAlone(),
    pgPolicy('talents see their payout account', { for: 'select', to: appUser, using: sql`${t.userId} = ${me}` }),
    pgPolicy('talents name their payout account', { for: 'insert', to: appUser, withCheck: sql`${t.userId} = ${me}` }),
    pgPolicy('talents change their payout account', {
      for: 'update',
      to: appUser,
      using: sql`${t.userId} = ${me}`,
      withCheck: sql`${t.userId} = ${me}`,
    }),
    pgPolicy('operators see payout accounts', { for: 'select', to: appUser, using: isOperator }),
    pgPolicy('the system reads payout accounts', { for: 'select', to: appSystem, using: sql`true` }),
  ],
);

/** Payouts an operator makes together, in one currency. */
export const payoutBatches = pgTable(
  'payout_batches',
  {
    id: id(),
    currency: text({ enum: ['IQD', 'MAD', 'USD', 'EUR'] }).notNull(),
    /** money earned before this moment */
    until: at().notNull(),
    createdBy: text().notNull(),
    createdAt: createdAt(),
    closed: boolean().notNull().default(false),
  },
  () => [
    pgPolicy('operators see payout batches', { for: 'select', to: appUser, using: isOperator }),
    pgPolicy('the system keeps payout batches', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

export const payouts = pgTable(
  'payouts',
  {
    id: id(),
    batchId: uuid()
      .notNull()
      .references(() => payoutBatches.id),
    userId: text()
      .notNull()
      .references(() => users.id),
    amount: amount().notNull(),
    currency: text({ enum: ['IQD', 'MAD', 'USD', 'EUR'] }).notNull(),
    state: text({ enum: payoutStates }).notNull().default('due'),
    /** the account as it was when the batch was made */
    method: text(),
    holder: text(),
    number: text(),
    /** the operator's proof: the reference of the transfer */
    reference: text(),
    paidAt: at(),
    settledBy: text(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [
    uniqueIndex('payouts_one_per_batch').on(t.batchId, t.userId),
    // a talent's money is in one payout at a time
    uniqueIndex('payouts_one_due')
      .on(t.userId, t.currency)
      .where(sql`${t.state} = 'due'`),
    index('payouts_user_idx').on(t.userId, t.id),
    check('payouts_state_is_known', inList(t.state, payoutStates)),
    check('payouts_amount_is_positive', sql`${t.amount} > 0`),
    check(
      'payouts_paid_have_proof',
      sql`(${t.state} = 'paid') = (${t.paidAt} is not null and ${t.reference} is not null)`,
    ),
    pgPolicy('talents see their payouts', { for: 'select', to: appUser, using: sql`${t.userId} = ${me}` }),
    pgPolicy('operators see payouts', { for: 'select', to: appUser, using: isOperator }),
    pgPolicy('the system keeps payouts', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** What a gateway was last found to say of an attempt, beside the books. A day later it is asked again. */
export const gatewayComparisons = pgTable(
  'gateway_comparisons',
  {
    attemptId: uuid()
      .primaryKey()
      .references(() => paymentAttempts.id),
    verdict: text({ enum: comparisonVerdicts }).notNull(),
    comparedAt: at().notNull(),
  },
  (t) => [
    index('gateway_comparisons_age_idx').on(t.comparedAt),
    check('gateway_comparisons_verdict_is_known', inList(t.verdict, comparisonVerdicts)),
    pgPolicy('operators see comparisons', { for: 'select', to: appUser, using: isOperator }),
    pgPolicy('the system keeps comparisons', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgPolicy, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { documentKinds } from '../../features/documents/rules.ts';
import { appSystem, appUser, isOperator, me } from '../roles.ts';
import { createdAt, id } from './columns.ts';
import { payments, refunds } from './payments.ts';
import { users } from './users.ts';

/**
 * The last number of a series. The row is locked while a number is taken, so a rolled-back transaction leaves no gap; a
 * number taken and not used is refused at commit (hand-written SQL).
 */
export const documentSeries = pgTable(
  'document_series',
  { series: text().primaryKey(), last: integer().notNull().default(0) },
  () => [
    pgPolicy('the system numbers documents', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** Receipts, invoices and credit notes, as they were when they were issued: never changed, never deleted (hand-written SQL). */
export const documents = pgTable(
  'documents',
  {
    id: id(),
    kind: text({ enum: documentKinds }).notNull(),
    series: text()
      .notNull()
      .references(() => documentSeries.series),
    number: integer().notNull(),
    userId: text()
      .notNull()
      .references(() => users.id),
    payeeId: text().references(() => users.id),
    paymentId: uuid()
      .notNull()
      .references(() => payments.id),
    refundId: uuid().references(() => refunds.id),
    snapshot: jsonb().$type<Record<string, unknown>>().notNull(),
    issuedAt: createdAt(),
  },
  (t) => [
    uniqueIndex('documents_number_key').on(t.series, t.number),
    uniqueIndex('documents_one_per_payment')
      .on(t.paymentId)
      .where(sql`${t.refundId} is null`),
    uniqueIndex('documents_one_per_refund')
      .on(t.refundId)
      .where(sql`${t.refundId} is not null`),
    index('documents_user_idx').on(t.userId, t.id),
    index('documents_payee_idx').on(t.payeeId, t.id),
    check('documents_number_is_positive', sql`${t.number} > 0`),
    check('documents_credit_notes_name_a_refund', sql`(${t.kind} = 'credit_note') = (${t.refundId} is not null)`),
    check(
      'documents_series_fits_the_kind',
      sql`${t.series} ~ case when ${t.kind} = 'credit_note' then '^MW-CN-[0-9]{4}$' else '^MW-[0-9]{4}$' end`,
    ),
    pgPolicy('both sides see their documents', {
      for: 'select',
      to: appUser,
      using: sql`${t.userId} = ${me} or ${t.payeeId} = ${me}`,
    }),
    pgPolicy('operators see documents', { for: 'select', to: appUser, using: isOperator }),
    pgPolicy('the system reads documents', { for: 'select', to: appSystem, using: sql`true` }),
    pgPolicy('the system issues documents', { for: 'insert', to: appSystem, withCheck: sql`true` }),
  ],
);

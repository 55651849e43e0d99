import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgPolicy, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { appSystem, appUser, me } from '../roles.ts';
import { at, createdAt, id } from './columns.ts';

/** News that leaves after commit: written in the transaction that made it, sent by the clock. */
export const outbox = pgTable(
  'outbox',
  {
    id: id(),
    kind: text().notNull(),
    payload: jsonb().$type<Record<string, unknown>>().notNull(),
    /** the same news is kept once */
    dedupeKey: text().notNull(),
    actorId: text(),
    createdAt: createdAt(),
    dueAt: createdAt(),
    attempts: integer().notNull().default(0),
    lockedUntil: at(),
    sentAt: at(),
    failedAt: at(),
    lastError: text(),
  },
  (t) => [
    uniqueIndex('outbox_dedupe_key').on(t.dedupeKey),
    index('outbox_due_idx')
      .on(t.dueAt)
      .where(sql`${t.sentAt} is null and ${t.failedAt} is null`),
    pgPolicy('people announce what they did', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${t.actorId} = ${me} and ${t.sentAt} is null`,
    }),
    pgPolicy('the system keeps the outbox', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** Append-only: who did what to money, access or another's data, and why. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: id(),
    at: createdAt(),
    actorId: text(),
    action: text().notNull(),
    subjectKind: text().notNull(),
    subjectId: text().notNull(),
    reason: text().notNull().default(''),
    data: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    requestId: text(),
  },
  (t) => [
    index('audit_log_subject_idx').on(t.subjectKind, t.subjectId, t.id),
    // what was done for another, for both accounts it concerns (app.acting_log)
    index('audit_log_done_under_idx')
      .on(sql`(${t.data} ->> 'under')`, t.id)
      .where(sql`${t.data} ? 'member'`),
    index('audit_log_done_for_idx')
      .on(t.actorId, t.id)
      .where(sql`${t.data} ? 'member'`),
    pgPolicy('people sign what they did', { for: 'insert', to: appUser, withCheck: sql`${t.actorId} = ${me}` }),
    pgPolicy('the system writes the log', { for: 'insert', to: appSystem, withCheck: sql`true` }),
    pgPolicy('the system reads the log', { for: 'select', to: appSystem, using: sql`true` }),
  ],
);

/** Same key, same answer, byte for byte, for 72 hours; the same key with another body is refused. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    userId: text().notNull(),
    operation: text().notNull(),
    key: text().notNull(),
    requestHash: text().notNull(),
    status: integer(),
    body: text(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.operation, t.key] }),
    index('idempotency_keys_age_idx').on(t.createdAt),
    pgPolicy('people see their keys', { for: 'select', to: appUser, using: sql`${t.userId} = ${me}` }),
    pgPolicy('people bring their keys', { for: 'insert', to: appUser, withCheck: sql`${t.userId} = ${me}` }),
    pgPolicy('people complete their keys', {
      for: 'update',
      to: appUser,
      using: sql`${t.userId} = ${me}`,
      withCheck: sql`${t.userId} = ${me}`,
    }),
    pgPolicy('the system keeps keys', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** Webhooks of the identity provider, each taken once. */
export const identityNotices = pgTable(
  'identity_notices',
  {
    eventId: text().primaryKey(),
    type: text().notNull(),
    receivedAt: createdAt(),
  },
  () => [
    pgPolicy('the system keeps identity notices', {
      for: 'all',
      to: appSystem,
      using: sql`true`,
      withCheck: sql`true`,
    }),
  ],
);

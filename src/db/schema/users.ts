import { sql } from 'drizzle-orm';
import { check, index, pgPolicy, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { appSystem, appUser, isOperator, me } from '../roles.ts';
import { at, createdAt } from './columns.ts';

export const users = pgTable(
  'users',
  {
    /** the Clerk user id: row-level security compares it with the verified session */
    id: text().primaryKey(),
    email: text().notNull(),
    name: text().notNull().default(''),
    role: text({ enum: ['talent', 'customer', 'admin'] }),
    customerKind: text({ enum: ['individual', 'professional', 'company'] }),
    /** what talents begin with; what they have is told by `subscriptions` at the moment of use, and nothing decides by this */
    plan: text({ enum: ['FREE', 'PRO', 'AGENCY'] }),
    /** never written: when a membership ends is told by `subscriptions` */
    membershipEndsAt: at(),
    locale: text({ enum: ['en', 'ar', 'ckb', 'fr'] })
      .notNull()
      .default('en'),
    timeZone: text().notNull().default('Asia/Baghdad'),
    onboardedAt: at(),
    /** `waiting` where this deploy looks at accounts of their kind first: they prepare, and reach nobody yet */
    approval: text({ enum: ['approved', 'waiting', 'refused'] })
      .notNull()
      .default('approved'),
    /** when, by whom and why it was decided last */
    approvalAt: at(),
    approvalBy: text(),
    approvalReason: text(),
    suspendedAt: at(),
    deletedAt: at(),
    /** Clerk's own stamp of the newest profile we took over; an older webhook changes nothing */
    clerkUpdatedAt: at(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [
    uniqueIndex('users_email_key')
      .on(sql`lower(${t.email})`)
      .where(sql`${t.deletedAt} is null and ${t.email} <> ''`),
    index('users_waiting_idx')
      .on(t.approval, t.onboardedAt, t.id)
      .where(sql`${t.approval} <> 'approved'`),
    check('users_approval_is_known', sql`${t.approval} in ('approved', 'waiting', 'refused')`),
    check('users_refused_are_told_why', sql`${t.approval} <> 'refused' or length(${t.approvalReason}) > 0`),
    check(
      'users_customers_have_a_kind',
      sql`(${t.role} = 'customer') = (${t.customerKind} is not null) or ${t.role} is null`,
    ),
    check('users_talents_have_a_plan', sql`(${t.role} = 'talent') = (${t.plan} is not null) or ${t.role} is null`),
    check('users_onboarded_have_a_role', sql`${t.onboardedAt} is null or ${t.role} is not null`),
    pgPolicy('people see themselves', { for: 'select', to: appUser, using: sql`${t.id} = ${me}` }),
    pgPolicy('operators see people', { for: 'select', to: appUser, using: isOperator }),
    pgPolicy('people arrive as themselves', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${t.id} = ${me} and ${t.role} is null and ${t.suspendedAt} is null and ${t.membershipEndsAt} is null and ${t.approval} = 'approved'`,
    }),
    pgPolicy('people change themselves', {
      for: 'update',
      to: appUser,
      using: sql`${t.id} = ${me}`,
      withCheck: sql`${t.id} = ${me}`,
    }),
    pgPolicy('the system keeps users', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

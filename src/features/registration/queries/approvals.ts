import { and, asc, desc, eq, inArray, isNotNull, isNull, sql, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { AnyDb, Tx } from '../../../db/client.ts';
import { auditLog } from '../../../db/schema/operations.ts';
import { talentProfiles } from '../../../db/schema/profiles.ts';
import { accountDetails, guardians, talentPrivate } from '../../../db/schema/registration.ts';
import { users } from '../../../db/schema/users.ts';
import type { Approval } from '../../identity/rules.ts';
import type { ApprovalsQuery } from '../schema/approvals.ts';

type Reads = Pick<AnyDb, 'select'>;
const decider = alias(users, 'decider');

/** For operators, through the system's door: the account, what it said of itself, and what stands in a talent's draft. */
const found = (db: Reads) =>
  db
    .select({
      user: users,
      details: accountDetails,
      talent: {
        category: talentProfiles.category,
        city: talentProfiles.city,
        languages: talentProfiles.languages,
        headline: talentProfiles.headline,
        timeZone: talentProfiles.timeZone,
      },
      birthDate: talentPrivate.birthDate,
      guardian: guardians.state,
      deciderName: decider.name,
    })
    .from(users)
    .leftJoin(accountDetails, eq(accountDetails.userId, users.id))
    .leftJoin(talentProfiles, eq(talentProfiles.userId, users.id))
    .leftJoin(talentPrivate, eq(talentPrivate.userId, users.id))
    .leftJoin(guardians, eq(guardians.userId, users.id))
    .leftJoin(decider, eq(decider.id, users.approvalBy))
    .$dynamic();
export type Row = Awaited<ReturnType<typeof found>>[number];

const here = and(isNull(users.deletedAt), isNotNull(users.onboardedAt));
const past = (cursor: string | undefined, comes: SQL): SQL | undefined => (cursor === undefined ? undefined : comes);

export function listed(db: Reads, { state, cursor, limit }: ApprovalsQuery) {
  if (state === 'waiting')
    return found(db)
      .where(
        and(
          here,
          eq(users.approval, 'waiting'),
          past(
            cursor,
            sql`(${users.onboardedAt}, ${users.id}) > (select c.onboarded_at, c.id from users c where c.id = ${cursor})`,
          ),
        ),
      )
      .orderBy(asc(users.onboardedAt), asc(users.id))
      .limit(limit + 1);
  return found(db)
    .where(
      and(
        here,
        isNotNull(users.approvalAt),
        inArray(users.approval, state === 'refused' ? ['refused'] : ['approved', 'refused']),
        past(
          cursor,
          sql`(${users.approvalAt}, ${users.id}) < (select c.approval_at, c.id from users c where c.id = ${cursor})`,
        ),
      ),
    )
    .orderBy(desc(users.approvalAt), desc(users.id))
    .limit(limit + 1);
}

export const byId = (db: Reads, userId: string) => found(db).where(eq(users.id, userId));

export const lockUser = (tx: Tx, userId: string) =>
  tx
    .select({
      approval: users.approval,
      approvalAt: users.approvalAt,
      onboardedAt: users.onboardedAt,
      deletedAt: users.deletedAt,
    })
    .from(users)
    .where(eq(users.id, userId))
    .for('update');

type Words = { approval: Approval; approvalAt: Date; approvalBy: string; approvalReason: string };
export const decideUser = (tx: Tx, userId: string, from: Approval, words: Words) =>
  tx
    .update(users)
    .set({ ...words, updatedAt: words.approvalAt })
    .where(and(eq(users.id, userId), eq(users.approval, from)))
    .returning({ id: users.id });

export const askAgain = (tx: Tx, userId: string) =>
  tx
    .update(users)
    .set({ approval: 'waiting' })
    .where(and(eq(users.id, userId), eq(users.approval, 'refused')))
    .returning({ id: users.id });

export const audit = (tx: Tx, entry: typeof auditLog.$inferInsert) => tx.insert(auditLog).values(entry);

import { and, desc, eq, ilike, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { AnyDb, Tx } from '../../../db/client.ts';
import { auditLog } from '../../../db/schema/operations.ts';
import { talentProfiles } from '../../../db/schema/profiles.ts';
import { accountDetails, talentPrivate } from '../../../db/schema/registration.ts';
import { users } from '../../../db/schema/users.ts';
import type { AccountsQuery } from '../schema/accounts.ts';

type Reads = Pick<AnyDb, 'select'>;

/** The line of the log that says why an account is suspended: the last of its kind. */
const lastSuspension = (column: 'reason' | 'actor_id') =>
  sql`(select l.${sql.identifier(column)} from ${auditLog} l
    where l.subject_kind = 'user' and l.subject_id = ${users.id} and l.action = 'account.suspended'
    order by l.id desc limit 1)`;

/** For operators, through the system's door. */
const found = (db: Reads) =>
  db
    .select({
      user: users,
      kind: accountDetails.kind,
      talent: {
        slug: talentProfiles.slug,
        displayName: talentProfiles.displayName,
        publishedAt: talentProfiles.publishedAt,
        seenBy: talentProfiles.seenBy,
      },
      birthDate: talentPrivate.birthDate,
      reason: sql<string | null>`case when ${users.suspendedAt} is null then null else ${lastSuspension('reason')} end`,
      suspendedBy: sql<string | null>`case when ${users.suspendedAt} is null then null
        else (select o.name from ${users} o where o.id = ${lastSuspension('actor_id')}) end`,
    })
    .from(users)
    .leftJoin(accountDetails, eq(accountDetails.userId, users.id))
    .leftJoin(talentProfiles, eq(talentProfiles.userId, users.id))
    .leftJoin(talentPrivate, eq(talentPrivate.userId, users.id))
    .$dynamic();
export type Row = Awaited<ReturnType<typeof found>>[number];

const literally = (text: string) => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;

/** The latest first; by words, wherever they stand in a name or an address. */
export function listed(db: Reads, { text, state, cursor, limit }: AccountsQuery) {
  const words = text ? literally(text) : null;
  return found(db)
    .where(
      and(
        isNull(users.deletedAt),
        state === 'suspended' ? isNotNull(users.suspendedAt) : undefined,
        words === null
          ? undefined
          : or(
              ilike(users.name, words),
              ilike(users.email, words),
              ilike(talentProfiles.displayName, words),
              ilike(talentProfiles.slug, words),
            ),
        cursor === undefined
          ? undefined
          : sql`(${users.createdAt}, ${users.id}) < (select c.created_at, c.id from users c where c.id = ${cursor})`,
      ),
    )
    .orderBy(desc(users.createdAt), desc(users.id))
    .limit(limit + 1);
}

export const byId = (db: Reads, userId: string) => found(db).where(eq(users.id, userId));

export const lockAccount = (tx: Tx, userId: string) =>
  tx
    .select({ role: users.role, suspendedAt: users.suspendedAt, deletedAt: users.deletedAt })
    .from(users)
    .where(eq(users.id, userId))
    .for('update');

export const setSuspended = (tx: Tx, userId: string, suspendedAt: Date | null, now: Date) =>
  tx.update(users).set({ suspendedAt, updatedAt: now }).where(eq(users.id, userId)).returning({ id: users.id });

/** Off the public site and out of every search, at once. */
export const takeDown = (tx: Tx, userId: string, now: Date) =>
  tx
    .update(talentProfiles)
    .set({ publishedAt: null, updatedAt: now })
    .where(and(eq(talentProfiles.userId, userId), isNotNull(talentProfiles.publishedAt)))
    .returning({ id: talentProfiles.id, slug: talentProfiles.slug, seenBy: talentProfiles.seenBy });

import { eq, sql } from 'drizzle-orm';
import type { ReadDb } from '../../../db/client.ts';
import { bookings } from '../../../db/schema/bookings.ts';
import { inquiries } from '../../../db/schema/inquiries.ts';
import { auditLog } from '../../../db/schema/operations.ts';
import { contacts } from '../../../db/schema/messaging.ts';
import { talentProfiles } from '../../../db/schema/profiles.ts';
import { accountDetails, guardians, talentPrivate } from '../../../db/schema/registration.ts';
import { users } from '../../../db/schema/users.ts';

type Reads = Pick<ReadDb, 'select'>;

const account = {
  id: users.id,
  email: users.email,
  name: users.name,
  locale: users.locale,
  timeZone: users.timeZone,
  deletedAt: users.deletedAt,
};

/** When somebody came. Their address follows in a notice of its own, a moment later. */
export const arrivedAt = (db: Reads, userId: string) =>
  db.select({ at: users.createdAt }).from(users).where(eq(users.id, userId));

/** Somebody who registered, as they stand now. */
export const accountNews = (db: Reads, userId: string) =>
  db
    .select({
      reader: account,
      role: users.role,
      kind: sql<string>`coalesce(${accountDetails.kind}, ${users.customerKind}, 'talent')`,
      approval: users.approval,
      reason: users.approvalReason,
      suspendedAt: users.suspendedAt,
      /** what the operator wrote last, when they shut the account or gave it back */
      suspensionReason: sql<string | null>`(select l.reason from ${auditLog} l where l.subject_kind = 'user'
        and l.subject_id = ${users.id} and l.action in ('account.suspended', 'account.reinstated')
        order by l.id desc limit 1)`,
    })
    .from(users)
    .leftJoin(accountDetails, eq(accountDetails.userId, users.id))
    .where(eq(users.id, userId));

/** Who answers for a talent, and whether they still do. */
export const guardianNews = (db: Reads, userId: string) =>
  db
    .select({
      talent: account,
      talentName: sql<string>`coalesce(nullif(${talentProfiles.displayName}, ''), ${users.name})`,
      guardian: guardians,
      birthDate: talentPrivate.birthDate,
      timeZone: sql<string>`coalesce(${talentProfiles.timeZone}, ${users.timeZone})`,
    })
    .from(guardians)
    .innerJoin(users, eq(users.id, guardians.userId))
    .leftJoin(talentPrivate, eq(talentPrivate.userId, guardians.userId))
    .leftJoin(talentProfiles, eq(talentProfiles.userId, guardians.userId))
    .where(eq(guardians.userId, userId));

/** Whom a piece of news reaches first: the talent who was written to. */
export const talentOf = (db: Reads, kind: 'inquiry' | 'contact' | 'booking', id: string) => {
  const table = { inquiry: inquiries, contact: contacts, booking: bookings }[kind];
  return db.select({ userId: table.talentUserId }).from(table).where(eq(table.id, id));
};

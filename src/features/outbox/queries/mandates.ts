import { and, eq, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { ReadDb } from '../../../db/client.ts';
import { mandates } from '../../../db/schema/accounts.ts';
import { talentProfiles } from '../../../db/schema/profiles.ts';
import { users } from '../../../db/schema/users.ts';

const person = alias(users, 'person');
const invited = alias(users, 'invited');
const accountColumns = {
  id: users.id,
  email: users.email,
  name: users.name,
  locale: users.locale,
  timeZone: users.timeZone,
  deletedAt: users.deletedAt,
};
const personColumns = {
  id: person.id,
  email: person.email,
  name: person.name,
  locale: person.locale,
  timeZone: person.timeZone,
  deletedAt: person.deletedAt,
};
const invitedColumns = {
  id: invited.id,
  email: invited.email,
  name: invited.name,
  locale: invited.locale,
  timeZone: invited.timeZone,
  deletedAt: invited.deletedAt,
};

/** A mandate with its account, whoever took it up, and whoever of ours has the address it went to. */
export const mandateNews = (db: Pick<ReadDb, 'select'>, id: string) =>
  db
    .select({
      mandate: mandates,
      account: accountColumns,
      accountName: sql<string>`coalesce(${talentProfiles.displayName}, ${users.name})`,
      away: sql<boolean>`${users.suspendedAt} is not null or ${users.deletedAt} is not null`,
      person: personColumns,
      invited: invitedColumns,
    })
    .from(mandates)
    .innerJoin(users, eq(users.id, mandates.accountId))
    .leftJoin(talentProfiles, eq(talentProfiles.userId, mandates.accountId))
    .leftJoin(person, eq(person.id, mandates.personId))
    .leftJoin(
      invited,
      and(sql`lower(${invited.email}) = ${mandates.email}`, isNull(invited.deletedAt), sql`${invited.email} <> ''`),
    )
    .where(eq(mandates.id, id));

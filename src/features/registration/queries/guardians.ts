import { and, eq, isNull, sql } from 'drizzle-orm';
import type { AnyDb, Tx } from '../../../db/client.ts';
import { auditLog } from '../../../db/schema/operations.ts';
import { talentProfiles } from '../../../db/schema/profiles.ts';
import { guardians, talentPrivate } from '../../../db/schema/registration.ts';
import { users } from '../../../db/schema/users.ts';

type Reads = Pick<AnyDb, 'select'>;
export type Guardian = typeof guardians.$inferSelect;

export const birthDateOf = (db: Reads, userId: string) =>
  db
    .select({ birthDate: talentPrivate.birthDate, mendedAt: talentPrivate.mendedAt })
    .from(talentPrivate)
    .where(eq(talentPrivate.userId, userId));

/** No row where it was said before. */
export const sayBirthDate = (tx: Tx, userId: string, birthDate: string, now: Date) =>
  tx
    .insert(talentPrivate)
    .values({ userId, birthDate, createdAt: now, updatedAt: now })
    .onConflictDoNothing()
    .returning({ userId: talentPrivate.userId });

/** By an operator, through the system's door. */
export const mendBirthDate = (tx: Tx, userId: string, birthDate: string, now: Date) =>
  tx
    .insert(talentPrivate)
    .values({ userId, birthDate, mendedAt: now, createdAt: now, updatedAt: now })
    .onConflictDoUpdate({ target: talentPrivate.userId, set: { birthDate, mendedAt: now, updatedAt: now } });

/** By its owner; answers no row when it was mended in between. */
export const changeBirthDate = (tx: Tx, userId: string, birthDate: string, now: Date) =>
  tx
    .update(talentPrivate)
    .set({ birthDate, mendedAt: now, updatedAt: now })
    .where(and(eq(talentPrivate.userId, userId), isNull(talentPrivate.mendedAt)))
    .returning({ userId: talentPrivate.userId });

export const guardianOf = (db: Reads, userId: string) =>
  db.select().from(guardians).where(eq(guardians.userId, userId));
export const lockGuardian = (tx: Tx, userId: string) =>
  tx.select().from(guardians).where(eq(guardians.userId, userId)).for('update');

export const insertGuardian = (tx: Tx, row: typeof guardians.$inferInsert) => tx.insert(guardians).values(row);
export const changeGuardian = (tx: Tx, userId: string, changes: Partial<Guardian>) =>
  tx.update(guardians).set(changes).where(eq(guardians.userId, userId));

const withTalent = {
  guardian: guardians,
  birthDate: talentPrivate.birthDate,
  talentName: sql<string>`coalesce(nullif(${talentProfiles.displayName}, ''), ${users.name})`,
  slug: talentProfiles.slug,
  publishedAt: talentProfiles.publishedAt,
  seenBy: talentProfiles.seenBy,
  timeZone: sql<string>`coalesce(${talentProfiles.timeZone}, ${users.timeZone})`,
  away: sql<boolean>`${users.deletedAt} is not null`,
};

const whole = (db: Reads) =>
  db
    .select(withTalent)
    .from(guardians)
    .innerJoin(users, eq(users.id, guardians.userId))
    .leftJoin(talentPrivate, eq(talentPrivate.userId, guardians.userId))
    .leftJoin(talentProfiles, eq(talentProfiles.userId, guardians.userId));

/** Whoever comes by the link, through the system's door. */
export const byToken = (db: Reads, tokenHash: string) => whole(db).where(eq(guardians.tokenHash, tokenHash));
export const lockByToken = (tx: Tx, tokenHash: string) =>
  tx.select({ userId: guardians.userId }).from(guardians).where(eq(guardians.tokenHash, tokenHash)).for('update');

/** Answers no row when something else was said in between. */
export const decide = (
  tx: Tx,
  { userId, from, to }: { userId: string; from: Guardian['state']; to: Guardian['state'] },
  now: Date,
) =>
  tx
    .update(guardians)
    .set({ state: to, decidedAt: now, updatedAt: now })
    .where(and(eq(guardians.userId, userId), eq(guardians.state, from)))
    .returning({ userId: guardians.userId });

export const audit = (tx: Tx, entry: typeof auditLog.$inferInsert) => tx.insert(auditLog).values(entry);

/** The clock a talent's days are read on: that of where they work. */
export const clockOf = (db: Reads, userId: string) =>
  db.select({ timeZone: talentProfiles.timeZone }).from(talentProfiles).where(eq(talentProfiles.userId, userId));

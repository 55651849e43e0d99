import { and, eq, isNotNull, ne, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { whatsappNumbers } from '../../../db/schema/photos.ts';
import { users } from '../../../db/schema/users.ts';

type Db = Pick<ReadDb, 'select'> | Tx;

/** What its owner may know of it. */
export const mine = (db: Db, userId: string) =>
  db
    .select({
      number: whatsappNumbers.number,
      showAtOnce: whatsappNumbers.showAtOnce,
      verifiedAt: whatsappNumbers.verifiedAt,
    })
    .from(whatsappNumbers)
    .where(eq(whatsappNumbers.userId, userId));

/** For the system: all of it, locked. */
export const lock = (tx: Tx, userId: string) =>
  tx.select().from(whatsappNumbers).where(eq(whatsappNumbers.userId, userId)).for('update');

export const keep = (
  tx: Tx,
  row: { userId: string; number: string; codeSentAt: Date; codes: number; codesSince: Date },
) => {
  const { userId, ...facts } = row;
  const sent = { ...facts, tries: 0, verifiedAt: null };
  return tx
    .insert(whatsappNumbers)
    .values({ userId, ...sent })
    .onConflictDoUpdate({ target: whatsappNumbers.userId, set: sent });
};

export const countTry = (tx: Tx, userId: string) =>
  tx
    .update(whatsappNumbers)
    .set({ tries: sql`${whatsappNumbers.tries} + 1` })
    .where(eq(whatsappNumbers.userId, userId));

/** It is theirs now, and nobody else's. */
export async function verify(tx: Tx, userId: string, number: string, now: Date): Promise<void> {
  await tx
    .delete(whatsappNumbers)
    .where(
      and(
        eq(whatsappNumbers.number, number),
        ne(whatsappNumbers.userId, userId),
        isNotNull(whatsappNumbers.verifiedAt),
      ),
    );
  await tx
    .update(whatsappNumbers)
    .set({ verifiedAt: now, tries: 0, codeSentAt: null })
    .where(eq(whatsappNumbers.userId, userId));
}

export const choose = (tx: Tx, userId: string, showAtOnce: boolean) =>
  tx
    .update(whatsappNumbers)
    .set({ showAtOnce })
    .where(eq(whatsappNumbers.userId, userId))
    .returning({ userId: whatsappNumbers.userId });

export const forget = (tx: Tx, userId: string) => tx.delete(whatsappNumbers).where(eq(whatsappNumbers.userId, userId));

/** Whose number this is. */
export const ownerOf = (db: Db, number: string) =>
  db
    .select({ userId: whatsappNumbers.userId, showAtOnce: whatsappNumbers.showAtOnce, locale: users.locale })
    .from(whatsappNumbers)
    .innerJoin(users, eq(users.id, whatsappNumbers.userId))
    .where(
      and(
        eq(whatsappNumbers.number, number),
        isNotNull(whatsappNumbers.verifiedAt),
        sql`${users.suspendedAt} is null and ${users.deletedAt} is null and ${users.role} = 'talent'`,
      ),
    );

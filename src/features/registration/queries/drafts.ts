import { eq } from 'drizzle-orm';
import type { AnyDb, Tx } from '../../../db/client.ts';
import { accountDetails, registrations } from '../../../db/schema/registration.ts';

type Reads = Pick<AnyDb, 'select'>;

export const draftOf = (db: Reads, userId: string) =>
  db
    .select({
      kind: registrations.kind,
      step: registrations.step,
      answers: registrations.answers,
      savedAt: registrations.updatedAt,
    })
    .from(registrations)
    .where(eq(registrations.userId, userId));

type Draft = Pick<typeof registrations.$inferInsert, 'kind' | 'step' | 'answers'>;
/** The last that was said counts, from whichever device. */
export const keepDraft = (tx: Tx, userId: string, draft: Draft, now: Date) =>
  tx
    .insert(registrations)
    .values({ userId, ...draft, createdAt: now, updatedAt: now })
    .onConflictDoUpdate({ target: registrations.userId, set: { ...draft, updatedAt: now } });

export const throwAway = (tx: Tx, userId: string) => tx.delete(registrations).where(eq(registrations.userId, userId));

export type Details = typeof accountDetails.$inferInsert;
export const detailsOf = (db: Reads, userId: string) =>
  db.select().from(accountDetails).where(eq(accountDetails.userId, userId));

export const keepDetails = (
  tx: Tx,
  { userId, kind, ...details }: Omit<Details, 'createdAt' | 'updatedAt'>,
  now: Date,
) =>
  tx
    .insert(accountDetails)
    .values({ userId, kind, ...details, createdAt: now, updatedAt: now })
    .onConflictDoUpdate({ target: accountDetails.userId, set: { ...details, updatedAt: now } });

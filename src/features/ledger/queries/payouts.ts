import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import type { Currency } from '../../../core/money.ts';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { payoutAccounts, payoutBatches, payouts } from '../../../db/schema/ledger.ts';
import { users } from '../../../db/schema/users.ts';
import type { PayoutState } from '../rules.ts';

type Db = ReadDb | Tx;

/** Whoever makes, settles or cancels payouts waits here: what is judged owed is still owed when it is written. */
export const queueForPayouts = (tx: Tx) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('payouts', 0))`);

export const people = (db: Db, ids: readonly string[]) =>
  db
    .select({ userId: users.id, name: users.name, email: users.email })
    .from(users)
    .where(inArray(users.id, ids.length === 0 ? [''] : [...ids]));

export const accountsOf = (db: Db, ids: readonly string[]) =>
  db
    .select()
    .from(payoutAccounts)
    .where(inArray(payoutAccounts.userId, ids.length === 0 ? [''] : [...ids]));

export async function addBatch(
  tx: Tx,
  batch: { currency: Currency; until: Date; createdBy: string },
  now: Date,
): Promise<string> {
  const [made] = await tx
    .insert(payoutBatches)
    .values({ ...batch, createdAt: now })
    .returning({ id: payoutBatches.id });
  if (!made) throw new Error('a batch was made and is not there');
  return made.id;
}

export type NewPayout = {
  batchId: string;
  userId: string;
  amount: number;
  currency: Currency;
  method: string | null;
  holder: string | null;
  number: string | null;
};
export const addPayouts = (tx: Tx, made: readonly NewPayout[], now: Date) =>
  tx.insert(payouts).values(made.map((one) => ({ ...one, createdAt: now, updatedAt: now })));

export type PayoutFilter = {
  batchId?: string | undefined;
  payoutId?: string | undefined;
  userId?: string | undefined;
  currency?: Currency | undefined;
  state?: PayoutState | undefined;
  cursor?: string | undefined;
};

export const payoutList = (db: Db, filter: PayoutFilter, limit: number) =>
  db
    .select({ payout: payouts, name: users.name })
    .from(payouts)
    .leftJoin(users, eq(users.id, payouts.userId))
    .where(
      and(
        filter.batchId === undefined ? undefined : eq(payouts.batchId, filter.batchId),
        filter.payoutId === undefined ? undefined : eq(payouts.id, filter.payoutId),
        filter.userId === undefined ? undefined : eq(payouts.userId, filter.userId),
        filter.currency === undefined ? undefined : eq(payouts.currency, filter.currency),
        filter.state === undefined ? undefined : eq(payouts.state, filter.state),
        filter.cursor === undefined ? undefined : lt(payouts.id, filter.cursor),
      ),
    )
    .orderBy(desc(payouts.id))
    .limit(limit);
export type PayoutRow = Awaited<ReturnType<typeof payoutList>>[number];

export const batch = (db: Db, batchId: string) => db.select().from(payoutBatches).where(eq(payoutBatches.id, batchId));

export async function lockPayout(tx: Tx, payoutId: string) {
  const [payout] = await tx.select().from(payouts).where(eq(payouts.id, payoutId)).for('update');
  return payout ?? null;
}

export const changePayout = (
  tx: Tx,
  payoutId: string,
  change: { state: PayoutState; reference?: string; paidAt?: Date; settledBy: string },
  now: Date,
) =>
  tx
    .update(payouts)
    .set({ ...change, updatedAt: now })
    .where(eq(payouts.id, payoutId));

/** A batch is closed when nothing in it is due any more. */
export const closeIfDone = (tx: Tx, batchId: string) =>
  tx
    .update(payoutBatches)
    .set({ closed: true })
    .where(
      and(
        eq(payoutBatches.id, batchId),
        sql`not exists (select 1 from payouts p where p.batch_id = ${batchId} and p.state = 'due')`,
      ),
    );

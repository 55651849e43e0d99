import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import type { Currency } from '../../../core/money.ts';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { payoutAccounts, payoutBatches, payouts } from '../../../db/schema/ledger.ts';
import type { PayoutState } from '../rules.ts';
import type { EarningsRow } from './earnings.ts';

type Db = ReadDb | Tx;

/** Whoever makes, settles or cancels payouts waits here: what is judged owed is still owed when it is written. */
export const queueForPayouts = (tx: Tx) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('payouts', 0))`);

/** What the deferred constraints of this transaction have to say, said at once; then they are deferred again. */
export async function checkNow(tx: Tx): Promise<void> {
  await tx.execute(sql`set constraints payouts_stay_within_what_is_owed immediate`);
  await tx.execute(sql`set constraints payouts_stay_within_what_is_owed deferred`);
}

export type BalanceRow = EarningsRow & {
  name: string | null;
  method: string | null;
  holder: string | null;
  number: string | null;
};
/** Everybody's earnings, with their name and where they want to be paid. */
export const balances = (db: Db, delay: number) =>
  db.execute<BalanceRow>(sql`select e.*, app.name_of(e.user_id) as name, a.method, a.holder, a.number
    from app.earnings(make_interval(secs => ${delay / 1000})) e left join payout_accounts a on a.user_id = e.user_id`);

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
    .select({ payout: payouts, name: sql<string | null>`app.name_of(${payouts.userId})` })
    .from(payouts)
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

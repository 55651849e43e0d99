import { and, asc, eq, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { ledgerEntries, ledgerLines } from '../../../db/schema/ledger.ts';
import { paymentAttempts, refunds } from '../../../db/schema/payments.ts';
import type { TakenFrom } from '../../ledger/rules.ts';

export type RefundRow = typeof refunds.$inferSelect;
export type NewRefund = Pick<RefundRow, 'paymentId' | 'attemptId' | 'payerId' | 'amount' | 'currency' | 'reason'> &
  Partial<Pick<RefundRow, 'note' | 'requestedBy' | 'state' | 'doneAt'>>;

export async function addRefund(tx: Tx, refund: NewRefund, now: Date): Promise<RefundRow> {
  const [made] = await tx
    .insert(refunds)
    .values({ ...refund, createdAt: now, updatedAt: now })
    .returning();
  if (!made) throw new Error('a refund was made and is not there');
  return made;
}

export const refundsOf = (tx: Pick<ReadDb, 'select'>, attemptId: string) =>
  tx.select().from(refunds).where(eq(refunds.attemptId, attemptId)).orderBy(asc(refunds.id));

export const refundById = (db: Pick<ReadDb, 'select'>, id: string) =>
  db.select().from(refunds).where(eq(refunds.id, id));

/** A gateway speaks of a refund of its own, of a payment of its own, or of both. */
export const refundsNamed = (db: Pick<ReadDb, 'select'>, driver: string, refundRef: string) =>
  db
    .select({ refund: refunds, attempt: paymentAttempts })
    .from(refunds)
    .innerJoin(paymentAttempts, eq(paymentAttempts.id, refunds.attemptId))
    .where(and(eq(paymentAttempts.driver, driver), eq(refunds.refundRef, refundRef)))
    .limit(1);

export async function lockRefund(tx: Tx, id: string): Promise<RefundRow | null> {
  const [found] = await tx.select().from(refunds).where(eq(refunds.id, id)).for('update');
  return found ?? null;
}

export type RefundChange = Partial<
  Pick<RefundRow, 'state' | 'refundRef' | 'manualReference' | 'settledBy' | 'askedAt' | 'asks' | 'doneAt'>
>;
export const changeRefund = (tx: Tx, refund: Pick<RefundRow, 'id' | 'state'>, change: RefundChange, now: Date) =>
  tx
    .update(refunds)
    .set({ ...change, updatedAt: now })
    .where(and(eq(refunds.id, refund.id), eq(refunds.state, refund.state)));

/** Refunds a machine has to do with, longest unasked first. */
export const refundsToAsk = (db: ReadDb, before: Date) =>
  db
    .select({ id: refunds.id, driver: paymentAttempts.driver })
    .from(refunds)
    .innerJoin(paymentAttempts, eq(paymentAttempts.id, refunds.attemptId))
    .where(
      and(
        inArray(refunds.state, ['due', 'asking', 'pending']),
        or(isNull(refunds.askedAt), lte(refunds.askedAt, before)),
      ),
    )
    .orderBy(sql`${refunds.askedAt} asc nulls first`, asc(refunds.id))
    .limit(500);

export const dueOf = (db: ReadDb, attemptId: string) =>
  db
    .select({ id: refunds.id })
    .from(refunds)
    .where(and(eq(refunds.attemptId, attemptId), inArray(refunds.state, ['due', 'asking', 'pending'])))
    .orderBy(asc(refunds.id));

/** Where a refund's sum was taken from when it was decided: it goes back there if it never leaves. */
export async function setAside(tx: Tx, refundId: string): Promise<TakenFrom> {
  const lines = await tx
    .select({ account: ledgerLines.account, amount: ledgerLines.amount, userId: ledgerLines.userId })
    .from(ledgerLines)
    .innerJoin(ledgerEntries, eq(ledgerEntries.id, ledgerLines.entryId))
    .where(and(eq(ledgerEntries.kind, 'refund_owed'), eq(ledgerEntries.source, refundId)))
    .orderBy(asc(ledgerLines.n));
  return lines.flatMap(({ account, amount, userId }) => {
    if (
      account !== 'held' &&
      account !== 'owed' &&
      account !== 'commission' &&
      account !== 'sales' &&
      account !== 'unmatched'
    )
      return [];
    return [{ account, amount, ...(userId === null ? {} : { userId }) }];
  });
}

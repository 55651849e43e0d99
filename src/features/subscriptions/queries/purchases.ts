import { and, desc, eq, gte, inArray, lte, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { payments } from '../../../db/schema/payments.ts';
import { purchases } from '../../../db/schema/subscriptions.ts';
import type { PurchaseState } from '../rules/states.ts';

type Reads = Pick<ReadDb, 'select'>;
export type PurchaseRow = typeof purchases.$inferSelect;
export type NewPurchase = typeof purchases.$inferInsert;

export const purchaseById = (db: Reads, id: string) => db.select().from(purchases).where(eq(purchases.id, id));

export async function lockPurchase(tx: Tx, id: string): Promise<PurchaseRow | null> {
  const [found] = await tx.select().from(purchases).where(eq(purchases.id, id)).for('update');
  return found ?? null;
}

/** What a person bought, newest first, each with the payment behind it. Wishes nobody paid are left out. */
export const bought = (db: ReadDb, userId: string, limit: number) =>
  db
    .select({ purchase: purchases, paymentId: payments.id, paidThrough: payments.paidThrough })
    .from(purchases)
    .leftJoin(payments, and(eq(payments.payableKind, 'purchase'), eq(payments.payableId, purchases.id)))
    .where(and(eq(purchases.userId, userId), inArray(purchases.state, ['paid', 'refunded', 'charged_back'])))
    .orderBy(desc(purchases.id))
    .limit(limit);

/** The same wish, still open: two tabs buy one thing. */
export async function openLike(tx: Tx, wish: NewPurchase): Promise<PurchaseRow | null> {
  const [found] = await tx
    .select()
    .from(purchases)
    .where(
      and(
        eq(purchases.userId, wish.userId),
        eq(purchases.product, wish.product),
        eq(purchases.interval, wish.interval),
        eq(purchases.recurring, wish.recurring ?? false),
        eq(purchases.currency, wish.currency),
        sql`${purchases.credits} is not distinct from ${wish.credits ?? null}`,
        eq(purchases.state, 'open'),
      ),
    )
    .for('update');
  return found ?? null;
}

/** Answers no row when the same wish is open already, or the gateway's payment is kept. */
export async function addPurchase(tx: Tx, row: NewPurchase): Promise<PurchaseRow | null> {
  const [made] = await tx.insert(purchases).values(row).onConflictDoNothing().returning();
  return made ?? null;
}

export type PurchaseChange = Partial<
  Pick<NewPurchase, 'state' | 'subscriptionId' | 'periodStart' | 'periodEnd' | 'paidAt'>
>;
export const changePurchase = (tx: Tx, row: { id: string; state: PurchaseState }, changes: PurchaseChange, now: Date) =>
  tx
    .update(purchases)
    .set({ ...changes, updatedAt: now })
    .where(and(eq(purchases.id, row.id), eq(purchases.state, row.state)));

/** Paid periods that begin later move forward by what was taken off before them. */
export const pullForward = (tx: Tx, subscriptionId: string, from: Date, by: number, now: Date) =>
  tx
    .update(purchases)
    .set({
      periodStart: sql`${purchases.periodStart} - ${by} * interval '1 millisecond'`,
      periodEnd: sql`${purchases.periodEnd} - ${by} * interval '1 millisecond'`,
      updatedAt: now,
    })
    .where(
      and(eq(purchases.subscriptionId, subscriptionId), eq(purchases.state, 'paid'), gte(purchases.periodStart, from)),
    );

export const lapse = (tx: Tx, now: Date) =>
  tx
    .update(purchases)
    .set({ state: 'lapsed', updatedAt: now })
    .where(and(eq(purchases.state, 'open'), lte(purchases.expiresAt, now)))
    .returning({ id: purchases.id });

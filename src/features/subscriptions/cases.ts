import type { Tx } from '../../db/client.ts';
import { moneyCases } from '../../db/schema/payments.ts';
import type { PurchaseRow } from './queries/purchases.ts';

/** Something about a plan's money that no rule can put right: a person looks. The same trouble opens one case. */
export const openCase = (
  tx: Tx,
  purchase: Pick<PurchaseRow, 'id' | 'userId' | 'product' | 'amount' | 'currency'>,
  facts: { why: string } & Record<string, unknown>,
  now: Date,
) =>
  tx
    .insert(moneyCases)
    .values({
      kind: 'plan_differs',
      subject: purchase.id,
      facts: {
        ...facts,
        userId: purchase.userId,
        product: purchase.product,
        paid: { amount: purchase.amount, currency: purchase.currency },
      },
      openedAt: now,
    })
    .onConflictDoNothing();

import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';
import { moneyCases } from '../../../db/schema/payments.ts';
import type { CaseKind } from '../rules.ts';

export type NewCase = {
  kind: CaseKind;
  /** what it is about: the same trouble opens one case */
  subject: string;
  driver: string | null;
  /** null where nobody can say which payment it was */
  paymentId?: string;
  refundId?: string;
  facts: Record<string, unknown>;
};

/** A person must look. */
export const openCase = (tx: Tx, one: NewCase, now: Date) =>
  tx
    .insert(moneyCases)
    .values({ ...one, openedAt: now })
    .onConflictDoNothing();

/** What had to be done was done. */
export const closeCases = (
  tx: Tx,
  which: { kinds: readonly CaseKind[]; subject: string },
  how: { by: string | null; resolution: string },
  now: Date,
) =>
  tx
    .update(moneyCases)
    .set({ closedAt: now, closedBy: how.by, resolution: how.resolution })
    .where(
      and(
        inArray(moneyCases.kind, [...which.kinds]),
        eq(moneyCases.subject, which.subject),
        isNull(moneyCases.closedAt),
      ),
    );

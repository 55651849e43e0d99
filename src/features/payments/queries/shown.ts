import { and, desc, eq, isNull } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { documents } from '../../../db/schema/documents.ts';
import { idempotencyKeys } from '../../../db/schema/operations.ts';
import { paymentAttempts, payments } from '../../../db/schema/payments.ts';
import { users } from '../../../db/schema/users.ts';

/** The columns a payer may read; the digest of the callback secret is not among them. */
const shownAttempt = {
  id: paymentAttempts.id,
  driver: paymentAttempts.driver,
  ref: paymentAttempts.ref,
  amount: paymentAttempts.amount,
  currency: paymentAttempts.currency,
  receivedAmount: paymentAttempts.receivedAmount,
  unansweredAt: paymentAttempts.unansweredAt,
  mode: paymentAttempts.mode,
  agreementRef: paymentAttempts.agreementRef,
  state: paymentAttempts.state,
  next: paymentAttempts.next,
  expiresAt: paymentAttempts.expiresAt,
  askedAt: paymentAttempts.askedAt,
  createdAt: paymentAttempts.createdAt,
};

/** What the rules of identity judge of whoever asks. */
export const standing = (db: ReadDb | Tx, userId: string) =>
  db
    .select({
      role: users.role,
      onboardedAt: users.onboardedAt,
      suspendedAt: users.suspendedAt,
      deletedAt: users.deletedAt,
    })
    .from(users)
    .where(eq(users.id, userId));

/** One payment of this payer with its latest attempt and its receipt: one row, one round trip. */
export const paymentOf = (db: ReadDb, payerId: string, paymentId: string) =>
  db
    .select({
      payment: payments,
      attempt: shownAttempt,
      document: { series: documents.series, number: documents.number },
    })
    .from(payments)
    .leftJoin(paymentAttempts, eq(paymentAttempts.paymentId, payments.id))
    .leftJoin(documents, and(eq(documents.paymentId, payments.id), isNull(documents.refundId)))
    .where(and(eq(payments.id, paymentId), eq(payments.payerId, payerId)))
    .orderBy(desc(paymentAttempts.id))
    .limit(1);

/** What is kept under a key: the digest it came with first, and the answer if there was one. */
export async function claimKey(tx: Tx, key: { userId: string; operation: string; key: string }, requestHash: string) {
  const [first] = await tx
    .insert(idempotencyKeys)
    .values({ ...key, requestHash })
    .onConflictDoNothing()
    .returning({ key: idempotencyKeys.key });
  if (first) return { requestHash, body: null };
  const [kept] = await tx
    .select({ requestHash: idempotencyKeys.requestHash, body: idempotencyKeys.body })
    .from(idempotencyKeys)
    .where(
      and(
        eq(idempotencyKeys.userId, key.userId),
        eq(idempotencyKeys.operation, key.operation),
        eq(idempotencyKeys.key, key.key),
      ),
    );
  return kept ?? { requestHash, body: null };
}

export const keepAnswer = (tx: Tx, key: { userId: string; operation: string; key: string }, body: string) =>
  tx
    .update(idempotencyKeys)
    .set({ status: 201, body })
    .where(
      and(
        eq(idempotencyKeys.userId, key.userId),
        eq(idempotencyKeys.operation, key.operation),
        eq(idempotencyKeys.key, key.key),
        isNull(idempotencyKeys.body),
      ),
    );

import { and, desc, eq, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { auditLog, outbox } from '../../../db/schema/operations.ts';
import { paymentAttempts, paymentNotices } from '../../../db/schema/payments.ts';
import type { AttemptRow, PaymentRow } from './attempts.ts';

export type NoticeRow = typeof paymentNotices.$inferSelect;

export async function attemptByToken(tx: Tx, driver: string, tokenHash: string): Promise<AttemptRow | null> {
  const [attempt] = await tx
    .select()
    .from(paymentAttempts)
    .where(and(eq(paymentAttempts.tokenHash, tokenHash), eq(paymentAttempts.driver, driver)))
    .limit(1);
  return attempt ?? null;
}

export type Heard = {
  attemptId: string | null;
  driver: string;
  eventId: string;
  method: string;
  headers: Record<string, string>;
  body: string;
  now: Date;
};

/** Kept once; a repeat only counts up. */
export async function keepNotice(tx: Tx, { now, ...heard }: Heard): Promise<NoticeRow> {
  const [kept] = await tx
    .insert(paymentNotices)
    .values({ ...heard, receivedAt: now })
    .onConflictDoUpdate({
      target: [paymentNotices.driver, paymentNotices.eventId],
      set: { times: sql`${paymentNotices.times} + 1` },
    })
    .returning();
  if (!kept) throw new Error('a notice was kept and is not there');
  return kept;
}

export const judgeNotice = (tx: Tx, noticeId: string, verdict: string, now: Date) =>
  tx.update(paymentNotices).set({ verdict, judgedAt: now }).where(eq(paymentNotices.id, noticeId));

export const noticesOf = (db: ReadDb, attemptId: string) =>
  db
    .select({ method: paymentNotices.method, headers: paymentNotices.headers, body: paymentNotices.body })
    .from(paymentNotices)
    .where(eq(paymentNotices.attemptId, attemptId))
    .orderBy(desc(paymentNotices.id))
    .limit(10);

/** Leaves after commit; said twice, kept once. */
export const announce = (
  tx: Tx,
  kind: 'payment.refund_due' | 'payment.refunded',
  about: { payment: PaymentRow; attempt: AttemptRow; refund: { id: string; amount: number; currency: string } },
  now: Date,
) => {
  const { payment, attempt, refund } = about;
  return tx
    .insert(outbox)
    .values({
      kind,
      payload: {
        ...(payment.payableKind === 'booking' && { bookingId: payment.payableId }),
        payable: { kind: payment.payableKind, id: payment.payableId },
        paymentId: payment.id,
        attemptId: attempt.id,
        refundId: refund.id,
        amount: { amount: refund.amount, currency: refund.currency },
      },
      dedupeKey: `${kind}:${refund.id}`,
      createdAt: now,
      dueAt: now,
    })
    .onConflictDoNothing();
};

export const audit = (
  tx: Tx,
  entry: {
    action: string;
    paymentId: string;
    reason: string;
    data: Record<string, unknown>;
    requestId: string;
    actorId?: string;
    now: Date;
  },
) =>
  tx.insert(auditLog).values({
    at: entry.now,
    actorId: entry.actorId ?? null,
    action: entry.action,
    subjectKind: 'payment',
    subjectId: entry.paymentId,
    reason: entry.reason,
    data: entry.data,
    requestId: entry.requestId,
  });

import { desc, eq, sql, type SQL } from 'drizzle-orm';
import type { AnyDb, ReadDb, Tx } from '../../../db/client.ts';
import { auditLog, outbox } from '../../../db/schema/operations.ts';
import { paymentAttempts, paymentNotices } from '../../../db/schema/payments.ts';
import type { AttemptRow, PaymentRow } from './attempts.ts';

export type NoticeRow = typeof paymentNotices.$inferSelect;

export type Heard = {
  driver: string;
  eventId: string;
  method: string;
  headers: Record<string, string>;
  body: string;
  now: Date;
};

export type KeptNotice = Pick<NoticeRow, 'id' | 'verdict' | 'times'>;

/** Kept once; a repeat only counts up. */
export const keepNotice = (db: AnyDb, { now, ...heard }: Heard & { attemptId: string | null }) =>
  db
    .insert(paymentNotices)
    .values({ ...heard, receivedAt: now })
    .onConflictDoUpdate(countUp)
    .returning({ id: paymentNotices.id, verdict: paymentNotices.verdict, times: paymentNotices.times });
const countUp = {
  target: [paymentNotices.driver, paymentNotices.eventId],
  set: { times: sql`${paymentNotices.times} + 1` },
};

/** The same for a call at the secret address of an attempt, if there is one. */
export const keepNoticeAt = (db: ReadDb, attemptId: SQL, { now, ...heard }: Heard) =>
  db.execute<KeptNotice>(sql`
    insert into ${paymentNotices} as kept (attempt_id, driver, event_id, method, headers, body, received_at)
    select a.id, ${heard.driver}, ${heard.eventId}, ${heard.method}, ${JSON.stringify(heard.headers)}::jsonb, ${heard.body},
      ${now.toISOString()}::timestamptz
    from ${paymentAttempts} a where a.id = ${attemptId}
    on conflict (driver, event_id) do update set times = kept.times + 1
    returning id, verdict, times`);

export const judgeNotice = (tx: AnyDb, noticeId: string, verdict: string, now: Date) =>
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
  tx: AnyDb,
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

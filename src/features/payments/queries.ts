import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lte, ne, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Money } from '../../core/money.ts';
import type { ReadDb, Tx } from '../../db/client.ts';
import { bookings } from '../../db/schema/bookings.ts';
import { auditLog, idempotencyKeys, outbox } from '../../db/schema/operations.ts';
import { paymentAttempts, paymentNotices, payments } from '../../db/schema/payments.ts';
import { users } from '../../db/schema/users.ts';
import { deadAttemptStates, unsettledAttemptStates, type AttemptState, type PaymentState } from './rules.ts';

export type PaymentRow = typeof payments.$inferSelect;
export type AttemptRow = typeof paymentAttempts.$inferSelect;
export type NoticeRow = typeof paymentNotices.$inferSelect;

/* ------------------------------------------------------------------ what a payer sees */

/** The columns a payer may read; the digest of the callback secret is not among them. */
const shownAttempt = {
  id: paymentAttempts.id,
  driver: paymentAttempts.driver,
  ref: paymentAttempts.ref,
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

/** One payment of this payer with its latest attempt: one row, one round trip. */
export const paymentOf = (db: ReadDb, payerId: string, paymentId: string) =>
  db
    .select({ payment: payments, attempt: shownAttempt })
    .from(payments)
    .leftJoin(paymentAttempts, eq(paymentAttempts.paymentId, payments.id))
    .where(and(eq(payments.id, paymentId), eq(payments.payerId, payerId)))
    .orderBy(desc(paymentAttempts.id))
    .limit(1);

/** For payer and payee. Who they are and what was sold stands on the booking, as it was when it was agreed. */
export const receiptOf = (db: ReadDb, userId: string, paymentId: string) =>
  db
    .select({
      payment: payments,
      booking: {
        customerName: bookings.customerName,
        talentName: bookings.talentName,
        serviceTitle: bookings.serviceTitle,
        startsAt: bookings.startsAt,
        endsAt: bookings.endsAt,
        timeZone: bookings.timeZone,
      },
    })
    .from(payments)
    .innerJoin(bookings, eq(bookings.id, payments.payableId))
    .where(
      and(
        eq(payments.id, paymentId),
        eq(payments.payableKind, 'booking'),
        or(eq(payments.payerId, userId), eq(payments.payeeId, userId)),
      ),
    );

/* ------------------------------------------------------------------ keys */

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

/* ------------------------------------------------------------------ payments and attempts, in the system door */

/** Calls to pay one thing wait for each other here: the row they would wait on may not be there yet. */
export const queueFor = (tx: Tx, payableId: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`pay:${payableId}`}, 0))`);

/** The one payment of a payable, locked before its booking is: whoever settles takes the locks in that order too. */
export async function lockPaymentOf(tx: Tx, payableId: string): Promise<PaymentRow | null> {
  const [payment] = await tx
    .select()
    .from(payments)
    .where(and(eq(payments.payableKind, 'booking'), eq(payments.payableId, payableId)))
    .for('update');
  return payment ?? null;
}

export type NewPayment = { payableId: string; payerId: string; payeeId: string; amount: Money; now: Date };

/** Made once; another hand that was first made the same. */
export async function makePayment(
  tx: Tx,
  { payableId, payerId, payeeId, amount, now }: NewPayment,
): Promise<PaymentRow> {
  await tx
    .insert(payments)
    .values({
      payableKind: 'booking',
      payableId,
      payerId,
      payeeId,
      amount: amount.amount,
      currency: amount.currency,
      createdAt: now,
      updatedAt: now,
    })
    .onConflictDoNothing();
  const payment = await lockPaymentOf(tx, payableId);
  if (!payment) throw new Error('a payment was made and is not there');
  return payment;
}

export async function latestAttempt(tx: Tx, paymentId: string): Promise<AttemptRow | null> {
  const [attempt] = await tx
    .select()
    .from(paymentAttempts)
    .where(eq(paymentAttempts.paymentId, paymentId))
    .orderBy(desc(paymentAttempts.id))
    .limit(1);
  return attempt ?? null;
}

export async function addAttempt(
  tx: Tx,
  attempt: { paymentId: string; payerId: string; driver: string; tokenHash: string; expiresAt: Date; now: Date },
): Promise<AttemptRow> {
  const { now, ...rest } = attempt;
  const [made] = await tx
    .insert(paymentAttempts)
    .values({ ...rest, createdAt: now, updatedAt: now })
    .returning();
  if (!made) throw new Error('an attempt was made and is not there');
  return made;
}

/** Payment first, then attempt: everyone who settles takes the two locks in this order. */
export async function lockAttempt(
  tx: Tx,
  attemptId: string,
): Promise<{ payment: PaymentRow; attempt: AttemptRow } | null> {
  const [payment] = await tx
    .select()
    .from(payments)
    .where(eq(payments.id, sql`(select a.payment_id from payment_attempts a where a.id = ${attemptId})`))
    .for('update');
  const [attempt] = await tx.select().from(paymentAttempts).where(eq(paymentAttempts.id, attemptId)).for('update');
  return payment && attempt ? { payment, attempt } : null;
}

export type AttemptChange = Partial<Pick<AttemptRow, 'state' | 'ref' | 'next' | 'expiresAt' | 'askedAt'>>;
export const changeAttempt = (tx: Tx, attempt: AttemptRow, change: AttemptChange, now: Date) =>
  tx
    .update(paymentAttempts)
    .set({ ...change, updatedAt: now })
    .where(and(eq(paymentAttempts.id, attempt.id), eq(paymentAttempts.state, attempt.state)));

export type PaymentChange = {
  state?: PaymentState;
  flag?: string | null;
  paidThrough?: string;
  paidReference?: string;
  paidAt?: Date;
  refundedAt?: Date;
};
export const changePayment = (tx: Tx, payment: PaymentRow, change: PaymentChange, now: Date) =>
  tx
    .update(payments)
    .set({ ...change, updatedAt: now })
    .where(eq(payments.id, payment.id));

export async function refTaken(tx: Tx, driver: string, ref: string): Promise<boolean> {
  const [taken] = await tx
    .select({ id: paymentAttempts.id })
    .from(paymentAttempts)
    .where(and(eq(paymentAttempts.driver, driver), eq(paymentAttempts.ref, ref)))
    .limit(1);
  return taken !== undefined;
}

/** The states of a payment's other attempts: what is still undecided, and where else money is. */
export async function otherStates(tx: Tx, paymentId: string, attemptId: string): Promise<AttemptState[]> {
  const rows = await tx
    .select({ id: paymentAttempts.id, state: paymentAttempts.state })
    .from(paymentAttempts)
    .where(eq(paymentAttempts.paymentId, paymentId));
  return rows.filter(({ id }) => id !== attemptId).map(({ state }) => state);
}

/** Only one caller per pause asks the gateway; the others show what is known. */
export async function claimAsk(tx: Tx, attemptId: string, now: Date, pause: number): Promise<boolean> {
  const rows = await tx
    .update(paymentAttempts)
    .set({ askedAt: now, asks: sql`${paymentAttempts.asks} + 1` })
    .where(
      and(
        eq(paymentAttempts.id, attemptId),
        or(isNull(paymentAttempts.askedAt), lte(paymentAttempts.askedAt, new Date(now.getTime() - pause))),
      ),
    )
    .returning({ id: paymentAttempts.id });
  return rows.length > 0;
}

export const attemptById = (db: ReadDb, attemptId: string) =>
  db
    .select({ attempt: paymentAttempts, payment: payments })
    .from(paymentAttempts)
    .innerJoin(payments, eq(payments.id, paymentAttempts.paymentId))
    .where(eq(paymentAttempts.id, attemptId));

/** Openings that kept nothing for so long that whoever opened them must be gone. */
export const doubtLostOpenings = (tx: Tx, before: Date, now: Date) =>
  tx
    .update(paymentAttempts)
    .set({ state: 'in_doubt', updatedAt: now })
    .where(and(eq(paymentAttempts.state, 'opening'), lte(paymentAttempts.createdAt, before)))
    .returning({ id: paymentAttempts.id });

const refunding = ['refund_due', 'refund_pending'] as const satisfies readonly AttemptState[];
const undecided = unsettledAttemptStates.filter((state) => state !== 'opening');

/** What may be due to be asked about, longest unasked first; the rule decides which of them is. */
export const attemptsToAsk = (db: ReadDb, now: Date, lateMoney: number) => {
  const ago = (milliseconds: number) => new Date(now.getTime() - milliseconds);
  return db
    .select({ attempt: paymentAttempts, payableKind: payments.payableKind, payableId: payments.payableId })
    .from(paymentAttempts)
    .innerJoin(payments, eq(payments.id, paymentAttempts.paymentId))
    .where(
      or(
        and(
          inArray(paymentAttempts.state, [...undecided, ...refunding]),
          or(isNull(paymentAttempts.askedAt), lte(paymentAttempts.askedAt, ago(60_000))),
        ),
        and(
          inArray(paymentAttempts.state, [...deadAttemptStates]),
          isNotNull(paymentAttempts.ref),
          gt(paymentAttempts.expiresAt, ago(lateMoney)),
          or(isNull(paymentAttempts.askedAt), lte(paymentAttempts.askedAt, ago(3_600_000))),
        ),
      ),
    )
    .orderBy(sql`${paymentAttempts.askedAt} asc nulls first`, asc(paymentAttempts.id))
    .limit(1000);
};

/** The other ways to pay the same thing that may still be open at a gateway. */
export const payableBeside = (db: ReadDb, attemptId: string) => {
  const mine = alias(paymentAttempts, 'mine');
  return db
    .select({ other: paymentAttempts, mine: mine.state })
    .from(paymentAttempts)
    .innerJoin(mine, eq(mine.paymentId, paymentAttempts.paymentId))
    .where(
      and(
        eq(mine.id, attemptId),
        ne(paymentAttempts.id, attemptId),
        inArray(paymentAttempts.state, ['open', 'in_doubt']),
        isNotNull(paymentAttempts.ref),
      ),
    );
};

/* ------------------------------------------------------------------ notices */

export async function attemptByToken(tx: Tx, driver: string, tokenHash: string): Promise<AttemptRow | null> {
  const [attempt] = await tx
    .select()
    .from(paymentAttempts)
    .where(and(eq(paymentAttempts.tokenHash, tokenHash), eq(paymentAttempts.driver, driver)))
    .limit(1);
  return attempt ?? null;
}

export type Heard = {
  attemptId: string;
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

/* ------------------------------------------------------------------ news and audit */

/** Leaves after commit; said twice, kept once. */
export const announce = (
  tx: Tx,
  kind: 'payment.refund_due' | 'payment.refunded',
  { payment, attempt }: { payment: PaymentRow; attempt: AttemptRow },
  now: Date,
) =>
  tx
    .insert(outbox)
    .values({
      kind,
      payload: { bookingId: payment.payableId, paymentId: payment.id, attemptId: attempt.id },
      dedupeKey: `${kind}:${attempt.id}`,
      createdAt: now,
      dueAt: now,
    })
    .onConflictDoNothing();

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

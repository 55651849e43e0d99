import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lte, ne, or, sql, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Money } from '../../../core/money.ts';
import type { AnyDb, ReadDb, Tx } from '../../../db/client.ts';
import type { PayableKind } from '../../ctx.ts';
import { paymentAttempts, payments } from '../../../db/schema/payments.ts';
import { deadAttemptStates, unsettledAttemptStates, type AttemptState, type PaymentState } from '../rules.ts';

export type Sum = Money;
export type PaymentRow = typeof payments.$inferSelect;
export type AttemptRow = typeof paymentAttempts.$inferSelect;

/** Calls to pay one thing wait for each other here: the row they would wait on may not be there yet. */
export const queueFor = (tx: Tx, payableId: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`pay:${payableId}`}, 0))`);

/** The one payment of a payable, locked before its booking is: whoever settles takes the locks in that order too. */
export async function lockPaymentOf(tx: Tx, payable: { kind: PayableKind; id: string }): Promise<PaymentRow | null> {
  const [payment] = await tx
    .select()
    .from(payments)
    .where(and(eq(payments.payableKind, payable.kind), eq(payments.payableId, payable.id)))
    .for('update');
  return payment ?? null;
}

export type NewPayment = {
  payable: { kind: PayableKind; id: string };
  payerId: string;
  payeeId: string | null;
  amount: Money;
  commission: number;
  now: Date;
};

/** Made once; another hand that was first made the same. What the site keeps of it is frozen here. */
export async function makePayment(
  tx: Tx,
  { payable, payerId, payeeId, amount, commission, now }: NewPayment,
): Promise<PaymentRow> {
  await tx
    .insert(payments)
    .values({
      payableKind: payable.kind,
      payableId: payable.id,
      payerId,
      payeeId,
      amount: amount.amount,
      currency: amount.currency,
      commission,
      createdAt: now,
      updatedAt: now,
    })
    .onConflictDoNothing();
  const payment = await lockPaymentOf(tx, payable);
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
  attempt: Pick<AttemptRow, 'paymentId' | 'payerId' | 'driver' | 'amount' | 'currency' | 'mode' | 'tokenHash'> & {
    expiresAt: Date;
    now: Date;
  },
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

/** Whose secret address was called. */
export const atAddress = (driver: string, tokenHash: string): SQL<string> =>
  sql`(select a.id from ${paymentAttempts} a where a.token_hash = ${tokenHash} and a.driver = ${driver})`;
/** What an attempt is to pay for, where that is of this kind. */
export const payableOf = (kind: PayableKind, attemptId: SQL): SQL<string> =>
  sql`(select p.payable_id from ${payments} p join ${paymentAttempts} a on a.payment_id = p.id
    where a.id = ${attemptId} and p.payable_kind = ${kind})`;

/** Both as they stand, unlocked. `versions` tells one state of a row from every other it has been in. */
export const seenAttempt = (db: AnyDb, attemptId: SQL) =>
  db
    .select({
      attempt: paymentAttempts,
      payment: payments,
      versions: {
        payment: sql<string>`${payments}.xmin::text`,
        attempt: sql<string>`${paymentAttempts}.xmin::text`,
      },
    })
    .from(paymentAttempts)
    .innerJoin(payments, eq(payments.id, paymentAttempts.paymentId))
    .where(eq(paymentAttempts.id, attemptId));
export type SeenAttempt = Awaited<ReturnType<typeof seenAttempt>>[number];

/** Locks both, payment first, and fails unless they are what was judged. */
export const samePayment = (db: AnyDb, { payment, versions }: SeenAttempt) =>
  db.execute(sql`select 1 / count(*) as same from (
    select 1 from ${payments} where ${payments.id} = ${payment.id} and ${payments}.xmin = ${versions.payment}::xid for update
  ) as held`);
export const sameAttempt = (db: AnyDb, { attempt, versions }: SeenAttempt) =>
  db.execute(sql`select 1 / count(*) as same from (
    select 1 from ${paymentAttempts}
    where ${paymentAttempts.id} = ${attempt.id} and ${paymentAttempts}.xmin = ${versions.attempt}::xid for update
  ) as held`);

/** The attempt whose money a payment has, or the one that is named; both locked, payment first. */
export async function lockMoneyOf(
  tx: Tx,
  paymentId: string,
  attemptId?: string,
): Promise<{ payment: PaymentRow; attempt: AttemptRow } | null> {
  const [payment] = await tx.select().from(payments).where(eq(payments.id, paymentId)).for('update');
  const [attempt] = await tx
    .select()
    .from(paymentAttempts)
    .where(
      and(
        eq(paymentAttempts.paymentId, paymentId),
        attemptId === undefined
          ? inArray(paymentAttempts.state, ['paid', 'refund_due', 'refund_pending'])
          : eq(paymentAttempts.id, attemptId),
      ),
    )
    .orderBy(sql`(${paymentAttempts.state} = 'paid') desc`, asc(paymentAttempts.id))
    .limit(1)
    .for('update');
  return payment && attempt ? { payment, attempt } : null;
}

export type AttemptChange = Partial<
  Pick<AttemptRow, 'state' | 'ref' | 'next' | 'expiresAt' | 'askedAt' | 'agreementRef' | 'receivedAmount'>
>;
export const changeAttempt = (tx: AnyDb, attempt: AttemptRow, change: AttemptChange, now: Date) =>
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
export const changePayment = (tx: AnyDb, payment: PaymentRow, change: PaymentChange, now: Date) =>
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

/**
 * The attempt a gateway's reference speaks of: its own, that of the agreement it began, or of that agreement's first
 * payment.
 */
export const attemptByRef = (db: Pick<ReadDb, 'select'>, driver: string, ref: string) =>
  db
    .select({ attempt: paymentAttempts })
    .from(paymentAttempts)
    .innerJoin(payments, eq(payments.id, paymentAttempts.paymentId))
    .where(
      and(
        eq(paymentAttempts.driver, driver),
        or(
          eq(paymentAttempts.ref, ref),
          eq(paymentAttempts.agreementRef, ref),
          and(eq(payments.paidThrough, driver), eq(payments.paidReference, ref), eq(paymentAttempts.state, 'paid')),
        ),
      ),
    )
    .orderBy(sql`(${paymentAttempts.ref} = ${ref}) desc nulls last`, asc(paymentAttempts.id))
    .limit(1);

export async function paidUnder(tx: Tx, driver: string, reference: string): Promise<PaymentRow | null> {
  const [found] = await tx
    .select()
    .from(payments)
    .where(and(eq(payments.paidThrough, driver), eq(payments.paidReference, reference)))
    .limit(1);
  return found ?? null;
}

/** A payment a gateway took by itself, with its attempt: both are paid from the start. Null where it is kept already. */
export async function addPaidUnder(
  tx: Tx,
  paid: {
    payableId: string;
    payerId: string;
    driver: string;
    reference: string;
    agreementRef: string;
    amount: Money;
    tokenHash: string;
    paidAt: Date;
    now: Date;
  },
): Promise<{ payment: PaymentRow; attempt: AttemptRow } | null> {
  const { now, payerId, driver, reference } = paid;
  const sum = { amount: paid.amount.amount, currency: paid.amount.currency };
  const [payment] = await tx
    .insert(payments)
    .values({
      payableKind: 'purchase',
      payableId: paid.payableId,
      payerId,
      ...sum,
      state: 'paid',
      paidThrough: driver,
      paidReference: reference,
      paidAt: paid.paidAt,
      createdAt: now,
      updatedAt: now,
    })
    .onConflictDoNothing()
    .returning();
  if (!payment) return null;
  const [attempt] = await tx
    .insert(paymentAttempts)
    .values({
      paymentId: payment.id,
      payerId,
      driver,
      ...sum,
      mode: 'agreement',
      agreementRef: paid.agreementRef,
      ref: reference,
      state: 'paid',
      tokenHash: paid.tokenHash,
      expiresAt: now,
      createdAt: now,
      updatedAt: now,
    })
    .returning();
  if (!attempt) throw new Error('an attempt was made and is not there');
  return { payment, attempt };
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
export const claimAskIn = (db: AnyDb, attemptId: string, now: Date, pause: number) =>
  db
    .update(paymentAttempts)
    .set({ askedAt: now, asks: sql`${paymentAttempts.asks} + 1` })
    .where(
      and(
        eq(paymentAttempts.id, attemptId),
        or(isNull(paymentAttempts.askedAt), lte(paymentAttempts.askedAt, new Date(now.getTime() - pause))),
      ),
    )
    .returning({ id: paymentAttempts.id });
export const claimAsk = async (tx: Tx, attemptId: string, now: Date, pause: number): Promise<boolean> =>
  (await claimAskIn(tx, attemptId, now, pause)).length > 0;

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

const undecided = unsettledAttemptStates.filter((state) => state !== 'opening');

export const markUnanswered = (tx: Tx, attemptId: string, since: Date | null) =>
  tx.update(paymentAttempts).set({ unansweredAt: since }).where(eq(paymentAttempts.id, attemptId));

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
          inArray(paymentAttempts.state, undecided),
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

import { and, asc, desc, eq, ilike, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { ledgerEntries } from '../../../db/schema/ledger.ts';
import { auditLog } from '../../../db/schema/operations.ts';
import { moneyCases, paymentAttempts, paymentNotices, payments, refunds } from '../../../db/schema/payments.ts';
import { users } from '../../../db/schema/users.ts';
import type { CaseKind, PaymentState, RefundState } from '../rules.ts';

type Reads = Pick<ReadDb, 'select'>;
type Page = { cursor?: string | undefined; limit: number };

const line = { payment: payments, payer: { id: users.id, name: users.name, email: users.email } };

const literally = (text: string) => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;

export const paymentsMeant = (
  db: Reads,
  filter: Page & {
    state?: PaymentState | undefined;
    driver?: string | undefined;
    flag?: string | undefined;
    text?: string | undefined;
  },
) => {
  const tried = (condition: ReturnType<typeof sql>) =>
    sql`exists (select 1 from payment_attempts a where a.payment_id = ${payments.id} and ${condition})`;
  const { text } = filter;
  return db
    .select(line)
    .from(payments)
    .innerJoin(users, eq(users.id, payments.payerId))
    .where(
      and(
        filter.state === undefined ? undefined : eq(payments.state, filter.state),
        filter.driver === undefined ? undefined : tried(sql`a.driver = ${filter.driver}`),
        filter.flag === undefined
          ? undefined
          : filter.flag === 'any'
            ? isNotNull(payments.flag)
            : eq(payments.flag, filter.flag),
        text === undefined
          ? undefined
          : or(
              sql`${payments.id}::text = ${text}`,
              sql`${payments.payableId}::text = ${text}`,
              eq(payments.paidReference, text),
              tried(sql`a.ref = ${text}`),
              ilike(users.name, literally(text)),
              ilike(users.email, literally(text)),
            ),
        filter.cursor === undefined ? undefined : lt(payments.id, filter.cursor),
      ),
    )
    .orderBy(desc(payments.id))
    .limit(filter.limit + 1);
};

export const onePayment = (db: Reads, id: string) =>
  db.select(line).from(payments).innerJoin(users, eq(users.id, payments.payerId)).where(eq(payments.id, id));

/** All but the digest of the callback secret. */
export const attemptsOf = (db: Reads, paymentId: string) =>
  db
    .select({
      id: paymentAttempts.id,
      driver: paymentAttempts.driver,
      ref: paymentAttempts.ref,
      state: paymentAttempts.state,
      mode: paymentAttempts.mode,
      agreementRef: paymentAttempts.agreementRef,
      amount: paymentAttempts.amount,
      currency: paymentAttempts.currency,
      receivedAmount: paymentAttempts.receivedAmount,
      unansweredAt: paymentAttempts.unansweredAt,
      asks: paymentAttempts.asks,
      askedAt: paymentAttempts.askedAt,
      expiresAt: paymentAttempts.expiresAt,
      createdAt: paymentAttempts.createdAt,
    })
    .from(paymentAttempts)
    .where(eq(paymentAttempts.paymentId, paymentId))
    .orderBy(asc(paymentAttempts.id));

export const noticesOfPayment = (db: Reads, paymentId: string) =>
  db
    .select({
      id: paymentNotices.id,
      attemptId: paymentNotices.attemptId,
      driver: paymentNotices.driver,
      method: paymentNotices.method,
      headers: paymentNotices.headers,
      body: paymentNotices.body,
      verdict: paymentNotices.verdict,
      times: paymentNotices.times,
      receivedAt: paymentNotices.receivedAt,
    })
    .from(paymentNotices)
    .innerJoin(paymentAttempts, eq(paymentAttempts.id, paymentNotices.attemptId))
    .where(eq(paymentAttempts.paymentId, paymentId))
    .orderBy(asc(paymentNotices.id))
    .limit(200);

const refundLine = { refund: refunds, driver: paymentAttempts.driver };
const withDriver = (db: Reads) =>
  db.select(refundLine).from(refunds).innerJoin(paymentAttempts, eq(paymentAttempts.id, refunds.attemptId));

export const refundsOfPayment = (db: Reads, paymentId: string) =>
  withDriver(db).where(eq(refunds.paymentId, paymentId)).orderBy(asc(refunds.id));
export const oneRefund = (db: Reads, id: string) => withDriver(db).where(eq(refunds.id, id));
export const refundsMeant = (db: Reads, filter: Page & { state?: RefundState | undefined }) =>
  withDriver(db)
    .where(
      and(
        filter.state === undefined ? undefined : eq(refunds.state, filter.state),
        filter.cursor === undefined ? undefined : lt(refunds.id, filter.cursor),
      ),
    )
    .orderBy(desc(refunds.id))
    .limit(filter.limit + 1);

type Line = { account: string; amount: number; currency: string; driver: string | null; userId: string | null };
export const booksOfPayment = (db: Reads, paymentId: string) =>
  db
    .select({
      id: ledgerEntries.id,
      kind: ledgerEntries.kind,
      source: ledgerEntries.source,
      at: ledgerEntries.at,
      lines: sql<Line[]>`(
        select json_agg(json_build_object('account', l.account, 'amount', l.amount, 'currency', l.currency, 'driver', l.driver, 'userId', l.user_id) order by l.n)
        from ledger_lines l where l.entry_id = ${ledgerEntries.id})`,
    })
    .from(ledgerEntries)
    .where(eq(ledgerEntries.paymentId, paymentId))
    .orderBy(asc(ledgerEntries.id));

export const auditOf = (db: Reads, paymentId: string) =>
  db
    .select({
      at: auditLog.at,
      action: auditLog.action,
      actorId: auditLog.actorId,
      reason: auditLog.reason,
      data: auditLog.data,
    })
    .from(auditLog)
    .where(and(eq(auditLog.subjectKind, 'payment'), eq(auditLog.subjectId, paymentId)))
    .orderBy(asc(auditLog.at))
    .limit(500);

export const casesMeant = (db: Reads, filter: Page & { kind?: CaseKind | undefined; closed: boolean }) =>
  db
    .select()
    .from(moneyCases)
    .where(
      and(
        filter.kind === undefined ? undefined : eq(moneyCases.kind, filter.kind),
        filter.closed ? isNotNull(moneyCases.closedAt) : isNull(moneyCases.closedAt),
        filter.cursor === undefined ? undefined : lt(moneyCases.id, filter.cursor),
      ),
    )
    .orderBy(desc(moneyCases.id))
    .limit(filter.limit + 1);

export async function lockCase(tx: Tx, id: string) {
  const [found] = await tx.select().from(moneyCases).where(eq(moneyCases.id, id)).for('update');
  return found ?? null;
}
export async function closeCase(tx: Tx, id: string, how: { by: string; resolution: string }, now: Date) {
  const [closed] = await tx
    .update(moneyCases)
    .set({ closedAt: now, closedBy: how.by, resolution: how.resolution })
    .where(and(eq(moneyCases.id, id), isNull(moneyCases.closedAt)))
    .returning();
  return closed ?? null;
}

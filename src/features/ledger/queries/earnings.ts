import { and, asc, count, eq, inArray, isNotNull, ne, or, sql } from 'drizzle-orm';
import type { Currency } from '../../../core/money.ts';
import type { LocalizedText } from '../../../core/locale.ts';
import type { ReadDb, Tx } from '../../../db/client.ts';
import { bookings } from '../../../db/schema/bookings.ts';
import { ledgerEntries, payoutAccounts } from '../../../db/schema/ledger.ts';
import { payments } from '../../../db/schema/payments.ts';
import type { PayoutMethod } from '../rules.ts';

type Db = ReadDb | Tx;

/**
 * Nothing can happen to this money any more but what the books are to say: the work is done, or was called off or settled
 * with a sum that goes back (`refund_amount`); what is held above it is the talent's and the site's.
 */
const overStates = ['completed', 'reviewed', 'resolved', 'cancelled'] as const;
const isOver = and(
  inArray(bookings.state, [...overStates]),
  or(ne(bookings.state, 'cancelled'), isNotNull(bookings.refundAmount)),
);

/** Paid payments of which the books hold more than was promised back, oldest first: `toRelease` of the rules, as a filter. */
export const releasable = (db: Db, bookingId: string | undefined, limit: number) =>
  db
    .select({ paymentId: payments.id, bookingId: bookings.id })
    .from(payments)
    .innerJoin(bookings, eq(bookings.id, payments.payableId))
    .where(
      and(
        eq(payments.payableKind, 'booking'),
        eq(payments.state, 'paid'),
        isOver,
        bookingId === undefined ? undefined : eq(bookings.id, bookingId),
        sql`(select coalesce(-sum(l.amount) filter (where l.account = 'held'), 0)
            - greatest(coalesce(${bookings.refundAmount}, 0) - (${payments.amount} + coalesce(sum(l.amount), 0)), 0)
          from ledger_entries e join ledger_lines l on l.entry_id = e.id
          where e.payment_id = ${payments.id} and l.account in ('held', 'owed', 'commission')) > 0`,
      ),
    )
    .orderBy(asc(payments.id))
    .limit(limit);

/** Payment first, then booking: everyone who settles takes the two locks in this order. */
export async function lockRelease(tx: Tx, paymentId: string) {
  const [payment] = await tx.select().from(payments).where(eq(payments.id, paymentId)).for('update');
  if (!payment || payment.state !== 'paid' || payment.payeeId === null) return null;
  const [booking] = await tx
    .select({ id: bookings.id, promisedBack: bookings.refundAmount })
    .from(bookings)
    .where(and(eq(bookings.id, payment.payableId), isOver))
    .for('share');
  if (!booking) return null;
  return { ...payment, payeeId: payment.payeeId, bookingId: booking.id, promisedBack: booking.promisedBack ?? 0 };
}

export async function releasesOf(tx: Tx, paymentId: string): Promise<number> {
  const [found] = await tx
    .select({ n: count() })
    .from(ledgerEntries)
    .where(and(eq(ledgerEntries.paymentId, paymentId), eq(ledgerEntries.kind, 'earning_released')));
  return found?.n ?? 0;
}

const interval = (milliseconds: number) => sql`make_interval(secs => ${milliseconds / 1000})`;

export type EarningsRow = {
  user_id: string;
  currency: Currency;
  held: string;
  owed: string;
  waiting: string;
  in_payout: string;
  paid_out: string;
};
/** What is whose: one's own, or everybody's for operators and the system. */
export const earnings = (db: Db, delay: number) =>
  db.execute<EarningsRow>(sql`select * from app.earnings(${interval(delay)})`);

export type MyEarningRow = {
  payment_id: string;
  booking_id: string;
  title: LocalizedText;
  customer_name: string;
  starts_at: string;
  booking_state: string;
  paid_at: string;
  currency: Currency;
  price: string;
  held: string;
  owed: string;
  commission: string;
  agreed_commission: string;
  charged_back: boolean;
  available_at: string | null;
};
export const myEarnings = (db: Db, delay: number, cursor: string | undefined, limit: number) =>
  db.execute<MyEarningRow>(
    sql`select * from app.my_earnings(${interval(delay)}, ${cursor ?? null}::uuid, ${limit}::int)`,
  );

export const payoutAccount = (db: Db, userId: string) =>
  db.select().from(payoutAccounts).where(eq(payoutAccounts.userId, userId));

export const keepPayoutAccount = (
  tx: Tx,
  account: { userId: string; method: PayoutMethod; holder: string; number: string },
  now: Date,
) =>
  tx
    .insert(payoutAccounts)
    .values({ ...account, updatedAt: now })
    .onConflictDoUpdate({
      target: payoutAccounts.userId,
      set: { method: account.method, holder: account.holder, number: account.number, updatedAt: now },
    });

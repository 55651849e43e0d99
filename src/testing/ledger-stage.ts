import type { Ctx } from '../features/ctx.ts';
import { money, type Currency } from '../core/money.ts';
import { paymentReceived, refundOwed } from '../features/ledger/rules.ts';
import { bearers } from '../features/ledger/rules/earnings.ts';
import { booksOf, post } from '../features/ledger/service.ts';
import { cast, serviceIds, talentIds } from './cast.ts';
import type { TestDatabase } from './database.ts';
import { stageOn } from './stage.ts';

export const operators = { hala: 'user_hala', dilan: 'user_dilan' } as const;
/** one per booking, for all stages on one database */
let days = 0;

/** Books with bookings and payments behind them, as payments would have made them. */
export async function ledgerStageOn(database: TestDatabase) {
  const stage = stageOn(database);
  await database.query(
    `insert into users (id, email, name, role, onboarded_at) values ($1, 'hala@example.com', 'Hala', 'admin', now()), ($2, 'dilan@example.com', 'Dilan', 'admin', now())
     on conflict do nothing`,
    [operators.hala, operators.dilan],
  );
  const deferred: Promise<unknown>[] = [];
  const as = (userId: string | null): Ctx => ({
    ...stage.as(userId),
    defer: (work) => void deferred.push(work()),
  });
  return {
    stage,
    as,
    query: database.query,
    settled: async () => {
      while (deferred.length > 0) await deferred.shift();
    },
    later: (milliseconds: number) => void (stage.now = new Date(stage.now.getTime() + milliseconds)),
    /** A booking of Sara's, paid through FIB and in the books, in this state. */
    async paid(
      wish: {
        amount?: number;
        commission?: number;
        currency?: Currency;
        state?: string;
        talent?: 'zainab' | 'omar';
      } = {},
    ): Promise<{ bookingId: string; paymentId: string; attemptId: string }> {
      const talent = wish.talent ?? 'zainab';
      const amount = wish.amount ?? 100_000;
      const currency = wish.currency ?? 'IQD';
      const startsAt = new Date(Date.UTC(2025, 0, 1 + (days += 1), 9));
      const state = wish.state ?? 'paid';
      const [booking] = await database.query<{ id: string }>(
        `insert into bookings (service_id, talent_id, talent_user_id, customer_id, state, state_at, completed_at, starts_at, ends_at, time_zone, service_title, list_amount, currency, customer_name, talent_name, quote_version, price_agreed, auto_complete_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8::timestamptz + interval '2 hours', 'Asia/Baghdad', '{"en":"Wedding day"}', $9, $10, 'Sara', 'Zainab Kareem', 1, $9, '2027-01-01') returning id`,
        [
          serviceIds.zainabWedding,
          talentIds[talent],
          cast[talent],
          cast.sara,
          state,
          stage.now,
          state === 'paid' ? null : stage.now,
          startsAt,
          amount,
          currency,
        ],
      );
      const [payment] = await database.query<{ id: string }>(
        `insert into payments (payable_kind, payable_id, payer_id, payee_id, amount, currency, commission, state, paid_at, paid_through, created_at, updated_at)
         values ('booking', $1, $2, $3, $4, $5, $6, 'paid', $7, 'fib', $7, $7) returning id`,
        [booking?.id, cast.sara, cast[talent], amount, currency, wish.commission ?? amount / 10, stage.now],
      );
      const [attempt] = await database.query<{ id: string }>(
        `insert into payment_attempts (payment_id, payer_id, driver, amount, currency, ref, state, token_hash, expires_at, created_at, updated_at)
         values ($1, $2, 'fib', $3, $4, gen_random_uuid()::text, 'paid', gen_random_uuid()::text, $5, $5, $5) returning id`,
        [payment?.id, cast.sara, amount, currency, stage.now],
      );
      if (!booking || !payment || !attempt) throw new Error('nothing was paid');
      const entry = paymentReceived({
        attemptId: attempt.id,
        paymentId: payment.id,
        driver: 'fib',
        amount: money(amount, currency),
        for: 'booking',
      });
      await stage.doors.asSystem('test').write((tx) => post(tx, entry, stage.now));
      return { bookingId: booking.id, paymentId: payment.id, attemptId: attempt.id };
    },
    /** Both sides say it is done, past the machine. */
    complete: (bookingId: string, state = 'completed') =>
      database.query(`update bookings set state = $2, state_at = $3, completed_at = $3 where id = $1`, [
        bookingId,
        state,
        stage.now,
      ]),
    /** A refund was decided: borne as the rules say. */
    giveBack: (paymentId: string, amount: number, payeeId: string, refundId: string = crypto.randomUUID()) =>
      stage.doors.asSystem('test').write(async (tx) => {
        const from = bearers(await booksOf(tx, paymentId), amount, payeeId);
        if (from === null) throw new Error('the books do not hold as much');
        return post(tx, refundOwed({ refundId, paymentId, amount: money(amount, 'IQD'), from }), stage.now);
      }),
  };
}
export type LedgerStage = Awaited<ReturnType<typeof ledgerStageOn>>;

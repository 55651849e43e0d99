import { money, type Currency } from '../../core/money.ts';
import { exampleIds } from '../../features/examples.ts';
import {
  earningReleased,
  paymentReceived,
  payoutPaid,
  refundDone,
  refundOwed,
  type Entry,
  type PayoutMethod,
} from '../../features/ledger/rules.ts';
import { share } from '../../features/ledger/rules/commission.ts';
import { admins } from './accounts.ts';
import { between, digest, idAt, oneOf } from './chance.ts';
import type { DemoRows } from './rows.ts';

const day = 86_400_000;
/** what the site keeps while no other rule is set */
const tenth = 1000;
/** everything earned before this has been paid out; what came after is in a batch that waits, or too fresh */
const paidOutBefore = 35 * day;
const ripeAfter = 8 * day;

/** A wallet in Iraq, a bank account in Morocco; the numbers are nobody's, and pass their checks. */
function payoutAccount(userId: string, currency: Currency): { method: PayoutMethod; number: string } {
  const digits = (most: number) =>
    digest(`account ${userId}`).readBigUInt64BE(0).toString().padStart(20, '7').slice(0, most);
  if (currency !== 'MAD') {
    const method = oneOf(`wallet ${userId}`, ['fastpay', 'fib', 'zaincash'] as const);
    return { method, number: `+96477${digits(8)}` };
  }
  const account = `01${digits(20)}`;
  const key = 97n - ((BigInt(account) * 100n) % 97n);
  return { method: 'bank', number: `${account}${key.toString().padStart(2, '0')}` };
}

const minute = 60_000;
/** What waits for an operator on the first day: two refunds to be paid by hand, and one sum that two books tell apart. */
function leaveWork(rows: DemoRows, post: (entry: Entry, at: Date) => void, today: Date): void {
  const spoken: readonly string[] = Object.values(exampleIds);
  const held = rows.payments.filter(({ payableId, state }) => {
    const booking = rows.bookings.find(({ id }) => id === payableId);
    return state === 'paid' && booking?.state === 'paid' && !spoken.includes(payableId);
  });
  const at = new Date(today.getTime() - 90 * minute);
  for (const [n, refundId] of [exampleIds.refundToSettle, exampleIds.refundToFail].entries()) {
    const payment = held[n];
    const attempt = rows.paymentAttempts.find(({ paymentId, state }) => paymentId === payment?.id && state === 'paid');
    if (!payment?.id || !attempt?.id) throw new Error('the demo has too few paid bookings');
    const { id: paymentId, payerId, currency } = payment;
    const part = Math.ceil(payment.amount / 10);
    rows.refunds.push({
      id: refundId,
      paymentId,
      attemptId: attempt.id,
      payerId,
      amount: part,
      currency,
      reason: 'goodwill',
      note: 'Part of the equipment was missing.',
      state: 'by_hand',
      requestedBy: admins[0].id,
      createdAt: at,
      updatedAt: at,
    });
    const amount = money(part, currency);
    post(refundOwed({ refundId, paymentId, amount, from: [{ account: 'held', amount: part }] }), at);
    rows.moneyCases.push({
      kind: 'refund_by_hand',
      subject: refundId,
      driver: attempt.driver,
      paymentId,
      refundId,
      facts: { amount, reference: attempt.ref ?? null },
      openedAt: at,
    });
  }
  const third = held[2];
  if (third?.id)
    rows.moneyCases.push({
      id: exampleIds.caseToClose,
      kind: 'ledger_differs',
      subject: third.id,
      driver: third.paidThrough ?? null,
      paymentId: third.id,
      facts: {
        books: { received: third.amount, returned: 0 },
        gateway: { received: third.amount - 1000, returned: 0 },
        currency: third.currency,
      },
      openedAt: new Date(today.getTime() - 20 * 60 * minute),
    });
}

/** The books of everything that was paid, as the app would have kept them: money in, earnings, refunds, and payouts. */
export function keepBooks(rows: DemoRows, today: Date): void {
  const idOf = (name: string, at: Date) => idAt(name, at.getTime() - today.getTime());
  const post = ({ lines, ...entry }: Entry, at: Date) => {
    const entryId = idOf(`entry ${entry.kind} ${entry.source}`, at);
    rows.ledgerEntries.push({ id: entryId, ...entry, at });
    rows.ledgerLines.push(...lines.map((line, n) => ({ entryId, n: n + 1, ...line })));
  };
  const bookings = new Map(rows.bookings.map((booking) => [booking.id, booking]));
  const earned = new Map<string, { userId: string; currency: Currency; old: number; ripe: number }>();

  for (const payment of rows.payments) {
    const booking = bookings.get(payment.payableId);
    const attempt = rows.paymentAttempts.find(
      ({ paymentId, state }) => paymentId === payment.id && (state === 'paid' || state === 'refunded'),
    );
    const { id: paymentId, paidAt, payeeId, currency } = payment;
    if (!booking || !attempt?.id || !paidAt || !payeeId || !paymentId)
      throw new Error('a demo payment pays for nothing');
    const amount = money(payment.amount, currency);
    payment.commission = share(amount.amount, tenth, 10_000);
    post(paymentReceived({ attemptId: attempt.id, paymentId, driver: attempt.driver, amount, for: 'booking' }), paidAt);
    if (payment.state === 'refunded' && payment.refundedAt) {
      const at = payment.refundedAt;
      const refundId = idOf(`refund ${paymentId}`, at);
      rows.refunds.push({
        id: refundId,
        paymentId,
        attemptId: attempt.id,
        payerId: payment.payerId,
        amount: amount.amount,
        currency,
        reason: 'cancelled_by_customer',
        state: 'done',
        refundRef: null,
        doneAt: at,
        createdAt: at,
        updatedAt: at,
      });
      post(refundOwed({ refundId, paymentId, amount, from: [{ account: 'held', amount: amount.amount }] }), at);
      post(refundDone({ refundId, paymentId, driver: attempt.driver, amount }), at);
      continue;
    }
    if (booking.state !== 'completed' && booking.state !== 'reviewed' && booking.state !== 'resolved') continue;
    const at = booking.completedAt ?? booking.stateAt ?? paidAt;
    post(
      earningReleased({ bookingId: payment.payableId, paymentId, payeeId, amount, commission: payment.commission }),
      at,
    );
    const key = `${payeeId} ${currency}`;
    const sum = earned.get(key) ?? { userId: payeeId, currency, old: 0, ripe: 0 };
    const age = today.getTime() - at.getTime();
    const theirs = amount.amount - payment.commission;
    if (age > paidOutBefore) sum.old += theirs;
    else if (age > ripeAfter) sum.ripe += theirs;
    earned.set(key, sum);
  }

  leaveWork(rows, post, today);

  const names = new Map(rows.users.map(({ id, name }) => [id, name ?? '']));
  const accountOf = (userId: string, currency: Currency) => ({
    ...payoutAccount(userId, currency),
    holder: names.get(userId) ?? '',
  });
  for (const { userId, currency } of earned.values())
    // now and then somebody has not said yet where they want their money
    if (between(`payout account ${userId}`, 1, 9) > 1 && !rows.payoutAccounts.some((one) => one.userId === userId))
      rows.payoutAccounts.push({
        userId,
        ...accountOf(userId, currency),
        updatedAt: new Date(today.getTime() - 60 * day),
      });

  const batches = { old: new Date(today.getTime() - 28 * day), ripe: new Date(today.getTime() - 6 * 3_600_000) };
  const operator = admins[0].id;
  const examples: string[] = [exampleIds.payoutToSettle, exampleIds.payoutToCancel];
  for (const currency of new Set([...earned.values()].map((one) => one.currency))) {
    for (const which of ['old', 'ripe'] as const) {
      const at = batches[which];
      const people = [...earned.values()].filter((one) => one.currency === currency && one[which] > 0);
      if (people.length === 0) continue;
      const batchId = idOf(`batch ${currency} ${which}`, at);
      rows.payoutBatches.push({
        id: batchId,
        currency,
        until: at,
        createdBy: operator,
        createdAt: at,
        closed: which === 'old',
      });
      for (const { userId, [which]: sum } of people) {
        const named = which === 'ripe' ? examples.shift() : undefined;
        const id = named ?? idOf(`payout ${userId} ${currency} ${which}`, at);
        const reference = `TRF-${digest(id).readUInt32BE(0) % 1_000_000}`;
        const paid = which === 'old' ? { state: 'paid' as const, reference, paidAt: at, settledBy: operator } : {};
        const { method, holder, number } = rows.payoutAccounts.find((one) => one.userId === userId) ?? {};
        const account = { method: method ?? null, holder: holder ?? null, number: number ?? null };
        rows.payouts.push({
          id,
          batchId,
          userId,
          amount: sum,
          currency,
          ...account,
          createdAt: at,
          updatedAt: at,
          ...paid,
        });
        if (which === 'old')
          post(payoutPaid({ payoutId: id, userId, amount: money(sum, currency), driver: 'bank' }), at);
      }
    }
  }
}

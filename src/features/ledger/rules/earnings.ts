import type { TakenFrom } from '../rules.ts';
import { share } from './commission.ts';

const days = (n: number) => n * 86_400_000;

export const ledgerLimits = {
  /** completed work is paid out after this: as long as a customer may still object */
  payoutDelay: days(7),
  /** a run of the clock releases this many earnings, oldest first; the next takes up where it stopped */
  releasesAtOnce: 200,
  /** an export says so when there is more */
  exportedLines: 50_000,
} as const;

/** What the books hold of one payment, as sums of money: for the work not done, the talent's, the site's, and the rest. */
export type PaymentBooks = { held: number; owed: number; commission: number; sales: number; unmatched: number };

/**
 * What of a payment may be released: all that is still held, less what was promised back and has not left yet. A refund
 * that fails is held again, and stays so while it is still promised.
 */
export function toRelease(
  books: Pick<PaymentBooks, 'held' | 'owed' | 'commission'>,
  payment: { amount: number; promisedBack: number },
): number {
  const gone = payment.amount - books.held - books.owed - books.commission;
  return Math.max(0, books.held - Math.max(0, payment.promisedBack - gone));
}

/**
 * How it is shared. The agreed commission shrinks with what was given back, so that a half refund costs both halves alike.
 */
export function release(
  payment: { amount: number; commission: number },
  held: number,
): { amount: number; commission: number } {
  return { amount: held, commission: Math.min(share(payment.commission, held, payment.amount), held) };
}

/**
 * Who bears money that goes back: what is still held, then talent and site as they shared it. Money that nothing could use
 * lies in `unmatched` and is given back from there; that is not asked here. Null: the books do not hold
 * as much of this payment.
 */
export function bearers(books: PaymentBooks, amount: number, payeeId: string | null): TakenFrom | null {
  const held = Math.min(books.held, amount);
  const rest = amount - held;
  const shared = books.owed + books.commission;
  if (rest > shared + books.sales) return null;
  const sales = Math.min(books.sales, rest);
  const both = rest - sales;
  const commission = share(both, books.commission, shared);
  const owed = both - commission;
  if (owed > 0 && payeeId === null) return null;
  const parts: TakenFrom = [
    { account: 'held', amount: held },
    { account: 'sales', amount: sales },
    { account: 'commission', amount: commission },
    { account: 'owed', amount: owed, ...(payeeId === null ? {} : { userId: payeeId }) },
  ];
  return parts.filter((part) => part.amount > 0);
}

/** What can be paid out now. A refund after the release is carried against it; what is in a payout already is not paid again. */
export const payable = (of: { owed: number; waiting: number; inPayout: number }): number =>
  Math.max(0, of.owed - of.waiting - of.inPayout);

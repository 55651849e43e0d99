import type * as z from 'zod';
import type { Currency } from '../../core/money.ts';
import type { booksView } from '../../features/ledger/schema.ts';

export type Books = z.output<typeof booksView>;

export const figureNames = [
  'received',
  'held',
  'owed',
  'commission',
  'sales',
  'refund_owed',
  'unmatched',
  'paid_out',
] as const;
export type FigureName = (typeof figureNames)[number];

/** Accounts as people say them: what the books keep as a credit is a sum somebody has, so it is shown above zero. */
export function bookFigures(books: Books, currency: Currency): Record<FigureName, number> {
  const sumOf = (account: FigureName) => {
    const sum = books.balances.reduce(
      (total, one) => (one.account === account && one.currency === currency ? total + one.sum : total),
      0,
    );
    // a zero has no sign
    return account === 'received' ? sum : 0 - sum;
  };
  return {
    received: sumOf('received'),
    held: sumOf('held'),
    owed: sumOf('owed'),
    commission: sumOf('commission'),
    sales: sumOf('sales'),
    refund_owed: sumOf('refund_owed'),
    unmatched: sumOf('unmatched'),
    paid_out: sumOf('paid_out'),
  };
}

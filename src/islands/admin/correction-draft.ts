import type { Account } from '../../features/ledger/rules.ts';

export type DraftLine = {
  account: Account | null;
  side: 'debit' | 'credit';
  amount: number | null;
  driver: string;
  userId: string;
};

/** What is still missing before debits and credits are the same: above zero there is too much on the debit side. */
export const leftOver = (lines: readonly DraftLine[]): number =>
  lines.reduce((sum, { side, amount }) => sum + (side === 'debit' ? 1 : -1) * (amount ?? 0), 0);

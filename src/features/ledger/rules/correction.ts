import { allow, refuse, type Decision } from '../../../core/decision.ts';
import type { Currency } from '../../../core/money.ts';
import type { Entry, Line } from '../rules.ts';

/** What the lines leave over in each currency: nothing, when they balance. */
export function leftOver(lines: readonly Line[]): Partial<Record<Currency, number>> {
  const sums: Partial<Record<Currency, number>> = {};
  for (const { currency, amount } of lines) sums[currency] = (sums[currency] ?? 0) + amount;
  return sums;
}
export const balances = (lines: readonly Line[]): boolean => Object.values(leftOver(lines)).every((sum) => sum === 0);

export type CorrectionRefusal = 'unbalanced' | 'says_not_whose' | 'says_not_where';

const somebodys = new Set<Line['account']>(['owed', 'paid_out']);
const somewhere = new Set<Line['account']>(['received', 'refunded', 'paid_out']);

/** An operator's own entry. The same that the database holds it to, said kindly. */
export function decideCorrection(lines: readonly Line[]): Decision<true, CorrectionRefusal> {
  if (!balances(lines)) return refuse('unbalanced');
  if (lines.some((line) => somebodys.has(line.account) && line.userId === undefined)) return refuse('says_not_whose');
  if (lines.some((line) => somewhere.has(line.account) && line.driver === undefined)) return refuse('says_not_where');
  return allow(true);
}

export const correction = (made: {
  source: string;
  paymentId: string | null;
  words: string;
  by: string;
  lines: readonly Line[];
}): Entry => ({
  kind: 'correction',
  source: made.source,
  paymentId: made.paymentId,
  facts: { words: made.words, by: made.by },
  lines: made.lines,
});

import * as z from 'zod';
import type { Money } from '../../../core/money.ts';
import type { Report } from '../rules.ts';

/** What NassWallet's answers say. Their field names change case from one shape to the next. */

/** A field that is absent, null or nonsense is not there; the rest of the answer still counts. */
const loose = <Shape extends z.ZodType>(shape: Shape) => shape.nullish().catch(null);
const named = z.union([z.string(), z.int().transform(String)]).pipe(z.string().min(1).max(200));

/** `errCode` is "1" even on success, so it is not read at all. */
const envelope = z.object({
  responseCode: z.union([z.int(), z.string().regex(/^-?\d{1,9}$/)]).transform(Number),
  data: z.record(z.string(), z.unknown().optional()).nullish().catch(null),
});
export type Envelope = { yes: boolean; code: string; data: Record<string, unknown> };

/** Null where the answer is none of theirs. */
export function envelopeOf(body: unknown): Envelope | null {
  const read = envelope.safeParse(body);
  if (!read.success) return null;
  const { responseCode, data } = read.data;
  return { yes: responseCode === 0, code: `response ${responseCode}`, data: data ?? {} };
}

const granted = z.object({
  access_token: z.string().min(1),
  accessTokenExpiry: loose(
    z
      .union([z.number(), z.string().regex(/^\d{1,15}$/)])
      .transform(Number)
      .pipe(z.int().positive()),
  ),
});

export function tokenOf(body: unknown): { token: string; expiry: number | null } | null {
  const said = envelopeOf(body);
  const read = said?.yes ? granted.safeParse(said.data) : undefined;
  return read?.success ? { token: read.data.access_token, expiry: read.data.accessTokenExpiry ?? null } : null;
}

const opened = z.object({ transactionId: loose(named), token: loose(named) });

export function openedOf({ data }: Envelope): { ref: string | null; token: string | null } {
  const { transactionId, token } = opened.parse(data);
  return { ref: transactionId ?? null, token: token ?? null };
}

const status = z.string().transform((word) => word.trim().toUpperCase());
const entry = z.object({ TransactionStatus: status, Amount: z.unknown().optional() });
const reply = z.object({
  transactionId: loose(named),
  TransactionId: loose(named),
  transactionStatus: loose(status),
  amount: z.unknown().optional(),
  TransactionHistoryList: z
    .array(entry)
    .nullish()
    .catch([{ TransactionStatus: 'UNREADABLE', Amount: null }]),
});

/** Whole dinars, however many zeros follow the point: `150000`, `"150000.00"`, `"150000.00000"`. */
const dinars = z
  .union([z.number(), z.string().regex(/^\d{1,15}(?:\.0{1,8})?$/)])
  .transform(Number)
  .pipe(z.int().nonnegative());

/** The sum an answer names: the smallest, so that a difference is seen. `unreadable`: it names one, and not in whole dinars. */
function sumOf(said: readonly unknown[]): Money | null | 'unreadable' {
  const named = said.filter((amount) => amount !== undefined && amount !== null);
  if (named.length === 0) return null;
  const read = z.array(dinars).safeParse(named);
  return read.success ? { amount: Math.min(...read.data), currency: 'IQD' } : 'unreadable';
}

/**
 * What checkTransaction says; null when it speaks of another transaction. A response code that is not 0 is `pending`: the
 * same answer is given for what nobody has paid yet and for what nobody knows, and only the former is ever asked about.
 */
export function readReply(ref: string, said: Envelope, expected: Money): Report | null {
  if (!said.yes) return { ref, status: 'pending' };
  const read = reply.parse(said.data);
  const about = read.transactionId ?? read.TransactionId;
  if (about && about !== ref) return null;
  const list = read.TransactionHistoryList ?? [];
  const words = [
    ...(read.transactionStatus ? [read.transactionStatus] : []),
    ...list.map((one) => one.TransactionStatus),
  ];
  const all = (word: string) => words.length > 0 && words.every((one) => one === word);
  if (all('FAILED')) return { ref, status: 'failed', reason: 'declined' };
  if (!all('SUCCESS')) return { ref, status: 'pending' };
  const amount = sumOf([read.amount, ...list.map((one) => one.Amount)]);
  if (amount === 'unreadable') return { ref, status: 'pending' };
  return amount === null ? { ref, status: 'paid', amount: expected, assumed: true } : { ref, status: 'paid', amount };
}

const notice = z.object({ data: z.object({ InitTransactionId: named }) });

/** The transaction a call is about. Its `transactionStatus` (0, "0" or "Success") is not read: nothing proves it. */
export function callbackOf(text: string): string | null {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    said = { data: Object.fromEntries(new URLSearchParams(text)) };
  }
  const read = notice.safeParse(said);
  return read.success ? read.data.data.InitTransactionId : null;
}

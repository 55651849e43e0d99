import * as z from 'zod';
import { isCurrency, type Money } from '../../../core/money.ts';
import type { Report } from '../rules.ts';
import type { Answer } from './call.ts';

/** What FastPay's words mean. Nothing here sends anything. */

const loose = <Shape extends z.ZodType>(shape: Shape) => shape.nullish().catch(null);
const text = z.string().min(1).max(200);

/** Our reference there: the attempt's UUID without its dashes, 32 letters and digits, so the same attempt is the same order. */
export function orderIdOf(attemptId: string): string {
  const id = attemptId.replaceAll('-', '').toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(id)) throw new RangeError('an attempt is named by a UUID');
  return id;
}
export const isOrderId = (ref: string): boolean => /^[A-Za-z0-9]{8,32}$/.test(ref);

const envelope = z.object({
  code: z.union([
    z.int(),
    z
      .string()
      .regex(/^\d{3}$/)
      .transform(Number),
  ]),
  messages: loose(z.union([z.string(), z.array(z.string()).transform((list) => list.join('\n'))])),
  data: z.unknown().optional(),
});
/**
 * `code` is null where the answer cannot be read. `own`: it is FastPay's word, not that of something on the way there:
 * a 404 of theirs means that nobody has paid, any other that the address is wrong. `words` are for matching here, and go nowhere.
 */
export type Said = { code: number | null; own: boolean; words: string; data: unknown };
export const saidNothing: Said = { code: null, own: false, words: '', data: null };

/** HTTP 200 says nothing here: the outcome is the `code` inside. */
export function readEnvelope(answer: Answer): Said {
  const read = envelope.safeParse(answer.body);
  if (read.success && (answer.ok || read.data.code >= 400))
    return { code: read.data.code, own: true, words: read.data.messages ?? '', data: read.data.data };
  return answer.ok ? saidNothing : { ...saidNothing, code: answer.status };
}

export const saysAlreadyRefunded = ({ words }: Said): boolean => /already\s+(?:been\s+)?refunded/i.test(words);
/** No source tells how a known order is refused; words like these may mean that something payable exists. */
export const saysAlreadyThere = ({ words }: Said): boolean => /already|taken|duplicate|exist/i.test(words);

/** Whole dinars, as a number or as text with zeros behind the point: `150000`, `"150000.00"`. */
const dinars = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,15}(?:\.0{1,3})?$/)
      .transform(Number),
  ])
  .refine((amount) => Number.isSafeInteger(amount) && amount >= 0);

/** Everything is there twice, under newer and older names; either may be missing. */
const transaction = z.object({
  gw_transaction_id: loose(text),
  transaction_id: loose(text),
  merchant_order_id: loose(text),
  order_id: loose(text),
  received_amount: loose(dinars),
  currency: loose(text),
  customer_mobile_number: loose(text),
  customer_account_no: loose(text),
  status: loose(text),
});

export type Found = {
  report: Report;
  /** the wallet that paid: where a refund goes */
  wallet: string | null;
};

const failures: Record<string, 'declined' | 'cancelled'> = {
  failed: 'declined',
  declined: 'declined',
  cancel: 'cancelled',
  cancelled: 'cancelled',
  canceled: 'cancelled',
};

/** A payment that was found. A word: why it cannot be told from this answer how it stands. */
export function readTransaction(ref: string, data: unknown): Found | 'unreadable' | 'other_payment' {
  const read = transaction.safeParse(data);
  if (!read.success) return 'unreadable';
  const said = read.data;
  const order = said.merchant_order_id ?? said.order_id;
  if (!order) return 'unreadable';
  if (order !== ref || (said.order_id && said.order_id !== ref)) return 'other_payment';
  const wallet = said.customer_mobile_number ?? said.customer_account_no ?? null;
  const word = said.status?.toLowerCase();
  const reason = failures[word ?? ''];
  if (reason !== undefined) return { report: { ref, status: 'failed', reason }, wallet };
  // the newer names have no status: there, being found with a transaction is the yes
  const paid = word === undefined ? Boolean(said.gw_transaction_id ?? said.transaction_id) : word === 'success';
  if (!paid) return { report: { ref, status: 'pending' }, wallet };
  const amount = sumOf(said.received_amount, said.currency);
  return amount === null ? 'unreadable' : { report: { ref, status: 'paid', amount }, wallet };
}

function sumOf(amount: number | null | undefined, currency: string | null | undefined): Money | null {
  const unit = (currency ?? 'IQD').toUpperCase();
  return amount === null || amount === undefined || !isCurrency(unit) ? null : { amount, currency: unit };
}

const refundCheck = z.object({
  order_id: loose(text),
  refund_status: z.union([z.boolean(), z.enum(['true', 'false', '1', '0']), z.literal([0, 1])]),
});

/** Has money of this order gone back? Not how much of it: no answer tells. Null: it cannot be told. */
export function readRefundCheck(ref: string, { code, own, data }: Said): boolean | null {
  if (code === 404 && own) return false;
  const read = refundCheck.safeParse(data);
  if (code !== 200 || !read.success || (read.data.order_id && read.data.order_id !== ref)) return null;
  return ['true', '1'].includes(String(read.data.refund_status));
}

const refunded = z.object({ summary: z.object({ invoice_id: text }) });
export const invoiceOf = (data: unknown): string | null => {
  const read = refunded.safeParse(data);
  return read.success ? read.data.summary.invoice_id : null;
};

const page = z.object({ redirect_uri: z.url({ protocol: /^https?$/ }) });
export const pageOf = (data: unknown): string | null => {
  const read = page.safeParse(data);
  return read.success ? read.data.redirect_uri : null;
};

const notice = z.object({ merchant_order_id: loose(text), order_id: loose(text) });

/** The order a call names: it is unsigned, so that is all that is taken from it. */
export function orderNamedIn(body: string): string | null {
  let said: unknown;
  try {
    said = JSON.parse(body);
  } catch {
    said = Object.fromEntries(new URLSearchParams(body));
  }
  const read = notice.safeParse(said);
  const named = read.success ? (read.data.merchant_order_id ?? read.data.order_id ?? null) : null;
  return named !== null && isOrderId(named) ? named : null;
}

import * as z from 'zod';
import { currencyExponents, isCurrency, type Currency, type Money } from '../../../core/money.ts';
import type { Heard, RefundReport } from '../provider.ts';
import type { FailureReason, Report } from '../rules.ts';

/** What IXOPAY's answers and callbacks say. */

/** A field that is absent, null or nonsense is not there; the rest of the answer still counts. */
const loose = <Shape extends z.ZodType>(shape: Shape) => shape.nullish().catch(null);
const reference = z.string().min(1).max(50);
const numeral = z.union([z.int(), z.string().regex(/^\d{1,5}$/)]).transform(Number);

/** One error of a list: some versions call its code `code`, others `errorCode`. */
const oneError = z.object({ errorCode: loose(numeral), code: loose(numeral) });
const answer = z.object({
  success: loose(z.boolean()),
  errorCode: loose(numeral),
  errors: loose(z.array(oneError)),
  uuid: loose(z.string()),
  merchantTransactionId: loose(z.string()),
  returnType: loose(z.string()),
  redirectUrl: loose(z.string().refine((url) => /^https?:\/\//i.test(url) && URL.canParse(url))),
  transactionStatus: loose(z.string()),
  transactionType: loose(z.string()),
  amount: z.unknown().optional(),
  currency: z.unknown().optional(),
  chargebackData: z.unknown().optional(),
  chargebackReversalData: z.unknown().optional(),
});
export type Said = z.output<typeof answer> & { code: number | null };

/** Null where the answer is none of theirs. */
export function saidIn(body: unknown): Said | null {
  const read = answer.safeParse(body);
  if (!read.success) return null;
  const first = read.data.errors?.[0];
  return { ...read.data, code: read.data.errorCode ?? first?.errorCode ?? first?.code ?? null };
}

/** As the wire wants it: dinars whole, `"150000"`; cents as a decimal, `"10.50"`. */
export function worded({ amount, currency }: Money): string {
  const decimals = currencyExponents[currency];
  if (decimals === 0) return String(amount);
  const digits = String(amount).padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** `"150000.00"` IQD is 150000, `"10.5"` USD is 1050. Null for what is not a whole number of the charged unit. */
export function sumOf(amount: unknown, currency: unknown): Money | null {
  if (!isCurrency(currency)) return null;
  const text = typeof amount === 'number' ? String(amount) : amount;
  if (typeof text !== 'string') return null;
  const [, whole, fraction = ''] = /^(\d{1,12})(?:\.(\d{1,6}))?$/.exec(text) ?? [];
  if (whole === undefined) return null;
  const decimals = currencyExponents[currency];
  if (/[1-9]/.test(fraction.slice(decimals))) return null;
  const units = Number(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  return Number.isSafeInteger(units) ? { amount: units, currency: currency satisfies Currency } : null;
}

const reasons: Record<number, FailureReason> = { 2002: 'cancelled', 2012: 'cancelled', 2005: 'expired' };
const reasonOf = (code: number | null | undefined): FailureReason => reasons[code ?? 0] ?? 'declined';

/** What a status answer says of a payment. Unknown words are `pending`, and so is a yes whose sum cannot be read. */
export function readStatus(ref: string, said: Said): Report {
  const amount = sumOf(said.amount, said.currency) ?? undefined;
  const status = said.transactionStatus;
  if (status === 'ERROR') return { ref, status: 'failed', reason: reasonOf(said.code), ...(amount && { amount }) };
  if (status === 'CANCELLED') return { ref, status: 'failed', reason: 'cancelled', ...(amount && { amount }) };
  const debited = status === 'SUCCESS' && (said.transactionType ?? 'DEBIT') === 'DEBIT';
  if (!debited || amount === undefined) return { ref, status: 'pending', ...(amount && { amount }) };
  const back = said.chargebackData && !said.chargebackReversalData ? chargeback.safeParse(said.chargebackData) : null;
  if (back?.success)
    return { ref, status: 'charged_back', amount: sumOf(back.data.amount, back.data.currency) ?? amount };
  return { ref, status: 'paid', amount };
}

const refundWords: Record<string, RefundReport['status']> = { SUCCESS: 'done', ERROR: 'failed', CANCELLED: 'failed' };

export const readRefund = (refundRef: string, said: Said): RefundReport => ({
  status: refundWords[said.transactionStatus ?? ''] ?? 'pending',
  refundRef,
});

const chargeback = z.object({
  originalMerchantTransactionId: loose(reference),
  amount: z.unknown().optional(),
  currency: z.unknown().optional(),
});
const callback = z.object({
  result: z.string(),
  merchantTransactionId: reference,
  merchantMetaData: loose(reference),
  transactionType: loose(z.string()),
  amount: z.unknown().optional(),
  currency: z.unknown().optional(),
  code: loose(numeral),
  errors: loose(z.array(oneError)),
  chargebackData: loose(chargeback),
});

/** What a callback says; `proven` tells whether its signature held. What nothing proves is a hint at the payment it is about. */
export function heardIn(text: string, proven: boolean): Heard {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = null;
  }
  const read = callback.safeParse(body);
  if (!read.success) return proven ? { nothing: true } : { hint: null };
  const { result, transactionType: type, merchantTransactionId, merchantMetaData, chargebackData } = read.data;
  // a refund is sent with the payment's reference as its note, which comes back here
  if (type === 'REFUND') {
    const done = proven && result === 'OK' ? sumOf(read.data.amount, read.data.currency) : null;
    return { refund: merchantTransactionId, of: merchantMetaData ?? null, ...(done && { done }) };
  }
  const ref = chargebackData?.originalMerchantTransactionId ?? merchantTransactionId;
  if (!proven) return { hint: ref };
  const amount = sumOf(read.data.amount, read.data.currency);
  if (type === 'CHARGEBACK' && result === 'OK') {
    const taken = sumOf(chargebackData?.amount, chargebackData?.currency) ?? amount;
    return taken === null ? { hint: ref } : { proven: { ref, status: 'charged_back', amount: taken } };
  }
  if (type !== 'DEBIT') return { nothing: true };
  if (result === 'OK') return amount === null ? { hint: ref } : { proven: { ref, status: 'paid', amount } };
  if (result !== 'ERROR') return { nothing: true };
  const code = read.data.code ?? read.data.errors?.[0]?.errorCode ?? read.data.errors?.[0]?.code;
  return { proven: { ref, status: 'failed', reason: reasonOf(code), ...(amount && { amount }) } };
}

import * as z from 'zod';
import { currencyExponents, isCurrency, type Currency, type Money } from '../../../core/money.ts';
import type { RefundReport } from '../provider.ts';
import type { Report } from '../rules.ts';

/** The words of Mastercard's gateway, as areeba runs it outside Iraq. */

/** `"115.00"`; whole dinars without decimals. */
export function decimalOf({ amount, currency }: Money): string {
  const exponent = currencyExponents[currency];
  if (exponent === 0) return String(amount);
  const digits = String(amount).padStart(exponent + 1, '0');
  return `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** A sum in major units, number or text, as a whole number of the charged unit; null where it is none. No arithmetic on fractions. */
export function unitsOf(said: unknown, currency: Currency): number | null {
  if (typeof said !== 'number' && typeof said !== 'string') return null;
  const [, whole, fraction = ''] = String(said).match(/^(\d{1,12})(?:\.(\d{1,3}))?$/) ?? [];
  if (whole === undefined) return null;
  const exponent = currencyExponents[currency];
  if (/[1-9]/.test(fraction.slice(exponent))) return null;
  return Number(whole + fraction.slice(0, exponent).padEnd(exponent, '0'));
}

export type Standing = 'pending' | 'declined' | 'cancelled' | 'paid' | 'refund_pending' | 'refunded' | 'charged_back';

/** What each word for an order means to us. `AUTHORIZED` holds money that nobody has taken; `VERIFIED` only looked at a card. */
const standings: Readonly<Record<string, Standing>> = {
  INITIATED: 'pending',
  AUTHENTICATION_INITIATED: 'pending',
  AUTHENTICATED: 'pending',
  AUTHENTICATION_NOT_NEEDED: 'pending',
  FUNDING: 'pending',
  AUTHORIZED: 'pending',
  VERIFIED: 'pending',
  AUTHENTICATION_UNSUCCESSFUL: 'declined',
  FAILED: 'declined',
  CANCELLED: 'cancelled',
  CAPTURED: 'paid',
  DISBURSED: 'paid',
  PARTIALLY_CAPTURED: 'paid',
  PARTIALLY_REFUNDED: 'paid',
  REFUND_REQUESTED: 'refund_pending',
  REFUNDED: 'refunded',
  EXCESSIVELY_REFUNDED: 'refunded',
  DISPUTED: 'charged_back',
  CHARGEBACK_PROCESSED: 'charged_back',
};
export const standingOf = (status: string): Standing =>
  (Object.hasOwn(standings, status) ? standings[status] : undefined) ?? 'pending';

const loose = <Shape extends z.ZodType>(shape: Shape) => shape.nullish().catch(null);

const orderReply = z.object({
  id: loose(z.string()),
  merchant: loose(z.string()),
  result: loose(z.string()),
  status: z.string().catch('unknown'),
  currency: loose(z.string()),
  totalCapturedAmount: loose(z.unknown()),
  totalRefundedAmount: loose(z.unknown()),
});

/** Whose order the answer is about; null where it does not say. */
export function aboutIn(raw: unknown): { id: string | null; merchant: string | null } {
  const reply = orderReply.safeParse(raw).data;
  return { id: reply?.id ?? null, merchant: reply?.merchant ?? null };
}

/**
 * What the answer about an order says. The sum is what was captured, whatever was asked. A yes that names no sum, or is
 * not called a success, waits.
 */
export function readOrder(ref: string, raw: unknown): Report {
  const reply = orderReply.safeParse(raw);
  if (!reply.success) return { ref, status: 'pending' };
  const { status, currency, result } = reply.data;
  const standing = standingOf(status);
  if (standing === 'declined' || standing === 'cancelled') return { ref, status: 'failed', reason: standing };
  if (standing === 'pending' || !isCurrency(currency)) return { ref, status: 'pending' };
  const captured = unitsOf(reply.data.totalCapturedAmount, currency);
  if (captured === null || captured === 0) return { ref, status: 'pending' };
  const amount = { amount: captured, currency };
  if (standing !== 'paid') return { ref, status: standing, amount };
  if (result !== 'SUCCESS') return { ref, status: 'pending' };
  const refunded = unitsOf(reply.data.totalRefundedAmount ?? 0, currency);
  // how much went back must be known before it can be called paid
  if (refunded === null) return { ref, status: 'pending' };
  if (refunded >= captured) return { ref, status: 'refunded', amount };
  return { ref, status: 'paid', amount, ...(refunded > 0 && { refunded: { amount: refunded, currency } }) };
}

const transactionReply = z.object({
  result: z.string(),
  order: z.object({ id: z.string() }),
  transaction: z.object({ id: z.string() }),
});

/** What became of a refund; null where the answer is about something else, or cannot be read. */
export function readRefund(of: { order: string; transaction: string }, raw: unknown): RefundReport | null {
  const reply = transactionReply.safeParse(raw).data;
  if (!reply || reply.order.id !== of.order || reply.transaction.id !== of.transaction) return null;
  const refundRef = reply.transaction.id;
  if (reply.result === 'SUCCESS') return { status: 'done', refundRef };
  // a card that is refused is no error of the call
  if (reply.result === 'FAILURE') return { status: 'failed', refundRef };
  return { status: 'pending', refundRef };
}

const errorReply = z.object({
  result: z.literal('ERROR'),
  error: z.object({ cause: z.string(), field: loose(z.string()) }),
});

export type Refusal = { cause: string; field: string | null };
export function refusalIn(raw: unknown): Refusal | null {
  const error = errorReply.safeParse(raw).data?.error;
  return error ? { cause: error.cause, field: error.field ?? null } : null;
}

const session = z.object({ session: z.object({ id: z.string().regex(/^[\w-]{1,100}$/) }) });
export const sessionIn = (raw: unknown): string | null => session.safeParse(raw).data?.session.id ?? null;

const notice = z.object({
  merchant: z.string(),
  order: z
    .object({ id: z.string().min(1).max(200) })
    .nullish()
    .catch(null),
});
export const noticeIn = (raw: unknown): { merchant: string; order: string | null } | null => {
  const read = notice.safeParse(raw).data;
  return read ? { merchant: read.merchant, order: read.order?.id ?? null } : null;
};

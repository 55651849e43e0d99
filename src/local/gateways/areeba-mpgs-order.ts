import * as z from 'zod';
import type { Deed, DeedDetails, Refusal } from './gateway.ts';

/** An order at Mastercard's gateway, and what cards and staff do to it. Pure: the clock is handed in. Sums are whole cents. */

const exponents: Readonly<Record<string, number>> = { USD: 2, EUR: 2, IQD: 0 };
export const knownCurrency = (code: string): boolean => Object.hasOwn(exponents, code);
const exponentOf = (currency: string): number => exponents[currency] ?? 2;

export const decimalText = (units: number, currency: string): string =>
  (units / 10 ** exponentOf(currency)).toFixed(exponentOf(currency));

/** Null: not a sum of that currency. */
export function cents(said: number | string, currency: string): number | null {
  if (!/^\d{1,12}(\.\d{1,3})?$/.test(String(said))) return null;
  const units = Math.round(Number(said) * 10 ** exponentOf(currency) * 1000) / 1000;
  return Number.isInteger(units) ? units : null;
}

export const transactionSchema = z.object({
  id: z.string(),
  type: z.enum(['AUTHENTICATION', 'PAYMENT', 'REFUND', 'CHARGEBACK']),
  result: z.enum(['SUCCESS', 'FAILURE']),
  gatewayCode: z.string(),
  amount: z.number(),
  reference: z.string().nullable(),
  at: z.iso.datetime(),
});
export type Transaction = z.infer<typeof transactionSchema>;

export const orderSchema = z.object({
  id: z.string(),
  sessions: z.array(z.string()),
  successIndicator: z.string(),
  otherIndicator: z.string(),
  amount: z.number(),
  currency: z.string(),
  description: z.string().nullable(),
  reference: z.string().nullable(),
  notificationUrl: z.string().nullable(),
  returnUrl: z.string(),
  cancelUrl: z.string().nullable(),
  timeoutUrl: z.string().nullable(),
  createdAt: z.iso.datetime(),
  sessionEndsAt: z.iso.datetime(),
  /** null: no card was tried, and nobody can ask about it */
  status: z.string().nullable(),
  transactions: z.array(transactionSchema),
  captured: z.number(),
  refunded: z.number(),
  asked: z.number(),
});
export type MpgsOrder = z.infer<typeof orderSchema>;

export const sessionMs = 30 * 60_000;
export const sessionOver = (order: MpgsOrder, now: Date): boolean => now.getTime() >= Date.parse(order.sessionEndsAt);

/** The payer may try one card after another until one is taken or the session is over. */
export const payable = (order: MpgsOrder, now: Date): boolean => order.captured === 0 && !sessionOver(order, now);

const withTransaction = (order: MpgsOrder, next: Transaction, facts: Partial<MpgsOrder>): MpgsOrder => ({
  ...order,
  ...facts,
  transactions: [...order.transactions, next],
});

const nextId = (order: MpgsOrder): string => {
  let count = order.transactions.length + 1;
  while (order.transactions.some(({ id }) => id === String(count))) count += 1;
  return String(count);
};

function tried(
  order: MpgsOrder,
  kind: Pick<Transaction, 'type' | 'result' | 'gatewayCode'>,
  amount: number,
  at: string,
) {
  return (facts: Partial<MpgsOrder>) =>
    withTransaction(order, { ...kind, id: nextId(order), amount, reference: null, at }, facts);
}

/** What is left to be sent back of what was captured. */
export const left = (order: MpgsOrder): number => order.captured - order.refunded;

/** The same id twice is the same refund; a text: why not. */
export function refund(
  order: MpgsOrder,
  wish: { id: string; amount: number; reference: string | null },
  now: Date,
): MpgsOrder | string {
  const before = order.transactions.find(({ id }) => id === wish.id);
  if (before)
    return before.type === 'REFUND' && before.amount === wish.amount
      ? order
      : `Transaction ${wish.id} of order ${order.id} is another one.`;
  if (order.status === null || order.captured === 0) return `Order ${order.id} has no captured amount.`;
  if (wish.amount <= 0 || wish.amount > left(order)) return 'Requested amount exceeds the amount that can be refunded.';
  const refunded = order.refunded + wish.amount;
  const done = { type: 'REFUND', result: 'SUCCESS', gatewayCode: 'APPROVED', at: now.toISOString() } as const;
  const status = refunded === order.captured ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
  return withTransaction(order, { ...done, ...wish }, { refunded, status });
}

/** A sum that is plausible and not the one asked. */
const another = (amount: number): number => (amount > 200 ? amount - 100 : amount + 100);

/** What the payer with a card, or the staff in Merchant Administration, do. */
export function act(order: MpgsOrder, deed: Deed, details: DeedDetails, now: Date): MpgsOrder | Refusal {
  const at = now.toISOString();
  if (deed === 'refund') {
    const next = refund(order, { id: nextId(order), amount: details.amount ?? left(order), reference: null }, now);
    return typeof next === 'string' ? { refused: next } : next;
  }
  if (deed === 'chargeback') {
    if (left(order) <= 0) return { refused: 'There is no money of this order to take back.' };
    const kind = { type: 'CHARGEBACK', result: 'SUCCESS', gatewayCode: 'APPROVED' } as const;
    return tried(order, kind, details.amount ?? left(order), at)({ status: 'CHARGEBACK_PROCESSED' });
  }
  if (order.captured > 0) return { refused: `The order is already ${order.status ?? 'captured'}.` };
  if (sessionOver(order, now) && !(deed === 'pay' && details.late === true)) return { refused: 'The session is over.' };
  // nobody is told of a session that ran out
  if (deed === 'expire') return { ...order, sessionEndsAt: at };
  if (deed === 'decline')
    return tried(
      order,
      { type: 'PAYMENT', result: 'FAILURE', gatewayCode: 'DECLINED' },
      order.amount,
      at,
    )({
      status: 'FAILED',
    });
  const amount = details.amount ?? (details.wrongAmount === true ? another(order.amount) : order.amount);
  const authentication = { type: 'AUTHENTICATION', result: 'SUCCESS', gatewayCode: 'APPROVED' } as const;
  const known = tried(order, authentication, order.amount, at)({ status: 'AUTHENTICATED' });
  return tried(
    known,
    { type: 'PAYMENT', result: 'SUCCESS', gatewayCode: 'APPROVED' },
    amount,
    at,
  )({
    status: 'CAPTURED',
    captured: amount,
  });
}

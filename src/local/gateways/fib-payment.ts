import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Deed, DeedDetails, Refusal } from './gateway.ts';

/** A payment as First Iraqi Bank keeps it, and the moves it knows. Pure: the clock is handed in. */

export const fibStatuses = ['UNPAID', 'PAID', 'DECLINED', 'REFUND_REQUESTED', 'REFUNDED'] as const;
export type FibStatus = (typeof fibStatuses)[number];
export type DecliningReason = 'PAYMENT_CANCELLATION' | 'PAYMENT_EXPIRATION' | 'SERVER_FAILURE';

export const fibPaymentSchema = z.object({
  paymentId: z.string(),
  readableCode: z.string(),
  amount: z.number(),
  currency: z.string(),
  description: z.string().nullable(),
  statusCallbackUrl: z.string().nullable(),
  redirectUri: z.string().nullable(),
  createdAt: z.iso.datetime(),
  validUntil: z.iso.datetime(),
  refundableForMs: z.number(),
  status: z.enum(fibStatuses),
  decliningReason: z.enum(['PAYMENT_CANCELLATION', 'PAYMENT_EXPIRATION', 'SERVER_FAILURE']).nullable(),
  declinedAt: z.iso.datetime().nullable(),
  paidAt: z.iso.datetime().nullable(),
  paidAmount: z.number().nullable(),
  refundRequestedAt: z.iso.datetime().nullable(),
  /** every status it has been in, oldest first: what callbacks tell */
  history: z.array(z.enum(fibStatuses)),
  /** how often its status was asked: answers differ in form from one call to the next, as they do at the bank */
  asked: z.number(),
});
export type FibPayment = z.infer<typeof fibPaymentSchema>;

export type FibError = { code: string; title: string; detail: string };

/** A refund is accepted at once and done a little later; merchants poll in between. */
const refundTakesMs = 10_000;

/** The length of an ISO 8601 duration in milliseconds; null when it is not one, or reaches for months. */
export function durationMs(text: string): number | null {
  try {
    return Temporal.Duration.from(text).total('milliseconds');
  } catch {
    return null;
  }
}

export const wholeDinars = z
  .union([z.number(), z.string().regex(/^\d{1,12}(\.0{1,2})?$/)])
  .transform(Number)
  .pipe(z.int('whole dinars').gt(250, 'more than 250 IQD'));

export const duration = (least: number, most: number) =>
  z
    .string()
    .transform((text) => durationMs(text) ?? Number.NaN)
    .pipe(z.number('an ISO 8601 duration').min(least).max(most));

const hour = 3_600_000;

/** The body of a create call. */
export const createSchema = z.object({
  monetaryValue: z.object({ amount: wholeDinars, currency: z.literal('IQD') }),
  statusCallbackUrl: z.url({ protocol: /^https?$/ }).nullish(),
  description: z.string().max(50).nullish(),
  redirectUri: z.url().nullish(),
  expiresIn: duration(1_000, 30 * 24 * hour).nullish(),
  refundableFor: duration(12 * hour, 7 * 24 * hour).nullish(),
  category: z
    .enum([
      'ERP',
      'POS',
      'ECOMMERCE',
      'UTILITY',
      'PAYROLL',
      'SUPPLIER',
      'LOAN',
      'GOVERNMENT',
      'MISCELLANEOUS',
      'OTHER',
      'UNKNOWN',
    ])
    .nullish(),
});

export function created(
  order: z.output<typeof createSchema>,
  ids: { paymentId: string; readableCode: string },
  now: Date,
): FibPayment {
  return {
    ...ids,
    amount: order.monetaryValue.amount,
    currency: order.monetaryValue.currency,
    description: order.description ?? null,
    statusCallbackUrl: order.statusCallbackUrl ?? null,
    redirectUri: order.redirectUri ?? null,
    createdAt: now.toISOString(),
    validUntil: new Date(now.getTime() + (order.expiresIn ?? 24 * hour)).toISOString(),
    refundableForMs: order.refundableFor ?? 7 * 24 * hour,
    status: 'UNPAID',
    decliningReason: null,
    declinedAt: null,
    paidAt: null,
    paidAmount: null,
    refundRequestedAt: null,
    history: ['UNPAID'],
    asked: 0,
  };
}

const reach = (payment: FibPayment, status: FibStatus, facts: Partial<FibPayment> = {}): FibPayment => ({
  ...payment,
  ...facts,
  status,
  history: [...payment.history, status],
});

export const decline = (payment: FibPayment, decliningReason: DecliningReason, at: Date): FibPayment =>
  reach(payment, 'DECLINED', { decliningReason, declinedAt: at.toISOString() });

/** What the mere passing of time has done to a payment. The same object comes back when nothing has changed. */
export function aged(payment: FibPayment, now: Date): FibPayment {
  if (payment.status === 'UNPAID' && now.getTime() >= Date.parse(payment.validUntil)) {
    return decline(payment, 'PAYMENT_EXPIRATION', new Date(payment.validUntil));
  }
  if (
    payment.status === 'REFUND_REQUESTED' &&
    payment.refundRequestedAt !== null &&
    now.getTime() >= Date.parse(payment.refundRequestedAt) + refundTakesMs
  ) {
    return reach(payment, 'REFUNDED');
  }
  return payment;
}

/** The merchant's wish to have the whole sum sent back. */
export function requestRefund(payment: FibPayment, now: Date): FibPayment | FibError {
  if (payment.status !== 'PAID' || payment.paidAt === null) {
    return { code: 'PAYMENT_NOT_REFUNDABLE', title: 'Not refundable', detail: `The payment is ${payment.status}` };
  }
  if (now.getTime() > Date.parse(payment.paidAt) + payment.refundableForMs) {
    return { code: 'PAYMENT_NOT_REFUNDABLE', title: 'Not refundable', detail: 'The refund window is over' };
  }
  return reach(payment, 'REFUND_REQUESTED', { refundRequestedAt: now.toISOString() });
}

/** What the payer in the app or the bank's own staff do. */
export function act(payment: FibPayment, deed: Deed, details: DeedDetails, now: Date): FibPayment | Refusal {
  if (deed === 'chargeback') return { refused: 'FIB knows no chargeback: money leaves an account only by its owner.' };
  if (deed === 'refund') {
    if (details.amount !== undefined && details.amount !== payment.paidAmount)
      return { refused: 'FIB sends back the whole sum or nothing.' };
    if (payment.status === 'PAID') return reach(requested(payment, now), 'REFUNDED');
    if (payment.status === 'REFUND_REQUESTED') return reach(payment, 'REFUNDED');
    return { refused: `A payment that is ${payment.status} has no money to send back.` };
  }
  const expired = payment.status === 'DECLINED' && payment.decliningReason === 'PAYMENT_EXPIRATION';
  if (payment.status !== 'UNPAID' && !(deed === 'pay' && details.late === true && expired)) {
    return { refused: `The payment is already ${payment.status}.` };
  }
  if (deed === 'decline') return decline(payment, 'PAYMENT_CANCELLATION', now);
  if (deed === 'expire') {
    const earlier = payment.validUntil < now.toISOString() ? payment.validUntil : now.toISOString();
    return decline({ ...payment, validUntil: earlier }, 'PAYMENT_EXPIRATION', now);
  }
  return reach(payment, 'PAID', {
    paidAt: now.toISOString(),
    paidAmount: details.amount ?? (details.wrongAmount === true ? another(payment.amount) : payment.amount),
    decliningReason: null,
    declinedAt: null,
  });
}

const requested = (payment: FibPayment, now: Date): FibPayment =>
  reach(payment, 'REFUND_REQUESTED', { refundRequestedAt: now.toISOString() });

/** A sum that is plausible and not the one asked. */
const another = (amount: number): number => (amount > 2_000 ? amount - 1_000 : amount + 1_000);

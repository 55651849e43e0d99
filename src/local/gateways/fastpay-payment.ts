import * as z from 'zod';
import type { Deed, DeedDetails, Refusal } from './gateway.ts';

/** An order as FastPay keeps it, and the moves it knows. Pure: the clock is handed in. */

export const fastpayStates = ['Initiated', 'Success', 'Cancelled', 'Expired', 'Refunded'] as const;
export type FastpayState = (typeof fastpayStates)[number];

export const fastpayPaymentSchema = z.object({
  orderId: z.string(),
  /** of the page; every initiation of the same order makes a new one */
  token: z.string(),
  billAmount: z.number(),
  description: z.string().nullable(),
  successUrl: z.string().nullable(),
  cancelUrl: z.string().nullable(),
  callbackUrl: z.string().nullable(),
  createdAt: z.iso.datetime(),
  state: z.enum(fastpayStates),
  transactionId: z.string(),
  paidAt: z.iso.datetime().nullable(),
  receivedAmount: z.number().nullable(),
  refundedAmount: z.number().nullable(),
});
export type FastpayPayment = z.infer<typeof fastpayPaymentSchema>;

/** How long the hosted page lives is not published; an hour is the twin's choice. */
const pageLivesMs = 3_600_000;
export const pageEnds = ({ createdAt }: FastpayPayment): string =>
  new Date(Date.parse(createdAt) + pageLivesMs).toISOString();

const address = z.url({ protocol: /^https?$/, error: 'must be a valid URL.' }).nullish();
const cartLine = z.object({ name: z.string(), qty: z.number(), unit_price: z.number(), sub_total: z.number() });

const notJson = 'The cart must be a valid JSON string';
const cart = z.string(notJson).transform((text, check): z.infer<typeof cartLine>[] => {
  try {
    return z.array(cartLine).min(1).parse(JSON.parse(text));
  } catch {
    check.addIssue({ code: 'custom', message: notJson });
    return z.NEVER;
  }
});

/** The body of an initiation, credentials aside. */
export const initiationSchema = z.object({
  order_id: z
    .string('The order id field is required.')
    .regex(/^[A-Za-z0-9]{8,32}$/, 'The order id must be 8 to 32 letters and digits.'),
  bill_amount: z.int('The bill amount must be an integer.').gt(0, 'The bill amount must be at least 1.'),
  currency: z.literal('IQD', 'The selected currency is invalid.'),
  cart,
  success_url: address,
  cancel_url: address,
  callback_url: address,
});

/** The same order id, while nobody has paid, is the same order with a new page. */
export function initiated(
  order: z.output<typeof initiationSchema>,
  ids: { token: string; transactionId: string },
  before: FastpayPayment | null,
  now: Date,
): FastpayPayment {
  return {
    orderId: order.order_id,
    token: ids.token,
    billAmount: order.bill_amount,
    description: order.cart.map(({ name }) => name).join(', '),
    successUrl: order.success_url ?? null,
    cancelUrl: order.cancel_url ?? null,
    callbackUrl: order.callback_url ?? null,
    createdAt: now.toISOString(),
    state: 'Initiated',
    transactionId: before?.transactionId ?? ids.transactionId,
    paidAt: null,
    receivedAmount: null,
    refundedAmount: null,
  };
}

export const isPaid = ({ state }: FastpayPayment): boolean => state === 'Success' || state === 'Refunded';

/** What the mere passing of time has done. The same object comes back when nothing has changed. */
export const aged = (payment: FastpayPayment, now: Date): FastpayPayment =>
  payment.state === 'Initiated' && now.toISOString() >= pageEnds(payment) ? { ...payment, state: 'Expired' } : payment;

export const tooMuch = 'Refund amount can not be greater than transaction amount!';
export const alreadyRefunded = 'The transaction is already refunded';

/** One refund per order: the gateway's "already refunded" suggests so, and nobody has seen two. A text: why not. */
export function refunded(payment: FastpayPayment, amount: number): FastpayPayment | string {
  if (payment.state === 'Refunded') return alreadyRefunded;
  if (amount > (payment.receivedAmount ?? 0)) return tooMuch;
  return { ...payment, state: 'Refunded', refundedAmount: amount };
}

/** What the payer in the app or FastPay's own staff do. */
export function act(payment: FastpayPayment, deed: Deed, details: DeedDetails, now: Date): FastpayPayment | Refusal {
  if (deed === 'chargeback') return { refused: 'FastPay is a wallet and knows no chargeback.' };
  if (deed === 'refund') {
    if (!isPaid(payment)) return { refused: `An order that is ${payment.state} has no money to send back.` };
    const next = refunded(payment, details.amount ?? payment.receivedAmount ?? 0);
    return typeof next === 'string' ? { refused: next } : next;
  }
  const late = deed === 'pay' && details.late === true && payment.state === 'Expired';
  if (payment.state !== 'Initiated' && !late) return { refused: `The order is already ${payment.state}.` };
  if (deed === 'decline') return { ...payment, state: 'Cancelled' };
  if (deed === 'expire') return { ...payment, state: 'Expired' };
  return {
    ...payment,
    state: 'Success',
    paidAt: now.toISOString(),
    receivedAmount: details.amount ?? (details.wrongAmount === true ? another(payment.billAmount) : payment.billAmount),
  };
}

/** A sum that is plausible and not the one asked. */
const another = (amount: number): number => (amount > 2_000 ? amount - 1_000 : amount + 1_000);

import * as z from 'zod';
import { newId, type Books, type Intent, type Refund } from './stripe-books.ts';
import { invalid, type Problem } from './stripe-checkout.ts';
import type { Form } from './stripe-form.ts';
import { refundedOf } from './stripe-wire.ts';

/** Money that goes back: a card's at once, a bank debit's when the bank has booked it. */

const refundTakesSeconds = 10;

const wish = z.strictObject({
  payment_intent: z.string().optional(),
  charge: z.string().optional(),
  amount: z
    .string()
    .regex(/^[1-9]\d{0,11}$/, 'Invalid positive integer')
    .transform(Number)
    .optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  metadata: z.record(z.string().max(40), z.string().max(500)).default({}),
});

/** What a merchant may ask for. */
export function askedRefund(books: Books, form: Form, now: number): Refund | Problem {
  const read = wish.safeParse(form);
  if (!read.success)
    return invalid(read.error.issues[0]?.message ?? 'Invalid', { param: read.error.issues[0]?.path.join('.') });
  const { payment_intent, charge, amount, reason, metadata } = read.data;
  const intent = books.intents.all().find((one) => one.id === payment_intent || one.charge === charge);
  if (!intent)
    return invalid('No such payment_intent', { status: 404, code: 'resource_missing', param: 'payment_intent' });
  return makeRefund(books, intent, { amount, reason, metadata }, now);
}

export function makeRefund(
  books: Books,
  intent: Intent,
  { amount, reason, metadata = {} }: { amount?: number; reason?: string; metadata?: Record<string, string> },
  now: number,
): Refund | Problem {
  if (intent.status !== 'succeeded') return invalid('This PaymentIntent does not have a successful charge to refund.');
  if (books.disputes.all().some((dispute) => dispute.intent === intent.id))
    return invalid('The charge has been charged back.', { code: 'charge_disputed' });
  const left = intent.amount - refundedOf(intent, books);
  if (left === 0) return invalid('The charge has already been refunded.', { code: 'charge_already_refunded' });
  if ((amount ?? left) > left)
    return invalid('The amount is greater than what is left of the charge.', {
      code: 'amount_too_large',
      param: 'amount',
    });
  const slow = intent.method === 'bank_debit';
  return books.refunds.keep({
    id: newId('re'),
    intent: intent.id,
    amount: amount ?? left,
    status: slow ? 'pending' : 'succeeded',
    reason: reason ?? null,
    metadata,
    createdAt: now,
    settlesAt: slow ? now + refundTakesSeconds : null,
  });
}

export const isProblem = (made: object): made is Problem => 'message' in made;

/** What a bank has booked by now. */
export function settledRefunds(books: Books, now: number, intent?: string): Refund[] {
  return books.refunds
    .all()
    .filter(
      ({ status, settlesAt, intent: of }) =>
        status === 'pending' && (intent === undefined ? settlesAt !== null && settlesAt <= now : of === intent),
    )
    .map((refund) => books.refunds.keep({ ...refund, status: 'succeeded', settlesAt: null }));
}

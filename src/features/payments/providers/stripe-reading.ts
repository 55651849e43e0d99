import type { Money } from '../../../core/money.ts';
import type { Heard } from '../provider.ts';
import type { Report } from '../rules.ts';
import * as z from 'zod';
import {
  dispute,
  invoice,
  moneyOf,
  ofPayment,
  refund,
  session,
  subscription,
  subscriptionOf,
  type Refund,
  type Session,
} from './stripe-objects.ts';

/** What Stripe's objects and events mean in our terms. Pure: whoever asked has the answer in hand. */

/** What a checkout says of its payment. `taken` is money that came in; what became of it afterwards is in its charge. */
export type SessionSays = { taken: Money } | { report: Report };

export function readSession(said: Session): SessionSays {
  const ref = said.id;
  const amount = moneyOf(said.amount_total, said.currency);
  const sum = amount && { amount };
  if (said.status === 'expired') return { report: { ref, status: 'failed', reason: 'expired', ...sum } };
  if (said.status === 'complete') {
    const settled = said.payment_status === 'paid' || said.payment_status === 'no_payment_required';
    if (settled && amount) return { taken: amount };
    const intent = said.payment_intent?.status;
    // a delayed method that came to nothing leaves its checkout complete and unpaid, for good
    if (said.payment_status === 'unpaid' && (intent === 'requires_payment_method' || intent === 'canceled'))
      return { report: { ref, status: 'failed', reason: 'declined', ...sum } };
  }
  return { report: { ref, status: 'pending', ...sum } };
}

const waiting = new Set(['pending', 'requires_action']);
const sumOf = (refunds: readonly Refund[]): number => refunds.reduce((sum, one) => sum + (one.amount ?? 0), 0);

/** What is left of money that came in, by its refunds and disputes. A refund counts once it has succeeded: until then it may still fail. */
export function readMoney(
  ref: string,
  taken: Money,
  { refunds, disputed }: { refunds: readonly Refund[]; disputed: boolean },
): Report {
  if (disputed) return { ref, status: 'charged_back', amount: taken };
  const done = sumOf(refunds.filter(({ status }) => status === 'succeeded'));
  const underway = sumOf(refunds.filter(({ status }) => waiting.has(status ?? '')));
  if (taken.amount > 0 && done >= taken.amount) return { ref, status: 'refunded', amount: taken };
  if (underway > 0 && done + underway >= taken.amount) return { ref, status: 'refund_pending', amount: taken };
  return {
    ref,
    status: 'paid',
    amount: taken,
    ...(done > 0 && { refunded: { amount: done, currency: taken.currency } }),
  };
}

/** An enquiry moves no money, and a dispute that was won gives it back. */
export const holdsMoney = (status: string | null | undefined): boolean =>
  status != null && !status.startsWith('warning_') && status !== 'won' && status !== 'prevented';

const event = z.object({ type: z.string(), data: z.object({ object: z.unknown() }) });

/** What an event names. Refunds and disputes know the money they are about and not its checkout: that has to be looked up. */
export type Finding = Heard | { intent: string; refund: string | null };

const nothing = { nothing: true } as const;
const aboutMoney = (intent: string | null | undefined, refundId: string | null): Finding => {
  if (intent != null) return { intent, refund: refundId };
  return refundId === null ? nothing : { refund: refundId, of: null };
};

/** What an event that is proven to be Stripe's tells. */
export function readEvent(raw: unknown): Finding {
  const said = event.safeParse(raw);
  if (!said.success) return nothing;
  const { type, data } = said.data;
  if (type.startsWith('checkout.session.')) return readCheckout(type, data.object);
  if (type.startsWith('invoice.')) {
    const bill = invoice.safeParse(data.object);
    const agreement = bill.success ? subscriptionOf(bill.data) : null;
    return agreement === null ? nothing : { agreement };
  }
  if (type.startsWith('customer.subscription.')) {
    const agreement = subscription.safeParse(data.object);
    return agreement.success ? { agreement: agreement.data.id } : nothing;
  }
  if (type.startsWith('refund.') || type === 'charge.refund.updated') {
    const one = refund.safeParse(data.object);
    return one.success ? aboutMoney(one.data.payment_intent, one.data.id) : nothing;
  }
  if (type === 'charge.refunded') {
    // this one is about the charge, whole or in part: what went back is asked for
    const one = ofPayment.safeParse(data.object);
    return aboutMoney(one.success ? one.data.payment_intent : null, null);
  }
  if (type.startsWith('charge.dispute.')) {
    const one = dispute.safeParse(data.object);
    return aboutMoney(one.success ? one.data.payment_intent : null, null);
  }
  return nothing;
}

function readCheckout(type: string, object: unknown): Finding {
  const read = session.safeParse(object);
  if (!read.success) return nothing;
  const said = read.data;
  // an agreement is asked for by the checkout that began it: that is the reference its opening was given
  if (said.mode === 'subscription') return { agreement: said.id };
  const amount = moneyOf(said.amount_total, said.currency);
  if (type === 'checkout.session.async_payment_failed')
    return { proven: { ref: said.id, status: 'failed', reason: 'declined', ...(amount && { amount }) } };
  const says = readSession(said);
  if ('taken' in says) return { proven: { ref: said.id, status: 'paid', amount: says.taken } };
  return says.report.status === 'failed' ? { proven: says.report } : { hint: said.id };
}

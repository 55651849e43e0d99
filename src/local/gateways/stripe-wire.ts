import type { Books, Dispute, Intent, Invoice, Refund, Session, Subscription } from './stripe-books.ts';

/** Stripe's objects as they go over the wire, in the shapes of before and after March 2025 (Basil). */
export type Wire = Record<string, unknown>;

/** Versions are dates with a name: their order is that of their letters. */
export const isBasil = (version: string): boolean => version >= '2025-03-31';

const list = (url: string, data: readonly Wire[], has_more = false): Wire => ({ object: 'list', url, data, has_more });
export const page = list;

export function intentWire(intent: Intent, books: Books, expandCharge = false): Wire {
  const failed = intent.status === 'requires_payment_method';
  const charged = intent.status === 'succeeded';
  return {
    id: intent.id,
    object: 'payment_intent',
    amount: intent.amount,
    amount_received: charged ? intent.amount : 0,
    currency: intent.currency,
    status: intent.status,
    created: intent.createdAt,
    livemode: false,
    metadata: intent.metadata,
    last_payment_error: failed ? { type: 'card_error', code: 'card_declined', decline_code: 'generic_decline' } : null,
    latest_charge: charged ? (expandCharge ? chargeWire(intent, books) : intent.charge) : null,
  };
}

/** What has gone back counts from the moment it is asked for, and no longer once it has failed. */
export const refundedOf = (intent: Intent, books: Books): number =>
  books.refunds
    .all()
    .filter((refund) => refund.intent === intent.id && (refund.status === 'succeeded' || refund.status === 'pending'))
    .reduce((sum, refund) => sum + refund.amount, 0);

export function chargeWire(intent: Intent, books: Books): Wire {
  const refunded = refundedOf(intent, books);
  return {
    id: intent.charge,
    object: 'charge',
    amount: intent.amount,
    amount_captured: intent.amount,
    amount_refunded: refunded,
    currency: intent.currency,
    captured: true,
    paid: true,
    status: 'succeeded',
    // true only when nothing is left of it
    refunded: refunded >= intent.amount,
    disputed: books.disputes.all().some((dispute) => dispute.intent === intent.id),
    payment_intent: intent.id,
    created: intent.createdAt,
    livemode: false,
    metadata: intent.metadata,
  };
}

export const refundWire = (refund: Refund, intent: Intent): Wire => ({
  id: refund.id,
  object: 'refund',
  amount: refund.amount,
  currency: intent.currency,
  charge: intent.charge,
  payment_intent: intent.id,
  reason: refund.reason,
  status: refund.status,
  created: refund.createdAt,
  metadata: refund.metadata,
});

export const disputeWire = (dispute: Dispute, intent: Intent): Wire => ({
  id: dispute.id,
  object: 'dispute',
  amount: dispute.amount,
  currency: intent.currency,
  charge: intent.charge,
  payment_intent: intent.id,
  reason: 'fraudulent',
  status: dispute.status,
  is_charge_refundable: false,
  created: dispute.createdAt,
  livemode: false,
  metadata: {},
});

export type Expand = (path: string) => boolean;

export function sessionWire(
  session: Session,
  books: Books,
  { payPage, expand = () => false }: { payPage: (ref: string) => string; expand?: Expand },
): Wire {
  const intent = books.intents.get(session.intent);
  const subscription = books.subscriptions.get(session.subscription);
  const wholeIntent = expand('payment_intent') || expand('payment_intent.latest_charge');
  return {
    id: session.id,
    object: 'checkout.session',
    mode: session.mode,
    status: session.status,
    payment_status: session.paid ? 'paid' : 'unpaid',
    // gone once it is no longer open
    url: session.status === 'open' ? payPage(session.id) : null,
    amount_subtotal: session.amount,
    amount_total: session.total,
    currency: session.currency,
    client_reference_id: session.clientReference,
    customer: subscription?.customer ?? null,
    customer_email: session.email,
    customer_details: session.status === 'complete' ? { email: session.email, name: 'Sara A.' } : null,
    payment_intent:
      intent && wholeIntent ? intentWire(intent, books, expand('payment_intent.latest_charge')) : session.intent,
    subscription: session.subscription,
    invoice: session.invoice,
    metadata: session.metadata,
    success_url: session.successUrl,
    cancel_url: session.cancelUrl,
    locale: session.locale,
    expires_at: session.expiresAt,
    created: session.createdAt,
    livemode: false,
    payment_method_types: ['card'],
  };
}

export function subscriptionWire(subscription: Subscription, books: Books, version: string): Wire {
  const period = { current_period_start: subscription.periodStart, current_period_end: subscription.periodEnd };
  const latest = books.invoices
    .all()
    .filter((invoice) => invoice.subscription === subscription.id)
    .at(-1);
  const item = {
    id: subscription.item,
    object: 'subscription_item',
    quantity: 1,
    ...(isBasil(version) && period),
    price: {
      id: subscription.price,
      object: 'price',
      currency: subscription.currency,
      unit_amount: subscription.amount,
      recurring: { interval: subscription.interval, interval_count: 1 },
    },
  };
  return {
    id: subscription.id,
    object: 'subscription',
    customer: subscription.customer,
    status: subscription.status,
    currency: subscription.currency,
    ...(!isBasil(version) && period),
    cancel_at_period_end: subscription.cancelAtPeriodEnd,
    cancel_at: subscription.cancelAtPeriodEnd ? subscription.periodEnd : null,
    canceled_at: subscription.canceledAt,
    ended_at: subscription.endedAt,
    latest_invoice: latest?.id ?? null,
    metadata: subscription.metadata,
    trial_end: null,
    created: subscription.anchor,
    livemode: false,
    items: list(`/v1/subscription_items?subscription=${subscription.id}`, [item]),
  };
}

export function invoiceWire(
  invoice: Invoice,
  books: Books,
  { version, payPage, expand = () => false }: { version: string; payPage: (ref: string) => string; expand?: Expand },
): Wire {
  const basil = isBasil(version);
  const metadata = books.subscriptions.get(invoice.subscription)?.metadata ?? {};
  const payment = invoice.intent === null ? [] : [invoicePaymentWire(invoice, invoice.intent)];
  return {
    id: invoice.id,
    object: 'invoice',
    status: invoice.status,
    billing_reason: invoice.reason,
    customer: invoice.customer,
    currency: invoice.currency,
    amount_due: invoice.amount,
    amount_paid: invoice.amountPaid,
    amount_remaining: invoice.amount - invoice.amountPaid,
    attempt_count: invoice.attempts,
    next_payment_attempt: invoice.nextAttemptAt,
    created: invoice.createdAt,
    // the invoice's own period is the one that has passed: what was bought is in its lines
    period_start: invoice.createdAt,
    period_end: invoice.createdAt,
    status_transitions: { finalized_at: invoice.createdAt, paid_at: invoice.paidAt },
    hosted_invoice_url: payPage(invoice.subscription),
    livemode: false,
    ...(basil
      ? {
          parent: {
            type: 'subscription_details',
            subscription_details: { subscription: invoice.subscription, metadata },
          },
          ...(expand('payments') && { payments: list(`/v1/invoice_payments?invoice=${invoice.id}`, payment) }),
        }
      : { subscription: invoice.subscription, subscription_details: { metadata }, payment_intent: invoice.intent }),
    lines: list(`/v1/invoices/${invoice.id}/lines`, [
      {
        id: `il_${invoice.id.slice(3)}`,
        object: 'line_item',
        amount: invoice.amount,
        currency: invoice.currency,
        period: { start: invoice.periodStart, end: invoice.periodEnd },
        ...(!basil && { subscription: invoice.subscription }),
      },
    ]),
  };
}

/** How an invoice and what paid it are linked since Basil. */
export const invoicePaymentWire = (invoice: Invoice, intent: string): Wire => ({
  id: `inpay_${invoice.id.slice(3)}`,
  object: 'invoice_payment',
  invoice: invoice.id,
  amount_paid: invoice.amountPaid,
  amount_requested: invoice.amount,
  currency: invoice.currency,
  is_default: true,
  status: invoice.status === 'paid' ? 'paid' : 'open',
  payment: { type: 'payment_intent', payment_intent: intent },
});

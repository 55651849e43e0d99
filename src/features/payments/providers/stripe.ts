import type Stripe from 'stripe';
import * as z from 'zod';
import type { Money } from '../../../core/money.ts';
import {
  GatewayTrouble,
  type Driver,
  type DriverDeps,
  type Heard,
  type PaymentProvider,
  type Powers,
  type RefundReport,
  type RefundWish,
} from '../provider.ts';
import type { RefundReason, Report } from '../rules.ts';
import { agreementsOf } from './stripe-agreements.ts';
import { stripeClient } from './stripe-client.ts';
import {
  dispute,
  intentOf,
  invoice,
  invoicePayment,
  moneyOf,
  page,
  refund as refundShape,
  session,
  type Invoice,
  type Refund,
  type Session,
} from './stripe-objects.ts';
import { currencies, day, openCheckout } from './stripe-opening.ts';
import { holdsMoney, readEvent, readMoney, readSession } from './stripe-reading.ts';
import { isSigned } from './stripe-signature.ts';

/**
 * Stripe Checkout, for MAD, USD and EUR: one-time payments on a page of Stripe's, refunds, and subscriptions that Stripe
 * renews. Dinars are not among its currencies. Nobody in Morocco or Iraq can hold an account, so the operator's entity is
 * elsewhere and takings in dirhams are converted on their way to it.
 */
const name = 'stripe';

const settings = z.object({
  STRIPE_SECRET_KEY: z.string().min(1),
  /** one secret, or several with commas between while one replaces another */
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .transform((list) => list.split(',').map((secret) => secret.trim()))
    .pipe(z.array(z.string().min(1)).min(1)),
  STRIPE_API_BASE: z
    .url({ protocol: /^https?$/ })
    .refine((url) => new URL(url).pathname === '/', 'an address without a path')
    .default('https://api.stripe.com'),
  GATEWAY_PATIENCE_MS: z.coerce.number().int().positive().default(8000),
});

const powers: Powers = {
  currencies,
  amountFormat: 'a whole number of cents',
  reference: 'theirs',
  reopens: true,
  cancel: true,
  refund: 'partial',
  trust: 'signature',
  notifies: 'every_change',
  address: 'account',
  recurring: true,
  windows: { payable: day, refundable: null, askable: null },
};

const reasons: Partial<Record<RefundReason, Stripe.RefundCreateParams.Reason>> = { paid_twice: 'duplicate' };

function connect({ env, fetch, now }: DriverDeps): PaymentProvider | null {
  if (!env['STRIPE_SECRET_KEY'] || !env['STRIPE_WEBHOOK_SECRET']) return null;
  const keys = settings.parse({ ...env, STRIPE_API_BASE: env['STRIPE_API_BASE'] || undefined });
  const ask = stripeClient({
    fetch,
    patience: keys.GATEWAY_PATIENCE_MS,
    base: keys.STRIPE_API_BASE,
    secretKey: keys.STRIPE_SECRET_KEY,
  });
  const line = { ask, now };
  const refused = (step: string, code: string) => new GatewayTrouble('refused', name, step, { code });
  const unreadable = (step: string) => new GatewayTrouble('unavailable', name, step, { code: 'unreadable' });

  /** A reference becomes part of an address: what cannot be one of theirs is not sent. */
  function known(ref: string, step: string): string {
    if (!/^\w{1,255}$/.test(ref)) throw refused(step, 'no_such_reference');
    return ref;
  }

  async function list<Shape extends z.ZodType>(
    step: string,
    shape: Shape,
    work: (stripe: Stripe) => Promise<unknown>,
  ): Promise<z.output<Shape>[]> {
    const said = page.safeParse(await ask(step, work));
    if (!said.success) throw unreadable(step);
    return said.data.data.flatMap((one) => {
      const read = shape.safeParse(one);
      return read.success ? [read.data] : [];
    });
  }

  async function sessionAt(ref: string, step: string): Promise<Session> {
    const said = session.safeParse(
      await ask(step, (stripe) => stripe.checkout.sessions.retrieve(ref, { expand: ['payment_intent.latest_charge'] })),
    );
    // an answer about another payment is no answer
    if (!said.success || said.data.id !== ref) throw unreadable(step);
    return said.data;
  }

  async function invoiceAt(ref: string, step: string): Promise<Invoice> {
    const said = invoice.safeParse(
      await ask(step, (stripe) => stripe.invoices.retrieve(ref, { expand: ['payments'] })),
    );
    if (!said.success || said.data.id !== ref) throw unreadable(step);
    return said.data;
  }

  const refundsOf = (intent: string, step: string): Promise<Refund[]> =>
    list(step, refundShape, (stripe) => stripe.refunds.list({ payment_intent: intent, limit: 100 }));

  async function whatIsLeft(ref: string, taken: Money, intent: string | null): Promise<Report> {
    if (intent === null) return readMoney(ref, taken, { refunds: [], disputed: false });
    const [refunds, disputes] = await Promise.all([
      refundsOf(intent, 'status'),
      list('status', dispute, (stripe) => stripe.disputes.list({ payment_intent: intent, limit: 100 })),
    ]);
    return readMoney(ref, taken, { refunds, disputed: disputes.some(({ status }) => holdsMoney(status)) });
  }

  /** `ref` is a checkout, or the invoice of a renewal. */
  async function askAbout(ref: string): Promise<Report> {
    known(ref, 'status');
    if (ref.startsWith('in_')) return askInvoice(ref, ref);
    const said = await sessionAt(ref, 'status');
    const says = readSession(said);
    if ('report' in says) return says.report;
    if (said.invoice) return askInvoice(ref, said.invoice);
    const charge = said.payment_intent?.latest_charge;
    // a charge that nothing has happened to since needs no second question
    const untouched = charge?.amount_refunded === 0 && charge.disputed === false;
    return whatIsLeft(ref, says.taken, untouched ? null : (said.payment_intent?.id ?? null));
  }

  async function askInvoice(ref: string, id: string): Promise<Report> {
    const said = await invoiceAt(id, 'status');
    const taken = moneyOf(said.amount_paid, said.currency);
    if (said.status === 'paid' && taken) return whatIsLeft(ref, taken, intentOf(said));
    if (said.status === 'void' || said.status === 'uncollectible') return { ref, status: 'failed', reason: 'declined' };
    return { ref, status: 'pending' };
  }

  /** The money a refund comes out of. */
  async function paidBy(ref: string, wished: Money, step: string): Promise<string> {
    known(ref, step);
    const said = ref.startsWith('in_') ? null : await sessionAt(ref, step);
    const bill = said ? said.invoice : ref;
    const paid = bill ? await invoiceAt(bill, step) : null;
    const intent = paid ? intentOf(paid) : (said?.payment_intent?.id ?? null);
    if (intent === null) throw refused(step, 'not_paid');
    if ((paid ?? said)?.currency?.toUpperCase() !== wished.currency) throw refused(step, 'other_currency');
    return intent;
  }

  const mine = ({ refundId, refundRef }: RefundWish, refunds: readonly Refund[]): Refund | undefined =>
    refunds.find(({ id, metadata }) => id === refundRef || metadata?.['refund_id'] === refundId);

  async function refund(wish: RefundWish): Promise<RefundReport> {
    const intent = await paidBy(wish.ref, wish.amount, 'refund');
    // Stripe forgets a key after a day; what was refunded under it is still there to be found
    const before = mine(wish, await refundsOf(intent, 'refund'));
    if (before) return readRefund(before);
    const said = refundShape.safeParse(
      await ask('refund', (stripe) =>
        stripe.refunds.create(
          {
            payment_intent: intent,
            amount: wish.amount.amount,
            reason: reasons[wish.reason] ?? 'requested_by_customer',
            metadata: { refund_id: wish.refundId },
          },
          { idempotencyKey: wish.refundId },
        ),
      ),
    );
    if (!said.success) throw new GatewayTrouble('in_doubt', name, 'refund', { code: 'unreadable' });
    return readRefund(said.data);
  }

  async function askRefund(wish: RefundWish): Promise<RefundReport> {
    const intent = await paidBy(wish.ref, wish.amount, 'refund status');
    const found = mine(wish, await refundsOf(intent, 'refund status'));
    if (!found) throw refused('refund status', 'no_such_refund');
    return readRefund(found);
  }

  /** The reference we know a payment by: its checkout's, or a renewal's invoice. */
  async function refOf(intent: string): Promise<string | null> {
    const [checkout] = await list('look up', session, (stripe) =>
      stripe.checkout.sessions.list({ payment_intent: intent, limit: 1 }),
    );
    if (checkout) return checkout.id;
    const [bill] = await list('look up', invoicePayment, (stripe) =>
      stripe.invoicePayments.list({ payment: { type: 'payment_intent', payment_intent: intent }, limit: 1 }),
    );
    return bill?.invoice ?? null;
  }

  async function hear(call: Request): Promise<Heard> {
    const bytes = new Uint8Array(await call.arrayBuffer());
    const header = call.headers.get('stripe-signature');
    if (!isSigned({ header, bytes, at: now() }, keys.STRIPE_WEBHOOK_SECRET)) throw refused('call', 'signature');
    let event: unknown;
    try {
      event = JSON.parse(new TextDecoder().decode(bytes));
    } catch {
      return { nothing: true };
    }
    const found = readEvent(event);
    if (!('intent' in found)) return found;
    const of = await refOf(found.intent);
    if (found.refund !== null) return { refund: found.refund, of };
    return of === null ? { nothing: true } : { hint: of };
  }

  return {
    name,
    powers,
    open: (order) => openCheckout(line, order),
    ask: askAbout,
    async cancel(ref) {
      const said = session.safeParse(
        await ask('cancel', (stripe) => stripe.checkout.sessions.expire(known(ref, 'cancel'))),
      );
      if (!said.success || said.data.id !== ref || said.data.status !== 'expired') throw unreadable('cancel');
      return { ref, status: 'failed', reason: 'cancelled' };
    },
    refund,
    askRefund,
    agreements: agreementsOf(ask, { open: (order) => openCheckout(line, order, order.interval), known }),
    hear,
    thanks: ({ method, home }) =>
      method === 'GET'
        ? new Response(null, { status: 303, headers: { location: home } })
        : Response.json({ received: true }),
  };
}

/** A refund may wait for the payer's bank, or fail days later. */
const readRefund = ({ id, status }: Refund): RefundReport => {
  if (status === 'succeeded') return { status: 'done', refundRef: id };
  if (status === 'failed' || status === 'canceled') return { status: 'failed', refundRef: id };
  return { status: 'pending', refundRef: id };
};

export const stripe: Driver = {
  name,
  title: 'Stripe',
  powers,
  keys: [
    { name: 'STRIPE_SECRET_KEY', needed: true, secret: true, what: 'sk_live_… or rk_live_… (sk_test_… while you try)' },
    {
      name: 'STRIPE_WEBHOOK_SECRET',
      needed: true,
      secret: true,
      what: 'whsec_… of the webhook endpoint; two with a comma between while one replaces the other',
    },
    { name: 'STRIPE_API_BASE', needed: false, secret: false, what: 'https://api.stripe.com (default)' },
  ],
  toConfirm: [
    'which entity holds the account, and in which country: Stripe opens none in Morocco or Iraq',
    'which currency the account settles in, and what converting dirhams to it costs',
    'the smallest sum in MAD: what the smallest of the settlement currency is worth (USD and EUR: 0.50)',
    'the webhook endpoint sends checkout.session.*, invoice.*, customer.subscription.*, charge.refunded, refund.*, charge.dispute.*',
    'what the account does when a renewal has failed for the last time: cancel the subscription, or leave it unpaid',
  ],
  connect,
};

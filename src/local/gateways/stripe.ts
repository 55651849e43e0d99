import type {
  Deed,
  DeedDetails,
  Gateway,
  Notice,
  Refusal,
  Twin,
  TwinAgreement,
  TwinDeps,
  TwinPayment,
} from './gateway.ts';
import { answerCall } from './stripe-api.ts';
import { openBooks, type Intent, type Session, type StripeEvent, type Subscription } from './stripe-books.ts';
import { act, claim } from './stripe-deeds.ts';
import { find, look, lookAll, moneyOf, type Desk } from './stripe-desk.ts';
import { bodyOf, eventOf, signed } from './stripe-event.ts';
import { refundedOf } from './stripe-wire.ts';

/**
 * Stripe as its SDK and documentation describe it: Checkout, payment intents and their charges, partial refunds,
 * subscriptions that renew as the stack's clock moves, and signed events. `webhookVersion` is the version of the merchant's
 * endpoint: events come in its shapes, whatever version the merchant's calls ask for.
 */
export const stripeSpeaking = (webhookVersion: string): Twin => ({
  driver: 'stripe',
  open: (deps) => openStripe(deps, webhookVersion),
  env: (baseUrl, secret) => ({
    STRIPE_API_BASE: baseUrl,
    STRIPE_SECRET_KEY: secretKey(secret),
    STRIPE_WEBHOOK_SECRET: webhookSecret(secret),
  }),
});

const latest = '2026-10-28.endive';
export const stripe = stripeSpeaking(latest);

type Secret = TwinDeps['secret'];
const secretKey = (secret: Secret): string => `sk_test_${secret('stripe-secret-key')}`;
const webhookSecret = (secret: Secret): string => `whsec_${secret('stripe-webhook-secret')}`;

const retries = 3;

function openStripe(deps: TwinDeps, webhookVersion: string): Gateway {
  const books = openBooks(deps.memory);
  const now = () => Math.floor(deps.now().getTime() / 1000);
  const untold: StripeEvent[] = [];
  const desk: Desk = {
    books,
    now,
    payPage: deps.payPage,
    webhookVersion,
    note: (type, about, object, at = now()) => void untold.push(books.events.keep(eventOf(type, about.id, object, at))),
  };
  // the endpoint's secret is being rolled over, for ever: the old one signs beside the new one
  const secrets = [`whsec_old_${deps.secret('stripe-webhook-secret')}`, webhookSecret(deps.secret)];

  const noticeOf = (event: StripeEvent, by: readonly string[] = secrets): Notice => {
    const body = bodyOf(event, webhookVersion);
    return {
      ref: event.about,
      says: event.type,
      url: `${deps.siteUrl}/api/payments/webhook/stripe`,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        'stripe-signature': signed(body, by, now()),
      },
      body,
    };
  };
  /** Stripe tells by itself what a call or the clock has done; what a person does here is told by whoever drives the twin. */
  const tellAll = () => {
    for (const event of untold.splice(0)) deps.announce(noticeOf(event));
  };

  const looked = (ref: string): ReturnType<typeof find> => {
    const found = find(books, ref);
    if (found) look(desk, found.session);
    tellAll();
    return found && find(books, ref);
  };

  const shown = (session: Session, ref = session.id): TwinPayment => {
    const subscription = books.subscriptions.get(session.subscription);
    const intent = moneyOf(books, session);
    return {
      ref,
      state: stateOf(session, subscription, intent),
      open: session.status === 'open' || subscription?.status === 'past_due',
      amount: session.amount,
      paidAmount: session.paid ? session.total : null,
      refunded: intent ? refundedOf(intent, books) : 0,
      currency: session.currency.toUpperCase(),
      description: session.name,
      code: null,
      callbackUrl: `${deps.siteUrl}/api/payments/webhook/stripe`,
      returnUrl: session.successUrl.replaceAll('{CHECKOUT_SESSION_ID}', session.id),
      createdAt: timeOf(session.createdAt),
      expiresAt: timeOf(session.expiresAt),
      ...(session.interval !== null && { agreement: agreementOf(session, session.interval, subscription) }),
    };
  };

  const agreementOf = (
    session: Session,
    interval: TwinAgreement['interval'],
    subscription: Subscription | null,
  ): TwinAgreement => {
    if (!subscription) {
      const state = session.status === 'expired' ? 'ended' : 'pending';
      return { interval, state, paidUntil: null, nextDebitAt: null };
    }
    const bills = books.invoices.all().filter((invoice) => invoice.subscription === subscription.id);
    const paid = bills.findLast(({ status }) => status === 'paid');
    const retryAt = bills.findLast(({ status }) => status === 'open')?.nextAttemptAt ?? null;
    const over = subscription.status === 'canceled';
    const next = retryAt ?? (subscription.cancelAtPeriodEnd ? null : subscription.periodEnd);
    return {
      interval,
      state: over ? 'ended' : subscription.status === 'past_due' ? 'past_due' : 'active',
      paidUntil: paid ? timeOf(paid.periodEnd) : null,
      nextDebitAt: over || next === null ? null : timeOf(next),
    };
  };

  const stateOf = (session: Session, subscription: Subscription | null, intent: Intent | null): string => {
    if (session.status !== 'complete') return session.status;
    if (intent && books.disputes.all().some((dispute) => dispute.intent === intent.id)) return 'disputed';
    const back = intent ? refundedOf(intent, books) : 0;
    if (intent && back > 0) return back >= intent.amount ? 'refunded' : 'partially refunded';
    if (subscription) return subscription.status;
    return session.paid ? 'paid' : (intent?.status ?? 'unpaid');
  };

  const move = (ref: string, deed: Deed, details: DeedDetails): TwinPayment | Refusal | null => {
    const found = looked(ref);
    if (!found) return null;
    const intent = found.invoice ? books.intents.get(found.invoice.intent) : moneyOf(books, found.session);
    const refusal = act(desk, { ...found, intent }, deed, details);
    untold.splice(0);
    const after = find(books, ref);
    return refusal ?? (after && shown(after.session, ref));
  };

  return {
    driver: 'stripe',
    title: 'Stripe',
    retries,
    settled: (status) => status >= 200 && status < 300,
    asksForToken: () => false,
    errorInSuccess: () => Response.json({ error: { type: 'api_error', message: 'An unknown error occurred.' } }),
    handle: async (request) => {
      const answer = await answerCall(desk, request, { secretKey: secretKey(deps.secret), version: webhookVersion });
      tellAll();
      return answer;
    },
    payments: () => {
      lookAll(desk);
      tellAll();
      return books.sessions
        .all()
        .map((session) => shown(session))
        .toReversed();
    },
    find: (ref) => {
      const found = looked(ref);
      return found && shown(found.session, ref);
    },
    move,
    notices: (ref) => {
      const about = looked(ref)?.session.id;
      return books.events
        .all()
        .filter((event) => event.about === about)
        .map((event) => noticeOf(event));
    },
    forge: (ref, deed) => {
      const found = find(books, ref);
      if (!found) return null;
      const { type, object } = claim(desk, found.session, deed);
      return noticeOf(eventOf(type, found.session.id, object, now()), ['whsec_of_somebody_else']);
    },
    tick: () => {
      lookAll(desk);
      tellAll();
    },
  };
}

const timeOf = (seconds: number): string => new Date(seconds * 1000).toISOString();

import {
  newId,
  type Books,
  type Intent,
  type Invoice,
  type Refund,
  type Session,
  type Subscription,
} from './stripe-books.ts';
import { begin, charge, passTime, type Tell } from './stripe-renewals.ts';
import { settledRefunds } from './stripe-refund.ts';
import {
  chargeWire,
  disputeWire,
  invoiceWire,
  refundWire,
  sessionWire,
  subscriptionWire,
  type Wire,
} from './stripe-wire.ts';

/** What can happen to a checkout and its money, whoever makes it happen, and which events tell of it. */
export type Desk = {
  readonly books: Books;
  readonly now: () => number;
  readonly payPage: (ref: string) => string;
  /** the version events are written in: an endpoint has its own */
  readonly webhookVersion: string;
  /** keeps an event for telling */
  readonly note: (type: string, about: Session, object: Wire, at?: number) => void;
};

export const noteSession = (desk: Desk, type: string, session: Session): void =>
  desk.note(`checkout.session.${type}`, session, sessionWire(session, desk.books, desk));

const tellOf =
  (desk: Desk): Tell =>
  (type, session, of, at) =>
    desk.note(
      type,
      session,
      'amountPaid' in of
        ? invoiceWire(of, desk.books, { version: desk.webhookVersion, payPage: desk.payPage })
        : subscriptionWire(of, desk.books, desk.webhookVersion),
      at,
    );
export const room = (desk: Desk) => ({ books: desk.books, tell: tellOf(desk) });

/** What time has done: a checkout runs out, a subscription comes due, a bank books a refund. */
export function look(desk: Desk, session: Session): Session {
  const { books } = desk;
  const now = desk.now();
  if (session.status === 'open' && now >= session.expiresAt) return runOut(desk, session);
  if (session.subscription !== null) passTime(room(desk), session.subscription, now);
  return books.sessions.get(session.id) ?? session;
}

export function lookAll(desk: Desk): void {
  for (const session of desk.books.sessions.all()) look(desk, session);
  for (const refund of settledRefunds(desk.books, desk.now())) noteRefund(desk, refund, 'refund.updated');
}

export function runOut(desk: Desk, session: Session): Session {
  const now = desk.now();
  const over = desk.books.sessions.keep({
    ...session,
    status: 'expired',
    expiresAt: Math.min(session.expiresAt, now),
  });
  noteSession(desk, 'expired', over);
  return over;
}

/** The checkout or the subscription a charge belongs to. */
export function sessionOfIntent(books: Books, intent: string): Session | null {
  const direct = books.sessions.all().find((session) => session.intent === intent);
  if (direct) return direct;
  const invoice = books.invoices.all().find((one) => one.intent === intent);
  const subscription = invoice && books.subscriptions.get(invoice.subscription);
  return subscription ? books.sessions.get(subscription.session) : null;
}

export function noteRefund(desk: Desk, refund: Refund, ...types: string[]): void {
  const intent = desk.books.intents.get(refund.intent);
  const session = intent && sessionOfIntent(desk.books, intent.id);
  if (!intent || !session) return;
  for (const type of types) {
    desk.note(type, session, type === 'charge.refunded' ? chargeWire(intent, desk.books) : refundWire(refund, intent));
  }
}

/** `later`: the payer agreed to a debit that is booked some other day. */
export function payAtCheckout(desk: Desk, session: Session, total: number, later: boolean): void {
  const { books } = desk;
  const now = desk.now();
  if (session.mode === 'subscription') {
    begin(room(desk), { ...session, total }, now);
    const begun = books.sessions.get(session.id);
    if (begun) noteSession(desk, 'completed', begun);
    return;
  }
  const money = { amount: total, currency: session.currency, metadata: session.moneyMetadata };
  const intent = charge(books, { ...money, ...(later && { method: 'bank_debit', status: 'processing' }) }, now);
  const done = { ...session, total, status: 'complete' as const, paid: !later, intent: intent.id };
  noteSession(desk, 'completed', books.sessions.keep(done));
}

/** A debit that was agreed to comes in, or does not. */
export function bookDebit(desk: Desk, session: Session, intent: Intent, comesIn: boolean): void {
  desk.books.intents.keep({ ...intent, status: comesIn ? 'succeeded' : 'requires_payment_method' });
  const booked = desk.books.sessions.keep({ ...session, paid: comesIn });
  noteSession(desk, comesIn ? 'async_payment_succeeded' : 'async_payment_failed', booked);
}

export function disputeCharge(desk: Desk, session: Session, intent: Intent): void {
  const dispute = desk.books.disputes.keep({
    id: newId('dp'),
    intent: intent.id,
    amount: intent.amount,
    status: 'needs_response',
    createdAt: desk.now(),
  });
  desk.note('charge.dispute.created', session, disputeWire(dispute, intent));
}

/** The latest money that came in through a checkout: its own, or its subscription's last invoice. */
export function moneyOf(books: Books, session: Session): Intent | null {
  if (session.intent !== null) return books.intents.get(session.intent);
  const paid = books.invoices
    .all()
    .findLast((one) => one.subscription === session.subscription && one.status === 'paid');
  return paid ? books.intents.get(paid.intent) : null;
}

/** What one of the references on our books is about. A renewal's invoice stands for its own money. */
export function find(
  books: Books,
  ref: string,
): { session: Session; subscription: Subscription | null; invoice: Invoice | null } | null {
  const invoice = books.invoices.get(ref);
  const begun = books.subscriptions.get(invoice?.subscription ?? ref);
  const session = books.sessions.get(begun?.session ?? ref);
  return session && { session, subscription: begun ?? books.subscriptions.get(session.subscription), invoice };
}

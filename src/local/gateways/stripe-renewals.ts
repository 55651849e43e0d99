import { Temporal } from 'temporal-polyfill';
import { newId, type Books, type Intent, type Invoice, type Session, type Subscription } from './stripe-books.ts';

/** Subscriptions as time goes by: invoices, debits that fail, retries, an end. The clock is handed in. */

/** What has happened, in Stripe's word for it, to be told at that moment. */
export type Tell = (type: string, about: Session, of: Subscription | Invoice, at: number) => void;

type Room = { books: Books; tell: Tell };

const daySeconds = 86_400;
/** After a debit has failed it is tried again so many days later; after the last one the subscription is over. */
const retryAfterDays = [3, 5, 7];

/** The end of period `count`, counted from the first moment: the 31st of January is followed by the last of February, and that by the 31st. */
export function periodEndAt(anchor: number, interval: 'month' | 'year', count: number): number {
  const start = Temporal.Instant.fromEpochMilliseconds(anchor * 1000).toZonedDateTimeISO('UTC');
  const end = start.add(interval === 'month' ? { months: count } : { years: count });
  return Math.floor(end.epochMilliseconds / 1000);
}

export function charge(
  books: Books,
  money: Pick<Intent, 'amount' | 'currency' | 'metadata'> & Partial<Pick<Intent, 'method' | 'status'>>,
  at: number,
): Intent {
  return books.intents.keep({
    status: 'succeeded',
    method: 'card',
    ...money,
    id: newId('pi'),
    charge: newId('ch'),
    createdAt: at,
  });
}

/** A checkout was paid: its subscription begins with one paid period. */
export function begin({ books, tell }: Room, session: Session, at: number): void {
  const interval = session.interval ?? 'month';
  const subscription = books.subscriptions.keep({
    id: newId('sub'),
    session: session.id,
    customer: newId('cus'),
    item: newId('si'),
    price: newId('price'),
    status: 'active',
    amount: session.amount,
    currency: session.currency,
    interval,
    metadata: session.moneyMetadata,
    anchor: at,
    cycle: 1,
    periodStart: at,
    periodEnd: periodEndAt(at, interval, 1),
    cancelAtPeriodEnd: false,
    canceledAt: null,
    endedAt: null,
    cardRefuses: false,
  });
  const invoice = bill(books, { ...subscription, amount: session.total }, 'subscription_create', at);
  const paid = take(books, invoice, at);
  const begun = books.sessions.keep({
    ...session,
    status: 'complete',
    paid: true,
    subscription: subscription.id,
    invoice: paid.id,
  });
  tell('customer.subscription.created', begun, subscription, at);
  tell('invoice.paid', begun, paid, at);
}

function bill(books: Books, subscription: Subscription, reason: Invoice['reason'], at: number): Invoice {
  return books.invoices.keep({
    id: newId('in'),
    subscription: subscription.id,
    customer: subscription.customer,
    status: 'open',
    amount: subscription.amount,
    amountPaid: 0,
    currency: subscription.currency,
    reason,
    periodStart: subscription.periodStart,
    periodEnd: subscription.periodEnd,
    createdAt: at,
    paidAt: null,
    intent: null,
    attempts: 0,
    nextAttemptAt: null,
  });
}

function take(books: Books, invoice: Invoice, at: number): Invoice {
  const { id } = charge(books, { amount: invoice.amount, currency: invoice.currency, metadata: {} }, at);
  return books.invoices.keep({
    ...invoice,
    status: 'paid',
    amountPaid: invoice.amount,
    paidAt: at,
    intent: id,
    attempts: invoice.attempts + 1,
    nextAttemptAt: null,
  });
}

const openInvoice = (books: Books, subscription: Subscription): Invoice | undefined =>
  books.invoices.all().findLast((invoice) => invoice.subscription === subscription.id && invoice.status === 'open');

/** One try at the payer's card. */
function debit(
  { books, tell }: Room,
  session: Session,
  subscription: Subscription,
  invoice: Invoice,
  at: number,
): void {
  if (!subscription.cardRefuses) {
    const paid = take(books, invoice, at);
    tell('customer.subscription.updated', session, books.subscriptions.keep({ ...subscription, status: 'active' }), at);
    tell('invoice.paid', session, paid, at);
    return;
  }
  const wait = retryAfterDays[invoice.attempts];
  const failed = books.invoices.keep({
    ...invoice,
    attempts: invoice.attempts + 1,
    nextAttemptAt: wait === undefined ? null : at + wait * daySeconds,
  });
  tell('invoice.payment_failed', session, failed, at);
  if (wait === undefined) return void end({ books, tell }, subscription, at);
  tell('customer.subscription.updated', session, books.subscriptions.keep({ ...subscription, status: 'past_due' }), at);
}

/** No more debits. What is unpaid stays so. */
export function end({ books, tell }: Room, subscription: Subscription, at: number): void {
  const invoice = openInvoice(books, subscription);
  if (invoice) books.invoices.keep({ ...invoice, nextAttemptAt: null });
  const over = books.subscriptions.keep({
    ...subscription,
    status: 'canceled',
    canceledAt: subscription.canceledAt ?? at,
    endedAt: at,
  });
  const session = books.sessions.get(subscription.session);
  if (session) tell('customer.subscription.deleted', session, over, at);
}

function renew(room: Room, session: Session, subscription: Subscription, at: number): void {
  const cycle = subscription.cycle + 1;
  const next = room.books.subscriptions.keep({
    ...subscription,
    cycle,
    periodStart: subscription.periodEnd,
    periodEnd: periodEndAt(subscription.anchor, subscription.interval, cycle),
  });
  debit(room, session, next, bill(room.books, next, 'subscription_cycle', at), at);
}

/** Everything that has come due since it was last looked at, in the order it came due. */
export function passTime(room: Room, id: string, now: number): void {
  const { books } = room;
  for (;;) {
    const subscription = books.subscriptions.get(id);
    const session = subscription && books.sessions.get(subscription.session);
    if (!subscription || !session || subscription.status === 'canceled') return;
    const invoice = openInvoice(books, subscription);
    const retryAt = invoice?.nextAttemptAt ?? Infinity;
    const due = Math.min(retryAt, subscription.periodEnd);
    if (due > now) return;
    if (invoice && retryAt === due) debit(room, session, subscription, invoice, due);
    else if (subscription.cancelAtPeriodEnd) end(room, subscription, due);
    else renew(room, session, subscription, due);
  }
}

/** The payer has put in a card that works, and pays what is open. */
export function mend(room: Room, subscription: Subscription, at: number): void {
  const session = room.books.sessions.get(subscription.session);
  const invoice = openInvoice(room.books, subscription);
  const mended = room.books.subscriptions.keep({ ...subscription, cardRefuses: false });
  if (session && invoice) debit(room, session, mended, invoice, at);
}

import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { Memory } from './gateway.ts';

/** What the twin of Stripe remembers: every object that has money or time in it. Moments are whole seconds, as on the wire. */

const metadata = z.record(z.string(), z.string());
const seconds = z.int();

export const sessionSchema = z.object({
  id: z.string(),
  mode: z.enum(['payment', 'subscription']),
  status: z.enum(['open', 'complete', 'expired']),
  paid: z.boolean(),
  amount: z.int(),
  /** what was taken in the end: differs from `amount` only where a test wants it to */
  total: z.int(),
  currency: z.string(),
  name: z.string(),
  interval: z.enum(['month', 'year']).nullable(),
  clientReference: z.string().nullable(),
  metadata,
  moneyMetadata: metadata,
  email: z.string().nullable(),
  successUrl: z.string(),
  cancelUrl: z.string().nullable(),
  locale: z.string(),
  createdAt: seconds,
  expiresAt: seconds,
  intent: z.string().nullable(),
  subscription: z.string().nullable(),
  invoice: z.string().nullable(),
});
export type Session = z.infer<typeof sessionSchema>;

/** A payment intent with its one charge. */
const intentSchema = z.object({
  id: z.string(),
  charge: z.string(),
  amount: z.int(),
  currency: z.string(),
  status: z.enum(['processing', 'succeeded', 'requires_payment_method']),
  /** a debit is booked days later, and so are its refunds */
  method: z.enum(['card', 'bank_debit']),
  metadata,
  createdAt: seconds,
});
export type Intent = z.infer<typeof intentSchema>;

const refundSchema = z.object({
  id: z.string(),
  intent: z.string(),
  amount: z.int(),
  status: z.enum(['pending', 'succeeded', 'failed', 'canceled']),
  reason: z.string().nullable(),
  metadata,
  createdAt: seconds,
  /** when the bank will have booked it */
  settlesAt: seconds.nullable(),
});
export type Refund = z.infer<typeof refundSchema>;

const disputeSchema = z.object({
  id: z.string(),
  intent: z.string(),
  amount: z.int(),
  status: z.string(),
  createdAt: seconds,
});
export type Dispute = z.infer<typeof disputeSchema>;

const subscriptionSchema = z.object({
  id: z.string(),
  session: z.string(),
  customer: z.string(),
  item: z.string(),
  price: z.string(),
  status: z.enum(['active', 'past_due', 'canceled']),
  amount: z.int(),
  currency: z.string(),
  interval: z.enum(['month', 'year']),
  metadata,
  /** periods are counted from here, so that the 31st comes back after a February */
  anchor: seconds,
  cycle: z.int(),
  periodStart: seconds,
  periodEnd: seconds,
  cancelAtPeriodEnd: z.boolean(),
  canceledAt: seconds.nullable(),
  endedAt: seconds.nullable(),
  /** the payer's bank says no to the next debits */
  cardRefuses: z.boolean(),
});
export type Subscription = z.infer<typeof subscriptionSchema>;

const invoiceSchema = z.object({
  id: z.string(),
  subscription: z.string(),
  customer: z.string(),
  status: z.enum(['open', 'paid']),
  amount: z.int(),
  amountPaid: z.int(),
  currency: z.string(),
  reason: z.enum(['subscription_create', 'subscription_cycle']),
  periodStart: seconds,
  periodEnd: seconds,
  createdAt: seconds,
  paidAt: seconds.nullable(),
  intent: z.string().nullable(),
  attempts: z.int(),
  nextAttemptAt: seconds.nullable(),
});
export type Invoice = z.infer<typeof invoiceSchema>;

/** What is told to the merchant: an object as it was at that moment. */
const eventSchema = z.object({
  id: z.string(),
  type: z.string(),
  /** the checkout or the subscription it is told about */
  about: z.string(),
  createdAt: seconds,
  object: z.record(z.string(), z.unknown()),
});
export type StripeEvent = z.infer<typeof eventSchema>;

/** The answer a key was given, and the call it was given to. */
const answerSchema = z.object({
  key: z.string(),
  call: z.string(),
  status: z.int(),
  body: z.string(),
  at: seconds,
});
export type KeptAnswer = z.infer<typeof answerSchema>;

const booksSchema = z.object({
  sessions: z.array(sessionSchema),
  intents: z.array(intentSchema),
  refunds: z.array(refundSchema),
  disputes: z.array(disputeSchema),
  subscriptions: z.array(subscriptionSchema),
  invoices: z.array(invoiceSchema),
  events: z.array(eventSchema),
  answers: z.array(answerSchema),
});
type Kept = z.infer<typeof booksSchema>;

/** One kind of object, by its reference. What is kept replaces what was there. */
export type Shelf<Thing extends { id: string }> = {
  get(id: string | null): Thing | null;
  keep(thing: Thing): Thing;
  all(): Thing[];
};

function shelf<Thing extends { id: string }>(things: readonly Thing[], save: () => void): Shelf<Thing> {
  const held = new Map(things.map((thing) => [thing.id, thing]));
  return {
    get: (id) => (id === null ? null : (held.get(id) ?? null)),
    keep: (thing) => {
      held.set(thing.id, thing);
      save();
      return thing;
    },
    all: () => [...held.values()],
  };
}

export type Books = {
  sessions: Shelf<Session>;
  intents: Shelf<Intent>;
  refunds: Shelf<Refund>;
  disputes: Shelf<Dispute>;
  subscriptions: Shelf<Subscription>;
  invoices: Shelf<Invoice>;
  events: Shelf<StripeEvent>;
  answers: Shelf<KeptAnswer & { id: string }>;
};

const rememberedEvents = 2000;
const rememberedAnswers = 1000;

export function openBooks(memory: Memory): Books {
  const read = booksSchema.safeParse(memory.load());
  const kept: Kept = read.success
    ? read.data
    : {
        sessions: [],
        intents: [],
        refunds: [],
        disputes: [],
        subscriptions: [],
        invoices: [],
        events: [],
        answers: [],
      };
  const save = (): void =>
    memory.save({
      sessions: books.sessions.all(),
      intents: books.intents.all(),
      refunds: books.refunds.all(),
      disputes: books.disputes.all(),
      subscriptions: books.subscriptions.all(),
      invoices: books.invoices.all(),
      events: books.events.all().slice(-rememberedEvents),
      answers: books.answers.all().slice(-rememberedAnswers),
    });
  const books: Books = {
    sessions: shelf(kept.sessions, save),
    intents: shelf(kept.intents, save),
    refunds: shelf(kept.refunds, save),
    disputes: shelf(kept.disputes, save),
    subscriptions: shelf(kept.subscriptions, save),
    invoices: shelf(kept.invoices, save),
    events: shelf(kept.events, save),
    answers: shelf(
      kept.answers.map((answer) => ({ ...answer, id: answer.key })),
      save,
    ),
  };
  return books;
}

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789';
/** `cs_test_…`, `pi_…`: what Stripe's references look like. */
export const newId = (prefix: string): string =>
  `${prefix}_${[...randomBytes(24)].map((byte) => letters[byte % letters.length] ?? '').join('')}`;

import * as z from 'zod';
import { isCurrency, type Money } from '../../../core/money.ts';

/** Stripe's objects, as far as we read them. What is missing or of another shape is null: an answer is judged by what it does say. */

const loose = <Shape extends z.ZodType>(shape: Shape) => shape.nullish().catch(null);
const id = z.string().min(1).max(255);
const cents = z.int().min(0);
const seconds = z.int().transform((at) => new Date(at * 1000));
const link = z.string().refine((url) => /^https?:\/\//i.test(url) && URL.canParse(url));
const metadata = z.record(z.string(), z.string());

/** A reference, or the very object where it was asked to be expanded. */
const idOf = z.union([id, z.object({ id }).transform((object) => object.id)]);

const charge = z.object({
  id,
  amount_refunded: loose(cents),
  disputed: loose(z.boolean()),
});
const intent = z.object({ id, status: loose(z.string()), latest_charge: loose(charge) });
export type Intent = z.infer<typeof intent>;
const intentOrId = z.union([intent, id.transform((only): Intent => ({ id: only }))]);

export const session = z.object({
  id,
  mode: loose(z.string()),
  status: loose(z.string()),
  payment_status: loose(z.string()),
  url: loose(link),
  amount_total: loose(cents),
  currency: loose(z.string()),
  expires_at: loose(seconds),
  payment_intent: loose(intentOrId),
  invoice: loose(idOf),
  subscription: loose(idOf),
});
export type Session = z.infer<typeof session>;

const line = z.object({
  period: loose(z.object({ end: loose(seconds) })),
  /** where a line says whose it is: since Basil, and before */
  parent: loose(z.object({ subscription_item_details: loose(z.object({ subscription: loose(idOf) })) })),
  subscription: loose(idOf),
});
const listOf = <Shape extends z.ZodType>(shape: Shape) =>
  z.object({ data: z.array(shape.nullable().catch(null)) }).transform(({ data }) => data.filter((one) => one !== null));

/** An invoice. Since 2025-03-31 (Basil) it names its subscription and its payments deeper down; accounts and webhooks of before do not. */
export const invoice = z.object({
  id: loose(id),
  status: loose(z.string()),
  currency: loose(z.string()),
  amount_paid: loose(cents),
  created: loose(seconds),
  status_transitions: loose(z.object({ paid_at: loose(seconds) })),
  hosted_invoice_url: loose(link),
  parent: loose(z.object({ subscription_details: loose(z.object({ subscription: loose(idOf) })) })),
  subscription: loose(idOf),
  payments: loose(
    listOf(z.object({ status: loose(z.string()), payment: loose(z.object({ payment_intent: loose(idOf) })) })),
  ),
  payment_intent: loose(idOf),
  lines: loose(listOf(line)),
});
export type Invoice = z.infer<typeof invoice>;

/** A subscription. Since Basil its items know their periods; before, it did itself. */
export const subscription = z.object({
  id,
  status: z.string().catch('unknown'),
  cancel_at_period_end: loose(z.boolean()),
  cancel_at: loose(seconds),
});
export type Subscription = z.infer<typeof subscription>;

export const refund = z.object({
  id,
  amount: loose(cents),
  status: loose(z.string()),
  payment_intent: loose(idOf),
  charge: loose(idOf),
  metadata: loose(metadata),
});
export type Refund = z.infer<typeof refund>;

export const dispute = z.object({ id, status: loose(z.string()), payment_intent: loose(idOf) });

/** What an event's charge or dispute says of the payment it belongs to. */
export const ofPayment = z.object({ payment_intent: loose(idOf) });

export const invoicePayment = z.object({ invoice: loose(idOf) });

export const page = z.object({ data: z.array(z.unknown()) });

/** A sum of theirs in our terms: whole cents on both sides. Null where it is none, or in a currency we do not charge in. */
export function moneyOf(amount: number | null | undefined, currency: string | null | undefined): Money | null {
  const code = currency?.toUpperCase();
  return amount != null && isCurrency(code) ? { amount, currency: code } : null;
}

export const subscriptionOf = (bill: Invoice): string | null =>
  bill.parent?.subscription_details?.subscription ??
  bill.subscription ??
  bill.lines
    ?.map((one) => one.parent?.subscription_item_details?.subscription ?? one.subscription)
    .find((one) => one != null) ??
  null;

/** The payment intent that paid an invoice. */
export const intentOf = (bill: Invoice): string | null =>
  bill.payments?.find((one) => one.status === 'paid')?.payment?.payment_intent ?? bill.payment_intent ?? null;

/** Access reaches to the end of the latest period an invoice has a line for. */
export function periodEnd(bill: Invoice): Date | null {
  const ends = bill.lines?.flatMap((one) => one.period?.end ?? []) ?? [];
  return ends.length === 0 ? null : new Date(Math.max(...ends.map((end) => end.getTime())));
}

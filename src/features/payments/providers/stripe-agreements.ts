import type { AgreementOrder, AgreementReport, Agreements, Opened } from '../provider.ts';
import { GatewayTrouble } from '../provider.ts';
import type { Ask } from './stripe-client.ts';
import {
  invoice,
  moneyOf,
  page,
  periodEnd,
  session,
  subscription,
  type Invoice,
  type Subscription,
} from './stripe-objects.ts';

/** How many invoices one question brings: two years of months. */
const pastInvoices = 24;

const states: Record<string, AgreementReport['status']> = {
  incomplete: 'pending',
  incomplete_expired: 'failed',
  trialing: 'active',
  active: 'active',
  past_due: 'past_due',
  // retries are over, or it is on hold: no money comes, and the payer can still mend it
  unpaid: 'past_due',
  paused: 'past_due',
  canceled: 'ended',
};

const newestFirst = (a: { paidAt: Date }, b: { paidAt: Date }) => b.paidAt.getTime() - a.paidAt.getTime();

/** A subscription and its invoices as an agreement. */
export function readAgreement(said: Subscription, invoices: readonly Invoice[]): AgreementReport {
  const settled = invoices.filter(({ status }) => status === 'paid');
  const payments = settled.flatMap((bill) => {
    const amount = moneyOf(bill.amount_paid, bill.currency);
    const paidAt = bill.status_transitions?.paid_at ?? bill.created;
    const end = periodEnd(bill);
    // an invoice over nothing was no payment
    if (!bill.id || !amount || amount.amount === 0 || !paidAt || !end) return [];
    return [{ ref: bill.id, amount, paidAt, periodEnd: end }];
  });
  const ends = settled.flatMap((bill) => periodEnd(bill)?.getTime() ?? []);
  const status = states[said.status] ?? (payments.length === 0 ? 'pending' : 'past_due');
  const owed = invoices.find((bill) => bill.status === 'open' && bill.hosted_invoice_url);
  return {
    ref: said.id,
    status,
    // since 2025 an end may be set as a moment of its own
    cancelAtPeriodEnd: status !== 'ended' && (said.cancel_at_period_end === true || said.cancel_at != null),
    paidUntil: ends.length === 0 ? null : new Date(Math.max(...ends)),
    payments: payments.toSorted(newestFirst),
    payUrl: status === 'past_due' || status === 'pending' ? (owed?.hosted_invoice_url ?? null) : null,
  };
}

const notBegun = (ref: string, status: 'pending' | 'failed'): AgreementReport => ({
  ref,
  status,
  cancelAtPeriodEnd: false,
  paidUntil: null,
  payments: [],
  payUrl: null,
});

/** Subscriptions that Stripe renews by itself: begun at a checkout, known by their own reference from then on. */
export function agreementsOf(
  ask: Ask,
  deps: {
    open(order: AgreementOrder): Promise<Opened>;
    known(ref: string, step: string): string;
  },
): Agreements {
  const unreadable = (step: string) => new GatewayTrouble('unavailable', 'stripe', step, { code: 'unreadable' });

  /** The subscription a checkout has begun, or how the checkout stands instead. */
  async function begun(ref: string, step: string): Promise<string | AgreementReport> {
    if (!ref.startsWith('cs_')) return ref;
    const said = session.safeParse(await ask(step, (stripe) => stripe.checkout.sessions.retrieve(ref)));
    if (!said.success || said.data.id !== ref) throw unreadable(step);
    if (said.data.status === 'expired') return notBegun(ref, 'failed');
    return said.data.subscription ?? notBegun(ref, 'pending');
  }

  async function report(id: string, step: string): Promise<AgreementReport> {
    const [said, bills] = await Promise.all([
      ask(step, (stripe) => stripe.subscriptions.retrieve(id)),
      ask(step, (stripe) => stripe.invoices.list({ subscription: id, limit: pastInvoices })),
    ]);
    const one = subscription.safeParse(said);
    const all = page.safeParse(bills);
    if (!one.success || one.data.id !== id || !all.success) throw unreadable(step);
    return readAgreement(
      one.data,
      all.data.data.flatMap((bill) => invoice.safeParse(bill).data ?? []),
    );
  }

  return {
    open: deps.open,
    async ask(ref) {
      const id = await begun(deps.known(ref, 'agreement'), 'agreement');
      return typeof id === 'string' ? report(id, 'agreement') : id;
    },
    async cancel(ref, when) {
      const step = 'end agreement';
      const id = await begun(deps.known(ref, step), step);
      if (typeof id !== 'string') {
        if (id.status === 'failed') return id;
        await ask(step, (stripe) => stripe.checkout.sessions.expire(ref));
        return notBegun(ref, 'failed');
      }
      const before = await report(id, step);
      const over = before.status === 'ended' || before.status === 'failed';
      if (over || (when === 'period_end' && before.cancelAtPeriodEnd)) return before;
      await ask(step, (stripe) =>
        when === 'now'
          ? stripe.subscriptions.cancel(id)
          : stripe.subscriptions.update(id, { cancel_at_period_end: true }),
      );
      return report(id, step);
    },
  };
}

import * as z from 'zod';
import {
  GatewayTrouble,
  type AgreementOrder,
  type AgreementPayment,
  type AgreementReport,
  type Agreements,
  type NextStep,
  type Opened,
} from '../provider.ts';
import {
  amountOf,
  durationOf,
  inside,
  link,
  loose,
  moment,
  mustBeAnswer,
  mustBeYes,
  picture,
  sum,
  type FibLine,
} from './fib-line.ts';

/**
 * Standing debits from an account at First Iraqi Bank. A renewal changes no status: it moves `lastPaymentAt` and
 * `activeUntil`, so a payment is named after the subscription and the moment of its debit. The bank shows only the last
 * one, and has no word for a debit that failed: an active subscription whose time is over is one.
 */
const name = 'fib';

const openReply = z.object({
  subscriptionId: z.string().min(1).max(200),
  readableCode: loose(z.string().min(1).max(100)),
  qrCode: loose(picture),
  validUntil: loose(moment),
  appLink: loose(link),
});
const agreementReply = z.object({
  id: loose(z.string()),
  subscriptionId: loose(z.string()),
  status: z.string().catch('unknown'),
  monetaryValue: loose(sum),
  interval: loose(z.string()),
  validUntil: loose(moment),
  activeUntil: loose(moment),
  lastPaymentAt: loose(moment),
});

const hour = 3_600_000;
/** Integrators saw the bank's books lag by minutes: a debit this fresh is not called late. */
const renewalLag = hour;
/** A draft that ran out may still turn out paid for about a day. */
const draftLag = 24 * hour;

/** So many months on, in UTC; the 31st becomes the last day of a shorter month. */
export function monthsLater(from: Date, months: number): Date {
  const first = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1);
  const days = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 0)).getUTCDate();
  const day = Math.min(from.getUTCDate(), days);
  return new Date(first + (day - 1) * 24 * hour + (from.getTime() % (24 * hour)));
}
const monthsOf: Record<string, number> = { P1M: 1, P3M: 3, P6M: 6, P1Y: 12 };

/** What an answer about a subscription says. An unknown word is `pending`, as is whatever cannot be read. */
export function readAgreement(ref: string, raw: unknown, now: Date): AgreementReport {
  const nothing: AgreementReport = {
    ref,
    status: 'pending',
    cancelAtPeriodEnd: false,
    paidUntil: null,
    payments: [],
    payUrl: null,
  };
  const reply = agreementReply.safeParse(raw);
  if (!reply.success) return nothing;
  const { status, monetaryValue, interval, validUntil, activeUntil, lastPaymentAt } = reply.data;
  const amount = amountOf(monetaryValue);
  const months = monthsOf[interval ?? ''];
  const counted = lastPaymentAt && months !== undefined ? monthsLater(lastPaymentAt, months) : null;
  // the end of the period may be missing, or still be the last one's
  const periodEnd = activeUntil && (!lastPaymentAt || activeUntil > lastPaymentAt) ? activeUntil : counted;
  const payments: AgreementPayment[] =
    amount && lastPaymentAt && periodEnd
      ? [{ ref: `${ref}:${lastPaymentAt.toISOString()}`, amount, paidAt: lastPaymentAt, periodEnd }]
      : [];
  const begun = { ...nothing, paidUntil: periodEnd, payments };
  if (status === 'ACTIVE' || status === 'TRIAL') {
    const late = periodEnd !== null && now.getTime() > periodEnd.getTime() + renewalLag;
    return { ...begun, status: late ? 'past_due' : 'active' };
  }
  if (status === 'CANCELLED') return { ...begun, status: 'ended' };
  if (status === 'REJECTED') return lastPaymentAt ? { ...begun, status: 'ended' } : { ...nothing, status: 'failed' };
  const ranOut = validUntil != null && now.getTime() > validUntil.getTime() + draftLag;
  return status === 'DRAFT' && ranOut ? { ...nothing, status: 'failed' } : nothing;
}

export function fibAgreements(line: FibLine, now: () => Date): Agreements {
  const one = (ref: string) => `subscriptions/${encodeURIComponent(ref)}`;

  async function ask(ref: string): Promise<AgreementReport> {
    const answer = await line.send('subscription', one(ref), { method: 'GET', asking: true });
    mustBeAnswer('subscription', answer);
    const said = agreementReply.safeParse(answer.body).data;
    const about = said?.id ?? said?.subscriptionId;
    // an answer about another subscription is no answer
    if (about && about !== ref)
      throw new GatewayTrouble('unavailable', name, 'subscription', { code: 'other_subscription' });
    return readAgreement(ref, answer.body, now());
  }

  async function open(order: AgreementOrder): Promise<Opened> {
    // the title and both of these are needed in practice; without them the bank only says that something is wrong
    const title = inside(order.description.trim(), 50) || 'Subscription';
    const answer = await line.send('subscribe', 'subscriptions', {
      method: 'POST',
      body: {
        title,
        description: title,
        monetaryValue: { amount: String(order.amount.amount), currency: order.amount.currency },
        interval: order.interval === 'year' ? 'P1Y' : 'P1M',
        expiresIn: durationOf(order.expiresAt.getTime() - now().getTime()),
        statusCallbackUrl: order.callbackUrl,
      },
    });
    const reply = openReply.safeParse(answer.body);
    mustBeYes('subscribe', answer, reply.success);
    // a yes we cannot read: something that can be agreed to may exist over there
    if (!reply.success)
      throw new GatewayTrouble('in_doubt', name, 'subscribe', { status: answer.status, code: 'unreadable' });
    const { subscriptionId: ref, qrCode, readableCode, appLink, validUntil } = reply.data;
    const next: NextStep = {
      type: 'qr',
      image: qrCode ?? null,
      code: readableCode ?? null,
      links: appLink ? [{ app: 'personal', url: appLink }] : [],
    };
    if (next.image === null && next.code === null && next.links.length === 0)
      throw new GatewayTrouble('in_doubt', name, 'subscribe', { status: answer.status, ref, code: 'no_way_to_pay' });
    return { ref, next, expiresAt: validUntil ?? order.expiresAt };
  }

  return {
    open,
    ask,
    /** The bank only knows an end of the debits; what was paid for stays, whichever was wished. */
    async cancel(ref) {
      const before = await ask(ref);
      if (before.status === 'ended' || before.status === 'failed') return before;
      // a draft cannot be cancelled over there: it runs out
      if (before.status === 'pending') throw new GatewayTrouble('refused', name, 'unsubscribe', { code: 'draft' });
      mustBeYes('unsubscribe', await line.send('unsubscribe', `${one(ref)}/cancel`, { method: 'POST' }));
      const after = await ask(ref);
      return after.status === 'ended' ? after : { ...after, cancelAtPeriodEnd: true };
    },
  };
}

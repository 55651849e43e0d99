import { createHash } from 'node:crypto';
import type { Currency } from '../../core/money.ts';
import { between, digest, idAt, randomId } from './chance.ts';
import type { DemoRows } from './rows.ts';

const minute = 60_000;
const gateways: Readonly<Record<Currency, string>> = { IQD: 'fib', MAD: 'stripe', USD: 'stripe', EUR: 'stripe' };

const referenceAt = (driver: string, name: string) =>
  driver === 'fib' ? randomId(`ref ${name}`) : `pi_${digest(`ref ${name}`).toString('hex').slice(0, 24)}`;

function nextStep(driver: string, ref: string): Record<string, unknown> {
  if (driver !== 'fib') return { type: 'redirect', url: `https://checkout.stripe.com/c/pay/${ref}` };
  const code = digest(`code ${ref}`).toString('hex').toUpperCase();
  return { type: 'qr', image: null, code: `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8, 12)}`, links: [] };
}

type Paid = Pick<DemoRows['bookings'][number], 'customerId' | 'talentUserId' | 'currency' | 'listAmount'> & {
  id: string;
  priceAgreed?: number | null;
  holdExpiresAt: Date | null;
};

/** What stays behind when a booking is paid: the payment, its attempts, the gateway's call, and the log. */
export function takePayment(
  booking: Paid,
  paidAt: Date,
  { today, late }: { today: Date; late: boolean },
  rows: DemoRows,
): void {
  const key = booking.id;
  const driver = gateways[booking.currency];
  const hold = booking.holdExpiresAt ?? paidAt;
  const openedAt = new Date(late ? hold.getTime() - 20 * minute : paidAt.getTime() - 80_000);
  const idOf = (what: string, at: Date) => idAt(`${what} ${key}`, at.getTime() - today.getTime());
  const paymentId = idOf('payment', openedAt);
  const amount = booking.priceAgreed ?? booking.listAmount;

  const addAttempt = (name: string, at: Date, facts: { state: 'paid' | 'failed'; ref: string; askedAt: Date }) => {
    const id = idOf(name, at);
    rows.paymentAttempts.push({
      id,
      paymentId,
      payerId: booking.customerId,
      driver,
      amount,
      currency: booking.currency,
      next: nextStep(driver, facts.ref),
      tokenHash: digest(`token ${id}`).toString('hex'),
      expiresAt: hold,
      asks: between(`asks ${id}`, 1, 3),
      createdAt: at,
      updatedAt: facts.askedAt,
      ...facts,
    });
    return id;
  };

  rows.payments.push({
    id: paymentId,
    payableKind: 'booking',
    payableId: booking.id,
    payerId: booking.customerId,
    payeeId: booking.talentUserId,
    amount,
    currency: booking.currency,
    state: 'paid',
    paidThrough: driver,
    paidReference: referenceAt(driver, key),
    paidAt,
    createdAt: openedAt,
    updatedAt: paidAt,
  });
  // now and then somebody taps "no" in the bank's app and then thinks better of it
  const changedTheirMind = !late && between(`mind ${key}`, 1, 11) === 1;
  if (changedTheirMind)
    addAttempt('first attempt', new Date(openedAt.getTime() - 40_000), {
      state: 'failed',
      ref: referenceAt(driver, `${key} first`),
      askedAt: new Date(openedAt.getTime() - 10_000),
    });
  const ref = referenceAt(driver, key);
  const attemptId = addAttempt('attempt', openedAt, { state: 'paid', ref, askedAt: paidAt });

  // one in eight notices is lost on the way, and reconciliation finds the money
  if (between(`lost ${key}`, 1, 8) > 1) {
    const body =
      driver === 'fib'
        ? JSON.stringify({ id: ref, status: 'PAID' })
        : JSON.stringify({ type: 'payment_intent.succeeded', data: { object: { id: ref } } });
    rows.paymentNotices.push({
      id: idOf('notice', paidAt),
      attemptId,
      driver,
      eventId: createHash('sha256')
        .update(JSON.stringify([attemptId, 'POST', body]))
        .digest('hex'),
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      verdict: 'settled',
      times: between(`times ${key}`, 1, 6) === 1 ? 2 : 1,
      receivedAt: paidAt,
      judgedAt: paidAt,
    });
  }
  rows.auditLog.push({
    id: idOf('audit paid', paidAt),
    at: paidAt,
    actorId: null,
    action: 'payment.paid',
    subjectKind: 'payment',
    subjectId: paymentId,
    reason: 'the gateway confirmed it',
    data: { amount: { amount, currency: booking.currency }, attemptId, driver, reference: ref },
  });
}

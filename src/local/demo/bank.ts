import type { FibPayment, FibStatus } from '../gateways/fib-payment.ts';
import { generateDemo } from './generate.ts';
import type { DemoRows } from './rows.ts';

const histories: Readonly<Record<string, readonly FibStatus[]>> = {
  paid: ['UNPAID', 'PAID'],
  refunded: ['UNPAID', 'PAID', 'REFUND_REQUESTED', 'REFUNDED'],
  failed: ['UNPAID', 'DECLINED'],
};

/** The demo's payments as the bank remembers them, for the memory of FIB's twin: asked about or refunded, they are known there too. */
export function demoBankPayments(now: Date): FibPayment[] {
  const rows = generateDemo(now);
  return rows.paymentAttempts.filter(({ driver }) => driver === 'fib').map((attempt) => remembered(rows, attempt));
}

function remembered(rows: DemoRows, attempt: DemoRows['paymentAttempts'][number]): FibPayment {
  const payment = rows.payments.find(({ id }) => id === attempt.paymentId);
  const booking = rows.bookings.find(({ id }) => id === payment?.payableId);
  const history = histories[attempt.state ?? ''];
  const { ref, createdAt, expiresAt } = attempt;
  if (!payment || !booking || !history || !ref || !createdAt || !expiresAt)
    throw new Error('a demo attempt the bank cannot know');
  const iso = (at: Date | null | undefined) => at?.toISOString() ?? null;
  const declined = attempt.state === 'failed';
  const code = attempt.next?.['code'];
  return {
    paymentId: ref,
    readableCode: typeof code === 'string' ? code : '',
    amount: payment.amount,
    currency: 'IQD',
    description: [...`${booking.id?.slice(-6).toUpperCase()} ${booking.talentName}`].slice(0, 50).join(''),
    statusCallbackUrl: null,
    redirectUri: null,
    createdAt: createdAt.toISOString(),
    validUntil: expiresAt.toISOString(),
    refundableForMs: 7 * 86_400_000,
    status: history.at(-1) ?? 'UNPAID',
    decliningReason: declined ? 'PAYMENT_CANCELLATION' : null,
    declinedAt: declined ? iso(attempt.updatedAt) : null,
    paidAt: declined ? null : iso(payment.paidAt),
    paidAmount: declined ? null : payment.amount,
    refundRequestedAt: attempt.state === 'refunded' ? iso(payment.refundedAt) : null,
    history: [...history],
    asked: attempt.asks ?? 0,
  };
}

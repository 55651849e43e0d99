import { decideRefund, refundWay } from '../../features/payments/rules.ts';
import type { GatewaySettings, OperatorPayment } from '../../client/admin-api.ts';
import { readPowers } from './powers.ts';

type Attempt = OperatorPayment['attempts'][number];

/** The attempt whose money is given back first, as the server chooses it: the one that pays, else the oldest that holds any. */
export function moneyOf(payment: Pick<OperatorPayment, 'attempts'>): Attempt | null {
  const holding = payment.attempts.filter(({ state }) => ['paid', 'refund_due', 'refund_pending'].includes(state));
  return holding.find(({ state }) => state === 'paid') ?? holding[0] ?? null;
}

/** What can still be given back; null when nothing came in that could. */
export function refundable(
  payment: Pick<OperatorPayment, 'attempts' | 'refunds'>,
): { attempt: Attempt; left: number; received: number } | null {
  const attempt = moneyOf(payment);
  if (attempt === null) return null;
  const received = attempt.receivedAmount ?? attempt.amount.amount;
  const goingBack = payment.refunds
    .filter(({ attemptId, state }) => attemptId === attempt.id && state !== 'failed')
    .reduce((sum, { amount }) => sum + amount.amount, 0);
  const left = received - goingBack;
  return decideRefund({ state: attempt.state, received, goingBack }, left).ok ? { attempt, left, received } : null;
}

/** Will the gateway carry this sum back, or must a person? The same rule that decides it then. */
export function wayBack(
  gateway: GatewaySettings | undefined,
  wish: { amount: number; received: number; paidAt: Date },
  now: Date,
): 'gateway' | 'by_hand' {
  const powers = gateway?.connected ? readPowers(gateway.powers) : null;
  return refundWay(powers, wish, now);
}

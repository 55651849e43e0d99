import type { PaymentStatus } from '../../features/payments/schema.ts';

/** What a payer is told of a payment: each says whether money moved. */
export type Standing =
  'pending' | 'doubt' | 'review' | 'failed' | 'expired' | 'cancelled' | 'paid' | 'refund' | 'refunded' | 'charged_back';

export function standingOf({
  state,
  attempt,
  underReview,
}: Pick<PaymentStatus, 'state' | 'attempt' | 'underReview'>): Standing {
  if (state === 'paid' || state === 'refunded' || state === 'charged_back') return state;
  if (state === 'refund_due' || state === 'refund_pending') return 'refund';
  if (underReview) return 'review';
  switch (attempt?.state) {
    case 'in_doubt':
      return 'doubt';
    case 'failed':
    case 'expired':
    case 'cancelled':
      return attempt.state;
    default:
      return state === 'failed' ? 'failed' : 'pending';
  }
}

/** May it still change without the payer doing anything? Late money does come in, so all but the ends are asked about. */
export const isWaiting = (standing: Standing): boolean => !['paid', 'refunded', 'charged_back'].includes(standing);

import { expect, test } from 'vitest';
import { attemptStates, paymentStates } from '../../features/payments/rules.ts';
import type { PaymentStatus } from '../../features/payments/schema.ts';
import { isWaiting, standingOf } from './standing.ts';

type Seen = Pick<PaymentStatus, 'state' | 'attempt' | 'underReview'>;
const seen = (
  state: Seen['state'],
  attempt: NonNullable<Seen['attempt']>['state'] | null,
  underReview = false,
): Seen => ({
  state,
  attempt: attempt && { id: '018f0000-0000-7000-8000-000000000001', driver: 'fib', state: attempt },
  underReview,
});

test.each<[string, Seen, string]>([
  ['on its way', seen('pending', 'open'), 'pending'],
  ['no word from the gateway', seen('pending', 'in_doubt'), 'doubt'],
  ['a wrong sum came in', seen('pending', 'open', true), 'review'],
  ['declined', seen('failed', 'failed'), 'failed'],
  ['not paid in time', seen('failed', 'expired'), 'expired'],
  ['called off at the gateway', seen('failed', 'cancelled'), 'cancelled'],
  ['paid, though the last try was another', seen('paid', 'expired'), 'paid'],
  ['late money', seen('refund_due', 'refund_due'), 'refund'],
  ['taken back by the bank', seen('charged_back', 'charged_back'), 'charged_back'],
])('%s', (_, status, standing) => expect(standingOf(status)).toBe(standing));

test('money that has moved is never called unpaid', () => {
  for (const state of paymentStates)
    for (const attempt of attemptStates) {
      const standing = standingOf(seen(state, attempt));
      if (!['pending', 'failed'].includes(state))
        expect(['failed', 'expired', 'cancelled', 'pending']).not.toContain(standing);
      if (['failed', 'expired', 'cancelled'].includes(standing)) expect(isWaiting(standing)).toBe(true);
    }
});

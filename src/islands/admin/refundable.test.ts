import { expect, test } from 'vitest';
import type { GatewaySettings, OperatorPayment } from '../../client/admin-api.ts';
import { refundable, wayBack } from './refundable.ts';

const now = new Date('2026-11-21T12:00:00Z');
type Attempt = OperatorPayment['attempts'][number];
const attempt = (id: string, state: Attempt['state'], receivedAmount: number | null = null): Attempt => ({
  id,
  driver: 'stripe',
  ref: id,
  state,
  mode: 'once',
  agreementRef: null,
  amount: { amount: 1000, currency: 'USD' },
  receivedAmount,
  asks: 0,
  askedAt: null,
  expiresAt: null,
  createdAt: now.toISOString(),
});
const refund = (attemptId: string, state: OperatorPayment['refunds'][number]['state'], amount: number) =>
  ({ attemptId, state, amount: { amount, currency: 'USD' } }) as OperatorPayment['refunds'][number];

test('what is left is what came in, less all that goes back and has not failed', () => {
  const attempts = [attempt('a', 'failed'), attempt('b', 'paid')];
  expect(refundable({ attempts, refunds: [] })).toMatchObject({ left: 1000, received: 1000 });
  const refunds = [refund('b', 'done', 300), refund('b', 'by_hand', 200), refund('b', 'failed', 400)];
  expect(refundable({ attempts, refunds })).toMatchObject({ left: 500 });
  expect(refundable({ attempts, refunds: [refund('b', 'pending', 1000)] })).toBeNull();
  expect(refundable({ attempts: [attempt('a', 'open')], refunds: [] })).toBeNull();
});

test('what pays comes before what is owed back, and what arrived counts, not what was asked for', () => {
  const found = refundable({ attempts: [attempt('twice', 'refund_due'), attempt('first', 'paid', 700)], refunds: [] });
  expect(found).toMatchObject({ attempt: { id: 'first' }, left: 700 });
});

test('the way back is the gateway’s own where it is on and can', () => {
  const gateway = (power: string, connected = true) =>
    ({
      connected,
      powers: { refund: power, trust: 'hint', notifies: 'unknown', windows: { refundable: 1000 } },
    }) as unknown as GatewaySettings;
  const wish = { amount: 500, received: 1000, paidAt: now };
  expect(wayBack(gateway('partial'), wish, now)).toBe('gateway');
  expect(wayBack(gateway('full'), wish, now)).toBe('by_hand');
  expect(wayBack(gateway('partial'), wish, new Date(now.getTime() + 2000))).toBe('by_hand');
  expect(wayBack(gateway('partial', false), wish, now)).toBe('by_hand');
  expect(wayBack(undefined, wish, now)).toBe('by_hand');
});

import { expect, test } from 'vitest';
import type { SubscriptionView } from '../../features/subscriptions/schema.ts';
import { standingOf } from './standing.ts';

const now = new Date('2026-03-10T12:00:00Z');
const held = (changes: Partial<SubscriptionView> = {}): SubscriptionView => ({
  id: '018f0000-0000-7000-8000-000000000001',
  product: 'PRO',
  interval: 'month',
  price: { amount: 25_000, currency: 'IQD' },
  state: 'active',
  inForce: true,
  periodStart: '2026-02-20T00:00:00Z',
  periodEnd: '2026-03-20T00:00:00Z',
  graceUntil: null,
  cancelAtPeriodEnd: false,
  renewal: 'by_hand',
  driver: null,
  nextPayment: null,
  ending: null,
  endedAt: null,
  ...changes,
});

test.each<[string, Partial<SubscriptionView>, string]>([
  ['paid and running', {}, 'active'],
  ['one month that does not renew', { interval: 'once', cancelAtPeriodEnd: true }, 'once'],
  ['cancelled, still paid for', { cancelAtPeriodEnd: true }, 'ending'],
  ['not paid in time', { state: 'past_due', periodEnd: '2026-03-09T00:00:00Z' }, 'pastDue'],
  ['over, before the clock has come by', { periodEnd: '2026-03-10T11:00:00Z' }, 'pastDue'],
  ['cancelled and over, before the clock has come by', { cancelAtPeriodEnd: true, inForce: false }, 'over'],
  ['past its days of grace, before the clock has come by', { state: 'past_due', inForce: false }, 'over'],
  ['run out', { state: 'expired', inForce: false }, 'over'],
  ['given', { state: 'comp' }, 'given'],
  ['tried', { state: 'trialing' }, 'trial'],
  ['paid back', { state: 'refunded', inForce: false }, 'refunded'],
  ['taken back by the bank', { state: 'charged_back', inForce: false }, 'chargedBack'],
  ['pretended', { state: 'mock:past_due', periodEnd: '2026-03-10T00:00:00Z' }, 'pastDue'],
])('%s', (_, changes, standing) => expect(standingOf(held(changes), now)).toBe(standing));

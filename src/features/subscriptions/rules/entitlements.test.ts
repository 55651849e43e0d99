import { describe, expect, test } from 'vitest';
import {
  entitlements,
  entitlementTable,
  fullUntil,
  inForce,
  subscriptionLimits,
  tierOf,
  type Account,
  type Held,
} from './entitlements.ts';
import { subscriptionStates, type ProductId } from './states.ts';

const now = new Date('2026-03-10T12:00:00Z');
const hours = (n: number) => new Date(now.getTime() + n * 3_600_000);
const account = (role: Account['role'], customerKind: Account['customerKind'] = null): Account => ({
  role,
  customerKind,
  suspendedAt: null,
  deletedAt: null,
});
const held = (product: ProductId, changes: Partial<Held> = {}): Held => ({
  product,
  state: 'active',
  periodEnd: hours(240),
  pastDueSince: null,
  cancelAtPeriodEnd: false,
  ...changes,
});

/** product.md 3.3, typed once more from the page. */
test.each([
  ['inquiry.send', ['capped', 'capped', 'unlimited', 'unlimited', false, false, false]],
  ['inquiry.reply', [false, false, false, false, true, true, true]],
  ['contact.initiate', [false, false, true, true, false, false, false]],
  ['contact.reply', [false, false, 'as_partner', 'as_partner', 'any', 'any', 'any']],
  ['premium.view', [false, false, 'all', 'all', 'own', 'own', 'own_and_roster']],
  ['requests.create', [false, true, true, true, false, false, false]],
  ['requests.browse', [false, false, false, false, true, true, true]],
  ['requests.unlock', [false, false, false, false, true, true, true]],
  ['proposals.send', [false, false, false, false, true, true, true]],
  [
    'messaging.enabled',
    [false, 'own_requests', 'own_requests', 'own_requests', false, 'unlocked_requests', 'unlocked_requests'],
  ],
  ['bookings.request', [false, true, true, true, false, false, false]],
  ['credits.monthly', [0, 0, 0, 0, 3, 20, 60]],
  ['roster', [0, 0, 0, 0, 1, 1, 25]],
  ['seats', [0, 1, 1, 5, 1, 1, 5]],
  ['replies.suggested', [false, false, false, false, true, true, true]],
] as const)('%s', (what, row) => {
  const { visitor, individual, professional, company, FREE, PRO, AGENCY } = entitlementTable;
  expect([visitor, individual, professional, company, FREE, PRO, AGENCY].map((tier) => tier[what])).toEqual(row);
});

test('lists of talents: one of twenty, then as many as one likes, shared by a company', () => {
  const { visitor, individual, professional, company, FREE, PRO, AGENCY } = entitlementTable;
  expect([visitor, FREE, PRO, AGENCY].map(({ collections }) => collections)).toEqual([false, false, false, false]);
  expect(individual.collections).toEqual({ lists: 1, talents: 20, shared: false });
  expect(professional.collections).toEqual({ lists: null, talents: null, shared: false });
  expect(company.collections).toEqual({ lists: null, talents: null, shared: true });
});

test('a portfolio grows with the plan, and only talents have one', () => {
  const { visitor, individual, professional, company, FREE, PRO, AGENCY } = entitlementTable;
  expect([visitor, individual, professional, company].map(({ portfolio }) => portfolio)).toEqual(Array(4).fill(false));
  expect([FREE, PRO, AGENCY].map(({ portfolio }) => portfolio)).toEqual([
    { items: 12, megabytes: 150, videoMegabytes: 25 },
    { items: 60, megabytes: 2048, videoMegabytes: 100 },
    { items: 300, megabytes: 10240, videoMegabytes: 100 },
  ]);
});

describe('whose column counts', () => {
  test.each<[string, Account | null, Held | null, ReturnType<typeof tierOf>]>([
    ['nobody', null, null, 'visitor'],
    ['an individual', account('customer', 'individual'), null, 'individual'],
    ['a professional without a membership', account('customer', 'professional'), null, 'individual'],
    ['a professional with one', account('customer', 'professional'), held('professional'), 'professional'],
    ['a company with one', account('customer', 'company'), held('company'), 'company'],
    ['a professional with a company’s', account('customer', 'professional'), held('company'), 'individual'],
    ['a talent', account('talent'), null, 'FREE'],
    ['a talent with PRO', account('talent'), held('PRO'), 'PRO'],
    ['a talent with a membership', account('talent'), held('professional'), 'FREE'],
    ['an operator', account('admin'), held('PRO'), null],
    ['a newcomer', account(null), null, null],
    ['somebody suspended', { ...account('talent'), suspendedAt: now }, held('PRO'), null],
    ['somebody deleted', { ...account('talent'), deletedAt: now }, held('PRO'), null],
  ])('%s', (_, who, has, tier) => expect(tierOf(who, has, now)).toBe(tier));

  test('whoever has no column may do nothing', () =>
    expect(Object.values(entitlements(account('admin'), null, now)).filter(Boolean)).toEqual([]));
});

describe('how long each state gives everything', () => {
  test.each<[Held['state'], Partial<Held>, Date | null]>([
    ['active', {}, hours(72)],
    ['active', { cancelAtPeriodEnd: true }, now],
    ['trialing', {}, hours(72)],
    ['comp', {}, now],
    ['past_due', { pastDueSince: now }, hours(72)],
    ['past_due', { pastDueSince: hours(-10) }, hours(62)],
    ['past_due', { pastDueSince: now, cancelAtPeriodEnd: true }, hours(72)],
    ['expired', {}, null],
    ['refunded', {}, null],
    ['charged_back', {}, null],
    ['mock:active', {}, hours(72)],
    ['mock:past_due', {}, hours(72)],
    ['mock:expired', {}, null],
  ])('%s %o', (state, changes, until) =>
    expect(fullUntil(held('PRO', { state, periodEnd: now, ...changes }))).toEqual(until),
  );

  test('to the instant', () => {
    const due = held('PRO', { state: 'past_due', pastDueSince: now, periodEnd: now });
    const end = new Date(now.getTime() + subscriptionLimits.grace);
    expect(inForce(due, new Date(end.getTime() - 1))).toBe(true);
    expect(inForce(due, end)).toBe(false);
  });

  test('refunded, charged back and expired give nothing at once, whatever was paid for', () => {
    const gone = subscriptionStates.filter((state) => !inForce(held('PRO', { state, periodEnd: hours(1000) }), now));
    expect(gone).toEqual(['expired', 'refunded', 'charged_back', 'mock:expired']);
  });
});

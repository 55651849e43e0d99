import { describe, expect, test } from 'vitest';
import { tiers } from '../subscriptions/rules/entitlements.ts';
import { actingMayCall, isOver, mandateLimits, mayAccept, mayInvite, roomOf, type Account } from './rules.ts';

const account = (tier: Account['tier'], role: Account['role'] = 'customer'): Account => ({
  role,
  tier,
  suspended: false,
  deleted: false,
});
const why = (decision: { ok: boolean; why?: string }) => (decision.ok ? 'ok' : decision.why);

test('others’ places by plan: the own login is one seat, a roster of one is the talent alone', () => {
  expect(tiers.map((tier) => [tier, roomOf(tier, 'seat'), roomOf(tier, 'roster')])).toEqual([
    ['visitor', 0, 0],
    ['individual', 0, 0],
    ['professional', 0, 0],
    ['company', 4, 0],
    ['FREE', 0, 0],
    ['PRO', 0, 0],
    ['AGENCY', 4, 25],
  ]);
  expect(roomOf(null, 'seat')).toBe(0);
});

test.each([
  ['a company', account('company'), 'seat', 3, 'ok'],
  ['a full company', account('company'), 'seat', 4, 'no_room'],
  ['a company, talents', account('company'), 'roster', 0, 'role_not_allowed'],
  ['a lapsed company', account('individual'), 'seat', 0, 'upgrade_required'],
  ['an agency', account('AGENCY', 'talent'), 'roster', 24, 'ok'],
  ['a full agency', account('AGENCY', 'talent'), 'roster', 25, 'no_room'],
  ['a talent', account('PRO', 'talent'), 'roster', 0, 'upgrade_required'],
  ['an operator', account(null, 'admin'), 'seat', 0, 'role_not_allowed'],
] as const)('%s invites', (_, who, kind, taken, answer) => expect(why(mayInvite(who, kind, taken))).toBe(answer));

describe('who accepts', () => {
  const person = { role: null, suspended: false, deleted: false, onboarded: false, isAccount: false, holdsOne: false };
  const seat = { kind: 'seat', taken: 0, expired: false } as const;
  const roster = { ...seat, kind: 'roster' } as const;
  const talent = { ...person, role: 'talent', onboarded: true } as const;
  const company = account('company');
  const agency = account('AGENCY', 'talent');
  test.each([
    ['a newcomer, a seat', person, company, seat, 'ok'],
    ['a customer, a seat', { ...person, role: 'customer' as const }, company, seat, 'ok'],
    ['a talent, a company’s seat', talent, company, seat, 'role_not_allowed'],
    ['a customer, an agency’s seat', { ...person, role: 'customer' as const }, agency, seat, 'role_not_allowed'],
    ['an operator', { ...person, role: 'admin' as const }, company, seat, 'role_not_allowed'],
    ['a talent, a roster', talent, agency, roster, 'ok'],
    ['a newcomer, a roster', person, agency, roster, 'role_not_allowed'],
    ['the account itself', { ...talent, isAccount: true }, agency, roster, 'own_invitation'],
    ['somebody who has one', { ...talent, holdsOne: true }, agency, roster, 'already_member'],
    ['too late', person, company, { ...seat, expired: true }, 'invitation_over'],
    ['of somebody suspended', person, { ...company, suspended: true }, seat, 'invitation_over'],
    ['where all is taken', person, company, { ...seat, taken: 4 }, 'no_room'],
    ['where the plan has lapsed', person, account('individual'), seat, 'no_room'],
  ] as const)('%s', (_, who, from, what, answer) => expect(why(mayAccept(who, from, what))).toBe(answer));
});

test('an invitation is over after its fourteen days', () => {
  const at = new Date('2026-03-01T00:00:00Z');
  expect(isOver(at, new Date(at.getTime() + mandateLimits.open - 1))).toBe(false);
  expect(isOver(at, new Date(at.getTime() + mandateLimits.open))).toBe(true);
});

test.each([
  ['POST', '/api/contacts', true, true],
  ['POST', '/api/bookings', true, true],
  ['GET', '/api/threads', true, true],
  ['PATCH', '/api/profile', true, true],
  ['GET', '/api/me', true, true],
  ['PATCH', '/api/me', false, false],
  ['POST', '/api/me/onboarding', false, false],
  ['GET', '/api/accounts/seats', false, false],
  ['POST', '/api/accounts/seats/', false, false],
  ['GET', '/api/agents/keys', false, false],
  ['POST', '/api/agents/suggestions/1/use', true, true],
  ['GET', '/api/subscription', true, false],
  ['POST', '/api/subscription/cancel', false, false],
  ['POST', '/api/purchases', true, false],
  ['POST', '/api/payments/create', true, false],
  ['GET', '/api/earnings', true, false],
  ['GET', '/api/earnings/account', false, false],
  ['PUT', '/api/earnings/account/', false, false],
  ['POST', '/api/profile/unpublish', false, false],
  ['PUT', '/api/notifications/choices', false, false],
  ['GET', '/api/admin/cases', false, false],
] as const)('%s %s by a seat: %s, for a roster: %s', (method, path, seat, roster) => {
  expect(actingMayCall('seat', method, path)).toBe(seat);
  expect(actingMayCall('roster', method, path)).toBe(roster);
});

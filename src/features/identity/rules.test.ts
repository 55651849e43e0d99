import { describe, expect, test } from 'vitest';
import {
  accountKinds,
  decideOnboarding,
  inGoodStanding,
  isTimeZone,
  ofApproved,
  ofRole,
  requireApproved,
  requireRole,
  roles,
  type Approval,
  type Standing,
} from './rules.ts';

const at = new Date('2026-03-02T09:00:00Z');
const customer: Standing = { role: 'customer', onboardedAt: at, suspendedAt: null, deletedAt: null };
const newcomer: Standing = { role: null, onboardedAt: null, suspendedAt: null, deletedAt: null };

describe('who may act at all', () => {
  test.each<[string, Standing | undefined, string]>([
    ['nobody yet', undefined, 'onboarding_required'],
    ['a newcomer', newcomer, 'onboarding_required'],
    ['a customer', customer, 'ok'],
    ['suspended', { ...customer, suspendedAt: at }, 'account_suspended'],
    ['suspended before choosing a kind', { ...newcomer, suspendedAt: at }, 'account_suspended'],
    ['deleted', { ...customer, deletedAt: at }, 'unauthenticated'],
    ['deleted and suspended', { ...customer, suspendedAt: at, deletedAt: at }, 'unauthenticated'],
  ])('%s: %s', (_, who, answer) => {
    const decision = inGoodStanding(who);
    expect(decision.ok ? 'ok' : decision.why).toBe(answer);
  });

  test('each role passes where it is wanted and nowhere else', () => {
    for (const role of roles)
      for (const wanted of roles) expect(ofRole({ ...customer, role }, [wanted]).ok).toBe(role === wanted);
  });

  test('suspension is said before the role is', () => {
    expect(() => requireRole({ ...customer, suspendedAt: at }, 'talent')).toThrow('account_suspended');
    expect(() => requireRole(customer, 'talent')).toThrow('role_not_allowed');
  });
});

describe('who may reach others, where new accounts are looked at', () => {
  const approved = { ...customer, approval: 'approved' as const };
  test.each<[string, Standing & { approval: Approval }, string]>([
    ['approved', approved, 'ok'],
    ['waiting', { ...approved, approval: 'waiting' }, 'approval_pending'],
    ['refused', { ...approved, approval: 'refused' }, 'approval_refused'],
    ['waiting and suspended', { ...approved, approval: 'waiting', suspendedAt: at }, 'account_suspended'],
    ['waiting and deleted', { ...approved, approval: 'waiting', deletedAt: at }, 'unauthenticated'],
    ['nobody yet', { ...newcomer, approval: 'approved' }, 'onboarding_required'],
  ])('%s: %s', (_, who, answer) => {
    const decision = ofApproved(who);
    expect(decision.ok ? 'ok' : decision.why).toBe(answer);
    // and they still read and prepare what is their own
    if (answer.startsWith('approval')) expect(inGoodStanding(who).ok).toBe(true);
  });

  test('the role is said before the approval, and only a role that is asked for', () => {
    const waiting = { ...approved, approval: 'waiting' as const };
    expect(() => requireApproved(waiting, 'talent')).toThrow('role_not_allowed');
    expect(() => requireApproved(waiting, 'customer')).toThrow('approval_pending');
    expect(() => requireApproved(waiting)).toThrow('approval_pending');
    expect(requireApproved(approved)).toEqual(approved);
  });
});

test('a kind is chosen once, and each kind is one role', () => {
  expect(accountKinds.map((kind) => decideOnboarding(newcomer, kind))).toEqual([
    { ok: true, value: { role: 'customer', customerKind: 'individual', plan: null } },
    { ok: true, value: { role: 'customer', customerKind: 'professional', plan: null } },
    { ok: true, value: { role: 'customer', customerKind: 'company', plan: null } },
    { ok: true, value: { role: 'talent', customerKind: null, plan: 'FREE' } },
    // an agency is a talent who manages others; its plan is bought later
    { ok: true, value: { role: 'talent', customerKind: null, plan: 'FREE' } },
  ]);
  expect(decideOnboarding(customer, 'talent')).toEqual({ ok: false, why: 'already_onboarded' });
  expect(decideOnboarding({ ...newcomer, suspendedAt: at }, 'talent')).toEqual({ ok: false, why: 'account_suspended' });
});

test.each([
  ['Asia/Baghdad', true],
  ['Africa/Casablanca', true],
  ['UTC', true],
  ['America/Argentina/Buenos_Aires', true],
  ['Etc/GMT+3', true],
  ['', false],
  ['+03:00', false],
  ['Asia/Atlantis', false],
  ['../etc/passwd', false],
  ['Asia/Baghdad; drop table users', false],
])('%j as a time zone: %s', (name, known) => expect(isTimeZone(name)).toBe(known));

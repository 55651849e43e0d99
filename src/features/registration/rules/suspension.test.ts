import { describe, expect, test } from 'vitest';
import { decideSuspension } from './suspension.ts';

describe('suspending', () => {
  test.each([
    ['a customer', { suspended: false, role: 'customer', own: false }, 'suspended', null],
    ['a talent', { suspended: false, role: 'talent', own: false }, 'suspended', null],
    ['somebody who has not said what for', { suspended: false, role: null, own: false }, 'suspended', null],
    ['somebody suspended', { suspended: true, role: 'customer', own: false }, 'suspended', 'wrong_state'],
    ['another operator', { suspended: false, role: 'admin', own: false }, 'suspended', 'role_not_allowed'],
    ['oneself', { suspended: false, role: 'admin', own: true }, 'suspended', 'role_not_allowed'],
    ['and giving back', { suspended: true, role: 'talent', own: false }, 'reinstated', null],
    ['what was never taken', { suspended: false, role: 'talent', own: false }, 'reinstated', 'wrong_state'],
    ['a suspended operator, back', { suspended: true, role: 'admin', own: false }, 'reinstated', null],
  ] as const)('%s', (_, facts, to, why) => {
    const decision = decideSuspension(facts, to);
    expect(decision.ok ? null : decision.why).toBe(why);
  });
});

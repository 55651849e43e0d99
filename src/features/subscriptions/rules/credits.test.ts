import { describe, expect, test } from 'vitest';
import { decideReturn, decideSpend, emptyPurse, usablePurse } from './credits.ts';

const now = new Date('2026-03-02T09:00:00Z');
const april = new Date('2026-04-01T00:00:00Z');
const march = new Date('2026-03-01T00:00:00Z');
const allowance = { amount: 3, until: april, source: 'free:2026-03' };

describe('a look at the purse', () => {
  test('promises this month’s to whoever never looked', () =>
    expect(usablePurse(emptyPurse, allowance, [], now)).toEqual({ monthly: 3, bought: 0 }));
  test('promises them once', () => {
    const purse = { monthly: 1, monthlyUntil: april, bought: 4 };
    expect(usablePurse(purse, allowance, ['free:2026-03'], now)).toEqual({ monthly: 1, bought: 4 });
  });
  test('counts nothing that ran out', () => {
    const old = { monthly: 2, monthlyUntil: march, bought: 1 };
    expect(usablePurse(old, null, [], now)).toEqual({ monthly: 0, bought: 1 });
    expect(usablePurse(old, allowance, ['free:2026-02'], now)).toEqual({ monthly: 3, bought: 1 });
  });
  test('says what can be spent', () => {
    const old = { monthly: 2, monthlyUntil: march, bought: 0 };
    expect(decideSpend(old, 1, now)).toBeNull();
    expect(usablePurse(old, null, [], now).monthly).toBe(0);
  });
});

describe('a credit that comes back', () => {
  const running = { monthly: 2, monthlyUntil: april, bought: 0 };
  test.each([
    ['bought', null, running, 'bought'],
    ['bought', april, running, 'bought'],
    ['monthly', april, running, 'monthly'],
    ['monthly', now, { ...running, monthlyUntil: now }, 'bought'],
    ['monthly', march, running, 'bought'],
    ['monthly', april, { ...running, monthlyUntil: new Date('2026-03-20T00:00:00Z') }, 'bought'],
    ['monthly', april, emptyPurse, 'bought'],
    ['monthly', null, running, 'bought'],
  ] as const)('%s, of a month until %o, into %o: %s', (purse, monthEnds, kept, to) =>
    expect(decideReturn({ purse, monthEnds }, kept, now)).toBe(to),
  );
});

import { describe, expect, test } from 'vitest';
import { cancellationPolicies, cancellationTerms, percentBack, refundOnCancel } from './cancellation.ts';

const startsAt = new Date('2026-06-10T09:00:00Z');
const before = (hours: number, seconds = 0) => new Date(startsAt.getTime() - hours * 3_600_000 - seconds * 1000);

describe('what comes back to a customer who cancels', () => {
  test.each([
    ['flexible', 24, 100],
    ['flexible', 23, 50],
    ['flexible', 0, 50],
    ['flexible', -1, 0],
    ['moderate', 72, 100],
    ['moderate', 71, 50],
    ['moderate', 24, 50],
    ['moderate', 23, 0],
    ['strict', 720, 100],
    ['strict', 719, 50],
    ['strict', 168, 50],
    ['strict', 167, 0],
  ] as const)('%s, %i hours before the start: %i of a hundred', (policy, hours, percent) =>
    expect(percentBack(cancellationTerms[policy], startsAt, before(hours))).toBe(percent),
  );

  test.each(cancellationPolicies)('%s: never less for who cancels earlier', (policy) => {
    const hours = Array.from({ length: 800 }, (_, at) => 799 - at);
    const shares = hours.map((left) => percentBack(cancellationTerms[policy], startsAt, before(left)));
    expect(shares.toSorted((a, b) => b - a)).toEqual(shares);
  });

  test('a second too late is too late', () => {
    expect(percentBack(cancellationTerms.moderate, startsAt, before(72))).toBe(100);
    expect(percentBack(cancellationTerms.moderate, startsAt, before(72, -1))).toBe(50);
  });
});

test('a talent who cancels gives everything back, however late', () =>
  expect(refundOnCancel(cancellationTerms.strict, { price: 350_001, startsAt }, 'talent', before(-1))).toEqual({
    back: 350_001,
    kept: 0,
  }));

test('nothing is lost in halves: a part of a dinar is the customer’s', () => {
  const split = refundOnCancel(cancellationTerms.flexible, { price: 350_001, startsAt }, 'customer', before(1));
  expect(split).toEqual({ back: 175_001, kept: 175_000 });
});

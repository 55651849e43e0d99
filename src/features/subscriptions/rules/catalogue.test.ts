import { describe, expect, test } from 'vitest';
import { currencies } from '../../../core/money.ts';
import { creditPacks, decideBuy, memberships, sellsTo, talentPlans, type Wish } from './catalogue.ts';
import { intervals, productIds } from './states.ts';

const talent = { role: 'talent', customerKind: null } as const;
const professional = { role: 'customer', customerKind: 'professional' } as const;
const wish = (changes: Partial<Wish>): Wish => ({
  product: 'PRO',
  interval: 'month',
  credits: null,
  recurring: false,
  ...changes,
});

test('every product has a whole price above nothing in every currency and interval', () => {
  const priced = [...talentPlans, ...memberships].flatMap(({ id, prices }) => (prices ? [{ id, prices }] : []));
  expect(priced.map(({ id }) => id).sort()).toEqual([...productIds].sort());
  for (const { prices } of priced)
    for (const interval of intervals)
      for (const currency of currencies) {
        const { amount, currency: named } = prices[interval][currency];
        expect(named).toBe(currency);
        expect(Number.isSafeInteger(amount) && amount > 0).toBe(true);
      }
});

test('a dinar is the unit, a dirham has a hundred', () => {
  const pro = talentPlans.find(({ id }) => id === 'PRO')?.prices?.month;
  expect(pro?.IQD).toEqual({ amount: 25_000, currency: 'IQD' });
  expect(pro?.MAD).toEqual({ amount: 9900, currency: 'MAD' });
});

test('a year is cheaper than twelve months, a month alone dearer than one that renews, a large pack cheaper by the credit', () => {
  for (const { prices } of [...talentPlans, ...memberships])
    for (const currency of prices ? currencies : []) {
      expect(prices!.year[currency].amount).toBeLessThan(12 * prices!.month[currency].amount);
      expect(prices!.once[currency].amount).toBeGreaterThan(prices!.month[currency].amount);
    }
  for (const currency of currencies) {
    const each = creditPacks.map(({ credits, price }) => price[currency].amount / credits);
    expect(each).toEqual([...each].sort((a, b) => b - a));
  }
});

describe('who may buy what', () => {
  test.each([
    ['a talent', talent, ['PRO', 'AGENCY', 'credits']],
    ['an individual', { role: 'customer', customerKind: 'individual' }, []],
    ['a professional', professional, ['professional']],
    ['a company', { role: 'customer', customerKind: 'company' }, ['company']],
    ['an operator', { role: 'admin', customerKind: null }, []],
    ['a newcomer', { role: null, customerKind: null }, []],
  ] as const)('%s', (_, who, list) =>
    expect([...productIds, 'credits' as const].filter((product) => sellsTo(product, who)).sort()).toEqual(
      [...list].sort(),
    ),
  );

  test.each<[string, Wish, string]>([
    ['a plan each month', wish({}), '25000'],
    ['a plan each month, by itself', wish({ recurring: true }), '25000'],
    ['one month, by itself', wish({ interval: 'once', recurring: true }), 'invalid'],
    ['a pack', wish({ product: 'credits', interval: 'once', credits: 25 }), '22000'],
    ['a pack there is not', wish({ product: 'credits', interval: 'once', credits: 11 }), 'invalid'],
    ['a pack each month', wish({ product: 'credits', interval: 'month', credits: 10 }), 'invalid'],
    ['a plan with credits in it', wish({ credits: 10 }), 'invalid'],
    ['somebody else’s product', wish({ product: 'company' }), 'role_not_allowed'],
  ])('%s', (_, what, outcome) => {
    const decided = decideBuy(talent, what, 'IQD', ['IQD']);
    expect(decided.ok ? String(decided.value.amount) : decided.why).toBe(outcome);
  });

  test('only what this deploy sells in', () =>
    expect(decideBuy(talent, wish({}), 'USD', ['IQD', 'MAD'])).toEqual({ ok: false, why: 'wrong_currency' }));
});

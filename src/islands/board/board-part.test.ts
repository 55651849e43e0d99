import { describe, expect, test } from 'vitest';
import { boardMessages } from '../../i18n/catalogs/board.ts';
import { translator } from '../../i18n/translate.ts';
import {
  addressOf,
  boardHref,
  budgetText,
  daysText,
  filtersIn,
  filtersOf,
  keptOf,
  narrowedBy,
  noFilters,
  queryOf,
  type Filters,
} from './board-part.ts';

const full: Filters = {
  q: 'حنّة & عرس',
  category: 'photographer',
  city: 'baghdad',
  currency: 'IQD',
  budgetFrom: 200_000,
  startsFrom: '2026-12-01',
  startsUntil: '2026-12-31',
  checked: true,
  unlocked: true,
  sort: 'budget',
};

describe('the filters in the address', () => {
  test('say nothing when the board is not narrowed', () => {
    expect(addressOf(noFilters)).toBe('');
    expect(filtersIn('')).toEqual(noFilters);
    expect(narrowedBy(noFilters)).toBe(0);
  });
  test('come back as they were said', () => {
    expect(filtersIn(addressOf(full))).toEqual(full);
    expect(boardHref('ar', { ...noFilters, city: 'erbil' })).toBe('/ar/providers/marketplace/?city=erbil');
  });
  test('leave out what nobody can mean', () => {
    expect(
      filtersIn(
        '?category=wizard&city=atlantis&currency=BTC&budgetFrom=-5&startsFrom=soon&startsUntil=2026-13-40&sort=best',
      ),
    ).toEqual(noFilters);
    expect(filtersIn('?currency=IQD&budgetFrom=1.5').budgetFrom).toBeNull();
    expect(filtersIn(`?q=${'x'.repeat(300)}`).q).toHaveLength(120);
  });
  test('compare sums within one currency alone', () => {
    expect(filtersIn('?budgetFrom=200000')).toEqual(noFilters);
    expect(filtersIn('?sort=budget').sort).toBe('newest');
    expect(queryOf({ ...noFilters, budgetFrom: 5 })).toEqual({});
  });
  test('are counted as a person counts them: a sum and its currency are one, the order is none', () => {
    expect(narrowedBy({ ...noFilters, sort: 'soonest' })).toBe(0);
    expect(narrowedBy({ ...noFilters, currency: 'IQD', budgetFrom: 5 })).toBe(1);
    expect(narrowedBy(full)).toBe(8);
  });
});

test('a saved search keeps what it looks for, not what only asks about the reader, nor the order', () => {
  expect(filtersOf(keptOf(full))).toEqual({ ...full, checked: false, unlocked: false, sort: 'newest' });
});

describe('what a card says', () => {
  const t = translator('en', boardMessages.en);
  test('of money: one sum, a range, or a limit', () => {
    const say = (min: number | null) => budgetText({ locale: 'en', t }, { currency: 'USD', min, max: 40_000 });
    expect([say(null), say(20_000), say(40_000)]).toEqual(['up to US$400', 'US$200 – US$400', 'US$400']);
  });
  test('of days: one, or from when to when', () => {
    const say = (endsOn: string | null) => daysText('en', { startsOn: '2026-12-07', endsOn, city: 'baghdad' });
    expect(say(null)).toBe('Monday, 7 December 2026');
    expect(say('2026-12-07')).toBe(say(null));
    expect(say('2026-12-09')).toBe('7 December 2026 – 9 December 2026');
  });
});

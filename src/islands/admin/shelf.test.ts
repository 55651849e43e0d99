import { expect, test } from 'vitest';
import type { FeaturedPlace } from '../../features/showcase/schema/featured.ts';
import { differs, itemsOf, moved, placeOf } from './shelf.ts';

const kept: FeaturedPlace[] = ['a', 'b', 'c'].map((id) => ({
  talent: { id, slug: id, displayName: id, category: 'dj', city: 'erbil', avatar: null },
  startsAt: id === 'b' ? '2026-12-01T15:30:00.000Z' : null,
  endsAt: null,
  state: 'shown',
}));

test.each([
  [0, 1, 'bac'],
  [1, -1, 'bac'],
  [2, 1, 'abc'],
  [0, -1, 'abc'],
] as const)('from place %i by %i', (at, by, order) => expect(moved([...'abc'], at, by).join('')).toBe(order));

test('a shelf that was only looked at has nothing to save', () => {
  const places = kept.map(placeOf);
  expect(differs(places, kept)).toBe(false);
  expect(differs(moved(places, 0, 1), kept)).toBe(true);
  expect(differs(places.slice(1), kept)).toBe(true);
  expect(differs([{ ...places[0]!, until: '2026-12-24' }, ...places.slice(1)], kept)).toBe(true);
});

test('days are sent as moments, and none as none', () =>
  expect(itemsOf(kept.map(placeOf)).map(({ startsAt, endsAt }) => [startsAt, endsAt])).toEqual([
    [null, null],
    ['2026-12-01T15:30:00.000Z', null],
    [null, null],
  ]));

test('a new day begins at midnight', () =>
  expect(itemsOf([{ ...placeOf(kept[1]!), from: '2026-12-02' }])[0]?.startsAt).toBe('2026-12-02T00:00:00.000Z'));

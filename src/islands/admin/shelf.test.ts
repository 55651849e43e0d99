import { parseDate } from '@internationalized/date';
import { describe, expect, test } from 'vitest';
import type { FeaturedPlace } from '../../features/showcase/schema/featured.ts';
import { differs, isWindow, itemsOf, moved, placeOf, runsBackward, type Place } from './shelf.ts';

const baghdad = 'Asia/Baghdad';
const kept: FeaturedPlace[] = ['a', 'b', 'c'].map((id) => ({
  talent: { id, slug: id, displayName: id, category: 'dj', city: 'erbil', avatar: null },
  startsAt: id === 'b' ? '2026-12-01T15:30:00.000Z' : null,
  endsAt: null,
  state: 'shown',
}));
const places = (zone = baghdad) => kept.map((place) => placeOf(place, zone));

test.each([
  [0, 1, 'bac'],
  [1, -1, 'bac'],
  [2, 1, 'abc'],
  [0, -1, 'abc'],
] as const)('from place %i by %i', (at, by, order) => expect(moved([...'abc'], at, by).join('')).toBe(order));

test('a shelf that was only looked at has nothing to save, on whatever clock', () => {
  for (const zone of [baghdad, 'UTC', 'Pacific/Kiritimati', 'America/Los_Angeles'])
    expect(differs(places(zone), kept, zone), zone).toBe(false);
  const [first, ...rest] = places();
  expect(differs(moved(places(), 0, 1), kept, baghdad)).toBe(true);
  expect(differs(rest, kept, baghdad)).toBe(true);
  expect(differs([{ ...first!, until: parseDate('2026-12-24') }, ...rest], kept, baghdad)).toBe(true);
});

test('an hour that was set otherwise stays while its day does, and none stays none', () =>
  expect(itemsOf(places(), baghdad).map(({ startsAt, endsAt }) => [startsAt, endsAt])).toEqual([
    [null, null],
    ['2026-12-01T15:30:00.000Z', null],
    [null, null],
  ]));

describe('days are the operator’s', () => {
  const place = (from: string | null, until: string | null): Place => ({
    ...places()[0]!,
    from: from === null ? null : parseDate(from),
    until: until === null ? null : parseDate(until),
  });
  const sent = (from: string | null, until: string | null, zone: string) => {
    const [item] = itemsOf([place(from, until)], zone);
    return [item?.startsAt ?? null, item?.endsAt ?? null];
  };

  test.each([
    ['in Baghdad', baghdad, '2026-12-02', '2026-12-02', '2026-12-01T21:00:00.000Z', '2026-12-02T21:00:00.000Z'],
    ['at UTC', 'UTC', '2026-12-02', '2026-12-03', '2026-12-02T00:00:00.000Z', '2026-12-04T00:00:00.000Z'],
    // the clock goes back on 25 October 2026: that day has 25 hours
    ['in Paris', 'Europe/Paris', '2026-10-25', '2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
    // and forward on 28 March 2027: 23 hours
    ['in Paris', 'Europe/Paris', '2027-03-28', '2027-03-28', '2027-03-27T23:00:00.000Z', '2027-03-28T22:00:00.000Z'],
    // Egypt's clock leaps from midnight to one: the day begins at one
    ['in Cairo', 'Africa/Cairo', '2026-04-24', '2026-04-24', '2026-04-23T22:00:00.000Z', '2026-04-24T21:00:00.000Z'],
    // Morocco's clock goes back for Ramadan on 15 February 2026 at three, and forward after it
    [
      'in Casablanca',
      'Africa/Casablanca',
      '2026-02-15',
      '2026-02-15',
      '2026-02-14T23:00:00.000Z',
      '2026-02-16T00:00:00.000Z',
    ],
  ])('%s: the first begins at midnight, the last is over at the next', (_, zone, from, until, startsAt, endsAt) => {
    expect(sent(from, until, zone)).toEqual([startsAt, endsAt]);
    // and what is kept is read as the same days
    const read = placeOf({ ...kept[0]!, startsAt, endsAt }, zone);
    expect([read.from?.toString(), read.until?.toString()]).toEqual([from, until]);
  });

  test('none is none', () => expect(sent(null, null, baghdad)).toEqual([null, null]));

  test('a day that was changed takes the day’s beginning, not the old hour', () => {
    const changed = { ...placeOf(kept[1]!, baghdad), from: parseDate('2026-12-02') };
    expect(itemsOf([changed], baghdad)[0]?.startsAt).toBe('2026-12-01T21:00:00.000Z');
  });

  test.each([
    ['2026-12-02', '2026-12-02', false],
    ['2026-12-02', '2026-12-01', true],
    [null, '2026-12-01', false],
    ['2026-12-02', null, false],
  ] as const)('%s to %s', (from, until, backward) => {
    expect(runsBackward(place(from, until))).toBe(backward);
    expect(isWindow(place(from, until))).toBe(!backward);
  });

  test('a year that is still being typed is none', () => {
    expect(isWindow(place('0002-12-02', null))).toBe(false);
    expect(isWindow(place(null, '0202-12-02'))).toBe(false);
  });
});

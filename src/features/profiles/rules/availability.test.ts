import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { noTerms } from './availability-limits.ts';
import { decideSlot, freeSlots, isFree, nextFreeDays, type Availability, type Period } from './availability.ts';

const everyDay = (startsAt: string, endsAt: string) =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, startsAt, endsAt }));
const talent = (more: Partial<Availability> = {}): Availability => ({
  timeZone: 'Asia/Baghdad',
  hours: everyDay('09:00', '17:00'),
  exceptions: [],
  busy: [],
  terms: noTerms,
  ...more,
});
const long = new Date('2026-02-01T00:00:00Z');
const wall = (at: Date, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
const onDay = (availability: Availability, day: string, durationMinutes: number, now = long) => {
  const start = Temporal.PlainDate.from(day).toZonedDateTime(availability.timeZone);
  const period = { from: new Date(start.epochMilliseconds), until: new Date(start.add({ days: 1 }).epochMilliseconds) };
  return freeSlots(availability, { ...period, durationMinutes, now });
};
const times = (slots: Period[], timeZone: string) =>
  slots.map(({ startsAt }) => wall(startsAt, timeZone).toPlainTime().toString({ smallestUnit: 'minute' }));
const period = (startsAt: string, endsAt: string): Period => ({
  startsAt: new Date(startsAt),
  endsAt: new Date(endsAt),
});

describe('an ordinary day', () => {
  test('starts every half hour while the work still fits', () => {
    expect(times(onDay(talent({ hours: everyDay('09:00', '11:00') }), '2026-03-02', 60), 'Asia/Baghdad')).toEqual([
      '09:00',
      '09:30',
      '10:00',
    ]);
  });
  test('Baghdad at nine is six in UTC', () => {
    expect(onDay(talent(), '2026-03-02', 480)).toEqual([period('2026-03-02T06:00:00Z', '2026-03-02T14:00:00Z')]);
  });
  test('busy times are left out, and touching them is fine', () => {
    const busy = [period('2026-03-02T07:00:00Z', '2026-03-02T08:00:00Z')];
    expect(times(onDay(talent({ hours: everyDay('09:00', '12:00'), busy }), '2026-03-02', 60), 'Asia/Baghdad')).toEqual(
      ['09:00', '11:00'],
    );
  });
  test('what has begun is gone', () => {
    expect(
      times(
        onDay(talent({ hours: everyDay('09:00', '11:00') }), '2026-03-02', 60, new Date('2026-03-02T06:00:00Z')),
        'Asia/Baghdad',
      ),
    ).toEqual(['09:30', '10:00']);
  });
  test('a closed day, and a day with other hours', () => {
    const exceptions = [
      { day: '2026-03-02', startsAt: null, endsAt: null },
      { day: '2026-03-03', startsAt: '20:00', endsAt: '21:00' },
    ];
    expect(onDay(talent({ exceptions }), '2026-03-02', 60)).toEqual([]);
    expect(times(onDay(talent({ exceptions }), '2026-03-03', 60), 'Asia/Baghdad')).toEqual(['20:00']);
  });
  test('an evening runs on past midnight', () => {
    const hours = [
      { weekday: 5, startsAt: '22:00:00', endsAt: '24:00:00' },
      { weekday: 6, startsAt: '00:00:00', endsAt: '02:00:00' },
    ];
    expect(times(onDay(talent({ hours }), '2026-03-06', 180), 'Asia/Baghdad')).toEqual(['22:00', '22:30', '23:00']);
    expect(isFree(talent({ hours }), period('2026-03-06T20:30:00Z', '2026-03-06T22:30:00Z'))).toBe(true);
  });
  test('no hours, no slots', () => {
    expect(onDay(talent({ hours: [] }), '2026-03-02', 60)).toEqual([]);
    expect(nextFreeDays(talent({ hours: [] }), { now: long, durationMinutes: 60, count: 3, horizonDays: 60 })).toEqual(
      [],
    );
  });
});

describe('work longer than a day’s hours', () => {
  const hours = [1, 2, 3, 4].map((weekday) => ({ weekday, startsAt: '09:00', endsAt: '17:00' }));
  const threeDays = 3 * 1440;
  test('begins within hours and runs over open days only', () => {
    // Monday to Thursday are open: Monday fits, Tuesday afternoon would end on Friday
    expect(times(onDay(talent({ hours }), '2026-03-02', threeDays), 'Asia/Baghdad')[0]).toBe('09:00');
    expect(onDay(talent({ hours }), '2026-03-03', threeDays)).toEqual([]);
    expect(decideSlot(talent({ hours }), period('2026-03-02T06:00:00Z', '2026-03-05T06:00:00Z'), long).ok).toBe(true);
    expect(decideSlot(talent({ hours }), period('2026-03-02T20:00:00Z', '2026-03-05T20:00:00Z'), long)).toEqual({
      ok: false,
      why: 'not_available',
    });
  });
});

describe('when the clocks change', () => {
  // Morocco: from UTC+1 to UTC+0 for Ramadan at 03:00 on 15 February 2026, and back at 02:00 on 22 March 2026
  const casablanca = (more: Partial<Availability> = {}) =>
    talent({ timeZone: 'Africa/Casablanca', hours: everyDay('09:00', '11:00'), ...more });
  test('nine stays nine in Casablanca, an hour later for the world during Ramadan', () => {
    const nine = (day: string) => onDay(casablanca(), day, 60)[0]?.startsAt.toISOString();
    expect([nine('2026-02-14'), nine('2026-02-15'), nine('2026-03-21'), nine('2026-03-22')]).toEqual([
      '2026-02-14T08:00:00.000Z',
      '2026-02-15T09:00:00.000Z',
      '2026-03-21T09:00:00.000Z',
      '2026-03-22T08:00:00.000Z',
    ]);
  });
  test('an hour that is there twice can be worked twice', () => {
    const night = casablanca({ hours: everyDay('01:00', '04:00') });
    expect(times(onDay(night, '2026-02-15', 60), 'Africa/Casablanca')).toEqual([
      '01:00',
      '01:30',
      '02:00',
      '02:30',
      '02:00',
      '02:30',
      '03:00',
    ]);
    const withWednesday = casablanca({
      hours: [...everyDay('01:00', '04:00'), { weekday: 3, startsAt: '09:00', endsAt: '18:00' }],
    });
    expect(onDay(withWednesday, '2026-02-14', 240)).toEqual([]);
    expect(times(onDay(withWednesday, '2026-02-15', 240), 'Africa/Casablanca')).toEqual(['01:00']);
  });
  test('an hour that is skipped cannot be worked', () => {
    const night = casablanca({ hours: everyDay('01:00', '04:00') });
    expect(times(onDay(night, '2026-03-22', 60), 'Africa/Casablanca')).toEqual(['01:00', '01:30', '03:00']);
    expect(onDay(casablanca({ hours: everyDay('02:00', '03:00') }), '2026-03-22', 15)).toEqual([]);
    expect(onDay(casablanca({ hours: everyDay('01:00', '02:30') }), '2026-03-22', 60)).toHaveLength(1);
  });
});

describe('the next free days', () => {
  const wish = { durationMinutes: 60, count: 3, horizonDays: 60 };
  test('count by the talent’s calendar', () => {
    // 22:30 on Monday in UTC is already Tuesday in Baghdad
    expect(nextFreeDays(talent(), { ...wish, now: new Date('2026-03-02T22:30:00Z') })).toEqual([
      '2026-03-03',
      '2026-03-04',
      '2026-03-05',
    ]);
    expect(nextFreeDays(talent(), { ...wish, now: new Date('2026-03-02T13:30:00Z') })[0]).toBe('2026-03-03');
  });
  test('end at the horizon', () => {
    const busy = [period('2026-03-01T00:00:00Z', '2026-05-30T00:00:00Z')];
    expect(nextFreeDays(talent({ busy }), { ...wish, now: new Date('2026-03-02T22:30:00Z') })).toEqual([]);
  });
});

test('a refusal says which kind', () => {
  const taken = talent({ busy: [period('2026-03-02T07:00:00Z', '2026-03-02T08:00:00Z')] });
  const now = new Date('2026-03-01T00:00:00Z');
  const why = (wish: Period) => {
    const decision = decideSlot(taken, wish, now);
    return decision.ok ? 'ok' : decision.why;
  };
  expect(why(period('2026-03-02T06:00:00Z', '2026-03-02T07:00:00Z'))).toBe('ok');
  expect(why(period('2026-03-02T06:30:00Z', '2026-03-02T07:30:00Z'))).toBe('slot_taken');
  expect(why(period('2026-03-02T03:00:00Z', '2026-03-02T04:00:00Z'))).toBe('not_available');
  expect(why(period('2026-02-28T06:00:00Z', '2026-02-28T07:00:00Z'))).toBe('in_the_past');
});

describe('whatever the week, the zone and the bookings', () => {
  const zones = [
    'Asia/Baghdad',
    'Africa/Casablanca',
    'Europe/Paris',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'UTC',
  ];
  const clock = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const window = fc
    .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 96 }))
    .filter(([a, b]) => a < b)
    .map(([a, b]) => ({ startsAt: clock(a * 15), endsAt: clock(b * 15) }));
  const hours = fc.array(
    fc
      .record({ weekday: fc.integer({ min: 1, max: 7 }), window })
      .map(({ weekday, window: times }) => ({ weekday, ...times })),
    { maxLength: 10 },
  );
  // around the changes of Casablanca, Paris, New York and Lord Howe, and some calm weeks
  const starts = fc.constantFrom(
    '2026-02-13T00:00:00Z',
    '2026-03-06T00:00:00Z',
    '2026-03-20T00:00:00Z',
    '2026-03-27T00:00:00Z',
    '2026-04-03T00:00:00Z',
    '2026-10-02T00:00:00Z',
    '2026-10-23T00:00:00Z',
    '2026-06-10T00:00:00Z',
  );
  const world = starts.chain((start) => {
    const from = Date.parse(start);
    const instant = fc.integer({ min: 0, max: 5 * 1440 }).map((minutes) => from + minutes * 60_000);
    return fc
      .record({
        availability: fc.record({
          timeZone: fc.constantFrom(...zones),
          hours,
          exceptions: fc.array(
            fc
              .record({ offset: fc.integer({ min: 0, max: 5 }), window: fc.option(window) })
              .map(({ offset, window: times }) => ({
                day: new Date(from + offset * 86_400_000).toISOString().slice(0, 10),
                startsAt: times?.startsAt ?? null,
                endsAt: times?.endsAt ?? null,
              })),
            { maxLength: 2 },
          ),
          busy: fc.array(
            fc
              .tuple(instant, fc.integer({ min: 5, max: 900 }))
              .map(([at, minutes]) => ({ startsAt: new Date(at), endsAt: new Date(at + minutes * 60_000) })),
            { maxLength: 4 },
          ),
          terms: fc.constant(noTerms),
        }),
        now: instant.map((at) => new Date(at)),
        durationMinutes: fc.integer({ min: 3, max: 40 }).map((fifths) => fifths * 15),
      })
      .map((rest) => ({ ...rest, from: new Date(from), until: new Date(from + 4 * 86_400_000) }));
  });

  /** Minute by minute, by asking the clock on the wall: slow, and too plain to be wrong in the same way. */
  const openByTheClock = ({ timeZone, hours: weekly, exceptions }: Availability, at: number): boolean => {
    const there = wall(new Date(at), timeZone);
    const special = exceptions.filter(({ day }) => day === there.toPlainDate().toString());
    const minutes = there.hour * 60 + there.minute;
    const inside = ({ startsAt, endsAt }: { startsAt: string | null; endsAt: string | null }) => {
      const of = (time: string | null) => {
        const [h = 0, m = 0] = (time ?? '').split(':').map(Number);
        return h * 60 + m;
      };
      return startsAt !== null && of(startsAt) <= minutes && minutes < of(endsAt);
    };
    if (special.some(({ startsAt }) => startsAt === null)) return false;
    return (special.length > 0 ? special : weekly.filter(({ weekday }) => weekday === there.dayOfWeek)).some(inside);
  };

  test('no slot overlaps a booking, begins in the past, or leaves the range', () => {
    fc.assert(
      fc.property(world, ({ availability, ...wish }) => {
        for (const { startsAt, endsAt } of freeSlots(availability, wish)) {
          expect(startsAt > wish.now && startsAt >= wish.from && startsAt < wish.until).toBe(true);
          expect(endsAt.getTime() - startsAt.getTime()).toBe(wish.durationMinutes * 60_000);
          expect(availability.busy.some((taken) => taken.startsAt < endsAt && startsAt < taken.endsAt)).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('every quarter of every slot shows opening hours on the talent’s wall', () => {
    fc.assert(
      fc.property(world, ({ availability, ...wish }) => {
        const longest = freeSlots(availability, { ...wish, durationMinutes: 15 }).length;
        for (const { startsAt, endsAt } of freeSlots(availability, wish)) {
          const open: boolean[] = [];
          for (let at = startsAt.getTime(); at < endsAt.getTime(); at += 15 * 60_000)
            open.push(openByTheClock(availability, at));
          // what is longer than any stretch of the week follows the other rule: it begins open
          if (open.every(Boolean)) continue;
          expect(open[0]).toBe(true);
          expect(longest).toBeGreaterThan(0);
          expect(wish.durationMinutes).toBeGreaterThan(
            Math.max(...availability.hours.map(({ startsAt: a, endsAt: b }) => toMinutes(b) - toMinutes(a))),
          );
        }
      }),
      { numRuns: 200 },
    );
  });

  test('isFree and freeSlots agree, quarter by quarter', () => {
    fc.assert(
      fc.property(world, ({ availability, ...wish }) => {
        const free = new Set(
          freeSlots(availability, { ...wish, durationMinutes: 15, stepMinutes: 15 }).map(({ startsAt }) =>
            startsAt.getTime(),
          ),
        );
        const first = Math.ceil(Math.max(wish.from.getTime(), wish.now.getTime() + 1) / 900_000) * 900_000;
        for (let at = first; at < wish.until.getTime(); at += 900_000) {
          const quarter = { startsAt: new Date(at), endsAt: new Date(at + 900_000) };
          expect(free.has(at)).toBe(isFree(availability, quarter));
        }
      }),
      { numRuns: 30 },
    );
  });
});

const toMinutes = (time: string) => {
  const [h = 0, m = 0] = time.split(':').map(Number);
  return h * 60 + m;
};

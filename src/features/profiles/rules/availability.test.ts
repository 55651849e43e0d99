import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { noTerms } from './availability-limits.ts';
import {
  daysAhead,
  decideSlot,
  freeSlots,
  isFree,
  nextFreeDays,
  type Availability,
  type Period,
} from './availability.ts';

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

describe('what a talent asks beside hours', () => {
  const terms = (more: Partial<typeof noTerms>) => ({ ...noTerms, ...more });
  const now = new Date('2026-03-01T06:00:00Z');
  const why = (availability: Availability, wish: Period, at = now) => {
    const decision = decideSlot(availability, wish, at);
    return decision.ok ? 'ok' : decision.why;
  };
  test('buffers of both bookings lie between them', () => {
    const busy = [
      { ...period('2026-03-02T09:00:00Z', '2026-03-02T10:00:00Z'), bufferBeforeMinutes: 30, bufferAfterMinutes: 60 },
    ];
    const careful = talent({ busy, terms: terms({ bufferBeforeMinutes: 30, bufferAfterMinutes: 15 }) });
    expect(why(careful, period('2026-03-02T07:15:00Z', '2026-03-02T08:15:00Z'))).toBe('ok');
    expect(why(careful, period('2026-03-02T07:16:00Z', '2026-03-02T08:16:00Z'))).toBe('slot_taken');
    expect(why(careful, period('2026-03-02T11:29:00Z', '2026-03-02T12:00:00Z'))).toBe('slot_taken');
    expect(why(careful, period('2026-03-02T11:30:00Z', '2026-03-02T12:00:00Z'))).toBe('ok');
  });
  test('buffers may lie outside opening hours', () => {
    const careful = talent({ terms: terms({ bufferBeforeMinutes: 120, bufferAfterMinutes: 120 }) });
    expect(why(careful, period('2026-03-02T06:00:00Z', '2026-03-02T14:00:00Z'))).toBe('ok');
  });
  test('notice counts from the moment of asking, the horizon by the talent’s days', () => {
    const asks = talent({ terms: terms({ noticeHours: 24, horizonDays: 7 }) });
    expect(why(asks, period('2026-03-02T05:59:00Z', '2026-03-02T07:00:00Z'))).toBe('notice_too_short');
    expect(why(asks, period('2026-03-02T06:00:00Z', '2026-03-02T07:00:00Z'))).toBe('ok');
    expect(why(asks, period('2026-03-08T13:00:00Z', '2026-03-08T14:00:00Z'))).toBe('ok');
    expect(why(asks, period('2026-03-09T06:00:00Z', '2026-03-09T07:00:00Z'))).toBe('too_far_ahead');
    expect(why(talent(), period('2027-03-02T06:00:00Z', '2027-03-02T07:00:00Z'))).toBe('too_far_ahead');
  });
  test('a full day is full by the talent’s calendar, whatever day it is elsewhere', () => {
    // 22:30 on Monday in UTC is Tuesday in Baghdad
    const busy = [period('2026-03-02T22:30:00Z', '2026-03-02T23:00:00Z')];
    const one = talent({ hours: everyDay('00:00', '24:00'), busy, terms: terms({ maxPerDay: 1 }) });
    expect(why(one, period('2026-03-02T18:00:00Z', '2026-03-02T19:00:00Z'))).toBe('ok');
    expect(why(one, period('2026-03-03T18:00:00Z', '2026-03-03T19:00:00Z'))).toBe('day_full');
    expect(onDay(one, '2026-03-03', 60)).toEqual([]);
  });
  test('single days without a week are as long as they say', () => {
    const exceptions = [{ day: '2026-03-03', startsAt: '10:00', endsAt: '14:00' }];
    expect(times(onDay(talent({ hours: [], exceptions }), '2026-03-03', 180), 'Asia/Baghdad')).toEqual([
      '10:00',
      '10:30',
      '11:00',
    ]);
    expect(onDay(talent({ hours: [], exceptions }), '2026-03-03', 300)).toEqual([]);
  });
});

describe('whatever is asked, where and when', () => {
  // each with a change of its clocks, but for Baghdad: spring and autumn, Ramadan of 2026 and of 2027, half an hour in Lord Howe
  const places = [
    ['Europe/Berlin', '2026-03-29'],
    ['Europe/Berlin', '2026-10-25'],
    ['Africa/Casablanca', '2026-02-15'],
    ['Africa/Casablanca', '2026-03-22'],
    ['Africa/Casablanca', '2027-02-07'],
    ['America/New_York', '2026-03-08'],
    ['America/New_York', '2026-11-01'],
    ['Australia/Lord_Howe', '2026-04-05'],
    ['Australia/Lord_Howe', '2026-10-04'],
    ['Asia/Baghdad', '2026-03-29'],
  ] as const;
  const clock = (quarter: number) =>
    `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`;
  const opening = fc
    .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 96 }))
    .filter(([a, b]) => a < b)
    .map(([a, b]) => ({ startsAt: clock(a), endsAt: clock(b) }));
  const buffer = fc.constantFrom(0, 15, 45, 180);
  const world = fc.constantFrom(...places).chain(([timeZone, change]) => {
    const from = Temporal.PlainDate.from(change).subtract({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds;
    const instant = fc.integer({ min: -480, max: 4 * 1440 }).map((minutes) => from + minutes * 60_000);
    return fc
      .record({
        hours: fc.array(
          fc.record({ weekday: fc.integer({ min: 1, max: 7 }), open: opening }).map(({ weekday, open }) => ({
            weekday,
            ...open,
          })),
          { minLength: 2, maxLength: 12 },
        ),
        busy: fc.array(
          fc
            .record({ at: instant, minutes: fc.integer({ min: 15, max: 400 }), before: buffer, after: buffer })
            .map(({ at, minutes, before, after }) => ({
              startsAt: new Date(at),
              endsAt: new Date(at + minutes * 60_000),
              bufferBeforeMinutes: before,
              bufferAfterMinutes: after,
            })),
          { maxLength: 5 },
        ),
        terms: fc.record({
          bufferBeforeMinutes: buffer,
          bufferAfterMinutes: buffer,
          noticeHours: fc.constantFrom(0, 1, 24),
          maxPerDay: fc.constantFrom(null, 1, 2),
          horizonDays: fc.constantFrom(2, 3, 365),
        }),
        now: instant.map((at) => new Date(at)),
        durationMinutes: fc.constantFrom(15, 60, 90, 240),
        cut: fc.integer({ min: 1, max: 71 * 60 }),
      })
      .map(({ hours, busy, terms, ...rest }) => ({
        availability: { timeZone, hours, exceptions: [], busy, terms },
        from: new Date(from),
        until: new Date(from + 72 * 3_600_000),
        ...rest,
      }));
  });
  const minutesOn = (at: number, timeZone: string) => {
    const there = wall(new Date(at), timeZone);
    return { there, minutes: there.hour * 60 + there.minute };
  };

  test('every slot is within what the wall shows, clear of what is held, after the notice, on a day with room, and there once', () => {
    fc.assert(
      fc.property(world, ({ availability, cut: _cut, ...wish }) => {
        const { timeZone, terms, hours, busy } = availability;
        const slots = freeSlots(availability, wish);
        expect(new Set(slots.map(({ startsAt }) => startsAt.getTime())).size).toBe(slots.length);
        const ordinary = Math.max(...hours.map(({ startsAt, endsAt }) => toMinutes(endsAt) - toMinutes(startsAt)));
        for (const { startsAt, endsAt } of slots) {
          const [first, last] = [startsAt.getTime(), endsAt.getTime()];
          expect(first).toBeGreaterThanOrEqual(wish.now.getTime() + terms.noticeHours * 3_600_000);
          const start = minutesOn(first, timeZone).there.toPlainDate();
          const today = wall(wish.now, timeZone).toPlainDate();
          expect(today.until(start).total('days')).toBeLessThanOrEqual(terms.horizonDays);
          for (const taken of busy) {
            const gap = Math.max(
              taken.startsAt.getTime() - last - (terms.bufferAfterMinutes + taken.bufferBeforeMinutes) * 60_000,
              first - taken.endsAt.getTime() - (terms.bufferBeforeMinutes + taken.bufferAfterMinutes) * 60_000,
            );
            expect(gap).toBeGreaterThanOrEqual(0);
          }
          const sameDay = busy.filter(
            (taken) => wall(taken.startsAt, timeZone).toPlainDate().toString() === start.toString(),
          );
          expect(sameDay.length).toBeLessThan(terms.maxPerDay ?? Number.POSITIVE_INFINITY);
          // work that is longer than any opening may run over open days, and begins in one
          const until = wish.durationMinutes > ordinary ? first + 1 : last;
          for (let at = first; at < until; at += 15 * 60_000) {
            const { there, minutes } = minutesOn(at, timeZone);
            const isOpen = hours.some(
              ({ weekday, startsAt: opens, endsAt: closes }) =>
                weekday === there.dayOfWeek && toMinutes(opens) <= minutes && minutes < toMinutes(closes),
            );
            expect([there.toString(), isOpen]).toEqual([there.toString(), true]);
          }
        }
      }),
      { numRuns: 250 },
    );
  });

  test('asked in two parts it is the same as asked at once', () => {
    fc.assert(
      fc.property(world, ({ availability, cut, ...wish }) => {
        const middle = new Date(wish.from.getTime() + cut * 60_000);
        const parts = [
          ...freeSlots(availability, { ...wish, until: middle }),
          ...freeSlots(availability, { ...wish, from: middle }),
        ];
        expect(parts).toEqual(freeSlots(availability, wish));
      }),
      { numRuns: 250 },
    );
  });

  test('the page’s days, the form’s slots and the judge of a request say the same', () => {
    fc.assert(
      fc.property(world, ({ availability, cut: _cut, ...wish }) => {
        const { now, durationMinutes } = wish;
        const today = wall(now, availability.timeZone).toPlainDate();
        const end = new Date(today.add({ days: 5 }).toZonedDateTime(availability.timeZone).epochMilliseconds);
        const slots = freeSlots(availability, { from: now, until: end, now, durationMinutes });
        for (const slot of slots) expect(decideSlot(availability, slot, now).ok).toBe(true);
        const days = nextFreeDays(availability, { now, durationMinutes, count: 9, horizonDays: 4 });
        expect(days).toEqual([
          ...new Set(slots.map(({ startsAt }) => wall(startsAt, availability.timeZone).toPlainDate().toString())),
        ]);
      }),
      { numRuns: 200 },
    );
  });

  test('until it says so, time alone changes nothing; from then on it does', () => {
    fc.assert(
      fc.property(
        world,
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ availability, now, durationMinutes }, share) => {
          const wish = { durationMinutes, count: 9, horizonDays: 4 };
          const told = daysAhead(availability, { ...wish, now });
          const between = new Date(now.getTime() + Math.floor(share * (told.until.getTime() - 1 - now.getTime())));
          expect(told.until > now).toBe(true);
          const atLast = new Date(told.until.getTime() - 1);
          expect(daysAhead(availability, { ...wish, now: atLast }).days).toEqual(told.days);
          expect(daysAhead(availability, { ...wish, now: between })).toMatchObject({
            fromDay: told.fromDay,
            days: told.days,
          });
          const after = daysAhead(availability, { ...wish, now: told.until });
          expect([after.fromDay, after.days]).not.toEqual([told.fromDay, told.days]);
        },
      ),
      { numRuns: 200 },
    );
  });
});

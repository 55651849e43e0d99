import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calendarMonth, monthOf, periodFrom } from './periods.ts';

const at = (iso: string) => new Date(iso);
const day = (date: Date) => date.toISOString().slice(0, 10);

test('what begins on the 31st ends on the last day of short months and returns to the 31st', () => {
  let period = periodFrom(at('2026-01-31T10:00:00Z'), at('2026-01-31T10:00:00Z'), 'month');
  const ends: string[] = [];
  for (let n = 0; n < 5; n += 1) {
    ends.push(day(period.end));
    period = periodFrom(period.anchor, period.end, 'month');
  }
  expect(ends).toEqual(['2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31', '2026-06-30']);
});

test('a year from a leap day', () =>
  expect(day(periodFrom(at('2028-02-29T00:00:00Z'), at('2028-02-29T00:00:00Z'), 'year').end)).toBe('2029-02-28'));

test('where a gateway counts otherwise, months begin anew', () => {
  const start = at('2026-03-05T11:00:07Z');
  expect(periodFrom(at('2026-01-31T10:00:00Z'), start, 'month')).toEqual({
    anchor: start,
    start,
    end: at('2026-04-05T11:00:07Z'),
  });
});

test('months of a plan lie end to end, and every moment is in exactly one', () => {
  const instant = fc.date({ min: at('2020-01-01T00:00:00Z'), max: at('2040-01-01T00:00:00Z'), noInvalidDate: true });
  fc.assert(
    fc.property(instant, instant, (one, other) => {
      const [anchor, now] = one < other ? [one, other] : [other, one];
      const month = monthOf(anchor, now);
      expect(month.start <= now && now < month.end).toBe(true);
      expect(monthOf(anchor, month.end).start).toEqual(month.end);
      const next = periodFrom(anchor, month.start, 'month');
      expect(next.anchor).toEqual(anchor);
      expect(next.end).toEqual(month.end);
    }),
  );
});

test('the calendar’s month', () =>
  expect(calendarMonth(at('2026-12-31T23:59:59Z'))).toEqual({
    name: '2026-12',
    start: at('2026-12-01T00:00:00Z'),
    end: at('2027-01-01T00:00:00Z'),
  }));

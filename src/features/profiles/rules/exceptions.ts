import { Temporal } from 'temporal-polyfill';
import type { DayException } from './availability.ts';
import { hoursAreSound } from './profile.ts';

/** Days that are not like the others, from `day` to `lastDay`: a holiday is said once. */
export type DaysException = DayException & { lastDay?: string | undefined };

/** How many days one talent may name; a year of them. */
export const mostExceptions = 366;

// a date that is none counts as none, and is refused where it is read
const daysOf = ({ day, lastDay = day }: DaysException): number =>
  (Date.parse(lastDay) - Date.parse(day)) / 86_400_000 + 1;

/** No exception runs backward, and together they are not more than a year of days. */
export const exceptionsFit = (exceptions: readonly DaysException[]): boolean => {
  const lengths = exceptions.map(daysOf);
  return lengths.every((length) => length >= 1) && lengths.reduce((sum, length) => sum + length, 0) <= mostExceptions;
};

/** Each of those days by itself. */
export const singleDays = (exceptions: readonly DaysException[]): DayException[] =>
  exceptions.flatMap(({ lastDay: _last, ...one }, index) => {
    const first = Temporal.PlainDate.from(one.day);
    const given = exceptions[index];
    return Array.from({ length: given ? daysOf(given) : 1 }, (_, ahead) => ({
      ...one,
      day: first.add({ days: ahead }).toString(),
    }));
  });

/** A day is closed, once, or has openings that run forward and do not overlap. */
export function exceptionsAreSound(days: readonly DayException[]): boolean {
  return [...Map.groupBy(days, ({ day }) => day).values()].every((ofDay) => {
    if (ofDay.some(({ startsAt, endsAt }) => (startsAt === null) !== (endsAt === null))) return false;
    if (ofDay.some(({ startsAt }) => startsAt === null)) return ofDay.length === 1;
    return hoursAreSound(
      ofDay.map(({ startsAt, endsAt }) => ({ weekday: 1, startsAt: startsAt ?? '', endsAt: endsAt ?? '' })),
    );
  });
}

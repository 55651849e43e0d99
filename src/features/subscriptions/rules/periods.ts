import { Temporal } from 'temporal-polyfill';
import type { Interval } from './states.ts';

/*
 * Months are the calendar's, in UTC, so that they mean the same to the database, the clock and every reader. They are
 * counted from an anchor: what began on 31 January ends on 28 February, then on 31 March, and does not creep to the 28th.
 */

const monthsOf: Readonly<Record<Interval, number>> = { once: 1, month: 1, year: 12 };

const inUtc = (instant: Date) => Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO('UTC');
const toDate = (moment: Temporal.ZonedDateTime) => new Date(moment.epochMilliseconds);

export const plusMonths = (anchor: Date, months: number): Date => toDate(inUtc(anchor).add({ months }));

/** How many whole months lie between. */
function monthsSince(anchor: Date, instant: Date): number {
  const { years, months } = inUtc(anchor).until(inUtc(instant), { largestUnit: 'years' });
  let whole = years * 12 + months;
  // the last day of a short month stands for the 31st
  while (plusMonths(anchor, whole + 1) <= instant) whole += 1;
  return whole;
}

export type Period = { anchor: Date; start: Date; end: Date };

/** The period that begins at `start`. Where that is no anniversary of the anchor (a gateway counts otherwise), months are counted anew. */
export function periodFrom(anchor: Date, start: Date, interval: Interval): Period {
  const passed = start < anchor ? -1 : monthsSince(anchor, start);
  const counted = passed >= 0 && plusMonths(anchor, passed).getTime() === start.getTime();
  return counted
    ? { anchor, start, end: plusMonths(anchor, passed + monthsOf[interval]) }
    : { anchor: start, start, end: plusMonths(start, monthsOf[interval]) };
}

/** The month of a plan that `now` lies in: a year has twelve, each with its credits. */
export function monthOf(anchor: Date, now: Date): { start: Date; end: Date } {
  const passed = now < anchor ? 0 : monthsSince(anchor, now);
  return { start: plusMonths(anchor, passed), end: plusMonths(anchor, passed + 1) };
}

/** The calendar's month, for those who have no plan to count from. */
export function calendarMonth(now: Date): { name: string; start: Date; end: Date } {
  const first = inUtc(now).with({ day: 1 }).startOfDay();
  return {
    name: first.toPlainDate().toPlainYearMonth().toString(),
    start: toDate(first),
    end: toDate(first.add({ months: 1 })),
  };
}

import { Temporal } from 'temporal-polyfill';
import { allow, refuse, type Decision } from '../../../core/decision.ts';

/** Hours of every such weekday on the talent's own clock. ISO weekday, Monday is 1; `24:00` is the end of the day. */
export type WeeklyHours = { weekday: number; startsAt: string; endsAt: string };
/** A day that is not like its weekday: no times mean closed. */
export type DayException = { day: string; startsAt: string | null; endsAt: string | null };
export type Period = { startsAt: Date; endsAt: Date };
export type Availability = {
  timeZone: string;
  hours: readonly WeeklyHours[];
  exceptions: readonly DayException[];
  /** when the talent is taken, by whomever */
  busy: readonly Period[];
};

/** Half-open, in milliseconds since 1970. */
type Span = readonly [from: number, until: number];

const minute = 60_000;
const dayLength = 24 * 60 * minute;

/** The wall clock as if it were UTC; `24:00` runs into the next day by itself. */
function wallOf(day: Temporal.PlainDate, time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return Date.UTC(day.year, day.month - 1, day.day, hours, minutes);
}

/** One calendar day as stretches of one offset each: one stretch, or two when the clocks change that day. */
function stretchesOf(day: Temporal.PlainDate, timeZone: string): { span: Span; offset: number }[] {
  const start = day.toZonedDateTime(timeZone);
  const end = day.add({ days: 1 }).toZonedDateTime(timeZone);
  const stretches: { span: Span; offset: number }[] = [];
  for (let from = start; ;) {
    // asking for the next change is dear, and hardly any day has one
    const change = from.offsetNanoseconds === end.offsetNanoseconds ? null : from.getTimeZoneTransition('next');
    const until = change && change.epochMilliseconds < end.epochMilliseconds ? change : end;
    stretches.push({ span: [from.epochMilliseconds, until.epochMilliseconds], offset: from.offsetNanoseconds / 1e6 });
    if (until === end) return stretches;
    from = until;
  }
}

function hoursOf({ hours, exceptions }: Availability, day: Temporal.PlainDate): { startsAt: string; endsAt: string }[] {
  const name = day.toString();
  const special = exceptions.filter((exception) => exception.day === name);
  if (special.some(({ startsAt }) => startsAt === null)) return [];
  if (special.length > 0)
    return special.flatMap(({ startsAt, endsAt }) => (startsAt && endsAt ? [{ startsAt, endsAt }] : []));
  return hours.filter(({ weekday }) => weekday === day.dayOfWeek);
}

/** The instants of a day at which the talent's clock shows opening hours: what a clock change skips is not there, what it repeats is there twice. */
function openOn(availability: Availability, day: Temporal.PlainDate): Span[] {
  const open = hoursOf(availability, day);
  if (open.length === 0) return [];
  return stretchesOf(day, availability.timeZone).flatMap(({ span, offset }) =>
    open
      .map(({ startsAt, endsAt }): Span => [
        Math.max(span[0], wallOf(day, startsAt) - offset),
        Math.min(span[1], wallOf(day, endsAt) - offset),
      ])
      .filter(([from, until]) => from < until),
  );
}

/** Overlapping and touching spans become one, so that an evening runs on past midnight. */
function merged(spans: readonly Span[]): Span[] {
  const result: [number, number][] = [];
  for (const [from, until] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], until);
    else result.push([from, until]);
  }
  return result;
}

const dayAt = (instant: number, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDate();

function daysBetween(from: number, until: number, timeZone: string): Temporal.PlainDate[] {
  const last = dayAt(until, timeZone);
  const days: Temporal.PlainDate[] = [];
  for (let day = dayAt(from, timeZone); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 }))
    days.push(day);
  return days;
}

const overlapsBusy = ({ busy }: Availability, from: number, until: number) =>
  busy.some(({ startsAt, endsAt }) => startsAt.getTime() < until && from < endsAt.getTime());

/**
 * May work run over this span, busy times aside? Either inside opening hours, or, when it is longer than a day's work
 * can be, from within opening hours over days that are all open.
 */
function withinHours(availability: Availability, from: number, until: number): boolean {
  const days = daysBetween(from, until - 1, availability.timeZone);
  const open = merged(days.flatMap((day) => openOn(availability, day)));
  if (open.some((span) => span[0] <= from && until <= span[1])) return true;
  return (
    until - from > longestStretch(availability) &&
    open.some((span) => span[0] <= from && from < span[1]) &&
    days.every((day) => openOn(availability, day).length > 0)
  );
}

/** The longest stretch an ordinary week offers, in milliseconds. */
function longestStretch({ hours }: Availability): number {
  const week = [0, 1].flatMap((round) =>
    hours.map(({ weekday, startsAt, endsAt }): Span => {
      const at = (time: string) =>
        ((round * 7 + weekday) * 1440 +
          time
            .split(':')
            .map(Number)
            .reduce((sum, part, place) => sum + (place === 0 ? part * 60 : place === 1 ? part : 0), 0)) *
        minute;
      return [at(startsAt), at(endsAt)];
    }),
  );
  return merged(week).reduce((longest, [from, until]) => Math.max(longest, until - from), 0);
}

export const isFree = (availability: Availability, { startsAt, endsAt }: Period): boolean =>
  withinHours(availability, startsAt.getTime(), endsAt.getTime()) &&
  !overlapsBusy(availability, startsAt.getTime(), endsAt.getTime());

/** Advice before asking; the exclusion constraint has the last word. */
export function decideSlot(
  availability: Availability,
  period: Period,
  now: Date,
): Decision<Period, 'in_the_past' | 'not_available' | 'slot_taken'> {
  if (period.startsAt <= now) return refuse('in_the_past');
  if (overlapsBusy(availability, period.startsAt.getTime(), period.endsAt.getTime())) return refuse('slot_taken');
  return withinHours(availability, period.startsAt.getTime(), period.endsAt.getTime())
    ? allow(period)
    : refuse('not_available');
}

export type SlotWish = { from: Date; until: Date; durationMinutes: number; now: Date; stepMinutes?: number };

/** Free starts between `from` and `until`, every half hour from each opening on, each with its end. */
export function freeSlots(
  availability: Availability,
  { from, until, durationMinutes, now, stepMinutes = 30 }: SlotWish,
): Period[] {
  const length = durationMinutes * minute;
  const first = Math.max(from.getTime(), now.getTime() + 1);
  if (first >= until.getTime()) return [];
  const long = length > longestStretch(availability);
  // a day more on each side: an evening that began before, work that runs past the end
  const days = daysBetween(first - dayLength, until.getTime() + (long ? 0 : length), availability.timeZone);
  const slots: Period[] = [];
  for (const [opens, closes] of merged(days.flatMap((day) => openOn(availability, day)))) {
    const skip = Math.max(0, Math.ceil((first - opens) / (stepMinutes * minute)));
    for (
      let at = opens + skip * stepMinutes * minute;
      at < Math.min(closes, until.getTime());
      at += stepMinutes * minute
    ) {
      const end = at + length;
      if (!long && end > closes) break;
      if (overlapsBusy(availability, at, end) || (long && !withinHours(availability, at, end))) continue;
      slots.push({ startsAt: new Date(at), endsAt: new Date(end) });
    }
  }
  return slots;
}

export type DaysWish = { now: Date; durationMinutes: number; count: number; horizonDays: number };

/** The next days, by the talent's calendar, with room for work of this length. */
export function nextFreeDays(
  availability: Availability,
  { now, durationMinutes, count, horizonDays }: DaysWish,
): string[] {
  const found: string[] = [];
  const today = dayAt(now.getTime(), availability.timeZone);
  if (availability.hours.length === 0 && availability.exceptions.length === 0) return found;
  for (let ahead = 0; ahead <= horizonDays && found.length < count; ahead += 1) {
    const day = today.add({ days: ahead });
    if (hoursOf(availability, day).length === 0) continue;
    const from = new Date(day.toZonedDateTime(availability.timeZone).epochMilliseconds);
    const until = new Date(day.add({ days: 1 }).toZonedDateTime(availability.timeZone).epochMilliseconds);
    if (freeSlots(availability, { from, until, durationMinutes, now }).length > 0) found.push(day.toString());
  }
  return found;
}

import { Temporal } from 'temporal-polyfill';
import { allow, refuse, type Decision } from '../../../core/decision.ts';
import type { BookingTerms } from './availability-limits.ts';

/** Hours of every such weekday on the talent's own clock. ISO weekday, Monday is 1; `24:00` is the end of the day. */
export type WeeklyHours = { weekday: number; startsAt: string; endsAt: string };
/** A day that is not like its weekday: no times mean closed. */
export type DayException = { day: string; startsAt: string | null; endsAt: string | null };
export type Period = { startsAt: Date; endsAt: Date };
/** Time that is taken, with what was kept free around it when it was; nothing, where that is left out. */
export type Busy = Period & Partial<Pick<BookingTerms, 'bufferBeforeMinutes' | 'bufferAfterMinutes'>>;
export type Availability = {
  timeZone: string;
  hours: readonly WeeklyHours[];
  exceptions: readonly DayException[];
  /** when the talent is taken, by whomever; all that begins on a day in question or reaches into it, see `factsAround` */
  busy: readonly Busy[];
  terms: BookingTerms;
};

/** Half-open, in milliseconds since 1970. */
type Span = readonly [from: number, until: number];

const minute = 60_000;
const dayLength = 24 * 60 * minute;
/** Nothing is booked further ahead, whatever the talent's horizon; bookings/rules.ts says the same of every wish. */
const furthest = 365 * dayLength;

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

const heldOf = (period: Busy): Span => [
  period.startsAt.getTime() - (period.bufferBeforeMinutes ?? 0) * minute,
  period.endsAt.getTime() + (period.bufferAfterMinutes ?? 0) * minute,
];

/** Would the work, with what is kept free around it, meet other work with what is kept free around that? */
function overlapsBusy({ busy, terms }: Availability, from: number, until: number): boolean {
  const first = from - terms.bufferBeforeMinutes * minute;
  const last = until + terms.bufferAfterMinutes * minute;
  return busy.some((taken) => {
    const held = heldOf(taken);
    return held[0] < last && first < held[1];
  });
}

const startOfDay = (day: Temporal.PlainDate, timeZone: string) => day.toZonedDateTime(timeZone).epochMilliseconds;

/** Does the day have all the bookings the talent takes on one? They count on the day they begin, by the talent's calendar. */
function isFull({ busy, terms, timeZone }: Availability, day: Temporal.PlainDate): boolean {
  if (terms.maxPerDay === null || busy.length < terms.maxPerDay) return false;
  const from = startOfDay(day, timeZone);
  const until = startOfDay(day.add({ days: 1 }), timeZone);
  return (
    busy.filter(({ startsAt }) => from <= startsAt.getTime() && startsAt.getTime() < until).length >= terms.maxPerDay
  );
}

/** The instants at which work may begin as far as now is concerned: after the notice, within the horizon. */
function reachOf({ terms, timeZone }: Availability, now: Date): Span {
  const at = now.getTime();
  const lastDay = dayAt(at, timeZone).add({ days: terms.horizonDays });
  return [
    Math.max(at + 1, at + terms.noticeHours * 60 * minute),
    Math.min(startOfDay(lastDay.add({ days: 1 }), timeZone), at + furthest + 1),
  ];
}

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

/** The longest stretch an ordinary week offers, in milliseconds. Who keeps no week has single days only, and no work runs over several. */
function longestStretch({ hours }: Availability): number {
  if (hours.length === 0) return Number.POSITIVE_INFINITY;
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

/** Is there room at that time, opening hours aside? What the talent offers themselves is judged by this alone. */
export function decideRoom(availability: Availability, period: Period): Decision<Period, 'slot_taken' | 'day_full'> {
  const [from, until] = [period.startsAt.getTime(), period.endsAt.getTime()];
  if (overlapsBusy(availability, from, until)) return refuse('slot_taken');
  return isFull(availability, dayAt(from, availability.timeZone)) ? refuse('day_full') : allow(period);
}

/** Free, whatever the time of asking: within hours, and with room. */
export const isFree = (availability: Availability, period: Period): boolean =>
  withinHours(availability, period.startsAt.getTime(), period.endsAt.getTime()) && decideRoom(availability, period).ok;

export type SlotRefusal =
  'in_the_past' | 'notice_too_short' | 'too_far_ahead' | 'slot_taken' | 'day_full' | 'not_available';

/** May it be asked for? Advice; the database has the last word about what is taken. */
export function decideSlot(availability: Availability, period: Period, now: Date): Decision<Period, SlotRefusal> {
  const [from, until] = [period.startsAt.getTime(), period.endsAt.getTime()];
  const [earliest, end] = reachOf(availability, now);
  if (period.startsAt <= now) return refuse('in_the_past');
  if (from < earliest) return refuse('notice_too_short');
  if (from >= end) return refuse('too_far_ahead');
  const room = decideRoom(availability, period);
  if (!room.ok) return room;
  return withinHours(availability, from, until) ? allow(period) : refuse('not_available');
}

/** What a question about work that begins in a range depends on: whole days around it, and as far on as the longest work lasts. */
export const factsAround = ({ from, until }: { from: Date; until: Date }): { from: Date; until: Date } => ({
  from: new Date(from.getTime() - 3 * dayLength),
  until: new Date(until.getTime() + 17 * dayLength),
});

export type SlotWish = { from: Date; until: Date; durationMinutes: number; now: Date; stepMinutes?: number };

const halfHour = 30;

/** Starts of one day in order, from each opening on in equal steps: the same ones, whatever range is asked about. */
function* startsOn(
  availability: Availability,
  day: Temporal.PlainDate,
  [first, end]: Span,
  { durationMinutes, stepMinutes = halfHour }: Pick<SlotWish, 'durationMinutes' | 'stepMinutes'>,
): Generator<number> {
  const open = merged(openOn(availability, day));
  if (open.length === 0 || isFull(availability, day)) return;
  const length = durationMinutes * minute;
  const step = stepMinutes * minute;
  for (const [opens, closes] of open) {
    const skip = Math.max(0, Math.ceil((first - opens) / step));
    for (let at = opens + skip * step; at < Math.min(closes, end); at += step) {
      if (overlapsBusy(availability, at, at + length)) continue;
      // most work ends where it began; what runs on past midnight, or over days, is asked about in full
      if (at + length <= closes || withinHours(availability, at, at + length)) yield at;
    }
  }
}

const overlap = (a: Span, b: Span): Span => [Math.max(a[0], b[0]), Math.min(a[1], b[1])];

/** Free starts between `from` and `until`, every half hour from each opening on, each with its end. */
export function freeSlots(availability: Availability, { from, until, now, ...work }: SlotWish): Period[] {
  const reach = overlap([from.getTime(), until.getTime()], reachOf(availability, now));
  if (reach[0] >= reach[1]) return [];
  return daysBetween(reach[0], reach[1] - 1, availability.timeZone).flatMap((day) =>
    [...startsOn(availability, day, reach, work)].map((at) => ({
      startsAt: new Date(at),
      endsAt: new Date(at + work.durationMinutes * minute),
    })),
  );
}

export type DaysWish = { now: Date; durationMinutes: number; count: number; horizonDays: number };

/** The next days, by the talent's calendar, with room for work of this length. */
export const nextFreeDays = (availability: Availability, wish: DaysWish): string[] =>
  daysAhead(availability, wish).days;

/** The same, and from when on time alone makes it another answer: at midnight, or when the first day can no longer be asked for. */
export function daysAhead(
  availability: Availability,
  { now, durationMinutes, count, horizonDays }: DaysWish,
): { fromDay: string; days: string[]; until: Date } {
  const { timeZone, terms } = availability;
  const today = dayAt(now.getTime(), timeZone);
  const reach = reachOf(availability, now);
  const days: string[] = [];
  let changes = startOfDay(today.add({ days: 1 }), timeZone);
  const anyHours = availability.hours.length > 0 || availability.exceptions.length > 0;
  for (let ahead = 0; anyHours && ahead <= horizonDays && days.length < count; ahead += 1) {
    const day = today.add({ days: ahead });
    if (hoursOf(availability, day).length === 0) continue;
    const starts = startsOn(availability, day, reach, { durationMinutes });
    if (days.length > 0) {
      if (!starts.next().done) days.push(day.toString());
      continue;
    }
    const last = [...starts].at(-1);
    if (last === undefined) continue;
    days.push(day.toString());
    // at its very start it has begun; a notice is kept to the last moment of it
    changes = Math.min(changes, last - Math.max(1, terms.noticeHours * 60 * minute) + 1);
  }
  return { fromDay: today.toString(), days, until: new Date(changes) };
}

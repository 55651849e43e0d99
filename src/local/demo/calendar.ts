import { Temporal } from 'temporal-polyfill';
import { weeks, type WeekName } from './content/weeks.ts';

export type Hours = { weekday: number; startsAt: string; endsAt: string };
export type Period = { startsAt: Date; endsAt: Date };

export const hoursOf = (week: WeekName): Hours[] =>
  weeks[week].flatMap(([days, startsAt, endsAt]) => days.map((weekday) => ({ weekday, startsAt, endsAt })));

const minutesOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
};

/** One talent's diary while the demo's bookings are laid into it. */
export type Diary = { timeZone: string; hours: readonly Hours[]; today: Temporal.PlainDate; taken: Period[] };

export function openDiary(timeZone: string, week: WeekName, now: Date): Diary {
  return {
    timeZone,
    hours: hoursOf(week),
    today: Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate(),
    taken: [],
  };
}

function onDay(diary: Diary, day: Temporal.PlainDate, at: string, minutes: number): Period | null {
  for (const { startsAt, endsAt } of diary.hours.filter(({ weekday }) => weekday === day.dayOfWeek)) {
    const latest = minutesOf(endsAt) - minutes;
    const start = Math.min(Math.max(minutesOf(at), minutesOf(startsAt)), latest);
    if (start < minutesOf(startsAt)) continue;
    const from = day.toZonedDateTime({
      timeZone: diary.timeZone,
      plainTime: Temporal.PlainTime.from({ hour: Math.floor(start / 60), minute: start % 60 }),
    });
    const period = {
      startsAt: new Date(from.epochMilliseconds),
      endsAt: new Date(from.epochMilliseconds + minutes * 60_000),
    };
    if (!diary.taken.some((one) => one.startsAt < period.endsAt && period.startsAt < one.endsAt)) return period;
  }
  return null;
}

/** The wished day, or the next open one away from today: what lies ahead stays ahead. Such days are taken, whatever becomes of them. */
export function place(diary: Diary, wish: { day: number; at: string; minutes: number }): Period {
  const away = wish.day < 0 ? -1 : 1;
  for (let shift = 0; shift < 21; shift += 1) {
    const period = onDay(diary, diary.today.add({ days: wish.day + away * shift }), wish.at, wish.minutes);
    if (period) {
      diary.taken.push(period);
      return period;
    }
  }
  throw new Error(`no room for ${wish.minutes} minutes around day ${wish.day}`);
}

/** Two days that are not like the others: one closed, one with an afternoon only; neither has a booking on it. */
export function exceptionsOf(
  diary: Diary,
  first: number,
): { day: string; startsAt: string | null; endsAt: string | null }[] {
  const free: Temporal.PlainDate[] = [];
  for (let ahead = first; free.length < 2; ahead += 1) {
    const day = diary.today.add({ days: ahead });
    const [from, until] = [day, day.add({ days: 1 })].map(
      (one) => new Date(one.toZonedDateTime(diary.timeZone).epochMilliseconds),
    );
    const busy = from && until && diary.taken.some((one) => one.startsAt < until && from < one.endsAt);
    if (!busy && diary.hours.some(({ weekday }) => weekday === day.dayOfWeek)) free.push(day);
  }
  const [closed, short] = free;
  return [
    ...(closed ? [{ day: closed.toString(), startsAt: null, endsAt: null }] : []),
    ...(short ? [{ day: short.toString(), startsAt: '15:00', endsAt: '19:00' }] : []),
  ];
}

import { allow, refuse, type Decision } from '../../../core/decision.ts';

/** From this birthday on somebody answers for themselves. */
export const ageOfMajority = 18;

/** The calendar day on somebody's own clock, as `YYYY-MM-DD`. */
export const localDate = (now: Date, timeZone: string): string => {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(now);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
};

/** Days as numbers that sort like days: whole years apart is ten thousands apart. */
const numbered = (day: string): number => Number(day.replaceAll('-', ''));

/** Whole years by the calendar. Born on 29 February, one is a year older on 1 March where the year has no such day. */
export const yearsOn = (birthDate: string, day: string): number =>
  Math.floor((numbered(day) - numbered(birthDate)) / 10_000);

/** A minor by the calendar where the talent lives. `app.is_minor` says the same. Nobody said when they were born: not known to be one. */
export const isMinor = (birthDate: string | null, timeZone: string, now: Date): boolean =>
  birthDate !== null && yearsOn(birthDate, localDate(now, timeZone)) < ageOfMajority;

/** Oldest and youngest who may say they are a talent here: below that age no consent helps. */
export const talentAges = { least: 3, most: 110 } as const;
export function isBirthDate(birthDate: string, today: string): boolean {
  const at = new Date(`${birthDate}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(birthDate) || Number.isNaN(at.getTime())) return false;
  if (at.toISOString().slice(0, 10) !== birthDate) return false;
  const years = yearsOn(birthDate, today);
  return years >= talentAges.least && years <= talentAges.most;
}

export type KnownBirth = { birthDate: string; mendedAt: Date | null };

/**
 * By the owner's own hand, once: everybody mistypes. Whoever is taken for a child by what was said first does not become of age by
 * saying something else. `app.birth_dates_are_mended_once` says the same.
 */
export function decideMending(
  known: KnownBirth,
  birthDate: string,
  timeZone: string,
  now: Date,
): Decision<string, 'birth_date_settled' | 'age_needs_a_look'> {
  if (known.mendedAt !== null) return refuse('birth_date_settled');
  if (isMinor(known.birthDate, timeZone, now) && !isMinor(birthDate, timeZone, now)) return refuse('age_needs_a_look');
  return allow(birthDate);
}

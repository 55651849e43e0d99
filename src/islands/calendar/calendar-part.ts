import type { AnswerOf } from '../../client/api.ts';
import type { Locale } from '../../core/locale.ts';
import type { getMyProfile } from '../../features/profiles/contract.ts';
import type { CalendarMessages } from '../../i18n/catalogs/calendar.ts';
import { formatDuration } from '../../i18n/format.ts';
import { soraniDigits } from '../../i18n/sorani.ts';
import type { Translate } from '../../i18n/translate.ts';

export type Profile = AnswerOf<typeof getMyProfile>;
export type Hours = Profile['hours'][number];
export type DayOff = Profile['exceptions'][number];
export type Terms = Profile['terms'];

/** What every part of this screen is given. */
export type CalendarPart = { locale: Locale; t: Translate<CalendarMessages> };

/** Half hours of a day; `24:00` is its end. */
export const halfHours = Array.from(
  { length: 49 },
  (_, half) => `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 ? '30' : '00'}`,
);
/** The list to choose from, with the time that is there already, whatever quarter of an hour it is. */
export const timesWith = (own: string, list: readonly string[], locale: Locale) =>
  [...new Set([...list, own])].sort().map((id) => ({ id, label: locale === 'ckb' ? soraniDigits(id) : id }));

/** `48 hours` is what everybody calls two days. */
export const hoursText = (locale: Locale, hours: number): string => formatDuration(locale, hours * 60);

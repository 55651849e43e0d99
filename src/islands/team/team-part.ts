import type { AccountsClient } from '../../client/accounts-api.ts';
import type { Locale } from '../../core/locale.ts';
import { formatDateTime } from '../../i18n/format.ts';
import type { TeamMessages } from '../../i18n/catalogs/team.ts';
import type { Catalog, Translate } from '../../i18n/translate.ts';
import { myTimeZone } from '../bookings/booking-when.tsx';

/** What every part of the team's screens is given. */
export type TeamPart = { calls: AccountsClient; locale: Locale; t: Translate<TeamMessages>; words: TeamMessages };

export const moment = (locale: Locale, iso: string): string =>
  formatDateTime(locale, new Date(iso), myTimeZone(), 'shortDateTime');

/** What was done, in words; an operation without words of its own is told as work in its room. */
export function deedWords({ t, words }: Pick<TeamPart, 't' | 'words'>, operation: string): string {
  const key = `did.${operation}`;
  return key in (words satisfies Catalog) ? t(key as keyof TeamMessages) : t('did.other');
}

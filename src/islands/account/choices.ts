import type { Locale } from '../../core/locale.ts';
import { offsetText } from '../bookings/booking-when.tsx';
import type { Choice } from '../ui/select.tsx';

/** Each language calls itself by its own name. */
export const languageNames: Readonly<Record<Locale, string>> = {
  en: 'English',
  ar: 'العربية',
  ckb: 'کوردیی ناوەندی',
  fr: 'Français',
};

/** Where this site's people live, and where they travel to. The reader's own zone comes first whatever it is. */
const usual = [
  'Asia/Baghdad',
  'Africa/Casablanca',
  'Europe/Istanbul',
  'Asia/Amman',
  'Asia/Beirut',
  'Asia/Dubai',
  'Asia/Riyadh',
  'Asia/Tehran',
  'Africa/Cairo',
  'Africa/Tunis',
  'Europe/London',
  'Europe/Paris',
  'Europe/Berlin',
  'Europe/Stockholm',
  'America/New_York',
  'America/Toronto',
  'America/Los_Angeles',
  'Australia/Sydney',
  'UTC',
];

/** Zones by their international name with the hours they are from UTC today. */
export function timeZoneChoices(locale: Locale, mine: string): Choice[] {
  const now = new Date();
  return [...new Set([mine, ...usual])].map((id) => ({
    id,
    label: id.replaceAll('_', ' '),
    text: offsetText(locale, id, now),
  }));
}

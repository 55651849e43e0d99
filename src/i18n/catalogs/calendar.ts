import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/calendar.json' with { type: 'json' };
import ar from '../messages/ar/calendar.json' with { type: 'json' };
import ckb from '../messages/ckb/calendar.json' with { type: 'json' };
import fr from '../messages/fr/calendar.json' with { type: 'json' };

export type CalendarMessages = Readonly<Record<keyof typeof en, string>>;
export const calendarMessages: Readonly<Record<Locale, CalendarMessages>> = { en, ar, ckb, fr };

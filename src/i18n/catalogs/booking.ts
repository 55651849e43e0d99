import type { Locale } from '../../core/locale.ts';
import en from '../messages/en/booking.json' with { type: 'json' };
import ar from '../messages/ar/booking.json' with { type: 'json' };
import ckb from '../messages/ckb/booking.json' with { type: 'json' };
import fr from '../messages/fr/booking.json' with { type: 'json' };

export type BookingMessages = Readonly<Record<keyof typeof en, string>>;
export const bookingMessages: Readonly<Record<Locale, BookingMessages>> = { en, ar, ckb, fr };

import { useQueryClient } from '@tanstack/react-query';
import type { Locale } from '../../core/locale.ts';
import type { BookingView } from '../../features/bookings/schema.ts';
import type { BookingMessages } from '../../i18n/catalogs/booking.ts';
import type { Translate } from '../../i18n/translate.ts';

/** What every part of this screen is given. */
export type BookingPart = { view: BookingView; locale: Locale; t: Translate<BookingMessages> };

export const bookingKey = (id: string) => ['booking', id] as const;

/** The booking as the server answered after a write, without asking again. */
export function useKeepBooking(id: string): (view: BookingView) => void {
  const queries = useQueryClient();
  return (view) => {
    queries.setQueryData(bookingKey(id), view);
    void queries.invalidateQueries({ queryKey: ['bookings'] });
  };
}

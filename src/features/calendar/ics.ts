import { createEvents, type EventAttributes } from 'ics';
import { readText, type Locale, type LocalizedText } from '../../core/locale.ts';
import { plainLine } from '../../core/text.ts';
import { calendarMessages } from '../../i18n/catalogs/calendar.ts';
import { translator } from '../../i18n/translate.ts';
import type { BookingState } from '../bookings/rules.ts';
import { foldLines } from './rules/fold-lines.ts';

/** A booking as one of its two sides keeps it in a calendar. */
export type CalendarBooking = {
  id: string;
  state: BookingState;
  stateAt: Date;
  startsAt: Date;
  endsAt: Date;
  serviceTitle: LocalizedText;
  otherName: string;
  place: string;
  /** how often anything happened to it: the file that says more is the newer one */
  moves: number;
};

const statusOf = (state: BookingState): 'held' | 'confirmed' | 'cancelled' =>
  state === 'accepted' ? 'held' : state === 'cancelled' || state === 'refunded' ? 'cancelled' : 'confirmed';

const status = { held: 'TENTATIVE', confirmed: 'CONFIRMED', cancelled: 'CANCELLED' } as const;

type Site = { siteUrl: string; locale: Locale };

function eventOf(booking: CalendarBooking, { siteUrl, locale }: Site): EventAttributes & { timestamp: number } {
  const t = translator(locale, calendarMessages[locale]);
  const url = `${siteUrl}/${locale}/bookings/${booking.id}/`;
  const is = statusOf(booking.state);
  const place = plainLine(booking.place);
  return {
    uid: `booking-${booking.id}@${new URL(siteUrl).hostname}`,
    sequence: booking.moves,
    timestamp: booking.stateAt.getTime(),
    lastModified: booking.stateAt.getTime(),
    start: booking.startsAt.getTime(),
    startInputType: 'utc',
    end: booking.endsAt.getTime(),
    endInputType: 'utc',
    title: plainLine(`${readText(booking.serviceTitle, locale)?.text ?? t('event.untitled')} · ${booking.otherName}`),
    description: `${t(`event.${is}`)}\n${t('event.more', { url })}`,
    ...(place === '' ? {} : { location: place }),
    url,
    status: status[is],
    busyStatus: is === 'held' ? 'TENTATIVE' : is === 'cancelled' ? 'FREE' : 'BUSY',
    transp: is === 'cancelled' ? 'TRANSPARENT' : 'OPAQUE',
    classification: 'PRIVATE',
  };
}

/** The bookings as a calendar file. `CANCEL` takes out again what an earlier file put in. */
export function writeCalendar(
  bookings: readonly CalendarBooking[],
  site: Site,
  method: 'PUBLISH' | 'CANCEL' = 'PUBLISH',
): string {
  const t = translator(site.locale, calendarMessages[site.locale]);
  const head = { productId: '-//Mawahib//Calendar//EN', method, calName: t('feed.name') };
  const { error, value } = createEvents(
    bookings.map((booking) => eventOf(booking, site)),
    head,
  );
  if (error || value === null) throw new Error('a booking could not be written as a calendar event', { cause: error });
  return foldLines(value);
}

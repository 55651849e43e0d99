import { readText, type Locale } from '../../core/locale.ts';
import type { AnswerOf } from '../../client/api.ts';
import type { listBookings } from '../../features/bookings/contract.ts';
import { formatDateTime, formatMoney } from '../../i18n/format.ts';
import type { BookingMessages } from '../../i18n/catalogs/booking.ts';
import type { Translate } from '../../i18n/translate.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Badge, StatusBadge } from '../ui/badge.tsx';
import { periodText } from './booking-when.tsx';
import { isolated, otherName, stepText, waitsForYou } from './next-step.ts';

export type BookingItem = AnswerOf<typeof listBookings>['items'][number];

/** One booking in a list: who, what, when, how much, and what it waits for. The whole sheet leads to it. */
export function BookingCard({
  booking,
  locale,
  t,
  heading: Heading = 'h2',
}: {
  booking: BookingItem;
  locale: Locale;
  t: Translate<BookingMessages>;
  /** one below the heading the list stands under */
  heading?: 'h2' | 'h3';
}) {
  const title = readText(booking.serviceTitle, locale);
  const start = new Date(booking.startsAt);
  const name = otherName(booking);
  const yours = waitsForYou(booking);
  return (
    <li
      className={`relative flex gap-4 rounded-lg border bg-raised p-4 transition-shadow hover:shadow-lift sm:p-5 ${yours ? 'border-clay/60' : 'border-line'}`}
    >
      <Avatar name={name} className="w-14 self-start text-xl sm:w-16" />
      <div className="flex min-w-0 grow flex-col gap-1">
        <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
          <Heading className="text-lg">
            <a
              href={`/${locale}/bookings/${booking.id}/`}
              lang={title?.locale}
              className="rounded-sm after:absolute after:inset-0 after:rounded-lg"
            >
              <bdi>{title?.text}</bdi>
            </a>
          </Heading>
          <div className="flex flex-wrap gap-2">
            {booking.unread > 0 && <Badge tone="warm">{t('list.unread', { count: booking.unread })}</Badge>}
            <StatusBadge state={booking.state} label={t(`state.${booking.state}`)} />
          </div>
        </div>
        <p className="text-ink-soft">{t('list.with', { name: isolated(name) })}</p>
        <p className="flex flex-wrap gap-x-4 text-ink-soft">
          <span>{formatDateTime(locale, start, booking.timeZone, 'day')}</span>
          <span className="figures whitespace-nowrap">
            {periodText(locale, start, new Date(booking.endsAt), booking.timeZone)}
          </span>
          <span className="figures">{formatMoney(locale, booking.price)}</span>
        </p>
        <p className={`mt-1 text-sm ${yours ? 'font-semibold text-clay-ink' : 'text-ink-faint'}`}>
          {stepText(booking, {}, locale, t)}
        </p>
      </div>
    </li>
  );
}

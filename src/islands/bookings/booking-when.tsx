import { formatDateTime, formatDuration, formatOffset } from '../../i18n/format.ts';
import type { BookingMessages } from '../../i18n/catalogs/booking.ts';
import type { Locale } from '../../core/locale.ts';
import type { Translate } from '../../i18n/translate.ts';

export const myTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** `UTC+3`, held together: in a mirrored line with Eastern digits it would fall apart. */
export const offsetText = (locale: Locale, zone: string, at: Date): string =>
  `\u2066${formatOffset(locale, zone, at)}\u2069`;

/** Do two zones show the same clock at this moment? */
export const sameClock = (a: string, b: string, at: Date): boolean =>
  formatOffset('en', a, at) === formatOffset('en', b, at);

const sameDay = (a: Date, b: Date, zone: string) =>
  formatDateTime('en', a, zone, 'date') === formatDateTime('en', b, zone, 'date');

export function periodText(locale: Locale, startsAt: Date, endsAt: Date, zone: string): string {
  const time = (at: Date) => formatDateTime(locale, at, zone, 'time');
  const end = sameDay(startsAt, endsAt, zone) ? time(endsAt) : formatDateTime(locale, endsAt, zone, 'shortDateTime');
  return `${time(startsAt)} – ${end}`;
}

type WhenProps = {
  startsAt: string;
  endsAt: string;
  timeZone: string;
  locale: Locale;
  /** any screen’s words that say whose clock it is */
  t: Translate<Pick<BookingMessages, 'when.talentClock' | 'when.yourClock'>>;
};

/** A booking's time on the talent's clock, and beside it on the reader's own where that shows something else. */
export function BookingWhen({ startsAt, endsAt, timeZone, locale, t }: WhenProps) {
  const [start, end] = [new Date(startsAt), new Date(endsAt)];
  const mine = myTimeZone();
  const line = (zone: string) => (
    <>
      <span className="block font-semibold">{formatDateTime(locale, start, zone, 'longDay')}</span>
      <span className="figures whitespace-nowrap">{periodText(locale, start, end, zone)}</span>
    </>
  );
  const differs = !sameClock(timeZone, mine, start);
  return (
    <div className="flex flex-wrap gap-x-10 gap-y-3">
      <div>
        {line(timeZone)}{' '}
        <span className="text-ink-faint">
          ({formatDuration(locale, Math.round((end.getTime() - start.getTime()) / 60_000))})
        </span>
        {differs && (
          <span className="block text-sm text-ink-faint">
            {t('when.talentClock', { offset: offsetText(locale, timeZone, start) })}
          </span>
        )}
      </div>
      {differs && (
        <div className="border-s-2 border-line ps-3">
          {line(mine)}
          <span className="block text-sm text-ink-faint">
            {t('when.yourClock', { offset: offsetText(locale, mine, start) })}
          </span>
        </div>
      )}
    </div>
  );
}

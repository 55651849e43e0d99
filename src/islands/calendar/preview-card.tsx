import { useMemo } from 'react';
import type { AnswerOf } from '../../client/api.ts';
import type { getAvailability } from '../../features/profiles/contract.ts';
import { termsLeaveRoom } from '../../features/profiles/rules/availability-limits.ts';
import { daysAhead } from '../../features/profiles/rules/availability.ts';
import { formatDay, formatDuration } from '../../i18n/format.ts';
import { Card } from '../ui/card.tsx';
import type { CalendarPart, DayOff, Hours, Terms } from './calendar-part.ts';

type Props = CalendarPart & {
  time: AnswerOf<typeof getAvailability>;
  hours: readonly Hours[];
  days: readonly DayOff[];
  terms: Terms;
  isUnsaved: boolean;
};

/** The days customers would be shown, by the rule the server goes by, with what is on the screen and not saved yet. */
export function PreviewCard({ time, hours, days, terms, isUnsaved, locale, t }: Props) {
  const { shortestMinutes } = time;
  const free = useMemo(() => {
    if (shortestMinutes === null || !termsLeaveRoom(terms)) return [];
    const busy = time.busy.map((one) => ({ ...one, startsAt: new Date(one.startsAt), endsAt: new Date(one.endsAt) }));
    const wish = { now: new Date(time.now), durationMinutes: shortestMinutes, count: 6, horizonDays: 60 };
    return daysAhead({ timeZone: time.timeZone, hours, exceptions: days, busy, terms }, wish).days;
  }, [time, hours, days, terms, shortestMinutes]);
  return (
    <Card title={t('preview.title')}>
      {shortestMinutes === null ? (
        <p className="text-ink-soft">{t('preview.noService')}</p>
      ) : (
        <div className="flex flex-col gap-3" aria-live="polite">
          <p className="text-sm text-ink-soft">
            {t('preview.text', { time: formatDuration(locale, shortestMinutes) })}{' '}
            {isUnsaved && <strong className="text-clay-ink">{t('preview.unsaved')}</strong>}
          </p>
          {free.length === 0 ? (
            <p className="font-semibold">{t('preview.none')}</p>
          ) : (
            <ul className="divide-y divide-line">
              {free.map((day) => (
                <li key={day} className="py-1.5 first-letter:uppercase">
                  {formatDay(locale, day, time.timeZone)}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </Card>
  );
}

import { availabilityLimits, termsLeaveRoom } from '../../features/profiles/rules/availability-limits.ts';
import { formatDuration } from '../../i18n/format.ts';
import { Select } from '../ui/select.tsx';
import { hoursText, type CalendarPart, type Terms } from './calendar-part.ts';

type Props = CalendarPart & { terms: Terms; onChange: (terms: Terms) => void };

const buffers = [0, 15, 30, 45, 60, 90, 120, 180, 240];
const notices = [0, 2, 6, 12, 24, 48, 72, 168, 336, 720];
const counts = [1, 2, 3, 4, 5, 6, 8, 10];
const horizons = [14, 30, 60, 90, 120, 180, availabilityLimits.horizonDays.most];
/** The usual ones, and the one there is, whatever it is. */
const withOwn = (list: readonly number[], own: number) => [...new Set([...list, own])].sort((a, b) => a - b);

/** What is asked of every booking beside hours, chosen from what people usually want and said again in plain sentences. */
export function TermsEditor({ terms, onChange, locale, t }: Props) {
  const minutes = (n: number) => (n === 0 ? t('terms.none') : formatDuration(locale, n));
  const hours = (n: number) => (n === 0 ? t('terms.none') : hoursText(locale, n));
  const days = (n: number) => t('terms.days', { n });
  const choose = (
    label: string,
    value: number,
    list: readonly number[],
    name: (n: number) => string,
    change: (n: number) => Terms,
  ) => (
    <Select
      label={label}
      placeholder=""
      value={String(value)}
      onChange={(chosen) => onChange(change(Number(chosen)))}
      choices={list.map((n) => ({ id: String(n), label: name(n) }))}
    />
  );
  const any = 0;
  return (
    <div className="flex flex-col gap-5">
      <div className="grid items-start gap-5 sm:grid-cols-2">
        {choose(t('terms.notice'), terms.noticeHours, withOwn(notices, terms.noticeHours), hours, (noticeHours) => ({
          ...terms,
          noticeHours,
        }))}
        {choose(t('terms.horizon'), terms.horizonDays, withOwn(horizons, terms.horizonDays), days, (horizonDays) => ({
          ...terms,
          horizonDays,
        }))}
        {choose(
          t('terms.before'),
          terms.bufferBeforeMinutes,
          withOwn(buffers, terms.bufferBeforeMinutes),
          minutes,
          (bufferBeforeMinutes) => ({ ...terms, bufferBeforeMinutes }),
        )}
        {choose(
          t('terms.after'),
          terms.bufferAfterMinutes,
          withOwn(buffers, terms.bufferAfterMinutes),
          minutes,
          (bufferAfterMinutes) => ({ ...terms, bufferAfterMinutes }),
        )}
        {choose(
          t('terms.max'),
          terms.maxPerDay ?? any,
          [any, ...withOwn(counts, terms.maxPerDay ?? 1)],
          (n) => (n === any ? t('terms.any') : t('terms.count', { n })),
          (n) => ({ ...terms, maxPerDay: n === any ? null : n }),
        )}
      </div>
      {!termsLeaveRoom(terms) && (
        <p role="alert" className="font-medium text-rose-ink">
          {t('terms.unsound')}
        </p>
      )}
      <ul className="flex list-disc flex-col gap-1 rounded-md bg-sunk py-3 ps-9 pe-4 text-ink-soft">
        <li>
          {terms.noticeHours === 0
            ? t('says.noNotice')
            : t('says.notice', { time: hoursText(locale, terms.noticeHours) })}
        </li>
        <li>{t('says.horizon', { days: days(terms.horizonDays) })}</li>
        {terms.bufferBeforeMinutes > 0 && (
          <li>{t('says.before', { time: formatDuration(locale, terms.bufferBeforeMinutes) })}</li>
        )}
        {terms.bufferAfterMinutes > 0 && (
          <li>{t('says.after', { time: formatDuration(locale, terms.bufferAfterMinutes) })}</li>
        )}
        {terms.maxPerDay !== null && <li>{t('says.max', { count: t('terms.count', { n: terms.maxPerDay }) })}</li>}
      </ul>
    </div>
  );
}

import { useRef, useState } from 'react';
import { parseDate, today, type CalendarDate } from '@internationalized/date';
import { exceptionsFit } from '../../features/profiles/rules/exceptions.ts';
import { formatDay } from '../../i18n/format.ts';
import { soraniDigits } from '../../i18n/sorani.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';
import { halfHours, timesWith, type CalendarPart, type DayOff } from './calendar-part.ts';
import { RangeCalendar, type DayRange } from './range-calendar.tsx';
import { TimeSelect } from './time-select.tsx';

type Props = CalendarPart & { days: readonly DayOff[]; onChange: (days: DayOff[]) => void; timeZone: string };
type Run = { first: string; last: string; openings: DayOff[] };

const sameOpenings = (a: readonly DayOff[], b: readonly DayOff[]): boolean =>
  a.length === b.length && a.every((one, at) => one.startsAt === b[at]?.startsAt && one.endsAt === b[at]?.endsAt);

/** Days in a row that are alike, as one line: a holiday is one thing. */
function runsOf(days: readonly DayOff[]): Run[] {
  const byDay = Map.groupBy(
    days.toSorted((a, b) => a.day.localeCompare(b.day) || (a.startsAt ?? '').localeCompare(b.startsAt ?? '')),
    ({ day }) => day,
  );
  const runs: Run[] = [];
  for (const [day, openings] of byDay) {
    const last = runs.at(-1);
    if (last && sameOpenings(last.openings, openings) && parseDate(last.last).add({ days: 1 }).toString() === day)
      last.last = day;
    else runs.push({ first: day, last: day, openings });
  }
  return runs;
}

function daysIn({ start, end }: DayRange): string[] {
  const days: string[] = [];
  for (let day: CalendarDate = start; day.compare(end) <= 0; day = day.add({ days: 1 })) days.push(day.toString());
  return days;
}

/** Days unlike their weekday: closed, or open at other hours. What is added last is what counts for a day. */
export function DaysEditor({ days, onChange, timeZone, locale, t }: Props) {
  const [range, setRange] = useState<DayRange | null>(null);
  const [kind, setKind] = useState<'closed' | 'open'>('closed');
  const [times, setTimes] = useState({ startsAt: '10:00', endsAt: '18:00' });
  const [told, setTold] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  const figures = (time: string) => (locale === 'ckb' ? soraniDigits(time.slice(0, 5)) : time.slice(0, 5));
  const nameOf = (first: string, last: string) =>
    first === last
      ? formatDay(locale, first, timeZone, 'longDay')
      : t('days.range', {
          first: formatDay(locale, first, timeZone, 'date'),
          last: formatDay(locale, last, timeZone, 'date'),
        });
  const wished = range ? daysIn(range) : [];
  const after = [
    ...days.filter(({ day }) => !wished.includes(day)),
    ...wished.map((day) => (kind === 'closed' ? { day, startsAt: null, endsAt: null } : { day, ...times })),
  ];
  const fits = exceptionsFit(after);
  const add = () => {
    onChange(after);
    setRange(null);
  };
  return (
    <div className="flex flex-col gap-5">
      <div className="grid items-start gap-6 sm:grid-cols-[auto_1fr]">
        <RangeCalendar
          label={t('days.calendar')}
          value={range}
          onChange={setRange}
          minValue={today(timeZone)}
          isMarked={(day) => days.some((one) => one.day === day.toString())}
          markedLabel={t('days.marked')}
        />
        <div className="flex flex-col items-start gap-4">
          <p aria-live="polite" className={range ? 'font-semibold' : 'text-ink-soft'}>
            {range
              ? t('days.chosen', { days: nameOf(range.start.toString(), range.end.toString()) })
              : t('days.choose')}
          </p>
          <Select
            label={t('days.kind')}
            placeholder=""
            className="w-full max-w-64"
            value={kind}
            onChange={setKind}
            choices={[
              { id: 'closed', label: t('days.closed') },
              { id: 'open', label: t('days.open') },
            ]}
          />
          {kind === 'open' && (
            <div role="group" aria-label={t('days.open')} className="flex items-center gap-2">
              <TimeSelect
                label={t('week.from')}
                value={times.startsAt}
                onChange={(startsAt) => setTimes({ ...times, startsAt })}
                choices={timesWith(times.startsAt, halfHours.slice(0, -1), locale)}
              />
              <span aria-hidden="true">–</span>
              <TimeSelect
                label={t('week.to')}
                value={times.endsAt}
                onChange={(endsAt) => setTimes({ ...times, endsAt })}
                choices={timesWith(times.endsAt, halfHours.slice(1), locale)}
              />
            </div>
          )}
          {kind === 'open' && times.startsAt >= times.endsAt && (
            <p role="alert" className="font-medium text-rose-ink">
              {t('week.unsound')}
            </p>
          )}
          {!fits && (
            <p role="alert" className="font-medium text-rose-ink">
              {t('days.many')}
            </p>
          )}
          <Button
            variant="secondary"
            icon="plus"
            onPress={add}
            isDisabled={!range || !fits || (kind === 'open' && times.startsAt >= times.endsAt)}
          >
            {t('days.add')}
          </Button>
        </div>
      </div>
      <h3 ref={heading} tabIndex={-1} className="visually-hidden">
        {t('days.title')}
      </h3>
      {days.length === 0 ? (
        <p className="text-ink-soft">{t('days.none')}</p>
      ) : (
        <ul className="flex flex-col divide-y divide-line border-y border-line">
          {runsOf(days).map(({ first, last, openings }) => {
            const name = nameOf(first, last);
            return (
              <li key={first} className="flex items-center gap-3 py-1">
                <span className="min-w-0 grow">
                  {name}
                  <span className="figures block text-sm text-ink-soft">
                    {openings
                      .map(({ startsAt, endsAt }) =>
                        startsAt && endsAt ? `${figures(startsAt)} – ${figures(endsAt)}` : t('days.closed'),
                      )
                      .join(' · ')}
                  </span>
                </span>
                <IconButton
                  icon="close"
                  label={t('days.remove', { days: name })}
                  onPress={() => {
                    onChange(days.filter(({ day }) => day < first || day > last));
                    setTold(t('days.removed', { days: name }));
                    // the button that had the focus is gone
                    heading.current?.focus();
                  }}
                />
              </li>
            );
          })}
        </ul>
      )}
      <p role="status" className="visually-hidden">
        {told}
      </p>
    </div>
  );
}

import { useState } from 'react';
import { hoursAreSound } from '../../features/profiles/rules/profile.ts';
import { formatDateTime } from '../../i18n/format.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { CheckboxGroup } from '../ui/checkbox-group.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { halfHours, timesWith, type CalendarPart, type Hours } from './calendar-part.ts';
import { TimeSelect } from './time-select.tsx';

type Props = CalendarPart & { hours: readonly Hours[]; onChange: (hours: Hours[]) => void };

/** The week as the talent works it: any number of openings a day, and a day's openings for other days as well. */
export function WeekEditor({ hours, onChange, locale, t }: Props) {
  const [copied, setCopied] = useState<number | null>(null);
  const [onto, setOnto] = useState<string[]>([]);
  const week = locale === 'ar' || locale === 'ckb' ? [6, 7, 1, 2, 3, 4, 5] : [1, 2, 3, 4, 5, 6, 7];
  // 2 November 2026 is a Monday
  const nameOf = (weekday: number) =>
    formatDateTime(locale, new Date(Date.UTC(2026, 10, 1 + weekday, 12)), 'UTC', 'weekday');
  const change = (one: Hours, to: Partial<Hours>) =>
    onChange(hours.map((other) => (other === one ? { ...one, ...to } : other)));
  const add = (weekday: number, last: Hours | undefined) =>
    onChange([
      ...hours,
      { weekday, startsAt: last?.endsAt ?? '10:00', endsAt: last === undefined ? '18:00' : '24:00' },
    ]);
  const copy = () => {
    const days = onto.map(Number);
    const openings = hours.filter(({ weekday }) => weekday === copied);
    onChange([
      ...hours.filter(({ weekday }) => !days.includes(weekday)),
      ...days.flatMap((weekday) => openings.map((one) => ({ ...one, weekday }))),
    ]);
    setCopied(null);
  };
  return (
    <>
      <ul className="flex flex-col divide-y divide-line">
        {week.map((weekday) => {
          const open = hours.filter((one) => one.weekday === weekday);
          const name = nameOf(weekday);
          return (
            <li
              key={weekday}
              className="grid grid-cols-[1fr_auto] items-center gap-x-3 gap-y-2 py-3 sm:grid-cols-[7rem_1fr_auto]"
            >
              <span className="font-semibold first-letter:uppercase">{name}</span>
              <div className="flex flex-col gap-2 max-sm:order-3 max-sm:col-span-2">
                {open.length === 0 && <span className="text-ink-faint">{t('week.closed')}</span>}
                {open.map((one, at) => (
                  <div key={at} role="group" aria-label={name} className="flex items-center gap-2">
                    <TimeSelect
                      label={t('week.from')}
                      value={one.startsAt}
                      onChange={(startsAt) => change(one, { startsAt })}
                      choices={timesWith(one.startsAt, halfHours.slice(0, -1), locale)}
                    />
                    <span aria-hidden="true">–</span>
                    <TimeSelect
                      label={t('week.to')}
                      value={one.endsAt}
                      onChange={(endsAt) => change(one, { endsAt })}
                      choices={timesWith(one.endsAt, halfHours.slice(1), locale)}
                    />
                    <IconButton
                      icon="close"
                      label={t('week.remove', { day: name })}
                      onPress={() => onChange(hours.filter((other) => other !== one))}
                    />
                  </div>
                ))}
              </div>
              <div className="flex max-sm:order-2">
                <IconButton
                  icon="copy"
                  label={t('week.copy', { day: name })}
                  onPress={() => {
                    setOnto([]);
                    setCopied(weekday);
                  }}
                />
                <IconButton
                  icon="plus"
                  label={t('week.add', { day: name })}
                  isDisabled={open.at(-1)?.endsAt === '24:00'}
                  onPress={() => add(weekday, open.at(-1))}
                />
              </div>
            </li>
          );
        })}
      </ul>
      {!hoursAreSound(hours) && (
        <p role="alert" className="font-medium text-rose-ink">
          {t('week.unsound')}
        </p>
      )}
      <Dialog
        title={copied === null ? '' : t('week.copy', { day: nameOf(copied) })}
        isOpen={copied !== null}
        onClose={() => setCopied(null)}
      >
        <CheckboxGroup
          label={t('week.copyTo')}
          choices={week.filter((one) => one !== copied).map((one) => ({ id: String(one), label: nameOf(one) }))}
          value={onto}
          onChange={setOnto}
        />
        <Button onPress={copy} isDisabled={onto.length === 0} className="self-start">
          {t('week.copyDo')}
        </Button>
      </Dialog>
    </>
  );
}

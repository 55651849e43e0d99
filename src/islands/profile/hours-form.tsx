import { useState } from 'react';
import type { CalendarDate } from '@internationalized/date';
import { parseDate, today } from '@internationalized/date';
import { hoursAreSound } from '../../features/profiles/rules/profile.ts';
import { formatDateTime, formatDay } from '../../i18n/format.ts';
import { soraniDigits } from '../../i18n/sorani.ts';
import { useAccount } from '../account/account-frame.tsx';
import { shownProblem } from '../account/problems.ts';
import { offsetText } from '../bookings/booking-when.tsx';
import { useWrite } from '../account/use-write.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { DatePicker } from '../ui/date-picker.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { Select } from '../ui/select.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { useKeepProfile, type Profile, type ProfilePart } from './profile-part.ts';

type Hours = Profile['hours'][number];

/** Half hours of a day; `24:00` is its end. */
const clock = Array.from(
  { length: 49 },
  (_, half) => `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 ? '30' : '00'}`,
);
/** The list to choose from, with the time that is there already, whatever quarter of an hour it is. */
const clockWith = (own: string, list: readonly string[]) => [...new Set([...list, own])].sort();
const hourMinute = (time: string) => time.slice(0, 5);

/** The week as the talent works it, and the days that are closed. All of it is sent at once. */
export function HoursForm({ profile, locale, t }: ProfilePart) {
  const { api } = useAccount();
  const ui = useUi();
  const keep = useKeepProfile();
  const [hours, setHours] = useState<Hours[]>(() =>
    profile.hours.map((one) => ({ ...one, startsAt: hourMinute(one.startsAt), endsAt: hourMinute(one.endsAt) })),
  );
  const [exceptions, setExceptions] = useState(profile.exceptions);
  const [day, setDay] = useState<CalendarDate | null>(null);
  const sound = hoursAreSound(hours);
  const save = useWrite(
    (key, body: Parameters<typeof api.setAvailability>[1]) => api.setAvailability(key, body),
    (after) => {
      keep(after);
      notify({ tone: 'good', title: t('hours.saved') });
    },
  );
  const week = locale === 'ar' || locale === 'ckb' ? [6, 7, 1, 2, 3, 4, 5] : [1, 2, 3, 4, 5, 6, 7];
  // 2 November 2026 is a Monday.
  const dayName = (weekday: number) =>
    formatDateTime(locale, new Date(Date.UTC(2026, 10, 1 + weekday, 12)), 'UTC', 'weekday');
  const change = (one: Hours, to: Partial<Hours>) =>
    setHours(hours.map((other) => (other === one ? { ...one, ...to } : other)));
  const figures = (time: string) => (locale === 'ckb' ? soraniDigits(time) : time);
  const choice = (id: string) => ({ id, label: figures(id) });
  const otherDays = exceptions.toSorted((a, b) => a.day.localeCompare(b.day));
  const close = () => {
    if (day && !exceptions.some((one) => one.day === day.toString()))
      setExceptions([...exceptions, { day: day.toString(), startsAt: null, endsAt: null }]);
    setDay(null);
  };
  return (
    <Card title={t('hours.title')}>
      <p className="mb-4 text-ink-soft">
        {t('hours.text', { offset: offsetText(locale, profile.timeZone, new Date()) })}
      </p>
      <Form onSubmit={() => save.mutate({ hours, exceptions })}>
        <ul className="flex flex-col divide-y divide-line">
          {week.map((weekday) => {
            const open = hours.filter((one) => one.weekday === weekday);
            const name = dayName(weekday);
            return (
              <li key={weekday} className="grid items-center gap-x-4 gap-y-2 py-3 sm:grid-cols-[8rem_1fr_auto]">
                <span className="font-semibold">{name}</span>
                <div className="flex flex-col gap-2">
                  {open.length === 0 && <span className="text-ink-faint">{t('hours.closed')}</span>}
                  {open.map((one, at) => (
                    <div key={at} role="group" aria-label={name} className="flex items-center gap-2">
                      <Select
                        isLabelHidden
                        label={t('hours.from')}
                        placeholder=""
                        className="w-28"
                        value={one.startsAt}
                        onChange={(startsAt) => change(one, { startsAt })}
                        choices={clockWith(one.startsAt, clock.slice(0, -1)).map(choice)}
                      />
                      <Select
                        isLabelHidden
                        label={t('hours.to')}
                        placeholder=""
                        className="w-28"
                        value={one.endsAt}
                        onChange={(endsAt) => change(one, { endsAt })}
                        choices={clockWith(one.endsAt, clock.slice(1)).map(choice)}
                      />
                      <IconButton
                        icon="close"
                        label={t('hours.remove', { day: name })}
                        onPress={() => setHours(hours.filter((other) => other !== one))}
                      />
                    </div>
                  ))}
                </div>
                <IconButton
                  icon="plus"
                  label={t('hours.add', { day: name })}
                  onPress={() =>
                    setHours([
                      ...hours,
                      {
                        weekday,
                        startsAt: open.at(-1)?.endsAt ?? '10:00',
                        endsAt: open.length > 0 ? '24:00' : '18:00',
                      },
                    ])
                  }
                />
              </li>
            );
          })}
        </ul>
        {!sound && (
          <p role="alert" className="font-medium text-rose-ink">
            {t('hours.unsound')}
          </p>
        )}
        <div className="flex flex-col gap-3">
          <div className="flex flex-wrap items-end gap-3">
            <DatePicker
              label={t('hours.closeDay')}
              openLabel={t('hours.openCalendar')}
              value={day}
              onChange={setDay}
              minValue={today(profile.timeZone)}
            />
            <Button variant="secondary" onPress={close} isDisabled={!day}>
              {ui.t('action.add')}
            </Button>
          </div>
          {otherDays.length > 0 && (
            <ul className="flex flex-wrap gap-2">
              {otherDays.map((one) => {
                const name = formatDay(locale, parseDate(one.day).toString(), profile.timeZone, 'date');
                return (
                  <li key={one.day} className="flex items-center rounded-full bg-sunk ps-4">
                    {name}
                    {one.startsAt && one.endsAt ? (
                      <span className="figures ms-2 text-sm text-ink-soft">
                        {figures(hourMinute(one.startsAt))} – {figures(hourMinute(one.endsAt))}
                      </span>
                    ) : (
                      <span className="ms-2 text-sm text-ink-soft">{t('hours.closed')}</span>
                    )}
                    <IconButton
                      icon="close"
                      label={t('hours.reopen', { day: name })}
                      onPress={() => setExceptions(exceptions.filter((other) => other !== one))}
                    />
                  </li>
                );
              })}
            </ul>
          )}
        </div>
        {save.isError && <ProblemNote problem={shownProblem(save.error, ui.t)} />}
        <Button type="submit" className="self-start" isDisabled={!sound} isPending={save.isPending}>
          {ui.t('action.save')}
        </Button>
      </Form>
    </Card>
  );
}

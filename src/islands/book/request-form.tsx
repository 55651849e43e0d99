import { useMemo, useState } from 'react';
import {
  fromAbsolute,
  parseDate,
  startOfMonth,
  toCalendarDate,
  today,
  type CalendarDate,
} from '@internationalized/date';
import { readText } from '../../core/locale.ts';
import type { ServiceView } from '../../features/discovery/schema.ts';
import { formatDay, formatDuration, formatMoney } from '../../i18n/format.ts';
import type { BookingMessages } from '../../i18n/catalogs/booking.ts';
import { translator } from '../../i18n/translate.ts';
import { useAccount } from '../account/account-frame.tsx';
import { codeOf, fieldProblems, shownProblem } from '../account/problems.ts';
import { isText, useDraft } from '../account/use-draft.ts';
import { useWrite } from '../account/use-write.ts';
import { BookingWhen, myTimeZone, offsetText, sameClock } from '../bookings/booking-when.tsx';
import { isolated } from '../bookings/next-step.ts';
import { Avatar } from '../ui/avatar.tsx';
import { BackLink } from '../ui/back-link.tsx';
import { Button } from '../ui/button.tsx';
import { Calendar } from '../ui/calendar.tsx';
import { Card } from '../ui/card.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { TextArea, TextField } from '../ui/text-field.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { SlotPicker } from './slot-picker.tsx';

/** Another time would do. */
const timeIsGone = new Set([
  'slot_taken',
  'day_full',
  'not_available',
  'in_the_past',
  'notice_too_short',
  'too_far_ahead',
]);

type Words = { booking: BookingMessages };
type RequestProps = Words & {
  offer: ServiceView;
  isLooking: boolean;
  onMonth: (first: CalendarDate) => void;
  onStale: () => void;
};

/** A free day of the talent's page leads here with the day in the address. */
export function dayInAddress(): CalendarDate | null {
  try {
    return parseDate(new URLSearchParams(location.search).get('day') ?? '');
  } catch {
    return null;
  }
}

/** Day, time, and what it is about. What is written here outlives a time that somebody else took first. */
export function RequestForm({ offer, isLooking, onMonth, onStale, booking }: RequestProps) {
  const { api, locale } = useAccount();
  const ui = useUi();
  const t = translator(locale, booking);
  const { service, talent, timeZone } = offer;
  const [day, setDay] = useState<CalendarDate | null>(dayInAddress);
  const [start, setStart] = useState<string | null>(null);
  const [note, setNote, clearNote] = useDraft(`request note ${service.id}`, '', isText);
  const [place, setPlace, clearPlace] = useDraft(`request place ${service.id}`, '', isText);
  const byDay = useMemo(
    () => Map.groupBy(offer.freeStarts, (at) => toCalendarDate(fromAbsolute(Date.parse(at), timeZone)).toString()),
    [offer.freeStarts, timeZone],
  );
  const slots = day ? (byDay.get(day.toString()) ?? []) : [];
  const first = today(timeZone);
  const title = readText(service.title, locale);
  const description = readText(service.description, locale);
  const send = useWrite(
    (key, body: Parameters<typeof api.requestBooking>[1]) => api.requestBooking(key, body),
    (made) => {
      clearNote();
      clearPlace();
      location.assign(`/${locale}/bookings/${made.id}/`);
    },
  );
  const submit = () => {
    if (!start) return;
    send.mutate(
      { serviceId: service.id, startsAt: start, note: note.trim(), place: place.trim() },
      {
        onError: (error) => {
          // Somebody was faster: what is free has to be asked for again, what was written stays.
          if (timeIsGone.has(codeOf(error) ?? '')) {
            setStart(null);
            onStale();
          }
        },
      },
    );
  };
  const end = start ? new Date(Date.parse(start) + service.durationMinutes * 60_000).toISOString() : null;
  return (
    <div className="mx-auto flex w-full max-w-xl flex-col gap-5">
      <BackLink href={`/${locale}/talents/${talent.slug}/`}>{talent.displayName}</BackLink>
      <header className="flex gap-5">
        <Avatar
          name={talent.displayName}
          src={talent.avatar?.url ?? null}
          className="w-20 self-start text-3xl sm:w-24"
        />
        <div className="min-w-0">
          <p className="text-ink-soft">{t('request.title')}</p>
          <h1 className="text-3xl">
            <bdi lang={title?.locale}>{title?.text}</bdi>
          </h1>
          <p className="mt-1 flex flex-wrap gap-x-4 text-ink-soft">
            <bdi>{talent.displayName}</bdi>
            <span>{formatDuration(locale, service.durationMinutes)}</span>
            <span className="figures font-semibold text-ink">{formatMoney(locale, service.price)}</span>
          </p>
          {description && (
            <p dir="auto" lang={description.locale} className="own-words mt-2 line-clamp-3 text-ink-soft">
              {description.text}
            </p>
          )}
        </div>
      </header>
      <Form onSubmit={submit} fieldProblems={fieldProblems(send.error, ui.t)}>
        <Card title={t('request.when')}>
          <div className="grid items-start gap-6 sm:grid-cols-[auto_1fr]">
            <div className={isLooking ? 'opacity-60' : ''} aria-busy={isLooking}>
              <Calendar
                label={t('request.day')}
                value={day}
                onChange={(chosen) => {
                  setDay(chosen);
                  setStart(null);
                }}
                minValue={first}
                maxValue={first.add({ days: offer.asking.horizonDays })}
                isDateUnavailable={(one) => !isLooking && !byDay.has(one.toString())}
                onLook={(looked) => onMonth(startOfMonth(looked))}
              />
            </div>
            <div className="flex flex-col gap-3" aria-live="polite">
              {byDay.size === 0 && !isLooking && (
                <p className="rounded-md bg-sunk px-4 py-3 text-ink-soft">{t('request.noneThisMonth')}</p>
              )}
              {day ? (
                <>
                  <p className="font-display text-lg font-head">
                    {formatDay(locale, day.toString(), timeZone, 'longDay')}
                  </p>
                  {slots.length > 0 ? (
                    <SlotPicker
                      starts={slots}
                      timeZone={timeZone}
                      value={start}
                      onChange={setStart}
                      locale={locale}
                      t={t}
                    />
                  ) : (
                    !isLooking && (
                      <p className="rounded-md bg-sunk px-4 py-3 text-ink-soft">
                        {t('request.emptied', { day: formatDay(locale, day.toString(), timeZone) })}
                      </p>
                    )
                  )}
                  <p className="text-sm text-ink-faint">
                    {t('when.talentClock', { offset: offsetText(locale, timeZone, day.toDate(timeZone)) })}
                  </p>
                  {!sameClock(timeZone, myTimeZone(), day.toDate(timeZone)) && (
                    <p className="text-sm text-ink-faint">
                      {t('request.smallIsYours', { offset: offsetText(locale, myTimeZone(), day.toDate(timeZone)) })}
                    </p>
                  )}
                </>
              ) : (
                <p className="text-ink-soft">{t('request.chooseDay')}</p>
              )}
              {offer.asking.noticeHours > 0 && (
                <p className="text-sm text-ink-faint">
                  {t('request.notice', { time: formatDuration(locale, offer.asking.noticeHours * 60) })}
                </p>
              )}
            </div>
          </div>
          {start && end && (
            <div className="mt-5 rounded-md bg-palm-soft p-4">
              <BookingWhen startsAt={start} endsAt={end} timeZone={timeZone} locale={locale} t={t} />
            </div>
          )}
        </Card>
        <Card title={t('request.about')}>
          <div className="flex flex-col gap-5">
            <TextArea
              name="note"
              label={t('request.note')}
              placeholder={t('request.notePlace')}
              hint={t('request.noteHint')}
              value={note}
              onChange={setNote}
              isRequired={false}
              maxLength={2000}
            />
            {service.place !== 'remote' && (
              <TextField
                name="place"
                label={t('request.place')}
                placeholder={t('request.placePlace')}
                value={place}
                onChange={setPlace}
                isRequired={false}
                maxLength={200}
              />
            )}
          </div>
        </Card>
        {send.isError && <ProblemNote problem={shownProblem(send.error, ui.t)} />}
        <div className="flex flex-col gap-2">
          <Button type="submit" size="lg" className="self-start" isDisabled={!start} isPending={send.isPending}>
            {t('request.send')}
          </Button>
          <p className="text-sm text-ink-faint">{t('request.free', { name: isolated(talent.displayName) })}</p>
        </div>
      </Form>
    </div>
  );
}

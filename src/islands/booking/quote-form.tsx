import { useState } from 'react';
import {
  fromDate,
  toCalendarDate,
  toCalendarDateTime,
  toTime,
  type CalendarDate,
  type Time,
} from '@internationalized/date';
import { useAccount } from '../account/account-frame.tsx';
import { fieldProblems, shownProblem } from '../account/problems.ts';
import { isText, useDraft } from '../account/use-draft.ts';
import { useWrite } from '../account/use-write.ts';
import { offsetText } from '../bookings/booking-when.tsx';
import { isolated, otherName } from '../bookings/next-step.ts';
import { formatDuration } from '../../i18n/format.ts';
import { Button } from '../ui/button.tsx';
import { DatePicker, TimeField } from '../ui/date-picker.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { MoneyField } from '../ui/number-field.tsx';
import { TextArea } from '../ui/text-field.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { useKeepBooking, type BookingPart } from './booking-part.ts';

const isAmount = (found: unknown): found is number | null => found === null || typeof found === 'number';

/** The talent names a price, and another time if the asked one does not suit. Hours are the talent's own clock's. */
export function QuoteForm({ view, locale, t, onDone }: BookingPart & { onDone: () => void }) {
  const { api } = useAccount();
  const ui = useUi();
  const keep = useKeepBooking(view.id);
  const currency = view.listPrice.currency;
  const [amount, setAmount, clearAmount] = useDraft<number | null>(
    `quote amount ${view.id}`,
    view.price.amount,
    isAmount,
  );
  const [message, setMessage, clearMessage] = useDraft(`quote message ${view.id}`, '', isText);
  const begins = fromDate(new Date(view.startsAt), view.timeZone);
  const [day, setDay] = useState<CalendarDate | null>(toCalendarDate(begins));
  const [time, setTime] = useState<Time | null>(toTime(begins));
  const length = Date.parse(view.endsAt) - Date.parse(view.startsAt);
  const startsAt = day && time ? toCalendarDateTime(day, time).toDate(view.timeZone) : null;
  const moved = startsAt !== null && startsAt.getTime() !== Date.parse(view.startsAt);
  const send = useWrite(
    (key, body: Parameters<typeof api.sendQuote>[2]) => api.sendQuote(key, view.id, body),
    (after) => {
      keep(after);
      clearAmount();
      clearMessage();
      notify({ tone: 'good', title: t('did.quote', { name: isolated(otherName(view)) }) });
      onDone();
    },
  );
  const submit = () => {
    if (amount === null || startsAt === null) return;
    send.mutate({
      amount: { amount, currency },
      message: message.trim(),
      ...(moved && { startsAt: startsAt.toISOString(), endsAt: new Date(startsAt.getTime() + length).toISOString() }),
    });
  };
  const wrong = fieldProblems(send.error, ui.t);
  return (
    <Form
      onSubmit={submit}
      className="border-t border-line pt-5"
      {...(wrong && { fieldProblems: { ...wrong, ...(wrong['amount.amount'] && { amount: wrong['amount.amount'] }) } })}
    >
      <MoneyField
        name="amount"
        label={t('quote.price')}
        currency={currency}
        unit={t(`currency.${currency}`)}
        amount={amount}
        onChange={setAmount}
        isRequired
        hint={t('quote.priceHint')}
        className="max-w-xs"
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <DatePicker
          name="startsAt"
          label={t('quote.day')}
          openLabel={t('quote.openCalendar')}
          value={day}
          onChange={setDay}
          isRequired
        />
        <TimeField
          label={t('quote.time')}
          value={time}
          onChange={setTime}
          isRequired
          hint={t('quote.timeHint', {
            offset: offsetText(locale, view.timeZone, new Date(view.startsAt)),
            length: formatDuration(locale, length / 60_000),
          })}
        />
      </div>
      <TextArea
        name="message"
        label={t('quote.message')}
        value={message}
        onChange={setMessage}
        isRequired={false}
        maxLength={2000}
        rows={3}
        placeholder={t('quote.messagePlace')}
      />
      {send.isError && <ProblemNote problem={shownProblem(send.error, ui.t)} />}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" isPending={send.isPending}>
          {t('quote.send')}
        </Button>
        <Button variant="quiet" onPress={onDone}>
          {ui.t('action.cancel')}
        </Button>
      </div>
    </Form>
  );
}

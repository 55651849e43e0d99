import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { parseDate, parseTime, toCalendarDateTime, type CalendarDate, type Time } from '@internationalized/date';
import { readText } from '../../core/locale.ts';
import type { RequestForTalent } from '../../features/requests/schema/requests.ts';
import { useAccount } from '../account/account-frame.tsx';
import { fieldProblems, shownProblem } from '../account/problems.ts';
import { useDraft } from '../account/use-draft.ts';
import { useWrite } from '../account/use-write.ts';
import { offsetText } from '../bookings/booking-when.tsx';
import { Button } from '../ui/button.tsx';
import { DatePicker, TimeField } from '../ui/date-picker.tsx';
import { ProblemNote } from '../ui/error-state.tsx';
import { Form } from '../ui/form.tsx';
import { MoneyField } from '../ui/number-field.tsx';
import { Select } from '../ui/select.tsx';
import { TextArea } from '../ui/text-field.tsx';
import { notify } from '../ui/toast.tsx';
import { useUi } from '../ui/ui-provider.tsx';
import { budgetText, type BoardPart } from './board-part.ts';

type FormProps = BoardPart & { request: RequestForTalent; onDone: () => Promise<void>; onCancel: () => void };

type Offer = {
  amount: number | null;
  day: string | null;
  from: string | null;
  endDay: string | null;
  until: string | null;
  text: string;
  serviceId: string;
};
const isOffer = (found: unknown): found is Offer =>
  typeof found === 'object' && found !== null && 'text' in found && 'serviceId' in found && 'until' in found;
const noService = 'none';

/** A price in the request's currency, and times on the talent's own clock. What is written waits in this browser. */
export function ProposalForm({ request: { card }, onDone, onCancel, ...part }: FormProps) {
  const { calls, locale, t } = part;
  const { api, me } = useAccount();
  const ui = useUi();
  const { currency } = card.budget;
  const [offer, setOffer, clear] = useDraft<Offer>(
    `proposal ${card.id}`,
    {
      amount: null,
      day: card.startsOn,
      from: null,
      endDay: card.startsOn,
      until: null,
      text: '',
      serviceId: noService,
    },
    isOffer,
  );
  const change = (to: Partial<Offer>) => setOffer({ ...offer, ...to });
  const [tried, setTried] = useState(false);
  const profile = useQuery({ queryKey: ['my profile'], queryFn: () => api.getMyProfile(), staleTime: 60_000 });
  const services = (profile.data?.services ?? []).filter(({ active }) => active);

  const at = (date: string | null, time: string | null) =>
    date && time ? toCalendarDateTime(parseDate(date), parseTime(time)).toDate(me.timeZone) : null;
  const startsAt = at(offer.day, offer.from);
  const endsAt = at(offer.endDay, offer.until);
  const backwards = startsAt !== null && endsAt !== null && endsAt <= startsAt;
  const send = useWrite(
    (key, body: Parameters<typeof calls.sendProposal>[2]) => calls.sendProposal(key, card.id, body),
    async () => {
      clear();
      notify({ tone: 'good', title: t('proposal.sent'), text: t('proposal.sentText') });
      await onDone();
    },
  );
  const submit = () => {
    setTried(true);
    if (!offer.amount || !startsAt || !endsAt || backwards || offer.text.trim() === '') return;
    send.mutate({
      amount: { amount: offer.amount, currency },
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
      text: offer.text.trim(),
      ...(services.some(({ id }) => id === offer.serviceId) && { serviceId: offer.serviceId }),
    });
  };
  const wrong = fieldProblems(send.error, ui.t);
  const amountWrong = wrong?.['amount.amount'] ?? wrong?.['amount'];
  const clock = startsAt ?? new Date();
  return (
    <Form
      onSubmit={submit}
      {...(wrong && { fieldProblems: { ...wrong, ...(amountWrong && { amount: amountWrong }) } })}
    >
      <MoneyField
        name="amount"
        label={t('proposal.price')}
        currency={currency}
        unit={t(`currency.${currency}`)}
        amount={offer.amount}
        onChange={(amount) => change({ amount })}
        isRequired
        hint={t('proposal.priceHint', { budget: budgetText({ locale, t }, card.budget) })}
        className="max-w-xs"
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <Day
          name="startsAt"
          label={t('proposal.day')}
          t={t}
          value={offer.day}
          onChange={(day) => change({ day, ...(offer.endDay === offer.day && { endDay: day }) })}
        />
        <Clock label={t('proposal.from')} value={offer.from} onChange={(from) => change({ from })} />
        <Day
          name="endsAt"
          label={t('proposal.endDay')}
          t={t}
          value={offer.endDay}
          onChange={(endDay) => change({ endDay })}
        />
        <Clock label={t('proposal.until')} value={offer.until} onChange={(until) => change({ until })} />
      </div>
      <p className="-mt-2 text-sm text-ink-faint">
        {t('proposal.clock', { offset: offsetText(locale, me.timeZone, clock) })}
      </p>
      {backwards && (
        <p role="alert" className="-mt-2 text-sm font-medium text-rose-ink">
          {t('proposal.backwards')}
        </p>
      )}
      {services.length > 0 && (
        <Select
          name="serviceId"
          label={t('proposal.service')}
          placeholder={t('proposal.noService')}
          isRequired={false}
          value={offer.serviceId}
          onChange={(serviceId) => change({ serviceId })}
          choices={[
            { id: noService, label: t('proposal.noService') },
            ...services.map(({ id, title }) => ({ id, label: readText(title, locale)?.text ?? '' })),
          ]}
        />
      )}
      <TextArea
        name="text"
        label={t('proposal.text')}
        hint={t('proposal.textHint')}
        value={offer.text}
        onChange={(text) => change({ text })}
        isRequired
        rows={5}
        maxLength={4000}
      />
      {tried && !backwards && (!startsAt || !endsAt) && (
        <p role="alert" className="text-sm font-medium text-rose-ink">
          {t('proposal.times')}
        </p>
      )}
      {send.isError && <ProblemNote problem={shownProblem(send.error, ui.t)} />}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" isPending={send.isPending} icon="send">
          {t('proposal.send')}
        </Button>
        <Button variant="quiet" onPress={onCancel}>
          {ui.t('action.cancel')}
        </Button>
      </div>
    </Form>
  );
}

type Field<T> = { label: string; value: T | null; onChange: (value: T | null) => void };

function Day({ t, value, onChange, ...rest }: Field<string> & Pick<BoardPart, 't'> & { name: string }) {
  return (
    <DatePicker
      {...rest}
      openLabel={t('calendar')}
      value={value ? parseDate(value) : null}
      onChange={(day: CalendarDate | null) => onChange(day?.toString() ?? null)}
      isRequired
    />
  );
}

function Clock({ value, onChange, ...rest }: Field<string>) {
  return (
    <TimeField
      {...rest}
      value={value ? parseTime(value) : null}
      onChange={(time: Time | null) => onChange(time?.toString() ?? null)}
      isRequired
    />
  );
}

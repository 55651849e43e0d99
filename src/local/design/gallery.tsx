import { useState, type ReactNode } from 'react';
import { CalendarDate, Time } from '@internationalized/date';
import type { Locale } from '../../core/locale.ts';
import type { CommonMessages } from '../../i18n/catalogs/common.ts';
import { formatDateTime, formatMoney } from '../../i18n/format.ts';
import { Avatar } from '../../islands/ui/avatar.tsx';
import { BackLink } from '../../islands/ui/back-link.tsx';
import { Badge, StatusBadge } from '../../islands/ui/badge.tsx';
import { Button, IconButton, LinkButton } from '../../islands/ui/button.tsx';
import { Calendar } from '../../islands/ui/calendar.tsx';
import { Card, Facts } from '../../islands/ui/card.tsx';
import { Composer } from '../../islands/ui/composer.tsx';
import { Countdown } from '../../islands/ui/countdown.tsx';
import { DatePicker, TimeField } from '../../islands/ui/date-picker.tsx';
import { ConfirmDialog } from '../../islands/ui/dialog.tsx';
import { EmptyState } from '../../islands/ui/empty-state.tsx';
import { ProblemNote } from '../../islands/ui/error-state.tsx';
import { Form } from '../../islands/ui/form.tsx';
import { MessageList } from '../../islands/ui/message-list.tsx';
import { MoneyField, NumberField } from '../../islands/ui/number-field.tsx';
import { RatingInput, Stars } from '../../islands/ui/rating-input.tsx';
import { Select } from '../../islands/ui/select.tsx';
import { Skeleton } from '../../islands/ui/skeleton.tsx';
import { Table } from '../../islands/ui/table.tsx';
import { Tabs } from '../../islands/ui/tabs.tsx';
import { TextArea, TextField } from '../../islands/ui/text-field.tsx';
import { Timeline } from '../../islands/ui/timeline.tsx';
import { notify, Toasts } from '../../islands/ui/toast.tsx';
import { UiProvider } from '../../islands/ui/ui-provider.tsx';
import type { DesignWords } from './words.ts';

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="flex flex-col gap-5">
    <h2 className="text-2xl">{title}</h2>
    {children}
  </section>
);
const at = (hour: number) => new Date(Date.UTC(2026, 10, 20, hour, 5));
const zone = 'Asia/Baghdad';

export function Gallery({ locale, common, w }: { locale: Locale; common: CommonMessages; w: DesignWords }) {
  return (
    <UiProvider locale={locale} common={common}>
      <div className="flex flex-col gap-14">
        <Buttons w={w} />
        <Fields w={w} />
        <Marks w={w} />
        <Talk w={w} locale={locale} />
        <Lists w={w} locale={locale} />
        <States w={w} />
      </div>
      <Toasts />
    </UiProvider>
  );
}

function Buttons({ w }: { w: DesignWords }) {
  const [open, setOpen] = useState(false);
  return (
    <Part title={w.buttons}>
      <div className="flex flex-wrap items-center gap-3">
        <Button icon="calendar">{w.primary}</Button>
        <Button variant="secondary">{w.secondary}</Button>
        <Button variant="quiet">{w.quiet}</Button>
        <Button variant="danger">{w.danger}</Button>
        <Button isPending>{w.pending}</Button>
        <Button isDisabled>{w.disabled}</Button>
        <Button size="lg">{w.primary}</Button>
        <Button size="sm" variant="secondary">
          {w.quiet}
        </Button>
        <LinkButton href="#top" icon="search" variant="secondary">
          {w.find}
        </LinkButton>
        <IconButton icon="edit" label={w.secondary} />
      </div>
      <BackLink href="#top">{w.back}</BackLink>
      <div className="flex flex-wrap gap-3">
        <Button variant="secondary" onPress={() => setOpen(true)}>
          {w.showDialog}
        </Button>
        <Button variant="secondary" onPress={() => notify({ tone: 'good', title: w.toast, text: w.toastText })}>
          {w.showToast}
        </Button>
      </div>
      <ConfirmDialog
        title={w.dialog}
        isOpen={open}
        onClose={() => setOpen(false)}
        onConfirm={() => setOpen(false)}
        confirmLabel={w.danger}
        cancelLabel={w.keep}
        isDangerous
      >
        {w.dialogText}
      </ConfirmDialog>
    </Part>
  );
}

function Fields({ w }: { w: DesignWords }) {
  const [service, setService] = useState<'wedding' | 'portrait' | null>(null);
  const [day, setDay] = useState<CalendarDate | null>(null);
  const [time, setTime] = useState<Time | null>(new Time(17, 0));
  const [guests, setGuests] = useState<number | null>(120);
  const [amount, setAmount] = useState<number | null>(250_000);
  const choices = [
    { id: 'wedding', label: w.wedding, text: w.weddingText },
    { id: 'portrait', label: w.portrait, text: w.portraitText },
  ] as const;
  return (
    <Part title={w.fields}>
      <div className="grid items-start gap-x-8 gap-y-6 lg:grid-cols-[1fr_auto]">
        <Form fieldProblems={{ place: w.wrong }} onSubmit={() => notify({ tone: 'good', title: w.toast })}>
          <div className="grid gap-5 sm:grid-cols-2">
            <TextField label={w.name} hint={w.nameHint} isRequired name="name" />
            <Select label={w.service} choices={choices} placeholder={w.choose} value={service} onChange={setService} />
            <DatePicker label={w.day} openLabel={w.openDays} value={day} onChange={setDay} isRequired />
            <TimeField label={w.time} value={time} onChange={setTime} isRequired />
            <NumberField label={w.guests} value={guests} onChange={setGuests} minValue={0} withSteps />
            <MoneyField label={w.price} currency="IQD" unit={w.currency} amount={amount} onChange={setAmount} />
            <TextField label={w.day} name="place" defaultValue="01/02/2024" />
            <TextField label={w.name} defaultValue={w.person} isDisabled />
          </div>
          <TextArea label={w.note} placeholder={w.notePlace} isRequired={false} />
          <Button type="submit" className="self-start">
            {w.primary}
          </Button>
        </Form>
        <Card as="div" className="w-full lg:w-96">
          <Calendar
            label={w.day}
            value={new CalendarDate(2026, 11, 26)}
            minValue={new CalendarDate(2026, 11, 21)}
            isDateUnavailable={(one) => one.day % 7 === 0}
          />
        </Card>
      </div>
    </Part>
  );
}

function Marks({ w }: { w: DesignWords }) {
  const [stars, setStars] = useState<number | null>(null);
  return (
    <Part title={w.marks}>
      <div className="flex flex-wrap gap-2">
        {(['requested', 'quoted', 'accepted', 'paid', 'disputed', 'expired'] as const).map((state) => (
          <StatusBadge key={state} state={state} label={w[state]} />
        ))}
        <Badge tone="warm">{w.portrait}</Badge>
      </div>
      <div className="flex flex-wrap items-end gap-4">
        <Avatar name={w.person} className="w-24 text-3xl" />
        <Avatar name={w.other} className="w-16 text-2xl" />
        <Avatar name={w.other} shape="circle" className="w-12 text-lg" />
        <Stars value={4.8} label={w.reviews} className="h-6" />
        <Stars value={2.5} label={w.reviews} className="h-4" />
      </div>
      <RatingInput
        label={w.rate}
        meanings={[w.rate1, w.rate2, w.rate3, w.rate4, w.rate5]}
        value={stars}
        onChange={setStars}
      />
    </Part>
  );
}

function Talk({ w, locale }: { w: DesignWords; locale: Locale }) {
  const [text, setText] = useState('');
  const [until] = useState(() => new Date(Date.now() + 29 * 60_000));
  const bubble = (id: number, side: 'mine' | 'theirs' | 'house', body: string) => ({
    id: String(id),
    side,
    author: side === 'mine' ? w.other : w.person,
    body,
    when: formatDateTime(locale, at(8 + id), zone, 'time'),
    dateTime: at(8 + id).toISOString(),
  });
  const day = (hour: number) => ({
    when: formatDateTime(locale, at(hour), zone, 'shortDateTime'),
    dateTime: at(hour).toISOString(),
  });
  return (
    <Part title={w.talk}>
      <div className="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
        <Card title={w.person}>
          <div className="flex flex-col gap-4">
            <MessageList
              label={w.talk}
              bubbles={[
                bubble(1, 'mine', w.message1),
                bubble(2, 'theirs', w.message2),
                bubble(3, 'house', w.event),
                bubble(4, 'mine', w.message3),
              ]}
            />
            <Composer
              label={w.write}
              placeholder={w.write}
              sendLabel={w.send}
              value={text}
              onChange={setText}
              onSend={() => setText('')}
            />
          </div>
        </Card>
        <Card title={w.timeline}>
          <Timeline
            label={w.timeline}
            moments={[
              { id: '1', state: 'done', title: w.requested, ...day(7) },
              {
                id: '2',
                state: 'done',
                title: w.event,
                text: formatMoney(locale, { amount: 250_000, currency: 'IQD' }),
                ...day(9),
              },
              {
                id: '3',
                state: 'now',
                title: w.accepted,
                text: (
                  <>
                    {w.left} <Countdown until={until} label={w.left} />
                  </>
                ),
              },
              { id: '4', state: 'ahead', title: w.paid },
            ]}
          />
        </Card>
      </div>
    </Part>
  );
}

function Lists({ w, locale }: { w: DesignWords; locale: Locale }) {
  const [tab, setTab] = useState<'open' | 'upcoming' | 'past'>('open');
  const rows = [
    { id: '1', service: w.wedding, state: 'quoted' as const, amount: 250_000 },
    { id: '2', service: w.portrait, state: 'paid' as const, amount: 60_000 },
  ];
  const tabs = [
    { id: 'open', label: w.open, count: 2 },
    { id: 'upcoming', label: w.upcoming },
    { id: 'past', label: w.past },
  ] as const;
  return (
    <Part title={w.lists}>
      <Tabs label={w.lists} tabs={tabs} selected={tab} onSelect={setTab}>
        {(chosen) => (
          <Table
            caption={w.lists}
            rows={chosen === 'open' ? rows : []}
            keyOf={({ id }) => id}
            empty={<EmptyState title={w.empty}>{w.emptyText}</EmptyState>}
            columns={[
              { id: 'service', label: w.service, isRowHeader: true, cell: ({ service }) => service },
              { id: 'state', label: w.marks, cell: ({ state }) => <StatusBadge state={state} label={w[state]} /> },
              {
                id: 'price',
                label: w.price,
                isNumber: true,
                cell: ({ amount }) => formatMoney(locale, { amount, currency: 'IQD' }),
              },
            ]}
          />
        )}
      </Tabs>
      <Facts
        facts={[
          { label: w.day, value: formatDateTime(locale, at(14), zone, 'longDay') },
          { label: w.time, value: formatDateTime(locale, at(14), zone, 'time') },
          { label: w.price, value: formatMoney(locale, { amount: 250_000, currency: 'IQD' }) },
        ]}
      />
    </Part>
  );
}

function States({ w }: { w: DesignWords }) {
  return (
    <Part title={w.states}>
      <div className="grid gap-6 lg:grid-cols-3">
        <Card as="div">
          <EmptyState title={w.empty} action={<LinkButton href="#top">{w.find}</LinkButton>}>
            {w.emptyText}
          </EmptyState>
        </Card>
        <ProblemNote
          problem={{ title: w.problem, detail: w.problemText, action: w.problemAction, requestId: '01JD2Q8Z5T7C4W' }}
          onRetry={() => notify({ tone: 'bad', title: w.problem, text: w.problemText })}
        />
        <Card as="div">
          <Skeleton lines={5} />
        </Card>
      </div>
    </Part>
  );
}

import {
  DateInput,
  DatePicker as AriaDatePicker,
  DateSegment,
  Button,
  Dialog,
  Group,
  Popover,
  TimeField as AriaTimeField,
  type DateValue,
} from 'react-aria-components';
import type { CalendarDate, Time } from '@internationalized/date';
import { Calendar } from './calendar.tsx';
import { FieldFoot, FieldLabel, groupClass, type FieldText } from './field.tsx';
import { Icon } from './icon.tsx';
import { useUi } from './ui-provider.tsx';

const soraniParts: Readonly<Record<string, string>> = {
  day: 'ڕۆژ',
  month: 'مانگ',
  year: 'ساڵ',
  hour: 'کاتژمێر',
  minute: 'خولەک',
};

function Segments() {
  const { locale } = useUi();
  return (
    <DateInput className="figures block grow whitespace-nowrap">
      {(segment) => (
        <DateSegment
          segment={segment}
          className="rounded-sm px-0.5 outline-none data-focused:bg-palm data-focused:text-on-palm data-placeholder:text-ink-faint data-placeholder:data-focused:text-on-palm"
        >
          {({ text, isPlaceholder, type }) => (isPlaceholder && locale === 'ckb' ? (soraniParts[type] ?? text) : text)}
        </DateSegment>
      )}
    </DateInput>
  );
}

type DateProps = FieldText & {
  name?: string;
  value: CalendarDate | null;
  onChange: (day: CalendarDate | null) => void;
  minValue?: CalendarDate;
  maxValue?: CalendarDate;
  isDateUnavailable?: (day: CalendarDate) => boolean;
  /** what the button that opens the calendar is called */
  openLabel: string;
  /** whose day it is, where several fields have the same label: for those who do not see beside what it stands */
  about?: string;
};

/** A day, typed part by part or chosen from a month. */
export function DatePicker({
  label,
  hint,
  openLabel,
  about,
  isRequired,
  isDateUnavailable,
  className = '',
  ...rest
}: DateProps) {
  return (
    <AriaDatePicker<CalendarDate>
      {...rest}
      {...(isDateUnavailable && { isDateUnavailable: (day: DateValue) => isDateUnavailable(day as CalendarDate) })}
      isRequired={isRequired}
      shouldForceLeadingZeros
      className={`flex flex-col gap-1.5 ${className}`}
    >
      <FieldLabel isRequired={isRequired}>
        {label}
        {about && <span className="visually-hidden">: {about}</span>}
      </FieldLabel>
      <Group className={`${groupClass} pe-1.5`}>
        <Segments />
        <Button
          aria-label={openLabel}
          className="grid size-9 cursor-pointer place-items-center rounded-sm text-palm-ink hover:bg-palm-soft"
        >
          <Icon name="calendar" />
        </Button>
      </Group>
      <FieldFoot hint={hint} />
      <Popover className="rounded-lg border border-line bg-raised p-4 shadow-float">
        <Dialog aria-label={label} className="outline-none">
          <Calendar />
        </Dialog>
      </Popover>
    </AriaDatePicker>
  );
}

type TimeProps = FieldText & { name?: string; value: Time | null; onChange: (time: Time | null) => void };

/** A time of day on the 24-hour clock, in all four languages. */
export function TimeField({ label, hint, isRequired, className = '', ...rest }: TimeProps) {
  return (
    <AriaTimeField<Time>
      {...rest}
      isRequired={isRequired}
      hourCycle={24}
      shouldForceLeadingZeros
      className={`flex flex-col gap-1.5 ${className}`}
    >
      <FieldLabel isRequired={isRequired}>{label}</FieldLabel>
      <div className={groupClass}>
        <Segments />
        <Icon name="clock" className="size-5 text-ink-faint" />
      </div>
      <FieldFoot hint={hint} />
    </AriaTimeField>
  );
}

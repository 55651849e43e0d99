import { useContext } from 'react';
import {
  Button,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  Heading,
  RangeCalendar as AriaRangeCalendar,
  RangeCalendarStateContext,
} from 'react-aria-components';
import type { CalendarDate } from '@internationalized/date';
import { formatDateTime, formatNumber } from '../../i18n/format.ts';
import { soraniColumns } from '../ui/calendar.tsx';
import { Icon } from '../ui/icon.tsx';
import { useUi } from '../ui/ui-provider.tsx';

export type DayRange = { start: CalendarDate; end: CalendarDate };

function MonthName() {
  const { locale } = useUi();
  const shown = useContext(RangeCalendarStateContext)?.visibleRange.start;
  if (!shown) return null;
  return (
    <Heading className="text-lg first-letter:uppercase">
      {formatDateTime(locale, shown.toDate('UTC'), 'UTC', 'month')}
    </Heading>
  );
}

type Props = {
  label: string;
  value: DayRange | null;
  onChange: (range: DayRange | null) => void;
  minValue: CalendarDate;
  /** days that have something already; they can be chosen again */
  isMarked: (day: CalendarDate) => boolean;
  markedLabel: string;
};

const step = 'grid size-11 cursor-pointer place-items-center rounded-full hover:bg-palm-soft disabled:opacity-30';

/** From a first day to a last one: arrow keys walk, Enter chooses each end, Page Up and Page Down turn the months. */
export function RangeCalendar({ label, value, onChange, minValue, isMarked, markedLabel }: Props) {
  const { locale, t } = useUi();
  const narrow = locale === 'ar' || locale === 'ckb';
  return (
    <AriaRangeCalendar<CalendarDate>
      aria-label={label}
      value={value}
      onChange={onChange}
      minValue={minValue}
      firstDayOfWeek={narrow ? 'sat' : 'mon'}
      className="w-full max-w-84"
    >
      <header className="mb-2 flex items-center justify-between">
        <Button slot="previous" aria-label={t('action.previous')} className={step}>
          <Icon name="back" />
        </Button>
        <MonthName />
        <Button slot="next" aria-label={t('action.next')} className={step}>
          <Icon name="forward" />
        </Button>
      </header>
      <CalendarGrid
        className="w-full table-fixed border-separate border-spacing-x-0 border-spacing-y-0.5"
        weekdayStyle={narrow ? 'narrow' : 'short'}
      >
        <CalendarGridHeader>
          {(name) => (
            <CalendarHeaderCell className="pb-1 text-xs font-semibold text-ink-faint">
              {locale === 'ckb' ? (soraniColumns.get(name) ?? name) : name}
            </CalendarHeaderCell>
          )}
        </CalendarGridHeader>
        <CalendarGridBody>
          {(day) => (
            <CalendarCell
              date={day}
              className="figures relative grid aspect-square min-h-10 cursor-pointer place-items-center hover:bg-palm-soft data-disabled:cursor-default data-disabled:text-ink-faint/50 data-disabled:hover:bg-transparent data-outside-month:invisible data-selected:bg-palm-soft data-selection-end:rounded-e-full data-selection-end:bg-palm data-selection-end:text-on-palm data-selection-start:rounded-s-full data-selection-start:bg-palm data-selection-start:text-on-palm data-focus-visible:outline-3 data-focus-visible:outline-focus"
            >
              {formatNumber(locale, day.day)}
              {isMarked(day as CalendarDate) && (
                <span className="absolute bottom-1 size-1.5 rounded-full bg-clay">
                  <span className="visually-hidden">{markedLabel}</span>
                </span>
              )}
            </CalendarCell>
          )}
        </CalendarGridBody>
      </CalendarGrid>
    </AriaRangeCalendar>
  );
}

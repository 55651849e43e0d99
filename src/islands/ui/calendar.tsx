import { useContext } from 'react';
import {
  Button,
  Calendar as AriaCalendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  CalendarStateContext,
  Heading,
} from 'react-aria-components';
import type { CalendarDate } from '@internationalized/date';
import { formatDateTime, formatNumber } from '../../i18n/format.ts';
import { Icon } from './icon.tsx';
import { useUi } from './ui-provider.tsx';

/** `Intl` cannot name a Sorani month, so the heading is ours. */
function MonthName() {
  const { locale } = useUi();
  const shown = useContext(CalendarStateContext)?.visibleRange.start;
  if (!shown) return null;
  return (
    <Heading className="text-lg first-letter:uppercase">
      {formatDateTime(locale, shown.toDate('UTC'), 'UTC', 'month')}
    </Heading>
  );
}

/** The column names React Aria hands over are Arabic for a Sorani reader: the same seven days, in Sorani. */
export const soraniColumns = new Map(
  ['ی', 'د', 'س', 'چ', 'پ', 'هـ', 'ش'].map((name, day) => [
    new Intl.DateTimeFormat('ar-IQ', { weekday: 'narrow', timeZone: 'UTC' }).format(Date.UTC(2026, 10, 1 + day)),
    name,
  ]),
);

const step = 'grid size-11 cursor-pointer place-items-center rounded-full hover:bg-palm-soft disabled:opacity-30';

/** One month of days. Inside a `DatePicker` it takes its value from there. */
export function Calendar({
  label,
  value,
  onChange,
  minValue,
  maxValue,
  isDateUnavailable,
  onLook,
}: {
  label?: string;
  value?: CalendarDate | null;
  onChange?: (day: CalendarDate) => void;
  minValue?: CalendarDate;
  maxValue?: CalendarDate;
  isDateUnavailable?: (day: CalendarDate) => boolean;
  /** the day that is being looked at, and with it the month */
  onLook?: (day: CalendarDate) => void;
}) {
  const { locale, t } = useUi();
  const own = {
    ...(value !== undefined && { value }),
    ...(onChange && { onChange }),
    ...(minValue && { minValue }),
    ...(maxValue && { maxValue }),
    ...(onLook && { onFocusChange: onLook }),
  };
  return (
    <AriaCalendar<CalendarDate>
      {...own}
      {...(isDateUnavailable && { isDateUnavailable: (day) => isDateUnavailable(day as CalendarDate) })}
      aria-label={label}
      firstDayOfWeek={locale === 'ar' || locale === 'ckb' ? 'sat' : 'mon'}
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
        className="w-full table-fixed border-separate border-spacing-0.5"
        weekdayStyle={locale === 'ar' || locale === 'ckb' ? 'narrow' : 'short'}
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
              className="figures grid aspect-square min-h-10 cursor-pointer place-items-center rounded-full hover:bg-palm-soft data-disabled:cursor-default data-disabled:text-ink-faint/50 data-disabled:hover:bg-transparent data-outside-month:invisible data-selected:bg-palm data-selected:font-semibold data-selected:text-on-palm data-unavailable:cursor-not-allowed data-unavailable:text-ink-faint/50 data-unavailable:not-data-disabled:line-through data-focus-visible:outline-3 data-focus-visible:outline-focus"
            >
              {formatNumber(locale, day.day)}
            </CalendarCell>
          )}
        </CalendarGridBody>
      </CalendarGrid>
    </AriaCalendar>
  );
}

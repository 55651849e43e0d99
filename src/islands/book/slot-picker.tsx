import { Label, Radio, RadioGroup } from 'react-aria-components';
import type { Locale } from '../../core/locale.ts';
import { formatDateTime } from '../../i18n/format.ts';
import type { BookingMessages } from '../../i18n/catalogs/booking.ts';
import type { Translate } from '../../i18n/translate.ts';
import { myTimeZone, sameClock } from '../bookings/booking-when.tsx';

type SlotPickerProps = {
  starts: readonly string[];
  timeZone: string;
  value: string | null;
  onChange: (start: string) => void;
  locale: Locale;
  t: Translate<BookingMessages>;
};

/** Times one may ask for, on the talent's clock; the reader's own stands below where it differs. */
export function SlotPicker({ starts, timeZone, value, onChange, locale, t }: SlotPickerProps) {
  const mine = myTimeZone();
  return (
    <RadioGroup value={value} onChange={onChange} isRequired className="flex flex-col gap-2">
      <Label className="font-semibold">{t('request.time')}</Label>
      <div className="flex max-h-64 flex-wrap gap-2 overflow-y-auto p-1">
        {starts.map((start) => {
          const at = new Date(start);
          const here = formatDateTime(locale, at, mine, 'time');
          const differs = !sameClock(timeZone, mine, at);
          return (
            <Radio
              key={start}
              value={start}
              className="figures flex min-h-11 min-w-19 cursor-pointer flex-col items-center justify-center rounded-md border border-line-strong bg-raised px-3 py-1 leading-tight transition-colors hover:border-palm data-selected:border-palm data-selected:bg-palm data-selected:text-on-palm data-focus-visible:outline-3 data-focus-visible:outline-offset-2 data-focus-visible:outline-focus"
            >
              <span className="font-semibold">{formatDateTime(locale, at, timeZone, 'time')}</span>
              {differs && (
                <span className="text-xs">
                  <span className="visually-hidden">{t('request.yours')} </span>
                  {here}
                </span>
              )}
            </Radio>
          );
        })}
      </div>
    </RadioGroup>
  );
}

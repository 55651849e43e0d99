import type { Locale } from '../../core/locale.ts';
import type { Money } from '../../core/money.ts';
import { formatDateTime, formatMoney } from '../../i18n/format.ts';
import { myTimeZone } from '../bookings/booking-when.tsx';
import { useDesk } from './admin-frame.tsx';

/** A sum in the reader's own digits; a minus stays on its side of it. */
export function Sum({ money, className = '' }: { money: Money; className?: string }) {
  const { locale } = useDesk();
  return <bdi className={`figures whitespace-nowrap ${className}`}>{formatMoney(locale, money)}</bdi>;
}

export const whenText = (locale: Locale, iso: string): string =>
  formatDateTime(locale, new Date(iso), myTimeZone(), 'shortDateTime');
export const dayText = (locale: Locale, iso: string): string =>
  formatDateTime(locale, new Date(iso), myTimeZone(), 'date');

export function When({ at }: { at: string | null }) {
  const { locale } = useDesk();
  if (at === null) return <>–</>;
  return (
    <time dateTime={at} className="figures sm:whitespace-nowrap">
      {whenText(locale, at)}
    </time>
  );
}

/** A reference, an id, an account number: letters that are copied, not read. */
export function Code({ children }: { children: string }) {
  return (
    <bdi dir="ltr" className="figures text-[0.9em] break-all select-all">
      {children}
    </bdi>
  );
}

/** An id is long; its end tells two apart, and all of it is there to copy. */
export function ShortId({ id }: { id: string }) {
  return (
    <bdi dir="ltr" title={id} className="figures text-sm whitespace-nowrap">
      …{id.slice(-8)}
    </bdi>
  );
}

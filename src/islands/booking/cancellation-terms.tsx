import type { BookingView } from '../../features/bookings/schema.ts';
import type { BookingMessages } from '../../i18n/catalogs/booking.ts';
import type { Translate } from '../../i18n/translate.ts';

/** `{count} hours` up to two days, then days. */
const before = (hours: number, t: Translate<BookingMessages>): string =>
  hours > 48 && hours % 24 === 0 ? t('cancel.days', { count: hours / 24 }) : t('cancel.hours', { count: hours });

/** The terms in words: what goes back, by how long before the start. */
export function CancellationTerms({
  terms,
  t,
}: {
  terms: BookingView['cancellation']['terms'];
  t: Translate<BookingMessages>;
}) {
  return (
    <>
      <p>{t('cancel.terms')}</p>
      <ul className="mt-1 list-disc ps-5">
        {terms.map(({ hours, percent }) => (
          <li key={hours}>
            {hours === 0
              ? t('cancel.step.start', { percent })
              : t('cancel.step', { before: before(hours, t), percent })}
          </li>
        ))}
        <li>{t('cancel.step.after')}</li>
      </ul>
    </>
  );
}

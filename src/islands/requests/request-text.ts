import type { Locale } from '../../core/locale.ts';
import type { Currency } from '../../core/money.ts';
import { cities, type CityId } from '../../features/discovery/places.ts';
import type { RequestsMessages } from '../../i18n/catalogs/requests.ts';
import { formatDay, formatMoney } from '../../i18n/format.ts';
import type { Translate } from '../../i18n/translate.ts';

type Days = { startsOn: string | null; endsOn: string | null; city: CityId | null };
/** One day, or from when until when; a draft may know neither. */
export function daysText(
  locale: Locale,
  { startsOn, endsOn, city }: Days,
  t: Translate<RequestsMessages>,
): string | null {
  if (startsOn === null) return null;
  // how Arabic names a month depends on where it happens
  const day = (iso: string) => formatDay(locale, iso, city ? cities[city].timeZone : 'UTC', 'date');
  if (endsOn === null || endsOn === startsOn) return day(startsOn);
  return t('days.range', { from: day(startsOn), until: day(endsOn) });
}

type Budget = { currency: Currency | null; budgetMin: number | null; budgetMax: number | null };
export function budgetText(
  locale: Locale,
  { currency, budgetMin, budgetMax }: Budget,
  t: Translate<RequestsMessages>,
): string | null {
  if (currency === null || budgetMax === null) return null;
  const sum = (amount: number) => formatMoney(locale, { amount, currency });
  if (budgetMin === null) return t('budget.upTo', { max: sum(budgetMax) });
  return budgetMin === budgetMax ? sum(budgetMax) : t('budget.range', { min: sum(budgetMin), max: sum(budgetMax) });
}

import type { RequestLine } from '../../client/casting-desk-api.ts';
import type { Locale } from '../../core/locale.ts';
import type { CastingDeskMessages } from '../../i18n/catalogs/casting-desk.ts';
import { formatDay, formatMoney, formatNumber } from '../../i18n/format.ts';
import type { Catalog, Translate } from '../../i18n/translate.ts';
import { myTimeZone } from '../bookings/booking-when.tsx';
import type { Fact } from '../ui/card.tsx';
import { When } from './shown.tsx';

type FactsOf = { one: RequestLine; t: Translate<CastingDeskMessages>; labels: Catalog; locale: Locale };

/** What stands beside a request in the list and on its own page. */
export function requestFacts({ one, t, labels, locale }: FactsOf): Fact[] {
  const day = (iso: string) => formatDay(locale, iso, myTimeZone(), 'date');
  const sum = (amount: number) => formatMoney(locale, { amount, currency: one.budget.currency });
  return [
    { label: t('owner'), value: <bdi>{one.owner.name}</bdi> },
    {
      label: t('where'),
      value: [`category.${one.category}`, `city.${one.city}`].map((key) => labels[key] ?? '').join(' · '),
    },
    { label: t('days'), value: one.endsOn ? `${day(one.startsOn)} – ${day(one.endsOn)}` : day(one.startsOn) },
    {
      label: t('budget'),
      value: (
        <bdi className="figures">
          {one.budget.min === null
            ? t('upTo', { amount: sum(one.budget.max) })
            : `${sum(one.budget.min)} – ${sum(one.budget.max)}`}
        </bdi>
      ),
    },
    { label: t('visibility'), value: t(`visibility.${one.visibility}`) },
    { label: t('opened'), value: <When at={one.openedAt} /> },
    one.closedAt
      ? {
          label: t('closed'),
          value: (
            <>
              <When at={one.closedAt} />
              {one.closedReason && ` · ${t(`reason.${one.closedReason}`)}`}
            </>
          ),
        }
      : { label: t('expires'), value: <When at={one.expiresAt} /> },
    { label: t('unlocks'), value: t('talents', { count: one.unlocks }) },
    { label: t('proposals'), value: formatNumber(locale, one.proposals) },
    ...(one.checkedBy ? [{ label: t('checkedBy'), value: <bdi>{one.checkedBy}</bdi> }] : []),
    ...(one.reports > 0 ? [{ label: t('reports'), value: formatNumber(locale, one.reports) }] : []),
  ];
}

import type { Locale } from '../../core/locale.ts';
import { currencies, type Currency } from '../../core/money.ts';
import { packSizes, type Wish } from '../../features/subscriptions/rules/catalogue.ts';
import { intervals, productIds, type Interval } from '../../features/subscriptions/rules/states.ts';
import type { PurchaseView } from '../../features/subscriptions/schema.ts';
import type { PlansMessages } from '../../i18n/catalogs/plans.ts';
import type { Translate } from '../../i18n/translate.ts';

export type Product = Wish['product'];
/** What an address asks for: `?product=PRO&interval=year&currency=IQD`. What it leaves out, or gets wrong, is null. */
export type Asked = {
  product: Product | null;
  interval: Interval | null;
  currency: Currency | null;
  credits: number | null;
};

export function readAsked(search: string): Asked {
  const query = new URLSearchParams(search);
  const one = <Value extends string>(name: string, among: readonly Value[]) =>
    among.find((value) => value === query.get(name)) ?? null;
  return {
    product: one('product', [...productIds, 'credits']),
    interval: one('interval', intervals),
    currency: one('currency', currencies),
    credits: packSizes.find((size) => String(size) === query.get('credits')) ?? null,
  };
}

export function buyHref(
  locale: Locale,
  { product, interval, price, credits }: Pick<PurchaseView, 'product' | 'interval' | 'price' | 'credits'>,
): string {
  const query = new URLSearchParams({ product, currency: price.currency });
  if (credits === null) query.set('interval', interval);
  else query.set('credits', String(credits));
  return `/${locale}/buy/?${query.toString()}`;
}

/** "One month", "25 credits": the measure of what is bought. */
export const purchaseTerm = (
  { interval, credits }: Pick<PurchaseView, 'interval' | 'credits'>,
  t: Translate<PlansMessages>,
): string => (credits === null ? t(`interval.${interval}`) : t('credits.count', { count: credits }));

import type { Currency } from '../../core/money.ts';
import type { GatewayList } from '../../features/payments/schema.ts';
import type { PaymentMessages } from '../../i18n/catalogs/payment.ts';
import type { Translate } from '../../i18n/translate.ts';

/** A way to pay of this deploy. */
export type GatewayOffer = GatewayList['items'][number];

export const takes = (offer: GatewayOffer, currency: Currency, recurring: boolean): boolean =>
  offer.currencies.includes(currency) && (offer.recurring || !recurring);

const described = ['fib', 'fastpay', 'nasspay', 'nasswallet', 'areeba', 'areeba-mpgs', 'stripe'] as const;

/** What paying there is like, for somebody who has never done it. */
export function gatewayText(driver: string, t: Translate<PaymentMessages>): string {
  const known = described.find((one) => one === driver);
  return t(known ? `gateway.${known}` : 'gateway.other');
}

export const titleOf = (offers: readonly GatewayOffer[] | undefined, driver: string | null | undefined): string =>
  offers?.find((offer) => offer.driver === driver)?.title ?? driver ?? '';

import type { Currency } from '../core/money.ts';

/**
 * A public page has no script, so its stylesheet switches currencies: what is marked so is hidden while another one is
 * chosen by the radio buttons `in-IQD`, `in-MAD`…, somewhere in the same `prices` (`styles/prices.css`). Without
 * them nothing is hidden.
 */
export const onlyIn: Readonly<Record<Currency, string>> = {
  IQD: 'only-IQD',
  MAD: 'only-MAD',
  USD: 'only-USD',
  EUR: 'only-EUR',
};

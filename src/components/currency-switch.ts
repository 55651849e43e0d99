import type { Currency } from '../core/money.ts';

/**
 * A public page has no script, so its stylesheet switches currencies: what is marked so is hidden while another one is
 * chosen by the radio buttons `in-IQD`, `in-MAD`…, somewhere in the same `group/prices`. Without them nothing is hidden.
 */
export const onlyIn: Readonly<Record<Currency, string>> = {
  IQD: 'group-has-[#in-IQD:not(:checked)]/prices:hidden',
  MAD: 'group-has-[#in-MAD:not(:checked)]/prices:hidden',
  USD: 'group-has-[#in-USD:not(:checked)]/prices:hidden',
  EUR: 'group-has-[#in-EUR:not(:checked)]/prices:hidden',
};

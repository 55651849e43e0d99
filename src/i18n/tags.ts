import type { Locale } from '../core/locale.ts';

/**
 * The language tag `Intl` is asked with. Chromium carries no Sorani data and would fall back to the language of the
 * machine it runs on, so Sorani borrows digits and grouping from Arabic, and plural rules (one, other) from English.
 * Arabic keeps Latin digits: Morocco reads no others and Iraq reads both. Sorani readers expect ٠١٢.
 */
export const numberTag = (locale: Locale): string =>
  ({ en: 'en-GB', ar: 'ar-IQ-u-nu-latn', ckb: 'ar-IQ-u-nu-arab', fr: 'fr' })[locale];

export const pluralTag = (locale: Locale): string => ({ en: 'en', ar: 'ar', ckb: 'en', fr: 'fr' })[locale];

import type { Locale } from '../core/locale.ts';

/** Each language as it calls itself. */
export const languageNames: Readonly<Record<Locale, string>> = {
  en: 'English',
  ar: 'العربية',
  ckb: 'کوردی',
  fr: 'Français',
};

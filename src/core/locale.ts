/** The languages of the product. `ckb` is Sorani Kurdish. */
export const locales = ['en', 'ar', 'ckb', 'fr'] as const;
export type Locale = (typeof locales)[number];
export const defaultLocale: Locale = 'en';

export const isLocale = (value: unknown): value is Locale => locales.some((locale) => locale === value);

export const dirOf = (locale: Locale): 'ltr' | 'rtl' => (locale === 'ar' || locale === 'ckb' ? 'rtl' : 'ltr');

/** A text a person wrote in one or more languages. */
export type LocalizedText = Partial<Record<Locale, string>>;

/** The text in the reader's language, else in the first language that has one, with the language it is in. */
export function readText(text: LocalizedText, locale: Locale): { text: string; locale: Locale } | null {
  for (const candidate of [locale, ...locales]) {
    const found = text[candidate];
    if (found) return { text: found, locale: candidate };
  }
  return null;
}

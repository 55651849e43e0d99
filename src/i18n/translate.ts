import { IntlMessageFormat, type Formatters } from 'intl-messageformat';
import type { Locale } from '../core/locale.ts';
import { numberTag, pluralTag } from './tags.ts';

export type Catalog = Readonly<Record<string, string>>;
export type MessageValues = Readonly<Record<string, string | number>>;
export type Translate<C extends Catalog = Catalog> = (key: keyof C & string, values?: MessageValues) => string;

const formatters = (locale: Locale): Formatters => ({
  getNumberFormat: (_locales, options) => new Intl.NumberFormat(numberTag(locale), options),
  getPluralRules: (_locales, options) => new Intl.PluralRules(pluralTag(locale), options),
  // Dates enter a message ready made, from format.ts: `Intl` has no Sorani in browsers.
  getDateTimeFormat: () => {
    throw new Error('format dates with format.ts and pass them as text');
  },
});

const parsed = new Map<string, IntlMessageFormat>();
const needsParsing = /[{'<]/;

/**
 * `t(key, values?)` in one language. A catalog is one namespace of one language, as imported from
 * `src/i18n/catalogs/` or as handed to an island; merge two with a spread.
 */
export function translator<C extends Catalog>(locale: Locale, catalog: C): Translate<C> {
  return (key, values) => {
    const message = catalog[key];
    // A key the types could not see (data from elsewhere) shows itself instead of breaking the page.
    if (message === undefined) return key;
    if (!needsParsing.test(message)) return message;
    const known = `${locale}\n${message}`;
    let format = parsed.get(known);
    if (!format) {
      format = new IntlMessageFormat(message, pluralTag(locale), undefined, { formatters: formatters(locale) });
      parsed.set(known, format);
    }
    return String(format.format<string>(values));
  };
}

/** A key built from data: the translation if there is one, else what `otherwise` gives. */
export function translateIfKnown(catalog: Catalog, key: string, otherwise: string): string {
  return catalog[key] ?? otherwise;
}

import { dirOf, readText, type Locale } from '../../core/locale.ts';
import { currencies, money } from '../../core/money.ts';
import type { notifications } from '../../db/schema/notifications.ts';
import { mailMessages } from '../../i18n/catalogs/mail.ts';
import { newsMessages } from '../../i18n/catalogs/news.ts';
import { formatDateTime, formatMoney } from '../../i18n/format.ts';
import { translateIfKnown, translator, type Catalog } from '../../i18n/translate.ts';

type Row = Pick<typeof notifications.$inferSelect, 'name' | 'who' | 'words' | 'count'>;

/** A name in its own letters does not turn the sentence around it. */
const isolated = (locale: Locale, text: string) => (dirOf(locale) === 'rtl' ? `\u2068${text}\u2069` : text);

/** What happened, as one sentence in the reader's language. Made of public words, names and figures alone. */
export function sentence(locale: Locale, row: Row, timeZone: string): string {
  const catalog: Catalog = newsMessages[locale];
  const { words } = row;
  const day = (at: string | undefined) =>
    at === undefined ? '' : formatDateTime(locale, new Date(at), timeZone, 'date');
  const currency = currencies.find((one) => one === words.currency);
  const values = {
    who: isolated(locale, row.who),
    count: row.count,
    service: isolated(locale, readText(words.service ?? {}, locale)?.text ?? ''),
    amount: currency === undefined ? '' : formatMoney(locale, money(words.amount ?? 0, currency)),
    product:
      words.product === undefined
        ? ''
        : translateIfKnown(mailMessages[locale], `product.${words.product}`, words.product),
    until: day(words.until),
    grace: day(words.grace),
    number: words.number ?? row.count,
  };
  // news of a later version, read by an earlier one
  return translator(locale, catalog)(row.name in catalog ? row.name : 'other', values);
}

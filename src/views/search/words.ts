import type { Locale } from '../../core/locale.ts';
import { currencyExponents, type Currency } from '../../core/money.ts';
import type { Asked, AskedName, Choice, Note } from '../../features/showcase/rules/address.ts';
import { askedLimits } from '../../features/showcase/rules/address.ts';
import { publicMessages } from '../../i18n/catalogs/public.ts';
import { searchMessages } from '../../i18n/catalogs/search.ts';
import { formatDay, formatMoney, formatNumber } from '../../i18n/format.ts';
import { translateIfKnown, translator } from '../../i18n/translate.ts';

/** What a search says of itself in one language: its choices as a reader would name them. */
export function searchWords(locale: Locale) {
  const messages = searchMessages[locale];
  const t = translator(locale, messages);
  const label = publicMessages[locale];
  const priced = (amount: number, currency: Currency) =>
    formatMoney(locale, { amount: amount * 10 ** currencyExponents[currency], currency });

  const optionOf = (name: string, id: string): string =>
    name === 'category'
      ? translateIfKnown(label, `categories.${id}`, id)
      : name === 'rating'
        ? t('ratingFrom', { rating: Number(id) })
        : translateIfKnown(label, `${name}.${id}`, id);

  function choiceOf({ name, value }: Choice, asked: Asked): string {
    const currency = asked.currency ?? 'IQD';
    const { priceMin, priceMax, heightMin, heightMax } = asked;
    switch (name) {
      case 'priceMin':
        return priceMin !== null && priceMax !== null
          ? t('chip.price', { from: priced(priceMin, currency), to: priced(priceMax, currency) })
          : priceMin !== null
            ? t('chip.priceMin', { from: priced(priceMin, currency) })
            : t('chip.priceMax', { to: priced(priceMax ?? 0, currency) });
      case 'heightMin': {
        const [from, to] = [formatNumber(locale, heightMin ?? 0), formatNumber(locale, heightMax ?? 0)];
        return heightMin !== null && heightMax !== null
          ? t('chip.height', { from, to })
          : heightMin !== null
            ? t('chip.heightMin', { from })
            : t('chip.heightMax', { to });
      }
      case 'age':
        return t('chip.age', { age: Number(value) });
      case 'free':
        return t('chip.free', { day: formatDay(locale, value, 'Asia/Baghdad') });
      case 'skill':
      case 'tag':
        return value;
      default:
        return optionOf(name, value);
    }
  }

  const groups: Partial<Record<AskedName, string>> = {
    priceMin: 'price',
    priceMax: 'price',
    currency: 'price',
    heightMin: 'height',
    heightMax: 'height',
    cursor: 'page',
  };
  function noteOf({ kind, name }: Note): string {
    const filter = groups[name as AskedName] ?? name;
    const limit = kind === 'shortened' ? askedLimits.words : askedLimits.list;
    // what is no filter of ours is called as it was written, though one of ours may have that name in words
    return t(`note.${kind}`, {
      name: kind === 'unknown' ? name : translateIfKnown(messages, `filter.${filter}`, name),
      limit,
    });
  }
  return { t, optionOf, choiceOf, noteOf };
}

import { currencyExponents } from '../../../core/money.ts';
import { askedNames, type Asked } from './address.ts';

/** What the search is asked: the same as an address says, with prices in the unit they are charged in. */
export function questionOf(asked: Asked): Record<string, string | string[]> {
  const unit = asked.currency === null ? 1 : 10 ** currencyExponents[asked.currency];
  return Object.fromEntries(
    askedNames.flatMap((name): [string, string | string[]][] => {
      const value = asked[name];
      if (name === 'exact' || value === null || value === '' || typeof value === 'boolean') return [];
      if (Array.isArray(value)) return value.length === 0 ? [] : [[name, value]];
      if (name === 'priceMin' || name === 'priceMax') return [[name, String(Number(value) * unit)]];
      return [[name, String(value)]];
    }),
  );
}

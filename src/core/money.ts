/** Currencies the product charges in, and how many decimals the charged unit has. IQD is charged in whole dinars whatever ISO 4217 says. */
export const currencyExponents = { IQD: 0, MAD: 2, USD: 2, EUR: 2 } as const;
export type Currency = keyof typeof currencyExponents;
export const currencies = Object.keys(currencyExponents) as [Currency, ...Currency[]];

/** A whole number of the unit a currency is charged in (a dinar, a cent). Never a float. */
export type Money = { amount: number; currency: Currency };

export const isCurrency = (value: unknown): value is Currency =>
  typeof value === 'string' && value in currencyExponents;

export function money(amount: number, currency: Currency): Money {
  if (!Number.isSafeInteger(amount)) throw new RangeError('money is a whole number of the charged unit');
  return { amount, currency };
}

export const sameMoney = (a: Money, b: Money): boolean => a.amount === b.amount && a.currency === b.currency;

/** The amount as a decimal in major units, for display and JSON-LD only: 12550 MAD cents are 125.5. */
export const majorUnits = ({ amount, currency }: Money): number => amount / 10 ** currencyExponents[currency];

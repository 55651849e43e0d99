/** What browsers do not know about Sorani, written down once. */
export const soraniMonths = [
  'کانوونی دووەم',
  'شوبات',
  'ئازار',
  'نیسان',
  'ئایار',
  'حوزەیران',
  'تەممووز',
  'ئاب',
  'ئەیلوول',
  'تشرینی یەکەم',
  'تشرینی دووەم',
  'کانوونی یەکەم',
] as const;

/** Sunday first, as `Date` counts. */
export const soraniWeekdays = ['یەکشەممە', 'دووشەممە', 'سێشەممە', 'چوارشەممە', 'پێنجشەممە', 'هەینی', 'شەممە'] as const;

export const soraniUnits = {
  second: 'چرکە',
  minute: 'خولەک',
  hour: 'کاتژمێر',
  day: 'ڕۆژ',
  week: 'هەفتە',
  month: 'مانگ',
  year: 'ساڵ',
} as const;
export type RelativeUnit = keyof typeof soraniUnits;

export const soraniCurrencies = { IQD: 'دینار', MAD: 'درهەم', USD: 'دۆلار', EUR: 'یۆرۆ' } as const;

/** Latin digits to the ones Sorani is written with. */
export const soraniDigits = (text: string): string =>
  text.replace(/[0-9]/g, (digit) => '٠١٢٣٤٥٦٧٨٩'[Number(digit)] ?? digit);

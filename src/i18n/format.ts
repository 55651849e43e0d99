import type { Locale } from '../core/locale.ts';
import { currencyExponents, majorUnits, type Money } from '../core/money.ts';
import {
  soraniCurrencies,
  soraniDigits,
  soraniMonths,
  soraniUnits,
  soraniWeekdays,
  type RelativeUnit,
} from './sorani.ts';
import { numberTag } from './tags.ts';

const kept = new Map<string, unknown>();
/** `Intl` objects cost a hundred times their use: keep them. */
function keep<T>(key: string, make: () => T): T {
  if (!kept.has(key)) kept.set(key, make());
  return kept.get(key) as T; // the key names the kind and its options
}

export function formatNumber(locale: Locale, value: number, options: Intl.NumberFormatOptions = {}): string {
  return keep(`n ${locale} ${JSON.stringify(options)}`, () => new Intl.NumberFormat(numberTag(locale), options)).format(
    value,
  );
}

/** Whole amounts lose their empty decimals: `MAD 1,500`, but `MAD 1,500.50`. */
export function formatMoney(locale: Locale, money: Money): string {
  const decimals = currencyExponents[money.currency];
  const shape = {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    trailingZeroDisplay: 'stripIfInteger',
  } as const;
  const value = majorUnits(money);
  if (locale === 'ckb') return `${formatNumber(locale, value, shape)} ${soraniCurrencies[money.currency]}`;
  // from right to left a `$` after letters would jump before them: `$US`
  return formatNumber(locale, value, { style: 'currency', currency: money.currency, ...shape }).replace(
    /[A-Z]+\$$/,
    '$&\u200e',
  );
}

const dateStyles = {
  /** 21 November 2026 */
  date: { day: 'numeric', month: 'long', year: 'numeric' },
  /** Saturday, 21 November */
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  /** Saturday, 21 November 2026 */
  longDay: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  /** November 2026 */
  month: { month: 'long', year: 'numeric' },
  /** Saturday */
  weekday: { weekday: 'long' },
  /** 14:30 */
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  /** Saturday, 21 November 2026 at 14:30 */
  dateTime: {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  },
  /** 21 November 2026, 14:30 */
  shortDateTime: {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;
export type DateTimeStyle = keyof typeof dateStyles;

/** Months have other names in Rabat than in Baghdad: an Arabic date is said as people say it where it happens. */
const dateTag = (locale: Locale, timeZone: string): string =>
  locale === 'ar' && timeZone.startsWith('Africa/') ? 'ar-MA-u-nu-latn' : numberTag(locale);

function soraniDateTime(date: Date, timeZone: string, style: DateTimeStyle): string {
  const options = dateStyles[style];
  const parts = keep(
    `ckb ${timeZone}`,
    () =>
      new Intl.DateTimeFormat('en-GB', {
        timeZone,
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      }),
  ).formatToParts(date);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  const [year, month, day] = [Number(part('year')), Number(part('month')), Number(part('day'))];
  const monthName = soraniMonths[month - 1] ?? '';
  const said: string[] = [];
  if ('weekday' in options) said.push(soraniWeekdays[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? '');
  if ('month' in options) {
    const ofMonth = 'day' in options ? `${day}ی ${monthName}` : monthName;
    said.push('year' in options ? `${ofMonth}ی ${year}` : ofMonth);
  }
  if ('hour' in options) {
    const time = `${part('hour')}:${part('minute')}`;
    said.push('month' in options ? `کاتژمێر ${time}` : time);
  }
  return soraniDigits(said.join('، '));
}

export function formatDateTime(locale: Locale, date: Date, timeZone: string, style: DateTimeStyle): string {
  if (locale === 'ckb') return soraniDateTime(date, timeZone, style);
  const tag = dateTag(locale, timeZone);
  return keep(
    `d ${tag} ${timeZone} ${style}`,
    () => new Intl.DateTimeFormat(tag, { timeZone, ...dateStyles[style] }),
  ).format(date);
}

/** A calendar day, `2026-11-21`, which has no clock. `timeZone` only chooses how Arabic names the month. */
export function formatDay(
  locale: Locale,
  day: string,
  timeZone: string,
  style: 'date' | 'day' | 'longDay' = 'day',
): string {
  const noon = new Date(`${day}T12:00:00Z`);
  if (locale === 'ckb') return soraniDateTime(noon, 'UTC', style);
  const tag = dateTag(locale, timeZone);
  return keep(
    `d ${tag} UTC ${style}`,
    () => new Intl.DateTimeFormat(tag, { timeZone: 'UTC', ...dateStyles[style] }),
  ).format(noon);
}

const steps: ReadonlyArray<readonly [RelativeUnit, number]> = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** `3 days ago`, `in 2 hours`, as seen from `now`. */
export function formatRelative(locale: Locale, date: Date, now: Date): string {
  const seconds = Math.round((date.getTime() - now.getTime()) / 1000);
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? (['second', 1] as const);
  const count = Math.trunc(seconds / size);
  if (locale === 'ckb') {
    if (count === 0) return 'ئێستا';
    if (unit === 'day' && count === -1) return 'دوێنێ';
    if (unit === 'day' && count === 1) return 'سبەی';
    return `${count < 0 ? 'پێش' : 'دوای'} ${formatNumber(locale, Math.abs(count))} ${soraniUnits[unit]}`;
  }
  return keep(`r ${locale}`, () => new Intl.RelativeTimeFormat(numberTag(locale), { numeric: 'auto' })).format(
    count,
    unit,
  );
}

/** `1 hour 30 minutes`; whole days become days. */
export function formatDuration(locale: Locale, minutes: number): string {
  const parts: Array<readonly [number, 'day' | 'hour' | 'minute']> =
    minutes >= 1440 && minutes % 1440 === 0
      ? [[minutes / 1440, 'day']]
      : [
          [Math.floor(minutes / 60), 'hour'],
          [minutes % 60, 'minute'],
        ];
  const said = parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) =>
      locale === 'ckb'
        ? `${formatNumber(locale, count)} ${soraniUnits[unit]}`
        : formatNumber(locale, count, { style: 'unit', unit, unitDisplay: 'long' }),
    );
  return said.join({ en: ' ', ar: ' و', ckb: ' و ', fr: ' ' }[locale]);
}

export function formatList(locale: Locale, items: readonly string[]): string {
  if (locale !== 'ckb') return keep(`l ${locale}`, () => new Intl.ListFormat(numberTag(locale))).format(items);
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join('، ')} و ${items.at(-1)}`;
}

/** `UTC+3` of a zone at a moment, in the reader's digits. */
export function formatOffset(locale: Locale, timeZone: string, at: Date): string {
  const name =
    keep(`o ${timeZone}`, () => new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'shortOffset' }))
      .formatToParts(at)
      .find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const offset = name.replace('GMT', 'UTC');
  return locale === 'ckb' ? soraniDigits(offset) : offset;
}

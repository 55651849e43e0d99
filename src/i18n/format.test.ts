import { describe, expect, test } from 'vitest';
import { locales } from '../core/locale.ts';
import { money } from '../core/money.ts';
import {
  formatDateTime,
  formatDay,
  formatDuration,
  formatList,
  formatMoney,
  formatNumber,
  formatOffset,
  formatRelative,
} from './format.ts';

/** Direction marks and the many kinds of space are the formatter's own matter. */
const plain = (text: string) => text.replace(/[\u200e\u200f\u061c]/g, '').replace(/[\u00a0\u202f]/g, ' ');
const at = new Date('2026-11-21T11:30:00Z');

describe('money', () => {
  test.each([
    ['en', 'IQD 250,000'],
    ['ar', '250,000 د.ع.'],
    ['ckb', '٢٥٠٬٠٠٠ دینار'],
    ['fr', '250 000 IQD'],
  ] as const)('a dinar has no decimals in %s', (locale, said) => {
    expect(plain(formatMoney(locale, money(250_000, 'IQD')))).toBe(said);
  });

  test.each([
    [150_000, 'MAD 1,500'],
    [150_050, 'MAD 1,500.50'],
    [5, 'MAD 0.05'],
  ])('%i centimes', (amount, said) => {
    expect(plain(formatMoney('en', money(amount, 'MAD')))).toBe(said);
  });
});

describe('dates', () => {
  test.each([
    ['en', 'Saturday 21 November 2026 at 14:30'],
    ['ar', 'السبت، 21 تشرين الثاني 2026 في 14:30'],
    ['ckb', 'شەممە، ٢١ی تشرینی دووەمی ٢٠٢٦، کاتژمێر ١٤:٣٠'],
    ['fr', 'samedi 21 novembre 2026 à 14:30'],
  ] as const)('%s says a moment in the zone it is asked for', (locale, said) => {
    expect(plain(formatDateTime(locale, at, 'Asia/Baghdad', 'dateTime')).replace('Saturday,', 'Saturday')).toBe(said);
  });

  test('the day changes at midnight of the zone, in Sorani too', () => {
    const late = new Date('2026-11-21T21:30:00Z');
    expect(formatDateTime('ckb', late, 'Asia/Baghdad', 'day')).toContain('٢٢');
    expect(formatDateTime('ckb', late, 'Africa/Casablanca', 'day')).toContain('٢١');
  });

  test('an Arabic month is named as in Baghdad or as in Rabat', () => {
    expect(formatDay('ar', '2026-01-05', 'Asia/Baghdad', 'date')).toContain('كانون الثاني');
    expect(formatDay('ar', '2026-01-05', 'Africa/Casablanca', 'date')).toContain('يناير');
  });

  test('a calendar day is the same day everywhere', () => {
    for (const locale of locales) {
      expect(formatDay(locale, '2026-03-01', 'Pacific/Kiritimati')).toBe(
        formatDay(locale, '2026-03-01', 'America/Adak'),
      );
    }
  });

  test('an offset follows the season', () => {
    expect(formatOffset('en', 'Asia/Baghdad', at)).toBe('UTC+3');
    expect(formatOffset('ckb', 'Asia/Baghdad', at)).toBe('UTC+٣');
    expect(formatOffset('en', 'Europe/Paris', new Date('2026-07-01T00:00:00Z'))).toBe('UTC+2');
  });
});

test.each([
  ['en', -3 * 86_400, '3 days ago'],
  ['en', 7_200, 'in 2 hours'],
  ['ar', -3 * 86_400, 'قبل 3 أيام'],
  ['ckb', -3 * 86_400, 'پێش ٣ ڕۆژ'],
  ['ckb', 86_400, 'سبەی'],
  ['ckb', 0, 'ئێستا'],
  ['fr', -3 * 86_400, 'il y a 3 jours'],
] as const)('%s: %i seconds away', (locale, seconds, said) => {
  expect(plain(formatRelative(locale, new Date(at.getTime() + seconds * 1000), at))).toBe(said);
});

test.each([
  ['en', 90, '1 hour 30 minutes'],
  ['ar', 120, 'ساعتان'],
  ['ckb', 90, '١ کاتژمێر و ٣٠ خولەک'],
  ['fr', 2880, '2 jours'],
] as const)('%s: %i minutes', (locale, minutes, said) => {
  expect(plain(formatDuration(locale, minutes))).toBe(said);
});

test('lists and numbers', () => {
  expect(formatList('ckb', ['کوردی', 'عەرەبی', 'ئینگلیزی'])).toBe('کوردی، عەرەبی و ئینگلیزی');
  expect(formatList('en', ['Arabic', 'English'])).toBe('Arabic and English');
  expect(formatNumber('ckb', 4.5)).toBe('٤٫٥');
  expect(formatNumber('ar', 4.5)).toBe('4.5');
});

test('a dollar stays behind its letters where a line runs to the left', () => {
  expect(formatMoney('ar', money(1200, 'USD'))).toMatch(/US\$\u200e$/);
  expect(plain(formatMoney('en', money(1200, 'USD')))).toMatch(/\d$/);
});

import { expect, test } from 'vitest';
import { publicMessages } from './catalogs/public.ts';
import { translator } from './translate.ts';

test('a plural follows the language, with its digits', () => {
  const say = (locale: 'en' | 'ar' | 'ckb' | 'fr', count: number) =>
    translator(locale, publicMessages[locale])('talents.count', { count });
  expect([1, 2, 3, 11].map((n) => say('ar', n))).toEqual(['موهبة واحدة', 'موهبتان', '3 مواهب', '11 موهبة']);
  expect(say('ckb', 12)).toBe('١٢ بەهرەمەند');
  expect(say('en', 1)).toBe('1 talent');
  expect(say('fr', 0)).toBe('0 talent');
});

test('a plain message is given as it stands, an unknown key shows itself', () => {
  const t = translator('en', { greeting: 'Hello', 'with.brace': "a '{'brace'}'" } as Record<string, string>);
  expect(t('greeting')).toBe('Hello');
  expect(t('with.brace')).toBe('a {brace}');
  expect(t('missing')).toBe('missing');
});

test('a date cannot be formatted inside a message', () => {
  const t = translator('ckb', { when: 'at {at, date, long}' } as Record<string, string>);
  expect(() => t('when', { at: 0 })).toThrow(/format\.ts/);
});

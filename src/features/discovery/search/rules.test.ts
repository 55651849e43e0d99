import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold } from '../../../core/fold.ts';
import type { Locale } from '../../../core/locale.ts';
import { publicMessages } from '../../../i18n/catalogs/public.ts';
import { categoryIds } from '../categories.ts';
import { cityIds } from '../places.ts';
import { categoryWords, cityWords, countryWords, emptyWords } from './labels.ts';
import {
  asWritten,
  keysOf,
  numberOf,
  readPlace,
  scoreOf,
  searchLimits,
  searchSorts,
  wordsAsked,
  writePlace,
  type Asked,
} from './rules.ts';
import { searchQuery } from './schema.ts';

test.each([
  ['', []],
  ['  ?! ', []],
  ['Zainab  KAREEM', ['zainab', 'kareem']],
  ['مصوّرة بغداد', ['مصوره', 'بغداد']],
  // said twice, a word counts where it stands last
  ['dj erbil dj', ['erbil', 'dj']],
  ['a & b | !c <-> d:*', ['a', 'b', 'c', 'd']],
])('%j asks for %j', (question, words) => expect(wordsAsked(question)).toEqual(words));

test('of a question without end the beginning is read', () => {
  expect(wordsAsked('word '.repeat(2000))).toEqual(['word']);
  expect(wordsAsked('z'.repeat(10_000))).toEqual(['z'.repeat(searchLimits.letters)]);
  const many = Array.from({ length: 100 }, (_, n) => `w${n}`).join(' ');
  expect(wordsAsked(many)).toHaveLength(searchLimits.words);
  // half of a character that takes two is none
  expect(wordsAsked('🎤'.repeat(10_000))).toEqual([]);
});

test('one review of five stars does not pass fifty', () => {
  const stars = (count: number, each: number) => scoreOf({ count, sum: count * each });
  expect(stars(50, 5)).toBeGreaterThan(stars(1, 5));
  expect(stars(1, 5)).toBeGreaterThan(stars(0, 0));
  expect(stars(0, 0)).toBeGreaterThan(stars(10, 3));
});

const place = fc.constantFrom(...searchSorts).chain((sort) =>
  fc.record({
    sort: fc.constant(sort),
    question: fc.nat({ max: 2 ** 32 - 1 }),
    keys: fc.array(fc.integer({ min: 0, max: 9_999_999_999_999 }), {
      minLength: keysOf[sort],
      maxLength: keysOf[sort],
    }),
    ordinal: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  }),
);
test('a place comes back as it was given', () =>
  fc.assert(
    fc.property(place, (one) => {
      expect(readPlace(writePlace(one))).toEqual(one);
    }),
  ));
test('no text that is no place breaks anything', () =>
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => btoa(encodeURIComponent(text))),
      ),
      (text) => {
        const read = readPlace(text);
        if (read !== null) expect(readPlace(writePlace(read))).toEqual(read);
      },
    ),
  ));
test.each([
  '',
  'AAAA',
  btoa('0.1'),
  btoa('0.9.1.2.3'),
  btoa('9.9.1.2.3.4'),
  btoa('0.9.1.2.3.99999999999'),
  btoa("0.9.1.2.3.4' or 1=1"),
])('%j is no place', (text) => expect(readPlace(text)).toBeNull());

test('a word found is said as it is written', () =>
  expect(asWritten(['مصوره', 'زينب', 'جبوري', 'lea'], ['زينب الجبوري', 'Léa, مصوّرة'])).toBe('مصوّرة زينب الجبوري Léa'));

const locales: Locale[] = ['en', 'ar', 'ckb', 'fr'];
const wordsOf = (text: string) =>
  fold(text)
    .split(' ')
    .filter((word) => word !== '' && !emptyWords.has(word));
test.each([
  ...categoryIds.flatMap((id) => [
    [`category.${id}`, categoryWords[id]] as const,
    [`categories.${id}`, categoryWords[id]] as const,
  ]),
  ...cityIds.map((id) => [`city.${id}`, cityWords[id]] as const),
  ...(['IQ', 'MA'] as const).map((id) => [`country.${id}`, countryWords[id]] as const),
])('%s is found by its label in every language', (key, words) => {
  const known = new Set(wordsOf(words));
  for (const locale of locales) {
    const label = (publicMessages[locale] as Record<string, string>)[key] ?? '';
    expect(wordsOf(label)).not.toEqual([]);
    expect([locale, wordsOf(label).filter((word) => !known.has(word))]).toEqual([locale, []]);
  }
});

const nothing: Asked = { category: [], city: [], language: [], tag: [], skill: [] };
const asks = (query: string) => searchQuery.safeParse(Object.fromEntries(new URLSearchParams(query)));
test('a place is one of its own question alone, however that is written down', () => {
  const placed = (question: Asked) =>
    `cursor=${writePlace({ sort: 'relevance', question: numberOf(question), keys: [1, 2, 3], ordinal: 4 })}`;
  const of = {
    everybody: placed(nothing),
    weddings: placed({ ...nothing, q: 'Wedding  night', city: ['erbil', 'duhok'] }),
  };
  for (const same of ['', 'limit=3', 'q=', 'sort=relevance', 'colour=red'])
    expect([same, asks(`${of.everybody}&${same}`).success]).toEqual([same, true]);
  expect(asks(`${of.weddings}&q=wedding+NIGHT&city=duhok,erbil`).success).toBe(true);
  for (const other of [
    'q=wedding',
    'category=dj',
    'city=erbil',
    'rating=4',
    'age=30',
    'free=2026-03-01',
    'skill=oud',
    'language=ar',
  ])
    for (const place of Object.values(of)) {
      const { error } = asks(`${place}&${other}`);
      expect([other, error?.issues.map(({ path }) => path)]).toEqual([other, [['cursor']]]);
    }
});

test.each([
  ['category=plumber'],
  ['city=atlantis'],
  ['country=FR'],
  ['currency=GBP'],
  ['priceMin=100'],
  ['sort=price'],
  ['sort=cheapest'],
  ['priceMax=-1&currency=IQD'],
  ['priceMin=1e30&currency=IQD'],
  ['rating=6'],
  ['free=yesterday'],
  ['free=2026-02-30'],
  ['age=old'],
  ['heightMin=9000'],
  ['limit=0'],
  ['limit=51'],
  ['cursor=abc'],
  ['sort=newest&cursor=' + writePlace({ sort: 'rating', question: numberOf(nothing), keys: [1, 2], ordinal: 3 })],
  ['tag=' + 'x'.repeat(100)],
  ['language=' + "ar'--"],
  ['language=xx'],
])('%s is refused', (query) =>
  expect(searchQuery.safeParse(Object.fromEntries(new URLSearchParams(query))).success).toBe(false),
);
test.each([
  [
    'a form sent empty',
    'q=&category=&city=&country=&currency=&priceMin=&priceMax=&rating=&free=&heightMin=&age=&sort=&cursor=&limit=',
  ],
  ['a filter nobody knows', 'colour=red&utm_source=x'],
  ['a price with its currency', 'currency=IQD&priceMin=9&priceMax=1&sort=price'],
  ['a currency alone', 'currency=IQD'],
  ['a list with commas', 'category=dj,singer,,dj'],
])('%s is fine', (_, query) =>
  expect(searchQuery.safeParse(Object.fromEntries(new URLSearchParams(query))).success).toBe(true),
);

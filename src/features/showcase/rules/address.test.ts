import { expect, test } from 'vitest';
import { writePlace } from '../../discovery/search/rules.ts';
import {
  askedLimits,
  choices,
  landingOf,
  nothingAsked,
  pairs,
  queryOf,
  readAsked,
  toggled,
  wholeNumber,
} from './address.ts';

const newest = writePlace({ sort: 'newest', question: 9, keys: [5], ordinal: 7 });
const today = '2026-11-21';
const read = (query: string) => readAsked(new URLSearchParams(query), today);

test.each([
  ['', ''],
  ['q=&category=&priceMin=&currency=IQD&sort=relevance', ''],
  ['city=erbil&category=singer&category=dj&q=oud', '?category=dj&category=singer&city=erbil&q=oud'],
  ['category=singer,dj', '?category=dj&category=singer'],
  ['category%5B%5D=singer&category%5B1%5D=dj', '?category=dj&category=singer'],
  ['q=+++wedding%0A%00+photos++', '?q=wedding+photos'],
  ['priceMax=100000&priceMin=250.000', '?currency=IQD&priceMax=250000&priceMin=100000'],
  ['priceMin=٥٠٠&currency=mad', '?currency=MAD&priceMin=500'],
  ['exact=1', ''],
  ['q=oud&exact=1', '?exact=1&q=oud'],
  ['free=2026-11-22&utm_source=mail', '?free=2026-11-22'],
  ['q=oud&page=5', '?q=oud'],
  ['sort=price', '?currency=IQD&sort=price'],
  [`cursor=${newest}&sort=newest`, `?cursor=${newest}&sort=newest`],
])('%s is written %s', (query, clean) => {
  const { asked } = read(query);
  expect(queryOf(asked)).toBe(clean);
  // and what is clean stays as it is
  expect(queryOf(read(clean).asked)).toBe(clean);
  expect(read(clean).tidy).toBe(true);
});

test.each([
  ['category=plumber', { kind: 'unusable', name: 'category' }],
  ['zodiac=leo', { kind: 'unknown', name: 'zodiac' }],
  ['language=xx', { kind: 'unusable', name: 'language' }],
  ['rating=9', { kind: 'unusable', name: 'rating' }],
  ['rating=4&rating=3', { kind: 'unusable', name: 'rating' }],
  ['free=2026-02-30', { kind: 'unusable', name: 'free' }],
  ['free=2026-11-20', { kind: 'unusable', name: 'free' }],
  ['free=2030-01-01', { kind: 'unusable', name: 'free' }],
  [`cursor=${newest}`, { kind: 'unusable', name: 'cursor' }],
  ['age=400', { kind: 'unusable', name: 'age' }],
  ['priceMin=cheap', { kind: 'unusable', name: 'priceMin' }],
  ['cursor=%27;drop', { kind: 'unusable', name: 'cursor' }],
  [`q=${'a'.repeat(10_000)}`, { kind: 'shortened', name: 'q' }],
  [`skill=${Array.from({ length: 11 }, (_, n) => `s${n}`).join('&skill=')}`, { kind: 'too_many', name: 'skill' }],
])('%s is searched without, and said', (query, note) => expect(read(query).notes).toEqual([note]));

test('whatever is written, the search that comes of it is one we would write ourselves', () => {
  for (const query of [
    'q=%FF%FE',
    '__proto__=1',
    'constructor=x',
    'q[]=a&q[]=b',
    '=',
    '&&&',
    'toString=1',
    'sort=x&sort=y',
  ]) {
    const { asked } = read(query);
    expect(readAsked(new URLSearchParams(pairs(asked)), today).tidy).toBe(true);
  }
});

test('words are cut at a whole letter, and none of them turns the page round', () => {
  expect([...read(`q=${'😀'.repeat(300)}`).asked.q]).toHaveLength(askedLimits.words);
  expect(read('q=a\u202Eb').asked.q).toBe('a b');
});

test.each([
  ['120000', 120_000],
  ['120 000', 120_000],
  ['120,000', 120_000],
  ['١٢٠٬٠٠٠', 120_000],
  ['۱۲۰', 120],
  ['12.5', null],
  ['-4', null],
  ['1e5', null],
  ['', null],
])('%s is the number %s', (typed, number) => expect(wholeNumber(typed)).toBe(number));

test('each choice can be taken back by itself, and all of them together leave nothing', () => {
  const { asked } = read(
    'q=oud&category=dj,singer&city=erbil&priceMin=5&rating=4&free=2026-12-01&age=30&heightMin=160&skill=Oud',
  );
  expect(choices(asked).map(({ name }) => name)).toEqual([
    'category',
    'category',
    'city',
    'skill',
    'rating',
    'free',
    'age',
    'priceMin',
    'heightMin',
  ]);
  let left = asked;
  for (let more = choices(left); more[0]; more = choices(left)) left = more[0].without;
  expect(queryOf(left)).toBe('?q=oud');
});

test('a choice is made and unmade by the same link, from the first page on', () => {
  const { asked } = read(`category=dj&cursor=${newest}&sort=newest`);
  expect(queryOf(toggled(asked, 'category', 'singer'))).toBe('?category=dj&category=singer&sort=newest');
  expect(queryOf(toggled(asked, 'category', 'dj'))).toBe('?sort=newest');
});

test.each([
  ['', { category: null, city: null }],
  ['category=dj', { category: 'dj', city: null }],
  ['city=erbil&category=dj', { category: 'dj', city: 'erbil' }],
  ['category=dj,singer', null],
  ['q=dj', null],
  ['category=dj&sort=price', null],
  ['city=erbil&free=2026-12-01', null],
])('%j is kept by search engines as %j', (query, landing) => expect(landingOf(read(query).asked)).toEqual(landing));

test('nothing asked is nothing written', () => expect(queryOf(nothingAsked)).toBe(''));

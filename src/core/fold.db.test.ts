// `app.fold` and `fold` are one function written twice.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../testing/database.ts';
import { otherPairs, samePairs } from './fold-pairs.ts';
import { fold } from './fold.ts';

let database: TestDatabase;
beforeAll(async () => void (database = await freshDatabase()));
afterAll(() => database.close());

const inSql = async (texts: readonly string[]) =>
  (
    await database.query<{ folded: string }>(
      'select app.fold(t) as folded from unnest($1::text[]) with ordinality x (t, n) order by n',
      [texts],
    )
  ).map(({ folded }) => folded);

test('on every pair that must meet or must not', async () => {
  const texts = [...samePairs, ...otherPairs].flat();
  expect(await inSql(texts)).toEqual(texts.map(fold));
  const folded = await inSql(samePairs.flat());
  for (const [at, [a, b]] of samePairs.entries()) expect([a, b, folded[2 * at]]).toEqual([a, b, folded[2 * at + 1]]);
});

/** What Postgres takes for text: no NUL, and whole characters. */
const storable = (text: string) => text.isWellFormed() && !text.includes('\u0000');
const arabic = fc.string({
  unit: fc.integer({ min: 0x600, max: 0x77f }).map((code) => String.fromCodePoint(code)),
  maxLength: 30,
});
const mixed = fc.string({
  unit: fc.constantFrom(...[...samePairs, ...otherPairs].flat().join('')),
  maxLength: 40,
});
test.each([
  ['any characters', fc.string({ unit: 'binary', maxLength: 40 })],
  [
    'characters of the first plane',
    fc.string({ unit: fc.integer({ min: 1, max: 0xd7ff }).map((code) => String.fromCodePoint(code)), maxLength: 40 }),
  ],
  ['graphemes', fc.string({ unit: 'grapheme', maxLength: 40 })],
  ['Arabic letters and marks', arabic],
  ['letters of the pairs', mixed],
  ['plain ASCII', fc.string({ unit: 'grapheme-ascii', maxLength: 60 })],
])('on %s', async (_, strings) => {
  const texts = fc.sample(strings.filter(storable), { numRuns: 3000, seed: 6180 });
  const folded = await inSql(texts);
  expect(texts.filter((text, at) => fold(text) !== folded[at])).toEqual([]);
});

test('every letter of the first plane alone', async () => {
  const all = Array.from({ length: 0xd7ff }, (_, code) => String.fromCodePoint(code + 1));
  const folded = await inSql(all);
  const apart = all.filter((letter, at) => fold(letter) !== folded[at]);
  expect(apart.map((letter) => letter.codePointAt(0)?.toString(16))).toEqual([]);
});

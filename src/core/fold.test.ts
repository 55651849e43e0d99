import fc from 'fast-check';
import { expect, test } from 'vitest';
import { otherPairs, samePairs } from './fold-pairs.ts';
import { fold, foldedWords } from './fold.ts';

test('there are enough pairs to mean something', () => {
  expect(Math.min(samePairs.length, otherPairs.length)).toBeGreaterThanOrEqual(60);
});
test.each(samePairs)('%s meets %s', (a, b) => {
  expect(fold(a)).toBe(fold(b));
  expect(fold(a)).not.toBe('');
});
test.each(otherPairs)('%s does not meet %s', (a, b) => expect(fold(a)).not.toBe(fold(b)));

test.each(['', ' ', '?!', '؟،؛', '\u200f\u200e', 'ـــ', 'ء', '\ud800', '🎤 🎬', '\u0000'])('%j says nothing', (text) =>
  expect(foldedWords(text)).toEqual([]),
);

test('what is folded stays as it is', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(fold(fold(text))).toBe(fold(text));
    }),
  ));

test('a text of a hundred thousand marks is folded like a short one', () => {
  expect(fold('\u0654'.repeat(100_000))).toBe('');
  expect(fold(' و'.repeat(50_000)).length).toBe(99_999);
  expect(fold('اا '.repeat(50_000)).length).toBe(99_999);
  expect(fold('-a'.repeat(50_000)).length).toBe(99_999);
});

import { globSync } from 'node:fs';
import { expect, test } from 'vitest';
import { onlySpokenLanguages } from './spoken-languages.ts';

const { load } = onlySpokenLanguages();
const files = globSync('node_modules/react-{aria,stately}/dist/**/intl/**/*.mjs');

test('of the words React Aria brings, ours stay and all others are emptied', () => {
  const [emptied, kept] = [files.filter((file) => load(`/${file}`)), files.filter((file) => !load(`/${file}`))];
  expect(emptied.length).toBeGreaterThan(100);
  expect(kept.length).toBeGreaterThan(10);
  expect(kept.filter((file) => !/(en-US|ar-AE|fr-FR)\.mjs$/.test(file))).toEqual([]);
});

test('nothing else is touched', () => {
  expect(load('/src/i18n/format.ts')).toBeNull();
  expect(load('/node_modules/react-aria/dist/private/calendar/intlStrings.mjs')).toBeNull();
});

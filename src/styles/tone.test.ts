import { expect, test } from 'vitest';
import { initials, portraitClass } from './tone.ts';

test.each([
  ['Zainab Al-Jubouri', 'ZA'],
  ['Karwan Ahmed', 'KA'],
  ['DJ Noor', 'DN'],
  ['Salma', 'S'],
  ['زينب الجبوري', 'ز'],
  ['ڕێژین عەلی', 'ڕ'],
  ['  élise   martin ', 'ÉM'],
  ['', ''],
])('%j is shortened to %j', (name, short) => expect(initials(name)).toBe(short));

test('a person keeps one colour', () => {
  expect(portraitClass('زينب الجبوري')).toBe(portraitClass('زينب الجبوري'));
  expect(
    new Set(['Sara', 'Omar', 'Karwan', 'Kenza', 'Munaf', 'Claire', 'Parwin'].map(portraitClass)).size,
  ).toBeGreaterThan(2);
});

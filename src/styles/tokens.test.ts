import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
type Theme = 'light' | 'dark';
const colours = new Map(
  [...css.matchAll(/--([a-z-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g)].map(([, name, light, dark]) => [
    name ?? '',
    { light: light ?? '', dark: dark ?? '' },
  ]),
);

const channel = (value: number) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const luminance = (hex: string) => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => channel(parseInt(hex.slice(at, at + 2), 16) / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
/** WCAG 2.2, relative luminance. */
const contrast = (a: string, b: string) => {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
};

const surfaces = ['paper', 'paper-raised', 'paper-sunk'] as const;
const tones = ['palm', 'clay', 'saffron', 'rose', 'river'] as const;
const onEverySurface = (name: string) => surfaces.map((under) => [name, under] as const);

/** Text: 4.5 to 1. */
const text = [
  ...['ink', 'ink-soft', 'ink-faint', ...tones.map((tone) => `${tone}-ink`)].flatMap(onEverySurface),
  ...tones.map((tone) => [`${tone}-ink`, `${tone}-soft`] as const),
  ...tones.map((tone) => ['ink', `${tone}-soft`] as const),
  ['on-palm', 'palm'],
  ['on-palm', 'palm-deep'],
  ['on-rose', 'rose'],
  ['on-rose', 'rose-deep'],
] as const;

/** What must be seen but not read: edges of fields, the ring of the focus, stars, icons. 3 to 1. */
const marks = ['line-strong', 'focus', 'saffron', 'palm', 'clay', 'rose', 'river'].flatMap(onEverySurface);

const of = (name: string, theme: Theme) => {
  const value = colours.get(name)?.[theme];
  if (!value) throw new Error(`no colour --${name}`);
  return value;
};
const short = (pairs: readonly (readonly [string, string])[], least: number) =>
  pairs.flatMap(([over, under]) =>
    (['light', 'dark'] as const).flatMap((theme) => {
      const ratio = contrast(of(over, theme), of(under, theme));
      return ratio < least ? [`${over} on ${under}, ${theme}: ${ratio.toFixed(2)}`] : [];
    }),
  );

test('the measure itself: black on white is 21, and a pale grey on white is found', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#999999', '#ffffff')).toBeLessThan(4.5);
});

test('text stands out from what it lies on, by day and by night', () => {
  expect(short(text, 4.5)).toEqual([]);
});

test('edges, icons and the focus ring can be seen', () => {
  expect(short(marks, 3)).toEqual([]);
});

test('every colour is judged by some pair', () => {
  const judged = new Set([...text, ...marks].flat());
  // Lines only decorate; what they separate is separated by space as well.
  expect([...colours.keys()].filter((name) => !judged.has(name as never) && name !== 'line')).toEqual([]);
});

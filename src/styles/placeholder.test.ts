import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { placeholderClass } from './placeholder.ts';

const sheet = readFileSync(new URL('tints.css', import.meta.url), 'utf8');
const shown = (color: string) =>
  new RegExp(`\\.${placeholderClass(color)} \\{\\s*background: (#[0-9a-f]{6});`).exec(sheet)?.[1];

test('every colour has a tint near it, and the tint stands in the stylesheet', () => {
  for (let red = 0; red < 256; red += 17)
    for (let green = 0; green < 256; green += 17)
      for (let blue = 0; blue < 256; blue += 17) {
        const hex = `#${[red, green, blue].map((one) => one.toString(16).padStart(2, '0')).join('')}`;
        const tint = shown(hex);
        expect(tint, hex).toBeDefined();
        const off = [1, 3, 5].map((at) =>
          Math.abs(Number.parseInt(hex.slice(at, at + 2), 16) - Number.parseInt(tint!.slice(at, at + 2), 16)),
        );
        expect(Math.max(...off), hex).toBeLessThanOrEqual(44);
      }
});

test('what is no colour is the trough of the page', () => {
  for (const none of [undefined, '', 'red', '#fff', '#1234567', '#12345G', 'url(x)'])
    expect(placeholderClass(none)).toBe('bg-sunk');
});

import { expect, test } from 'vitest';
import { demoTalents } from '../content/talents.ts';
import { lookOf, looks } from './looks.ts';
import { avatarOf, demoMedia, pictureOf, renderArtwork } from './media.ts';

const pictures = demoTalents.flatMap((talent) => [
  avatarOf(talent),
  ...talent.works.map((_, item) => pictureOf(talent, item)),
]);

test('every address leads to its own small picture, the same each time', async () => {
  const drawn = new Map<string, string>();
  for (const { url, width, height } of pictures) {
    const text = await demoMedia(url)?.text();
    expect(text, url).toContain(`width="${width}" height="${height}"`);
    expect(text, url).not.toMatch(/NaN|undefined|Infinity|<script|href=|onload/);
    expect(new TextEncoder().encode(text).length, url).toBeLessThan(4096);
    expect(await demoMedia(url)?.text(), url).toBe(text);
    drawn.set(url, text ?? '');
  }
  expect(drawn.size).toBe(pictures.length);
  expect(new Set(drawn.values()).size).toBe(pictures.length);
});

test('a picture can run nothing', () => {
  const headers = demoMedia(pictures[0]?.url ?? '')?.headers;
  expect(headers?.get('content-type')).toBe('image/svg+xml; charset=utf-8');
  expect(headers?.get('content-security-policy')).toContain("default-src 'none'");
  expect(headers?.get('x-content-type-options')).toBe('nosniff');
});

test('anything else is not there', () => {
  for (const file of [
    'nobody/1.svg',
    'zainab-al-rubaie/9.svg',
    'zainab-al-rubaie/0.svg',
    '../zainab-al-rubaie/1.svg',
    'zainab-al-rubaie/1.png',
    '',
  ])
    expect(renderArtwork(file)).toBeNull();
  expect(demoMedia('/__local/people')).toBeNull();
});

test('whoever has a look of their own is in the demo, once', () => {
  const named = Object.values(looks).flat();
  expect(new Set(named).size).toBe(named.length);
  for (const slug of named) expect(demoTalents.map((talent) => talent.slug)).toContain(slug);
  expect(lookOf('khashaba-al-faw')).toBe('group');
});

test('each picture is said in words in four languages', () => {
  for (const { alt } of pictures)
    for (const locale of ['en', 'ar', 'ckb', 'fr'] as const) expect(alt[locale]?.length).toBeGreaterThan(8);
});

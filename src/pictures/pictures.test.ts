import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Resvg, type ResvgRenderOptions } from '@resvg/resvg-js';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { locales } from '../core/locale.ts';
import { openDrawing, type Draw } from './draw.ts';
import { digestOf, drawnPages, pagePicture, pictureSize, type TalentFacts } from './facts.ts';
import { openFonts } from './fonts.ts';
import { keptPictures } from './kept.ts';
import { lineOf, setTitle } from './lettering.ts';

const folder = mkdtempSync(join(tmpdir(), 'mawahib-pictures-'));
let draw: Draw;
let options: ResvgRenderOptions;
beforeAll(async () => {
  draw = await openDrawing(folder);
  options = { font: { loadSystemFonts: false, fontFiles: await openFonts(join(folder, 'fonts')) } };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const zainab: TalentFacts = {
  kind: 'talent',
  locale: 'ar',
  name: 'زينب الربيعي',
  trade: 'مصوّرة',
  place: 'بغداد',
  rating: '4.8 · 4 تقييمات',
  portrait: null,
};

describe('letters', () => {
  const written = (text: string) =>
    new Resvg(
      `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="200"><text x="20" y="120" font-family="Noto Naskh Arabic" font-size="60">${text}</text></svg>`,
      options,
    );
  const width = (text: string) => written(text).getBBox()?.width ?? 0;
  /** Which columns have ink, at one height or at any. */
  function inked(text: string, high?: number): number[] {
    const image = written(text).render();
    const { width: wide, height: tall, pixels } = image;
    const rows = high === undefined ? [...Array(tall).keys()] : [high];
    return [...Array(wide).keys()].filter((x) => rows.some((y) => (pixels[(y * wide + x) * 4 + 3] ?? 0) > 0));
  }
  const strokes = (text: string) => inked(text).filter((x, at, all) => x !== (all[at - 1] ?? -9) + 1).length;
  /** Where the tall letter stands, as a share of the word's width from the left. */
  function tallest(text: string): number {
    const columns = inked(text, 85);
    const box = written(text).getBBox();
    const middle = columns.reduce((sum, x) => sum + x, 0) / columns.length;
    return (middle - (box?.x ?? 0)) / (box?.width ?? 1);
  }

  test('of an Arabic word join: one stroke, and several when they are kept apart', () => {
    expect(strokes('محمد')).toBe(1);
    expect(strokes('م\u200cح\u200cم\u200cد')).toBeGreaterThan(2);
  });

  test('of an Arabic word run from the right: the alef it begins with stands there', () => {
    expect(tallest('اسسس')).toBeGreaterThan(0.8);
    // control: the same letters, made to run from the left
    expect(tallest('\u202dاسسس\u202c')).toBeLessThan(0.2);
  });

  test('of an Arabic line lead from the right, with a number first too', () => {
    const line = lineOf('ar', '1 سسسسسسس');
    const box = written(line).getBBox();
    const [left, right] = [box?.x ?? 0, (box?.x ?? 0) + (box?.width ?? 0)];
    // a digit is taller than a seen
    const tall = inked(line, 90);
    expect(tall.some((x) => x > right - 30)).toBe(true);
    expect(tall.some((x) => x < left + 30)).toBe(false);
  });

  test.each([
    ['ckb', 'ێ ۆ ە ڕ ڵ ڤ'],
    ['fr', 'é ç œ'],
    ['en', 'Ş ş İ'],
  ])('of %s are all there', (_, letters) => {
    for (const letter of letters.split(' ')) expect(width(letter), letter).toBeGreaterThan(0);
  });
});

describe('a title', () => {
  const measure = (text: string, _face: string, size: number) => text.length * size * 0.5;
  const room = { width: 600, largest: 90, smallest: 50, most: 3 };

  test('stays on one line where it fits, and never leaves its width', () => {
    expect(setTitle('Dilan Karim', room, measure)).toEqual([{ text: 'Dilan Karim', size: 90 }]);
    for (const name of ['Fatima-Zahra El Idrissi Bennani', 'a '.repeat(30).trim(), 'x'.repeat(200), 'ب'.repeat(60)]) {
      const lines = setTitle(name, room, measure);
      expect(lines.length).toBeLessThanOrEqual(3);
      for (const { text, size } of lines) expect(measure(text, 'head', size)).toBeLessThanOrEqual(600);
    }
  });

  test('that is too long for any size says so', () => {
    expect(setTitle('x'.repeat(200), room, measure)[0]?.text.endsWith('…')).toBe(true);
  });
});

describe('pictures', () => {
  test.each(locales)('of the house in %s are light and of the size that is promised', async (locale) => {
    for (const path of ['/', '/talents/as/makeup-artist/', '/talents/in/baghdad/']) {
      const facts = drawnPages(locale).get(path);
      if (!facts) throw new Error(path);
      const file = await draw(facts, null);
      const { width, height, format } = await sharp(file).metadata();
      expect({ width, height, format }).toEqual({ ...pictureSize, format: 'jpeg' });
      expect(file.length).toBeLessThan(150_000);
    }
  });

  test('hold a portrait, and letters where there is none or it is no picture', async () => {
    const face = await sharp({ create: { width: 400, height: 500, channels: 3, background: '#c00' } })
      .png()
      .toBuffer();
    const corner = async (portrait: Buffer | null) => {
      const { data } = await sharp(await draw(zainab, portrait))
        .extract({ left: 150, top: 450, width: 1, height: 1 })
        .raw()
        .toBuffer({ resolveWithObject: true });
      return [...data];
    };
    const [red, green] = await corner(face);
    expect((red ?? 0) - (green ?? 0)).toBeGreaterThan(150);
    expect(await corner(Buffer.from('<html>no picture</html>'))).toEqual(await corner(null));
  });

  test('are named by what is on them', () => {
    expect(digestOf(zainab)).toBe(digestOf({ ...zainab }));
    for (const change of [
      { name: 'زينب' },
      { rating: null },
      { place: 'البصرة' },
      { locale: 'ckb' as const },
      { portrait: '/a.jpg' },
    ])
      expect(digestOf({ ...zainab, ...change })).not.toBe(digestOf(zainab));
  });

  test('a name is text, whatever stands in it', async () => {
    const file = await draw({ ...zainab, locale: 'en', name: '</text><image href="/etc/passwd"/> & <b>' }, null);
    expect((await sharp(file).metadata()).width).toBe(1200);
  });

  test('are drawn once: the second build finds them', async () => {
    const place = join(folder, 'kept');
    const keep = keptPictures(place, () => Promise.resolve(null));
    const path = await keep(zainab);
    const drawnAt = statSync(path).mtimeMs;
    expect(await keptPictures(place, () => Promise.resolve(null))(zainab)).toBe(path);
    expect(statSync(path).mtimeMs).toBe(drawnAt);
    expect(readdirSync(place).filter((name) => name.endsWith('.jpg'))).toHaveLength(1);
  });

  test('of a list are those of the page it is a part of', () => {
    expect(pagePicture('en', '/talents/as/dj/page/2/')?.url).toMatch(/^\/og\/en\/talents\/as\/dj\.[0-9a-f]{12}\.jpg$/);
    expect(pagePicture('ar', '/')?.url).toMatch(/^\/og\/ar\/home\./);
    expect(pagePicture('en', '/talents/as/dj?page=2')?.url).toContain('/og/en/talents/as/dj.');
    // whatever a page calls its path: there is an answer
    for (const path of ['/messages/', '/inquiry/0190?k=a/b', '/search/?q=a/b/', '/unsubscribe', '', '//', 'x'])
      expect(pagePicture('en', path), path).toBeNull();
  });
});

// `node tools/screens/run.ts http://localhost:8888 [words]`: every public page as people see it, in four languages, on a
// phone and on a desk, by day and by night, and on paper. For looking at; nothing is judged here. A word names part of a
// picture's name (`home`, `ar`, `390`, `dark`), `=home` the page and no other. `cut` adds slices as high as the window.
// The pictures go where git does not look: tests/e2e/shots/.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { chromium, type Page } from 'playwright-core';
import { locales } from '../../src/core/locale.ts';
import { letterPages } from './letter-pages.ts';
import { publicPages } from './public-pages.ts';

const [origin = 'http://localhost:8888', ...words] = process.argv.slice(2);
const cut = words.includes('cut');
const wanted = words.filter((word) => word !== 'cut');
const folder = join(new URL('../..', import.meta.url).pathname, 'tests/e2e/shots/public');
mkdirSync(folder, { recursive: true });

const pages = await publicPages(origin);
const sizes = [
  { name: '390', viewport: { width: 390, height: 844 } },
  { name: '1280', viewport: { width: 1280, height: 900 } },
];
const browser = await chromium.launch({
  executablePath: process.env.CHROME_PATH ?? (await sparticuz.executablePath()),
  args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
});
let count = 0;
const exact = new Set<string>([...locales, ...sizes.map(({ name }) => name), 'light', 'dark']);
const asked = (page: string, ...rest: string[]) =>
  wanted.every((word) => {
    if (exact.has(word)) return rest.includes(word);
    return word.startsWith('=') ? page === word.slice(1) : page.includes(word);
  });

async function shoot(page: Page, file: string): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) console.log(`${file}: ${wide} px wider than the screen`);
  // What is loaded when it comes into sight has been seen once.
  await page.evaluate(async () => {
    for (const picture of document.images) picture.loading = 'eager';
    await Promise.all([...document.images].map((picture) => picture.decode().catch(() => undefined)));
  });
  await page.screenshot({ path: join(folder, `${file}.png`), fullPage: true });
  count += 1;
  const { width, height } = page.viewportSize() ?? { width: 390, height: 844 };
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  if (!cut || whole < height * 1.5) return;
  for (let top = 0, part = 1; top < whole; top += height, part += 1) {
    const clip = { x: 0, y: top, width, height: Math.min(height, whole - top) };
    await page.screenshot({ path: join(folder, `${file}-part-${part}.png`), fullPage: true, clip });
  }
}

for (const { name: size, viewport } of sizes)
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce', baseURL: origin });
    const page = await context.newPage();
    // Letters that come late are left out of a first view; whoever has seen one page has them.
    for (const locale of locales) await page.goto(`/${locale}/about/`, { waitUntil: 'networkidle' });
    for (const locale of locales) {
      for (const [name, path] of Object.entries(pages)) {
        const file = `${name}-${locale}-${size}-${colorScheme}`;
        if (!asked(name, locale, size, colorScheme)) continue;
        await page.goto(`/${locale}/${path}`, { waitUntil: 'networkidle' });
        await shoot(page, file);
        if (name === 'search-filtered' && size === '390') {
          await page.locator('details.unfolds > summary').click();
          await shoot(page, file.replace('filtered', 'filters-open'));
        }
        if (size === '1280' && colorScheme === 'light') {
          await page.emulateMedia({ media: 'print' });
          await page.setViewportSize({ width: 794, height: 1123 });
          await page.screenshot({ path: join(folder, `${name}-${locale}-print.png`), fullPage: true });
          await page.emulateMedia({ media: null });
          await page.setViewportSize(viewport);
        }
      }
      if (asked('letter', locale, size, colorScheme))
        await letterPages(page, origin, locale, (name) =>
          shoot(page, `letter-${name}-${locale}-${size}-${colorScheme}`),
        ).catch((error: unknown) =>
          // so many questions a day from one place, and no more
          console.log(`${locale} ${size} ${colorScheme}: ${error instanceof Error ? error.message : String(error)}`),
        );
    }
    if (asked('nowhere', 'en', size, colorScheme)) {
      await page.goto('/nowhere-without-a-language/', { waitUntil: 'networkidle' });
      await shoot(page, `nowhere-${size}-${colorScheme}`);
    }
    await context.close();
  }
await browser.close();
console.log(`${count} pages looked at: ${folder}`);

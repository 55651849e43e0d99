// `node tools/screens/run.ts http://localhost:8888 [words]`: every public page as people see it, in four languages, on a
// phone and on a desk, by day and by night, and on paper. For looking at; nothing is judged here. The pictures go where
// git does not look: tests/e2e/shots/.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { chromium } from 'playwright-core';
import { contentPageIds } from '../../src/core/content-pages.ts';
import { locales } from '../../src/core/locale.ts';

const [origin = 'http://localhost:8888', ...wanted] = process.argv.slice(2);
const folder = join(new URL('../..', import.meta.url).pathname, 'tests/e2e/shots/public');
mkdirSync(folder, { recursive: true });

const { items } = (await (await fetch(`${origin}/api/talents?limit=1`)).json()) as { items: { slug: string }[] };
const pages: Record<string, string> = {
  home: '',
  talents: 'talents/',
  talent: `talents/${items[0]?.slug ?? ''}/`,
  trade: 'talents/as/photographer/',
  city: 'talents/in/baghdad/',
  search: 'search/?q=photo',
  'search-none': 'search/?q=zzzzqqq',
  pricing: 'pricing/',
  ...Object.fromEntries(contentPageIds.map((id) => [id, `${id}/`])),
  'not-found': 'nowhere/at-all/',
  gone: 'gone/',
};
const sizes = [
  { name: '390', viewport: { width: 390, height: 844 } },
  { name: '1280', viewport: { width: 1280, height: 900 } },
];

const browser = await chromium.launch({
  executablePath: process.env.CHROME_PATH ?? (await sparticuz.executablePath()),
  args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
});
let count = 0;
for (const { name: size, viewport } of sizes)
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
    const page = await context.newPage();
    for (const locale of locales)
      for (const [name, path] of Object.entries(pages)) {
        const file = `${name}-${locale}-${size}-${colorScheme}`;
        if (wanted.length && !wanted.every((word) => file.includes(word))) continue;
        await page.goto(`${origin}/${locale}/${path}`, { waitUntil: 'networkidle' });
        const wide = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        if (wide > 0) console.log(`${file}: ${wide} px wider than the screen`);
        await page.screenshot({ path: join(folder, `${file}.png`), fullPage: true });
        if (size === '1280' && colorScheme === 'light') {
          await page.emulateMedia({ media: 'print' });
          await page.setViewportSize({ width: 794, height: 1123 });
          await page.screenshot({ path: join(folder, `${name}-${locale}-print.png`), fullPage: true });
          await page.emulateMedia({ media: null });
          await page.setViewportSize(viewport);
        }
        count += 1;
      }
    await context.close();
  }
await browser.close();
console.log(`${count} pages looked at: ${folder}`);

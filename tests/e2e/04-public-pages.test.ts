// The pages anyone may read, in a browser: four languages, two sizes, day and night, with and without a keyboard.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axe, complaints, desk, launch, open, overflow, phone, shoot } from './browser.ts';
import { http, ok, origin } from './outside.ts';

const locales = ['en', 'ar', 'ckb', 'fr'] as const;
const rightToLeft = new Set<string>(['ar', 'ckb']);
let browser: Browser;
let slug = '';

beforeAll(async () => {
  browser = await launch();
  const { items } = await ok<{ items: { slug: string }[] }>(null, 'listTalents');
  slug = items[0]?.slug ?? '';
});
afterAll(() => browser?.close());

const pages = (locale: string) => ({
  home: `/${locale}/`,
  list: `/${locale}/talents/`,
  talent: `/${locale}/talents/${slug}/`,
  pricing: `/${locale}/pricing/`,
});

describe.each(locales)('%s', (locale) => {
  test.each(Object.keys(pages('en')) as (keyof ReturnType<typeof pages>)[])(
    '%s: nothing for axe to find, day and night, and nothing sticks out',
    async (name) => {
      for (const [viewport, dark] of [
        [phone, false],
        [desk, true],
      ] as const) {
        const context = await open(browser, { locale, viewport, dark });
        const page = await context.newPage();
        await page.goto(pages(locale)[name]);
        await shoot(page, `${name}-${locale}-${viewport.width}${dark ? '-dark' : ''}`);
        expect(await axe(page)).toEqual([]);
        expect(await overflow(page)).toBeLessThanOrEqual(0);
        expect(
          await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir || 'ltr']),
        ).toEqual([locale, rightToLeft.has(locale) ? 'rtl' : 'ltr']);
        expect(complaints.get(context)).toEqual([]);
        await context.close();
      }
    },
  );

  test('every page has its head in order, no script, and links that end with a slash', async () => {
    for (const path of Object.values(pages(locale))) {
      const { status, text, headers } = await http(path);
      expect(status, path).toBe(200);
      expect(text.match(/<script(?![^>]*application\/ld\+json)/g), path).toBeNull();
      expect(text, path).toMatch(/<title>[^<]{5,}<\/title>/);
      expect(text, path).toMatch(/<meta name="description" content="[^"]{20,}"/);
      expect(text, path).toContain(`<link rel="canonical" href="${origin()}${path}">`);
      for (const other of locales) expect(text, path).toContain(`hreflang="${other}"`);
      expect(text, path).toContain('property="og:title"');
      for (const [, json] of text.matchAll(/<script[^>]*application\/ld\+json[^>]*>([\s\S]*?)<\/script>/g))
        expect(() => JSON.parse(json ?? '')).not.toThrow();
      const links = [...text.matchAll(/<a\s[^>]*href="(\/[^"#?]*)/g)].map((link) => link[1] ?? '');
      expect(
        links.filter((href) => !href.endsWith('/') && !/\.[a-z]+$/.test(href)),
        path,
      ).toEqual([]);
      expect(headers.get('content-security-policy') ?? text, path).toMatch(
        /script-src|default-src|content-security-policy/i,
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });
});

test('control: axe finds what is wrong when something is', async () => {
  const context = await open(browser);
  const page = await context.newPage();
  await page.goto(pages('en').home);
  await page.evaluate(() => {
    const image = document.createElement('img');
    image.src = '/favicon.svg';
    document.querySelector('main')?.append(image, document.createElement('button'));
  });
  expect((await axe(page)).map((finding) => finding.rule).sort()).toEqual(['button-name', 'image-alt']);
  await context.close();
});

test('a talent is described to machines as a person with services and a way there', async () => {
  const { text } = await http(`/en/talents/${slug}/`);
  const types = [...text.matchAll(/"@type":\s*"([A-Za-z]+)"/g)].map((match) => match[1]);
  for (const type of ['Person', 'Offer', 'BreadcrumbList']) expect(types).toContain(type);
});

test('the sitemap names every language of a page, and robots names the sitemap', async () => {
  const robots = await http('/robots.txt');
  const sitemap = /^Sitemap: (\S+)$/m.exec(robots.text)?.[1];
  expect(sitemap).toBeDefined();
  const index = await http(new URL(sitemap ?? '').pathname);
  const part = /<loc>([^<]+)<\/loc>/.exec(index.text)?.[1] ?? '';
  const { text } = await http(new URL(part).pathname);
  expect(text).toContain(`/en/talents/${slug}/`);
  expect(text).toContain('hreflang="ckb"');
  const { text: pagesOfTheSite } = await http('/sitemap-pages-0.xml');
  const of = (language: string) => pagesOfTheSite.split(`hreflang="${language}"`).length;
  expect(of('x-default')).toBe(of('ckb'));
  expect(of('ckb')).toBeGreaterThan(1);
});

test.each(['/favicon.ico', '/favicon.svg', '/apple-touch-icon.png'])('an icon at %s', async (path) => {
  const icon = await http(path);
  expect([icon.status, icon.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^image\//)]);
});

test('every link of the home page and of a talent leads to a page', async () => {
  const seen = new Set<string>();
  for (const locale of ['en', 'ar'])
    for (const path of [pages(locale).home, pages(locale).talent]) {
      const { text } = await http(path);
      for (const [, href] of text.matchAll(/<a\s[^>]*href="(\/[^"#]*)/g))
        if (href) seen.add(href.replaceAll('&amp;', '&'));
    }
  const lost: string[] = [];
  for (const href of seen) {
    const { status } = await http(href);
    // 303: a page for people who are signed in.
    if (status !== 200 && status !== 303) lost.push(`${href} answers ${status}`);
  }
  expect(lost).toEqual([]);
});

test('by keyboard: the first stop skips to the content, and every stop can be seen', async () => {
  const context = await open(browser, { viewport: desk });
  const page = await context.newPage();
  await page.goto(pages('en').home);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe('#main');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => location.hash)).toBe('#main');
  await page.goto(pages('en').home);
  const invisible: string[] = [];
  for (let stop = 0; stop < 25; stop += 1) {
    await page.keyboard.press('Tab');
    const fault = await page.evaluate(() => {
      const at = document.activeElement;
      if (!at || at === document.body) return null;
      const { width, height } = at.getBoundingClientRect();
      const style = getComputedStyle(at);
      const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
      return width && height && (ring || style.boxShadow !== 'none') ? null : at.outerHTML.slice(0, 120);
    });
    if (fault) invisible.push(fault);
  }
  expect(invisible).toEqual([]);
  await context.close();
});

test('the language can be changed without script, and the page stays the same page', async () => {
  const context = await open(browser, { javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(pages('en').talent);
  const link = page.locator(`a[href="/ar/talents/${slug}/"]`).first();
  if (!(await link.isVisible())) await page.locator('header summary, footer summary').first().click();
  await link.click();
  await page.waitForURL(`**/ar/talents/${slug}/`);
  await context.close();
});

test('an address nobody has is a 404 that helps on, in its language', async () => {
  for (const locale of locales) {
    const { status, text } = await http(`/${locale}/nothing/here/`);
    expect(status).toBe(404);
    expect(text).toContain(`lang="${locale}"`);
    expect(text).toContain(`href="/${locale}/`);
  }
});

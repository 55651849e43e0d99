// All pages of the sitemap, read as a stranger's crawler reads them.
import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { unflatten } from 'devalue';
import { beforeAll, expect, test } from 'vitest';
import { locales } from '../../src/core/locale.ts';
import { publicTalent } from '../../src/features/discovery/schema.ts';
import { http, origin } from './outside.ts';

type Page = { path: string; html: string; alternates: Map<string, string> };
const pages = new Map<string, Page>();
/** Attribute values may hold anything a person wrote, `<script>` too; what stands between tags may not. */
const withoutValues = (html: string) => html.replace(/="[^"]*"/g, '=""');
const pathOf = (url: string) => new URL(url).pathname;

beforeAll(async () => {
  const index = await http('/sitemap-index.xml');
  for (const [, part] of index.text.matchAll(/<loc>([^<]+)<\/loc>/g)) {
    const { text } = await http(pathOf(part ?? ''));
    for (const [, url] of text.matchAll(/<loc>([^<]+)<\/loc>/g)) {
      const path = pathOf(url ?? '');
      const { status, text: html } = await http(path);
      expect(status, path).toBe(200);
      const links = [...html.matchAll(/<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"/g)];
      pages.set(path, { path, html, alternates: new Map(links.map(([, tag = '', href = '']) => [tag, pathOf(href)])) });
    }
  }
});

test('there are talents, lists and the rest, in four languages', () => {
  for (const locale of locales) {
    expect(pages.has(`/${locale}/`)).toBe(true);
    expect([...pages.keys()].filter((path) => path.startsWith(`/${locale}/talents/`)).length).toBeGreaterThan(60);
  }
});

test('no page has a script', () => {
  const scripts = [...pages.values()].filter(({ html }) =>
    /<script/i.test(
      html.replace(/<script type="application\/ld\+json">[^<]*<\/script>/g, '').replace(/="[^"]*"/g, '=""'),
    ),
  );
  expect(scripts.map(({ path }) => path)).toEqual([]);
  const handlers = [...pages.values()].filter(({ html }) => /<[a-z][^>]*\son[a-z]+=""/i.test(withoutValues(html)));
  expect(handlers.map(({ path }) => path)).toEqual([]);
});

test('every link to a page of the house ends with a slash; what else is linked is a file of the API, and there', async () => {
  const bare = new Set<string>();
  const files = new Set<string>();
  for (const { html } of pages.values()) {
    for (const [, href = ''] of html.matchAll(/<a [^>]*href="([^"]*)"/g)) {
      const target = href.split(/[?#]/)[0] ?? '';
      if (!target.startsWith('/') || target.endsWith('/')) continue;
      // a photo or a work in full size: addresses of files have no slash of their own; the demo's are drawn by the local stack
      if (/^\/(api\/photos\/[^/]+|api\/media\/[^/]+\/[^/]+|__local\/media\/[^/]+\/[^/]+)$/.test(target))
        files.add(href);
      else bare.add(href);
    }
  }
  expect([...bare]).toEqual([]);
  for (const href of files) {
    const { status, headers } = await http(href);
    const type = headers.get('content-type');
    expect({ href, status, type }).toEqual({
      href,
      status: 200,
      type: expect.stringMatching(/^image\/(jpeg|png|webp|svg\+xml.*)$/),
    });
  }
});

test('languages point at each other, and back', () => {
  for (const { path, alternates } of pages.values()) {
    const locale = path.split('/')[1] ?? '';
    expect([...alternates.keys()], path).toEqual([...locales, 'x-default']);
    expect(alternates.get(locale), path).toBe(path);
    for (const other of locales) {
      const there = pages.get(alternates.get(other) ?? '');
      expect(there?.alternates.get(locale), `${path} in ${other}`).toBe(path);
    }
  }
});

test('every page names itself as the one to keep, and none asks to be left out', () => {
  for (const { path, html } of pages.values()) {
    expect(html, path).toContain(`<link rel="canonical" href="${origin()}${path}">`);
    expect(html, path).not.toContain('name="robots"');
  }
});

test('pictures have their size and say what they show', () => {
  const bad = new Set<string>();
  for (const { html } of pages.values()) {
    for (const [picture] of html.matchAll(/<img [^>]*>/g)) {
      if (!/ width="\d+"/.test(picture) || !/ height="\d+"/.test(picture) || !/ alt(=|>| )/.test(picture))
        bad.add(picture);
    }
  }
  expect([...bad]).toEqual([]);
});

test('nobody’s address or number is on any page', async () => {
  const { text } = await http('/__local/people');
  const secrets = (JSON.parse(text) as { email: string; clerkId: string }[]).flatMap(({ email, clerkId }) => [
    email,
    clerkId,
  ]);
  expect(secrets.length).toBeGreaterThan(20);
  const told = [...pages.values()].flatMap(({ path, html }) =>
    secrets.filter((secret) => html.includes(secret)).map((secret) => `${path}: ${secret}`),
  );
  expect(told).toEqual([]);
  const addresses = [...pages.values()].flatMap(({ html }) => html.match(/[\w.+-]+@[\w-]+\.[a-z]{2,}/gi) ?? []);
  // the marketplace's own, as the stack sets it; nobody else's
  expect([...new Set(addresses)]).toEqual(['post@mawahib.local']);
});

test('the heaviest pages and their stylesheet are under 14 KB on the wire', async () => {
  const weigh = (text: string) => brotliCompressSync(text).length;
  // Brotli takes its time: it weighs the few that are large by themselves.
  const largest = [...pages.values()].sort((a, b) => b.html.length - a.html.length).slice(0, 12);
  const weights = await Promise.all(
    largest.map(async ({ path, html }) => {
      const sheets = [...html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(([, href = '']) => href);
      expect(sheets.length, path).toBeGreaterThan(0);
      const css = await Promise.all(sheets.map(async (href) => weigh((await http(href)).text)));
      return { path, bytes: css.reduce((sum, bytes) => sum + bytes, weigh(html)) };
    }),
  );
  expect(weights.filter(({ bytes }) => bytes > 14 * 1024)).toEqual([]);
});

test('a talent page made by the function is, byte for byte, the one of the build', async () => {
  // What the build read stands in its content store: rendering that again leaves no room for news in between.
  const stored = unflatten(JSON.parse(readFileSync('.astro/cache/data-store.json', 'utf8'))) as Map<
    string,
    Map<string, { data: unknown }>
  >;
  const entries = [...(stored.get('talents')?.values() ?? [])].map(({ data }) => publicTalent.parse(data));
  expect(entries.length).toBeGreaterThan(50);
  const { renderNotFound, renderTalent } = await import('../../netlify/generated/render-talent.mjs');
  const file = (path: string) => readFileSync(`dist${path}index.html`, 'utf8');
  const site = new URL(/<link rel="canonical" href="([^"]+)"/.exec(file('/en/pricing/'))?.[1] ?? '').origin;
  for (const locale of locales) {
    for (const talent of entries) {
      const path = `/${locale}/talents/${talent.slug}/`;
      expect((await renderTalent({ site, locale, talent })) === file(path), path).toBe(true);
    }
    expect(await renderNotFound({ site, locale })).toBe(file(`/${locale}/not-found/`));
  }
});

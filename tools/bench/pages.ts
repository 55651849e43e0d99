import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

export type Weight = {
  page: string;
  html: number;
  css: number;
  total: number;
  brotli: number;
  js: number;
  requests: number;
};

const gzip = (data: Buffer) => gzipSync(data, { level: 9 }).length;
const brotli = (data: Buffer) => brotliCompressSync(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

/** What a first visit loads before anything can be read: the page and its stylesheets, compressed one by one. */
export function weigh(site: string, page: string): Weight {
  const file = readFileSync(join(site, page, 'index.html'));
  const html = file.toString();
  const sheets = [...html.matchAll(/<link[^>]+rel="?stylesheet"?[^>]*>/g)].map(
    (link) => /href="?([^"\s>]+)/.exec(link[0])?.[1] ?? '',
  );
  const css = sheets.map((href) => readFileSync(join(site, new URL(href, 'http://site').pathname)));
  const scripts = [...html.matchAll(/<script(?![^>]*application\/ld\+json)[^>]*>([\s\S]*?)<\/script>/g)];
  const weights = { html: gzip(file), css: css.reduce((sum, sheet) => sum + gzip(sheet), 0) };
  return {
    page: `/${page}/`,
    ...weights,
    total: weights.html + weights.css,
    brotli: brotli(file) + css.reduce((sum, sheet) => sum + brotli(sheet), 0),
    js: scripts.reduce((sum, script) => sum + script[0].length, 0),
    requests: 1 + css.length,
  };
}

export function publicPages(site: string): Weight[] {
  const talents = globSync('*/talents/*/index.html', { cwd: site })
    .map((path) => path.replaceAll('\\', '/').replace(/\/index\.html$/, ''))
    .map((page) => weigh(site, page))
    .sort((a, b) => b.total - a.total);
  const [largest] = talents;
  if (!largest) throw new Error(`no talent pages in ${site}`);
  const fixed = ['en', 'ar']
    .flatMap((locale) => [locale, `${locale}/talents`, `${locale}/pricing`])
    .map((page) => weigh(site, page));
  return [...fixed, { ...largest, page: `${largest.page} (largest of ${talents.length})` }];
}

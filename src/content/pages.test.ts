import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { contentPageIds } from '../core/content-pages.ts';
import { locales, type Locale } from '../core/locale.ts';

const folder = new URL('./pages/', import.meta.url);
const read = (locale: Locale, page: string) => readFileSync(new URL(`${locale}/${page}.md`, folder), 'utf8');
const parts = (text: string) => {
  const [, head = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
  return { head, body };
};

/** What a text is built of, whatever language it is in: headings, lists, tables, links, what is filled in. */
function skeleton(text: string) {
  const { head, body } = parts(text);
  const lines = body.split('\n');
  return {
    order: /^order: (\d+)$/m.exec(head)?.[1],
    updated: /^updated: (\S+)$/m.exec(head)?.[1],
    blocks: lines
      .filter(Boolean)
      .map((line) => /^(#+|-|\d+\.|\|)/.exec(line)?.[1]?.replace(/\d+/, '1') ?? 'text')
      .join(' '),
    links: [...body.matchAll(/\]\(([^)]+)\)/g)].map(([, to]) => to).sort(),
    operator: body.split('{operator}').length - 1,
  };
}

test('every page is there in every language, and no other', () => {
  const wanted = locales.flatMap((locale) => contentPageIds.map((page) => `${locale}/${page}.md`));
  expect(globSync('**/*.md', { cwd: folder.pathname }).sort()).toEqual(wanted.sort());
});

describe.each(contentPageIds)('%s', (page) => {
  test.each(locales)('is built alike in %s', (locale) => {
    expect(skeleton(read(locale, page))).toEqual(skeleton(read('en', page)));
  });

  test.each(['ar', 'ckb'] as const)('is written in its own letters in %s', (locale) => {
    const strangers = parts(read(locale, page))
      .body.split('\n')
      .filter((line) => /\p{L}/u.test(line.replaceAll('{operator}', '')) && !/\p{Script=Arabic}/u.test(line));
    expect(strangers.filter((line) => !/^[|\s-]+$/.test(line))).toEqual([]);
  });

  test('has a title and a description that fit a search result', () => {
    for (const locale of locales) {
      const { head } = parts(read(locale, page));
      const description = /^description: (.+)$/m.exec(head)?.[1] ?? '';
      expect(description.length, `${locale}/${page}`).toBeGreaterThan(40);
      expect(description.length, `${locale}/${page}`).toBeLessThan(200);
    }
  });
});

test('Sorani is written with its own letters, not their Arabic look-alikes', () => {
  for (const page of contentPageIds) expect(read('ckb', page).match(/[يىكة]/g) ?? [], page).toEqual([]);
});

test('control: a heading more is seen', () => {
  const text = read('en', 'about');
  expect(skeleton(`${text}\n## One more\n`)).not.toEqual(skeleton(text));
});

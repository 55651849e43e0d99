import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import { locales, type Locale } from '../core/locale.ts';
import { categoryIds } from '../features/discovery/categories.ts';
import { cityIds } from '../features/discovery/places.ts';
import { errorCodes } from '../core/errors.ts';

const messagesDir = new URL('./messages/', import.meta.url);
const kept = new Map<string, Record<string, string>>();
function read(locale: Locale, namespace: string): Record<string, string> {
  const file = `${locale}/${namespace}.json`;
  const messages = kept.get(file) ?? JSON.parse(readFileSync(new URL(file, messagesDir), 'utf8'));
  kept.set(file, messages);
  return messages;
}
const namespaces = globSync('en/*.json', { cwd: messagesDir.pathname }).map((file) => basename(file, '.json'));

/** The arguments of a message with their kind, in order of name: what a caller must hand over. */
function argumentsOf(message: string, locale: Locale): string[] {
  const found = new Set<string>();
  const walk = (nodes: readonly unknown[]) => {
    for (const node of nodes) {
      const { type, value, options, children } = node as {
        type: number;
        value?: string;
        options?: Record<string, { value: unknown[] }>;
        children?: unknown[];
      };
      if (type >= 1 && type <= 6 && value)
        found.add(`${value}:${type === 6 ? 'plural' : type === 5 ? 'select' : 'plain'}`);
      for (const option of Object.values(options ?? {})) walk(option.value);
      if (children) walk(children);
    }
  };
  walk(new IntlMessageFormat(message, locale === 'ckb' ? 'en' : locale).getAst());
  return [...found].sort();
}

/** Names and letters that stay Latin in every language. */
const latinByNature = /^(?:[\s\d.,:;()/+·–-]|FIB|QR|PDF|FREE|PRO|AGENCY|DJ|Mawahib|UTC|\{[^}]*\})*$/;

test('there are messages at all', () => expect(namespaces).toContain('public'));

describe.each(namespaces)('%s', (namespace) => {
  const english = read('en', namespace);

  test.each(locales)('%s holds the same keys', (locale) => {
    expect(Object.keys(read(locale, namespace)).sort()).toEqual(Object.keys(english).sort());
  });

  test.each(locales)('%s asks for the same arguments', (locale) => {
    const theirs = read(locale, namespace);
    for (const key of Object.keys(english)) {
      expect({ key, args: argumentsOf(theirs[key]!, locale) }).toEqual({ key, args: argumentsOf(english[key]!, 'en') });
    }
  });

  test.each(['ar', 'ckb'] as const)('%s is written in its own letters', (locale) => {
    const foreign = Object.entries(read(locale, namespace)).filter(
      ([, text]) => !/\p{Script=Arabic}/u.test(text) && !latinByNature.test(text),
    );
    expect(foreign).toEqual([]);
  });

  test.each(locales)('%s has no empty or untrimmed message', (locale) => {
    expect(Object.entries(read(locale, namespace)).filter(([, text]) => text.trim() !== text || text === '')).toEqual(
      [],
    );
  });

  test('Arabic plurals know all their forms', () => {
    const forms = ['two', 'few', 'many', 'other'];
    const missing = Object.entries(read('ar', namespace)).filter(
      ([, text]) => /,\s*plural,/.test(text) && forms.some((form) => !new RegExp(`\\b${form}\\s*\\{`).test(text)),
    );
    expect(missing).toEqual([]);
  });
});

test('every trade and every city has its label', () => {
  const english = read('en', 'public');
  for (const id of categoryIds) {
    expect(english).toHaveProperty([`category.${id}`]);
    expect(english).toHaveProperty([`categories.${id}`]);
  }
  for (const id of cityIds) expect(english).toHaveProperty([`city.${id}`]);
});

test('a Sorani text uses Sorani letters, not their Arabic look-alikes', () => {
  for (const namespace of namespaces) {
    const wrong = Object.entries(read('ckb', namespace)).filter(([, text]) => /[يىكة]/.test(text));
    expect({ namespace, wrong }).toEqual({ namespace, wrong: [] });
  }
});

test('every refusal has its sentence, once the catalogue of problems is written', () => {
  const problems = Object.keys(read('en', 'problems'));
  if (problems.length === 0) return;
  const spoken = new Set(problems.flatMap((key) => key.split('.')));
  expect(errorCodes.filter((code) => !spoken.has(code))).toEqual([]);
});

describe('French spaces do not break', () => {
  /** Where an ordinary space stands beside a sign that must not begin or end a line; `::` is the syntax of messages. */
  const loose = (text: string): string[] =>
    [...text.matchAll(/.{0,12}(?:[ \u00a0][;!?»]|«[ \u00a0]|[ \u202f]:(?!:)).{0,12}/gu)].map(([found]) => found);

  test.each(namespaces)('in %s', (namespace) => {
    const found = Object.entries(read('fr', namespace)).flatMap(([key, text]) => loose(text).map((at) => [key, at]));
    expect(found).toEqual([]);
  });

  const pages = new URL('../content/pages/fr/', import.meta.url);
  test.each(globSync('*.md', { cwd: pages.pathname }).sort())('in %s', (page) => {
    // what stands between fences is code
    const text = readFileSync(new URL(page, pages), 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '');
    expect(loose(text)).toEqual([]);
  });

  test('control: an ordinary one is seen, the right one and the syntax are not', () => {
    for (const wrong of [
      'Vraiment ?',
      'Oui ; non',
      'Non !',
      'Voici : rien',
      '« Nom\u202f»',
      '«\u202fNom »',
      'Oui\u00a0?',
    ])
      expect(loose(wrong), wrong).toHaveLength(1);
    for (const right of [
      'Vraiment\u202f?',
      'Voici\u00a0: rien',
      '«\u202fNom\u202f»',
      '{n, number, ::compact}',
      'https://a.b',
    ])
      expect(loose(right), right).toEqual([]);
  });
});

test('the keyboard’s key has one name in each language', () => {
  const key = { ar: '«إدخال»', ckb: '«ئینتەر»', fr: 'Entrée' } as const;
  const isKey = /(?:\bpress|keyboard:|,) Enter\b/i;
  for (const namespace of namespaces)
    for (const [id, english] of Object.entries(read('en', namespace)))
      for (const locale of ['ar', 'ckb', 'fr'] as const) {
        const text = read(locale, namespace)[id] ?? '';
        expect(text, `${locale}/${namespace} ${id}`).not.toMatch(/\bEnter\b/);
        if (isKey.test(english)) expect(text, `${locale}/${namespace} ${id}`).toContain(key[locale]);
      }
});

import { describe, expect, test } from 'vitest';
import { locales, type LocalizedText } from '../../../core/locale.ts';
import { categoryIds } from '../../../features/discovery/categories.ts';
import { cities, cityIds } from '../../../features/discovery/places.ts';
import { readLine } from '../script.ts';
import { demoCustomers } from './customers.ts';
import { demoStories } from './stories.ts';
import { demoTalents } from './talents.ts';
import { weeks } from './weeks.ts';

const arabicScript = /\p{Script=Arabic}/u;
/** Letters Sorani needs and Arabic has not. */
const kurdish = /[ەێۆڕڵڤچپگژکی]/u;
const count = (text: string, script: RegExp) => [...text.matchAll(script)].length;
const mostlyArabic = (text: string) => count(text, /\p{Script=Arabic}/gu) > count(text, /\p{Script=Latin}/gu);
const jobs = demoTalents.flatMap((talent) => talent.jobs);
const services = demoTalents.flatMap((talent) => talent.services);

const textsOf = (talent: (typeof demoTalents)[number]): LocalizedText[] => [
  talent.headline,
  talent.bio,
  ...talent.services.flatMap(({ title, about }) => [title, about]),
  ...talent.works.flatMap(({ title, about }) => (about ? [title, about] : [title])),
];

describe('talents', () => {
  test('sixty, three of each trade, in every city', () => {
    expect(demoTalents).toHaveLength(60);
    for (const trade of categoryIds)
      expect([trade, demoTalents.filter((one) => one.trade === trade).length]).toEqual([trade, 3]);
    expect(new Set(demoTalents.map(({ city }) => city))).toEqual(new Set(cityIds));
  });

  test('everyone has their own name, slug and words', () => {
    for (const of of [
      (one: (typeof demoTalents)[number]) => one.slug,
      (one: (typeof demoTalents)[number]) => one.name,
      (one: (typeof demoTalents)[number]) => JSON.stringify(one.bio),
      (one: (typeof demoTalents)[number]) => JSON.stringify(one.headline),
    ]) {
      expect(new Set(demoTalents.map(of)).size).toBe(60);
    }
    for (const { slug } of demoTalents) expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    const names = demoTalents.map(({ name }) => arabicScript.test(name));
    expect(names.filter(Boolean).length).toBeGreaterThan(20);
    expect(names.filter((arabic) => !arabic).length).toBeGreaterThan(20);
  });

  test('they write in their own language, a third of them in more than one, and every language is there', () => {
    for (const talent of demoTalents)
      for (const text of [talent.headline, talent.bio])
        expect([talent.slug, Object.keys(text)]).toEqual([talent.slug, expect.arrayContaining([talent.locale])]);
    expect(demoTalents.filter(({ bio }) => Object.keys(bio).length > 1).length).toBeGreaterThanOrEqual(20);
    for (const locale of locales)
      expect([locale, demoTalents.some((one) => one.locale === locale)]).toEqual([locale, true]);
  });

  test('each text is in the script of its language, and nothing is filler', () => {
    for (const talent of demoTalents) {
      for (const text of textsOf(talent)) {
        for (const [locale, words] of Object.entries(text)) {
          expect(words.trim(), talent.slug).toBe(words);
          expect(words.length, talent.slug).toBeGreaterThan(2);
          expect(words, talent.slug).not.toMatch(/lorem|ipsum|dolor sit|placeholder|xxx|todo/i);
          expect([talent.slug, words, mostlyArabic(words)]).toEqual([
            talent.slug,
            words,
            locale === 'ar' || locale === 'ckb',
          ]);
          if (locale === 'ckb' && words.length > 12)
            expect([talent.slug, words]).toEqual([talent.slug, expect.stringMatching(kurdish)]);
        }
      }
      expect(Math.max(...Object.values(talent.bio).map((bio) => bio.length)), talent.slug).toBeGreaterThan(150);
    }
  });

  test('two to five services at whole prices that a gateway takes, each short enough for some day of the week', () => {
    for (const talent of demoTalents) {
      expect(talent.services.length, talent.slug).toBeGreaterThanOrEqual(2);
      expect(talent.services.length, talent.slug).toBeLessThanOrEqual(5);
      const longest = Math.max(...weeks[talent.week].map(([, from, until]) => hours(until) - hours(from))) * 60;
      for (const { price, minutes } of talent.services) {
        expect(Number.isSafeInteger(price), talent.slug).toBe(true);
        const { country } = cities[talent.city];
        expect(price % (country === 'IQ' ? 1000 : 100), talent.slug).toBe(0);
        expect(price, talent.slug).toBeGreaterThan(country === 'IQ' ? 10_000 : 10_000);
        expect([talent.slug, minutes <= longest]).toEqual([talent.slug, true]);
      }
    }
    expect(services.length).toBeGreaterThan(150);
  });
});

const hours = (time: string) => Number(time.slice(0, 2)) + Number(time.slice(3)) / 60;

test('two hundred customers of every kind, each with their own name', () => {
  expect(demoCustomers).toHaveLength(200);
  expect(new Set(demoCustomers.map(({ handle }) => handle)).size).toBe(200);
  expect(new Set(demoCustomers.map(({ name }) => name)).size).toBe(200);
  expect(new Set(demoCustomers.map(({ kind }) => kind))).toEqual(new Set(['individual', 'professional', 'company']));
  for (const { handle } of demoCustomers) expect(handle).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
});

test('at least 120 different reviews, in four languages', () => {
  const comments = [...jobs.map(({ said }) => said), ...jobs.flatMap(({ back }) => (back ? [back] : []))];
  expect(new Set(jobs.map(({ said }) => said)).size).toBeGreaterThanOrEqual(120);
  expect(new Set(comments).size).toBe(comments.length);
  for (const locale of locales) {
    const inLocale = demoTalents.flatMap((talent) => talent.jobs.filter((job) => (job.in ?? talent.locale) === locale));
    expect([locale, inLocale.length]).toEqual([locale, expect.toSatisfy((count: number) => count >= 10)]);
    for (const { said } of inLocale)
      expect([said, mostlyArabic(said)]).toEqual([said, locale === 'ar' || locale === 'ckb']);
  }
  expect(new Set(jobs.map(({ stars }) => stars)).size).toBeGreaterThan(1);
});

test('at least thirty different conversations of two to twelve messages', () => {
  const talks = demoStories.map(({ script }) =>
    script.map(readLine).flatMap((line) => (line.kind === 'say' || line.kind === 'change' ? [line.text] : [])),
  );
  const real = talks.filter((talk) => talk.length >= 2);
  expect(real.length).toBeGreaterThanOrEqual(30);
  expect(Math.max(...talks.map((talk) => talk.length))).toBeLessThanOrEqual(12);
  const lines = talks.flat();
  expect(new Set(lines).size).toBe(lines.length);
});

test('a line nobody understands is an error, not silence', () => {
  for (const line of ['x: hello', 'quote much: please', 'review c 6: wow', 'accept maybe', 'c:', 'withdraw x'])
    expect(() => readLine(line)).toThrow('nobody understands');
});

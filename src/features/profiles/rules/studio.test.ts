import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { castingSays, lastCreditYear, noCasting, playingAgeIsSound } from './casting.ts';
import type { completenessSteps } from './completeness.ts';
import { completeness, completenessPoints, type CompletenessFacts } from './completeness.ts';
import { newsOf } from './page-news.ts';
import { contactProblems, holdsContact, masked } from './plain-words.ts';
import { isPublic } from './profile.ts';
import { mayRename, renameLimits, renamesLeft } from './rename.ts';
import { isReserved } from './slug.ts';

const now = new Date('2026-11-21T12:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

describe('moving an address', () => {
  test.each<[number[], number, string | null]>([
    [[], 3, null],
    [[1], 2, '2026-12-20'],
    [[31], 3, null],
    [[29, 10], 1, '2026-11-22'],
    [[29, 10, 1], 0, '2026-11-22'],
    [[40, 29, 1], 1, '2026-11-22'],
    // in whatever order they are kept
    [[1, 29, 10], 0, '2026-11-22'],
  ])('moved %j days ago: %i left, one more on %s', (days, left, more) => {
    const profile = { renamedAt: days.map(daysAgo) };
    const found = renamesLeft(profile, now);
    expect([found.left, found.more?.toISOString().slice(0, 10) ?? null]).toEqual([left, more]);
    expect(mayRename(profile, now).ok).toBe(left > 0);
  });
  test('whoever waits until the day it names may move', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: renameLimits.within - 1 }), { minLength: 3, maxLength: 3 }),
        (ages) => {
          const profile = { renamedAt: ages.map((age) => new Date(now.getTime() - age)) };
          const { more } = renamesLeft(profile, now);
          expect(mayRename(profile, now).ok).toBe(false);
          expect(more && mayRename(profile, more).ok).toBe(true);
          expect(more && mayRename(profile, new Date(more.getTime() - 1)).ok).toBe(false);
        },
      ),
    );
  });
  test.each(['2', '22', 'admin', 'as', 'featured'])('%s is the site’s own', (slug) =>
    expect(isReserved(slug)).toBe(true),
  );
  test.each(['dj-2', '3li', 'adminah'])('%s is not', (slug) => expect(isReserved(slug)).toBe(false));
});

describe('what a change means for the addresses', () => {
  const at = (slug: string, isOpen: boolean) => ({ slug, public: isOpen });
  test.each([
    ['an edit', at('a', true), at('a', true), ['b'], ['a changed']],
    ['a move', at('a', true), at('b', true), ['a'], ['b changed', 'a changed']],
    ['closing', at('a', true), at('a', false), [], ['a unpublished']],
    ['closing, and what led there', at('a', true), at('a', false), ['z'], ['a unpublished', 'z changed']],
    ['closing and moving at once', at('a', true), at('b', false), ['a', 'z'], ['a unpublished', 'z changed']],
    ['opening', at('a', false), at('a', true), [], ['a published']],
    ['opening, and what leads there', at('b', false), at('b', true), ['a'], ['b published', 'a changed']],
    ['a draft', at('a', false), at('b', false), ['a'], []],
  ])('%s', (_what, before, after, former, said) =>
    expect(newsOf(before, after, former).map(({ slug, news }) => `${slug} ${news}`)).toEqual(said),
  );
  test('only what everyone sees is public', () => {
    expect(isPublic({ publishedAt: now, seenBy: 'everyone' })).toBe(true);
    expect(isPublic({ publishedAt: now, seenBy: 'members' })).toBe(false);
    expect(isPublic({ publishedAt: null, seenBy: 'everyone' })).toBe(false);
  });
});

const empty: CompletenessFacts = {
  headline: {},
  bio: {},
  tags: [],
  languages: [],
  hasAvatar: false,
  activeServices: 0,
  work: 0,
  openings: 0,
  casting: noCasting,
};
const full: CompletenessFacts = {
  headline: { en: 'x', ar: 'س' },
  bio: { en: 'x'.repeat(200), ar: 'س' },
  tags: ['a', 'b', 'c'],
  languages: ['ar', 'en'],
  hasAvatar: true,
  activeServices: 1,
  work: 3,
  openings: 5,
  casting: {
    ...noCasting,
    skills: ['a'],
    credits: [{ title: 'a', role: '', kind: 'film', year: 2020, production: '' }],
  },
};

describe('how complete a page is', () => {
  test('the points of all steps are a hundred', () =>
    expect(Object.values(completenessPoints).reduce((sum, points) => sum + points, 0)).toBe(100));
  test('nothing is nothing, and begins with a line', () =>
    expect(completeness(empty)).toMatchObject({ points: 0, next: 'headline' }));
  test('everything is a hundred, and nothing is next', () =>
    expect(completeness(full)).toMatchObject({ points: 100, next: null }));
  const without: [keyof CompletenessFacts, Partial<CompletenessFacts>, (typeof completenessSteps)[number]][] = [
    ['hasAvatar', { hasAvatar: false }, 'avatar'],
    ['activeServices', { activeServices: 0 }, 'services'],
    ['work', { work: 2 }, 'work'],
    ['tags', { tags: ['a', 'b'] }, 'tags'],
    ['openings', { openings: 0 }, 'hours'],
    ['casting', { casting: { ...full.casting, skills: [] } }, 'casting'],
    ['casting', { casting: { ...full.casting, credits: [] } }, 'credits'],
    ['headline', { headline: { en: 'x' } }, 'translated'],
  ];
  test.each(without)('without %s: %j, the step %s is open and worth its points', (_fact, lacking, step) =>
    expect(completeness({ ...full, ...lacking })).toMatchObject({ next: step, points: 100 - completenessPoints[step] }),
  );
});

describe('casting', () => {
  test.each([
    [null, null, true],
    [20, 30, true],
    [20, 20, true],
    [30, 20, false],
    [20, null, false],
    [null, 20, false],
  ])('a playing age from %s to %s: %s', (playingAgeFrom, playingAgeTo, sound) =>
    expect(playingAgeIsSound({ playingAgeFrom, playingAgeTo })).toBe(sound),
  );
  test('nothing said is nothing to show', () => {
    expect(castingSays(noCasting)).toBe(false);
    expect(castingSays({ ...noCasting, voice: 'alto' })).toBe(true);
    expect(castingSays({ ...noCasting, accents: ['Baghdadi'] })).toBe(true);
  });
  test('work can be listed for next year', () => expect(lastCreditYear(now)).toBe(2027));
});

describe('words', () => {
  test.each([
    'call 0770 123 4567',
    'zainab@example.com',
    'zainab (at) example [dot] com',
    'https://example.com/me',
    'instagram: @zainab.k',
    '٠٧٧٠ ١٢٣ ٤٥٦٧',
  ])('%s is a contact', (text) => expect(holdsContact(text)).toBe(true));
  test.each(['Nine years, 400 weddings.', 'From 10:00 to 18:00', 'IQD 350,000 a day', 'DJ 3li', 'St. John & Sons'])(
    '%s is none',
    (text) => expect(holdsContact(text)).toBe(false),
  );
  test('each language is masked by itself', () =>
    expect(masked({ en: 'Write to a@example.com', ar: 'أعراس' })).toEqual({ en: 'Write to •••', ar: 'أعراس' }));
  test('problems name their field', () =>
    expect(
      contactProblems({
        displayName: 'Zainab',
        headline: { ar: 'أعراس', fr: 'a@example.com' },
        tags: ['www.example.com', 'henna'],
        credits: [
          { title: 'Dijla', role: '', production: '' },
          { title: 'x', role: '', production: '+964 770 123 4567' },
        ],
      }),
    ).toEqual({ 'headline.fr': ['contact'], tags: ['contact'], 'credits.1.production': ['contact'] }));
  test('whatever the field is called, and what is left out is no problem', () =>
    expect(
      contactProblems({ slug: 'call-07709990001', name: 'Sara', title: undefined, alt: { en: 'ig: zainab_photo' } }),
    ).toEqual({ slug: ['contact'], 'alt.en': ['contact'] }));
});

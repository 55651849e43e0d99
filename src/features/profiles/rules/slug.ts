import { deskWords } from './house-names.ts';

/**
 * A page's address in plain letters, from a name in any of our scripts. Arabic leaves its short vowels out, and so do we:
 * guessing them would misname people. Sorani writes them, and they are kept.
 */
const letters: Readonly<Record<string, string>> = {
  // Arabic
  ا: 'a',
  أ: 'a',
  إ: 'i',
  آ: 'a',
  ٱ: 'a',
  ب: 'b',
  ت: 't',
  ث: 'th',
  ج: 'j',
  ح: 'h',
  خ: 'kh',
  د: 'd',
  ذ: 'dh',
  ر: 'r',
  ز: 'z',
  س: 's',
  ش: 'sh',
  ص: 's',
  ض: 'd',
  ط: 't',
  ظ: 'z',
  ع: 'a',
  غ: 'gh',
  ف: 'f',
  ق: 'q',
  ك: 'k',
  ل: 'l',
  م: 'm',
  ن: 'n',
  ه: 'h',
  و: 'w',
  ي: 'y',
  ى: 'a',
  ة: 'a',
  ؤ: 'w',
  ئ: '',
  ء: '',
  // Sorani and Persian beside it
  پ: 'p',
  چ: 'ch',
  ژ: 'zh',
  ڤ: 'v',
  گ: 'g',
  ک: 'k',
  ڕ: 'r',
  ڵ: 'l',
  ۆ: 'o',
  ێ: 'e',
  ە: 'e',
  ی: 'y',
  ھ: 'h',
  ڎ: 'd',
  // Latin letters that are more than a letter and an accent
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
};
/** Letters that Arabic lacks. In Sorani `و` and `ی` are vowels between consonants. */
const sorani = /[پچژڤگڕڵۆێەکی]/;
const consonant = /[بتثجحخدذرزسشصضطظعغفقكلمنهپچژڤگکڕڵھ]/;

function plain(text: string): string {
  const kurdish = sorani.test(text);
  const characters = [...text];
  return characters
    .map((letter, at) => {
      const before = characters[at - 1] ?? ' ';
      const after = characters[at + 1] ?? ' ';
      if (kurdish && letter === 'و' && consonant.test(before) && (after === 'و' || !/[اەێۆی]/.test(after))) return 'u';
      if (kurdish && letter === 'ی' && consonant.test(before) && !/[اەێۆو]/.test(after)) return 'i';
      return letters[letter] ?? letter;
    })
    .join('');
}

/** Addresses that mean, or may come to mean, something else. */
export const reservedSlugs: ReadonlySet<string> = new Set([
  ...deskWords,
  'new',
  'edit',
  'me',
  'my',
  'api',
  'talent',
  'talents',
  'search',
  'gone',
  'fresh',
  'index',
  'page',
  'in',
  'as',
  'all',
  'account',
  'profile',
  'profiles',
  'dashboard',
  'bookings',
  'booking',
  'checkout',
  'pricing',
  'sign-in',
  'sign-up',
  'onboarding',
  'help',
  'about',
  'contact',
  'legal',
  'privacy',
  'terms',
  'mawahib',
  'null',
  'undefined',
  'en',
  'ar',
  'ckb',
  'fr',
  'featured',
  'discover',
  'list',
  'lists',
  'collections',
  'calendar',
  'safety',
  'sitemap',
  'feed',
  'rss',
  'robots',
  'www',
  'mail',
  'root',
  'login',
  'logout',
  'signup',
  'register',
  'press',
  'jobs',
  'blog',
]);
/** Numbers alone are the pages of a list. */
const pageNumber = /^\d+$/;
export const isReserved = (slug: string): boolean => reservedSlugs.has(slug) || pageNumber.test(slug);

export const slugLength = { least: 2, most: 60 } as const;
export const slugPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
export const isSlug = (text: string): boolean =>
  slugPattern.test(text) && text.length >= slugLength.least && text.length <= slugLength.most && !isReserved(text);

/** Always one that may be used; whether it is free the table says. */
export function slugFrom(name: string): string {
  const slug = plain(name.normalize('NFC').toLowerCase())
    .normalize('NFKD')
    .replace(/[\p{M}'’`ʼ‌]/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 48)
    .replace(/^-+|-+$/g, '');
  if (isSlug(slug)) return slug;
  return slug.length === 0 ? 'talent-page' : `talent-${slug}`;
}

/** The first, and then `-2`, `-3`, … for people who share a name. */
export const slugAttempt = (base: string, attempt: number): string => (attempt <= 1 ? base : `${base}-${attempt}`);

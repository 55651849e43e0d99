/** The languages people of these countries work in: the house has a name for each in all of its own. */
export const spokenLanguages = [
  'ar',
  'ckb',
  'kmr',
  'en',
  'fr',
  'zgh',
  'shi',
  'tr',
  'tk',
  'fa',
  'syr',
  'hy',
  'ur',
  'es',
  'de',
  'it',
] as const;
export type SpokenLanguage = (typeof spokenLanguages)[number];

export const isSpoken = (tag: string): tag is SpokenLanguage => spokenLanguages.some((known) => known === tag);

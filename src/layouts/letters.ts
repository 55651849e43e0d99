/**
 * The letters of the first view: asked for with the page, not when its stylesheet has been read, but after that and the pictures: on a
 * slow line the page comes first. The files are those of `styles/fonts.css`.
 */
import { dirOf, type Locale } from '../core/locale.ts';
import latinText from '../styles/letters/commissioner-latin.woff2?url';
import arabicHeadings from '../styles/letters/naskh-arabic.woff2?url';
import arabicText from '../styles/letters/vazirmatn-arabic.woff2?url';
import latinHeadings from '../styles/letters/vollkorn-latin.woff2?url';

export const lettersOf = (locale: Locale): readonly string[] =>
  dirOf(locale) === 'rtl' ? [arabicText, arabicHeadings] : [latinText, latinHeadings];

/** Behind the sign-in names and words stand in either script, and come after the page: asked for only then, they would be late. */
export const otherLettersOf = (locale: Locale): readonly string[] =>
  dirOf(locale) === 'rtl' ? [latinText] : [arabicText, arabicHeadings];

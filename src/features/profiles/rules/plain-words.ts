import type { LocalizedText } from '../../../core/locale.ts';
import { maskContacts } from '../../messaging/rules/mask.ts';

/** Numbers, addresses and names on networks: worth nothing until a booking is paid or a contact accepted (product.md 3.5). */
export const holdsContact = (text: string): boolean => maskContacts(text) !== text;

/** The same words as strangers read them. */
export const masked = (text: LocalizedText): LocalizedText =>
  Object.fromEntries(Object.entries(text).map(([locale, words]) => [locale, maskContacts(words)]));

/**
 * Short words stand in lists and results, where dots would puzzle: contact details are refused there, field by field. Long ones
 * (the bio) are kept as they were typed and dotted out where strangers read them.
 */
export function contactProblems(words: {
  displayName?: string | undefined;
  headline?: LocalizedText | undefined;
  tags?: readonly string[] | undefined;
  skills?: readonly string[] | undefined;
  accents?: readonly string[] | undefined;
  credits?: readonly { title: string; role: string; production: string }[] | undefined;
}): Record<string, string[]> {
  const texts: [string, string][] = [
    ['displayName', words.displayName ?? ''],
    ...Object.entries(words.headline ?? {}).map(([locale, text]): [string, string] => [`headline.${locale}`, text]),
    ...(words.tags ?? []).map((text): [string, string] => ['tags', text]),
    ...(words.skills ?? []).map((text): [string, string] => ['skills', text]),
    ...(words.accents ?? []).map((text): [string, string] => ['accents', text]),
    ...(words.credits ?? []).flatMap(({ title, role, production }, at): [string, string][] => [
      [`credits.${at}.title`, title],
      [`credits.${at}.role`, role],
      [`credits.${at}.production`, production],
    ]),
  ];
  return Object.fromEntries(texts.filter(([, text]) => holdsContact(text)).map(([field]) => [field, ['contact']]));
}

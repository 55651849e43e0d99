import { AppError } from '../../../core/errors.ts';
import type { LocalizedText } from '../../../core/locale.ts';
import { maskContacts } from '../../messaging/rules/mask.ts';

/** Numbers, addresses and names on networks: worth nothing until a booking is paid or a contact accepted (product.md 3.5). */
export const holdsContact = (text: string): boolean => maskContacts(text) !== text;

/** The same words as strangers read them. */
export const masked = (text: LocalizedText): LocalizedText =>
  Object.fromEntries(Object.entries(text).map(([locale, words]) => [locale, maskContacts(words)]));

/** Short words by their field: one line, a line in each language, a list of lines, or a list of lines with names of their own. */
export type ShortWords = Readonly<
  Record<string, string | LocalizedText | readonly string[] | readonly Readonly<Record<string, string>>[] | undefined>
>;

function* linesOf(words: ShortWords): Generator<[field: string, line: string]> {
  for (const [field, said] of Object.entries(words)) {
    if (said === undefined) continue;
    if (typeof said === 'string') yield [field, said];
    else if (Array.isArray(said))
      for (const [at, one] of (said as readonly (string | Readonly<Record<string, string>>)[]).entries()) {
        if (typeof one === 'string') yield [field, one];
        else for (const [part, line] of Object.entries(one)) yield [`${field}.${at}.${part}`, line];
      }
    else for (const [locale, line] of Object.entries(said as LocalizedText)) yield [`${field}.${locale}`, line];
  }
}

/**
 * The one rule for whatever a person writes that strangers read. Short words (names, titles, what a picture shows, tags, skills, credits)
 * stand in lists and results, where dots would puzzle: contact details are refused there, field by field. Long ones (a bio, a
 * description) are kept as they were typed and dotted out where strangers read them.
 */
export const contactProblems = (words: ShortWords): Record<string, string[]> =>
  Object.fromEntries(
    [...linesOf(words)].filter(([, line]) => holdsContact(line)).map(([field]) => [field, ['contact']]),
  );

export function refuseContacts(words: ShortWords): void {
  const fields = contactProblems(words);
  if (Object.keys(fields).length > 0) throw new AppError('invalid', { fields });
}

/** Marks that reorder or hide what stands around them. The joiners and direction marks that Arabic and Sorani need are not among them. */
// eslint-disable-next-line no-control-regex -- control characters are what this is about
const disguises = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/g;
const loneSurrogates = /\p{Surrogate}/gu;

/**
 * What a person typed, as text that shows what it says: no bidi overrides, no control characters, one Unicode form.
 * Markup is left as typed: it is text, and every screen escapes text.
 */
export function plainText(typed: string): string {
  return typed.replace(/\r\n?/g, '\n').replace(loneSurrogates, '').replace(disguises, '').normalize('NFC').replace(/\n{4,}/g, '\n\n\n').trim();
}

/** The same for what stands on one line: a name, a title. */
export const plainLine = (typed: string): string => plainText(typed).replace(/\s+/g, ' ');

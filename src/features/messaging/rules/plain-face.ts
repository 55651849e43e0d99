/*
 * A text as somebody means it to be read: invisible marks gone, wide and fancy letters plain, every script's digits as 0 to 9,
 * look-alikes of the full stop as a full stop, in small letters. `source` says where each unit of it stood.
 */
// bidi and zero-width marks, joiners, soft hyphen, tatweel, variation selectors, tags, the keycap's frame and other enclosing marks
const unseen =
  /[\u00ad\u034f\u061c\u0640\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\u20dd-\u20e4\u{e0000}-\u{e01ef}]/u;
export const isUnseen = (character: string): boolean => unseen.test(character);
const stops = new Set([...'。․‧∙⋅٫۔·•◦']);
const hyphens = /\p{Pd}/u;
const digits = /\p{Nd}/u;

const values = new Map<string, string>();
/** The digit a character stands for: digits of a script stand in a row, from nought to nine. */
function digitOf(character: string): string {
  let value = values.get(character);
  if (value === undefined) {
    const code = character.codePointAt(0) ?? 0;
    let first = code;
    while (code - first < 9 && digits.test(String.fromCodePoint(first - 1))) first -= 1;
    values.set(character, (value = String(code - first)));
  }
  return value;
}

function plain(character: string): string {
  if (isUnseen(character)) return '';
  if (stops.has(character)) return '.';
  if (character === '٬') return ',';
  if (hyphens.test(character)) return '-';
  let face = '';
  for (const part of character.normalize('NFKC').toLowerCase()) {
    if (isUnseen(part)) continue;
    face += part >= '0' && part <= '9' ? part : digits.test(part) ? digitOf(part) : stops.has(part) ? '.' : part;
  }
  return face;
}

export function plainFace(text: string): { face: string; source: number[] } {
  let face = '';
  const source: number[] = [];
  let index = 0;
  for (const character of text) {
    const shown = plain(character);
    for (let unit = 0; unit < shown.length; unit += 1) source.push(index);
    face += shown;
    index += character.length;
  }
  source.push(text.length);
  return { face, source };
}

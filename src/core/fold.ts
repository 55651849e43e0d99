// One way of writing for one word, however it was typed: Arabic with or without hamza and harakat, Kurdish on an Arabic or a Persian
// keyboard, Latin with or without accents. `app.fold` in SQL does the same, step by step, and is tested against this file.

/** Goes without a trace: vowel signs and Quranic marks, accents, tatweel, the lone hamza, joiners, marks of direction. */
const silent =
  /[\u00ad\u02b0-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u061c\u0621\u0640\u064b-\u0653\u0655-\u065f\u0670\u0674\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u08ca-\u08ff\u180e\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20f0\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]/gu;

/** Whatever is no letter and no digit parts words. U+0654, the hamza above, is still needed for a moment. */
const apart =
  /[^0-9a-z\u00df\u00e6\u00f0\u00f8\u00fe\u0111\u0127\u0131\u0138\u0142\u014b\u0153\u0167\u0180-\u02af\u0370-\u03ff\u0400-\u052f\u0560-\u0588\u05d0-\u05ea\u05ef-\u05f2\u0620-\u064a\u0654\u0660-\u0669\u066e-\u06d3\u06d5\u06ee-\u06fc\u06ff\u0710-\u072f\u074d-\u077f\u08a0-\u08c9\u0900-\u167f\u1681-\u1fff\u2d00-\u2d6f\u3041-\u3096\u30a1-\u30fa\u3105-\u312f\u31a0-\u31bf\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua48c]+/gu;

/** Medieval Latin, of which the two sides do not know equally much. */
const unknown = /[\ua720-\ua7ff]/gu;

/** One letter for the letters that are typed for each other. Composed letters come apart before, so they need no line here. */
const letters: Readonly<Record<string, string>> = {
  ي: '\u0620\u0649\u06cc\u06cd\u06ce\u06d0\u06d1\u06d2',
  ك: '\u06a9\u06aa',
  ه: '\u0629\u06be\u06c1\u06c3\u06d5',
  و: '\u06c4\u06c5\u06c6\u06c7\u06c8\u06c9\u06ca\u06cb\u06cf',
  ا: '\u0671\u0672\u0673',
  ر: '\u0693\u0695',
  ل: '\u06b5\u06b6',
  گ: '\u06ad\u06b4\u0763',
  d: '\u00f0\u0111',
  f: '\u0192',
  h: '\u0127',
  i: '\u0131',
  k: '\u0138',
  l: '\u0142',
  n: '\u014b',
  o: '\u00f8',
  t: '\u0167',
  σ: '\u03c2',
  ss: '\u00df',
  ae: '\u00e6',
  oe: '\u0153',
  th: '\u00fe',
  ...Object.fromEntries(
    Array.from({ length: 10 }, (_, digit) => [digit, String.fromCharCode(0x660 + digit, 0x6f0 + digit)]),
  ),
};
const letterFor = new Map(Object.entries(letters).flatMap(([to, from]) => [...from].map((one) => [one, to] as const)));
const variant = new RegExp(`[${[...letterFor.keys()].join('')}]`, 'gu');

export function fold(text: string): string {
  return (
    text
      .replace(unknown, ' ')
      .normalize('NFKD')
      .toLowerCase()
      .replace(silent, '')
      .replace(apart, ' ')
      .replace(variant, (letter) => letterFor.get(letter) ?? letter)
      // a Kurdish word that begins with a vowel begins with a hamza; Arabic and Persian write an alef there
      .replace(/(^| )ي\u0654/g, '$1ا')
      .replaceAll('\u0654', '')
      .replace(/وو+/g, 'و')
      .replace(/اا+/g, 'ا')
      .replace(/ {2,}/g, ' ')
      .trim()
  );
}

/** The words of a text, folded, in their order. */
export const foldedWords = (text: string): string[] => {
  const folded = fold(text);
  return folded === '' ? [] : folded.split(' ');
};

// Written as code points so that nothing invisible stands in this file. Half of a surrogate pair (Cs) is no letter, and Postgres
// refuses it in JSON. What Unicode says is not drawn (DI) goes with it: fillers, tags, selectors, marks of direction.
const invisible = /[\p{Cc}\p{Cs}\p{DI}\ufff9-\ufffb]/gu;

// Where writing needs one all the same. Joiners stand after letters of scripts that join, as Kurdish and Persian do, and inside an
// emoji; selectors choose the face of an emoji or of a Han letter; tags spell the flag of a part of a country.
const needed =
  /(?<=(?![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])[\p{L}\p{M}])[\u200c\u200d]|(?<=[\p{Extended_Pictographic}\ufe0f\u{1f3fb}-\u{1f3ff}])\u200d|(?<=\p{Emoji})[\ufe0e\ufe0f]|(?<=\p{Script=Han})[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]|(?<=\u{1f3f4}[\u{e0020}-\u{e007e}]{0,6})[\u{e0020}-\u{e007f}]/gu;

function seen(text: string): string {
  const kept = new Set<number>();
  for (const { index } of text.matchAll(needed)) kept.add(index);
  return text.replace(invisible, (mark, at: number) => (mark === '\n' || mark === '\t' || kept.has(at) ? mark : ''));
}

/** Vowels of Arabic and accents of Vietnamese come in threes at most, some scripts of Asia stack more. */
const stack = /\p{M}{5,}/gu;
const marksOnOne = (run: string): string => [...run].slice(0, /\p{Script=Inherited}/u.test(run) ? 4 : 6).join('');

/** Text as a person meant it: composed letters, plain line ends, nothing that hides or turns direction. */
export function plainText(text: string): string {
  return (
    seen(text.replace(/\r\n?/g, '\n'))
      .normalize('NFC')
      .replace(stack, marksOnOne)
      // the blank of Braille is a blank; a mark with nothing before it stands on nothing
      .replace(/\u2800/g, ' ')
      .replace(/^[\s\p{M}]+/u, '')
      .replace(/[^\S\n]+$/gm, '')
      .trim()
  );
}

/** The same on one line: names, titles. */
export const plainLine = (text: string): string => plainText(text).replace(/\s+/g, ' ');

/** Whether a reader would see something to call it by: a name, a title. Of text that is plain already. */
export const isNamed = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

/** First name and initial, which is all the public sees of a reviewer. */
export function shortName(name: string): string {
  const [first = '', ...rest] = plainLine(name).split(' ');
  const last = rest.at(-1);
  return last ? `${first} ${[...last][0]}.` : first;
}

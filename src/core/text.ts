// Written as code points so that nothing invisible stands in this file. U+200C (ZWNJ) stays: Kurdish and Persian words need it.
// Half of a surrogate pair (Cs) is no letter, and Postgres refuses it in JSON.
const invisible = /[\p{Cc}\p{Cs}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu;

// a joiner outside an emoji joins nothing a reader sees
const strayJoiner = /(?<![\p{Extended_Pictographic}\ufe0f\u{1f3fb}-\u{1f3ff}])\u200d/gu;

/** Text as a person meant it: composed letters, plain line ends, nothing that hides or turns direction. */
export function plainText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(invisible, (mark) => (mark === '\n' || mark === '\t' ? mark : ''))
    .replace(strayJoiner, '')
    .replace(/[^\S\n]+$/gm, '')
    .trim();
}

/** The same on one line: names, titles. */
export const plainLine = (text: string): string => plainText(text).replace(/\s+/g, ' ');

/** First name and initial, which is all the public sees of a reviewer. */
export function shortName(name: string): string {
  const [first = '', ...rest] = plainLine(name).split(' ');
  const last = rest.at(-1);
  return last ? `${first} ${[...last][0]}.` : first;
}

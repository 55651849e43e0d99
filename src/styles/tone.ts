/** What a mark wants to say: `waiting` asks somebody to act, `good` is done or safe, `bad` went wrong. */
export type Tone = 'neutral' | 'good' | 'waiting' | 'bad' | 'info' | 'warm';

export const toneClass: Readonly<Record<Tone, string>> = {
  neutral: 'bg-sunk text-ink-soft',
  good: 'bg-palm-soft text-palm-ink',
  waiting: 'bg-saffron-soft text-saffron-ink',
  bad: 'bg-rose-soft text-rose-ink',
  info: 'bg-river-soft text-river-ink',
  warm: 'bg-clay-soft text-clay-ink',
};

export const badgeClass = (tone: Tone): string =>
  `inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-xs font-semibold whitespace-nowrap ${toneClass[tone]}`;

/** A person without a picture keeps one colour everywhere. */
const portraits = [
  'bg-palm-soft text-palm-ink',
  'bg-clay-soft text-clay-ink',
  'bg-saffron-soft text-saffron-ink',
  'bg-river-soft text-river-ink',
];
export function portraitClass(name: string): string {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return portraits[sum % portraits.length] ?? '';
}

/** First letters of the first two words. Arabic letters would join into a word that is not there, so only one is shown. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = [...(words[0] ?? '')][0] ?? '';
  if (/\p{Script=Arabic}/u.test(first)) return first;
  const second = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + second).toUpperCase();
}

/** What a person types, in any script's digits and with whatever stands between them, as E.164; null: it is no whole number. */
export function phoneNumber(typed: string): string | null {
  const plain = typed
    .normalize('NFKC')
    .replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)))
    .replace(/[\s().\-/\u200e\u200f\u202a-\u202e]/gu, '')
    .replace(/^00/, '+');
  return /^\+[1-9]\d{7,14}$/.test(plain) ? plain : null;
}

/** Digits stand in runs of ten, from zero on, in every script. */
function digitValue(digit: string): number {
  const point = digit.codePointAt(0) ?? 0;
  let zero = point;
  while (point - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return point <= 0x39 ? point - 0x30 : (point - zero) % 10;
}

/** Meta writes a sender without the plus. */
export const numberOfSender = (waId: string): string | null => phoneNumber(`+${waId.replace(/^\+/, '')}`);

/** As it is shown back to its owner: enough to know it by. */
export const shortNumber = (number: string): string => `${number.slice(0, 4)}•••${number.slice(-3)}`;

const minutes = (n: number) => n * 60_000;
export const codeLimits = {
  goodFor: minutes(10),
  /** wrong codes until a new one must be asked for */
  tries: 5,
  /** codes within a day */
  perDay: 5,
  day: minutes(24 * 60),
} as const;

/** Six digits out of a word nobody can guess. */
export const codeFrom = (secret: Uint8Array): string => {
  const value = secret.slice(0, 6).reduce((sum, byte) => (sum * 256 + byte) % 1_000_000_007, 0);
  return String(value % 1_000_000).padStart(6, '0');
};

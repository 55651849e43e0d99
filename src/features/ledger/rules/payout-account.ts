import { allow, refuse, type Decision } from '../../../core/decision.ts';
import type { PayoutMethod } from '../rules.ts';

/** Numbers as people type them: Eastern digits, spaces, dashes and brackets mean nothing. */
const plain = (typed: string): string =>
  typed
    .normalize('NFKC')
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(/[\s\-().\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .toUpperCase();

const mod97 = (digits: string): number => {
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  return rest;
};

/** ISO 13616: country and check digits to the back, letters as numbers, and 1 is left of the division by 97. */
export function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text)) return false;
  const lengths: Readonly<Record<string, number>> = { IQ: 23, MA: 28, AE: 23, JO: 30, TR: 26, FR: 27, DE: 22, GB: 22 };
  const length = lengths[text.slice(0, 2)];
  if (length !== undefined && text.length !== length) return false;
  const turned = text.slice(4) + text.slice(0, 4);
  return mod97(turned.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))) === 1;
}

/** A Moroccan bank account: 24 digits, the last two of which make the whole divisible by 97. */
export const isRib = (text: string): boolean => /^\d{24}$/.test(text) && mod97(text) === 0;

/** An Iraqi mobile number, in its international form. */
function iraqiMobile(text: string): string | null {
  const found = /^(?:\+?964|00964|0)?(7\d{9})$/.exec(text);
  return found?.[1] === undefined ? null : `+964${found[1]}`;
}

export type NumberRefusal = 'iban' | 'phone';

/** The number a payout goes to, as it is kept; or what is wrong with it. FIB accounts are named by IBAN or by phone. */
export function payoutNumber(method: PayoutMethod, typed: string): Decision<string, NumberRefusal> {
  const text = plain(typed);
  const phone = iraqiMobile(text);
  if (method === 'bank') return isIban(text) || isRib(text) ? allow(text) : refuse('iban');
  if (method === 'fib') {
    if (phone !== null) return allow(phone);
    return isIban(text) ? allow(text) : refuse('iban');
  }
  return phone === null ? refuse('phone') : allow(phone);
}

/** Enough to know it again by, and no more. */
export const masked = (number: string): string => `…${number.slice(-4)}`;

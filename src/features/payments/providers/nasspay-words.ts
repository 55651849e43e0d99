import * as z from 'zod';
import { currencyExponents, type Money } from '../../../core/money.ts';
import type { FailureReason, Report } from '../rules.ts';
import type { Answer } from './call.ts';

/** What NassPay's words and numbers mean. Nothing here sends anything. */

const loose = <Shape extends z.ZodType>(shape: Shape) => shape.nullish().catch(null);
/** Codes and references come as text, and from some hands as numbers. */
const word = z.union([z.string().min(1).max(200), z.number().transform(String)]);

/**
 * Our reference there: digits only, at most 31. The attempt's UUID (version 7) gives its millisecond (13 digits) and
 * its 74 random bits modulo 10^18 (18 digits). Two attempts meet only if they fall into the same millisecond and draw
 * the same 18 digits: about one in 10^18 for each such pair.
 */
export function orderIdOf(attemptId: string): string {
  const hex = attemptId.replaceAll('-', '');
  if (!/^[0-9a-f]{32}$/i.test(hex)) throw new RangeError('an attempt is named by a UUID');
  const bits = (from: number, to: number) => BigInt(`0x${hex.slice(from, to)}`);
  const moment = bits(0, 12) % 10n ** 13n;
  const drawn = ((bits(13, 16) << 62n) | (bits(16, 32) & (2n ** 62n - 1n))) % 10n ** 18n;
  return `${moment.toString().padStart(13, '0')}${drawn.toString().padStart(18, '0')}`;
}
export const isOrderId = (ref: string): boolean => /^\d{1,31}$/.test(ref);

export const nassCurrencies = ['IQD', 'USD'] as const;
export type NassCurrency = (typeof nassCurrencies)[number];
export const currencyNumbers: Record<NassCurrency, string> = { IQD: '368', USD: '840' };

/**
 * A sum as the JSON number NassPay wants, in major units. The decimal is put together as text and read once, so no
 * arithmetic rounds it: up to fifteen digits a number is written exactly as it was read.
 */
export function onTheWire({ amount, currency }: Money): number {
  const places = currencyExponents[currency];
  const digits = String(amount).padStart(places + 1, '0');
  if (!/^\d{1,15}$/.test(digits)) throw new RangeError('not a sum to charge');
  return Number(places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`);
}

/** `150000`, `"150000"`, `"19.99"`, `"1000.000"`. Null: not a sum, or not to the cent. */
export function moneyOf(amount: string, currency: string): Money | null {
  const unit = nassCurrencies.find((one) => one === currency || currencyNumbers[one] === currency);
  const parts = /^(\d{1,13})(?:\.(\d{1,6}))?$/.exec(amount);
  if (unit === undefined || parts === null) return null;
  const [, whole = '', fraction = ''] = parts;
  const places = currencyExponents[unit];
  if (!/^0*$/.test(fraction.slice(places))) return null;
  return { amount: Number(whole + fraction.slice(0, places).padEnd(places, '0')), currency: unit };
}

/** -24: nobody has paid yet. The others: the payer or the bank is at it. -31 -34 -43 -46 are read by their text. */
const underWay = new Set(['-24', '-31', '-33', '-34', '-39', '-40', '-43', '-46', '-47']);
const calledOff = new Set(['-25', '-36']);

/**
 * What a pair of codes says, as the manual and those who met the gateway have it. Only one pair is a yes. Action code 1
 * is a duplicate: ask again. Every other negative code is a failure of the cards' machinery; an issuer's own code comes
 * with action code 2. What nobody has described waits.
 */
export function judge(actionCode: string | null, responseCode: string | null): 'paid' | 'pending' | FailureReason {
  if (actionCode === '0' && responseCode === '00') return 'paid';
  if (responseCode !== null) {
    if (underWay.has(responseCode)) return 'pending';
    if (calledOff.has(responseCode)) return 'cancelled';
    if (responseCode === '-20') return 'expired';
  }
  if (actionCode === '1') return 'pending';
  if (responseCode !== null && /^-\d+$/.test(responseCode)) return 'declined';
  return actionCode === '2' && responseCode !== null && responseCode !== '00' ? 'declined' : 'pending';
}

const status = z.object({
  actionCode: loose(word),
  responseCode: loose(word),
  amount: loose(word),
  currency: loose(word),
  orderId: loose(word),
});

/** How a payment stands. A word: why it cannot be told from this answer. */
export function readStatus(ref: string, data: unknown): Report | 'unreadable' | 'other_payment' {
  const read = status.safeParse(data);
  if (!read.success) return 'unreadable';
  const { actionCode, responseCode, amount, currency, orderId } = read.data;
  if (orderId && orderId !== ref) return 'other_payment';
  if (!actionCode && !responseCode) return 'unreadable';
  const verdict = judge(actionCode ?? null, responseCode ?? null);
  if (verdict === 'pending') return { ref, status: 'pending' };
  if (verdict !== 'paid') return { ref, status: 'failed', reason: verdict };
  const sum = amount && currency ? moneyOf(amount, currency) : null;
  return sum === null ? 'unreadable' : { ref, status: 'paid', amount: sum };
}

const envelope = z.object({
  success: loose(z.boolean()),
  status_code: loose(z.int()),
  data: z.unknown().optional(),
});

type Said = { status: number; yes: boolean; own: boolean; data: unknown };

/**
 * The status that counts, and what came with it. An answer may say no inside a yes: then its own number counts. `own`:
 * it is NassPay's word, not that of something on the way there.
 */
export function readEnvelope(answer: Pick<Answer, 'status' | 'ok' | 'body'>): Said {
  const read = envelope.safeParse(answer.body);
  const said = { status: answer.status, yes: false, own: read.success, data: null };
  if (!answer.ok || !read.success) return said;
  const { success, status_code: inner, data } = read.data;
  const code = inner ?? 200;
  if (success !== false && code < 400) return { ...said, yes: true, data };
  return { ...said, status: code >= 400 ? code : 422 };
}

const opened = z.object({
  url: z.url({ protocol: /^https?$/ }),
  transactionParams: loose(z.object({ ORDER: loose(word) })),
});

/** The card page. A word: why there is none to send the payer to. */
export function pageOf(ref: string, data: unknown): { url: string } | 'no_way_to_pay' | 'other_payment' {
  const read = opened.safeParse(data);
  if (!read.success) return 'no_way_to_pay';
  const named = read.data.transactionParams?.ORDER;
  return named && named !== ref ? 'other_payment' : { url: read.data.url };
}

const token = z.string().min(1).max(8000);
const login = z.union([
  z.object({ access_token: token }),
  z.object({ data: z.object({ access_token: token }) }).transform(({ data }) => data),
]);
const lifetime = z.object({ exp: z.number(), iat: loose(z.number()) });

/** A login in either of its shapes, and how many seconds it opens doors: what the token itself says, from now on. */
export function readLogin(body: unknown, now: Date): { token: string; seconds: number } | null {
  const read = login.safeParse(body);
  if (!read.success) return null;
  const { access_token } = read.data;
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString());
  } catch {
    claims = null;
  }
  const said = lifetime.safeParse(claims);
  // with both ends named, a clock of theirs that is wrong does no harm
  const seconds = said.success ? said.data.exp - (said.data.iat ?? now.getTime() / 1000) : 300;
  return { token: access_token, seconds: Math.max(0, seconds) };
}

const notice = z.object({ orderId: loose(word), ORDER: loose(word) });

/** The order a call names, in JSON or as a form. Its `signature` cannot be checked, so that is all that is taken from it. */
export function orderNamedIn(body: string): string | null {
  let said: unknown;
  try {
    said = JSON.parse(body);
  } catch {
    said = Object.fromEntries(new URLSearchParams(body));
  }
  const read = notice.safeParse(said);
  const named = read.success ? (read.data.orderId ?? read.data.ORDER ?? null) : null;
  return named !== null && isOrderId(named) ? named : null;
}

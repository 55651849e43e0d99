/* Which long rows of digits are no telephone numbers: prices, days, times, sizes, years and spans of years. */

const currency =
  /^\s{0,2}(?:iqd|id|usd|eur|mad|dh|dhs|dirhams?|dinars?|euros?|dollars?|million|[$€£]|د\.?ع|د\.?م|دينار|دنانير|درهم|دراهم|دولار|يورو|الف|ألف|مليون|دینار|دۆلار|هەزار|ملیۆن)(?!\p{L})/u;
const currencyBefore = /(?:iqd|usd|eur|mad|[$€£]|دينار|درهم|دولار|دینار)\s{0,2}$/u;

const date = String.raw`(?:(?:19|20)\d{2}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|[12]\d|3[01])[-/.](?:(?:19|20)\d{2}|\d{2}))`;
const time = String.raw`(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?`;
const span = String.raw`(?:19|20)\d{2}\s?[-/]\s?(?:19|20)\d{2}`;
const gap = String.raw`[^\p{L}\p{N}]{1,3}`;
const moments = new RegExp(String.raw`^[(]?(?:${date}|${time})(?:${gap}(?:${date}|${time}))*$`, 'u');
const moment = new RegExp(String.raw`(?<![\d+.:/-])(?:${date}|${time}|${span})(?![.:/-]?\d)`, 'gu');
const compactDay = /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/;

const isRound = (group: string): boolean => /^[1-9]\d*(?:00|50)$/.test(group) && group.length <= 9;
/** 1,250,000 or 1.250.000 or 1 250 000 */
const inThousands = /^[1-9]\d{0,2}(?:([,. '’])\d{3})(?:\1\d{3})*(?:[.,]\d{2})?$/u;
const years = /^(?:19|20)\d{2}$/;

/** Is this row of digits, between what stands before and after it, something people say of a day, a price or a size? */
export function isInnocent(found: string, after: string, before: string): boolean {
  // a plus at the front or a nought pair belongs to a telephone
  if (/^[(]?(?:\+|00)/.test(found)) return false;
  const row = found.replace(/^[(]/, '');
  if (moments.test(row)) return true;
  const groups = row.split(/\D+/u).filter(Boolean);
  const all = groups.join('');
  const priced = currency.test(after) || currencyBefore.test(before);
  if (inThousands.test(row)) return priced || (/[,.]/.test(row) ? all.length <= 9 : /[05]00$/.test(all));
  if (groups.length === 1)
    return compactDay.test(all) || (/^[1-9]/.test(all) && all.length <= 12 && (priced || all.endsWith('000')));
  if (groups.every((group) => years.test(group))) return true;
  // from so much to so much, or a few prices in a row
  if (groups.every(isRound) && groups.every((group) => group.length >= 3)) return true;
  // 5, 6, 7, 8, 9, 10, 11 May
  const days = groups.map(Number);
  if (/^\d{1,2}(?:\s?[,،]\s?\d{1,2})+$/u.test(row) && days.every((day, n) => day <= 31 && day > (days[n - 1] ?? 0)))
    return true;
  // moments among other numbers: what is left without them must be long enough for a telephone
  const rest = row.replace(moment, 'x');
  return rest !== row && !/\d(?:[^\p{L}\p{N}\n]{0,3}\d){7,}/u.test(rest);
}

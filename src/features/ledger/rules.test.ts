import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currencies, type Currency } from '../../core/money.ts';
import {
  chargedBack,
  earningReleased,
  paymentReceived,
  payoutPaid,
  refundDone,
  refundFailed,
  refundOwed,
  type Entry,
} from './rules.ts';
import { commissionFor, ruleFor, share, type CommissionRule } from './rules/commission.ts';
import { balances, decideCorrection } from './rules/correction.ts';
import { csv, inMajorUnits } from './rules/csv.ts';
import { bearers, payable, release, toRelease } from './rules/earnings.ts';
import { isIban, isRib, masked, payoutNumber } from './rules/payout-account.ts';

const currency = fc.constantFrom(...currencies);
const sum = fc.integer({ min: 1, max: 999_999_999_999 });
const ids = {
  attemptId: 'a',
  paymentId: 'p',
  refundId: 'r',
  bookingId: 'b',
  payoutId: 'o',
  payeeId: 'u',
  driver: 'fib',
};
const sound = ({ lines }: Entry) =>
  balances(lines) && lines.length >= 2 && lines.every(({ amount }) => amount !== 0 && Number.isSafeInteger(amount));

describe('every entry the rules make balances and has no empty line', () => {
  const money = fc.record({ amount: sum, currency });
  test('money in', () =>
    fc.assert(
      fc.property(money, fc.constantFrom('booking', 'purchase', 'nothing'), (amount, what) =>
        sound(paymentReceived({ ...ids, amount, for: what })),
      ),
    ));
  test('earnings, whatever the commission', () =>
    fc.assert(
      fc.property(money, fc.nat(10_000), (amount, points) =>
        sound(earningReleased({ ...ids, amount, commission: share(amount.amount, points, 10_000) })),
      ),
    ));
  test('money back, from whoever bears it', () =>
    fc.assert(
      fc.property(
        fc.nat(1e11),
        fc.nat(1e11),
        fc.nat(1e11),
        currency,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (held, owed, commission, unit, part) => {
          const amount = Math.floor((held + owed + commission) * part);
          fc.pre(amount > 0);
          const from = bearers({ held, owed, commission, sales: 0, unmatched: 0 }, amount, 'u');
          if (from === null) return false;
          const wish = { ...ids, amount: { amount, currency: unit }, from };
          const taken = (account: string) => from.find((one) => one.account === account)?.amount ?? 0;
          return (
            sound(refundOwed(wish)) &&
            sound(refundFailed(wish)) &&
            sound(refundDone(wish)) &&
            sound(chargedBack(wish)) &&
            taken('held') === Math.min(held, amount) &&
            taken('owed') <= owed &&
            taken('commission') <= commission
          );
        },
      ),
    ));
  test('a charge-back nobody is left to bear', () =>
    fc.assert(fc.property(money, (amount) => sound(chargedBack({ ...ids, amount, from: [] })))));
  test('a payout', () => fc.assert(fc.property(money, (amount) => sound(payoutPaid({ ...ids, userId: 'u', amount })))));
});

describe('commission', () => {
  const rule = (change: Partial<CommissionRule>): CommissionRule => ({
    talentUserId: null,
    plan: null,
    currency: null,
    basisPoints: 1000,
    fixed: 0,
    minimum: 0,
    ...change,
  });
  const zainab = { talentUserId: 'zainab', plan: 'PRO' as const };
  const iqd = (amount: number) => ({ amount, currency: 'IQD' as const });
  const rules = [
    rule({ basisPoints: 1000 }),
    rule({ currency: 'IQD', basisPoints: 900 }),
    rule({ plan: 'PRO', basisPoints: 800 }),
    rule({ plan: 'PRO', currency: 'IQD', basisPoints: 700 }),
    rule({ talentUserId: 'zainab', basisPoints: 600 }),
    rule({ talentUserId: 'zainab', currency: 'IQD', basisPoints: 500 }),
  ];
  test('the most specific rule wins, whatever the order', () => {
    for (let most = rules.length; most > 0; most -= 1) {
      const known = rules.slice(0, most);
      const wanted = known.at(-1);
      fc.assert(
        fc.property(
          fc.shuffledSubarray(known, { minLength: known.length }),
          (mixed) => ruleFor(mixed, zainab, 'IQD') === wanted,
        ),
        { numRuns: 20 },
      );
    }
  });
  test('a rule of others is not ours', () => {
    const others = [rule({ talentUserId: 'omar' }), rule({ plan: 'FREE' }), rule({ currency: 'USD' })];
    expect(ruleFor(others, zainab, 'IQD')).toBeNull();
    expect(commissionFor(others, zainab, iqd(100))).toBeNull();
  });
  test.each<[string, Partial<CommissionRule>, number, number]>([
    ['a tenth', { basisPoints: 1000 }, 250_000, 25_000],
    ['half a dinar goes up', { basisPoints: 1000 }, 25, 3],
    ['less than half goes down', { basisPoints: 1000 }, 24, 2],
    ['a fixed sum on top', { basisPoints: 1000, fixed: 500, currency: 'IQD' }, 10_000, 1500],
    ['at least the minimum', { basisPoints: 100, minimum: 1000, currency: 'IQD' }, 10_000, 1000],
    ['never above the price', { basisPoints: 100, minimum: 1000, currency: 'IQD' }, 600, 600],
    ['a sum no double holds when multiplied', { basisPoints: 3333 }, 999_999_999_999, 333_300_000_000],
    ['nothing', { basisPoints: 0 }, 250_000, 0],
  ])('%s', (_, change, price, kept) => expect(commissionFor([rule(change)], zainab, iqd(price))).toBe(kept));
});

describe('what is released and who bears a refund', () => {
  test('the commission shrinks with what was given back', () => {
    expect(release({ amount: 100_000, commission: 10_000 }, 100_000)).toEqual({ amount: 100_000, commission: 10_000 });
    expect(release({ amount: 100_000, commission: 10_000 }, 25_000)).toEqual({ amount: 25_000, commission: 2500 });
    expect(release({ amount: 100_000, commission: 100_000 }, 1)).toEqual({ amount: 1, commission: 1 });
  });
  test('what is promised back and has not left yet stays held', () => {
    const held = { held: 100_000, owed: 0, commission: 0 };
    expect(toRelease(held, { amount: 100_000, promisedBack: 0 })).toBe(100_000);
    expect(toRelease(held, { amount: 100_000, promisedBack: 50_000 })).toBe(50_000);
    expect(toRelease(held, { amount: 100_000, promisedBack: 100_000 })).toBe(0);
    // half of it has left, and with it what was promised
    expect(toRelease({ ...held, held: 50_000 }, { amount: 100_000, promisedBack: 50_000 })).toBe(50_000);
    // the talent's half was released, the other half came back because its refund failed
    const failed = { held: 50_000, owed: 45_000, commission: 5000 };
    expect(toRelease(failed, { amount: 100_000, promisedBack: 50_000 })).toBe(0);
  });
  test('held first, then talent and site as they shared it', () => {
    const books = { held: 0, owed: 90_000, commission: 10_000, sales: 0, unmatched: 0 };
    expect(bearers(books, 50_000, 'u')).toEqual([
      { account: 'commission', amount: 5000 },
      { account: 'owed', amount: 45_000, userId: 'u' },
    ]);
    expect(bearers({ ...books, held: 20_000 }, 20_000, 'u')).toEqual(
      [{ account: 'held', amount: 20_000, userId: undefined }].map(({ account, amount }) => ({ account, amount })),
    );
  });
  test('no more than the books hold, and of a sale from the sales', () => {
    expect(bearers({ held: 10, owed: 0, commission: 0, sales: 0, unmatched: 0 }, 11, 'u')).toBeNull();
    expect(bearers({ held: 0, owed: 0, commission: 0, sales: 500, unmatched: 0 }, 500, null)).toEqual([
      { account: 'sales', amount: 500 },
    ]);
  });
  test('what waits, what is in a payout and what went back is not paid out', () => {
    expect(payable({ owed: 100, waiting: 30, inPayout: 20 })).toBe(50);
    expect(payable({ owed: -40, waiting: 0, inPayout: 0 })).toBe(0);
    expect(payable({ owed: 60, waiting: 100, inPayout: 0 })).toBe(0);
  });
});

describe('payout accounts', () => {
  test.each([
    ['IQ98NBIQ850123456789012', true],
    ['GB29NWBK60161331926819', true],
    ['MA64011519000001205000534921', true],
    ['GB29NWBK60161331926818', false],
    ['IQ98NBIQ8501234567890123', false],
    ['iq98', false],
  ])('IBAN %s: %s', (text, good) => expect(isIban(text)).toBe(good));
  test('one wrong digit is always found', () =>
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 21 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const good = 'IQ98NBIQ850123456789012';
        const digit = good[at] ?? '';
        fc.pre(/\d/.test(digit));
        return !isIban(good.slice(0, at) + String((Number(digit) + by) % 10) + good.slice(at + 1));
      }),
    ));
  test('a Moroccan RIB', () => {
    expect(isRib('011519000001205000534921')).toBe(true);
    expect(isRib('011519000001205000534922')).toBe(false);
  });
  test.each([
    ['fastpay', '0770 123 4567', '+9647701234567'],
    ['nasswallet', '+964-770-123-4567', '+9647701234567'],
    ['zaincash', '٠٧٨٠١٢٣٤٥٦٧', '+9647801234567'],
    ['fib', '۰۷۵۰ ۱۲۳ ۴۵۶۷', '+9647501234567'],
    ['fib', 'iq98 nbiq 8501 2345 6789 012', 'IQ98NBIQ850123456789012'],
    ['bank', 'IQ98 NBIQ 8501 2345 6789 012', 'IQ98NBIQ850123456789012'],
  ] as const)('%s %s is kept as %s', (method, typed, kept) =>
    expect(payoutNumber(method, typed)).toEqual({ ok: true, value: kept }),
  );
  test.each([
    ['fastpay', '12345', 'phone'],
    ['fastpay', 'IQ98NBIQ850123456789012', 'phone'],
    ['bank', '07701234567', 'iban'],
    ['bank', 'IQ00NBIQ850123456789012', 'iban'],
    ['fib', '=cmd()', 'iban'],
  ] as const)('%s %s is refused: %s', (method, typed, why) =>
    expect(payoutNumber(method, typed)).toEqual({ ok: false, why }),
  );
  test('shown by its end', () => expect(masked('+9647701234567')).toBe('…4567'));
});

describe('corrections', () => {
  const line = (account: 'held' | 'owed' | 'received', amount: number, unit: Currency = 'IQD') => ({
    account,
    amount,
    currency: unit,
  });
  test('balance in each currency, say whose and where', () => {
    expect(decideCorrection([line('held', 5), line('held', -5)])).toEqual({ ok: true, value: true });
    expect(decideCorrection([line('held', 5), line('held', -5, 'USD')])).toEqual({ ok: false, why: 'unbalanced' });
    expect(decideCorrection([line('held', 5), line('owed', -5)])).toEqual({ ok: false, why: 'says_not_whose' });
    expect(decideCorrection([line('received', 5), line('held', -5)])).toEqual({ ok: false, why: 'says_not_where' });
  });
});

describe('spreadsheets', () => {
  test('formulas arrive as words, and nothing breaks a row', () =>
    fc.assert(
      fc.property(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '＝'), fc.string(), (start, rest) => {
        const [first = ''] = csv([[`${start}${rest}`]])
          .slice(1)
          .replace(/^"/, '');
        return first === "'";
      }),
    ));
  test('a mark for Excel, quotes doubled, sums in both units', () => {
    expect(csv([['زينب', 'a "b", c', -5, null]])).toBe('\ufeffزينب,"a ""b"", c",-5,\r\n');
    expect(inMajorUnits({ amount: 12_550, currency: 'MAD' })).toBe('125.50');
    expect(inMajorUnits({ amount: -5, currency: 'USD' })).toBe('-0.05');
    expect(inMajorUnits({ amount: 250_000, currency: 'IQD' })).toBe('250000');
  });
});

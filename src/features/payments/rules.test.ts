import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reachable } from '../../core/machine.ts';
import type { Money } from '../../core/money.ts';
import {
  attemptMachine,
  attemptStates,
  deadAttemptStates,
  decideOpening,
  decidePay,
  decideReplacement,
  failureReasons,
  mayAdopt,
  nextAsk,
  paymentLimits,
  paymentMachine,
  paymentStates,
  pullDue,
  receivedMoney,
  settle,
  type AttemptState,
  type Judged,
  type LatestAttempt,
  type Report,
} from './rules.ts';

const price: Money = { amount: 150_000, currency: 'IQD' };
const attempt = (state: AttemptState, ref: string | null = 'r1'): Judged => ({ ref, amount: price, state });
const paid: Report = { ref: 'r1', status: 'paid', amount: price };
const refunded: Report = { ref: 'r1', status: 'refunded', amount: price };
const refundPending: Report = { ref: 'r1', status: 'refund_pending', amount: price };
const waiting: Report = { ref: 'r1', status: 'pending', amount: price };
const no = (reason: (typeof failureReasons)[number]): Report => ({ ref: 'r1', status: 'failed', reason });

describe('the drawings', () => {
  test('every payment state is reached from the first', () => {
    expect(reachable(paymentMachine, 'pending')).toEqual(new Set(paymentStates));
  });
  test('every attempt state is reached from the first', () => {
    expect(reachable(attemptMachine, 'opening')).toEqual(new Set(attemptStates));
  });
  test('money that went back is the end', () => {
    expect(attemptMachine.refunded).toEqual({});
    expect(paymentMachine.refunded).toEqual({});
  });
});

describe('settle', () => {
  test.each<[AttemptState, Report, AttemptState | 'no_news']>([
    ['open', waiting, 'no_news'],
    ['open', paid, 'paid'],
    ['open', no('declined'), 'failed'],
    ['open', no('expired'), 'expired'],
    ['open', no('cancelled'), 'cancelled'],
    ['open', refunded, 'refunded'],
    ['open', refundPending, 'no_news'],
    ['opening', paid, 'paid'],
    ['in_doubt', paid, 'paid'],
    ['in_doubt', no('expired'), 'expired'],
    ['failed', paid, 'paid'],
    ['expired', paid, 'paid'],
    ['cancelled', paid, 'paid'],
    ['expired', no('cancelled'), 'no_news'],
    ['paid', paid, 'no_news'],
    ['paid', waiting, 'no_news'],
    ['paid', no('declined'), 'no_news'],
    ['paid', refundPending, 'no_news'],
    ['paid', refunded, 'refunded'],
    ['refund_due', paid, 'no_news'],
    ['refund_due', refunded, 'refunded'],
    ['refund_due', refundPending, 'refund_pending'],
    ['refund_pending', refundPending, 'no_news'],
    ['refund_pending', refunded, 'refunded'],
    ['refund_pending', paid, 'no_news'],
    ['refunded', paid, 'no_news'],
    ['refunded', no('declined'), 'no_news'],
  ])('%s, told %o, becomes %s', (state, report, becomes) => {
    expect(settle(attempt(state), report)).toEqual(
      becomes === 'no_news' ? { kind: 'no_news' } : { kind: 'news', to: becomes },
    );
  });

  test.each<[string, Money]>([
    ['less', { amount: 149_999, currency: 'IQD' }],
    ['more', { amount: 150_001, currency: 'IQD' }],
    ['a thousandfold', { amount: 150_000_000, currency: 'IQD' }],
    ['another currency', { amount: 150_000, currency: 'USD' }],
  ])('%s is not the sum', (_, reported) => {
    expect(settle(attempt('open'), { ref: 'r1', status: 'paid', amount: reported })).toEqual({
      kind: 'amount_differs',
      reported,
    });
  });

  test('a wrong sum on what failed or went back changes nothing', () => {
    const reported: Money = { amount: 1, currency: 'IQD' };
    expect(settle(attempt('open'), { ref: 'r1', status: 'failed', reason: 'declined', amount: reported })).toEqual({
      kind: 'no_news',
    });
    expect(settle(attempt('refunded'), { ref: 'r1', status: 'paid', amount: reported })).toEqual({ kind: 'no_news' });
  });

  test('a bank takes back what is left, and no other sum', () => {
    const back = (amount: number, currency: Money['currency'] = 'IQD'): Report => ({
      ref: 'r1',
      status: 'charged_back',
      amount: { amount, currency },
    });
    const judged = { ...attempt('paid'), returned: [46_130, 50_000] };
    for (const amount of [150_000, 103_870, 100_000])
      expect(settle(judged, back(amount))).toEqual({ kind: 'news', to: 'charged_back' });
    for (const report of [back(103_869), back(46_130), back(103_870, 'USD')])
      expect(settle(judged, report)).toMatchObject({ kind: 'amount_differs' });
    expect(settle(attempt('paid'), back(103_870))).toMatchObject({ kind: 'amount_differs' });
  });

  test('a report about another payment is not ours', () => {
    expect(settle(attempt('open'), { ...paid, ref: 'r2' })).toEqual({ kind: 'not_ours' });
  });

  const anyReport: fc.Arbitrary<Report> = fc.oneof(
    fc.constant(paid),
    fc.constant(refunded),
    fc.constant(refundPending),
    fc.constant(waiting),
    fc.constantFrom(...failureReasons).map(no),
    fc
      .nat(300_000)
      .filter((n) => n !== price.amount)
      .map((n): Report => ({ ref: 'r1', status: 'paid', amount: { amount: n, currency: 'IQD' } })),
    fc.constant<Report>({ ref: 'r2', status: 'paid', amount: price }),
  );
  const fold = (from: AttemptState, reports: readonly Report[]): AttemptState =>
    reports.reduce<AttemptState>((state, report) => {
      const judged = settle(attempt(state), report);
      return judged.kind === 'news' ? judged.to : state;
    }, from);
  /** failed, expired and cancelled differ in a word only: whichever came first stays */
  const weight = (state: AttemptState) => (deadAttemptStates.some((dead) => dead === state) ? 'dead' : state);
  const start = fc.constantFrom<AttemptState>('opening', 'open', 'in_doubt');

  test('repeats and reorderings end in the same state', () => {
    fc.assert(
      fc.property(
        start,
        fc.array(anyReport, { maxLength: 12 }).chain((reports) =>
          fc.tuple(
            fc.constant(reports),
            fc.shuffledSubarray([...reports, ...reports], {
              minLength: reports.length * 2,
              maxLength: reports.length * 2,
            }),
          ),
        ),
        (from, [once, mixed]) => {
          expect(weight(fold(from, mixed))).toBe(weight(fold(from, once)));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('nothing but a plain yes about this very sum brings money in', () => {
    fc.assert(
      fc.property(
        start,
        fc.array(
          anyReport.filter((report) => report !== paid && report !== refunded),
          { maxLength: 20 },
        ),
        (from, reports) => {
          expect(receivedMoney(fold(from, reports))).toBe(false);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('a yes is never lost, whatever is said around it', () => {
    fc.assert(
      fc.property(
        start,
        fc.array(anyReport, { maxLength: 8 }),
        fc.array(anyReport, { maxLength: 8 }),
        (from, before, after) => {
          expect(receivedMoney(fold(from, [...before, paid, ...after]))).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('a reference heard of for an attempt in doubt', () => {
  test.each<[string, Judged, Report, boolean]>([
    ['the same sum is taken', attempt('in_doubt', null), waiting, true],
    [
      'another sum is not',
      attempt('in_doubt', null),
      { ref: 'r1', status: 'paid', amount: { amount: 1, currency: 'IQD' } },
      false,
    ],
    ['an answer without a sum is not', attempt('in_doubt', null), { ref: 'r1', status: 'pending' }, false],
    ['who has a reference keeps it', attempt('in_doubt', 'r9'), waiting, false],
  ])('%s', (_, judged, report, taken) => {
    expect(mayAdopt(judged, report)).toBe(taken);
  });
});

const now = new Date('2026-03-01T10:00:00Z');
const minutesFrom = (n: number, from = now) => new Date(from.getTime() + n * 60_000);

describe('may one pay', () => {
  const due = { amount: price, until: minutesFrom(20) };
  const gateway = { powers: { currencies: ['IQD'] as const } };
  test.each<[string, Parameters<typeof decidePay>, string]>([
    ['yes', [due, gateway, now], 'ok'],
    ['no such gateway', [due, null, now], 'gateway_unknown'],
    ['the hold is over', [{ ...due, until: now }, gateway, now], 'hold_expired'],
    [
      'dirhams at a dinar gateway',
      [{ ...due, amount: { amount: 100, currency: 'MAD' } }, gateway, now],
      'wrong_currency',
    ],
  ])('%s', (_, [facts, provider, at], answer) => {
    const decision = decidePay(facts, provider, at);
    expect(decision.ok ? 'ok' : decision.why).toBe(answer);
  });
});

describe('what a call to pay does', () => {
  const latest = (changes: Partial<LatestAttempt>): LatestAttempt => ({
    state: 'open',
    driver: 'fib',
    startedAt: minutesFrom(-5),
    expiresAt: minutesFrom(20),
    underReview: false,
    live: false,
    ...changes,
  });
  const justNow = new Date(now.getTime() - 1000);
  test.each<[string, LatestAttempt | null, boolean, string]>([
    ['the first opens', null, false, 'open_new'],
    ['a second tab sees the same code', latest({}), false, 'show_open'],
    ['one who asks for a new one: asked first', latest({}), true, 'ask_first'],
    ['and sees the same code if it can still be paid', latest({ live: true }), true, 'show_open'],
    ['though not when it ran out', latest({ live: true, expiresAt: minutesFrom(-1) }), true, 'ask_first'],
    ['nor at another gateway', latest({ live: true, driver: 'other' }), true, 'ask_first'],
    ['a code that ran out is asked about first', latest({ expiresAt: minutesFrom(-1) }), false, 'ask_first'],
    ['another gateway: asked first', latest({ driver: 'other' }), false, 'ask_first'],
    ['while one is being opened', latest({ state: 'opening', startedAt: justNow }), false, 'wait'],
    ['even when asked for a new one', latest({ state: 'opening', startedAt: justNow }), true, 'wait'],
    ['an opening nobody finished is in doubt', latest({ state: 'opening' }), false, 'in_doubt'],
    ['and replaced by the customer alone', latest({ state: 'opening' }), true, 'open_new'],
    ['in doubt stays in doubt', latest({ state: 'in_doubt' }), false, 'in_doubt'],
    ['until the customer chooses', latest({ state: 'in_doubt' }), true, 'open_new'],
    ['under review counts as in doubt', latest({ underReview: true }), false, 'in_doubt'],
    ['what failed is followed by a new one', latest({ state: 'failed' }), false, 'open_new'],
    ['what was cancelled too', latest({ state: 'cancelled' }), false, 'open_new'],
    ['what expired too', latest({ state: 'expired' }), false, 'open_new'],
  ])('%s', (_, before, newAttempt, step) => {
    expect(decideOpening(before, { driver: 'fib', newAttempt }, now)).toBe(step);
  });

  test('the machine alone never opens a second one beside a live or doubtful one', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<AttemptState>('opening', 'open', 'in_doubt'),
        fc.integer({ min: -10_000, max: 10_000 }),
        fc.integer({ min: -10_000, max: 10_000 }),
        fc.boolean(),
        (state, started, expires, underReview) => {
          const step = decideOpening(
            latest({ state, startedAt: minutesFrom(started), expiresAt: minutesFrom(expires), underReview }),
            { driver: 'fib', newAttempt: false },
            now,
          );
          expect(step).not.toBe('open_new');
        },
      ),
    );
  });
});

describe('what becomes of an open one when the payer starts again', () => {
  const open = { driver: 'fib', startedAt: minutesFrom(-5), expiresAt: minutesFrom(20), payable: null };
  const justNow = new Date(now.getTime() - paymentLimits.doubleClick + 1);
  type Open = Parameters<typeof decideReplacement>[0];
  const stops = (changes: Partial<Open> = {}): Open => ({ ...open, canCallOff: true, ...changes });
  const goesOn = (changes: Partial<Open> = {}): Open => ({ ...open, canCallOff: false, ...changes });
  test.each<[string, Open, string, boolean, string]>([
    ['what can be called off is', stops(), 'fib', true, 'call_off'],
    ['not by a double click', stops({ startedAt: justNow }), 'fib', true, 'keep'],
    ['what cannot stays', goesOn(), 'fib', true, 'keep'],
    ['until its own time is over', goesOn({ expiresAt: now }), 'fib', true, 'expire'],
    ['or the gateway’s', goesOn({ payable: 5 * 60_000 }), 'fib', true, 'expire'],
    ['and not before', goesOn({ payable: 5 * 60_000 + 1 }), 'fib', true, 'keep'],
    ['what ran out needs no choice', goesOn({ expiresAt: now }), 'fib', false, 'expire'],
    ['another gateway: called off', stops(), 'other', false, 'call_off'],
    ['even one just opened', stops({ startedAt: justNow }), 'other', false, 'call_off'],
    ['another gateway, nothing to stop it: in doubt', goesOn(), 'other', false, 'in_doubt'],
    ['until the payer chooses', goesOn(), 'other', true, 'cancel'],
    ['another gateway, and its time is over', goesOn({ expiresAt: now }), 'other', false, 'expire'],
  ])('%s', (_, before, driver, newAttempt, becomes) => {
    expect(decideReplacement(before, { driver, newAttempt }, now)).toBe(becomes);
  });
});

describe('when a gateway is asked again', () => {
  const created = minutesFrom(-600);
  const facts = (state: AttemptState, askedAfter: number | null, expiresAfter = 30) => ({
    state,
    createdAt: created,
    askedAt: askedAfter === null ? null : minutesFrom(askedAfter, created),
    expiresAt: minutesFrom(expiresAfter, created),
  });
  test.each<[string, ReturnType<typeof facts>, number | null]>([
    ['never asked: at once', facts('open', null), 0],
    ['young: each minute', facts('open', 3), 4],
    ['half an hour old: each five', facts('open', 30), 35],
    ['an hour old: each quarter', facts('in_doubt', 60), 75],
    ['old: each hour', facts('open', 300), 360],
    ['what failed: each hour, money may be late', facts('failed', 5), 65],
    ['dead for a day: no more', facts('expired', 30 + 24 * 60 + 1), null],
    ['undecided for a day: still each hour', facts('in_doubt', 30 + 24 * 60 + 1), 90 + 24 * 60 + 1],
    ['paid: no more', facts('paid', 3), null],
    ['a young refund: each minute', facts('refund_due', 3), 4],
    ['an old one: each hour', facts('refund_pending', 3000), 3060],
  ])('%s', (_, attemptFacts, after) => {
    expect(nextAsk(attemptFacts)).toEqual(after === null ? null : minutesFrom(after, created));
  });
  test('a waiting page makes us ask every few seconds, and only while it matters', () => {
    const at = (ms: number) => new Date(now.getTime() - ms);
    expect(pullDue({ state: 'open', askedAt: null }, now)).toBe(true);
    expect(pullDue({ state: 'open', askedAt: at(paymentLimits.pullEvery - 1) }, now)).toBe(false);
    expect(pullDue({ state: 'open', askedAt: at(paymentLimits.pullEvery) }, now)).toBe(true);
    expect(pullDue({ state: 'paid', askedAt: null }, now)).toBe(false);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reachable } from '../../core/machine.ts';
import {
  attemptStates,
  beyondAsking,
  decideRefund,
  explainReturned,
  promisesKept,
  ranOut,
  refundMachine,
  refundStates,
  refundWay,
  underAgreement,
  type KnownRefund,
} from './rules.ts';

test('every refund state is reached from the first, and what is over stays so', () => {
  expect(reachable(refundMachine, 'due')).toEqual(new Set(refundStates));
  expect([refundMachine.done, refundMachine.failed]).toEqual([{}, {}]);
});

describe('what may go back', () => {
  const here = { state: 'paid' as const, received: 1000, goingBack: 0 };
  test.each([
    [1, 0, 'yes'],
    [1000, 0, 'yes'],
    [1001, 0, 'refund_too_much'],
    [0, 0, 'refund_too_much'],
    [-5, 0, 'refund_too_much'],
    [400, 600, 'yes'],
    [401, 600, 'refund_too_much'],
    [1, 1000, 'refund_too_much'],
  ])('%i of 1000 with %i going back already: %s', (amount, goingBack, said) => {
    const may = decideRefund({ ...here, goingBack }, amount);
    expect(may.ok ? 'yes' : may.why).toBe(said);
  });
  test.each(attemptStates.map((state) => [state, ['paid', 'refund_due', 'refund_pending'].includes(state)] as const))(
    'out of an attempt that is %s: %s',
    (state, may) => {
      expect(decideRefund({ ...here, state }, 10).ok).toBe(may);
    },
  );
});

describe('which way it goes', () => {
  const paidAt = new Date('2026-03-01T00:00:00Z');
  const day = 86_400_000;
  const after = (days: number) => new Date(paidAt.getTime() + days * day);
  const can = (refund: 'none' | 'full' | 'partial', refundable: number | null = null) => ({
    refund,
    windows: { refundable },
  });
  test.each([
    ['no gateway any more', null, 1000, 0, 'by_hand'],
    ['a gateway that cannot', can('none'), 1000, 0, 'by_hand'],
    ['whole sums alone, and it is whole', can('full'), 1000, 0, 'gateway'],
    ['whole sums alone, and it is a part', can('full'), 999, 0, 'by_hand'],
    ['parts', can('partial'), 1, 400, 'gateway'],
    ['inside its window', can('full', 7 * day), 1000, 7, 'gateway'],
    ['past its window', can('full', 7 * day), 1000, 7.001, 'by_hand'],
  ] as const)('%s', (_, powers, amount, days, way) => {
    expect(refundWay(powers, { amount, received: 1000, paidAt }, after(days))).toBe(way);
  });
});

describe('what a gateway says went back is explained', () => {
  const one = (id: string, state: KnownRefund['state'], amount: number): KnownRefund => ({ id, state, amount });
  test.each<[string, KnownRefund[], number, { finished: string[]; unasked: number }]>([
    ['nothing', [], 0, { finished: [], unasked: 0 }],
    ['nobody here asked', [], 400, { finished: [], unasked: 400 }],
    ['told before', [one('a', 'done', 400)], 400, { finished: [], unasked: 0 }],
    ['ours arrived', [one('a', 'pending', 400)], 400, { finished: ['a'], unasked: 0 }],
    ['ours, whose answer was lost', [one('a', 'asking', 400)], 400, { finished: ['a'], unasked: 0 }],
    ['ours, carried out in the gateway’s own office', [one('a', 'by_hand', 400)], 400, { finished: ['a'], unasked: 0 }],
    ['ours and more', [one('a', 'pending', 400)], 500, { finished: ['a'], unasked: 100 }],
    ['less than ours: the next question knows more', [one('a', 'pending', 400)], 100, { finished: [], unasked: 0 }],
    [
      'what is out comes before what waits',
      [one('a', 'due', 300), one('b', 'asking', 300)],
      300,
      { finished: ['b'], unasked: 0 },
    ],
    ['what failed explains nothing', [one('a', 'failed', 300)], 300, { finished: [], unasked: 300 }],
  ])('%s', (_, refunds, returned, said) => {
    expect(explainReturned(refunds, returned)).toEqual(said);
  });
  test('never more than was said, whatever was wished for', () => {
    const refund = fc.record({
      id: fc.uuid(),
      state: fc.constantFrom(...refundStates),
      amount: fc.integer({ min: 1, max: 1000 }),
    });
    fc.assert(
      fc.property(fc.array(refund, { maxLength: 8 }), fc.integer({ min: 0, max: 5000 }), (refunds, returned) => {
        const { finished, unasked } = explainReturned(refunds, returned);
        const sum = (which: (one: KnownRefund) => boolean) =>
          refunds.reduce((all, one) => (which(one) ? all + one.amount : all), 0);
        const done = sum(({ state }) => state === 'done');
        const now = done + sum(({ id }) => finished.includes(id)) + unasked;
        expect(now).toBeLessThanOrEqual(Math.max(returned, done));
        expect(unasked).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('an agreement as what it says of the attempt that began it', () => {
  const taken = (ref: string, month: number) => ({
    ref,
    amount: { amount: 500, currency: 'USD' as const },
    periodEnd: new Date(Date.UTC(2026, month, 1)),
  });
  test.each([
    ['pending', [], 'pending'],
    ['active', [], 'pending'],
    ['failed', [], 'failed'],
    ['ended', [], 'failed'],
    ['active', [taken('p1', 1)], 'paid'],
    // it was paid for, whatever became of it since
    ['past_due', [taken('p1', 1)], 'paid'],
    ['ended', [taken('p1', 1)], 'paid'],
  ] as const)('%s with %j is %s', (status, payments, said) => {
    expect(underAgreement('checkout', { ref: 'agreement', status, payments }).report).toMatchObject({
      ref: 'checkout',
      status: said,
    });
  });
  test('its money is the first that was taken, and the rest are renewals', () => {
    const said = {
      ref: 'agreement',
      status: 'active' as const,
      payments: [taken('p3', 3), taken('p2', 2), taken('p1', 1)],
    };
    expect(underAgreement('checkout', said).agreement).toEqual({
      ref: 'agreement',
      paidReference: 'p1',
      paidUntil: new Date(Date.UTC(2026, 1, 1)),
    });
  });
});

test('our own clock ends what cannot be called off, and stops asking where nothing is told any more', () => {
  const expiresAt = new Date('2026-03-01T10:00:00Z');
  const after = (seconds: number) => new Date(expiresAt.getTime() + seconds * 1000);
  expect([0, 299, 300].map((seconds) => ranOut({ expiresAt }, after(seconds)))).toEqual([false, false, true]);
  const createdAt = expiresAt;
  expect(beyondAsking({ createdAt }, null, after(1e7))).toBe(false);
  expect([10, 11].map((seconds) => beyondAsking({ createdAt }, 10_000, after(seconds)))).toEqual([false, true]);
});

describe('promises nobody has sent yet, kept by the gateway itself', () => {
  const one = (id: string, state: KnownRefund['state'], amount: number): KnownRefund => ({ id, state, amount });
  test.each<[string, KnownRefund[], number, { kept: string[]; unexplained: number }]>([
    ['nothing more went back', [one('a', 'by_hand', 300)], 0, { kept: [], unexplained: 0 }],
    ['the one a person was to send', [one('a', 'by_hand', 300)], 300, { kept: ['a'], unexplained: 0 }],
    ['both that wait', [one('a', 'due', 200), one('b', 'by_hand', 100)], 300, { kept: ['a', 'b'], unexplained: 0 }],
    ['a part of one explains nothing', [one('a', 'by_hand', 300)], 100, { kept: [], unexplained: 100 }],
    ['the one that fits', [one('a', 'by_hand', 300), one('b', 'by_hand', 100)], 150, { kept: ['b'], unexplained: 50 }],
    ['what is out speaks for itself', [one('a', 'asking', 300)], 300, { kept: [], unexplained: 300 }],
    ['what is done was told', [one('a', 'done', 300)], 300, { kept: [], unexplained: 300 }],
  ])('%s', (_, refunds, beyond, said) => expect(promisesKept(refunds, beyond)).toEqual(said));
});

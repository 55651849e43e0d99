import { describe, expect, test } from 'vitest';
import { reachable } from '../../../core/machine.ts';
import { allowanceOf, decideMonth, decideSpend, emptyPurse } from './credits.ts';
import { decideActivation, decideRenewal, decideTakeBack, renewalOf, stageOf, type Course } from './lifecycle.ts';
import { firstSubscriptionStates, purchaseMachine, subscriptionMachine, subscriptionStates } from './states.ts';

const at = (iso: string) => new Date(iso.length === 10 ? `${iso}T00:00:00Z` : iso);
const now = at('2026-03-10');
const course = (changes: Partial<Course> = {}): Course => ({
  product: 'PRO',
  state: 'active',
  interval: 'month',
  anchor: at('2026-02-20'),
  periodStart: at('2026-02-20'),
  periodEnd: at('2026-03-20'),
  pastDueSince: null,
  cancelAtPeriodEnd: false,
  agreementRef: null,
  agreement: null,
  agreementPaidUntil: null,
  reminders: 0,
  ...changes,
});
const pro = { product: 'PRO', interval: 'month' } as const;

test('every state is one to begin with or can be reached from one', () => {
  const seen = new Set(firstSubscriptionStates.flatMap((first) => [...reachable(subscriptionMachine, first)]));
  expect([...seen].sort()).toEqual([...subscriptionStates].sort());
  expect(reachable(purchaseMachine, 'open').size).toBe(5);
});

describe('paid money', () => {
  test('begins a month now', () =>
    expect(decideActivation(null, pro, null, at('2026-01-31'))).toEqual({
      kind: 'begin',
      period: { anchor: at('2026-01-31'), start: at('2026-01-31'), end: at('2026-02-28') },
      paidFrom: at('2026-01-31'),
    }));
  test('goes on from the end of what is running', () =>
    expect(decideActivation(course(), pro, null, now)).toMatchObject({
      kind: 'extend',
      period: { end: at('2026-04-20') },
      paidFrom: at('2026-03-20'),
    }));
  test('in the days of grace it pays for them too', () =>
    expect(
      decideActivation(course({ state: 'past_due', pastDueSince: at('2026-03-20') }), pro, null, at('2026-03-22')),
    ).toMatchObject({ kind: 'extend', period: { end: at('2026-04-20') } }));
  test('after them it begins now', () =>
    expect(decideActivation(course(), pro, null, at('2026-03-23'))).toMatchObject({
      kind: 'begin',
      period: { end: at('2026-04-23') },
    }));
  test('for another product begins now, and what was left is given up', () =>
    expect(decideActivation(course(), { product: 'AGENCY', interval: 'year' }, null, now)).toMatchObject({
      kind: 'begin',
      period: { end: at('2027-03-10') },
    }));
  test('under an agreement lasts as long as the gateway says', () =>
    expect(decideActivation(null, pro, { ref: 'a', paidUntil: at('2026-04-11') }, now).period.end).toEqual(
      at('2026-04-11'),
    ));
  test('under an agreement begun early loses nothing that was paid before', () =>
    expect(decideActivation(course(), pro, { ref: 'a', paidUntil: at('2026-04-10') }, now)).toMatchObject({
      kind: 'extend',
      period: { end: at('2026-04-20') },
    }));
  test('by hand beside an agreement begins a row of its own that loses nothing either', () =>
    expect(decideActivation(course({ agreementRef: 'a', agreement: 'running' }), pro, null, now)).toMatchObject({
      kind: 'begin',
      period: { end: at('2026-04-20') },
      paidFrom: at('2026-03-20'),
    }));
  test('never goes on from a pretended one', () =>
    expect(decideActivation(course({ state: 'mock:active' }), pro, null, now)).toMatchObject({
      kind: 'begin',
      period: { end: at('2026-04-10') },
    }));
});

describe('a payment under an agreement', () => {
  const running = course({ agreementRef: 'a', agreement: 'running', agreementPaidUntil: at('2026-03-20') });
  test('that reaches no further is the one we know', () => {
    expect(decideRenewal(running, { periodEnd: at('2026-03-20') })).toBeNull();
    expect(decideRenewal(running, { periodEnd: at('2026-03-22') })).toBeNull();
    expect(decideRenewal(running, { periodEnd: at('2026-02-20') })).toBeNull();
  });
  test('that reaches further is the next, and ends when the gateway says', () =>
    expect(decideRenewal(running, { periodEnd: at('2026-04-19') })).toMatchObject({
      paidFrom: at('2026-03-20'),
      period: { end: at('2026-04-19') },
    }));
  test('adds a whole period to what was paid ahead by hand', () =>
    expect(
      decideRenewal(
        { ...running, anchor: at('2026-01-25'), periodEnd: at('2026-04-25') },
        { periodEnd: at('2026-04-20') },
      ),
    ).toMatchObject({ period: { end: at('2026-05-25') } }));
});

describe('money that goes back', () => {
  const feb = { periodStart: at('2026-02-20'), periodEnd: at('2026-03-20') };
  const march = { periodStart: at('2026-03-20'), periodEnd: at('2026-04-20') };
  test.each([
    ['for the running period, the only one', at('2026-03-20'), feb, 'over'],
    ['for the running period, the next being paid', at('2026-04-20'), feb, at('2026-04-10')],
    ['for the next period', at('2026-04-20'), march, at('2026-03-20')],
  ] as const)('%s', (_, periodEnd, purchase, left) => {
    const taken = decideTakeBack({ periodEnd }, purchase, now);
    expect(taken === null || taken === 'over' ? taken : taken.periodEnd).toEqual(left);
  });
  test('for a period long over changes nothing', () =>
    expect(decideTakeBack({ periodEnd: at('2026-05-20') }, feb, at('2026-05-01'))).toBeNull());
});

describe('the way to the end of a period', () => {
  test.each([
    ['2026-03-12', null],
    ['2026-03-13', 'week'],
    ['2026-03-16T23:59:59Z', 'week'],
    ['2026-03-17', 'three_days'],
    ['2026-03-19', 'day'],
    ['2026-03-20', 'due'],
    ['2026-03-21T23:59:59Z', 'due'],
    ['2026-03-22', 'last_call'],
    ['2026-03-23', { over: 'ran_out' }],
  ] as const)('paid by hand: %s', (when, stage) => expect(stageOf(course(), at(when))).toEqual(stage));
  test.each([
    ['2026-03-19', null],
    ['2026-03-20T23:59:59Z', null],
    ['2026-03-21', 'due'],
    ['2026-03-22', 'last_call'],
    ['2026-03-23', { over: 'ran_out' }],
  ] as const)('paid by the gateway: %s', (when, stage) =>
    expect(stageOf(course({ agreementRef: 'a', agreement: 'running' }), at(when))).toEqual(stage),
  );
  test.each([
    ['cancelled', course({ cancelAtPeriodEnd: true }), { over: 'cancelled' }],
    ['given', course({ state: 'comp' }), { over: 'ran_out' }],
    ['pretended', course({ state: 'mock:active' }), null],
    ['expired', course({ state: 'expired' }), null],
  ] as const)('%s: silence until the end', (_, one, end) => {
    expect(stageOf(one, at('2026-03-19'))).toBeNull();
    expect(stageOf(one, at('2026-03-20'))).toEqual(end);
  });
  test('how it is renewed', () => {
    expect(renewalOf(course())).toBe('by_hand');
    expect(renewalOf(course({ agreementRef: 'a', agreement: 'running' }))).toBe('by_gateway');
    expect(renewalOf(course({ cancelAtPeriodEnd: true }))).toBe('none');
    expect(renewalOf(course({ state: 'comp' }))).toBe('none');
  });
});

describe('monthly credits', () => {
  const talent = { role: 'talent', customerKind: null, suspendedAt: null, deletedAt: null } as const;
  const plan = (changes: Partial<Course> = {}) => ({ ...course(changes), id: 's' });

  test('FREE: three by the calendar', () =>
    expect(allowanceOf(talent, null, now)).toEqual({ amount: 3, until: at('2026-04-01'), source: 'free:2026-03' }));
  test('a plan counts its own months, a yearly one too', () => {
    expect(allowanceOf(talent, plan(), now)).toEqual({
      amount: 20,
      until: at('2026-03-20'),
      source: 'plan:s:2026-02-20T00:00:00.000Z',
    });
    expect(
      allowanceOf(talent, plan({ product: 'AGENCY', periodEnd: at('2027-02-20') }), at('2026-07-01')),
    ).toMatchObject({ amount: 60, until: at('2026-07-20') });
  });
  test('none in the days of grace, and none for customers', () => {
    expect(allowanceOf(talent, plan(), at('2026-03-21'))).toBeNull();
    expect(allowanceOf({ ...talent, role: 'customer', customerKind: 'individual' }, null, now)).toBeNull();
  });

  const march = { amount: 20, until: at('2026-03-20'), source: 'plan:s:march' };
  const kinds = (...args: Parameters<typeof decideMonth>) => decideMonth(...args).map((s) => `${s.kind} ${s.amount}`);
  test('come once', () => {
    expect(kinds(emptyPurse, march, false, now)).toEqual(['grant 20']);
    expect(kinds({ monthly: 4, monthlyUntil: at('2026-03-20'), bought: 0 }, march, true, now)).toEqual([]);
  });
  test('what ran out goes before the new ones come', () =>
    expect(kinds({ monthly: 4, monthlyUntil: at('2026-03-01'), bought: 9 }, march, false, now)).toEqual([
      'expiry -4',
      'grant 20',
    ]));
  test('a larger plan replaces, a smaller one waits', () => {
    expect(kinds({ monthly: 2, monthlyUntil: at('2026-04-01'), bought: 0 }, march, false, now)).toEqual([
      'expiry -2',
      'grant 20',
    ]);
    expect(kinds({ monthly: 50, monthlyUntil: at('2026-04-01'), bought: 0 }, march, false, now)).toEqual([]);
    const free = { amount: 3, until: at('2026-04-01'), source: 'free:2026-03' };
    expect(kinds({ monthly: 0, monthlyUntil: at('2026-03-20'), bought: 0 }, free, false, now)).toEqual([]);
  });
  test('are used before bought ones, and not after their end', () => {
    const purse = { monthly: 2, monthlyUntil: at('2026-03-20'), bought: 2 };
    expect(decideSpend(purse, 3, now)).toEqual({ monthly: 2, bought: 1 });
    expect(decideSpend(purse, 5, now)).toBeNull();
    expect(decideSpend(purse, 2, at('2026-03-20'))).toEqual({ monthly: 0, bought: 2 });
    expect(decideSpend(purse, 3, at('2026-03-20'))).toBeNull();
  });
});

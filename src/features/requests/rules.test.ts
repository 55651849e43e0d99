import { describe, expect, test } from 'vitest';
import { requestStates, unlockStates } from '../messaging/rules/requests.ts';
import { cursorOf, placeIn, wrongInBoardWish } from './rules/board.ts';
import {
  canPropose,
  canUnlock,
  creditsComeBack,
  decideRequestMove,
  expiryAfter,
  isOpen,
  missingToPublish,
  requestLimits,
  requestMachine,
  standingOf,
  summaryOf,
  wrongInDraft,
  type ClosedReason,
  type DraftAsKept,
  type ProposeWish,
  type RequestMove,
  type RequestParty,
  type Standing,
  type UnlockWish,
} from './rules.ts';

const now = new Date('2026-03-02T09:00:00Z');
const hour = 3_600_000;
const day = 24 * hour;
const ago = (time: number) => new Date(now.getTime() - time);
const ahead = (time: number) => new Date(now.getTime() + time);

const draftOnly: Standing = { state: 'DRAFT', closedReason: null, closedAt: null, expiresAt: null };
const open: Standing = { state: 'OPEN', closedReason: null, closedAt: null, expiresAt: ahead(day) };
const lapsed: Standing = { ...open, expiresAt: now };
const closed = (closedReason: ClosedReason, closedAt = ago(day)): Standing => ({
  state: 'CLOSED',
  closedReason,
  closedAt,
  expiresAt: ahead(day),
});

describe('the machine', () => {
  const moves: RequestMove[] = ['publish', 'fill', 'withdraw', 'expire', 'remove', 'reopen'];
  const parties: RequestParty[] = ['owner', 'clock', 'operator'];
  const ways: Record<string, string> = {
    'DRAFT publish owner': 'OPEN',
    'OPEN fill owner': 'CLOSED filled',
    'OPEN withdraw owner': 'CLOSED withdrawn',
    'OPEN expire clock': 'CLOSED expired',
    'OPEN remove operator': 'CLOSED removed',
    'CLOSED remove operator': 'CLOSED removed',
    'CLOSED reopen owner': 'OPEN',
  };
  const at = { DRAFT: draftOnly, OPEN: open, CLOSED: closed('withdrawn') };
  test.each(requestStates.flatMap((state) => moves.flatMap((move) => parties.map((by) => ({ state, move, by })))))(
    '$state $move by the $by',
    ({ state, move, by }) => {
      const may = decideRequestMove(at[state], move, by, now);
      const said = may.ok ? [may.value.state, may.value.closedReason].filter(Boolean).join(' ') : may.why;
      expect(said).toBe(ways[`${state} ${move} ${by}`] ?? (state === 'CLOSED' ? 'request_closed' : 'wrong_state'));
    },
  );
  test('says nothing twice', () =>
    expect(new Set(requestMachine.map(([from, move, , , by]) => `${from} ${move} ${by}`)).size).toBe(
      requestMachine.length,
    ));

  test('one whose time is over is closed, whether or not the clock has come by', () => {
    expect(standingOf(lapsed, now)).toMatchObject({ state: 'CLOSED', closedReason: 'expired', closedAt: now });
    expect(isOpen(open, now)).toBe(true);
    expect(isOpen(lapsed, now)).toBe(false);
    expect(decideRequestMove(lapsed, 'fill', 'owner', now)).toEqual({ ok: false, why: 'request_closed' });
    expect(decideRequestMove(lapsed, 'reopen', 'owner', now)).toMatchObject({ ok: true });
    expect(standingOf(draftOnly, now)).toBe(draftOnly);
  });

  test.each([
    ['filled', requestLimits.reopenWithin - 1, 'ok'],
    ['withdrawn', requestLimits.reopenWithin - 1, 'ok'],
    ['expired', requestLimits.reopenWithin, 'too_late'],
    ['filled', requestLimits.reopenWithin, 'too_late'],
    ['removed', hour, 'request_closed'],
  ] as const)('closed as %s, %i ms later: %s', (reason, since, said) => {
    const may = decideRequestMove(closed(reason, ago(since)), 'reopen', 'owner', now);
    expect(may.ok ? 'ok' : may.why).toBe(said);
  });
});

const unlockWish: UnlockWish = {
  role: 'talent',
  owner: false,
  blocked: false,
  ownerAway: false,
  request: open,
  unlock: null,
  entitled: true,
};
const whyUnlock = (change: Partial<UnlockWish>) => {
  const may = canUnlock({ ...unlockWish, ...change }, now);
  return may.ok ? may.value : may.why;
};
describe('an unlock', () => {
  test.each<[string, Partial<UnlockWish>, string]>([
    ['of an open one', {}, 'new'],
    ['once more', { unlock: 'UNLOCKED' }, 'found'],
    [
      'once more, whatever has happened since',
      { unlock: 'UNLOCKED', blocked: true, request: closed('filled'), entitled: false, ownerAway: true },
      'found',
    ],
    ['after the credit came back', { unlock: 'RETURNED' }, 'again'],
    ['of one’s own', { owner: true, role: 'customer' }, 'own_request'],
    ['by a customer', { role: 'customer' }, 'role_not_allowed'],
    ['by an operator', { role: 'admin' }, 'role_not_allowed'],
    ['by nobody yet', { role: null }, 'role_not_allowed'],
    ['of a draft', { request: draftOnly }, 'not_found'],
    ['between blocked ones', { blocked: true }, 'blocked'],
    ['of a closed one', { request: closed('withdrawn') }, 'request_closed'],
    ['of a removed one', { request: closed('removed') }, 'request_closed'],
    ['of one whose time is over', { request: lapsed }, 'request_closed'],
    ['of somebody who is gone', { ownerAway: true }, 'request_closed'],
    ['without the right to', { entitled: false }, 'upgrade_required'],
    ['of a closed one whose credit came back', { unlock: 'RETURNED', request: closed('withdrawn') }, 'request_closed'],
  ])('%s', (_, change, said) => expect(whyUnlock(change)).toBe(said));

  test('refuses in this order, whatever else is wrong', () => {
    const wrongs: [Partial<UnlockWish>, string][] = [
      [{ owner: true }, 'own_request'],
      [{ role: 'customer' }, 'role_not_allowed'],
      [{ blocked: true }, 'blocked'],
      [{ request: closed('filled') }, 'request_closed'],
      [{ entitled: false }, 'upgrade_required'],
    ];
    wrongs.forEach(([, first], at) =>
      expect(whyUnlock(Object.assign({}, ...wrongs.slice(at).map(([wrong]) => wrong)))).toBe(first),
    );
  });
});

const proposeWish: ProposeWish = {
  ...unlockWish,
  unlock: 'UNLOCKED',
  currency: 'IQD',
  startsAt: ahead(day),
  active: false,
  offered: { currency: 'IQD', startsAt: ahead(day), endsAt: ahead(2 * day) },
};
const whyPropose = (change: Partial<ProposeWish>) => {
  const may = canPropose({ ...proposeWish, ...change }, now);
  return may.ok ? 'ok' : may.why;
};
describe('a proposal', () => {
  const offered = proposeWish.offered;
  /** in the order they are said */
  const wrongs: [Partial<ProposeWish>, string][] = [
    [{ owner: true }, 'own_request'],
    [{ role: 'customer' }, 'role_not_allowed'],
    [{ request: draftOnly }, 'not_found'],
    [{ blocked: true }, 'blocked'],
    [{ ownerAway: true }, 'request_closed'],
    [{ entitled: false }, 'upgrade_required'],
    [{ unlock: null }, 'unlock_required'],
    [{ active: true }, 'already_proposed'],
    [{ offered: { ...offered, currency: 'USD', startsAt: now } }, 'wrong_currency'],
  ];
  test('is sent after the unlock', () => expect(whyPropose({})).toBe('ok'));
  test.each(wrongs)('%o: %s', (wrong, said) => expect(whyPropose(wrong)).toBe(said));
  test.each<[Partial<ProposeWish>, string]>([
    [{ unlock: 'RETURNED' }, 'unlock_required'],
    [{ request: lapsed }, 'request_closed'],
    [{ request: closed('filled') }, 'request_closed'],
    [{ offered: { ...offered, startsAt: now } }, 'in_the_past'],
    [{ offered: { ...offered, endsAt: offered.startsAt } }, 'invalid'],
  ])('%o: %s', (wrong, said) => expect(whyPropose(wrong)).toBe(said));
  test('the first that fails answers', () =>
    wrongs.forEach(([, first], at) =>
      expect(
        whyPropose(
          Object.assign(
            {},
            ...wrongs
              .slice(at)
              .reverse()
              .map(([wrong]) => wrong),
          ),
        ),
      ).toBe(first),
    ));
  test.each(unlockStates)('%s and a free plan: the plan is not asked', (unlock) =>
    expect(whyPropose({ unlock })).toBe(unlock === 'UNLOCKED' ? 'ok' : 'unlock_required'),
  );
});

const whole: DraftAsKept = {
  title: 'Two guitarists',
  description: 'Quiet music for an evening.',
  category: 'musician',
  city: 'baghdad',
  startsOn: '2026-03-20',
  endsOn: null,
  currency: 'IQD',
  budgetMin: 100,
  budgetMax: 400,
  contact: { name: '', email: '', phone: '' },
  visibility: 'transparent',
  expiresAt: null,
};
const today = '2026-03-02';
describe('what a draft lacks', () => {
  test('nothing', () => expect(missingToPublish(whole, today)).toEqual({}));
  test('everything', () =>
    expect(
      missingToPublish(
        {
          ...whole,
          title: '',
          description: '',
          category: null,
          city: null,
          startsOn: null,
          currency: null,
          budgetMax: null,
        },
        today,
      ),
    ).toEqual(
      Object.fromEntries(
        ['title', 'description', 'category', 'city', 'startsOn', 'currency', 'budgetMax'].map((f) => [f, ['required']]),
      ),
    ));
  test.each<[Partial<DraftAsKept>, Record<string, string[]>]>([
    [{ startsOn: '2026-03-01' }, { startsOn: ['in_the_past'] }],
    [{ startsOn: today }, {}],
    [{ endsOn: '2026-03-19' }, { endsOn: ['too_early'] }],
    [{ endsOn: '2026-03-20' }, {}],
    [{ budgetMin: 401 }, { budgetMax: ['too_small'] }],
    [{ budgetMin: 400 }, {}],
    [{ budgetMin: null }, {}],
  ])('%o: %o', (change, said) => expect(missingToPublish({ ...whole, ...change }, today)).toEqual(said));
});

describe('what may not be even in a draft', () => {
  const before = { ...whole, unlocks: 0, proposals: 0, openedAt: ago(10 * day) };
  test.each<[Partial<DraftAsKept>, Record<string, string[]>]>([
    [{}, {}],
    [{ title: '', currency: null, budgetMax: null, startsOn: null }, {}],
    [{ startsOn: '2026-03-01' }, { startsOn: ['in_the_past'] }],
    [{ startsOn: null, endsOn: '2026-03-01' }, { endsOn: ['in_the_past'] }],
    [{ endsOn: '2026-03-19' }, { endsOn: ['too_early'] }],
    [{ budgetMax: 99 }, { budgetMax: ['too_small'] }],
    [{ expiresAt: now }, { expiresAt: ['in_the_past'] }],
    [{ expiresAt: ahead(90 * day) }, {}],
    [{ expiresAt: ahead(90 * day + 1) }, { expiresAt: ['too_far_ahead'] }],
  ])('a new one with %o: %o', (change, said) =>
    expect(wrongInDraft({ ...whole, ...change }, null, today, now)).toEqual(said),
  );
  test('what was there before is not held against it', () =>
    expect(
      wrongInDraft(
        { ...whole, startsOn: '2026-02-01', title: 'New' },
        { ...before, startsOn: '2026-02-01' },
        today,
        now,
      ),
    ).toEqual({}));
  test('counts the most from when it was opened', () =>
    expect(wrongInDraft({ ...whole, expiresAt: ahead(81 * day) }, before, today, now)).toEqual({
      expiresAt: ['too_far_ahead'],
    }));
  test.each<[Partial<DraftAsKept>, { unlocks: number; proposals: number }, Record<string, string[]>]>([
    [{ visibility: 'private' }, { unlocks: 1, proposals: 0 }, { visibility: ['fixed'] }],
    [{ visibility: 'private' }, { unlocks: 0, proposals: 0 }, {}],
    [{ currency: 'USD' }, { unlocks: 1, proposals: 1 }, { currency: ['fixed'] }],
    [{ currency: 'USD' }, { unlocks: 1, proposals: 0 }, {}],
    [{}, { unlocks: 9, proposals: 9 }, {}],
  ])('%o with %o: %o', (change, counts, said) =>
    expect(wrongInDraft({ ...whole, ...change }, { ...before, ...counts }, today, now)).toEqual(said),
  );
});

test.each<[Date | null, Date | null, Date]>([
  [ahead(day), ago(day), ahead(day)],
  [null, now, ahead(30 * day)],
  [null, ago(10 * day), ahead(20 * day)],
  [null, ago(40 * day), ahead(30 * day)],
  [null, ago(80 * day), ahead(10 * day)],
  [null, null, ahead(30 * day)],
])('said %o, opened %o: runs until %o', (said, opened, until) => expect(expiryAfter(said, opened, now)).toEqual(until));

describe('the summary', () => {
  test('is the first words, in one line', () => {
    expect(summaryOf('  Two\n\nlines  and   spaces ')).toBe('Two lines and spaces');
    expect(summaryOf('a'.repeat(240))).toBe('a'.repeat(240));
    const long = summaryOf('word '.repeat(100));
    expect(long.length).toBeLessThanOrEqual(requestLimits.summary);
    expect(long.endsWith('word…')).toBe(true);
  });
  test('cuts no letter in two', () => {
    const family = '👨‍👩‍👧‍👦';
    const cut = summaryOf(family.repeat(60));
    expect(cut.length).toBeLessThanOrEqual(requestLimits.summary);
    expect(cut.replace('…', '').replaceAll(family, '')).toBe('');
    expect(summaryOf('ء'.repeat(500))).toHaveLength(requestLimits.summary);
  });
});

describe('credits come back (N9)', () => {
  const facts = {
    closedReason: 'withdrawn',
    publishedAt: ago(day),
    closedAt: now,
    ownerBanned: false,
    ownerRead: false,
  } as const;
  type Facts = Parameters<typeof creditsComeBack>[0];
  test.each<[string, Partial<Facts>, string | null]>([
    ['closed a day later to the millisecond, unread', {}, 'closed_unread'],
    ['a millisecond later', { publishedAt: ago(day + 1) }, null],
    ['read', { ownerRead: true }, null],
    ['filled within the day, unread', { closedReason: 'filled' }, 'closed_unread'],
    ['run out within the day, unread', { closedReason: 'expired' }, 'closed_unread'],
    [
      'removed, whenever and whatever was read',
      { closedReason: 'removed', publishedAt: ago(50 * day), ownerRead: true },
      'removed',
    ],
    ['of somebody banned', { ownerBanned: true, publishedAt: ago(50 * day), ownerRead: true }, 'owner_banned'],
    ['of somebody banned, and removed with them', { ownerBanned: true, closedReason: 'removed' }, 'owner_banned'],
    ['still open', { closedReason: null, closedAt: null }, null],
    ['still open, of somebody banned', { closedReason: null, closedAt: null, ownerBanned: true }, null],
    ['never published', { publishedAt: null }, null],
  ])('%s', (_, change, why) => expect(creditsComeBack({ ...facts, ...change })).toBe(why));
});

describe('a page of the board', () => {
  const listed = { id: '0190d3a0-0000-7000-8000-0000000000a4', openedAt: now, startsOn: '2026-03-20', budgetMax: 400 };
  test.each(['newest', 'soonest', 'budget'] as const)('%s: the next begins behind the last', (sort) => {
    const cursor = cursorOf(sort, listed);
    expect(placeIn(sort, cursor)).toMatchObject({ sort, id: listed.id });
    for (const other of ['newest', 'soonest', 'budget'] as const)
      if (other !== sort) expect(placeIn(other, cursor)).toBeNull();
  });
  test.each([
    '',
    '~',
    'x~y',
    `x~${listed.id}`,
    `2026-02-30~${listed.id}`,
    `1e9~${listed.id}`,
    `${now.toISOString()}~${listed.id}~`,
    `-5~${listed.id}`,
  ])('%s is no place', (cursor) => {
    for (const sort of ['newest', 'soonest', 'budget'] as const) expect(placeIn(sort, cursor)).toBeNull();
  });
  test('sums compare within one currency', () => {
    expect(wrongInBoardWish({ sort: 'budget' })).toEqual({ currency: ['required'] });
    expect(wrongInBoardWish({ sort: 'newest', budgetFrom: 5 })).toEqual({ currency: ['required'] });
    expect(wrongInBoardWish({ sort: 'budget', budgetFrom: 5, currency: 'IQD' })).toEqual({});
    expect(wrongInBoardWish({ sort: 'soonest' })).toEqual({});
  });
});

import { describe, expect, test } from 'vitest';
import { reachable } from '../../core/machine.ts';
import {
  bookingLimits,
  bookingMachine,
  bookingMoves,
  bookingStates,
  completion,
  decideMove,
  decidePeriod,
  movers,
  movesOf,
  parties,
  stateAt,
  type BookingMove,
  type BookingState,
  type Party,
} from './rules.ts';

const now = new Date('2026-03-02T09:00:00Z');
const in1h = new Date('2026-03-02T10:00:00Z');
const ago = new Date('2026-03-02T08:00:00Z');
const at = (state: BookingState, more: Partial<Parameters<typeof decideMove>[0]> = {}) => ({
  state,
  expiresAt: in1h,
  holdExpiresAt: in1h,
  autoCompleteAt: in1h,
  completedAt: ago,
  ...more,
});

describe('the machine', () => {
  test('every state but those after money trouble is reached from a request', () => {
    expect(reachable(bookingMachine, 'requested')).toEqual(new Set(bookingStates));
  });

  test('every move of the machine belongs to somebody, and nobody owns a move it lacks', () => {
    for (const state of bookingStates)
      expect(Object.keys(movers[state]).sort()).toEqual(Object.keys(bookingMachine[state]).sort());
  });

  test.each<[BookingState, BookingMove, Party, BookingState | string]>([
    ['requested', 'quote', 'talent', 'quoted'],
    ['requested', 'quote', 'customer', 'not_your_move'],
    ['requested', 'accept', 'customer', 'wrong_state'],
    ['requested', 'decline', 'talent', 'declined'],
    ['requested', 'withdraw', 'customer', 'withdrawn'],
    ['requested', 'withdraw', 'talent', 'not_your_move'],
    ['quoted', 'quote', 'talent', 'quoted'],
    ['quoted', 'ask_change', 'customer', 'requested'],
    ['quoted', 'accept', 'customer', 'accepted'],
    ['quoted', 'accept', 'talent', 'not_your_move'],
    ['quoted', 'withdraw', 'talent', 'withdrawn'],
    ['accepted', 'pay', 'system', 'paid'],
    ['accepted', 'pay', 'customer', 'not_your_move'],
    ['accepted', 'complete', 'customer', 'wrong_state'],
    ['paid', 'complete', 'talent', 'completed'],
    ['paid', 'cancel', 'customer', 'cancelled'],
    ['paid', 'review', 'customer', 'wrong_state'],
    ['completed', 'review', 'customer', 'reviewed'],
    ['completed', 'dispute', 'talent', 'disputed'],
    ['disputed', 'resolve', 'admin', 'resolved'],
    ['disputed', 'resolve', 'customer', 'not_your_move'],
    ['declined', 'quote', 'talent', 'wrong_state'],
    ['expired', 'pay', 'system', 'paid'],
    ['expired', 'accept', 'customer', 'too_late'],
  ])('%s, %s by %s: %s', (state, move, by, result) => {
    const decided = decideMove(at(state), move, by, now);
    expect(decided.ok ? decided.value : decided.why).toBe(result);
  });
});

describe('time', () => {
  test.each<[BookingState, Parameters<typeof at>[1], BookingState]>([
    ['requested', { expiresAt: now }, 'expired'],
    ['requested', { expiresAt: in1h }, 'requested'],
    ['quoted', { expiresAt: ago }, 'expired'],
    ['accepted', { holdExpiresAt: now }, 'expired'],
    ['accepted', { holdExpiresAt: in1h }, 'accepted'],
    ['paid', { autoCompleteAt: now }, 'completed'],
    ['paid', { autoCompleteAt: in1h }, 'paid'],
    ['declined', { expiresAt: ago }, 'declined'],
  ])('%s with %o is %s when read', (state, more, result) => {
    expect(stateAt(at(state, more), now)).toBe(result);
  });

  test('a hold that ran out says so', () => {
    expect(decideMove(at('accepted', { holdExpiresAt: now }), 'withdraw', 'customer', now)).toEqual({
      ok: false,
      why: 'hold_expired',
    });
  });

  test('a dispute comes within seven days of completion', () => {
    const completed = new Date(now.getTime() - bookingLimits.disputeWithin);
    expect(decideMove(at('completed', { completedAt: completed }), 'dispute', 'customer', now).ok).toBe(true);
    expect(
      decideMove(at('completed', { completedAt: new Date(completed.getTime() - 1) }), 'dispute', 'customer', now),
    ).toEqual({ ok: false, why: 'too_late' });
  });

  test.each([
    ['2026-03-02T09:00:00Z', '2026-03-02T10:00:00Z', 'in_the_past'],
    ['2026-03-02T09:00:01Z', '2026-03-02T10:00:00Z', true],
    ['2027-03-02T09:00:01Z', '2027-03-02T10:00:00Z', 'too_far_ahead'],
    ['2026-03-03T09:00:00Z', '2026-03-03T09:00:00Z', 'not_available'],
    ['2026-03-03T09:00:00Z', '2026-03-03T08:00:00Z', 'not_available'],
    ['2026-03-03T09:00:00Z', '2026-03-20T09:00:00Z', 'not_available'],
  ])('%s to %s: %s', (from, to, result) => {
    const decided = decidePeriod({ startsAt: new Date(from), endsAt: new Date(to) }, now);
    expect(decided.ok ? decided.value : decided.why).toBe(result);
  });
});

test('both sides complete, each once', () => {
  expect(completion({ customerCompletedAt: null, talentCompletedAt: null }, 'customer')).toEqual({
    ok: true,
    value: 'marked',
  });
  expect(completion({ customerCompletedAt: null, talentCompletedAt: ago }, 'customer')).toEqual({
    ok: true,
    value: 'completed',
  });
  expect(completion({ customerCompletedAt: ago, talentCompletedAt: null }, 'customer')).toEqual({
    ok: false,
    why: 'already_done',
  });
});

test('what the screen offers is what the rule allows, for everyone everywhere', () => {
  for (const state of bookingStates) {
    for (const by of parties) {
      expect(movesOf(at(state), by, now)).toEqual(
        bookingMoves.filter((move) => decideMove(at(state), move, by, now).ok),
      );
    }
  }
});

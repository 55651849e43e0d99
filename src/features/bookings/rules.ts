import { allow, refuse, type Decision } from '../../core/decision.ts';
import type { Machine } from '../../core/machine.ts';

/** product.md 3.7, C4. `system` is verified payment, `clock` is time itself. */
export const bookingStates = [
  'requested',
  'quoted',
  'accepted',
  'paid',
  'completed',
  'reviewed',
  'disputed',
  'resolved',
  'cancelled',
  'refunded',
  'declined',
  'withdrawn',
  'expired',
] as const;
export type BookingState = (typeof bookingStates)[number];

export const bookingMoves = [
  'quote',
  'decline',
  'ask_change',
  'accept',
  'withdraw',
  'pay',
  'complete',
  'review',
  'cancel',
  'dispute',
  'resolve',
  'refund',
  'expire',
] as const;
export type BookingMove = (typeof bookingMoves)[number];

export const parties = ['customer', 'talent', 'system', 'clock', 'admin'] as const;
export type Party = (typeof parties)[number];

export const bookingMachine: Machine<BookingState, BookingMove> = {
  requested: { quote: 'quoted', decline: 'declined', withdraw: 'withdrawn', expire: 'expired' },
  quoted: { quote: 'quoted', ask_change: 'requested', accept: 'accepted', withdraw: 'withdrawn', expire: 'expired' },
  accepted: { pay: 'paid', withdraw: 'withdrawn', expire: 'expired' },
  // money that arrives after the hold ran out still confirms when the time is free
  expired: { pay: 'paid' },
  paid: { complete: 'completed', cancel: 'cancelled', dispute: 'disputed' },
  completed: { review: 'reviewed', dispute: 'disputed' },
  reviewed: { review: 'reviewed' },
  disputed: { resolve: 'resolved' },
  resolved: {},
  cancelled: { refund: 'refunded' },
  refunded: {},
  declined: {},
  withdrawn: {},
};

/** Who may make a move out of a state. A move not named here belongs to nobody. */
export const movers: { readonly [From in BookingState]: Partial<Record<BookingMove, readonly Party[]>> } = {
  requested: { quote: ['talent'], decline: ['talent'], withdraw: ['customer'], expire: ['clock'] },
  quoted: {
    quote: ['talent'],
    ask_change: ['customer'],
    accept: ['customer'],
    withdraw: ['customer', 'talent'],
    expire: ['clock'],
  },
  accepted: { pay: ['system'], withdraw: ['customer', 'talent'], expire: ['clock'] },
  expired: { pay: ['system'] },
  // the system disputes when the payer's bank took the money back
  paid: {
    complete: ['customer', 'talent', 'clock'],
    cancel: ['customer', 'talent'],
    dispute: ['customer', 'talent', 'system'],
  },
  completed: { review: ['customer', 'talent'], dispute: ['customer', 'talent', 'system'] },
  reviewed: { review: ['customer', 'talent'] },
  disputed: { resolve: ['admin'] },
  resolved: {},
  cancelled: { refund: ['system'] },
  refunded: {},
  declined: {},
  withdrawn: {},
};

const minutes = (n: number) => n * 60_000;
const hours = (n: number) => n * 3_600_000;
const days = (n: number) => n * 86_400_000;

/** Time limits in milliseconds. */
export const bookingLimits = {
  /** a request or a quote nobody answers */
  answerWithin: hours(72),
  /** an accepted booking waits this long for its payment */
  hold: minutes(30),
  /** after the end, completion comes by itself */
  autoComplete: hours(72),
  disputeWithin: days(7),
  /** both reviews are shown at once, or each when this has passed */
  reviewBlind: days(14),
  reviewWithin: days(14),
  furthestAhead: days(365),
  shortest: minutes(15),
  longest: days(14),
} as const;

/** Time is held in these states; in `accepted` only while the hold lives. */
export const holdingStates = [
  'accepted',
  'paid',
  'completed',
  'reviewed',
  'disputed',
] as const satisfies readonly BookingState[];

export type BookingClock = {
  state: BookingState;
  expiresAt: Date | null;
  holdExpiresAt: Date | null;
  autoCompleteAt: Date | null;
};

/** The state as it is at `now`: what ran out has run out, however late the scheduler is. */
export function stateAt(booking: BookingClock, now: Date): BookingState {
  const { state } = booking;
  if ((state === 'requested' || state === 'quoted') && booking.expiresAt && now >= booking.expiresAt) return 'expired';
  if (state === 'accepted' && booking.holdExpiresAt && now >= booking.holdExpiresAt) return 'expired';
  if (state === 'paid' && booking.autoCompleteAt && now >= booking.autoCompleteAt) return 'completed';
  return state;
}

export type MoveRefusal = 'wrong_state' | 'not_your_move' | 'hold_expired' | 'too_late';

/** May this party make this move now, and where does it lead? */
export function decideMove(
  booking: BookingClock & { completedAt?: Date | null },
  move: BookingMove,
  by: Party,
  now: Date,
): Decision<BookingState, MoveRefusal> {
  const state = stateAt(booking, now);
  const to = bookingMachine[state][move];
  if (to === undefined) {
    if (booking.state === 'accepted' && state === 'expired') return refuse('hold_expired');
    if (state === 'expired') return refuse('too_late');
    return refuse('wrong_state');
  }
  if (!movers[state][move]?.includes(by)) return refuse('not_your_move');
  if (
    move === 'dispute' &&
    state === 'completed' &&
    booking.completedAt &&
    now.getTime() > booking.completedAt.getTime() + bookingLimits.disputeWithin
  ) {
    return refuse('too_late');
  }
  return allow(to);
}

/** The moves a party could make now: what the screen offers. */
export function movesOf(booking: BookingClock & { completedAt?: Date | null }, by: Party, now: Date): BookingMove[] {
  return bookingMoves.filter((move) => decideMove(booking, move, by, now).ok);
}

/** Moves with an endpoint of their own. */
const offered: readonly BookingMove[] = [
  'quote',
  'decline',
  'ask_change',
  'accept',
  'withdraw',
  'complete',
  'review',
  'cancel',
  'dispute',
];

/** What a screen offers one side now: the rule's moves, less what this side has already done its half of. */
export function offersTo(
  booking: BookingClock & { customerCompletedAt: Date | null; talentCompletedAt: Date | null },
  side: 'customer' | 'talent',
  done: { reviewed: boolean },
  now: Date,
): BookingMove[] {
  return movesOf(booking, side, now).filter((move) => {
    if (move === 'complete') return completion(booking, side).ok;
    if (move === 'review') return !done.reviewed;
    return offered.includes(move);
  });
}

/** Both sides say it is done, or the clock does. */
export function completion(
  marks: { customerCompletedAt: Date | null; talentCompletedAt: Date | null },
  by: 'customer' | 'talent',
): Decision<'marked' | 'completed', 'already_done'> {
  const mine = by === 'customer' ? marks.customerCompletedAt : marks.talentCompletedAt;
  const theirs = by === 'customer' ? marks.talentCompletedAt : marks.customerCompletedAt;
  if (mine) return refuse('already_done');
  return allow(theirs ? 'completed' : 'marked');
}

export type PeriodRefusal = 'in_the_past' | 'too_far_ahead' | 'not_available';

/** A wished time must lie ahead, within a year, run forward, and be neither a moment nor a season. */
export function decidePeriod(period: { startsAt: Date; endsAt: Date }, now: Date): Decision<true, PeriodRefusal> {
  if (period.startsAt <= now) return refuse('in_the_past');
  if (period.startsAt.getTime() - now.getTime() > bookingLimits.furthestAhead) return refuse('too_far_ahead');
  const length = period.endsAt.getTime() - period.startsAt.getTime();
  if (length < bookingLimits.shortest || length > bookingLimits.longest) return refuse('not_available');
  return allow(true);
}

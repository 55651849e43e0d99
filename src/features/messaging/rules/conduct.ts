import { allow, refuse, type Decision } from '../../../core/decision.ts';

const day = 86_400_000;
export const conductLimits = {
  /** what was taken back is erased after this, unless somebody has to decide about it */
  erasedAfter: 30 * day,
  /** what asks for contact are counted by is forgotten after this */
  asksKept: 30 * day,
  note: 2000,
  reason: 500,
} as const;

/** Own words alone, and nothing that was said before an operator has decided a dispute. `app.may_take_back` says the same. */
export function canTakeBack(words: {
  mine: boolean;
  disputed: boolean;
}): Decision<true, 'not_your_move' | 'wrong_state'> {
  if (!words.mine) return refuse('not_your_move');
  return words.disputed ? refuse('wrong_state') : allow(true);
}

/** An operator says why they read what two people wrote. In a dispute the two have asked for it. */
export const needsReason = (thread: { disputed: boolean }): boolean => !thread.disputed;

import { allow, refuse, type Decision } from '../../../core/decision.ts';

/** What a guardian has said about a talent who is not of age. `asked`: nothing yet. */
export const guardianStates = ['asked', 'given', 'refused', 'withdrawn'] as const;
export type GuardianState = (typeof guardianStates)[number];
export const guardianMoves = ['give', 'refuse', 'withdraw'] as const;
export type GuardianMove = (typeof guardianMoves)[number];

/** A guardian may change their mind either way, as long as the talent is a minor. `app.guardian_moves()` holds the same. */
export const guardianMachine: readonly (readonly [GuardianState, GuardianMove, GuardianState])[] = [
  ['asked', 'give', 'given'],
  ['asked', 'refuse', 'refused'],
  ['given', 'withdraw', 'withdrawn'],
  ['refused', 'give', 'given'],
  ['withdrawn', 'give', 'given'],
];

const minute = 60_000;
export const guardianLimits = {
  /** the same letter is not sent again sooner */
  rest: 10 * minute,
  /** letters a day, to whatever addresses: an address may be anybody's */
  perDay: 5,
} as const;

/** `minor`: the talent is one at this moment. Who is of age needs nobody's consent, and nobody can take it from them. */
export function decideGuardian(
  guardian: { state: GuardianState },
  move: GuardianMove,
  minor: boolean,
): Decision<GuardianState, 'wrong_state' | 'too_late'> {
  if (!minor) return refuse('too_late');
  const row = guardianMachine.find(([from, by]) => from === guardian.state && by === move);
  return row ? allow(row[2]) : refuse('wrong_state');
}

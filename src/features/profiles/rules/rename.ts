import { allow, refuse, type Decision } from '../../../core/decision.ts';

/** People who share a link count on it: an address may move, but not like a sign in the wind. `app.slugs_move` says the same. */
export const renameLimits = { moves: 3, within: 30 * 86_400_000 } as const;

type Moved = { renamedAt: readonly Date[] };
const lately = ({ renamedAt }: Moved, now: Date): Date[] =>
  renamedAt
    .filter((at) => at.getTime() > now.getTime() - renameLimits.within)
    .sort((one, other) => one.getTime() - other.getTime());

/** How many moves are left, and when there is one more. */
export function renamesLeft(profile: Moved, now: Date): { left: number; more: Date | null } {
  const moves = lately(profile, now);
  const [first] = moves.slice(-renameLimits.moves);
  return {
    left: Math.max(0, renameLimits.moves - moves.length),
    more: first === undefined ? null : new Date(first.getTime() + renameLimits.within),
  };
}

export const mayRename = (profile: Moved, now: Date): Decision<true, 'renamed_often'> =>
  renamesLeft(profile, now).left > 0 ? allow(true) : refuse('renamed_often');

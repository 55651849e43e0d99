import { allow, refuse, type Decision } from '../../../core/decision.ts';
import type { AccountKind, Approval } from '../../identity/rules.ts';

/** What an operator has said counts; until one has, what the deploy was set up with. */
export const lookedAt = (
  said: { kinds: readonly AccountKind[] } | undefined,
  deployed: readonly AccountKind[],
): readonly AccountKind[] => said?.kinds ?? deployed;

/** Does this site look at accounts of this kind before they may do anything that reaches others? */
export const bornAs = (kind: AccountKind, looked: readonly AccountKind[]): Approval =>
  looked.includes(kind) ? 'waiting' : 'approved';

export const approvalMoves = ['approve', 'refuse', 'ask_again'] as const;
export type ApprovalMove = (typeof approvalMoves)[number];
export type ApprovalMover = 'operator' | 'person';

/** Whoever was approved stays so: what they do later is a matter of suspension. `app.approval_moves()` holds the same. */
export const approvalMachine: readonly (readonly [Approval, ApprovalMove, Approval, ApprovalMover])[] = [
  ['waiting', 'approve', 'approved', 'operator'],
  ['waiting', 'refuse', 'refused', 'operator'],
  ['refused', 'approve', 'approved', 'operator'],
  ['refused', 'ask_again', 'waiting', 'person'],
];

const day = 86_400_000;
/** After a no, how long until the same person may ask to be looked at again. */
export const askAgainAfter = day;

export function decideApproval(
  account: { approval: Approval; approvalAt: Date | null },
  move: ApprovalMove,
  by: ApprovalMover,
  now: Date,
): Decision<Approval, 'wrong_state' | 'slow_down'> {
  const row = approvalMachine.find(([from, what, , who]) => from === account.approval && what === move && who === by);
  if (!row) return refuse('wrong_state');
  if (move === 'ask_again' && account.approvalAt && now.getTime() < account.approvalAt.getTime() + askAgainAfter)
    return refuse('slow_down');
  return allow(row[2]);
}

import { allow, refuse, type Decision } from '../../../core/decision.ts';
import { isOpen, type ProposalState, type Standing } from '../rules.ts';

export const proposalMoves = ['withdraw', 'accept'] as const;
export type ProposalMove = (typeof proposalMoves)[number];

/** A proposal and whoever would move it, as things stand now. */
export type ProposalStanding = {
  state: ProposalState;
  request: Standing;
  startsAt: Date;
  by: 'author' | 'owner';
  /** between the two, whoever did it */
  blocked: boolean;
  /** the account of either is gone or resting */
  away: boolean;
};

/** The author takes it back, the owner takes it up; both only while the request is open. */
export function decideProposalMove(
  proposal: ProposalStanding,
  move: ProposalMove,
  now: Date,
): Decision<
  'withdrawn' | 'accepted',
  'not_your_move' | 'request_closed' | 'wrong_state' | 'blocked' | 'not_accepting' | 'in_the_past'
> {
  if ((move === 'withdraw') !== (proposal.by === 'author')) return refuse('not_your_move');
  if (!isOpen(proposal.request, now)) return refuse('request_closed');
  if (proposal.state !== 'active') return refuse('wrong_state');
  if (move === 'withdraw') return allow('withdrawn');
  if (proposal.blocked) return refuse('blocked');
  if (proposal.away) return refuse('not_accepting');
  if (proposal.startsAt <= now) return refuse('in_the_past');
  return allow('accepted');
}

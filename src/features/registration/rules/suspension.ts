import { allow, refuse, type Decision } from '../../../core/decision.ts';
import type { Role } from '../../identity/rules.ts';

export type SuspensionFacts = {
  suspended: boolean;
  role: Role | null;
  /** an operator's own account */
  own: boolean;
};

/**
 * May this account be suspended, or be given back? Operators are not: whoever runs the site is dismissed where they were made one,
 * and nobody shuts the door on themselves.
 */
export function decideSuspension(
  account: SuspensionFacts,
  to: 'suspended' | 'reinstated',
): Decision<true, 'role_not_allowed' | 'wrong_state'> {
  if (to === 'suspended' && (account.own || account.role === 'admin')) return refuse('role_not_allowed');
  if (account.suspended === (to === 'suspended')) return refuse('wrong_state');
  return allow(true);
}

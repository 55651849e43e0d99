import { allow, refuse, type Decision } from '../../core/decision.ts';
import { AppError } from '../../core/errors.ts';

export const roles = ['talent', 'customer', 'admin'] as const;
export type Role = (typeof roles)[number];
export const customerKinds = ['individual', 'professional', 'company'] as const;
export type CustomerKind = (typeof customerKinds)[number];
export const plans = ['FREE', 'PRO', 'AGENCY'] as const;

/** What a person chooses between at the door: three kinds of customer, a talent, or an agency, which is a talent who manages others. */
export const accountKinds = [...customerKinds, 'talent', 'agency'] as const;
export type AccountKind = (typeof accountKinds)[number];

/** Where a deploy looks at new accounts before they reach others (`APPROVAL`); everywhere else all are approved. */
export const approvals = ['approved', 'waiting', 'refused'] as const;
export type Approval = (typeof approvals)[number];

export type Standing = {
  role: Role | null;
  onboardedAt: Date | null;
  suspendedAt: Date | null;
  deletedAt: Date | null;
};
export type StandingRefusal = 'unauthenticated' | 'account_suspended' | 'onboarding_required';

/** May this account act at all? Suspension is said before anything else is asked of it (product.md 3.6). */
export function inGoodStanding<Who extends Standing>(
  who: Who | undefined,
): Decision<Who & { role: Role }, StandingRefusal> {
  // Clerk's token outlives a deleted account by up to a minute
  if (who?.deletedAt) return refuse('unauthenticated');
  if (who?.suspendedAt) return refuse('account_suspended');
  if (!who?.onboardedAt || who.role === null) return refuse('onboarding_required');
  return allow({ ...who, role: who.role });
}

/** The same, and of one of these roles. */
export function ofRole<Who extends Standing>(
  who: Who | undefined,
  wanted: readonly Role[],
): Decision<Who & { role: Role }, StandingRefusal | 'role_not_allowed'> {
  const standing = inGoodStanding(who);
  if (!standing.ok) return standing;
  return wanted.includes(standing.value.role) ? standing : refuse('role_not_allowed');
}

/** For verbs: whoever asks, or the refusal thrown. */
export function requireActive<Who extends Standing>(who: Who | undefined): Who & { role: Role } {
  const standing = inGoodStanding(who);
  if (!standing.ok) throw new AppError(standing.why);
  return standing.value;
}

export function requireRole<Who extends Standing>(who: Who | undefined, ...wanted: Role[]): Who & { role: Role } {
  const standing = ofRole(who, wanted);
  if (!standing.ok) throw new AppError(standing.why);
  return standing.value;
}

export type ApprovalRefusal = 'approval_pending' | 'approval_refused';
const unapproved = { waiting: 'approval_pending', refused: 'approval_refused' } as const;

/**
 * May this account do what reaches others: publish, ask, book, post? Whoever is not approved yet reads and prepares whatever is
 * their own. `app.approved_only` says the same.
 */
export function ofApproved<Who extends Standing & { approval: Approval }>(
  who: Who | undefined,
): Decision<Who & { role: Role }, StandingRefusal | ApprovalRefusal> {
  const standing = inGoodStanding(who);
  if (!standing.ok || standing.value.approval === 'approved') return standing;
  return refuse(unapproved[standing.value.approval]);
}

/** For verbs that reach others: whoever asks, approved and of one of these roles, or of any if none is named. */
export function requireApproved<Who extends Standing & { approval: Approval }>(
  who: Who | undefined,
  ...wanted: Role[]
): Who & { role: Role } {
  const standing = wanted.length === 0 ? requireActive(who) : requireRole(who, ...wanted);
  const approved = ofApproved(standing);
  if (!approved.ok) throw new AppError(approved.why);
  return approved.value;
}

export type Onboarded = { role: Role; customerKind: CustomerKind | null; plan: 'FREE' | null };

/** An account kind is chosen once (product.md 3.2: one account, one role). */
export function decideOnboarding(
  who: Standing,
  kind: AccountKind,
): Decision<Onboarded, 'unauthenticated' | 'account_suspended' | 'already_onboarded'> {
  if (who.deletedAt) return refuse('unauthenticated');
  if (who.suspendedAt) return refuse('account_suspended');
  if (who.onboardedAt) return refuse('already_onboarded');
  return allow(
    kind === 'talent' || kind === 'agency'
      ? { role: 'talent', customerKind: null, plan: 'FREE' }
      : { role: 'customer', customerKind: kind, plan: null },
  );
}

/** A named IANA zone this runtime knows; a bare offset is none, for it forgets the next clock change. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][\w+-]*(?:\/[\w+-]+)*$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

import type { Role } from '../../identity/rules.ts';

/** product.md K1: `full`, `casting` (no inquiries, no requests) or `request_only` (no inquiries, no direct contact). */
export const messagingPolicies = ['full', 'casting', 'request_only'] as const;
export type MessagingPolicy = (typeof messagingPolicies)[number];

/** Which of the four contexts a deploy has at all. Talk about a booking is business and always there. */
export const contextsOn: Readonly<Record<MessagingPolicy, { inquiry: boolean; direct: boolean; request: boolean }>> = {
  full: { inquiry: true, direct: true, request: true },
  casting: { inquiry: false, direct: true, request: false },
  request_only: { inquiry: false, direct: false, request: true },
};

/** Whoever wants to write, as far as any rule asks. `null` stands for a visitor without an account. */
export type Speaker = {
  role: Role | null;
  /** suspended or deleted */
  suspended: boolean;
} | null;

/** Who is written to. */
export type Partner = {
  /** suspended or deleted: nobody writes to them any more */
  away: boolean;
};

/** Why nothing is sent, in the order of product.md 3.6. */
export const sendRefusals = [
  'unauthenticated',
  'account_suspended',
  'not_found',
  'role_not_allowed',
  'not_your_request',
  'not_participant',
  'blocked',
  'not_accepting',
  'booking_closed',
  'request_not_open',
  'request_closed',
  'inquiry_spam',
  'contact_pending',
  'contact_declined',
  'conversation_closed',
  'message_limit',
  'upgrade_required',
  'unlock_required',
] as const;
export type SendRefusal = (typeof sendRefusals)[number];

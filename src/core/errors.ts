/** Every refusal a caller can meet. The screen, the problem document and the catalogue `problems` speak of these and no others. */
export const errorCodes = [
  'unauthenticated',
  'account_suspended',
  'approval_pending',
  'approval_refused',
  'onboarding_required',
  'already_onboarded',
  'role_not_allowed',
  'not_found',
  'not_your_move',
  'not_participant',
  'no_mandate',
  'own_login_only',
  'own_invitation',
  'already_member',
  'invitation_over',
  'no_room',
  'not_your_request',
  'own_request',
  'invalid',
  'invalid_json',
  'body_too_large',
  'unsupported_media_type',
  'method_not_allowed',
  'cross_site',
  'slow_down',
  'wrong_state',
  'lost_race',
  'quote_changed',
  'refund_changed',
  'slot_taken',
  'day_full',
  'not_available',
  'hold_expired',
  'in_the_past',
  'notice_too_short',
  'too_far_ahead',
  'too_late',
  'wrong_currency',
  'booking_closed',
  'message_limit',
  'blocked',
  'not_accepting',
  'request_not_open',
  'request_closed',
  'request_in_use',
  'unlock_required',
  'not_enough_credits',
  'already_proposed',
  'inquiry_spam',
  'contact_pending',
  'contact_declined',
  'conversation_closed',
  'already_reported',
  'thread_moved_on',
  'address_not_allowed',
  'limit_reached',
  'agent_not_allowed',
  'attachment_refused',
  'portfolio_full',
  'already_reviewed',
  'already_done',
  'birth_date_settled',
  'age_needs_a_look',
  'own_service',
  'slug_taken',
  'name_reserved',
  'renamed_often',
  'idempotency_mismatch',
  'payment_in_doubt',
  'payment_opening',
  'payment_not_due',
  'gateway_unavailable',
  'gateway_unknown',
  'refund_too_much',
  'owed_too_little',
  'renews_by_itself',
  'plan_running',
  'upgrade_required',
  'not_ready',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

export type ErrorDetails = {
  /** field path → problem codes of that field, for forms */
  fields?: Record<string, string[]>;
  /** seconds until it is worth trying again */
  retryAfter?: number;
  /** values for the sentence in the reader's language */
  values?: Record<string, string | number>;
  upgradeUrl?: string;
  feature?: string;
  /** what stays inside: never sent to a caller */
  cause?: unknown;
};

/** An expected refusal on its way to the border, where one table gives it a status and the reader's language a sentence. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(code, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }
}

/** For `?? absent()`: a thing that is not there, or that the caller may not know of. */
export function absent(): never {
  throw new AppError('not_found');
}

/** For `?? lostRace()`: the row changed between the judgement and the write. */
export function lostRace(): never {
  throw new AppError('lost_race');
}

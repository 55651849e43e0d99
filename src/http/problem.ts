import type { AppError, ErrorCode } from '../core/errors.ts';
import type { Locale } from '../core/locale.ts';
import { translator, type Catalog } from '../i18n/translate.ts';
import { problemsMessages } from '../i18n/catalogs/problems.ts';

/** The one table from codes to statuses. */
export const statuses = {
  unauthenticated: 401,
  account_suspended: 403,
  approval_pending: 403,
  approval_refused: 403,
  onboarding_required: 403,
  already_onboarded: 409,
  role_not_allowed: 403,
  not_found: 404,
  not_your_move: 403,
  not_participant: 403,
  no_mandate: 403,
  own_login_only: 403,
  own_invitation: 403,
  already_member: 409,
  invitation_over: 409,
  no_room: 409,
  invalid: 422,
  invalid_json: 400,
  body_too_large: 413,
  unsupported_media_type: 415,
  method_not_allowed: 405,
  cross_site: 403,
  slow_down: 429,
  wrong_state: 409,
  lost_race: 409,
  quote_changed: 409,
  refund_changed: 409,
  slot_taken: 409,
  day_full: 409,
  not_available: 422,
  hold_expired: 409,
  in_the_past: 422,
  notice_too_short: 422,
  too_far_ahead: 422,
  too_late: 409,
  wrong_currency: 422,
  booking_closed: 403,
  message_limit: 403,
  blocked: 403,
  not_accepting: 403,
  inquiry_spam: 403,
  contact_pending: 403,
  not_your_request: 403,
  own_request: 403,
  request_not_open: 403,
  request_closed: 403,
  request_in_use: 409,
  unlock_required: 403,
  not_enough_credits: 402,
  already_proposed: 409,
  contact_declined: 403,
  conversation_closed: 403,
  already_reported: 409,
  thread_moved_on: 409,
  address_not_allowed: 422,
  limit_reached: 409,
  agent_not_allowed: 403,
  attachment_refused: 422,
  portfolio_full: 409,
  already_reviewed: 409,
  already_done: 409,
  birth_date_settled: 409,
  age_needs_a_look: 409,
  own_service: 403,
  slug_taken: 409,
  name_reserved: 422,
  renamed_often: 409,
  idempotency_mismatch: 422,
  payment_in_doubt: 502,
  payment_opening: 409,
  payment_not_due: 409,
  gateway_unavailable: 503,
  gateway_unknown: 422,
  refund_too_much: 409,
  owed_too_little: 409,
  renews_by_itself: 409,
  plan_running: 409,
  upgrade_required: 403,
  not_ready: 503,
  internal: 500,
} as const satisfies Record<ErrorCode, number>;

export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  action?: string;
  upgradeUrl?: string;
  feature?: string;
  fields?: Record<string, string[]>;
  requestId: string;
};

/** RFC 9457 with our code, a sentence in the reader's language and a next step. Nothing of the cause. */
export function problemOf(error: AppError, locale: Locale, requestId: string): Problem {
  const t = translator(locale, problemsMessages[locale] as Catalog);
  const { fields, upgradeUrl, feature, values } = error.details;
  return {
    type: `/problems/${error.code}`,
    title: t(`${error.code}.title`, values),
    status: statuses[error.code],
    detail: t(`${error.code}.detail`, values),
    code: error.code,
    action: t(`${error.code}.action`, values),
    ...(upgradeUrl === undefined ? {} : { upgradeUrl }),
    ...(feature === undefined ? {} : { feature }),
    ...(fields === undefined ? {} : { fields }),
    requestId,
  };
}

export function problemResponse(error: AppError, locale: Locale, requestId: string): Response {
  const problem = problemOf(error, locale, requestId);
  const headers = new Headers({
    'content-type': 'application/problem+json; charset=utf-8',
    'content-language': locale,
    'cache-control': 'no-store',
    'x-request-id': requestId,
    'x-content-type-options': 'nosniff',
  });
  if (error.details.retryAfter !== undefined) headers.set('retry-after', String(error.details.retryAfter));
  if (problem.status === 401) headers.set('www-authenticate', 'Bearer');
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}

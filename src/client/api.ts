import * as auth from 'virtual:auth-client';
import type * as calendar from '../features/calendar/contract.ts';
import type * as z from 'zod';
import type { Locale } from '../core/locale.ts';
import type * as bookings from '../features/bookings/contract.ts';
import type * as documents from '../features/documents/contract.ts';
import type * as discovery from '../features/discovery/contract.ts';
import type { Preview } from '../features/discovery/schema.ts';
import type * as ledger from '../features/ledger/contract.ts';
import type * as notifications from '../features/notifications/contract.ts';
import type * as identity from '../features/identity/contract.ts';
import type * as profiles from '../features/profiles/contract.ts';
import type * as payments from '../features/payments/contract.ts';
import type * as reviews from '../features/reviews/contract.ts';
import type * as subscriptions from '../features/subscriptions/contract.ts';
import { acting } from './acting.ts';
import { ApiError, problemOf } from './problem.ts';

/* The contracts are the types: what a call takes and answers is read off the route, and nothing of a route is loaded. */
type Json<Part> = Part extends { content: { 'application/json': { schema: infer Shape extends z.ZodType } } }
  ? Shape
  : never;
type Route = { responses: object };
export type AnswerOf<R extends Route> = z.output<Json<R['responses'][keyof R['responses'] & (200 | 201)]>>;
export type BodyOf<R> = R extends { request: { body: infer Body } } ? z.input<Json<Body>> : never;

type Query = Readonly<Record<string, string | number | undefined>>;
const withQuery = (path: string, query: Query) => {
  const asked = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  ).toString();
  return asked ? `${path}?${asked}` : path;
};

/**
 * Calls in the reader's language, as whoever is signed in, or as the account this tab acts for. A refusal or a missing answer is
 * thrown as `ApiError`.
 */
export function apiCalls(locale: Locale, { asMyself = false }: { asMyself?: boolean } = {}) {
  async function answer(
    method: string,
    path: string,
    sent?: { body: unknown; key: string },
    accept = 'application/json',
  ): Promise<Response> {
    const token = await auth.token();
    const headers = new Headers({ accept, 'accept-language': locale });
    if (token) headers.set('authorization', `Bearer ${token}`);
    const account = asMyself ? null : acting();
    if (account) headers.set('acting-for', account.accountId);
    if (sent) {
      headers.set('content-type', 'application/json');
      // sent again it is the same write, however often
      headers.set('idempotency-key', sent.key);
    }
    const response = await fetch(path, { method, headers, ...(sent && { body: JSON.stringify(sent.body) }) }).catch(
      (cause: unknown) => {
        throw new ApiError(null, { cause });
      },
    );
    if (!response.ok) throw await problemOf(response);
    return response;
  }
  const call = async (...asked: Parameters<typeof answer>): Promise<unknown> => {
    const answered = await answer(...asked);
    // done, and there is nothing to say about it
    return answered.status === 204 ? null : answered.json();
  };
  const read = <R extends Route>(path: string, query: Query = {}) =>
    call('GET', withQuery(path, query)) as Promise<AnswerOf<R>>;
  const write = <R extends Route>(path: string, key: string, body: BodyOf<R>, method = 'POST') =>
    call(method, path, { body, key }) as Promise<AnswerOf<R>>;
  /** a write with nothing to say but that it is meant */
  const send = <R extends Route>(path: string, key: string) =>
    call('POST', path, { body: {}, key }) as Promise<AnswerOf<R>>;
  const file = async (path: string, query: Query = {}): Promise<Blob> =>
    (await answer('GET', withQuery(path, query), undefined, 'text/csv')).blob();
  return { read, write, send, file };
}

/** What everybody's screens ask. */
export function apiClient(locale: Locale) {
  const { read, write, send } = apiCalls(locale);
  const booking = (id: string) => `/api/bookings/${encodeURIComponent(id)}`;

  return {
    getMe: () => read<typeof identity.getMe>('/api/me'),
    updateMe: (key: string, body: BodyOf<typeof identity.updateMe>) =>
      write<typeof identity.updateMe>('/api/me', key, body, 'PATCH'),

    completeOnboarding: (key: string, body: BodyOf<typeof profiles.completeOnboarding>) =>
      write<typeof profiles.completeOnboarding>('/api/me/onboarding', key, body),
    getMyProfile: () => read<typeof profiles.getMyProfile>('/api/profile'),
    updateProfile: (key: string, body: BodyOf<typeof profiles.updateProfile>) =>
      write<typeof profiles.updateProfile>('/api/profile', key, body, 'PATCH'),
    setCasting: (key: string, body: BodyOf<typeof profiles.setCasting>) =>
      write<typeof profiles.setCasting>('/api/profile/casting', key, body, 'PUT'),
    publishProfile: (key: string) => send<typeof profiles.publishProfile>('/api/profile/publish', key),
    unpublishProfile: (key: string) => send<typeof profiles.unpublishProfile>('/api/profile/unpublish', key),
    createService: (key: string, body: BodyOf<typeof profiles.createService>) =>
      write<typeof profiles.createService>('/api/profile/services', key, body),
    updateService: (key: string, id: string, body: BodyOf<typeof profiles.updateService>) =>
      write<typeof profiles.updateService>(`/api/profile/services/${encodeURIComponent(id)}`, key, body, 'PATCH'),
    moveService: (key: string, id: string, body: BodyOf<typeof profiles.moveService>) =>
      write<typeof profiles.moveService>(`/api/profile/services/${encodeURIComponent(id)}/move`, key, body),
    getAvailability: () => read<typeof profiles.getAvailability>('/api/profile/availability'),
    getCalendarFeed: () => read<typeof calendar.getCalendarFeed>('/api/calendar-feed'),
    makeCalendarFeed: (key: string) => send<typeof calendar.makeCalendarFeed>('/api/calendar-feed', key),
    dropCalendarFeed: (key: string) =>
      write<typeof calendar.dropCalendarFeed>('/api/calendar-feed', key, {} as never, 'DELETE'),
    setAvailability: (key: string, body: BodyOf<typeof profiles.setAvailability>) =>
      write<typeof profiles.setAvailability>('/api/profile/availability', key, body, 'PUT'),

    getTalentAsMember: (slug: string, query: { as?: Preview | undefined } = {}) =>
      read<typeof discovery.getTalentAsMember>(`/api/members/talents/${encodeURIComponent(slug)}`, query),
    getService: (id: string, query: { from?: string; until?: string } = {}) =>
      read<typeof discovery.getService>(`/api/services/${encodeURIComponent(id)}`, query),

    listBookings: (query: { group?: string; cursor?: string; limit?: number }) =>
      read<typeof bookings.listBookings>('/api/bookings', query),
    getBooking: (id: string) => read<typeof bookings.getBooking>(booking(id)),
    listBookingMessages: (id: string, query: { cursor?: string }) =>
      read<typeof bookings.listBookingMessages>(`${booking(id)}/messages`, query),
    requestBooking: (key: string, body: BodyOf<typeof bookings.requestBooking>) =>
      write<typeof bookings.requestBooking>('/api/bookings', key, body),
    sendQuote: (key: string, id: string, body: BodyOf<typeof bookings.sendQuote>) =>
      write<typeof bookings.sendQuote>(`${booking(id)}/quote`, key, body),
    acceptQuote: (key: string, id: string, body: BodyOf<typeof bookings.acceptQuote>) =>
      write<typeof bookings.acceptQuote>(`${booking(id)}/accept`, key, body),
    askForChange: (key: string, id: string, body: BodyOf<typeof bookings.askForChange>) =>
      write<typeof bookings.askForChange>(`${booking(id)}/ask-change`, key, body),
    declineBooking: (key: string, id: string) =>
      write<typeof bookings.declineBooking>(`${booking(id)}/decline`, key, {}),
    withdrawBooking: (key: string, id: string) =>
      write<typeof bookings.withdrawBooking>(`${booking(id)}/withdraw`, key, {}),
    completeBooking: (key: string, id: string) =>
      write<typeof bookings.completeBooking>(`${booking(id)}/complete`, key, {}),
    cancelBooking: (key: string, id: string, body: BodyOf<typeof bookings.cancelBooking>) =>
      write<typeof bookings.cancelBooking>(`${booking(id)}/cancel`, key, body),
    disputeBooking: (key: string, id: string, body: BodyOf<typeof bookings.disputeBooking>) =>
      write<typeof bookings.disputeBooking>(`${booking(id)}/dispute`, key, body),
    sendBookingMessage: (key: string, id: string, body: BodyOf<typeof bookings.sendBookingMessage>) =>
      write<typeof bookings.sendBookingMessage>(`${booking(id)}/messages`, key, body),
    markBookingRead: (key: string, id: string, body: BodyOf<typeof bookings.markBookingRead>) =>
      write<typeof bookings.markBookingRead>(`${booking(id)}/read`, key, body),
    createReview: (key: string, id: string, body: BodyOf<typeof reviews.createReview>) =>
      write<typeof reviews.createReview>(`${booking(id)}/reviews`, key, body),

    listNotifications: (query: { cursor?: string; limit?: number; unread?: 'true' }) =>
      read<typeof notifications.listNotifications>('/api/notifications', query),
    countUnreadNotifications: () => read<typeof notifications.countUnreadNotifications>('/api/notifications/unread'),
    markNotificationsRead: (key: string, body: BodyOf<typeof notifications.markNotificationsRead>) =>
      write<typeof notifications.markNotificationsRead>('/api/notifications/read', key, body),
    getNotificationChoices: () => read<typeof notifications.getNotificationChoices>('/api/notifications/choices'),
    setNotificationChoices: (key: string, body: BodyOf<typeof notifications.setNotificationChoices>) =>
      write<typeof notifications.setNotificationChoices>('/api/notifications/choices', key, body, 'PUT'),

    createPayment: (key: string, body: BodyOf<typeof payments.createPayment>) =>
      write<typeof payments.createPayment>('/api/payments/create', key, body),
    listGateways: () => read<typeof payments.listGateways>('/api/payments/gateways'),
    getPaymentStatus: (id: string) => read<typeof payments.getPaymentStatus>('/api/payments/status', { id }),
    listPayments: (query: { cursor?: string; limit?: number }) =>
      read<typeof payments.listPayments>('/api/payments', query),
    getDocument: (id: string) => read<typeof documents.getDocument>(`/api/documents/${encodeURIComponent(id)}`),
    getReceipt: (id: string) => read<typeof payments.getReceipt>(`/api/payments/${encodeURIComponent(id)}/receipt`),

    createPurchase: (key: string, body: BodyOf<typeof subscriptions.createPurchase>) =>
      write<typeof subscriptions.createPurchase>('/api/purchases', key, body),
    getPurchase: (id: string) => read<typeof subscriptions.getPurchase>(`/api/purchases/${encodeURIComponent(id)}`),
    getSubscription: () => read<typeof subscriptions.getSubscription>('/api/subscription'),
    cancelSubscription: (key: string) => send<typeof subscriptions.cancelSubscription>('/api/subscription/cancel', key),
    resumeSubscription: (key: string) => send<typeof subscriptions.resumeSubscription>('/api/subscription/resume', key),
    renewSubscription: (key: string) => send<typeof subscriptions.renewSubscription>('/api/subscription/renew', key),

    getEarnings: (query: { cursor?: string; limit?: number }) =>
      read<typeof ledger.getEarnings>('/api/earnings', query),
    listMyPayouts: (query: { cursor?: string; limit?: number }) =>
      read<typeof ledger.listMyPayouts>('/api/earnings/payouts', query),
    getPayoutAccount: () => read<typeof ledger.getPayoutAccount>('/api/earnings/account'),
    setPayoutAccount: (key: string, body: BodyOf<typeof ledger.setPayoutAccount>) =>
      write<typeof ledger.setPayoutAccount>('/api/earnings/account', key, body, 'PUT'),
  };
}
/** What ends a registration, for whichever kind of account. */
export type OnboardingBody = BodyOf<typeof profiles.completeOnboarding>;
export type ApiClient = ReturnType<typeof apiClient>;

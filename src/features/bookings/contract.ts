import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import {
  acceptQuoteBody,
  askForChangeBody,
  bookingId,
  bookingList,
  bookingView,
  cancelBookingBody,
  disputeBookingBody,
  disputeList,
  resolveBookingBody,
  resolvedBooking,
  listBookingsQuery,
  markReadBody,
  message,
  messageList,
  requestBookingBody,
  sendMessageBody,
  sendQuoteBody,
} from './schema.ts';
import { idempotencyHeader, jsonAnswer, jsonBody, refusals } from '../endpoint.ts';
import { demo, exampleIds } from '../examples.ts';

const tags = ['bookings'];
const security = [{ session: [] }];
const signedIn = { 401: ['unauthenticated'], 403: ['account_suspended', 'onboarding_required'] } as const;
const oneBooking = { ...signedIn, 404: ['not_found'] } as const;
const moved = jsonAnswer('the booking as it is now', bookingView);

/** The path of one booking; the document says which one its example is about. */
const exampleBooking = (id: string) => z.object({ bookingId: z.uuid().meta({ example: id }) });

/** A move of one booking: the path, who the example is sent by, and the body if it has one. */
export const moveRoute = <Body extends z.ZodType>(
  path: string,
  operationId: string,
  summary: string,
  as: string,
  id: string,
  body: Body,
  example: unknown,
  codes: readonly string[],
) =>
  createRoute({
    method: 'post',
    path,
    operationId,
    summary,
    tags,
    security,
    'x-example-as': as,
    request: {
      params: exampleBooking(id),
      headers: idempotencyHeader,
      body: jsonBody(body.meta({ example })),
    },
    responses: { 200: moved, ...refusals({ ...oneBooking, 409: codes as ['wrong_state'], 422: ['invalid'] }) },
  });

const empty = z.object({}).strict();

export const requestBooking = createRoute({
  method: 'post',
  path: '/api/bookings',
  operationId: 'requestBooking',
  summary: 'A customer asks a talent for a day and time',
  tags,
  security,
  'x-example-as': demo.customer,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      requestBookingBody.meta({
        example: {
          serviceId: exampleIds.service,
          startsAt: '@+40d',
          note: 'Wedding at the river club, about 120 guests, from the henna to the cake.',
          place: 'Abu Nuwas, Baghdad',
        },
      }),
    ),
  },
  responses: {
    201: jsonAnswer('the new booking', bookingView),
    ...refusals({
      ...oneBooking,
      409: ['slot_taken', 'day_full'],
      422: ['invalid', 'in_the_past', 'notice_too_short', 'too_far_ahead', 'not_available'],
    }),
  },
});

export const listBookings = createRoute({
  method: 'get',
  path: '/api/bookings',
  operationId: 'listBookings',
  summary: 'My bookings, as customer or talent, newest first',
  tags,
  security,
  request: { query: listBookingsQuery },
  responses: { 200: jsonAnswer('a page of bookings', bookingList), ...refusals({ ...signedIn, 422: ['invalid'] }) },
});

export const getBooking = createRoute({
  method: 'get',
  path: '/api/bookings/{bookingId}',
  operationId: 'getBooking',
  summary: 'One booking with its quotes, history, talk and what may be done next',
  tags,
  security,
  request: { params: bookingId },
  responses: { 200: jsonAnswer('the booking', bookingView), ...refusals(oneBooking) },
});

export const sendQuote = moveRoute(
  '/api/bookings/{bookingId}/quote',
  'sendQuote',
  'The talent names a price and time; again to change it',
  demo.talent,
  exampleIds.requestedToQuote,
  sendQuoteBody,
  { amount: { amount: 250000, currency: 'IQD' }, message: 'With travel and two hours of editing.' },
  ['wrong_state', 'slot_taken', 'day_full', 'too_late'],
);
export const acceptQuote = moveRoute(
  '/api/bookings/{bookingId}/accept',
  'acceptQuote',
  'The customer accepts the quote they read; the time is held for payment',
  demo.customer,
  exampleIds.quotedToAccept,
  acceptQuoteBody,
  { quoteVersion: 1 },
  ['quote_changed', 'slot_taken', 'day_full', 'wrong_state', 'too_late'],
);
export const askForChange = moveRoute(
  '/api/bookings/{bookingId}/ask-change',
  'askForChange',
  'The customer asks for another quote, saying what should change',
  demo.customer,
  exampleIds.quotedToChange,
  askForChangeBody,
  { message: 'Could you start an hour earlier?' },
  ['wrong_state', 'too_late'],
);
export const declineBooking = moveRoute(
  '/api/bookings/{bookingId}/decline',
  'declineBooking',
  'The talent says no to a request',
  demo.talent,
  exampleIds.requestedToDecline,
  empty,
  {},
  ['wrong_state', 'too_late'],
);
export const withdrawBooking = moveRoute(
  '/api/bookings/{bookingId}/withdraw',
  'withdrawBooking',
  'Either side steps back before payment',
  demo.customer,
  exampleIds.requestedToWithdraw,
  empty,
  {},
  ['wrong_state', 'too_late'],
);
export const completeBooking = moveRoute(
  '/api/bookings/{bookingId}/complete',
  'completeBooking',
  'One side says the work is done; when both have, the booking is completed',
  demo.customer,
  exampleIds.paidToComplete,
  empty,
  {},
  ['wrong_state', 'already_done'],
);

export const cancelBooking = moveRoute(
  '/api/bookings/{bookingId}/cancel',
  'cancelBooking',
  'Either side ends a paid booking by the terms it was asked under; a talent who cancels gives everything back',
  demo.customer,
  exampleIds.paidToCancel,
  cancelBookingBody,
  {},
  ['wrong_state', 'refund_changed'],
);
export const disputeBooking = moveRoute(
  '/api/bookings/{bookingId}/dispute',
  'disputeBooking',
  'Either side asks the operator to decide; the money stays where it is until then',
  demo.customer,
  exampleIds.paidToDispute,
  disputeBookingBody,
  { reason: 'The photographer left two hours before the end.' },
  ['wrong_state', 'too_late'],
);

export const listDisputes = createRoute({
  method: 'get',
  path: '/api/admin/disputes',
  operationId: 'listDisputes',
  summary: 'For the operator: bookings that wait for a decision, longest first',
  tags: ['operator: bookings'],
  security,
  responses: { 200: jsonAnswer('the disputes', disputeList), ...refusals(oneBooking) },
});
export const resolveBooking = createRoute({
  method: 'post',
  path: '/api/admin/bookings/{bookingId}/resolve',
  operationId: 'resolveBooking',
  summary: 'The operator settles a dispute: what goes back to the customer, and why; the rest is the talent’s',
  tags: ['operator: bookings'],
  security,
  'x-example-as': demo.operator,
  request: {
    params: exampleBooking(exampleIds.disputedToResolve),
    headers: idempotencyHeader,
    body: jsonBody(
      resolveBookingBody.meta({ example: { refund: 50000, words: 'Half of the evening was photographed.' } }),
    ),
  },
  responses: {
    200: jsonAnswer('what was decided', resolvedBooking),
    ...refusals({ ...oneBooking, 409: ['wrong_state', 'idempotency_mismatch'], 422: ['invalid'] }),
  },
});

export const sendBookingMessage = createRoute({
  method: 'post',
  path: '/api/bookings/{bookingId}/messages',
  operationId: 'sendBookingMessage',
  summary: 'Writes in the booking’s thread',
  tags,
  security,
  'x-example-as': demo.customer,
  request: {
    params: exampleBooking(exampleIds.paidToTalk),
    headers: idempotencyHeader,
    body: jsonBody(sendMessageBody.meta({ example: { body: 'See you on Thursday at the gate.' } })),
  },
  responses: { 201: jsonAnswer('the message as sent', message), ...refusals({ ...oneBooking, 422: ['invalid'] }) },
});

export const listBookingMessages = createRoute({
  method: 'get',
  path: '/api/bookings/{bookingId}/messages',
  operationId: 'listBookingMessages',
  summary: 'A page of the thread, oldest first; the cursor leads to older messages',
  tags,
  security,
  request: {
    params: bookingId,
    query: z.object({ cursor: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(100).default(50) }),
  },
  responses: { 200: jsonAnswer('a page of messages', messageList), ...refusals({ ...oneBooking, 422: ['invalid'] }) },
});

export const markBookingRead = createRoute({
  method: 'post',
  path: '/api/bookings/{bookingId}/read',
  operationId: 'markBookingRead',
  summary: 'Marks the thread read up to a message',
  tags,
  security,
  'x-example-as': demo.customer,
  request: {
    params: exampleBooking(exampleIds.paidToTalk),
    headers: idempotencyHeader,
    body: jsonBody(markReadBody.meta({ example: { lastReadId: exampleIds.messageToRead } })),
  },
  responses: {
    200: jsonAnswer('what is still unread', z.object({ unread: z.int() })),
    ...refusals({ ...oneBooking, 422: ['invalid'] }),
  },
});

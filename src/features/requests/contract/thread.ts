import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { idempotencyHeader, jsonAnswer, jsonBody, refusals } from '../../endpoint.ts';
import { demo, exampleIds } from '../../examples.ts';
import { readBody } from '../../messaging/schema/threads.ts';
import { requestId } from '../schema/requests.ts';
import {
  listRequestMessagesQuery,
  requestMessage,
  requestMessages,
  requestThread,
  sendRequestMessageBody,
} from '../schema/thread.ts';

const tags = ['requests'];
const security = [{ session: [] }];
const unchanged = { 304: { description: 'nothing has changed since the given entity tag' } };
const mayNotRead = [
  'account_suspended',
  'onboarding_required',
  'role_not_allowed',
  'not_your_request',
  'unlock_required',
] as const;
const readers = { 401: ['unauthenticated'], 403: mayNotRead, 404: ['not_found'] } as const;
const exampleRequest = z.object({ requestId: z.uuid().meta({ example: exampleIds.unlockedRequest }) });

export const getRequestThread = createRoute({
  method: 'get',
  path: '/api/requests/{requestId}/thread',
  operationId: 'getRequestThread',
  summary:
    'A request’s conversation: for its owner grouped by provider, for a talent who unlocked it what they may read',
  description:
    'Where the request is transparent, those who unlocked it read each other, and contact details are masked; where it is private, each reads their own, what the owner says to everyone and what the owner answers them.',
  tags,
  security,
  request: { params: requestId },
  responses: { 200: jsonAnswer('the conversation', requestThread), ...unchanged, ...refusals(readers) },
});

export const listRequestMessages = createRoute({
  method: 'get',
  path: '/api/requests/{requestId}/messages',
  operationId: 'listRequestMessages',
  summary: 'A page of its messages, oldest first: older than a cursor, or newer than a message',
  tags,
  security,
  request: { params: requestId, query: listRequestMessagesQuery },
  responses: {
    200: jsonAnswer('a page of messages', requestMessages),
    ...unchanged,
    ...refusals({ ...readers, 422: ['invalid'] }),
  },
});

export const sendRequestMessage = createRoute({
  method: 'post',
  path: '/api/requests/{requestId}/messages',
  operationId: 'sendRequestMessage',
  summary: 'Writes in a request’s conversation: to everyone, or as its owner to one provider',
  tags,
  security,
  'x-example-as': demo.customer,
  request: {
    params: exampleRequest,
    headers: idempotencyHeader,
    body: jsonBody(
      sendRequestMessageBody.meta({
        example: { body: 'The rehearsal begins at five. Would that suit you?', to: exampleIds.unlockToAnswer },
      }),
    ),
  },
  responses: {
    201: jsonAnswer('the message as sent', requestMessage),
    ...refusals({
      401: ['unauthenticated'],
      403: [
        ...mayNotRead,
        'not_participant',
        'blocked',
        'not_accepting',
        'request_not_open',
        'request_closed',
        'upgrade_required',
      ],
      404: ['not_found'],
      422: ['invalid', 'idempotency_mismatch'],
      429: ['slow_down'],
    }),
  },
});

export const markRequestThreadRead = createRoute({
  method: 'post',
  path: '/api/requests/{requestId}/read',
  operationId: 'markRequestThreadRead',
  summary: 'Marks it read up to a message',
  tags,
  security,
  'x-example-as': demo.customer,
  request: {
    params: exampleRequest,
    headers: idempotencyHeader,
    body: jsonBody(readBody.meta({ example: { lastReadId: exampleIds.requestMessageToRead } })),
  },
  responses: {
    200: jsonAnswer('what is still unread', z.object({ unread: z.int() })),
    ...refusals({ ...readers, 422: ['invalid', 'idempotency_mismatch'] }),
  },
});

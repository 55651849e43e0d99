import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { idempotencyHeader, jsonAnswer, jsonBody, refusals } from '../../endpoint.ts';
import { demo, exampleIds } from '../../examples.ts';
import {
  fileThreadBody,
  listMessagesQuery,
  listThreadsQuery,
  readBody,
  sendBody,
  threadCard,
  threadId,
  threadList,
  threadMessage,
  threadMessages,
  threadView,
  unreadThreads,
} from '../schema/threads.ts';

const tags = ['messages'];
const security = [{ session: [] }];
const signedIn = { 401: ['unauthenticated'], 403: ['account_suspended', 'onboarding_required'] } as const;
const oneThread = { ...signedIn, 404: ['not_found'] } as const;
const unchanged = { 304: { description: 'nothing has changed since the given entity tag' } };
const exampleThread = z.object({ threadId: z.uuid().meta({ example: exampleIds.threadToTalk }) });

export const listThreads = createRoute({
  method: 'get',
  path: '/api/threads',
  operationId: 'listThreads',
  summary: 'My conversations, the newest word first: bookings, direct contacts, inquiries and requests in one list',
  tags,
  security,
  request: { query: listThreadsQuery },
  responses: {
    200: jsonAnswer('a page of the inbox', threadList),
    ...unchanged,
    ...refusals({ ...signedIn, 422: ['invalid'] }),
  },
});

export const countUnreadThreads = createRoute({
  method: 'get',
  path: '/api/threads/unread',
  operationId: 'countUnreadThreads',
  summary: 'How much waits to be read: for a badge',
  tags,
  security,
  responses: { 200: jsonAnswer('the counts', unreadThreads), ...unchanged, ...refusals(signedIn) },
});

export const getThread = createRoute({
  method: 'get',
  path: '/api/threads/{threadId}',
  operationId: 'getThread',
  summary: 'One conversation with its newest messages, and whether I may write in it',
  tags,
  security,
  request: { params: threadId },
  responses: { 200: jsonAnswer('the conversation', threadView), ...unchanged, ...refusals(oneThread) },
});

export const listThreadMessages = createRoute({
  method: 'get',
  path: '/api/threads/{threadId}/messages',
  operationId: 'listThreadMessages',
  summary: 'A page of its messages, oldest first: older than a cursor, or newer than a message',
  tags,
  security,
  request: { params: threadId, query: listMessagesQuery },
  responses: {
    200: jsonAnswer('a page of messages', threadMessages),
    ...unchanged,
    ...refusals({ ...oneThread, 422: ['invalid'] }),
  },
});

export const sendMessage = createRoute({
  method: 'post',
  path: '/api/threads/{threadId}/messages',
  operationId: 'sendMessage',
  summary: 'Writes in a conversation: a booking’s, a contact’s, an inquiry’s, or to everyone in a request’s',
  tags,
  security,
  'x-example-as': demo.customer,
  request: {
    params: exampleThread,
    headers: idempotencyHeader,
    body: jsonBody(sendBody.meta({ example: { body: 'We will be at the gate from four o’clock.' } })),
  },
  responses: {
    201: jsonAnswer('the message as sent', threadMessage),
    ...refusals({
      ...oneThread,
      403: [
        'account_suspended',
        'blocked',
        'not_accepting',
        'booking_closed',
        'contact_pending',
        'contact_declined',
        'conversation_closed',
        'message_limit',
        'request_closed',
        'upgrade_required',
        'unlock_required',
      ],
      422: ['invalid', 'idempotency_mismatch'],
      429: ['slow_down'],
    }),
  },
});

export const markThreadRead = createRoute({
  method: 'post',
  path: '/api/threads/{threadId}/read',
  operationId: 'markThreadRead',
  summary: 'Marks it read up to a message',
  tags,
  security,
  'x-example-as': demo.customer,
  request: {
    params: exampleThread,
    headers: idempotencyHeader,
    body: jsonBody(readBody.meta({ example: { lastReadId: exampleIds.messageToRead } })),
  },
  responses: {
    200: jsonAnswer('what is still unread', z.object({ unread: z.int() })),
    ...refusals({ ...oneThread, 422: ['invalid'] }),
  },
});

export const fileThread = createRoute({
  method: 'patch',
  path: '/api/threads/{threadId}',
  operationId: 'fileThread',
  summary: 'Archives it, takes it out of the archive, or marks it unread: for me alone',
  tags,
  security,
  'x-example-as': demo.customer,
  request: {
    params: exampleThread,
    headers: idempotencyHeader,
    body: jsonBody(fileThreadBody.meta({ example: { unread: true } })),
  },
  responses: {
    200: jsonAnswer('the conversation as it stands in the inbox', threadCard),
    ...refusals({ ...oneThread, 422: ['invalid'] }),
  },
});

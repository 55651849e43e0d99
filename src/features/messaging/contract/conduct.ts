import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { idempotencyHeader, jsonAnswer, jsonBody, refusals } from '../../endpoint.ts';
import { demo, exampleIds } from '../../examples.ts';
import * as shape from '../schema/conduct.ts';

const tags = ['conduct'];
const admin = ['operator: conduct'];
const security = [{ session: [] }];
const signedIn = { 401: ['unauthenticated'], 403: ['account_suspended', 'onboarding_required'] } as const;
const mine = { ...signedIn, 404: ['not_found'] } as const;

export const createBlock = createRoute({
  method: 'post',
  path: '/api/blocks',
  operationId: 'createBlock',
  summary: 'Nothing arrives any more from somebody I have been talking with, nor from me to them',
  description:
    'Named by a conversation or an inquiry, never by a person. What waits between the two is declined and what is open is closed; the talk about a live booking goes on until it ends. They see what they would see after a no. Asked again it changes nothing.',
  tags,
  security,
  'x-example-as': demo.talent,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(shape.blockBody.meta({ example: { threadId: exampleIds.threadToBlock } })),
  },
  responses: {
    201: jsonAnswer('the block', shape.block),
    ...refusals({ ...mine, 422: ['invalid', 'idempotency_mismatch'] }),
  },
});

export const listBlocks = createRoute({
  method: 'get',
  path: '/api/blocks',
  operationId: 'listBlocks',
  summary: 'Whom I have blocked, newest first',
  tags,
  security,
  request: { query: shape.listBlocksQuery },
  responses: { 200: jsonAnswer('a page of them', shape.blockList), ...refusals({ ...signedIn, 422: ['invalid'] }) },
});

export const deleteBlock = createRoute({
  method: 'delete',
  path: '/api/blocks/{blockId}',
  operationId: 'deleteBlock',
  summary: 'They may write again; what the block has closed stays closed until one of the two opens it',
  tags,
  security,
  request: { params: shape.blockId },
  responses: { 204: { description: 'gone' }, ...refusals(mine) },
});

export const createReport = createRoute({
  method: 'post',
  path: '/api/threads/{threadId}/reports',
  operationId: 'createReport',
  summary: 'Asks an operator to look at a conversation of mine; the other side learns nothing of it',
  description: 'One open report each. Until it is decided nothing of the conversation is erased.',
  tags,
  security,
  'x-example-as': demo.talent,
  request: {
    params: z.object({ threadId: z.uuid().meta({ example: exampleIds.threadToReport }) }),
    headers: idempotencyHeader,
    body: jsonBody(
      shape.reportBody.meta({
        example: { reason: 'contact_details', note: 'Asks me again and again to talk and pay elsewhere.' },
      }),
    ),
  },
  responses: {
    201: jsonAnswer('the report', shape.report),
    ...refusals({ ...mine, 409: ['already_reported'], 422: ['invalid', 'idempotency_mismatch'] }),
  },
});

export const takeBackMessage = createRoute({
  method: 'delete',
  path: '/api/threads/{threadId}/messages/{messageId}',
  operationId: 'takeBackMessage',
  summary: 'Takes back my own words: both see that something was there, and it is erased 30 days later',
  description:
    'Nothing is taken back while a booking is disputed. What is reported or disputed is kept until it is decided. The opening words of a request for contact take the request with them.',
  tags,
  security,
  request: { params: shape.messageParam },
  responses: {
    204: { description: 'taken back' },
    ...refusals({
      ...mine,
      403: ['account_suspended', 'onboarding_required', 'not_your_move'],
      409: ['wrong_state', 'lost_race'],
    }),
  },
});

export const listReports = createRoute({
  method: 'get',
  path: '/api/admin/reports',
  operationId: 'listReports',
  summary: 'For the operator: what people reported, open or decided, newest first',
  tags: admin,
  security,
  request: { query: shape.listReportsQuery },
  responses: { 200: jsonAnswer('a page of them', shape.reportList), ...refusals({ ...mine, 422: ['invalid'] }) },
});

export const decideReport = createRoute({
  method: 'post',
  path: '/api/admin/reports/{reportId}/decide',
  operationId: 'decideReport',
  summary: 'The operator decides a report, once, with words that are kept in the log',
  tags: admin,
  security,
  'x-example-as': demo.operator,
  request: {
    params: z.object({ reportId: z.uuid().meta({ example: exampleIds.reportToDecide }) }),
    headers: idempotencyHeader,
    body: jsonBody(
      shape.decideReportBody.meta({
        example: { decision: 'upheld', note: 'Asked for payment outside the site; warned by letter.' },
      }),
    ),
  },
  responses: {
    200: jsonAnswer('the report as decided', shape.operatorReport),
    ...refusals({ ...mine, 409: ['wrong_state'], 422: ['invalid', 'idempotency_mismatch'] }),
  },
});

export const lookAtThread = createRoute({
  method: 'get',
  path: '/api/admin/threads/{threadId}',
  operationId: 'lookAtThread',
  summary: 'The operator reads a conversation, for a reason that is logged',
  description:
    'Unmasked, with what was taken back. Both sides learn that an operator looked once no report or dispute of it is open. In a dispute no reason is asked; it is logged all the same. The id is the conversation’s, or its booking’s.',
  tags: admin,
  security,
  request: { params: shape.threadIdParam, query: shape.lookQuery },
  responses: { 200: jsonAnswer('the conversation', shape.lookedThread), ...refusals({ ...mine, 422: ['invalid'] }) },
});

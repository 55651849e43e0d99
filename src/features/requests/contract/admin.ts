import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { idempotencyHeader, jsonAnswer, jsonBody, refusals } from '../../endpoint.ts';
import { demo, exampleIds } from '../../examples.ts';
import * as shape from '../schema/admin.ts';
import { requestId } from '../schema/requests.ts';

const tags = ['operator: requests'];
const security = [{ session: [] }];
const mine = {
  401: ['unauthenticated'],
  403: ['account_suspended', 'onboarding_required'],
  404: ['not_found'],
} as const;

export const listRequestsToCheck = createRoute({
  method: 'get',
  path: '/api/admin/requests',
  operationId: 'listRequestsToCheck',
  summary: 'For the operator: casting requests that wait for a look, or all that are open or closed',
  tags,
  security,
  request: { query: shape.listRequestsToCheckQuery },
  responses: {
    200: jsonAnswer('a page of them', shape.requestsToCheck),
    ...refusals({ ...mine, 422: ['invalid'] }),
  },
});

export const inspectRequest = createRoute({
  method: 'get',
  path: '/api/admin/requests/{requestId}',
  operationId: 'inspectRequest',
  summary: 'For the operator: one casting request, whole',
  description:
    'With the contact its owner agreed to show. What is said in its thread is read with `lookAtThread`, for a reason. The id is the request’s, or its thread’s. Drafts are nobody’s business.',
  tags,
  security,
  request: { params: requestId },
  responses: { 200: jsonAnswer('the request', shape.requestForOperator), ...refusals(mine) },
});

export const checkRequest = createRoute({
  method: 'post',
  path: '/api/admin/requests/{requestId}/check',
  operationId: 'checkRequest',
  summary: 'An operator has looked at an open request and found it to be what it says',
  description:
    'From then on the board says so, until its owner changes what the board shows. Asked again it changes nothing.',
  tags,
  security,
  'x-example-as': demo.operator,
  request: {
    params: z.object({ requestId: z.uuid().meta({ example: exampleIds.requestToCheck }) }),
    headers: idempotencyHeader,
    body: jsonBody(shape.checkRequestBody.meta({ example: {} })),
  },
  responses: {
    200: jsonAnswer('the request as it stands now', shape.requestForOperator),
    ...refusals({ ...mine, 409: ['wrong_state', 'lost_race'], 422: ['invalid', 'idempotency_mismatch'] }),
  },
});

export const removeRequest = createRoute({
  method: 'post',
  path: '/api/admin/requests/{requestId}/remove',
  operationId: 'removeRequest',
  summary: 'An operator takes a request off the board, for good',
  description:
    'Whatever talents paid for it comes back at once. Its owner cannot open it again; what was said stays readable. Reason and words are kept in the log.',
  tags,
  security,
  'x-example-as': demo.operator,
  request: {
    params: z.object({ requestId: z.uuid().meta({ example: exampleIds.requestToRemove }) }),
    headers: idempotencyHeader,
    body: jsonBody(
      shape.removeRequestBody.meta({
        example: { reason: 'fraud', note: 'Asks talents for a deposit by bank transfer before any casting.' },
      }),
    ),
  },
  responses: {
    200: jsonAnswer('the request as it stands now', shape.removedRequest),
    ...refusals({ ...mine, 409: ['wrong_state'], 422: ['invalid', 'idempotency_mismatch'] }),
  },
});

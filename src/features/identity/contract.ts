import { createRoute } from '@hono/zod-openapi';
import { idempotencyHeader, jsonAnswer, jsonBody, refusals } from '../endpoint.ts';
import { demo } from '../examples.ts';
import { me, updateMeBody, webhookAnswer } from './schema.ts';

const tags = ['account'];
const security = [{ session: [] }];

export const getMe = createRoute({
  method: 'get',
  path: '/api/me',
  operationId: 'getMe',
  summary: 'Who I am here; the first call makes the account',
  tags,
  security,
  responses: {
    200: jsonAnswer('the account', me),
    ...refusals({ 401: ['unauthenticated'], 403: ['account_suspended'] }),
  },
});

export const updateMe = createRoute({
  method: 'patch',
  path: '/api/me',
  operationId: 'updateMe',
  summary: 'Changes name, language or time zone',
  tags,
  security,
  'x-example-as': demo.customer,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(updateMeBody.meta({ example: { locale: 'ar', timeZone: 'Asia/Baghdad' } })),
  },
  responses: {
    200: jsonAnswer('the account as it is now', me),
    ...refusals({
      401: ['unauthenticated'],
      403: ['account_suspended'],
      422: ['invalid', 'idempotency_mismatch', 'name_reserved'],
    }),
  },
});

export const receiveClerkWebhook = createRoute({
  method: 'post',
  path: '/api/webhooks/clerk',
  operationId: 'receiveClerkWebhook',
  summary: 'Clerk tells us of people who were made, changed or deleted; signed, each event taken once, in any order',
  tags: ['webhooks'],
  responses: {
    200: jsonAnswer('received, now or before', webhookAnswer),
    ...refusals({ 401: ['unauthenticated'], 503: ['not_ready'] }),
  },
});

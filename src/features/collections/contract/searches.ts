import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { idempotencyHeader, jsonAnswer, jsonBody, refusals } from '../../endpoint.ts';
import { demo, exampleIds } from '../../examples.ts';
import {
  createTalentSearchBody,
  editTalentSearchBody,
  forgottenTalentSearch,
  talentSearch,
  talentSearchList,
  talentSearchPath,
} from '../schema/searches.ts';

const tags = ['collections'];
const security = [{ session: [] }];
const ofCustomers = {
  401: ['unauthenticated'],
  403: ['account_suspended', 'onboarding_required', 'role_not_allowed'],
} as const;

export const listTalentSearches = createRoute({
  method: 'get',
  path: '/api/talent-searches',
  operationId: 'listTalentSearches',
  summary: 'Searches for talents a customer has saved',
  tags,
  security,
  responses: { 200: jsonAnswer('all of them, the newest first', talentSearchList), ...refusals(ofCustomers) },
});

export const createTalentSearch = createRoute({
  method: 'post',
  path: '/api/talent-searches',
  operationId: 'createTalentSearch',
  summary: 'Keeps a search under a name, and tells by mail and in the house when it finds somebody new',
  description:
    'Twenty at most. Each morning, or each week, whoever was published or fits since then is told of in one mail; where nobody is new, nothing is sent.',
  tags,
  security,
  'x-example-as': demo.customer,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      createTalentSearchBody.meta({
        example: {
          name: 'Photographers in Baghdad',
          query: { q: 'wedding', category: ['photographer'], city: ['baghdad'] },
          rhythm: 'weekly',
        },
      }),
    ),
  },
  responses: {
    201: jsonAnswer('the search', talentSearch),
    ...refusals({ ...ofCustomers, 409: ['limit_reached'], 422: ['invalid', 'idempotency_mismatch'] }),
  },
});

export const editTalentSearch = createRoute({
  method: 'patch',
  path: '/api/talent-searches/{searchId}',
  operationId: 'editTalentSearch',
  summary: 'Changes what was said; with another question, or switched on again, only whoever comes from now on is new',
  tags,
  security,
  'x-example-as': demo.customer,
  request: {
    params: z.object({ searchId: z.uuid().meta({ example: exampleIds.talentSearch }) }),
    headers: idempotencyHeader,
    body: jsonBody(editTalentSearchBody.meta({ example: { rhythm: 'off' } })),
  },
  responses: {
    200: jsonAnswer('the search as it is now', talentSearch),
    ...refusals({
      ...ofCustomers,
      404: ['not_found'],
      409: ['lost_race'],
      422: ['invalid', 'idempotency_mismatch'],
    }),
  },
});

export const deleteTalentSearch = createRoute({
  method: 'delete',
  path: '/api/talent-searches/{searchId}',
  operationId: 'deleteTalentSearch',
  summary: 'Forgets a search',
  tags,
  security,
  'x-example-as': demo.customer,
  request: { params: talentSearchPath, headers: idempotencyHeader },
  responses: {
    200: jsonAnswer('what is gone', forgottenTalentSearch),
    ...refusals({ ...ofCustomers, 404: ['not_found'], 422: ['idempotency_mismatch'] }),
  },
});

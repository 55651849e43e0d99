import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { idempotencyHeader, jsonAnswer, jsonBody, refusals } from '../../endpoint.ts';
import { demo, exampleIds } from '../../examples.ts';
import {
  createSearchBody,
  editSearchBody,
  forgottenSearch,
  savedSearch,
  savedSearchList,
  searchId,
} from '../schema/searches.ts';

const tags = ['requests'];
const security = [{ session: [] }];
const ofTalents = {
  401: ['unauthenticated'],
  403: ['account_suspended', 'onboarding_required', 'role_not_allowed'],
  404: ['not_found'],
} as const;

export const listSavedSearches = createRoute({
  method: 'get',
  path: '/api/saved-searches',
  operationId: 'listSavedSearches',
  summary: 'What a talent looks for on the board',
  tags,
  security,
  responses: { 200: jsonAnswer('all of them, the newest first', savedSearchList), ...refusals(ofTalents) },
});

export const createSavedSearch = createRoute({
  method: 'post',
  path: '/api/saved-searches',
  operationId: 'createSavedSearch',
  summary: 'A talent keeps the filters of the board under a name, and hears of new requests they find',
  description:
    'Twenty at most. How often mail about them comes is chosen under notifications (`matches`): once a day unless said otherwise.',
  tags,
  security,
  'x-example-as': demo.talent,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      createSearchBody.meta({
        example: { name: 'Weddings in Baghdad', words: 'wedding', category: 'photographer', city: 'baghdad' },
      }),
    ),
  },
  responses: {
    201: jsonAnswer('the search', savedSearch),
    ...refusals({ ...ofTalents, 409: ['limit_reached'], 422: ['invalid', 'idempotency_mismatch'] }),
  },
});

export const editSavedSearch = createRoute({
  method: 'patch',
  path: '/api/saved-searches/{searchId}',
  operationId: 'editSavedSearch',
  summary: 'Changes what was said; what is left out stays',
  tags,
  security,
  'x-example-as': demo.talent,
  request: {
    params: z.object({ searchId: z.uuid().meta({ example: exampleIds.savedSearch }) }),
    headers: idempotencyHeader,
    body: jsonBody(editSearchBody.meta({ example: { told: false } })),
  },
  responses: {
    200: jsonAnswer('the search as it is now', savedSearch),
    ...refusals({ ...ofTalents, 409: ['lost_race'], 422: ['invalid', 'idempotency_mismatch'] }),
  },
});

export const deleteSavedSearch = createRoute({
  method: 'delete',
  path: '/api/saved-searches/{searchId}',
  operationId: 'deleteSavedSearch',
  summary: 'Forgets a search',
  tags,
  security,
  'x-example-as': demo.talent,
  request: { params: searchId, headers: idempotencyHeader },
  responses: {
    200: jsonAnswer('what is gone', forgottenSearch),
    ...refusals({ ...ofTalents, 422: ['idempotency_mismatch'] }),
  },
});

import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { idempotencyHeader, jsonAnswer, jsonBody, refusals } from '../../endpoint.ts';
import { demo, exampleIds } from '../../examples.ts';
import {
  board,
  closeRequestBody,
  createRequestBody,
  editRequestBody,
  listOpenRequestsQuery,
  listRequestsQuery,
  ownRequest,
  requestId,
  requestList,
  requestView,
  unlocked,
} from '../schema/requests.ts';

const tags = ['requests'];
const security = [{ session: [] }];
const signedIn = { 401: ['unauthenticated'], 403: ['account_suspended', 'onboarding_required'] } as const;
const ofCustomers = {
  401: ['unauthenticated'],
  403: ['account_suspended', 'onboarding_required', 'role_not_allowed'],
} as const;
/** somebody else’s says so; one that nobody ever wrote is unknown */
const ofItsOwner = {
  401: ['unauthenticated'],
  403: ['account_suspended', 'onboarding_required', 'role_not_allowed', 'not_your_request'],
  404: ['not_found'],
} as const;

export const createRequest = createRoute({
  method: 'post',
  path: '/api/requests',
  operationId: 'createRequest',
  summary: 'A customer begins a casting request: a draft that may lack anything',
  description:
    'Nobody else sees a draft. Contact details in the title and in the first words, which the board shows, are dotted out.',
  tags,
  security,
  'x-example-as': demo.customer,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      createRequestBody.meta({
        example: {
          title: 'Two guitarists for an evening in the garden',
          description:
            'We celebrate the opening of our reading room with sixty guests and would love two hours of quiet music. There is a small stage and power.',
          category: 'musician',
          city: 'baghdad',
          place: 'Reading room in Karrada, second floor',
          currency: 'IQD',
          budgetMin: 200_000,
          budgetMax: 400_000,
          visibility: 'private',
          contact: { name: 'Sara', email: '', phone: '' },
        },
      }),
    ),
  },
  responses: {
    201: jsonAnswer('the draft', ownRequest),
    ...refusals({ ...ofCustomers, 404: ['not_found'], 422: ['invalid', 'idempotency_mismatch'] }),
  },
});

export const listRequests = createRoute({
  method: 'get',
  path: '/api/requests',
  operationId: 'listRequests',
  summary: 'A customer’s own casting requests, drafts included, the newest first',
  tags,
  security,
  request: { query: listRequestsQuery },
  responses: {
    200: jsonAnswer('a page of them', requestList),
    ...refusals({ ...ofCustomers, 404: ['not_found'], 422: ['invalid'] }),
  },
});

export const getRequest = createRoute({
  method: 'get',
  path: '/api/requests/{requestId}',
  operationId: 'getRequest',
  summary: 'One casting request: whole for its owner, and for a talent as much as is unlocked',
  tags,
  security,
  request: { params: requestId },
  responses: {
    200: jsonAnswer('the request, by who asks', requestView),
    ...refusals({
      401: ['unauthenticated'],
      403: [
        'account_suspended',
        'onboarding_required',
        'role_not_allowed',
        'not_your_request',
        'blocked',
        'request_closed',
      ],
      404: ['not_found'],
    }),
  },
});

export const editRequest = createRoute({
  method: 'patch',
  path: '/api/requests/{requestId}',
  operationId: 'editRequest',
  summary: 'The owner changes a draft or an open request',
  description:
    'Who reads whom is fixed after the first unlock, the currency after the first proposal. An open request stays whole. A change takes the operator’s check away.',
  tags,
  security,
  'x-example-as': demo.customer,
  request: {
    params: z.object({ requestId: z.uuid().meta({ example: exampleIds.draftRequest }) }),
    headers: idempotencyHeader,
    body: jsonBody(editRequestBody.meta({ example: { place: 'The large hall, entrance from the river side' } })),
  },
  responses: {
    200: jsonAnswer('the request as it is now', ownRequest),
    ...refusals({
      ...ofItsOwner,
      403: [...ofItsOwner[403], 'request_closed'],
      409: ['lost_race'],
      422: ['invalid', 'idempotency_mismatch'],
    }),
  },
});

export const deleteRequest = createRoute({
  method: 'delete',
  path: '/api/requests/{requestId}',
  operationId: 'deleteRequest',
  summary: 'The owner throws away a request that nobody has unlocked or proposed on',
  tags,
  security,
  request: { params: requestId },
  responses: {
    200: jsonAnswer('what is gone', z.object({ id: z.uuid() })),
    ...refusals({ ...ofItsOwner, 403: [...ofItsOwner[403], 'request_closed'], 409: ['request_in_use'] }),
  },
});

const noBody = jsonBody(z.object({}).strict().meta({ example: {} }));

export const publishRequest = createRoute({
  method: 'post',
  path: '/api/requests/{requestId}/publish',
  operationId: 'publishRequest',
  summary: 'The owner puts a draft on the board',
  description: 'What it still lacks is answered field by field. Twenty may be open at the same time.',
  tags,
  security,
  'x-example-as': demo.customer,
  request: {
    params: z.object({ requestId: z.uuid().meta({ example: exampleIds.draftRequest }) }),
    headers: idempotencyHeader,
    body: noBody,
  },
  responses: {
    200: jsonAnswer('the open request', ownRequest),
    ...refusals({
      ...ofItsOwner,
      403: [...ofItsOwner[403], 'request_closed'],
      409: ['wrong_state', 'limit_reached', 'lost_race'],
      422: ['invalid', 'idempotency_mismatch'],
    }),
  },
});

export const closeRequest = createRoute({
  method: 'post',
  path: '/api/requests/{requestId}/close',
  operationId: 'closeRequest',
  summary: 'The owner takes an open request off the board; from then on nobody writes in it',
  description:
    'Closed within 24 hours of publishing, with no message or proposal read, the credits of those who unlocked it go back at once.',
  tags,
  security,
  'x-example-as': demo.customer,
  request: {
    params: z.object({ requestId: z.uuid().meta({ example: exampleIds.requestToClose }) }),
    headers: idempotencyHeader,
    body: jsonBody(closeRequestBody.meta({ example: { reason: 'withdrawn' } })),
  },
  responses: {
    200: jsonAnswer('the closed request', ownRequest),
    ...refusals({
      ...ofItsOwner,
      403: [...ofItsOwner[403], 'request_closed'],
      409: ['wrong_state', 'lost_race'],
      422: ['invalid', 'idempotency_mismatch'],
    }),
  },
});

export const reopenRequest = createRoute({
  method: 'post',
  path: '/api/requests/{requestId}/reopen',
  operationId: 'reopenRequest',
  summary: 'The owner puts a closed request on the board again, within 30 days',
  tags,
  security,
  'x-example-as': demo.customer,
  request: {
    params: z.object({ requestId: z.uuid().meta({ example: exampleIds.requestToReopen }) }),
    headers: idempotencyHeader,
    body: noBody,
  },
  responses: {
    200: jsonAnswer('the open request', ownRequest),
    ...refusals({
      ...ofItsOwner,
      403: [...ofItsOwner[403], 'request_closed'],
      409: ['wrong_state', 'too_late', 'limit_reached', 'lost_race'],
      422: ['invalid', 'idempotency_mismatch'],
    }),
  },
});

export const unlockRequest = createRoute({
  method: 'post',
  path: '/api/requests/{requestId}/unlock',
  operationId: 'unlockRequest',
  summary: 'A talent spends one credit to see a request whole, once, whatever clicks, tabs or colleagues do',
  description:
    'Monthly credits go first, then bought ones. Unlocked before: the answer is `found` and costs nothing. A credit that came back may be spent again.',
  tags,
  security,
  'x-example-as': demo.talent,
  request: {
    params: z.object({ requestId: z.uuid().meta({ example: exampleIds.openRequest }) }),
    headers: idempotencyHeader,
    body: noBody,
  },
  responses: {
    200: jsonAnswer('the request, whole', unlocked),
    ...refusals({
      401: ['unauthenticated'],
      402: ['not_enough_credits'],
      403: [
        'account_suspended',
        'onboarding_required',
        'own_request',
        'role_not_allowed',
        'blocked',
        'request_closed',
        'upgrade_required',
      ],
      404: ['not_found'],
      422: ['invalid', 'idempotency_mismatch'],
    }),
  },
});

export const listOpenRequests = createRoute({
  method: 'get',
  path: '/api/marketplace',
  operationId: 'listOpenRequests',
  summary: 'The casting board, for talents: open requests as summaries, with filters and sorts',
  description:
    'Budgets compare within one currency: `budgetFrom` and `sort=budget` ask for `currency`. `soonest` leaves out what has begun.',
  tags,
  security,
  request: { query: listOpenRequestsQuery },
  responses: {
    200: jsonAnswer('a page of the board, and the credits left', board),
    ...refusals({
      ...signedIn,
      403: ['account_suspended', 'onboarding_required', 'role_not_allowed'],
      404: ['not_found'],
      422: ['invalid'],
    }),
  },
});

import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { idempotencyHeader, jsonAnswer, jsonBody, refusals } from '../../endpoint.ts';
import { demo, exampleIds } from '../../examples.ts';
import { acceptedProposal, listProposalsQuery, proposal, proposalList, sendProposalBody } from '../schema/proposals.ts';
import { requestId } from '../schema/requests.ts';

const tags = ['requests'];
const security = [{ session: [] }];
const signedIn = { 401: ['unauthenticated'], 403: ['account_suspended', 'onboarding_required'] } as const;
const noBody = jsonBody(z.object({}).strict().meta({ example: {} }));

export const listProposals = createRoute({
  method: 'get',
  path: '/api/requests/{requestId}/proposals',
  operationId: 'listProposals',
  summary: 'What was offered on a request: all of it for its owner, their own for a talent who unlocked it',
  description: 'What its owner is shown counts as read from then on; `readAt` of a new one is null this once.',
  tags,
  security,
  request: { params: requestId, query: listProposalsQuery },
  responses: {
    200: jsonAnswer('a page of them, the newest first', proposalList),
    ...refusals({
      401: ['unauthenticated'],
      403: [...signedIn[403], 'role_not_allowed', 'not_your_request', 'unlock_required'],
      404: ['not_found'],
      422: ['invalid'],
    }),
  },
});

export const sendProposal = createRoute({
  method: 'post',
  path: '/api/requests/{requestId}/proposals',
  operationId: 'sendProposal',
  summary: 'A talent who unlocked a request offers a price and a time',
  description:
    'Whatever their plan. One at a time: what was sent can be withdrawn and sent anew. Its author and the owner of the request read it, nobody else.',
  tags,
  security,
  'x-example-as': demo.talent,
  request: {
    params: z.object({ requestId: z.uuid().meta({ example: exampleIds.unlockedRequest }) }),
    headers: idempotencyHeader,
    body: jsonBody(
      sendProposalBody.meta({
        example: {
          amount: { amount: 300_000, currency: 'IQD' },
          startsAt: '@+45d',
          endsAt: '@+46d',
          text: 'I know the place and would come with a second camera. Two hundred edited pictures within a week.',
        },
      }),
    ),
  },
  responses: {
    201: jsonAnswer('the proposal', proposal),
    ...refusals({
      401: ['unauthenticated'],
      403: [
        ...signedIn[403],
        'role_not_allowed',
        'own_request',
        'blocked',
        'request_closed',
        'unlock_required',
        'upgrade_required',
      ],
      404: ['not_found'],
      409: ['already_proposed', 'slot_taken', 'day_full', 'lost_race'],
      422: ['invalid', 'wrong_currency', 'in_the_past', 'too_far_ahead', 'not_available', 'idempotency_mismatch'],
    }),
  },
});

export const listMyProposals = createRoute({
  method: 'get',
  path: '/api/proposals',
  operationId: 'listMyProposals',
  summary: 'What a talent offered, on whichever request',
  tags,
  security,
  request: { query: listProposalsQuery },
  responses: {
    200: jsonAnswer('a page of them, the newest first', proposalList),
    ...refusals({ ...signedIn, 403: [...signedIn[403], 'role_not_allowed'], 404: ['not_found'], 422: ['invalid'] }),
  },
});

export const withdrawProposal = createRoute({
  method: 'post',
  path: '/api/proposals/{proposalId}/withdraw',
  operationId: 'withdrawProposal',
  summary: 'Its author takes a proposal back',
  tags,
  security,
  'x-example-as': demo.talent,
  request: {
    params: z.object({ proposalId: z.uuid().meta({ example: exampleIds.proposalToWithdraw }) }),
    headers: idempotencyHeader,
    body: noBody,
  },
  responses: {
    200: jsonAnswer('the proposal as it is now', proposal),
    ...refusals({
      401: ['unauthenticated'],
      403: [...signedIn[403], 'not_your_move', 'request_closed'],
      404: ['not_found'],
      409: ['wrong_state', 'lost_race'],
      422: ['idempotency_mismatch'],
    }),
  },
});

export const acceptProposal = createRoute({
  method: 'post',
  path: '/api/proposals/{proposalId}/accept',
  operationId: 'acceptProposal',
  summary: 'The owner takes a proposal: the request is filled, and there is a booking to agree to and to pay',
  description:
    'The booking is `quoted`, with the proposal as its first quote: `acceptQuote` holds the time, and paying confirms it. The other proposals are not chosen.',
  tags,
  security,
  'x-example-as': demo.customer,
  request: {
    params: z.object({ proposalId: z.uuid().meta({ example: exampleIds.proposalActive }) }),
    headers: idempotencyHeader,
    body: noBody,
  },
  responses: {
    200: jsonAnswer('the proposal, and the booking it became', acceptedProposal),
    ...refusals({
      401: ['unauthenticated'],
      403: [...signedIn[403], 'not_your_move', 'request_closed', 'blocked', 'not_accepting'],
      404: ['not_found'],
      409: ['wrong_state', 'slot_taken', 'day_full', 'lost_race'],
      422: ['in_the_past', 'idempotency_mismatch'],
    }),
  },
});

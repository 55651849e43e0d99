import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { idempotencyHeader, jsonAnswer, jsonBody, refusals } from '../../endpoint.ts';
import { demo } from '../../examples.ts';
import { accountLines, accountsQuery, suspension, suspensionBody } from '../schema/accounts.ts';
import { userPath } from '../schema/approvals.ts';

const tags = ['operator: accounts'];
const security = [{ session: [] }];
const mine = {
  401: ['unauthenticated'],
  403: ['account_suspended', 'onboarding_required'],
  404: ['not_found'],
} as const;

export const listAccounts = createRoute({
  method: 'get',
  path: '/api/admin/accounts',
  operationId: 'listAccounts',
  summary: 'For the operator: everybody with an account, by name or address, and who is suspended and why',
  tags,
  security,
  request: { query: accountsQuery },
  responses: {
    200: jsonAnswer('a page of them, the latest first', accountLines),
    ...refusals({ ...mine, 422: ['invalid'] }),
  },
});

export const setSuspension = createRoute({
  method: 'put',
  path: '/api/admin/accounts/{userId}/suspension',
  operationId: 'setSuspension',
  summary: 'An operator suspends an account and says why, or gives it back',
  description:
    'Whoever is suspended is refused everywhere with `account_suspended`; their page leaves the site, their open requests are closed. What is booked and paid stays. The reason is mailed to them.',
  tags,
  security,
  'x-example-as': demo.operator,
  request: {
    params: z.object({ userId: userPath.shape.userId.meta({ example: demo.suspended }) }),
    headers: idempotencyHeader,
    body: jsonBody(
      suspensionBody.meta({ example: { suspended: false, reason: 'The photographs turned out to be your own.' } }),
    ),
  },
  responses: {
    200: jsonAnswer('the account as it stands now', suspension),
    ...refusals({
      ...mine,
      403: ['account_suspended', 'onboarding_required', 'role_not_allowed'],
      409: ['wrong_state', 'lost_race'],
      422: ['invalid', 'idempotency_mismatch'],
    }),
  },
});

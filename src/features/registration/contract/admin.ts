import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { idempotencyHeader, jsonAnswer, jsonBody, refusals } from '../../endpoint.ts';
import { demo } from '../../examples.ts';
import { applicant, applicants, approvalsQuery, decideApprovalBody, userPath } from '../schema/approvals.ts';
import { approvalSetting, approvalSettingBody } from '../schema/setting.ts';
import { mendBirthDateBody, mended } from '../schema/guardian.ts';

const tags = ['operator: accounts'];
const security = [{ session: [] }];
const mine = {
  401: ['unauthenticated'],
  403: ['account_suspended', 'onboarding_required'],
  404: ['not_found'],
} as const;
const person = (example: string) => z.object({ userId: userPath.shape.userId.meta({ example }) });

export const listApprovals = createRoute({
  method: 'get',
  path: '/api/admin/approvals',
  operationId: 'listApprovals',
  summary: 'For the operator: accounts that wait to be looked at, with what they answered, or what was decided',
  tags,
  security,
  request: { query: approvalsQuery },
  responses: { 200: jsonAnswer('a page of them', applicants), ...refusals({ ...mine, 422: ['invalid'] }) },
});

export const decideApproval = createRoute({
  method: 'post',
  path: '/api/admin/approvals/{userId}',
  operationId: 'decideApproval',
  summary: 'An operator lets an account in, or does not and says why',
  description: 'The reason is mailed in the person’s language around it. Whoever was let in stays in: see suspension.',
  tags,
  security,
  'x-example-as': demo.operator,
  request: {
    params: person(demo.waiting),
    headers: idempotencyHeader,
    body: jsonBody(decideApprovalBody.meta({ example: { decision: 'approved', reason: 'Website and name agree.' } })),
  },
  responses: {
    200: jsonAnswer('the account as it stands now', applicant),
    ...refusals({ ...mine, 409: ['wrong_state', 'lost_race'], 422: ['invalid', 'idempotency_mismatch'] }),
  },
});

export const mendBirthDate = createRoute({
  method: 'put',
  path: '/api/admin/approvals/{userId}/birth-date',
  operationId: 'mendBirthDate',
  summary: 'An operator mends a birth date that was typed wrong, for a reason',
  tags,
  security,
  'x-example-as': demo.operator,
  request: {
    params: person(demo.minor),
    headers: idempotencyHeader,
    body: jsonBody(
      mendBirthDateBody.meta({ example: { birthDate: '2011-03-09', reason: 'Two digits were swapped.' } }),
    ),
  },
  responses: {
    200: jsonAnswer('what is kept now', mended),
    ...refusals({ ...mine, 422: ['invalid', 'idempotency_mismatch'] }),
  },
});

const setting = jsonAnswer('the setting as it counts now', approvalSetting);

export const getApprovalSetting = createRoute({
  method: 'get',
  path: '/api/admin/approval-setting',
  operationId: 'getApprovalSetting',
  summary: 'For the operator: which kinds of accounts are looked at before they reach others, and who said so',
  tags,
  security,
  responses: { 200: setting, ...refusals(mine) },
});

export const setApprovalSetting = createRoute({
  method: 'put',
  path: '/api/admin/approval-setting',
  operationId: 'setApprovalSetting',
  summary: 'An operator says which kinds of accounts are looked at before they reach others',
  description:
    'It counts for whoever registers from now on. Who waits already stays waiting until it is decided, and who is in stays in.',
  tags,
  security,
  'x-example-as': demo.operator,
  request: {
    headers: idempotencyHeader,
    // the example is sent to a stack on which others register after it
    body: jsonBody(approvalSettingBody.meta({ example: { kinds: [] } })),
  },
  responses: { 200: setting, ...refusals({ ...mine, 422: ['invalid', 'idempotency_mismatch'] }) },
});

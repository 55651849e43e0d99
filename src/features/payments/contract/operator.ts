import { createRoute } from '@hono/zod-openapi';
import { idempotencyHeader, jsonAnswer, jsonBody, refusals } from '../../endpoint.ts';
import { demo, exampleIds } from '../../examples.ts';
import * as shape from '../schema/operator.ts';

const tags = ['operator: payments'];
const security = [{ session: [] }];
const operator = {
  401: ['unauthenticated'],
  403: ['account_suspended', 'onboarding_required'],
  404: ['not_found'],
} as const;
const badInput = ['invalid', 'idempotency_mismatch'] as const;
const ofPayment = shape.paymentPath.extend({
  paymentId: shape.paymentPath.shape.paymentId.meta({ example: exampleIds.paymentToRefund }),
});
const ofRefund = (id: string) =>
  shape.refundPath.extend({ refundId: shape.refundPath.shape.refundId.meta({ example: id }) });

export const listOperatorPayments = createRoute({
  method: 'get',
  path: '/api/admin/payments',
  operationId: 'listOperatorPayments',
  summary: 'Every payment, newest first, narrowed by state, gateway, flag or words',
  tags,
  security,
  request: { query: shape.paymentQuery },
  responses: {
    200: jsonAnswer('a page of payments', shape.operatorPaymentList),
    ...refusals({ ...operator, 422: ['invalid'] }),
  },
});

export const getOperatorPayment = createRoute({
  method: 'get',
  path: '/api/admin/payments/{paymentId}',
  operationId: 'getOperatorPayment',
  summary: 'One payment whole: its tries, what the gateways said, refunds, the books and who did what',
  tags,
  security,
  request: { params: ofPayment },
  responses: { 200: jsonAnswer('the payment', shape.operatorPayment), ...refusals(operator) },
});

export const askPayment = createRoute({
  method: 'post',
  path: '/api/admin/payments/{paymentId}/ask',
  operationId: 'askPayment',
  summary: 'Asks the gateways about this payment now',
  tags,
  security,
  request: { params: ofPayment },
  responses: { 200: jsonAnswer('what each try was answered', shape.askedPayment), ...refusals(operator) },
});

export const createRefund = createRoute({
  method: 'post',
  path: '/api/admin/payments/{paymentId}/refunds',
  operationId: 'createRefund',
  summary: 'A sum of this payment goes back to its payer',
  description:
    'Sent through the gateway as soon as this is answered. Where the gateway cannot (no refunds, no parts of a sum, its time is over) the refund waits `by_hand` for `settleRefund`.',
  tags,
  security,
  'x-example-as': demo.operator,
  request: {
    params: ofPayment,
    headers: idempotencyHeader,
    body: jsonBody(
      shape.createRefundBody.meta({
        example: { amount: 5000, reason: 'goodwill', note: 'The photographer came an hour late.' },
      }),
    ),
  },
  responses: {
    201: jsonAnswer('the refund', shape.refundView),
    ...refusals({ ...operator, 409: ['wrong_state', 'refund_too_much'], 422: badInput }),
  },
});

export const listRefunds = createRoute({
  method: 'get',
  path: '/api/admin/refunds',
  operationId: 'listRefunds',
  summary: 'Refunds, newest first; `by_hand` are those a person must pay',
  tags,
  security,
  request: { query: shape.refundQuery },
  responses: {
    200: jsonAnswer('a page of refunds', shape.refundList),
    ...refusals({ ...operator, 422: ['invalid'] }),
  },
});

export const settleRefund = createRoute({
  method: 'post',
  path: '/api/admin/refunds/{refundId}/settle',
  operationId: 'settleRefund',
  summary: 'A refund was paid by hand: the reference of the transfer stands for it in the books',
  tags,
  security,
  'x-example-as': demo.operator,
  request: {
    params: ofRefund(exampleIds.refundToSettle),
    headers: idempotencyHeader,
    body: jsonBody(shape.settleRefundBody.meta({ example: { reference: 'FIB-20260412-8842' } })),
  },
  responses: {
    200: jsonAnswer('the refund as it is now', shape.refundView),
    ...refusals({ ...operator, 409: ['wrong_state', 'already_done'], 422: badInput }),
  },
});

export const failRefund = createRoute({
  method: 'post',
  path: '/api/admin/refunds/{refundId}/fail',
  operationId: 'failRefund',
  summary: 'A refund that has not left will not be sent',
  tags,
  security,
  'x-example-as': demo.operator,
  request: {
    params: ofRefund(exampleIds.refundToFail),
    headers: idempotencyHeader,
    body: jsonBody(
      shape.failRefundBody.meta({ example: { reason: 'The customer took a second appointment instead.' } }),
    ),
  },
  responses: {
    200: jsonAnswer('the refund as it is now', shape.refundView),
    ...refusals({ ...operator, 409: ['wrong_state'], 422: badInput }),
  },
});

export const listCases = createRoute({
  method: 'get',
  path: '/api/admin/cases',
  operationId: 'listCases',
  summary: 'What a person must look at, newest first',
  description: 'Open cases; with `closed=true` those that were closed, and only those.',
  tags,
  security,
  request: { query: shape.caseQuery },
  responses: {
    200: jsonAnswer('a page of cases', shape.caseList),
    ...refusals({ ...operator, 422: ['invalid'] }),
  },
});

export const closeCase = createRoute({
  method: 'post',
  path: '/api/admin/cases/{caseId}/close',
  operationId: 'closeCase',
  summary: 'A case was looked at: what was found and done is kept with it',
  tags,
  security,
  'x-example-as': demo.operator,
  request: {
    params: shape.casePath.extend({ caseId: shape.casePath.shape.caseId.meta({ example: exampleIds.caseToClose }) }),
    headers: idempotencyHeader,
    body: jsonBody(
      shape.closeCaseBody.meta({ example: { resolution: 'The bank booked it a day later; the sums agree again.' } }),
    ),
  },
  responses: {
    200: jsonAnswer('the case as it is now', shape.caseView),
    ...refusals({ ...operator, 409: ['already_done', 'lost_race'], 422: badInput }),
  },
});

export const listGatewaySettings = createRoute({
  method: 'get',
  path: '/api/admin/gateways',
  operationId: 'listGatewaySettings',
  summary: 'Every gateway: what it can do, which settings it wants and has, and what to ask it before going live',
  description: 'Settings are named, never shown.',
  tags,
  security,
  responses: { 200: jsonAnswer('the gateways', shape.gatewaySettings), ...refusals(operator) },
});

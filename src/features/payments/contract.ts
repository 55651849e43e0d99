import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { idempotencyHeader, jsonAnswer, jsonBody, refusals } from '../endpoint.ts';
import { demo, exampleIds } from '../examples.ts';
import {
  createdPayment,
  createPaymentBody,
  gatewayList,
  paymentList,
  paymentListQuery,
  paymentPath,
  paymentQuery,
  paymentStatus,
} from './schema.ts';
import { documentView } from '../documents/schema.ts';

const tags = ['payments'];
const security = [{ session: [] }];
const signedIn = {
  401: ['unauthenticated'],
  403: ['account_suspended', 'onboarding_required'],
  404: ['not_found'],
} as const;

export const createPayment = createRoute({
  method: 'post',
  path: '/api/payments/create',
  operationId: 'createPayment',
  summary: 'Who booked or buys something is shown how to pay it: a QR code or a page to go to',
  description:
    'Asked again, in another tab too, it answers the way to pay that is already open. `payment_in_doubt` means the gateway may have opened a payment it did not tell us of: nothing more is opened until the customer chooses so with `newAttempt`.',
  tags,
  security,
  'x-example-as': demo.customer,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      createPaymentBody.meta({
        example: { payable: { kind: 'booking', id: exampleIds.acceptedToPay }, driver: 'fib' },
      }),
    ),
  },
  responses: {
    201: jsonAnswer('how to pay', createdPayment),
    ...refusals({
      ...signedIn,
      409: ['payment_not_due', 'hold_expired', 'payment_opening'],
      422: ['invalid', 'gateway_unknown', 'wrong_currency', 'idempotency_mismatch'],
      502: ['payment_in_doubt'],
      503: ['gateway_unavailable'],
    }),
  },
});

export const getPaymentStatus = createRoute({
  method: 'get',
  path: '/api/payments/status',
  operationId: 'getPaymentStatus',
  summary: 'Where a payment stands; the payer’s page asks while it waits',
  description:
    'While a payment is pending this asks the gateway itself, at most once every few seconds, so a page that polls never waits for a lost notice.',
  tags,
  security,
  request: { query: paymentQuery },
  responses: {
    200: jsonAnswer('the payment as it stands', paymentStatus),
    ...refusals({ ...signedIn, 422: ['invalid'] }),
  },
});

export const listPayments = createRoute({
  method: 'get',
  path: '/api/payments',
  operationId: 'listPayments',
  summary: 'My payments, newest first: what I paid, and as a talent what was paid for my work',
  tags,
  security,
  request: { query: paymentListQuery },
  responses: {
    200: jsonAnswer('a page of payments', paymentList),
    ...refusals({ 401: signedIn[401], 403: signedIn[403], 422: ['invalid'] }),
  },
});

export const getReceipt = createRoute({
  method: 'get',
  path: '/api/payments/{paymentId}/receipt',
  operationId: 'getReceipt',
  summary: 'The receipt or invoice of a payment, for those who paid and were paid',
  tags,
  security,
  request: { params: paymentPath },
  responses: { 200: jsonAnswer('the receipt as it was issued', documentView), ...refusals(signedIn) },
});

export const listGateways = createRoute({
  method: 'get',
  path: '/api/payments/gateways',
  operationId: 'listGateways',
  summary: 'The ways to pay on this site, and which currencies each takes',
  tags,
  responses: { 200: jsonAnswer('the gateways', gatewayList) },
});

const driver = z.string().max(40);
const noticePath = z.object({ driver, secret: z.string().max(200) });
const accountPath = z.object({ driver });
const heard = {
  tags,
  responses: {
    200: { description: 'taken, for gateways that wait for 200' },
    202: { description: 'taken, for gateways that wait for 202' },
    303: { description: 'a payer’s browser, sent on to the site' },
    ...refusals({ 404: ['not_found'], 413: ['body_too_large'], 503: ['gateway_unavailable'] }),
  },
} as const;
const description =
  'The body is the gateway’s own. Its words are a hint unless a signature proves them: the gateway is asked before anything changes. Answered in the way the gateway waits for, and the same when it calls again.';
const notice = (method: 'get' | 'post', operationId: string) =>
  createRoute({
    ...heard,
    method,
    path: '/api/payments/webhook/{driver}/{secret}',
    operationId,
    summary: 'A gateway reports on one payment, at the secret address it was given with it',
    description,
    request: { params: noticePath },
  });
const noticeAtCallback = (method: 'get' | 'post', operationId: string) =>
  createRoute({
    ...heard,
    method,
    path: '/api/payments/webhook/{driver}/{secret}/callback',
    operationId,
    summary: 'The same for gateways that append a word to the address they were given',
    description,
    request: { params: noticePath },
  });
const accountNotice = (method: 'get' | 'post', operationId: string) =>
  createRoute({
    ...heard,
    method,
    path: '/api/payments/webhook/{driver}',
    operationId,
    summary: 'A gateway reports at the one address it has for the whole account; with `/callback` appended, too',
    description,
    request: { params: accountPath },
  });

export const receivePaymentNotice = notice('post', 'receivePaymentNotice');
export const receivePaymentNoticeByGet = notice('get', 'receivePaymentNoticeByGet');
export const receivePaymentNoticeAtCallback = noticeAtCallback('post', 'receivePaymentNoticeAtCallback');
export const receivePaymentNoticeAtCallbackByGet = noticeAtCallback('get', 'receivePaymentNoticeAtCallbackByGet');
export const receiveAccountNotice = accountNotice('post', 'receiveAccountNotice');
export const receiveAccountNoticeByGet = accountNotice('get', 'receiveAccountNoticeByGet');

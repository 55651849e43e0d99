import { createRoute } from '@hono/zod-openapi';
import { jsonAnswer, jsonBody, refusals } from '../endpoint.ts';
import { demo, exampleIds } from '../examples.ts';
import * as shape from './schema.ts';

const tags = ['plans'];
const admin = ['operator: plans'];
const security = [{ session: [] }];
const signedIn = { 401: ['unauthenticated'], 403: ['account_suspended', 'onboarding_required'] } as const;
const buyer = {
  401: ['unauthenticated'],
  403: ['account_suspended', 'onboarding_required', 'role_not_allowed'],
} as const;
const operator = { ...signedIn, 404: ['not_found'] } as const;
const asItIs = jsonAnswer('the plan as it is now', shape.myPlan);

export const createPurchase = createRoute({
  method: 'post',
  path: '/api/purchases',
  operationId: 'createPurchase',
  summary: 'A membership, a plan or a pack of credits is put on the counter, to be paid within a day',
  description:
    'The price is the catalogue’s. The same wish asked again, in another tab too, answers the purchase that is already open; pay it with `createPayment` and `{ kind: "purchase", id }`. A talent buys PRO, AGENCY or credits, a professional or a company its own membership. Another product than the one that runs begins as soon as it is paid, and the old one ends with that.',
  tags,
  security,
  'x-example-as': demo.talent,
  request: {
    body: jsonBody(shape.createPurchaseBody.meta({ example: { product: 'credits', credits: 10, currency: 'IQD' } })),
  },
  responses: {
    201: jsonAnswer('the purchase, open', shape.purchase),
    ...refusals({ ...buyer, 409: ['renews_by_itself'], 422: ['invalid', 'wrong_currency'] }),
  },
});

export const getPurchase = createRoute({
  method: 'get',
  path: '/api/purchases/{purchaseId}',
  operationId: 'getPurchase',
  summary: 'One of my purchases',
  tags,
  security,
  request: { params: shape.purchasePath },
  responses: { 200: jsonAnswer('the purchase', shape.purchase), ...refusals({ ...signedIn, 404: ['not_found'] }) },
});

export const getSubscription = createRoute({
  method: 'get',
  path: '/api/subscription',
  operationId: 'getSubscription',
  summary: 'My plan: what I have, until when, how it goes on, what it lets me do, my credits and what I bought',
  tags,
  security,
  responses: { 200: asItIs, ...refusals(signedIn) },
});

const move = (verb: string, operationId: string, summary: string, description: string) =>
  createRoute({
    method: 'post',
    path: `/api/subscription/${verb}`,
    operationId,
    summary,
    description,
    tags,
    security,
    responses: { 200: asItIs, ...refusals({ ...signedIn, 404: ['not_found'] }) },
  });
export const cancelSubscription = move(
  'cancel',
  'cancelSubscription',
  'My plan ends with the period that is paid for',
  'Everything stays until then. A gateway that renews it is told to take no more. What is past due ends at once. Asked again it changes nothing.',
);
export const resumeSubscription = move(
  'resume',
  'resumeSubscription',
  'My plan goes on after all',
  'While the period that is paid for runs. Where the gateway has already been told, the next period is paid by hand.',
);

export const renewSubscription = createRoute({
  method: 'post',
  path: '/api/subscription/renew',
  operationId: 'renewSubscription',
  summary: 'The next period of what I have, or had last, put on the counter',
  tags,
  security,
  responses: {
    201: jsonAnswer('the purchase, open', shape.purchase),
    ...refusals({ ...signedIn, 404: ['not_found'], 409: ['renews_by_itself'] }),
  },
});

export const getCredits = createRoute({
  method: 'get',
  path: '/api/credits',
  operationId: 'getCredits',
  summary: 'My credits and where they came from; this month’s are there when they are first looked at',
  tags,
  security,
  responses: { 200: jsonAnswer('the purse', shape.credits), ...refusals(buyer) },
});

export const mockSubscription = createRoute({
  method: 'post',
  path: '/api/subscription/mock',
  operationId: 'mockSubscription',
  summary: 'Pretends a state of my plan, to try what it allows; not in production',
  description: 'In production this address is not there. What is pretended replaces what I have and costs nothing.',
  tags,
  security,
  'x-example-as': demo.professional,
  request: { body: jsonBody(shape.mockSubscriptionBody.meta({ example: { state: 'mock:active' } })) },
  responses: {
    200: asItIs,
    ...refusals({ ...buyer, 404: ['not_found'], 422: ['invalid'] }),
  },
});

export const listSubscriptions = createRoute({
  method: 'get',
  path: '/api/admin/subscriptions',
  operationId: 'listSubscriptions',
  summary: 'Everybody’s plans and memberships, newest first',
  tags: admin,
  security,
  request: { query: shape.subscriptionListQuery },
  responses: {
    200: jsonAnswer('a page of them', shape.subscriptionList),
    ...refusals({ ...operator, 422: ['invalid'] }),
  },
});

export const giveSubscription = createRoute({
  method: 'post',
  path: '/api/admin/subscriptions/comp',
  operationId: 'giveSubscription',
  summary: 'A plan or membership is given, until a day, with a reason that is kept',
  tags: admin,
  security,
  'x-example-as': demo.operator,
  request: {
    body: jsonBody(
      shape.giveCompBody.meta({
        example: {
          userId: demo.lapsedProfessional,
          product: 'professional',
          until: '@+30d',
          reason: 'Helped us test the new calendar.',
        },
      }),
    ),
  },
  responses: {
    201: jsonAnswer('what was given', shape.operatorSubscription),
    ...refusals({ ...operator, 409: ['plan_running'], 422: ['invalid', 'in_the_past'] }),
  },
});

export const endSubscription = createRoute({
  method: 'post',
  path: '/api/admin/subscriptions/end',
  operationId: 'endSubscription',
  summary: 'A plan or membership ends now, with a reason that is kept; a gateway that renews it takes no more',
  tags: admin,
  security,
  'x-example-as': demo.operator,
  request: {
    body: jsonBody(
      shape.endSubscriptionBody.meta({
        example: { subscriptionId: exampleIds.subscriptionToEnd, reason: 'The account was given twice.' },
      }),
    ),
  },
  responses: {
    200: jsonAnswer('as it is now', shape.operatorSubscription),
    ...refusals({ ...operator, 422: ['invalid'] }),
  },
});

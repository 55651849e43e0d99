import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { idempotencyHeader, jsonAnswer, jsonBody, refusals } from '../endpoint.ts';
import { demo } from '../examples.ts';
import * as shape from './schema.ts';

const tags = ['notifications'];
const admin = ['operator: letters'];
const security = [{ session: [] }];
const signedIn = { 401: ['unauthenticated'], 403: ['account_suspended', 'onboarding_required'] } as const;
const operator = { ...signedIn, 404: ['not_found'] } as const;
const badInput = ['invalid', 'idempotency_mismatch'] as const;
const unchanged = { description: 'nothing new since the `ETag` that was sent as `If-None-Match`' };
const tag = z.object({ 'if-none-match': z.string().max(200).optional() });

export const listNotifications = createRoute({
  method: 'get',
  path: '/api/notifications',
  operationId: 'listNotifications',
  summary: 'What I should know, newest first',
  tags,
  security,
  request: { query: shape.listQuery, headers: tag },
  responses: {
    200: jsonAnswer('a page, and how many are unread', shape.notificationList),
    304: unchanged,
    ...refusals({ ...signedIn, 422: ['invalid'] }),
  },
});

export const countUnreadNotifications = createRoute({
  method: 'get',
  path: '/api/notifications/unread',
  operationId: 'countUnreadNotifications',
  summary: 'How many are unread, for a badge: made to be asked often',
  tags,
  security,
  request: { headers: tag },
  responses: {
    200: jsonAnswer('the number, counted up to a hundred', shape.unreadCount),
    304: unchanged,
    ...refusals({ 401: ['unauthenticated'] }),
  },
});

export const markNotificationsRead = createRoute({
  method: 'post',
  path: '/api/notifications/read',
  operationId: 'markNotificationsRead',
  summary: 'Marks one, several or all as read; what is not mine is passed over',
  tags,
  security,
  'x-example-as': demo.customer,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(shape.markReadBody.meta({ example: { all: true } })),
  },
  responses: {
    200: jsonAnswer('how many are unread now', shape.unreadCount),
    ...refusals({ ...signedIn, 422: badInput }),
  },
});

export const getNotificationChoices = createRoute({
  method: 'get',
  path: '/api/notifications/choices',
  operationId: 'getNotificationChoices',
  summary: 'How I hear of what: at once, once a day, or never by mail',
  tags,
  security,
  responses: { 200: jsonAnswer('every kind with its choice', shape.choicesView), ...refusals(signedIn) },
});

export const setNotificationChoices = createRoute({
  method: 'put',
  path: '/api/notifications/choices',
  operationId: 'setNotificationChoices',
  summary: 'Chooses for the kinds that are named; letters about money cannot be switched off',
  tags,
  security,
  'x-example-as': demo.customer,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(shape.setChoicesBody.meta({ example: { choices: { reviews: 'daily' } } })),
  },
  responses: {
    200: jsonAnswer('every kind as it is chosen now', shape.choicesView),
    ...refusals({ ...signedIn, 422: badInput }),
  },
});

export const listDeliveries = createRoute({
  method: 'get',
  path: '/api/admin/deliveries',
  operationId: 'listDeliveries',
  summary: 'Letters with what became of them, newest first',
  tags: admin,
  security,
  request: { query: shape.deliveryQuery },
  responses: {
    200: jsonAnswer('a page of letters', shape.deliveryList),
    ...refusals({ ...operator, 422: ['invalid'] }),
  },
});

export const retryDelivery = createRoute({
  method: 'post',
  path: '/api/admin/deliveries/{deliveryId}/retry',
  operationId: 'retryDelivery',
  summary: 'Tries a letter that failed once more',
  tags: admin,
  security,
  request: { params: shape.deliveryPath, headers: idempotencyHeader },
  responses: {
    200: jsonAnswer('the letter as it is now', shape.deliveryView),
    ...refusals({ ...operator, 409: ['wrong_state'], 422: ['idempotency_mismatch'] }),
  },
});

import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { idempotencyHeader, jsonAnswer, jsonBody, refusals } from '../endpoint.ts';
import { demo, exampleIds } from '../examples.ts';
import * as shape from './schema.ts';

const tags = ['photos'];
const security = [{ session: [] }];
// with a session, or without
const optional: Record<string, string[]>[] = [{ session: [] }, {}];
const signedIn = { 401: ['unauthenticated'], 403: ['account_suspended', 'onboarding_required'] } as const;
const talents = {
  401: ['unauthenticated'],
  403: ['account_suspended', 'onboarding_required', 'role_not_allowed'],
} as const;
const unfit = { 422: ['invalid', 'idempotency_mismatch'] } as const;

export const requestPhotos = createRoute({
  method: 'post',
  path: '/api/services/{serviceId}/photo-requests',
  operationId: 'requestPhotos',
  summary: 'Asks the talent for more photos of a service: as a customer, or through an inquiry to the same talent',
  description:
    'The talent is told at once and answers by a link that takes photos for 14 days. Asked again while the first is waiting, it is the same request.',
  tags,
  security: optional,
  'x-example-as': demo.customer,
  request: {
    params: z.object({ serviceId: z.uuid().meta({ example: exampleIds.service }) }),
    headers: idempotencyHeader,
    body: jsonBody(shape.requestPhotosBody.meta({ example: { wish: 'The album from the inside, please.' } })),
  },
  responses: {
    201: jsonAnswer('the talent is told', shape.photosRequested),
    ...refusals({
      401: ['unauthenticated'],
      403: [...talents[403], 'blocked', 'not_accepting', 'conversation_closed', 'upgrade_required'],
      404: ['not_found'],
      ...unfit,
      429: ['slow_down'],
    }),
  },
});

export const listPhotoRequests = createRoute({
  method: 'get',
  path: '/api/photo-requests',
  operationId: 'listPhotoRequests',
  summary: 'Requests for photos that I made, or that were made to me, newest first',
  tags,
  security,
  request: { query: shape.listRequestsQuery },
  responses: {
    200: jsonAnswer('a page of requests', shape.photoRequestList),
    ...refusals({ ...signedIn, 422: ['invalid'] }),
  },
});

export const closePhotoRequest = createRoute({
  method: 'post',
  path: '/api/photo-requests/{requestId}/close',
  operationId: 'closePhotoRequest',
  summary: 'Either side says that no more photos are needed',
  tags,
  security,
  'x-example-as': demo.talent,
  request: {
    params: z.object({ requestId: z.uuid().meta({ example: exampleIds.photoRequestToClose }) }),
    headers: idempotencyHeader,
    body: jsonBody(z.object({}).strict().meta({ example: {} })),
  },
  responses: {
    200: jsonAnswer('closed', shape.photoRequestClosed),
    ...refusals({ ...signedIn, 404: ['not_found'], 409: ['wrong_state'], ...unfit }),
  },
});

export const listMyPhotos = createRoute({
  method: 'get',
  path: '/api/photos',
  operationId: 'listMyPhotos',
  summary: 'The photos of my services beside the portfolio, those that wait among them',
  tags,
  security,
  responses: { 200: jsonAnswer('newest first', shape.servicePhotoList), ...refusals(talents) },
});

export const getPhoto = createRoute({
  method: 'get',
  path: '/api/photos/{photoId}',
  operationId: 'getPhoto',
  summary: 'A photo: for everybody while it is shown, until then for its talent',
  tags,
  request: { params: shape.photoId },
  responses: {
    200: { description: 'the picture', content: { 'image/jpeg': { schema: z.string() } } },
    304: { description: 'you have it' },
    ...refusals({ 404: ['not_found'] }),
  },
});

export const movePhoto = createRoute({
  method: 'patch',
  path: '/api/photos/{photoId}',
  operationId: 'movePhoto',
  summary: 'Shows a photo on my page, or takes it off',
  tags,
  security,
  'x-example-as': demo.talent,
  request: {
    params: z.object({ photoId: z.uuid().meta({ example: exampleIds.photoToShow }) }),
    headers: idempotencyHeader,
    body: jsonBody(shape.movePhotoBody.meta({ example: { state: 'shown' } })),
  },
  responses: {
    200: jsonAnswer('as it is now', shape.photoMoved),
    ...refusals({ ...talents, 404: ['not_found'], ...unfit }),
  },
});

export const removePhoto = createRoute({
  method: 'delete',
  path: '/api/photos/{photoId}',
  operationId: 'removePhoto',
  summary: 'Takes a photo down for good',
  tags,
  security,
  request: { params: shape.photoId },
  responses: { 204: { description: 'gone' }, ...refusals({ ...talents, 404: ['not_found'] }) },
});

const numberView = jsonAnswer('as it is now', shape.whatsappNumber);

export const getWhatsappNumber = createRoute({
  method: 'get',
  path: '/api/whatsapp-number',
  operationId: 'getWhatsappNumber',
  summary: 'My number on WhatsApp, where this site has it',
  tags,
  security,
  responses: { 200: numberView, ...refusals(talents) },
});

export const giveWhatsappNumber = createRoute({
  method: 'put',
  path: '/api/whatsapp-number',
  operationId: 'giveWhatsappNumber',
  summary: 'Gives a number; a code goes there, which makes it mine',
  tags,
  security,
  'x-example-as': demo.talent,
  request: { body: jsonBody(shape.giveNumberBody.meta({ example: { number: '+964 770 123 4567' } })) },
  responses: {
    200: numberView,
    ...refusals({ ...talents, 422: ['invalid'], 429: ['slow_down'], 503: ['not_ready'] }),
  },
});

export const confirmWhatsappNumber = createRoute({
  method: 'post',
  path: '/api/whatsapp-number/confirm',
  operationId: 'confirmWhatsappNumber',
  summary: 'Says back the code that came',
  description:
    'Good for ten minutes and five tries. A number that is another talent’s changes hands: whoever holds the telephone has it.',
  tags,
  security,
  'x-example-as': demo.talent,
  request: { body: jsonBody(shape.confirmNumberBody.meta({ example: { code: '204 118' } })) },
  responses: { 200: numberView, ...refusals({ ...talents, 404: ['not_found'], 422: ['invalid'], 429: ['slow_down'] }) },
});

export const chooseWhatsapp = createRoute({
  method: 'patch',
  path: '/api/whatsapp-number',
  operationId: 'chooseWhatsapp',
  summary: 'Are photos that come from there shown without being asked about?',
  tags,
  security,
  'x-example-as': demo.talent,
  request: { body: jsonBody(shape.numberChoiceBody.meta({ example: { showAtOnce: true } })) },
  responses: { 200: numberView, ...refusals({ ...talents, 404: ['not_found'], 422: ['invalid'] }) },
});

export const forgetWhatsappNumber = createRoute({
  method: 'delete',
  path: '/api/whatsapp-number',
  operationId: 'forgetWhatsappNumber',
  summary: 'No more messages there, and no photos from there',
  tags,
  security,
  responses: { 200: numberView, ...refusals(talents) },
});

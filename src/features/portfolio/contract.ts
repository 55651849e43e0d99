import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { idempotencyHeader, jsonAnswer, jsonBody, refusals } from '../endpoint.ts';
import { demo, exampleIds } from '../examples.ts';
import { addLinkBody, announceBody, announced, changeItemBody, itemParam, orderBody, portfolio } from './schema.ts';

const tags = ['portfolio'];
const security = [{ session: [] }];
const talents = {
  401: ['unauthenticated'],
  403: ['account_suspended', 'onboarding_required', 'role_not_allowed'],
  404: ['not_found'],
} as const;
const unfit = ['invalid', 'idempotency_mismatch'] as const;
const asItIs = jsonAnswer('the portfolio as it is now', portfolio);
const ofExample = z.object({ itemId: z.uuid().meta({ example: exampleIds.workToChange }) });

export const getPortfolio = createRoute({
  method: 'get',
  path: '/api/portfolio',
  operationId: 'getPortfolio',
  summary: 'My work, my portrait, and how much room my plan has for more',
  tags,
  security,
  responses: { 200: asItIs, ...refusals(talents) },
});

export const announceWork = createRoute({
  method: 'post',
  path: '/api/portfolio/uploads',
  operationId: 'announceWork',
  summary:
    'Announces a picture, a film, a sound, a portrait or a film’s poster; the answer says where to send its bytes',
  description:
    'JPEG, PNG and WebP pictures, MP4 and WebM films, MP3, M4A and WAV sounds. How many and how large is the plan’s to say, and never more in one upload than the storage of this site takes. A poster takes no room of the plan, and goes with its film.',
  tags,
  security,
  'x-example-as': demo.talent,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(announceBody.meta({ example: { kind: 'image', type: 'image/jpeg', size: 482130 } })),
  },
  responses: {
    201: jsonAnswer('where to send it', announced),
    ...refusals({ ...talents, 409: ['portfolio_full'], 422: [...unfit, 'attachment_refused'] }),
  },
});

export const completeWork = createRoute({
  method: 'post',
  path: '/api/portfolio/{itemId}/complete',
  operationId: 'completeWork',
  summary: 'Says that the bytes are there: they are read, judged by what they are, and kept',
  description:
    'A picture is drawn anew, upright, at most 2560 pixels long; of films and sounds everything is blanked that is not played. What is not what it said it was is refused and removed; `fields.file` names the reason.',
  tags,
  security,
  'x-example-as': demo.talent,
  request: {
    params: z.object({ itemId: z.uuid().meta({ example: exampleIds.workToComplete }) }),
    body: jsonBody(z.object({}).strict().meta({ example: {} })),
  },
  responses: { 200: asItIs, ...refusals({ ...talents, 409: ['wrong_state'], 422: ['attachment_refused'] }) },
});

export const addWorkLink = createRoute({
  method: 'post',
  path: '/api/portfolio/links',
  operationId: 'addWorkLink',
  summary: 'Adds a film or a sound that lies elsewhere: a link, never their player',
  tags,
  security,
  'x-example-as': demo.talent,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      addLinkBody.meta({
        example: { url: 'https://youtu.be/M7lc1UVf-VE', title: { en: 'A wedding in three minutes' } },
      }),
    ),
  },
  responses: { 201: asItIs, ...refusals({ ...talents, 409: ['already_done', 'portfolio_full'], 422: unfit }) },
});

export const changeWork = createRoute({
  method: 'patch',
  path: '/api/portfolio/{itemId}',
  operationId: 'changeWork',
  summary: 'Changes its title, what is said of it, its alternative text, and who sees it',
  tags,
  security,
  'x-example-as': demo.talent,
  request: {
    params: ofExample,
    headers: idempotencyHeader,
    body: jsonBody(
      changeItemBody.meta({
        example: { alt: { en: 'A bride laughs under a string of lamps', ar: 'عروس تضحك تحت حبل من المصابيح' } },
      }),
    ),
  },
  responses: { 200: asItIs, ...refusals({ ...talents, 422: unfit }) },
});

export const removeWork = createRoute({
  method: 'delete',
  path: '/api/portfolio/{itemId}',
  operationId: 'removeWork',
  summary: 'Removes it from the page and every cache at once, from the storage within the hour',
  description:
    'For ten minutes `restoreWork` puts a piece back, a film with its poster. A portrait, a poster by itself, and what never became ready, is gone for good.',
  tags,
  security,
  'x-example-as': demo.talent,
  request: { params: itemParam, headers: idempotencyHeader },
  responses: { 200: asItIs, ...refusals(talents) },
});

export const restoreWork = createRoute({
  method: 'post',
  path: '/api/portfolio/{itemId}/restore',
  operationId: 'restoreWork',
  summary: 'Puts back what was removed a moment ago, where it was',
  description: 'Up to ten minutes later, and where the plan still has room. Asked again, it is there once.',
  tags,
  security,
  'x-example-as': demo.talent,
  request: { params: itemParam, headers: idempotencyHeader },
  responses: {
    200: asItIs,
    ...refusals({ ...talents, 409: ['portfolio_full', 'too_late'], 422: ['idempotency_mismatch'] }),
  },
});

export const orderWork = createRoute({
  method: 'put',
  path: '/api/portfolio/order',
  operationId: 'orderWork',
  summary: 'Puts my work in order',
  tags,
  security,
  'x-example-as': demo.invitedTalent,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(orderBody.meta({ example: { ids: [exampleIds.workSecond, exampleIds.workFirst] } })),
  },
  responses: { 200: asItIs, ...refusals({ ...talents, 409: ['lost_race'], 422: unfit }) },
});

export const getMedia = createRoute({
  method: 'get',
  path: '/api/media/{itemId}/{file}',
  operationId: 'getMedia',
  summary: 'A file of somebody’s work, for whoever may see it',
  description:
    'The address names its content, so a copy of what is public may be kept for good. One `Range` is understood and answered in parts of at most 4 MB; a large file that is asked for whole may be handed out by the storage.',
  tags,
  request: {
    params: z.object({ itemId: z.uuid(), file: z.string().regex(/^[0-9a-z-]{1,40}\.[a-z0-9]{2,4}$/) }),
  },
  responses: {
    200: { description: 'the file', content: { 'application/octet-stream': { schema: z.string() } } },
    206: { description: 'the part that was asked for' },
    302: { description: 'where it can be fetched for five minutes' },
    304: { description: 'you have it' },
    ...refusals({ 404: ['not_found'] }),
  },
});

export const uploadWork = createRoute({
  method: 'put',
  path: '/api/portfolio-uploads/{itemId}',
  // like a bucket's address it is handed out whole and once, so there is no example of it to send
  hide: true,
  operationId: 'uploadWork',
  summary: 'Takes the bytes of an announced file, once: the address comes whole from announceWork',
  tags,
  request: {
    params: itemParam,
    query: z.object({ ticket: z.string().min(1).max(200), part: z.coerce.number().int().min(0).max(999).optional() }),
    body: { required: true, content: { 'application/octet-stream': { schema: z.string() } } },
  },
  responses: {
    204: { description: 'taken' },
    ...refusals({ 404: ['not_found'], 413: ['body_too_large'], 422: ['attachment_refused'] }),
  },
});

import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { idempotencyHeader, jsonAnswer, jsonBody, refusals } from '../endpoint.ts';
import { demo, exampleIds } from '../examples.ts';
import { attachment, attachmentId, createAttachmentBody, createdAttachment, removedAttachment } from './schema.ts';

const tags = ['attachments'];
const security = [{ session: [] }];
const signedIn = { 401: ['unauthenticated'], 403: ['account_suspended', 'onboarding_required'] } as const;
const oneOfMine = { ...signedIn, 404: ['not_found'] } as const;

export const createAttachment = createRoute({
  method: 'post',
  path: '/api/attachments',
  operationId: 'createAttachment',
  summary: 'Announces a file for a conversation; the answer says where to send its bytes',
  description:
    'JPEG, PNG and WebP pictures up to 10 MB, PDF and sound up to 25 MB, and never more than the storage of this site takes in one upload. Whoever may write in the conversation now may attach. Inquiries take no attachments.',
  tags,
  security,
  'x-example-as': demo.customer,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      createAttachmentBody.meta({
        example: { threadId: exampleIds.threadToTalk, name: 'hall-plan.png', type: 'image/png', size: 48213 },
      }),
    ),
  },
  responses: {
    201: jsonAnswer('where to send it', createdAttachment),
    ...refusals({
      ...oneOfMine,
      403: [
        ...signedIn[403],
        'blocked',
        'not_accepting',
        'booking_closed',
        'contact_pending',
        'contact_declined',
        'conversation_closed',
        'message_limit',
        'request_closed',
        'upgrade_required',
        'unlock_required',
      ],
      422: ['invalid', 'attachment_refused', 'idempotency_mismatch'],
      429: ['slow_down'],
    }),
  },
});

export const completeAttachment = createRoute({
  method: 'post',
  path: '/api/attachments/{attachmentId}/complete',
  operationId: 'completeAttachment',
  summary: 'Says that the bytes are there: they are read, judged by what they are, and kept',
  description:
    'A picture is drawn anew: what its camera wrote into it is gone, and its size may change. What is not what it said it was is refused and removed; `fields.file` names the reason.',
  tags,
  security,
  'x-example-as': demo.customer,
  request: {
    params: z.object({ attachmentId: z.uuid().meta({ example: exampleIds.attachmentToComplete }) }),
    body: jsonBody(z.object({}).strict().meta({ example: {} })),
  },
  responses: {
    200: jsonAnswer('ready to be sent', attachment),
    ...refusals({ ...oneOfMine, 409: ['wrong_state'], 422: ['attachment_refused'] }),
  },
});

export const deleteAttachment = createRoute({
  method: 'delete',
  path: '/api/attachments/{attachmentId}',
  operationId: 'deleteAttachment',
  summary: 'Removes a file of yours that was not sent',
  tags,
  security,
  request: { params: attachmentId },
  responses: { 200: jsonAnswer('gone', removedAttachment), ...refusals(oneOfMine) },
});

export const getAttachment = createRoute({
  method: 'get',
  path: '/api/attachments/{attachmentId}',
  operationId: 'getAttachment',
  summary: 'The file, for those who may read the conversation; before it is sent, for its owner',
  description:
    'One `Range` is understood; where there is no such part, the whole is answered. A document is always saved, never opened on a page of this site.',
  tags,
  security,
  request: {
    params: attachmentId,
    query: z.object({
      save: z.literal('1').optional().meta({ description: 'to be saved under its name instead of shown' }),
    }),
  },
  responses: {
    200: { description: 'the file', content: { 'application/octet-stream': { schema: z.string() } } },
    206: { description: 'the part that was asked for' },
    302: { description: 'where it can be fetched for a minute' },
    304: { description: 'you have it' },
    ...refusals(oneOfMine),
  },
});

export const uploadAttachment = createRoute({
  method: 'put',
  path: '/api/attachment-uploads/{attachmentId}',
  // like a bucket's address it is handed out whole and once, so there is no example of it to send
  hide: true,
  operationId: 'uploadAttachment',
  summary: 'Takes the bytes of an announced file, once: the address comes whole from createAttachment',
  description: 'Where the site keeps files in a bucket, that address is the bucket’s and this one is not used.',
  tags,
  request: {
    params: attachmentId,
    query: z.object({ ticket: z.string().min(1).max(200) }),
    body: { required: true, content: { 'application/octet-stream': { schema: z.string() } } },
  },
  responses: {
    204: { description: 'taken' },
    ...refusals({ 404: ['not_found'], 413: ['body_too_large'], 422: ['attachment_refused'] }),
  },
});

import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { idempotencyHeader, jsonAnswer, jsonBody, refusals } from '../endpoint.ts';
import { demo, exampleIds } from '../examples.ts';
import * as shape from './schema.ts';

const security = [{ session: [] }];
// with a session, or without
const optional: Record<string, string[]>[] = [{ session: [] }, {}];
const inbox = ['inquiries: inbox'];
const asking = ['inquiries: asking'];
const review = ['operator: inquiries'];
const talents = {
  401: ['unauthenticated'],
  403: ['account_suspended', 'onboarding_required', 'role_not_allowed'],
} as const;
/** One inquiry is its talent's: to everybody else it is not there, whatever their account. */
const itsTalent = {
  401: ['unauthenticated'],
  403: ['account_suspended', 'onboarding_required'],
  404: ['not_found'],
} as const;
const unfit = { 422: ['invalid', 'idempotency_mismatch'] } as const;
const one = (example: string) => z.object({ messageId: z.uuid().meta({ example }) });
const view = jsonAnswer('the inquiry as it is now', shape.businessMessageView);

export const listBusinessMessages = createRoute({
  method: 'get',
  path: '/api/business/messages/',
  operationId: 'listBusinessMessages',
  summary: 'What I was asked as a talent, newest first: by status, listing and date',
  tags: inbox,
  security,
  request: { query: shape.listMessagesQuery },
  responses: {
    200: jsonAnswer('a page of inquiries', shape.businessMessageList),
    ...refusals({ ...talents, 422: ['invalid'] }),
  },
});

export const countUnreadMessages = createRoute({
  method: 'get',
  path: '/api/business/messages/unread/',
  operationId: 'countUnreadMessages',
  summary: 'How much waits to be read: in total and by listing',
  tags: inbox,
  security,
  responses: { 200: jsonAnswer('the counts', shape.unreadMessages), ...refusals(talents) },
});

export const getBusinessMessage = createRoute({
  method: 'get',
  path: '/api/business/messages/{messageId}/',
  operationId: 'getBusinessMessage',
  summary: 'One inquiry with all replies; opening it marks it read, unless it is a peek or a prefetch',
  tags: inbox,
  security,
  request: { params: shape.inquiryId, query: shape.getMessageQuery },
  responses: {
    200: jsonAnswer('the inquiry', shape.businessMessageView),
    ...refusals({ ...itsTalent, 422: ['invalid'] }),
  },
});

export const replyToMessage = createRoute({
  method: 'post',
  path: '/api/business/messages/{messageId}/reply/',
  operationId: 'replyToMessage',
  summary: 'Answers; the status becomes `replied` and the sender gets a mail',
  tags: inbox,
  security,
  'x-example-as': demo.talent,
  request: {
    params: one(exampleIds.inquiryToAnswer),
    headers: idempotencyHeader,
    body: jsonBody(
      shape.replyBody.meta({
        example: { reply: 'Yes, I have that Thursday free. Shall I send you a price for the whole evening?' },
      }),
    ),
  },
  responses: {
    201: jsonAnswer('the reply as sent', shape.inquiryReply),
    ...refusals({
      401: ['unauthenticated'],
      403: [...talents[403], 'blocked', 'not_accepting', 'conversation_closed', 'inquiry_spam'],
      404: ['not_found'],
      ...unfit,
    }),
  },
});

export const fileBusinessMessage = createRoute({
  method: 'patch',
  path: '/api/business/messages/{messageId}/',
  operationId: 'fileBusinessMessage',
  summary: 'Marks it read or unread, archives it or takes it out again, calls it spam or not',
  tags: inbox,
  security,
  'x-example-as': demo.talent,
  request: {
    params: one(exampleIds.inquiryToFile),
    headers: idempotencyHeader,
    body: jsonBody(shape.fileMessageBody.meta({ example: { status: 'archived' } })),
  },
  responses: {
    200: view,
    ...refusals({ ...itsTalent, 409: ['wrong_state', 'lost_race'], ...unfit }),
  },
});

export const deleteBusinessMessage = createRoute({
  method: 'delete',
  path: '/api/business/messages/{messageId}/',
  operationId: 'deleteBusinessMessage',
  summary: 'Hides it at once; it is erased after 30 days unless an open report holds it',
  tags: inbox,
  security,
  request: { params: shape.inquiryId },
  responses: { 204: { description: 'hidden' }, ...refusals(itsTalent) },
});

export const issueFormToken = createRoute({
  method: 'get',
  path: '/api/customer/messages/token/',
  operationId: 'issueFormToken',
  summary: 'For a form without an account: good for one sending, from two seconds on and for two hours',
  tags: asking,
  responses: { 200: jsonAnswer('the token', shape.formToken) },
});

export const submitCustomerMessage = createRoute({
  method: 'post',
  path: '/api/customer/messages/',
  operationId: 'submitCustomerMessage',
  summary: 'Asks a talent, with an account or without; also takes the form of a page, and then answers with a page',
  tags: asking,
  security: optional,
  'x-example-as': demo.customer,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(
      shape.submitMessageBody.meta({
        example: {
          recipient: exampleIds.talentToAsk,
          subject: 'A graduation in June',
          message: 'We are about sixty people at the university garden. Would one of you be free for an afternoon?',
        },
      }),
    ),
  },
  responses: {
    201: jsonAnswer('it is on its way', shape.messageSent),
    ...refusals({
      401: ['unauthenticated'],
      403: [
        'account_suspended',
        'onboarding_required',
        'role_not_allowed',
        'blocked',
        'not_accepting',
        'message_limit',
        'upgrade_required',
      ],
      404: ['not_found'],
      ...unfit,
      429: ['slow_down'],
    }),
  },
});

export const getConversation = createRoute({
  method: 'get',
  path: '/api/customer/messages/{messageId}/conversation/',
  operationId: 'getConversation',
  summary: 'What I asked and what was answered: signed in, or by the link that was mailed; for operators with a reason',
  tags: asking,
  security: optional,
  request: { params: shape.inquiryId, query: shape.conversationQuery },
  responses: {
    200: jsonAnswer('the conversation', shape.conversation),
    ...refusals({
      401: ['unauthenticated'],
      403: ['account_suspended', 'onboarding_required'],
      404: ['not_found'],
      422: ['invalid'],
    }),
  },
});

export const followUp = createRoute({
  method: 'post',
  path: '/api/customer/messages/{messageId}/replies/',
  operationId: 'followUp',
  summary: 'The sender adds a word once the talent has answered, up to five',
  tags: asking,
  security: optional,
  'x-example-as': demo.customer,
  request: {
    params: one(exampleIds.inquiryToFollowUp),
    query: shape.byLink,
    headers: idempotencyHeader,
    body: jsonBody(shape.replyBody.meta({ example: { reply: 'Thank you. We would need you from five until eight.' } })),
  },
  responses: {
    201: jsonAnswer('the words as sent', shape.inquiryReply),
    ...refusals({
      401: ['unauthenticated'],
      403: [
        'account_suspended',
        'onboarding_required',
        'blocked',
        'not_accepting',
        'conversation_closed',
        'message_limit',
      ],
      404: ['not_found'],
      ...unfit,
    }),
  },
});

export const sayNotMe = createRoute({
  method: 'post',
  path: '/api/customer/messages/{messageId}/not-me/',
  operationId: 'sayNotMe',
  summary: '“This was not me”: whoever got the mail ends it by its link',
  tags: asking,
  request: { params: shape.inquiryId, query: shape.byLink.required() },
  responses: {
    200: jsonAnswer('it is over', z.object({ isEnded: z.literal(true) })),
    ...refusals({ 404: ['not_found'], 422: ['invalid'] }),
  },
});

const operators = {
  401: ['unauthenticated'],
  403: ['account_suspended', 'onboarding_required'],
  404: ['not_found'],
} as const;

export const listHeldMessages = createRoute({
  method: 'get',
  path: '/api/admin/inquiries/held',
  operationId: 'listHeldMessages',
  summary: 'What waits because three talents called its sender’s words spam',
  tags: review,
  security,
  request: { query: shape.heldMessagesQuery },
  responses: {
    200: jsonAnswer('a page, longest waiting first', shape.heldMessageList),
    ...refusals({ ...operators, 422: ['invalid'] }),
  },
});

export const releaseMessage = createRoute({
  method: 'post',
  path: '/api/admin/inquiries/{messageId}/release',
  operationId: 'releaseMessage',
  summary: 'Lets it through to the talent; with `clearMarks` its sender needs no look any more',
  tags: review,
  security,
  'x-example-as': demo.operator,
  request: {
    params: one(exampleIds.inquiryToRelease),
    headers: idempotencyHeader,
    body: jsonBody(
      shape.releaseBody.meta({
        example: { reason: 'A real question; the marks were about another matter.', clearMarks: false },
      }),
    ),
  },
  responses: { 200: jsonAnswer('what was decided', shape.reviewed), ...refusals({ ...operators, ...unfit }) },
});

export const discardMessage = createRoute({
  method: 'post',
  path: '/api/admin/inquiries/{messageId}/discard',
  operationId: 'discardMessage',
  summary: 'The talent never sees it; it is erased after 30 days',
  tags: review,
  security,
  'x-example-as': demo.operator,
  request: {
    params: one(exampleIds.inquiryToDiscard),
    headers: idempotencyHeader,
    body: jsonBody(shape.discardBody.meta({ example: { reason: 'The same advertisement to many.' } })),
  },
  responses: { 200: jsonAnswer('what was decided', shape.reviewed), ...refusals({ ...operators, ...unfit }) },
});

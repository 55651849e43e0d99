import { createRoute } from '@hono/zod-openapi';
import * as z from 'zod';
import { idempotencyHeader, jsonAnswer, jsonBody, refusals } from '../endpoint.ts';
import { demo, exampleIds } from '../examples.ts';
import * as shape from './schema.ts';

const tags = ['agents'];
const security = [{ session: [] }];
/** a session, or an agent's key */
const bySessionOrKey: Record<string, string[]>[] = [{ session: [] }, { agentKey: [] }];
const signedIn = {
  401: ['unauthenticated'],
  403: ['account_suspended', 'onboarding_required', 'role_not_allowed', 'agent_not_allowed'],
} as const;
/** An address is its talent's: to everybody else it is not there, whatever their account. */
const its = {
  401: ['unauthenticated'],
  403: ['account_suspended', 'onboarding_required', 'agent_not_allowed'],
  404: ['not_found'],
} as const;
const whoever = { 401: ['unauthenticated'], 403: ['agent_not_allowed'] } as const;
const exampleEndpoint = z.object({ endpointId: z.uuid().meta({ example: exampleIds.endpointToChange }) });
const exampleConversation = z.object({ conversationId: z.uuid().meta({ example: exampleIds.assistantConversation }) });

export const listWebhookEndpoints = createRoute({
  method: 'get',
  path: '/api/agents/endpoints',
  operationId: 'listWebhookEndpoints',
  summary: 'Where I am told of news',
  tags,
  security,
  responses: { 200: jsonAnswer('the addresses', shape.endpointList), ...refusals(signedIn) },
});

export const createWebhookEndpoint = createRoute({
  method: 'post',
  path: '/api/agents/endpoints',
  operationId: 'createWebhookEndpoint',
  summary: 'An address that is told of news',
  description:
    'Each call is signed in the Standard Webhooks form (`webhook-id`, `webhook-timestamp`, `webhook-signature`) with the secret in this answer, which is shown this once. Only public addresses with https and a name, on port 443 or 8443; redirects are not followed. Ten at most.',
  tags,
  security,
  'x-example-as': demo.talent,
  request: {
    body: jsonBody(
      shape.endpointBody.meta({
        example: {
          url: 'https://assistant.example.com/mawahib',
          name: 'My assistant',
          events: ['inquiry.received', 'inquiry.followed_up', 'message.received'],
        },
      }),
    ),
  },
  responses: {
    201: jsonAnswer('the address, and its secret', shape.endpointMade),
    ...refusals({ ...signedIn, 409: ['limit_reached'], 422: ['invalid', 'address_not_allowed'] }),
  },
});

export const updateWebhookEndpoint = createRoute({
  method: 'patch',
  path: '/api/agents/endpoints/{endpointId}',
  operationId: 'updateWebhookEndpoint',
  summary: 'Changes an address, what it is told of, or switches it off and on',
  description: 'Switched on again it begins anew: what was given up meanwhile is only sent by hand.',
  tags,
  security,
  'x-example-as': demo.talent,
  request: {
    params: exampleEndpoint,
    headers: idempotencyHeader,
    body: jsonBody(shape.endpointChange.meta({ example: { name: 'Calendar', events: ['booking'] } })),
  },
  responses: {
    200: jsonAnswer('the address as it is now', shape.endpoint),
    ...refusals({
      ...its,
      422: ['invalid', 'address_not_allowed', 'idempotency_mismatch'],
    }),
  },
});

export const deleteWebhookEndpoint = createRoute({
  method: 'delete',
  path: '/api/agents/endpoints/{endpointId}',
  operationId: 'deleteWebhookEndpoint',
  summary: 'Removes an address and its log',
  tags,
  security,
  request: { params: shape.endpointPath, headers: idempotencyHeader },
  responses: { 200: jsonAnswer('gone', shape.removed), ...refusals({ ...whoever, 404: ['not_found'] }) },
});

export const rotateWebhookSecret = createRoute({
  method: 'post',
  path: '/api/agents/endpoints/{endpointId}/secret',
  operationId: 'rotateWebhookSecret',
  summary: 'A new secret; the one before signs beside it for a day',
  tags,
  security,
  request: { params: shape.endpointPath },
  responses: {
    200: jsonAnswer('the address, and the new secret', shape.endpointMade),
    ...refusals(its),
  },
});

export const testWebhookEndpoint = createRoute({
  method: 'post',
  path: '/api/agents/endpoints/{endpointId}/test',
  operationId: 'testWebhookEndpoint',
  summary: 'Sends `test.ping` now, and says what came of it',
  tags,
  security,
  request: { params: shape.endpointPath },
  responses: {
    200: jsonAnswer('the delivery', shape.delivery),
    ...refusals({ ...its, 429: ['slow_down'] }),
  },
});

export const listWebhookDeliveries = createRoute({
  method: 'get',
  path: '/api/agents/deliveries',
  operationId: 'listWebhookDeliveries',
  summary: 'What was sent, newest first, for thirty days',
  tags,
  security,
  request: { query: shape.deliveryQuery },
  responses: {
    200: jsonAnswer('a page of the log', shape.deliveryList),
    ...refusals({ ...whoever, 422: ['invalid'] }),
  },
});

export const getWebhookDelivery = createRoute({
  method: 'get',
  path: '/api/agents/deliveries/{deliveryId}',
  operationId: 'getWebhookDelivery',
  summary: 'One delivery with every attempt and its answer',
  tags,
  security,
  request: { params: shape.deliveryPath },
  responses: { 200: jsonAnswer('the delivery', shape.deliveryView), ...refusals({ ...whoever, 404: ['not_found'] }) },
});

export const replayWebhookDelivery = createRoute({
  method: 'post',
  path: '/api/agents/deliveries/{deliveryId}/replay',
  operationId: 'replayWebhookDelivery',
  summary: 'Sends it again now, with the same id',
  tags,
  security,
  request: { params: shape.deliveryPath },
  responses: {
    200: jsonAnswer('the delivery and what came of it', shape.deliveryView),
    ...refusals({ ...whoever, 404: ['not_found'], 409: ['lost_race'], 429: ['slow_down'] }),
  },
});

export const listAgentKeys = createRoute({
  method: 'get',
  path: '/api/agents/keys',
  operationId: 'listAgentKeys',
  summary: 'The keys my agents come in with',
  tags,
  security,
  responses: { 200: jsonAnswer('the keys that work', shape.keyList), ...refusals(signedIn) },
});

export const createAgentKey = createRoute({
  method: 'post',
  path: '/api/agents/keys',
  operationId: 'createAgentKey',
  summary: 'A key for an agent of mine',
  description:
    'An agent reads my conversations and suggests replies. It never sends, marks as read, books or pays. The key is shown this once. Ten at most.',
  tags,
  security,
  'x-example-as': demo.talent,
  request: { body: jsonBody(shape.keyBody.meta({ example: { name: 'My assistant' } })) },
  responses: {
    201: jsonAnswer('the key, this once', shape.keyMade),
    ...refusals({ ...signedIn, 409: ['limit_reached'], 422: ['invalid'] }),
  },
});

export const revokeAgentKey = createRoute({
  method: 'delete',
  path: '/api/agents/keys/{keyId}',
  operationId: 'revokeAgentKey',
  summary: 'A key opens nothing any more, from now on',
  tags,
  security,
  request: { params: shape.keyPath, headers: idempotencyHeader },
  responses: { 200: jsonAnswer('gone', shape.removed), ...refusals({ ...whoever, 404: ['not_found'] }) },
});

export const createSuggestion = createRoute({
  method: 'post',
  path: '/api/agents/suggestions',
  operationId: 'createSuggestion',
  summary: 'Proposes a reply in a conversation; a person reads, changes and sends it, or does not',
  description:
    'Thrown away when anybody writes in the conversation. A newer one of the same agent takes the place of the one before.',
  tags,
  security: bySessionOrKey,
  'x-example-as': demo.talent,
  request: {
    body: jsonBody(
      shape.suggestionBody.meta({
        example: {
          threadId: exampleIds.threadToTalk,
          basedOn: null,
          text: 'Thank you for your message. The gate at four o’clock suits me well.',
          language: 'en',
        },
      }),
    ),
  },
  responses: {
    201: jsonAnswer('the suggestion', shape.suggestion),
    ...refusals({ ...whoever, 404: ['not_found'], 409: ['thread_moved_on'], 422: ['invalid'] }),
  },
});

export const listSuggestions = createRoute({
  method: 'get',
  path: '/api/agents/suggestions',
  operationId: 'listSuggestions',
  summary: 'What is proposed for one of my conversations; for an agent: what it proposed, and what became of it',
  tags,
  security: bySessionOrKey,
  request: { query: shape.suggestionQuery },
  responses: {
    200: jsonAnswer('the suggestions', shape.suggestionList),
    ...refusals({ ...whoever, 422: ['invalid'] }),
  },
});

const decision = (verb: 'use' | 'discard', operationId: string, summary: string) =>
  createRoute({
    method: 'post',
    path: `/api/agents/suggestions/{suggestionId}/${verb}` as const,
    operationId,
    summary,
    tags,
    security,
    request: { params: shape.suggestionPath, headers: idempotencyHeader },
    responses: {
      200: jsonAnswer('the suggestion', shape.suggestion),
      ...refusals({ ...whoever, 404: ['not_found'], 409: ['thread_moved_on'] }),
    },
  });
export const useSuggestion = decision('use', 'useSuggestion', 'I take it up; what I send says whether I changed it');
export const discardSuggestion = decision('discard', 'discardSuggestion', 'I do not want it');

export const listAssistantConversations = createRoute({
  method: 'get',
  path: '/api/agents/conversations',
  operationId: 'listAssistantConversations',
  summary: 'My conversations with my assistant: one for each conversation with a customer, one for the rest',
  description: 'Kept apart from what people write to each other: nothing said here is ever sent to a customer.',
  tags,
  security: bySessionOrKey,
  request: { query: shape.pageQuery },
  responses: {
    200: jsonAnswer('a page of them', shape.conversationList),
    ...refusals({ ...whoever, 422: ['invalid'] }),
  },
});

export const openAssistantConversation = createRoute({
  method: 'post',
  path: '/api/agents/conversations',
  operationId: 'openAssistantConversation',
  summary: 'Opens one, or answers the one there is',
  tags,
  security: bySessionOrKey,
  'x-example-as': demo.talent,
  request: {
    headers: idempotencyHeader,
    body: jsonBody(shape.conversationBody.meta({ example: { threadId: exampleIds.threadToTalk, language: 'en' } })),
  },
  responses: {
    200: jsonAnswer('the conversation', shape.conversation),
    ...refusals({ ...whoever, 404: ['not_found'], 422: ['invalid', 'idempotency_mismatch'] }),
  },
});

export const listAssistantMessages = createRoute({
  method: 'get',
  path: '/api/agents/conversations/{conversationId}/messages',
  operationId: 'listAssistantMessages',
  summary: 'What was said and what was done, oldest first',
  tags,
  security: bySessionOrKey,
  request: { params: shape.conversationPath, query: shape.pageQuery },
  responses: {
    200: jsonAnswer('a page of it', shape.assistantMessageList),
    ...refusals({ ...whoever, 404: ['not_found'], 422: ['invalid'] }),
  },
});

export const addAssistantMessage = createRoute({
  method: 'post',
  path: '/api/agents/conversations/{conversationId}/messages',
  operationId: 'addAssistantMessage',
  summary: 'Says something: by a session as the person, by a key as the assistant',
  tags,
  security: bySessionOrKey,
  'x-example-as': demo.talent,
  request: {
    params: exampleConversation,
    headers: idempotencyHeader,
    body: jsonBody(
      shape.assistantMessageBody.meta({ example: { body: 'Which of my weddings in May are still open?' } }),
    ),
  },
  responses: {
    201: jsonAnswer('as it was said', shape.assistantMessage),
    ...refusals({ ...whoever, 404: ['not_found'], 422: ['invalid', 'idempotency_mismatch'] }),
  },
});

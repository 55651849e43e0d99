import { api, ctxOf, once } from '../endpoint.ts';
import * as assistant from './assistant.ts';
import * as contract from './contract.ts';
import * as endpoints from './endpoints.ts';
import * as keys from './keys.ts';
import * as log from './log.ts';
import * as shape from './schema.ts';
import * as suggestions from './suggestions.ts';

const updateEndpoint = once(contract.updateWebhookEndpoint, shape.endpoint, endpoints.updateEndpoint);
const deleteEndpoint = once(contract.deleteWebhookEndpoint, shape.removed, endpoints.deleteEndpoint);
const revokeKey = once(contract.revokeAgentKey, shape.removed, keys.revokeKey);
const useSuggestion = once(contract.useSuggestion, shape.suggestion, suggestions.useSuggestion);
const discardSuggestion = once(contract.discardSuggestion, shape.suggestion, suggestions.discardSuggestion);
const openConversation = once(contract.openAssistantConversation, shape.conversation, assistant.openConversation);
const addMessage = once(contract.addAssistantMessage, shape.assistantMessage, assistant.addAssistantMessage);

// What answers with a secret is not kept for a repeat: an idempotency key would keep the secret for three days.
export const agentRoutes = api()
  .openapi(contract.listWebhookEndpoints, async (c) =>
    c.json(shape.endpointList.parse(await endpoints.listEndpoints(ctxOf(c))), 200),
  )
  .openapi(contract.createWebhookEndpoint, async (c) =>
    c.json(shape.endpointMade.parse(await endpoints.createEndpoint(ctxOf(c), c.req.valid('json'))), 201),
  )
  .openapi(contract.updateWebhookEndpoint, async (c) =>
    c.json(await updateEndpoint(c, { ...c.req.valid('json'), ...c.req.valid('param') }), 200),
  )
  .openapi(contract.deleteWebhookEndpoint, async (c) => c.json(await deleteEndpoint(c, c.req.valid('param')), 200))
  .openapi(contract.rotateWebhookSecret, async (c) =>
    c.json(shape.endpointMade.parse(await endpoints.rotateSecret(ctxOf(c), c.req.valid('param'))), 200),
  )
  .openapi(contract.testWebhookEndpoint, async (c) =>
    c.json(shape.delivery.parse(await endpoints.testEndpoint(ctxOf(c), c.req.valid('param'))), 200),
  )
  .openapi(contract.listWebhookDeliveries, async (c) =>
    c.json(shape.deliveryList.parse(await log.listDeliveries(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(contract.getWebhookDelivery, async (c) =>
    c.json(shape.deliveryView.parse(await log.getDelivery(ctxOf(c), c.req.valid('param'))), 200),
  )
  .openapi(contract.replayWebhookDelivery, async (c) =>
    c.json(shape.deliveryView.parse(await log.replayDelivery(ctxOf(c), c.req.valid('param'))), 200),
  )
  .openapi(contract.listAgentKeys, async (c) => c.json(shape.keyList.parse(await keys.listKeys(ctxOf(c))), 200))
  .openapi(contract.createAgentKey, async (c) =>
    c.json(shape.keyMade.parse(await keys.createKey(ctxOf(c), c.req.valid('json'))), 201),
  )
  .openapi(contract.revokeAgentKey, async (c) => c.json(await revokeKey(c, c.req.valid('param')), 200))
  .openapi(contract.createSuggestion, async (c) =>
    c.json(shape.suggestion.parse(await suggestions.createSuggestion(ctxOf(c), c.req.valid('json'))), 201),
  )
  .openapi(contract.listSuggestions, async (c) =>
    c.json(shape.suggestionList.parse(await suggestions.listSuggestions(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(contract.useSuggestion, async (c) => c.json(await useSuggestion(c, c.req.valid('param')), 200))
  .openapi(contract.discardSuggestion, async (c) => c.json(await discardSuggestion(c, c.req.valid('param')), 200))
  .openapi(contract.listAssistantConversations, async (c) =>
    c.json(shape.conversationList.parse(await assistant.listConversations(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(contract.openAssistantConversation, async (c) => c.json(await openConversation(c, c.req.valid('json')), 200))
  .openapi(contract.listAssistantMessages, async (c) =>
    c.json(
      shape.assistantMessageList.parse(
        await assistant.listAssistantMessages(ctxOf(c), { ...c.req.valid('param'), ...c.req.valid('query') }),
      ),
      200,
    ),
  )
  .openapi(contract.addAssistantMessage, async (c) =>
    c.json(await addMessage(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 201),
  );

import type { Locale } from '../core/locale.ts';
import type * as agents from '../features/agents/contract.ts';
import { apiCalls, type AnswerOf, type BodyOf } from './api.ts';

export type Endpoint = AnswerOf<typeof agents.updateWebhookEndpoint>;
export type Delivery = AnswerOf<typeof agents.listWebhookDeliveries>['items'][number];
export type DeliveryView = AnswerOf<typeof agents.getWebhookDelivery>;
export type AgentKey = AnswerOf<typeof agents.listAgentKeys>['items'][number];
export type Suggestion = AnswerOf<typeof agents.listSuggestions>['items'][number];

/** What the connections screen and the suggested replies ask. */
export function agentsClient(locale: Locale) {
  const { read, write, send } = apiCalls(locale);
  const endpoint = (id: string) => `/api/agents/endpoints/${encodeURIComponent(id)}`;
  const delivery = (id: string) => `/api/agents/deliveries/${encodeURIComponent(id)}`;
  const suggestion = (id: string) => `/api/agents/suggestions/${encodeURIComponent(id)}`;

  return {
    listEndpoints: () => read<typeof agents.listWebhookEndpoints>('/api/agents/endpoints'),
    createEndpoint: (key: string, body: BodyOf<typeof agents.createWebhookEndpoint>) =>
      write<typeof agents.createWebhookEndpoint>('/api/agents/endpoints', key, body),
    updateEndpoint: (key: string, id: string, body: BodyOf<typeof agents.updateWebhookEndpoint>) =>
      write<typeof agents.updateWebhookEndpoint>(endpoint(id), key, body, 'PATCH'),
    deleteEndpoint: (key: string, id: string) =>
      write<typeof agents.deleteWebhookEndpoint>(endpoint(id), key, {} as never, 'DELETE'),
    rotateSecret: (key: string, id: string) => send<typeof agents.rotateWebhookSecret>(`${endpoint(id)}/secret`, key),
    testEndpoint: (key: string, id: string) => send<typeof agents.testWebhookEndpoint>(`${endpoint(id)}/test`, key),
    listDeliveries: (query: { cursor?: string; endpointId?: string; limit?: number }) =>
      read<typeof agents.listWebhookDeliveries>('/api/agents/deliveries', query),
    getDelivery: (id: string) => read<typeof agents.getWebhookDelivery>(delivery(id)),
    replay: (key: string, id: string) => send<typeof agents.replayWebhookDelivery>(`${delivery(id)}/replay`, key),
    listKeys: () => read<typeof agents.listAgentKeys>('/api/agents/keys'),
    createKey: (key: string, body: BodyOf<typeof agents.createAgentKey>) =>
      write<typeof agents.createAgentKey>('/api/agents/keys', key, body),
    revokeKey: (key: string, id: string) =>
      write<typeof agents.revokeAgentKey>(`/api/agents/keys/${encodeURIComponent(id)}`, key, {} as never, 'DELETE'),
    listSuggestions: (threadId: string) => read<typeof agents.listSuggestions>('/api/agents/suggestions', { threadId }),
    useSuggestion: (key: string, id: string) => send<typeof agents.useSuggestion>(`${suggestion(id)}/use`, key),
    discardSuggestion: (key: string, id: string) =>
      send<typeof agents.discardSuggestion>(`${suggestion(id)}/discard`, key),
  };
}
export type AgentsClient = ReturnType<typeof agentsClient>;

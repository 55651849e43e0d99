import type { Locale } from '../core/locale.ts';
import type * as proposals from '../features/requests/contract/proposals.ts';
import type * as requests from '../features/requests/contract/requests.ts';
import { apiCalls, type AnswerOf, type BodyOf } from './api.ts';

export type OwnRequestView = AnswerOf<typeof requests.publishRequest>;
export type RequestAnswer = AnswerOf<typeof requests.getRequest>;
export type OwnerProposal = AnswerOf<typeof proposals.listProposals>['items'][number];

/** What a customer's screens of the casting board ask. */
export function requestsClient(locale: Locale) {
  const { read, write, send } = apiCalls(locale);
  const request = (id: string) => `/api/requests/${encodeURIComponent(id)}`;
  return {
    list: (query: { state?: OwnRequestView['state']; cursor?: string; limit?: number }) =>
      read<typeof requests.listRequests>('/api/requests', query),
    get: (id: string) => read<typeof requests.getRequest>(request(id)),
    create: (key: string, body: BodyOf<typeof requests.createRequest>) =>
      write<typeof requests.createRequest>('/api/requests', key, body),
    edit: (key: string, id: string, body: BodyOf<typeof requests.editRequest>) =>
      write<typeof requests.editRequest>(request(id), key, body, 'PATCH'),
    publish: (key: string, id: string) => send<typeof requests.publishRequest>(`${request(id)}/publish`, key),
    close: (key: string, id: string, body: BodyOf<typeof requests.closeRequest>) =>
      write<typeof requests.closeRequest>(`${request(id)}/close`, key, body),
    reopen: (key: string, id: string) => send<typeof requests.reopenRequest>(`${request(id)}/reopen`, key),
    remove: (key: string, id: string) => write<typeof requests.deleteRequest>(request(id), key, {} as never, 'DELETE'),
    listProposals: (id: string, query: { cursor?: string }) =>
      read<typeof proposals.listProposals>(`${request(id)}/proposals`, query),
    acceptProposal: (key: string, id: string) =>
      send<typeof proposals.acceptProposal>(`/api/proposals/${encodeURIComponent(id)}/accept`, key),
  };
}
export type RequestsClient = ReturnType<typeof requestsClient>;

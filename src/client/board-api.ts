import type { Locale } from '../core/locale.ts';
import type * as proposals from '../features/requests/contract/proposals.ts';
import type * as requests from '../features/requests/contract/requests.ts';
import type * as searches from '../features/requests/contract/searches.ts';
import { apiCalls, type AnswerOf, type BodyOf } from './api.ts';

export type Board = AnswerOf<typeof requests.listOpenRequests>;
export type BoardCard = Board['items'][number];
export type Proposal = AnswerOf<typeof proposals.listProposals>['items'][number];
export type SavedSearch = AnswerOf<typeof searches.listSavedSearches>['items'][number];

/** What the casting board's screens of a talent ask: the board, one request's unlock and proposals, kept searches. */
export function boardClient(locale: Locale) {
  const { read, write, send } = apiCalls(locale);
  const request = (id: string) => `/api/requests/${encodeURIComponent(id)}`;
  const search = (id: string) => `/api/saved-searches/${encodeURIComponent(id)}`;
  return {
    listOpenRequests: (query: Readonly<Record<string, string | number | undefined>>) =>
      read<typeof requests.listOpenRequests>('/api/marketplace', query),
    unlockRequest: (key: string, id: string) => send<typeof requests.unlockRequest>(`${request(id)}/unlock`, key),

    listProposals: (id: string, query: { cursor?: string } = {}) =>
      read<typeof proposals.listProposals>(`${request(id)}/proposals`, query),
    sendProposal: (key: string, id: string, body: BodyOf<typeof proposals.sendProposal>) =>
      write<typeof proposals.sendProposal>(`${request(id)}/proposals`, key, body),
    withdrawProposal: (key: string, id: string) =>
      send<typeof proposals.withdrawProposal>(`/api/proposals/${encodeURIComponent(id)}/withdraw`, key),

    listSavedSearches: () => read<typeof searches.listSavedSearches>('/api/saved-searches'),
    createSavedSearch: (key: string, body: BodyOf<typeof searches.createSavedSearch>) =>
      write<typeof searches.createSavedSearch>('/api/saved-searches', key, body),
    editSavedSearch: (key: string, id: string, body: BodyOf<typeof searches.editSavedSearch>) =>
      write<typeof searches.editSavedSearch>(search(id), key, body, 'PATCH'),
    deleteSavedSearch: (key: string, id: string) =>
      write<{ responses: object }>(search(id), key, undefined as never, 'DELETE'),
  };
}
export type BoardClient = ReturnType<typeof boardClient>;

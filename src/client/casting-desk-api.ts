import type * as z from 'zod';
import type { Locale } from '../core/locale.ts';
import type * as contract from '../features/requests/contract/admin.ts';
import type { requestForOperator, requestToCheck } from '../features/requests/schema/admin.ts';
import { apiCalls, type BodyOf } from './api.ts';

export type RequestLine = z.output<typeof requestToCheck>;
export type InspectedRequest = z.output<typeof requestForOperator>;

/** What the operator asks about casting requests. */
export function castingDeskClient(locale: Locale) {
  const { read, write } = apiCalls(locale);
  const address = (id: string) => `/api/admin/requests/${encodeURIComponent(id)}`;
  return {
    list: (query: { show: string; cursor?: string }) =>
      read<typeof contract.listRequestsToCheck>('/api/admin/requests', query),
    inspect: (id: string) => read<typeof contract.inspectRequest>(address(id)),
    check: (key: string, id: string, body: BodyOf<typeof contract.checkRequest>) =>
      write<typeof contract.checkRequest>(`${address(id)}/check`, key, body),
    remove: (key: string, id: string, body: BodyOf<typeof contract.removeRequest>) =>
      write<typeof contract.removeRequest>(`${address(id)}/remove`, key, body),
  };
}

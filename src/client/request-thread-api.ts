import type { Locale } from '../core/locale.ts';
import type * as thread from '../features/requests/contract/thread.ts';
import { apiCalls, type AnswerOf, type BodyOf } from './api.ts';

export type RequestThread = AnswerOf<typeof thread.getRequestThread>;
export type RequestMessage = RequestThread['messages'][number];
export type RequestGroup = RequestThread['groups'][number];

/** What the page of a casting request's conversation asks. */
export function requestThreadClient(locale: Locale) {
  const { read, write } = apiCalls(locale);
  const request = (id: string) => `/api/requests/${encodeURIComponent(id)}`;
  return {
    get: (id: string) => read<typeof thread.getRequestThread>(`${request(id)}/thread`),
    listMessages: (id: string, query: { cursor?: string }) =>
      read<typeof thread.listRequestMessages>(`${request(id)}/messages`, query),
    send: (key: string, id: string, body: BodyOf<typeof thread.sendRequestMessage>) =>
      write<typeof thread.sendRequestMessage>(`${request(id)}/messages`, key, body),
    markRead: (key: string, id: string, body: BodyOf<typeof thread.markRequestThreadRead>) =>
      write<typeof thread.markRequestThreadRead>(`${request(id)}/read`, key, body),
    /** a request's conversation is a thread like any other: taking back is asked there */
    takeBack: (key: string, threadId: string, messageId: string) =>
      write<{ responses: object }>(
        `/api/threads/${encodeURIComponent(threadId)}/messages/${encodeURIComponent(messageId)}`,
        key,
        {} as never,
        'DELETE',
      ),
  };
}
export type RequestThreadClient = ReturnType<typeof requestThreadClient>;

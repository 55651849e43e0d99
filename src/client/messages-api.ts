import type { Locale } from '../core/locale.ts';
import type * as threads from '../features/messaging/contract/threads.ts';
import { apiCalls, type AnswerOf, type BodyOf } from './api.ts';

export type ThreadCard = AnswerOf<typeof threads.listThreads>['items'][number];
export type ThreadView = AnswerOf<typeof threads.getThread>;
export type ThreadMessage = AnswerOf<typeof threads.sendMessage>;
/** A write whose answer the inbox does not read: it asks anew. */
type Told = { responses: object };

/** What the inbox asks: threads of every kind, and what can be done about those they are about. */
export function messagesClient(locale: Locale) {
  const { read, write } = apiCalls(locale);
  const thread = (id: string) => `/api/threads/${encodeURIComponent(id)}`;
  const told = (path: string, key: string, body: object, method = 'POST') =>
    write<Told>(path, key, body as never, method);

  return {
    listThreads: (query: Readonly<Record<string, string | undefined>>) =>
      read<typeof threads.listThreads>('/api/threads', query),
    countUnread: () => read<typeof threads.countUnreadThreads>('/api/threads/unread'),
    getThread: (id: string) => read<typeof threads.getThread>(thread(id)),
    listMessages: (id: string, query: { cursor?: string; after?: string }) =>
      read<typeof threads.listThreadMessages>(`${thread(id)}/messages`, query),
    send: (key: string, id: string, body: BodyOf<typeof threads.sendMessage>) =>
      write<typeof threads.sendMessage>(`${thread(id)}/messages`, key, body),
    markRead: (key: string, id: string, body: BodyOf<typeof threads.markThreadRead>) =>
      write<typeof threads.markThreadRead>(`${thread(id)}/read`, key, body),
    file: (key: string, id: string, body: BodyOf<typeof threads.fileThread>) =>
      write<typeof threads.fileThread>(thread(id), key, body, 'PATCH'),
    takeBack: (key: string, id: string, messageId: string) =>
      told(`${thread(id)}/messages/${encodeURIComponent(messageId)}`, key, {}, 'DELETE'),
    report: (key: string, id: string, body: { reason: string; note?: string }) =>
      told(`${thread(id)}/reports`, key, body),
    block: (key: string, threadId: string) => told('/api/blocks', key, { threadId }),
    moveContact: (key: string, contactId: string, move: string) =>
      told(`/api/contacts/${encodeURIComponent(contactId)}/${move}`, key, {}),
    fileInquiry: (key: string, inquiryId: string, body: { isSpam?: boolean }) =>
      told(`/api/business/messages/${encodeURIComponent(inquiryId)}/`, key, body, 'PATCH'),
    deleteInquiry: (key: string, inquiryId: string) =>
      told(`/api/business/messages/${encodeURIComponent(inquiryId)}/`, key, {}, 'DELETE'),
  };
}
export type MessagesClient = ReturnType<typeof messagesClient>;

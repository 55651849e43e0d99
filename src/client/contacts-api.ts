import type { Locale } from '../core/locale.ts';
import type * as contacts from '../features/messaging/contract/contacts.ts';
import type * as conduct from '../features/messaging/contract/conduct.ts';
import { apiCalls, type AnswerOf, type BodyOf } from './api.ts';

export type Gate = AnswerOf<typeof contacts.mayContact>;
export type BlockLine = AnswerOf<typeof conduct.listBlocks>['items'][number];

/** What the page behind the Contact button asks, and the list of people somebody has blocked. */
export function contactsClient(locale: Locale) {
  const { read, write } = apiCalls(locale);
  return {
    mayContact: (talent: string) => read<typeof contacts.mayContact>('/api/contacts/may', { talent }),
    startContact: (key: string, body: BodyOf<typeof contacts.startContact>) =>
      write<typeof contacts.startContact>('/api/contacts', key, body),
    listBlocks: (query: { cursor?: string }) => read<typeof conduct.listBlocks>('/api/blocks', query),
    deleteBlock: (key: string, id: string) =>
      write<{ responses: object }>(`/api/blocks/${encodeURIComponent(id)}`, key, undefined as never, 'DELETE'),
  };
}
export type ContactsClient = ReturnType<typeof contactsClient>;

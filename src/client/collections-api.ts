import type { Locale } from '../core/locale.ts';
import type * as lists from '../features/collections/contract/lists.ts';
import type * as searches from '../features/collections/contract/searches.ts';
import type * as discovery from '../features/discovery/search/contract.ts';
import { apiCalls, type AnswerOf, type BodyOf } from './api.ts';

export type SearchAnswer = AnswerOf<typeof discovery.searchAsMember>;
export type FoundTalent = SearchAnswer['items'][number];
export type Lists = AnswerOf<typeof lists.listCollections>;
export type ListView = Lists['items'][number];
export type ListPage = AnswerOf<typeof lists.getCollection>;
export type ListItem = ListPage['items'][number];
export type TalentSearch = AnswerOf<typeof searches.listTalentSearches>['items'][number];

/** What the screens of search, lists and saved searches ask. */
export function collectionsClient(locale: Locale) {
  const { read, write } = apiCalls(locale);
  const list = (id: string) => `/api/collections/${encodeURIComponent(id)}`;
  const item = (id: string, talentId: string) => `${list(id)}/talents/${encodeURIComponent(talentId)}`;
  const search = (id: string) => `/api/talent-searches/${encodeURIComponent(id)}`;
  const remove = <R extends { responses: object }>(path: string, key: string) =>
    // a removal has nothing to say but which
    write<R>(path, key, undefined as never, 'DELETE');
  return {
    search: (query: Readonly<Record<string, string>>) =>
      read<typeof discovery.searchAsMember>('/api/search/members', query),

    lists: (talent?: string) =>
      read<typeof lists.listCollections>('/api/collections', talent === undefined ? {} : { talent }),
    list: (id: string, cursor?: string) =>
      read<typeof lists.getCollection>(list(id), cursor === undefined ? {} : { cursor }),
    create: (key: string, body: BodyOf<typeof lists.createCollection>) =>
      write<typeof lists.createCollection>('/api/collections', key, body),
    edit: (key: string, id: string, body: BodyOf<typeof lists.editCollection>) =>
      write<typeof lists.editCollection>(list(id), key, body, 'PATCH'),
    drop: (key: string, id: string) => remove<typeof lists.deleteCollection>(list(id), key),

    put: (key: string, id: string, talentId: string, body: BodyOf<typeof lists.addToCollection>) =>
      write<typeof lists.addToCollection>(item(id, talentId), key, body, 'PUT'),
    editItem: (key: string, id: string, talentId: string, body: BodyOf<typeof lists.editCollectionItem>) =>
      write<typeof lists.editCollectionItem>(item(id, talentId), key, body, 'PATCH'),
    takeOut: (key: string, id: string, talentId: string) =>
      remove<typeof lists.removeFromCollection>(item(id, talentId), key),
    move: (key: string, id: string, talentId: string, body: BodyOf<typeof lists.moveToCollection>) =>
      write<typeof lists.moveToCollection>(`${item(id, talentId)}/move`, key, body),

    searches: () => read<typeof searches.listTalentSearches>('/api/talent-searches'),
    saveSearch: (key: string, body: BodyOf<typeof searches.createTalentSearch>) =>
      write<typeof searches.createTalentSearch>('/api/talent-searches', key, body),
    editSearch: (key: string, id: string, body: BodyOf<typeof searches.editTalentSearch>) =>
      write<typeof searches.editTalentSearch>(search(id), key, body, 'PATCH'),
    forgetSearch: (key: string, id: string) => remove<typeof searches.deleteTalentSearch>(search(id), key),
  };
}
export type CollectionsClient = ReturnType<typeof collectionsClient>;

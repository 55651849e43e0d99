import type { Locale } from '../core/locale.ts';
import type { searchTalents } from '../features/discovery/search/contract.ts';
import type * as featured from '../features/showcase/contract.ts';
import { apiCalls, type BodyOf } from './api.ts';

/** What the operator asks about the front page. */
export function featuredClient(locale: Locale) {
  const { read, write } = apiCalls(locale);
  return {
    list: () => read<typeof featured.listFeatured>('/api/admin/featured'),
    put: (key: string, body: BodyOf<typeof featured.putFeatured>) =>
      write<typeof featured.putFeatured>('/api/admin/featured', key, body, 'PUT'),
    find: (q: string) => read<typeof searchTalents>('/api/search', { q, limit: 8 }),
  };
}

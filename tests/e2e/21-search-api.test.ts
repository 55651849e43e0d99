// Search from outside: found as people type, counted as it is, changed within the moment, and never a 5xx.
import { beforeAll, describe, expect, test } from 'vitest';
import { call, http, ok, person, type Person } from './outside.ts';

type Card = { id: string; slug: string; displayName: string; category: string; city: string };
type Facet = { id: string; count: number }[];
type Found = {
  items: Card[];
  total: number;
  nextCursor: string | null;
  facets: Record<'category' | 'city' | 'country' | 'language' | 'rating', Facet>;
  corrected: string | null;
};
const search = (query: Record<string, string | number>, who: Person | null = null) =>
  ok<Found>(who, who === null ? 'searchTalents' : 'searchAsMember', { query });

let everybody: Card[] = [];
beforeAll(async () => {
  let cursor: string | null = null;
  do {
    const page: Found = await search({ limit: 50, ...(cursor === null ? {} : { cursor }) });
    everybody.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  everybody = everybody.filter(({ id }, at) => everybody.findIndex((one) => one.id === id) === at);
});

describe('what is found', () => {
  test('everybody, page by page, each once and as many as are counted', async () => {
    const { total, facets } = await search({});
    expect(everybody).toHaveLength(total);
    const trades = Map.groupBy(everybody, ({ category }) => category);
    expect(Object.fromEntries(facets.category.map(({ id, count }) => [id, count]))).toEqual(
      Object.fromEntries([...trades].map(([id, cards]) => [id, cards.length])),
    );
  });

  test('somebody by their name, by a slip in it, and by their trade in another language', async () => {
    const one = everybody.find(({ category }) => category === 'photographer') as Card;
    expect((await search({ q: one.displayName })).items[0]?.id).toBe(one.id);
    const letters = [...one.displayName];
    letters.splice(1, 2, letters[2] ?? '', letters[1] ?? '');
    expect((await search({ q: letters.join('') })).items.map(({ id }) => id)).toContain(one.id);
    for (const q of ['photographe', 'مصوّرة', 'وێنەگر', 'PHOTOGR'])
      expect((await search({ q, category: 'photographer', limit: 50 })).items.map(({ id }) => id)).toContain(one.id);
  });

  test('a filter leaves what its count said', async () => {
    const { facets } = await search({ city: 'baghdad' });
    for (const { id, count } of facets.category.slice(0, 3))
      expect((await search({ city: 'baghdad', category: id })).total).toBe(count);
  });
});

test('names in other letters are found by the address they have, and long words with two letters wrong', async () => {
  const named = everybody.find(({ displayName }) => /\p{Script=Arabic}/u.test(displayName)) as Card;
  const q = named.slug.replaceAll(/-\d+(?=-|$)/g, '').replaceAll('-', ' ');
  expect((await search({ q, limit: 50 })).items.map(({ id }) => id)).toContain(named.id);
  const { corrected, total } = await search({ q: 'photografer' });
  expect(corrected).toMatch(/^photograph/i);
  expect(total).toBeGreaterThan(0);
});

test('a page goes on with its own question alone; other methods are told what is taken', async () => {
  const { nextCursor } = await search({ limit: 7 });
  expect((await http(`/api/search?limit=3&cursor=${nextCursor}`)).status).toBe(200);
  for (const other of ['q=wedding', 'category=dj', 'sort=newest'])
    expect(await http(`/api/search?limit=7&${other}&cursor=${nextCursor}`)).toMatchObject({
      status: 422,
      body: { fields: { cursor: ['custom'] } },
    });
  const refused = await http('/api/search', { method: 'DELETE' });
  expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});

test('a member asks at an address of their own', async () => {
  const customer = await person((one) => one.role === 'customer');
  expect((await search({ limit: 50 }, customer)).total).toBeGreaterThanOrEqual(everybody.length);
  expect((await call(null, 'searchAsMember', {})).status).toBe(401);
});

test.each([
  `q=${'x'.repeat(6_000)}`,
  `q=${encodeURIComponent("'; drop table users --")}`,
  'q=%00',
  `q=${encodeURIComponent('؟!…')}`,
  'unknown=1',
  'free=2001-01-01',
])('%s is answered', async (query) => expect((await http(`/api/search?${query}`)).status).toBe(200));
test.each(['category=plumber', 'language=xx', 'sort=price', 'cursor=zzzz', 'limit=0'])(
  '%s is a problem with its field',
  async (query) => {
    const { status, body } = await http(`/api/search?${query}`);
    expect({ status, body }).toMatchObject({ status: 422, body: { code: 'invalid', fields: expect.any(Object) } });
  },
);

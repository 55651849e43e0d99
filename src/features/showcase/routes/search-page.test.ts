import { expect, test } from 'vitest';
import type { Ctx } from '../../ctx.ts';
import type { SearchQuery } from '../../discovery/search/schema.ts';
import type { SearchPage } from '../schema/search-page.ts';
import { perPage, searchPage } from './search-page.ts';

const nobody = {
  items: [],
  total: 0,
  nextCursor: null,
  facets: { category: [], city: [], country: [], language: [], rating: [] },
  corrected: null,
};

/** The route with everything around it written down: what the search was asked, what the page was told. */
function desk(find: () => Promise<typeof nobody | (Omit<typeof nobody, 'corrected'> & { corrected: string })>) {
  const asked: SearchQuery[] = [];
  const shown: SearchPage[] = [];
  const routes = searchPage({
    find: (_ctx, question) => {
      asked.push(question);
      return find();
    },
    render: async ({ search }) => {
      shown.push(search);
      return '<p>found</p>';
    },
    renderNotFound: async () => '<p>nothing here</p>',
    renderUnavailable: async ({ path }) => `<p>later: ${path}</p>`,
  });
  const ctx = {
    now: new Date('2026-11-21T10:00:00Z'),
    locale: 'en',
    ports: { siteUrl: 'https://mawahib.test' },
    log: () => undefined,
  } as unknown as Ctx; // what this route reaches for, and no more
  const get = (path: string, method = 'GET') =>
    routes.fetch(new Request(`https://mawahib.test${path}`, { method }), { ctx });
  return { get, asked, shown };
}

test('a search is kept by the CDN for a minute, under the one address it has', async () => {
  const { get, asked } = desk(async () => nobody);
  const answer = await get('/ar/search/?category=dj&currency=MAD&priceMin=1500');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('netlify-cdn-cache-control')).toMatch(/^public, s-maxage=60,/);
  expect(answer.headers.get('netlify-cache-tag')).toBe('talents');
  // only the one way to write a search is ever kept, so its address is its key
  expect(answer.headers.get('netlify-vary')).toBe('query');
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  // dirhams as a person writes them, centimes as they are charged
  expect(asked).toMatchObject([{ category: ['dj'], currency: 'MAD', priceMin: 150_000, limit: perPage }]);
});

test.each([
  ['/en/search', '/en/search/'],
  ['/en/search/?q=&category=&city=', '/en/search/'],
  ['/fr/search/?q=oud&city=erbil&currency=IQD', '/fr/search/?city=erbil&q=oud'],
  ['/ckb/search/?utm_source=x&q=a', '/ckb/search/?q=a'],
])('%s leads to the one address of that search', async (path, clean) => {
  const { get, asked } = desk(async () => nobody);
  const answer = await get(path);
  expect([answer.status, answer.headers.get('location')]).toEqual([303, clean]);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(asked).toEqual([]);
});

test.each([
  '/en/search/?zodiac=leo',
  '/en/search/?category=plumber&category[]=dj&priceMin=free',
  `/en/search/?q=${'x'.repeat(10_000)}`,
  '/en/search/?cursor=zzz&age=-3&free=tomorrow&sort=best',
  '/en/search/?q=%00%E0%A4%A&city=%FF',
])('odd questions are answered with what of them makes sense, and a word about the rest: %s', async (path) => {
  const { get, shown } = desk(async () => nobody);
  const answer = await get(path);
  expect(answer.status).toBe(200);
  expect(shown[0]?.notes.length).toBeGreaterThan(0);
  // made-up addresses have no end: none of them is kept
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.has('netlify-cdn-cache-control')).toBe(false);
});

test('as typed and nothing like it: what was found instead is not shown', async () => {
  const { get, shown } = desk(async () => ({ ...nobody, total: 3, corrected: 'photographer' }));
  await get('/en/search/?q=fotograper');
  await get('/en/search/?exact=1&q=fotograper');
  expect(shown.map(({ found }) => [found.total, found.corrected])).toEqual([
    [3, 'photographer'],
    [0, 'photographer'],
  ]);
});

test('when the search does not answer the reader is told so, and led back', async () => {
  const { get } = desk(() => Promise.reject(new Error('away')));
  const answer = await get('/fr/search/?q=oud');
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('60');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(await answer.text()).toContain('/search/?q=oud');
});

test('only reading, and only in our languages', async () => {
  const { get } = desk(async () => nobody);
  expect((await get('/en/search/', 'POST')).status).toBe(405);
  expect((await get('/de/search/')).status).toBe(404);
});

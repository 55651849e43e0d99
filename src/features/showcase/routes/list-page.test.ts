import { expect, test } from 'vitest';
import type { Ctx } from '../../ctx.ts';
import type { Lists } from '../../discovery/lists.ts';
import { landingAt, landingPath, type Landing } from '../rules/landing.ts';
import { listPage } from './list-page.ts';

const found: Lists = {
  lists: [
    { category: null, city: null, total: 0, cards: [] },
    { category: 'dj', city: 'erbil', total: 0, cards: [] },
  ],
  shelves: [],
  counts: [],
};

function desk(find: () => Promise<Lists> = async () => found, siteUrl = 'http://127.0.0.1:1') {
  const shown: (Landing | null)[] = [];
  const routes = listPage({
    find,
    render: async ({ landing, locale }) => {
      shown.push(landing);
      return `<p>${locale}</p>`;
    },
    renderNotFound: async () => '<p>nothing here</p>',
    renderUnavailable: async ({ path }) => `<p>later: ${path}</p>`,
  });
  const ctx = { locale: 'en', ports: { siteUrl }, log: () => undefined } as unknown as Ctx; // what this route reaches for
  const get = (path: string, method = 'GET') =>
    routes.fetch(new Request(`https://mawahib.test${path}`, { method }), { ctx });
  return { get, shown };
}

test.each([
  ['/', null],
  ['/talents/', { category: null, city: null }],
  ['/talents/as/dj/', { category: 'dj', city: null }],
  ['/talents/in/erbil/', { category: null, city: 'erbil' }],
  ['/talents/as/dj/in/erbil/', { category: 'dj', city: 'erbil' }],
] as const)('%s is made from the database, kept until the next one leaves', async (path, landing) => {
  const { get, shown } = desk();
  const answer = await get(`/fresh/ckb${path}`);
  expect([answer.status, await answer.text(), shown]).toEqual([200, '<p>ckb</p>', [landing]]);
  expect(answer.headers.get('netlify-cache-tag')).toBe('lists');
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  if (landing) expect(landingAt(landingPath(landing))).toEqual(landing);
});

test('a trade in a city where nobody is any more leads to the search, as after a build', async () => {
  const answer = await desk().get('/fresh/en/talents/as/dj/in/duhok/');
  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/en/search/?category=dj&city=duhok']);
});

test.each(['/fresh/xx/', '/fresh/en/talents/as/nothing/', '/fresh/en/talents/in/nowhere/', '/fresh/en/talents/dj/'])(
  '%s is nowhere',
  async (path) => expect((await desk().get(path)).status).toBe(404),
);

test('without a database and without a file it says so, and is kept nowhere', async () => {
  const answer = await desk(() => Promise.reject(new Error('down'))).get('/fresh/en/talents/');
  expect([answer.status, await answer.text()]).toEqual([503, '<p>later: /talents/</p>']);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect((await desk().get('/fresh/en/', 'POST')).status).toBe(405);
});

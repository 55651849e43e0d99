import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../core/errors.ts';
import { publicPageHeaders } from '../core/page-headers.ts';
import { freshTalentPage } from './fresh-talent-page.ts';

type Asked = { requestId: string; locale: 'fr'; log: (event: string) => void };
let site = '';
const host = createServer((request, response) => {
  response.writeHead(request.url === '/fr/talents/broken/index.html' ? 200 : 404).end('as built');
});
beforeAll(async () => {
  await new Promise<void>((ready) => host.listen(0, '127.0.0.1', ready));
  site = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
});
afterAll(() => void host.close());
const asked: string[] = [];
const said: string[] = [];
const pages = freshTalentPage<Asked, { name: string }>({
  siteOf: () => site,
  find: (_ctx, { slug }) => {
    asked.push(slug);
    if (slug === 'dilan-karim') return Promise.resolve({ talent: { name: 'Dilan' } });
    if (slug === 'dilan-k') return Promise.resolve({ movedTo: 'dilan-karim' });
    return Promise.reject(slug === 'broken' ? new Error('connection lost: secret') : new AppError('not_found'));
  },
  render: ({ locale, talent, site }) => Promise.resolve(`${locale} ${talent.name} ${site}`),
  renderNotFound: ({ locale }) => Promise.resolve(`${locale} nobody`),
  renderUnavailable: ({ locale, path }) => Promise.resolve(`${locale} later ${path}`),
});
const ctx: Asked = { requestId: 'r', locale: 'fr', log: (event) => said.push(event) };
const get = (path: string, method = 'GET') =>
  pages.fetch(new Request(`https://mawahib.example${path}`, { method }), { ctx });

test.each([
  '/ckb/talents/dilan-karim/',
  '/ckb/talents/dilan-karim',
  '/fresh/ckb/talents/dilan-karim/',
  '/ckb/talents/dilan-karim/?utm=1',
])('%s is rendered, kept by the CDN and purged by its tag', async (path) => {
  const answer = await get(path);
  expect([answer.status, await answer.text()]).toEqual([200, `ckb Dilan ${site}`]);
  expect(answer.headers.get('netlify-cdn-cache-control')).toContain('durable');
  expect(answer.headers.get('netlify-cache-tag')).toBe('talents,talent-dilan-karim');
  expect(answer.headers.get('netlify-vary')).toContain('query');
  expect(answer.headers.get('cache-control')).toContain('must-revalidate');
  for (const [name, value] of Object.entries(publicPageHeaders)) expect(answer.headers.get(name)).toBe(value);
});

test.each(['/ckb/talents/dilan-k/', '/fresh/ckb/talents/dilan-k/', '/ckb/talents/dilan-k'])(
  '%s leads to where the page is now, in its language, and no browser keeps that',
  async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(301);
    expect(answer.headers.get('location')).toBe('/ckb/talents/dilan-karim/');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=0, must-revalidate');
    // purged when the address is taken back
    expect(answer.headers.get('netlify-cache-tag')).toBe('talents,talent-dilan-k');
  },
);

describe('what is not there', () => {
  test('is 404 in the reader’s language, and shields the database for a moment only', async () => {
    const answer = await get('/ar/talents/nobody-yet/');
    expect([answer.status, await answer.text()]).toEqual([404, 'ar nobody']);
    const [, seconds] = /s-maxage=(\d+)/.exec(answer.headers.get('netlify-cdn-cache-control') ?? '') ?? [];
    expect(Number(seconds)).toBeLessThanOrEqual(60);
    expect(answer.headers.get('netlify-cdn-cache-control')).not.toContain('durable');
    // Publishing purges this tag, so the answer does not outlive the absence.
    expect(answer.headers.get('netlify-cache-tag')).toBe('talent-nobody-yet');
  });

  test.each([
    '/xx/talents/dilan-karim/',
    '/ar/talents/Dilan%20Karim/',
    `/ar/talents/${'a'.repeat(300)}/`,
    '/ar/talents/..%2f/',
  ])('%s asks the database nothing', async (path) => {
    const before = asked.length;
    expect((await get(path)).status).toBe(404);
    expect(asked.length).toBe(before);
  });

  test('because the database is away, is the page as it was built', async () => {
    const answer = await get('/fr/talents/broken/');
    expect([answer.status, await answer.text()]).toEqual([200, 'as built']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('and was never built, is said as that, and kept by nobody', async () => {
    const answer = await get('/ar/talents/broken/');
    expect([answer.status, await answer.text()]).toEqual([503, 'ar later /talents/broken/']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.has('netlify-cdn-cache-control')).toBe(false);
    expect(said).toContain('talent page failed');
  });

  test('is a write', async () => expect((await get('/ar/talents/dilan-karim/', 'POST')).status).toBe(405));
});

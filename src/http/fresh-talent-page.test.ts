import { describe, expect, test } from 'vitest';
import { publicPageHeaders } from '../core/page-headers.ts';
import { freshTalentPage } from './fresh-talent-page.ts';

const asked: string[] = [];
const serve = freshTalentPage<{ name: string }>({
  find: (slug) => {
    asked.push(slug);
    return Promise.resolve(slug === 'dilan-karim' ? { name: 'Dilan' } : null);
  },
  render: ({ locale, talent }) => Promise.resolve(`${locale} ${talent.name}`),
  renderMissing: ({ locale }) => Promise.resolve(`${locale} nobody`),
});
const get = (path: string, method = 'GET') => serve(new Request(`https://mawahib.example${path}`, { method }));

test.each([
  '/ckb/talents/dilan-karim/',
  '/ckb/talents/dilan-karim',
  '/fresh/ckb/talents/dilan-karim/',
  '/ckb/talents/dilan-karim/?utm=1',
])('%s is rendered, kept by the CDN and purged by its tag', async (path) => {
  const answer = await get(path);
  expect([answer.status, await answer.text()]).toEqual([200, 'ckb Dilan']);
  expect(answer.headers.get('netlify-cdn-cache-control')).toContain('durable');
  expect(answer.headers.get('netlify-cache-tag')).toBe('talents,talent-dilan-karim');
  expect(answer.headers.get('netlify-vary')).toContain('query');
  expect(answer.headers.get('cache-control')).toContain('must-revalidate');
  for (const [name, value] of Object.entries(publicPageHeaders)) expect(answer.headers.get(name)).toBe(value);
});

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

  test('is a write', async () => expect((await get('/ar/talents/dilan-karim/', 'POST')).status).toBe(405));
});

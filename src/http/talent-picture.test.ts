import { expect, test } from 'vitest';
import { AppError } from '../core/errors.ts';
import { securityHeaders } from '../core/page-headers.ts';
import { talentPictures } from './talent-picture.ts';

type Asked = { requestId: string; locale: 'fr'; log: (event: string) => void };
const drawn: string[] = [];
const said: string[] = [];
const pictures = talentPictures<Asked, { name: string; slug: string }>({
  siteOf: () => 'https://mawahib.example',
  find: (_ctx, { slug }) => {
    if (slug === 'dilan-karim') return Promise.resolve({ talent: { name: 'Dilan', slug } });
    if (slug === 'dilan-k') return Promise.resolve({ movedTo: 'dilan-karim' });
    return Promise.reject(slug === 'broken' ? new Error('connection lost: secret') : new AppError('not_found'));
  },
  addressOf: ({ slug }, locale) => `/og/${locale}/talents/${slug}.abcdef.jpg`,
  draw: (_site, { name }, locale) => {
    drawn.push(`${name} ${locale}`);
    return Promise.resolve(new TextEncoder().encode(`${name} in ${locale}`));
  },
});
const ctx: Asked = { requestId: 'r', locale: 'fr', log: (event) => said.push(event) };
const get = (path: string, method = 'GET') =>
  pictures.fetch(new Request(`https://mawahib.example${path}`, { method }), { ctx });

test('the picture of now is drawn, kept by the CDN, and purged with the talent', async () => {
  const answer = await get('/og/ckb/talents/dilan-karim.abcdef.jpg');
  expect([answer.status, await answer.text()]).toEqual([200, 'Dilan in ckb']);
  expect(answer.headers.get('content-type')).toBe('image/jpeg');
  expect(answer.headers.get('netlify-cache-tag')).toBe('talents,talent-dilan-karim');
  expect(answer.headers.get('netlify-cdn-cache-control')).toContain('durable');
  for (const [name, value] of Object.entries(securityHeaders)) expect(answer.headers.get(name)).toBe(value);
});

test.each(['/og/ckb/talents/dilan-karim.0123.jpg', '/og/ckb/talents/dilan-k.abcdef.jpg'])(
  '%s leads to it, and nothing is drawn for it',
  async (path) => {
    drawn.length = 0;
    const answer = await get(path);
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/og/ckb/talents/dilan-karim.abcdef.jpg']);
    expect(drawn).toEqual([]);
  },
);

test.each([
  '/og/ckb/talents/nobody.abcdef.jpg',
  '/og/xx/talents/dilan-karim.abcdef.jpg',
  '/og/ckb/talents/dilan-karim.jpg',
  '/og/ckb/talents/..%2Fsecret.abcdef.jpg',
  `/og/ckb/talents/${'a'.repeat(200)}.abcdef.jpg`,
])('%s is no picture', async (path) => {
  const answer = await get(path);
  expect([answer.status, await answer.text()]).toEqual([404, '']);
});

test('a failure is told to us alone, and is not kept', async () => {
  const answer = await get('/og/en/talents/broken.abcdef.jpg');
  expect([answer.status, await answer.text(), answer.headers.get('cache-control')]).toEqual([503, '', 'no-store']);
  expect(said).toContain('talent picture failed');
});

test('it only gives', async () =>
  expect((await get('/og/en/talents/dilan-karim.abcdef.jpg', 'POST')).status).toBe(405));

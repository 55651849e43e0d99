import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hugePng, jpegFromAPhone, secretPlace } from '../../testing/fake-files.ts';
import { fixtureSite, type FixtureSite } from './fixture-site.ts';

let site: FixtureSite;
const shared = globalThis as { asked?: number };
beforeAll(async () => {
  shared.asked = 0;
  site = await fixtureSite({
    'dist/page.html': '<p>no picture</p>',
    'dist/drawing.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    'netlify/functions/media.ts': `
      import { readFileSync } from 'node:fs';
      export default async (request) => {
        globalThis.asked += 1;
        if (request.headers.get('cookie')) return new Response('signed in', { status: 500 });
        if (request.url.endsWith('/members.jpg')) return new Response(null, { status: 404, headers: { 'cache-control': 'no-store' } });
        return new Response(readFileSync(new URL('../../dist/photo.jpg', import.meta.url)), { headers: {
          'content-type': 'image/jpeg', 'cache-control': 'public, max-age=31536000, immutable',
          'netlify-cdn-cache-control': 'public, s-maxage=31536000', 'netlify-cache-tag': 'work-1,talent-zainab' } });
      };
      export const config = { path: '/api/media/*' };`,
  });
  await writeFile(path.join(site.root, 'dist/photo.jpg'), await jpegFromAPhone());
  await writeFile(path.join(site.root, 'dist/huge.png'), hugePng());
});
afterAll(() => site.close());

const ask = (query: string, headers: Record<string, string> = {}) => site.get(`/.netlify/images?${query}`, { headers });
const picture = async (answer: Response) => sharp(Buffer.from(await answer.arrayBuffer())).metadata();

test('a picture in another size and format, upright, without what its camera wrote', async () => {
  const answer = await ask('url=/photo.jpg&w=20&fm=webp');
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/webp']);
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(bytes.toString('latin1')).not.toContain(secretPlace);
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 20, height: 30 });
});
test('never larger than it is', async () =>
  expect(await picture(await ask('url=/photo.jpg&w=2000&fm=jpg'))).toMatchObject({ width: 40, height: 60 }));
test('cut to fit where that is asked for', async () =>
  expect(await picture(await ask('url=/photo.jpg&w=20&h=20&fit=cover&fm=png'))).toMatchObject({
    width: 20,
    height: 20,
  }));
test.each([
  ['image/avif,image/webp,*/*', 'image/avif'],
  ['image/webp,*/*', 'image/webp'],
  ['*/*', 'image/jpeg'],
])('without a wish, what the browser takes: %s', async (accept, type) =>
  expect((await ask('url=/photo.jpg&w=20', { accept })).headers.get('content-type')).toBe(type),
);

describe('is kept like any answer, and let go with its source', () => {
  const query = 'url=/api/media/1/a.jpg&w=16&fm=webp';
  test('by the tags of what it was made from', async () => {
    const status = async () => (await ask(query)).headers.get('cache-status');
    expect(await status()).toContain('stored');
    const asked = shared.asked;
    expect(await status()).toContain('hit');
    expect(shared.asked).toBe(asked);
    site.purgeTags(['work-1']);
    expect(await status()).toContain('stored');
    expect(shared.asked).toBe((asked ?? 0) + 1);
  });
  test('and fetched as anybody would: a session opens nothing', async () => {
    expect((await ask('url=/api/media/1/b.jpg&w=16&fm=webp', { cookie: '__session=x' })).status).toBe(200);
    const hidden = await ask('url=/api/media/1/members.jpg&w=16', { cookie: '__session=x' });
    expect([hidden.status, hidden.headers.get('cache-control')]).toEqual([404, 'no-store']);
  });
});

test.each([
  ['no source', 'w=20', 404],
  ['another site', `url=${encodeURIComponent('https://elsewhere.example/a.jpg')}&w=20`, 404],
  ['another site, without its scheme', 'url=//elsewhere.example/a.jpg', 404],
  ['itself', `url=${encodeURIComponent('/.netlify/images?url=/photo.jpg')}`, 404],
  ['a width that is none', 'url=/photo.jpg&w=-1', 404],
  ['a width beyond all', 'url=/photo.jpg&w=90000', 404],
  ['a format nobody knows', 'url=/photo.jpg&fm=exe', 404],
  ['a picture that is not there', 'url=/nothing.jpg&w=20', 404],
  ['a page', 'url=/page.html&w=20', 400],
  ['a drawing', 'url=/drawing.svg&w=20', 400],
  ['more pixels than anybody has', 'url=/huge.png&w=20', 400],
])('%s is refused', async (_, query, status) => expect((await ask(query)).status).toBe(status));
test('it takes no bodies', async () =>
  expect((await site.get('/.netlify/images?url=/photo.jpg', { method: 'POST', body: 'x' })).status).toBe(405));

import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixtureSite, type FixtureSite } from './fixture-site.ts';

const files = {
  'dist/index.html': 'home',
  'dist/en/account/index.html': 'the account',
  'dist/en/me/index.html': 'moved within',
  'dist/sorry/index.html': 'sorry',
  'dist/plain/index.html': 'plain',
  'dist/en/talents/sara/index.html': 'sara',
  'netlify/functions/api.ts': `
    export default async (request: Request) => Response.json({ added: request.headers.get('x-added'), body: await request.text() }, { headers: [['set-cookie', 'f=1'], ['set-cookie', 'g=2']] });
    export const config = { path: '/api/echo' };`,
  'netlify/edge-functions/a-gate.ts': `
    export default (request: Request) => request.headers.get('cookie')?.includes('in=1') ? undefined : new Response(null, { status: 303, headers: { location: '/en/sign-in/?return=' + new URL(request.url).pathname } });
    export const config = { path: '/:locale/account/*' };`,
  'netlify/edge-functions/b-around.ts': `
    import type { Context } from '@netlify/edge-functions';
    export default async (request: Request, context: Context) => {
      const changed = new Request(request);
      changed.headers.set('x-added', 'by the edge');
      context.cookies.set('e', '3');
      const response = await context.next(changed);
      response.headers.set('x-around', context.geo.country?.code ?? '');
      return response;
    };
    export const config = { path: ['/api/echo', '/plain/'] };`,
  'netlify/edge-functions/c-rewrite.ts': `
    export default (request: Request) => new URL('/en/me/', request.url);
    export const config = { path: '/me/' };`,
  'netlify/edge-functions/c2-circle.ts': `
    export default (request: Request) => new URL(request.url.includes('/round/') ? '/circle/' : '/round/', request.url);
    export const config = { path: ['/round/', '/circle/'] };`,
  'netlify/edge-functions/c3-elsewhere.ts': `export default () => new URL('https://elsewhere.example/'); export const config = { path: '/elsewhere' };`,
  'netlify/edge-functions/c4-to-gate.ts': `export default (request: Request) => new URL('/en/account/', request.url); export const config = { path: '/to-gate' };`,
  'netlify/edge-functions/c5-fetches.ts': `
    export default async (request: Request) => new Response('saw ' + (await (await fetch(new URL('/sorry/', request.url))).text()), { status: 410 });
    export const config = { path: '/fetches' };`,
  'netlify/edge-functions/d-fails.ts': `export default () => { throw new Error('edge secret'); }; export const config = { path: '/fails' };`,
  'netlify/edge-functions/e-bypass.ts': `export default () => { throw new Error('let it pass'); }; export const config = { path: '/en/me/', onError: 'bypass' };`,
  'netlify/edge-functions/f-sorry.ts': `export default () => { throw new Error('sorry'); }; export const config = { path: '/oops', onError: '/sorry/' };`,
  'netlify/edge-functions/g-posts.ts': `
    export default () => new Response('posted', { status: 201 });
    export const config = { path: '/*', excludedPath: ['/api/*', '/plain/*'], method: 'POST', header: { 'x-want': 'yes|please' } };`,
  'netlify/edge-functions/h-params.ts': `
    import type { Context } from '@netlify/edge-functions';
    export default (_: Request, context: Context) => Response.json(context.params);
    export const config = { path: '/:locale/talents/:slug' };`,
  'netlify/edge-functions/i-env.ts': `
    declare const Netlify: { env: { get(name: string): string | undefined } };
    export default () => new Response(Netlify.env.get('GREETING') + ' ' + Netlify.env.get('SHELL_ONLY'));
    export const config = { path: '/env' };`,
};

const house = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const tools = process.env['EDGE_DENO_TOOLS'] ?? path.join(house, 'tools', 'netlify');
const haveDeno = existsSync(path.join(tools, 'node_modules', '@netlify', 'edge-functions-dev'));

describe.each([
  ['in this process', false],
  ['on Deno', true],
] as const)('edge functions %s', (_, edgeDeno) => {
  describe.skipIf(edgeDeno && !haveDeno)('', () => {
    let site: FixtureSite;
    beforeAll(async () => {
      site = await fixtureSite(files, { env: { GREETING: 'salam' }, edgeDeno, denoTools: tools });
    });
    afterAll(() => site?.close());

    test('a gate stops, or lets through', async () => {
      const closed = await site.get('/en/account/');
      expect([closed.status, closed.headers.get('location')]).toEqual([303, '/en/sign-in/?return=/en/account/']);
      const open = await site.get('/en/account/', { headers: { cookie: 'in=1' } });
      expect([open.status, await open.text()]).toEqual([200, 'the account']);
    });

    test('one goes around the origin, changes request and answer, and every cookie arrives', async () => {
      const response = await site.get('/api/echo', { method: 'POST', body: 'hello' });
      expect(await response.json()).toEqual({ added: 'by the edge', body: 'hello' });
      expect(response.headers.get('x-around')).toBe('IQ');
      expect(
        response.headers
          .getSetCookie()
          .map((cookie) => cookie.split(';')[0])
          .sort(),
      ).toEqual(['e=3', 'f=1', 'g=2']);
      expect((await site.get('/plain/')).headers.get('x-around')).toBe('IQ');
      expect((await site.get('/')).headers.get('x-around')).toBeNull();
    });

    test('a page behind one is still told unchanged to a reader who has it', async () => {
      const etag = (await site.get('/plain/')).headers.get('etag') ?? '';
      expect((await site.get('/plain/', { headers: { 'if-none-match': etag } })).status).toBe(304);
    });

    test('a URL is another page under the same address', async () => {
      const response = await site.get('/me/');
      expect([response.status, await response.text()]).toEqual([200, 'moved within']);
      expect((await site.get('/round/')).status).toBe(500);
      expect((await site.get('/elsewhere')).status).toBe(500);
    });

    test('one may fetch from its own site', async () => {
      const response = await site.get('/fetches');
      expect([response.status, await response.text()]).toEqual([410, 'saw sorry']);
    });

    test('the edge functions of that other page come first', async () => {
      expect((await site.get('/to-gate')).status).toBe(303);
    });

    test('one that throws closes the way, lets it pass, or shows a page', async () => {
      const failed = await site.get('/fails');
      expect(failed.status).toBe(500);
      expect(await failed.text()).not.toContain('edge secret');
      expect(site.lines.some((line) => line.includes('edge secret'))).toBe(true);
      expect(await (await site.get('/en/me/')).text()).toBe('moved within');
      expect(await (await site.get('/oops')).text()).toBe('sorry');
    });

    test('method, header and excluded paths choose', async () => {
      const ask = async (at: string, init: RequestInit) => (await site.get(at, init)).status;
      expect(await ask('/', { method: 'POST', headers: { 'x-want': 'please' } })).toBe(201);
      expect(await ask('/', { method: 'POST', headers: { 'x-want': 'no' } })).toBe(405);
      expect(await ask('/', { method: 'GET', headers: { 'x-want': 'please' } })).toBe(200);
      expect(await ask('/plain/', { method: 'POST', headers: { 'x-want': 'please' } })).toBe(405);
    });

    test('the path without its slash names its params; with it Netlify names none', async () => {
      expect(await (await site.get('/en/talents/sara')).json()).toEqual({ locale: 'en', slug: 'sara' });
      expect(await (await site.get('/en/talents/sara/')).json()).toEqual({});
    });

    test('only named variables are seen', async () => {
      process.env['SHELL_ONLY'] = 'x';
      expect(await (await site.get('/env')).text()).toBe(edgeDeno ? 'salam undefined' : 'salam x');
      delete process.env['SHELL_ONLY'];
    });

    test('nobody can ask to be let past them', async () => {
      const closed = await site.get('/en/account/', {
        headers: { 'x-nf-passthrough': 'passthrough', 'x-nf-edge-functions': '' },
      });
      expect(closed.status).toBe(303);
    });
  });
});

test('an edge function that cannot be read keeps the site from starting', async () => {
  await expect(
    fixtureSite({ 'netlify/edge-functions/gate.ts': `import './absent.ts'; export default () => {};` }),
  ).rejects.toThrow(/gate\.ts cannot be loaded/);
  await expect(
    fixtureSite({ 'netlify/edge-functions/gate.ts': `export const config = { path: '/x' };` }),
  ).rejects.toThrow(/gate\.ts has no default export/);
});

test('Deno that is not installed is one sentence', async () => {
  await expect(fixtureSite({}, { edgeDeno: true, denoTools: '/nowhere' })).rejects.toThrow(
    'run "npm ci" there, or start without EDGE_DENO',
  );
});

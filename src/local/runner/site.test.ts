import http from 'node:http';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixtureSite, type FixtureSite } from './fixture-site.ts';

const long = '<p>متن بۆ خوێندنەوە</p>'.repeat(200);
let site: FixtureSite;
let clock = Date.parse('2026-05-01T09:00:00Z');
const shared = globalThis as { calls?: number; body?: string; during?: () => void };

beforeAll(async () => {
  shared.calls = 0;
  site = await fixtureSite(
    {
      'dist/index.html': long,
      'dist/404.html': 'nothing here',
      'dist/gone/index.html': 'it is gone',
      'dist/en/booking/index.html': 'the shell',
      'dist/en/about/index.html': 'about',
      'dist/kept.html': 'kept',
      'dist/app.js': 'export {}',
      'dist/_headers': '/app.js\n  x-from-file: yes\n',
      'netlify.toml': `
[[redirects]]
  from = "/old"
  to = "/en/about/"
  status = 301
[[redirects]]
  from = "/kept"
  to = "/en/about/"
  status = 302
[[redirects]]
  from = "/app.js"
  to = "/en/about/"
  status = 302
  force = true
  query = { moved = "1" }
[[redirects]]
  from = "/en/bookings/:id/*"
  to = "/en/booking/"
  status = 200
[[redirects]]
  from = "/to-function"
  to = "/api/n"
  status = 200
[[redirects]]
  from = "/was/*"
  to = "/gone/"
  status = 410
[[headers]]
  for = "/*"
  [headers.values]
    x-content-type-options = "nosniff"
[[headers]]
  for = "/en/*"
  [headers.values]
    x-place = "en"
`,
      'netlify/functions/n.ts': `
        export default (request: Request) => {
          globalThis.calls += 1;
          globalThis.during?.();
          return new Response(globalThis.body ?? String(globalThis.calls), { headers: {
            'netlify-cdn-cache-control': 'public, durable, s-maxage=60, stale-while-revalidate=600', 'netlify-cache-tag': 'talents,talent-sara', 'netlify-vary': 'query=page|size', 'cache-control': 'public, max-age=0, must-revalidate' } });
        };
        export const config = { path: ['/api/n', '/api/n/:any'] };`,
      'netlify/functions/cookie.ts': `
        export default (request: Request, context: any) => { globalThis.calls += 1; context.cookies.set('s', 'x'); return new Response(String(globalThis.calls), { headers: { 'cache-control': 'public, s-maxage=60' } }); };
        export const config = { path: '/api/cookie' };`,
      'netlify/functions/private.ts': `
        export default () => { globalThis.calls += 1; return new Response(String(globalThis.calls), { headers: { 'cache-control': 'private, max-age=60' } }); };
        export const config = { path: '/api/private' };`,
    },
    {
      now: () => clock,
      local: (request, context) => {
        const { pathname } = new URL(request.url);
        if (pathname === '/__local/hello') {
          context.cookies.set('who', 'me');
          return Response.json({ id: context.requestId });
        }
        if (pathname === '/__local/breaks') throw new Error('broken here');
        return undefined;
      },
    },
  );
});
afterAll(() => site.close());

/** fetch() undoes compression; this does not. */
const raw = (at: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number; headers: http.IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
    http
      .get(site.origin + at, { headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      })
      .on('error', reject);
  });

describe('files', () => {
  test('are served with the headers of their path, and 404.html when there is none', async () => {
    const about = await site.get('/en/about/');
    expect([about.status, await about.text(), about.headers.get('content-type')]).toEqual([
      200,
      'about',
      'text/html; charset=utf-8',
    ]);
    expect([about.headers.get('x-content-type-options'), about.headers.get('x-place')]).toEqual(['nosniff', 'en']);
    const missing = await site.get('/en/none/');
    expect([missing.status, await missing.text(), missing.headers.get('x-place')]).toEqual([404, 'nothing here', 'en']);
    expect((await site.get('/app.js')).headers.get('x-from-file')).toBe('yes');
  });

  test('function answers get none of those headers', async () => {
    expect((await site.get('/api/private')).headers.get('x-content-type-options')).toBeNull();
  });

  test('a folder without its slash is sent on, and keeps its question', async () => {
    const response = await site.get('/en/about?x=1');
    expect([response.status, response.headers.get('location')]).toEqual([301, '/en/about/?x=1']);
  });

  test('cannot be written to, nor reached above the folder', async () => {
    expect((await site.get('/en/about/', { method: 'POST', body: 'x' })).status).toBe(405);
    for (const at of ['/..%2f..%2fnetlify.toml', '/%2e%2e/netlify.toml', '/../netlify.toml', '/..%5cnetlify.toml'])
      expect((await raw(at)).status).toBe(404);
    expect((await raw('/%E0%A4%A')).status).toBe(400);
    expect((await raw('//elsewhere.example/x')).status).toBe(404);
  });

  test('come compressed the way the reader takes them, and not twice', async () => {
    const br = await raw('/', { 'accept-encoding': 'gzip, deflate, br' });
    expect([br.headers['content-encoding'], brotliDecompressSync(br.body).toString()]).toEqual(['br', long]);
    const gz = await raw('/', { 'accept-encoding': 'gzip, br;q=0' });
    expect([gz.headers['content-encoding'], gunzipSync(gz.body).toString()]).toEqual(['gzip', long]);
    const bare = await raw('/');
    expect([bare.headers['content-encoding'], bare.body.toString()]).toEqual([undefined, long]);
    expect(bare.headers.vary).toBe('accept-encoding');
    const again = await raw('/', { 'if-none-match': String(br.headers.etag) });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  });

  test('HEAD tells the same without the body', async () => {
    const head = await site.get('/en/about/', { method: 'HEAD' });
    expect([head.status, head.headers.get('x-place'), await head.text()]).toEqual([200, 'en', '']);
  });
});

describe('redirects', () => {
  test('come after files, unless forced', async () => {
    const old = await site.get('/old?y=2');
    expect([old.status, old.headers.get('location')]).toEqual([301, '/en/about/?y=2']);
    expect(await (await site.get('/kept')).text()).toBe('kept');
    expect((await site.get('/app.js?moved=1')).status).toBe(302);
  });

  test('may show a shell, another status, or a function', async () => {
    const shell = await site.get('/en/bookings/42/');
    expect([shell.status, await shell.text()]).toEqual([200, 'the shell']);
    const gone = await site.get('/was/there');
    expect([gone.status, await gone.text()]).toEqual([410, 'it is gone']);
    expect((await site.get('/to-function')).status).toBe(200);
  });

  test('that change are read anew', async () => {
    const toml = readFileSync(`${site.root}/netlify.toml`, 'utf8');
    await site.write({
      'netlify.toml': `[[redirects]]\n  from = "/brand-new"\n  to = "/en/about/"\n  status = 302\n${toml}`,
    });
    expect((await site.get('/brand-new')).status).toBe(302);
  });
});

describe('the cache in front of functions', () => {
  const text = async (at: string, init?: RequestInit) => (await site.get(at, init)).text();

  test('keeps an answer by path and the named parts of the question', async () => {
    const first = await text('/api/n/a?page=1');
    expect(await text('/api/n/a?page=1&utm=x')).toBe(first);
    expect(await text('/api/n/a?page=2')).not.toBe(first);
    expect(await text('/api/n/b?page=1')).not.toBe(first);
    const hit = await site.get('/api/n/a?page=1');
    expect(hit.headers.get('cache-status')).toContain('hit');
    expect(await text('/api/n/a?page=1', { method: 'POST' })).not.toBe(first);
  });

  test('grows old, gives the stale answer once more while it fetches the next', async () => {
    const first = await text('/api/n/old');
    clock += 61_000;
    expect(await text('/api/n/old')).toBe(first);
    await site.idle();
    const second = await text('/api/n/old');
    expect(second).not.toBe(first);
    clock += 3_600_000;
    expect(await text('/api/n/old')).not.toBe(second);
  });

  test('forgets by tag when the platform is asked to, by whoever holds the token', async () => {
    const purge = (body: unknown, token = process.env['NETLIFY_PURGE_API_TOKEN']) =>
      fetch(`${process.env['PURGE_API_URL']}/api/v1/purge`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const first = await text('/api/n/tagged');
    expect((await purge({ cache_tags: ['talent-noor'] })).status).toBe(202);
    expect(await text('/api/n/tagged')).toBe(first);
    expect((await purge({ cache_tags: ['talent-sara'] }, 'guess')).status).toBe(401);
    expect(await text('/api/n/tagged')).toBe(first);
    expect((await purge({ cache_tags: ['talent-sara'] })).status).toBe(202);
    expect(await text('/api/n/tagged')).not.toBe(first);
    expect(site.purges.map(({ tags }) => tags)).toEqual([['talent-noor'], ['talent-sara']]);
    expect((await raw('/api/v1/purge')).status).toBe(404);
  });

  test('does not keep what was asked for before a purge', async () => {
    shared.body = 'before';
    shared.during = () => site.purgeTags(['talent-sara']);
    expect(await text('/api/n/race')).toBe('before');
    delete shared.during;
    shared.body = 'after';
    expect(await text('/api/n/race')).toBe('after');
    delete shared.body;
  });

  test('keeps nothing with a cookie, nor what is private', async () => {
    expect(await text('/api/cookie')).not.toBe(await text('/api/cookie'));
    expect(await text('/api/private')).not.toBe(await text('/api/private'));
  });
});

describe('local routes', () => {
  test('go before the site, with a context of their own', async () => {
    const response = await site.get('/__local/hello');
    expect(response.headers.getSetCookie()).toEqual(['who=me']);
    expect(await response.json()).toEqual({ id: response.headers.get('x-nf-request-id') });
    expect((await site.get('/__local/breaks')).status).toBe(500);
    expect((await site.get('/__local/none')).status).toBe(404);
  });
});

describe('with a development server behind it', () => {
  test('pages come from there, redirects and 404 stay in order, and WebSockets pass', async () => {
    const behind = http.createServer((request, response) => {
      response.statusCode = request.url?.startsWith('/page') ? 200 : 404;
      response.end(`dev ${request.url}`);
    });
    behind.on('upgrade', (request, socket) =>
      socket.end(
        `HTTP/1.1 101 Switching Protocols\r\nupgrade: ${request.headers.upgrade}\r\nconnection: upgrade\r\nx-path: ${request.url}\r\n\r\n`,
      ),
    );
    await new Promise<void>((resolve) => behind.listen(0, '127.0.0.1', resolve));
    const dev = await fixtureSite(
      { 'netlify.toml': '[[redirects]]\n  from = "/shell/*"\n  to = "/page/"\n  status = 200\n' },
      { upstream: `http://127.0.0.1:${(behind.address() as AddressInfo).port}` },
    );
    const seen = async (at: string) => {
      const response = await dev.get(at);
      return [response.status, await response.text()];
    };
    expect(await seen('/page/1?x')).toEqual([200, 'dev /page/1?x']);
    expect(await seen('/shell/7')).toEqual([200, 'dev /page/']);
    expect(await seen('/none')).toEqual([404, 'dev /none']);
    const upgraded = await new Promise<unknown>((resolve) => {
      http
        .get(`${dev.origin}/hmr`, { headers: { connection: 'upgrade', upgrade: 'websocket' } })
        .on('upgrade', (response, socket) => {
          socket.destroy();
          resolve(response.headers['x-path']);
        });
    });
    expect(upgraded).toBe('/hmr');
    await dev.close();
    behind.close();
  });
});

import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixtureSite, type FixtureSite } from './fixture-site.ts';

const blobs = pathToFileURL(createRequire(import.meta.url).resolve('@netlify/blobs')).href;
let site: FixtureSite;
let clock = Date.parse('2026-05-01T09:00:00Z');
let visitor = '127.0.0.1';

beforeAll(async () => {
  site = await fixtureSite(
    {
      'dist/index.html': 'home',
      'dist/both/index.html': 'the file',
      'dist/limited-page/index.html': 'come later',
      'netlify/functions/echo.ts': `
        import process from 'node:process';
        export default async (request: Request, context: any) => {
          const body = await request.text();
          context.cookies.set({ name: 'one', value: '1', path: '/', httpOnly: true, sameSite: 'Lax' });
          context.cookies.set('two', '2');
          return Response.json({
            method: request.method, url: request.url, length: body.length, params: context.params, ip: context.ip, country: context.geo.country.code,
            cookie: context.cookies.get('c'), same: Netlify.context === context, fromNetlify: Netlify.env.get('GREETING'), fromProcess: process.env.GREETING,
            requestId: context.requestId, headerId: request.headers.get('x-nf-request-id'), headerIp: request.headers.get('x-nf-client-connection-ip'),
          });
        };
        export const config = { path: ['/api/echo/:name', '/api/other'], excludedPath: '/api/echo/hidden', method: ['GET', 'POST'] };`,
      'netlify/functions/plain.ts': `export default () => new Response('by name');`,
      'netlify/functions/throws.ts': `export default () => { throw new Error('secret inside'); }; export const config = { path: '/api/throws' };`,
      'netlify/functions/odd.ts': `export default () => 'no response'; export const config = { path: '/api/odd' };`,
      'netlify/functions/nothing.ts': `export default () => undefined; export const config = { path: '/api/nothing' };`,
      'netlify/functions/both.ts': `export default () => new Response('the function'); export const config = { path: ['/both/', '/only/'], preferStatic: true };`,
      'netlify/functions/exact.ts': `export default () => new Response('exact'); export const config = { path: '/api/echo/exact' };`,
      'netlify/functions/background.ts': `
        export default async (request: Request) => { globalThis.heard = await request.text(); };
        export const config = { path: '/api/background', background: true };`,
      'netlify/functions/later.ts': `
        export default (request: Request, context: any) => {
          context.waitUntil(new Promise((resolve) => { globalThis.finishLater = () => { globalThis.later = 'done'; resolve(undefined); }; }));
          return new Response('first');
        };
        export const config = { path: '/api/later' };`,
      'netlify/functions/clock-daily.ts': `
        export default async (request: Request) => Response.json({ heard: await request.json(), method: request.method, path: new URL(request.url).pathname });
        export const config = { schedule: '30 3 * * *' };`,
      'netlify/functions/clock-broken.ts': `export default () => { throw new Error('not today'); }; export const config = { schedule: '@hourly' };`,
      'netlify/functions/limited.ts': `
        export default () => new Response('in');
        export const config = { path: '/api/limited', rateLimit: { windowLimit: 2, windowSize: 60, aggregateBy: ['ip', 'domain'] } };`,
      'netlify/functions/limited-all.ts': `
        export default () => new Response('in');
        export const config = { path: '/api/limited-all', rateLimit: { windowLimit: 1, windowSize: 60, aggregateBy: 'ip' } };`,
      'netlify/functions/limited-to.ts': `
        export default () => new Response('in');
        export const config = { path: '/api/limited-to', rateLimit: { windowLimit: 0, windowSize: 60, action: 'rewrite', to: '/limited-page/' } };`,
      'netlify/functions/keeps.ts': `
        import { getStore } from '${blobs}';
        export default async (request: Request) => {
          const store = getStore({ name: 'things', consistency: 'strong' });
          if (request.method === 'PUT') { await store.setJSON('a', { n: 1 }); return new Response('kept'); }
          return Response.json(await store.get('a', { type: 'json' }));
        };
        export const config = { path: '/api/keeps' };`,
      'netlify/functions/hello/index.ts': `export default { fetch: () => new Response('from a folder') };`,
      'netlify/functions/echo.test.ts': `throw new Error('tests are not deployed');`,
      'netlify/functions/wrong.ts': `import './absent.ts'; export default () => new Response();`,
    },
    { env: { GREETING: 'salam' }, now: () => clock, clientIp: () => visitor },
  );
});
afterAll(() => site.close());

describe('a function', () => {
  test('gets the request, its params, the context and the environment', async () => {
    const response = await site.get('/api/echo/sara?x=1', {
      method: 'POST',
      body: 'hello',
      headers: { cookie: 'b=0; c=yes' },
    });
    const heard = (await response.json()) as Record<string, unknown>;
    expect(heard).toMatchObject({
      method: 'POST',
      url: `${site.origin}/api/echo/sara?x=1`,
      length: 5,
      params: { name: 'sara' },
      ip: '127.0.0.1',
      country: 'IQ',
      cookie: 'yes',
      same: true,
      fromNetlify: 'salam',
      fromProcess: 'salam',
      headerIp: '127.0.0.1',
    });
    expect(heard['requestId']).toBe(heard['headerId']);
    expect(response.headers.get('x-nf-request-id')).toBe(heard['requestId']);
    expect(response.headers.getSetCookie()).toEqual(['one=1; Path=/; HttpOnly; SameSite=Lax', 'two=2']);
  });

  test('answers on its paths with and without the last slash, for its methods, and not where it is excluded', async () => {
    const status = async (at: string, init?: RequestInit) => (await site.get(at, init)).status;
    expect(await status('/api/echo/x/')).toBe(200);
    expect(await status('/api/other')).toBe(200);
    expect(await status('/api/echo/x', { method: 'HEAD' })).toBe(200);
    expect(await status('/api/echo/hidden')).toBe(404);
    expect(await status('/api/echo/x', { method: 'DELETE' })).toBe(404);
    expect(await status('/api/echo/x/y')).toBe(404);
    expect(await (await site.get('/api/echo/exact')).text()).toBe('exact');
    expect(await (await site.get('/.netlify/functions/plain')).text()).toBe('by name');
    expect(await (await site.get('/.netlify/functions/hello')).text()).toBe('from a folder');
    expect(await status('/.netlify/functions/echo')).toBe(404);
  });

  test('cannot be told who asks by the one who asks', async () => {
    const heard = await (
      await site.get('/api/other', { headers: { 'x-nf-client-connection-ip': '8.8.8.8', 'x-nf-request-id': 'mine' } })
    ).json();
    expect(heard).toMatchObject({ headerIp: '127.0.0.1', headerId: expect.not.stringMatching('mine') as string });
  });

  test('that throws, or answers with something else, is a 500 with its request id in the log, and others go on', async () => {
    for (const at of ['/api/throws', '/api/odd']) {
      const response = await site.get(at);
      expect(response.status).toBe(500);
      const problem = (await response.json()) as { requestId: string; code: string };
      expect(problem.code).toBe('internal');
      expect(JSON.stringify(problem)).not.toContain('secret');
      expect(site.lines.some((line) => line.includes(problem.requestId))).toBe(true);
    }
    expect((await site.get('/api/nothing')).status).toBe(204);
    expect(site.lines.some((line) => line.includes('secret inside'))).toBe(true);
  });

  test('that is missing a file is named, and the rest is served', () => {
    expect(site.broken().map(({ name }) => name)).toEqual(['wrong']);
    expect(site.lines.some((line) => line.startsWith('function wrong cannot be loaded'))).toBe(true);
  });

  test('steps back for a file when it prefers files', async () => {
    expect(await (await site.get('/both/')).text()).toBe('the file');
    expect(await (await site.get('/only/')).text()).toBe('the function');
  });

  test('sees no body above 6 MB; the sender gets a problem', async () => {
    const post = (size: number) => site.get('/api/other', { method: 'POST', body: 'x'.repeat(size) });
    expect(await (await post(6 * 1024 * 1024)).json()).toMatchObject({ length: 6 * 1024 * 1024 });
    const refused = await post(7_000_000);
    expect(refused.status).toBe(413);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect(await refused.json()).toMatchObject({ status: 413, code: 'body_too_large' });
  });

  test('in the background is answered for at once, and idle() waits for it', async () => {
    const response = await site.get('/api/background', { method: 'POST', body: 'work' });
    expect([response.status, await response.text()]).toEqual([202, '']);
    await site.idle();
    expect((globalThis as { heard?: string }).heard).toBe('work');
  });

  test('may go on after its answer, and idle() waits for that too', async () => {
    const shared = globalThis as { later?: string; finishLater?: () => void };
    expect(await (await site.get('/api/later')).text()).toBe('first');
    let idle = false;
    const waiting = site.idle().then(() => (idle = true));
    await site.get('/');
    expect(idle).toBe(false);
    shared.finishLater?.();
    await waiting;
    expect(shared.later).toBe('done');
  });

  test('keeps things in Blobs', async () => {
    expect(await (await site.get('/api/keeps', { method: 'PUT' })).text()).toBe('kept');
    expect(await (await site.get('/api/keeps')).json()).toEqual({ n: 1 });
  });

  test('sees a changed environment', async () => {
    site.setEnv('GREETING', 'choni');
    expect(await (await site.get('/api/other')).json()).toMatchObject({ fromNetlify: 'choni', fromProcess: 'choni' });
    site.setEnv('GREETING', undefined);
    expect(process.env['GREETING']).toBeUndefined();
  });

  test('is read anew on reload, with what it imports', () => {
    // In a process of its own, since the test runner imports modules in its own way.
    const script = `
      const { fixtureSite } = await import(${JSON.stringify(new URL('./fixture-site.ts', import.meta.url).href)});
      const site = await fixtureSite({ 'src/word.ts': "export const word: string = 'old';", 'netlify/functions/says.ts': "import { word } from '../../src/word.ts'; export default (): Response => new Response(word);" });
      const said = async (): Promise<string> => (await site.get('/.netlify/functions/says')).text();
      const first = await said();
      await site.write({ 'src/word.ts': "export const word: string = 'new';", 'netlify/functions/more.ts': "export default () => new Response();" });
      const still = await said();
      await site.reload();
      console.log(JSON.stringify([first, still, await said(), (await site.get('/.netlify/functions/more')).status]));
      await site.close();`;
    const ran = spawnSync(process.execPath, ['--input-type=module-typescript', '--eval', script], { encoding: 'utf8' });
    expect(ran.stderr).toBe('');
    expect(JSON.parse(ran.stdout)).toEqual(['old', 'old', 'new', 200]);
  });
});

test('a rejection nobody awaited does not take the site down', () => {
  // In a process of its own, since the test runner takes every stray rejection for a failed test.
  const script = `
    const { fixtureSite } = await import(${JSON.stringify(new URL('./fixture-site.ts', import.meta.url).href)});
    const site = await fixtureSite({ 'netlify/functions/stray.ts': "export default () => { Promise.reject(new Error('stray')); setImmediate(() => { throw new Error('thrown later'); }); return new Response('fine'); };" });
    const said = [];
    for (const _ of [1, 2]) said.push(await (await site.get('/.netlify/functions/stray')).text());
    console.log(JSON.stringify([said, site.lines.map((line: string) => line.split('\\n')[0])]));
    await site.close();`;
  const ran = spawnSync(process.execPath, ['--input-type=module-typescript', '--eval', script], { encoding: 'utf8' });
  expect(ran.stderr).toBe('');
  const [said, lines] = JSON.parse(ran.stdout) as [string[], string[]];
  expect(said).toEqual(['fine', 'fine']);
  expect(lines).toEqual(
    expect.arrayContaining(['unhandled rejection: Error: stray', 'uncaught exception: Error: thrown later']),
  );
});

describe('the clock', () => {
  test('knows its jobs and when they come next', () => {
    expect(site.jobs()).toEqual([
      { name: 'clock-broken', schedule: '@hourly', nextRun: '2026-05-01T10:00:00.000Z' },
      { name: 'clock-daily', schedule: '30 3 * * *', nextRun: '2026-05-02T03:30:00.000Z' },
    ]);
  });

  test('runs one, and tells how it went', async () => {
    const ran = await site.runJob('clock-daily');
    expect(ran).toMatchObject({ ok: true, status: 200 });
    expect(JSON.parse(ran.body)).toEqual({
      heard: { next_run: '2026-05-02T03:30:00.000Z' },
      method: 'POST',
      path: '/.netlify/functions/clock-daily',
    });
    expect(await site.runJob('clock-broken')).toMatchObject({ ok: false, status: 500 });
    await expect(site.runJob('echo')).rejects.toThrow('no job "echo"');
  });

  test('alone calls a scheduled function', async () => {
    expect((await site.get('/.netlify/functions/clock-daily', { method: 'POST', body: '{}' })).status).toBe(404);
  });
});

describe('the rate limit', () => {
  test('counts for each address, until the window is over', async () => {
    const knock = async () => (await site.get('/api/limited')).status;
    visitor = '10.0.0.1';
    expect([await knock(), await knock(), await knock()]).toEqual([200, 200, 429]);
    visitor = '10.0.0.2';
    expect(await knock()).toBe(200);
    visitor = '10.0.0.1';
    const refused = await site.get('/api/limited');
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(await refused.json()).toMatchObject({ status: 429, code: 'slow_down' });
    clock += 60_000;
    expect(await knock()).toBe(200);
    visitor = '127.0.0.1';
  });

  test('counts everybody together when aggregateBy is no list, as the packager would make it', async () => {
    visitor = '10.0.0.3';
    expect((await site.get('/api/limited-all')).status).toBe(200);
    visitor = '10.0.0.4';
    expect((await site.get('/api/limited-all')).status).toBe(429);
    visitor = '127.0.0.1';
  });

  test('shows another page when told so', async () => {
    expect(await (await site.get('/api/limited-to')).text()).toBe('come later');
  });
});

test('what was covered in the environment comes back', async () => {
  const before = process.env['URL'];
  const other = await fixtureSite({ 'dist/index.html': '' });
  expect(process.env['URL']).toBe(other.origin);
  await other.close();
  expect(process.env['URL']).toBe(before);
});

test('a folder without any function is a site too', async () => {
  const bare = await fixtureSite({ 'dist/index.html': 'only this' });
  expect(await (await bare.get('/')).text()).toBe('only this');
  expect(bare.jobs()).toEqual([]);
  await bare.close();
});

test('a taken port is one sentence', async () => {
  await expect(fixtureSite({}, { port: site.port })).rejects.toThrow(`Port ${site.port} is taken by another program`);
});

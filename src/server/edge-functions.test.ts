import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '@netlify/edge-functions';
import { getStore } from '@netlify/blobs';
import { BlobsServer } from '@netlify/blobs/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import language, { config as languageConfig } from '../../netlify/edge-functions/language.ts';
import listPageGate, { config as listConfig } from '../../netlify/edge-functions/list-page-gate.ts';
import sessionGate, { config as gateConfig } from '../../netlify/edge-functions/session-gate.ts';
import talentPageGate, { config as talentConfig } from '../../netlify/edge-functions/talent-page-gate.ts';
import talentPictureGate, { config as pictureConfig } from '../../netlify/edge-functions/talent-picture-gate.ts';
import { publicPageHeaders } from '../core/page-headers.ts';
import { accountRooms } from './content-policy.ts';

const asked = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Request(`https://mawahib.example${path}`, { headers, method });
const passed = new Response('the page');
/** The two powers of the platform's context these functions use; their types ask for the whole of it. */
function visit(): { context: Context; cookies: Record<string, unknown>[] } {
  const cookies: Record<string, unknown>[] = [];
  const context = {
    next: () => Promise.resolve(passed),
    cookies: { set: (cookie: Record<string, unknown>) => void cookies.push(cookie) },
  } as unknown as Context;
  return { context, cookies };
}
const matches = (patterns: string | string[] | undefined, pathname: string) =>
  [patterns ?? []].flat().some((pattern) => new URLPattern({ pathname: pattern }).test({ pathname }));

describe('language', () => {
  test.each([
    ['/', {}, '/en/'],
    ['/', { 'accept-language': 'fr-MA,fr;q=0.9,ar;q=0.8' }, '/fr/'],
    ['/', { 'accept-language': 'de,ku;q=0.5,en;q=0.4' }, '/ckb/'],
    ['/', { 'accept-language': 'en;q=0.2, ar-IQ;q=0.9' }, '/ar/'],
    ['/', { 'accept-language': 'fr', cookie: 'a=b; locale=ckb' }, '/ckb/'],
    ['/', { 'accept-language': 'ar;q=0, fr', cookie: 'locale=xx' }, '/fr/'],
    ['/pricing', {}, '/en/pricing/'],
    ['/talents/dilan/?a=1', { cookie: 'locale=ar' }, '/ar/talents/dilan/?a=1'],
    ['/bookings/12?x=%2F', { cookie: 'locale=fr' }, '/fr/bookings/12/?x=%2F'],
    ['//evil.example/', {}, '/en/evil.example/'],
  ] as const)('%s with %j leads to %s', (path, headers, to) => {
    const answer = language(asked(path, headers));
    expect(answer?.status).toBe(302);
    expect(answer?.headers.get('location')).toBe(to);
    expect(answer?.headers.get('vary')).toBe('Cookie, Accept-Language');
  });

  test('it never takes a page that has its language, nor a write', () => {
    for (const path of ['/en/', '/ar/talents/', '/api/bookings', '/_astro/x.css'])
      expect(matches(languageConfig.path, path)).toBe(false);
    expect(language(asked('/', {}, 'POST'))).toBeUndefined();
  });
});

describe('session gate', () => {
  const token = (seconds: number) =>
    `e30.${Buffer.from(JSON.stringify({ exp: Math.floor(Date.now() / 1000) + seconds })).toString('base64url')}.c2ln`;

  test.each([
    ['nothing', ''],
    ['a lapsed token alone', `__session=${token(-60)}`],
    ['a signed-out client', `__session=${token(-60)}; __client_uat=0`],
    ['nonsense', '__session=abc; __client_uat=no'],
    ['a cookie of a similar name', `x__session=${token(60)}`],
  ])('%s leads to the sign-in, with the way back', async (_, cookie) => {
    const answer = await sessionGate(asked('/ar/bookings/7/?tab=talk', { cookie }), visit().context);
    expect(answer?.status).toBe(303);
    expect(answer?.headers.get('location')).toBe(
      `/ar/sign-in/?return=${encodeURIComponent('/ar/bookings/7/?tab=talk')}`,
    );
    expect(answer?.headers.get('cache-control')).toContain('no-store');
  });

  test.each([
    ['a live token', `__session=${token(60)}`],
    ['a live token with a suffix', `__session_a1b2=${token(60)}`],
    ['a lapsed token of somebody signed in', `__session=${token(-60)}; __client_uat=1700000000`],
    ['no token, but signed in', '__client_uat_a1b2=1700000000'],
  ])('%s reaches the page', async (_, cookie) => {
    expect(await sessionGate(asked('/en/dashboard/', { cookie }), visit().context)).toBe(passed);
  });

  test('the language of the page is remembered, once', async () => {
    const session = `__session=${token(60)}`;
    const first = visit();
    await sessionGate(asked('/ckb/dashboard/', { cookie: session }), first.context);
    expect(first.cookies).toMatchObject([{ name: 'locale', value: 'ckb', path: '/' }]);
    const again = visit();
    await sessionGate(asked('/ckb/dashboard/', { cookie: `${session}; locale=ckb` }), again.context);
    expect(again.cookies).toEqual([]);
  });

  test('it stands before every account room, by the address asked for and by the shell, and not before the API', async () => {
    // behind these stands a page for whoever has the link, account or none
    const letInByLink = ['photos'];
    for (const room of accountRooms.filter((name) => name !== 'sign-in')) {
      expect({
        room,
        gated: matches(gateConfig.path, `/en/${room}`),
        within: matches(gateConfig.path, `/en/${room}/some-id/`),
      }).toEqual({ room, gated: true, within: !letInByLink.includes(room) });
    }
    expect(matches(gateConfig.path, '/en/sign-in/')).toBe(false);
    expect(matches(gateConfig.excludedPath, '/api/bookings/7')).toBe(true);
    expect(await sessionGate(asked('/xx/bookings/7'), visit().context)).toBeUndefined();
  });
});

describe('talent page gate', () => {
  let folder: string;
  let blobs: BlobsServer;
  let site: ReturnType<typeof createServer>;
  let origin: string;
  const before = process.env['NETLIFY_BLOBS_CONTEXT'];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mawahib-blobs-'));
    blobs = new BlobsServer({ directory: folder, token: 'test' });
    const { port } = await blobs.start();
    const edgeURL = `http://localhost:${port}`;
    const context = {
      siteID: 'site',
      deployID: 'deploy',
      token: 'test',
      edgeURL,
      uncachedEdgeURL: edgeURL,
      primaryRegion: 'eu',
    };
    process.env['NETLIFY_BLOBS_CONTEXT'] = Buffer.from(JSON.stringify(context)).toString('base64');
    site = createServer((request, response) => {
      response.writeHead(request.url === '/ckb/gone/' ? 200 : 404).end('<h1>ئەم پرۆفایلە</h1>');
    });
    await new Promise<void>((ready) => site.listen(0, '127.0.0.1', ready));
    origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    const store = getStore({ name: 'talent-pages', consistency: 'strong' });
    await store.setJSON('taken-down', { state: 'unpublished', at: '2026-11-21T00:00:00.000Z' });
    await store.setJSON('edited', { state: 'changed', at: '2026-11-21T00:00:00.000Z' });
  });
  afterAll(async () => {
    if (before === undefined) delete process.env['NETLIFY_BLOBS_CONTEXT'];
    else process.env['NETLIFY_BLOBS_CONTEXT'] = before;
    site.close();
    await blobs.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const at = (path: string) => talentPageGate(new Request(origin + path), visit().context);

  test('an unpublished profile is gone, in the reader’s language, with the headers of a page', async () => {
    const answer = await at('/ckb/talents/taken-down/');
    if (!(answer instanceof Response)) throw new Error('no response');
    expect(answer.status).toBe(410);
    expect(await answer.text()).toContain('پرۆفایلە');
    for (const [name, value] of Object.entries(publicPageHeaders)) expect(answer.headers.get(name)).toBe(value);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('its picture goes with it, and no other', async () => {
    const picture = async (name: string) =>
      talentPictureGate(new Request(`${origin}/og/ckb/talents/${name}`), visit().context);
    expect((await picture('taken-down.0123456789ab.jpg'))?.status).toBe(410);
    expect(await picture('edited.0123456789ab.jpg')).toBe(passed);
    expect(await picture('dilan-karim.0123456789ab.jpg')).toBe(passed);
    expect(await picture('taken-down.jpg')).toBeUndefined();
    expect(matches(pictureConfig.path, '/og/ckb/talents/taken-down.0123456789ab.jpg')).toBe(true);
  });

  test('it is gone too when the page that says so cannot be had', async () => {
    const answer = await at('/fr/talents/taken-down/');
    expect(answer instanceof Response && answer.status).toBe(410);
  });

  test('an edited profile is rendered anew', async () => {
    expect(String(await at('/en/talents/edited'))).toBe(`${origin}/fresh/en/talents/edited/`);
  });

  test('any other is the file of the build', async () => {
    expect(await at('/en/talents/nobody-touched/')).toBe(passed);
  });

  test('the store being down does not take the page with it', async () => {
    const kept = process.env['NETLIFY_BLOBS_CONTEXT'];
    process.env['NETLIFY_BLOBS_CONTEXT'] = Buffer.from(
      JSON.stringify({
        siteID: 'site',
        deployID: 'd',
        token: 'x',
        edgeURL: 'http://127.0.0.1:1',
        uncachedEdgeURL: 'http://127.0.0.1:1',
      }),
    ).toString('base64');
    try {
      expect(await at('/en/talents/taken-down/')).toBe(passed);
      expect(await listPageGate(new Request(`${origin}/en/`), visit().context)).toBe(passed);
    } finally {
      process.env['NETLIFY_BLOBS_CONTEXT'] = kept;
    }
  });

  test('front page and lists are files until somebody leaves, and are made anew until a build has caught up', async () => {
    const store = getStore({ name: 'list-pages', consistency: 'strong' });
    const list = async (path: string, method = 'GET') =>
      String(await listPageGate(new Request(origin + path, { method }), visit().context));
    const paths = [
      '/ckb/',
      '/en/talents/',
      '/fr/talents/as/dj/',
      '/ar/talents/in/erbil/',
      '/en/talents/as/dj/in/erbil',
    ];
    for (const path of paths) expect(await list(path)).toBe(String(passed));
    await store.setJSON('left', { at: '2026-11-21T00:00:00.000Z', purged: true });
    for (const path of paths) expect(await list(path)).toBe(`${origin}/fresh${path.replace(/\/?$/, '/')}`);
    expect(await list('/en/', 'POST')).toBe('undefined');
    expect(await list('/xx/talents/')).toBe('undefined');
    await store.delete('left');
    expect(await list('/en/')).toBe(String(passed));
    for (const path of paths) expect(matches(listConfig.path, path.replace(/\/$/, ''))).toBe(true);
    for (const path of ['/', '/en/talents/somebody', '/en/pricing', '/en/search', '/robots.txt'])
      expect(matches(listConfig.path, path)).toBe(false);
    expect(matches(listConfig.excludedPath, '/api/talents')).toBe(true);
  });

  test('it knows talent pages alone', async () => {
    expect(matches(talentConfig.path, '/en/talents/somebody')).toBe(true);
    for (const path of ['/en/talents/in/erbil', '/en/talents', '/en/pricing'])
      expect(matches(talentConfig.path, path)).toBe(false);
    expect(matches(talentConfig.excludedPath, '/api/talents/somebody')).toBe(true);
    expect(await at('/api/talents/edited')).toBeUndefined();
  });
});

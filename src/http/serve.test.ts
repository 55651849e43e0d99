import { Hono } from 'hono';
import { validator } from 'hono/validator';
import { expect, test } from 'vitest';
import { AppError, errorCodes } from '../core/errors.ts';
import { locales } from '../core/locale.ts';
import { problemOf, statuses } from './problem.ts';
import { bodyLimit, handler, type RequestContext } from './serve.ts';
import { refuseCrossSite } from './session.ts';

type Env = { Bindings: { ctx: RequestContext } };
const logged: unknown[] = [];
const open = async () => ({
  ctx: { requestId: 'req-1', locale: 'fr' as const, log: (...said: unknown[]) => void logged.push(said) },
});
const routes = () =>
  new Hono<Env>()
    .get('/api/fine', (c) => c.json({ ok: true }))
    .get('/api/public', (c) => c.json({ ok: true }, 200, { 'cache-control': 'public, max-age=60' }))
    .get('/api/refused', () => {
      throw new AppError('slot_taken', { fields: { startsAt: ['slot_taken'] }, cause: new Error('secret-cause') });
    })
    .get('/api/bug', () => {
      throw new Error('password=hunter2\nparams: secret');
    })
    .post(
      '/api/echo',
      validator('json', (body) => body),
      (c) => c.json(c.req.valid('json')),
    );
const serve = handler<RequestContext>(routes(), open);
const ask = (path: string, init?: RequestInit) => serve(new Request(`http://localhost${path}`, init));

test('an answer carries its request id and is not kept by caches unless it says so', async () => {
  const fine = await ask('/api/fine');
  expect([fine.status, fine.headers.get('x-request-id'), fine.headers.get('cache-control')]).toEqual([
    200,
    'req-1',
    'private, no-store',
  ]);
  expect((await ask('/api/public')).headers.get('cache-control')).toBe('public, max-age=60');
});

test('a refusal is a problem document in the reader’s language, with a next step and nothing of its cause', async () => {
  const refused = await ask('/api/refused');
  expect(refused.status).toBe(409);
  expect(refused.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const text = await refused.text();
  expect(JSON.parse(text)).toEqual({
    type: '/problems/slot_taken',
    title: 'Ce créneau est pris',
    status: 409,
    detail: 'Quelqu’un d’autre occupe ce créneau.',
    code: 'slot_taken',
    action: 'Choisissez un autre moment.',
    fields: { startsAt: ['slot_taken'] },
    requestId: 'req-1',
  });
  expect(text).not.toContain('secret');
});

test('a bug is a bare 500, logged once with the request id and without its parameters', async () => {
  logged.length = 0;
  const answer = await ask('/api/bug');
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain('hunter2');
  expect(logged).toHaveLength(1);
  expect(JSON.stringify(logged)).not.toContain('params: secret');
});

test.each([
  ['an unknown path', '/api/nowhere', {}, 404, 'not_found'],
  ['a method the path does not take', '/api/fine', { method: 'DELETE' }, 405, 'method_not_allowed'],
  [
    'broken JSON',
    '/api/echo',
    { method: 'POST', body: '{"a":', headers: { 'content-type': 'application/json' } },
    400,
    'invalid_json',
  ],
  [
    'a form where JSON is read',
    '/api/echo',
    { method: 'POST', body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    415,
    'unsupported_media_type',
  ],
  [
    'too much',
    '/api/echo',
    {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json', 'content-length': String(bodyLimit + 1) },
    },
    413,
    'body_too_large',
  ],
])('%s', async (_name, path, init, status, code) => {
  const answer = await ask(path, init);
  expect(answer.status).toBe(status);
  expect((await answer.json()) as { code: string }).toMatchObject({ code });
});

test('bytes that are no UTF-8 are no JSON; what is, arrives as it was sent', async () => {
  const json = (...bytes: number[]) => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: new Uint8Array([...new TextEncoder().encode('{"name":"'), ...bytes, ...new TextEncoder().encode('"}')]),
  });
  for (const bytes of [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0x80]]) {
    const refused = await ask('/api/echo', json(...bytes));
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([400, 'invalid_json']);
  }
  const taken = await ask('/api/echo', json(...new TextEncoder().encode('شیلان 🎧')));
  expect([taken.status, await taken.json()]).toEqual([200, { name: 'شیلان 🎧' }]);
});

test('a method that is not taken is told which are, whatever was asked', async () => {
  for (const method of ['DELETE', 'OPTIONS', 'PUT']) {
    const answer = await ask('/api/fine', { method });
    expect([method, answer.status, answer.headers.get('allow')]).toEqual([method, 405, 'GET, HEAD']);
  }
  expect((await ask('/api/echo', { method: 'GET' })).headers.get('allow')).toBe('POST');
  expect((await ask('/api/nowhere', { method: 'DELETE' })).headers.has('allow')).toBe(false);
});

const room = { what: 'bytes', items: 1, itemsAllowed: 2, megabytesAllowed: 5, videoMegabytes: 6, more: 'yes' };
test('every code has a status, and a title, a sentence and a next step in every language', () => {
  for (const code of errorCodes) {
    for (const locale of locales) {
      const problem = problemOf(
        new AppError(code, { values: { currency: 'IQD', reason: 'too_large', megabytes: 4, days: 3, ...room } }),
        locale,
        'req-1',
      );
      expect(problem.status).toBe(statuses[code]);
      for (const words of [problem.title, problem.detail, problem.action ?? '']) {
        expect(words.length).toBeGreaterThan(3);
        expect(words).not.toMatch(/[{}]|^\w+\.(title|detail|action)$/);
      }
    }
  }
});

test.each([
  ['GET', {}, null],
  ['POST', {}, null],
  ['POST', { 'sec-fetch-site': 'same-origin' }, null],
  ['POST', { origin: 'https://mawahib.test' }, null],
  ['POST', { 'sec-fetch-site': 'cross-site' }, 'cross_site'],
  ['POST', { 'sec-fetch-site': 'same-site' }, 'cross_site'],
  ['POST', { origin: 'https://evil.test' }, 'cross_site'],
  ['DELETE', { origin: 'null' }, 'cross_site'],
])('by cookie, %s with %o: %s', (method, headers, code) => {
  expect(
    refuseCrossSite(new Request('https://mawahib.test/api/x', { method, headers }), ['https://mawahib.test'])?.code ??
      null,
  ).toBe(code);
});

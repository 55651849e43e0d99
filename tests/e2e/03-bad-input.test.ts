// Every endpoint of the document, fed with what nobody should send: each answers with its problem, and nothing changes.
import { readFileSync } from 'node:fs';
import { createHmac, createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  call,
  http,
  local,
  openapi,
  operation,
  origin,
  tokenOf,
  type Answer,
  type Call,
  type Json,
  type Operation,
  type Problem,
} from './outside.ts';
import { accepted, cast, opened, quote, request, someTime, type Booking, type Cast } from './story.ts';

let who: Cast;
let operations: Operation[] = [];
/** One booking in each state that matters, none of which any call of this file may move. */
let still: Record<'requested' | 'quoted' | 'accepted' | 'paying', Booking>;
let paymentId = '';

beforeAll(async () => {
  who = await cast();
  ({ operations } = await openapi());
  operations = operations.filter((one) => !/webhook|callback|openapi|docs|health/i.test(one.path));
  const requested = await request(who);
  const asked = await request(who);
  const quoted = { ...asked, ...(await quote(who, asked)) };
  const paying = await accepted(who);
  paymentId = (await opened(who, paying)).payment.paymentId;
  still = { requested, quoted, accepted: await accepted(who), paying };
});

const secured = () => operations.filter((one) => one.secured);
const writes = () => operations.filter((one) => one.body);

/** Values for the path that point at something real of the cast. */
const real = (one: Operation): Record<string, string> =>
  Object.fromEntries(
    one.parameters
      .filter((parameter) => parameter.in === 'path')
      .map(({ name }) => [
        name,
        /payment/i.test(name)
          ? paymentId
          : /slug/i.test(name)
            ? who.slug
            : /service/i.test(name)
              ? who.service.id
              : still.quoted.id,
      ]),
  );

/** What must stand behind the question mark. */
const queryOf = (one: Operation): Record<string, string> =>
  Object.fromEntries(
    one.parameters
      .filter((parameter) => parameter.in === 'query' && parameter.required)
      .map(({ name }) => [name, paymentId]),
  );

/** Who may call it at all: the person the example names, else the customer. */
const caller = (one: Operation) => (one.exampleAs ? { clerkId: one.exampleAs } : who.customer);

async function snapshot(): Promise<string> {
  const pick = async (person: Cast['customer'], booking: Booking) => {
    const { body } = await call<Json>(person, 'getBooking', { params: { bookingId: booking.id } });
    const { now: _, ...rest } = body;
    return rest;
  };
  const states = await Promise.all(
    Object.values(still).flatMap((booking) => [pick(who.customer, booking), pick(who.talent, booking)]),
  );
  const lists = await Promise.all(
    [who.customer, who.talent, who.stranger].map((person) =>
      call<Json>(person, 'listBookings', { query: { limit: 50 } }),
    ),
  );
  const { payments } = (await local<{ payments: unknown[] }[]>('gateways'))[0] ?? { payments: [] };
  return JSON.stringify([states, lists.map((one) => one.body), payments], null, 1);
}

const isProblem = ({ status, body, headers }: Answer): string | null => {
  const problem = body as unknown as Problem;
  if (status >= 500) return `answers ${status}`;
  if (status < 400) return `is accepted (${status})`;
  if (!headers.get('content-type')?.startsWith('application/problem+json')) return `${status} is no problem document`;
  if (problem.status !== status || !problem.code || !problem.title || !problem.detail || !problem.requestId)
    return `${status} lacks a part: ${JSON.stringify(body)}`;
  return null;
};

/** Sends to each, expects a problem of one of these statuses from each, and the world as it was. */
async function allRefuse(
  list: Operation[],
  what: (one: Operation) => Call & { as?: Parameters<typeof call>[0] },
  statuses: number[],
  codes?: RegExp,
) {
  expect(list.length).toBeGreaterThan(0);
  const before = await snapshot();
  const wrong: string[] = [];
  for (const one of list) {
    const { as = caller(one), ...rest } = what(one);
    const answer = await call(as, one.operationId, { params: real(one), query: queryOf(one), ...rest });
    const fault =
      isProblem(answer) ??
      (statuses.includes(answer.status) ? null : `answers ${answer.status}`) ??
      (codes && !codes.test(String(answer.body.code)) ? `says ${String(answer.body.code)}` : null);
    if (fault) wrong.push(`${one.operationId} ${fault}: ${answer.text.slice(0, 200)}`);
  }
  expect(wrong).toEqual([]);
  expect(await snapshot()).toBe(before);
}

const base64url = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
function forge(change: { header?: Json; claims?: Json }, sign: (input: string) => string, from: string): string {
  const [header, claims] = from
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Json);
  const input = `${base64url({ ...header, ...change.header })}.${base64url({ ...claims, ...change.claims })}`;
  return `${input}.${sign(input)}`;
}
const rsa = (key: string) => (input: string) => createSign('RSA-SHA256').update(input).sign(key, 'base64url');

describe('who asks', () => {
  const asNobody = (one: Operation) => ({ as: null, ...(one.body ? { body: one.body.example } : {}) });
  /** Their address with the mailed link lets in as well as a session: without either there is nothing (product.md 3.7, as the agreement has it). */
  const openedByLink = ({ operationId }: Operation) => operationId === 'followUp';

  test('without a session, everything of somebody is 401', () =>
    allRefuse(
      secured().filter((one) => !openedByLink(one)),
      asNobody,
      [401],
      /^unauthenticated$/,
    ));

  test('without a session and without the link, what a link opens is not there', () =>
    allRefuse(secured().filter(openedByLink), asNobody, [404], /^not_found$/));

  const hostile: Record<string, (token: string) => string> = {
    'signed by another key': (token) =>
      forge(
        {},
        rsa(
          generateKeyPairSync('rsa', {
            modulusLength: 2048,
            privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
            publicKeyEncoding: { type: 'spki', format: 'pem' },
          }).privateKey,
        ),
        token,
      ),
    'not signed at all': (token) => forge({ header: { alg: 'none' } }, () => '', token),
    'signed with a secret': (token) =>
      forge(
        { header: { alg: 'HS256' } },
        (input) => createHmac('sha256', 'secret').update(input).digest('base64url'),
        token,
      ),
    'with its claims changed': (token) => {
      const [header, claims, signature] = token.split('.');
      const changed = {
        ...(JSON.parse(Buffer.from(claims ?? '', 'base64url').toString()) as Json),
        sub: who.talent.clerkId,
      };
      return `${header}.${base64url(changed)}.${signature}`;
    },
    'cut short': (token) => token.slice(0, -10),
    'of nonsense': () => 'a.b.c',
    'of nothing': () => '',
    'of ten thousand letters': () => 'x'.repeat(10_000),
  };
  test.each(Object.keys(hostile))('a token %s is refused', async (name) => {
    const token = hostile[name]!(await tokenOf(who.customer));
    const one = await operation('listBookings');
    const answer = await http(one.path, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ code: 'unauthenticated', status: 401 });
    expect(answer.text).not.toContain(token || 'Bearer');
  });

  test('tokens of the true key that are too old, too young, of another site or of a pending session are refused', async () => {
    const { home } = await local<{ home: string }>('stack');
    const sign = rsa(readFileSync(`${home}/clerk-key.pem`, 'utf8'));
    const token = await tokenOf(who.customer);
    const now = Math.floor(Date.now() / 1000);
    const one = await operation('listBookings');
    const ask = async (change: Parameters<typeof forge>[0]) =>
      (await http(one.path, { headers: { authorization: `Bearer ${forge(change, sign, token)}` } })).status;
    // The control: the same hand, with nothing changed, is let in.
    expect(await ask({})).toBe(200);
    expect(await ask({ claims: { iat: now - 4000, nbf: now - 4000, exp: now - 3600 } })).toBe(401);
    expect(await ask({ claims: { nbf: now + 3600 } })).toBe(401);
    expect(await ask({ claims: { azp: 'https://elsewhere.example' } })).toBe(401);
    expect(await ask({ claims: { sts: 'pending' } })).toBe(401);
  });

  test('a cookie alone does not write for another site', async () => {
    const one = await operation('requestBooking');
    const cookie = `__session=${await tokenOf(who.customer)}; __client_uat=1`;
    const body = JSON.stringify({ serviceId: who.service.id, startsAt: someTime() });
    const before = await snapshot();
    for (const headers of [{ origin: 'https://elsewhere.example' }, { 'sec-fetch-site': 'cross-site' }] as Record<
      string,
      string
    >[]) {
      const answer = await http(one.path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie, ...headers },
        body,
      });
      expect(answer.status).toBe(403);
      expect(answer.body.code).toBe('cross_site');
    }
    expect(await snapshot()).toBe(before);
  });
});

describe('ids', () => {
  const withPath = () => operations.filter((one) => one.parameters.some((parameter) => parameter.in === 'path'));
  const set = (one: Operation, value: string) =>
    Object.fromEntries(Object.keys(real(one)).map((name) => [name, value]));
  const bodyOf = (one: Operation) => (one.body ? { body: one.body.example } : {});

  test('an id nobody has is 404', () =>
    allRefuse(withPath(), (one) => ({ params: set(one, randomUUID()), ...bodyOf(one) }), [404], /^not_found$/));

  test.each([
    'x',
    '0',
    "1' or '1'='1",
    '../../me',
    'ب',
    'a'.repeat(3000),
    '00000000-0000-0000-0000-00000000000g',
    '%00',
  ])('an id like %s is 404', (value) =>
    allRefuse(withPath(), (one) => ({ params: set(one, value), ...bodyOf(one) }), [404, 414]),
  );

  test('to strangers the bookings and payments of others are not there', () =>
    allRefuse(
      withPath().filter((one) => one.secured && /\{(bookingId|paymentId)\}/.test(one.path)),
      (one) => ({ as: who.stranger, ...bodyOf(one) }),
      [404],
      /^not_found$/,
    ));

  test('a stranger cannot pay for, or ask about, the booking of others', async () => {
    const before = await snapshot();
    const pay = await call(who.stranger, 'createPayment', {
      body: { payable: { kind: 'booking', id: still.accepted.id }, driver: 'fib' },
    });
    expect(pay.status).toBe(404);
    const { parameters } = await operation('getPaymentStatus');
    const name = parameters.find((one) => one.in !== 'header')?.name ?? 'id';
    const status = await call(who.stranger, 'getPaymentStatus', {
      params: { [name]: paymentId },
      query: { [name]: paymentId },
    });
    expect(status.status).toBe(404);
    expect(await snapshot()).toBe(before);
  });
});

describe('bodies', () => {
  test.each([
    ['nothing', ''],
    ['half a document', '{"a":'],
    ['words', 'hello'],
    ['a lone brace', '{'],
    ['bytes', '\u0000\u0001\uFFFD'],
  ])('%s is 400', (_, raw) => allRefuse(writes(), () => ({ raw }), [400, 422], /^invalid(_json)?$/));

  test.each([
    ['null', null],
    ['a number', 7],
    ['a list', []],
    ['a word', 'x'],
    ['depth', JSON.parse('{"a":'.repeat(500) + '1' + '}'.repeat(500))],
  ])('%s where an object belongs is 422', (_, body) =>
    allRefuse(
      // An endpoint that asks for nothing takes an object with something in it as something it does not know.
      writes(),
      () => ({ body }),
      [422, 400],
      /^invalid/,
    ),
  );

  test('a name of invisible signs, of signs alone, of the house, or of bytes that are no text is nobody’s', async () => {
    const before = await call<Json>(who.talent, 'getMyProfile');
    const refused = async (body: Json) => {
      const { status, body: said } = await call<Problem>(who.talent, 'updateProfile', { body });
      return [status, said.code];
    };
    for (const nothing of ['\u200c', '\u3164', '\u2800', '\u0301', '\u{e0041}', '\ufffd', '…'])
      expect(await refused({ displayName: nothing }), JSON.stringify(nothing)).toEqual([422, 'invalid']);
    for (const name of ['Mawahib Support', 'مواهب', '𝐀𝐝min'])
      expect(await refused({ displayName: name }), name).toEqual([422, 'name_reserved']);
    expect(await refused({ displayName: 'Ring 0770 999 0001' })).toEqual([422, 'invalid']);
    const one = await operation('updateProfile');
    const broken = await fetch(new URL(one.path, origin()), {
      method: 'PATCH',
      headers: { authorization: `Bearer ${await tokenOf(who.talent)}`, 'content-type': 'application/json' },
      body: Buffer.concat([Buffer.from('{"displayName":"Sar'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]),
    });
    expect([broken.status, ((await broken.json()) as Problem).code]).toEqual([400, 'invalid_json']);
    expect((await call<Json>(who.talent, 'getMyProfile')).body).toEqual(before.body);
  });

  test('another type of content is 415', () =>
    allRefuse(
      writes(),
      (one) => ({ raw: JSON.stringify(one.body?.example), headers: { 'content-type': 'text/plain' } }),
      [415],
      /^unsupported_media_type$/,
    ));

  test('7 MB are 413', async () => {
    const raw = JSON.stringify({ note: 'x'.repeat(7 * 1024 * 1024) });
    await allRefuse(writes().slice(0, 4), () => ({ raw }), [413], /^body_too_large$/);
  });

  test('half a megabyte without a length said beforehand is refused, too', async () => {
    const one = await operation('requestBooking');
    const chunk = new TextEncoder().encode(`{"note":"${'x'.repeat(512 * 1024)}"}`);
    const before = await snapshot();
    const response = await fetch(new URL(one.path, origin()), {
      method: 'POST',
      headers: { authorization: `Bearer ${await tokenOf(who.customer)}`, 'content-type': 'application/json' },
      body: new Blob([chunk]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect([413, 422]).toContain(response.status);
    expect(await snapshot()).toBe(before);
  });

  /** Each field of the example, one after another, as something it must not be. */
  const spoiled = (example: unknown): { field: string; body: unknown }[] => {
    if (typeof example !== 'object' || example === null || Array.isArray(example)) return [];
    return Object.entries(example as Json).flatMap(([field, value]) => {
      const bad: unknown[] =
        typeof value === 'string'
          ? ['x'.repeat(200_000), 7, null, {}]
          : typeof value === 'number'
            ? [-1, 1e308, 0.5, 'x', null]
            : [7, 'x', null];
      const deeper = spoiled(value).map((one) => ({
        field: `${field}.${one.field}`,
        body: { ...(example as Json), [field]: one.body },
      }));
      return [...bad.map((worse) => ({ field, body: { ...(example as Json), [field]: worse } })), ...deeper];
    });
  };

  /** Nothing is no bad input where the document says that nothing may stand there. */
  type Shape = { properties?: Record<string, Shape> };
  const mayBeNull = (one: Operation, field: string): boolean => {
    const { schema } = (one.body?.media ?? {}) as { schema?: Shape };
    const found = field.split('.').reduce<Shape | undefined>((shape, name) => shape?.properties?.[name], schema);
    return JSON.stringify(found ?? {}).includes('"null"');
  };
  const at = (body: unknown, field: string): unknown =>
    field.split('.').reduce<unknown>((part, name) => (part as Json | undefined)?.[name], body);

  test('every field of every example, spoiled, is refused with the field named', async () => {
    const before = await snapshot();
    const wrong: string[] = [];
    for (const one of writes())
      for (const { field, body } of spoiled(one.body?.example)) {
        if (at(body, field) === null && mayBeNull(one, field)) continue;
        const answer = await call(caller(one), one.operationId, { params: real(one), body });
        const fault = isProblem(answer);
        // The example's person may have no business with our bookings: then 404 comes first, and that is an answer too.
        if (fault || ![400, 404, 413, 422, 403, 409].includes(answer.status))
          wrong.push(`${one.operationId} ${field} = ${JSON.stringify(body).slice(0, 120)}: ${fault ?? answer.status}`);
        if (answer.status === 422 && answer.body.code === 'invalid' && !answer.body.fields)
          wrong.push(`${one.operationId} ${field}: no fields named`);
      }
    expect(wrong).toEqual([]);
    expect(await snapshot()).toBe(before);
  });
});

describe('the wrong moment', () => {
  const params = (booking: Booking) => ({ bookingId: booking.id });
  const cases: [string, () => Promise<Answer>, number, RegExp][] = [
    [
      'accepting what was never quoted',
      () => call(who.customer, 'acceptQuote', { params: params(still.requested), body: { quoteVersion: 1 } }),
      409,
      /wrong_state|quote_changed/,
    ],
    [
      'accepting another version than the one there is',
      () => call(who.customer, 'acceptQuote', { params: params(still.quoted), body: { quoteVersion: 2 } }),
      409,
      /quote_changed/,
    ],
    [
      'the talent accepting their own quote',
      () => call(who.talent, 'acceptQuote', { params: params(still.quoted), body: { quoteVersion: 1 } }),
      403,
      /not_your_move/,
    ],
    [
      'the customer quoting',
      () =>
        call(who.customer, 'sendQuote', {
          params: params(still.requested),
          body: { amount: { amount: 1000, currency: 'IQD' } },
        }),
      403,
      /not_your_move/,
    ],
    [
      'quoting in another currency',
      () =>
        call(who.talent, 'sendQuote', {
          params: params(still.requested),
          body: { amount: { amount: 1000, currency: 'EUR' } },
        }),
      422,
      /wrong_currency/,
    ],
    [
      'quoting what is accepted',
      () =>
        call(who.talent, 'sendQuote', {
          params: params(still.accepted),
          body: { amount: { amount: 1000, currency: 'IQD' } },
        }),
      409,
      /wrong_state/,
    ],
    [
      'completing what is not paid',
      () => call(who.customer, 'completeBooking', { params: params(still.accepted), body: {} }),
      409,
      /wrong_state/,
    ],
    [
      'reviewing what is not done',
      () =>
        call(who.customer, 'createReview', {
          params: params(still.accepted),
          body: { rating: 5, comment: 'Wonderful.' },
        }),
      409,
      /wrong_state/,
    ],
    [
      'paying what is not accepted',
      () =>
        call(who.customer, 'createPayment', {
          body: { payable: { kind: 'booking', id: still.quoted.id }, driver: 'fib' },
        }),
      409,
      /payment_not_due|wrong_state/,
    ],
    [
      'the talent paying themselves',
      () =>
        call(who.talent, 'createPayment', {
          body: { payable: { kind: 'booking', id: still.accepted.id }, driver: 'fib' },
        }),
      404,
      /not_found/,
    ],
    [
      'paying at a gateway nobody knows',
      () =>
        call(who.customer, 'createPayment', {
          body: { payable: { kind: 'booking', id: still.accepted.id }, driver: 'nosuchbank' },
        }),
      422,
      /gateway_unknown|invalid/,
    ],
    [
      'asking for yesterday',
      () =>
        call(who.customer, 'requestBooking', {
          body: { serviceId: who.service.id, startsAt: new Date(Date.now() - 86_400_000).toISOString() },
        }),
      422,
      /in_the_past/,
    ],
    [
      'asking for a day in ten years',
      () =>
        call(who.customer, 'requestBooking', { body: { serviceId: who.service.id, startsAt: '2036-01-01T10:00:00Z' } }),
      422,
      /too_far_ahead/,
    ],
    [
      'asking for the 31st of February',
      () =>
        call(who.customer, 'requestBooking', { body: { serviceId: who.service.id, startsAt: '2027-02-31T10:00:00Z' } }),
      422,
      /invalid/,
    ],
    [
      'asking for a service nobody offers',
      () => call(who.customer, 'requestBooking', { body: { serviceId: randomUUID(), startsAt: someTime() } }),
      404,
      /not_found/,
    ],
    [
      'a talent booking their own service',
      () => call(who.talent, 'requestBooking', { body: { serviceId: who.service.id, startsAt: someTime() } }),
      403,
      /own_service|role_not_allowed/,
    ],
    [
      'asking for a time that is held',
      () =>
        call(who.stranger, 'requestBooking', {
          body: { serviceId: who.service.id, startsAt: still.accepted.startsAt },
        }),
      409,
      /slot_taken/,
    ],
    [
      'a message of nothing but space',
      () => call(who.customer, 'sendBookingMessage', { params: params(still.quoted), body: { body: '   \n\t ' } }),
      422,
      /invalid/,
    ],
    ['a page of minus one', () => call(who.customer, 'listBookings', { query: { limit: -1 } }), 422, /invalid/],
    [
      'a cursor of nonsense',
      () => call(who.customer, 'listBookings', { query: { cursor: 'nonsense' } }),
      422,
      /invalid/,
    ],
  ];
  test.each(cases)('%s', async (_, act, status, code) => {
    const before = await snapshot();
    const answer = await act();
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code: expect.stringMatching(code) });
    expect(isProblem(answer)).toBeNull();
    expect(await snapshot()).toBe(before);
  });

  test('the same key with another body is refused', async () => {
    const key = randomUUID();
    const startsAt = someTime();
    const first = await call(who.stranger, 'requestBooking', {
      key,
      body: { serviceId: who.service.id, startsAt, note: 'first' },
    });
    expect(first.status).toBe(201);
    const again = await call(who.stranger, 'requestBooking', {
      key,
      body: { serviceId: who.service.id, startsAt, note: 'first' },
    });
    expect(again.text).toBe(first.text);
    const other = await call(who.stranger, 'requestBooking', {
      key,
      body: { serviceId: who.service.id, startsAt, note: 'second' },
    });
    expect({ status: other.status, code: other.body.code }).toEqual({ status: 422, code: 'idempotency_mismatch' });
  });
});

test('a problem speaks the language of its reader', async () => {
  const details = await Promise.all(
    ['en', 'ar', 'ckb', 'fr'].map(
      async (language) =>
        (
          await call<Problem>(who.customer, 'getBooking', {
            params: { bookingId: randomUUID() },
            headers: { 'accept-language': language },
          })
        ).body.detail,
    ),
  );
  expect(new Set(details).size).toBe(4);
  expect(details[1]).toMatch(/[\u0600-\u06FF]/);
});

test('a path nobody serves is a 404, a method nobody serves a problem', async () => {
  expect((await http('/api/nothing-here')).status).toBe(404);
  const { path } = await operation('listBookings');
  const answer = await http(path, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${await tokenOf(who.customer)}` },
  });
  expect([404, 405]).toContain(answer.status);
});

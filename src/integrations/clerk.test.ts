import { constants, createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readSessionToken, verifySession } from './clerk.ts';

const origin = 'https://mawahib.example';
const rsa = (modulusLength = 2048) => generateKeyPairSync('rsa', { modulusLength });
const ours = rsa();
const theirs = rsa();
const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();
const keys = { jwtKey: pem(ours.publicKey), authorizedParties: [origin, 'https://www.mawahib.example'] };

const part = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const second = () => Math.floor(Date.now() / 1000);
const header = { alg: 'RS256', kid: 'ins_1', typ: 'JWT' };
const claims = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  v: 2,
  sub: 'user_zainab',
  sid: 'sess_1',
  iss: 'https://clerk.mawahib.example',
  azp: origin,
  sts: 'active',
  iat: second() - 1,
  nbf: second() - 11,
  exp: second() + 60,
  fva: [1, -1],
  ...more,
});
const without = (name: string) => Object.fromEntries(Object.entries(claims()).filter(([key]) => key !== name));
const bySha = (hash: string, key: KeyObject) => (data: string) =>
  sign(hash, Buffer.from(data), key).toString('base64url');
const signed = (head: unknown, body: unknown, by: (data: string) => string = bySha('sha256', ours.privateKey)) => {
  const data = `${part(head)}.${part(body)}`;
  return `${data}.${by(data)}`;
};
const good = () => signed(header, claims());
const swap = (token: string, at: 0 | 1 | 2, piece: string) => token.split('.').with(at, piece).join('.');
const hmac = (hash: string, secret: string) => (data: string) =>
  createHmac(hash, secret).update(data).digest('base64url');
const pss = (data: string) =>
  sign('sha256', Buffer.from(data), { key: ours.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING }).toString(
    'base64url',
  );
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const hostile: Record<string, () => string> = {
  'nothing at all': () => '',
  'a word': () => 'hello',
  'one part': () => part(header),
  'two parts': () => good().split('.').slice(0, 2).join('.'),
  'four parts': () => `${good()}.extra`,
  'parts that are not base64': () => '!!.!!.!!',
  'a header that is not JSON': () => swap(good(), 0, part('not json')),
  'claims that are not JSON': () => signed(header, 'not json'),
  'claims that are a list': () => signed(header, []),
  'claims that are null': () => signed(header, 'null'),
  'a signature cut short': () => good().slice(0, -8),
  'no signature': () => swap(good(), 2, ''),
  'one bit of the signature turned': () => {
    const [h, c, s = ''] = good().split('.');
    const bytes = Buffer.from(s, 'base64url');
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    return `${h}.${c}.${bytes.toString('base64url')}`;
  },
  'another person in signed clothes': () => swap(good(), 1, part(claims({ sub: 'user_admin' }))),
  'a longer life in signed clothes': () => swap(good(), 1, part(claims({ exp: second() + 86_400 }))),
  'alg none': () => `${part({ ...header, alg: 'none' })}.${part(claims())}.`,
  'alg None with a signature': () => signed({ ...header, alg: 'None' }, claims()),
  'no alg': () => signed({ typ: 'JWT' }, claims()),
  'HS256 with our public key as the secret': () =>
    signed({ ...header, alg: 'HS256' }, claims(), hmac('sha256', keys.jwtKey)),
  'HS512 with our public key as the secret': () =>
    signed({ ...header, alg: 'HS512' }, claims(), hmac('sha512', keys.jwtKey)),
  'RS256 by name, HMAC in fact': () => signed(header, claims(), hmac('sha256', keys.jwtKey)),
  ES256: () => signed({ ...header, alg: 'ES256' }, claims(), bySha('sha256', ec.privateKey)),
  'PS256 with our key': () => signed({ ...header, alg: 'PS256' }, claims(), pss),
  'RS256 by name, PSS in fact': () => signed(header, claims(), pss),
  'RS256 by name, SHA-512 in fact': () => signed(header, claims(), bySha('sha512', ours.privateKey)),
  'signed with another key': () => signed(header, claims(), bySha('sha256', theirs.privateKey)),
  'another key offered in the header (jwk)': () =>
    signed(
      { ...header, jwk: theirs.publicKey.export({ format: 'jwk' }) },
      claims(),
      bySha('sha256', theirs.privateKey),
    ),
  'another key offered by address (jku)': () =>
    signed(
      { ...header, jku: 'https://evil.example/jwks.json', x5u: 'https://evil.example/x.pem' },
      claims(),
      bySha('sha256', theirs.privateKey),
    ),
  'a kid that is a path': () => signed({ ...header, kid: '../../../../dev/null' }, claims(), hmac('sha256', '')),
  'expired a minute ago': () => signed(header, claims({ exp: second() - 60 })),
  'expired as text': () => signed(header, claims({ exp: String(second() + 60) })),
  'no expiry': () => signed(header, without('exp')),
  'not valid yet (nbf)': () => signed(header, claims({ nbf: second() + 60 })),
  'issued in the future (iat)': () => signed(header, claims({ iat: second() + 3600 })),
  'made for another site (azp)': () => signed(header, claims({ azp: 'https://evil.example' })),
  'made for a lookalike of our site': () => signed(header, claims({ azp: `${origin}.evil.example` })),
  'made for our site over plain http': () => signed(header, claims({ azp: 'http://mawahib.example' })),
  'no site at all (no azp)': () => signed(header, without('azp')),
  'a list of sites (azp)': () => signed(header, claims({ azp: [origin] })),
  'no subject': () => signed(header, without('sub')),
  'an empty subject': () => signed(header, claims({ sub: '' })),
  'a subject that is an object': () => signed(header, claims({ sub: { id: 'user_zainab' } })),
  'a subject of 300 letters': () => signed(header, claims({ sub: 'u'.repeat(300) })),
  'a session with open tasks (sts pending)': () => signed(header, claims({ sts: 'pending' })),
  'no session state (no sts)': () => signed(header, without('sts')),
  'a machine token': () => signed({ ...header, cat: 'cl_B7d4PD333AAA' }, claims()),
  'a token of another type': () => signed({ ...header, typ: 'at+jwt' }, claims()),
  'a token of no type': () => signed({ alg: 'RS256' }, claims()),
  'a token of a megabyte': () => signed(header, claims({ pad: 'x'.repeat(1_000_000) })),
};

describe('hostile tokens', () => {
  const connect = vi.spyOn(Socket.prototype, 'connect');
  const fetched = vi.spyOn(globalThis, 'fetch');
  beforeAll(() => void connect.mockClear());
  afterAll(() => void vi.restoreAllMocks());

  test('there are at least forty', () => expect(Object.keys(hostile).length).toBeGreaterThanOrEqual(40));

  test.each(Object.entries(hostile))('%s is refused', async (_, make) => {
    expect(await verifySession(make(), keys)).toBeNull();
  });

  test('and the same signer with honest claims is let in, so the refusals mean something', async () => {
    expect(await verifySession(good(), keys)).toEqual({ userId: 'user_zainab' });
    expect(
      await verifySession(
        signed(header, claims({ azp: 'https://www.mawahib.example', email: 'zainab@example.com' })),
        keys,
      ),
    ).toEqual({ userId: 'user_zainab', email: 'zainab@example.com' });
  });

  test('a 4096-bit key verifies as well', async () => {
    const big = rsa(4096);
    const token = signed(header, claims(), bySha('sha256', big.privateKey));
    expect(await verifySession(token, { ...keys, jwtKey: pem(big.publicKey) })).toEqual({ userId: 'user_zainab' });
  });

  test('no token made anyone touch the network', () => {
    expect(connect).not.toHaveBeenCalled();
    expect(fetched).not.toHaveBeenCalled();
  });
});

test('an address that is not one is left out, the person stays', async () => {
  expect(await verifySession(signed(header, claims({ email: 'a@b\r\nBcc: x@y' })), keys)).toEqual({
    userId: 'user_zainab',
  });
  expect(await verifySession(signed(header, claims({ email: { at: 1 } })), keys)).toEqual({ userId: 'user_zainab' });
});

test('without authorized origins nobody is let in silently', async () => {
  await expect(verifySession(good(), { ...keys, authorizedParties: [] })).rejects.toThrow('no origin');
});

test.each([
  [{}, null],
  [{ authorization: 'Bearer abc.def.ghi' }, { token: 'abc.def.ghi', from: 'header' }],
  [{ authorization: 'bearer  abc' }, { token: 'abc', from: 'header' }],
  // a header we cannot read must not fall back to the cookie
  [
    { authorization: 'Basic abc', cookie: '__session=t' },
    { token: '', from: 'header' },
  ],
  [
    { authorization: 'Bearer a b', cookie: '__session=t' },
    { token: '', from: 'header' },
  ],
  [{ cookie: 'locale=ar; __session=t1; theme=dark' }, { token: 't1', from: 'cookie' }],
  [{ cookie: '__session=old; __session_Ab3-x_=new' }, { token: 'new', from: 'cookie' }],
  [{ cookie: '__session=' }, null],
  [{ cookie: '__sessions=t; x__session=u; __session' }, null],
])('reads the session of %j', (headers, found) => {
  expect(readSessionToken(new Request('https://mawahib.example/api/me', { headers: headers as HeadersInit }))).toEqual(
    found,
  );
});

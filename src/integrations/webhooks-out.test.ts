import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, test } from 'vitest';
import { checkedLookup, isPublicAddress, NotPublic } from './public-address.ts';
import { shoot, signed, type Range, type Shot } from './webhooks-out.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

describe('signatures', () => {
  // the vectors of the Standard Webhooks specification
  test('are those of the specification', () => {
    const at = new Date(1614265330 * 1000);
    expect(signed({ id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', at, body: '{"test": 2432232314}', secrets: [secret] })).toEqual(
      {
        'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
        'webhook-timestamp': '1614265330',
        'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
      },
    );
  });
  test('of two secrets stand side by side, and a receiver with either believes them', () => {
    const young = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const body = '{"type":"test.ping"}';
    const headers = signed({ id: 'evt_1', at: new Date(), body, secrets: [young, secret] });
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
    for (const either of [young, secret])
      expect(new Webhook(either).verify(body, headers)).toEqual({ type: 'test.ping' });
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow();
    const stranger = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
    expect(() => new Webhook(stranger).verify(body, headers)).toThrow();
  });
});

describe('public addresses', () => {
  test.each(['8.8.8.8', '1.1.1.1', '52.95.110.1', '2606:4700:4700::1111', '2a00:1450:4001:81b::200e'])(
    '%s is one',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );
  test.each([
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '100.100.100.200',
    '127.0.0.1',
    '127.255.255.254',
    '168.63.129.16',
    '169.254.169.254',
    '169.254.170.2',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.192',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::10.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::ffff:7f00:1',
    '::ffff:0:10.0.0.1',
    '64:ff9b::10.0.0.1',
    '64:ff9b::8.8.8.8',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    '4000::1',
    '5f00::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    'localhost',
    '',
  ])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false));
});

const look = (lookup: ReturnType<typeof checkedLookup>) =>
  new Promise<string>((resolve, reject) =>
    lookup('rebound.example.com', {}, (error, address) =>
      error ? reject(error) : resolve(typeof address === 'string' ? address : (address[0]?.address ?? '')),
    ),
  );

test('one inner address among many refuses the name, and a name without any', async () => {
  const mixed = checkedLookup(isPublicAddress, async () => [
    { address: '8.8.8.8', family: 4 },
    { address: '10.0.0.1', family: 4 },
  ]);
  await expect(look(mixed)).rejects.toThrow(NotPublic);
  await expect(look(checkedLookup(isPublicAddress, async () => []))).rejects.toThrow(NotPublic);
});

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
const serve = async (answer: RequestListener, server = createServer(answer)): Promise<number> => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  open.push(server);
  return (server.address() as AddressInfo).port;
};
const shot = (url: string, body = '{"type":"test.ping"}'): Shot => ({
  url: new URL(url),
  id: 'evt_1',
  at: new Date(),
  body,
  secrets: [secret],
});
const inside: Range = { inside: true, limit: 2_000, answerBytes: 1_000 };
const outside: Range = { inside: false, limit: 2_000, answerBytes: 1_000 };

/** A name and a certificate for it, made for this test alone. */
function certificate(name: string): { key: string; cert: string } {
  const dir = mkdtempSync(join(tmpdir(), 'webhooks-out-'));
  try {
    const file = (part: string) => join(dir, part);
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
        '-subj',
        `/CN=${name}`,
      ].concat(['-addext', `subjectAltName=DNS:${name}`, '-keyout', file('key'), '-out', file('cert')]),
      { stdio: 'ignore' },
    );
    return { key: readFileSync(file('key'), 'utf8'), cert: readFileSync(file('cert'), 'utf8') };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

describe('a call', () => {
  test('arrives signed, and its answer is kept up to the limit', async () => {
    const heard: { headers: Record<string, unknown>; body: string }[] = [];
    const port = await serve((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        heard.push({ headers: request.headers, body });
        response.end(`ok\u0000${'é'.repeat(2_000)}`);
      });
    });
    const outcome = await shoot(shot(`http://localhost:${port}/hook`, '{"a":"سلام"}'), inside);
    expect(outcome).toMatchObject({ status: 200 });
    expect(Buffer.byteLength(outcome.answer)).toBeLessThanOrEqual(1_000);
    expect(outcome.answer).toMatch(/^oké+$/);
    expect(new Webhook(secret).verify(heard[0]?.body ?? '', heard[0]?.headers as Record<string, string>)).toEqual({
      a: 'سلام',
    });
  });

  test('goes over TLS to exactly the address that was checked, whatever the name says a moment later', async () => {
    const name = 'listener.example.com';
    const pair = certificate(name);
    let hits = 0;
    const port = await serve(
      () => undefined,
      createSecureServer(pair, (_, response) => {
        hits += 1;
        response.end('there');
      }),
    );
    const answers = ['127.0.0.1', '10.0.0.1', '169.254.169.254'];
    let looks = 0;
    const resolve = async () => [{ address: answers[(looks += 1) - 1] ?? '10.0.0.1', family: 4 }];
    const range = { ...outside, ca: pair.cert, allowed: (address: string) => address === '127.0.0.1', resolve };
    expect(await shoot(shot(`https://${name}:${port}/`), range)).toMatchObject({ status: 200, answer: 'there' });
    expect({ looks, hits }).toEqual({ looks: 1, hits: 1 });
    // the name has moved inside: the next call looks again, sees it and goes nowhere
    expect(await shoot(shot(`https://${name}:${port}/`), range)).toMatchObject({ error: 'not_public' });
    expect({ looks, hits }).toEqual({ looks: 2, hits: 1 });
  });

  test('believes no certificate of another name', async () => {
    const pair = certificate('somebody.else.example.com');
    const port = await serve(
      () => undefined,
      createSecureServer(pair, (_, response) => response.end()),
    );
    const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
    const range = { ...outside, ca: pair.cert, allowed: () => true, resolve };
    expect(await shoot(shot(`https://listener.example.com:${port}/`), range)).toMatchObject({ error: 'tls' });
  });

  test.each(['localhost', '127.0.0.1', '[::1]', '127.0.0.1.nip.io'])('never reaches %s', async (host) => {
    let hits = 0;
    const port = await serve((_, response) => {
      hits += 1;
      response.end();
    });
    const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
    for (const scheme of ['http', 'https'])
      expect(await shoot(shot(`${scheme}://${host}:${port}/`), { ...outside, resolve })).toMatchObject({
        error: 'not_public',
      });
    expect(hits).toBe(0);
  });

  test.each([301, 302, 303, 307, 308])('follows no redirect (%i)', async (status) => {
    let inner = 0;
    const target = await serve((_, response) => {
      inner += 1;
      response.end('secret');
    });
    const port = await serve((_, response) => {
      response.writeHead(status, { location: `http://127.0.0.1:${target}/` }).end('elsewhere');
    });
    expect(await shoot(shot(`http://localhost:${port}/`), inside)).toMatchObject({ status, answer: 'elsewhere' });
    expect(inner).toBe(0);
  });

  test('is over when the limit is, whether nothing is said or the answer never ends', async () => {
    const silent = await serve(() => undefined);
    expect(await shoot(shot(`http://localhost:${silent}/`), { ...inside, limit: 80 })).toMatchObject({
      error: 'timeout',
    });
    const dripping = await serve((_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(drip));
    });
    expect(await shoot(shot(`http://localhost:${dripping}/`), { ...inside, limit: 120 })).toMatchObject({
      error: 'timeout',
    });
  });

  test('reads no more of a flood than is kept', async () => {
    let sent = 0;
    const port = await serve((_, response) => {
      const chunk = Buffer.alloc(65_536, 97);
      const pour = () => {
        for (let more = true; more && sent < 200_000_000; sent += chunk.length) more = response.write(chunk);
      };
      response.on('drain', pour);
      response.on('error', () => undefined);
      pour();
    });
    const outcome = await shoot(shot(`http://localhost:${port}/`), inside);
    expect(outcome.answer).toHaveLength(1_000);
    expect(sent).toBeLessThan(50_000_000);
  });

  test('says plainly when nobody is there', async () => {
    const port = await serve((_, response) => response.end());
    for (const server of open.splice(0)) await new Promise((closed) => server.close(closed));
    expect(await shoot(shot(`http://localhost:${port}/`), inside)).toMatchObject({ error: 'refused' });
    const resolve = () => Promise.reject(Object.assign(new Error('nobody'), { code: 'ENOTFOUND' }));
    expect(await shoot(shot('https://nobody.example.com/'), { ...outside, resolve })).toMatchObject({
      error: 'no_such_host',
    });
  });

  test('hears how long somebody wishes to be left alone', async () => {
    const port = await serve((_, response) => response.writeHead(503, { 'retry-after': '120' }).end());
    expect(await shoot(shot(`http://localhost:${port}/`), inside)).toMatchObject({ status: 503, wish: 120 });
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Storage } from '../../features/storage.ts';
import { startBlobs } from '../../local/runner/blobs.ts';
import { startS3, type S3Twin } from '../../local/storage/s3.ts';
import { blobStorage } from './blobs.ts';
import { openStorages } from './drivers.ts';
import { s3Storage } from './s3.ts';

const home = mkdtempSync(join(tmpdir(), 'mawahib-storage-'));
const clock = { now: new Date('2026-03-02T09:00:00Z') };
const keys = { accessKeyId: 'AKIATWIN', secretAccessKey: 'a secret of the twin / with+marks', region: 'eu-central-1' };
const ticket = { door: 'attachment-uploads' as const, id: '0190d3a0-0000-7000-8000-00000000aaaa', word: 'a word' };
let twin: S3Twin;
let blobs: Awaited<ReturnType<typeof startBlobs>>;
const before = process.env['NETLIFY_BLOBS_CONTEXT'];
const bucket = (over: Partial<typeof keys> = {}) =>
  s3Storage({ endpoint: twin.endpoint, bucket: twin.bucket, ...keys, ...over }, { fetch, now: () => clock.now });

beforeAll(async () => {
  twin = await startS3({ dir: join(home, 's3'), keys, now: () => clock.now });
  blobs = await startBlobs(home);
  process.env['NETLIFY_BLOBS_CONTEXT'] = blobs.context;
});
afterAll(async () => {
  if (before === undefined) delete process.env['NETLIFY_BLOBS_CONTEXT'];
  else process.env['NETLIFY_BLOBS_CONTEXT'] = before;
  await Promise.all([twin.close(), blobs.stop()]);
  rmSync(home, { recursive: true, force: true });
});

const bytes = (text: string) => new TextEncoder().encode(text);
const text = async (stream: ReadableStream | null) => (stream === null ? null : new Response(stream).text());

const drivers: readonly (readonly [string, () => Storage])[] = [
  ['blobs', () => blobStorage('https://mawahib.test')],
  ['s3', () => bucket()],
];

describe.each(drivers)('what every storage promises: %s', (name, open) => {
  const key = (word: string) => `files/${name}/${word}`;

  test('it goes by its name', () => expect(open().name).toBe(name));

  test('what is written is there, whole and in parts', async () => {
    const storage = open();
    await storage.write(key('one'), bytes('0123456789'), 'audio/mpeg');
    expect(await storage.head(key('one'))).toEqual({ size: 10 });
    expect(await text(await storage.read(key('one')))).toBe('0123456789');
    expect(await text(await storage.read(key('one'), { from: 2, to: 4 }))).toBe('234');
    expect(await text(await storage.read(key('one'), { from: 9, to: 9 }))).toBe('9');
  });
  test('every byte survives, a megabyte of them and no text', async () => {
    const storage = open();
    const noise = new Uint8Array(1024 * 1024).map((_, at) => (at * 31 + (at >> 8)) & 0xff);
    await storage.write(key('noise'), noise, 'image/png');
    const read = new Uint8Array(await new Response(await storage.read(key('noise'))).arrayBuffer());
    expect(Buffer.compare(read, noise)).toBe(0);
  });
  test('a file of many megabytes is there whole and in parts, across every seam, and is removed whole', async () => {
    const storage = open();
    const size = 9 * 1024 * 1024 + 7;
    const noise = new Uint8Array(size).map((_, at) => (at * 31 + (at >> 8) + (at >> 20)) & 0xff);
    await storage.write(key('large'), noise, 'video/mp4');
    expect(await storage.head(key('large'))).toEqual({ size });
    const part = async (range?: { from: number; to: number }) =>
      Buffer.from(await new Response(await storage.read(key('large'), range)).arrayBuffer());
    expect(Buffer.compare(await part(), noise)).toBe(0);
    const seam = 4 * 1024 * 1024;
    for (const [from, to] of [
      [0, 0],
      [seam - 3, seam + 3],
      [seam, 2 * seam],
      [size - 5, size - 1],
    ] as const)
      expect([from, Buffer.compare(await part({ from, to }), noise.subarray(from, to + 1))]).toEqual([from, 0]);
    await storage.remove(key('large'));
    expect(await storage.head(key('large'))).toBeNull();
    expect(await storage.read(key('large'))).toBeNull();
    expect(await storage.read(key('large'), { from: 0, to: 1 })).toBeNull();
  });
  test('what is written again is what is there now', async () => {
    const storage = open();
    await storage.write(key('two'), bytes('first, and longer'), 'image/png');
    await storage.write(key('two'), bytes('second'), 'image/png');
    expect(await text(await storage.read(key('two')))).toBe('second');
    expect(await storage.head(key('two'))).toEqual({ size: 6 });
  });
  test('what is removed is gone, and may be removed again', async () => {
    const storage = open();
    await storage.write(key('three'), bytes('away'), 'image/png');
    await storage.remove(key('three'));
    await storage.remove(key('three'));
    expect(await storage.head(key('three'))).toBeNull();
    expect(await storage.read(key('three'))).toBeNull();
    expect(await storage.read(key('three'), { from: 0, to: 1 })).toBeNull();
  });
  test('what was never there is not there', async () => {
    expect(await open().head(key('never'))).toBeNull();
    expect(await open().read(key('never'))).toBeNull();
  });
  test('an upload address is for one method and one type', async () => {
    const until = new Date(clock.now.getTime() + 900_000);
    const signed = await open().signUpload({
      key: key('up'),
      type: 'image/png',
      size: 5,
      until,
      now: clock.now,
      ticket,
    });
    expect(signed).toMatchObject({ method: 'PUT', headers: { 'content-type': 'image/png' } });
    expect(() => new URL(signed.url)).not.toThrow();
  });
});

test('blobs: what comes in parts is there with the last of them, in any order after the first, and each may come again', async () => {
  const { parts, limits, head, read, remove } = blobStorage('https://mawahib.test');
  if (!parts) throw new Error('it takes parts');
  const size = 2 * limits.upload + 3;
  const one = (at: number) => new Uint8Array(at === 2 ? 3 : limits.upload).fill(at + 1);
  const write = (at: number) => parts.write('incoming/many', one(at), { at, size, type: 'video/mp4' });
  expect(await write(1)).toBe(false);
  for (const at of [0, 2, 0]) {
    expect(await write(at)).toBe(true);
    expect(await head('incoming/many')).toBeNull();
  }
  await write(1);
  expect(await head('incoming/many')).toEqual({ size });
  const all = new Uint8Array(await new Response(await read('incoming/many')).arrayBuffer());
  expect([all.byteLength, all[0], all[limits.upload], all.at(-1)]).toEqual([size, 1, 2, 3]);
  await remove('incoming/many');
  for (const at of [0, 1, 2]) expect(await head(`incoming/many.${at}`)).toBeNull();
});

describe('s3: what a signed address takes', () => {
  const sign = (size: number, key = 'incoming/one') =>
    bucket().signUpload({
      key,
      type: 'image/png',
      size,
      until: new Date(clock.now.getTime() + 900_000),
      now: clock.now,
      ticket,
    });
  const put = (url: string, body: string, type = 'image/png', method = 'PUT') =>
    fetch(url, { method, body, headers: { 'content-type': type } }).then(async (answer) => {
      const said = await answer.text();
      return answer.ok ? 'taken' : (/<Code>(\w+)<\/Code>/.exec(said)?.[1] ?? answer.status);
    });

  test('the file that was announced', async () => {
    const { url } = await sign(5);
    expect(url).not.toContain(keys.secretAccessKey);
    expect(await put(url, '12345')).toBe('taken');
    expect(await bucket().head('incoming/one')).toEqual({ size: 5 });
  });
  test.each([
    ['another length', (url: string) => put(url, '123456'), 'SignatureDoesNotMatch'],
    ['another type', (url: string) => put(url, '12345', 'text/html'), 'SignatureDoesNotMatch'],
    ['another key', (url: string) => put(url.replace('incoming/two', 'files/two'), '12345'), 'SignatureDoesNotMatch'],
    ['another method', (url: string) => put(url, '12345', 'image/png', 'DELETE'), 'SignatureDoesNotMatch'],
    [
      'a longer time',
      (url: string) => put(url.replace('X-Amz-Expires=900', 'X-Amz-Expires=9000'), '12345'),
      'SignatureDoesNotMatch',
    ],
    [
      'another signature',
      (url: string) =>
        put(
          url.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
          '12345',
        ),
      'SignatureDoesNotMatch',
    ],
    ['no signature', (url: string) => put(url.split('?')[0]!, '12345'), 'AccessDenied'],
  ])('%s is turned away', async (_, attempt, code) => {
    expect(await attempt((await sign(5, 'incoming/two')).url)).toBe(code);
    expect(await bucket().head('incoming/two')).toBeNull();
  });
  test('after its time it takes nothing', async () => {
    const { url } = await sign(5, 'incoming/late');
    clock.now = new Date(clock.now.getTime() + 901_000);
    expect(await put(url, '12345')).toBe('AccessDenied');
  });
  test('a download address gives the file under our headers, and only for its time', async () => {
    await bucket().write('files/plan', bytes('%PDF-1.7'), 'application/pdf');
    const disposition = `attachment; filename="plan.pdf"; filename*=UTF-8''%D8%AE%D8%B7%D8%A9.pdf`;
    const url = (await bucket().signDownload('files/plan', {
      type: 'application/pdf',
      disposition,
      seconds: 60,
      now: clock.now,
    }))!;
    const shown = await fetch(url);
    expect([shown.status, shown.headers.get('content-disposition'), shown.headers.get('cache-control')]).toEqual([
      200,
      disposition,
      'private, no-store',
    ]);
    expect((await fetch(url.replace('attachment', 'inline'))).status).toBe(403);
    clock.now = new Date(clock.now.getTime() + 61_000);
    expect((await fetch(url)).status).toBe(403);
  });
  test('wrong keys, a wrong clock and a service in trouble are errors that name no secret', async () => {
    for (const storage of [
      bucket({ secretAccessKey: 'wrong' }),
      bucket({ region: 'us-east-1' }),
      bucket({ accessKeyId: 'NOBODY' }),
    ]) {
      const said = await storage.read('files/plan').catch((error: unknown) => String(error));
      expect(said).toMatch(/the storage answered GET with 40[03]/);
      expect(said).not.toMatch(/wrong|NOBODY|Signature=/);
    }
    twin.fail(503);
    await expect(bucket().head('files/plan')).rejects.toThrow('503');
    twin.fail(500);
    await expect(bucket().write('files/plan', bytes('x'), 'image/png')).rejects.toThrow('500');
    expect(await bucket().head('files/plan')).toEqual({ size: 8 });
  });
});

test('new files go to the bucket where there is one, and older ones are still found', async () => {
  const with_ = openStorages({
    siteUrl: 'https://mawahib.test',
    s3: { endpoint: twin.endpoint, bucket: twin.bucket, ...keys },
    now: () => clock.now,
  });
  const without = openStorages({ siteUrl: 'https://mawahib.test', s3: null, now: () => clock.now });
  expect([(await with_.current()).name, (await with_.named('blobs'))?.name]).toEqual(['s3', 'blobs']);
  expect([(await without.current()).name, await without.named('s3')]).toEqual(['blobs', null]);
});

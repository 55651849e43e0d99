import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { mkdirSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { judgeSignature, type Keys } from './s3-signature.ts';

export type S3Twin = {
  endpoint: string;
  bucket: string;
  keys: Keys;
  /** the next calls answer this way, whatever they ask */
  fail(...statuses: number[]): void;
  close(): Promise<void>;
};
type Kept = { type: string; bytes: Buffer };

const most = 64 * 1024 * 1024;
const xml = (code: string) => `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code></Error>`;

/** A bucket on this machine that speaks S3: path-style addresses, signatures really checked, parts, CORS for browsers. */
export async function startS3(options: {
  dir: string;
  keys: Keys;
  bucket?: string;
  port?: number;
  now: () => Date;
}): Promise<S3Twin> {
  const { dir, keys, now, bucket = 'mawahib' } = options;
  mkdirSync(dir, { recursive: true });
  const faults: number[] = [];
  // a key is the client's word: its digest is what touches the disk
  const place = (key: string) => join(dir, createHash('sha256').update(key).digest('hex'));

  async function load(key: string): Promise<Kept | null> {
    const file = await readFile(place(key)).catch(() => null);
    if (!file) return null;
    const line = file.indexOf(0x0a);
    return { type: file.subarray(0, line).toString(), bytes: file.subarray(line + 1) };
  }
  async function keep(key: string, kept: Kept): Promise<void> {
    const half = `${place(key)}.part`;
    await writeFile(half, Buffer.concat([Buffer.from(`${kept.type}\n`), kept.bytes]));
    await rename(half, place(key));
  }

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const method = incoming.method ?? 'GET';
    const headers = new Headers();
    for (let i = 0; i + 1 < incoming.rawHeaders.length; i += 2)
      headers.append(incoming.rawHeaders[i] ?? '', incoming.rawHeaders[i + 1] ?? '');
    const url = new URL(incoming.url ?? '/', `http://${headers.get('host')}`);
    const say = (status: number, extra: Record<string, string> = {}, body: Buffer | string = '') => {
      const open = {
        'access-control-allow-origin': '*',
        'x-amz-request-id': '0',
        'content-length': String(Buffer.byteLength(body)),
      };
      outgoing.writeHead(status, { ...open, ...extra }).end(method === 'HEAD' ? undefined : body);
    };
    const refuse = (status: number, code: string) => say(status, { 'content-type': 'application/xml' }, xml(code));

    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of incoming as AsyncIterable<Buffer>) if ((size += chunk.length) <= most) chunks.push(chunk);
    if (size > most) return refuse(400, 'EntityTooLarge');
    if (method === 'OPTIONS')
      return say(204, {
        'access-control-allow-methods': 'GET, HEAD, PUT',
        'access-control-allow-headers': 'content-type',
      });
    const fault = faults.shift();
    if (fault !== undefined) return refuse(fault, 'InternalError');

    const body = Buffer.concat(chunks);
    const verdict = judgeSignature(keys, { method, url, headers, body }, now());
    if (!verdict.ok) return refuse(verdict.status, verdict.code);
    const path = decodeURIComponent(url.pathname);
    if (!path.startsWith(`/${bucket}/`)) return refuse(404, 'NoSuchBucket');
    const key = path.slice(bucket.length + 2);

    if (method === 'PUT') {
      if (headers.get('content-length') === null) return refuse(411, 'MissingContentLength');
      await keep(key, { type: headers.get('content-type') ?? 'binary/octet-stream', bytes: body });
      return say(200, { etag: `"${createHash('md5').update(body).digest('hex')}"` });
    }
    if (method === 'DELETE') {
      await rm(place(key), { force: true });
      return say(204);
    }
    if (method !== 'GET' && method !== 'HEAD') return refuse(405, 'MethodNotAllowed');
    const kept = await load(key);
    if (!kept) return refuse(404, 'NoSuchKey');
    const told: Record<string, string> = {
      'content-type': url.searchParams.get('response-content-type') ?? kept.type,
      'accept-ranges': 'bytes',
      'content-length': String(kept.bytes.length),
    };
    for (const name of ['content-disposition', 'cache-control']) {
      const wished = url.searchParams.get(`response-${name}`);
      if (wished !== null) told[name] = wished;
    }
    const part = /^bytes=(\d+)-(\d*)$/.exec(headers.get('range') ?? '');
    if (!part) return say(200, told, kept.bytes);
    const from = Number(part[1]);
    const to = Math.min(part[2] ? Number(part[2]) : Infinity, kept.bytes.length - 1);
    if (from > to) return refuse(416, 'InvalidRange');
    const piece = kept.bytes.subarray(from, to + 1);
    say(
      206,
      { ...told, 'content-length': String(piece.length), 'content-range': `bytes ${from}-${to}/${kept.bytes.length}` },
      piece,
    );
  }

  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    bucket,
    keys,
    fail: (...statuses) => void faults.push(...statuses),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

import { AwsV4Signer } from 'aws4fetch';
import type { Storage } from '../../features/storage.ts';

export type S3Settings = {
  /** the service's address, without the bucket: https://s3.eu-central-1.amazonaws.com, https://ACCOUNT.r2.cloudflarestorage.com */
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
};
type Deps = { fetch: typeof fetch; now: () => Date };

/** S3 takes 5 GB in one piece; our own limits are far below. */
const onePiece = 5 * 1024 ** 3;
const patience = 25_000;

const stamp = (at: Date): string => at.toISOString().replace(/[:-]|\.\d{3}/g, '');
const empty = (response: Response) => response.body?.cancel();

/** Anything that speaks S3 (AWS, Cloudflare R2, MinIO): browsers send their bytes straight there. Buckets stand in the path. */
export function s3Storage(settings: S3Settings, deps: Deps): Storage {
  const { accessKeyId, secretAccessKey, region } = settings;
  const keys = { accessKeyId, secretAccessKey, region, service: 's3' };
  const address = (key: string) =>
    new URL(`${settings.endpoint}/${settings.bucket}/${key.split('/').map(encodeURIComponent).join('/')}`);

  async function call(
    method: string,
    key: string,
    extra: { headers?: HeadersInit; body?: Uint8Array<ArrayBuffer> } = {},
  ) {
    const signed = await new AwsV4Signer({
      ...keys,
      method,
      url: address(key).href,
      headers: extra.headers ?? {},
      datetime: stamp(deps.now()),
    }).sign();
    return deps.fetch(signed.url, {
      method,
      headers: signed.headers,
      signal: AbortSignal.timeout(patience),
      ...(extra.body ? { body: extra.body } : {}),
    });
  }
  /** What it says stays there: an answer may repeat what was signed. */
  const failed = (method: string, status: number): never => {
    throw new Error(`the storage answered ${method} with ${status}`);
  };
  async function presign(method: string, url: URL, headers: Record<string, string>, seconds: number, now: Date) {
    url.searchParams.set('X-Amz-Expires', String(seconds));
    const signed = await new AwsV4Signer({
      ...keys,
      method,
      url: url.href,
      headers,
      datetime: stamp(now),
      signQuery: true,
      // length and type too: another file than the one announced is turned away there
      allHeaders: true,
    }).sign();
    return signed.url.href.replaceAll('+', '%20');
  }

  return {
    name: 's3',
    limits: { upload: onePiece, ranges: true },
    parts: null,
    signUpload: async ({ key, type, size, until, now }) => {
      const seconds = Math.max(1, Math.floor((until.getTime() - now.getTime()) / 1000));
      const bound = { 'content-length': String(size), 'content-type': type };
      // a browser writes the length itself, and lets nobody else
      return {
        method: 'PUT',
        url: await presign('PUT', address(key), bound, seconds, now),
        headers: { 'content-type': type },
      };
    },
    signDownload: (key, { type, disposition, seconds, now }) => {
      const url = address(key);
      url.searchParams.set('response-content-type', type);
      url.searchParams.set('response-content-disposition', disposition);
      url.searchParams.set('response-cache-control', 'private, no-store');
      return presign('GET', url, {}, seconds, now);
    },
    head: async (key) => {
      const answer = await call('HEAD', key);
      await empty(answer);
      if (answer.status === 404) return null;
      if (!answer.ok) failed('HEAD', answer.status);
      return { size: Number(answer.headers.get('content-length')) };
    },
    read: async (key, part) => {
      const answer = await call('GET', key, part ? { headers: { range: `bytes=${part.from}-${part.to}` } } : {});
      if (answer.ok) return answer.body;
      await empty(answer);
      return answer.status === 404 ? null : failed('GET', answer.status);
    },
    write: async (key, bytes, type) => {
      const answer = await call('PUT', key, { headers: { 'content-type': type }, body: new Uint8Array(bytes) });
      await empty(answer);
      if (!answer.ok) failed('PUT', answer.status);
    },
    remove: async (key) => {
      const answer = await call('DELETE', key);
      await empty(answer);
      if (!answer.ok && answer.status !== 404) failed('DELETE', answer.status);
    },
  };
}

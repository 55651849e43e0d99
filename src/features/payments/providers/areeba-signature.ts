import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * How IXOPAY signs: HMAC-SHA512 over method, hash of the raw body, a content type that is always this literal, the date as
 * it was sent and the address as it was called. New connectors hash the body with SHA-512, old ones with MD5.
 */
export const contentType = 'application/json; charset=utf-8';
export const bodyHashes = ['sha512', 'md5'] as const;
export type BodyHash = (typeof bodyHashes)[number];

export type Signed = { method: string; body: Uint8Array | string; date: string; uri: string };

export function signatureOf(secret: string, hash: BodyHash, { method, body, date, uri }: Signed): string {
  const digest = createHash(hash).update(body).digest('hex');
  return createHmac('sha512', secret).update([method, digest, contentType, date, uri].join('\n')).digest('base64');
}

/** Path and query as they were called: nothing decoded, nothing put in order. */
export const uriOf = (url: string): string => /^[a-z]+:\/\/[^/?#]*([^#]*)/i.exec(url)?.[1] || '/';

/** `Thu, 09 Oct 2025 08:53:20 UTC`, as the gateway's own client writes it. */
export const dateOf = (moment: Date): string => moment.toUTCString().replace(/GMT$/, 'UTC');

const same = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

/**
 * Does a signature prove this call, and is it of now? Proxies drop or rewrite `Date`, so `X-Date` is tried beside it; the
 * text that was received is what was signed. `window` null: however old.
 */
export function proves(
  secret: string,
  call: { method: string; url: string; headers: Headers; body: Uint8Array },
  now: Date,
  window: number | null,
): boolean {
  const given = call.headers.get('x-signature');
  if (given === null) return false;
  const uri = uriOf(call.url);
  const dates = [call.headers.get('date'), call.headers.get('x-date')].filter((date) => date !== null);
  const proven = dates.filter((date) =>
    bodyHashes.some((hash) =>
      same(given, signatureOf(secret, hash, { method: call.method, body: call.body, date, uri })),
    ),
  );
  // a date nobody can read is no date of now: NaN is within no window
  return proven.some((date) => window === null || Math.abs(Date.parse(date) - now.getTime()) <= window);
}

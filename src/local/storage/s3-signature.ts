import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * AWS Signature Version 4 as AWS documents it for S3, read from the server's side: in the `Authorization` header or in the
 * address. Written from the document and not with the driver's library: two that share code share their misreadings.
 */
export type Keys = { accessKeyId: string; secretAccessKey: string; region: string };
export type Verdict = { ok: true } | { ok: false; code: string; status: number };

const refused = (code: string, status = 403): Verdict => ({ ok: false, code, status });
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text, 'utf8').digest();
const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

type Asked = { method: string; url: URL; headers: Headers; body: Uint8Array };
type Claim = {
  credential: string;
  signedHeaders: string;
  signature: string;
  date: string;
  payload: string;
  expires: number | null;
};

function claimOf({ url, headers }: Asked): Claim | null {
  const query = url.searchParams;
  if (query.get('X-Amz-Algorithm') === 'AWS4-HMAC-SHA256')
    return {
      credential: query.get('X-Amz-Credential') ?? '',
      signedHeaders: query.get('X-Amz-SignedHeaders') ?? '',
      signature: query.get('X-Amz-Signature') ?? '',
      date: query.get('X-Amz-Date') ?? '',
      payload: 'UNSIGNED-PAYLOAD',
      expires: Number(query.get('X-Amz-Expires')),
    };
  const said = /^AWS4-HMAC-SHA256 Credential=(\S+), ?SignedHeaders=(\S+), ?Signature=(\S+)$/.exec(
    headers.get('authorization') ?? '',
  );
  if (!said) return null;
  const [, credential = '', signedHeaders = '', signature = ''] = said;
  const date = headers.get('x-amz-date') ?? '';
  const payload = headers.get('x-amz-content-sha256') ?? '';
  return { credential, signedHeaders, signature, date, payload, expires: null };
}

const readDate = (date: string): number => {
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(date)?.slice(1);
  return parts ? Date.parse(`${parts.slice(0, 3).join('-')}T${parts.slice(3).join(':')}Z`) : NaN;
};

export function judgeSignature(keys: Keys, asked: Asked, now: Date): Verdict {
  const claim = claimOf(asked);
  if (!claim) return refused('AccessDenied');
  const day = claim.date.slice(0, 8);
  const scope = `${day}/${keys.region}/s3/aws4_request`;
  if (!claim.credential.startsWith(`${keys.accessKeyId}/`)) return refused('InvalidAccessKeyId');
  if (claim.credential !== `${keys.accessKeyId}/${scope}`) return refused('AuthorizationHeaderMalformed', 400);

  const age = now.getTime() - readDate(claim.date);
  if (Number.isNaN(age)) return refused('AuthorizationQueryParametersError', 400);
  if (claim.expires === null) {
    if (Math.abs(age) > 15 * 60_000) return refused('RequestTimeTooSkewed');
  } else {
    if (!(claim.expires >= 1 && claim.expires <= 604_800)) return refused('AuthorizationQueryParametersError', 400);
    if (age < -15 * 60_000 || age > claim.expires * 1000) return refused('AccessDenied');
  }

  const names = claim.signedHeaders.split(';');
  if (!names.includes('host')) return refused('AccessDenied');
  // every x-amz- header that is sent has to be signed
  for (const name of asked.headers.keys())
    if (name.startsWith('x-amz-') && !names.includes(name)) return refused('AccessDenied');
  if (claim.payload !== 'UNSIGNED-PAYLOAD' && claim.payload !== sha256(asked.body))
    return refused('XAmzContentSHA256Mismatch', 400);

  const query = [...asked.url.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
    .map((pair) => pair.join('='))
    .join('&');
  const canonical = [
    asked.method,
    decodeURIComponent(asked.url.pathname).split('/').map(encode).join('/'),
    query,
    ...names.map((name) => `${name}:${(asked.headers.get(name) ?? '').trim().replace(/ +/g, ' ')}`),
    '',
    claim.signedHeaders,
    claim.payload,
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', claim.date, scope, sha256(canonical)].join('\n');
  const key = hmac(hmac(hmac(hmac(`AWS4${keys.secretAccessKey}`, day), keys.region), 's3'), 'aws4_request');
  const right = Buffer.from(hmac(key, toSign).toString('hex'));
  const given = Buffer.from(claim.signature);
  return right.length === given.length && timingSafeEqual(right, given)
    ? { ok: true }
    : refused('SignatureDoesNotMatch');
}

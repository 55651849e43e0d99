import { decodeJwt, verifyJwt } from '@clerk/backend/jwt';

export type Session = { userId: string; email?: string | undefined };
export type SessionKeys = {
  /** Clerk's public key in PEM. With it nothing is fetched */
  jwtKey: string;
  /** the origins a session may have been made on */
  authorizedParties: readonly string[];
};

/** Clerk's own tokens are under 1 kB; anything near this is an attempt to make us work. */
const longestToken = 8_192;
const longestId = 255;
const emailShape = /^[^\s@<>]{1,64}@[^\s@<>]{1,255}$/;

/**
 * Who a session token speaks for, or null. Networkless: signature by the configured key, then `exp`, `nbf`, `iat` and `azp`
 * by Clerk's own code, and beyond it `sts`, which Clerk leaves to us: a session with open tasks (`pending`) is not signed in.
 */
export async function verifySession(
  token: string,
  { jwtKey, authorizedParties }: SessionKeys,
): Promise<Session | null> {
  // an empty list would make Clerk skip the check
  if (authorizedParties.length === 0) throw new Error('no origin is authorized for sessions');
  if (token.length > longestToken) return null;
  try {
    // machine tokens say so in a header of their own; a session never has it
    if ('cat' in decodeJwt(token).header) return null;
    const claims: Record<string, unknown> & { sub: string } = await verifyJwt(token, {
      key: jwtKey,
      authorizedParties: [...authorizedParties],
      headerType: 'JWT',
    });
    if (claims.sub === '' || claims.sub.length > longestId) return null;
    if (claims['sts'] !== 'active') return null;
    const email = claims['email'];
    return typeof email === 'string' && emailShape.test(email) ? { userId: claims.sub, email } : { userId: claims.sub };
  } catch {
    return null;
  }
}

/** The session token a request carries: Clerk's browser code sends it in the header, the browser itself in a cookie. */
export function readSessionToken(request: Request): { token: string; from: 'header' | 'cookie' } | null {
  const authorization = request.headers.get('authorization');
  if (authorization !== null) {
    const bearer = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
    // an unreadable header is a failed sign-in, not an invitation to look at the cookies
    return { token: bearer ?? '', from: 'header' };
  }
  let plain: string | undefined;
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at).trim();
    const value = pair.slice(at + 1).trim();
    if (value === '') continue;
    // with a suffix it belongs to one Clerk instance; without, to whichever wrote last
    if (/^__session_[\w-]+$/.test(name)) return { token: value, from: 'cookie' };
    if (name === '__session') plain = value;
  }
  return plain === undefined ? null : { token: plain, from: 'cookie' };
}

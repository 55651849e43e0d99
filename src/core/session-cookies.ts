/** What Clerk's cookies say about a visitor without asking anyone: enough to greet, never enough to trust. */
export type Standing = 'signed-in' | 'lapsed' | 'signed-out';

/** The moment a token says it ends, in milliseconds; unverified. */
function endOf(token: string): number | null {
  const payload = token.split('.')[1];
  if (!payload) return null;
  try {
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    const end = typeof claims === 'object' && claims !== null && 'exp' in claims ? claims.exp : null;
    return typeof end === 'number' ? end * 1000 : null;
  } catch {
    return null;
  }
}

/**
 * `__session` holds a token of one minute, `__client_uat` the moment of signing in, or 0. With several Clerk
 * applications on one domain both carry a suffix. A lapsed session is renewed by the page itself.
 */
export function standingOf(cookies: string | null, now: Date): Standing {
  const pairs = (cookies ?? '').split(';').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return [name.trim(), value.join('=').trim()] as const;
  });
  const ends = pairs.filter(([name]) => /^__session(_[\w-]+)?$/.test(name)).map(([, token]) => endOf(token));
  if (ends.some((end) => end !== null && end > now.getTime())) return 'signed-in';
  const known = pairs.some(([name, value]) => /^__client_uat(_[\w-]+)?$/.test(name) && Number(value) > 0);
  return known ? 'lapsed' : 'signed-out';
}

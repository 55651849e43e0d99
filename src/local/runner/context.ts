import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context, Cookie } from '@netlify/edge-functions';

/** What one request from outside carries through edge functions and functions alike. */
export type Visit = { requestId: string; ip: string; waitUntil: (promise: Promise<unknown>) => void };

export type Answering = {
  context: Context;
  /** Puts the cookies that were set on the way onto the answer. */
  finish: (response: Response) => Response;
};

type Next = (request?: Request) => Promise<Response>;

/** The same store `@netlify/functions` looks into for `getContext()`. */
const storeKey = Symbol.for('@netlify/functions/request-context-store');
const shared = globalThis as { [storeKey]?: AsyncLocalStorage<{ context: Context }> };
const store = (shared[storeKey] ??= new AsyncLocalStorage());

export const currentContext = (): Context | null => store.getStore()?.context ?? null;
export const within = <T>(context: Context, work: () => T): T => store.run({ context }, work);

/** Everybody visits from Baghdad, so that what depends on the place can be told in advance. */
const geo: Context['geo'] = {
  city: 'Baghdad',
  country: { code: 'IQ', name: 'Iraq' },
  subdivision: { code: 'BG', name: 'Baghdad' },
  timezone: 'Asia/Baghdad',
  latitude: 33.3152,
  longitude: 44.3661,
  postalCode: '10001',
};

export const site = { id: 'mawahib-local', name: 'mawahib-local' };
export const deploy = { context: 'dev', id: '0', published: true };

export function geoOf(): Context['geo'] {
  return structuredClone(geo);
}

export function createContext(
  request: Request,
  params: Record<string, string>,
  visit: Visit,
  origin: string,
  next: Next,
  rewrite: (url: URL) => Promise<Response>,
): Answering {
  const setCookies: string[] = [];
  const url = new URL(request.url);
  const context: Context = {
    account: { id: 'local' },
    cookies: {
      get: (name) => readCookie(request, name) ?? '',
      set: (first: Cookie | string, value?: string) => {
        setCookies.push(writeCookie(typeof first === 'string' ? { name: first, value: value ?? '' } : first));
      },
      delete: (input) => {
        const { name, ...rest } = typeof input === 'string' ? { name: input } : input;
        setCookies.push(writeCookie({ ...rest, name, value: '', expires: new Date(0) }));
      },
    },
    deploy: { ...deploy },
    geo: geoOf(),
    ip: visit.ip,
    json: (input) => Response.json(input),
    log: (...data: unknown[]) => console.log(...data),
    // Two call signatures meet here: the request is optional, and options change nothing a local origin would notice.
    next: ((first?: unknown) => next(first instanceof Request ? first : undefined)) as Context['next'],
    params,
    rewrite: (to) => rewrite(new URL(to, url)),
    requestId: visit.requestId,
    server: { region: 'dev' },
    site: { ...site, url: origin },
    url,
    waitUntil: visit.waitUntil,
  };
  return {
    context,
    finish: (response) => {
      if (setCookies.length === 0) return response;
      const answer = mutable(response);
      for (const cookie of setCookies) answer.headers.append('set-cookie', cookie);
      return answer;
    },
  };
}

/** Headers of a fetched response, and of `Response.redirect`, cannot be changed: this copy's can. */
export function mutable(response: Response): Response {
  const bare = response.status === 204 || response.status === 205 || response.status === 304;
  return new Response(bare ? null : response.body, {
    status: response.status,
    statusText: response.statusText,
    headers: response.headers,
  });
}

function readCookie(request: Request, name: string): string | undefined {
  for (const part of (request.headers.get('cookie') ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}

function writeCookie(cookie: Cookie): string {
  const parts = [`${cookie.name}=${cookie.value}`];
  if (cookie.expires !== undefined) parts.push(`Expires=${new Date(cookie.expires).toUTCString()}`);
  if (cookie.maxAge !== undefined) parts.push(`Max-Age=${cookie.maxAge}`);
  if (cookie.domain) parts.push(`Domain=${cookie.domain}`);
  if (cookie.path) parts.push(`Path=${cookie.path}`);
  if (cookie.secure) parts.push('Secure');
  if (cookie.httpOnly) parts.push('HttpOnly');
  if (cookie.sameSite) parts.push(`SameSite=${cookie.sameSite}`);
  return [...parts, ...(cookie.unparsed ?? [])].join('; ');
}

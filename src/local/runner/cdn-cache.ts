import { mutable } from './context.ts';
import type { Purge } from './types.ts';

type Entry = {
  status: number;
  headers: Headers;
  body: ArrayBuffer;
  storedAt: number;
  freshFor: number;
  staleFor: number;
  tags: string[];
};
type Page = { vary: Vary; entries: Map<string, Entry> };
type Vary = { query: 'all' | string[]; headers: string[]; cookies: string[]; languages: string[]; country: boolean };

/** What the network keeps of functions' answers: by their cache headers, apart by `netlify-vary`, dropped by tag. */
export class CdnCache {
  readonly #now: () => number;
  readonly #pages = new Map<string, Page>();
  readonly purges: Purge[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  purgeTags(tags: string[] | null): void {
    this.purges.push({ at: new Date(this.#now()).toISOString(), tags });
    for (const [key, page] of this.#pages) {
      for (const [variant, entry] of page.entries) if (concerns(tags, entry.tags)) page.entries.delete(variant);
      if (page.entries.size === 0) this.#pages.delete(key);
    }
  }

  /** The kept answer, or the function's. A stale one is given out while `later` fetches its successor. */
  async through(
    request: Request,
    call: (request: Request) => Promise<Response>,
    later: (work: Promise<unknown>) => void,
  ): Promise<Response> {
    if (request.method !== 'GET' && request.method !== 'HEAD') return call(request);
    const url = new URL(request.url);
    const page = this.#pages.get(url.host + url.pathname);
    const entry = page?.entries.get(variantOf(request, page.vary));
    if (entry) {
      const age = (this.#now() - entry.storedAt) / 1000;
      if (age < entry.freshFor) return replay(entry, age, 'hit');
      if (age < entry.freshFor + entry.staleFor) {
        later(this.#fill(request, call));
        return replay(entry, age, 'hit; fwd=stale');
      }
    }
    return this.#fill(request, call);
  }

  async #fill(request: Request, call: (request: Request) => Promise<Response>): Promise<Response> {
    const purgesBefore = this.purges.length;
    const response = await call(request);
    const lifetime = request.method === 'GET' ? lifetimeOf(request, response) : null;
    if (!lifetime) return response;
    const tags = (response.headers.get('netlify-cache-tag') ?? response.headers.get('cache-tag') ?? '')
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean);
    const body = await response.arrayBuffer();
    // Asked for before a purge and answered after it: this may be the very content the purge was for.
    const outdated = this.purges.slice(purgesBefore).some((purge) => concerns(purge.tags, tags));
    const entry: Entry = {
      status: response.status,
      headers: response.headers,
      body,
      storedAt: this.#now(),
      ...lifetime,
      tags,
    };
    if (!outdated) this.#keep(request, entry);
    return replay(entry, 0, outdated ? 'fwd=miss' : 'fwd=miss; stored');
  }

  #keep(request: Request, entry: Entry): void {
    const url = new URL(request.url);
    const key = url.host + url.pathname;
    const vary = varyOf(entry.headers);
    const known = this.#pages.get(key);
    const page =
      known && JSON.stringify(known.vary) === JSON.stringify(vary)
        ? known
        : { vary, entries: new Map<string, Entry>() };
    this.#pages.set(key, page);
    page.entries.set(variantOf(request, vary), entry);
    const oldest = this.#pages.keys().next();
    if (this.#pages.size > 2000 && !oldest.done) this.#pages.delete(oldest.value);
  }
}

const pair = (part: string): [string, string | undefined] => {
  const [name = '', value] = part.trim().split('=');
  return [name, value];
};

const concerns = (purged: string[] | null, tags: string[]) =>
  purged === null || purged.some((tag) => tags.includes(tag));

function replay(entry: Entry, age: number, status: string): Response {
  const bare = entry.status === 204 || entry.status === 304;
  const response = mutable(new Response(bare ? null : entry.body, { status: entry.status, headers: entry.headers }));
  response.headers.set('age', String(Math.floor(age)));
  response.headers.set('cache-status', `"Netlify Edge"; ${status}`);
  return response;
}

function lifetimeOf(request: Request, response: Response): { freshFor: number; staleFor: number } | null {
  const { headers, status } = response;
  if (status >= 500 || status === 206 || headers.has('set-cookie')) return null;
  const own = headers.get('netlify-cdn-cache-control') ?? headers.get('cdn-cache-control');
  const directives = new Map((own ?? headers.get('cache-control') ?? '').toLowerCase().split(',').map(pair));
  if (['no-store', 'no-cache', 'private'].some((word) => directives.has(word))) return null;
  const shared = directives.has('s-maxage') || directives.has('public');
  // What is for everybody must say so, before it is kept for everybody.
  if (!shared && (own === null || request.headers.has('authorization'))) return null;
  const freshFor = Number(directives.get('s-maxage') ?? directives.get('max-age') ?? 0);
  const staleFor = Number(directives.get('stale-while-revalidate') ?? 0);
  return freshFor > 0 || staleFor > 0 ? { freshFor, staleFor } : null;
}

function varyOf(headers: Headers): Vary {
  const vary: Vary = { query: 'all', headers: [], cookies: [], languages: [], country: false };
  for (const name of (headers.get('vary') ?? '').split(',').map((part) => part.trim().toLowerCase())) {
    if (name && name !== 'accept-encoding') vary.headers.push(name);
  }
  for (const part of (headers.get('netlify-vary') ?? '').split(',').map((item) => item.trim())) {
    const [word = '', value] = part.split('=');
    const values = (value ?? '')
      .split('|')
      .map((item) => item.trim())
      .filter(Boolean);
    if (word === 'query') vary.query = value === undefined ? 'all' : values;
    if (word === 'header') vary.headers.push(...values.map((name) => name.toLowerCase()));
    if (word === 'cookie') vary.cookies.push(...values);
    if (word === 'language') vary.languages.push(...values);
    if (word === 'country') vary.country = true;
  }
  return vary;
}

/** Everybody visits from the same country here, so that word changes nothing. */
function variantOf(request: Request, vary: Vary): string {
  const { searchParams } = new URL(request.url);
  const names = vary.query === 'all' ? [...new Set(searchParams.keys())].sort() : vary.query;
  const cookies = new Map((request.headers.get('cookie') ?? '').split(';').map(pair));
  const wanted = (request.headers.get('accept-language') ?? '')
    .split(',')
    .map((part) => part.split(';')[0]?.trim().toLowerCase() ?? '');
  return JSON.stringify([
    names.map((name) => [name, searchParams.getAll(name)]),
    vary.headers.map((name) => request.headers.get(name)),
    vary.cookies.map((name) => cookies.get(name)),
    vary.languages.length > 0
      ? (wanted
          .map((tag) => vary.languages.find((language) => tag === language || tag.startsWith(`${language}-`)))
          .find(Boolean) ?? null)
      : null,
  ]);
}

import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { HeadersHandler } from '@netlify/headers';
import { RedirectsHandler } from '@netlify/redirects';
import { StaticHandler } from '@netlify/static';
import { mutable } from './context.ts';

type Redirect = NonNullable<Awaited<ReturnType<RedirectsHandler['match']>>>;

export type StaticSite = {
  find: (request: Request) => Promise<(() => Promise<Response>) | undefined>;
  redirect: (request: Request) => Promise<Redirect | undefined>;
  notFound: (request: Request) => Promise<Response>;
};

export type SiteOptions = { root: string; publish: string; upstream?: string | undefined; log: (line: string) => void };

export function staticSite({ root, publish, upstream, log }: SiteOptions): StaticSite {
  const folder = path.resolve(root, publish);
  const toml = path.join(root, 'netlify.toml');
  const configPath = existsSync(toml) ? toml : undefined;
  const files = new StaticHandler({ directory: folder });
  const withHeaders = headerRules({ root, publish, toml, configPath, log });

  let redirects: { asOf: string; handler: RedirectsHandler } | undefined;
  const rules = () => {
    const asOf = stampOf([toml, path.join(folder, '_redirects'), path.join(root, '_redirects')]);
    if (redirects?.asOf !== asOf)
      redirects = {
        asOf,
        handler: new RedirectsHandler({
          configPath,
          configRedirects: [],
          projectDir: root,
          publicDir: folder,
          jwtRoleClaim: '',
          jwtSecret: '',
        }),
      };
    return redirects.handler;
  };

  const page = async (request: Request, response: Response, status: number) => {
    const body = await response.arrayBuffer();
    const answer = new Response(body, { status, headers: response.headers });
    answer.headers.set('etag', `"${createHash('sha1').update(new Uint8Array(body)).digest('base64url')}"`);
    return withHeaders(request, answer);
  };

  const built: StaticSite['find'] = async (request) => {
    const slash = missingSlash(folder, new URL(request.url));
    if (slash) return () => Promise.resolve(new Response(null, { status: 301, headers: { location: slash } }));
    const match = await files.match(request);
    return match && (async () => page(request, await match.handle(), 200));
  };

  const developed = async (request: Request): Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    const asked = new Request(new URL(pathname + search, upstream), {
      method: request.method,
      headers: request.headers,
    });
    asked.headers.set('accept-encoding', 'identity');
    return mutable(await fetch(asked, { redirect: 'manual' }));
  };

  return {
    redirect: (request) => rules().match(request),
    find: upstream
      ? async (request) => {
          const response = await developed(request);
          return response.status === 404 ? undefined : () => Promise.resolve(response);
        }
      : built,
    notFound: async (request) => {
      if (upstream) return developed(request);
      const match = await files.match(new Request(new URL('/404.html', request.url)));
      if (match) return page(request, await match.handle(), 404);
      return withHeaders(
        request,
        new Response('Not Found', { status: 404, headers: { 'content-type': 'text/plain; charset=utf-8' } }),
      );
    },
  };
}

/** Netlify sends `/about` on to `/about/` when a folder answers there, so relative links mean the same everywhere. */
function missingSlash(folder: string, { pathname, search }: URL): string | null {
  if (pathname.endsWith('/') || path.extname(pathname)) return null;
  const at = path.join(folder, pathname);
  return existsSync(path.join(at, 'index.html')) && !existsSync(`${at}.html`) ? `${pathname}/${search}` : null;
}

/** `[[headers]]` and `_headers` are for files only. The library reads its rules anew for every call: what it said of a path is kept until they change. */
function headerRules({
  root,
  publish,
  toml,
  configPath,
  log,
}: {
  root: string;
  publish: string;
  toml: string;
  configPath: string | undefined;
  log: (line: string) => void;
}) {
  const say = (...words: unknown[]) => log(words.map(String).join(' '));
  const handler = new HeadersHandler({
    configPath,
    projectDir: root,
    publishDir: publish,
    logger: { log: say, warn: say, error: say },
  });
  const said = new Map<string, Record<string, string>>();
  let asOf = '';
  return async (request: Request, response: Response): Promise<Response> => {
    const now = stampOf([toml, ...handler.headersFiles]);
    if (now !== asOf || said.size > 5000) said.clear();
    asOf = now;
    const { pathname } = new URL(request.url);
    const rules = said.get(pathname) ?? (await handler.apply(request));
    said.set(pathname, rules);
    for (const [name, value] of Object.entries(rules)) response.headers.set(name, value);
    return response;
  };
}

function stampOf(files: string[]): string {
  return files.map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0).join(' ');
}

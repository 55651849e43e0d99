import { createContext, mutable, type Visit } from './context.ts';
import type { CdnCache } from './cdn-cache.ts';
import { callFunction, type SiteFunction } from './functions.ts';
import { resizeImage } from './image-cdn.ts';
import { platformProblem } from './problem.ts';
import type { RateLimit, RateLimiter } from './rate-limit.ts';
import type { StaticSite } from './static-site.ts';

export type OriginWorld = {
  functions: () => readonly SiteFunction[];
  siteOrigin: string;
  site: StaticSite;
  cache: CdnCache;
  limiter: RateLimiter;
  later: (work: Promise<unknown>) => void;
  log: (line: string) => void;
};

/** Behind the edge: functions, then redirects, then files, then 404.html. */
export function createOrigin(world: OriginWorld): (request: Request, visit: Visit) => Promise<Response> {
  const { site, siteOrigin, cache, limiter, later, log } = world;

  const serve = async (request: Request, visit: Visit, rewritten: boolean): Promise<Response> => {
    if (new URL(request.url).pathname === '/.netlify/images')
      return request.method === 'GET' || request.method === 'HEAD'
        ? cache.through(request, (asked) => resizeImage(asked, (source) => serve(source, visit, true)), later)
        : notAllowed(visit);
    for (const fn of world.functions()) {
      const params = fn.match(request);
      if (!params) continue;
      if (fn.config.preferStatic && (await site.find(request))) continue;
      const refusal = await refuseTooMany(
        limiter,
        `function ${fn.name}`,
        fn.config.rateLimit,
        request,
        visit,
        (target) => serve(target, visit, true),
      );
      return refusal ?? call(fn, request, params, visit);
    }

    const rule = rewritten ? undefined : await site.redirect(request);
    const readable = request.method === 'GET' || request.method === 'HEAD';
    const file = rule?.force ? undefined : await site.find(request);
    if (file) return readable ? file() : notAllowed(visit);
    if (!rule) return site.notFound(request);
    if (rule.redirect)
      return new Response(null, { status: rule.statusCode, headers: { location: locationOf(rule.target, request) } });

    const target = new Request(rule.target, request);
    for (const [name, value] of Object.entries(rule.headers)) target.headers.set(name, value);
    if (rule.external) return mutable(await fetch(target, { redirect: 'manual' }));
    const answer = await serve(target, visit, true);
    // A rule with 404 or 410 shows that page under that status; one with 200 keeps what the page says.
    return rule.statusCode === 200 || answer.status !== 200
      ? answer
      : new Response(answer.body, { status: rule.statusCode, headers: answer.headers });
  };

  const call = async (
    fn: SiteFunction,
    request: Request,
    params: Record<string, string>,
    visit: Visit,
  ): Promise<Response> => {
    const run = (asked: Request) => invoke(fn, asked, params, visit);
    if (fn.config.background) {
      later(run(request));
      return new Response(null, { status: 202 });
    }
    return cache.through(request, run, later);
  };

  const onlyAtTheEdge = () => Promise.reject(new Error('context.next() and context.rewrite() are for edge functions.'));
  const invoke = (fn: SiteFunction, request: Request, params: Record<string, string>, visit: Visit) =>
    callFunction(fn, request, createContext(request, params, visit, siteOrigin, onlyAtTheEdge, onlyAtTheEdge), log);

  return (request, visit) => serve(request, visit, false);
}

export async function refuseTooMany(
  limiter: RateLimiter,
  rule: string,
  limit: RateLimit | undefined,
  request: Request,
  visit: Visit,
  rewrite: (target: Request) => Promise<Response>,
): Promise<Response | null> {
  if (!limit) return null;
  const url = new URL(request.url);
  const wait = limiter.wait(rule, limit, { ip: visit.ip, domain: url.hostname });
  if (wait === 0) return null;
  if (limit.action === 'rewrite' && limit.to) return rewrite(new Request(new URL(limit.to, url), request));
  return platformProblem(429, 'slow_down', 'Too many requests', `Wait ${wait} s and try again.`, visit.requestId, {
    'retry-after': String(wait),
  });
}

function notAllowed(visit: Visit): Response {
  return platformProblem(405, 'method_not_allowed', 'Method not allowed', 'A page can only be read.', visit.requestId, {
    allow: 'GET, HEAD',
  });
}

function locationOf(target: URL, request: Request): string {
  return target.origin === new URL(request.url).origin ? target.pathname + target.search + target.hash : target.href;
}

import path from 'node:path';
import type { Context } from '@netlify/functions';
import { CannotStart } from '../cannot-start.ts';
import { createContext, mutable, within, type Visit } from './context.ts';
import { findModules, importModule } from './modules.ts';
import { listOf, pathMatcher, type PathConfig } from './path-pattern.ts';
import { platformProblem } from './problem.ts';
import type { RateLimit } from './rate-limit.ts';
import { told } from './told.ts';

export type EdgeConfig = PathConfig & {
  pattern?: string | string[];
  excludedPattern?: string | string[];
  header?: Record<string, boolean | string>;
  onError?: string;
  rateLimit?: RateLimit;
  cache?: string;
};

/** Which of its paths let the request in, and what that path's holes hold. */
export type EdgeMatch = { path: string; params: Record<string, string> };

export type EdgeFunction = {
  name: string;
  file: string;
  config: EdgeConfig;
  match: (request: Request) => EdgeMatch | null;
  handler: (request: Request, context: Context) => unknown;
};

/** An edge function that cannot be read is a gate left open: the site does not start. */
export async function loadEdgeFunctions(root: string, round = 0): Promise<EdgeFunction[]> {
  const loaded: EdgeFunction[] = [];
  for (const found of await findModules(path.join(root, 'netlify', 'edge-functions'))) {
    let module: Record<string, unknown>;
    try {
      module = await importModule(found, round);
    } catch (cause) {
      throw new CannotStart(
        `The edge function ${found.file} cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
        cause,
      );
    }
    const handler = module['default'];
    if (typeof handler !== 'function')
      throw new CannotStart(`The edge function ${found.file} has no default export that answers requests.`);
    const config = (module['config'] ?? {}) as EdgeConfig;
    loaded.push({ ...found, config, match: edgeMatcher(config), handler: handler as EdgeFunction['handler'] });
  }
  return loaded;
}

function edgeMatcher(config: EdgeConfig): EdgeFunction['match'] {
  const paths = listOf(config.path).map((path) => ({
    path,
    fits: pathMatcher({ ...config, path }),
    exact: new URLPattern({ pathname: path }),
  }));
  const byMethod = pathMatcher({ path: '/*', method: config.method });
  const patterns = listOf(config.pattern).map((source) => new RegExp(source));
  const excluded = listOf(config.excludedPattern).map((source) => new RegExp(source));
  return (request) => {
    const { pathname } = new URL(request.url);
    if (!headersFit(request.headers, config.header)) return null;
    if (excluded.some((pattern) => pattern.test(pathname))) return null;
    for (const { path, fits, exact } of paths) {
      // Netlify lets `/x/` through to `/:name`, yet its runtime then reads the path exactly and finds no `name`.
      if (fits(request)) return { path, params: named(exact.exec({ pathname })) };
    }
    return patterns.some((pattern) => pattern.test(pathname)) && byMethod(request) ? { path: '/*', params: {} } : null;
  };
}

function named(found: URLPatternResult | null): Record<string, string> {
  return Object.fromEntries(
    Object.entries(found?.pathname.groups ?? {}).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function headersFit(headers: Headers, wanted: Record<string, boolean | string> = {}): boolean {
  return Object.entries(wanted).every(([name, want]) => {
    const value = headers.get(name);
    return typeof want === 'boolean' ? want === (value !== null) : value !== null && new RegExp(want).test(value);
  });
}

export type EdgeWorld = {
  functions: () => readonly EdgeFunction[];
  siteOrigin: string;
  origin: (request: Request, visit: Visit) => Promise<Response>;
  /** A refusal when this caller has come too often. */
  limited: (fn: EdgeFunction, request: Request, visit: Visit) => Promise<Response | null>;
  log: (line: string) => void;
};

/** Runs the edge functions that match, in the order of their names, around the origin. */
export function edgeChain(world: EdgeWorld): (request: Request, visit: Visit) => Promise<Response> {
  const { siteOrigin, origin, limited, log } = world;

  const run = async (request: Request, visit: Visit, from: number, rewritten: readonly string[]): Promise<Response> => {
    const functions = world.functions();
    for (let at = from; at < functions.length; at++) {
      const fn = functions[at];
      const match = fn?.match(request);
      if (!fn || !match) continue;
      const refusal = await limited(fn, request, visit);
      if (refusal) return refusal;
      // The handler may read the body and then call next() without a request: that one needs its own copy.
      const spare = request.clone();
      const goOn = async (changed?: Request) =>
        mutable(await run(withoutConditions(changed ?? spare), visit, at + 1, rewritten));
      const { context, finish } = createContext(request, match.params, visit, siteOrigin, goOn, (url) =>
        origin(new Request(sameSite(url, request), spare), visit),
      );
      let answer: unknown;
      try {
        answer = await within(context, async () => fn.handler(request, context));
        if (answer instanceof URL) answer = sameSite(answer, request, rewritten);
        else if (answer !== undefined && !(answer instanceof Response))
          throw new TypeError(`it answered with ${typeof answer}, not with a Response or a URL`);
      } catch (error) {
        log(
          `${visit.requestId} edge function ${fn.name} failed on ${request.method} ${new URL(request.url).pathname}: ${told(error)}`,
        );
        const { onError = 'fail' } = fn.config;
        if (onError === 'bypass') return run(spare, visit, at + 1, rewritten);
        if (onError.startsWith('/')) return origin(new Request(new URL(onError, request.url), spare), visit);
        return edgeFailure(visit);
      }
      if (answer instanceof Response) return finish(answer);
      // Another page of the site under this address: the edge functions of that page come first.
      if (answer instanceof URL)
        return finish(await run(new Request(answer, spare), visit, 0, [...rewritten, answer.pathname]));
      return finish(await run(spare, visit, at + 1, rewritten));
    }
    return origin(request, visit);
  };

  return (request, visit) => run(request, visit, 0, []);
}

export function edgeFailure(visit: Visit): Response {
  return platformProblem(
    500,
    'internal',
    'Something went wrong',
    'An edge function ended with an error. The log has this request id.',
    visit.requestId,
  );
}

function sameSite(url: URL, request: Request, rewritten: readonly string[] = []): URL {
  if (rewritten.includes(url.pathname)) throw new Error(`it goes round in circles at ${url.pathname}`);
  if (url.host !== new URL(request.url).host)
    throw new Error(`an edge function can only rewrite to its own site, not to ${url.host}`);
  return url;
}

/** The platform asks the origin for the whole page, so that an edge function always has one to work on. */
function withoutConditions(request: Request): Request {
  const plain = new Request(request);
  plain.headers.delete('if-none-match');
  plain.headers.delete('if-modified-since');
  return plain;
}

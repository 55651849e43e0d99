import type { Context as NetlifyContext } from '@netlify/functions';
import { HTTPException } from 'hono/http-exception';
import { AppError } from '../core/errors.ts';
import type { Locale } from '../core/locale.ts';
import { problemResponse } from './problem.ts';

/** What serving needs to know of a request's context; features add the rest. */
export type RequestContext = {
  requestId: string;
  locale: Locale;
  log: (event: string, facts?: Record<string, unknown>) => void;
};

type Routes<C> = {
  fetch(request: Request, bindings: { ctx: C }): Response | Promise<Response>;
  onError(handle: (error: Error, c: { env: { ctx: C } }) => Response): unknown;
  notFound(handle: (c: { req: { path: string }; env: { ctx: C } }) => Response): unknown;
  router?: { match(method: string, path: string): [unknown[], ...unknown[]] };
};

export type Opened<C> = { ctx: C } | { refused: AppError; requestId: string; locale: Locale };

/** JSON endpoints take no more than this; the platform's own limit is 6 MB. */
export const bodyLimit = 256 * 1024;

const writes = new Set(['POST', 'PUT', 'PATCH']);

function bodyProblem(request: Request, raw: boolean, forms: boolean, most: number): AppError | null {
  if (!writes.has(request.method)) return null;
  if (Number(request.headers.get('content-length') ?? 0) > most) return new AppError('body_too_large');
  const type = request.headers.get('content-type') ?? '';
  if (forms && /^application\/x-www-form-urlencoded\b/i.test(type)) return null;
  if (!raw && request.body !== null && type !== '' && !/^application\/(?:[\w.+-]+\+)?json\b/i.test(type))
    return new AppError('unsupported_media_type');
  return null;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * JSON is UTF-8 (RFC 8259). Read leniently, bytes that are none would be kept as U+FFFD: a name nobody can read, and nobody wrote.
 * What was read is handed on, for a body can be read once.
 */
async function inUtf8(request: Request, most: number): Promise<Request> {
  if (!writes.has(request.method) || request.body === null) return request;
  if (!/json\b/i.test(request.headers.get('content-type') ?? '')) return request;
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > most) throw new AppError('body_too_large');
  try {
    utf8.decode(bytes);
  } catch (cause) {
    throw new AppError('invalid_json', { cause });
  }
  return new Request(request, { body: bytes });
}

/** Anything thrown on the way, as the one refusal it stands for. A bug stays a bug: logged whole, answered bare. */
export function refusalOf(error: unknown, also: (error: unknown) => AppError | null): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof HTTPException)
    return new AppError(error.status === 413 ? 'body_too_large' : 'invalid_json', { cause: error });
  return also(error) ?? new AppError('internal', { cause: error });
}

const describe = (error: unknown): Record<string, unknown> => {
  const chain: string[] = [];
  for (let cause = error; cause instanceof Error && chain.length < 5; cause = cause.cause) {
    // a failed query's message repeats its parameters: only its first line is kept
    chain.push(`${cause.name}: ${cause.message.split('\n')[0]?.slice(0, 300)}`);
  }
  return {
    error: chain,
    stack:
      error instanceof Error
        ? error.stack
            ?.split('\n')
            .filter((line) => line.trimStart().startsWith('at '))
            .slice(0, 12)
        : String(error),
  };
};

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** What an address of ours takes; nothing where there is none. Whatever is read may be asked for its head. */
const taken = (routes: Pick<Routes<RequestContext>, 'router'>, path: string): string[] =>
  methods
    .filter((method) => (routes.router?.match(method, path)[0].length ?? 0) > 0)
    .flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));

/**
 * A function from `Request` to `Response` with our manners: request id, one refusal format, no cache for what is private.
 * `raw` is for webhooks, whose bodies are judged as they came; `forms` for what a page without script sends as well.
 */
export function handler<C extends RequestContext>(
  routes: Routes<C>,
  open: (request: Request, netlify: NetlifyContext | undefined) => Promise<Opened<C>>,
  options: {
    raw?: boolean;
    forms?: boolean;
    /** for uploads: what they may weigh */
    bodyLimit?: number | undefined;
    alsoRefuses?: (error: unknown) => AppError | null;
  } = {},
): (request: Request, netlify?: NetlifyContext) => Promise<Response> {
  const also = options.alsoRefuses ?? (() => null);
  const refuse = (error: unknown, ctx: RequestContext): Response => {
    const refusal = refusalOf(error, also);
    // a refusal that was an error before is worth knowing, whatever the caller is told
    if (
      refusal.code === 'internal' ||
      refusal.code === 'not_ready' ||
      (refusal !== error && !(error instanceof HTTPException))
    )
      ctx.log('failed', describe(refusal.details.cause ?? error));
    return problemResponse(refusal, ctx.locale, ctx.requestId);
  };
  routes.onError((error, c) => refuse(error, c.env.ctx));
  routes.notFound((c) => {
    const allowed = taken(routes, c.req.path);
    const answer = refuse(new AppError(allowed.length > 0 ? 'method_not_allowed' : 'not_found'), c.env.ctx);
    if (allowed.length > 0) answer.headers.set('allow', allowed.join(', '));
    return answer;
  });

  return async (request, netlify) => {
    const opened = await open(request, netlify);
    if ('refused' in opened) return problemResponse(opened.refused, opened.locale, opened.requestId);
    const { ctx } = opened;
    try {
      const most = options.bodyLimit ?? bodyLimit;
      const problem = bodyProblem(request, options.raw ?? false, options.forms ?? false, most);
      if (problem) throw problem;
      const answer = await routes.fetch(options.raw ? request : await inUtf8(request, most), { ctx });
      const response = new Response(answer.body, answer);
      response.headers.set('x-request-id', ctx.requestId);
      response.headers.set('x-content-type-options', 'nosniff');
      if (!response.headers.has('referrer-policy')) response.headers.set('referrer-policy', 'same-origin');
      if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'private, no-store');
      return response;
    } catch (error) {
      return refuse(error, ctx);
    }
  };
}

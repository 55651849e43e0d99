import path from 'node:path';
import type { Context } from '@netlify/functions';
import { within, type Answering } from './context.ts';
import { findModules, importModule } from './modules.ts';
import { pathMatcher, type PathConfig, type PathMatch } from './path-pattern.ts';
import { platformProblem } from './problem.ts';
import type { RateLimit } from './rate-limit.ts';
import { told } from './told.ts';

type Handler = (request: Request, context: Context) => unknown;
type FunctionConfig = PathConfig & {
  preferStatic?: boolean;
  rateLimit?: RateLimit;
  schedule?: string;
  background?: boolean;
};

export type SiteFunction = { name: string; config: FunctionConfig; match: PathMatch; handler: Handler };
export type LoadedFunctions = { functions: SiteFunction[]; broken: { name: string; error: unknown }[] };

export async function loadFunctions(root: string, round = 0): Promise<LoadedFunctions> {
  const loaded: LoadedFunctions = { functions: [], broken: [] };
  for (const found of await findModules(path.join(root, 'netlify', 'functions'))) {
    try {
      const module = await importModule(found, round);
      const config = (module['config'] ?? {}) as FunctionConfig;
      // The clock alone calls a scheduled function: no address leads to it.
      const match = config.schedule
        ? () => null
        : pathMatcher({ ...config, path: config.path ?? `/.netlify/functions/${found.name}` });
      loaded.functions.push({ name: found.name, config, match, handler: handlerOf(module['default']) });
    } catch (error) {
      loaded.broken.push({ name: found.name, error });
    }
  }
  // An address written out goes before one with a hole in it.
  loaded.functions.sort((a, b) => Number(hasHole(a)) - Number(hasHole(b)));
  return loaded;
}

const hasHole = ({ config }: SiteFunction) => [config.path ?? ''].flat().some((pattern) => /[:*(]/.test(pattern));

function handlerOf(exported: unknown): Handler {
  if (typeof exported === 'function') return exported as Handler;
  const fetcher = (exported as { fetch?: unknown } | null | undefined)?.fetch;
  if (typeof fetcher === 'function') return (request, context) => (fetcher as Handler).call(exported, request, context);
  throw new Error('it has no default export that answers requests');
}

/** A function that throws, or answers with something else than a Response, is a 500 with a number to look for in the log. */
export async function callFunction(
  fn: SiteFunction,
  request: Request,
  { context, finish }: Answering,
  log: (line: string) => void,
): Promise<Response> {
  try {
    const answer = await within(context, async () => fn.handler(request, context));
    if (answer === undefined) return finish(new Response(null, { status: 204 }));
    if (!(answer instanceof Response)) throw new TypeError(`it answered with ${typeof answer}, not with a Response`);
    return finish(answer);
  } catch (error) {
    log(
      `${context.requestId} function ${fn.name} failed on ${request.method} ${new URL(request.url).pathname}: ${told(error)}`,
    );
    return platformProblem(
      500,
      'internal',
      'Something went wrong',
      'The function ended with an error. Its log has this request id.',
      context.requestId,
    );
  }
}

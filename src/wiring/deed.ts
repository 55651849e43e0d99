import type { Deed } from '../db/client.ts';

type Described = { method: string; path: string; operationId?: string | undefined };

/** Route tables of ours describe themselves, for the API's document; what they describe is theirs to type. */
function described(routes: object): Described[] {
  const { definitions } = (routes as { openAPIRegistry?: { definitions: readonly { route?: Described }[] } })
    .openAPIRegistry ?? { definitions: [] };
  return definitions.flatMap(({ route }) => (route ? [route] : []));
}

const parts = (path: string) => path.split('/').filter((part) => part !== '');
const isParameter = (part: string) => part.startsWith('{') || part.startsWith(':');

/** How many parts of the address a route names word by word; null: another address. */
function fit(route: string, path: string): number | null {
  const [wanted, given] = [parts(route), parts(path)];
  if (wanted.length !== given.length) return null;
  if (!wanted.every((part, at) => isParameter(part) || part === given[at])) return null;
  return wanted.filter((part) => !isParameter(part)).length;
}

/**
 * What a request does, in the words of the API: for the log of whoever acts for another. Reading is no deed. The subject is the thing
 * the address names; what is being made has no address yet.
 */
export function deedOf(routes: object, request: Request, requestId: string): Deed | undefined {
  const { method } = request;
  if (method === 'GET' || method === 'HEAD') return undefined;
  const { pathname } = new URL(request.url);
  const [best] = described(routes)
    .filter((route) => route.method.toUpperCase() === method)
    .flatMap((route) => {
      const words = fit(route.path, pathname);
      return words === null ? [] : [{ route, words }];
    })
    .toSorted((a, b) => b.words - a.words);
  const given = parts(pathname);
  const named = parts(best?.route.path ?? '').findIndex(isParameter);
  return {
    operation: best?.route.operationId ?? `${method} ${pathname}`.slice(0, 100),
    subject: { kind: given[named > 0 ? named - 1 : 1] ?? 'unknown', id: named > 0 ? (given[named] ?? null) : null },
    requestId,
  };
}

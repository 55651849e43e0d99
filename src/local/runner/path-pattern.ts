/** One or many, as Netlify's config allows everywhere. */
export const listOf = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : ([] as T[]).concat(value as T | T[]);

export type PathConfig = { path?: string | string[]; excludedPath?: string | string[]; method?: string | string[] };

export type PathMatch = (request: Request) => Record<string, string> | null;

/** Netlify's patterns are URLPattern pathnames which also match one trailing slash more. */
export function pathMatcher({ path, excludedPath, method }: PathConfig): PathMatch {
  const patterns = (paths: string | string[] | undefined) =>
    listOf(paths).map((pathname) => new URLPattern({ pathname }));
  const on = patterns(path);
  const off = patterns(excludedPath);
  const methods = listOf(method).map((name) => name.toUpperCase());
  return (request) => {
    // A HEAD is answered by whoever answers the GET: the configuration has no word for it.
    const asked = request.method === 'HEAD' ? 'GET' : request.method;
    if (methods.length > 0 && !methods.includes(asked)) return null;
    const { pathname } = new URL(request.url);
    if (groupsOf(off, pathname)) return null;
    return groupsOf(on, pathname);
  };
}

function groupsOf(patterns: readonly URLPattern[], pathname: string): Record<string, string> | null {
  for (const pattern of patterns) {
    const found = pattern.exec({ pathname }) ?? pattern.exec({ pathname: pathname.replace(/(.)\/$/, '$1') });
    if (found)
      return Object.fromEntries(
        Object.entries(found.pathname.groups).filter((entry): entry is [string, string] => entry[1] !== undefined),
      );
  }
  return null;
}

/**
 * Where a reader goes after signing in: a path of this site, or nothing. Browsers read `//host`, `/\host` and
 * `/<tab>/host` as another site, so what parses to another origin is refused, not what looks like it.
 */
export function returnPath(value: string | null | undefined): string | null {
  if (!value?.startsWith('/') || value.length > 1000) return null;
  const home = 'https://here.invalid';
  let url: URL;
  try {
    url = new URL(value, home);
  } catch {
    return null;
  }
  if (url.origin !== home || url.pathname.startsWith('//')) return null;
  return url.pathname + url.search + url.hash;
}

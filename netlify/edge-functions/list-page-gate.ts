import type { Config, Context } from '@netlify/edge-functions';
import { getStore } from '@netlify/blobs';
import { isLocale } from '../../src/core/locale.ts';

/** Has somebody left the public site since the build? */
async function somebodyLeft(): Promise<boolean> {
  try {
    return (await getStore({ name: 'list-pages', consistency: 'strong' }).get('left')) !== null;
  } catch (error) {
    // The store being down must not take the public pages with it: the page as built is the next best thing.
    console.error('list-page-gate: no marker', error instanceof Error ? error.message : String(error));
    return false;
  }
}

/** Front page and lists are files; from the moment somebody left until a build has none of them, they are made anew. */
export default async function listPageGate(request: Request, context: Context): Promise<Response | URL | undefined> {
  const { pathname } = new URL(request.url);
  const [, locale] = pathname.split('/');
  if (!isLocale(locale) || (request.method !== 'GET' && request.method !== 'HEAD')) return undefined;
  if (await somebodyLeft()) return new URL(`/fresh${pathname.endsWith('/') ? pathname : `${pathname}/`}`, request.url);
  return context.next();
}

export const config: Config = {
  path: [
    '/en',
    '/ar',
    '/ckb',
    '/fr',
    '/:locale/talents',
    '/:locale/talents/as/:category',
    '/:locale/talents/in/:city',
    '/:locale/talents/as/:category/in/:city',
  ],
  excludedPath: '/api/*',
};

import type { Config, Context } from '@netlify/edge-functions';
import { getStore } from '@netlify/blobs';
import { isLocale, type Locale } from '../../src/core/locale.ts';
import { publicPageHeaders } from '../../src/core/page-headers.ts';

type Marker = { state: 'unpublished' | 'changed'; at: string };

/** What happened to this profile since the build, if anything. */
async function markerOf(slug: string): Promise<Marker | null> {
  try {
    const found: Marker | null = await getStore({ name: 'talent-pages', consistency: 'strong' }).get(slug, {
      type: 'json',
    });
    return found;
  } catch (error) {
    // The store being down must not take the public pages with it: the page as built is the next best thing.
    console.error('talent-page-gate: no marker', error instanceof Error ? error.message : String(error));
    return null;
  }
}

async function gone(locale: Locale, request: Request): Promise<Response> {
  const page = await fetch(new URL(`/${locale}/gone/`, request.url), { redirect: 'manual' }).catch(() => null);
  return new Response(page?.ok ? page.body : '410', {
    status: 410,
    headers: { ...publicPageHeaders, 'cache-control': 'no-store', 'x-robots-tag': 'noindex' },
  });
}

/** A page taken down is gone at once; a page edited since the build is rendered anew; all others are files. */
export default async function talentPageGate(request: Request, context: Context): Promise<Response | URL | undefined> {
  const [, locale, , slug] = new URL(request.url).pathname.split('/');
  if (!isLocale(locale) || !slug || !/^[a-z0-9-]+$/.test(slug)) return undefined;
  const marker = await markerOf(slug);
  if (marker?.state === 'unpublished') return gone(locale, request);
  if (marker?.state === 'changed') return new URL(`/fresh/${locale}/talents/${slug}/`, request.url);
  return context.next();
}

export const config: Config = { path: '/:locale/talents/:slug', excludedPath: '/api/*' };

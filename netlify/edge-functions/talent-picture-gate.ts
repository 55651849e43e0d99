import type { Config, Context } from '@netlify/edge-functions';
import { getStore } from '@netlify/blobs';
import { securityHeaders } from '../../src/core/page-headers.ts';

/** The picture of a page taken down goes with it, also where the build has drawn it: its name and face are on it. */
export default async function talentPictureGate(request: Request, context: Context): Promise<Response | undefined> {
  const [, slug] = /\/talents\/([a-z0-9-]+)\.[a-f0-9]+\.jpg$/.exec(new URL(request.url).pathname) ?? [];
  if (!slug) return undefined;
  try {
    const store = getStore({ name: 'talent-pages', consistency: 'strong' });
    const marker: { state: string } | null = await store.get(slug, { type: 'json' });
    if (marker?.state === 'unpublished')
      return new Response(null, {
        status: 410,
        headers: { 'cache-control': 'no-store', 'x-robots-tag': 'noindex', ...securityHeaders },
      });
  } catch (error) {
    console.error('talent-picture-gate: no marker', error instanceof Error ? error.message : String(error));
  }
  return context.next();
}

export const config: Config = { path: '/og/:locale/talents/:file' };

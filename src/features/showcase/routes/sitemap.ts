import type { Ctx } from '../../ctx.ts';
import { countTalents, pieceOfTalents, pieceSize } from '../../discovery/lists.ts';
import { sitemapIndex, sitemapOfTalents } from '../rules/sitemap.ts';

/** Ten minutes at the CDN, and anew as soon as a profile changes. */
const headers = {
  'content-type': 'application/xml; charset=utf-8',
  'cache-control': 'public, max-age=0, must-revalidate',
  'netlify-cdn-cache-control': 'public, s-maxage=600, stale-while-revalidate=600',
  'netlify-cache-tag': 'talents',
  'netlify-vary': 'query=none',
};
const away = { status: 503, headers: { 'cache-control': 'no-store', 'retry-after': '60' } };
const missing = {
  status: 404,
  headers: { 'cache-control': 'public, max-age=0', 'netlify-cdn-cache-control': 's-maxage=60' },
};

/**
 * What there is for search engines, straight from the database: a profile is on it when it is published and off it when it is taken
 * down, whether the build knows it or not. The pages of the build stand in a file of the build.
 */
export function sitemaps() {
  async function answer(request: Request, { ctx }: { ctx: Ctx }): Promise<Response> {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } });
    const { pathname } = new URL(request.url);
    const site = ctx.ports.siteUrl;
    const number = /^\/sitemap-talents-([1-9]\d{0,4})\.xml$/.exec(pathname)?.[1];
    try {
      if (pathname === '/sitemap-index.xml') {
        const pieces = Math.ceil((await countTalents(ctx.doors)) / pieceSize);
        const talents = Array.from({ length: pieces }, (_, at) => `${site}/sitemap-talents-${at + 1}.xml`);
        return new Response(sitemapIndex([...talents, `${site}/sitemap-pages-0.xml`]), { headers });
      }
      if (number === undefined) return new Response(null, missing);
      const talents = await pieceOfTalents(ctx.doors, Number(number) - 1);
      if (talents.length === 0) return new Response(null, missing);
      return new Response(sitemapOfTalents(site, talents), { headers });
    } catch (error) {
      ctx.log('sitemap failed', {
        error: error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error),
      });
      return new Response(null, away);
    }
  }
  return { fetch: answer, onError: () => undefined, notFound: () => undefined };
}

import { isLocale, type Locale } from '../core/locale.ts';
import { publicPageHeaders } from '../core/page-headers.ts';

export type FreshTalentPage<Talent> = {
  /** the talent as a visitor sees them, or null */
  find(slug: string): Promise<Talent | null>;
  /** the very page the build writes */
  render(page: { locale: Locale; talent: Talent }): Promise<string>;
  renderMissing(page: { locale: Locale }): Promise<string>;
};

/** A week in the CDN's durable cache, for every language together; an edit purges the tag. */
const found = (slug: string) => ({
  'cache-control': 'public, max-age=0, must-revalidate',
  'netlify-cdn-cache-control': 'public, durable, s-maxage=604800, stale-while-revalidate=86400',
  'netlify-cache-tag': `talents,talent-${slug}`,
  // No query changes the page: without this every `?utm=…` would be rendered and kept by itself.
  'netlify-vary': 'query=none',
});

/** Long enough to shield the database from a loop of guesses, short enough for a profile about to be published. */
const missing = (slug: string | undefined) => ({
  'cache-control': 'public, max-age=0, must-revalidate',
  'netlify-cdn-cache-control': 'public, s-maxage=30',
  ...(slug ? { 'netlify-cache-tag': `talent-${slug}` } : {}),
  'netlify-vary': 'query=none',
  'x-robots-tag': 'noindex',
});

/** A profile newer than the build, rendered by the same view. */
export function freshTalentPage<Talent>(parts: FreshTalentPage<Talent>): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } });
    }
    const { pathname } = new URL(request.url);
    const [, asked, slug] = /^(?:\/fresh)?\/([a-z]+)\/talents\/([a-z0-9-]{1,80})\/?$/.exec(pathname) ?? [];
    const locale = isLocale(asked) ? asked : 'en';
    const talent = slug && isLocale(asked) ? await parts.find(slug) : null;
    return slug && talent
      ? new Response(await parts.render({ locale, talent }), { headers: { ...publicPageHeaders, ...found(slug) } })
      : new Response(await parts.renderMissing({ locale }), {
          status: 404,
          headers: { ...publicPageHeaders, ...missing(slug) },
        });
  };
}

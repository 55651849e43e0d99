import { AppError } from '../core/errors.ts';
import { isLocale, type Locale } from '../core/locale.ts';
import { publicPageHeaders } from '../core/page-headers.ts';
import type { RequestContext } from './serve.ts';

type Page = { site: string; locale: Locale };
export type FreshTalentPage<C extends RequestContext, Talent> = {
  siteOf(ctx: C): string;
  /** the talent as a visitor sees them, or the address the page has now; refuses with `not_found` */
  find(ctx: C, wanted: { slug: string }): Promise<{ talent: Talent } | { movedTo: string }>;
  /** the very page the build writes */
  render(page: Page & { talent: Talent }): Promise<string>;
  renderNotFound(page: Page): Promise<string>;
  renderUnavailable(page: Page & { path: string }): Promise<string>;
};

/** A week in the CDN's durable cache; an edit purges the tag, whatever the language. */
const found = (slug: string) => ({
  'cache-control': 'public, max-age=0, must-revalidate',
  'netlify-cdn-cache-control': 'public, durable, s-maxage=604800, stale-while-revalidate=86400',
  'netlify-cache-tag': `talents,talent-${slug}`,
  // The page knows no query. Naming one nobody sends keeps every `?utm_source=…` from being rendered and kept by itself.
  'netlify-vary': 'query=none',
});

/**
 * For good to whoever keeps links, asked about again by browsers: a talent may take an old address back, and two answers kept side by
 * side would lead in a circle.
 */
const moved = (slug: string, to: string) => ({
  location: to,
  'cache-control': 'public, max-age=0, must-revalidate',
  'netlify-cdn-cache-control': 'public, durable, s-maxage=604800, stale-while-revalidate=86400',
  'netlify-cache-tag': `talents,talent-${slug}`,
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

/**
 * The file of the build, older than the profile and better than nothing. Asked for by its full name, which the gate that
 * sends readers here does not stand before.
 */
async function asBuilt(site: string, path: string): Promise<string | null> {
  try {
    const file = await fetch(`${site}${path}index.html`, { redirect: 'manual', signal: AbortSignal.timeout(3000) });
    return file.ok ? await file.text() : null;
  } catch {
    return null;
  }
}

const unavailable = { 'cache-control': 'no-store', 'retry-after': '60', 'x-robots-tag': 'noindex' };

/** A profile newer than the build, rendered by the view the build uses. Made to be served like any routes. */
export function freshTalentPage<C extends RequestContext, Talent>(parts: FreshTalentPage<C, Talent>) {
  const answer = (html: string, status: number, headers: Record<string, string>) =>
    new Response(html, { status, headers: { ...publicPageHeaders, ...headers } });

  async function answerFor(request: Request, { ctx }: { ctx: C }): Promise<Response> {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } });
    }
    const { pathname } = new URL(request.url);
    const [, asked, slug] = /^(?:\/fresh)?\/([a-z]+)\/talents\/([a-z0-9-]{1,80})\/?$/.exec(pathname) ?? [];
    const page = { site: parts.siteOf(ctx), locale: isLocale(asked) ? asked : ctx.locale };
    if (!slug || !isLocale(asked)) return answer(await parts.renderNotFound(page), 404, missing(undefined));
    try {
      const there = await parts.find(ctx, { slug });
      if ('movedTo' in there) return answer('', 301, moved(slug, `/${asked}/talents/${there.movedTo}/`));
      return answer(await parts.render({ ...page, talent: there.talent }), 200, found(slug));
    } catch (error) {
      if (error instanceof AppError && error.code === 'not_found') {
        return answer(await parts.renderNotFound(page), 404, missing(slug));
      }
      ctx.log('talent page failed', {
        slug,
        error: error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error),
      });
      const built = await asBuilt(page.site, `/${page.locale}/talents/${slug}/`);
      if (built !== null) return answer(built, 200, { 'cache-control': 'no-store' });
      return answer(await parts.renderUnavailable({ ...page, path: `/talents/${slug}/` }), 503, unavailable);
    }
  }
  // Nothing here is refused in the format of the API.
  return { fetch: answerFor, onError: () => undefined, notFound: () => undefined };
}

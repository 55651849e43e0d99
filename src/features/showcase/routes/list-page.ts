import { isLocale, type Locale } from '../../../core/locale.ts';
import { publicPageHeaders } from '../../../core/page-headers.ts';
import type { Ctx } from '../../ctx.ts';
import type { Lists } from '../../discovery/lists.ts';
import { nothingAsked, queryOf } from '../rules/address.ts';
import { landingAt, type Landing } from '../rules/landing.ts';

type Page = { site: string; locale: Locale };
export type ListPages = {
  find(ctx: Ctx): Promise<Lists>;
  /** the very page the build writes; `landing` null: the front page */
  render(page: Page & { landing: Landing | null; found: Lists }): Promise<string>;
  renderNotFound(page: Page): Promise<string>;
  renderUnavailable(page: Page & { path: string }): Promise<string>;
};

/** At the CDN until the next one leaves, for the hour it takes at most until a build has a file without them. */
const shared = {
  'cache-control': 'public, max-age=0, must-revalidate',
  'netlify-cdn-cache-control': 'public, durable, s-maxage=3600',
  'netlify-cache-tag': 'lists',
  'netlify-vary': 'query=none',
};
const unshared = { 'cache-control': 'no-store' };

/** The file of the build, which may still name somebody who left, and is better than nothing. Asked for by a name no gate stands before. */
async function asBuilt(site: string, path: string): Promise<string | null> {
  try {
    const file = await fetch(`${site}${path}index.html`, { redirect: 'manual', signal: AbortSignal.timeout(3000) });
    return file.ok ? await file.text() : null;
  } catch {
    return null;
  }
}

/** The lists between a leaving and the next build, from the database as a visitor sees it. */
export function listPage(parts: ListPages) {
  async function answer(request: Request, { ctx }: { ctx: Ctx }): Promise<Response> {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } });
    const [, asked, rest = ''] = /^\/fresh\/([a-z]+)(\/.*)?$/.exec(new URL(request.url).pathname) ?? [];
    const page = { site: ctx.ports.siteUrl, locale: isLocale(asked) ? asked : ctx.locale };
    const html = (text: string, status: number, headers: Record<string, string>) =>
      new Response(text, { status, headers: { ...publicPageHeaders, ...headers } });
    const path = rest.endsWith('/') ? rest : `${rest}/`;
    const landing = landingAt(path);
    if (!isLocale(asked) || (landing === null && path !== '/'))
      return html(await parts.renderNotFound(page), 404, { ...unshared, 'x-robots-tag': 'noindex' });
    try {
      const found = await parts.find(ctx);
      // a trade in a city where nobody is any more has no page in a build either
      const { category, city } = landing ?? {};
      if (category && city && !found.lists.some((one) => one.category === category && one.city === city))
        return new Response(null, {
          status: 302,
          headers: {
            ...unshared,
            location: `/${asked}/search/${queryOf({ ...nothingAsked, category: [category], city: [city] })}`,
          },
        });
      return html(await parts.render({ ...page, landing, found }), 200, shared);
    } catch (error) {
      ctx.log('list page failed', {
        path,
        error: error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error),
      });
      const built = await asBuilt(page.site, `/${asked}${path}`);
      if (built !== null) return html(built, 200, unshared);
      const headers = { ...unshared, 'retry-after': '60', 'x-robots-tag': 'noindex' };
      return html(await parts.renderUnavailable({ ...page, path }), 503, headers);
    }
  }
  return { fetch: answer, onError: () => undefined, notFound: () => undefined };
}

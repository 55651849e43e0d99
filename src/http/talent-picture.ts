import { AppError } from '../core/errors.ts';
import { isLocale, type Locale } from '../core/locale.ts';
import { securityHeaders } from '../core/page-headers.ts';
import type { RequestContext } from './serve.ts';

export type TalentPictures<C extends RequestContext, Talent> = {
  siteOf(ctx: C): string;
  /** the talent as a visitor sees them, or the address their page has now; refuses with `not_found` */
  find(ctx: C, wanted: { slug: string }): Promise<{ talent: Talent } | { movedTo: string }>;
  /** where the picture of this talent is, as long as they are as they are */
  addressOf(talent: Talent, locale: Locale): string;
  draw(site: string, talent: Talent, locale: Locale): Promise<Uint8Array<ArrayBuffer>>;
};

const tagged = (slug: string, seconds: number) => ({
  'netlify-cdn-cache-control': `public, durable, s-maxage=${seconds}`,
  'netlify-cache-tag': `talents,talent-${slug}`,
  'netlify-vary': 'query=none',
  ...securityHeaders,
});
const nothing = (slug: string) =>
  new Response(null, { status: 404, headers: { 'cache-control': 'no-cache', ...tagged(slug, 30) } });

/**
 * The picture of a talent the build has not drawn: newer than it, changed since, or far down the list. Only the name the
 * picture has now is drawn; any other leads to it, so that nobody fills the cache with made-up names.
 */
export function talentPictures<C extends RequestContext, Talent>(parts: TalentPictures<C, Talent>) {
  async function answerFor(request: Request, { ctx }: { ctx: C }): Promise<Response> {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } });
    const { pathname } = new URL(request.url);
    const [, locale, slug = ''] =
      /^\/og\/([a-z]+)\/talents\/([a-z0-9-]{1,80})\.[a-f0-9]{1,64}\.jpg$/.exec(pathname) ?? [];
    if (!isLocale(locale)) return nothing(slug);
    try {
      const found = await parts.find(ctx, { slug });
      const { talent } = 'talent' in found ? found : await ofPresentAddress(ctx, found.movedTo);
      const address = parts.addressOf(talent, locale);
      if (address !== pathname)
        return new Response(null, {
          status: 302,
          headers: { location: address, 'cache-control': 'no-cache', ...tagged(slug, 3600) },
        });
      return new Response(await parts.draw(parts.siteOf(ctx), talent, locale), {
        headers: { 'content-type': 'image/jpeg', 'cache-control': 'public, max-age=86400', ...tagged(slug, 2_592_000) },
      });
    } catch (error) {
      if (error instanceof AppError && error.code === 'not_found') return nothing(slug);
      ctx.log('talent picture failed', {
        slug,
        error: error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error),
      });
      return new Response(null, {
        status: 503,
        headers: { 'cache-control': 'no-store', 'retry-after': '60', ...securityHeaders },
      });
    }
  }

  async function ofPresentAddress(ctx: C, slug: string): Promise<{ talent: Talent }> {
    const found = await parts.find(ctx, { slug });
    if ('talent' in found) return found;
    throw new AppError('not_found');
  }
  // Nothing here is refused in the format of the API.
  return { fetch: answerFor, onError: () => undefined, notFound: () => undefined };
}

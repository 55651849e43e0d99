import { isLocale, type Locale } from '../../../core/locale.ts';
import { publicPageHeaders } from '../../../core/page-headers.ts';
import type { Ctx } from '../../ctx.ts';
import { openConsent, speakAsGuardian } from '../consent.ts';
import { pageIsClosed } from '../page-news.ts';
import { guardianMoves } from '../rules/guardian.ts';
import type { GuardianPage } from '../schema/pages.ts';

type Page = { site: string; locale: Locale; consent: GuardianPage | null };

/** The link speaks for its reader, so it is told to no other site, kept in no cache and found by no search. */
const headers = {
  ...publicPageHeaders,
  'cache-control': 'private, no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
};
const mostSaid = 2000;

/**
 * `/{locale}/guardian/{token}`: who asks for what, and what the guardian says to it. Looking changes nothing, for mail programs
 * follow links by themselves; a press of a button does. The link alone lets in, so no session is looked at.
 */
export function guardianPage(render: (page: Page) => Promise<string>) {
  async function fetch(request: Request, { ctx }: { ctx: Ctx }): Promise<Response> {
    const { pathname } = new URL(request.url);
    const [, asked, token = ''] = /^\/([a-z]+)\/guardian\/([\w-]{20,100})\/?$/.exec(pathname) ?? [];
    const locale = isLocale(asked) ? asked : ctx.locale;
    const answer = async (consent: GuardianPage | null, status = 200) =>
      new Response(await render({ site: ctx.ports.siteUrl, locale, consent }), {
        status: consent === null ? 404 : consent.done === 'late' ? 409 : status,
        headers,
      });
    if (request.method === 'GET' || request.method === 'HEAD')
      return answer(token ? await openConsent(ctx, token) : null);
    if (request.method !== 'POST') return new Response(null, { status: 405, headers: { allow: 'GET, HEAD, POST' } });
    if (!token) return answer(null);
    const said = await request.text();
    const wish = said.length <= mostSaid ? new URLSearchParams(said).get('say') : null;
    const move = guardianMoves.find((one) => one === wish);
    if (!move) return answer(await openConsent(ctx, token), 422);
    const { page, closed } = await speakAsGuardian(ctx, { token, move });
    if (closed !== null) await pageIsClosed(ctx, closed);
    return answer(page);
  }
  // Nothing here is refused in the format of the API.
  return { fetch, onError: () => undefined, notFound: () => undefined };
}

import { isLocale, type Locale } from '../../core/locale.ts';
import { publicPageHeaders } from '../../core/page-headers.ts';
import type { Ctx } from '../ctx.ts';
import { resubscribe, unsubscribe } from './unsubscribe.ts';
import { readStopToken, type Stop } from './unsubscribe-token.ts';

export type UnsubscribePage = {
  site: string;
  locale: Locale;
  state: 'ask' | 'done' | 'undone' | 'unknown';
  kind: string;
  path: string;
};

/** The link speaks for its reader, so it is told to no other site, kept in no cache and found by no search. */
const headers = {
  ...publicPageHeaders,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
};

/** More than the page's own form or a mail program's one click (RFC 8058) has to say. */
const mostSaid = 2000;

async function wantsUndo(request: Request): Promise<boolean> {
  const said = await request.text();
  return said.length <= mostSaid && new URLSearchParams(said).get('undo') === 'yes';
}

/**
 * `/{locale}/unsubscribe/{token}`: looking changes nothing, for mail programs follow links by themselves; a POST does, from the
 * page's button or from the mail program's own. No session is asked for. Made to be served like any routes.
 */
export function unsubscribePage(render: (page: UnsubscribePage) => Promise<string>) {
  async function answerFor(request: Request, { ctx }: { ctx: Ctx }): Promise<Response> {
    const { pathname } = new URL(request.url);
    const [, asked, token = ''] = /^\/([a-z]+)\/unsubscribe\/([\w.-]+)\/?$/.exec(pathname) ?? [];
    const locale = isLocale(asked) ? asked : ctx.locale;
    const answer = async (state: UnsubscribePage['state'], stop: Stop | null) =>
      new Response(
        await render({
          site: ctx.ports.siteUrl,
          locale,
          state: stop === null ? 'unknown' : state,
          kind: stop?.kind ?? '',
          path: `/unsubscribe/${token}`,
        }),
        { status: stop === null ? 404 : 200, headers },
      );
    if (request.method === 'GET' || request.method === 'HEAD') return answer('ask', readStopToken(ctx, token));
    if (request.method !== 'POST') return new Response(null, { status: 405, headers: { allow: 'GET, HEAD, POST' } });
    return (await wantsUndo(request))
      ? answer('undone', await resubscribe(ctx, token))
      : answer('done', await unsubscribe(ctx, token));
  }
  // Nothing here is refused in the format of the API.
  return { fetch: answerFor, onError: () => undefined, notFound: () => undefined };
}

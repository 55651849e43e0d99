import type * as z from 'zod';
import { isLocale, type Locale } from '../../../core/locale.ts';
import { publicPageHeaders } from '../../../core/page-headers.ts';
import type { Ctx } from '../../ctx.ts';
import { searchAnswer, searchQuery, type SearchAnswer, type SearchQuery } from '../../discovery/search/schema.ts';
import { askedLimits, queryOf, readAsked, type Asked, type Note } from '../rules/address.ts';
import { questionOf } from '../rules/question.ts';
import type { SearchPage } from '../schema/search-page.ts';

type Page = { site: string; locale: Locale };
export type SearchPages = {
  find(ctx: Ctx, question: SearchQuery): Promise<z.input<typeof searchAnswer>>;
  render(page: Page & { search: SearchPage }): Promise<string>;
  renderNotFound(page: Page): Promise<string>;
  renderUnavailable(page: Page & { path: string }): Promise<string>;
};

/** People on a page of results: the same number as on the lists that are built. */
export const perPage = 24;

/**
 * A minute at the CDN, and stale for ten while a newer one is made; purged with the lists. Each address is a copy of its own, and only
 * an address written the one way it is shared by is kept at all: whatever else somebody writes is led there, or told what was ignored.
 */
const shared = {
  'cache-control': 'public, max-age=0, must-revalidate',
  'netlify-cdn-cache-control': 'public, s-maxage=60, stale-while-revalidate=600',
  'netlify-cache-tag': 'talents',
  'netlify-vary': 'query',
};
const unshared = { 'cache-control': 'no-store' };

const nobody: SearchAnswer = {
  items: [],
  total: 0,
  nextCursor: null,
  facets: { category: [], city: [], country: [], language: [], rating: [] },
  corrected: null,
};

/** A question the search takes; what it will not take of ours is a page of a list that is no more. */
function parsed(asked: Asked): { asked: Asked; question: SearchQuery; notes: Note[] } {
  const whole = searchQuery.safeParse({ ...questionOf(asked), limit: String(perPage) });
  if (whole.success) return { asked, question: whole.data, notes: [] };
  const less = { ...asked, cursor: null };
  const question = searchQuery.parse({ ...questionOf(less), limit: String(perPage) });
  return { asked: less, question, notes: [{ kind: 'unusable', name: 'cursor' }] };
}

/** As it was typed and nothing like it: what was found instead is not what was asked for. */
const literally = (found: SearchAnswer): SearchAnswer => ({ ...nobody, corrected: found.corrected });

export function searchPage(parts: SearchPages) {
  async function answer(request: Request, { ctx }: { ctx: Ctx }): Promise<Response> {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } });
    const url = new URL(request.url);
    const [, wish] = /^\/([a-z]+)\/search\/?$/.exec(url.pathname) ?? [];
    const page = { site: ctx.ports.siteUrl, locale: isLocale(wish) ? wish : ctx.locale };
    const html = (text: string, status: number, headers: Record<string, string>) =>
      new Response(text, { status, headers: { ...publicPageHeaders, ...headers } });
    if (!isLocale(wish)) return html(await parts.renderNotFound(page), 404, unshared);

    const first = ctx.now.toISOString().slice(0, 10);
    const read = readAsked(url.searchParams, first);
    const clean = `/${page.locale}/search/${queryOf(read.asked)}`;
    // what a form leaves empty, and any other way to write the same search, leads to the one address it is shared by
    if ((!read.tidy || !url.pathname.endsWith('/')) && read.notes.length === 0)
      return new Response(null, { status: 303, headers: { ...unshared, location: clean } });

    const { asked, question, notes } = parsed(read.asked);
    try {
      const answered = searchAnswer.parse(await parts.find(ctx, question));
      const found = asked.exact && answered.corrected !== null ? literally(answered) : answered;
      const last = new Date(ctx.now.getTime() + askedLimits.daysAhead * 86_400_000).toISOString().slice(0, 10);
      const search = { asked, notes: [...read.notes, ...notes], days: { first, last }, found };
      // a note is for whoever wrote the address, and made-up addresses have no end
      return html(await parts.render({ ...page, search }), 200, search.notes.length > 0 ? unshared : shared);
    } catch (error) {
      ctx.log('search page failed', {
        error: error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error),
      });
      const path = `/search/${queryOf(asked)}`;
      const headers = { ...unshared, 'retry-after': '60', 'x-robots-tag': 'noindex' };
      return html(await parts.renderUnavailable({ ...page, path }), 503, headers);
    }
  }
  return { fetch: answer, onError: () => undefined, notFound: () => undefined };
}

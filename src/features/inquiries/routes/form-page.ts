import { AppError } from '../../../core/errors.ts';
import { isLocale, type Locale } from '../../../core/locale.ts';
import { publicPageHeaders } from '../../../core/page-headers.ts';
import { problemOf, statuses } from '../../../http/problem.ts';
import { refusalOf } from '../../../http/serve.ts';
import type { Ctx } from '../../ctx.ts';
import { api, ctxOf } from '../../endpoint.ts';
import { ask, pretend } from '../ask.ts';
import { checkPage, readTyped } from '../ask-form.ts';
import type { AskTyped, CheckPage, NoticePage, SentPage } from '../schema/pages.ts';
import { customerMessageRoutes, networkOfCall } from './messages.ts';

type Page = { site: string; locale: Locale };
/** The pages, as whoever compiled them can draw them. */
export type InquiryPages = {
  renderCheck(page: Page & { check: CheckPage }): Promise<string>;
  renderSent(page: Page & { sent: SentPage }): Promise<string>;
  renderNotice(page: Page & { notice: NoticePage }): Promise<string>;
};

/** A person's own page: kept nowhere, found by no search engine. */
export const privatePage = (html: string, status = 200, more: Record<string, string> = {}): Response =>
  new Response(html, {
    status,
    headers: {
      ...publicPageHeaders,
      'cache-control': 'private, no-store',
      'x-robots-tag': 'noindex',
      // the origin goes to ourselves alone, and a form needs it
      'referrer-policy': 'same-origin',
      ...more,
    },
  });

const fields = ['recipient', 'listing', 'subject', 'message', 'senderName', 'senderEmail', 'senderPhone'] as const;
export const isForm = (request: Request): boolean =>
  request.method === 'POST' && /^application\/x-www-form-urlencoded\b/i.test(request.headers.get('content-type') ?? '');

/** A refusal as a page: what it is, what to do about it, and the words that were not sent. */
export function noticeOf(ctx: Ctx, locale: Locale, error: AppError, typed: string | null, back: string): NoticePage {
  const problem = problemOf(error, locale, ctx.requestId);
  const links: NoticePage['links'] = [
    ...(error.code === 'unauthenticated'
      ? [{ href: `/${locale}/sign-in/?return=${encodeURIComponent(back)}`, label: 'notice.signIn' as const }]
      : error.code === 'upgrade_required'
        ? [{ href: `/${locale}/pricing/`, label: 'notice.plans' as const }]
        : []),
    { href: back, label: 'notice.back' },
  ];
  return { title: problem.title, detail: [problem.detail, problem.action].filter(Boolean).join(' '), links, typed };
}

/** The form of a talent's page, without a script: checked on a page, sent from it, thanked for on another. */
export async function answerForm(request: Request, reader: Ctx, pages: InquiryPages): Promise<Response> {
  const sent = new URLSearchParams(await request.text());
  const wish = sent.get('locale');
  const locale = isLocale(wish) ? wish : reader.locale;
  const ctx: Ctx = { ...reader, locale };
  const site = ctx.ports.siteUrl;
  const typed = Object.fromEntries(fields.map((name) => [name, sent.get(name) ?? ''])) as AskTyped;
  // the address of the page the form stood on; anything else leads to the list
  const from = sent.get('slug') ?? '';
  const back = `/${locale}/talents/${/^[a-z0-9-]{1,80}$/.test(from) ? `${from}/` : ''}`;
  const check = async (page: CheckPage, status: number) =>
    privatePage(await pages.renderCheck({ site, locale, check: page }), status);
  try {
    const token = sent.get('formToken') ?? undefined;
    const read = readTyped(ctx, typed, token);
    const page = await checkPage(ctx, typed, read);
    if (token === undefined || !read.asked) return await check(page, read.asked ? 200 : 422);
    const thanks = async (confirmation: string) =>
      privatePage(await pages.renderSent({ site, locale, sent: { talent: page.talent, confirmation } }), 201);
    if (sent.get('website')) return await thanks(pretend(ctx, read.asked, page.talent.name).confirmation);
    const door = ctx.actor ? ctx.doors.asUser(ctx.actor) : ctx.doors.asVisitor();
    const asked = { ...read.asked, network: networkOfCall(request.headers) };
    try {
      return await thanks((await door.write((tx) => ask(ctx, tx, asked))).confirmation);
    } catch (error) {
      // the form was ours but its time was not: nothing is lost, the page comes again
      const why = error instanceof AppError ? error.details.fields?.['formToken']?.[0] : undefined;
      if (why === 'too_fast')
        return await check(await checkPage(ctx, typed, read, { note: why, formToken: token }), 429);
      if (why === 'stale') return await check(await checkPage(ctx, typed, read, { note: why }), 409);
      throw error;
    }
  } catch (error) {
    const refusal = refusalOf(error, () => null);
    if (refusal.code === 'internal' || refusal.code === 'not_ready') throw error;
    const notice = noticeOf(ctx, locale, refusal, typed.message || null, back);
    const wait = refusal.details.retryAfter;
    return privatePage(
      await pages.renderNotice({ site, locale, notice }),
      statuses[refusal.code],
      wait === undefined ? {} : { 'retry-after': String(wait) },
    );
  }
}

/** One address for programs and for pages: a form is answered with a page, all else by the API. */
export function formOrApi(pages: () => Promise<InquiryPages>) {
  const routes = api();
  routes.use('/api/customer/messages/', async (c, next) =>
    isForm(c.req.raw) ? answerForm(c.req.raw, ctxOf(c), await pages()) : next(),
  );
  // another address takes no forms
  routes.use('/api/customer/messages/*', async (c, next) => {
    if (isForm(c.req.raw)) throw new AppError('unsupported_media_type');
    await next();
  });
  return routes.route('/', customerMessageRoutes);
}

import * as z from 'zod';
import { AppError } from '../../../core/errors.ts';
import { isLocale, type Locale } from '../../../core/locale.ts';
import { publicPageHeaders } from '../../../core/page-headers.ts';
import { problemOf, statuses } from '../../../http/problem.ts';
import { refusalOf } from '../../../http/serve.ts';
import type { Ctx } from '../../ctx.ts';
import { askByForm, openAskPage } from '../form.ts';
import { openUploadPage, sendByLink } from '../link.ts';
import { photoLimits } from '../rules.ts';
import type { AskPage, UploadPage } from '../schema/pages.ts';
import { formTrouble } from '../words.ts';

type Page = { site: string; locale: Locale };
const id = z.uuid();

/** A person's own page: kept nowhere, found by no search engine. */
const privatePage = (html: string, status: number, more: Record<string, string> = {}): Response =>
  new Response(html, {
    status,
    headers: { ...publicPageHeaders, 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex', ...more },
  });
const otherMethod = () => new Response(null, { status: 405, headers: { allow: 'GET, HEAD, POST' } });
const unframed = { onError: () => undefined, notFound: () => undefined };
const inLocaleOf = (ctx: Ctx, asked: string | undefined): Ctx => (isLocale(asked) ? { ...ctx, locale: asked } : ctx);

/** What a page of a sending may weigh in all: the photos, and what a form puts around them. */
const mostOfAForm = photoLimits.together + 256 * 1024;

/** The form as it came; null: it weighs too much, or is none. */
async function formOf(request: Request): Promise<FormData | null> {
  if (Number(request.headers.get('content-length') ?? 0) > mostOfAForm) return null;
  return request.formData().catch(() => null);
}

/**
 * `/{locale}/photos/{requestId}/?k=…`: what is there, and a form for photos. The link alone lets in, so no session is looked at, and
 * nobody is told where its reader came from.
 */
export function uploadPage(render: (page: Page & { upload: UploadPage | null }) => Promise<string>) {
  async function fetch(request: Request, { ctx: reader }: { ctx: Ctx }): Promise<Response> {
    const url = new URL(request.url);
    const [, wish, asked] = /^\/([a-z]+)\/photos\/([^/]+)\/?$/.exec(url.pathname) ?? [];
    const ctx = inLocaleOf({ ...reader, actor: null }, wish);
    const answer = async (upload: UploadPage | null) => {
      const status =
        upload === null
          ? 404
          : upload.over === 'closed' || upload.over === 'too_late'
            ? 410
            : upload.sent === null || upload.sent.taken + upload.sent.known > 0
              ? 200
              : upload.sent.whole === 'too_heavy'
                ? 413
                : 422;
      const html = await render({ site: ctx.ports.siteUrl, locale: ctx.locale, upload });
      return privatePage(html, status, { 'referrer-policy': 'no-referrer' });
    };
    const requestId = id.safeParse(asked);
    const k = url.searchParams.get('k') ?? '';
    if (!requestId.success || k.length > 200) return answer(null);
    const link = { requestId: requestId.data, k };
    if (request.method === 'GET' || request.method === 'HEAD') return answer(await openUploadPage(ctx, link));
    if (request.method !== 'POST') return otherMethod();
    const form = await formOf(request);
    if (form === null) {
      const sent = { shown: false, taken: 0, known: 0, refused: [], whole: 'too_heavy' } as const;
      return answer(await openUploadPage(ctx, { ...link, sent }));
    }
    const files = form
      .getAll('photos')
      .filter((entry) => entry instanceof File && (entry.size > 0 || entry.name !== ''));
    const photos = await Promise.all(
      files
        .filter((entry) => entry instanceof File)
        .map(async (file) => ({
          name: file.name.slice(0, 120),
          bytes: new Uint8Array(await file.arrayBuffer()),
        })),
    );
    try {
      return await answer(await sendByLink(ctx, { ...link, photos, show: form.get('show') === 'yes' }));
    } catch (error) {
      // closed, over or full in the meantime: the page says which
      if (error instanceof AppError && ['wrong_state', 'too_late', 'limit_reached', 'not_found'].includes(error.code))
        return answer(await openUploadPage(ctx, link));
      throw error;
    }
  }
  return { fetch, ...unframed };
}

/** `/{locale}/photos/ask/{serviceId}/`: asks for more photos, with an account or without. */
export function askPage(
  render: (page: Page & { ask: AskPage }) => Promise<string>,
  notFound: (page: Page) => Promise<string>,
) {
  async function fetch(request: Request, { ctx: reader }: { ctx: Ctx }): Promise<Response> {
    const url = new URL(request.url);
    const [, wish, asked] = /^\/([a-z]+)\/photos\/ask\/([^/]+)\/?$/.exec(url.pathname) ?? [];
    const ctx = inLocaleOf(reader, wish);
    const site = { site: ctx.ports.siteUrl, locale: ctx.locale };
    const answer = async (page: AskPage, status: number, more: Record<string, string> = {}) =>
      privatePage(await render({ ...site, ask: page }), status, more);
    const gone = async () => privatePage(await notFound(site), 404);
    const serviceId = id.safeParse(asked);
    if (!serviceId.success) return gone();
    if (!['GET', 'HEAD', 'POST'].includes(request.method)) return otherMethod();
    const sent = request.method === 'POST' ? new URLSearchParams(await request.text()) : null;
    const field = (name: string) => sent?.get(name) ?? '';
    const typed = { wish: field('wish'), senderName: field('senderName'), senderEmail: field('senderEmail') };
    const wanted = { serviceId: serviceId.data, typed };
    try {
      if (!sent) return await answer(await openAskPage(ctx, { serviceId: serviceId.data }), 200);
      const network = request.headers.get('x-nf-client-connection-ip');
      const formToken = field('formToken');
      const page = await askByForm(ctx, { ...wanted, formToken, trapped: field('website') !== '', network });
      return await answer(page, page.done ? 201 : 422);
    } catch (error) {
      const refusal = refusalOf(error, () => null);
      if (refusal.code === 'internal' || refusal.code === 'not_ready') throw error;
      if (refusal.code === 'not_found') return gone();
      const { title, detail } = problemOf(refusal, ctx.locale, ctx.requestId);
      const form = refusal.details.fields?.['formToken']?.[0];
      const trouble = form === 'too_fast' || form === 'stale' ? formTrouble(ctx.locale, form) : null;
      const page = await openAskPage(ctx, wanted);
      const again = form === 'too_fast' ? { ...page, formToken: field('formToken') } : page;
      const wait = refusal.details.retryAfter;
      return answer(
        { ...again, refusal: trouble === null ? { title, detail } : { title: trouble, detail: '' } },
        statuses[refusal.code],
        wait === undefined ? {} : { 'retry-after': String(wait) },
      );
    }
  }
  return { fetch, ...unframed };
}

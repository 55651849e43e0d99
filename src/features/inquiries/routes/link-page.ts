import * as z from 'zod';
import { AppError } from '../../../core/errors.ts';
import { isLocale, type Locale } from '../../../core/locale.ts';
import { problemOf } from '../../../http/problem.ts';
import { refusalOf } from '../../../http/serve.ts';
import type { Ctx } from '../../ctx.ts';
import { endByLink, getConversation } from '../conversation.ts';
import { issueForm, readForm } from '../form.ts';
import { replyBody } from '../schema.ts';
import type { ThreadPage } from '../schema/pages.ts';
import { followUp } from '../talk.ts';
import { privatePage } from './form-page.ts';

type Page = { site: string; locale: Locale };
export type LinkPages = {
  renderThread(page: Page & { thread: ThreadPage }): Promise<string>;
  /** the link is incomplete, or what it opened is gone: both look the same */
  renderGone(page: Page): Promise<string>;
};

const id = z.uuid();
const page = (html: string, status = 200) =>
  // the secret stands in the address: nobody is told where the reader came from
  privatePage(html, status, { 'referrer-policy': 'no-referrer' });

type Asked = { ctx: Ctx; here: string; messageId: string; k: string; pages: LinkPages };

async function show(
  asked: Asked,
  more: Pick<ThreadPage, 'step' | 'done' | 'refused'>,
  status = 200,
): Promise<Response> {
  const { ctx, messageId, k, pages } = asked;
  // whoever opens the link reads by the link alone: no session is looked at
  const conversation = await getConversation({ ...ctx, actor: null }, { messageId, k });
  const { formToken } = issueForm(ctx);
  const thread: ThreadPage = { conversation, timeZone: ctx.ports.seller.timeZone, k, formToken, ...more };
  return page(await pages.renderThread({ site: ctx.ports.siteUrl, locale: ctx.locale, thread }), status);
}

const seeOther = (location: string) =>
  new Response(null, {
    status: 303,
    headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
  });

async function write(asked: Asked, sent: URLSearchParams): Promise<Response> {
  const { ctx, messageId, k, here } = asked;
  const link = `${here}?k=${encodeURIComponent(k)}`;
  if (sent.get('do') === 'not_me') {
    await endByLink(ctx, { messageId, k });
    return seeOther(link);
  }
  const typed = sent.get('reply') ?? '';
  try {
    const form = readForm(ctx, sent.get('formToken') ?? undefined);
    if (!form || form.verdict === 'stale')
      return await show(asked, { step: 'read', done: null, refused: { detail: '', typed } });
    const words = replyBody.safeParse({ reply: typed });
    if (!words.success) throw new AppError('invalid');
    await ctx.doors
      .asVisitor({ link: k })
      .write((tx) => followUp(ctx, tx, { messageId, ...words.data, form: form.id }));
    return seeOther(`${link}&done=sent`);
  } catch (error) {
    const refusal = refusalOf(error, () => null);
    if (refusal.code === 'not_found' || refusal.code === 'internal') throw error;
    const { detail, status } = problemOf(refusal, ctx.locale, ctx.requestId);
    return show(asked, { step: 'read', done: null, refused: { detail, typed } }, status);
  }
}

/** The one page a sender without an account has: what they asked, what was answered, and a word back. */
export function linkPage(pages: LinkPages) {
  async function answer(request: Request, { ctx: reader }: { ctx: Ctx }): Promise<Response> {
    const url = new URL(request.url);
    const [, wish, asked] = /^\/([a-z]+)\/inquiry\/([^/]+)\/?$/.exec(url.pathname) ?? [];
    const ctx: Ctx = { ...reader, actor: null, locale: isLocale(wish) ? wish : reader.locale };
    const gone = async () => page(await pages.renderGone({ site: ctx.ports.siteUrl, locale: ctx.locale }), 404);
    if (!['GET', 'HEAD', 'POST'].includes(request.method))
      return new Response(null, { status: 405, headers: { allow: 'GET, HEAD, POST' } });
    const sent = request.method === 'POST' ? new URLSearchParams(await request.text()) : null;
    const k = (sent ?? url.searchParams).get('k') ?? '';
    const messageId = id.safeParse(asked);
    if (!messageId.success || k === '' || k.length > 200) return gone();
    const wanted = { ctx, here: `/${ctx.locale}/inquiry/${messageId.data}/`, messageId: messageId.data, k, pages };
    try {
      if (sent) return await write(wanted, sent);
      const step = url.searchParams.get('step') === 'not-me' ? 'not_me' : 'read';
      return await show(wanted, { step, done: url.searchParams.get('done') === 'sent' ? 'sent' : null, refused: null });
    } catch (error) {
      if (error instanceof AppError && error.code === 'not_found') return gone();
      throw error;
    }
  }
  return { fetch: answer, onError: () => undefined, notFound: () => undefined };
}

import { AppError } from '../../core/errors.ts';
import type { Locale } from '../../core/locale.ts';
import { RefusedForGood } from '../../core/refused-for-good.ts';
import { attachmentLimits } from '../attachments/rules.ts';
import type { Ctx } from '../ctx.ts';
import { hearOfDelivery } from '../notifications/deliveries.ts';
import * as numbers from './queries/numbers.ts';
import * as queries from './queries/notices.ts';
import * as requests from './queries/requests.ts';
import { receivePhotos } from './receiving.ts';
import { noticeLimits, noticeRetry, type Heard } from './rules/whatsapp.ts';
import { answerTo } from './words.ts';

type Settled = { state: 'done' | 'ignored' | 'failed' | 'waiting'; outcome: string };
type Message = Extract<Heard, { is: 'message' }>;

const system = (ctx: Ctx) => ctx.doors.asSystem('photos: WhatsApp');
const batch = 10;
/** a picture is fetched, read and drawn within this, or somebody else may try */
const hold = 120_000;

/** Keeps what was said, each thing once, before anything is done about it. */
export const hearWhatsApp = (ctx: Ctx, heard: readonly Heard[]): Promise<void> =>
  system(ctx).write((tx) => queries.keep(tx, heard));

/** What became of a message of ours. It may be told before we have written down that we sent it: then it waits. */
async function aboutDelivery(ctx: Ctx, heard: Extract<Heard, { is: 'status' }>): Promise<Settled> {
  if (heard.status === 'sent') return { state: 'done', outcome: 'sent' };
  const said =
    heard.status === 'failed'
      ? { state: 'failed' as const, lastError: heard.why ?? 'failed', isAddress: heard.isNumber }
      : { state: 'delivered' as const };
  const known = await hearOfDelivery(ctx, 'whatsapp', heard.messageId, said);
  return known ? { state: 'done', outcome: said.state } : { state: 'waiting', outcome: 'unknown message' };
}

type Sender = { userId: string; showAtOnce: boolean; locale: Locale };

/** The request a message is about: the one it answers, else the newest of theirs that takes photos. */
async function requestFor(ctx: Ctx, sender: Sender, message: Message): Promise<requests.Answerable | null> {
  const { answered, newest } = await system(ctx).read((db) => ({
    answered: queries.requestBehind(db, message.replyTo ?? ''),
    newest: requests.newestWaiting(db, sender.userId, ctx.now),
  }));
  for (const id of [answered[0]?.requestId, newest[0]?.id]) {
    if (id == null) continue;
    const { found, theirs } = await system(ctx).read((db) => ({
      found: requests.toAnswer(db, id),
      theirs: requests.isOf(db, id, sender.userId),
    }));
    const [request] = found;
    if (request && theirs.length > 0 && request.state !== 'closed' && request.expiresAt > ctx.now) return request;
  }
  return null;
}

/** Answering is a courtesy: what was sent is kept whether the answer gets through or not. */
async function reply(ctx: Ctx, message: Message, text: string): Promise<void> {
  await ctx.ports.whatsapp
    ?.sendText(message.from, text, message.messageId)
    .catch((error: unknown) =>
      ctx.log('no answer on WhatsApp', { error: error instanceof Error ? error.message : '' }),
    );
}

/** A picture from a talent's own number becomes a photo of the service somebody asked about. A number we do not know gets no answer. */
async function aboutPhoto(ctx: Ctx, message: Message): Promise<Settled> {
  const { owner } = await system(ctx).read((db) => ({ owner: numbers.ownerOf(db, message.from) }));
  const [sender] = owner;
  if (!sender) return { state: 'ignored', outcome: 'unknown number' };
  if (message.mediaId === null) return { state: 'ignored', outcome: `a ${message.kind}` };
  const { locale } = sender;
  const request = await requestFor(ctx, sender, message);
  if (request === null) {
    await reply(ctx, message, answerTo(locale, { is: 'nothing' }));
    return { state: 'ignored', outcome: 'nothing asked' };
  }
  const bytes = await ctx.ports.whatsapp?.media(message.mediaId, attachmentLimits.bytes.image);
  if (bytes == null) return { state: 'waiting', outcome: 'no such medium' };
  const refused = async (why: string): Promise<Settled> => {
    await reply(ctx, message, answerTo(locale, { is: 'refused', why }));
    return { state: 'ignored', outcome: why };
  };
  if (bytes === 'too_large') return refused('too_large');
  const state = sender.showAtOnce ? 'shown' : 'waiting';
  try {
    const came = [{ bytes, name: message.messageId }];
    const taken = await receivePhotos({ ...ctx, locale }, request, came, { source: 'whatsapp', state });
    const [trouble] = taken.refused;
    if (trouble) return await refused(trouble.why);
    await reply(ctx, message, answerTo(locale, { is: state === 'shown' ? 'shown' : 'kept' }));
    return { state: 'done', outcome: taken.taken > 0 ? 'a photo' : 'a photo we had' };
  } catch (error) {
    if (error instanceof AppError && error.code === 'limit_reached') return refused(error.code);
    if (error instanceof AppError && ['wrong_state', 'too_late', 'not_found'].includes(error.code))
      return { state: 'ignored', outcome: error.code };
    throw error;
  }
}

async function workThrough(ctx: Ctx, notice: queries.Notice): Promise<Settled> {
  const { heard } = notice;
  try {
    return heard.is === 'status' ? await aboutDelivery(ctx, heard) : await aboutPhoto(ctx, heard);
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]?.slice(0, 200)}` : 'unknown';
    ctx.log('a notice of WhatsApp waits', { notice: notice.id, reason });
    return { state: error instanceof RefusedForGood ? 'failed' : 'waiting', outcome: reason };
  }
}

/** What was kept and is due, each once; what cannot be done yet comes back later, a few times. */
export async function workThroughNotices(ctx: Ctx, budget = 15_000): Promise<Record<Settled['state'], number>> {
  const report = { done: 0, ignored: 0, failed: 0, waiting: 0 };
  const started = performance.now();
  while (performance.now() - started < budget) {
    const taken = await system(ctx).write((tx) =>
      queries.claim(tx, ctx.now, new Date(ctx.now.getTime() + hold), batch),
    );
    for (const notice of taken) {
      const outcome = await workThrough(ctx, notice);
      const over = outcome.state === 'waiting' && notice.attempts >= noticeLimits.tries;
      // a status of a message that was not a letter (a code, an answer) is nobody's
      const state = over ? (notice.heard.is === 'status' ? 'ignored' : 'failed') : outcome.state;
      const dueAt = new Date(ctx.now.getTime() + noticeRetry(notice.attempts));
      await system(ctx).write((tx) => queries.settle(tx, notice.id, { ...outcome, state, dueAt }));
      report[state] += 1;
    }
    if (taken.length < batch) break;
  }
  return report;
}

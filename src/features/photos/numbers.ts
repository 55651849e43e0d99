import { createHash, timingSafeEqual } from 'node:crypto';
import type * as z from 'zod';
import { absent, AppError } from '../../core/errors.ts';
import { RefusedForGood } from '../../core/refused-for-good.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { requireRole } from '../identity/rules.ts';
import * as identity from '../identity/service.ts';
import * as queries from './queries/numbers.ts';
import { codeFrom, codeLimits } from './rules/numbers.ts';
import type { whatsappNumber } from './schema.ts';

type View = z.input<typeof whatsappNumber>;
type Row = Awaited<ReturnType<typeof queries.mine>>[number];

const view = (ctx: Ctx, row: Row | undefined): View => ({
  available: ctx.ports.whatsapp !== null,
  number: row?.number ?? null,
  verified: row !== undefined && row.verifiedAt !== null,
  showAtOnce: row?.showAtOnce ?? true,
});

/** A talent in good standing, and what is kept of their number. */
async function mine(ctx: Ctx): Promise<{ userId: string; locale: Ctx['locale']; row: Row | undefined }> {
  const { userId } = actorOf(ctx);
  const { me, row } = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    row: queries.mine(db, userId),
  }));
  const { locale } = requireRole(me[0], 'talent');
  return { userId, locale, row: row[0] };
}

const system = (ctx: Ctx) => ctx.doors.asSystem('photos: a number on WhatsApp');

/** Kept nowhere: made again from whose number it is and when it was sent. */
const codeOf = (ctx: Ctx, userId: string, number: string, sentAt: Date): string =>
  codeFrom(
    createHash('sha256')
      .update(ctx.ports.secretFor('whatsapp-code', `${userId}:${number}:${sentAt.toISOString()}`))
      .digest(),
  );

export const getWhatsappNumber = async (ctx: Ctx): Promise<View> => view(ctx, (await mine(ctx)).row);

/** A code goes to the number. The same number that is theirs already stays so and gets none. */
export async function giveWhatsappNumber(ctx: Ctx, { number }: { number: string }): Promise<View> {
  const { userId, locale, row } = await mine(ctx);
  const line = ctx.ports.whatsapp;
  if (row?.number === number && row.verifiedAt !== null) return view(ctx, row);
  if (!line) throw new AppError('not_ready', { cause: new Error('WhatsApp has no settings here') });
  await system(ctx).write(async (tx) => {
    const [kept] = await queries.lock(tx, userId);
    const since = kept?.codesSince;
    const sameDay = since != null && ctx.now.getTime() - since.getTime() < codeLimits.day;
    const codes = sameDay ? (kept?.codes ?? 0) : 0;
    if (codes >= codeLimits.perDay) {
      const left = codeLimits.day - (ctx.now.getTime() - (since ?? ctx.now).getTime());
      throw new AppError('slow_down', { retryAfter: Math.max(1, Math.ceil(left / 1000)) });
    }
    const codesSince = sameDay && since != null ? since : ctx.now;
    await queries.keep(tx, { userId, number, codeSentAt: ctx.now, codes: codes + 1, codesSince });
  });
  const code = codeOf(ctx, userId, number, ctx.now);
  try {
    await line.sendTemplate(number, { name: 'mawahib_code', locale, body: [code], button: code });
  } catch (error) {
    if (error instanceof RefusedForGood)
      throw new AppError('invalid', { fields: { number: ['unreachable'] }, cause: error });
    throw new AppError('not_ready', { cause: error });
  }
  return view(ctx, { number, verifiedAt: null, showAtOnce: row?.showAtOnce ?? true });
}

const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** The code that came there is said back. A wrong one is counted whatever becomes of the call. */
export async function confirmWhatsappNumber(ctx: Ctx, { code }: { code: string }): Promise<View> {
  const { userId } = await mine(ctx);
  const outcome = await system(ctx).write(async (tx) => {
    const [kept] = await queries.lock(tx, userId);
    // said twice, it stays theirs
    if (kept && kept.verifiedAt !== null) return 'good' as const;
    if (!kept?.codeSentAt) return 'nothing' as const;
    if (kept.tries >= codeLimits.tries) return 'spent' as const;
    if (ctx.now.getTime() - kept.codeSentAt.getTime() > codeLimits.goodFor) return 'old' as const;
    if (!same(code, codeOf(ctx, userId, kept.number, kept.codeSentAt))) {
      await queries.countTry(tx, userId);
      return 'wrong' as const;
    }
    await queries.verify(tx, userId, kept.number, ctx.now);
    return 'good' as const;
  });
  if (outcome === 'nothing') return absent();
  if (outcome === 'spent') throw new AppError('slow_down', { retryAfter: 60, fields: { code: ['spent'] } });
  if (outcome !== 'good') throw new AppError('invalid', { fields: { code: [outcome] } });
  return getWhatsappNumber(ctx);
}

export async function chooseWhatsapp(ctx: Ctx, { showAtOnce }: { showAtOnce: boolean }): Promise<View> {
  const { userId } = await mine(ctx);
  if ((await system(ctx).write((tx) => queries.choose(tx, userId, showAtOnce))).length === 0) return absent();
  return getWhatsappNumber(ctx);
}

export async function forgetWhatsappNumber(ctx: Ctx): Promise<View> {
  const { userId } = await mine(ctx);
  await system(ctx).write((tx) => queries.forget(tx, userId));
  return view(ctx, undefined);
}

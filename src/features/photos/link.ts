import { timingSafeEqual } from 'node:crypto';
import type { Ctx } from '../ctx.ts';
import { isPublic } from '../profiles/rules/profile.ts';
import { uploadWord } from './asking.ts';
import * as queries from './queries/requests.ts';
import { findAnswerable, receivePhotos, type Came } from './receiving.ts';
import { canReceive, photoLimits } from './rules.ts';
import type { UploadPage } from './schema/pages.ts';

/** Does this word belong to this request? Told in the same time, whatever it is. */
function opens(ctx: Ctx, requestId: string, k: string): boolean {
  const mine = Buffer.from(uploadWord(ctx, requestId));
  const theirs = Buffer.from(k);
  return mine.length === theirs.length && timingSafeEqual(mine, theirs);
}

/** What the page behind the link shows; null: the link opens nothing. */
export async function openUploadPage(
  ctx: Ctx,
  { requestId, k, sent = null }: { requestId: string; k: string; sent?: UploadPage['sent'] },
): Promise<UploadPage | null> {
  if (!opens(ctx, requestId, k)) return null;
  const { found, photos } = await ctx.doors.asSystem('photos: a link was opened').read((db) => ({
    found: queries.toAnswer(db, requestId),
    photos: queries.shownOf(db, requestId),
  }));
  const [request] = found;
  if (!request) return null;
  const may = canReceive(request, ctx.now);
  if (!may.ok && may.why === 'not_found') return null;
  return {
    id: request.id,
    k,
    service: request.serviceTitle,
    talent: { name: request.talentName, slug: request.slug, published: isPublic(request) },
    askedBy: request.askerName,
    wish: request.wish,
    expiresAt: request.expiresAt.toISOString(),
    left: may.ok ? may.value.left : null,
    over: may.ok
      ? null
      : may.why === 'wrong_state'
        ? request.expiresAt <= ctx.now
          ? 'too_late'
          : 'closed'
        : may.why === 'not_found'
          ? null
          : may.why,
    photos: {
      shown: photos.filter(({ state }) => state === 'shown').length,
      waiting: photos.filter(({ state }) => state === 'waiting').length,
    },
    sent,
  };
}

/** The form of that page: photos for the request its link opens. */
export async function sendByLink(
  ctx: Ctx,
  { requestId, k, photos, show }: { requestId: string; k: string; photos: readonly Came[]; show: boolean },
): Promise<UploadPage | null> {
  const before = await openUploadPage(ctx, { requestId, k });
  if (before === null || before.over !== null) return before;
  const nothing = { shown: show, taken: 0, known: 0, refused: [] };
  const weight = photos.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  const whole =
    photos.length === 0
      ? ('none' as const)
      : photos.length > photoLimits.atOnce
        ? ('too_many' as const)
        : weight > photoLimits.together
          ? ('too_heavy' as const)
          : null;
  if (whole !== null) return { ...before, sent: { ...nothing, whole } };
  const how = { source: 'link' as const, state: show ? ('shown' as const) : ('waiting' as const) };
  const taken = await receivePhotos(ctx, await findAnswerable(ctx, requestId), photos, how);
  return openUploadPage(ctx, { requestId, k, sent: { shown: show, ...taken, whole: null } });
}

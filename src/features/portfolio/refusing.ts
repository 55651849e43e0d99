import { AppError } from '../../core/errors.ts';
import { inMegabytes, type Room, type Used } from './rules/quota.ts';
import type { MediaRefusal } from './rules/media.ts';

/** What a file is refused for: by its name for programs, in a sentence for people. */
export const refusedMedia = (why: MediaRefusal, values: Record<string, string | number> = {}): AppError =>
  new AppError('attachment_refused', {
    fields: { file: [why] },
    // a portfolio takes other types than messages do, and says which
    values: { reason: why === 'type_differs' ? 'work_type_differs' : why, megabytes: 0, ...values },
  });

/** There is no room: what is used, what the plan gives, and where more is to be had. */
export function noRoom(
  why: 'items' | 'bytes' | 'video',
  used: Used,
  room: Room,
  plan: 'FREE' | 'PRO' | 'AGENCY' | null,
): AppError {
  const values = {
    what: why,
    items: used.items,
    itemsAllowed: room.items,
    megabytes: inMegabytes(used.bytes),
    megabytesAllowed: inMegabytes(room.bytes),
    videoMegabytes: inMegabytes(room.videoBytes),
  };
  // the largest plan is the end of it: only taking something away helps
  return new AppError('portfolio_full', {
    fields: { portfolio: [why] },
    values: { ...values, more: plan === 'AGENCY' || (plan === 'PRO' && why === 'video') ? 'no' : 'yes' },
    feature: 'portfolio',
    ...(plan === 'AGENCY' || (plan === 'PRO' && why === 'video') ? {} : { upgradeUrl: '/pricing' }),
  });
}

import type { Ctx } from '../ctx.ts';
import * as notices from './queries/notices.ts';
import * as requests from './queries/requests.ts';
import { noticeLimits } from './rules/whatsapp.ts';
import { workThroughNotices } from './whatsapp.ts';

/** For the clock: closes what is over, takes up what WhatsApp told and could not be done, forgets what nobody needs. */
export async function tendPhotos(ctx: Ctx): Promise<Record<string, unknown>> {
  const door = ctx.doors.asSystem('clock: photos');
  const closed = await door.write((tx) => requests.closeOver(tx, 500));
  const heard = await workThroughNotices(ctx);
  await door.write((tx) => notices.forget(tx, new Date(ctx.now.getTime() - noticeLimits.life)));
  return { closed, heard };
}

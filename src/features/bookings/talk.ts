import { absent } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import * as identity from '../identity/service.ts';
import { requireActive } from '../identity/rules.ts';
import { contactsShown, maskContacts } from '../messaging/rules.ts';
import { markRead, postMessage } from '../messaging/service.ts';
import * as queries from './queries.ts';
import { judge } from './service.ts';
import { messagesOf } from './view.ts';

export async function sendBookingMessage(ctx: Ctx, tx: Tx, { bookingId, body }: { bookingId: string; body: string }) {
  const { booking, side } = await judge(ctx, tx, bookingId, null);
  const sent = await postMessage(ctx, tx, booking, body);
  return {
    id: sent.id,
    from: side,
    body: contactsShown(booking.state) ? body : maskContacts(body),
    sentAt: sent.sentAt.toISOString(),
  };
}

export async function listBookingMessages(
  ctx: Ctx,
  { bookingId, cursor, limit }: { bookingId: string; cursor?: string | undefined; limit: number },
) {
  const { userId } = actorOf(ctx);
  const { me, booking, rows } = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    booking: queries.booking(db, bookingId),
    rows: queries.messagePage(db, bookingId, cursor, limit),
  }));
  requireActive(me[0]);
  return messagesOf(rows, (booking[0] ?? absent()).booking, limit, ctx.now);
}

export async function markBookingRead(
  ctx: Ctx,
  tx: Tx,
  { bookingId, lastReadId }: { bookingId: string; lastReadId: string },
) {
  requireActive((await identity.me(tx, actorOf(ctx).userId))[0]);
  return markRead(ctx, tx, bookingId, lastReadId);
}

import { absent } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { actorOf, userDoor, type Ctx } from '../ctx.ts';
import { attachmentOf, attachmentsOf, attachTo, wordsFor } from '../attachments/binding.ts';
import * as identity from '../identity/service.ts';
import { requireActive } from '../identity/rules.ts';
import { contactsShown, maskContacts } from '../messaging/rules.ts';
import { markRead, postMessage } from '../messaging/service.ts';
import * as queries from './queries.ts';
import { judge } from './service.ts';
import { messagesOf } from './view.ts';

type Words = { body: string; attachmentIds?: readonly string[] | undefined };

export async function sendBookingMessage(
  ctx: Ctx,
  tx: Tx,
  { bookingId, body, attachmentIds: ids = [] }: Words & { bookingId: string },
) {
  const { booking, side } = await judge(ctx, tx, bookingId, null);
  const threadId = await threadOf(tx, bookingId);
  const words = await wordsFor(ctx, tx, { threadId, body, ids });
  const sent = await postMessage(ctx, tx, booking, words);
  const files = await attachTo(ctx, tx, { threadId, messageId: sent.id, ids });
  const shown = contactsShown(booking.state);
  return {
    id: sent.id,
    from: side,
    body: shown ? words : maskContacts(words),
    sentAt: sent.sentAt.toISOString(),
    attachments: files.map((row) => attachmentOf(row, shown)),
  };
}

async function threadOf(tx: Tx, bookingId: string): Promise<string> {
  const [thread] = await queries.thread(tx, bookingId);
  return thread?.id ?? absent();
}

export async function listBookingMessages(
  ctx: Ctx,
  { bookingId, cursor, limit }: { bookingId: string; cursor?: string | undefined; limit: number },
) {
  const { userId } = actorOf(ctx);
  const { me, booking, rows, attachments } = await userDoor(ctx).read((db) => ({
    me: identity.me(db, userId),
    booking: queries.booking(db, bookingId),
    rows: queries.messagePage(db, bookingId, cursor, limit),
    attachments: attachmentsOf(db, queries.pageIds(db, bookingId, cursor, limit)),
  }));
  requireActive(me[0]);
  return messagesOf({ rows, attachments }, (booking[0] ?? absent()).booking, limit, ctx.now);
}

export async function markBookingRead(
  ctx: Ctx,
  tx: Tx,
  { bookingId, lastReadId }: { bookingId: string; lastReadId: string },
) {
  requireActive((await identity.me(tx, actorOf(ctx).userId))[0]);
  return markRead(ctx, tx, bookingId, lastReadId);
}

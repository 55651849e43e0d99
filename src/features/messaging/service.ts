import { and, eq, lte, sql } from 'drizzle-orm';
import { absent, AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { messages, threadMembers, threads } from '../../db/schema/messaging.ts';
import { actorOf, type Ctx } from '../ctx.ts';
import { bookingTalk, canMessageInBooking, maskedOrNull } from './rules.ts';

/** What messaging asks of a booking: messaging does not know bookings, bookings know messaging. */
type TalkedAbout = {
  id: string;
  customerId: string;
  talentUserId: string;
  state: string;
  stateAt: Date;
  completedAt: Date | null;
  quoteVersion: number;
};

/** Writes in a booking's thread if the rule allows it. The booking is locked by the caller, so closing and sending cannot both win. */
export async function postMessage(
  ctx: Ctx,
  tx: Tx,
  booking: TalkedAbout,
  body: string,
): Promise<{ id: string; sentAt: Date }> {
  const { userId } = actorOf(ctx);
  const side = booking.customerId === userId ? 'customer' : booking.talentUserId === userId ? 'talent' : null;
  const [thread] = await tx.select({ id: threads.id }).from(threads).where(eq(threads.bookingId, booking.id));
  if (!thread) absent();
  const [talk] = await tx
    .select({
      customerMessages: sql<number>`count(*) filter (where ${messages.senderId} = ${booking.customerId})::int`,
      talentMessages: sql<number>`count(*) filter (where ${messages.senderId} = ${booking.talentUserId})::int`,
      blocked: sql<boolean>`coalesce((select f.blocked from app.talk_facts(${thread.id}) f), false)`,
      away: sql<boolean>`coalesce((select f.away from app.talk_facts(${thread.id}) f), false)`,
    })
    .from(messages)
    .where(eq(messages.threadId, thread.id));
  const may = canMessageInBooking(
    bookingTalk(booking, side, talk ?? { customerMessages: 0, talentMessages: 0, blocked: false, away: false }),
    ctx.now,
  );
  if (!may.ok) throw new AppError(may.why);
  const [sent] = await tx
    .insert(messages)
    .values({ threadId: thread.id, senderId: userId, body, masked: maskedOrNull(body) })
    .returning({ id: messages.id, sentAt: messages.sentAt });
  return sent ?? absent();
}

export async function markRead(ctx: Ctx, tx: Tx, bookingId: string, lastReadId: string): Promise<{ unread: number }> {
  const [thread] = await tx.select({ id: threads.id }).from(threads).where(eq(threads.bookingId, bookingId));
  return markThreadRead(ctx, tx, thread?.id ?? absent(), lastReadId);
}

/** Read up to a message: what came after it stays unread. */
export async function markThreadRead(
  ctx: Ctx,
  tx: Tx,
  threadId: string,
  lastReadId: string,
): Promise<{ unread: number }> {
  const { userId } = actorOf(ctx);
  const [upTo] = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.threadId, threadId), eq(messages.id, lastReadId)));
  if (!upTo) throw new AppError('invalid', { fields: { lastReadId: ['unknown'] } });
  const [left] = await tx
    .select({ unread: sql<number>`count(*)::int` })
    .from(messages)
    .where(
      and(eq(messages.threadId, threadId), sql`${messages.id} > ${lastReadId}`, sql`${messages.senderId} <> ${userId}`),
    );
  const unread = left?.unread ?? 0;
  await tx
    .update(threadMembers)
    .set({ unread, markedUnread: false, lastReadId })
    .where(
      and(
        eq(threadMembers.threadId, threadId),
        eq(threadMembers.userId, userId),
        sql`(${threadMembers.lastReadId} is null or ${lte(threadMembers.lastReadId, lastReadId)})`,
      ),
    );
  return { unread };
}

import type { Ctx } from '../ctx.ts';
import type { Delivery } from './queries/deliveries.ts';
import * as queries from './queries/telling.ts';
import { eventType, trialKind } from './rules/events.ts';

const noId = '00000000-0000-0000-0000-000000000000';

/** What a stranger wrote. Whoever hands it to a model must not let it give orders. */
const untrusted = (value: string, subject = '') => ({
  untrusted: true as const,
  ...(subject === '' ? {} : { subject }),
  value,
});
const listing = (id: string | null, title: unknown) => (title == null ? null : { id, title });
const named = (payload: Record<string, unknown>, name: string): string => {
  const value = payload[name];
  return typeof value === 'string' ? value : '';
};

type News = Pick<Delivery, 'kind' | 'payload' | 'happenedAt' | 'userId'>;

/**
 * The event as its talent may see it at this moment: asked through their own door, with contact details masked where they read them
 * masked. Null: there is nothing left to tell.
 */
export async function tell(ctx: Ctx, news: News): Promise<string | null> {
  const data = news.kind === trialKind ? { message: 'This is a test.' } : await facts(ctx, news);
  return data && JSON.stringify({ type: eventType(news.kind), timestamp: news.happenedAt.toISOString(), data });
}

function facts(ctx: Ctx, news: News): Promise<Record<string, unknown> | null> {
  if (news.kind.startsWith('inquiry.')) return inquiryFacts(ctx, news);
  if (news.kind.startsWith('booking.')) return bookingFacts(ctx, news);
  return messageFacts(ctx, news);
}

async function inquiryFacts(ctx: Ctx, { payload, userId }: News) {
  const replyId = named(payload, 'replyId');
  const door = ctx.doors.asUser({ userId });
  const { inquiries, replies } = await door.read((db) => ({
    inquiries: queries.inquiryTold(db, named(payload, 'inquiryId')),
    // without one it finds none
    replies: queries.replyTold(db, replyId === '' ? noId : replyId),
  }));
  const [asked] = inquiries;
  const [reply] = replies;
  if (!asked || asked.isSpam || asked.deletedAt !== null || (replyId !== '' && !reply)) return null;
  return {
    kind: 'inquiry',
    threadId: payload['threadId'] ?? null,
    inquiryId: asked.id,
    ...(reply ? { replyId: reply.id } : {}),
    basedOn: reply?.id ?? asked.id,
    listing: listing(asked.serviceId, asked.serviceTitle),
    language: asked.locale,
    from: { name: asked.name },
    text: reply ? untrusted(reply.text) : untrusted(asked.text, asked.subject),
  };
}

async function messageFacts(ctx: Ctx, { kind, payload, userId }: News) {
  const threadId = named(payload, 'threadId');
  const messageId = named(payload, 'messageId');
  const { members, said } = await ctx.doors.asUser({ userId }).read((db) => ({
    members: queries.threadTold(db, threadId, userId),
    said: kind === 'contact.asked' ? queries.openingTold(db, threadId, userId) : queries.messageTold(db, messageId),
  }));
  const [thread] = members;
  const [message] = said;
  if (!thread || !message || message.deletedAt !== null || message.senderId === userId) return null;
  return {
    kind: thread.kind,
    threadId,
    messageId: message.id,
    basedOn: message.id,
    ...(thread.kind === 'booking' ? { bookingId: thread.subjectId } : {}),
    listing: null,
    language: null,
    from: { name: thread.partnerName },
    text: untrusted(message.text),
  };
}

async function bookingFacts(ctx: Ctx, { payload, userId }: News) {
  const { bookings } = await ctx.doors
    .asUser({ userId })
    .read((db) => ({ bookings: queries.bookingTold(db, named(payload, 'bookingId')) }));
  const [booking] = bookings;
  if (!booking) return null;
  return {
    kind: 'booking',
    threadId: payload['threadId'] ?? null,
    bookingId: booking.id,
    state: booking.state,
    startsAt: booking.startsAt.toISOString(),
    endsAt: booking.endsAt.toISOString(),
    timeZone: booking.timeZone,
    listing: listing(booking.serviceId, booking.serviceTitle),
    language: null,
    from: { name: booking.customerName },
  };
}

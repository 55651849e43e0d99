import { and, desc, eq, sql } from 'drizzle-orm';
import type { ReadDb } from '../../../db/client.ts';
import { bookings } from '../../../db/schema/bookings.ts';
import { inquiries, inquiryReplies } from '../../../db/schema/inquiries.ts';
import { messages, threadMembers } from '../../../db/schema/messaging.ts';

/* What is told, read through the talent's own door: an address hears nothing its owner may not see. */

export const inquiryTold = (db: ReadDb, id: string) =>
  db
    .select({
      id: inquiries.id,
      serviceId: inquiries.serviceId,
      serviceTitle: inquiries.serviceTitle,
      subject: sql<string>`coalesce(${inquiries.maskedSubject}, ${inquiries.subject})`,
      text: sql<string>`coalesce(${inquiries.maskedMessage}, ${inquiries.message})`,
      name: inquiries.senderName,
      locale: inquiries.locale,
      isSpam: inquiries.isSpam,
      deletedAt: inquiries.deletedAt,
    })
    .from(inquiries)
    .where(eq(inquiries.id, id));

export const replyTold = (db: ReadDb, id: string) =>
  db
    .select({
      id: inquiryReplies.id,
      inquiryId: inquiryReplies.inquiryId,
      text: sql<string>`coalesce(${inquiryReplies.masked}, ${inquiryReplies.reply})`,
    })
    .from(inquiryReplies)
    .where(eq(inquiryReplies.id, id));

const said = {
  id: messages.id,
  threadId: messages.threadId,
  senderId: messages.senderId,
  text: sql<string>`case when app.unmasked(${messages.threadId}) then ${messages.body} else coalesce(${messages.masked}, ${messages.body}) end`,
  deletedAt: messages.deletedAt,
};

export const messageTold = (db: ReadDb, id: string) => db.select(said).from(messages).where(eq(messages.id, id));

/** The words a contact began with: the other side's newest. */
export const openingTold = (db: ReadDb, threadId: string, talent: string) =>
  db
    .select(said)
    .from(messages)
    .where(and(eq(messages.threadId, threadId), sql`${messages.senderId} <> ${talent}`))
    .orderBy(desc(messages.id))
    .limit(1);

export const threadTold = (db: ReadDb, threadId: string, talent: string) =>
  db
    .select({ kind: threadMembers.kind, partnerName: threadMembers.partnerName, subjectId: threadMembers.subjectId })
    .from(threadMembers)
    .where(and(eq(threadMembers.threadId, threadId), eq(threadMembers.userId, talent)));

export const bookingTold = (db: ReadDb, id: string) =>
  db
    .select({
      id: bookings.id,
      state: bookings.state,
      serviceId: bookings.serviceId,
      serviceTitle: bookings.serviceTitle,
      startsAt: bookings.startsAt,
      endsAt: bookings.endsAt,
      timeZone: bookings.timeZone,
      customerName: bookings.customerName,
    })
    .from(bookings)
    .where(eq(bookings.id, id));

import { and, desc, eq, gte, sql } from 'drizzle-orm';
import type { ReadDb } from '../../../db/client.ts';
import { inquiries, inquiryReplies } from '../../../db/schema/inquiries.ts';
import { contacts, messages, threadMembers, threads } from '../../../db/schema/messaging.ts';
import { outbox } from '../../../db/schema/operations.ts';
import { talentProfiles } from '../../../db/schema/profiles.ts';
import { users } from '../../../db/schema/users.ts';

type Reads = Pick<ReadDb, 'select'>;

const person = {
  id: users.id,
  email: users.email,
  name: users.name,
  locale: users.locale,
  timeZone: users.timeZone,
  deletedAt: users.deletedAt,
};

export const newsById = (db: Reads, id: string) => db.select().from(outbox).where(eq(outbox.id, id));

/** A request's words are for some of its members. */
const hears = sql`${threadMembers.userId} in (select h.user_id from app.hearers_of(${messages.id}) h)`;

/** Everybody a message is meant for, in whichever context it was said. */
export const hearersOf = (db: Reads, messageId: string) =>
  db
    .select({
      reader: person,
      threadId: messages.threadId,
      saidAt: messages.sentAt,
      kind: threadMembers.kind,
      side: threadMembers.side,
    })
    .from(messages)
    .innerJoin(threadMembers, and(eq(threadMembers.threadId, messages.threadId), hears))
    .innerJoin(users, eq(users.id, threadMembers.userId))
    .where(eq(messages.id, messageId));

/** What of a burst its reader has not read, newest first, with the thread as it stands in their inbox. */
export const burst = (db: Reads, userId: string, firstId: string, lastId: string) => {
  const first = db.select({ threadId: messages.threadId }).from(messages).where(eq(messages.id, lastId));
  return {
    member: db
      .select({
        reader: person,
        threadId: threadMembers.threadId,
        kind: threadMembers.kind,
        side: threadMembers.side,
        title: threadMembers.title,
        partnerName: threadMembers.partnerName,
        unread: threadMembers.unread,
        hidden: threadMembers.hidden,
        bookingId: threads.bookingId,
        requestId: threads.requestId,
        unmasked: sql<boolean>`app.unmasked(${threadMembers.threadId})`,
      })
      .from(threadMembers)
      .innerJoin(threads, eq(threads.id, threadMembers.threadId))
      .innerJoin(users, eq(users.id, threadMembers.userId))
      .where(and(eq(threadMembers.userId, userId), eq(threadMembers.threadId, first))),
    said: db
      .select({
        id: messages.id,
        body: messages.body,
        masked: messages.masked,
        by: sql<string | null>`app.said_by(${messages.id})`,
      })
      .from(messages)
      .innerJoin(threadMembers, and(eq(threadMembers.threadId, messages.threadId), eq(threadMembers.userId, userId)))
      .where(
        and(
          hears,
          eq(messages.threadId, first),
          sql`${messages.id} between ${firstId} and ${lastId}`,
          sql`(${threadMembers.lastReadId} is null or ${messages.id} > ${threadMembers.lastReadId})`,
          sql`${messages.deletedAt} is null`,
        ),
      )
      .orderBy(desc(messages.id)),
  };
};

const talent = {
  talent: person,
  talentName: talentProfiles.displayName,
};

export const inquiryNews = (db: Reads, inquiryId: string, replyId: string | null) => ({
  inquiry: db
    .select({ inquiry: inquiries, threadId: threads.id, ...talent })
    .from(inquiries)
    .innerJoin(threads, eq(threads.inquiryId, inquiries.id))
    .innerJoin(users, eq(users.id, inquiries.talentUserId))
    .innerJoin(talentProfiles, eq(talentProfiles.id, inquiries.talentId))
    .where(eq(inquiries.id, inquiryId)),
  reply: db
    .select({ reply: inquiryReplies.reply, masked: inquiryReplies.masked })
    .from(inquiryReplies)
    .where(
      and(
        eq(inquiryReplies.inquiryId, inquiryId),
        eq(inquiryReplies.id, replyId ?? '00000000-0000-0000-0000-000000000000'),
      ),
    ),
});

export const contactNews = (db: Reads, contactId: string) => ({
  contact: db
    .select({ contact: contacts, threadId: threads.id })
    .from(contacts)
    .innerJoin(threads, eq(threads.contactId, contacts.id))
    .where(eq(contacts.id, contactId)),
  customer: db
    .select(person)
    .from(users)
    .innerJoin(contacts, eq(contacts.customerId, users.id))
    .where(eq(contacts.id, contactId)),
  talent: db
    .select(person)
    .from(users)
    .innerJoin(contacts, eq(contacts.talentUserId, users.id))
    .where(eq(contacts.id, contactId)),
  /** what the customer said when they asked, this time */
  opening: db
    .select({ body: messages.body, masked: messages.masked })
    .from(messages)
    .innerJoin(threads, eq(threads.id, messages.threadId))
    .innerJoin(contacts, eq(contacts.id, threads.contactId))
    .where(
      and(
        eq(contacts.id, contactId),
        eq(messages.senderId, contacts.customerId),
        gte(messages.sentAt, contacts.stateAt),
        sql`${messages.deletedAt} is null`,
      ),
    )
    .orderBy(messages.id)
    .limit(1),
});

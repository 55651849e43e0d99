import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgPolicy, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { LocalizedText } from '../../core/locale.ts';
import { inquiryStatuses } from '../../features/messaging/rules/inquiries.ts';
import { appSystem, appUser, appVisitor, me } from '../roles.ts';
import { at, createdAt, id } from './columns.ts';
import { services, talentProfiles } from './profiles.ts';
import { users } from './users.ts';

/** The digest of the link a visitor came by; their door puts it into the claims. */
const myLink = sql`(select app.link_hash())`;

/**
 * C1 (product.md 3.7; S2-11 to S2-22). Whoever holds the link reads it: the link is derived from the id with the deploy's secret
 * (`ctx.ports.inquiryLink(id)`), so it is kept nowhere, only its digest is. A trigger makes the thread and the inbox rows and
 * announces `inquiry.received` and `inquiry.confirm` {inquiryId}.
 */
export const inquiries = pgTable(
  'inquiries',
  {
    id: id(),
    talentId: uuid()
      .notNull()
      .references(() => talentProfiles.id),
    /** the recipient */
    talentUserId: text()
      .notNull()
      .references(() => users.id),
    /** null: without an account */
    senderId: text().references(() => users.id),
    /** the listing; its title stays when it goes */
    serviceId: uuid().references(() => services.id, { onDelete: 'set null' }),
    serviceTitle: jsonb().$type<LocalizedText>(),
    subject: text().notNull().default(''),
    message: text().notNull(),
    /** subject and message as the talent reads them: addresses, numbers and links masked; null: nothing to mask */
    maskedSubject: text(),
    maskedMessage: text(),
    senderName: text().notNull(),
    senderEmail: text().notNull(),
    senderPhone: text(),
    /** the language it was asked in: mails to the sender speak it */
    locale: text({ enum: ['en', 'ar', 'ckb', 'fr'] })
      .notNull()
      .default('en'),
    status: text({ enum: inquiryStatuses }).notNull().default('unread'),
    isSpam: boolean().notNull().default(false),
    createdAt: createdAt(),
    readAt: at(),
    lastReplyAt: at(),
    /** of the talent's answers and of the sender's later words: kept by the trigger */
    answers: integer().notNull().default(0),
    followUps: integer().notNull().default(0),
    /** hidden for the talent; erased 30 days later unless a report holds it */
    deletedAt: at(),
    /** the owner of the address said it was not them */
    endedAt: at(),
    /** waits for the operator before the talent sees it */
    heldAt: at(),
    linkHash: text().notNull(),
    /** digest of the network it came from, salted: for caps and review */
    ipHash: text(),
    /** one posting of a form, however often it is sent */
    formKey: text(),
  },
  (t) => [
    index('inquiries_inbox_idx').on(t.talentUserId, t.createdAt, t.id),
    index('inquiries_status_idx').on(t.talentUserId, t.status, t.createdAt),
    index('inquiries_listing_idx').on(t.serviceId, t.talentUserId),
    index('inquiries_sender_idx').on(t.senderId, t.createdAt),
    index('inquiries_email_idx').on(sql`lower(${t.senderEmail})`, t.createdAt),
    index('inquiries_network_idx').on(t.ipHash, t.createdAt),
    uniqueIndex('inquiries_link_key').on(t.linkHash),
    uniqueIndex('inquiries_form_key').on(t.formKey),
    check('inquiries_status_is_known', sql`${t.status} in ('unread', 'read', 'replied', 'archived')`),
    check('inquiries_subject_fits', sql`length(${t.subject}) <= 255`),
    check('inquiries_have_a_message', sql`length(${t.message}) between 1 and 4000`),
    check('inquiries_phone_fits', sql`length(${t.senderPhone}) <= 20`),
    check('inquiries_read_at', sql`${t.status} = 'unread' or ${t.readAt} is not null`),
    pgPolicy('talents see what they were asked', {
      for: 'select',
      to: appUser,
      using: sql`${t.talentUserId} = ${me} and ${t.heldAt} is null and ${t.deletedAt} is null`,
    }),
    pgPolicy('senders see what they asked', { for: 'select', to: appUser, using: sql`${t.senderId} = ${me}` }),
    pgPolicy('a link shows its inquiry', {
      for: 'select',
      to: [appVisitor, appUser],
      using: sql`${t.linkHash} = ${myLink}`,
    }),
    pgPolicy('visitors ask', {
      for: 'insert',
      to: appVisitor,
      withCheck: sql`${t.senderId} is null and app.may_ask(${t.talentId}, ${t.talentUserId}, ${t.senderEmail})`,
    }),
    pgPolicy('customers ask', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${t.senderId} = ${me} and app.may_ask(${t.talentId}, ${t.talentUserId}, ${t.senderEmail})`,
    }),
    pgPolicy('talents file what they were asked', {
      for: 'update',
      to: appUser,
      using: sql`${t.talentUserId} = ${me} and ${t.heldAt} is null and ${t.deletedAt} is null and (select app.my_role()) is not null`,
      withCheck: sql`${t.talentUserId} = ${me}`,
    }),
    pgPolicy('the system keeps inquiries', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** S2-23: the talent's answers and the sender's later words, in order. */
export const inquiryReplies = pgTable(
  'inquiry_replies',
  {
    id: id(),
    inquiryId: uuid()
      .notNull()
      .references(() => inquiries.id, { onDelete: 'cascade' }),
    author: text({ enum: ['talent', 'sender'] }).notNull(),
    /** null: the sender without an account */
    senderId: text().references(() => users.id),
    reply: text().notNull(),
    masked: text(),
    createdAt: createdAt(),
  },
  (t) => [
    index('inquiry_replies_inquiry_idx').on(t.inquiryId, t.id),
    check('inquiry_replies_have_a_body', sql`length(${t.reply}) between 1 and 4000`),
    check('inquiry_replies_talents_have_accounts', sql`${t.author} <> 'talent' or ${t.senderId} is not null`),
    // a child borrows its parent's sight; where the transaction is about one thread it is asked once, not for every reply
    pgPolicy('replies follow their inquiry', {
      for: 'select',
      to: [appVisitor, appUser],
      using: sql`${t.inquiryId} = (select app.entered_inquiry()) or exists (select 1 from inquiries i where i.id = ${t.inquiryId})`,
    }),
    pgPolicy('senders follow up by their link', {
      for: 'insert',
      to: appVisitor,
      withCheck: sql`${t.author} = 'sender' and ${t.senderId} is null and app.may_reply(${t.inquiryId}, ${t.author})`,
    }),
    pgPolicy('the two write while it is open', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${t.senderId} = ${me} and app.may_reply(${t.inquiryId}, ${t.author})`,
    }),
    pgPolicy('the system keeps replies', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** Senders whose words talents marked as spam: from the third talent on they wait for the operator. */
export const inquirySpamMarks = pgTable(
  'inquiry_spam_marks',
  {
    id: id(),
    inquiryId: uuid().notNull(),
    talentUserId: text()
      .notNull()
      .references(() => users.id),
    /** digests: of the address in lower case, and of the network (salted before it came here) */
    emailHash: text().notNull(),
    ipHash: text(),
    createdAt: createdAt(),
    /** the operator looked and lets this sender through again */
    clearedAt: at(),
  },
  (t) => [
    uniqueIndex('inquiry_spam_marks_once').on(t.inquiryId),
    index('inquiry_spam_marks_email_idx').on(t.emailHash),
    index('inquiry_spam_marks_ip_idx').on(t.ipHash),
    pgPolicy('the system keeps spam marks', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import type { LocalizedText } from '../../core/locale.ts';
import { contactSides, contactStates } from '../../features/messaging/rules/contacts.ts';
import { appSystem, appUser, isOperator, me } from '../roles.ts';
import { bookings } from './bookings.ts';
import { at, createdAt, id } from './columns.ts';
import { inquiries } from './inquiries.ts';
import { requests } from './requests.ts';
import { talentProfiles } from './profiles.ts';
import { users } from './users.ts';

/**
 * The measured form: one array per query, so that the index on the thread is used. A transaction that is about one thread says so
 * (`enterThread`); then the array holds that one or nothing, however many threads its reader has.
 */
const inMyThreads = (threadId: AnyPgColumn) => sql`${threadId} = any ((select app.my_thread_ids())::uuid[])`;

export const threadKinds = ['booking', 'direct', 'inquiry', 'request'] as const;
export type ThreadKind = (typeof threadKinds)[number];

/**
 * C2 (product.md 3.7): one row per pair of a customer and a talent, found or created, with its state. Born with its thread and both
 * members by a trigger; the customer's opening message follows in the same transaction. Moves follow `app.contact_moves()`.
 */
export const contacts = pgTable(
  'contacts',
  {
    id: id(),
    customerId: text()
      .notNull()
      .references(() => users.id),
    talentId: uuid()
      .notNull()
      .references(() => talentProfiles.id),
    talentUserId: text()
      .notNull()
      .references(() => users.id),
    customerName: text().notNull(),
    talentName: text().notNull(),
    state: text({ enum: contactStates }).notNull().default('pending'),
    stateAt: createdAt(),
    /** who ended it, if it is closed */
    closedBy: text({ enum: [...contactSides, 'system'] }),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('contacts_one_per_pair').on(t.customerId, t.talentUserId),
    index('contacts_talent_idx').on(t.talentUserId, t.state),
    index('contacts_asked_idx').on(t.customerId, t.createdAt),
    check('contacts_state_is_known', sql`${t.state} in ('pending', 'accepted', 'declined', 'closed')`),
    check('contacts_closed_by_somebody', sql`(${t.state} = 'closed') = (${t.closedBy} is not null)`),
    check('contacts_join_two', sql`${t.customerId} <> ${t.talentUserId}`),
    pgPolicy('the two see their contact', {
      for: 'select',
      to: appUser,
      using: sql`${t.customerId} = ${me} or ${t.talentUserId} = ${me}`,
    }),
    pgPolicy('members with a plan ask for contact', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${t.customerId} = ${me} and ${t.state} = 'pending' and app.may_contact(${t.talentId}, ${t.talentUserId})`,
    }),
    pgPolicy('the two move their contact', {
      for: 'update',
      to: appUser,
      using: sql`(${t.customerId} = ${me} or ${t.talentUserId} = ${me}) and (select app.my_role()) is not null`,
      withCheck: sql`${t.customerId} = ${me} or ${t.talentUserId} = ${me}`,
    }),
    pgPolicy('the system keeps contacts', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

export const threads = pgTable(
  'threads',
  {
    id: id(),
    kind: text({ enum: threadKinds }).notNull(),
    bookingId: uuid().references(() => bookings.id),
    contactId: uuid().references(() => contacts.id),
    inquiryId: uuid().references((): AnyPgColumn => inquiries.id, { onDelete: 'cascade' }),
    requestId: uuid().references((): AnyPgColumn => requests.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('threads_one_per_booking').on(t.bookingId),
    uniqueIndex('threads_one_per_contact').on(t.contactId),
    uniqueIndex('threads_one_per_inquiry').on(t.inquiryId),
    uniqueIndex('threads_one_per_request').on(t.requestId),
    check(
      'threads_belong_to_something',
      sql`num_nonnulls(${t.bookingId}, ${t.contactId}, ${t.inquiryId}, ${t.requestId}) = 1 and case ${t.kind}
        when 'booking' then ${t.bookingId} is not null when 'direct' then ${t.contactId} is not null
        when 'inquiry' then ${t.inquiryId} is not null when 'request' then ${t.requestId} is not null else false end`,
    ),
    pgPolicy('members see their threads', { for: 'select', to: appUser, using: inMyThreads(t.id) }),
    pgPolicy('the system keeps threads', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/**
 * One row per person and thread: all that an inbox shows, so that an inbox reads this table alone. Kept by triggers on contacts,
 * bookings, messages, inquiries and inquiry_replies.
 */
export const threadMembers = pgTable(
  'thread_members',
  {
    threadId: uuid()
      .notNull()
      .references(() => threads.id, { onDelete: 'cascade' }),
    userId: text()
      .notNull()
      .references(() => users.id),
    side: text({ enum: ['customer', 'talent'] }).notNull(),
    kind: text({ enum: threadKinds }).notNull().default('booking'),
    /** the booking, the contact or the inquiry: where a click leads */
    subjectId: uuid(),
    /** what it is about: a service's title, or what an inquiry's sender wrote above it */
    title: jsonb()
      .$type<LocalizedText | string>()
      .notNull()
      .default(sql`'""'`),
    partnerId: text(),
    partnerName: text().notNull().default(''),
    /** the state of the contact, or the status of the inquiry; empty for bookings, whose state lapses by itself */
    state: text().notNull().default(''),
    unread: integer().notNull().default(0),
    markedUnread: boolean().notNull().default(false),
    lastMessageAt: at(),
    /** already masked where the rule masks */
    preview: text().notNull().default(''),
    lastReadId: uuid(),
    archivedAt: at(),
    /** of a request whose credit came back: hears no more than their own words and the answers to them */
    narrow: boolean().notNull().default(false),
    /** spam and what was deleted: in no list and no count */
    hidden: boolean().notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.threadId, t.userId] }),
    // one for each list, so that a page of it is a page of rows, whatever else its owner has
    index('thread_members_inbox_idx')
      .on(t.userId, t.lastMessageAt, t.threadId)
      .where(sql`not ${t.hidden} and ${t.archivedAt} is null`),
    index('thread_members_kind_idx')
      .on(t.userId, t.kind, t.lastMessageAt, t.threadId)
      .where(sql`not ${t.hidden} and ${t.archivedAt} is null`),
    index('thread_members_archive_idx')
      .on(t.userId, t.lastMessageAt, t.threadId)
      .where(sql`not ${t.hidden} and ${t.archivedAt} is not null`),
    // with the count, which is summed from the index alone
    index('thread_members_unread_idx')
      .on(t.userId, t.lastMessageAt, t.threadId, t.unread)
      .where(sql`(${t.unread} > 0 or ${t.markedUnread}) and not ${t.hidden} and ${t.archivedAt} is null`),
    index('thread_members_user_idx').on(t.userId, t.threadId),
    // of an inquiry that is hidden from them people have no row either, but spam is theirs to look at
    pgPolicy('people see their membership', {
      for: 'select',
      to: appUser,
      using: sql`${t.userId} = ${me} and (not ${t.hidden} or ${t.kind} <> 'inquiry' or app.asked_of_me(${t.subjectId}))`,
    }),
    pgPolicy('people mark what they read', {
      for: 'update',
      to: appUser,
      using: sql`${t.userId} = ${me}`,
      withCheck: sql`${t.userId} = ${me}`,
    }),
    pgPolicy('the system keeps members', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

export const messages = pgTable(
  'messages',
  {
    id: id(),
    threadId: uuid()
      .notNull()
      .references(() => threads.id, { onDelete: 'cascade' }),
    senderId: text()
      .notNull()
      .references(() => users.id),
    body: text().notNull(),
    /** the body with addresses, numbers and links masked by the rule; null: there is nothing to mask */
    masked: text(),
    /** in a request's thread: the one provider the owner answers, or the owner, where talents are not to read each other; else null */
    toId: text().references(() => users.id),
    /** every member reads it; else its sender and whom it is for. Set by a trigger. */
    open: boolean().notNull().default(true),
    sentAt: createdAt(),
    /** taken back by its sender: shown as such to both, erased later */
    deletedAt: at(),
  },
  (t) => [
    index('messages_thread_idx').on(t.threadId, t.id),
    check('messages_have_a_body', sql`length(${t.body}) between 1 and 4000`),
    pgPolicy('members read', {
      for: 'select',
      to: appUser,
      using: sql`${inMyThreads(t.threadId)} and (${t.senderId} = ${me} or ${t.toId} = ${me} or (${t.open} and ${t.threadId} <> all ((select app.my_narrow_thread_ids())::uuid[])))`,
    }),
    pgPolicy('members speak for themselves while it is open', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${t.senderId} = ${me} and ${inMyThreads(t.threadId)} and app.may_send(${t.threadId}) and (${t.toId} is null or app.may_address(${t.threadId}, ${t.toId}))`,
    }),
    pgPolicy('people take back their own words', {
      for: 'update',
      to: appUser,
      using: sql`${t.senderId} = ${me} and ${inMyThreads(t.threadId)}`,
      withCheck: sql`${t.senderId} = ${me} and app.may_take_back(${t.threadId})`,
    }),
    pgPolicy('the system keeps messages', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** Nothing arrives from somebody blocked, nor from whoever blocked them. A sender without an account is blocked by address. */
export const blocks = pgTable(
  'blocks',
  {
    id: id(),
    blockerId: text()
      .notNull()
      .references(() => users.id),
    blockedId: text().references(() => users.id),
    /** lower case */
    blockedEmail: text(),
    /** how the blocker knows them, for their own list */
    name: text().notNull().default(''),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('blocks_person_key').on(t.blockerId, t.blockedId),
    uniqueIndex('blocks_email_key').on(t.blockerId, t.blockedEmail),
    index('blocks_blocked_idx').on(t.blockedId),
    check(
      'blocks_name_one',
      sql`num_nonnulls(${t.blockedId}, ${t.blockedEmail}) = 1 and ${t.blockedId} is distinct from ${t.blockerId}`,
    ),
    pgPolicy('people see whom they blocked', { for: 'select', to: appUser, using: sql`${t.blockerId} = ${me}` }),
    pgPolicy('people block', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${t.blockerId} = ${me} and (select app.my_role()) is not null`,
    }),
    pgPolicy('people unblock', { for: 'delete', to: appUser, using: sql`${t.blockerId} = ${me}` }),
    pgPolicy('the system sees blocks', { for: 'select', to: appSystem, using: sql`true` }),
  ],
);

export const reportReasons = ['spam', 'abuse', 'fraud', 'contact_details', 'other'] as const;
export const reportStates = ['open', 'upheld', 'dismissed'] as const;

/** What somebody wants the operator to look at. What is reported is kept until it is decided. */
export const reports = pgTable(
  'reports',
  {
    id: id(),
    reporterId: text()
      .notNull()
      .references(() => users.id),
    threadId: uuid()
      .notNull()
      .references(() => threads.id, { onDelete: 'cascade' }),
    /** one message of it, if it is about one; null too when that was erased after the decision */
    messageId: uuid().references(() => messages.id, { onDelete: 'set null' }),
    reason: text({ enum: reportReasons }).notNull(),
    note: text().notNull().default(''),
    state: text({ enum: reportStates }).notNull().default('open'),
    decidedBy: text().references(() => users.id),
    decidedAt: at(),
    decision: text().notNull().default(''),
    createdAt: createdAt(),
  },
  (t) => [
    index('reports_open_idx')
      .on(t.createdAt)
      .where(sql`${t.state} = 'open'`),
    index('reports_thread_idx').on(t.threadId),
    uniqueIndex('reports_one_open_each')
      .on(t.reporterId, t.threadId)
      .where(sql`${t.state} = 'open'`),
    check('reports_note_is_short', sql`length(${t.note}) <= 2000`),
    check('reports_decided_by_somebody', sql`(${t.state} = 'open') = (${t.decidedAt} is null)`),
    pgPolicy('people see their reports', { for: 'select', to: appUser, using: sql`${t.reporterId} = ${me}` }),
    pgPolicy('operators see reports', { for: 'select', to: appUser, using: isOperator }),
    pgPolicy('members report', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${t.reporterId} = ${me} and ${inMyThreads(t.threadId)} and ${t.state} = 'open' and (select app.my_role()) is not null`,
    }),
    pgPolicy('the system keeps reports', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

import { sql } from 'drizzle-orm';
import {
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
} from 'drizzle-orm/pg-core';
import type { LocalizedText } from '../../core/locale.ts';
import { kinds, often } from '../../features/notifications/rules/kinds.ts';
import { channels, deliveryStates, dropReasons } from '../../features/notifications/rules/sending.ts';
import { appSystem, appUser, isOperator, me } from '../roles.ts';
import { bookings } from './bookings.ts';
import { at, createdAt, id } from './columns.ts';
import { inquiries } from './inquiries.ts';
import { threads } from './messaging.ts';
import { outbox } from './operations.ts';
import { payments } from './payments.ts';
import { requests } from './requests.ts';
import { users } from './users.ts';

/** What a line says besides who and how many: public words and figures, never what somebody wrote to somebody. */
export type NewsWords = {
  service?: LocalizedText;
  amount?: number;
  currency?: string;
  product?: string;
  until?: string;
  grace?: string;
  /** how many credits, or cases */
  number?: number;
};

/**
 * What a person should know, written by a trigger in the transaction that announced it. News about one thing that comes in a
 * burst is one line with a count, as long as it is unread.
 */
export const notifications = pgTable(
  'notifications',
  {
    id: id(),
    userId: text()
      .notNull()
      .references(() => users.id),
    /** which news: the key of its words in the `news` messages */
    name: text().notNull(),
    /** lines of one person with the same key come together while unread */
    groupKey: text().notNull(),
    who: text().notNull().default(''),
    words: jsonb().$type<NewsWords>().notNull().default({}),
    threadId: uuid().references(() => threads.id, { onDelete: 'cascade' }),
    bookingId: uuid().references(() => bookings.id, { onDelete: 'cascade' }),
    inquiryId: uuid().references(() => inquiries.id, { onDelete: 'cascade' }),
    paymentId: uuid().references(() => payments.id, { onDelete: 'cascade' }),
    requestId: uuid().references(() => requests.id, { onDelete: 'cascade' }),
    count: integer().notNull().default(1),
    createdAt: createdAt(),
    updatedAt: createdAt(),
    readAt: at(),
    /** told in a mail of the day */
    mailedAt: at(),
  },
  (t) => [
    index('notifications_newest_idx').on(t.userId, t.updatedAt, t.id),
    uniqueIndex('notifications_one_unread_per_group')
      .on(t.userId, t.groupKey)
      .where(sql`${t.readAt} is null`),
    index('notifications_thread_idx')
      .on(t.threadId, t.userId)
      .where(sql`${t.threadId} is not null`),
    index('notifications_inquiry_idx')
      .on(t.inquiryId)
      .where(sql`${t.inquiryId} is not null`),
    index('notifications_request_idx')
      .on(t.requestId, t.userId)
      .where(sql`${t.requestId} is not null`),
    index('notifications_age_idx').on(t.updatedAt),
    check('notifications_count_something', sql`${t.count} > 0`),
    pgPolicy('people see their notifications', { for: 'select', to: appUser, using: sql`${t.userId} = ${me}` }),
    pgPolicy('people mark theirs read', {
      for: 'update',
      to: appUser,
      using: sql`${t.userId} = ${me}`,
      withCheck: sql`${t.userId} = ${me}`,
    }),
    pgPolicy('the system keeps notifications', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** How somebody hears of a kind of news; no row: at once. */
export const notificationChoices = pgTable(
  'notification_choices',
  {
    userId: text()
      .notNull()
      .references(() => users.id),
    channel: text({ enum: channels }).notNull().default('email'),
    kind: text({ enum: kinds }).notNull(),
    often: text({ enum: often }).notNull(),
    updatedAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.channel, t.kind] }),
    index('notification_choices_daily_idx')
      .on(t.userId)
      .where(sql`${t.often} = 'daily'`),
    check('notification_choices_often_is_known', sql`${t.often} in ('at_once', 'daily', 'never')`),
    // money is always told
    check('notification_choices_money_is_told', sql`${t.kind} <> 'payments' or ${t.often} = 'at_once'`),
    pgPolicy('people see their choices', { for: 'select', to: appUser, using: sql`${t.userId} = ${me}` }),
    pgPolicy('people choose', { for: 'insert', to: appUser, withCheck: sql`${t.userId} = ${me}` }),
    pgPolicy('people choose anew', {
      for: 'update',
      to: appUser,
      using: sql`${t.userId} = ${me}`,
      withCheck: sql`${t.userId} = ${me}`,
    }),
    pgPolicy('the system keeps choices', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** Who has no account stops a kind of mail to their address; only its digest is kept. */
export const mailStops = pgTable(
  'mail_stops',
  {
    addressHash: text().notNull(),
    kind: text({ enum: kinds }).notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.addressHash, t.kind] }),
    pgPolicy('the system keeps stops', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** Addresses that refused a letter for good: their owner is told in the house, the operator sees them. */
export const failingAddresses = pgTable(
  'failing_addresses',
  {
    /** lower case */
    address: text().primaryKey(),
    channel: text({ enum: channels }).notNull().default('email'),
    since: createdAt(),
    lastAt: createdAt(),
    lastError: text().notNull(),
  },
  (t) => [
    pgPolicy('people learn that their address fails', {
      for: 'select',
      to: appUser,
      using: sql`${t.address} = (select app.my_address())`,
    }),
    pgPolicy('operators see failing addresses', { for: 'select', to: appUser, using: isOperator }),
    pgPolicy('the system keeps failing addresses', {
      for: 'all',
      to: appSystem,
      using: sql`true`,
      withCheck: sql`true`,
    }),
  ],
);

/** One letter to one address: made of a piece of news, of a burst of messages, or of a day. */
export const deliveries = pgTable(
  'deliveries',
  {
    id: id(),
    /** null: the mail of a day */
    newsId: uuid().references(() => outbox.id, { onDelete: 'set null' }),
    /** the letter's texts in the `mail` messages */
    name: text().notNull(),
    kind: text().notNull(),
    /** which of the news' letters it is */
    reader: text().notNull(),
    userId: text().references(() => users.id),
    address: text().notNull(),
    channel: text({ enum: channels }).notNull().default('email'),
    state: text({ enum: deliveryStates }).notNull().default('pending'),
    reason: text({ enum: dropReasons }),
    /** a burst that is still being gathered; the first and the last message of it */
    groupKey: text(),
    firstId: uuid(),
    lastId: uuid(),
    /** the same letter is kept once */
    dedupeKey: text().notNull(),
    attempts: integer().notNull().default(0),
    createdAt: createdAt(),
    dueAt: createdAt(),
    /** who holds it, and until when by the server's own clock, whatever the application's says */
    lease: uuid(),
    leasedUntil: at(),
    lastError: text(),
    providerId: text(),
    sentAt: at(),
    deliveredAt: at(),
    failedAt: at(),
    updatedAt: createdAt(),
  },
  (t) => [
    uniqueIndex('deliveries_dedupe_key').on(t.dedupeKey),
    index('deliveries_due_idx')
      .on(t.dueAt, t.id)
      .where(sql`${t.state} = 'pending'`),
    // whatever has been tried gathers nothing any more
    uniqueIndex('deliveries_one_burst')
      .on(t.channel, t.userId, t.groupKey)
      .where(sql`${t.state} = 'pending' and ${t.attempts} = 0 and ${t.groupKey} is not null`),
    index('deliveries_provider_idx').on(t.channel, t.providerId),
    index('deliveries_state_idx').on(t.state, t.id),
    index('deliveries_age_idx').on(t.updatedAt),
    index('deliveries_news_idx').on(t.newsId),
    check('deliveries_state_is_known', sql`${t.state} in ('pending', 'sent', 'delivered', 'failed', 'dropped')`),
    check('deliveries_say_why_dropped', sql`(${t.state} = 'dropped') = (${t.reason} is not null)`),
    check('deliveries_sent_at_a_time', sql`${t.state} not in ('sent', 'delivered') or ${t.sentAt} is not null`),
    check('deliveries_failed_at_a_time', sql`${t.state} <> 'failed' or ${t.failedAt} is not null`),
    pgPolicy('operators see deliveries', { for: 'select', to: appUser, using: isOperator }),
    pgPolicy('the system keeps deliveries', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

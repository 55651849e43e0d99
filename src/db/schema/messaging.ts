import { sql } from 'drizzle-orm';
import {
  check,
  index,
  integer,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import { appSystem, appUser, me } from '../roles.ts';
import { bookings } from './bookings.ts';
import { at, createdAt, id } from './columns.ts';
import { users } from './users.ts';

/** The measured form: one array per query, so that the index on the thread is used. */
const inMyThreads = (threadId: AnyPgColumn) => sql`${threadId} = any ((select app.my_thread_ids())::uuid[])`;

export const threads = pgTable(
  'threads',
  {
    id: id(),
    kind: text({ enum: ['booking'] }).notNull(),
    bookingId: uuid().references(() => bookings.id),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('threads_one_per_booking').on(t.bookingId),
    check('threads_belong_to_something', sql`${t.kind} = 'booking' and ${t.bookingId} is not null`),
    pgPolicy('members see their threads', { for: 'select', to: appUser, using: inMyThreads(t.id) }),
    pgPolicy('the system keeps threads', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** One row per person and thread: what an inbox shows, kept by a trigger on messages. */
export const threadMembers = pgTable(
  'thread_members',
  {
    threadId: uuid()
      .notNull()
      .references(() => threads.id),
    userId: text()
      .notNull()
      .references(() => users.id),
    side: text({ enum: ['customer', 'talent'] }).notNull(),
    unread: integer().notNull().default(0),
    lastMessageAt: at(),
    preview: text().notNull().default(''),
    lastReadId: uuid(),
  },
  (t) => [
    primaryKey({ columns: [t.threadId, t.userId] }),
    index('thread_members_inbox_idx').on(t.userId, t.lastMessageAt),
    pgPolicy('people see their membership', { for: 'select', to: appUser, using: sql`${t.userId} = ${me}` }),
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
      .references(() => threads.id),
    senderId: text()
      .notNull()
      .references(() => users.id),
    body: text().notNull(),
    sentAt: createdAt(),
  },
  (t) => [
    index('messages_thread_idx').on(t.threadId, t.id),
    check('messages_have_a_body', sql`length(${t.body}) between 1 and 4000`),
    pgPolicy('members read', { for: 'select', to: appUser, using: inMyThreads(t.threadId) }),
    pgPolicy('members speak for themselves while it is open', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${t.senderId} = ${me} and ${inMyThreads(t.threadId)} and app.may_send(${t.threadId})`,
    }),
    pgPolicy('the system keeps messages', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

import { sql } from 'drizzle-orm';
import { index, pgPolicy, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { appSystem, appUser } from '../roles.ts';
import { createdAt, id } from './columns.ts';
import { contacts, threads } from './messaging.ts';
import { users } from './users.ts';

/** Every time somebody asked a talent for contact, again or for the first time: what twenty a day are counted by. Written by a trigger. */
export const contactAsks = pgTable(
  'contact_asks',
  {
    id: id(),
    contactId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: 'cascade' }),
    customerId: text()
      .notNull()
      .references(() => users.id),
    askedAt: createdAt(),
  },
  (t) => [
    index('contact_asks_customer_idx').on(t.customerId, t.askedAt),
    index('contact_asks_age_idx').on(t.askedAt),
    pgPolicy('the system sees asks', { for: 'select', to: appSystem, using: sql`true` }),
    pgPolicy('the system forgets asks', { for: 'delete', to: appSystem, using: sql`true` }),
  ],
);

/** An operator read a conversation, and why. The two learn that it happened once no report or dispute of it is open. */
export const threadLooks = pgTable(
  'thread_looks',
  {
    id: id(),
    threadId: uuid()
      .notNull()
      .references(() => threads.id, { onDelete: 'cascade' }),
    operatorId: text()
      .notNull()
      .references(() => users.id),
    reason: text().notNull(),
    lookedAt: createdAt(),
  },
  (t) => [
    index('thread_looks_thread_idx').on(t.threadId, t.lookedAt),
    pgPolicy('the two learn of it afterwards', {
      for: 'select',
      to: appUser,
      using: sql`${t.threadId} = any ((select app.my_thread_ids())::uuid[]) and not app.case_is_open(${t.threadId})`,
    }),
    pgPolicy('the system writes down who looked', { for: 'insert', to: appSystem, withCheck: sql`true` }),
    pgPolicy('the system sees who looked', { for: 'select', to: appSystem, using: sql`true` }),
  ],
);

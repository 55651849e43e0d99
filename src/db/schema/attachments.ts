import { sql } from 'drizzle-orm';
import { check, index, integer, pgPolicy, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { attachmentRefusals, attachmentStates, attachmentTypeNames } from '../../features/attachments/rules.ts';
import { appSystem, appUser, me } from '../roles.ts';
import { at, createdAt, id } from './columns.ts';
import { messages, threads } from './messaging.ts';
import { users } from './users.ts';

/**
 * A file of a conversation: announced and uploaded first, then read and judged, then sent with a message of its owner's, all of it
 * before that message exists for anybody else. What it is (state, type, sides, where it lies) is the system's to say; its owner
 * may send it, once, and remove it until then.
 */
export const attachments = pgTable(
  'attachments',
  {
    id: id(),
    threadId: uuid()
      .notNull()
      .references(() => threads.id, { onDelete: 'cascade' }),
    ownerId: text()
      .notNull()
      .references(() => users.id),
    /** null until it is sent; it goes with its message */
    messageId: uuid().references(() => messages.id, { onDelete: 'cascade' }),
    position: integer(),
    name: text().notNull(),
    /** the name for readers who may not learn contact details yet, where the real one holds some; null: it does not */
    maskedName: text(),
    type: text({ enum: attachmentTypeNames }).notNull(),
    /** in bytes: as announced, then as kept */
    size: integer().notNull(),
    width: integer(),
    height: integer(),
    state: text({ enum: attachmentStates }).notNull().default('waiting'),
    refusal: text({ enum: attachmentRefusals }),
    /** the driver that has it */
    storage: text().notNull(),
    /** where it lies since it was read; what was uploaded lay elsewhere, under its id */
    objectKey: text(),
    /** of an upload that comes to us: digest of the word that lets it in, until it was used */
    ticketHash: text(),
    uploadUntil: at().notNull(),
    createdAt: createdAt(),
    /** its message was taken back: nobody sees it, and it is erased later */
    withdrawnAt: at(),
  },
  (t) => [
    uniqueIndex('attachments_in_order').on(t.messageId, t.position),
    index('attachments_thread_idx').on(t.threadId, t.messageId, t.position),
    index('attachments_unsent_idx')
      .on(t.ownerId, t.createdAt)
      .where(sql`${t.messageId} is null`),
    index('attachments_withdrawn_idx')
      .on(t.withdrawnAt)
      .where(sql`${t.withdrawnAt} is not null`),
    check('attachments_state_is_known', sql`${t.state} in ('waiting', 'ready', 'refused')`),
    check('attachments_have_a_name', sql`length(${t.name}) between 1 and 130`),
    check('attachments_have_a_size', sql`${t.size} between 1 and 26214400`),
    check('attachments_ten_to_a_message', sql`${t.position} between 1 and 10`),
    check('attachments_stand_in_a_message', sql`(${t.messageId} is null) = (${t.position} is null)`),
    check('attachments_are_sent_when_ready', sql`${t.messageId} is null or ${t.state} = 'ready'`),
    check('attachments_lie_somewhere', sql`(${t.state} = 'ready') = (${t.objectKey} is not null)`),
    check('attachments_refused_for_a_reason', sql`(${t.state} = 'refused') = (${t.refusal} is not null)`),
    pgPolicy('people see what they have not sent', {
      for: 'select',
      to: appUser,
      using: sql`${t.ownerId} = ${me} and ${t.messageId} is null`,
    }),
    pgPolicy('members see what was sent', {
      for: 'select',
      to: appUser,
      using: sql`${t.messageId} is not null and ${t.withdrawnAt} is null and ${t.threadId} = any ((select app.my_thread_ids())::uuid[])
        and (${t.threadId} <> all ((select app.my_request_thread_ids())::uuid[]) or exists (select 1 from messages m where m.id = ${t.messageId}))`,
    }),
    pgPolicy('whoever may write may attach', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${t.ownerId} = ${me} and ${t.state} = 'waiting' and ${t.messageId} is null and ${t.withdrawnAt} is null
        and ${t.threadId} = any ((select app.my_thread_ids())::uuid[]) and app.may_send(${t.threadId})`,
    }),
    pgPolicy('people send what is theirs', {
      for: 'update',
      to: appUser,
      using: sql`${t.ownerId} = ${me} and ${t.messageId} is null and ${t.state} = 'ready'`,
      withCheck: sql`${t.ownerId} = ${me} and ${t.messageId} is not null`,
    }),
    pgPolicy('people remove what they have not sent', {
      for: 'delete',
      to: appUser,
      using: sql`${t.ownerId} = ${me} and ${t.messageId} is null`,
    }),
    pgPolicy('the system keeps attachments', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** What lies in a storage and belongs to nothing any more: written by a trigger when a row goes, whoever removed it. */
export const attachmentRemovals = pgTable(
  'attachment_removals',
  {
    id: id(),
    storage: text().notNull(),
    objectKey: text().notNull(),
    /** an upload address may still be good until then */
    dueAt: at().notNull(),
  },
  (t) => [
    index('attachment_removals_due_idx').on(t.dueAt),
    pgPolicy('the system removes', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

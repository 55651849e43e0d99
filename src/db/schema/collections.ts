import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import { rhythms } from '../../features/collections/rules/searches.ts';
import { appSystem, appUser, me } from '../roles.ts';
import { at, createdAt, id } from './columns.ts';
import { talentProfiles } from './profiles.ts';
import { users } from './users.ts';

const customerOf = (owner: AnyPgColumn) => sql`${owner} = ${me} and (select app.my_role()) = 'customer'`;

/** A named list of talents. It belongs to the account, so a company's colleagues have it in common; how many there may be is `app.list_room`. */
export const collections = pgTable(
  'collections',
  {
    id: id(),
    userId: text()
      .notNull()
      .references(() => users.id),
    name: text().notNull(),
    note: text().notNull().default(''),
    position: integer().notNull().default(0),
    /** the person, whoever they acted for */
    createdBy: text()
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [
    unique('collections_of_their_owner').on(t.id, t.userId),
    index('collections_user_idx').on(t.userId, t.position, t.id),
    check('collections_have_a_name', sql`length(${t.name}) between 1 and 80 and length(${t.note}) <= 500`),
    pgPolicy('people see their lists', { for: 'select', to: appUser, using: sql`${t.userId} = ${me}` }),
    pgPolicy('customers make lists', { for: 'insert', to: appUser, withCheck: customerOf(t.userId) }),
    pgPolicy('people change their lists', {
      for: 'update',
      to: appUser,
      using: sql`${t.userId} = ${me}`,
      withCheck: sql`${t.userId} = ${me}`,
    }),
    pgPolicy('people drop their lists', { for: 'delete', to: appUser, using: sql`${t.userId} = ${me}` }),
    pgPolicy('the system keeps lists', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** A talent in a list, with what its keepers noted. The talent never learns of it. */
export const collectionItems = pgTable(
  'collection_items',
  {
    collectionId: uuid().notNull(),
    userId: text().notNull(),
    talentId: uuid()
      .notNull()
      .references(() => talentProfiles.id, { onDelete: 'cascade' }),
    note: text().notNull().default(''),
    position: integer().notNull().default(0),
    addedBy: text()
      .notNull()
      .references(() => users.id),
    addedAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.collectionId, t.talentId] }),
    foreignKey({
      name: 'collection_items_in_a_list_of_theirs',
      columns: [t.collectionId, t.userId],
      foreignColumns: [collections.id, collections.userId],
    }).onDelete('cascade'),
    index('collection_items_order_idx').on(t.collectionId, t.position, t.talentId),
    index('collection_items_talent_idx').on(t.talentId),
    index('collection_items_user_idx').on(t.userId, t.talentId),
    check('collection_items_notes_are_short', sql`length(${t.note}) <= 500`),
    pgPolicy('people see what is in their lists', { for: 'select', to: appUser, using: sql`${t.userId} = ${me}` }),
    pgPolicy('customers put in whom they see', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${customerOf(t.userId)} and app.lists_talent(${t.talentId})`,
    }),
    pgPolicy('people change what is in their lists', {
      for: 'update',
      to: appUser,
      using: sql`${t.userId} = ${me}`,
      withCheck: sql`${t.userId} = ${me}`,
    }),
    pgPolicy('people take out of their lists', { for: 'delete', to: appUser, using: sql`${t.userId} = ${me}` }),
    pgPolicy('the system keeps what is in lists', {
      for: 'all',
      to: appSystem,
      using: sql`true`,
      withCheck: sql`true`,
    }),
  ],
);

/** A search for talents kept under a name; told by mail and in the house when it finds somebody new. */
export const talentSearches = pgTable(
  'talent_searches',
  {
    id: id(),
    userId: text()
      .notNull()
      .references(() => users.id),
    name: text().notNull(),
    /** as the search takes it, without place and page */
    query: jsonb().$type<Record<string, unknown>>().notNull(),
    rhythm: text({ enum: rhythms }).notNull().default('daily'),
    /** looked through next; null: it is off */
    dueAt: at(),
    lookedAt: at(),
    /** somebody new was told of */
    toldAt: at(),
    /** from here on whoever appears is new */
    baselineAt: createdAt(),
    /** all it found then is known one by one */
    baselineWhole: boolean().notNull().default(false),
    createdBy: text()
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
  },
  (t) => [
    unique('talent_searches_of_their_owner').on(t.id, t.userId),
    index('talent_searches_user_idx').on(t.userId, t.id),
    index('talent_searches_due_idx')
      .on(t.dueAt)
      .where(sql`${t.dueAt} is not null`),
    check('talent_searches_have_a_name', sql`length(${t.name}) between 1 and 80`),
    check(
      'talent_searches_ask_something_short',
      sql`jsonb_typeof(${t.query}) = 'object' and length(${t.query}::text) <= 4000`,
    ),
    check('talent_searches_rhythm_is_known', sql`${t.rhythm} in ('daily', 'weekly', 'off')`),
    check('talent_searches_are_due_or_off', sql`(${t.rhythm} = 'off') = (${t.dueAt} is null)`),
    pgPolicy('people see their talent searches', { for: 'select', to: appUser, using: sql`${t.userId} = ${me}` }),
    pgPolicy('customers save talent searches', { for: 'insert', to: appUser, withCheck: customerOf(t.userId) }),
    pgPolicy('people change their talent searches', {
      for: 'update',
      to: appUser,
      using: sql`${t.userId} = ${me}`,
      withCheck: sql`${t.userId} = ${me}`,
    }),
    pgPolicy('people forget their talent searches', { for: 'delete', to: appUser, using: sql`${t.userId} = ${me}` }),
    pgPolicy('the system keeps talent searches', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** Whom a search is known to find. `lookId`: the look that told of them; none: they were there from the beginning. */
export const talentSearchHits = pgTable(
  'talent_search_hits',
  {
    searchId: uuid().notNull(),
    userId: text().notNull(),
    talentId: uuid()
      .notNull()
      .references(() => talentProfiles.id, { onDelete: 'cascade' }),
    foundAt: createdAt(),
    lookId: uuid(),
  },
  (t) => [
    primaryKey({ columns: [t.searchId, t.talentId] }),
    foreignKey({
      name: 'talent_search_hits_of_a_search_of_theirs',
      columns: [t.searchId, t.userId],
      foreignColumns: [talentSearches.id, talentSearches.userId],
    }).onDelete('cascade'),
    index('talent_search_hits_talent_idx').on(t.talentId),
    index('talent_search_hits_look_idx')
      .on(t.lookId)
      .where(sql`${t.lookId} is not null`),
    pgPolicy('people see what their searches found', { for: 'select', to: appUser, using: sql`${t.userId} = ${me}` }),
    pgPolicy('the system keeps what searches found', {
      for: 'all',
      to: appSystem,
      using: sql`true`,
      withCheck: sql`true`,
    }),
  ],
);

import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  date,
  index,
  integer,
  pgPolicy,
  pgTable,
  text,
  uniqueIndex,
  uuid,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import { requestStates, unlockStates, visibilities } from '../../features/messaging/rules/requests.ts';
import { closedReasons, proposalStates, returnReasons } from '../../features/requests/rules.ts';
import { appSystem, appUser, isOperator, me } from '../roles.ts';
import { amount, at, createdAt, id } from './columns.ts';
import { services, talentProfiles } from './profiles.ts';
import { users } from './users.ts';

const inList = (column: AnyPgColumn, words: readonly string[]) =>
  sql`${column} in (${sql.raw(words.map((word) => `'${word}'`).join(', '))})`;
const currencies = ['IQD', 'MAD', 'USD', 'EUR'] as const;

/**
 * What a customer looks for, as the board shows it: no more than a summary. Moves follow `app.request_moves()`, kept by the trigger
 * `requests_keep_to_the_machine`; its thread is born when it is published.
 */
export const requests = pgTable(
  'requests',
  {
    id: id(),
    ownerId: text()
      .notNull()
      .references(() => users.id),
    /** as the board and the thread call them; the people's own name, whatever the caller wrote */
    ownerName: text().notNull().default(''),
    title: text().notNull().default(''),
    /** what the board shows before an unlock: the first words, with contact details masked */
    summary: text().notNull().default(''),
    locale: text({ enum: ['en', 'ar', 'ckb', 'fr'] })
      .notNull()
      .default('en'),
    category: text(),
    city: text(),
    startsOn: date(),
    endsOn: date(),
    currency: text({ enum: currencies }),
    budgetMin: amount(),
    budgetMax: amount(),
    visibility: text({ enum: visibilities }).notNull().default('transparent'),
    state: text({ enum: requestStates }).notNull().default('DRAFT'),
    stateAt: createdAt(),
    closedReason: text({ enum: closedReasons }),
    closedAt: at(),
    /** the first time, from which regret is counted */
    publishedAt: at(),
    /** the last time, by which the board sorts */
    openedAt: at(),
    expiresAt: at(),
    /** an operator has looked and found it to be what it says; a change takes it away */
    checkedAt: at(),
    checkedBy: text().references(() => users.id),
    /** the matching of saved searches and talents has seen it since it was opened */
    matchedAt: at(),
    unlocks: integer().notNull().default(0),
    proposals: integer().notNull().default(0),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [
    index('requests_owner_idx').on(t.ownerId, t.id),
    // the board: newest first, alone and by each of the two filters people begin with
    index('requests_board_idx')
      .on(t.openedAt, t.id)
      .where(sql`${t.state} = 'OPEN'`),
    index('requests_board_category_idx')
      .on(t.category, t.openedAt, t.id)
      .where(sql`${t.state} = 'OPEN'`),
    index('requests_board_city_idx')
      .on(t.city, t.openedAt, t.id)
      .where(sql`${t.state} = 'OPEN'`),
    index('requests_board_soon_idx')
      .on(t.startsOn, t.id)
      .where(sql`${t.state} = 'OPEN'`),
    index('requests_board_soon_category_idx')
      .on(t.category, t.startsOn, t.id)
      .where(sql`${t.state} = 'OPEN'`),
    index('requests_board_checked_idx')
      .on(t.openedAt, t.id)
      .where(sql`${t.state} = 'OPEN' and ${t.checkedAt} is not null`),
    index('requests_board_budget_idx')
      .on(t.currency, t.budgetMax, t.id)
      .where(sql`${t.state} = 'OPEN'`),
    // what the board is searched for by words: `app.board_hits`
    index('requests_words_idx')
      .using('gin', sql`(${t.title} || ' ' || ${t.summary}) gin_trgm_ops`)
      .where(sql`${t.state} = 'OPEN'`),
    // whose credits may be due back
    index('requests_closed_idx')
      .on(t.closedAt)
      .where(sql`${t.state} = 'CLOSED'`),
    index('requests_removed_idx')
      .on(t.id)
      .where(sql`${t.closedReason} = 'removed'`),
    index('requests_expiring_idx')
      .on(t.expiresAt)
      .where(sql`${t.state} = 'OPEN'`),
    index('requests_to_match_idx')
      .on(t.openedAt)
      .where(sql`${t.state} = 'OPEN' and ${t.matchedAt} is null`),
    index('requests_to_check_idx')
      .on(t.openedAt)
      .where(sql`${t.state} = 'OPEN' and ${t.checkedAt} is null`),
    check('requests_state_is_known', inList(t.state, requestStates)),
    check('requests_closed_for_a_reason', sql`(${t.state} = 'CLOSED') = (${t.closedReason} is not null)`),
    check('requests_closed_at', sql`(${t.state} = 'CLOSED') = (${t.closedAt} is not null)`),
    check('requests_title_fits', sql`length(${t.title}) <= 120 and length(${t.summary}) <= 280`),
    check('requests_run_forward', sql`${t.endsOn} is null or ${t.startsOn} <= ${t.endsOn}`),
    check(
      'requests_budget_is_money',
      sql`(${t.budgetMin} is null or ${t.budgetMin} > 0) and (${t.budgetMax} is null or ${t.budgetMax} between 1 and 999999999999) and (${t.budgetMin} is null or ${t.budgetMax} is null or ${t.budgetMin} <= ${t.budgetMax})`,
    ),
    check(
      'requests_published_are_whole',
      sql`${t.state} = 'DRAFT' or (${t.title} <> '' and ${t.category} is not null and ${t.city} is not null and ${t.startsOn} is not null and ${t.currency} is not null and ${t.budgetMax} is not null and ${t.publishedAt} is not null and ${t.openedAt} is not null and ${t.expiresAt} is not null)`,
    ),
    pgPolicy('owners see their requests', { for: 'select', to: appUser, using: sql`${t.ownerId} = ${me}` }),
    pgPolicy('talents see the board', {
      for: 'select',
      to: appUser,
      using: sql`${t.state} = 'OPEN' and (select app.may_browse()) and ${t.ownerId} <> all ((select app.blocked_ids())::text[])`,
    }),
    pgPolicy('talents see what they unlocked', {
      for: 'select',
      to: appUser,
      using: sql`${t.id} = any ((select app.my_unlocked_ids())::uuid[])`,
    }),
    pgPolicy('operators see requests', { for: 'select', to: appUser, using: isOperator }),
    pgPolicy('customers write drafts', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${t.ownerId} = ${me} and ${t.state} = 'DRAFT' and (select app.my_role()) = 'customer' and (select app.entitled('requests.create'))`,
    }),
    pgPolicy('owners move their requests', {
      for: 'update',
      to: appUser,
      using: sql`${t.ownerId} = ${me} and (select app.my_role()) = 'customer'`,
      withCheck: sql`${t.ownerId} = ${me}`,
    }),
    pgPolicy('owners throw away what nobody used', {
      for: 'delete',
      to: appUser,
      using: sql`${t.ownerId} = ${me} and (select app.my_role()) = 'customer' and ${t.unlocks} = 0 and ${t.proposals} = 0 and ${t.closedReason} is distinct from 'removed'`,
    }),
    pgPolicy('the system keeps requests', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** What an unlock buys: the whole text and the contact the owner agreed to show. Born with its request. */
export const requestDetails = pgTable(
  'request_details',
  {
    requestId: uuid()
      .primaryKey()
      .references(() => requests.id, { onDelete: 'cascade' }),
    description: text().notNull().default(''),
    place: text().notNull().default(''),
    contactName: text().notNull().default(''),
    contactEmail: text().notNull().default(''),
    contactPhone: text().notNull().default(''),
  },
  (t) => [
    check('request_details_fit', sql`length(${t.description}) <= 4000 and length(${t.place}) <= 200`),
    check(
      'request_details_contact_fits',
      sql`length(${t.contactName}) <= 80 and length(${t.contactEmail}) <= 254 and length(${t.contactPhone}) <= 20`,
    ),
    pgPolicy('owners see their details', {
      for: 'select',
      to: appUser,
      using: sql`exists (select 1 from requests r where r.id = ${t.requestId} and r.owner_id = ${me})`,
    }),
    pgPolicy('an unlock shows the details', {
      for: 'select',
      to: appUser,
      using: sql`${t.requestId} = any ((select app.my_open_unlocked_ids())::uuid[])`,
    }),
    pgPolicy('owners write their details', {
      for: 'update',
      to: appUser,
      using: sql`exists (select 1 from requests r where r.id = ${t.requestId} and r.owner_id = ${me} and r.state <> 'CLOSED')`,
      withCheck: sql`true`,
    }),
    pgPolicy('operators see details', { for: 'select', to: appUser, using: isOperator }),
    pgPolicy('the system keeps details', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/**
 * One per request and talent account, whatever clicks, tabs or colleagues do. Written by the system's door alone, beside the credit
 * line that pays for it; the trigger `request_unlocks_are_paid` asks for both and for an open request.
 */
export const requestUnlocks = pgTable(
  'request_unlocks',
  {
    id: id(),
    requestId: uuid()
      .notNull()
      .references(() => requests.id),
    /** the talent account that pays */
    userId: text()
      .notNull()
      .references(() => users.id),
    talentName: text().notNull().default(''),
    status: text({ enum: unlockStates }).notNull().default('UNLOCKED'),
    /** how often it was bought: a returned one may be unlocked again */
    times: integer().notNull().default(1),
    unlockedAt: createdAt(),
    returnedAt: at(),
    returnedFor: text({ enum: returnReasons }),
    /** who of the account's people did it */
    byMember: text(),
  },
  (t) => [
    uniqueIndex('request_unlocks_once').on(t.requestId, t.userId),
    index('request_unlocks_user_idx').on(t.userId, t.unlockedAt, t.id),
    // what the policies of the board ask with every page, out of the index alone
    index('request_unlocks_mine_idx').on(t.userId, t.requestId, t.status),
    check('request_unlocks_returned_for_a_reason', sql`(${t.status} = 'RETURNED') = (${t.returnedFor} is not null)`),
    check('request_unlocks_returned_at', sql`(${t.status} = 'RETURNED') = (${t.returnedAt} is not null)`),
    pgPolicy('talents see their unlocks', { for: 'select', to: appUser, using: sql`${t.userId} = ${me}` }),
    pgPolicy('owners see who unlocked', {
      for: 'select',
      to: appUser,
      using: sql`exists (select 1 from requests r where r.id = ${t.requestId} and r.owner_id = ${me})`,
    }),
    pgPolicy('operators see unlocks', { for: 'select', to: appUser, using: isOperator }),
    pgPolicy('the system keeps unlocks', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** What a talent offers on a request: private to its author and the owner. One active per talent account and request. */
export const proposals = pgTable(
  'proposals',
  {
    id: id(),
    requestId: uuid()
      .notNull()
      .references(() => requests.id),
    /** the account that offers */
    userId: text()
      .notNull()
      .references(() => users.id),
    /** who would do the work: the account's own profile, or one of its roster */
    talentId: uuid()
      .notNull()
      .references(() => talentProfiles.id),
    talentName: text().notNull().default(''),
    serviceId: uuid().references(() => services.id, { onDelete: 'set null' }),
    amount: amount().notNull(),
    currency: text({ enum: currencies }).notNull(),
    startsAt: at().notNull(),
    endsAt: at().notNull(),
    /** the talent's, as it was when offered; set by a trigger */
    timeZone: text().notNull().default('UTC'),
    text: text().notNull(),
    state: text({ enum: proposalStates }).notNull().default('active'),
    stateAt: createdAt(),
    /** when the owner first saw it */
    readAt: at(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('proposals_one_active')
      .on(t.requestId, t.userId)
      .where(sql`${t.state} = 'active'`),
    index('proposals_request_idx').on(t.requestId, t.id),
    index('proposals_user_idx').on(t.userId, t.id),
    check('proposals_state_is_known', inList(t.state, proposalStates)),
    check('proposals_amount_is_positive', sql`${t.amount} between 1 and 999999999999`),
    check('proposals_run_forward', sql`${t.startsAt} < ${t.endsAt}`),
    check('proposals_have_words', sql`length(${t.text}) between 1 and 4000`),
    pgPolicy('authors see their proposals', { for: 'select', to: appUser, using: sql`${t.userId} = ${me}` }),
    pgPolicy('owners see what they are offered', {
      for: 'select',
      to: appUser,
      using: sql`exists (select 1 from requests r where r.id = ${t.requestId} and r.owner_id = ${me})`,
    }),
    pgPolicy('talents propose after the unlock', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${t.userId} = ${me} and ${t.state} = 'active' and app.may_propose(${t.requestId}, ${t.talentId}, ${t.currency}, ${t.startsAt})`,
    }),
    pgPolicy('authors withdraw', {
      for: 'update',
      to: appUser,
      using: sql`${t.userId} = ${me} and (select app.my_role()) = 'talent'`,
      withCheck: sql`${t.userId} = ${me}`,
    }),
    pgPolicy('owners decide', {
      for: 'update',
      to: appUser,
      using: sql`(select app.my_role()) = 'customer' and exists (select 1 from requests r where r.id = ${t.requestId} and r.owner_id = ${me})`,
      withCheck: sql`true`,
    }),
    pgPolicy('the system keeps proposals', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** A talent's wish to hear of requests; what is null does not matter. */
export const savedSearches = pgTable(
  'saved_searches',
  {
    id: id(),
    userId: text()
      .notNull()
      .references(() => users.id),
    name: text().notNull(),
    words: text().notNull().default(''),
    category: text(),
    city: text(),
    currency: text({ enum: currencies }),
    budgetFrom: amount(),
    startsFrom: date(),
    startsUntil: date(),
    /** told of new ones by mail and bell */
    told: boolean().notNull().default(true),
    createdAt: createdAt(),
  },
  (t) => [
    index('saved_searches_user_idx').on(t.userId, t.id),
    index('saved_searches_match_idx')
      .on(t.category, t.city)
      .where(sql`${t.told}`),
    check('saved_searches_run_forward', sql`${t.startsFrom} <= ${t.startsUntil}`),
    check(
      'saved_searches_budget_is_money',
      sql`${t.budgetFrom} is null or (${t.budgetFrom} > 0 and ${t.currency} is not null)`,
    ),
    check('saved_searches_have_a_name', sql`length(${t.name}) between 1 and 80 and length(${t.words}) <= 120`),
    pgPolicy('talents keep their searches', {
      for: 'all',
      to: appUser,
      using: sql`${t.userId} = ${me}`,
      withCheck: sql`${t.userId} = ${me} and (select app.my_role()) = 'talent'`,
    }),
    pgPolicy('the system reads searches', { for: 'select', to: appSystem, using: sql`true` }),
    pgPolicy('the system forgets searches', { for: 'delete', to: appSystem, using: sql`true` }),
  ],
);

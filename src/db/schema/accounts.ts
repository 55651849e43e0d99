import { sql } from 'drizzle-orm';
import { check, index, pgPolicy, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { mandateKinds, mandateStates } from '../../features/accounts/rules.ts';
import { appSystem, appUser, me } from '../roles.ts';
import { at, createdAt, id } from './columns.ts';
import { users } from './users.ts';

/** By their own login: nobody who acts for an account gives or takes mandates of it. */
const mineByHand = (column: unknown) => sql`${column} = ${me} and not (select app.is_acting())`;
const invitedMe = (tokenHash: unknown, email: unknown) =>
  sql`not (select app.is_acting()) and (${tokenHash} = (select app.link_hash()) or ${email} = (select app.my_email()))`;

/**
 * Who may act for whom: a colleague for a company or an agency (`seat`), an agency for a talent of its roster (`roster`). Whether one
 * counts is decided at every use (`app.mandate_of`): by the plan of the account that pays, by the standing of all of them, by its place.
 */
export const mandates = pgTable(
  'mandates',
  {
    id: id(),
    kind: text({ enum: mandateKinds }).notNull(),
    /** the company or agency, whose plan has the room */
    accountId: text()
      .notNull()
      .references(() => users.id),
    /** who was invited; emptied when they are deleted */
    email: text().notNull(),
    /** the colleague, or the talent of the roster, once they accepted */
    personId: text().references(() => users.id),
    state: text({ enum: mandateStates }).notNull().default('invited'),
    /** of the word in the mailed address */
    tokenHash: text().notNull(),
    createdAt: createdAt(),
    /** when it was last mailed */
    invitedAt: createdAt(),
    acceptedAt: at(),
    endedAt: at(),
    endedBy: text(),
  },
  (t) => [
    uniqueIndex('mandates_one_open')
      .on(t.accountId, t.kind, t.email)
      .where(sql`${t.state} in ('invited', 'accepted')`),
    uniqueIndex('mandates_one_seat_each')
      .on(t.personId, t.accountId)
      .where(sql`${t.state} = 'accepted' and ${t.kind} = 'seat'`),
    uniqueIndex('mandates_one_roster')
      .on(t.personId)
      .where(sql`${t.state} = 'accepted' and ${t.kind} = 'roster'`),
    uniqueIndex('mandates_token_key').on(t.tokenHash),
    index('mandates_account_idx').on(t.accountId, t.kind, t.acceptedAt, t.id),
    index('mandates_person_idx').on(t.personId),
    index('mandates_email_idx')
      .on(t.email)
      .where(sql`${t.state} = 'invited'`),
    check('mandates_kind_is_known', sql`${t.kind} in ('seat', 'roster')`),
    check('mandates_state_is_known', sql`${t.state} in ('invited', 'accepted', 'declined', 'removed')`),
    check('mandates_email_is_lower', sql`${t.email} = lower(${t.email}) and length(${t.email}) <= 254`),
    check('mandates_open_have_an_email', sql`${t.email} <> '' or ${t.state} in ('declined', 'removed')`),
    check('mandates_hold_a_digest', sql`${t.tokenHash} ~ '^[0-9a-f]{64}$'`),
    check('mandates_are_for_others', sql`${t.personId} <> ${t.accountId}`),
    check(
      'mandates_accepted_by_somebody',
      sql`(${t.acceptedAt} is null) = (${t.personId} is null) and (${t.state} <> 'accepted' or ${t.personId} is not null) and (${t.state} not in ('invited', 'declined') or ${t.personId} is null)`,
    ),
    check(
      'mandates_ended_say_when',
      sql`(${t.state} in ('declined', 'removed')) = (${t.endedAt} is not null) and (${t.endedAt} is null) = (${t.endedBy} is null)`,
    ),
    pgPolicy('accounts see their mandates', { for: 'select', to: appUser, using: mineByHand(t.accountId) }),
    pgPolicy('people see their mandates', {
      for: 'select',
      to: appUser,
      using: sql`(${t.personId} = ${me} or ${t.endedBy} = ${me}) and not (select app.is_acting())`,
    }),
    pgPolicy('whoever is invited sees it', {
      for: 'select',
      to: appUser,
      using: sql`${t.state} = 'invited' and ${invitedMe(t.tokenHash, t.email)}`,
    }),
    pgPolicy('accounts with room invite', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${mineByHand(t.accountId)} and ${t.state} = 'invited' and case ${t.kind} when 'seat' then (select app.my_room('seat')) else (select app.my_room('roster')) end > 0`,
    }),
    pgPolicy('accounts end and mail again', {
      for: 'update',
      to: appUser,
      using: sql`${mineByHand(t.accountId)} and ${t.state} in ('invited', 'accepted')`,
      withCheck: sql`${mineByHand(t.accountId)} and ${t.state} in ('invited', 'removed')`,
    }),
    pgPolicy('whoever is invited answers', {
      for: 'update',
      to: appUser,
      using: sql`${t.state} = 'invited' and ${invitedMe(t.tokenHash, t.email)}`,
      withCheck: sql`not (select app.is_acting()) and (${t.state} = 'accepted' and ${t.personId} = ${me} or ${t.state} = 'declined' and ${t.endedBy} = ${me})`,
    }),
    pgPolicy('people leave', {
      for: 'update',
      to: appUser,
      using: sql`${mineByHand(t.personId)} and ${t.state} = 'accepted'`,
      withCheck: sql`${mineByHand(t.personId)} and ${t.state} = 'removed'`,
    }),
    pgPolicy('the system keeps mandates', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

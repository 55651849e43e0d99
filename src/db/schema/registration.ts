import { sql } from 'drizzle-orm';
import { check, date, index, jsonb, pgPolicy, pgTable, smallint, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { accountKinds } from '../../features/identity/rules.ts';
import { guardianStates } from '../../features/registration/rules/guardian.ts';
import { stepNames } from '../../features/registration/rules/questions.ts';
import { appSystem, appUser, isOperator, me } from '../roles.ts';
import { at, createdAt } from './columns.ts';
import { users } from './users.ts';

/** By their own login: nobody who acts for an account reads or writes what it says of a person. */
const mineByHand = (column: unknown) => sql`${column} = ${me} and not (select app.is_acting())`;

/** What somebody has answered so far: kept on the way, gone when they are through. */
export const registrations = pgTable(
  'registrations',
  {
    userId: text()
      .primaryKey()
      .references(() => users.id),
    kind: text({ enum: accountKinds }),
    step: text({ enum: stepNames }).notNull().default('kind'),
    answers: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [
    check(
      'registrations_kind_is_known',
      sql`${t.kind} in ('individual', 'professional', 'company', 'talent', 'agency')`,
    ),
    check('registrations_step_is_known', sql`${t.step} in ('kind', 'you', 'work', 'age', 'finish')`),
    check(
      'registrations_are_small',
      sql`jsonb_typeof(${t.answers}) = 'object' and length(${t.answers}::text) <= 16000`,
    ),
    pgPolicy('people see their draft', { for: 'select', to: appUser, using: mineByHand(t.userId) }),
    pgPolicy('people begin', { for: 'insert', to: appUser, withCheck: mineByHand(t.userId) }),
    pgPolicy('people go on', {
      for: 'update',
      to: appUser,
      using: mineByHand(t.userId),
      withCheck: mineByHand(t.userId),
    }),
    pgPolicy('people throw it away', { for: 'delete', to: appUser, using: mineByHand(t.userId) }),
    pgPolicy('the system keeps drafts', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** What an account says of itself besides its name: for its owner, its colleagues and the operator; on no page. */
export const accountDetails = pgTable(
  'account_details',
  {
    userId: text()
      .primaryKey()
      .references(() => users.id),
    kind: text({ enum: accountKinds }).notNull(),
    organisation: text(),
    contactName: text(),
    profession: text(),
    /** trades they look for */
    hires: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    city: text(),
    website: text(),
    about: text(),
    /** people of a company, talents of an agency */
    size: text(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [
    check(
      'account_details_kind_is_known',
      sql`${t.kind} in ('individual', 'professional', 'company', 'talent', 'agency')`,
    ),
    check('account_details_website_is_one', sql`${t.website} ~ '^https?://' and length(${t.website}) <= 200`),
    check(
      'account_details_are_short',
      sql`length(${t.organisation}) <= 120 and length(${t.contactName}) <= 120 and length(${t.profession}) <= 120 and length(${t.about}) <= 1000 and cardinality(${t.hires}) <= 8`,
    ),
    pgPolicy('accounts see their details', { for: 'select', to: appUser, using: sql`${t.userId} = ${me}` }),
    pgPolicy('operators see details', { for: 'select', to: appUser, using: isOperator }),
    pgPolicy('accounts give their details', { for: 'insert', to: appUser, withCheck: mineByHand(t.userId) }),
    pgPolicy('accounts change their details', {
      for: 'update',
      to: appUser,
      using: mineByHand(t.userId),
      withCheck: mineByHand(t.userId),
    }),
    pgPolicy('the system keeps details', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** Said by the talent, who may mend it once, on no page, in no search. After that an operator does. */
export const talentPrivate = pgTable(
  'talent_private',
  {
    userId: text()
      .primaryKey()
      .references(() => users.id),
    birthDate: date({ mode: 'string' }).notNull(),
    /** by its owner, or by an operator: from then on it stands */
    mendedAt: at(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [
    check('talent_private_birth_is_likely', sql`${t.birthDate} between '1900-01-01' and '2200-01-01'`),
    pgPolicy('talents see their own birth date', { for: 'select', to: appUser, using: mineByHand(t.userId) }),
    pgPolicy('operators see birth dates', { for: 'select', to: appUser, using: isOperator }),
    pgPolicy('talents say it once', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${mineByHand(t.userId)} and (select app.my_role()) = 'talent'`,
    }),
    pgPolicy('talents mend it', {
      for: 'update',
      to: appUser,
      using: mineByHand(t.userId),
      withCheck: mineByHand(t.userId),
    }),
    pgPolicy('the system keeps birth dates', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** Who answers for a talent who is not of age. Their word comes by the mailed link, through the system's door. */
export const guardians = pgTable(
  'guardians',
  {
    userId: text()
      .primaryKey()
      .references(() => users.id),
    /** another guardian is another id, so that the former one's link opens nothing */
    id: uuid().notNull(),
    name: text().notNull(),
    email: text().notNull(),
    locale: text({ enum: ['en', 'ar', 'ckb', 'fr'] }).notNull(),
    state: text({ enum: guardianStates }).notNull().default('asked'),
    /** of the word in the mailed address */
    tokenHash: text().notNull(),
    /** when the letter was sent last */
    askedAt: createdAt(),
    /** letters since then: an address may be anybody's, and nobody is written to without end */
    letters: smallint().notNull().default(1),
    lettersSince: createdAt(),
    decidedAt: at(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [
    uniqueIndex('guardians_token_key').on(t.tokenHash),
    index('guardians_email_idx').on(t.email),
    check('guardians_state_is_known', sql`${t.state} in ('asked', 'given', 'refused', 'withdrawn')`),
    check('guardians_decided_say_when', sql`(${t.state} = 'asked') = (${t.decidedAt} is null)`),
    check('guardians_hold_a_digest', sql`${t.tokenHash} ~ '^[0-9a-f]{64}$'`),
    check(
      'guardians_have_a_name',
      sql`length(${t.name}) between 1 and 80 and ${t.email} = lower(${t.email}) and length(${t.email}) between 3 and 254`,
    ),
    pgPolicy('talents see their guardian', { for: 'select', to: appUser, using: mineByHand(t.userId) }),
    pgPolicy('operators see guardians', { for: 'select', to: appUser, using: isOperator }),
    pgPolicy('talents name a guardian', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${mineByHand(t.userId)} and ${t.state} = 'asked' and (select app.my_role()) = 'talent'`,
    }),
    pgPolicy('talents name another or ask again', {
      for: 'update',
      to: appUser,
      using: mineByHand(t.userId),
      withCheck: mineByHand(t.userId),
    }),
    pgPolicy('the system keeps guardians', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** Which kinds of accounts are looked at first, once an operator has said so: one row, or none while the deploy's own setting counts. */
export const approvalSettings = pgTable(
  'approval_settings',
  {
    id: smallint().primaryKey().default(1),
    kinds: text({ enum: accountKinds }).array().notNull(),
    setBy: text()
      .notNull()
      .references(() => users.id),
    setAt: createdAt(),
  },
  (t) => [
    check('approval_settings_are_one', sql`${t.id} = 1`),
    check(
      'approval_settings_kinds_are_known',
      sql`${t.kinds} <@ array['individual', 'professional', 'company', 'talent', 'agency'] and cardinality(${t.kinds}) <= 5`,
    ),
    pgPolicy('whoever registers sees what is looked at', { for: 'select', to: appUser, using: sql`true` }),
    pgPolicy('the system keeps what is looked at', {
      for: 'all',
      to: appSystem,
      using: sql`true`,
      withCheck: sql`true`,
    }),
  ],
);

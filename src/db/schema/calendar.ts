import { sql } from 'drizzle-orm';
import { bigint, check, date, index, pgPolicy, pgTable, smallint, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { availabilityLimits as limits } from '../../features/profiles/rules/availability-limits.ts';
import { appSystem, appUser, appVisitor, me } from '../roles.ts';
import { at, createdAt } from './columns.ts';
import { talentProfiles } from './profiles.ts';
import { users } from './users.ts';

// a child borrows its parent's sight: who sees the profile sees what hangs on it
const profileIsVisible = (talentId: AnyPgColumn) =>
  sql`exists (select 1 from talent_profiles p where p.id = ${talentId})`;
const profileIsMine = (talentId: AnyPgColumn) => sql`${talentId} = (select app.my_talent_id())`;
const between = (column: AnyPgColumn, { least, most }: { least: number; most: number }) =>
  sql`${column} between ${sql.raw(String(least))} and ${sql.raw(String(most))}`;

/**
 * What a talent asks of every booking beside opening hours. No row: no time around the work, no notice, no maximum, a year ahead.
 * Buffers are frozen in `bookings` when time is taken, and are part of `bookings.held`, which never overlaps; the maximum is kept
 * by the trigger `bookings_reserve_the_day`.
 */
export const availabilityTerms = pgTable(
  'availability_terms',
  {
    talentId: uuid()
      .primaryKey()
      .references(() => talentProfiles.id),
    bufferBeforeMinutes: smallint().notNull().default(0),
    bufferAfterMinutes: smallint().notNull().default(0),
    noticeHours: smallint().notNull().default(0),
    /** bookings that begin on one day of the talent's calendar; null: any number */
    maxPerDay: smallint(),
    horizonDays: smallint().notNull().default(limits.horizonDays.most),
    updatedAt: createdAt(),
  },
  (t) => [
    check('availability_terms_buffer_before_is_sane', between(t.bufferBeforeMinutes, limits.bufferMinutes)),
    check('availability_terms_buffer_after_is_sane', between(t.bufferAfterMinutes, limits.bufferMinutes)),
    check('availability_terms_notice_is_sane', between(t.noticeHours, limits.noticeHours)),
    check('availability_terms_max_per_day_is_sane', between(t.maxPerDay, limits.maxPerDay)),
    check('availability_terms_horizon_is_sane', between(t.horizonDays, limits.horizonDays)),
    check('availability_terms_leave_room', sql`${t.noticeHours} < ${t.horizonDays} * 24`),
    pgPolicy('terms follow their profile', {
      for: 'select',
      to: [appVisitor, appUser],
      using: profileIsVisible(t.talentId),
    }),
    pgPolicy('talents add terms', { for: 'insert', to: appUser, withCheck: profileIsMine(t.talentId) }),
    pgPolicy('talents change terms', {
      for: 'update',
      to: appUser,
      using: profileIsMine(t.talentId),
      withCheck: profileIsMine(t.talentId),
    }),
    pgPolicy('the system keeps terms', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/**
 * For search: on which of the next 90 days a published talent has room for their shortest service, by the rule that page and
 * booking use (features/profiles/rules/availability.ts). One row a talent; none while the page is not public or nobody has looked
 * yet. Filter: `days @> array['2026-12-01'::date]` (GIN). Written by the clock (features/profiles/free-days.ts) whenever
 * something changed (`free_days_news`) or time alone changes the answer (`stale_at`).
 */
export const talentFreeDays = pgTable(
  'talent_free_days',
  {
    talentId: uuid()
      .primaryKey()
      .references(() => talentProfiles.id, { onDelete: 'cascade' }),
    /** today on the talent's calendar when it was worked out */
    fromDay: date({ mode: 'string' }).notNull(),
    days: date({ mode: 'string' }).array().notNull(),
    computedAt: createdAt(),
    /** from when on the answer may be another, though nothing has happened */
    staleAt: at().notNull(),
    /** when something that happened last made the days a page shows others: for the clock, which tells pages what a crash swallowed */
    movedAt: at(),
  },
  (t) => [
    index('talent_free_days_days_idx').using('gin', t.days),
    index('talent_free_days_stale_idx').on(t.staleAt),
    index('talent_free_days_moved_idx')
      .on(t.movedAt)
      .where(sql`${t.movedAt} is not null`),
    pgPolicy('free days follow their profile', {
      for: 'select',
      to: [appVisitor, appUser],
      using: profileIsVisible(t.talentId),
    }),
    pgPolicy('the system keeps free days', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** Whose free days have to be worked out again. Only added to, by triggers, so that nobody waits for anybody; the clock takes rows away. */
export const freeDaysNews = pgTable(
  'free_days_news',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    talentId: uuid().notNull(),
  },
  () => [pgPolicy('the system works off news', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` })],
);

/** The secret address of a person's bookings as a calendar. The address is shown once; here lies its digest. */
export const calendarFeeds = pgTable(
  'calendar_feeds',
  {
    userId: text()
      .primaryKey()
      .references(() => users.id),
    tokenHash: text().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('calendar_feeds_token_key').on(t.tokenHash),
    check('calendar_feeds_keep_a_digest', sql`${t.tokenHash} ~ '^[0-9a-f]{64}$'`),
    pgPolicy('people see that they have a feed', { for: 'select', to: appUser, using: sql`${t.userId} = ${me}` }),
    pgPolicy('people open a feed', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${t.userId} = ${me} and (select app.my_role()) is not null`,
    }),
    pgPolicy('people change the address', {
      for: 'update',
      to: appUser,
      using: sql`${t.userId} = ${me}`,
      withCheck: sql`${t.userId} = ${me} and (select app.my_role()) is not null`,
    }),
    pgPolicy('people close their feed', { for: 'delete', to: appUser, using: sql`${t.userId} = ${me}` }),
    // whoever acts for an account keeps a calendar of their own
    pgPolicy('a feed is its owner’s alone', {
      as: 'restrictive',
      for: 'all',
      to: appUser,
      using: sql`not (select app.is_acting())`,
      withCheck: sql`not (select app.is_acting())`,
    }),
  ],
);

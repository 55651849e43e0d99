import { sql } from 'drizzle-orm';
import {
  check,
  index,
  integer,
  jsonb,
  pgPolicy,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import type { LocalizedText } from '../../core/locale.ts';
import { cancellationTerms, type CancellationTerms } from '../../features/bookings/rules/cancellation.ts';
import { bookingMoves, bookingStates, parties } from '../../features/bookings/rules.ts';
import { appNow, appSystem, appUser, appVisitor, me } from '../roles.ts';
import { amount, at, createdAt, id, period } from './columns.ts';
import { services, talentProfiles } from './profiles.ts';
import { proposals } from './requests.ts';
import { users } from './users.ts';

const inList = (column: AnyPgColumn, words: readonly string[]) =>
  sql`${column} in (${sql.raw(words.map((word) => `'${word}'`).join(', '))})`;

/**
 * Two live bookings of one talent never overlap, nor does what is kept free around them: exclusion constraint
 * `bookings_never_overlap` on `held` in the hand-written SQL. No day takes more than the talent allows: trigger
 * `bookings_reserve_the_day`.
 * Moves are kept to the machine by the trigger `bookings_keep_to_the_machine`, and logged by `bookings_log_moves`.
 */
export const bookings = pgTable(
  'bookings',
  {
    id: id(),
    serviceId: uuid().references(() => services.id),
    /** the proposal on a request that it began with */
    proposalId: uuid().references((): AnyPgColumn => proposals.id),
    talentId: uuid()
      .notNull()
      .references(() => talentProfiles.id),
    talentUserId: text()
      .notNull()
      .references(() => users.id),
    customerId: text()
      .notNull()
      .references(() => users.id),
    state: text({ enum: bookingStates }).notNull().default('requested'),
    stateAt: createdAt(),
    startsAt: at().notNull(),
    endsAt: at().notNull(),
    /** what the talent kept free around it when the time was taken; set by a trigger */
    bufferBeforeMinutes: smallint().notNull().default(0),
    bufferAfterMinutes: smallint().notNull().default(0),
    /** the time with what is kept free around it */
    held: period()
      .notNull()
      .generatedAlwaysAs(sql`app.held(starts_at, ends_at, buffer_before_minutes, buffer_after_minutes)`),
    /** the talent's, as it was when asked */
    timeZone: text().notNull(),
    /** what the service was called and cost when asked */
    serviceTitle: jsonb().$type<LocalizedText>().notNull(),
    listAmount: amount().notNull(),
    currency: text({ enum: ['IQD', 'MAD', 'USD', 'EUR'] }).notNull(),
    note: text().notNull().default(''),
    place: text().notNull().default(''),
    /** shown to the other side; no account data besides */
    customerName: text().notNull(),
    talentName: text().notNull(),
    quoteVersion: integer().notNull().default(0),
    priceAgreed: amount(),
    /** when an unanswered request or quote lapses */
    expiresAt: at(),
    /** until when an accepted booking holds its time unpaid */
    holdExpiresAt: at(),
    autoCompleteAt: at(),
    customerCompletedAt: at(),
    talentCompletedAt: at(),
    completedAt: at(),
    /** the talent's cancellation terms as they were when asked; set by a trigger */
    cancellationTerms: jsonb().$type<CancellationTerms>().notNull().default(cancellationTerms.moderate),
    /** what goes back to the customer: by the terms when it was cancelled (set by a trigger), or as the operator settled it */
    refundAmount: amount(),
    disputeReason: text().notNull().default(''),
    /** the operator's words on a settled dispute */
    resolution: text().notNull().default(''),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('bookings_one_per_proposal').on(t.proposalId),
    index('bookings_customer_idx').on(t.customerId, t.id),
    index('bookings_talent_user_idx').on(t.talentUserId, t.id),
    index('bookings_talent_time_idx').on(t.talentId, t.startsAt),
    index('bookings_lapsing_idx')
      .on(t.expiresAt)
      .where(sql`${t.state} in ('requested', 'quoted')`),
    index('bookings_holding_idx')
      .on(t.holdExpiresAt)
      .where(sql`${t.state} = 'accepted'`),
    index('bookings_running_idx')
      .on(t.autoCompleteAt)
      .where(sql`${t.state} = 'paid'`),
    check('bookings_state_is_known', inList(t.state, bookingStates)),
    check('bookings_run_forward', sql`${t.startsAt} < ${t.endsAt}`),
    check('bookings_two_people', sql`${t.customerId} <> ${t.talentUserId}`),
    check(
      'bookings_agreed_have_a_price',
      sql`${t.state} not in ('accepted', 'paid', 'completed', 'reviewed', 'disputed', 'resolved', 'cancelled', 'refunded') or (${t.priceAgreed} is not null and ${t.priceAgreed} > 0)`,
    ),
    check(
      'bookings_refunds_are_a_part',
      sql`${t.refundAmount} is null or (${t.state} in ('cancelled', 'resolved', 'refunded') and ${t.refundAmount} between 0 and ${t.priceAgreed})`,
    ),
    index('bookings_to_give_back_idx')
      .on(t.id)
      .where(sql`${t.refundAmount} > 0`),
    index('bookings_disputed_idx')
      .on(t.id)
      .where(sql`${t.state} = 'disputed'`),
    check('bookings_holds_end', sql`${t.state} <> 'accepted' or ${t.holdExpiresAt} is not null`),
    pgPolicy('both sides see their booking', {
      for: 'select',
      to: appUser,
      using: sql`${t.customerId} = ${me} or ${t.talentUserId} = ${me}`,
    }),
    pgPolicy('customers ask', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${t.customerId} = ${me} and (select app.my_role()) = 'customer' and ${t.state} = 'requested' and ${t.priceAgreed} is null and ${t.quoteVersion} = 0
        and ${t.holdExpiresAt} is null and ${t.customerCompletedAt} is null and ${t.talentCompletedAt} is null and ${t.completedAt} is null and ${t.startsAt} > ${appNow}
        and exists (select 1 from services s join talent_profiles p on p.id = s.talent_id where s.id = ${t.serviceId} and s.talent_id = ${t.talentId} and p.user_id = ${t.talentUserId} and p.published_at is not null and s.active and s.price_amount = ${t.listAmount} and s.price_currency = ${t.currency})`,
    }),
    pgPolicy('owners of requests take a proposal', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${t.customerId} = ${me} and (select app.my_role()) = 'customer' and ${t.state} = 'quoted' and ${t.quoteVersion} = 1 and ${t.priceAgreed} is null
        and ${t.holdExpiresAt} is null and ${t.customerCompletedAt} is null and ${t.talentCompletedAt} is null and ${t.completedAt} is null and ${t.startsAt} > ${appNow}
        and app.takes_proposal(${t.proposalId}, ${t.talentId}, ${t.talentUserId}, ${t.listAmount}, ${t.currency}, ${t.startsAt}, ${t.endsAt})`,
    }),
    pgPolicy('both sides move their booking', {
      for: 'update',
      to: appUser,
      using: sql`${t.customerId} = ${me} or ${t.talentUserId} = ${me}`,
      withCheck: sql`${t.customerId} = ${me} or ${t.talentUserId} = ${me}`,
    }),
    pgPolicy('the system keeps bookings', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

const bookingIsMine = (bookingId: AnyPgColumn) => sql`exists (select 1 from bookings b where b.id = ${bookingId})`;

export const bookingQuotes = pgTable(
  'booking_quotes',
  {
    bookingId: uuid()
      .notNull()
      .references(() => bookings.id),
    version: integer().notNull(),
    amount: amount().notNull(),
    startsAt: at().notNull(),
    endsAt: at().notNull(),
    message: text().notNull().default(''),
    createdBy: text()
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.bookingId, t.version] }),
    check('booking_quotes_amount_is_positive', sql`${t.amount} > 0 and ${t.amount} < 1000000000000`),
    check('booking_quotes_run_forward', sql`${t.startsAt} < ${t.endsAt}`),
    check('booking_quotes_count_from_one', sql`${t.version} >= 1`),
    pgPolicy('quotes follow their booking', { for: 'select', to: appUser, using: bookingIsMine(t.bookingId) }),
    pgPolicy('the talent quotes', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${t.createdBy} = ${me} and exists (select 1 from bookings b where b.id = ${t.bookingId} and b.talent_user_id = ${me} and b.state in ('requested', 'quoted') and b.quote_version + 1 = ${t.version})`,
    }),
    pgPolicy('the system keeps quotes', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** Written by a trigger alone, so that no move goes unlogged. `mark_done` is one side's half of `complete`. */
export const bookingEvents = pgTable(
  'booking_events',
  {
    id: id(),
    bookingId: uuid()
      .notNull()
      .references(() => bookings.id),
    move: text({ enum: ['request', 'mark_done', ...bookingMoves] }).notNull(),
    fromState: text({ enum: bookingStates }),
    toState: text({ enum: bookingStates }).notNull(),
    by: text({ enum: parties }).notNull(),
    actorId: text(),
    quoteVersion: integer().notNull().default(0),
    at: createdAt(),
  },
  (t) => [
    index('booking_events_booking_idx').on(t.bookingId, t.id),
    pgPolicy('events follow their booking', { for: 'select', to: appUser, using: bookingIsMine(t.bookingId) }),
    pgPolicy('the system reads events', { for: 'select', to: appSystem, using: sql`true` }),
  ],
);

export const reviews = pgTable(
  'reviews',
  {
    id: id(),
    bookingId: uuid()
      .notNull()
      .references(() => bookings.id),
    side: text({ enum: ['customer', 'talent'] }).notNull(),
    reviewerId: text()
      .notNull()
      .references(() => users.id),
    /** the talent whose booking it was, whichever side writes */
    talentId: uuid()
      .notNull()
      .references(() => talentProfiles.id),
    rating: smallint().notNull(),
    comment: text().notNull().default(''),
    /** first name and initial, as it was when written */
    authorName: text().notNull(),
    /** both sides at once, or when the blind time is over; set by a trigger */
    publishAt: at().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('reviews_one_per_side').on(t.bookingId, t.side),
    index('reviews_talent_idx').on(t.talentId, t.publishAt),
    check('reviews_rating_is_one_to_five', sql`${t.rating} between 1 and 5`),
    check('reviews_comment_is_short', sql`length(${t.comment}) <= 2000`),
    pgPolicy('people see what they wrote', { for: 'select', to: appUser, using: sql`${t.reviewerId} = ${me}` }),
    pgPolicy('published reviews of talents are public', {
      for: 'select',
      to: appUser,
      using: sql`${t.publishAt} <= ${appNow} and (${t.side} = 'customer' or ${bookingIsMine(t.bookingId)})`,
    }),
    // its own policy: a visitor may not even name the bookings table
    pgPolicy('visitors read published reviews of talents', {
      for: 'select',
      to: appVisitor,
      using: sql`${t.publishAt} <= ${appNow} and ${t.side} = 'customer'`,
    }),
    pgPolicy('parties review completed work', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${t.reviewerId} = ${me} and exists (select 1 from bookings b where b.id = ${t.bookingId} and b.talent_id = ${t.talentId} and b.state in ('completed', 'reviewed')
        and case when ${t.side} = 'customer' then b.customer_id = ${me} else b.talent_user_id = ${me} end)`,
    }),
    pgPolicy('the system keeps reviews', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

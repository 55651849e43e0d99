import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgPolicy,
  pgTable,
  smallint,
  text,
  time,
  unique,
  uniqueIndex,
  uuid,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import type { LocalizedText } from '../../core/locale.ts';
import { cancellationPolicies } from '../../features/bookings/rules/cancellation.ts';
import { inquiryAudiences } from '../../features/messaging/rules/inquiries.ts';
import { linkProviders } from '../../features/portfolio/rules/links.ts';
import {
  mediaKinds,
  mediaRefusals,
  mediaTypeNames,
  workStates,
  workVisibilities,
} from '../../features/portfolio/rules/media.ts';
import { audiences } from '../../features/profiles/rules/audience.ts';
import { appSystem, appUser, appVisitor, me } from '../roles.ts';
import { amount, at, createdAt, id } from './columns.ts';
import { users } from './users.ts';

export type MediaColumn = {
  url: string;
  width: number;
  height: number;
  alt: LocalizedText;
  /** of a portrait: stands in its place until it is there */
  color?: string;
};

/** Worked out once per statement for each audience; `all` is what stands for everyone in this column. */
export const seen = (column: AnyPgColumn, all: 'everyone' | 'public') =>
  sql`(${column} = ${sql.raw(`'${all}'`)} or (${column} = 'members' and (select app.sees('members'))) or (${column} = 'subscribers' and (select app.sees('subscribers'))))`;

export const talentProfiles = pgTable(
  'talent_profiles',
  {
    id: id(),
    userId: text()
      .notNull()
      .references(() => users.id),
    slug: text().notNull(),
    displayName: text().notNull(),
    headline: jsonb().$type<LocalizedText>().notNull().default({}),
    bio: jsonb().$type<LocalizedText>().notNull().default({}),
    category: text().notNull(),
    city: text().notNull(),
    languages: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    tags: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    timeZone: text().notNull(),
    avatar: jsonb().$type<MediaColumn>(),
    /** for bookings asked for from now on */
    cancellationPolicy: text({ enum: cancellationPolicies }).notNull().default('moderate'),
    /** who sees the page; only what everyone sees is public */
    seenBy: text({ enum: audiences }).notNull().default('everyone'),
    /** its owner is suspended or gone: nobody else sees it, published or not; kept by triggers alone */
    withheld: boolean().notNull().default(false),
    /** whom the talent lets ask by the form on their page */
    inquiriesFrom: text({ enum: inquiryAudiences }).notNull().default('everyone'),
    /** takes contact requests of members */
    contactsOpen: boolean().notNull().default(true),
    /** when the page last moved to another address, three times at most; kept by `app.slugs_move` alone */
    renamedAt: at()
      .array()
      .notNull()
      .default(sql`'{}'`),
    publishedAt: at(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [
    check(
      'talent_profiles_inquiries_from_is_known',
      sql`${t.inquiriesFrom} in ('everyone', 'members', 'subscribers', 'nobody')`,
    ),
    check('talent_profiles_seen_by_is_known', sql`${t.seenBy} in ('everyone', 'members', 'subscribers')`),
    check(
      'talent_profiles_ask_no_wider_than_seen',
      sql`${t.inquiriesFrom} = 'nobody' or case ${t.seenBy} when 'everyone' then true when 'members' then ${t.inquiriesFrom} <> 'everyone' else ${t.inquiriesFrom} = 'subscribers' end`,
    ),
    uniqueIndex('talent_profiles_slug_key').on(t.slug),
    uniqueIndex('talent_profiles_user_key').on(t.userId),
    index('talent_profiles_published_idx').on(t.publishedAt, t.id),
    // whom a new casting request concerns
    index('talent_profiles_trade_idx')
      .on(t.category, t.city)
      .where(sql`${t.publishedAt} is not null`),
    check(
      'talent_profiles_slug_is_plain',
      sql`${t.slug} ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(${t.slug}) between 2 and 60`,
    ),
    pgPolicy('everyone sees published profiles', {
      for: 'select',
      to: [appVisitor, appUser],
      using: sql`${t.publishedAt} is not null and not ${t.withheld} and ${seen(t.seenBy, 'everyone')}`,
    }),
    pgPolicy('talents see their own profile', { for: 'select', to: appUser, using: sql`${t.userId} = ${me}` }),
    pgPolicy('talents make their own profile', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${t.userId} = ${me} and (select app.my_role()) = 'talent'`,
    }),
    pgPolicy('talents change their own profile', {
      for: 'update',
      to: appUser,
      using: sql`${t.userId} = ${me}`,
      withCheck: sql`${t.userId} = ${me} and (select app.my_role()) = 'talent'`,
    }),
    pgPolicy('the system keeps profiles', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

// a child borrows its parent's sight: who sees the profile sees what hangs on it
const profileIsVisible = (talentId: AnyPgColumn) =>
  sql`exists (select 1 from talent_profiles p where p.id = ${talentId})`;
const profileIsMine = (talentId: AnyPgColumn) => sql`${talentId} = (select app.my_talent_id())`;

export const services = pgTable(
  'services',
  {
    id: id(),
    talentId: uuid()
      .notNull()
      .references(() => talentProfiles.id),
    title: jsonb().$type<LocalizedText>().notNull(),
    description: jsonb().$type<LocalizedText>().notNull().default({}),
    priceAmount: amount().notNull(),
    priceCurrency: text({ enum: ['IQD', 'MAD', 'USD', 'EUR'] }).notNull(),
    durationMinutes: integer().notNull(),
    place: text({ enum: ['on_site', 'studio', 'remote'] }).notNull(),
    active: boolean().notNull().default(true),
    position: smallint().notNull().default(0),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [
    index('services_talent_idx').on(t.talentId, t.position),
    check('services_price_is_whole_and_positive', sql`${t.priceAmount} > 0 and ${t.priceAmount} < 1000000000000`),
    check('services_duration_is_sane', sql`${t.durationMinutes} between 15 and 20160`),
    pgPolicy('services follow their profile', {
      for: 'select',
      to: [appVisitor, appUser],
      using: sql`${t.active} and ${profileIsVisible(t.talentId)}`,
    }),
    pgPolicy('talents see all their services', { for: 'select', to: appUser, using: profileIsMine(t.talentId) }),
    pgPolicy('talents add services', { for: 'insert', to: appUser, withCheck: profileIsMine(t.talentId) }),
    pgPolicy('talents change services', {
      for: 'update',
      to: appUser,
      using: profileIsMine(t.talentId),
      withCheck: profileIsMine(t.talentId),
    }),
    pgPolicy('the system keeps services', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/**
 * A piece of work: bytes kept here, a link that leads elsewhere, or a picture that lies at an address of the site already. The
 * talent's own picture is kept like one, as `portrait`, and so is what stands in a film's place, as `poster`: it is its film's, is seen
 * by whoever sees that, and goes with it. What it is (state, type, sides, where it lies) is the system's to say, after
 * it was read; its talent says how it is called, who sees it and where it stands.
 */
export const portfolioItems = pgTable(
  'portfolio_items',
  {
    id: id(),
    talentId: uuid()
      .notNull()
      .references(() => talentProfiles.id),
    kind: text({ enum: mediaKinds }).notNull().default('image'),
    state: text({ enum: workStates }).notNull().default('ready'),
    refusal: text({ enum: mediaRefusals }),
    /** of an image: where it is shown from; `alt` beside it, not in it, is what counts */
    media: jsonb().$type<MediaColumn>(),
    title: jsonb().$type<LocalizedText>().notNull().default({}),
    description: jsonb().$type<LocalizedText>().notNull().default({}),
    alt: jsonb().$type<LocalizedText>().notNull().default({}),
    visibility: text({ enum: workVisibilities }).notNull().default('public'),
    position: smallint().notNull().default(0),
    type: text({ enum: mediaTypeNames }),
    /** in bytes: as announced, then as kept */
    size: integer().notNull().default(0),
    width: integer(),
    height: integer(),
    seconds: integer(),
    /** stands where the picture will be */
    color: text(),
    provider: text({ enum: linkProviders }),
    linkId: text(),
    /** of a poster: the film it stands for */
    posterOf: uuid(),
    storage: text(),
    objectKey: text(),
    /** last part of its address: another one whenever its content is */
    file: text(),
    /** of an upload that comes to us: digest of the word that lets it in */
    ticketHash: text(),
    uploadUntil: at(),
    createdAt: createdAt(),
  },
  (t) => [
    index('portfolio_items_talent_idx').on(t.talentId, t.position),
    index('portfolio_items_abandoned_idx')
      .on(t.createdAt)
      .where(sql`${t.state} <> 'ready'`),
    uniqueIndex('portfolio_items_one_portrait')
      .on(t.talentId)
      .where(sql`${t.kind} = 'portrait' and ${t.state} = 'ready'`),
    unique('portfolio_items_id_and_whose_and_for_whom').on(t.id, t.talentId, t.visibility),
    // whose it is and who sees it cannot differ from the film's, not even for the moment between two statements
    foreignKey({
      name: 'portfolio_items_posters_follow_their_film',
      columns: [t.posterOf, t.talentId, t.visibility],
      foreignColumns: [t.id, t.talentId, t.visibility],
    })
      .onUpdate('cascade')
      .onDelete('cascade'),
    // one that is shown, and one that may take its place
    unique('portfolio_items_one_poster').on(t.posterOf, t.state),
    check(
      'portfolio_items_posters_are_of_something',
      sql`(${t.kind} = 'poster') = (${t.posterOf} is not null) and (${t.kind} <> 'poster' or ${t.size} <= 15728640)`,
    ),
    check('portfolio_items_kind_is_known', sql`${t.kind} in ('image', 'video', 'audio', 'link', 'portrait', 'poster')`),
    check('portfolio_items_state_is_known', sql`${t.state} in ('waiting', 'ready', 'refused')`),
    check('portfolio_items_visibility_is_known', sql`${t.visibility} in ('public', 'members', 'subscribers')`),
    check('portfolio_items_refused_for_a_reason', sql`(${t.state} = 'refused') = (${t.refusal} is not null)`),
    check(
      'portfolio_items_link_is_plain',
      sql`(${t.kind} = 'link') = (${t.provider} is not null) and (${t.provider} is null) = (${t.linkId} is null) and (${t.linkId} is null or ${t.linkId} ~ '^[A-Za-z0-9_/-]{1,250}$') and (${t.provider} is null or ${t.provider} in ('youtube', 'vimeo', 'dailymotion', 'soundcloud'))`,
    ),
    check(
      'portfolio_items_lie_somewhere',
      sql`(${t.objectKey} is null) = (${t.file} is null) and (${t.objectKey} is null or (${t.state} = 'ready' and ${t.storage} is not null and ${t.type} is not null))`,
    ),
    check(
      'portfolio_items_are_ready_with_something',
      sql`${t.state} <> 'ready' or case when ${t.kind} = 'link' then true when ${t.kind} in ('image', 'portrait', 'poster') then ${t.media} is not null else ${t.objectKey} is not null end`,
    ),
    check(
      'portfolio_items_have_a_size',
      sql`${t.size} between 0 and 209715200 and ${t.seconds} >= 0 and ${t.width} > 0 and ${t.height} > 0`,
    ),
    check('portfolio_items_color_is_one', sql`${t.color} ~ '^#[0-9a-f]{6}$'`),
    pgPolicy('public work follows its profile', {
      for: 'select',
      to: [appVisitor, appUser],
      using: sql`${t.state} = 'ready' and ${seen(t.visibility, 'public')} and ${profileIsVisible(t.talentId)}`,
    }),
    pgPolicy('talents see all their work', { for: 'select', to: appUser, using: profileIsMine(t.talentId) }),
    // born as announced: what it turns out to be is found by reading it
    pgPolicy('talents add work', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${profileIsMine(t.talentId)} and (select app.my_role()) = 'talent' and ${t.media} is null and ${t.objectKey} is null and ${t.refusal} is null and ${t.color} is null and ${t.state} = case ${t.kind} when 'link' then 'ready' else 'waiting' end and (${t.kind} = 'link') = (${t.storage} is null)`,
    }),
    pgPolicy('talents change work', {
      for: 'update',
      to: appUser,
      using: profileIsMine(t.talentId),
      withCheck: sql`${profileIsMine(t.talentId)} and (select app.my_role()) = 'talent'`,
    }),
    pgPolicy('talents remove work', {
      for: 'delete',
      to: appUser,
      using: sql`${profileIsMine(t.talentId)} and (select app.my_role()) = 'talent'`,
    }),
    pgPolicy('the system keeps work', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** A piece of work that was removed, whole, until it can be put back no more; in nobody's sight. Its bytes go a while after. */
export const removedWork = pgTable(
  'removed_work',
  {
    /** of the piece */
    id: uuid().primaryKey(),
    talentId: uuid()
      .notNull()
      .references(() => talentProfiles.id),
    piece: jsonb().$type<Record<string, unknown>>().notNull(),
    /** of a film: what stood in its place */
    poster: jsonb().$type<Record<string, unknown>>(),
    removedAt: createdAt(),
    undoUntil: at().notNull(),
  },
  (t) => [
    index('removed_work_until_idx').on(t.undoUntil),
    index('removed_work_talent_idx').on(t.talentId),
    pgPolicy('the system clears removed work', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** Weekly hours on the talent's own clock. ISO weekdays: Monday is 1. */
export const availabilityRules = pgTable(
  'availability_rules',
  {
    id: id(),
    talentId: uuid()
      .notNull()
      .references(() => talentProfiles.id),
    weekday: smallint().notNull(),
    startsAt: time().notNull(),
    endsAt: time().notNull(),
  },
  (t) => [
    index('availability_rules_talent_idx').on(t.talentId, t.weekday),
    check('availability_rules_weekday_is_iso', sql`${t.weekday} between 1 and 7`),
    check('availability_rules_run_forward', sql`${t.startsAt} < ${t.endsAt}`),
    pgPolicy('hours follow their profile', {
      for: 'select',
      to: [appVisitor, appUser],
      using: profileIsVisible(t.talentId),
    }),
    pgPolicy('talents add hours', { for: 'insert', to: appUser, withCheck: profileIsMine(t.talentId) }),
    pgPolicy('talents change hours', {
      for: 'update',
      to: appUser,
      using: profileIsMine(t.talentId),
      withCheck: profileIsMine(t.talentId),
    }),
    pgPolicy('talents remove hours', { for: 'delete', to: appUser, using: profileIsMine(t.talentId) }),
    pgPolicy('the system keeps hours', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** One day that is not like its weekday: closed, or with other hours. */
export const availabilityExceptions = pgTable(
  'availability_exceptions',
  {
    id: id(),
    talentId: uuid()
      .notNull()
      .references(() => talentProfiles.id),
    day: date({ mode: 'string' }).notNull(),
    /** both null: closed all day */
    startsAt: time(),
    endsAt: time(),
  },
  (t) => [
    index('availability_exceptions_talent_idx').on(t.talentId, t.day),
    check(
      'availability_exceptions_whole_or_hours',
      sql`(${t.startsAt} is null) = (${t.endsAt} is null) and (${t.startsAt} is null or ${t.startsAt} < ${t.endsAt})`,
    ),
    pgPolicy('exceptions follow their profile', {
      for: 'select',
      to: [appVisitor, appUser],
      using: profileIsVisible(t.talentId),
    }),
    pgPolicy('talents add exceptions', { for: 'insert', to: appUser, withCheck: profileIsMine(t.talentId) }),
    pgPolicy('talents change exceptions', {
      for: 'update',
      to: appUser,
      using: profileIsMine(t.talentId),
      withCheck: profileIsMine(t.talentId),
    }),
    pgPolicy('talents remove exceptions', { for: 'delete', to: appUser, using: profileIsMine(t.talentId) }),
    pgPolicy('the system keeps exceptions', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

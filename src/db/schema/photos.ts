import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgPolicy, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { locales } from '../../core/locale.ts';
import type { LocalizedText } from '../../core/locale.ts';
import { photoRequestStates, photoSources, photoStates } from '../../features/photos/rules.ts';
import { noticeStates, type Heard } from '../../features/photos/rules/whatsapp.ts';
import { appSystem, appUser, appVisitor, me } from '../roles.ts';
import { at, createdAt, id } from './columns.ts';
import { inquiries } from './inquiries.ts';
import { services, talentProfiles } from './profiles.ts';
import { users } from './users.ts';

/**
 * Somebody would like to see more of a service: a customer, or the sender of an inquiry. The talent answers by a link that is
 * derived from the id with the deploy's secret and kept nowhere. A trigger fills in whose service it is and announces
 * `photos.asked` {requestId}.
 */
export const photoRequests = pgTable(
  'photo_requests',
  {
    id: id(),
    serviceId: uuid()
      .notNull()
      .references(() => services.id),
    talentId: uuid()
      .notNull()
      .references(() => talentProfiles.id),
    talentUserId: text()
      .notNull()
      .references(() => users.id),
    serviceTitle: jsonb().$type<LocalizedText>().notNull().default({}),
    /** one of the two */
    askerId: text().references(() => users.id),
    inquiryId: uuid().references(() => inquiries.id, { onDelete: 'cascade' }),
    askerName: text().notNull().default(''),
    /** what they would like to see, with contact details dotted out: nobody ever reads the rest */
    wish: text().notNull().default(''),
    locale: text({ enum: locales }).notNull().default('en'),
    state: text({ enum: photoRequestStates }).notNull().default('open'),
    createdAt: createdAt(),
    expiresAt: at().notNull(),
    answeredAt: at(),
    closedAt: at(),
  },
  (t) => [
    index('photo_requests_talent_idx').on(t.talentUserId, t.createdAt, t.id),
    index('photo_requests_asker_idx').on(t.askerId, t.createdAt),
    index('photo_requests_service_idx').on(t.serviceId),
    index('photo_requests_inquiry_idx').on(t.inquiryId),
    index('photo_requests_expiry_idx')
      .on(t.expiresAt)
      .where(sql`${t.state} <> 'closed'`),
    // who has asked and waits asks nothing new
    uniqueIndex('photo_requests_one_open_of_a_customer')
      .on(t.askerId, t.serviceId)
      .where(sql`${t.state} = 'open'`),
    uniqueIndex('photo_requests_one_open_of_an_inquiry')
      .on(t.inquiryId, t.serviceId)
      .where(sql`${t.state} = 'open'`),
    check('photo_requests_state_is_known', sql`${t.state} in ('open', 'answered', 'closed')`),
    check('photo_requests_have_one_asker', sql`(${t.askerId} is null) <> (${t.inquiryId} is null)`),
    check('photo_requests_wish_fits', sql`length(${t.wish}) <= 600`),
    check('photo_requests_answered_at_a_time', sql`${t.state} <> 'answered' or ${t.answeredAt} is not null`),
    check('photo_requests_closed_at_a_time', sql`(${t.state} = 'closed') = (${t.closedAt} is not null)`),
    pgPolicy('the two see their photo request', {
      for: 'select',
      to: appUser,
      using: sql`${t.askerId} = ${me} or ${t.talentUserId} = ${me}`,
    }),
    pgPolicy('customers ask for photos', {
      for: 'insert',
      to: appUser,
      withCheck: sql`${t.askerId} = ${me} and ${t.inquiryId} is null and ${t.state} = 'open' and app.may_ask(${t.talentId}, ${t.talentUserId}, null)`,
    }),
    pgPolicy('either side closes it', {
      for: 'update',
      to: appUser,
      using: sql`(${t.askerId} = ${me} or ${t.talentUserId} = ${me}) and ${t.state} <> 'closed' and (select app.my_role()) is not null`,
      withCheck: sql`(${t.askerId} = ${me} or ${t.talentUserId} = ${me}) and ${t.state} = 'closed'`,
    }),
    pgPolicy('the system keeps photo requests', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** A photo of a service beside the portfolio: public while it is shown and its service and profile are. */
export const servicePhotos = pgTable(
  'service_photos',
  {
    id: id(),
    serviceId: uuid()
      .notNull()
      .references(() => services.id),
    talentId: uuid()
      .notNull()
      .references(() => talentProfiles.id),
    /** what it answers; it stays when that goes */
    requestId: uuid().references(() => photoRequests.id, { onDelete: 'set null' }),
    source: text({ enum: photoSources }).notNull(),
    state: text({ enum: photoStates }).notNull(),
    type: text({ enum: ['image/jpeg', 'image/png', 'image/webp'] }).notNull(),
    size: integer().notNull(),
    width: integer().notNull(),
    height: integer().notNull(),
    storage: text().notNull(),
    objectKey: text().notNull(),
    /** of the bytes as they came: the same photo sent twice is one */
    digest: text().notNull(),
    createdAt: createdAt(),
    shownAt: at(),
  },
  (t) => [
    index('service_photos_newest_idx').on(t.serviceId, t.createdAt, t.id),
    index('service_photos_talent_idx').on(t.talentId, t.createdAt),
    index('service_photos_request_idx').on(t.requestId),
    uniqueIndex('service_photos_once').on(t.serviceId, t.digest),
    check('service_photos_state_is_known', sql`${t.state} in ('waiting', 'shown')`),
    check('service_photos_shown_at_a_time', sql`(${t.state} = 'shown') = (${t.shownAt} is not null)`),
    check('service_photos_have_sides', sql`${t.width} > 0 and ${t.height} > 0 and ${t.size} > 0`),
    pgPolicy('everyone sees the photos of what is offered', {
      for: 'select',
      to: [appVisitor, appUser],
      // a child borrows its parent's sight
      using: sql`${t.state} = 'shown' and exists (select 1 from services s where s.id = ${t.serviceId} and s.active)`,
    }),
    pgPolicy('talents see all their photos', {
      for: 'select',
      to: appUser,
      using: sql`${t.talentId} = (select app.my_talent_id())`,
    }),
    pgPolicy('talents show and hide their photos', {
      for: 'update',
      to: appUser,
      using: sql`${t.talentId} = (select app.my_talent_id()) and (select app.my_role()) = 'talent'`,
      withCheck: sql`${t.talentId} = (select app.my_talent_id())`,
    }),
    pgPolicy('talents remove their photos', {
      for: 'delete',
      to: appUser,
      using: sql`${t.talentId} = (select app.my_talent_id()) and (select app.my_role()) = 'talent'`,
    }),
    pgPolicy('the system keeps photos', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** A talent's number on WhatsApp, theirs once they have said back the code that was sent there. */
export const whatsappNumbers = pgTable(
  'whatsapp_numbers',
  {
    userId: text()
      .primaryKey()
      .references(() => users.id),
    number: text().notNull(),
    /** photos that come from there are shown without being asked about */
    showAtOnce: boolean().notNull().default(true),
    verifiedAt: at(),
    codeSentAt: at(),
    /** since `codesSince`, within a day */
    codes: integer().notNull().default(0),
    codesSince: at(),
    /** wrong codes since the last one was sent */
    tries: integer().notNull().default(0),
    createdAt: createdAt(),
  },
  (t) => [
    // one number is one talent's
    uniqueIndex('whatsapp_numbers_verified_key')
      .on(t.number)
      .where(sql`${t.verifiedAt} is not null`),
    check('whatsapp_numbers_are_whole', sql`${t.number} ~ '^[+][1-9][0-9]{7,14}$'`),
    pgPolicy('people see their number', { for: 'select', to: appUser, using: sql`${t.userId} = ${me}` }),
    pgPolicy('the system keeps numbers', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** What WhatsApp told us, each thing once. Written before it is answered, worked through afterwards. */
export const whatsappNotices = pgTable(
  'whatsapp_notices',
  {
    id: id(),
    key: text().notNull(),
    heard: jsonb().$type<Heard>().notNull(),
    state: text({ enum: noticeStates }).notNull().default('waiting'),
    /** what became of it, in a word */
    outcome: text(),
    attempts: integer().notNull().default(0),
    dueAt: createdAt(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('whatsapp_notices_key').on(t.key),
    index('whatsapp_notices_due_idx')
      .on(t.dueAt)
      .where(sql`${t.state} = 'waiting'`),
    index('whatsapp_notices_age_idx').on(t.createdAt),
    check('whatsapp_notices_state_is_known', sql`${t.state} in ('waiting', 'done', 'ignored', 'failed')`),
    pgPolicy('the system keeps what WhatsApp told', {
      for: 'all',
      to: appSystem,
      using: sql`true`,
      withCheck: sql`true`,
    }),
  ],
);

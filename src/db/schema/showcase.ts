import { sql } from 'drizzle-orm';
import { check, index, pgPolicy, pgTable, smallint, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { sections, shelfLimit } from '../../features/showcase/rules/sections.ts';
import { appNow, appSystem, appUser, appVisitor, isOperator } from '../roles.ts';
import { at, createdAt, id } from './columns.ts';
import { talentProfiles } from './profiles.ts';

/** Whom an operator has put on the front page, where, and from when until when. */
export const featuredTalents = pgTable(
  'featured_talents',
  {
    id: id(),
    section: text({ enum: sections }).notNull(),
    talentId: uuid()
      .notNull()
      .references(() => talentProfiles.id, { onDelete: 'cascade' }),
    position: smallint().notNull(),
    /** null: at once */
    startsAt: at(),
    /** null: until somebody changes it */
    endsAt: at(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('featured_talents_once_a_section').on(t.section, t.talentId),
    uniqueIndex('featured_talents_place_key').on(t.section, t.position),
    index('featured_talents_talent_idx').on(t.talentId),
    check(
      'featured_talents_section_is_known',
      sql`${t.section} in (${sql.raw(sections.map((one) => `'${one}'`).join(', '))})`,
    ),
    check('featured_talents_shelf_has_room', sql`${t.position} between 0 and ${sql.raw(String(shelfLimit - 1))}`),
    check('featured_talents_time_runs_forward', sql`${t.startsAt} < ${t.endsAt}`),
    // A child borrows its parent's sight: whoever takes their page down, or shows it to members only, is not on the front page either.
    pgPolicy('everyone sees who is featured now', {
      for: 'select',
      to: [appVisitor, appUser],
      using: sql`(${t.startsAt} is null or ${t.startsAt} <= ${appNow}) and (${t.endsAt} is null or ${t.endsAt} > ${appNow}) and exists (select 1 from talent_profiles p where p.id = ${t.talentId} and p.published_at is not null)`,
    }),
    pgPolicy('operators see every shelf', { for: 'select', to: appUser, using: isOperator }),
    pgPolicy('the system keeps the shelves', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

import { sql } from 'drizzle-orm';
import { check, index, jsonb, pgPolicy, pgTable, smallint, text, uuid, type AnyPgColumn } from 'drizzle-orm/pg-core';
import { audiences } from '../../features/profiles/rules/audience.ts';
import { castingLimits, eyeColours, hairs, voices, type Credit } from '../../features/profiles/rules/casting.ts';
import { appSystem, appUser, appVisitor } from '../roles.ts';
import { at, createdAt } from './columns.ts';
import { seen, talentProfiles } from './profiles.ts';

// a child borrows its parent's sight: who sees the profile sees what hangs on it
const profileIsVisible = (talentId: AnyPgColumn) =>
  sql`exists (select 1 from talent_profiles p where p.id = ${talentId})`;
const profileIsMine = (talentId: AnyPgColumn) => sql`${talentId} = (select app.my_talent_id())`;

const number = (value: number) => sql.raw(String(value));
const between = (column: AnyPgColumn, { least, most }: { least: number; most: number }) =>
  sql`${column} between ${number(least)} and ${number(most)}`;
const words = (list: readonly string[]) => sql.raw(list.map((word) => `'${word}'`).join(', '));

/** What casting looks for, beside the profile and with an audience of its own: members', unless the talent says otherwise. */
export const castingAttributes = pgTable(
  'casting_attributes',
  {
    talentId: uuid()
      .primaryKey()
      .references(() => talentProfiles.id),
    playingAgeFrom: smallint(),
    playingAgeTo: smallint(),
    heightCm: smallint(),
    hair: text({ enum: hairs }),
    eyes: text({ enum: eyeColours }),
    voice: text({ enum: voices }),
    skills: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    accents: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    /** in the talent's order */
    credits: jsonb().$type<Credit[]>().notNull().default([]),
    seenBy: text({ enum: audiences }).notNull().default('members'),
    updatedAt: createdAt(),
  },
  (t) => [
    check('casting_attributes_seen_by_is_known', sql`${t.seenBy} in (${words(audiences)})`),
    check(
      'casting_attributes_playing_age_is_sound',
      sql`(${t.playingAgeFrom} is null) = (${t.playingAgeTo} is null) and ${between(t.playingAgeFrom, castingLimits.age)} and ${between(t.playingAgeTo, castingLimits.age)} and ${t.playingAgeFrom} <= ${t.playingAgeTo}`,
    ),
    check('casting_attributes_height_is_human', between(t.heightCm, castingLimits.height)),
    check('casting_attributes_hair_is_known', sql`${t.hair} in (${words(hairs)})`),
    check('casting_attributes_eyes_are_known', sql`${t.eyes} in (${words(eyeColours)})`),
    check('casting_attributes_voice_is_known', sql`${t.voice} in (${words(voices)})`),
    check(
      'casting_attributes_lists_are_short',
      sql`app.words_fit(${t.skills}, ${number(castingLimits.skills)}, ${number(castingLimits.skill)}) and app.words_fit(${t.accents}, ${number(castingLimits.accents)}, ${number(castingLimits.accent)})`,
    ),
    check('casting_attributes_credits_are_sound', sql`app.credits_are_sound(${t.credits})`),
    pgPolicy('casting is for whom it is meant', {
      for: 'select',
      to: [appVisitor, appUser],
      using: sql`${seen(t.seenBy, 'everyone')} and ${profileIsVisible(t.talentId)}`,
    }),
    pgPolicy('talents see their own casting', { for: 'select', to: appUser, using: profileIsMine(t.talentId) }),
    pgPolicy('talents begin their own casting', { for: 'insert', to: appUser, withCheck: profileIsMine(t.talentId) }),
    pgPolicy('talents change their own casting', {
      for: 'update',
      to: appUser,
      using: profileIsMine(t.talentId),
      withCheck: profileIsMine(t.talentId),
    }),
    pgPolicy('the system keeps casting', { for: 'all', to: appSystem, using: sql`true`, withCheck: sql`true` }),
  ],
);

/** Addresses a page had before: they lead to it for good, and nobody else may have them. Written by `app.slugs_move` alone. */
export const formerSlugs = pgTable(
  'former_slugs',
  {
    slug: text().primaryKey(),
    talentId: uuid()
      .notNull()
      .references(() => talentProfiles.id),
    /** when the page left it */
    since: at().notNull(),
  },
  (t) => [
    index('former_slugs_talent_idx').on(t.talentId),
    // of a page one may not see, its former addresses say nothing either
    pgPolicy('former addresses follow their profile', {
      for: 'select',
      to: [appVisitor, appUser],
      using: profileIsVisible(t.talentId),
    }),
    pgPolicy('the system sees former addresses', { for: 'select', to: appSystem, using: sql`true` }),
  ],
);

import { sql } from 'drizzle-orm';
import {
  check,
  customType,
  index,
  integer,
  jsonb,
  pgPolicy,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Currency } from '../../core/money.ts';
import { appSystem } from '../roles.ts';
import { at } from './columns.ts';

// Nobody reads these tables but `app.search_talents`, which asks itself who may see whom: a search under a policy has no index
// (docs/adr/0018-search.md). Triggers keep them, in the transaction of the change.

const transactionId = customType<{ data: string }>({ dataType: () => 'xid8' });
const bits = customType<{ data: string }>({ dataType: () => 'bit varying' });
/** Compared byte by byte, so that a range of what begins alike is one stretch of the index. */
const plainText = customType<{ data: string }>({ dataType: () => 'text collate "C"' });
const forNobody = (what: string) =>
  pgPolicy(`the system may look at ${what}`, { for: 'select', to: appSystem, using: sql`true` });

/** A published talent as search knows them: their place in the bitmaps, and every term they are found by. */
export const searchDocuments = pgTable(
  'search_documents',
  {
    /** no foreign key: when a profile goes, what it set in the bitmaps has to be taken back first */
    talentId: uuid().primaryKey(),
    /** kept for good, so that who comes back finds their place again */
    ordinal: integer().notNull().unique('search_documents_ordinal_key'),
    terms: text().array().notNull(),
    /** what they are sorted by, below zero: one index in one direction has the best, or the newest, first */
    lessScore: smallint().notNull(),
    lessNew: integer().notNull(),
    prices: jsonb().$type<Partial<Record<Currency, number>>>().notNull(),
    /** when a review that is written becomes public */
    dueAt: at(),
  },
  (t) => [
    index('search_documents_due_idx')
      .on(t.dueAt)
      .where(sql`${t.dueAt} is not null`),
    index('search_documents_best_idx')
      .on(t.lessScore, t.lessNew, t.ordinal)
      .where(sql`${t.terms} <> '{}'`),
    index('search_documents_newest_idx')
      .on(t.lessNew, t.ordinal)
      .where(sql`${t.terms} <> '{}'`),
    forNobody('documents of search'),
  ],
);

/** Who is found by a term, in stretches of 32,000 talents: a list while they are few, a bitmap when they are many. */
export const searchPostings = pgTable(
  'search_postings',
  {
    chunk: integer().notNull(),
    term: plainText().notNull(),
    held: smallint().notNull(),
    ordinals: smallint().array(),
    bits: bits(),
  },
  (t) => [
    primaryKey({ columns: [t.chunk, t.term] }),
    check('search_postings_one_way', sql`(${t.ordinals} is null) <> (${t.bits} is null) and ${t.held} > 0`),
    forNobody('postings of search'),
  ],
);

/** Every word somebody is found by, for whoever mistypes one; counted by audience, or a guess would tell what only members may read. */
export const searchWords = pgTable(
  'search_words',
  {
    word: plainText().primaryKey(),
    everyone: integer().notNull().default(0),
    members: integer().notNull().default(0),
    subscribers: integer().notNull().default(0),
    /** the word, and the word with any one letter left out: two words an edit apart share one of these */
    near: text().array().notNull(),
  },
  (t) => [
    index('search_words_near_idx').using('gin', t.near),
    index('search_words_end_idx').on(sql`right(${t.word}, 3)`),
    forNobody('words of search'),
  ],
);

/** What trades, cities and countries are called in the four languages (features/discovery/search/labels.ts). */
export const searchLabels = pgTable(
  'search_labels',
  {
    kind: text({ enum: ['category', 'city', 'country'] }).notNull(),
    id: text().notNull(),
    words: text().notNull(),
    /** a city's country */
    within: text(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.id] }), forNobody('labels of search')],
);

/** Talents that changed in a transaction that has not ended: each is looked at once, when it does. */
export const searchWaiting = pgTable(
  'search_waiting',
  {
    talentId: uuid().notNull(),
    /** two transactions that change one talent do not wait for each other before they end */
    notedBy: transactionId()
      .notNull()
      .default(sql`pg_current_xact_id()`),
  },
  (t) => [primaryKey({ columns: [t.talentId, t.notedBy] }), forNobody('what waits for search')],
);

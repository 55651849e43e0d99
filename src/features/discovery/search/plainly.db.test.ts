// The index against a search that looks at everybody: the same people in the same order, the same counts, page by page; also after
// every kind of change, and the index as it grew against the index made anew.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../testing/database.ts';
import { searchPlainly } from '../../../testing/plain-search.ts';
import { documentsFor, later, plantTalent, vocabulary } from '../../../testing/search-stage.ts';
import { stageOn, type Stage } from '../../../testing/stage.ts';
import type { Audience } from '../../profiles/rules/audience.ts';
import { wordsAsked } from './rules.ts';
import { searchAnswer, searchQuery, type SearchQuery } from './schema.ts';
import { searchAsMember, searchTalents, tendSearch } from './service.ts';

const talents = 140;
const member = 'user_member';
const audiences = { visitor: ['everyone'], member: ['everyone', 'members'] } satisfies Record<string, Audience[]>;
let database: TestDatabase;
let stage: Stage;

beforeAll(async () => {
  database = await freshDatabase();
  stage = stageOn(database, new Date());
  // a review hangs on a booking, which is not what this is about
  await database.query('alter table reviews drop constraint reviews_booking_id_bookings_id_fk');
  await database.query(
    `insert into users (id, email, role, customer_kind, onboarded_at) values ($1, '', 'customer', 'individual', now())`,
    [member],
  );
  for (let n = 0; n < talents; n += 1) await plantTalent(database, n);
}, 60_000);
afterAll(() => database.close());

const asked = fc
  .record(
    {
      q: fc
        .array(
          fc.constantFrom(
            ...vocabulary,
            'fencing',
            'bulbul',
            'planted',
            'والأعراس',
            'photographer',
            'بغداد',
            'maroc',
            'we',
            'ال',
            'z',
          ),
          { maxLength: 3 },
        )
        .map((words) => words.join(' ')),
      category: fc.subarray(['photographer', 'dj', 'actor']).map((list) => list.join(',')),
      city: fc.subarray(['baghdad', 'rabat']),
      country: fc.constantFrom('', 'IQ', 'MA'),
      price: fc.record({
        priceMin: fc.integer({ min: 0, max: 40_000 }),
        priceMax: fc.integer({ min: 0, max: 60_000 }),
      }),
      rating: fc.constantFrom('', '3', '4', '4.5'),
      language: fc.subarray(['ar', 'ckb']),
      tag: fc.subarray(['wedding garden', 'light']),
      skill: fc.constantFrom('', 'Fencing', 'عود'),
      free: fc.constantFrom('', '2026-03-11', '2026-03-24'),
      heights: fc.record({
        heightMin: fc.integer({ min: 155, max: 175 }),
        heightMax: fc.integer({ min: 155, max: 175 }),
      }),
      age: fc.integer({ min: 15, max: 50 }),
      sort: fc.constantFrom('', 'relevance', 'rating', 'price', 'newest'),
      limit: fc.constantFrom(3, 20, 50),
    },
    { requiredKeys: ['limit'] },
  )
  .map(({ price, heights, ...rest }): SearchQuery =>
    searchQuery.parse({ ...rest, ...price, ...heights, currency: 'IQD' }),
  );

async function agree(query: SearchQuery, who: keyof typeof audiences): Promise<void> {
  const documents = await documentsFor(database, stage.now, audiences[who]);
  const words = wordsAsked(query.q ?? '');
  // which words are near is the database's to say, and has a test of its own; whom they lead to is not
  const near = await database.query<{ word: string; near: string[] }>(
    `select w as word, app.search_meant(w, false, $2, false) as near from unnest($1::text[]) w where length(w) >= 3`,
    [words, who === 'member'],
  );
  const nearby = (word: string) => near.find((one) => one.word === word)?.near ?? [];
  const expected = searchPlainly(documents, query, nearby);
  const met: string[] = [];
  let cursor: string | undefined;
  do {
    const ctx = stage.as(who === 'visitor' ? null : member);
    const page = searchAnswer.parse(
      await (who === 'visitor' ? searchTalents : searchAsMember)(ctx, { ...query, cursor }),
    );
    // when nobody has the words, something near them is looked for, which a plain search does not know
    if (page.corrected !== null) {
      expect(searchPlainly(documents, { ...searchQuery.parse({ q: query.q }) }, () => []).total).toBe(0);
      return;
    }
    expect({ total: page.total, facets: page.facets }).toEqual({ total: expected.total, facets: expected.facets });
    met.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(met).toEqual(expected.places.map(({ document }) => document.id));
}

const whoever = fc.constantFrom('visitor' as const, 'member' as const);

test('finds and counts whom a plain search finds and counts', async () => {
  await fc.assert(fc.asyncProperty(asked, whoever, agree), { numRuns: 60 });
}, 120_000);

const everyPosting = () =>
  database.query(
    `select chunk, term, held, case when bits is null then (select array_agg(o::int order by o) from unnest(ordinals) o) else app.search_ordinals(bits) end as ordinals from search_postings order by 1, 2`,
  );
const everyWord = () => database.query('select * from search_words order by word');

describe('after a change', () => {
  const some = (n: number) => `0190d3a0-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
  test.each([
    ['a new name', `update talent_profiles set display_name = 'Xanthippe Ωmega' where id = $1`],
    ['a page taken down', `update talent_profiles set published_at = null where id = $1`],
    ['a page for members', `update talent_profiles set seen_by = 'members' where id = $1`],
    [
      'somebody suspended',
      `update users set suspended_at = now() where id = (select user_id from talent_profiles where id = $1)`,
    ],
    ['a service withdrawn', `update services set active = false where talent_id = $1`],
    [
      'a cheaper service',
      `insert into services (talent_id, title, price_amount, price_currency, duration_minutes, place) values ($1, '{"en":"Quickly"}', 500, 'IQD', 60, 'studio')`,
    ],
    [
      'a review',
      `insert into reviews (booking_id, side, reviewer_id, talent_id, rating, author_name, publish_at) select uuidv7(), 'customer', user_id, id, 1, 'S.', '2026-02-01' from talent_profiles where id = $1`,
    ],
    [
      'another height',
      `insert into casting_attributes (talent_id, height_cm, seen_by) values ($1, 166, 'everyone') on conflict (talent_id) do update set height_cm = 166, seen_by = 'everyone'`,
    ],
    ['a day taken', `update talent_free_days set days = '{}' where talent_id = $1`],
  ])(
    '%s',
    async (_, change) => {
      for (let n = 0; n < 30; n += 7) await database.query(change, [some(n)]);
      await fc.assert(fc.asyncProperty(asked, whoever, agree), { numRuns: 6 });
    },
    60_000,
  );

  test('a review that becomes public with time is counted when the clock comes by', async () => {
    stage.now = new Date(new Date(later).getTime() + 1000);
    expect((await tendSearch(stage.as(null))).tended).toBeGreaterThan(0);
    await fc.assert(fc.asyncProperty(asked, whoever, agree), { numRuns: 20 });
  }, 60_000);

  test('the index that grew is the index one would make anew', async () => {
    const [postings, words] = [await everyPosting(), await everyWord()];
    await database.query(`select set_config('app.now', $1, true), app.search_rebuild()`, [stage.now.toISOString()]);
    expect(await everyPosting()).toEqual(postings);
    expect(await everyWord()).toEqual(words);
    expect(await database.query('select * from search_waiting')).toEqual([]);
  });
});

// Where more match than are looked at one by one: the first page and every later one come from a walk along the order, or from slices
// when the walk meets nobody, and are the same as from a search that looks at everybody.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../../../testing/database.ts';
import { searchPlainly, type Document } from '../../../testing/plain-search.ts';
import { documentsFor } from '../../../testing/search-stage.ts';
import { stageOn, type Stage } from '../../../testing/stage.ts';
import { searchSorts, writePlace } from './rules.ts';
import { searchQuery } from './schema.ts';
import { searchTalents } from './service.ts';

let database: TestDatabase;
let stage: Stage;
let documents: Document[] = [];
const talents = 2_600;

beforeAll(async () => {
  database = await freshDatabase();
  stage = stageOn(database, new Date());
  await database.query('alter table reviews drop constraint reviews_booking_id_bookings_id_fk');
  await database.query('alter table search_waiting disable trigger search_waited');
  for (const statement of [
    `insert into users (id, email, role, plan, onboarded_at) select 'u' || n, '', 'talent', 'FREE', now() from generate_series(1, ${talents}) n`,
    // the best and newest thousand are early; the late ones are many, and none of them stands among the first
    `insert into talent_profiles (user_id, slug, display_name, headline, category, city, languages, tags, time_zone, published_at)
     select 'u' || n, 'many-' || n, 'Somebody ' || n % 7, jsonb_build_object('en', case n % 3 when 0 then 'lantern' else 'quiet' end), 'dj', 'erbil', '{ar}',
       array[case when n <= 1000 then 'early' else 'late' end], 'Asia/Baghdad', timestamptz '2026-06-01' - make_interval(secs => n / 3) from generate_series(1, ${talents}) n`,
    `insert into reviews (booking_id, side, reviewer_id, talent_id, rating, author_name, publish_at)
     select uuidv7(), 'customer', p.user_id, p.id, 5, 'S.', '2026-02-01' from talent_profiles p, generate_series(1, 2) where 'early' = any (p.tags)`,
    `insert into services (talent_id, title, price_amount, price_currency, duration_minutes, place)
     select p.id, '{}', 1000 * (1 + abs(hashtext(p.slug)) % 300), 'IQD', 60, 'studio' from talent_profiles p where hashtext(p.slug) % 5 <> 0`,
    `delete from search_waiting`,
    // far apart, so that they lie in four stretches of bitmaps
    `insert into search_documents (talent_id, ordinal, terms, less_score, less_new, prices)
     select id, 37 * (row_number() over (order by hashtext(slug)) - 1), '{}', 0, 0, '{}' from talent_profiles`,
    `select app.search_rebuild()`,
    `alter table search_waiting enable trigger search_waited`,
  ])
    await database.query(statement);
  documents = await documentsFor(database, stage.now, ['everyone']);
}, 180_000);
afterAll(() => database.close());

describe.each(['', 'tag=late', 'q=somebody', 'q=quiet', 'q=lantern', 'q=some&tag=late'])('%s', (filters) => {
  test.each(searchSorts)(
    'by %s, from the beginning, from the middle, at the end',
    async (sort) => {
      const query = searchQuery.parse({ ...Object.fromEntries(new URLSearchParams(filters)), sort, currency: 'IQD' });
      const expected = searchPlainly(documents, query, () => []);
      const ids = expected.places.map(({ document }) => document.id);
      for (const [from, limit] of [
        [0, 40],
        [0, 10],
        [1, 5],
        [49, 10],
        [700, 40],
        [expected.total - 8, 10],
      ] as const) {
        const before = expected.places[from - 1];
        const cursor = before && writePlace(before.place);
        const answer = await searchTalents(stage.as(null), { ...query, cursor, limit });
        expect(answer.total).toBe(expected.total);
        expect(answer.items.map(({ id }) => id)).toEqual(ids.slice(from, from + limit));
        expect(answer.nextCursor !== null).toBe(from + limit < expected.total);
      }
    },
    60_000,
  );
});

test.each([
  [['score', 'newest'], 'less_score, less_new'],
  [['newest'], 'less_new'],
])('the first by the slices of %j are the first of the list', async (parts, order) => {
  const sliced = async (most: number, keys: number[] | null, place: number | null) => {
    const found = await database.query<{ ordinal: number }>(
      // as the index has them: stretches from 0
      `select d.ordinal from unnest(app.search_sliced(
         (select ('[0:3]=' || array_agg(app.search_any(s, '{tag:late}') order by s)::text)::bit varying[] from generate_series(0, 3) s), $1, $2, $3, $4, $5)) o
       join search_documents d on d.ordinal = o order by ${order}, ordinal limit $3`,
      [parts, parts.map(() => true), most, keys, place],
    );
    return found.map(({ ordinal }) => ordinal);
  };
  const all = await database.query<{ ordinal: number; score: number; newest: number }>(
    `select ordinal, -less_score as score, -less_new as newest from search_documents where 'tag:late' = any (terms) order by ${order}, ordinal`,
  );
  const from = (at: number, most: number) => all.slice(at, at + most).map(({ ordinal }) => ordinal);
  expect(all.length).toBeGreaterThan(1500);
  expect(await sliced(20, null, null)).toEqual(from(0, 20));
  for (const at of [1, 49, 800, all.length - 5]) {
    const before = all[at - 1];
    const keys = before && (parts.length === 2 ? [before.score, before.newest] : [before.newest]);
    expect(await sliced(20, keys ?? null, before?.ordinal ?? null)).toEqual(from(at, 20));
  }
});

test('a bitmap of many who became few takes in one more', async () => {
  const quiet = async () =>
    (
      await database.query<{ held: number; bitmap: boolean }>(
        `select held, bits is not null as bitmap from search_postings where chunk = 0 and term = 'w:quiet:2'`,
      )
    )[0];
  const say = (word: string, other: string, many: number) =>
    database.query(
      `update talent_profiles set headline = jsonb_build_object('en', $1::text) where id in (
         select d.talent_id from search_documents d where d.ordinal < 32000 and 'w:' || $2 || ':2' = any (d.terms) order by d.ordinal limit $3)`,
      [word, other, many],
    );
  const many = (await quiet())?.held ?? 0;
  expect(many).toBeGreaterThan(500);
  await say('lantern', 'quiet', many - 490);
  expect(await quiet()).toEqual({ held: 490, bitmap: true });
  await say('quiet', 'lantern', 3);
  expect(await quiet()).toEqual({ held: 493, bitmap: true });
  const postings = () =>
    database.query(
      `select chunk, term, held, case when bits is null then (select array_agg(o::int order by o) from unnest(ordinals) o) else app.search_ordinals(bits) end as found from search_postings order by 1, 2`,
    );
  const grown = await postings();
  await database.query(`select set_config('app.now', $1, true), app.search_rebuild()`, [stage.now.toISOString()]);
  expect(await postings()).toEqual(grown);
}, 120_000);

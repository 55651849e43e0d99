import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { handler } from '../../../http/serve.ts';
import { cast, planted, seat, talentIds, through } from '../../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../../testing/database.ts';
import { stageOn, type Stage } from '../../../testing/stage.ts';
import { plantTalent } from '../../../testing/search-stage.ts';
import { cities, type CityId } from '../places.ts';
import { categoryWords, cityWords, countryWords } from './labels.ts';
import { talentSearchRoutes } from './routes.ts';
import type { SearchAnswer } from './schema.ts';

let database: TestDatabase;
let stage: Stage;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  // a review hangs on a booking, which is not what this is about
  await database.query('alter table reviews drop constraint reviews_booking_id_bookings_id_fk');
  stage = stageOn(database, new Date('2026-03-02T05:00:00Z'));
});
afterAll(() => database.close());

async function ask(query: string, as: string | null = null) {
  const answer = handler(talentSearchRoutes, async () => ({ ctx: stage.as(as) }));
  const path = as === null ? '/api/search' : '/api/search/members';
  const response = await answer(new Request(`https://mawahib.test${path}?${query}`));
  const text = await response.text();
  expect(text).not.toContain(planted);
  return { status: response.status, headers: response.headers, body: JSON.parse(text) as SearchAnswer };
}
const names = async (query: string, as: string | null = null) =>
  (await ask(query, as)).body.items.map(({ slug }) => slug);

describe('words', () => {
  test.each([
    ['', ['omar-bennani', 'zainab-kareem']],
    ['q=zainab', ['zainab-kareem']],
    ['q=zain', ['zainab-kareem']],
    ['q=KAREEM+zai', ['zainab-kareem']],
    ['q=اعراس', ['zainab-kareem']],
    ['q=مصورة+بغداد', ['zainab-kareem']],
    ['q=وێنەگر', ['zainab-kareem']],
    ['q=soiree', ['omar-bennani']],
    ['q=maroc', ['omar-bennani']],
    ['q=' + encodeURIComponent("'); drop table users; --"), []],
  ])('%s', async (query, slugs) => expect(await names(query)).toEqual(slugs));
});

test('a member asks at an address of their own, and a stranger not at all', async () => {
  expect(await names('', cast.sara)).toEqual(['omar-bennani', 'zainab-kareem']);
  const answer = handler(talentSearchRoutes, async () => ({ ctx: stage.as(null) }));
  expect((await answer(new Request('https://mawahib.test/api/search/members'))).status).toBe(401);
});

describe('who is found', () => {
  const seenBy = (audience: string) =>
    database.query(`update talent_profiles set seen_by = $1, inquiries_from = 'nobody' where id = $2`, [
      audience,
      talentIds.omar,
    ]);
  afterEach(() => seenBy('everyone'));

  test.each([
    ['everyone', [1, 1, 1, 1]],
    ['members', [0, 1, 1, 0]],
    ['subscribers', [0, 0, 1, 0]],
  ] as const)('by whoever is meant, when %s are meant', async (audience, found) => {
    await seenBy(audience);
    await database.query(
      `insert into subscriptions (user_id, product, interval, amount, currency, state, anchor, period_start, period_end)
       select $1, 'company', 'month', 0, 'IQD', 'comp', '2025-01-01', '2025-01-01', '2099-01-01' where not exists (select 1 from subscriptions where user_id = $1)`,
      [cast.acme],
    );
    const totals = [];
    // a visitor, a member, a subscriber, and somebody signed in who never said what for
    for (const as of [null, cast.sara, cast.acme, cast.stranger])
      totals.push((await ask('q=bennani', as)).body.items.filter(({ slug }) => slug === 'omar-bennani').length);
    expect(totals).toEqual(found);
  });

  test('what only members may read is no word to correct to', async () => {
    await seenBy('members');
    for (const q of ['benani', 'bennanni', 'chaabbi', 'bennan'])
      expect((await ask(`q=${q}`)).body).toMatchObject({ total: 0, corrected: null, items: [] });
    expect((await ask('q=benani', cast.sara)).body).toMatchObject({ corrected: 'Bennani' });
  });

  test('nobody who is suspended or has taken their page down', async () => {
    const total = async () => (await ask('q=omar')).body.total;
    expect(await total()).toBe(1);
    await database.query('update users set suspended_at = now() where id = $1', [cast.omar]);
    expect(await total()).toBe(0);
    await database.query('update users set suspended_at = null where id = $1', [cast.omar]);
    expect(await total()).toBe(1);
    await database.query('update talent_profiles set published_at = null where id = $1', [talentIds.omar]);
    expect(await total()).toBe(0);
    await database.query(`update talent_profiles set published_at = '2026-02-02T08:00:00Z' where id = $1`, [
      talentIds.omar,
    ]);
    expect(await total()).toBe(1);
  });

  test('words of a service that is withdrawn lead nowhere, and drafts have none', async () => {
    expect((await ask('q=nour')).body.total).toBe(0);
    expect((await ask(`q=${planted.slice(0, 7)}`)).body.total).toBe(0);
  });
});

describe('whatever is asked', () => {
  test.each([
    ['nothing', ''],
    ['ten thousand letters', `q=${'x'.repeat(10_000)}`],
    ['ten thousand words', `q=${'wedding '.repeat(1_250)}`],
    ['only punctuation', `q=${encodeURIComponent('?!،؛…—')}`],
    ['marks alone', `q=${encodeURIComponent('\u064b\u0651\u200f')}`],
    ['the language of queries', `q=${encodeURIComponent("a & b | !c <-> 'd':* \\ % _ ; -- */")}`],
    [
      'the language of tables',
      `q=${encodeURIComponent("'); drop table users; --")}&tag=${encodeURIComponent("x' or 1=1 --")}`,
    ],
    ['half a character', 'q=%F0%9F'],
    ['a NUL', 'q=a%00b'],
    ['a filter nobody knows', 'colour=red&q=omar'],
    ['prices the wrong way round', 'currency=IQD&priceMin=400000&priceMax=1000'],
    ['heights the wrong way round', 'heightMin=200&heightMax=150'],
    ['a day long gone', 'free=2001-01-01'],
    [
      'every filter at once',
      'category=dj&city=erbil&country=IQ&currency=USD&priceMin=1&rating=4.5&language=fr&tag=a&skill=b&free=2026-03-10&heightMin=150&age=30&sort=price&q=z',
    ],
  ])('%s: an answer', async (_, query) => expect((await ask(query)).status).toBe(200));

  test('a price the wrong way round is the price the right way round', async () =>
    expect(await names('currency=IQD&priceMin=400000&priceMax=1000')).toEqual(['zainab-kareem']));
  test.each(['category=plumber', 'priceMax=5', 'cursor=abc', 'limit=1000', 'free=soon'])(
    '%s: a problem',
    async (query) =>
      expect(await ask(query)).toMatchObject({ status: 422, body: { code: 'invalid', fields: expect.any(Object) } }),
  );
  test('a list is asked for with commas or again', async () =>
    expect(await names('category=dj,photographer')).toEqual(await names('category=photographer&category=dj')));
});

test('one round trip, and an answer that a shared cache may keep for everyone', async () => {
  await ask('q=zain');
  const before = await database.counters();
  const { headers } = await ask('q=zain&category=photographer');
  expect((await database.counters()).roundTrips - before.roundTrips).toBe(1);
  expect(headers.get('netlify-cdn-cache-control')).toContain('public');
  expect(headers.get('netlify-vary')).toBe(
    'query=q|category|city|country|currency|priceMin|priceMax|rating|language|tag|skill|free|heightMin|heightMax|age|sort|cursor|limit',
  );
  expect((await ask('', cast.sara)).headers.get('cache-control')).toBe('private, no-store');
});

test('the table of labels says what the code says', async () => {
  const rows = await database.query('select kind, id, words, within from search_labels order by kind, id');
  const expected = [
    ...Object.entries(categoryWords).map(([id, words]) => ({ kind: 'category', id, words, within: null })),
    ...Object.entries(cityWords).map(([id, words]) => ({
      kind: 'city',
      id,
      words,
      within: cities[id as CityId].country,
    })),
    ...Object.entries(countryWords).map(([id, words]) => ({ kind: 'country', id, words, within: null })),
  ];
  const order = (one: { kind: string; id: string }) => `${one.kind} ${one.id}`;
  expect(rows).toEqual(expected.sort((a, b) => (order(a) < order(b) ? -1 : 1)));
});

describe('the tables of search', () => {
  const tables = ['search_documents', 'search_postings', 'search_words', 'search_labels', 'search_waiting'];
  test.each(tables)('%s is nobody’s to read or to write', async (table) => {
    for (const who of ['visitor', 'sara', 'zainab'] as const) {
      const as = through(stage.doors);
      await expect(as(who, (tx) => tx.execute(sql.raw(`select * from ${table}`)))).rejects.toThrow();
      await expect(as(who, (tx) => tx.execute(sql.raw(`delete from ${table}`)))).rejects.toThrow();
    }
  });
  test.each([
    'search_keep(gen_random_uuid())',
    'search_rebuild()',
    'search_tend(1)',
    "search_any(0, '{}')",
    "search_meant('benani', false, true, true)",
  ])('app.%s is not for people', async (call) => {
    for (const who of ['visitor', 'sara'] as const)
      await expect(through(stage.doors)(who, (tx) => tx.execute(sql.raw(`select app.${call}`)))).rejects.toThrow();
  });
});

test('many who change at once are all found, and the index is whole', async () => {
  for (let n = 500; n < 524; n += 1) await plantTalent(database, n);
  await Promise.all(
    Array.from({ length: 24 }, (_, n) =>
      database.query(
        `update talent_profiles set display_name = 'Crowd Together', published_at = now(), seen_by = 'everyone' where slug = $1`,
        [`planted-${500 + n}`],
      ),
    ),
  );
  expect((await ask('q=crowd')).body.total).toBe(24);
  const postings = () =>
    database.query(
      `select chunk, term, held, case when bits is null then (select array_agg(o::int order by o) from unnest(ordinals) o) else app.search_ordinals(bits) end as found from search_postings order by 1, 2`,
    );
  const grown = await postings();
  await database.query('select app.search_rebuild()');
  expect(await postings()).toEqual(grown);
});

test('people go on searching while the index is made anew', async () => {
  const before = (await ask('q=crowd')).body;
  const elsewhere = new pg.Client({ connectionString: database.superUrl });
  await elsewhere.connect();
  try {
    await elsewhere.query('begin');
    await elsewhere.query('select app.search_rebuild()');
    expect((await ask('q=crowd')).body).toEqual(before);
    expect(before.total).toBe(24);
  } finally {
    await elsewhere.query('rollback');
    await elsewhere.end();
  }
});

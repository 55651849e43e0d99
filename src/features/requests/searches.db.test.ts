import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { boardStageOn, codeOf, type BoardStage } from '../../testing/board-stage.ts';
import { cast, seat } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { sql } from 'drizzle-orm';
import { listOpenRequests } from './board.ts';
import { matches, type Search, type Sought } from './rules/searches.ts';
import { createSearchBody, editSearchBody, type CreateSearch } from './schema/searches.ts';
import { createSavedSearch, deleteSavedSearch, editSavedSearch, listSavedSearches } from './searches.ts';

let database: TestDatabase;
let stage: Stage;
let board: BoardStage;
const opening = new Date('2026-03-02T09:00:00Z');

beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database);
  board = boardStageOn(database, stage);
});
afterAll(() => database.close());
beforeEach(() => void (stage.now = opening));

const save = (who: string, wish: Partial<CreateSearch> = {}) =>
  board.does(who, createSavedSearch, createSearchBody.parse({ name: 'Weddings', ...wish }));
const names = async (who: string) => (await listSavedSearches(stage.as(who))).items.map(({ name }) => name);

describe('saved searches', () => {
  test('are kept, changed and forgotten by the one who made them', async () => {
    const who = await board.person();
    const made = await save(who, { words: '  wedding  ', category: 'photographer', city: 'baghdad' });
    expect(made).toMatchObject({ name: 'Weddings', words: 'wedding', currency: null, told: true });
    const edited = await board.does(who, editSavedSearch, {
      searchId: made.id,
      changes: editSearchBody.parse({ name: 'Big weddings', city: null, told: false }),
    });
    expect(edited).toMatchObject({
      name: 'Big weddings',
      words: 'wedding',
      category: 'photographer',
      city: null,
      told: false,
    });
    expect(await names(who)).toEqual(['Big weddings']);
    expect(await board.does(who, deleteSavedSearch, { searchId: made.id })).toEqual({ id: made.id });
    expect(await codeOf(board.does(who, deleteSavedSearch, { searchId: made.id }))).toBe('not_found');
    expect(await names(who)).toEqual([]);
  });

  test('are nobody else’s', async () => {
    const made = await save(await board.person());
    const other = await board.person();
    expect(await names(other)).toEqual([]);
    expect(await codeOf(board.does(other, deleteSavedSearch, { searchId: made.id }))).toBe('not_found');
    expect(await codeOf(board.does(other, editSavedSearch, { searchId: made.id, changes: { told: false } }))).toBe(
      'not_found',
    );
  });

  test('are for talents', async () => {
    expect(await codeOf(save(cast.sara))).toBe('role_not_allowed');
    expect(await codeOf(listSavedSearches(stage.as(cast.sara)))).toBe('role_not_allowed');
    expect(await codeOf(save(cast.gone))).toBe('account_suspended');
  });

  test('ask for what can be answered', async () => {
    const who = await board.person();
    expect(await codeOf(save(who, { budgetFrom: 1000 }))).toBe('invalid');
    expect(await codeOf(save(who, { startsFrom: '2026-05-02', startsUntil: '2026-05-01' }))).toBe('invalid');
    const made = await save(who, { budgetFrom: 1000, currency: 'IQD' });
    expect(await codeOf(board.does(who, editSavedSearch, { searchId: made.id, changes: { currency: null } }))).toBe(
      'invalid',
    );
    expect(createSearchBody.safeParse({ name: ' ' }).success).toBe(false);
    expect(editSearchBody.safeParse({}).success).toBe(false);
  });

  test('twenty at most, however many ask at once', async () => {
    const who = await board.person();
    const said = await Promise.all(Array.from({ length: 30 }, () => codeOf(save(who))));
    const count = (code: string) => said.filter((one) => one === code).length;
    console.log('30 searches at once:', { ok: count('ok'), limit_reached: count('limit_reached') });
    expect([count('ok'), count('limit_reached')]).toEqual([20, 10]);
    expect(await names(who)).toHaveLength(20);
  });

  test('policies: each sees and changes their own alone, and customers keep none', async () => {
    const [mine, other] = [await board.person(), await board.person()];
    await save(mine);
    const count = async (who: string) =>
      (
        await stage.doors
          .asUser({ userId: who })
          .write((tx) => tx.execute<{ n: number }>(sql`select count(*)::int as n from saved_searches`))
      ).rows[0]?.n;
    expect([await count(mine), await count(other), await count(cast.sara)]).toEqual([1, 0, 0]);
    for (const [who, whose] of [
      [other, mine],
      [cast.sara, cast.sara],
    ] as const)
      await expect(
        stage.doors
          .asUser({ userId: who })
          .write((tx) => tx.execute(sql`insert into saved_searches (user_id, name) values (${whose}, 'Forged')`)),
      ).rejects.toMatchObject({ cause: { code: '42501' } });
    const touched = await stage.doors
      .asUser({ userId: other })
      .write((tx) => tx.execute(sql`update saved_searches set name = 'Mine now' where user_id = ${mine} returning id`));
    expect(touched.rows).toEqual([]);
    await expect(
      stage.doors.asVisitor().write((tx) => tx.execute(sql`select 1 from saved_searches`)),
    ).rejects.toMatchObject({ cause: { code: '42501' } });
  });
});

describe('what a search finds', () => {
  const requests: readonly Sought[] = [
    {
      title: 'Two guitarists',
      summary: 'Quiet music for 100% of the guests',
      category: 'musician',
      city: 'baghdad',
      currency: 'IQD',
      budgetMax: 400_000,
      startsOn: '2026-04-02',
    },
    {
      title: 'عازف عود لحفل زفاف',
      summary: 'أمسية هادئة',
      category: 'musician',
      city: 'erbil',
      currency: 'IQD',
      budgetMax: 250_000,
      startsOn: '2026-05-10',
    },
    {
      title: 'Photographe de mariage à Rabat',
      summary: 'Une JOURNÉE entière',
      category: 'photographer',
      city: 'rabat',
      currency: 'MAD',
      budgetMax: 900_000,
      startsOn: '2026-04-20',
    },
    {
      title: 'ژەنیاری تەموور',
      summary: 'quiet_room',
      category: 'musician',
      city: 'sulaymaniyah',
      currency: 'USD',
      budgetMax: 50_000,
      startsOn: '2026-04-02',
    },
  ];
  const anything: Search = {
    words: '',
    category: null,
    city: null,
    currency: null,
    budgetFrom: null,
    startsFrom: null,
    startsUntil: null,
  };
  const words = ['', 'GUITAR', 'music', '100%', '%', 'quiet_', 'زفاف', 'journée', 'تەموور', 'nothing at all'];
  const categories = [null, 'musician', 'photographer', 'dj'];
  const cities = [null, 'baghdad', 'rabat', 'mosul'];
  const money = [
    { currency: null, budgetFrom: null },
    { currency: 'IQD', budgetFrom: null },
    { currency: 'IQD', budgetFrom: 250_000 },
    { currency: 'IQD', budgetFrom: 250_001 },
    { currency: 'MAD', budgetFrom: 1 },
  ] as const;
  const days = [
    { startsFrom: null, startsUntil: null },
    { startsFrom: '2026-04-02', startsUntil: null },
    { startsFrom: '2026-04-03', startsUntil: null },
    { startsFrom: null, startsUntil: '2026-04-20' },
    { startsFrom: '2026-04-03', startsUntil: '2026-04-19' },
    { startsFrom: '2026-05-10', startsUntil: '2026-05-10' },
  ];
  const searches: Search[] = words.flatMap((said) =>
    categories.flatMap((category) =>
      cities.flatMap((city) =>
        money.flatMap((sum) => days.map((when) => ({ ...anything, words: said, category, city, ...sum, ...when }))),
      ),
    ),
  );

  test('the rule, SQL and the board say the same, cell by cell', async () => {
    await database.query(
      `update requests set state = 'CLOSED', closed_reason = 'withdrawn', closed_at = opened_at where state = 'OPEN'`,
    );
    const looks = await board.person();
    const ids: string[] = [];
    for (const { title, summary, category, city, currency, budgetMax, startsOn } of requests)
      ids.push(
        await board.open(cast.sara, {
          title,
          description: summary,
          category: category as 'musician',
          city: city as 'baghdad',
          currency,
          budgetMax,
          startsOn,
        }),
      );
    const answers = await database.query<{ found: string[] }>(
      `select array(select r.id::text from requests r where r.state = 'OPEN' and app.search_matches(row(gen_random_uuid(), '', 's', w.words, w.category, w.city, w.currency, w.budget, w.since, w.until, true, now())::saved_searches, r)) as found
       from jsonb_to_recordset($1::jsonb) w (words text, category text, city text, currency text, budget bigint, since date, until date, n bigint) order by n`,
      [
        JSON.stringify(
          searches.map((one, n) => ({
            ...one,
            n,
            budget: one.budgetFrom,
            since: one.startsFrom,
            until: one.startsUntil,
          })),
        ),
      ],
    );
    const differ: string[] = [];
    let found = 0;
    searches.forEach((search, at) =>
      requests.forEach((request, n) => {
        const rule = matches(search, request);
        if (rule) found += 1;
        if ((answers[at]?.found.includes(ids[n] ?? '') ?? null) !== rule)
          differ.push(`${JSON.stringify(search)} / ${request.title}: rule ${rule}`);
      }),
    );
    console.log(`matches against Postgres: ${searches.length * requests.length} cells, ${found} found`);
    expect(answers).toHaveLength(searches.length);
    expect(differ).toEqual([]);
    expect(found).toBeGreaterThan(100);

    // the board, for one search in seventeen: each of them is a whole page
    let pages = 0;
    for (const search of searches.filter((_, at) => at % 17 === 0)) {
      const page = await listOpenRequests(stage.as(looks), {
        q: search.words,
        category: (search.category ?? undefined) as 'musician' | undefined,
        city: (search.city ?? undefined) as 'baghdad' | undefined,
        currency: search.currency ?? undefined,
        budgetFrom: search.budgetFrom ?? undefined,
        startsFrom: search.startsFrom ?? undefined,
        startsUntil: search.startsUntil ?? undefined,
        sort: 'newest',
        limit: 50,
      });
      pages += 1;
      const shown = page.items.map(({ id }) => id).sort();
      const ruled = ids.filter((_, n) => matches(search, requests[n] as Sought)).sort();
      expect({ search, shown }).toEqual({ search, shown: ruled });
    }
    console.log(`the board against the rule: ${pages} pages`);
  });
});

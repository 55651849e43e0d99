import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast, planted, seat, serviceIds, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { listLength, loadLists } from './lists.ts';
import { standingOf } from './rules/standing.ts';
import { loadPublicTalents } from './service.ts';

let database: TestDatabase;
let stage: Stage;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database);
});
afterAll(() => database.close());

const slugs = (cards: readonly { slug: string }[]) => cards.map(({ slug }) => slug);

/** So many more singers of Erbil, each with the stars named. */
async function singers(count: number, stars: (n: number) => number[]): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const user = `user_singer_${n}`;
    await database.query(
      `insert into users (id, email, name, role, plan, onboarded_at) values ($1, $1 || '@example.com', 'Singer', 'talent', 'FREE', now())`,
      [user],
    );
    const [row] = await database.query<{ id: string }>(
      `insert into talent_profiles (user_id, slug, display_name, category, city, time_zone, published_at)
       values ($1, 'singer-' || lpad($2::text, 3, '0'), 'Singer', 'singer', 'erbil', 'Asia/Baghdad', '2026-02-03') returning id`,
      [user, String(n)],
    );
    for (const [at, rating] of stars(n).entries()) {
      const [booking] = await database.query<{ id: string }>(
        `insert into bookings (service_id, talent_id, talent_user_id, customer_id, state, starts_at, ends_at, time_zone, service_title, list_amount, currency, note, customer_name, talent_name, quote_version, price_agreed)
         values ($1, $2, $3, $4, 'reviewed', $5::date + time '06:00', $5::date + time '14:00', 'Asia/Baghdad', '{"en":"A song"}', 350000, 'IQD', '', 'Sara', 'Singer', 1, 350000) returning id`,
        [serviceIds.zainabWedding, row?.id, user, cast.sara, `2026-01-0${at + 1}`],
      );
      await database.query(
        `insert into reviews (booking_id, side, reviewer_id, talent_id, rating, comment, author_name, publish_at) values ($1, 'customer', $2, $3, $4, 'x', 'Sara H.', '2026-01-10')`,
        [booking?.id, cast.sara, row?.id, rating],
      );
    }
  }
}

test('every list there is has its people and its number, and nobody who is not published', async () => {
  const { lists, counts, shelves } = await loadLists(stage.doors);
  expect(lists.map(({ category, city, total, cards }) => [category, city, total, slugs(cards)])).toEqual(
    expect.arrayContaining([
      [null, null, 2, expect.arrayContaining(['zainab-kareem', 'omar-bennani'])],
      ['photographer', null, 1, ['zainab-kareem']],
      [null, 'casablanca', 1, ['omar-bennani']],
      ['dj', 'casablanca', 1, ['omar-bennani']],
    ]),
  );
  expect(lists).toHaveLength(7);
  expect(counts).toHaveLength(2);
  expect(shelves).toEqual([]);
  expect(JSON.stringify({ lists, counts })).not.toContain(planted);
});

test('who shows themselves to members only is on no list, and in no number', async () => {
  await database.query(`update talent_profiles set seen_by = 'members', inquiries_from = 'members' where id = $1`, [
    talentIds.omar,
  ]);
  const { lists } = await loadLists(stage.doors);
  await database.query(`update talent_profiles set seen_by = 'everyone' where id = $1`, [talentIds.omar]);
  expect(lists.map(({ total, cards }) => [total, slugs(cards)])).toEqual([
    [1, ['zainab-kareem']],
    [1, ['zainab-kareem']],
    [1, ['zainab-kareem']],
    [1, ['zainab-kareem']],
  ]);
});

test('an operator’s choice is shown in its order, in its time, and only while its page is up', async () => {
  const put = (section: string, talent: string, position: number, from: string | null, until: string | null) =>
    database.query(
      `insert into featured_talents (section, talent_id, position, starts_at, ends_at) values ($1, $2, $3, $4, $5)`,
      [section, talent, position, from, until],
    );
  await put('chosen', talentIds.omar, 0, null, null);
  await put('chosen', talentIds.zainab, 1, '2026-03-01', '2026-04-01');
  await put('chosen', talentIds.nour, 2, null, null);
  await put('screen', talentIds.zainab, 0, '2026-03-05', null);
  await put('faces', talentIds.zainab, 0, null, '2026-03-02');
  const shown = async () => (await loadLists(stage.doors)).shelves.map(({ section, cards }) => [section, slugs(cards)]);
  expect(await shown()).toEqual([['chosen', ['omar-bennani', 'zainab-kareem']]]);
  stage.now = new Date('2026-03-06T09:00:00Z');
  expect(await shown()).toEqual([
    ['chosen', ['omar-bennani', 'zainab-kareem']],
    ['screen', ['zainab-kareem']],
  ]);
  await database.query('update talent_profiles set published_at = null where id = $1', [talentIds.omar]);
  expect(await shown()).toEqual([
    ['chosen', ['zainab-kareem']],
    ['screen', ['zainab-kareem']],
  ]);
  await database.query(`update talent_profiles set published_at = '2026-02-02' where id = $1`, [talentIds.omar]);
  stage.now = new Date('2026-03-02T09:00:00Z');
});

test('a list is cut after its first page, however many there are, and its order is the standing of reviews', async () => {
  await singers(listLength + 6, (n) => (n === 3 ? [5, 5, 5] : n === 4 ? [5] : n === 5 ? [1, 1] : []));
  const { lists } = await loadLists(stage.doors);
  const all = lists.find(({ category, city }) => category === 'singer' && city === 'erbil');
  expect(all?.total).toBe(listLength + 6);
  expect(all?.cards).toHaveLength(listLength);
  expect(slugs(all?.cards ?? []).slice(0, 4)).toEqual(['singer-003', 'singer-004', 'singer-000', 'singer-001']);
  expect(slugs(all?.cards ?? [])).not.toContain('singer-005');
  const standings = (all?.cards ?? []).map(({ rating }) => standingOf(rating));
  expect(standings).toEqual(standings.toSorted((a, b) => b - a));
});

test('a build makes pages for as many as it was told to, the best known first, and theirs are whole', async () => {
  const all = await loadPublicTalents(stage.doors, stage.now);
  const few = await loadPublicTalents(stage.doors, stage.now, 3);
  expect(all.length).toBeGreaterThan(listLength);
  expect(few.map(({ slug }) => slug).toSorted()).toEqual(['omar-bennani', 'singer-003', 'singer-004']);
  for (const talent of few) expect(talent).toEqual(all.find(({ slug }) => slug === talent.slug));
  expect(await loadPublicTalents(stage.doors, stage.now, 0)).toEqual([]);
});

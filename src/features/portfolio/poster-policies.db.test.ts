import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Tx } from '../../db/client.ts';
import { databaseError } from '../../db/errors.ts';
import { posterOfFilm, type PosterColumn } from '../../db/posters.ts';
import { cast, seat, talentIds, through, type Seer } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn } from '../../testing/stage.ts';
import { workVisibilities, type WorkVisibility } from './rules/media.ts';

const operator = 'user_operator';
type Who = Seer | 'operator';
let database: TestDatabase;
let as: <Result>(who: Who, work: (tx: Tx) => Promise<Result>) => Promise<Result>;
const film = '0190d3a0-0000-7000-9900-000000000001';
const poster = '0190d3a0-0000-7000-9900-000000000002';
const picture = '0190d3a0-0000-7000-9900-000000000003';
const omars = '0190d3a0-0000-7000-9900-000000000004';

beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  const { doors } = stageOn(database);
  const seated = through(doors);
  as = (who, work) => (who === 'operator' ? doors.asUser({ userId: operator }).write(work) : seated(who, work));
  await database.query(
    `insert into subscriptions (user_id, product, interval, amount, currency, state, anchor, period_start, period_end)
     values ($1, 'company', 'once', 0, 'IQD', 'comp', '2025-01-01', '2025-01-01', '2099-01-01')`,
    [cast.acme],
  );
  await database.query(
    `insert into users (id, email, name, role, onboarded_at) values ($1, 'operator@example.com', 'Hala', 'admin', now())`,
    [operator],
  );
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.query('delete from portfolio_items');
  await database.query(
    `insert into portfolio_items (id, talent_id, kind, state, type, size, storage, object_key, file, media, poster_of) values
      ($1, $4, 'video', 'ready', 'video/webm', 9000, 'blobs', 'files/film', 'a.webm', null, null),
      ($2, $4, 'poster', 'ready', 'image/jpeg', 900, 'blobs', 'files/poster', 'b.jpg', '{"url":"/api/media/x/b.jpg","width":4,"height":3}', $1),
      ($3, $4, 'image', 'ready', 'image/jpeg', 900, 'blobs', 'files/picture', 'c.jpg', '{"url":"/api/media/x/c.jpg","width":4,"height":3}', null),
      ($6, $5, 'video', 'ready', 'video/webm', 9000, 'blobs', 'files/omars', 'd.webm', null, null)`,
    [film, poster, picture, talentIds.zainab, talentIds.omar, omars],
  );
});

const failure = async (work: Promise<unknown>) => {
  const error = databaseError(
    await work.then(
      () => null,
      (thrown: unknown) => thrown,
    ),
  );
  if (!error) return 'went through';
  return ['23514', '23503', '23505'].includes(error.code) ? (error.constraint ?? error.code) : error.code;
};
const seenBy = (who: Who) =>
  as(who, async (tx) => {
    const { rows } = await tx.execute<{ id: string }>(
      sql`select id from portfolio_items where id in (${film}, ${poster}) order by id`,
    );
    const beside = await tx.execute<{ poster: PosterColumn | null }>(
      sql`select ${posterOfFilm} as poster from portfolio_items where id = ${film}`,
    );
    return { rows: rows.map(({ id }) => id), beside: beside.rows[0]?.poster?.id ?? null };
  });
const hide = (visibility: WorkVisibility) =>
  as('zainab', (tx) => tx.execute(sql`update portfolio_items set visibility = ${visibility} where id = ${film}`));

const sight: Readonly<Record<WorkVisibility, readonly Who[]>> = {
  public: ['visitor', 'stranger', 'gone', 'sara', 'omar', 'acme', 'operator', 'zainab', 'system'],
  members: ['sara', 'omar', 'acme', 'operator', 'zainab', 'system'],
  subscribers: ['acme', 'operator', 'zainab', 'system'],
};
const everybody = sight.public;

describe.each(workVisibilities)('a film for %s', (visibility) => {
  test.each(everybody)('%s sees its poster exactly where they see the film', async (who) => {
    await hide(visibility);
    const may = sight[visibility].includes(who);
    expect(await seenBy(who)).toEqual(may ? { rows: [film, poster], beside: poster } : { rows: [], beside: null });
  });
  test('its poster says the same of itself', async () => {
    await hide(visibility);
    expect(await database.query('select visibility from portfolio_items where id = $1', [poster])).toEqual([
      { visibility },
    ]);
  });
});

test.each(everybody)('of a page that %s may not see there is no poster either', async (who) => {
  await database.query(`update talent_profiles set published_at = null where id = $1`, [talentIds.zainab]);
  const own = who === 'zainab' || who === 'system';
  expect((await seenBy(who)).rows).toEqual(own ? [film, poster] : []);
  await database.query(`update talent_profiles set published_at = now() where id = $1`, [talentIds.zainab]);
});

test.each(['public', 'subscribers'])(
  'a poster is not shown to others than its film, whoever writes it: %s',
  async (to) => {
    await hide('members');
    for (const who of ['zainab'] as const)
      expect(
        await failure(
          as(who, (tx) => tx.execute(sql`update portfolio_items set visibility = ${to} where id = ${poster}`)),
        ),
      ).toBe('portfolio_items_posters_follow_their_film');
    // past every policy
    expect(
      await failure(database.query('update portfolio_items set visibility = $1 where id = $2', [to, poster])),
    ).toBe('portfolio_items_posters_follow_their_film');
  },
);

const announced = (over: Record<string, string> = {}) => {
  const values: Record<string, string> = {
    talent_id: `'${talentIds.zainab}'`,
    kind: `'poster'`,
    state: `'waiting'`,
    type: `'image/jpeg'`,
    size: '10',
    storage: `'blobs'`,
    poster_of: `'${film}'`,
    upload_until: 'now()',
    ...over,
  };
  return sql.raw(
    `insert into portfolio_items (${Object.keys(values).join()}) values (${Object.values(values).join()})`,
  );
};

describe('adding', () => {
  test.each<[Who, string]>([
    ['zainab', 'went through'],
    ['omar', '42501'],
    ['sara', '42501'],
    ['acme', '42501'],
    ['stranger', '42501'],
    ['operator', '42501'],
    ['visitor', '42501'],
    ['system', '42501'],
  ])('%s to Zainab’s film: %s', async (who, outcome) =>
    expect(await failure(as(who, (tx) => tx.execute(announced())))).toBe(outcome),
  );
  test.each<[string, Record<string, string>, string]>([
    ['to another talent’s film', { poster_of: `'${omars}'` }, 'portfolio_items_posters_follow_their_film'],
    ['to a picture', { poster_of: `'${picture}'` }, 'posters_are_of_films'],
    ['to a poster', { poster_of: `'${poster}'` }, 'posters_are_of_films'],
    ['to nothing', { poster_of: 'null' }, 'posters_are_of_films'],
    ['to a film that is not there', { poster_of: 'gen_random_uuid()' }, 'posters_are_of_films'],
    ['for others than its film', { visibility: `'members'` }, 'portfolio_items_posters_follow_their_film'],
    ['larger than a picture', { size: '15728641' }, 'portfolio_items_posters_are_of_something'],
    ['something that is no poster', { kind: `'image'` }, 'portfolio_items_posters_are_of_something'],
    ['ready at once', { state: `'ready'`, media: `'{"url":"https://evil.example/x.jpg"}'` }, '42501'],
  ])('%s: %s', async (_, over, outcome) =>
    expect(await failure(as('zainab', (tx) => tx.execute(announced(over))))).toBe(outcome),
  );
  test('one is on its way at a time, and one is shown', async () => {
    await as('zainab', (tx) => tx.execute(announced()));
    expect(await failure(as('zainab', (tx) => tx.execute(announced())))).toBe('portfolio_items_one_poster');
    expect(
      await failure(
        database.query(
          `update portfolio_items set state = 'ready', media = '{}', object_key = 'files/x', file = 'x.jpg' where poster_of = $1 and state = 'waiting'`,
          [film],
        ),
      ),
    ).toBe('portfolio_items_one_poster');
  });
  test('no one moves a poster to another film', async () => {
    for (const who of ['zainab', 'system'] as const)
      expect(
        await failure(
          as(who, (tx) => tx.execute(sql`update portfolio_items set poster_of = null where id = ${poster}`)),
        ),
      ).toBe('42501');
  });
});

describe('removing', () => {
  test.each<[Who, number]>([
    ['omar', 0],
    ['sara', 0],
    ['acme', 0],
    ['stranger', 0],
    ['operator', 0],
    ['zainab', 1],
  ])('%s removes %i of Zainab’s posters', async (who, gone) => {
    const { rowCount } = await as(who, (tx) => tx.execute(sql`delete from portfolio_items where id = ${poster}`));
    expect(rowCount).toBe(gone);
  });
  test('a film takes its poster along, whoever removes it, and the bytes are left to the clock', async () => {
    await database.query('delete from attachment_removals');
    await as('zainab', (tx) => tx.execute(sql`delete from portfolio_items where id = ${film}`));
    expect(await database.query('select 1 from portfolio_items where id in ($1, $2)', [film, poster])).toEqual([]);
    expect(
      (
        await database.query<{ key: string }>(
          `select object_key as key from attachment_removals where object_key like 'files/%' order by 1`,
        )
      ).map(({ key }) => key),
    ).toEqual(['files/film', 'files/poster']);
  });
});

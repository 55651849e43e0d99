import { sql, type SQL } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { databaseError } from '../../db/errors.ts';
import { cast, seat, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { handler } from '../../http/serve.ts';
import type { Ctx } from '../ctx.ts';
import { adminFeaturedRoutes } from './routes/featured.ts';
import { shelfLimit } from './rules/sections.ts';
import { featuredMoved } from './service.ts';

const operator = 'user_operator';
const seers = ['visitor', 'sara', 'zainab', 'omar', 'operator', 'stranger'] as const;
type Seer = (typeof seers)[number];

let database: TestDatabase;
let stage: Stage;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  await database.query(
    `insert into users (id, email, name, role, onboarded_at) values ($1, 'op@example.com', 'Hala', 'admin', now())`,
    [operator],
  );
  stage = stageOn(database);
});
beforeEach(async () => {
  await database.query('delete from featured_talents');
  stage.told.length = 0;
});
afterAll(() => database.close());

const userOf = (who: Seer) => (who === 'visitor' ? null : who === 'operator' ? operator : cast[who]);
const doorOf = (who: Seer) => {
  const userId = userOf(who);
  return userId === null ? stage.doors.asVisitor() : stage.doors.asUser({ userId });
};
const asked = (who: Seer, statement: SQL): Promise<number | string> =>
  doorOf(who)
    .write(async (tx) => (await tx.execute(statement)).rowCount ?? 0)
    .catch((error: unknown) => databaseError(error)?.code ?? 'unknown');

/** The endpoint as a function of the host runs it. */
async function call(who: Seer, method: 'GET' | 'PUT', body?: unknown) {
  const serve = handler<Ctx>(adminFeaturedRoutes, async () => ({ ctx: stage.as(userOf(who)) }));
  const answer = await serve(
    new Request('https://mawahib.test/api/admin/featured', {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    }),
  );
  const told = (await answer.json()) as {
    code?: string;
    fields?: object;
    section?: string;
    items?: { talent: { slug: string }; state: string }[];
    sections?: { section: string; items: unknown[] }[];
  };
  return { status: answer.status, ...told, people: told.items?.map(({ talent, state }) => [talent.slug, state]) };
}
const put = (items: unknown[], section = 'chosen') => call('operator', 'PUT', { section, items });
const at = (talentId: string, startsAt: string | null = null, endsAt: string | null = null) => ({
  talentId,
  startsAt,
  endsAt,
});

describe('policies', () => {
  beforeEach(() =>
    database.query(
      `insert into featured_talents (section, talent_id, position, starts_at, ends_at) values
        ('chosen', $1, 0, null, null), ('chosen', $2, 1, null, '2026-03-02T09:00:00Z'), ('screen', $2, 0, '2026-03-02T09:00:01Z', null),
        ('chosen', $3, 2, null, null)`,
      [talentIds.zainab, talentIds.omar, talentIds.nour],
    ),
  );

  test.each([
    ['visitor', 1],
    ['sara', 1],
    ['zainab', 1],
    ['omar', 1],
    ['stranger', 1],
    ['operator', 4],
  ] as const)('%s sees %i places', async (who, seen) =>
    expect(await asked(who, sql`select 1 from featured_talents`)).toBe(seen),
  );

  test.each(seers)('%s writes nothing there by their own door', async (who) => {
    expect(
      await asked(
        who,
        sql`insert into featured_talents (section, talent_id, position) values ('faces', ${talentIds.omar}, 0)`,
      ),
    ).toBe('42501');
    expect(await asked(who, sql`update featured_talents set position = 9`)).toBe('42501');
    expect(await asked(who, sql`delete from featured_talents`)).toBe('42501');
  });

  test('a talent is once on a shelf, a place holds one, and time runs forward', async () => {
    const add = (talent: string, position: number, from: string | null = null, until: string | null = null) =>
      database
        .query(
          `insert into featured_talents (section, talent_id, position, starts_at, ends_at) values ('chosen', $1, $2, $3, $4)`,
          [talent, position, from, until],
        )
        .then(() => 'kept')
        .catch((error: { code: string }) => error.code);
    expect(await add(talentIds.zainab, 7)).toBe('23505');
    expect(await add(talentIds.gone, 0)).toBe('23505');
    expect(await add(talentIds.gone, shelfLimit)).toBe('23514');
    expect(await add(talentIds.gone, 7, '2026-03-03', '2026-03-02')).toBe('23514');
    expect(await add(talentIds.gone, 7)).toBe('kept');
  });
});

test('nobody but an operator finds anything here', async () => {
  for (const who of seers.filter((one) => one !== 'operator')) {
    const status = who === 'visitor' ? 401 : 404;
    expect({ who, status: (await call(who, 'GET')).status }).toEqual({ who, status });
    expect({ who, status: (await call(who, 'PUT', { section: 'chosen', items: [] })).status }).toEqual({ who, status });
  }
  expect(stage.told).toEqual([]);
});

test('a section is filled in order, and says who is shown, who waits, and why', async () => {
  const first = await put([
    at(talentIds.omar),
    at(talentIds.nour),
    at(talentIds.zainab, '2026-03-02T10:00:00+03:00', '2026-05-01T00:00:00Z'),
    at(talentIds.gone, null, '2026-03-01T00:00:00Z'),
  ]);
  expect(first).toMatchObject({
    status: 200,
    section: 'chosen',
    people: [
      ['omar-bennani', 'shown'],
      ['nour-draft', 'hidden'],
      ['zainab-kareem', 'shown'],
      ['gone-draft', 'over'],
    ],
  });
  const second = await put([at(talentIds.zainab, '2026-03-09T00:00:00Z'), at(talentIds.omar)]);
  expect(second.people).toEqual([
    ['zainab-kareem', 'soon'],
    ['omar-bennani', 'shown'],
  ]);
  const { sections } = await call('operator', 'GET');
  expect(sections?.map(({ section, items }) => [section, items.length])).toEqual([
    ['faces', 0],
    ['chosen', 2],
    ['celebrations', 0],
    ['screen', 0],
    ['companies', 0],
  ]);
  expect((await put([])).people).toEqual([]);
  // each change is told to the site, and is in the log with what it was before
  await expect.poll(() => stage.told).toEqual(['lists', 'lists', 'lists']);
  const log = await database.query<{ actor_id: string; data: object }>(
    `select actor_id, data from audit_log where action = 'featured.changed' and subject_id = 'chosen' order by id`,
  );
  expect(log.map(({ actor_id, data }) => [actor_id, data])).toEqual([
    [operator, { before: [], after: ['omar-bennani', 'nour-draft', 'zainab-kareem', 'gone-draft'] }],
    [
      operator,
      {
        before: ['omar-bennani', 'nour-draft', 'zainab-kareem', 'gone-draft'],
        after: ['zainab-kareem', 'omar-bennani'],
      },
    ],
    [operator, { before: ['zainab-kareem', 'omar-bennani'], after: [] }],
  ]);
});

test.each([
  ['somebody twice', 'chosen', [at(talentIds.omar), at(talentIds.omar)]],
  ['an id nobody has', 'chosen', [at('0190d3a0-0000-7000-9000-00000000dead')]],
  ['no id at all', 'chosen', [at('omar-bennani')]],
  ['an end before its beginning', 'chosen', [at(talentIds.omar, '2026-05-01T00:00:00Z', '2026-04-01T00:00:00Z')]],
  ['a day no calendar has', 'chosen', [at(talentIds.omar, '2026-02-30T00:00:00Z')]],
  ['a section there is not', 'attic', [at(talentIds.omar)]],
  ['more than a shelf holds', 'chosen', Array.from({ length: shelfLimit + 1 }, () => at(talentIds.omar))],
])('%s is refused, and the section stays as it was', async (_why, section, items) => {
  await put([at(talentIds.zainab)]);
  expect(await put(items, section)).toMatchObject({ status: 422, code: 'invalid' });
  expect((await call('operator', 'GET')).sections?.find((one) => one.section === 'chosen')?.items).toHaveLength(1);
});

test('two operators at one shelf come one after the other, and it holds what one of them wrote', async () => {
  const both = await Promise.all([
    put([at(talentIds.zainab), at(talentIds.omar)]),
    put([at(talentIds.omar), at(talentIds.zainab)]),
  ]);
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  const { sections } = await call('operator', 'GET');
  expect(sections?.find((one) => one.section === 'chosen')?.items).toHaveLength(2);
});

test('the clock knows that a build is out of date: by an operator’s hand, or by somebody’s time', async () => {
  // later than anything that was logged before
  stage.now = new Date('2026-06-02T09:00:00Z');
  const moved = (since: string) => featuredMoved(stage.as(null), new Date(since));
  expect(await moved('2026-06-01T00:00:00Z')).toBe(false);
  await put([at(talentIds.zainab, '2026-06-02T12:00:00Z', '2026-06-03T12:00:00Z')]);
  expect(await moved('2026-06-02T08:59:00Z')).toBe(true);
  expect(await moved('2026-06-02T09:01:00Z')).toBe(false);
  stage.now = new Date('2026-06-02T12:00:00Z');
  expect(await moved('2026-06-02T09:01:00Z')).toBe(true);
  expect(await moved('2026-06-02T12:01:00Z')).toBe(false);
  stage.now = new Date('2026-06-03T12:00:00Z');
  expect(await moved('2026-06-02T12:01:00Z')).toBe(true);
  stage.now = new Date('2026-03-02T09:00:00Z');
});

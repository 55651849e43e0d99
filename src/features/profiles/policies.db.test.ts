import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Tx } from '../../db/client.ts';
import { databaseError } from '../../db/errors.ts';
import {
  availabilityExceptions,
  availabilityRules,
  portfolioItems,
  services,
  talentProfiles,
} from '../../db/schema/profiles.ts';
import { cast, planted, seat, serviceIds, talentIds, through, type Seer } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn } from '../../testing/stage.ts';

let database: TestDatabase;
let as: <Result>(who: Seer, work: (tx: Tx) => Promise<Result>) => Promise<Result>;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  as = through(stageOn(database).doors);
});
afterAll(() => database.close());

/** Grants and `with check` raise; `using` hides, and nothing changes. */
const denied = async (work: Promise<unknown>) =>
  expect(
    databaseError(
      await work.then(
        () => null,
        (error: unknown) => error,
      ),
    )?.code,
  ).toBe('42501');
const touched = (work: Promise<{ rowCount: number | null }>) => work.then(({ rowCount }) => rowCount);
const everyone: Seer[] = ['visitor', 'sara', 'acme', 'omar', 'stranger'];

describe('talent profiles', () => {
  const seen = async (who: Seer) =>
    (await as(who, (tx) => tx.select({ slug: talentProfiles.slug }).from(talentProfiles)))
      .map(({ slug }) => slug)
      .sort();
  test.each<Seer>(everyone)('%s sees the published ones', async (who) =>
    expect(await seen(who)).toEqual(['omar-bennani', 'zainab-kareem']),
  );
  test('a talent sees their own draft beside them', async () =>
    expect(await seen('nour')).toEqual(['nour-draft', 'omar-bennani', 'zainab-kareem']));
  test('the system sees all', async () => expect(await seen('system')).toHaveLength(4));
  test.each(['user_id', 'created_at'])('whose it is, a visitor may not ask: %s', (column) =>
    denied(as('visitor', (tx) => tx.execute(sql`select ${sql.identifier(column)} from talent_profiles`))),
  );

  const another = {
    slug: 'another',
    displayName: 'Another',
    category: 'dj',
    city: 'erbil',
    timeZone: 'Asia/Baghdad',
  };
  test.each<Seer>(['visitor', 'sara', 'gone', 'stranger', 'omar'])('%s makes no profile for somebody else', (who) =>
    denied(as(who, (tx) => tx.insert(talentProfiles).values({ ...another, userId: cast.acme }))),
  );
  test.each<Seer>(['sara', 'acme', 'stranger'])('%s, who is no talent, makes none at all', (who) =>
    denied(
      as(who, (tx) => tx.insert(talentProfiles).values({ ...another, userId: who === 'sara' ? cast.sara : cast.acme })),
    ),
  );
  test.each<Seer>(['sara', 'omar', 'nour'])('%s changes nothing of Zainab’s', async (who) =>
    expect(
      await touched(
        as(who, (tx) =>
          tx.update(talentProfiles).set({ displayName: 'x' }).where(eq(talentProfiles.id, talentIds.zainab)),
        ),
      ),
    ).toBe(0),
  );
  test('a visitor may not even try', () =>
    denied(as('visitor', (tx) => tx.update(talentProfiles).set({ displayName: 'x' }))));
  test.each(['id', 'user_id', 'created_at'])('nobody gives their profile away or dates it back: %s', (column) =>
    denied(
      as('zainab', (tx) =>
        tx.execute(sql`update talent_profiles set ${sql.identifier(column)} = ${sql.identifier(column)}`),
      ),
    ),
  );
  test.each<Seer>(['zainab', 'system'])('%s deletes none', (who) => denied(as(who, (tx) => tx.delete(talentProfiles))));
});

const children = [
  { name: 'services', table: services, owner: services.talentId, published: 2 },
  { name: 'availability_rules', table: availabilityRules, owner: availabilityRules.talentId, published: 7 },
  {
    name: 'availability_exceptions',
    table: availabilityExceptions,
    owner: availabilityExceptions.talentId,
    published: 1,
  },
] as const;

describe.each(children)('$name', ({ name, table, owner, published }) => {
  const ofTalent = (who: Seer, id: string) => as(who, (tx) => tx.select().from(table).where(eq(owner, id)));
  test.each<Seer>(everyone.filter((who) => who !== 'omar'))('%s sees what hangs on published profiles', async (who) => {
    const rows = await as(who, (tx) => tx.select().from(table));
    expect(rows).toHaveLength(published);
    expect(JSON.stringify(rows)).not.toContain(planted);
  });
  test.each<Seer>(everyone)('%s sees nothing of a draft', async (who) =>
    expect(await ofTalent(who, talentIds.nour)).toEqual([]),
  );
  test('its talent does', async () => expect((await ofTalent('nour', talentIds.nour)).length).toBeGreaterThan(0));
  test('the system sees everything', async () =>
    expect(await as('system', (tx) => tx.select().from(table))).toHaveLength(
      (await database.query(`select 1 from ${name}`)).length,
    ));

  // a copy of one of Omar's or Zainab's rows, under a new id
  const copy = (to: string) =>
    sql`insert into ${table} select (jsonb_populate_record(t, jsonb_build_object('id', uuidv7(), 'talent_id', ${to}::text))).* from ${table} t where t.talent_id = ${talentIds.zainab} limit 1`;
  test.each<Seer>(['visitor', 'sara', 'omar', 'nour', 'stranger', 'system'])(
    '%s adds nothing to Zainab’s page',
    (who) => denied(as(who, (tx) => tx.execute(copy(talentIds.zainab)))),
  );
  test('Zainab does', async () => {
    expect(await touched(as('zainab', (tx) => tx.execute(copy(talentIds.zainab))))).toBe(1);
    await database.query(`delete from ${name} where id = (select max(id::text)::uuid from ${name})`);
  });
  test.each<Seer>(['sara', 'omar', 'stranger'])('%s moves nothing of Zainab’s', async (who) => {
    const column = {
      services: 'position',
      availability_rules: 'weekday',
      availability_exceptions: 'day',
    }[name];
    expect(
      await touched(
        as(who, (tx) =>
          tx.execute(
            sql`update ${table} set ${sql.identifier(column)} = ${sql.identifier(column)} where talent_id = ${talentIds.zainab}`,
          ),
        ),
      ),
    ).toBe(0);
  });
  test('and nobody moves a row to another talent', () =>
    denied(
      as('zainab', (tx) =>
        tx.execute(sql`update ${table} set talent_id = ${talentIds.omar} where talent_id = ${talentIds.zainab}`),
      ),
    ));
  if (name === 'services') {
    test('nobody deletes a service: bookings remember it', () => denied(as('zainab', (tx) => tx.delete(services))));
  } else {
    test.each<Seer>(['sara', 'omar', 'stranger'])('%s deletes nothing of Zainab’s', async (who) =>
      expect(await touched(as(who, (tx) => tx.delete(table).where(eq(owner, talentIds.zainab))))).toBe(0),
    );
    test('a visitor may not even try', () => denied(as('visitor', (tx) => tx.delete(table))));
  }
});

describe('what is not offered', () => {
  test.each<[Seer, number]>([
    ['visitor', 0],
    ['sara', 0],
    ['omar', 0],
    ['zainab', 1],
  ])('%s sees %i retired service of Zainab’s', async (who, count) =>
    expect(
      await as(who, (tx) => tx.select().from(services).where(eq(services.id, serviceIds.zainabRetired))),
    ).toHaveLength(count),
  );
  test.each<[Seer, number]>([
    ['visitor', 1],
    ['sara', 1],
    ['zainab', 2],
  ])('%s sees %i pieces of her work', async (who, count) =>
    expect(
      await as(who, (tx) =>
        tx.select({ id: portfolioItems.id }).from(portfolioItems).where(eq(portfolioItems.talentId, talentIds.zainab)),
      ),
    ).toHaveLength(count),
  );
});

describe('constraints', () => {
  const failing = async (work: Promise<unknown>) =>
    databaseError(
      await work.then(
        () => null,
        (error: unknown) => error,
      ),
    )?.constraint;
  test.each(['x', 'Upper', 'two words', 'a--b', '-a', 'ا', 'a'.repeat(61)])('%j is no address', async (slug) =>
    expect(
      await failing(
        as('nour', (tx) => tx.update(talentProfiles).set({ slug }).where(eq(talentProfiles.id, talentIds.nour))),
      ),
    ).toBe('talent_profiles_slug_is_plain'),
  );
  test('two pages at one address', async () =>
    expect(
      await failing(
        as('nour', (tx) =>
          tx.update(talentProfiles).set({ slug: 'zainab-kareem' }).where(eq(talentProfiles.id, talentIds.nour)),
        ),
      ),
    ).toBe('talent_profiles_slug_key'));
  test.each([
    [{ priceAmount: 0 }, 'services_price_is_whole_and_positive'],
    [{ priceAmount: -1 }, 'services_price_is_whole_and_positive'],
    [{ durationMinutes: 14 }, 'services_duration_is_sane'],
    [{ durationMinutes: 20_161 }, 'services_duration_is_sane'],
  ])('a service with %j', async (change, constraint) =>
    expect(
      await failing(
        as('zainab', (tx) => tx.update(services).set(change).where(eq(services.id, serviceIds.zainabWedding))),
      ),
    ).toBe(constraint),
  );
  test('hours that run backwards, a weekday that is none', async () => {
    const add = (rule: { weekday: number; startsAt: string; endsAt: string }) =>
      failing(as('zainab', (tx) => tx.insert(availabilityRules).values({ ...rule, talentId: talentIds.zainab })));
    expect(await add({ weekday: 1, startsAt: '18:00', endsAt: '09:00' })).toBe('availability_rules_run_forward');
    expect(await add({ weekday: 0, startsAt: '09:00', endsAt: '18:00' })).toBe('availability_rules_weekday_is_iso');
  });
});

test('without the policies a visitor would have seen the drafts: the tests above can fail', async () => {
  await database.query('alter table talent_profiles disable row level security');
  try {
    expect(await as('visitor', (tx) => tx.select({ slug: talentProfiles.slug }).from(talentProfiles))).toHaveLength(4);
  } finally {
    await database.query('alter table talent_profiles enable row level security');
  }
});

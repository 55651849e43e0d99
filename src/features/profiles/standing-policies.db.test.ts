// Whoever is suspended is shown to nobody, whatever is published; and is back when it is lifted.
import { and, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Tx } from '../../db/client.ts';
import { databaseError } from '../../db/errors.ts';
import { bookings } from '../../db/schema/bookings.ts';
import { castingAttributes } from '../../db/schema/casting.ts';
import { availabilityRules, portfolioItems, services, talentProfiles } from '../../db/schema/profiles.ts';
import { cast, seat, serviceIds, talentIds, through, type Seer } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { loadLists, pieceOfTalents } from '../discovery/lists.ts';
import { getService, getTalent, listServices, listTalents } from '../discovery/service.ts';
import { announceAgain } from './service.ts';

let database: TestDatabase;
let stage: Stage;
let as: <Result>(who: Seer, work: (tx: Tx) => Promise<Result>) => Promise<Result>;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database);
  as = through(stage.doors);
  await database.query(`insert into casting_attributes (talent_id, height_cm, seen_by) values ($1, 170, 'everyone')`, [
    talentIds.zainab,
  ]);
});
afterAll(() => database.close());

const suspend = (yes: boolean, id: string = cast.zainab) =>
  database.query(`update users set suspended_at = case when $2 then now() end where id = $1`, [id, yes]);
beforeEach(() => suspend(false));

const tables = [
  ['talent_profiles', talentProfiles, talentProfiles.id],
  ['services', services, services.talentId],
  ['portfolio_items', portfolioItems, portfolioItems.talentId],
  ['availability_rules', availabilityRules, availabilityRules.talentId],
  ['casting_attributes', castingAttributes, castingAttributes.talentId],
] as const;
const strangers: Seer[] = ['visitor', 'sara', 'acme', 'omar', 'stranger'];

describe.each(tables)('%s', (name, table, talent) => {
  const rows = async (who: Seer) =>
    (
      await as(who, (tx) =>
        tx
          .select({ id: talent })
          .from(table)
          .where(and(eq(talent, talentIds.zainab))),
      )
    ).length;
  test.each<Seer>(strangers)('%s sees them, not while they are suspended, and again', async (who) => {
    const before = await rows(who);
    expect(before, name).toBeGreaterThan(0);
    await suspend(true);
    expect(await rows(who)).toBe(0);
    await suspend(false);
    expect(await rows(who)).toBe(before);
  });
  test('others are seen as ever, and the system sees all', async () => {
    const [kept, others] = [await rows('system'), (await as('visitor', (tx) => tx.select().from(services))).length];
    await suspend(true);
    expect(await rows('system')).toBe(kept);
    expect((await as('visitor', (tx) => tx.select().from(services))).length).toBeLessThan(others);
    expect(await as('visitor', (tx) => tx.select({ slug: talentProfiles.slug }).from(talentProfiles))).toEqual([
      { slug: 'omar-bennani' },
    ]);
  });
});

test('in no list, no service, no sitemap, and at no address', async () => {
  const everywhere = async () => {
    const visitor = stage.as(null);
    const code = (work: Promise<unknown>) =>
      work.then(
        () => 'there',
        (error: { code?: string }) => error.code,
      );
    return {
      page: await code(getTalent(visitor, { slug: 'zainab-kareem' })),
      talents: JSON.stringify(await listTalents(visitor, { limit: 50 })).includes('zainab-kareem'),
      services: JSON.stringify(await listServices(visitor, { limit: 50 })).includes('zainab-kareem'),
      service: await code(getService(visitor, { serviceId: serviceIds.zainabWedding })),
      forMembers: await code(getService(stage.as(cast.sara), { serviceId: serviceIds.zainabWedding })),
      lists: JSON.stringify(await loadLists(stage.doors)).includes('zainab-kareem'),
      sitemap: JSON.stringify(await pieceOfTalents(stage.doors, 0)).includes('zainab-kareem'),
    };
  };
  const shown = {
    page: 'there',
    talents: true,
    services: true,
    service: 'there',
    forMembers: 'there',
    lists: true,
    sitemap: true,
  };
  expect(await everywhere()).toEqual(shown);
  await suspend(true);
  expect(await everywhere()).toEqual({
    page: 'not_found',
    talents: false,
    services: false,
    service: 'not_found',
    forMembers: 'not_found',
    lists: false,
    sitemap: false,
  });
  await suspend(false);
  expect(await everywhere()).toEqual(shown);
});

test('nobody asks for a booking with them', async () => {
  await suspend(true);
  const asked = as('sara', (tx) =>
    tx.insert(bookings).values({
      serviceId: serviceIds.zainabWedding,
      talentId: talentIds.zainab,
      talentUserId: cast.zainab,
      customerId: cast.sara,
      startsAt: new Date('2026-04-06T09:00:00Z'),
      endsAt: new Date('2026-04-06T17:00:00Z'),
      timeZone: 'Asia/Baghdad',
      serviceTitle: { en: 'Wedding day' },
      listAmount: 350_000,
      currency: 'IQD',
      customerName: 'Sara',
      talentName: 'Zainab Kareem',
      expiresAt: new Date('2026-04-01T09:00:00Z'),
    }),
  ).catch((error: unknown) => databaseError(error)?.code);
  expect(await asked).toBe('42501');
});

test('no hand but the account’s standing moves it: not their own, not by a new page', async () => {
  await suspend(true);
  const move = (who: Seer) =>
    as(who, (tx) => tx.execute(sql`update talent_profiles set withheld = false`)).then(
      ({ rowCount }) => rowCount,
      (error: unknown) => databaseError(error)?.code,
    );
  expect([await move('zainab'), await move('visitor')]).toEqual(['42501', '42501']);
  // Gone was suspended before there was a page
  expect(
    await database.query('select slug from talent_profiles where withheld and user_id = any($1) order by slug', [
      [cast.gone, cast.zainab, cast.omar],
    ]),
  ).toEqual([{ slug: 'gone-draft' }, { slug: 'zainab-kareem' }]);
});

test('the clock closes the address and opens it again; a page that was not public is nobody’s business', async () => {
  const round = async () => {
    stage.told.length = 0;
    await announceAgain(stage.as(null), new Date(stage.now.getTime() - 1000));
    return stage.told.filter((line) => /zainab|nour/.test(line));
  };
  const at = async (now: Date) => {
    stage.now = now;
    await database.query(`update talent_profiles set updated_at = '2026-01-01T00:00:00Z'`);
  };
  const through = (yes: boolean, id: string) =>
    stage.doors
      .asSystem('test')
      .write((tx) =>
        tx.execute(sql`update users set suspended_at = ${yes ? stage.now.toISOString() : null} where id = ${id}`),
      );
  await at(new Date('2026-03-03T09:00:00Z'));
  await through(true, cast.zainab);
  await through(true, cast.nour);
  expect(await round()).toEqual(['unpublished zainab-kareem']);
  await at(new Date('2026-03-03T10:00:00Z'));
  await through(false, cast.zainab);
  await through(false, cast.nour);
  expect(await round()).toEqual(['changed zainab-kareem']);
});

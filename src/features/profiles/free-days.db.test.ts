import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseError } from '../../db/errors.ts';
import { cast, seat, serviceIds, talentIds, through, type Seer } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import * as bookings from '../bookings/service.ts';
import { userDoor, type Ctx } from '../ctx.ts';
import { readAvailability } from './availability.ts';
import { freeDaysKept, tendFreeDays } from './free-days.ts';
import { nextFreeDays } from './rules/availability.ts';
import { setAvailability, unpublishProfile, publishProfile, updateService } from './service.ts';

let database: TestDatabase;
let stage: Stage;
const opening = new Date('2026-03-02T05:00:00Z');
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database, opening);
});
afterAll(() => database.close());

const does = <Input, Output>(
  who: string,
  verb: (ctx: Ctx, tx: never, input: Input) => Promise<Output>,
  input: Input,
): Promise<Output> => {
  const ctx = stage.as(who);
  return userDoor(ctx).write((tx) => verb(ctx, tx as never, input));
};
const kept = async (talentId: string) =>
  (
    await database.query<{ days: string[] }>('select days::text[] as days from talent_free_days where talent_id = $1', [
      talentId,
    ])
  )[0]?.days;
const tend = () => tendFreeDays(stage.as(null));
/** What the rule says now, from the same facts. */
const ruled = async (talent: { id: string; timeZone: string }, durationMinutes: number) => {
  const range = { from: stage.now, until: new Date(stage.now.getTime() + 90 * 86_400_000) };
  const availability = await through(stage.doors)('system', (tx) => readAvailability(tx, talent, range));
  return nextFreeDays(availability, { now: stage.now, durationMinutes, count: freeDaysKept, horizonDays: 89 });
};
const zainab = { id: talentIds.zainab, timeZone: 'Asia/Baghdad' };
const hoursOf = (startsAt: string, endsAt: string) => [1, 2, 3, 4, 7].map((weekday) => ({ weekday, startsAt, endsAt }));
const noTerms = { bufferBeforeMinutes: 0, bufferAfterMinutes: 0, noticeHours: 0, maxPerDay: null, horizonDays: 365 };

describe('what search knows of free days', () => {
  test('is what the rule says, for whoever is public, and for nobody else', async () => {
    expect(await tend()).toEqual({ talents: expect.any(Number), left: false });
    const length = (
      await database.query<{ m: number }>('select duration_minutes as m from services where id = $1', [
        serviceIds.zainabWedding,
      ])
    )[0]?.m;
    expect(await kept(zainab.id)).toEqual(await ruled(zainab, length ?? 0));
    expect((await kept(zainab.id))?.length).toBeGreaterThan(20);
    expect(await kept(talentIds.nour)).toBeUndefined();
    // nothing happened: there is nothing to do
    expect(await tend()).toEqual({ talents: 0, left: false });
  });

  test('follows hours, terms, days off, services and bookings at the next round', async () => {
    await does(cast.zainab, updateService, { serviceId: serviceIds.zainabWedding, durationMinutes: 60 });
    await does(cast.zainab, setAvailability, {
      hours: hoursOf('09:00', '11:00'),
      exceptions: [{ day: '2026-03-10', startsAt: null, endsAt: null }],
      terms: { ...noTerms, noticeHours: 48, maxPerDay: 1 },
    });
    await tend();
    const before = (await kept(zainab.id)) ?? [];
    expect(before).toEqual(await ruled(zainab, 60));
    expect([before.includes('2026-03-03'), before.includes('2026-03-10')]).toEqual([false, false]);
    expect(before).toContain('2026-03-09');
    const wish = { serviceId: serviceIds.zainabWedding, startsAt: '2026-03-09T06:00:00Z', note: '', place: '' };
    const { id } = await does(cast.sara, bookings.requestBooking, wish);
    const amount = { amount: 1000, currency: 'IQD' as const };
    await does(cast.zainab, bookings.sendQuote, { bookingId: id, amount, message: '' });
    await tend();
    expect(await kept(zainab.id)).toContain('2026-03-09');
    await does(cast.sara, bookings.acceptQuote, { bookingId: id, quoteVersion: 1 });
    await tend();
    expect(await kept(zainab.id)).not.toContain('2026-03-09');
    expect(await kept(zainab.id)).toEqual(await ruled(zainab, 60));
    // the hold lapses, and the day is back once that is carried out
    stage.now = new Date(opening.getTime() + 31 * 60_000);
    await bookings.tidyBookings(stage.as(null));
    await tend();
    expect(await kept(zainab.id)).toContain('2026-03-09');
  });

  test('follows the time alone: an hour too late, a day on, a month on', async () => {
    await does(cast.zainab, setAvailability, {
      hours: hoursOf('09:00', '11:00'),
      exceptions: [],
      terms: { ...noTerms, noticeHours: 2 },
    });
    for (const at of ['2026-03-03T03:59:00Z', '2026-03-03T05:01:00Z', '2026-03-03T21:00:00Z', '2026-04-05T12:00:00Z']) {
      stage.now = new Date(at);
      await tend();
      expect([at, await kept(zainab.id)]).toEqual([at, await ruled(zainab, 60)]);
    }
  });

  test('a page taken down is unknown, and known again when it is back', async () => {
    await does(cast.zainab, unpublishProfile as never, undefined);
    await tend();
    expect(await kept(zainab.id)).toBeUndefined();
    await does(cast.zainab, publishProfile as never, undefined);
    await tend();
    expect((await kept(zainab.id))?.length).toBeGreaterThan(0);
  });

  test('two rounds at once do the work once each, and what comes meanwhile is not lost', async () => {
    for (let n = 0; n < 5; n += 1)
      await database.query('insert into free_days_news (talent_id) values ($1), ($2)', [zainab.id, talentIds.omar]);
    await Promise.all([tend(), tend(), tend()]);
    expect(await database.query('select 1 from free_days_news')).toEqual([]);
    expect(await kept(zainab.id)).toEqual(await ruled(zainab, 60));
  });
});

describe('who sees and writes what', () => {
  const attempt = (who: Seer, statement: string) =>
    through(stage.doors)(who, (tx) => tx.execute(statement)).then(
      ({ rows }) => rows.length,
      (error: unknown) => databaseError(error)?.code,
    );
  test.each<[Seer, number | string]>([
    ['visitor', 1],
    ['sara', 1],
    ['zainab', 1],
    ['omar', 1],
    ['system', 1],
  ])('%s sees free days of whom they see: %s', async (who, seen) =>
    expect(await attempt(who, `select 1 from talent_free_days where talent_id = '${zainab.id}'`)).toBe(seen),
  );
  test('a page for members is not counted for visitors', async () => {
    await database.query(`update talent_profiles set inquiries_from = 'members', seen_by = 'members' where id = $1`, [
      zainab.id,
    ]);
    const look = `select 1 from talent_free_days where talent_id = '${zainab.id}'`;
    expect([await attempt('visitor', look), await attempt('sara', look)]).toEqual([0, 1]);
    await database.query(`update talent_profiles set seen_by = 'everyone' where id = $1`, [zainab.id]);
  });
  test.each(['visitor', 'sara', 'zainab'] as const)('%s writes none, and reads no news', async (who) => {
    expect(await attempt(who, `update talent_free_days set days = '{}' returning 1`)).toBe('42501');
    expect(await attempt(who, 'select 1 from free_days_news')).toBe('42501');
    expect(await attempt(who, `insert into free_days_news (talent_id) values ('${zainab.id}')`)).toBe('42501');
  });
  test('terms are seen with the page, and changed by their talent alone', async () => {
    const look = `select notice_hours from availability_terms where talent_id = '${zainab.id}'`;
    const change = `update availability_terms set notice_hours = 5 where talent_id = '${zainab.id}' returning 1`;
    expect([await attempt('visitor', look), await attempt('sara', look)]).toEqual([1, 1]);
    expect([await attempt('visitor', change), await attempt('sara', change), await attempt('omar', change)]).toEqual([
      '42501',
      0,
      0,
    ]);
    expect(await attempt('zainab', change)).toBe(1);
    expect(await attempt('omar', `insert into availability_terms (talent_id) values ('${talentIds.nour}')`)).toBe(
      '42501',
    );
    for (const nonsense of [
      'buffer_before_minutes = -5',
      'buffer_after_minutes = 721',
      'notice_hours = 87600',
      'max_per_day = 0',
      'horizon_days = 366',
      'notice_hours = 48, horizon_days = 1',
    ])
      expect([
        nonsense,
        await attempt('zainab', `update availability_terms set ${nonsense} where talent_id = '${zainab.id}'`),
      ]).toEqual([nonsense, expect.stringMatching(/^(23514|22003)$/)]);
  });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAvailability } from '../../features/profiles/availability.ts';
import { freeDaysKept, tendFreeDays } from '../../features/profiles/free-days.ts';
import { nextFreeDays } from '../../features/profiles/rules/availability.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { loadDemo } from './demo.ts';
import { fillFreeDays } from './fill-days.ts';

let database: TestDatabase;
let stage: Stage;
const opening = new Date('2026-11-21T10:00:00Z');
beforeAll(async () => {
  database = await freshDatabase();
  await loadDemo(database.ownerUrl, opening);
  stage = stageOn(database, opening);
}, 120_000);
afterAll(() => database.close());

type Talent = { id: string; slug: string; zone: string; shortest: number | null; days: string[] | null };
const talents = () =>
  database.query<Talent>(`
    select p.id, p.slug, p.time_zone as zone, d.days::text[] as days,
      (select min(s.duration_minutes) from services s where s.talent_id = p.id and s.active) as shortest
    from talent_profiles p left join talent_free_days d on d.talent_id = p.id where p.published_at is not null order by p.slug`);

test('from the start it knows of everyone, before any clock has come by', async () => {
  await fillFreeDays({ app: database.appUrl, system: database.systemUrl }, opening);
  const known = (await talents()).filter(({ days }) => days !== null && days.length > 0);
  expect(known.length).toBeGreaterThan(40);
});

// the day the demo is made, an hour on, past midnight in Baghdad, and when Morocco has changed its clocks
test.each(['2026-11-21T10:00:00Z', '2026-11-21T17:30:00Z', '2026-11-21T21:30:00Z', '2027-02-06T23:30:00Z'])(
  'search knows of everyone what the rule says, at %s',
  async (at) => {
    stage.now = new Date(at);
    await stage.doors.asSystem('test').write((tx) => tx.execute('select app.tick_bookings()'));
    while ((await tendFreeDays(stage.as(null))).left);
    const all = await talents();
    expect(all.length).toBeGreaterThan(40);
    const differ: unknown[] = [];
    for (const { id, slug, zone, shortest, days } of all) {
      const range = { from: stage.now, until: new Date(stage.now.getTime() + freeDaysKept * 86_400_000) };
      const availability = await stage.doors
        .asSystem('test')
        .write((tx) => readAvailability(tx, { id, timeZone: zone }, range));
      const wish = {
        now: stage.now,
        durationMinutes: shortest ?? 0,
        count: freeDaysKept,
        horizonDays: freeDaysKept - 1,
      };
      const ruled = shortest === null ? [] : nextFreeDays(availability, wish);
      if (JSON.stringify(days) !== JSON.stringify(ruled))
        differ.push({
          slug,
          extra: days?.filter((day) => !ruled.includes(day)),
          missing: ruled.filter((day) => !days?.includes(day)),
        });
    }
    expect(differ).toEqual([]);
    expect(all.filter(({ days }) => days && days.length > 20).length).toBeGreaterThan(30);
  },
  60_000,
);

// What a booking and its reviews do to the talent's public page: told after the commit, where the page shows something else, and only then.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handler } from '../../http/serve.ts';
import { cast, seat, serviceIds, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { findTalent } from '../discovery/service.ts';
import { userDoor, type Ctx } from '../ctx.ts';
import { api } from '../endpoint.ts';
import { tellDaysAgain, tendFreeDays } from '../profiles/free-days.ts';
import { setAvailability } from '../profiles/service.ts';
import { reviewRoutes } from '../reviews/routes.ts';
import { bookingPayable } from './payable.ts';
import { bookingRoutes } from './routes.ts';
import { tidyBookings } from './service.ts';

let database: TestDatabase;
let stage: Stage;
const opening = new Date('2026-03-02T05:00:00Z');
const page = 'alone zainab-kareem';

let who: string = cast.sara;
let afterwards: Promise<unknown>[] = [];
const answer = handler(api().route('/', bookingRoutes).route('/', reviewRoutes), async () => {
  const ctx: Ctx = { ...stage.as(who, `${who}@example.com`), defer: (work) => void afterwards.push(work()) };
  return { ctx };
});
type View = { id: string; quoteVersion: number; state: string };
/** One call, and what it left for after the answer: the lines that told pages. */
async function call(as: string, path: string, body: unknown): Promise<{ view: View; told: string[] }> {
  who = as;
  afterwards = [];
  stage.told.length = 0;
  const response = await answer(
    new Request(`https://mawahib.test/api/bookings${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
  const view = (await response.json()) as View;
  if (!response.ok) throw new Error(`${path} answers ${response.status}: ${JSON.stringify(view)}`);
  await Promise.all(afterwards);
  return { view, told: [...stage.told] };
}
const days = async () => {
  const found = await findTalent(stage.as(null), { slug: 'zainab-kareem' });
  return 'talent' in found ? found.talent.nextFreeDays : [];
};
const ask = async (startsAt: string) =>
  (
    await call(cast.sara, '', {
      serviceId: serviceIds.zainabWedding,
      startsAt,
      durationMinutes: 60,
      note: '',
      place: '',
    })
  ).view.id;
const quote = (id: string) =>
  call(cast.zainab, `/${id}/quote`, { amount: { amount: 100_000, currency: 'IQD' }, message: '' });
const pay = (id: string) =>
  stage.doors
    .asSystem('test')
    .write((tx) => bookingPayable.paid(tx, id, stage.now, { driver: 'fib', agreement: null }));
const round = async () => {
  stage.told.length = 0;
  await tendFreeDays(stage.as(null));
  return [...stage.told];
};

beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database, opening);
  const ctx = stage.as(cast.zainab);
  await userDoor(ctx).write((tx) =>
    setAvailability(ctx, tx, {
      hours: [1, 2, 3, 4, 7].map((weekday) => ({ weekday, startsAt: '09:00', endsAt: '17:00' })),
      exceptions: [],
      terms: { bufferBeforeMinutes: 0, bufferAfterMinutes: 0, noticeHours: 0, maxPerDay: 1, horizonDays: 365 },
    }),
  );
  await round();
});
afterAll(() => database.close());

describe('a day that is taken', () => {
  test('is off the page when it is accepted, and back when it is given back', async () => {
    const before = await days();
    expect(before).toContain('2026-03-04');
    const id = await ask('2026-03-04T09:00:00Z');
    // an offer holds no time
    expect((await quote(id)).told).toEqual([]);
    expect(await days()).toEqual(before);
    expect((await call(cast.sara, `/${id}/accept`, { quoteVersion: 1 })).told).toEqual([page]);
    expect(await days()).not.toContain('2026-03-04');
    // done once: nothing is left for the clock
    expect(await round()).toEqual([]);
    expect((await call(cast.sara, `/${id}/withdraw`, {})).told).toEqual([page]);
    expect(await days()).toEqual(before);
  });

  test('tells nothing when the page shows the same days', async () => {
    const id = await ask('2026-03-23T09:00:00Z');
    await quote(id);
    expect((await call(cast.sara, `/${id}/accept`, { quoteVersion: 1 })).told).toEqual([]);
    expect(await round()).toEqual([]);
  });

  test('is told by the clock when a hold lapses, and when late money takes it again', async () => {
    const id = await ask('2026-03-03T09:00:00Z');
    await quote(id);
    expect((await call(cast.sara, `/${id}/accept`, { quoteVersion: 1 })).told).toEqual([page]);
    stage.now = new Date(opening.getTime() + 31 * 60_000);
    await tidyBookings(stage.as(null));
    expect(await round()).toEqual([page]);
    expect(await days()).toContain('2026-03-03');
    expect(await pay(id)).toBe('confirmed');
    expect(await round()).toEqual([page]);
    expect(await days()).not.toContain('2026-03-03');
    expect((await call(cast.sara, `/${id}/cancel`, {})).told).toEqual([page]);
    expect(await days()).toContain('2026-03-03');
  });

  test('is told again by the clock, with the moment it happened, and to nobody for a page that is not public', async () => {
    const told: [string, string][] = [];
    const listening = (): Ctx => {
      const ctx = stage.as(null);
      const alone = async (slug: string, at: Date) => void told.push([slug, at.toISOString()]);
      return { ...ctx, ports: { ...ctx.ports, pages: { ...ctx.ports.pages, alone } } };
    };
    expect(await tellDaysAgain(listening(), opening)).toBe(1);
    expect(told).toEqual([['zainab-kareem', stage.now.toISOString()]]);
    expect(await tellDaysAgain(listening(), new Date(stage.now.getTime() + 1))).toBe(0);
    await database.query(`update talent_profiles set seen_by = 'members', inquiries_from = 'members' where id = $1`, [
      talentIds.zainab,
    ]);
    expect(await tellDaysAgain(listening(), opening)).toBe(0);
    const id = await ask('2026-03-04T09:00:00Z');
    await quote(id);
    expect((await call(cast.sara, `/${id}/accept`, { quoteVersion: 1 })).told).toEqual([]);
    await call(cast.sara, `/${id}/withdraw`, {});
    await database.query(`update talent_profiles set seen_by = 'everyone' where id = $1`, [talentIds.zainab]);
  });
});

describe('a review', () => {
  test('is on the page, and its stars on the lists, when the second one lets it out', async () => {
    const id = await ask('2026-03-05T09:00:00Z');
    await quote(id);
    await call(cast.sara, `/${id}/accept`, { quoteVersion: 1 });
    await pay(id);
    await call(cast.sara, `/${id}/complete`, {});
    await call(cast.zainab, `/${id}/complete`, {});
    const rated = async () => {
      const found = await findTalent(stage.as(null), { slug: 'zainab-kareem' });
      return 'talent' in found ? found.talent.rating.count : -1;
    };
    const before = await rated();
    expect((await call(cast.sara, `/${id}/reviews`, { rating: 4, comment: 'On time' })).told).toEqual([]);
    expect(await rated()).toBe(before);
    expect((await call(cast.zainab, `/${id}/reviews`, { rating: 5, comment: '' })).told).toEqual([
      'changed zainab-kareem',
    ]);
    expect(await rated()).toBe(before + 1);
  });
});

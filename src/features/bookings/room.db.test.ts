import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { databaseError } from '../../db/errors.ts';
import { cast, openAlways, seat, serviceIds, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { userDoor, type Ctx } from '../ctx.ts';
import { bookingPayable } from './payable.ts';
import * as service from './service.ts';

let database: TestDatabase;
let stage: Stage;
const opening = new Date('2026-03-02T09:00:00Z');
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  await openAlways(database, talentIds.zainab);
  stage = stageOn(database);
});
afterAll(() => database.close());
beforeEach(() => void (stage.now = opening));

type Terms = Partial<Record<'buffer_before_minutes' | 'buffer_after_minutes' | 'max_per_day' | 'notice_hours', number>>;
/** What zainab asks from now on. */
async function asks(terms: Terms, on: TestDatabase = database): Promise<void> {
  await on.query('delete from availability_terms where talent_id = $1', [talentIds.zainab]);
  const names = Object.keys(terms);
  if (names.length > 0)
    await on.query(
      `insert into availability_terms (talent_id, ${names.join(', ')}) values ($1, ${names.map((_, at) => `$${at + 2}`).join(', ')})`,
      [talentIds.zainab, ...Object.values(terms)],
    );
}
const does = <Input, Output>(
  who: string,
  verb: (ctx: Ctx, tx: never, input: Input) => Promise<Output>,
  input: Input,
): Promise<Output> => {
  const ctx = stage.as(who);
  return userDoor(ctx).write((tx) => verb(ctx, tx as never, input));
};
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'went through',
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );

let day = 0;
const nextDay = () => new Date(Date.UTC(2026, 3, (day += 1)));
const at = (start: Date, hours: number) => new Date(start.getTime() + hours * 3_600_000).toISOString();
const ask = (startsAt: string, durationMinutes = 60) =>
  does(cast.sara, service.requestBooking, {
    serviceId: serviceIds.zainabWedding,
    startsAt,
    durationMinutes,
    note: '',
    place: '',
  });
const quote = (bookingId: string) =>
  does(cast.zainab, service.sendQuote, { bookingId, amount: { amount: 1000, currency: 'IQD' as const }, message: '' });
const quoted = async (startsAt: string) => quote((await ask(startsAt)).id);
const accept = (bookingId: string) => does(cast.sara, service.acceptQuote, { bookingId, quoteVersion: 1 });
const pay = (id: string) =>
  stage.doors
    .asSystem('test')
    .write((tx) => bookingPayable.paid(tx, id, stage.now, { driver: 'fib', agreement: null }));
const tally = (answers: unknown[]) =>
  Object.fromEntries([...Map.groupBy(answers, String)].map(([name, list]) => [name, list.length]));
/** Live bookings of one talent whose times meet, with what is kept free around them: there must be none. */
const meeting = (on: TestDatabase) =>
  on.query(`
    select a.id from bookings a join bookings b on a.talent_id = b.talent_id and a.id < b.id
      and tstzrange(a.starts_at - make_interval(mins => a.buffer_before_minutes), a.ends_at + make_interval(mins => a.buffer_after_minutes))
       && tstzrange(b.starts_at - make_interval(mins => b.buffer_before_minutes), b.ends_at + make_interval(mins => b.buffer_after_minutes))
    where a.state in ('accepted', 'paid') and b.state in ('accepted', 'paid')`);

describe('what is asked beside hours, at the request', () => {
  test('each refusal has its name', async () => {
    await asks({ notice_hours: 48, max_per_day: 1, buffer_after_minutes: 60 });
    const morning = nextDay();
    await accept((await quoted(at(morning, 6))).id);
    expect(await code(ask(at(morning, 12)))).toBe('day_full');
    expect(await code(ask('2026-03-04T08:59:00Z'))).toBe('notice_too_short');
    expect(await code(ask('2026-03-04T09:00:00Z'))).toBe('went through');
    await asks({ buffer_after_minutes: 60 });
    expect(await code(ask(at(morning, 7.5)))).toBe('slot_taken');
    expect(await code(ask(at(morning, 8)))).toBe('went through');
    await database.query('delete from availability_rules where talent_id = $1 and weekday = 5', [talentIds.zainab]);
    expect(await code(ask('2026-07-03T09:00:00Z'))).toBe('not_available');
    await openAlways(database, talentIds.zainab);
  });

  test('a talent may offer at short notice, but no time that is taken and no day that is full', async () => {
    await asks({ max_per_day: 1 });
    const morning = nextDay();
    const first = await ask(at(morning, 6));
    const second = await ask(at(morning, 12));
    await quote(first.id);
    await accept(first.id);
    expect(await code(quote(second.id))).toBe('day_full');
    await asks({ notice_hours: 2000 });
    expect(await code(quote(second.id))).toBe('went through');
  });
});

describe('many hands', () => {
  test('forty accept times that only their buffers keep apart: nothing meets', async () => {
    await asks({});
    const morning = nextDay();
    const waiting = [];
    // a start every quarter of an hour over ten hours
    for (let n = 0; n < 40; n += 1) waiting.push(await quoted(at(morning, 6 + n / 4)));
    await asks({ buffer_before_minutes: 30, buffer_after_minutes: 45 });
    const answers = await Promise.all(waiting.map(({ id }) => code(accept(id))));
    expect(await meeting(database)).toEqual([]);
    const won = tally(answers)['went through'] ?? 0;
    // each takes two hours and a quarter of what there is
    expect([won >= 2, won <= 5]).toEqual([true, true]);
    expect(tally(answers)['slot_taken']).toBe(40 - won);
  }, 60_000);

  test('eighteen accept times of one day that takes three: three do', async () => {
    await asks({});
    const morning = nextDay();
    const waiting = [];
    for (let n = 0; n < 18; n += 1) waiting.push(await quoted(at(morning, n)));
    await asks({ max_per_day: 3 });
    const answers = await Promise.all(waiting.map(({ id }) => code(accept(id))));
    expect(tally(answers)).toEqual({ 'went through': 3, day_full: 15 });
  }, 60_000);

  test('without the trigger and on the bare times the same races are lost: the tests can fail', async () => {
    const control = await freshDatabase();
    const kept = { database, stage };
    try {
      await seat(control);
      await openAlways(control, talentIds.zainab);
      await control.query('drop trigger bookings_reserve_the_day on bookings');
      [database, stage] = [control, stageOn(control)];
      const morning = nextDay();
      const waiting = [await quoted(at(morning, 6)), await quoted(at(morning, 7.25)), await quoted(at(morning, 12))];
      await asks({ buffer_after_minutes: 60, max_per_day: 1 }, control);
      for (const { id } of waiting) expect(await code(accept(id))).toBe('went through');
    } finally {
      ({ database, stage } = kept);
      await control.close();
    }
  });
});

describe('what was agreed stays', () => {
  test('buffers are frozen when time is taken: who asks for more later does not move what there is', async () => {
    await asks({ buffer_after_minutes: 30 });
    const morning = nextDay();
    const { id } = await quoted(at(morning, 6));
    await accept(id);
    await asks({ buffer_after_minutes: 300 });
    const frozen = () =>
      database.query(
        'select buffer_before_minutes::int as b, buffer_after_minutes::int as a from bookings where id = $1',
        [id],
      );
    expect(await frozen()).toEqual([{ b: 0, a: 30 }]);
    await pay(id);
    expect(await frozen()).toEqual([{ b: 0, a: 30 }]);
    // the next one has its own, and keeps clear of the first one's thirty minutes alone
    expect(await code(accept((await quoted(at(morning, 7.5))).id))).toBe('went through');
  });

  test('money that comes late finds the day full, and goes back', async () => {
    await asks({ max_per_day: 1 });
    const morning = nextDay();
    const late = await quoted(at(morning, 6));
    await accept(late.id);
    const other = await quoted(at(nextDay(), 6));
    stage.now = new Date(opening.getTime() + 31 * 60_000);
    const quick = await quoted(at(morning, 12));
    await accept(quick.id);
    expect(await pay(late.id)).toBe('time_gone');
    expect(await code(accept(other.id))).toBe('went through');
  });

  test('by hand, past the verbs, nobody writes buffers or fills a day', async () => {
    await asks({ max_per_day: 1, buffer_after_minutes: 45 });
    const morning = nextDay();
    const [first, second] = [await quoted(at(morning, 3)), await quoted(at(morning, 9))];
    const hold = `hold_expires_at = '2026-03-02T09:30:00Z', auto_complete_at = '2027-01-01'`;
    const hand = (who: string, statement: string) =>
      stage.doors
        .asUser({ userId: who })
        .write((tx) => tx.execute(statement))
        .then(
          ({ rows }) => rows.length,
          (error: unknown) => [databaseError(error)?.code, databaseError(error)?.constraint],
        );
    expect(
      await hand(cast.sara, `update bookings set state = 'accepted', ${hold} where id = '${first.id}' returning id`),
    ).toBe(1);
    expect(
      await hand(cast.sara, `update bookings set state = 'accepted', ${hold} where id = '${second.id}' returning id`),
    ).toEqual(['23514', 'bookings_reserve_the_day']);
    expect(
      await database.query('select buffer_after_minutes::int as a from bookings where id = $1', [first.id]),
    ).toEqual([{ a: 45 }]);
    expect(await hand(cast.sara, `update bookings set buffer_after_minutes = 0 where id = '${first.id}'`)).toEqual([
      '42501',
      undefined,
    ]);
  });
});

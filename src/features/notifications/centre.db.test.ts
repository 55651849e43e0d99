import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { cast, seat, serviceIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { userDoor } from '../ctx.ts';
import { countUnreadNotifications, listNotifications, markNotificationsRead } from './service.ts';

let database: TestDatabase;
let stage: Stage;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database);
});
afterAll(() => database.close());
afterEach(async () => {
  await database.query('delete from notifications');
  await database.query('delete from outbox');
});

let days = 0;
/** A booking that Sara asked of Zainab, with its thread. */
async function asked(): Promise<{ id: string; thread: string }> {
  const startsAt = new Date(Date.UTC(2026, 4, (days += 1), 9));
  const [booking] = await stage.doors.asUser({ userId: cast.sara }).write(async (tx) => {
    const { rows } = await tx.execute<{ id: string }>(
      `insert into bookings (service_id, talent_id, talent_user_id, customer_id, starts_at, ends_at, time_zone, service_title, list_amount, currency, customer_name, talent_name)
       select s.id, s.talent_id, '${cast.zainab}', '${cast.sara}', '${startsAt.toISOString()}', '${new Date(startsAt.getTime() + 3_600_000).toISOString()}', 'Asia/Baghdad', s.title, 350000, 'IQD', 'Sara', 'Zainab Kareem'
       from services s where s.id = '${serviceIds.zainabWedding}' returning id`,
    );
    return rows;
  });
  const [thread] = await database.query<{ id: string }>('select id from threads where booking_id = $1', [booking?.id]);
  return { id: booking?.id ?? '', thread: thread?.id ?? '' };
}
const say = (thread: string, who: string, body: string) =>
  stage.doors
    .asUser({ userId: who })
    .write((tx) =>
      tx.execute(`insert into messages (thread_id, sender_id, body) values ('${thread}', '${who}', '${body}')`),
    );
const list = (who: string, query: Partial<Parameters<typeof listNotifications>[1]> = {}) =>
  listNotifications(stage.as(who), { limit: 30, ...query });
const count = async (who: string) => (await countUnreadNotifications(stage.as(who))).unread;
const mark = (who: string, which: Parameters<typeof markNotificationsRead>[2]) => {
  const ctx = stage.as(who);
  return userDoor(ctx).write((tx) => markNotificationsRead(ctx, tx, which));
};
const later = (minutes: number) => void (stage.now = new Date(stage.now.getTime() + minutes * 60_000));

describe('what is announced is told in the same transaction', () => {
  test('the other side learns of a request, in their language, and who asked does not', async () => {
    const { id } = await asked();
    expect(await list(cast.sara)).toEqual({ items: [], nextCursor: null, unread: 0 });
    const { items } = await listNotifications({ ...stage.as(cast.zainab), locale: 'fr' }, { limit: 30 });
    expect(items).toMatchObject([
      { kind: 'bookings', name: 'request.talent', count: 1, read: false, path: `/bookings/${id}/`, who: 'Sara' },
    ]);
    expect(items[0]?.text).toBe('Sara souhaite réserver «\u202fWedding day\u202f»');
  });

  test('what is rolled back was never told', async () => {
    const { thread } = await asked();
    await database.query('delete from notifications');
    await stage.doors
      .asUser({ userId: cast.sara })
      .write(async (tx) => {
        await tx.execute(
          `insert into messages (thread_id, sender_id, body) values ('${thread}', '${cast.sara}', 'never said')`,
        );
        throw new Error('changed my mind');
      })
      .catch(() => undefined);
    expect(await count(cast.zainab)).toBe(0);
  });

  test('a burst in one thread is one line with a count and nobody’s words', async () => {
    const { thread, id } = await asked();
    await mark(cast.zainab, { all: true });
    for (let n = 1; n <= 20; n += 1) await say(thread, cast.zainab, `secret ${n}`);
    const { items, unread } = await list(cast.sara);
    expect(unread).toBe(1);
    expect(items).toMatchObject([{ kind: 'messages', name: 'message.customer', count: 20, path: `/bookings/${id}/` }]);
    expect(items[0]?.text).toBe('20 new messages from Zainab Kareem about “Wedding day”');
    expect(JSON.stringify(items)).not.toContain('secret');
  });

  test('reading the thread is enough; the next message is a new line', async () => {
    const { thread } = await asked();
    await say(thread, cast.zainab, 'One');
    await stage.doors
      .asUser({ userId: cast.sara })
      .write((tx) =>
        tx.execute(`update thread_members set unread = 0 where thread_id = '${thread}' and user_id = '${cast.sara}'`),
      );
    expect(await count(cast.sara)).toBe(0);
    later(1);
    await say(thread, cast.zainab, 'Two');
    const { items } = await list(cast.sara);
    expect(items.map(({ count: many, read }) => [many, read])).toEqual([
      [1, false],
      [1, true],
    ]);
  });

  test('who takes the next step has seen what led to it', async () => {
    const { id } = await asked();
    expect(await count(cast.zainab)).toBe(1);
    await stage.doors
      .asUser({ userId: cast.zainab })
      .write((tx) => tx.execute(`update bookings set state = 'declined' where id = '${id}'`));
    expect(await count(cast.zainab)).toBe(0);
    expect((await list(cast.sara)).items).toMatchObject([{ name: 'decline.customer' }]);
  });

  test('ten at once are one line with a count of ten', async () => {
    const { thread } = await asked();
    await Promise.all(Array.from({ length: 10 }, (_, n) => say(thread, cast.zainab, `at once ${n}`)));
    expect((await list(cast.sara)).items.map(({ count: many }) => many)).toEqual([10]);
  });

  test('news that names nothing we know breaks no transaction', async () => {
    for (const kind of [
      'booking.pay',
      'message.sent',
      'inquiry.received',
      'contact.asked',
      'payment.refunded',
      'subscription.renewed',
      'no.such',
    ])
      await database.query(
        `insert into outbox (kind, payload, dedupe_key) values ($1, '{"bookingId":"x","userId":"nobody","messageId":4}', $1)`,
        [kind],
      );
    expect(await database.query('select 1 from notifications')).toEqual([]);
  });
});

describe('pages, counts and marks', () => {
  test('newest first, page by page, each once', async () => {
    for (let n = 0; n < 5; n += 1) {
      later(1);
      await asked();
    }
    const first = await list(cast.zainab, { limit: 2 });
    const second = await list(cast.zainab, { limit: 2, cursor: first.nextCursor ?? '' });
    const third = await list(cast.zainab, { limit: 2, cursor: second.nextCursor ?? '' });
    const seen = [first, second, third].flatMap(({ items }) => items);
    expect(third.nextCursor).toBeNull();
    expect(new Set(seen.map(({ id }) => id)).size).toBe(5);
    expect(seen.map(({ at }) => at)).toEqual(
      seen
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
  });

  test('one, several, all, and all that was on the screen', async () => {
    for (let n = 0; n < 4; n += 1) {
      later(1);
      await asked();
    }
    const { items } = await list(cast.zainab);
    expect(await mark(cast.zainab, { ids: [items[0]?.id ?? ''] })).toEqual({ unread: 3 });
    // what came after the screen was drawn stays unread
    expect(await mark(cast.zainab, { all: true, until: items[2]?.at })).toEqual({ unread: 1 });
    expect((await list(cast.zainab, { unread: 'true' })).items.map(({ id }) => id)).toEqual([items[1]?.id]);
    expect(await mark(cast.zainab, { all: true })).toEqual({ unread: 0 });
  });

  test('another’s lines are passed over', async () => {
    await asked();
    const [line] = (await list(cast.zainab)).items;
    await mark(cast.omar, { ids: [line?.id ?? ''] });
    await mark(cast.omar, { all: true });
    expect(await count(cast.zainab)).toBe(1);
  });

  test('the badge costs one round trip, and counts no further than it can say', async () => {
    await database.query(
      `insert into notifications (user_id, name, group_key) select $1, 'other', 'k' || n from generate_series(1, 300) n`,
      [cast.sara],
    );
    const before = await database.counters();
    expect(await count(cast.sara)).toBe(100);
    expect((await database.counters()).roundTrips - before.roundTrips).toBe(1);
  });

  test('nobody without a session', async () => {
    await expect(countUnreadNotifications(stage.as(null))).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(list(cast.gone)).rejects.toMatchObject({ code: 'account_suspended' });
  });
});

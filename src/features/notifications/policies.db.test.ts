import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseError } from '../../db/errors.ts';
import type { Tx } from '../../db/client.ts';
import {
  deliveries,
  failingAddresses,
  mailStops,
  notificationChoices,
  notifications,
} from '../../db/schema/notifications.ts';
import { cast, seat, through, type Seer } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn } from '../../testing/stage.ts';

let database: TestDatabase;
let as: <Result>(who: Seer, work: (tx: Tx) => Promise<Result>) => Promise<Result>;
let asRoot: <Result>(work: (tx: Tx) => Promise<Result>) => Promise<Result>;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  const { doors } = stageOn(database);
  as = through(doors);
  asRoot = (work) => doors.asUser({ userId: 'user_root' }).write(work);
  await database.query(
    `insert into users (id, email, role, onboarded_at) values ('user_root', 'root@example.com', 'admin', now())`,
  );
  await database.query(
    `insert into notifications (user_id, name, group_key) values ($1, 'other', 'a'), ($2, 'other', 'a')`,
    [cast.sara, cast.zainab],
  );
  await database.query(
    `insert into notification_choices (user_id, kind, often) values ($1, 'reviews', 'daily'), ($2, 'reviews', 'never')`,
    [cast.sara, cast.zainab],
  );
  await database.query(`insert into mail_stops (address_hash, kind) values ('h', 'inquiries')`);
  await database.query(
    `insert into failing_addresses (address, last_error) select lower(email), 'no' from users where id in ($1, $2)`,
    [cast.sara, cast.zainab],
  );
  await database.query(
    `insert into deliveries (name, kind, reader, user_id, address, dedupe_key) values ('x', 'bookings', 'customer', $1, 'a@example.com', 'k')`,
    [cast.sara],
  );
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

type Table = 'notifications' | 'notificationChoices' | 'mailStops' | 'failingAddresses' | 'deliveries';
const tables: Readonly<Record<Table, (tx: Tx) => Promise<unknown[]>>> = {
  notifications: async (tx) => tx.select().from(notifications),
  notificationChoices: async (tx) => tx.select().from(notificationChoices),
  mailStops: async (tx) => tx.select().from(mailStops),
  failingAddresses: async (tx) => tx.select().from(failingAddresses),
  deliveries: async (tx) => tx.select().from(deliveries),
};

describe('who sees how many', () => {
  test.each<[Table, Seer | 'operator', number | 'no']>([
    ['notifications', 'visitor', 'no'],
    ['notifications', 'sara', 1],
    ['notifications', 'zainab', 1],
    ['notifications', 'omar', 0],
    ['notifications', 'stranger', 0],
    ['notifications', 'operator', 0],
    ['notifications', 'system', 2],
    ['notificationChoices', 'visitor', 'no'],
    ['notificationChoices', 'sara', 1],
    ['notificationChoices', 'omar', 0],
    ['notificationChoices', 'operator', 0],
    ['notificationChoices', 'system', 2],
    ['mailStops', 'visitor', 'no'],
    ['mailStops', 'sara', 'no'],
    ['mailStops', 'operator', 'no'],
    ['mailStops', 'system', 1],
    ['failingAddresses', 'visitor', 'no'],
    ['failingAddresses', 'sara', 1],
    ['failingAddresses', 'omar', 0],
    ['failingAddresses', 'stranger', 0],
    ['failingAddresses', 'operator', 2],
    ['failingAddresses', 'system', 2],
    ['deliveries', 'visitor', 'no'],
    ['deliveries', 'sara', 0],
    ['deliveries', 'omar', 0],
    ['deliveries', 'operator', 1],
    ['deliveries', 'system', 1],
  ])('%s: %s sees %s', async (table, who, seen) => {
    const look = who === 'operator' ? asRoot(tables[table]) : as(who, tables[table]);
    if (seen === 'no') await denied(look);
    else expect(await look).toHaveLength(seen);
  });
});

describe('who writes what', () => {
  const touched = (work: Promise<{ rowCount: number | null }>) => work.then(({ rowCount }) => rowCount);
  const read = (tx: Tx, userId: string) =>
    tx
      .update(notifications)
      .set({ readAt: sql`app.now()` })
      .where(eq(notifications.userId, userId));

  test('people mark their own lines read, and nobody else’s', async () => {
    expect(await touched(as('sara', (tx) => read(tx, cast.sara)))).toBe(1);
    expect(await touched(as('sara', (tx) => read(tx, cast.zainab)))).toBe(0);
    await denied(as('visitor', (tx) => read(tx, cast.sara)));
  });
  test.each(['who', 'count', 'name', 'user_id', 'updated_at', 'mailed_at', 'words'])(
    'nobody writes %s of a line',
    (column) => denied(as('sara', (tx) => tx.execute(sql`update notifications set ${sql.identifier(column)} = null`))),
  );
  test.each<Seer>(['sara', 'visitor', 'system'])('%s plants no line and takes none away', async (who) => {
    await denied(
      as(who, (tx) => tx.insert(notifications).values({ userId: cast.sara, name: 'x', groupKey: 'planted' })),
    );
    if (who !== 'system') await denied(as(who, (tx) => tx.delete(notifications)));
  });

  const choose = (tx: Tx, userId: string) =>
    tx.insert(notificationChoices).values({ userId, kind: 'messages', often: 'never' });
  test('people choose for themselves', async () => {
    expect(await touched(as('omar', (tx) => choose(tx, cast.omar)))).toBe(1);
    await denied(as('omar', (tx) => choose(tx, cast.sara)));
    await denied(as('visitor', (tx) => choose(tx, cast.sara)));
    expect(
      await touched(
        as('omar', (tx) =>
          tx.update(notificationChoices).set({ often: 'daily' }).where(eq(notificationChoices.userId, cast.sara)),
        ),
      ),
    ).toBe(0);
    await denied(as('omar', (tx) => tx.execute(sql`update notification_choices set kind = 'plan'`)));
    await denied(as('omar', (tx) => tx.delete(notificationChoices)));
  });

  test.each<Seer>(['visitor', 'sara'])('%s writes no stop, no mark on an address and no letter', async (who) => {
    await denied(as(who, (tx) => tx.insert(mailStops).values({ addressHash: 'x', kind: 'messages' })));
    await denied(as(who, (tx) => tx.insert(failingAddresses).values({ address: 'x', lastError: '' })));
    await denied(as(who, (tx) => tx.delete(failingAddresses)));
    await denied(as(who, (tx) => tx.update(deliveries).set({ state: 'sent' })));
    await denied(
      as(who, (tx) =>
        tx.insert(deliveries).values({ name: 'x', kind: 'x', reader: 'x', address: 'x', dedupeKey: 'planted' }),
      ),
    );
  });
  test('nor does the operator through their own door', async () => {
    await denied(asRoot((tx) => tx.update(deliveries).set({ state: 'sent' })));
    await denied(asRoot((tx) => tx.delete(deliveries)));
  });
  test.each([
    'app.tell(text, text, text, text, jsonb, uuid, uuid, uuid, uuid)',
    'app.news_is_told()',
    'app.read_threads_are_known()',
  ])('nobody calls %s', async (name) =>
    expect(
      await database.query(
        `select r from unnest(array['app_visitor', 'app_user', 'app_system']) r where has_function_privilege(r, $1, 'execute')`,
        [name],
      ),
    ).toEqual([]),
  );
});

test('and without the policy, Sara would have seen everybody’s: the tests above can fail', async () => {
  await database.query('alter table notifications disable row level security');
  try {
    expect(await as('sara', tables.notifications)).toHaveLength(2);
  } finally {
    await database.query('alter table notifications enable row level security');
  }
});

import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseError } from '../../db/errors.ts';
import type { Tx } from '../../db/client.ts';
import { identityNotices } from '../../db/schema/operations.ts';
import { users } from '../../db/schema/users.ts';
import { cast, seat, through, type Seer } from '../../testing/cast.ts';
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

describe('users', () => {
  test.each<[Seer, string[]]>([
    ['sara', [cast.sara]],
    ['zainab', [cast.zainab]],
    ['gone', [cast.gone]],
    ['stranger', []],
  ])('%s sees only themselves', async (who, seen) => {
    expect((await as(who, (tx) => tx.select({ id: users.id }).from(users))).map(({ id }) => id)).toEqual(seen);
  });
  test('a visitor may not even ask', () => denied(as('visitor', (tx) => tx.select({ id: users.id }).from(users))));
  test('the system sees everyone', async () =>
    expect(await as('system', (tx) => tx.select({ id: users.id }).from(users))).toHaveLength(6));

  test('nobody arrives as another', () =>
    denied(as('sara', (tx) => tx.insert(users).values({ id: 'user_other', email: '' }))));
  test.each([
    { role: 'admin' as const },
    { role: 'customer' as const, customerKind: 'company' as const },
    { suspendedAt: new Date() },
    { membershipEndsAt: new Date('2099-01-01') },
  ])('nobody arrives with %j', (birth) =>
    denied(as('stranger', (tx) => tx.insert(users).values({ id: cast.stranger, email: '', ...birth }))),
  );

  test('a plan, a past and Clerk’s stamp are not brought along', async () => {
    const doors = stageOn(database).doors.asUser({ userId: 'user_pushy' });
    const past = new Date('1999-01-01');
    await doors.write((tx) =>
      tx
        .insert(users)
        .values({ id: 'user_pushy', email: '', plan: 'PRO', clerkUpdatedAt: new Date('2099-01-01'), createdAt: past }),
    );
    expect(
      await database.query(
        `select plan, clerk_updated_at, created_at > '2000-01-01' as born_now from users where id = 'user_pushy'`,
      ),
    ).toEqual([{ plan: null, clerk_updated_at: null, born_now: true }]);
    // a role comes with the end of onboarding, not before
    await denied(
      doors.write((tx) => tx.update(users).set({ role: 'talent', plan: 'FREE' }).where(eq(users.id, 'user_pushy'))),
    );
  });

  test('a suspended talent publishes nothing', () =>
    denied(
      as('gone', (tx) => tx.execute(sql`update talent_profiles set published_at = now() where user_id = ${cast.gone}`)),
    ));

  test('an address is the session’s, whatever the insert says', async () => {
    const doors = stageOn(database).doors.asUser({ userId: 'user_honest', email: 'honest@example.com' });
    await doors.write((tx) => tx.insert(users).values({ id: 'user_honest', email: 'victim@example.com' }));
    expect(await database.query(`select email from users where id = 'user_honest'`)).toEqual([
      { email: 'honest@example.com' },
    ]);
    await database.query(`delete from users where id = 'user_honest'`);
  });

  test('another’s row is out of reach', async () => {
    expect(
      await touched(as('sara', (tx) => tx.update(users).set({ name: 'x' }).where(eq(users.id, cast.zainab)))),
    ).toBe(0);
  });
  test.each(['email', 'suspended_at', 'deleted_at', 'membership_ends_at', 'clerk_updated_at', 'id', 'created_at'])(
    'nobody writes %s of their own',
    (column) =>
      denied(
        as('sara', (tx) => tx.execute(sql`update users set ${sql.identifier(column)} = null where id = ${cast.sara}`)),
      ),
  );
  test.each([
    { role: 'talent' as const, customerKind: null, plan: 'FREE' as const },
    { customerKind: 'company' as const },
    { onboardedAt: new Date() },
  ])('an account kind is chosen once: %j', (change) =>
    denied(as('sara', (tx) => tx.update(users).set(change).where(eq(users.id, cast.sara)))),
  );
  test('nobody makes themselves an operator', async () => {
    await as('stranger', (tx) => tx.insert(users).values({ id: cast.stranger, email: '' }));
    await denied(
      as('stranger', (tx) =>
        tx.update(users).set({ role: 'admin', onboardedAt: new Date() }).where(eq(users.id, cast.stranger)),
      ),
    );
    await denied(
      as('stranger', (tx) =>
        tx
          .update(users)
          .set({ role: 'talent', plan: 'PRO', onboardedAt: new Date() })
          .where(eq(users.id, cast.stranger)),
      ),
    );
    await database.query('delete from users where id = $1', [cast.stranger]);
  });
  test('an operator changes their own name, and stays what they are', async () => {
    await database.query("insert into users (id, email, role, onboarded_at) values ($1, '', 'admin', now())", [
      cast.stranger,
    ]);
    const mine = eq(users.id, cast.stranger);
    expect(
      await touched(as('stranger', (tx) => tx.update(users).set({ name: 'Hala', locale: 'ckb' }).where(mine))),
    ).toBe(1);
    await denied(as('stranger', (tx) => tx.update(users).set({ role: 'talent' }).where(mine)));
    await database.query('delete from users where id = $1', [cast.stranger]);
  });
  test.each<Seer>(['sara', 'system'])('%s deletes nobody', (who) => denied(as(who, (tx) => tx.delete(users))));
});

describe('identity notices', () => {
  test.each<Seer>(['visitor', 'sara', 'zainab'])('%s may not ask', (who) =>
    denied(as(who, (tx) => tx.select().from(identityNotices))),
  );
  test.each<Seer>(['visitor', 'sara'])('%s may not plant one', (who) =>
    denied(as(who, (tx) => tx.insert(identityNotices).values({ eventId: 'msg_x', type: 'user.deleted' }))),
  );
  test('the system keeps them', async () => {
    await as('system', (tx) => tx.insert(identityNotices).values({ eventId: 'msg_1', type: 'user.created' }));
    expect(await as('system', (tx) => tx.select().from(identityNotices))).toHaveLength(1);
  });
});

test('and without the policy, Sara would have seen everyone: the tests above can fail', async () => {
  await database.query('alter table users disable row level security');
  try {
    expect((await as('sara', (tx) => tx.select({ id: users.id }).from(users))).length).toBeGreaterThan(1);
  } finally {
    await database.query('alter table users enable row level security');
  }
});

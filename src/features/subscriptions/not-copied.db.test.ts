import { afterAll, beforeAll, expect, test } from 'vitest';
import { cast, seat } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn } from '../../testing/stage.ts';
import { getMe } from '../identity/service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
});
afterAll(() => database.close());

test('what the account’s own row says of a plan decides nothing: what is paid for does', async () => {
  await database.query(
    `update users set plan = case role when 'talent' then 'AGENCY' end, membership_ends_at = '2099-01-01'`,
  );
  const told = await database.query<{ who: string; plan: string; asks: boolean }>(
    `select u.id as who, app.plan_of(u.id) as plan, app.entitled(u.id, 'contact.initiate') as asks from users u where u.id = any($1) order by 1`,
    [[cast.acme, cast.omar, cast.sara, cast.zainab]],
  );
  expect(told).toEqual([
    { who: cast.acme, plan: 'individual', asks: false },
    { who: cast.omar, plan: 'FREE', asks: false },
    { who: cast.sara, plan: 'individual', asks: false },
    { who: cast.zainab, plan: 'PRO', asks: false },
  ]);
  const stage = stageOn(database);
  expect(await getMe(stage.as(cast.omar))).toMatchObject({ plan: 'FREE', membershipEndsAt: null });
  expect(await getMe(stage.as(cast.sara))).toMatchObject({ plan: null, membershipEndsAt: null });
  expect(await getMe(stage.as(cast.zainab))).toMatchObject({ plan: 'PRO', membershipEndsAt: null });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { handler } from '../../http/serve.ts';
import { cast, seat } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { ledgerStageOn, type LedgerStage } from '../../testing/ledger-stage.ts';
import { bookingRoutes } from '../bookings/routes.ts';
import { bookingPayable } from '../bookings/payable.ts';
import type { Ctx } from '../ctx.ts';

let database: TestDatabase;
let on: LedgerStage;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  on = await ledgerStageOn(database);
});
afterAll(() => database.close());

const complete = async (who: string, bookingId: string) => {
  const answer = await handler<Ctx>(bookingRoutes, async () => ({ ctx: on.as(who) }))(
    new Request(`https://mawahib.test/api/bookings/${bookingId}/complete`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    }),
  );
  await on.settled();
  return answer.status;
};
const released = async () =>
  (await on.query<{ n: number }>(`select count(*)::int as n from ledger_entries where kind = 'earning_released'`))[0]
    ?.n;

test('when both sides have said it is done, the talent’s share is there without waiting for the clock', async () => {
  const { bookingId } = await on.paid();
  expect(await complete(cast.sara, bookingId)).toBe(200);
  expect(await released()).toBe(0);
  expect(await complete(cast.zainab, bookingId)).toBe(200);
  expect(await released()).toBe(1);
});

test('a booking that is due says what the site keeps of it, to the system alone', async () => {
  const { bookingId } = await on.paid({ amount: 250_000 });
  await on.query(`update bookings set state = 'accepted', hold_expires_at = '2027-01-01' where id = $1`, [bookingId]);
  const due = (who: 'system' | 'sara') =>
    (who === 'system' ? on.stage.doors.asSystem('test') : on.stage.doors.asUser({ userId: cast.sara })).write((tx) =>
      bookingPayable.due(tx, bookingId, on.stage.now),
    );
  expect(await due('system')).toMatchObject({ amount: { amount: 250_000 }, commission: 25_000 });
  expect(await due('sara')).not.toHaveProperty('commission');
});

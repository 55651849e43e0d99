import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { money } from '../../core/money.ts';
import { seat } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { paymentStageOn, price, type PaymentStage } from '../../testing/payment-stage.ts';
import type { Ctx } from '../ctx.ts';
import { lookAt, seenIn, settlePlainly, type Seen } from './plain.ts';
import type { Report } from './rules.ts';

let database: TestDatabase;
let on: PaymentStage;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
});
afterAll(() => database.close());
beforeEach(() => void (on = paymentStageOn(database)));

/** A payment that is open at the bank, as it was seen just now, and what the bank says of it. */
async function seen() {
  const booking = await on.accepted();
  const { attemptId } = await on.create(booking);
  const ref = on.bank().at(-1)?.ref ?? '';
  on.move(ref, 'pay');
  const ctx = on.as(null);
  const found = await ctx.doors.asSystem('test').read((db) => lookAt(ctx, db, sql`${attemptId}::uuid`));
  const one = seenIn(found);
  if (!one) throw new Error('nothing was seen');
  const [notice] = await database.query<{ id: string }>(
    `insert into payment_notices (attempt_id, driver, event_id, method, headers, body) values ($1, 'fib', $2, 'POST', '{}', '') returning id`,
    [attemptId, ref],
  );
  const said: Report = { status: 'paid', ref, amount: money(price, 'IQD') };
  return { booking, attemptId, ref, ctx, one, noticeId: notice?.id ?? '', said };
}
const written = async (booking: string) => {
  const { paymentId, ...rows } = await on.rows(booking);
  const [left] = await database.query(
    `select (select count(*)::int from ledger_entries where payment_id = $1) as entries,
       (select count(*)::int from documents where payment_id = $1) as receipts,
       (select count(*)::int from audit_log where subject_id = $1::text and action = 'payment.paid') as audits,
       (select count(*)::int from outbox where kind = 'booking.pay' and payload ->> 'bookingId' = $2) as news`,
    [paymentId, booking],
  );
  return { ...rows, ...left };
};
const everything = {
  booking: 'paid',
  payment: 'paid',
  attempts: ['paid'],
  entries: 1,
  receipts: 1,
  audits: 1,
  news: 1,
};
const nothing = { payment: 'pending', entries: 0, receipts: 0, audits: 0, news: 0 };

test('seen by twenty and settled by twenty at once: one of them writes, all of it', async () => {
  const { booking, ctx, one, said, noticeId } = await seen();
  const done = await Promise.all(Array.from({ length: 20 }, () => settlePlainly(ctx, one, said, noticeId)));
  expect(done.filter(Boolean)).toHaveLength(1);
  expect(await written(booking)).toMatchObject(everything);
});

const meanwhile: [string, (of: { booking: string; attemptId: string }) => Promise<unknown>][] = [
  [
    'the booking was withdrawn',
    ({ booking }) => database.query(`update bookings set state = 'withdrawn' where id = $1`, [booking]),
  ],
  [
    'the attempt was given up',
    ({ attemptId }) => database.query(`update payment_attempts set state = 'expired' where id = $1`, [attemptId]),
  ],
  [
    'the payment was looked at by a person',
    ({ booking }) => database.query(`update payments set flag = 'amount_differs' where payable_id = $1`, [booking]),
  ],
  [
    'somebody asked the gateway',
    ({ attemptId }) => database.query(`update payment_attempts set asks = asks + 1 where id = $1`, [attemptId]),
  ],
];
test.each(meanwhile)('%s since it was seen: nothing is written', async (_, change) => {
  const { booking, attemptId, ctx, one, said, noticeId } = await seen();
  await change({ booking, attemptId });
  expect(await settlePlainly(ctx, one, said, noticeId)).toBe(false);
  expect(await written(booking)).toMatchObject(nothing);
});

test('the time was taken by another since: nothing is written, and the conversation gives it back', async () => {
  const { booking, ctx, one, said, noticeId, ref } = await seen();
  const [{ starts_at: startsAt } = { starts_at: new Date(0) }] = await database.query<{ starts_at: Date }>(
    'select starts_at from bookings where id = $1',
    [booking],
  );
  // what holds the time is another's from here on, and this hold is over
  on.later(31 * 60_000);
  const later = on.as(null);
  await later.doors
    .asSystem('test')
    .write((tx) => tx.execute(sql`select app.tick_bookings(one_booking => ${booking}::uuid)`));
  await on.accepted({ startsAt });
  expect(await settlePlainly(later, await again(later, one), said, noticeId)).toBe(false);
  expect(await written(booking)).toMatchObject(nothing);
  await on.call(on.latest(ref));
  expect(await on.rows(booking)).toMatchObject({ booking: 'expired', flag: 'time_gone' });
  expect(ctx.now).not.toEqual(later.now);
});
const again = async (ctx: Ctx, { attempt }: Seen): Promise<Seen> => {
  const found = seenIn(await ctx.doors.asSystem('test').read((db) => lookAt(ctx, db, sql`${attempt.id}::uuid`)));
  if (!found) throw new Error('nothing was seen');
  return found;
};

test.each<[string, (said: Report & { status: 'paid' }) => Report]>([
  ['another sum', (said) => ({ ...said, amount: money(price - 1, 'IQD') })],
  ['a part gone back already', (said) => ({ ...said, refunded: money(1, 'IQD') })],
  ['another reference', (said) => ({ ...said, ref: 'another' })],
])('%s is not plain', async (_, spoil) => {
  const { booking, ctx, one, said, noticeId } = await seen();
  expect(await settlePlainly(ctx, one, spoil(said as Report & { status: 'paid' }), noticeId)).toBe(false);
  expect(await written(booking)).toMatchObject(nothing);
});

test('a first notice costs two round trips and no socket of its own, its repeat one', async () => {
  const { booking, ref } = await seen();
  const notice = on.latest(ref);
  const trips = async () => {
    const before = await on.counters();
    const answer = await on.webhook(
      new Request(notice.url, { method: 'POST', headers: notice.headers, body: notice.body }),
    );
    await on.settled();
    const after = await on.counters();
    return [answer.status, after.roundTrips - before.roundTrips, after.ws - before.ws];
  };
  // and one when the answer is out, which looks for other ways to pay the same thing
  expect(await trips()).toEqual([202, 2 + 1, 0]);
  expect(await trips()).toEqual([202, 1, 0]);
  expect(await written(booking)).toMatchObject(everything);
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDoors, type Tx } from '../../db/client.ts';
import {
  acceptQuote,
  askForChange,
  completeBooking,
  declineBooking,
  requestBooking,
  sendQuote,
  withdrawBooking,
} from '../../features/bookings/service.ts';
import { sendBookingMessage } from '../../features/bookings/talk.ts';
import type { Ctx } from '../../features/ctx.ts';
import type { PayoutMethod } from '../../features/ledger/rules.ts';
import { payoutNumber } from '../../features/ledger/rules/payout-account.ts';
import { createReview } from '../../features/reviews/service.ts';
import { loadPublicTalents } from '../../features/discovery/service.ts';
import { demo, exampleIds } from '../../features/examples.ts';
import { getMe } from '../../features/identity/service.ts';
import { stageOn } from '../../testing/stage.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { loadDemo, people, type DemoCounts } from './demo.ts';

const now = new Date('2026-11-21T17:40:00Z');
let database: TestDatabase;
let counts: DemoCounts;

beforeAll(async () => {
  database = await freshDatabase();
  ({ counts } = await loadDemo(database.ownerUrl, now));
}, 60_000);
afterAll(() => database.close());

const one = async (sql: string, params: unknown[] = []) =>
  (await database.query<{ n: number }>(`select (${sql})::int as n`, params))[0]?.n;

test('every row arrived, and the constraints hold', async () => {
  for (const [table, count] of Object.entries(counts)) {
    const name = table.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    expect([table, await one(`select count(*) from ${name}`)]).toEqual([table, count]);
  }
  expect(await one(`select count(*) from talent_profiles where published_at is not null`)).toBe(60);
});

test('loading again changes nothing', async () => {
  const before = await database.query('select id, state, state_at from bookings order by id');
  const again = await loadDemo(database.ownerUrl, new Date(now.getTime() + 86_400_000));
  expect(again.loaded).toBe(false);
  expect(await database.query('select id, state, state_at from bookings order by id')).toEqual(before);
});

test('the scheduler finds nothing that should have lapsed by now, and every payment has its receipt, numbered without a gap', async () => {
  const doors = openDoors({ app: database.appUrl, system: database.systemUrl }, () => now);
  const { rows } = await doors
    .asSystem('test: tidy')
    .write((tx) => tx.execute<{ done: number }>('select app.tick_bookings() as done'));
  expect(rows[0]?.done).toBe(0);
  expect(
    await one(
      `select count(*) from payments p where p.paid_at is not null and not exists (select 1 from documents d where d.payment_id = p.id)`,
    ),
  ).toBe(0);
  expect(
    await one(
      `select count(*) from document_series s where s.last <> (select count(*) from documents d where d.series = s.series) or s.last <> (select max(d.number) from documents d where d.series = s.series)`,
    ),
  ).toBe(0);
  expect(
    await one(
      `select count(*) from payments p join bookings b on b.id = p.payable_id where p.payer_id <> b.customer_id or p.payee_id <> b.talent_user_id or p.amount <> b.price_agreed or p.currency <> b.currency`,
    ),
  ).toBe(0);
});

describe('what the API’s examples speak of', () => {
  const state = async (id: string) =>
    (
      await database.query<{ state: string }>(
        'select state from bookings where id = $1 and customer_id = $2 and talent_user_id = $3',
        [id, demo.customer, demo.talent],
      )
    )[0]?.state;

  test.each([
    ['requestedToQuote', 'requested'],
    ['requestedToDecline', 'requested'],
    ['requestedToWithdraw', 'requested'],
    ['quotedToAccept', 'quoted'],
    ['quotedToChange', 'quoted'],
    ['acceptedToPay', 'accepted'],
    ['paidToComplete', 'paid'],
    ['paidToTalk', 'paid'],
    ['completedToReview', 'completed'],
  ] as const)('%s is %s', async (name, expected) => {
    expect(await state(exampleIds[name])).toBe(expected);
  });

  test('the service is on offer, the message can be read up to, and the newcomer is unknown', async () => {
    expect(
      await one(
        'select count(*) from services s join talent_profiles p on p.id = s.talent_id where s.id = $1 and p.user_id = $2',
        [exampleIds.service, demo.talent],
      ),
    ).toBe(1);
    const [last] = await database.query<{ id: string }>(
      'select m.id from messages m join threads t on t.id = m.thread_id where t.booking_id = $1 order by m.id desc limit 1',
      [exampleIds.paidToTalk],
    );
    expect(last?.id).toBe(exampleIds.messageToRead);
    expect(await one('select count(*) from users where id = $1', [demo.newcomer])).toBe(0);
    const held = await one(
      `select count(*) from bookings where id = $1 and hold_expires_at > $2 and hold_expires_at <= $2::timestamptz + interval '24 hours'`,
      [exampleIds.acceptedToPay, now.toISOString()],
    );
    expect(held).toBe(1);
  });
});

test('both sides see their booking through the policies, and nobody else does', async () => {
  const doors = openDoors({ app: database.appUrl, system: database.systemUrl }, () => now);
  const seenBy = async (userId: string) =>
    (
      await doors
        .asUser({ userId })
        .write((tx) => tx.execute(`select 1 from bookings where id = '${exampleIds.acceptedToPay}'`))
    ).rows.length;
  expect(await Promise.all([demo.customer, demo.talent, 'user_demo_karwan_individual'].map(seenBy))).toEqual([1, 1, 0]);
});

test('every public page has something to show', async () => {
  const doors = openDoors({ app: database.appUrl, system: database.systemUrl }, () => now);
  const talents = await loadPublicTalents(doors, now);
  // sixty, and one of them shows the page to members alone
  expect(talents).toHaveLength(59);
  for (const { slug, portfolio, services, rating, reviews, nextFreeDays, avatar } of talents) {
    expect([
      slug,
      portfolio.length >= 2,
      services.length >= 2,
      rating.count >= 1,
      reviews.length >= 1,
      nextFreeDays.length,
      avatar?.url,
    ]).toEqual([slug, true, true, true, true, 3, `/__local/media/${slug}/avatar.svg`]);
  }
});

/** Last, for it changes what is there: what the API's examples do, done by the same verbs. */
test('the demo people can do what they are invited to try', async () => {
  const stage = stageOn(database, now);
  const does = <Input, Result>(
    userId: string,
    verb: (ctx: Ctx, tx: Tx, input: Input) => Promise<Result>,
    input: Input,
  ) => {
    const ctx = stage.as(userId);
    return ctx.doors.asUser({ userId }).write((tx) => verb(ctx, tx, input));
  };
  const ahead = new Date('2026-12-31T09:00:00Z').toISOString();
  const asked = await does(demo.customer, requestBooking, {
    serviceId: exampleIds.service,
    startsAt: ahead,
    note: 'Wedding',
    place: 'Abu Nuwas',
  });
  expect(asked.state).toBe('requested');
  const amount = { amount: 250_000, currency: 'IQD' as const };
  expect(
    await does(demo.talent, sendQuote, { bookingId: exampleIds.requestedToQuote, amount, message: 'With travel.' }),
  ).toMatchObject({ state: 'quoted', quoteVersion: 1 });
  expect(await does(demo.talent, declineBooking, { bookingId: exampleIds.requestedToDecline })).toMatchObject({
    state: 'declined',
  });
  expect(await does(demo.customer, withdrawBooking, { bookingId: exampleIds.requestedToWithdraw })).toMatchObject({
    state: 'withdrawn',
  });
  expect(
    await does(demo.customer, acceptQuote, { bookingId: exampleIds.quotedToAccept, quoteVersion: 1 }),
  ).toMatchObject({ state: 'accepted', priceAgreed: { amount: 375_000, currency: 'IQD' } });
  expect(
    await does(demo.customer, askForChange, { bookingId: exampleIds.quotedToChange, message: 'An hour earlier?' }),
  ).toMatchObject({ state: 'requested' });
  expect(await does(demo.customer, completeBooking, { bookingId: exampleIds.paidToComplete })).toMatchObject({
    state: 'completed',
  });
  expect(
    await does(demo.customer, createReview, { bookingId: exampleIds.completedToReview, rating: 5, comment: 'Calm.' }),
  ).toMatchObject({ state: 'reviewed' });
  expect(
    await does(demo.customer, sendBookingMessage, { bookingId: exampleIds.paidToTalk, body: 'See you there.' }),
  ).toMatchObject({ from: 'customer' });
});

test('the books hold every payment, sum to nothing, and owe nobody less than a payout says', async () => {
  expect(
    await one(
      `select count(*) from payments p where not exists (select 1 from ledger_entries e where e.payment_id = p.id)`,
    ),
  ).toBe(0);
  expect(await one(`select coalesce(sum(amount), 0) from ledger_lines`)).toBe(0);
  expect(await one(`select count(*) from ledger_entries where kind = 'earning_released'`)).toBeGreaterThan(100);
  const short = await database.query(
    `select x.id from payouts x where x.state = 'due' and x.amount > (select -sum(l.amount) from ledger_lines l where l.account = 'owed' and l.user_id = x.user_id and l.currency = x.currency)`,
  );
  expect(short).toEqual([]);
  const accounts = await database.query<{ method: PayoutMethod; number: string }>(
    'select method, number from payout_accounts',
  );
  expect(accounts.length).toBeGreaterThan(20);
  expect(accounts.filter(({ method, number }) => !payoutNumber(method, number).ok)).toEqual([]);
  expect(
    await one(`select count(*) from payouts where state = 'due' and id in ($1, $2)`, [
      exampleIds.payoutToSettle,
      exampleIds.payoutToCancel,
    ]),
  ).toBe(2);
});

const standing = people.filter(({ role, clerkId }) => role !== null && clerkId !== demo.suspended);
test.each(standing)('$name has what they are said to have', async (person) => {
  const stage = stageOn(database, now);
  const me = await getMe(stage.as(person.clerkId));
  expect(me.plan).toBe(person.plan);
  expect(me.membershipEndsAt !== null).toBe(person.membership === 'active');
});

test('whoever is said to be suspended is, and an operator’s words say why', async () => {
  await expect(getMe(stageOn(database, now).as(demo.suspended))).rejects.toMatchObject({ code: 'account_suspended' });
  expect(
    await one(
      `select count(*) from audit_log where action = 'account.suspended' and subject_id = $1 and reason <> ''`,
      [demo.suspended],
    ),
  ).toBe(1);
});

test('the subscription of the example runs, and is nobody’s whom people sign in as', async () => {
  const rows = await database.query<{ user_id: string; state: string }>(
    'select user_id, state from subscriptions where id = $1',
    [exampleIds.subscriptionToEnd],
  );
  expect(rows).toMatchObject([{ state: 'comp' }]);
  expect(people.some(({ clerkId }) => clerkId === rows[0]?.user_id)).toBe(false);
});

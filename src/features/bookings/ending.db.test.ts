import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { money } from '../../core/money.ts';
import { cast, openAlways, seat, serviceIds, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { userDoor, type Ctx } from '../ctx.ts';
import { paymentReceived } from '../ledger/rules.ts';
import { post } from '../ledger/service.ts';
import { wishRefund } from '../payments/service.ts';
import * as ending from './ending.ts';
import { giveBack, tendBookings } from './giving-back.ts';
import { bookingPayable } from './payable.ts';
import { cancellationPolicies, cancellationTerms, refundOnCancel } from './rules/cancellation.ts';
import { bookingView } from './schema.ts';
import * as service from './service.ts';

let database: TestDatabase;
let stage: Stage;
const operator = 'user_root';
const price = 300_000;
const start = new Date('2026-03-02T09:00:00Z');

beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  await openAlways(database, talentIds.zainab);
  await database.query(
    `insert into users (id, email, name, role, onboarded_at) values ($1, 'root@example.com', 'Root', 'admin', now())`,
    [operator],
  );
  stage = stageOn(database, start);
});
afterAll(() => database.close());

type Write<Input, Output> = (ctx: Ctx, tx: never, input: Input) => Promise<Output>;
const does = <Input, Output>(who: string, verb: Write<Input, Output>, input: Input): Promise<Output> => {
  const ctx = stage.as(who);
  return userDoor(ctx).write((tx) => verb(ctx, tx as never, input));
};
const resolve = (who: string, input: { bookingId: string; refund: number; words: string }) => {
  const ctx = world(who);
  return ctx.doors.asSystem('test: operator').write((tx) => ending.resolveBooking(ctx, tx, input));
};
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'went through',
    (error: unknown) =>
      error instanceof AppError ? error.code : String((error as { cause?: unknown }).cause ?? error),
  );
const world = (who: string | null): Ctx => {
  const ctx = stage.as(who);
  return { ...ctx, ports: { ...ctx.ports, payables: { ...ctx.ports.payables, booking: bookingPayable } } };
};

let day = 0;
/** Paid into the books, with a fifteenth of it the site's share; starts some time in June. */
async function paid() {
  stage.now = start;
  const startsAt = new Date(Date.UTC(2026, 5, (day += 1), 9));
  const { id } = await does(cast.sara, service.requestBooking, {
    serviceId: serviceIds.zainabWedding,
    startsAt: startsAt.toISOString(),
    durationMinutes: 60,
    note: '',
    place: '',
  });
  await does(cast.zainab, service.sendQuote, { bookingId: id, amount: money(price, 'IQD'), message: '' });
  await does(cast.sara, service.acceptQuote, { bookingId: id, quoteVersion: 1 });
  const [payment] = await database.query<{ id: string }>(
    `insert into payments (payable_kind, payable_id, payer_id, payee_id, amount, currency, commission, state, paid_through, paid_reference, paid_at)
     values ('booking', $1, $2, $3, $4, 'IQD', 30000, 'paid', 'fib', $5, $6) returning id`,
    [id, cast.sara, cast.zainab, price, `ref-${day}`, stage.now],
  );
  const [attempt] = await database.query<{ id: string }>(
    `insert into payment_attempts (payment_id, payer_id, driver, amount, currency, ref, state, token_hash, expires_at)
     values ($1, $2, 'fib', $3, 'IQD', $4, 'paid', $4, $5) returning id`,
    [payment?.id, cast.sara, price, `ref-${day}`, stage.now],
  );
  if (!payment || !attempt) throw new Error('nothing was paid');
  await stage.doors.asSystem('test').write(async (tx) => {
    await bookingPayable.paid(tx, id, stage.now, { driver: 'fib', agreement: null });
    const received = { attemptId: attempt.id, paymentId: payment.id, driver: 'fib', amount: money(price, 'IQD') };
    await post(tx, paymentReceived({ ...received, for: 'booking' }), stage.now);
  });
  return { id, paymentId: payment.id, startsAt };
}
type Paid = Awaited<ReturnType<typeof paid>>;
const hoursBefore = ({ startsAt }: Paid, hours: number) =>
  void (stage.now = new Date(startsAt.getTime() - hours * 3_600_000));
const see = (who: string, { id }: Paid) => service.getBooking(stage.as(who), { bookingId: id });
const cancel = (who: string, { id }: Paid, refund?: number) =>
  does(who, ending.cancelBooking, { bookingId: id, ...(refund !== undefined && { refund }) });
const refundsOf = ({ paymentId }: Paid) =>
  database.query<{ amount: string; reason: string; requested_by: string | null }>(
    'select amount, reason, requested_by from refunds where payment_id = $1 order by id',
    [paymentId],
  );
const booksOf = async ({ paymentId }: Paid) =>
  Object.fromEntries(
    (
      await database.query<{ account: string; sum: string }>(
        `select l.account, -sum(l.amount) as sum from ledger_entries e join ledger_lines l on l.entry_id = e.id where e.payment_id = $1 group by 1 having sum(l.amount) <> 0`,
        [paymentId],
      )
    ).map(({ account, sum }) => [account, Number(sum)]),
  );

describe('the database says the same as the rule', () => {
  test.each(cancellationPolicies)('the terms of %s', async (policy) => {
    const [row] = await database.query<{ terms: unknown }>('select app.cancellation_terms($1) as terms', [policy]);
    expect(row?.terms).toEqual(cancellationTerms[policy]);
  });

  test.each(cancellationPolicies)('the sums of %s, at and around each step', async (policy) => {
    const startsAt = new Date('2026-06-10T09:00:00Z');
    const moments = [...cancellationTerms[policy].map(({ hours }) => hours), 0, 1, 900].flatMap((hours) =>
      [-1, 0, 1].map((seconds) => new Date(startsAt.getTime() - hours * 3_600_000 + seconds * 1000)),
    );
    for (const by of ['customer', 'talent'] as const)
      for (const at of moments) {
        const [row] = await database.query<{ back: string }>(
          'select app.refund_on_cancel($1, $2, $3, $4, $5) as back',
          [JSON.stringify(cancellationTerms[policy]), 350_001, startsAt, by, at],
        );
        const { back } = refundOnCancel(cancellationTerms[policy], { price: 350_001, startsAt }, by, at);
        expect([policy, by, at, Number(row?.back)]).toEqual([policy, by, at, back]);
      }
  });
});

describe('cancelling', () => {
  test('a booking keeps the terms it was asked under', async () => {
    await database.query(`update talent_profiles set cancellation_policy = 'strict' where user_id = $1`, [cast.zainab]);
    const strict = await paid();
    await database.query(`update talent_profiles set cancellation_policy = 'moderate' where user_id = $1`, [
      cast.zainab,
    ]);
    expect((await see(cast.sara, strict)).cancellation.terms).toEqual(cancellationTerms.strict);
    expect((await see(cast.sara, await paid())).cancellation.terms).toEqual(cancellationTerms.moderate);
  });

  test.each([
    ['early: all of it', 100, 300_000, { refund_owed: 300_000 }],
    [
      'late: half, and the talent keeps the other half less the site’s share of it',
      48,
      150_000,
      { refund_owed: 150_000, owed: 135_000, commission: 15_000 },
    ],
    ['at the last moment: nothing', 2, 0, { owed: 270_000, commission: 30_000 }],
  ] as const)('by the customer, %s', async (_, hours, back, books) => {
    const one = await paid();
    hoursBefore(one, hours);
    const before = await see(cast.sara, one);
    expect(bookingView.parse(before).moves).toContain('cancel');
    expect(before.cancellation).toMatchObject({ back: { amount: back }, kept: { amount: price - back } });
    const after = await cancel(cast.sara, one, back);
    expect(after).toMatchObject({ state: 'cancelled', refund: { amount: back }, moves: [] });
    await giveBack(world(null), { bookingId: one.id });
    expect(await refundsOf(one)).toEqual(
      back === 0 ? [] : [{ amount: String(back), reason: 'cancelled_by_customer', requested_by: cast.sara }],
    );
    expect(await booksOf(one)).toEqual({ received: -price, ...books });
  });

  test('by the talent: everything goes back, however late', async () => {
    const one = await paid();
    hoursBefore(one, 2);
    expect((await see(cast.zainab, one)).cancellation.back).toEqual(money(price, 'IQD'));
    await cancel(cast.zainab, one);
    await giveBack(world(null));
    expect(await refundsOf(one)).toMatchObject([{ amount: String(price), reason: 'cancelled_by_talent' }]);
    expect(await booksOf(one)).toEqual({ received: -price, refund_owed: price });
  });

  test('of what an operator gave back before only the rest is left to give', async () => {
    const one = await paid();
    await stage.doors
      .asSystem('test: goodwill')
      .write((tx) => wishRefund(world(operator), tx, one.paymentId, { amount: 200_000, reason: 'goodwill' }));
    await cancel(cast.zainab, one);
    expect(await giveBack(world(null), { bookingId: one.id })).toEqual({ wished: 1, left: 0 });
    expect(await refundsOf(one)).toMatchObject([
      { amount: '200000', reason: 'goodwill' },
      { amount: '100000', reason: 'cancelled_by_talent' },
    ]);
    expect(await booksOf(one)).toEqual({ received: -price, refund_owed: price });
  });

  test('ten at once, and the clock besides, wish for one refund', async () => {
    const one = await paid();
    hoursBefore(one, 48);
    await cancel(cast.sara, one);
    await Promise.all([
      ...Array.from({ length: 10 }, () => giveBack(world(null), { bookingId: one.id })),
      tendBookings(world(null)),
    ]);
    expect(await refundsOf(one)).toHaveLength(1);
    await tendBookings(world(null));
    expect(await refundsOf(one)).toHaveLength(1);
    expect(await booksOf(one)).toEqual({ received: -price, refund_owed: 150_000, owed: 135_000, commission: 15_000 });
  });

  test('a sum that has changed since it was read is not acted on', async () => {
    const one = await paid();
    hoursBefore(one, 48);
    expect(await code(cancel(cast.sara, one, price))).toBe('refund_changed');
    expect((await see(cast.sara, one)).state).toBe('paid');
  });

  test('nobody writes their own sum or terms, and nobody else cancels', async () => {
    const one = await paid();
    const door = stage.doors.asUser({ userId: cast.sara });
    expect(
      await code(door.write((tx) => tx.execute(`update bookings set refund_amount = 1 where id = '${one.id}'`))),
    ).toMatch(/permission denied/);
    expect(
      await code(
        door.write((tx) => tx.execute(`update bookings set cancellation_terms = '[]' where id = '${one.id}'`)),
      ),
    ).toMatch(/permission denied/);
    expect(await code(cancel(cast.acme, one))).toBe('not_found');
  });
});

describe('a dispute', () => {
  const dispute = (one: Paid) =>
    does(cast.sara, ending.disputeBooking, { bookingId: one.id, reason: 'Half of the evening is missing.' });

  test('holds the money, is listed for the operator alone, and is settled in part, with words', async () => {
    const one = await paid();
    stage.now = new Date(one.startsAt.getTime() + 5 * 3_600_000);
    expect(await dispute(one)).toMatchObject({
      state: 'disputed',
      dispute: { reason: 'Half of the evening is missing.' },
    });
    await tendBookings(world(null));
    expect(await booksOf(one)).toEqual({ received: -price, held: price });
    const { items } = await ending.listDisputes(world(operator));
    expect(items.find(({ bookingId }) => bookingId === one.id)).toMatchObject({
      openedBy: 'customer',
      price: { amount: price },
    });
    for (const who of [cast.sara, cast.zainab]) expect(await code(ending.listDisputes(world(who)))).toBe('not_found');
    const words = 'Both were late. A third goes back.';
    expect(await code(resolve(cast.zainab, { bookingId: one.id, refund: 0, words }))).toBe('not_found');
    expect(await code(resolve(operator, { bookingId: one.id, refund: price + 1, words }))).toBe('invalid');
    await resolve(operator, { bookingId: one.id, refund: 100_000, words });
    expect(await code(resolve(operator, { bookingId: one.id, refund: 0, words }))).toBe('wrong_state');
    await giveBack(world(null), { bookingId: one.id });
    expect(await refundsOf(one)).toMatchObject([{ amount: '100000', reason: 'dispute' }]);
    expect(await booksOf(one)).toEqual({ received: -price, refund_owed: 100_000, owed: 180_000, commission: 20_000 });
    expect(await see(cast.zainab, one)).toMatchObject({
      state: 'resolved',
      refund: { amount: 100_000 },
      dispute: { resolution: words },
    });
    const [log] = await database.query<{ actor_id: string; reason: string }>(
      `select actor_id, reason from audit_log where action = 'booking.resolved' and subject_id = $1`,
      [one.id],
    );
    expect(log).toEqual({ actor_id: operator, reason: words });
  });

  test('settled for the talent, nothing goes back', async () => {
    const one = await paid();
    stage.now = new Date(one.startsAt.getTime() + 5 * 3_600_000);
    await dispute(one);
    await resolve(operator, { bookingId: one.id, refund: 0, words: 'The work was done.' });
    await tendBookings(world(null));
    expect(await refundsOf(one)).toEqual([]);
    expect(await booksOf(one)).toEqual({ received: -price, owed: 270_000, commission: 30_000 });
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { seat } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { paymentStageOn, price, type PaymentStage } from '../../testing/payment-stage.ts';

let database: TestDatabase;
let on: PaymentStage;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
});
afterAll(() => database.close());
beforeEach(() => void (on = paymentStageOn(database)));

const minutes = (n: number) => n * 60_000;
/** A booking with its code on the payer's screen, and what the bank calls it. */
async function waiting() {
  const booking = await on.accepted();
  const { paymentId, attemptId } = await on.create(booking);
  const ref = on.bank().at(-1)?.ref ?? '';
  return { booking, paymentId, attemptId, ref };
}
const paidOnce = async (booking: string) => {
  const { paymentId, ...rows } = await on.rows(booking);
  expect(rows).toMatchObject({ booking: 'paid', payment: 'paid', flag: null, attempts: ['paid'] });
  expect(
    await database.query(`select move from booking_events where booking_id = $1 and move = 'pay'`, [booking]),
  ).toHaveLength(1);
  expect(
    await database.query(`select 1 from audit_log where subject_id = $1 and action = 'payment.paid'`, [paymentId]),
  ).toHaveLength(1);
  expect(
    await database.query(`select 1 from outbox where kind = 'booking.pay' and payload ->> 'bookingId' = $1`, [booking]),
  ).toHaveLength(1);
};
const notices = (attemptId: string) =>
  database.query<{ verdict: string | null; times: number; body: string; headers: Record<string, string> }>(
    'select verdict, times, body, headers from payment_notices where attempt_id = $1 order by id',
    [attemptId],
  );

describe('a notice and its repeats', () => {
  test.each([1, 3])('%i times: paid once, each thanked as the bank expects', async (times) => {
    const { booking, ref, attemptId } = await waiting();
    on.move(ref, 'pay');
    for (let time = 0; time < times; time += 1) {
      const answer = await on.call(on.latest(ref));
      expect([answer.status, await answer.text()]).toEqual([202, '']);
    }
    await paidOnce(booking);
    expect(await notices(attemptId)).toMatchObject([
      { verdict: 'settled', times, body: JSON.stringify({ id: ref, status: 'PAID' }) },
    ]);
  });

  test('twenty at once settle once, and every one is thanked', async () => {
    const { booking, ref } = await waiting();
    on.move(ref, 'pay');
    const answers = await Promise.all(Array.from({ length: 20 }, () => on.call(on.latest(ref))));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 202));
    await paidOnce(booking);
  });

  test('twenty different ones at once, the whole history over and over', async () => {
    const { booking, ref } = await waiting();
    on.move(ref, 'pay');
    const history = on.history(ref);
    await Promise.all(Array.from({ length: 20 }, (_, turn) => on.call(history[turn % history.length]!)));
    await paidOnce(booking);
  });

  test('newest first: old news after new news changes nothing', async () => {
    const { booking, ref } = await waiting();
    on.move(ref, 'pay');
    for (const notice of on.history(ref).toReversed()) expect((await on.call(notice)).status).toBe(202);
    await paidOnce(booking);
  });

  test('none at all: the payer’s page finds out', async () => {
    const { booking, ref, paymentId } = await waiting();
    on.move(ref, 'pay');
    expect(await on.status(paymentId)).toMatchObject({
      state: 'paid',
      receiptNumber: expect.stringMatching(/^MW-2026-\d{6}$/),
      nextAction: null,
    });
    await paidOnce(booking);
  });
});

describe('what is not so', () => {
  test('a forged notice is kept, thanked, and believed by nobody', async () => {
    const { booking, ref, attemptId } = await waiting();
    expect((await on.call(on.forge(ref, 'pay'))).status).toBe(202);
    expect(await on.rows(booking)).toMatchObject({ booking: 'accepted', payment: 'pending', attempts: ['open'] });
    expect(await notices(attemptId)).toMatchObject([{ verdict: 'no_news' }]);
    on.move(ref, 'pay');
    await on.call(on.latest(ref));
    await paidOnce(booking);
  });

  test('a notice that names somebody else’s paid payment', async () => {
    const paid = await waiting();
    const mine = await waiting();
    on.move(paid.ref, 'pay');
    const notice = on.latest(mine.ref);
    expect((await on.call({ ...notice, body: JSON.stringify({ id: paid.ref, status: 'PAID' }) })).status).toBe(202);
    expect(await on.rows(mine.booking)).toMatchObject({ booking: 'accepted', payment: 'pending' });
    expect(await on.rows(paid.booking)).toMatchObject({ booking: 'accepted', payment: 'pending' });
  });

  test('an attempt in doubt does not take a reference that is another’s, nor one of another sum', async () => {
    const other = await waiting();
    on.move(other.ref, 'pay');
    const booking = await on.accepted();
    on.faults('drop-after-accept');
    await on.create(booking).catch(() => undefined);
    const lost = on.bank().at(-1);
    if (!lost?.callbackUrl) throw new Error('the bank has no callback address');
    const headers = { 'content-type': 'application/json' };
    expect(
      (await on.call({ url: lost.callbackUrl, headers, body: JSON.stringify({ id: other.ref, status: 'PAID' }) }))
        .status,
    ).toBe(202);
    expect(await on.rows(booking)).toMatchObject({
      booking: 'accepted',
      payment: 'pending',
      attempts: ['in_doubt'],
      refs: [null],
    });
    on.move(lost.ref, 'pay', { wrongAmount: true });
    expect(
      (await on.call({ url: lost.callbackUrl, headers, body: JSON.stringify({ id: lost.ref, status: 'PAID' }) }))
        .status,
    ).toBe(202);
    expect(await on.rows(booking)).toMatchObject({ booking: 'accepted', payment: 'pending', refs: [null] });
  });

  test('another sum wakes a person, pays nothing, and shows as under review', async () => {
    const { booking, ref, paymentId } = await waiting();
    on.move(ref, 'pay', { wrongAmount: true });
    for (const _ of [1, 2]) expect((await on.call(on.latest(ref))).status).toBe(202);
    expect(await on.rows(booking)).toMatchObject({
      booking: 'accepted',
      payment: 'pending',
      flag: 'amount_differs',
      attempts: ['refund_pending'],
    });
    expect(await on.status(paymentId)).toMatchObject({ state: 'pending', underReview: true });
    expect(await on.books(booking)).toEqual({ received: price - 1000, refund_owed: 1000 - price });
    expect(await on.refunds(booking)).toEqual([{ amount: price - 1000, reason: 'wrong_sum', state: 'pending' }]);
    expect(await on.cases(booking)).toEqual(['amount_differs']);
    expect(
      await database.query(
        `select data -> 'reported' as reported, data -> 'expected' as expected from audit_log where subject_id = $1 and action = 'payment.amount_differs'`,
        [paymentId],
      ),
    ).toEqual([{ reported: { amount: price - 1000, currency: 'IQD' }, expected: { amount: price, currency: 'IQD' } }]);
    await expect(on.create(booking)).rejects.toMatchObject({ code: 'payment_in_doubt' });
  });
});

describe('the address', () => {
  const send = (url: string, init: RequestInit = {}) =>
    on.webhook(new Request(url, { method: 'POST', body: '{"id":"x"}', ...init }));
  const count = async () =>
    (await database.query<{ n: number }>('select count(*)::int as n from payment_notices'))[0]?.n;

  test('who does not know it learns nothing, and leaves nothing', async () => {
    const { ref } = await waiting();
    const { url } = on.latest(ref);
    const secret = url.split('/').at(-1) ?? '';
    const before = await count();
    const wrong = `${secret[0] === 'A' ? 'B' : 'A'}${secret.slice(1)}`;
    const base = 'https://mawahib.test/api/payments/webhook';
    const answers = await Promise.all([
      send(`${base}/fib/${wrong}`),
      send(`${base}/fib/x`),
      send(`${base}/fib/${'a'.repeat(190)}`),
      send(`${base}/stripe/${secret}`),
      send(`${base}/fib`),
      send(`${base}/fib/`),
      send(`${base}/fib/${encodeURIComponent("' or 1=1 --")}`),
      send(`${base}/fib/${wrong}`, { method: 'GET', body: undefined }),
    ]);
    const said = await Promise.all(
      answers.map(async (answer) => ({
        status: answer.status,
        code: ((await answer.json()) as { code: string }).code,
      })),
    );
    expect(said).toEqual(answers.map(() => ({ status: 404, code: 'not_found' })));
    expect(await count()).toBe(before);
  });

  test('a call by GET is heard as well', async () => {
    const { booking, ref } = await waiting();
    on.move(ref, 'pay');
    expect((await send(`${on.latest(ref).url}?id=${ref}`, { method: 'GET', body: undefined })).status).toBe(202);
    await paidOnce(booking);
  });

  test('what it says is kept as it came, without what would let a reader act in somebody’s name', async () => {
    const { ref, attemptId } = await waiting();
    await send(on.latest(ref).url, {
      body: '{"id":"x\u0000y"}\uFFFD',
      headers: {
        authorization: 'Bearer very-secret',
        cookie: '__session=very-secret',
        'x-api-key': 'very-secret',
        'user-agent': 'FIB',
        'x-signature': 'abc',
      },
    });
    const [kept] = await notices(attemptId);
    expect(kept).toMatchObject({ body: '{"id":"xy"}\uFFFD', headers: { 'user-agent': 'FIB', 'x-signature': 'abc' } });
    expect(JSON.stringify(kept)).not.toContain('very-secret');
  });

  test('a flood is turned away', async () => {
    const { ref, attemptId } = await waiting();
    expect((await send(on.latest(ref).url, { body: 'x'.repeat(70_000) })).status).toBe(413);
    expect(await notices(attemptId)).toEqual([]);
  });

  test.each([
    ['nothing', ''],
    ['noise', '\u0001\u0002{'],
    ['a list', '[]'],
  ])('%s still makes us look, for the address names the payment', async (_, body) => {
    const { booking, ref } = await waiting();
    on.move(ref, 'pay');
    expect((await send(on.latest(ref).url, { body })).status).toBe(202);
    await paidOnce(booking);
  });
});

describe('a bank that cannot be asked just now', () => {
  test.each(['timeout', '500', '429', 'garbage', '200-with-error'] as const)(
    '%s: the notice is kept and the bank is made to call again',
    async (fault) => {
      const { booking, ref, attemptId } = await waiting();
      on.move(ref, 'pay');
      on.faults(fault);
      const first = await on.call(on.latest(ref));
      expect([first.status, ((await first.json()) as { code: string }).code]).toEqual([503, 'gateway_unavailable']);
      expect(await notices(attemptId)).toMatchObject([{ verdict: null, times: 1 }]);
      expect(await on.rows(booking)).toMatchObject({ booking: 'accepted', payment: 'pending' });
      expect((await on.call(on.latest(ref))).status).toBe(202);
      await paidOnce(booking);
      expect(await notices(attemptId)).toMatchObject([{ verdict: 'settled', times: 2 }]);
    },
  );
});

describe('money that comes late', () => {
  test('after the hold, and the time is still free: the booking is paid', async () => {
    const { booking, ref } = await waiting();
    on.later(minutes(31));
    on.move(ref, 'pay', { late: true });
    await on.call(on.latest(ref));
    expect(await on.rows(booking)).toMatchObject({ booking: 'paid', payment: 'paid', attempts: ['paid'] });
  });

  test('after a notice said it had expired', async () => {
    const { booking, ref } = await waiting();
    on.later(minutes(31));
    on.move(ref, 'pay', { late: true });
    const [, expired] = on.history(ref);
    await on.call(expired!);
    await on.call(on.latest(ref));
    await paidOnce(booking);
  });

  test('in the very words of a forgery that was heard before', async () => {
    const { booking, ref } = await waiting();
    on.later(minutes(31));
    await on.call(on.forge(ref, 'pay'));
    expect(await on.rows(booking)).toMatchObject({ payment: 'failed', attempts: ['expired'] });
    on.move(ref, 'pay', { late: true });
    expect(on.latest(ref)).toEqual(on.forge(ref, 'pay'));
    await on.call(on.latest(ref));
    await paidOnce(booking);
  });

  test('and the time is taken: it goes back by itself, each step written down', async () => {
    const startsAt = new Date('2026-09-01T09:00:00Z');
    const late = await on.accepted({ startsAt });
    const { paymentId } = await on.create(late);
    const ref = on.bank().at(-1)?.ref ?? '';
    on.later(minutes(31));
    await database.query(`update bookings set state = 'expired' where id = $1`, [late]);
    const other = await on.accepted({ startsAt });
    on.move(ref, 'pay', { late: true });
    expect((await on.call(on.latest(ref))).status).toBe(202);
    expect(await on.rows(late)).toMatchObject({
      booking: 'expired',
      payment: 'refund_pending',
      flag: 'time_gone',
      attempts: ['refund_pending'],
    });
    expect(on.bank().at(-1)?.state).toBe('REFUND_REQUESTED');
    expect((await on.rows(other)).booking).toBe('accepted');
    expect(await on.status(paymentId)).toMatchObject({ state: 'refund_pending', underReview: true });

    // the bank finishes; whether it calls is not known, so its word is asked for
    on.move(ref, 'refund');
    expect((await on.call(on.latest(ref))).status).toBe(202);
    expect(await on.rows(late)).toMatchObject({
      booking: 'expired',
      payment: 'refunded',
      flag: null,
      attempts: ['refunded'],
    });
    expect(
      (
        await database.query<{ action: string }>(`select action from audit_log where subject_id = $1 order by id`, [
          paymentId,
        ])
      ).map(({ action }) => action),
    ).toEqual(['payment.refund_due', 'payment.refund_asked', 'payment.refunded']);
    expect(
      (
        await database.query<{ kind: string }>(
          `select kind from outbox where payload ->> 'paymentId' = $1 order by id`,
          [paymentId],
        )
      ).map(({ kind }) => kind),
    ).toEqual(['payment.refund_due', 'payment.refunded']);
  });

  test('for a booking that was withdrawn', async () => {
    const { booking, ref } = await waiting();
    await database.query(`update bookings set state = 'withdrawn' where id = $1`, [booking]);
    on.move(ref, 'pay');
    await on.call(on.latest(ref));
    expect(await on.rows(booking)).toMatchObject({
      booking: 'withdrawn',
      payment: 'refund_pending',
      attempts: ['refund_pending'],
    });
  });

  test('and the bank gives nothing back any more: a person must', async () => {
    const { booking, ref, paymentId } = await waiting();
    await database.query(`update bookings set state = 'withdrawn' where id = $1`, [booking]);
    const bank = on.gateways.get('fib');
    if (!bank) throw new Error('no bank');
    const { refund: _, ...withoutRefunds } = bank;
    on.gateways.set('fib', withoutRefunds);
    on.move(ref, 'pay');
    await on.call(on.latest(ref));
    expect(await on.rows(booking)).toMatchObject({
      payment: 'refund_due',
      flag: 'refund_by_hand',
      attempts: ['refund_due'],
    });
    expect(
      await database.query(`select 1 from audit_log where subject_id = $1 and action = 'payment.refund_by_hand'`, [
        paymentId,
      ]),
    ).toHaveLength(1);
  });

  test('a refund nobody here asked for is told to whoever runs the site', async () => {
    const { booking, ref } = await waiting();
    on.move(ref, 'pay');
    await on.call(on.latest(ref));
    on.move(ref, 'refund');
    await on.call(on.latest(ref));
    expect(await on.rows(booking)).toMatchObject({
      // nothing is paid for it any more: the operator settles what becomes of it
      booking: 'disputed',
      payment: 'refunded',
      flag: 'refunded_at_gateway',
      attempts: ['refunded'],
    });
  });
});

test('a crash between asking and keeping loses nothing: the next call finds it', async () => {
  const { booking, ref } = await waiting();
  on.move(ref, 'pay');
  const { booking: whole } = on.payables;
  const die = () => {
    throw new Error('the process died here');
  };
  const { plain, ...conversation } = whole;
  const dying = [
    { ...conversation, paid: async () => die() },
    { ...whole, plain: { look: plain!.look, paid: die } },
  ];
  for (const payable of dying) {
    on.payables.booking = payable;
    expect((await on.call(on.latest(ref))).status).toBe(500);
    expect(await on.rows(booking)).toMatchObject({ booking: 'accepted', payment: 'pending', attempts: ['open'] });
  }
  on.payables.booking = whole;
  expect((await on.call(on.latest(ref))).status).toBe(202);
  await paidOnce(booking);
});

test('nothing that was logged on the way holds a secret', async () => {
  const { ref } = await waiting();
  on.faults('500', 'garbage', 'timeout');
  for (const _ of [1, 2, 3]) await on.call(on.latest(ref));
  const secret = on.latest(ref).url.split('/').at(-1) ?? '-';
  expect(on.logged.length).toBeGreaterThan(2);
  for (const word of [on.secret, secret, 'Bearer', 'eyJ']) expect(on.logged.join('\n')).not.toContain(word);
});

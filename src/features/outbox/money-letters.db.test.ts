import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Locale } from '../../core/locale.ts';
import { cast, seat, serviceIds, talentIds } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { locales } from '../../core/locale.ts';
import type { Ctx, Mail } from '../ctx.ts';
import type { SubscriptionPayload } from '../subscriptions/rules/letters.ts';
import { drainOutbox } from './service.ts';

let database: TestDatabase;
let stage: Stage;
let mails: Mail[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database);
  await database.query(
    `insert into users (id, email, name, role, onboarded_at, suspended_at, locale) values
      ('user_root', 'root@example.com', 'Root', 'admin', now(), null, 'en'), ('user_layla', 'layla@example.com', 'Layla', 'admin', now(), null, 'ar'),
      ('user_left', 'left@example.com', 'Left', 'admin', now(), now(), 'en')`,
  );
});
afterAll(() => database.close());
afterEach(async () => {
  mails = [];
  await database.query('delete from deliveries');
  await database.query('delete from outbox');
});

const worker = (): Ctx => {
  const ctx = stage.as(null);
  return { ...ctx, ports: { ...ctx.ports, mail: { send: async (mail) => void mails.push(mail) } } };
};
const system = (statement: string) => stage.doors.asSystem('test').write((tx) => tx.execute(statement));
const announce = (kind: string, payload: Record<string, unknown>, once = kind) =>
  database.query(`insert into outbox (kind, payload, dedupe_key, due_at) values ($1, $2, $3, $4)`, [
    kind,
    JSON.stringify(payload),
    once,
    stage.now,
  ]);
const speaks = (who: string, locale: Locale) =>
  database.query('update users set locale = $2 where id = $1', [who, locale]);

let days = 0;
async function refunded(amount: number, reason: string) {
  const startsAt = new Date(Date.UTC(2026, 5, (days += 1), 9));
  const [booking] = await database.query<{ id: string }>(
    `insert into bookings (service_id, talent_id, talent_user_id, customer_id, state, starts_at, ends_at, time_zone, service_title, list_amount, currency, customer_name, talent_name, quote_version, price_agreed)
     values ($1, $2, $3, $4, 'cancelled', $5, $5::timestamptz + interval '2 hours', 'Asia/Baghdad', '{"en":"Wedding day","ar":"يوم الزفاف"}', 350000, 'IQD', 'Sara', 'Zainab Kareem', 1, 350000) returning id`,
    [serviceIds.zainabWedding, talentIds.zainab, cast.zainab, cast.sara, startsAt],
  );
  const [payment] = await database.query<{ id: string }>(
    `insert into payments (payable_kind, payable_id, payer_id, payee_id, amount, currency, state, paid_through, paid_reference, paid_at)
     values ('booking', $1, $2, $3, 350000, 'IQD', 'paid', 'fib', $4, $5) returning id`,
    [booking?.id, cast.sara, cast.zainab, `ref-${days}`, stage.now],
  );
  const [attempt] = await database.query<{ id: string }>(
    `insert into payment_attempts (payment_id, payer_id, driver, amount, currency, ref, state, token_hash, expires_at)
     values ($1, $2, 'fib', 350000, 'IQD', $3, 'paid', $3, $4) returning id`,
    [payment?.id, cast.sara, `ref-${days}`, stage.now],
  );
  const [refund] = await database.query<{ id: string }>(
    `insert into refunds (payment_id, attempt_id, payer_id, amount, currency, reason, state, done_at) values ($1, $2, $3, $4, 'IQD', $5, 'done', $6) returning id`,
    [payment?.id, attempt?.id, cast.sara, amount, reason, stage.now],
  );
  return { bookingId: booking?.id, paymentId: payment?.id, refundId: refund?.id };
}

test.each([
  [100_000, 'Of what you paid, IQD'],
  [350_000, 'The whole sum, IQD'],
])('a refund of %i is told with its sum and its reason, when decided and when done', async (amount, said) => {
  await speaks(cast.sara, 'en');
  const payload = await refunded(amount, 'cancelled_by_customer');
  await announce('payment.refund_due', payload);
  await announce('payment.refunded', payload);
  await drainOutbox(worker());
  expect(mails).toHaveLength(2);
  const [due, done] = mails.map(({ text }) => text.replaceAll('\u00a0', ' '));
  const sum = new Intl.NumberFormat('en').format(amount);
  expect(due).toContain('You cancelled “Wedding day”');
  expect(due).toContain(said);
  expect(due).toContain(sum);
  expect(due).toContain(`/en/bookings/${payload.bookingId}/`);
  expect(done).toContain('has been sent back to you');
  expect(done).toContain(sum);
});

test.each(locales)('every letter about a plan is whole in %s', async (locale) => {
  await speaks(cast.zainab, locale);
  const payload: SubscriptionPayload = {
    userId: cast.zainab,
    subscriptionId: null,
    purchaseId: null,
    product: 'PRO',
    interval: 'month',
    amount: 25_000,
    currency: 'IQD',
    periodEnd: '2026-04-02T09:00:00.000Z',
    graceUntil: '2026-04-05T09:00:00.000Z',
    count: null,
  };
  const kinds = ['activated', 'renewed', 'reminder', 'past_due', 'expired', 'cancelled', 'refunded'];
  for (const kind of kinds) await announce(`subscription.${kind}`, payload);
  await announce('credits.bought', { ...payload, product: 'credits', count: 10 });
  expect(await drainOutbox(worker())).toMatchObject({ sent: 8, failed: 0 });
  expect(mails).toHaveLength(8);
  for (const mail of mails) {
    expect(mail.html).toContain(locale === 'ar' || locale === 'ckb' ? 'dir="rtl"' : 'dir="ltr"');
    expect(mail.text).toContain(`https://mawahib.test/${locale}/`);
    expect(`${mail.subject} ${mail.text}`).not.toMatch(/\{|subscription\.|credits\.|product\.|fact\./);
  }
});

test('cases that open within minutes are one letter to each operator, in their language', async () => {
  const open = (kind: string, subject: string) =>
    system(`insert into money_cases (kind, subject, opened_at) values ('${kind}', '${subject}', app.now())`);
  await open('refund_by_hand', 'a');
  await open('refund_by_hand', 'b');
  await open('amount_differs', 'c');
  expect(await drainOutbox(worker())).toMatchObject({ sent: 0, failed: 0 });
  stage.now = new Date(stage.now.getTime() + 10 * 60_000);
  expect(await drainOutbox(worker())).toMatchObject({ sent: 2, failed: 0 });
  expect(mails.map((mail) => [mail.to, mail.locale])).toEqual([
    ['layla@example.com', 'ar'],
    ['root@example.com', 'en'],
  ]);
  expect(mails[1]?.subject).toBe('3 cases about money wait for you');
  expect(mails[1]?.text).toContain('Refund to be paid by hand: 2');
  expect(mails[1]?.text).toContain('https://mawahib.test/en/admin/cases/');
  await open('refund_by_hand', 'd');
  stage.now = new Date(stage.now.getTime() + 10 * 60_000);
  mails = [];
  await drainOutbox(worker());
  expect(mails.find(({ to }) => to === 'root@example.com')?.subject).toBe('A case about money waits for you');
});

test('a dispute is told to the other side with its reason, and to every operator', async () => {
  await speaks(cast.zainab, 'en');
  const { bookingId } = await refunded(100_000, 'dispute');
  await database.query(
    `update bookings set state = 'disputed', dispute_reason = 'Two hours are missing.' where id = $1`,
    [bookingId],
  );
  await announce('booking.dispute', { bookingId, by: 'customer' });
  await drainOutbox(worker());
  expect(mails.map(({ to }) => to.split(/[-@]/)[0])).toEqual(['zainab', 'layla', 'root']);
  expect(mails[0]?.text).toContain('Two hours are missing.');
  expect(mails[2]?.subject).toBe('A dispute between Sara and Zainab Kareem');
  expect(mails[2]?.text).toContain('https://mawahib.test/en/admin/disputes/');
});

test('what was settled is told to both, with the words and the sum', async () => {
  await speaks(cast.sara, 'en');
  await speaks(cast.zainab, 'fr');
  const { bookingId } = await refunded(100_000, 'dispute');
  await database.query(
    `update bookings set state = 'resolved', refund_amount = 100000, resolution = 'Both were late.' where id = $1`,
    [bookingId],
  );
  await announce('booking.resolve', { bookingId, by: 'admin' });
  await drainOutbox(worker());
  expect(mails.map(({ locale }) => locale)).toEqual(['en', 'fr']);
  for (const { text } of mails) {
    expect(text).toContain('Both were late.');
    expect(text).toMatch(/100.000/);
  }
});

test('the confirmation names the receipt and leads to it', async () => {
  const { bookingId, paymentId } = await refunded(1, 'goodwill');
  await stage.doors.asSystem('test').write(async (tx) => {
    await tx.execute(`insert into document_series (series, last) values ('MW-2026', 1)`);
    await tx.execute(
      `insert into documents (kind, series, number, user_id, payee_id, payment_id, snapshot) values ('receipt', 'MW-2026', 1, '${cast.sara}', '${cast.zainab}', '${paymentId}', '{}')`,
    );
  });
  await announce('booking.pay', { bookingId, by: 'system' });
  await drainOutbox(worker());
  const [mine, theirs] = mails;
  expect(mine?.text).toContain('MW-2026-000001');
  expect(mine?.text).toContain(`/en/receipts/${paymentId}/`);
  expect(theirs?.text).not.toContain('MW-2026-000001');
});

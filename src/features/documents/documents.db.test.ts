import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import type { Tx } from '../../db/client.ts';
import { cast, seat, serviceIds, talentIds, type Member } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { stageOn, type Stage } from '../../testing/stage.ts';
import { listPayments } from '../payments/history.ts';
import { bookingPayable } from '../bookings/payable.ts';
import type { Ctx } from '../ctx.ts';
import { documentView } from './schema.ts';
import { getDocument, getReceipt, issueCreditNote, issueReceipt } from './service.ts';

let database: TestDatabase;
let stage: Stage;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
  stage = stageOn(database, new Date('2026-03-02T09:00:00Z'));
});
afterAll(() => database.close());

const as = (userId: string | null): Ctx => {
  const ctx = stage.as(userId);
  return { ...ctx, ports: { ...ctx.ports, payables: { ...ctx.ports.payables, booking: bookingPayable } } };
};
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: unknown) =>
      error instanceof AppError ? error.code : String((error as { cause?: unknown }).cause ?? error),
  );
const system = <Result>(work: (tx: Tx) => Promise<Result>) => stage.doors.asSystem('test: documents').write(work);

const amount = 350_000;
let days = 0;
/** A payment that was just received, with the attempt it came through. */
async function received(paidAt = new Date('2026-03-02T09:00:00Z')) {
  const day = (days += 1);
  const startsAt = new Date(Date.UTC(2026, 5, 1 + day, 9));
  const [booking] = await database.query<{ id: string }>(
    `insert into bookings (service_id, talent_id, talent_user_id, customer_id, state, starts_at, ends_at, time_zone, service_title, list_amount, currency, customer_name, talent_name, quote_version, price_agreed)
     values ($1, $2, $3, $4, 'paid', $5, $5::timestamptz + interval '2 hours', 'Asia/Baghdad', '{"en":"Wedding day","ar":"يوم الزفاف"}', $6, 'IQD', 'Sara', 'Zainab Kareem', 1, $6) returning id`,
    [serviceIds.zainabWedding, talentIds.zainab, cast.zainab, cast.sara, startsAt, amount],
  );
  const reference = `bank-${day}`;
  const [payment] = await database.query<{ id: string }>(
    `insert into payments (payable_kind, payable_id, payer_id, payee_id, amount, currency, state, paid_through, paid_reference, paid_at)
     values ('booking', $1, $2, $3, $4, 'IQD', 'paid', 'fib', $5, $6) returning id`,
    [booking?.id, cast.sara, cast.zainab, amount, reference, paidAt],
  );
  const [attempt] = await database.query<{ id: string }>(
    `insert into payment_attempts (payment_id, payer_id, driver, amount, currency, ref, state, token_hash, expires_at)
     values ($1, $2, 'fib', $3, 'IQD', $4, 'paid', $4, $5) returning id`,
    [payment?.id, cast.sara, amount, reference, paidAt],
  );
  if (!booking || !payment || !attempt) throw new Error('nothing was received');
  return {
    attemptId: attempt.id,
    paid: { through: 'fib', reference, at: paidAt },
    payment: {
      id: payment.id,
      payableKind: 'booking' as const,
      payableId: booking.id,
      payerId: cast.sara,
      payeeId: cast.zainab,
      amount,
      currency: 'IQD' as const,
    },
  };
}
type Received = Awaited<ReturnType<typeof received>>;
const receipt = ({ payment, paid }: Received) => system((tx) => issueReceipt(as(null), tx, payment, paid));

async function refunded({ payment, attemptId }: Received, sum: number, at = new Date('2026-03-05T09:00:00Z')) {
  const [row] = await database.query<{ id: string }>(
    `insert into refunds (payment_id, attempt_id, payer_id, amount, currency, reason, state, done_at)
     values ($1, $2, $3, $4, 'IQD', 'goodwill', 'done', $5) returning id`,
    [payment.id, attemptId, cast.sara, sum, at],
  );
  return { id: row?.id ?? '', amount: { amount: sum, currency: 'IQD' as const }, reference: 'back-1', at };
}

const numbersOf = async (series: string) =>
  (
    await database.query<{ number: number }>('select number from documents where series = $1 order by number', [series])
  ).map(({ number }) => number);
const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

describe('numbers', () => {
  test('fifty at once, some rolled back: none twice, none left out', async () => {
    const many = await Promise.all(Array.from({ length: 50 }, () => received()));
    const before = (await numbersOf('MW-2026')).length;
    const outcomes = await Promise.allSettled(
      many.map(({ payment, paid }, at) =>
        system(async (tx) => {
          const issued = await issueReceipt(as(null), tx, payment, paid);
          if (at % 7 === 3) throw new Error('the settling fell through');
          return issued.number;
        }),
      ),
    );
    const kept = outcomes.filter(({ status }) => status === 'fulfilled').length;
    expect(kept).toBe(43);
    expect(await numbersOf('MW-2026')).toEqual(upTo(before + kept));
  });

  test('issued again it is the same document', async () => {
    const one = await received();
    const first = await receipt(one);
    expect(await receipt(one)).toEqual(first);
    const twice = await Promise.all([receipt(one), receipt(one)]);
    expect(twice).toEqual([first, first]);
  });

  test('the year is the operator’s: new year comes to Baghdad three hours before Greenwich', async () => {
    const last = await receipt(await received(new Date('2026-12-31T20:59:59Z')));
    const first = await receipt(await received(new Date('2026-12-31T21:00:00Z')));
    expect(last.number).toMatch(/^MW-2026-/);
    expect(first.number).toBe('MW-2027-000001');
  });

  test('credit notes count by themselves', async () => {
    const one = await received();
    await receipt(one);
    const back = await refunded(one, 100_000);
    const credit = () => system((tx) => issueCreditNote(as(null), tx, one.payment, { ...back, of: one.paid }));
    const note = await credit();
    expect(note?.number).toBe('MW-CN-2026-000001');
    expect(await credit()).toEqual(note);
  });

  test('what never stood on a receipt gets no credit note', async () => {
    const one = await received();
    const back = await refunded(one, 100_000);
    const note = (of: { through: string; reference: string }) =>
      system((tx) => issueCreditNote(as(null), tx, one.payment, { ...back, of }));
    expect(await note(one.paid)).toBeNull();
    await receipt(one);
    expect(await note({ through: 'fib', reference: 'the second time' })).toBeNull();
  });
});

describe('what the database never lets happen', () => {
  test.each([
    ['update documents set number = number + 1000'],
    [`update documents set snapshot = '{}'`],
    ['delete from documents'],
    ['truncate documents'],
    ['delete from document_series'],
  ])('%s, not even by the owner', async (statement) => {
    await receipt(await received());
    expect(await refusal(database.query(statement))).toMatch(/only added to/);
  });

  test('a number is not taken for nothing', async () => {
    expect(
      await refusal(system((tx) => tx.execute(`insert into document_series (series, last) values ('MW-2031', 1)`))),
    ).toMatch(/taken and not used/);
    await receipt(await received());
    expect(
      await refusal(system((tx) => tx.execute(`update document_series set last = last + 2 where series = 'MW-2026'`))),
    ).toMatch(/one by one/);
  });

  test('a document carries the number that was just taken, in a series of its kind', async () => {
    const { payment } = await received();
    const insert = (kind: string, series: string, number: string) =>
      refusal(
        system((tx) =>
          tx.execute(
            `insert into documents (kind, series, number, user_id, payment_id, snapshot) values ('${kind}', '${series}', ${number}, '${cast.sara}', '${payment.id}', '{}')`,
          ),
        ),
      );
    await receipt(await received());
    expect(await insert('receipt', 'MW-2026', '999')).toMatch(/last number of its series/);
    expect(await insert('receipt', 'MW-CN-2026', '1')).toMatch(/series|last number/);
  });

  test.each<[Member]>([['sara'], ['zainab']])('%s writes none', async (who) => {
    const door = stage.doors.asUser({ userId: cast[who] });
    expect(await refusal(door.write((tx) => tx.execute('delete from documents')))).toMatch(/permission denied/);
    expect(await refusal(door.write((tx) => tx.execute('select * from document_series')))).toMatch(/permission denied/);
  });
});

describe('what is read', () => {
  test('both sides read what was kept, and a credit note beside it', async () => {
    const one = await received();
    const { id, number } = await receipt(one);
    const back = await refunded(one, 100_000);
    const note = await system((tx) => issueCreditNote(as(null), tx, one.payment, { ...back, of: one.paid }));
    await database.query(`update bookings set service_title = '{"en":"Another thing"}' where id = $1`, [
      one.payment.payableId,
    ]);
    for (const who of [cast.sara, cast.zainab]) {
      const seen = await getDocument(as(who), { documentId: id });
      expect(documentView.parse(seen)).toEqual(seen);
      expect(await getReceipt(as(who), { paymentId: one.payment.id })).toEqual(seen);
      expect(seen).toMatchObject({
        number,
        kind: 'receipt',
        bookingId: one.payment.payableId,
        payer: { name: 'Sara' },
        payee: { name: 'Zainab Kareem' },
        sold: { title: { en: 'Wedding day', ar: 'يوم الزفاف' }, for: { kind: 'appointment' } },
        amount: { amount, currency: 'IQD' },
        paid: { reference: one.paid.reference },
        creditNotes: [{ number: note?.number, amount: { amount: 100_000 } }],
      });
      const credit = await getDocument(as(who), { documentId: note?.id ?? '' });
      expect(credit).toMatchObject({
        kind: 'credit_note',
        amount: { amount: 100_000, currency: 'IQD' },
        credits: { id, number },
        refunded: { reference: 'back-1' },
        creditNotes: [],
      });
      expect(JSON.stringify([seen, credit])).not.toMatch(/PLANTED|example\.com/);
    }
  });

  test.each<[Member | 'stranger']>([['acme'], ['omar'], ['stranger']])('%s finds nothing', async (who) => {
    const one = await received();
    const { id } = await receipt(one);
    const asked = await refusal(getDocument(as(cast[who]), { documentId: id }));
    expect(['not_found', 'onboarding_required']).toContain(asked);
    expect(['not_found', 'onboarding_required']).toContain(
      await refusal(getReceipt(as(cast[who]), { paymentId: one.payment.id })),
    );
  });
});

describe('the history', () => {
  const page = (who: string, query: { cursor?: string; limit?: number } = {}) =>
    listPayments(as(who), { limit: 20, ...query });

  test('payer and payee see the same payment from their side, with its papers, newest first', async () => {
    const one = await received();
    const { id, number } = await receipt(one);
    const back = await refunded(one, 50_000);
    const note = await system((tx) => issueCreditNote(as(null), tx, one.payment, { ...back, of: one.paid }));
    const [mine] = (await page(cast.sara)).items;
    expect(mine).toMatchObject({
      paymentId: one.payment.id,
      you: 'payer',
      otherName: 'Zainab Kareem',
      title: { en: 'Wedding day' },
      state: 'paid',
      document: { id, number, kind: 'receipt' },
      creditNotes: [{ number: note?.number, amount: { amount: 50_000, currency: 'IQD' } }],
    });
    const [theirs] = (await page(cast.zainab)).items;
    expect(theirs).toMatchObject({ paymentId: one.payment.id, you: 'payee', otherName: 'Sara' });
    expect(JSON.stringify([mine, theirs])).not.toMatch(/PLANTED|example\.com/);
  });

  test('what is not paid yet is the payer’s alone', async () => {
    const { payment } = await received();
    await database.query(`update payments set state = 'pending', paid_at = null, paid_through = null where id = $1`, [
      payment.id,
    ]);
    const ids = async (who: string) => (await page(who)).items.map(({ paymentId }) => paymentId);
    expect(await ids(cast.sara)).toContain(payment.id);
    expect(await ids(cast.zainab)).not.toContain(payment.id);
    expect(await ids(cast.omar)).toEqual([]);
  });

  test('page by page, each payment once', async () => {
    const whole = (await page(cast.sara, { limit: 50 })).items.map(({ paymentId }) => paymentId);
    const found: string[] = [];
    for (let cursor: string | undefined; ;) {
      const { items, nextCursor } = await page(cast.sara, { limit: 7, ...(cursor && { cursor }) });
      found.push(...items.map(({ paymentId }) => paymentId));
      if (nextCursor === null || found.length >= 50) break;
      cursor = nextCursor;
    }
    expect(found.slice(0, 50)).toEqual(whole);
    expect(new Set(found).size).toBe(found.length);
  });
});

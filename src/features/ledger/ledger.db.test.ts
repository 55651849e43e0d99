import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { handler } from '../../http/serve.ts';
import { cast, seat } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { ledgerStageOn, operators, type LedgerStage } from '../../testing/ledger-stage.ts';
import type { Ctx } from '../ctx.ts';
import { refundFailed } from './rules.ts';
import { adminLedgerRoutes, earningsRoutes } from './routes.ts';
import { commissionOf, post, releaseEarnings } from './service.ts';

let database: TestDatabase;
let on: LedgerStage;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
});
afterAll(() => database.close());
beforeEach(async () => {
  // the books cannot be emptied, not by their owner: only by whoever may switch their triggers off
  await database.query(
    `set session_replication_role = replica; delete from ledger_lines; delete from ledger_entries; delete from payouts; delete from payout_batches; delete from payment_attempts; delete from payments; delete from bookings; delete from commission_rules where created_by <> 'migration'; update commission_rules set ended_at = null; set session_replication_role = origin`.replaceAll(
      '\n',
      ' ',
    ),
  );
  on = await ledgerStageOn(database);
});
const days = (n: number) => n * 86_400_000;

/** The body is what came over the wire; the routes have checked its shape on the way out. */
type Answer = { status: number; body: ReturnType<typeof JSON.parse>; text: string; headers: Headers };
async function call(who: string | null, method: string, path: string, body?: unknown, key?: string): Promise<Answer> {
  const routes = path.startsWith('/api/admin') ? adminLedgerRoutes : earningsRoutes;
  const answer = await handler<Ctx>(routes, async () => ({ ctx: on.as(who) }))(
    new Request(`https://mawahib.test${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': key }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  const bytes = new Uint8Array(await answer.arrayBuffer());
  // kept as it came: `text()` would take the byte order mark away
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const body_ = answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : null;
  return { status: answer.status, body: body_, text, headers: answer.headers };
}
const { hala, dilan } = operators;
const balanceOf = async (who: string = cast.zainab) => (await call(who, 'GET', '/api/earnings')).body.balances[0];
const sums = async (paymentId: string) =>
  Object.fromEntries(
    (
      await on.query<{ account: string; sum: string }>(
        `select l.account, sum(l.amount)::text as sum from ledger_lines l join ledger_entries e on e.id = l.entry_id where e.payment_id = $1 group by 1`,
        [paymentId],
      )
    )
      .filter(({ sum }) => sum !== '0')
      .map(({ account, sum }) => [account, Number(sum)]),
  );

describe('commission', () => {
  const of = (talentUserId: string, amount: number) =>
    on.stage.doors
      .asSystem('test')
      .write((tx) => commissionOf(tx, { talentUserId, price: { amount, currency: 'IQD' } }));
  const set = (body: object, who: string = hala) =>
    call(who, 'POST', '/api/admin/commission-rules', { reason: 'agreed', ...body });

  test('a tenth until somebody says otherwise; a payer’s door does not know', async () => {
    expect(await of(cast.zainab, 250_000)).toBe(25_000);
    const asSara = on.stage.doors
      .asUser({ userId: cast.sara })
      .write((tx) => commissionOf(tx, { talentUserId: cast.zainab, price: { amount: 250_000, currency: 'IQD' } }));
    expect(await asSara).toBeNull();
  });
  test('the most specific rule, the old one ended, both told in the log', async () => {
    expect(await set({ plan: 'PRO', basisPoints: 800 })).toMatchObject({ status: 200, body: { ended: null } });
    expect([await of(cast.zainab, 1000), await of(cast.omar, 1000)]).toEqual([80, 100]);
    const second = await set({ plan: 'PRO', basisPoints: 700 });
    expect(second.body).toMatchObject({ rule: { basisPoints: 700, endedAt: null }, ended: { basisPoints: 800 } });
    expect(await of(cast.zainab, 1000)).toBe(70);
    await set({ talentUserId: cast.zainab, currency: 'IQD', basisPoints: 0, fixed: 5, minimum: 20 });
    expect([await of(cast.zainab, 1000), await of(cast.zainab, 10)]).toEqual([20, 10]);
    const list = await call(dilan, 'GET', '/api/admin/commission-rules?ended=true');
    expect(list.body.items).toHaveLength(4);
    expect(list.body.items[0].talentName).toContain('Zainab');
    expect((await call(dilan, 'GET', '/api/admin/commission-rules')).body.items).toHaveLength(3);
    const logged = await on.query(`select 1 from audit_log where action = 'commission.set' and actor_id = $1`, [hala]);
    expect(logged).toHaveLength(3);
  });
  test('a rule can be ended, the default cannot; two operators at once leave one in force', async () => {
    await set({ currency: 'IQD', basisPoints: 500 });
    expect((await set({ currency: 'IQD', basisPoints: null })).body).toMatchObject({ rule: null });
    expect(await of(cast.zainab, 1000)).toBe(100);
    expect(await set({ basisPoints: null })).toMatchObject({ status: 422 });
    const both = await Promise.all([
      set({ plan: 'FREE', basisPoints: 1 }),
      set({ plan: 'FREE', basisPoints: 2 }, dilan),
    ]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    const inForce = await on.query(`select 1 from commission_rules where plan = 'FREE' and ended_at is null`);
    expect(inForce).toHaveLength(1);
  });
  test.each([
    { basisPoints: 10_001 },
    { basisPoints: -1 },
    { basisPoints: 1.5 },
    { basisPoints: 100, fixed: 5 },
    { basisPoints: 100, talentUserId: cast.zainab, plan: 'PRO' },
    { basisPoints: 100, talentUserId: 'user_nobody' },
    { basisPoints: 100, reason: '' },
  ])('bad input: %j', async (body) =>
    expect(await set(body)).toMatchObject({ status: 422, body: { code: 'invalid' } }),
  );
});

describe('earnings', () => {
  test('held while the work is ahead, shared when it is done, paid out a week later', async () => {
    const { bookingId, paymentId } = await on.paid();
    expect(await releaseEarnings(on.as(null))).toEqual({ released: 0, left: 0 });
    expect(await balanceOf()).toMatchObject({ held: 100_000, owed: 0, available: 0 });
    const [held] = (await call(cast.zainab, 'GET', '/api/earnings')).body.items;
    expect(held).toMatchObject({ state: 'held', price: 100_000, commission: 10_000, yours: 90_000, availableAt: null });
    await on.complete(bookingId);
    expect(await releaseEarnings(on.as(null))).toEqual({ released: 1, left: 0 });
    expect(await sums(paymentId)).toEqual({ received: 100_000, owed: -90_000, commission: -10_000 });
    expect(await balanceOf()).toMatchObject({ held: 0, owed: 90_000, waiting: 90_000, available: 0 });
    const [waiting] = (await call(cast.zainab, 'GET', '/api/earnings')).body.items;
    expect(waiting).toMatchObject({ state: 'waiting', yours: 90_000, availableAt: '2026-03-09T09:00:00.000Z' });
    on.later(days(7));
    expect(await balanceOf()).toMatchObject({ owed: 90_000, waiting: 0, available: 90_000 });
    expect((await call(cast.zainab, 'GET', '/api/earnings')).body.items[0].state).toBe('earned');
  });
  test('twenty hands release it once', async () => {
    const { bookingId, paymentId } = await on.paid({ state: 'reviewed' });
    const runs = await Promise.all(Array.from({ length: 20 }, () => releaseEarnings(on.as(null), { bookingId })));
    expect(runs.reduce((sum, { released }) => sum + released, 0)).toBe(1);
    expect(await sums(paymentId)).toEqual({ received: 100_000, owed: -90_000, commission: -10_000 });
  });
  test.each(['paid', 'disputed', 'cancelled', 'refunded'])('work that is %s releases nothing', async (state) => {
    await on.paid({ state });
    expect(await releaseEarnings(on.as(null))).toEqual({ released: 0, left: 0 });
  });
  test('a dispute after the release keeps it from being paid out', async () => {
    const { bookingId } = await on.paid({ state: 'completed' });
    await releaseEarnings(on.as(null));
    await on.query(`update bookings set state = 'disputed' where id = $1`, [bookingId]);
    on.later(days(30));
    expect(await balanceOf()).toMatchObject({ owed: 90_000, waiting: 90_000, available: 0 });
    await on.query(`update bookings set state = 'resolved' where id = $1`, [bookingId]);
    expect(await balanceOf()).toMatchObject({ available: 90_000 });
  });
  test('what went back before is not released, and what went back in vain is, later', async () => {
    const { paymentId } = await on.paid({ state: 'completed' });
    await on.giveBack(paymentId, 40_000, cast.zainab, 'refund-one');
    await releaseEarnings(on.as(null));
    expect(await sums(paymentId)).toEqual({
      received: 100_000,
      refund_owed: -40_000,
      owed: -54_000,
      commission: -6000,
    });
    const [item] = (await call(cast.zainab, 'GET', '/api/earnings')).body.items;
    expect(item).toMatchObject({ refunded: 40_000, commission: 6000, yours: 54_000 });
    const failed = refundFailed({
      refundId: 'refund-one',
      paymentId,
      amount: { amount: 40_000, currency: 'IQD' },
      from: [{ account: 'held', amount: 40_000 }],
    });
    await on.stage.doors.asSystem('test').write((tx) => post(tx, failed, on.stage.now));
    expect(await releaseEarnings(on.as(null))).toEqual({ released: 1, left: 0 });
    expect(await sums(paymentId)).toEqual({ received: 100_000, owed: -90_000, commission: -10_000 });
  });
  test.each(['cancelled', 'resolved'])(
    '%s at a price: the talent has their part, and what was promised back stays',
    async (state) => {
      const { bookingId, paymentId } = await on.paid({ state });
      await on.query(`update bookings set refund_amount = 60000 where id = $1`, [bookingId]);
      expect(await releaseEarnings(on.as(null))).toEqual({ released: 1, left: 0 });
      expect(await sums(paymentId)).toEqual({ received: 100_000, held: -60_000, owed: -36_000, commission: -4000 });
      expect(await releaseEarnings(on.as(null))).toEqual({ released: 0, left: 0 });
      await on.giveBack(paymentId, 60_000, cast.zainab, 'promised');
      expect(await releaseEarnings(on.as(null))).toEqual({ released: 0, left: 0 });
      const [item] = (await call(cast.zainab, 'GET', '/api/earnings')).body.items;
      expect(item).toMatchObject({ state: 'waiting', refunded: 60_000, yours: 36_000, commission: 4000 });
      expect(await balanceOf()).toMatchObject({ held: 0, owed: 36_000, waiting: 36_000 });
    },
  );
  test('a talent sees their own alone, page by page; others see that this is not for them', async () => {
    for (let n = 0; n < 3; n += 1) await on.paid();
    await on.paid({ talent: 'omar', currency: 'MAD' });
    const first = (await call(cast.zainab, 'GET', '/api/earnings?limit=2')).body;
    const second = (await call(cast.zainab, 'GET', `/api/earnings?limit=2&cursor=${first.nextCursor}`)).body;
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([2, 1, null]);
    expect(first.balances).toMatchObject([{ currency: 'IQD', held: 300_000 }]);
    expect(await balanceOf(cast.omar)).toMatchObject({ currency: 'MAD', held: 100_000 });
    expect((await call(cast.nour, 'GET', '/api/earnings')).body).toEqual({ balances: [], items: [], nextCursor: null });
    expect((await call(cast.sara, 'GET', '/api/earnings')).status).toBe(403);
    expect((await call(hala, 'GET', '/api/earnings')).status).toBe(403);
    expect((await call(null, 'GET', '/api/earnings')).status).toBe(401);
  });
  test('reading is one round trip', async () => {
    await on.paid();
    const before = (await database.counters()).roundTrips;
    await call(cast.zainab, 'GET', '/api/earnings');
    expect((await database.counters()).roundTrips - before).toBe(1);
  });
});

describe('the payout account', () => {
  test('is kept as the bank writes it, and told in the log by its end alone', async () => {
    expect((await call(cast.omar, 'GET', '/api/earnings/account')).body.account).toBeNull();
    const wish = { method: 'bank', holder: 'Omar  Bennani', number: 'ma64 0115 1900 0001 2050 0053 4921' };
    const kept = await call(cast.omar, 'PUT', '/api/earnings/account', wish, 'one key');
    expect(kept.body.account).toMatchObject({ number: 'MA64011519000001205000534921' });
    const wallet = { method: 'fastpay', holder: 'Omar', number: '٠٧٧٠١٢٣٤٥٦٧' };
    expect((await call(cast.omar, 'PUT', '/api/earnings/account', wallet)).body.account.number).toBe('+9647701234567');
    expect((await call(cast.omar, 'PUT', '/api/earnings/account', wish, 'one key')).text).toBe(kept.text);
    const [logged] = await on.query<{ data: unknown }>(
      `select data from audit_log where action = 'payout_account.set' order by id limit 1`,
    );
    expect(logged?.data).toEqual({ method: 'bank', number: '…4921' });
  });
  test.each([
    [{ method: 'bank', holder: 'O', number: 'MA64011519000001205000534922' }, ['iban']],
    [{ method: 'fastpay', holder: 'O', number: '123' }, ['phone']],
  ])('a number that cannot be one: %j', async (wish, why) =>
    expect(await call(cast.omar, 'PUT', '/api/earnings/account', wish)).toMatchObject({
      status: 422,
      body: { code: 'invalid', fields: { number: why } },
    }),
  );
  test('is for talents', async () => {
    const wish = { method: 'fastpay', holder: 'S', number: '07701234567' };
    expect((await call(cast.sara, 'PUT', '/api/earnings/account', wish)).status).toBe(403);
  });
});

describe('payouts', () => {
  const earned = async (wish: Parameters<LedgerStage['paid']>[0] = {}) => {
    const made = await on.paid({ state: 'completed', ...wish });
    await releaseEarnings(on.as(null));
    on.later(days(7));
    return made;
  };
  const batch = (who: string = hala, more: object = {}, key?: string) =>
    call(who, 'POST', '/api/admin/payouts', { currency: 'IQD', ...more }, key);
  const settle = (id: string, who: string = hala) =>
    call(who, 'POST', `/api/admin/payouts/${id}/settle`, { reference: 'TRX-1' });

  test('from balance to proof', async () => {
    await earned();
    await call(cast.zainab, 'PUT', '/api/earnings/account', {
      method: 'fastpay',
      holder: '=Zainab',
      number: '07701234567',
    });
    const who = (await call(hala, 'GET', '/api/admin/payouts/balances?currency=IQD')).body.items;
    expect(who).toMatchObject([{ userId: cast.zainab, available: 90_000, account: { method: 'fastpay' } }]);
    expect(who[0].name).toContain('Zainab');
    const made = await batch(hala, {}, 'batch key');
    expect(made).toMatchObject({ status: 201, body: { skipped: [], payouts: [{ amount: 90_000, state: 'due' }] } });
    expect((await batch(hala, {}, 'batch key')).text).toBe(made.text);
    expect(await balanceOf()).toMatchObject({ owed: 90_000, inPayout: 90_000, available: 0, paidOut: 0 });
    expect((await batch(dilan)).body).toEqual({ batchId: null, payouts: [], skipped: [] });
    const sheet = await call(hala, 'GET', `/api/admin/payouts/${made.body.batchId}/csv`);
    expect(sheet.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [head, line] = sheet.text.split('\r\n');
    expect(head?.startsWith('\ufeffpayout,talent,')).toBe(true);
    expect(line).toContain(`"'=Zainab","'+9647701234567",90000,90000,IQD,due`);
    const [payout] = made.body.payouts;
    expect(await settle(payout.id)).toMatchObject({
      status: 200,
      body: { state: 'paid', reference: 'TRX-1', settledBy: hala },
    });
    expect(await settle(payout.id)).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
    expect(await balanceOf()).toMatchObject({ owed: 0, inPayout: 0, available: 0, paidOut: 90_000 });
    const mine = (await call(cast.zainab, 'GET', '/api/earnings/payouts')).body.items;
    expect(mine).toMatchObject([{ amount: 90_000, state: 'paid', number: '…4567', reference: 'TRX-1' }]);
    expect((await call(hala, 'GET', '/api/admin/payouts?state=paid')).body.items).toHaveLength(1);
    expect((await call(hala, 'GET', '/api/admin/payouts?state=due')).body.items).toHaveLength(0);
    expect(await on.query(`select closed from payout_batches`)).toEqual([{ closed: true }]);
  });
  test('a cancelled one can be paid again', async () => {
    await earned();
    const [payout] = (await batch()).body.payouts;
    const cancelled = await call(hala, 'POST', `/api/admin/payouts/${payout.id}/cancel`, { reason: 'closed account' });
    expect(cancelled.body.state).toBe('cancelled');
    expect((await settle(payout.id)).status).toBe(409);
    expect((await batch()).body.payouts).toMatchObject([{ amount: 90_000 }]);
  });
  test('two operators at once never pay the same money twice, in any order of making and settling', async () => {
    await earned();
    await earned({ talent: 'omar' });
    const all = (await Promise.all([batch(hala), batch(dilan), batch(hala), batch(dilan)])).flatMap(
      ({ body }) => body.payouts,
    );
    expect(all).toHaveLength(2);
    const race = await Promise.all([
      ...all.flatMap(({ id }) => [settle(id, hala), settle(id, dilan)]),
      batch(hala),
      batch(dilan),
    ]);
    expect(race.filter(({ status, body }) => status === 200 && body.state === 'paid')).toHaveLength(2);
    expect(race.flatMap(({ body }) => body.payouts ?? [])).toEqual([]);
    const [paid] = await on.query<{ sum: string }>(
      `select sum(-amount)::text as sum from ledger_lines where account = 'paid_out'`,
    );
    expect(paid?.sum).toBe('180000');
  });
  test('a refund after the release is carried against the next payout', async () => {
    const first = await earned();
    const [payout] = (await batch()).body.payouts;
    await settle(payout.id);
    await on.giveBack(first.paymentId, 50_000, cast.zainab);
    expect(await balanceOf()).toMatchObject({ owed: -45_000, available: 0 });
    expect((await batch()).body.payouts).toEqual([]);
    await earned({ amount: 200_000 });
    expect(await balanceOf()).toMatchObject({ owed: 135_000, available: 135_000 });
    expect((await batch()).body.payouts).toMatchObject([{ amount: 135_000 }]);
  });
  test('a refund between making and settling: the payout is more than is owed, and is refused', async () => {
    const { paymentId } = await earned();
    const [payout] = (await batch()).body.payouts;
    await on.giveBack(paymentId, 50_000, cast.zainab);
    expect(await settle(payout.id)).toMatchObject({ status: 409, body: { code: 'owed_too_little' } });
    await call(hala, 'POST', `/api/admin/payouts/${payout.id}/cancel`, { reason: 'less is owed' });
    expect((await batch()).body.payouts).toMatchObject([{ amount: 45_000 }]);
  });
  test('who can be paid, most first, page by page, with what it comes to', async () => {
    await earned();
    await earned({ talent: 'omar', amount: 300_000 });
    await on.paid({ talent: 'omar', currency: 'MAD' });
    const list = async (query: string) => (await call(hala, 'GET', `/api/admin/payouts/balances${query}`)).body;
    const whole = await list('');
    expect(whole.items.map(({ available }: { available: number }) => available)).toEqual([270_000, 90_000, 0]);
    expect(whole.totals).toEqual([{ currency: 'IQD', available: 360_000, people: 2 }]);
    const seen: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { items: unknown[]; nextCursor: string | null } = await list(
        `?limit=1${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      seen.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(whole.items);
    expect((await list('?currency=MAD')).items).toMatchObject([{ held: 100_000, available: 0 }]);
    expect((await call(hala, 'GET', '/api/admin/payouts/balances?cursor=x')).status).toBe(422);
  });
  test('named people, and those of them who have nothing', async () => {
    await earned();
    await earned({ talent: 'omar' });
    const made = (await batch(hala, { people: [cast.omar, cast.nour] })).body;
    expect(made).toMatchObject({ payouts: [{ userId: cast.omar }], skipped: [cast.nour] });
  });
});

describe('the books', () => {
  test('balances come from the lines, and sum to nothing', async () => {
    const { paymentId } = await on.paid({ state: 'completed' });
    await on.paid({ talent: 'omar', currency: 'MAD' });
    await releaseEarnings(on.as(null));
    await on.giveBack(paymentId, 10_000, cast.zainab);
    const books = (await call(hala, 'GET', '/api/admin/ledger')).body;
    expect(books.leftOver.every(({ sum }: { sum: number }) => sum === 0)).toBe(true);
    expect(books.lies).toEqual(
      expect.arrayContaining([
        { driver: 'fib', currency: 'IQD', sum: 100_000 },
        { driver: 'fib', currency: 'MAD', sum: 100_000 },
      ]),
    );
    const list = async (filter: string) => (await call(hala, 'GET', `/api/admin/ledger/entries?${filter}`)).body;
    expect((await list('')).items).toHaveLength(4);
    expect((await list(`paymentId=${paymentId}`)).items.map(({ kind }: { kind: string }) => kind)).toEqual([
      'refund_owed',
      'earning_released',
      'payment_received',
    ]);
    expect((await list('account=commission&kind=earning_released')).items[0].lines).toHaveLength(3);
    expect((await list('driver=fastpay')).items).toEqual([]);
    expect((await list('from=2030-01-01T00:00:00Z')).items).toEqual([]);
    const page = await list('limit=3');
    expect((await list(`limit=3&cursor=${page.nextCursor}`)).items).toHaveLength(1);
    const sheet = (await call(hala, 'GET', '/api/admin/ledger/csv?driver=fib')).text.trim().split('\r\n');
    expect(sheet).toHaveLength(5);
    expect(sheet.find((line) => line.includes('MAD') && line.includes('received'))).toContain('100000,1000.00,MAD');
  });
  test('a correction balances, says why, and is in the log', async () => {
    const lines = [
      { account: 'owed', amount: 500, currency: 'IQD', userId: cast.zainab },
      { account: 'unmatched', amount: -500, currency: 'IQD' },
    ];
    const correct = (body: object, who: string = hala) =>
      call(who, 'POST', '/api/admin/ledger/corrections', { words: 'A slip.', ...body });
    const made = await correct({ lines });
    expect(made).toMatchObject({
      status: 201,
      body: { kind: 'correction', facts: { words: 'A slip.', by: hala }, lines },
    });
    const logged = await on.query(`select reason from audit_log where subject_id = $1`, [made.body.id]);
    expect(logged).toEqual([{ reason: 'A slip.' }]);
    const why = async (bad: object[]) => (await correct({ lines: bad })).body.fields;
    expect(await why([lines[0] ?? {}, { account: 'unmatched', amount: -499, currency: 'IQD' }])).toEqual({
      lines: ['unbalanced'],
    });
    expect(await why(lines.map((line) => ({ ...line, userId: undefined })))).toEqual({ lines: ['says_not_whose'] });
    expect(await why(lines.map((line) => ({ ...line, userId: 'user_nobody' })))).toEqual({ lines: ['person_unknown'] });
    expect((await correct({ lines, words: ' ' })).status).toBe(422);
    expect((await correct({ lines, paymentId: made.body.id })).body.fields).toEqual({ paymentId: ['not_found'] });
    expect(
      (
        await correct({
          lines: [
            { ...lines[0], amount: 0.5 },
            { ...lines[1], amount: -0.5 },
          ],
        })
      ).status,
    ).toBe(422);
  });
});

describe('there is nothing here for anybody else', () => {
  const id = '0190d3a0-0000-7000-9000-0000000000ff';
  const lines = [
    { account: 'sales', amount: 5, currency: 'IQD' },
    { account: 'held', amount: -5, currency: 'IQD' },
  ];
  test.each<[string, string, object?]>([
    ['GET', '/api/admin/payouts/balances'],
    ['GET', '/api/admin/payouts'],
    ['POST', '/api/admin/payouts', { currency: 'IQD' }],
    ['POST', `/api/admin/payouts/${id}/settle`, { reference: 'x' }],
    ['POST', `/api/admin/payouts/${id}/cancel`, { reason: 'x' }],
    ['GET', `/api/admin/payouts/${id}/csv`],
    ['GET', '/api/admin/commission-rules'],
    ['POST', '/api/admin/commission-rules', { basisPoints: 0, reason: 'x' }],
    ['GET', '/api/admin/ledger'],
    ['GET', '/api/admin/ledger/entries'],
    ['GET', '/api/admin/ledger/csv'],
    ['POST', '/api/admin/ledger/corrections', { words: 'x', lines }],
  ])('%s %s', async (method, path, body) => {
    const before = await on.query(
      `select (select count(*) from ledger_entries) as e, (select count(*) from commission_rules) as r`,
    );
    for (const who of [cast.zainab, cast.sara, cast.stranger])
      expect(await call(who, method, path, body, 'a key')).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect((await call(null, method, path, body)).status).toBe(401);
    expect(
      await on.query(`select (select count(*) from ledger_entries) as e, (select count(*) from commission_rules) as r`),
    ).toEqual(before);
  });
});

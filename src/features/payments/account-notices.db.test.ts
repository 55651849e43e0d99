import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cast, seat } from '../../testing/cast.ts';
import { freshDatabase, type TestDatabase } from '../../testing/database.ts';
import { paymentStageOn, type PaymentStage } from '../../testing/payment-stage.ts';
import { GatewayTrouble, type Heard, type Order, type PaymentProvider } from './provider.ts';
import { paymentLimits } from './rules.ts';

let database: TestDatabase;
let on: PaymentStage;
beforeAll(async () => {
  database = await freshDatabase();
  await seat(database);
});
afterAll(() => database.close());
beforeEach(() => void (on = paymentStageOn(database)));

function bank(): PaymentProvider {
  const found = on.gateways.get('fib');
  if (!found) throw new Error('no bank');
  return found;
}
/** The bank, as if it had one address for the whole account. `hear` stands for its signature, where it has one. */
function oneAddress(trust: 'hint' | 'signature', hear?: (call: Request) => Promise<Heard>): void {
  const { powers, ...rest } = bank();
  on.gateways.set('fib', {
    ...rest,
    powers: { ...powers, address: 'account', trust },
    ...(hear && { hear }),
    thanks: ({ method, home }) =>
      method === 'GET' ? new Response(null, { status: 303, headers: { location: home } }) : new Response('OK'),
  });
}
const address = 'https://mawahib.test/api/payments/webhook/fib';
async function send(body: string | null, path = '', query = ''): Promise<Response> {
  const init = body === null ? { method: 'GET' } : { method: 'POST', body };
  const answer = await on.webhook(new Request(`${address}${path}${query}`, init));
  await on.settled();
  return answer;
}
async function waiting() {
  const booking = await on.accepted();
  const { paymentId } = await on.create(booking);
  return { booking, paymentId, ref: on.bank().at(-1)?.ref ?? '' };
}
const kept = async (like: string) =>
  database.query<{ verdict: string | null; times: number; known: boolean }>(
    `select verdict, times, attempt_id is not null as known from payment_notices where body like $1`,
    [`%${like}%`],
  );

describe('hints at the account’s address', () => {
  beforeEach(() => oneAddress('hint'));

  test.each(['', '/callback', '/a-word-of-the-operators', `/${'s'.repeat(43)}/callback`])(
    'one that names a payment is asked about, at “%s”',
    async (path) => {
      const { booking, ref } = await waiting();
      on.move(ref, 'pay');
      expect((await send(JSON.stringify({ id: ref }), path)).status).toBe(200);
      expect(await on.rows(booking)).toMatchObject({ booking: 'paid', payment: 'paid' });
    },
  );

  test('a claim alone pays nothing', async () => {
    const { booking, ref } = await waiting();
    expect((await send(JSON.stringify({ id: ref, status: 'PAID' }))).status).toBe(200);
    expect(await on.rows(booking)).toMatchObject({ booking: 'accepted', payment: 'pending' });
  });

  test('one about nothing we know is kept, and its sender learns nothing', async () => {
    const answer = await send('{"id":"unheard-of"}');
    expect(answer.status).toBe(404);
    expect(await kept('unheard-of')).toEqual([{ verdict: 'unknown_reference', times: 1, known: false }]);
    expect((await send('{"id":"unheard-of"}')).status).toBe(404);
    expect(await kept('unheard-of')).toMatchObject([{ times: 2 }]);
  });

  test('however many come, the gateway is asked no more often than a page may make us ask', async () => {
    const { ref } = await waiting();
    on.later(paymentLimits.pullEvery);
    const before = on.calls.length;
    await Promise.all(Array.from({ length: 6 }, (_, n) => send(JSON.stringify({ id: ref, n }))));
    expect(on.calls.length - before).toBe(1);
    on.later(paymentLimits.pullEvery);
    await send(JSON.stringify({ id: ref, n: 'later' }));
    expect(on.calls.length - before).toBe(2);
  });

  test('a browser goes on to the site, whatever it carries, and nothing is told to it', async () => {
    const { booking, ref } = await waiting();
    on.move(ref, 'pay');
    const [known, unknown] = [await send(null, '/callback', `?id=${ref}`), await send(null, '/callback', '?id=nobody')];
    for (const answer of [known, unknown]) {
      expect(answer.status).toBe(303);
      expect(answer.headers.get('location')).toBe('https://mawahib.test/en/payments/');
    }
    expect(['accepted', 'paid']).toContain((await on.rows(booking)).booking);
  });

  test('a body that is too large is refused before it is read to its end', async () => {
    expect((await send('x'.repeat(paymentLimits.noticeBytes + 1))).status).toBe(413);
  });
});

describe('calls with a signature', () => {
  const refuse = async (): Promise<never> => {
    throw new GatewayTrouble('refused', 'fib', 'call', { code: 'signature' });
  };

  test('a forged one is kept, changes nothing and is not thanked', async () => {
    oneAddress('signature', refuse);
    const { booking, ref } = await waiting();
    on.move(ref, 'pay');
    expect((await send(JSON.stringify({ id: ref, forged: true }))).status).toBe(404);
    expect(await kept(ref)).toMatchObject([{ verdict: 'unproven' }]);
    expect(await on.rows(booking)).toMatchObject({ booking: 'accepted', payment: 'pending' });
  });

  test('a proven report is applied without asking', async () => {
    const { booking, ref } = await waiting();
    const amount = { amount: 350_000, currency: 'IQD' as const };
    oneAddress('signature', async () => ({ proven: { ref, status: 'paid', amount } }));
    const before = on.calls.length;
    expect((await send(JSON.stringify({ ref, proven: 1 }))).status).toBe(200);
    expect(await on.rows(booking)).toMatchObject({ booking: 'paid', payment: 'paid' });
    expect(on.calls.slice(before)).toEqual([]);
    // replayed, or followed by a stale one: no change
    expect((await send(JSON.stringify({ ref, proven: 1 }))).status).toBe(200);
    oneAddress('signature', async () => ({ proven: { ref, status: 'failed', reason: 'declined' } }));
    expect((await send(JSON.stringify({ ref, stale: 1 }))).status).toBe(200);
    expect(await on.rows(booking)).toMatchObject({ booking: 'paid', payment: 'paid', attempts: ['paid'] });
  });

  test('a proven one about nothing we know is thanked and kept', async () => {
    oneAddress('signature', async () => ({ proven: { ref: 'elsewhere', status: 'pending' } }));
    expect((await send('{"proven":"elsewhere"}')).status).toBe(200);
    expect(await kept('elsewhere')).toEqual([{ verdict: 'unknown_reference', times: 1, known: false }]);
  });

  test('the bytes arrive as they were sent, with the address and every header', async () => {
    const heard: string[] = [];
    oneAddress('signature', async (call) => {
      const bytes = new Uint8Array(await call.arrayBuffer());
      heard.push(call.url, call.headers.get('x-signature') ?? '', Buffer.from(bytes).toString('hex'));
      return { nothing: true };
    });
    const body = new Uint8Array([0xff, 0x00, 0x7b, 0xc3, 0x28]);
    const url = `${address}?a=%20b`;
    const answer = await on.webhook(new Request(url, { method: 'POST', body, headers: { 'x-signature': 's1' } }));
    expect(answer.status).toBe(200);
    expect(heard).toEqual([url, 's1', 'ff007bc328']);
  });
});

describe('openings whose answer is lost', () => {
  const lostOnce = (open: PaymentProvider['open'], orders: Order[]): PaymentProvider['open'] => {
    let lost = false;
    return async (order) => {
      orders.push(order);
      const opened = await open(order);
      if (lost) return opened;
      lost = true;
      throw new GatewayTrouble('in_doubt', 'fib', 'create');
    };
  };

  test('a gateway that knows the same order again is called once more, with the very same words', async () => {
    const { open, powers, ...rest } = bank();
    const orders: Order[] = [];
    on.gateways.set('fib', { ...rest, powers: { ...powers, reopens: true }, open: lostOnce(open, orders) });
    const booking = await on.accepted();
    await on.create(booking);
    expect(orders).toHaveLength(2);
    expect(orders[0]).toEqual(orders[1]);
    expect(await on.rows(booking)).toMatchObject({ attempts: ['open'] });
  });

  test('any other is not, and the doubt stays', async () => {
    const { open, ...rest } = bank();
    const orders: Order[] = [];
    on.gateways.set('fib', { ...rest, open: lostOnce(open, orders) });
    const booking = await on.accepted();
    await expect(on.create(booking)).rejects.toMatchObject({ code: 'payment_in_doubt' });
    expect(orders).toHaveLength(1);
    expect(await on.rows(booking)).toMatchObject({ attempts: ['in_doubt'] });
  });

  test('a reference of our own is kept before the first call, so that doubt can be asked about', async () => {
    const { powers, ...rest } = bank();
    const booking = await on.accepted();
    let known: string | null | undefined;
    on.gateways.set('fib', {
      ...rest,
      powers: { ...powers, reference: 'ours' },
      reference: (attemptId) => `ours-${attemptId}`,
      open: async () => {
        known = (await on.rows(booking)).refs[0];
        throw new GatewayTrouble('in_doubt', 'fib', 'create');
      },
      ask: async (ref, amount) => ({ ref, status: 'paid', amount }),
    });
    await expect(on.create(booking)).rejects.toMatchObject({ code: 'payment_in_doubt' });
    expect(known).toMatch(/^ours-/);
    const { paymentId } = await on.rows(booking);
    on.later(paymentLimits.pullEvery);
    expect(await on.status(paymentId, cast.sara)).toMatchObject({ state: 'paid' });
  });
});

import { describe, expect, test } from 'vitest';
import { faultQueue } from '../../../local/gateways/faults.ts';
import { forgetful, type Notice, type Twin } from '../../../local/gateways/gateway.ts';
import { asFetch } from '../../../local/gateways/line.ts';
import { stripe as twin, stripeSpeaking } from '../../../local/gateways/stripe.ts';
import { keepsThePromise } from '../../../testing/provider-promise.ts';
import { onLine, onPort, secretOf, type Cast } from '../../../testing/provider-promise-stage.ts';
import type { AgreementOrder, Heard, RefundWish } from '../provider.ts';
import { stripe } from './stripe.ts';

const cast: Cast = {
  driver: stripe,
  twin,
  price: { amount: 150_000, currency: 'MAD' },
  declined: 'declined',
  expired: 'expired',
  errorInSuccess: 'certain',
  secrets: [secretOf('stripe-secret-key'), secretOf('stripe-webhook-secret'), 'sk_test_', 'whsec_'],
};
keepsThePromise('stripe over a line of function calls', onLine(cast));
keepsThePromise('stripe over a real port', onPort(cast));

/** The payer agrees to a debit that is booked later. Its refunds wait for the bank, too. */
const byDebit: Twin = {
  ...twin,
  open: (deps) => {
    const gateway = twin.open(deps);
    return {
      ...gateway,
      move: (ref, deed, details) => {
        const agreed = deed === 'pay' ? gateway.move(ref, 'pay', { ...details, late: true }) : null;
        return agreed !== null && 'refused' in agreed ? agreed : gateway.move(ref, deed, details);
      },
    };
  },
};
keepsThePromise('stripe, paid by debits', onLine({ ...cast, twin: byDebit }));
keepsThePromise(
  'stripe, telling in the shapes of before Basil',
  onLine({ ...cast, twin: stripeSpeaking('2024-06-20') }),
);

const hour = 3_600_000;

/** Driver and twin on a line that a test may cut, with everything the twin has said. */
function together(speaking: Twin = twin) {
  let now = new Date('2026-03-01T10:00:00Z');
  const told: Notice[] = [];
  const faults = faultQueue();
  const gateway = speaking.open({
    now: () => now,
    siteUrl: 'https://site.test',
    payPage: (ref) => `http://gateway.test/pay/${ref}`,
    memory: forgetful(),
    announce: (notice) => told.push(notice),
    secret: secretOf,
  });
  const line = asFetch(gateway, faults);
  let cut: RegExp | null = null;
  const provider = stripe.connect({
    env: speaking.env('http://gateway.test', secretOf),
    now: () => now,
    fetch: async (input, init) => {
      const answer = await line(input, init);
      if (cut?.test(`${init?.method} ${String(input)}`)) {
        cut = null;
        throw new TypeError('fetch failed');
      }
      return answer;
    },
  });
  if (!provider?.refund || !provider.agreements) throw new Error('the driver lacks a power');
  return {
    gateway,
    provider,
    agreements: provider.agreements,
    refund: provider.refund,
    told,
    cutOnce: (call: RegExp) => void (cut = call),
    pass: (milliseconds: number) => {
      now = new Date(now.getTime() + milliseconds);
      gateway.tick();
    },
    hear: ({ url, headers, body }: Notice) => provider.hear(new Request(url, { method: 'POST', headers, body })),
    order: (): AgreementOrder => ({
      attemptId: '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0001',
      amount: cast.price,
      description: 'Booking 7F3A',
      callbackUrl: 'https://site.test/api/payments/webhook/stripe/s',
      returnUrl: 'https://site.test/en/payments/1/',
      expiresAt: new Date('2026-03-01T10:40:00Z'),
      locale: 'en',
      payer: { name: 'Sara', email: 'sara@example.com' },
      interval: 'month',
    }),
  };
}
const wishFor = (ref: string): RefundWish => ({
  refundId: '0199aaaa-bbbb-7ccc-8ddd-eeeeffff00a1',
  ref,
  amount: { amount: 50_000, currency: 'MAD' },
  paid: cast.price,
  refundedBefore: { amount: 0, currency: 'MAD' },
  reason: 'goodwill',
  callbackUrl: 'https://site.test/x',
  refundRef: null,
});

describe('what is repeated', () => {
  test('an opening whose answer was lost opens nothing new, at any time before its end', async () => {
    const { provider, gateway, order, cutOnce, pass } = together();
    cutOnce(/^POST .*sessions$/);
    await expect(provider.open(order())).rejects.toMatchObject({ trouble: 'in_doubt' });
    const [first] = gateway.payments();
    // forty minutes before the end it was sent with another ending than ten minutes before
    for (const minutes of [0, 15, 15]) {
      pass(minutes * 60_000);
      expect((await provider.open(order())).ref).toBe(first?.ref);
    }
    expect(gateway.payments()).toHaveLength(1);
  });
  test('a refund whose answer was lost goes back once, even when Stripe has forgotten its key', async () => {
    const { provider, gateway, order, refund, cutOnce, pass } = together();
    const { ref } = await provider.open(order());
    gateway.move(ref, 'pay', {});
    cutOnce(/^POST .*refunds$/);
    await expect(refund(wishFor(ref))).rejects.toMatchObject({ trouble: 'in_doubt' });
    expect(gateway.find(ref)?.refunded).toBe(50_000);
    expect(await refund(wishFor(ref))).toMatchObject({ status: 'done' });
    pass(25 * hour);
    expect(await refund(wishFor(ref))).toMatchObject({ status: 'done' });
    expect(gateway.find(ref)?.refunded).toBe(50_000);
  });
  test('wished for twice at once, it goes back once', async () => {
    const { provider, gateway, order, refund } = together();
    const { ref } = await provider.open(order());
    gateway.move(ref, 'pay', {});
    await Promise.all([refund(wishFor(ref)), refund(wishFor(ref))]);
    expect(gateway.find(ref)?.refunded).toBe(50_000);
  });
});

describe('everything the twin says is heard', () => {
  test('about a checkout: paid, given back in part, disputed', async () => {
    const { provider, gateway, order, refund, told, hear } = together();
    const { ref } = await provider.open(order());
    gateway.move(ref, 'pay', {});
    const { refundRef } = await refund(wishFor(ref));
    gateway.move(ref, 'chargeback', {});
    const heard = new Map<string, Heard>();
    for (const notice of gateway.notices(ref)) heard.set(notice.says, await hear(notice));
    expect(Object.fromEntries(heard)).toEqual({
      'checkout.session.completed': { proven: { ref, status: 'paid', amount: cast.price } },
      'refund.created': { refund: refundRef, of: ref },
      'charge.refunded': { hint: ref },
      'charge.dispute.created': { hint: ref },
    });
    // what a call of ours has done is told as well
    expect(told.map(({ says }) => says)).toEqual(['refund.created', 'charge.refunded']);
    expect(await provider.ask(ref, cast.price)).toEqual({ ref, status: 'charged_back', amount: cast.price });
  });

  test.each([
    ['today', twin],
    ['before Basil', stripeSpeaking('2024-06-20')],
  ])('about an agreement, in the shapes of %s', async (_, speaking) => {
    const { provider, agreements, gateway, order, refund, told, hear, pass } = together(speaking);
    const { ref } = await agreements.open(order());
    gateway.move(ref, 'pay', {});
    const { ref: own } = await agreements.ask(ref);
    for (const notice of gateway.notices(ref))
      expect(await hear(notice)).toEqual({ agreement: notice.says === 'checkout.session.completed' ? ref : own });

    pass(32 * 24 * hour);
    const [renewal] = (await agreements.ask(own)).payments;
    if (!renewal) throw new Error('it did not renew');
    expect(told).not.toEqual([]);
    for (const notice of told.splice(0)) expect(await hear(notice)).toEqual({ agreement: own });

    // a renewal is a payment like any other: asked about, given back, disputed
    expect(await provider.ask(renewal.ref, cast.price)).toEqual({
      ref: renewal.ref,
      status: 'paid',
      amount: cast.price,
    });
    const { refundRef } = await refund(wishFor(renewal.ref));
    expect(await provider.ask(renewal.ref, cast.price)).toMatchObject({ refunded: { amount: 50_000 } });
    for (const notice of told.splice(0))
      expect(await hear(notice)).toEqual(
        notice.says === 'charge.refunded' ? { hint: renewal.ref } : { refund: refundRef, of: renewal.ref },
      );
    // the first payment is still known by its checkout
    expect(await provider.ask(ref, cast.price)).toEqual({ ref, status: 'paid', amount: cast.price });
  });

  test('a renewal that fails leads to where it can be paid, until it is over', async () => {
    const { agreements, gateway, order, pass, hear, told } = together();
    const { ref } = await agreements.open(order());
    gateway.move(ref, 'pay', {});
    gateway.move(ref, 'decline', {});
    pass(31 * 24 * hour);
    const behind = await agreements.ask(ref);
    expect(behind).toMatchObject({ status: 'past_due', payUrl: `http://gateway.test/pay/${behind.ref}` });
    expect(behind.payments).toHaveLength(1);
    pass(15 * 24 * hour);
    expect(await agreements.ask(ref)).toMatchObject({ status: 'ended', payUrl: null });
    expect(told.at(-1)?.says).toBe('customer.subscription.deleted');
    expect(await hear(told.at(-1)!)).toEqual({ agreement: behind.ref });
  });

  test('an event is good for five minutes, and not for a sixth', async () => {
    const { provider, gateway, order, hear, pass } = together();
    const { ref } = await provider.open(order());
    gateway.move(ref, 'pay', {});
    const [notice] = gateway.notices(ref);
    pass(300_000);
    expect(await hear(notice!)).toHaveProperty('proven');
    pass(1000);
    await expect(hear(notice!)).rejects.toMatchObject({ trouble: 'refused' });
    // sent again, it is signed again
    expect(await hear(gateway.notices(ref)[0]!)).toHaveProperty('proven');
  });
});

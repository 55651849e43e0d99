import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { GatewayTrouble, type Heard } from '../provider.ts';
import { isSigned } from './stripe-signature.ts';
import { stripe } from './stripe.ts';

const secret = 'whsec_local_sim';
const now = new Date('2026-03-01T10:00:00Z');
const stamp = now.getTime() / 1000;

const sign = (body: string, { by = secret, at = stamp }: { by?: string; at?: number } = {}) =>
  createHmac('sha256', by).update(`${at}.${body}`).digest('hex');
const header = (body: string, at = stamp) => `t=${at},v1=${sign(body, { at })}`;

/** What Stripe answers to a look-up, by address. */
type Answers = Record<string, unknown>;
function listening(answers: Answers = {}, secrets = secret) {
  const asked: string[] = [];
  const provider = stripe.connect({
    env: { STRIPE_SECRET_KEY: 'sk_test_x', STRIPE_WEBHOOK_SECRET: secrets, GATEWAY_PATIENCE_MS: '60' },
    now: () => now,
    fetch: async (input) => {
      const url = new URL(String(input));
      asked.push(`${url.pathname}${decodeURIComponent(url.search)}`);
      const answer = answers[url.pathname];
      if (answer === undefined) throw new TypeError('fetch failed');
      return Response.json(answer);
    },
  });
  if (!provider) throw new Error('the driver has its keys and opened nothing');
  return { provider, asked };
}
const callOf = (body: string, signature: string | null) =>
  new Request('https://site.test/api/payments/webhook/stripe', {
    method: 'POST',
    body,
    headers: signature === null ? {} : { 'stripe-signature': signature },
  });

describe('the signature', () => {
  test('of the reference’s vector', () => {
    const bytes = new TextEncoder().encode('{"id":"evt_local_1","object":"event"}');
    const vector = '29d1f7773e15a716d78068b08e5a2fd89f9d1c4bd0a0c1fefa45d10c2a7d70ca';
    const at = new Date(1_760_000_000_000);
    expect(isSigned({ header: `t=1760000000,v1=${vector}`, bytes, at }, [secret])).toBe(true);
    expect(isSigned({ header: `t=1760000001,v1=${vector}`, bytes, at }, [secret])).toBe(false);
    expect(isSigned({ header: `t=1760000000,v1=${vector}`, bytes: bytes.slice(1), at }, [secret])).toBe(false);
    expect(isSigned({ header: `t=1760000000,v1=${vector}`, bytes, at }, ['whsec_other'])).toBe(false);
  });

  const body = '{\n  "id": "evt_1",\n  "type": "x",\n  "data": { "object": {} }\n}';
  const good = sign(body);
  const wrong = sign(body, { by: 'whsec_somebody_else' });
  const heard = (signature: string | null, said = body, secrets = secret) =>
    listening({}, secrets)
      .provider.hear(callOf(said, signature))
      .then(
        () => 'heard',
        (fault: unknown) => (fault instanceof GatewayTrouble ? fault.trouble : String(fault)),
      );

  test.each([
    ['one', `t=${stamp},v1=${good}`],
    ['the second of two', `t=${stamp},v1=${wrong},v1=${good}`],
    ['beside another scheme', `t=${stamp},v0=${wrong},v1=${good},v2=abc`],
    ['with room between', `t=${stamp}, v1=${good}`],
    ['in capitals', `t=${stamp},v1=${good.toUpperCase()}`],
    ['in another order', `v1=${good},t=${stamp}`],
  ])('%s counts', async (_, signature) => expect(await heard(signature)).toBe('heard'));
  test.each([
    ['none', null],
    ['an empty one', ''],
    ['no stamp', `v1=${good}`],
    ['an empty stamp', `t=,v1=${good}`],
    ['a stamp that is no number', `t=now,v1=${good}`],
    ['a stamp below nothing', `t=-1,v1=${good}`],
    ['no signature', `t=${stamp}`],
    ['an empty signature', `t=${stamp},v1=`],
    ['a short one', `t=${stamp},v1=${good.slice(2)}`],
    ['one that is no hex', `t=${stamp},v1=${'z'.repeat(64)}`],
    ['the older scheme alone', `t=${stamp},v0=${good}`],
    ['somebody else’s', `t=${stamp},v1=${wrong}`],
    ['noise', 'true'],
    ['a list', `["t=${stamp},v1=${good}"]`],
    // two headers of one name reach us with a comma between them
    ['two headers', `t=${stamp},v1=${good}, t=${stamp},v1=${good}`],
    ['more than anybody has secrets', `t=${stamp},${Array.from({ length: 17 }, () => `v1=${good}`).join(',')}`],
  ])('%s is refused', async (_, signature) => expect(await heard(signature)).toBe('refused'));

  test.each([
    [0, 'heard'],
    [-300, 'heard'],
    [300, 'heard'],
    [-301, 'refused'],
    // a stamp of tomorrow could be played back all day
    [301, 'refused'],
    [86_400, 'refused'],
  ])('stamped %i seconds from now: %s', async (seconds, what) => {
    expect(await heard(header(body, stamp + seconds))).toBe(what);
  });
  test('is over the bytes as they came, not as a parser would write them', async () => {
    expect(await heard(header(body), JSON.stringify(JSON.parse(body)))).toBe('refused');
    const arabic = '{"type":"x","data":{"object":{"name":"حفلة زفاف"}}}';
    expect(await heard(header(arabic), arabic)).toBe('heard');
  });
  test('while a secret is replaced, either of ours counts', async () => {
    const both = 'whsec_new, whsec_local_sim';
    expect(await heard(`t=${stamp},v1=${good}`, body, both)).toBe('heard');
    expect(await heard(`t=${stamp},v1=${sign(body, { by: 'whsec_new' })}`, body, both)).toBe('heard');
    // the list itself is no secret
    expect(await heard(`t=${stamp},v1=${sign(body, { by: both })}`, body, both)).toBe('refused');
  });
});

async function hear(type: string, object: unknown, answers?: Answers): Promise<Heard & { asked: string[] }> {
  const { provider, asked } = listening(answers);
  const body = JSON.stringify({
    id: 'evt_1A',
    object: 'event',
    api_version: '2026-07-29.dahlia',
    type,
    data: { object },
  });
  return { ...(await provider.hear(callOf(body, header(body)))), asked };
}

describe('a checkout’s event', () => {
  // as the reference shows it
  const completed = {
    id: 'cs_test_a1B2c3',
    object: 'checkout.session',
    status: 'complete',
    payment_status: 'paid',
    payment_intent: 'pi_1A',
    client_reference_id: 'BK-7F3A',
    amount_total: 150_000,
    currency: 'mad',
    metadata: { booking_id: 'bk_7f3a' },
  };
  const amount = { amount: 150_000, currency: 'MAD' };
  const ref = completed.id;
  test.each<[string, string, object, Heard]>([
    ['paid', 'completed', completed, { proven: { ref, status: 'paid', amount: { amount: 150_000, currency: 'MAD' } } }],
    [
      'paid later',
      'async_payment_succeeded',
      completed,
      { proven: { ref, status: 'paid', amount: { amount: 150_000, currency: 'MAD' } } },
    ],
    ['a debit to come', 'completed', { ...completed, payment_status: 'unpaid' }, { hint: ref }],
    ['a sum in yen', 'completed', { ...completed, currency: 'jpy' }, { hint: ref }],
    ['no sum', 'completed', { ...completed, amount_total: undefined }, { hint: ref }],
    ['half a cent', 'completed', { ...completed, amount_total: 1.5 }, { hint: ref }],
    ['a type nobody knows', 'surprised', { ...completed, status: 'open' }, { hint: ref }],
    ['nothing we can name', 'completed', { ...completed, id: 7 }, { nothing: true }],
    // the opening of an agreement was answered with its checkout, so that is what it is known by
    [
      'of an agreement',
      'completed',
      { ...completed, mode: 'subscription', subscription: 'sub_1A', payment_intent: null },
      { agreement: ref },
    ],
  ])('%s', async (_, type, object, means) => {
    expect(await hear(`checkout.session.${type}`, object)).toEqual({ ...means, asked: [] });
  });
  test('failed, and run out', async () => {
    expect(
      await hear('checkout.session.async_payment_failed', { ...completed, payment_status: 'unpaid' }),
    ).toMatchObject({ proven: { ref, status: 'failed', reason: 'declined', amount } });
    expect(
      await hear('checkout.session.expired', { ...completed, status: 'expired', payment_status: 'unpaid' }),
    ).toMatchObject({ proven: { ref, status: 'failed', reason: 'expired', amount } });
  });
});

describe('an agreement’s event names the agreement', () => {
  const invoice = { id: 'in_1A', object: 'invoice', status: 'paid', amount_paid: 9900, currency: 'mad' };
  test.each<[string, string, object]>([
    [
      'an invoice since Basil',
      'invoice.paid',
      { ...invoice, parent: { type: 'subscription_details', subscription_details: { subscription: 'sub_1A' } } },
    ],
    ['an invoice of before', 'invoice.payment_failed', { ...invoice, subscription: 'sub_1A' }],
    [
      'an invoice with the whole of it inside',
      'invoice.paid',
      { ...invoice, subscription: { id: 'sub_1A', object: 'subscription' } },
    ],
    [
      'an invoice that names it in its lines alone',
      'invoice.payment_action_required',
      { ...invoice, lines: { data: [{ amount: 1, subscription: 'sub_1A' }] } },
    ],
    ['itself', 'customer.subscription.deleted', { id: 'sub_1A', object: 'subscription', status: 'canceled' }],
  ])('%s', async (_, type, object) => {
    expect(await hear(type, object)).toEqual({ agreement: 'sub_1A', asked: [] });
  });
  test('an invoice of something else is nothing of ours', async () => {
    expect(await hear('invoice.paid', invoice)).toEqual({ nothing: true, asked: [] });
  });
});

describe('money that goes back is looked up by its payment intent', () => {
  const byCheckout = { '/v1/checkout/sessions': { data: [{ id: 'cs_test_a1B2c3' }] } };
  const byInvoice = { '/v1/checkout/sessions': { data: [] }, '/v1/invoice_payments': { data: [{ invoice: 'in_1A' }] } };
  const nobody = { '/v1/checkout/sessions': { data: [] }, '/v1/invoice_payments': { data: [] } };
  const refund = { id: 're_1A', object: 'refund', amount: 50_000, status: 'succeeded', payment_intent: 'pi_1A' };
  const charge = { id: 'ch_1A', object: 'charge', amount_refunded: 50_000, refunded: false, payment_intent: 'pi_1A' };
  const dispute = {
    id: 'dp_1A',
    object: 'dispute',
    amount: 150_000,
    status: 'needs_response',
    payment_intent: 'pi_1A',
  };
  test.each<[string, string, object, Answers, Heard]>([
    ['a refund of a checkout', 'refund.created', refund, byCheckout, { refund: 're_1A', of: 'cs_test_a1B2c3' }],
    ['a refund that failed', 'refund.failed', refund, byCheckout, { refund: 're_1A', of: 'cs_test_a1B2c3' }],
    ['its older name', 'charge.refund.updated', refund, byCheckout, { refund: 're_1A', of: 'cs_test_a1B2c3' }],
    ['a refund of a renewal', 'refund.updated', refund, byInvoice, { refund: 're_1A', of: 'in_1A' }],
    ['a refund of nothing of ours', 'refund.updated', refund, nobody, { refund: 're_1A', of: null }],
    // a charge that was refunded in part is no refund: how much went back is asked for
    ['a charge', 'charge.refunded', charge, byCheckout, { hint: 'cs_test_a1B2c3' }],
    ['a dispute', 'charge.dispute.created', dispute, byCheckout, { hint: 'cs_test_a1B2c3' }],
    ['the end of a dispute', 'charge.dispute.closed', dispute, byInvoice, { hint: 'in_1A' }],
    ['a dispute of nothing of ours', 'charge.dispute.created', dispute, nobody, { nothing: true }],
  ])('%s', async (_, type, object, answers, means) => {
    const { asked, ...heard } = await hear(type, object, answers);
    expect(heard).toEqual(means);
    expect(asked[0]).toBe('/v1/checkout/sessions?payment_intent=pi_1A&limit=1');
  });
  test('without one there is nothing to look for', async () => {
    expect(await hear('refund.updated', { ...refund, payment_intent: null })).toEqual({
      refund: 're_1A',
      of: null,
      asked: [],
    });
    expect(await hear('charge.refunded', { id: 'ch_1A' })).toEqual({ nothing: true, asked: [] });
  });
  test('when Stripe cannot be asked the call is not lost: it comes again', async () => {
    const fault = await hear('refund.updated', refund).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(GatewayTrouble);
    expect((fault as GatewayTrouble).trouble).not.toBe('refused');
  });
});

describe('everything else that is signed', () => {
  test.each<[string, string]>([
    ['another type', JSON.stringify({ type: 'payout.paid', data: { object: { id: 'po_1' } } })],
    ['no type', JSON.stringify({ data: { object: {} } })],
    ['no object', JSON.stringify({ type: 'checkout.session.completed' })],
    ['an object of null', JSON.stringify({ type: 'invoice.paid', data: { object: null } })],
    ['the vector', '{"id":"evt_local_1","object":"event"}'],
    ['a list', '[1,2]'],
    ['no JSON', '<html>'],
    ['nothing', ''],
  ])('%s is nothing of ours', async (_, body) => {
    expect(await listening().provider.hear(callOf(body, header(body)))).toEqual({ nothing: true });
  });
});

test('a call is thanked with a plain success, a browser is sent home', async () => {
  const { provider } = listening();
  expect(provider.thanks({ method: 'POST', home: 'https://site.test/' }).status).toBe(200);
  const sent = provider.thanks({ method: 'GET', home: 'https://site.test/' });
  expect([sent.status, sent.headers.get('location')]).toEqual([303, 'https://site.test/']);
});

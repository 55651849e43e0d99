import { randomInt, randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Gateway, Notice, Twin, TwinDeps, TwinPayment } from './gateway.ts';
import {
  act,
  aged,
  fastpayPaymentSchema,
  initiated,
  initiationSchema,
  isPaid,
  pageEnds,
  refunded,
  type FastpayPayment,
} from './fastpay-payment.ts';

/**
 * FastPay's payment gateway as its collection and integrators describe it: HTTP 200 around every outcome, credentials in
 * every body, an order nobody paid that cannot be told from one nobody made, notices of success alone.
 */
export const fastpay: Twin = {
  driver: 'fastpay',
  open: openFastpay,
  env: (baseUrl, secret) => ({
    FASTPAY_BASE_URL: baseUrl,
    FASTPAY_STORE_ID: storeId,
    FASTPAY_STORE_PASSWORD: secret('fastpay-store-password'),
    FASTPAY_REFUND_SECRET_KEY: secret('fastpay-refund-secret'),
  }),
};

const storeId = '000001_001';
const root = '/api/v1/public/pgw/payment/';
const payer = { name: 'Sara A', mobile: '+9647500000001' };

const refundSchema = z.object({
  msisdn: z
    .string('The msisdn field is required.')
    .regex(/^\+?964\d{10}$/, 'The msisdn must be a FastPay wallet number.'),
  amount: z.int('The amount must be an integer.').gt(0, 'The amount must be at least 1.'),
  refund_secret_key: z.string('The refund secret key field is required.'),
});

function openFastpay(deps: TwinDeps): Gateway {
  const remembered = z.array(fastpayPaymentSchema).safeParse(deps.memory.load());
  const payments = new Map((remembered.success ? remembered.data : []).map((payment) => [payment.orderId, payment]));
  let answers = 0;

  const keep = (payment: FastpayPayment): FastpayPayment => {
    payments.set(payment.orderId, payment);
    deps.memory.save([...payments.values()]);
    return payment;
  };
  const look = (ref: string): FastpayPayment | null => {
    const before = payments.get(ref);
    if (!before) return null;
    const after = aged(before, deps.now());
    return after === before ? before : keep(after);
  };
  /** The code is a number in one answer and a text in the next: both are out there. */
  const say = (code: number, messages: string[], data: unknown = null): Response => {
    answers += 1;
    return Response.json({ code: answers % 2 === 0 ? String(code) : code, messages, data });
  };
  const invalid = (error: z.ZodError): Response =>
    say(
      422,
      error.issues.map(({ message }) => message),
    );

  const initiate = (body: unknown): Response => {
    const order = initiationSchema.safeParse(body);
    if (!order.success) return invalid(order.error);
    const before = look(order.data.order_id);
    // nobody has published what a paid order id answers; that it makes no second page is certain
    if (before && isPaid(before)) return say(422, ['The order id has already been taken.']);
    const ids = { token: randomUUID(), transactionId: `AX${letters(8)}` };
    const payment = keep(initiated(order.data, ids, before, deps.now()));
    return say(200, ['Payment Initiation request processed successfully.'], {
      redirect_uri: `${deps.payPage(payment.orderId)}?token=${payment.token}`,
    });
  };

  const refund = (payment: FastpayPayment, body: unknown): Response => {
    const wish = refundSchema.safeParse(body);
    if (!wish.success) return invalid(wish.error);
    if (wish.data.refund_secret_key !== deps.secret('fastpay-refund-secret'))
      return say(422, ['Invalid secret key given.']);
    const next = refunded(payment, wish.data.amount);
    if (typeof next === 'string') return say(422, [next]);
    keep(next);
    return say(200, ['messages.successfully_refund'], {
      summary: {
        recipient: {
          name: payer.name,
          mobile_number: wish.data.msisdn,
          avatar: 'https://staging-asset.fast-pay.iq/a.jpeg',
        },
        invoice_id: `CX${letters(8)}`,
      },
    });
  };

  const handle = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const leaf = pathname.startsWith(root) ? pathname.slice(root.length) : '';
    if (!['initiation', 'validate', 'refund', 'refund/validation'].includes(leaf))
      return new Response('Not Found', { status: 404 });
    if (request.method !== 'POST') return new Response('Method Not Allowed', { status: 405 });
    const body: unknown = await request.json().catch(() => null);
    const login = z.object({ store_id: z.string(), store_password: z.string() }).safeParse(body);
    if (login.data?.store_id !== storeId || login.data.store_password !== deps.secret('fastpay-store-password'))
      return say(422, ['Sorry! The Store ID and Store Password combination is wrong.']);
    if (leaf === 'initiation') return initiate(body);

    const named = z.object({ order_id: z.string() }).safeParse(body);
    if (!named.success) return say(422, ['The order id field is required.']);
    const payment = look(named.data.order_id);
    if (!payment || !isPaid(payment)) return say(404, ['Sorry! No transaction has been found against your Order ID.']);
    if (leaf === 'refund') return refund(payment, body);
    if (leaf === 'refund/validation')
      return say(200, [], {
        order_id: payment.orderId,
        refund_status: payment.state === 'Refunded',
        status_checked_at: inBaghdad(deps.now().toISOString()),
      });
    return say(200, [], transaction(payment));
  };

  return {
    driver: 'fastpay',
    title: 'FastPay',
    // how often FastPay repeats a notice is not published
    retries: 3,
    settled: (status) => status >= 200 && status < 300,
    asksForToken: () => false,
    errorInSuccess: () => say(422, ['Sorry! The Store ID and Store Password combination is wrong.']),
    handle,
    payments: () => [...payments.keys()].flatMap((ref) => shown(look(ref))).toReversed(),
    find: (ref) => shown(look(ref))[0] ?? null,
    move: (ref, deed, details) => {
      const payment = look(ref);
      if (!payment) return null;
      const next = act(payment, deed, details, deps.now());
      return 'refused' in next ? next : (shown(keep(next))[0] ?? null);
    },
    notices: (ref) => {
      const payment = look(ref);
      return payment && isPaid(payment) ? noticeOf(payment) : [];
    },
    // only a success is ever told, so only a success can be claimed
    forge: (ref, deed) => {
      const payment = look(ref);
      if (!payment || deed !== 'pay') return null;
      const claim = { ...payment, paidAt: deps.now().toISOString(), receivedAmount: payment.billAmount };
      return noticeOf(claim)[0] ?? null;
    },
    tick: () => {
      for (const ref of payments.keys()) look(ref);
    },
  };
}

/** What validate answers and a notice says: everything once under its newer and once under its older name. */
function transaction(payment: FastpayPayment): Record<string, unknown> {
  const at = inBaghdad(payment.paidAt ?? payment.createdAt);
  return {
    gw_transaction_id: payment.transactionId,
    merchant_order_id: payment.orderId,
    received_amount: (payment.receivedAmount ?? 0).toFixed(2),
    currency: 'IQD',
    customer_name: payer.name,
    customer_mobile_number: payer.mobile,
    at,
    transaction_id: payment.transactionId,
    order_id: payment.orderId,
    customer_account_no: payer.mobile,
    status: 'Success',
    received_at: at,
  };
}

/** Unsigned, and told of a success alone. */
function noticeOf(payment: FastpayPayment): Notice[] {
  if (payment.callbackUrl === null) return [];
  return [
    {
      ref: payment.orderId,
      says: 'Success',
      url: payment.callbackUrl,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(transaction(payment)),
    },
  ];
}

function shown(payment: FastpayPayment | null): TwinPayment[] {
  if (!payment) return [];
  return [
    {
      ref: payment.orderId,
      state: payment.state,
      open: payment.state === 'Initiated',
      amount: payment.billAmount,
      paidAmount: payment.receivedAmount,
      refunded: payment.refundedAmount ?? 0,
      currency: 'IQD',
      description: payment.description,
      code: null,
      callbackUrl: payment.callbackUrl,
      returnUrl: isPaid(payment) ? payment.successUrl : payment.cancelUrl,
      createdAt: payment.createdAt,
      expiresAt: pageEnds(payment),
    },
  ];
}

/** `2026-03-01 13:12:41`: the clock on a wall in Baghdad, three hours ahead, without saying so. */
const inBaghdad = (at: string): string =>
  new Date(Date.parse(at) + 3 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789';
const letters = (length: number): string => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');

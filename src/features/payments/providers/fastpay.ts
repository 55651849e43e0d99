import * as z from 'zod';
import {
  GatewayTrouble,
  type Driver,
  type DriverDeps,
  type Order,
  type PaymentProvider,
  type Powers,
  type RefundReport,
  type RefundWish,
} from '../provider.ts';
import { call } from './call.ts';
import {
  invoiceOf,
  isOrderId,
  orderIdOf,
  orderNamedIn,
  pageOf,
  readEnvelope,
  readRefundCheck,
  readTransaction,
  saysAlreadyRefunded,
  saysAlreadyThere,
  saidNothing,
  type Found,
  type Said,
} from './fastpay-words.ts';

const name = 'fastpay';

const settings = z.object({
  FASTPAY_BASE_URL: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')),
  FASTPAY_STORE_ID: z.string().min(1),
  FASTPAY_STORE_PASSWORD: z.string().min(1),
  FASTPAY_REFUND_SECRET_KEY: z.string().optional(),
  /** how long we offer their page: FastPay says nothing of it */
  FASTPAY_PAYABLE_MINUTES: z.coerce.number().int().min(5).max(1440).default(60),
  GATEWAY_PATIENCE_MS: z.coerce.number().int().positive().default(8000),
});

const powers: Powers = {
  currencies: ['IQD'],
  amountFormat: 'whole dinars, as an integer',
  reference: 'ours',
  reopens: true,
  cancel: false,
  refund: 'partial',
  trust: 'hint',
  notifies: 'success_only',
  address: 'payment',
  recurring: false,
  windows: { payable: 3_600_000, refundable: null, askable: null },
};

const inside = (words: string, most: number): string => [...words].slice(0, most).join('');

/** Turned away before it was read. */
const turnedAway = (code: number | null): boolean => code === 401 || code === 403 || code === 429;
/** A plain no: nothing was done. */
const plainNo = (code: number | null): code is number => code !== null && code >= 400 && code < 500 && code !== 408;

function connect({ env, fetch, now }: DriverDeps): PaymentProvider | null {
  if (!env.FASTPAY_BASE_URL || !env.FASTPAY_STORE_ID || !env.FASTPAY_STORE_PASSWORD) return null;
  const keys = settings.parse(env);
  const payable = keys.FASTPAY_PAYABLE_MINUTES * 60_000;
  const deps = { fetch, patience: keys.GATEWAY_PATIENCE_MS };
  // somebody's page waits for the answer, and an unanswered question costs nothing
  const asking = { fetch, patience: Math.min(deps.patience, 4000) };

  /** Store id and password travel in every body: no body is ever quoted, in an error or elsewhere. */
  async function send(step: string, leaf: string, patience: typeof deps, fields: object): Promise<Said> {
    const url = `${keys.FASTPAY_BASE_URL}/api/v1/public/pgw/payment/${leaf}`;
    const credentials = { store_id: keys.FASTPAY_STORE_ID, store_password: keys.FASTPAY_STORE_PASSWORD };
    const answer = await call(name, step, patience, url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ ...credentials, ...fields }),
    });
    return readEnvelope(answer);
  }

  async function open(order: Order) {
    const ref = orderIdOf(order.attemptId);
    const trouble = (kind: 'refused' | 'unavailable' | 'in_doubt', status: number | null, code?: string) =>
      new GatewayTrouble(kind, name, 'create', {
        ...(status !== null && { status }),
        ...(code !== undefined && { code }),
        ...(kind === 'in_doubt' && { ref }),
      });
    const { amount, currency } = order.amount;
    if (currency !== 'IQD') throw trouble('refused', null, 'dinars_only');
    // the cart is text that holds JSON: a list is turned down
    const cart = [{ name: inside(order.description, 100), qty: 1, unit_price: amount, sub_total: amount }];
    const said = await send('create', 'initiation', deps, {
      order_id: ref,
      bill_amount: amount,
      currency,
      cart: JSON.stringify(cart),
      success_url: order.returnUrl,
      cancel_url: order.returnUrl,
      callback_url: order.callbackUrl,
    }).catch((fault: unknown): never => {
      const lost = fault instanceof GatewayTrouble && fault.trouble === 'in_doubt';
      throw lost ? trouble('in_doubt', null, 'no_answer') : fault;
    });
    if (said.code === 200) {
      const url = pageOf(said.data);
      if (url === null) throw trouble('in_doubt', 200, 'no_way_to_pay');
      const end = Math.min(order.expiresAt.getTime(), now().getTime() + payable);
      return { ref, next: { type: 'redirect' as const, url }, expiresAt: new Date(end) };
    }
    if (turnedAway(said.code)) throw trouble('unavailable', said.code);
    if (!plainNo(said.code)) throw trouble('in_doubt', said.code, said.code === null ? 'unreadable' : undefined);
    throw saysAlreadyThere(said) ? trouble('in_doubt', said.code, 'order_known') : trouble('refused', said.code);
  }

  /** A question that went unanswered has changed nothing, whatever was to follow it. */
  const question = async (step: string, leaf: string, ref: string): Promise<Said> =>
    send(step, leaf, asking, { order_id: ref }).catch((fault: unknown): never => {
      const lost = fault instanceof GatewayTrouble && fault.trouble === 'in_doubt';
      throw lost ? new GatewayTrouble('unavailable', name, step, { code: 'no_answer' }) : fault;
    });

  /** Null: nobody has paid, or there is no such order; FastPay says the same to both. */
  async function find(step: string, ref: string): Promise<Found | null> {
    if (!isOrderId(ref)) throw new GatewayTrouble('refused', name, step, { code: 'no_order_id' });
    const said = await question(step, 'validate', ref);
    if (said.code === 404 && said.own) return null;
    if (said.code !== 200)
      throw new GatewayTrouble('unavailable', name, step, {
        ...(said.code === null ? { code: 'unreadable' } : { status: said.code }),
      });
    const found = readTransaction(ref, said.data);
    // a yes without a sum, or about another order, is no answer: waving it through as unpaid could make somebody pay twice
    if (typeof found === 'string') throw new GatewayTrouble('unavailable', name, step, { code: found });
    return found;
  }

  async function hasGoneBack(ref: string): Promise<boolean> {
    const answer = readRefundCheck(ref, await question('refund check', 'refund/validation', ref));
    if (answer === null) throw new GatewayTrouble('unavailable', name, 'refund check', { code: 'unreadable' });
    return answer;
  }

  const refundKey = keys.FASTPAY_REFUND_SECRET_KEY;

  /**
   * FastPay's refund call takes no reference of ours, and its check says whether money of the order went back, never how
   * much. So the check comes first, and again after every doubt, and one order gets one refund from us: a second part
   * could not be told from a repetition of the first, and goes to a person. Two things cannot be known from here: a
   * refund made by hand in their panel looks like ours; and a call that died on its way and is carried out after we
   * asked would meet a repetition, and only their own "already refunded" keeps that from paying twice.
   */
  async function refund(wish: RefundWish): Promise<RefundReport> {
    const { ref, amount, refundRef } = wish;
    const refused = (code: string) => new GatewayTrouble('refused', name, 'refund', { code });
    if (refundRef !== null) return { status: 'done', refundRef };
    if (wish.refundedBefore.amount > 0) throw refused('second_part');
    const found = await find('refund', ref);
    if (found?.report.status !== 'paid') throw refused('not_paid');
    const { amount: received } = found.report;
    if (amount.currency !== received.currency || amount.amount > received.amount || amount.amount <= 0)
      throw refused('more_than_paid');
    if (found.wallet === null) throw refused('no_wallet');
    if (await hasGoneBack(ref)) return { status: 'done', refundRef: null };
    const said = await send('refund', 'refund', deps, {
      order_id: ref,
      msisdn: found.wallet,
      amount: amount.amount,
      refund_secret_key: refundKey,
    }).catch((fault: unknown): Said => {
      if (fault instanceof GatewayTrouble && fault.trouble === 'in_doubt') return saidNothing;
      throw fault;
    });
    if (said.code === 200) return { status: 'done', refundRef: invoiceOf(said.data) };
    if (turnedAway(said.code)) throw new GatewayTrouble('unavailable', name, 'refund', { status: said.code ?? 0 });
    if (saysAlreadyRefunded(said)) return { status: 'done', refundRef: null };
    if (plainNo(said.code)) throw new GatewayTrouble('refused', name, 'refund', { status: said.code });
    if (await hasGoneBack(ref).catch(() => false)) return { status: 'done', refundRef: null };
    throw new GatewayTrouble('in_doubt', name, 'refund', said.code === null ? { code: 'lost' } : { status: said.code });
  }

  const refunds: Pick<PaymentProvider, 'refund' | 'askRefund'> = {
    refund,
    async askRefund({ ref, refundRef, refundedBefore }) {
      if (refundRef !== null) return { status: 'done', refundRef };
      // with an earlier part on record the check would answer for that one
      if (refundedBefore.amount > 0) throw new GatewayTrouble('refused', name, 'refund check', { code: 'second_part' });
      return { status: (await hasGoneBack(ref)) ? 'done' : 'pending', refundRef: null };
    },
  };

  return {
    name,
    powers: {
      ...powers,
      refund: refundKey ? powers.refund : 'none',
      windows: { ...powers.windows, payable },
    },
    reference: orderIdOf,
    open,
    ask: async (ref) => (await find('status', ref))?.report ?? { ref, status: 'pending' },
    ...(refundKey && refunds),
    hear: async (request) => ({ hint: orderNamedIn(await request.text()) }),
    thanks: () => new Response(null, { status: 200 }),
  };
}

/**
 * FastPay's hosted page for its wallets. HTTP says 200 whatever happened, credentials are part of every body, and only a
 * success is ever told or found: an order nobody paid and an order nobody made look alike, so both are `pending` here
 * and end by our own clock. Without the refund secret there is a gateway that gives nothing back by itself.
 */
export const fastpay: Driver = {
  name,
  title: 'FastPay',
  powers,
  keys: [
    {
      name: 'FASTPAY_BASE_URL',
      needed: true,
      secret: false,
      what: 'https://apigw-merchant.fast-pay.iq, or the staging address',
    },
    { name: 'FASTPAY_STORE_ID', needed: true, secret: false, what: 'Store Configuration in the merchant panel' },
    { name: 'FASTPAY_STORE_PASSWORD', needed: true, secret: true, what: 'Store Configuration in the merchant panel' },
    {
      name: 'FASTPAY_REFUND_SECRET_KEY',
      needed: false,
      secret: true,
      what: 'Store Details in the merchant panel; without it refunds are paid by hand',
    },
    {
      name: 'FASTPAY_PAYABLE_MINUTES',
      needed: false,
      secret: false,
      what: 'how long their page is offered, 5 to 1440 (60 by default)',
    },
  ],
  toConfirm: [
    'How long a payment page stays payable (we assume 60 minutes), and whether a payment can still arrive later.',
    'How often the notice of a payment is repeated, and which reply ends it (we answer 200).',
    'Whether an order may be refunded in several parts. We send one refund per order; a second part is paid by hand.',
    'How a second initiation with the order id of a paid order is answered.',
    'Whether received_amount is what the payer paid, before any fee.',
    'Which parameters are added to the return addresses, and the time zone of dates (neither is used).',
    'What refund/validation says of an order that was never refunded (we take 404 for "not refunded").',
  ],
  connect,
};

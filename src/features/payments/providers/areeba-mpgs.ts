import { createHash, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import type { Locale } from '../../../core/locale.ts';
import { isCurrency } from '../../../core/money.ts';
import {
  GatewayTrouble,
  type Driver,
  type DriverDeps,
  type Opened,
  type Order,
  type PaymentProvider,
  type Powers,
  type RefundReport,
  type RefundWish,
} from '../provider.ts';
import type { Report } from '../rules.ts';
import { aboutIn, decimalOf, noticeIn, readOrder, readRefund, refusalIn, sessionIn } from './areeba-mpgs-words.ts';
import { call, type Answer } from './call.ts';

/**
 * areeba outside Iraq: Mastercard's gateway (areeba in Iraq is a house of IXOPAY and has a driver of its own, so the
 * settings of this one are called AREEBA_MPGS_…). An order exists there from the payer's first try with a card; before
 * that it is "not found", which means pending. A card that was declined may be tried again on the same page: a later
 * success is late money, as everywhere. What the browser brings back (`resultIndicator`) is not looked at.
 * Nobody has confirmed for areeba: how long a session lives, the page's address below version 63, dinars.
 */
const name = 'areeba-mpgs';

const settings = z.object({
  AREEBA_MPGS_BASE_URL: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')),
  AREEBA_MPGS_API_VERSION: z.coerce.number().int().min(51).max(999).default(100),
  AREEBA_MPGS_MERCHANT_ID: z.string().regex(/^[\w-]{1,40}$/),
  AREEBA_MPGS_API_PASSWORD: z.string().min(1),
  AREEBA_MPGS_WEBHOOK_SECRET: z.string().min(16).optional(),
  AREEBA_MPGS_MERCHANT_NAME: z.string().min(1).max(40).default('Mawahib'),
  AREEBA_MPGS_CURRENCIES: z
    .string()
    .transform((list) => list.split(',').map((one) => one.trim()))
    .pipe(z.array(z.string().refine(isCurrency)).min(1))
    .default(['USD']),
  GATEWAY_PATIENCE_MS: z.coerce.number().int().positive().default(8000),
});
const needed = ['AREEBA_MPGS_BASE_URL', 'AREEBA_MPGS_MERCHANT_ID', 'AREEBA_MPGS_API_PASSWORD'] as const;

/** The first version that knows `INITIATE_CHECKOUT`. */
const initiates = 63;

/** The page speaks Arabic, English and French; readers of Sorani are nearest to the first. */
const languages: Record<Locale, string> = { ar: 'ar', ckb: 'ar', en: 'en', fr: 'fr' };

const inside = (text: string, most: number): string => [...text].slice(0, most).join('');

/** Our ids as they are, where they fit the forty letters of a reference. */
const referenceOf = (id: string): string =>
  /^[\w-]{1,40}$/.test(id) ? id : createHash('sha256').update(id).digest('hex').slice(0, 40);

/** Compared as digests: neither the place of the first difference nor the length shows in the time it takes. */
const same = (given: string, secret: string): boolean => {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
};

const powers: Powers = {
  currencies: ['USD'],
  amountFormat: 'major units with two decimals, as a string: "115.00"; dinars without decimals',
  reference: 'ours',
  reopens: true,
  cancel: false,
  refund: 'partial',
  trust: 'secret',
  notifies: 'every_change',
  address: 'payment',
  recurring: false,
  windows: { payable: null, refundable: null, askable: null },
};

/** A plain yes passes; everything else says whether the call may have been carried out. */
function mustBeYes(step: string, { status, ok, body }: Answer): void {
  const refusal = refusalIn(body);
  const facts = { status, ...(refusal && { code: /^[A-Z_]{1,40}$/.test(refusal.cause) ? refusal.cause : 'other' }) };
  // a busy or unauthorised answer is given before the call is read
  if (status === 401 || status === 403 || status === 429 || refusal?.cause === 'SERVER_BUSY')
    throw new GatewayTrouble('unavailable', name, step, facts);
  if (refusal?.cause === 'SERVER_FAILED') throw new GatewayTrouble('in_doubt', name, step, facts);
  if (refusal && status < 500) throw new GatewayTrouble('refused', name, step, facts);
  if (status >= 400 && status < 500 && status !== 408) throw new GatewayTrouble('refused', name, step, facts);
  if (!ok) throw new GatewayTrouble('in_doubt', name, step, facts);
}

function connect({ env, fetch }: DriverDeps): PaymentProvider | null {
  if (needed.some((key) => !env[key])) return null;
  // a line left empty in a file of settings is a setting left out
  const keys = settings.parse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  const merchant = keys.AREEBA_MPGS_MERCHANT_ID;
  const version = keys.AREEBA_MPGS_API_VERSION;
  const secret = keys.AREEBA_MPGS_WEBHOOK_SECRET;
  const moving = { fetch, patience: keys.GATEWAY_PATIENCE_MS };
  // somebody's page waits for the answer, and an unanswered question costs nothing
  const asking = { fetch, patience: Math.min(moving.patience, 4000) };
  const basic = Buffer.from(`merchant.${merchant}:${keys.AREEBA_MPGS_API_PASSWORD}`).toString('base64');
  const root = `${keys.AREEBA_MPGS_BASE_URL}/api/rest/version/${version}/merchant/${encodeURIComponent(merchant)}`;

  const send = (step: string, method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<Answer> =>
    call(name, step, method === 'GET' ? asking : moving, `${root}/${path}`, {
      method,
      headers: {
        authorization: `Basic ${basic}`,
        accept: 'application/json',
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });

  async function open(order: Order): Promise<Opened> {
    const ref = referenceOf(order.attemptId);
    const modern = version >= initiates;
    const answer = await send('session', 'POST', 'session', {
      apiOperation: modern ? 'INITIATE_CHECKOUT' : 'CREATE_CHECKOUT_SESSION',
      ...(modern && { checkoutMode: 'WEBSITE' }),
      interaction: {
        operation: 'PURCHASE',
        merchant: { name: keys.AREEBA_MPGS_MERCHANT_NAME, url: new URL(order.returnUrl).origin },
        returnUrl: order.returnUrl,
        cancelUrl: order.returnUrl,
        timeoutUrl: order.returnUrl,
        locale: languages[order.locale],
        displayControl: { billingAddress: 'HIDE', customerEmail: 'HIDE' },
      },
      order: {
        id: ref,
        amount: decimalOf(order.amount),
        currency: order.amount.currency,
        description: inside(order.description, 127),
        reference: ref,
        notificationUrl: order.callbackUrl,
      },
    });
    mustBeYes('session', answer);
    const session = sessionIn(answer.body);
    if (session === null)
      throw new GatewayTrouble('in_doubt', name, 'session', { status: answer.status, ref, code: 'unreadable' });
    const url = `${keys.AREEBA_MPGS_BASE_URL}/checkout/pay/${encodeURIComponent(session)}?checkoutVersion=1.0.0`;
    return { ref, next: { type: 'redirect', url }, expiresAt: order.expiresAt };
  }

  async function ask(ref: string): Promise<Report> {
    const answer = await send('order', 'GET', `order/${encodeURIComponent(ref)}`);
    const { status, body } = answer;
    const refusal = refusalIn(body);
    // no card was tried yet; a field it does not like would be a mistake of ours
    if ((status === 400 || status === 404) && refusal?.cause === 'INVALID_REQUEST' && refusal.field === null)
      return { ref, status: 'pending' };
    if (!answer.ok || body === undefined || refusal) throw new GatewayTrouble('unavailable', name, 'order', { status });
    const about = aboutIn(body);
    // an answer about another order is no answer
    if (about.id !== ref || (about.merchant !== null && about.merchant !== merchant))
      throw new GatewayTrouble('unavailable', name, 'order', { code: 'other_order' });
    return readOrder(ref, body);
  }

  const transactionOf = ({ ref, refundId }: RefundWish) => ({ order: ref, transaction: referenceOf(refundId) });
  const pathOf = (of: { order: string; transaction: string }) =>
    `order/${encodeURIComponent(of.order)}/transaction/${encodeURIComponent(of.transaction)}`;

  async function refund(wish: RefundWish): Promise<RefundReport> {
    const of = transactionOf(wish);
    const answer = await send('refund', 'PUT', pathOf(of), {
      apiOperation: 'REFUND',
      transaction: { amount: decimalOf(wish.amount), currency: wish.amount.currency, reference: of.transaction },
    });
    mustBeYes('refund', answer);
    const report = readRefund(of, answer.body);
    if (!report) throw new GatewayTrouble('in_doubt', name, 'refund', { status: answer.status, code: 'unreadable' });
    return report;
  }

  async function askRefund(wish: RefundWish): Promise<RefundReport> {
    const of = transactionOf(wish);
    const answer = await send('refund', 'GET', pathOf(of));
    const report = answer.ok ? readRefund(of, answer.body) : null;
    // "not found" of what it had taken on is no answer
    if (!report) throw new GatewayTrouble('unavailable', name, 'refund', { status: answer.status });
    return report;
  }

  return {
    name,
    // without the secret a call is worth no more than a stranger's
    powers: { ...powers, currencies: keys.AREEBA_MPGS_CURRENCIES, trust: secret === undefined ? 'hint' : 'secret' },
    reference: referenceOf,
    open,
    ask,
    refund,
    askRefund,
    async hear(request) {
      if (secret !== undefined && !same(request.headers.get('x-notification-secret') ?? '', secret))
        throw new GatewayTrouble('refused', name, 'notice', { code: 'secret' });
      let said: unknown;
      try {
        said = JSON.parse(await request.text());
      } catch {
        return { hint: null };
      }
      const read = noticeIn(said);
      if (!read) return { hint: null };
      if (read.merchant !== merchant) throw new GatewayTrouble('refused', name, 'notice', { code: 'other_merchant' });
      // it tells of cards that were only checked too: those are about no order
      return read.order === null ? { nothing: true } : { hint: read.order };
    },
    thanks: () => new Response(null, { status: 200 }),
  };
}

export const areebaMpgs: Driver = {
  name,
  title: 'areeba Mastercard',
  powers,
  keys: [
    { name: 'AREEBA_MPGS_BASE_URL', needed: true, secret: false, what: 'https://epayment.areeba.com' },
    {
      name: 'AREEBA_MPGS_MERCHANT_ID',
      needed: true,
      secret: false,
      what: 'the merchant id; one that begins with TEST moves no money',
    },
    { name: 'AREEBA_MPGS_API_PASSWORD', needed: true, secret: true, what: 'Merchant Administration, Integration' },
    {
      name: 'AREEBA_MPGS_WEBHOOK_SECRET',
      needed: false,
      secret: true,
      what: 'Merchant Administration, Webhook Notifications; without it every call is only a hint',
    },
    { name: 'AREEBA_MPGS_API_VERSION', needed: false, secret: false, what: '100 unless areeba says otherwise' },
    { name: 'AREEBA_MPGS_MERCHANT_NAME', needed: false, secret: false, what: 'on the page, forty letters at most' },
    { name: 'AREEBA_MPGS_CURRENCIES', needed: false, secret: false, what: 'those of the merchant profile; USD' },
  ],
  toConfirm: [
    'the version of the API, and the address of the payment page for versions below 63',
    'the currencies of the merchant profile; dinars need areeba’s word, and how many decimals they take',
    'how long a session and its page live (about ten minutes are said)',
    'what it answers about an order nobody has tried to pay (400 or 404)',
    'that refunds are open to the account, and for how long after a payment',
    'that notices carry the secret, and how often they are repeated',
  ],
  connect,
};

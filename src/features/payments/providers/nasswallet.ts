import { createHash, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import type { Locale } from '../../../core/locale.ts';
import {
  GatewayTrouble,
  type Driver,
  type DriverDeps,
  type Opened,
  type Order,
  type PaymentProvider,
  type Powers,
} from '../provider.ts';
import { call, type Answer } from './call.ts';
import { callbackOf, envelopeOf, openedOf, readReply, tokenOf } from './nasswallet-words.ts';

/**
 * NassWallet, the e-wallet with a checkout portal of its own (nasswallet.com; not the card gateway of nass.iq). Little of
 * it is documented in public, so much is a setting or is tolerated: `toConfirm` says what to ask them before going live.
 */
const name = 'nasswallet';

const address = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));
const settings = z.object({
  NASSWALLET_BASE_URL: address,
  NASSWALLET_PORTAL_URL: address,
  NASSWALLET_BASIC_TOKEN: z.string().transform((token) => token.replace(/^Basic\s+/i, '')),
  NASSWALLET_USERNAME: z.string(),
  NASSWALLET_PASSWORD: z.string(),
  NASSWALLET_TRANSACTION_PIN: z.string(),
  /** the last part of the callback address, where the operator registered one nobody can guess */
  NASSWALLET_CALLBACK_SECRET: z
    .string()
    .regex(/^[\w-]{16,100}$/)
    .optional(),
  /** the portal's parameter that names the transaction: their samples disagree */
  NASSWALLET_PORTAL_PARAMETER: z
    .string()
    .regex(/^\w{1,40}$/)
    .default('id'),
  /** `orderId` is digits in every sample; how many are taken nobody says */
  NASSWALLET_ORDER_ID_DIGITS: z.coerce.number().int().min(12).max(31).default(18),
  GATEWAY_PATIENCE_MS: z.coerce.number().int().positive().default(8000),
});

const needed = [
  'NASSWALLET_BASE_URL',
  'NASSWALLET_PORTAL_URL',
  'NASSWALLET_BASIC_TOKEN',
  'NASSWALLET_USERNAME',
  'NASSWALLET_PASSWORD',
  'NASSWALLET_TRANSACTION_PIN',
] as const;

/** The portal tells no end of its own that we know of, so this is ours. */
const payableFor = 60 * 60_000;

const languages: Record<Locale, 'en' | 'ar' | 'ku'> = { en: 'en', ar: 'ar', ckb: 'ku', fr: 'en' };

/** Digits of our own making, the same for the same attempt; never beginning with a zero, which a number would lose. */
export function orderIdOf(attemptId: string, digits: number): string {
  const hash = BigInt(`0x${createHash('sha256').update(attemptId).digest('hex')}`);
  const least = 10n ** BigInt(digits - 1);
  return String(least + (hash % (9n * least)));
}

const powers: Powers = {
  currencies: ['IQD'],
  amountFormat: 'whole dinars, as a string with two decimals: "150000.00"',
  reference: 'theirs',
  reopens: false,
  cancel: false,
  refund: 'none',
  trust: 'hint',
  notifies: 'unknown',
  address: 'account',
  recurring: false,
  windows: { payable: payableFor, refundable: null, askable: null },
};

function connect({ env, fetch, now }: DriverDeps): PaymentProvider | null {
  if (needed.some((key) => !env[key])) return null;
  // a line left empty in a file of settings is a setting left out
  const keys = settings.parse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  const deps = { fetch, patience: keys.GATEWAY_PATIENCE_MS };
  // somebody's page waits for the answer, and an unanswered question costs nothing
  const asking = { fetch, patience: Math.min(deps.patience, 4000) };

  let held: { token: string; until: number } | null = null;
  let fetching: Promise<string> | null = null;

  const post = (step: string, authorization: string, data: Record<string, string>): Promise<Answer> =>
    call(name, step, step === 'initTransaction' ? deps : asking, `${keys.NASSWALLET_BASE_URL}/${step}`, {
      method: 'POST',
      headers: { authorization, accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({ data }),
    });

  async function login(): Promise<string> {
    let answer: Answer;
    try {
      answer = await post('login', `Basic ${keys.NASSWALLET_BASIC_TOKEN}`, {
        username: keys.NASSWALLET_USERNAME,
        password: keys.NASSWALLET_PASSWORD,
        grantType: 'password',
      });
    } catch (trouble) {
      // a token moves no money: whatever went wrong with it, nothing was opened
      throw new GatewayTrouble('unavailable', name, 'login', {
        code: trouble instanceof GatewayTrouble ? trouble.trouble : 'lost',
      });
    }
    const granted = answer.ok ? tokenOf(answer.body) : null;
    if (granted === null) throw new GatewayTrouble('unavailable', name, 'login', { status: answer.status });
    const asked = now().getTime();
    const until = granted.expiry ?? asked + 300_000;
    // a token that dies on the way costs a second call, so let it go some seconds early
    held = { token: granted.token, until: until - Math.min(10_000, Math.max(0, until - asked) / 4) };
    return granted.token;
  }

  async function token(): Promise<string> {
    if (held !== null && now().getTime() < held.until) return held.token;
    fetching ??= login().finally(() => {
      fetching = null;
    });
    return fetching;
  }

  /** With a fresh token once more after a 401: that answer comes before the call is carried out. */
  async function authorized(step: string, data: Record<string, string>): Promise<Answer> {
    const first = await post(step, `Bearer ${await token()}`, data);
    if (first.status !== 401) return first;
    held = null;
    return post(step, `Bearer ${await token()}`, data);
  }

  async function open(order: Order): Promise<Opened> {
    const step = 'initTransaction';
    if (order.amount.currency !== 'IQD') throw new GatewayTrouble('refused', name, step, { code: 'currency' });
    const answer = await authorized(step, {
      userIdentifier: keys.NASSWALLET_USERNAME,
      transactionPin: keys.NASSWALLET_TRANSACTION_PIN,
      orderId: orderIdOf(order.attemptId, keys.NASSWALLET_ORDER_ID_DIGITS),
      amount: `${order.amount.amount}.00`,
      languageCode: languages[order.locale],
    });
    const { status } = answer;
    // a busy or unauthorised answer is given before the call is read
    if (status === 401 || status === 403 || status === 429)
      throw new GatewayTrouble('unavailable', name, step, { status });
    if (status >= 400 && status < 500 && status !== 408) throw new GatewayTrouble('refused', name, step, { status });
    const envelope = answer.ok ? envelopeOf(answer.body) : null;
    if (envelope === null) throw new GatewayTrouble('in_doubt', name, step, { status, code: 'unreadable' });
    const { ref, token: key } = openedOf(envelope);
    if (!envelope.yes && ref === null) throw new GatewayTrouble('refused', name, step, { status, code: envelope.code });
    if (!envelope.yes || ref === null || key === null) {
      throw new GatewayTrouble('in_doubt', name, step, {
        status,
        ...(ref !== null && { ref }),
        code: envelope.yes ? 'no_way_to_pay' : 'contradictory',
      });
    }
    const portal = new URL(keys.NASSWALLET_PORTAL_URL);
    portal.searchParams.set(keys.NASSWALLET_PORTAL_PARAMETER, ref);
    portal.searchParams.set('token', key);
    portal.searchParams.set('userIdentifier', keys.NASSWALLET_USERNAME);
    return {
      ref,
      next: { type: 'redirect', url: portal.href },
      expiresAt: new Date(Math.min(order.expiresAt.getTime(), now().getTime() + payableFor)),
    };
  }

  return {
    name,
    powers,
    open,
    async ask(ref, expected) {
      const step = 'checkTransaction';
      // "not found" is said of what is not paid yet, so what cannot be theirs is not even asked about
      if (!looksLikeTheirs(ref)) throw new GatewayTrouble('refused', name, step, { code: 'reference' });
      const answer = await authorized(step, { transactionId: ref });
      const { status } = answer;
      if (status === 404) throw new GatewayTrouble('refused', name, step, { status });
      const envelope = answer.ok ? envelopeOf(answer.body) : null;
      if (envelope === null) throw new GatewayTrouble('unavailable', name, step, { status });
      const report = readReply(ref, envelope, expected);
      // an answer about another payment is no answer
      if (report === null) throw new GatewayTrouble('unavailable', name, step, { code: 'other_payment' });
      return report;
    },
    async hear(request) {
      const url = new URL(request.url);
      const secret = keys.NASSWALLET_CALLBACK_SECRET;
      if (secret !== undefined && !url.pathname.split('/').some((part) => same(part, secret)))
        throw new GatewayTrouble('refused', name, 'hear', { code: 'address' });
      // the customer's browser comes to the same address; what it carries, if anything, nobody has written down
      const said = request.method === 'POST' ? await request.text() : url.search.slice(1);
      return { hint: callbackOf(said) };
    },
    thanks: ({ method, home }) =>
      method === 'POST'
        ? new Response('SUCCESS', { headers: { 'content-type': 'text/plain; charset=utf-8' } })
        : new Response(null, { status: 303, headers: { location: home } }),
  };
}

const looksLikeTheirs = (ref: string): boolean => /^[\w.:-]{1,200}$/.test(ref);

const digest = (text: string) => createHash('sha256').update(text).digest();
const same = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

export const nasswallet: Driver = {
  name,
  title: 'NassWallet',
  powers,
  keys: [
    {
      name: 'NASSWALLET_BASE_URL',
      needed: true,
      secret: false,
      what: 'https://gw-api.nasswallet.com/phase3/payment/transaction, or the test address',
    },
    {
      name: 'NASSWALLET_PORTAL_URL',
      needed: true,
      secret: false,
      what: 'https://checkout.nasswallet.com/payment-gateway, or the test address',
    },
    {
      name: 'NASSWALLET_BASIC_TOKEN',
      needed: true,
      secret: true,
      what: 'the token of the login call, as NassWallet gives it',
    },
    { name: 'NASSWALLET_USERNAME', needed: true, secret: false, what: 'the user name of the merchant account' },
    { name: 'NASSWALLET_PASSWORD', needed: true, secret: true, what: 'the password of the merchant account' },
    { name: 'NASSWALLET_TRANSACTION_PIN', needed: true, secret: true, what: 'the merchant PIN (MPIN)' },
    {
      name: 'NASSWALLET_CALLBACK_SECRET',
      needed: false,
      secret: true,
      what: 'the last part of the callback address registered with NassWallet, 16 to 100 letters and digits',
    },
    {
      name: 'NASSWALLET_PORTAL_PARAMETER',
      needed: false,
      secret: false,
      what: 'the portal’s parameter that names the transaction: id (default), in some samples transactionId',
    },
    {
      name: 'NASSWALLET_ORDER_ID_DIGITS',
      needed: false,
      secret: false,
      what: 'how many digits an order id has, 12 to 31 (default 18)',
    },
  ],
  toConfirm: [
    'How the callback address is registered (they add /callback to it), and whether and how often a call is repeated.',
    'What the customer’s browser carries when the portal sends it to the callback address by GET.',
    'What checkTransaction answers for a transaction nobody has paid yet: any response code but 0 counts as not paid yet.',
    'How long a transaction can be paid: we stop waiting after 60 minutes.',
    'Whether the short answer of checkTransaction, which names no sum, can stand for another sum than the one asked for.',
    'Whether both entries (CR and DR) of the long answer name the whole sum; where they differ, the smaller one counts.',
    'How many digits orderId may have, and whether the same orderId twice opens a second transaction.',
    'The portal’s parameter for the transaction (id or transactionId).',
    'How money is given back: there is no call for it, so it is done by hand with NassWallet.',
  ],
  connect,
};

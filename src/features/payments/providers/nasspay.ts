import * as z from 'zod';
import {
  GatewayTrouble,
  type Driver,
  type DriverDeps,
  type Opened,
  type Order,
  type PaymentProvider,
  type Powers,
} from '../provider.ts';
import type { Report } from '../rules.ts';
import { call, type Answer } from './call.ts';
import {
  currencyNumbers,
  isOrderId,
  nassCurrencies,
  onTheWire,
  orderIdOf,
  orderNamedIn,
  pageOf,
  readEnvelope,
  readLogin,
  readStatus,
} from './nasspay-words.ts';

const name = 'nasspay';
const hour = 3_600_000;

const settings = z.object({
  NASS_BASE_URL: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')),
  NASS_USERNAME: z.string().min(1),
  NASS_PASSWORD: z.string().min(1),
  NASS_TRANSACTION_TYPE: z.string().regex(/^\d+$/).default('1'),
  /** what the merchant's terminal takes */
  NASS_CURRENCIES: z
    .string()
    .default(nassCurrencies.join(','))
    .transform((list) => list.split(',').map((one) => one.trim()))
    .pipe(z.array(z.enum(nassCurrencies)).min(1)),
  /** some merchant profiles want the payer's address; nobody else needs to have it */
  NASS_SEND_EMAIL: z.enum(['yes', 'no']).default('no'),
  GATEWAY_PATIENCE_MS: z.coerce.number().int().positive().default(8000),
});

const powers: Powers = {
  currencies: nassCurrencies,
  amountFormat: 'whole dinars, or dollars with cents, as a JSON number',
  reference: 'ours',
  // a reference is good for one call: the second is told that the order exists, and gets no page
  reopens: false,
  cancel: false,
  refund: 'none',
  trust: 'hint',
  notifies: 'unknown',
  address: 'payment',
  recurring: false,
  windows: { payable: hour, refundable: null, askable: 24 * hour },
};

const inside = (words: string, most: number): string => [...words].slice(0, most).join('');

/** The gateway turns `localhost` down and takes the same machine by its number. */
function backRefOf(returnUrl: string): string {
  const url = new URL(returnUrl);
  if (url.hostname !== 'localhost') return returnUrl;
  url.hostname = '127.0.0.1';
  return url.href;
}

function connect({ env, fetch, now }: DriverDeps): PaymentProvider | null {
  if (!env.NASS_BASE_URL || !env.NASS_USERNAME || !env.NASS_PASSWORD) return null;
  const keys = settings.parse(env);
  const deps = { fetch, patience: keys.GATEWAY_PATIENCE_MS };
  // somebody's page waits for the answer, and an unanswered question costs nothing
  const asking = { fetch, patience: Math.min(deps.patience, 4000) };

  let held: { token: string; until: number } | null = null;
  let loggingIn: Promise<string> | null = null;

  async function login(): Promise<string> {
    let answer: Answer;
    try {
      answer = await call(name, 'login', asking, `${keys.NASS_BASE_URL}/auth/merchant/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ username: keys.NASS_USERNAME, password: keys.NASS_PASSWORD }),
      });
    } catch (trouble) {
      // a login moves no money: whatever went wrong with it, nothing was opened
      throw new GatewayTrouble('unavailable', name, 'login', {
        code: trouble instanceof GatewayTrouble ? trouble.trouble : 'lost',
      });
    }
    const read = answer.ok ? readLogin(answer.body, now()) : null;
    if (read === null) throw new GatewayTrouble('unavailable', name, 'login', { status: answer.status });
    // a token that dies on the way costs a second call, so let it go some seconds early
    const margin = Math.min(30, read.seconds / 4);
    held = { token: read.token, until: now().getTime() + (read.seconds - margin) * 1000 };
    return read.token;
  }

  async function token(): Promise<string> {
    if (held !== null && now().getTime() < held.until) return held.token;
    loggingIn ??= login().finally(() => {
      loggingIn = null;
    });
    return loggingIn;
  }

  /** With a fresh token once more after a 401: that answer comes before the call is carried out. */
  async function authorized(step: string, patience: typeof deps, path: string, body?: object): Promise<Answer> {
    const send = async () =>
      call(name, step, patience, `${keys.NASS_BASE_URL}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          authorization: `Bearer ${await token()}`,
          accept: 'application/json',
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    const first = await send();
    if (first.status !== 401) return first;
    held = null;
    return send();
  }

  async function open(order: Order): Promise<Opened> {
    const ref = orderIdOf(order.attemptId);
    const trouble = (kind: 'refused' | 'unavailable' | 'in_doubt', facts: { status?: number; code?: string }) =>
      new GatewayTrouble(kind, name, 'create', { ...facts, ...(kind === 'in_doubt' && { ref }) });
    const currency = keys.NASS_CURRENCIES.find((one) => one === order.amount.currency);
    if (currency === undefined) throw trouble('refused', { code: 'currency' });
    const answer = await authorized('create', deps, '/transaction', {
      orderId: ref,
      orderDesc: inside(order.description, 119),
      amount: onTheWire(order.amount),
      currency: currencyNumbers[currency],
      transactionType: keys.NASS_TRANSACTION_TYPE,
      backRef: backRefOf(order.returnUrl),
      notifyUrl: order.callbackUrl,
      ...(keys.NASS_SEND_EMAIL === 'yes' && { cardHolderEmail: order.payer.email }),
    }).catch((fault: unknown): never => {
      const lost = fault instanceof GatewayTrouble && fault.trouble === 'in_doubt';
      throw lost ? trouble('in_doubt', { code: 'no_answer' }) : fault;
    });
    const { status, yes, data } = readEnvelope(answer);
    if (yes) {
      const page = pageOf(ref, data);
      if (typeof page === 'string') throw trouble('in_doubt', { status, code: page });
      const end = Math.min(order.expiresAt.getTime(), now().getTime() + hour);
      return { ref, next: { type: 'redirect', url: page.url }, expiresAt: new Date(end) };
    }
    if (status === 401 || status === 403 || status === 429) throw trouble('unavailable', { status });
    // the order is there already: an answer of ours was lost, and only asking tells what became of it
    if (status === 409) throw trouble('in_doubt', { status, code: 'order_known' });
    throw trouble(status >= 400 && status < 500 && status !== 408 ? 'refused' : 'in_doubt', { status });
  }

  /** Answers hold card digits and the bank's own numbers (`rrn`, `intRef`): none of it is quoted or handed on. */
  async function ask(ref: string): Promise<Report> {
    if (!isOrderId(ref)) throw new GatewayTrouble('refused', name, 'status', { code: 'no_order_id' });
    const { status, yes, own, data } = readEnvelope(
      await authorized('status', asking, `/transaction/${ref}/checkStatus`, undefined),
    );
    if (!yes) throw new GatewayTrouble(status === 404 && own ? 'refused' : 'unavailable', name, 'status', { status });
    const report = readStatus(ref, data);
    // a yes without a sum, or about another order, is no answer: waving it through as unpaid could make somebody pay twice
    if (typeof report === 'string') throw new GatewayTrouble('unavailable', name, 'status', { status, code: report });
    return report;
  }

  return {
    name,
    powers: { ...powers, currencies: keys.NASS_CURRENCIES },
    reference: orderIdOf,
    open,
    ask,
    hear: async (request) => ({ hint: orderNamedIn(await request.text()) }),
    thanks: () => new Response(null, { status: 200 }),
  };
}

/**
 * The card page of Nass Payment Gateway. An abandoned payment never fails there: it stays at -24 and ends by our own
 * clock. Its status is told for 24 hours. There is no way to cancel or to refund over the wire: Nass does both by hand.
 */
export const nasspay: Driver = {
  name,
  title: 'NassPay',
  powers,
  keys: [
    {
      name: 'NASS_BASE_URL',
      needed: true,
      secret: false,
      what: 'with its port, as the account manager gives it: https://gateway.nass.iq:9746, or the test gateway',
    },
    { name: 'NASS_USERNAME', needed: true, secret: false, what: 'the merchant login' },
    { name: 'NASS_PASSWORD', needed: true, secret: true, what: 'the password of the merchant login' },
    { name: 'NASS_TRANSACTION_TYPE', needed: false, secret: false, what: '1 (sale, the default)' },
    { name: 'NASS_CURRENCIES', needed: false, secret: false, what: 'what the terminal takes: IQD,USD (default)' },
    { name: 'NASS_SEND_EMAIL', needed: false, secret: false, what: 'yes where the merchant profile asks for it (no)' },
  ],
  toConfirm: [
    'The production address (we know https://gateway.nass.iq:9746 from others only).',
    'Whether the terminal takes US dollars, and how cents are written (we send 19.99).',
    'How the signature of a notice is checked (we ask instead), whether failures are notified, and how often.',
    'Which reply ends a notice (we answer 200).',
    'What the card page adds to the return address (nothing of it is used).',
    'The meaning of action code 1, and of response codes -31, -34, -43 and -46 (we keep asking).',
    'Whether the payer’s e-mail address is required, and which letters a description may hold.',
    'The smallest amount, and how a refund or reversal is ordered from the back office.',
  ],
  connect,
};

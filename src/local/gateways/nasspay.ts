import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Deed, Gateway, Notice, Twin, TwinDeps, TwinPayment } from './gateway.ts';
import {
  act,
  created,
  createSchema,
  forgotten,
  isOpen,
  nassPaymentSchema,
  outcomes,
  pageEnds,
  written,
  type NassPayment,
  type Outcome,
} from './nasspay-payment.ts';

/**
 * Nass Payment Gateway as its manual and those who met its test system describe it: logins in two shapes that live ten
 * minutes, order ids of digits that are never used twice, an unpaid order that looks like an error, notices whose
 * signature nobody can check.
 */
export const nasspay: Twin = {
  driver: 'nasspay',
  open: openNasspay,
  env: (baseUrl, secret) => ({
    NASS_BASE_URL: baseUrl,
    NASS_USERNAME: username,
    NASS_PASSWORD: secret('nasspay-password'),
  }),
};

const username = 'mawahib-local';
const loginPath = '/auth/merchant/login';
const tokenSeconds = 600;
const terminal = '00012345';
/** So many orders in one second are too many. */
const ordersPerSecond = 50;

function openNasspay(deps: TwinDeps): Gateway {
  const remembered = z.array(nassPaymentSchema).safeParse(deps.memory.load());
  const payments = new Map((remembered.success ? remembered.data : []).map((payment) => [payment.orderId, payment]));
  const tokens = new Map<string, { from: number; to: number }>();
  let logins = 0;
  let busy = { second: 0, orders: 0 };

  const keep = (payment: NassPayment): NassPayment => {
    payments.set(payment.orderId, payment);
    deps.memory.save([...payments.values()]);
    return payment;
  };

  const logIn = async (request: Request): Promise<Response> => {
    const who = z
      .object({ username: z.string(), password: z.string() })
      .safeParse(await request.json().catch(() => null));
    if (who.data?.username !== username || who.data.password !== deps.secret('nasspay-password')) return unauthorized();
    const now = deps.now().getTime();
    const iat = Math.floor(now / 1000);
    const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
    const access_token = [
      part({ alg: 'HS256', typ: 'JWT' }),
      part({ sub: username, iat, exp: iat + tokenSeconds }),
      randomBytes(32).toString('base64url'),
    ].join('.');
    tokens.set(access_token, { from: iat * 1000, to: (iat + tokenSeconds) * 1000 });
    logins += 1;
    // wrapped as the test system has it, bare as the manual has it
    return Response.json(logins % 2 === 1 ? yes({ access_token }) : { access_token });
  };

  const authorised = (request: Request): boolean => {
    const token = request.headers.get('authorization')?.match(/^Bearer (.+)$/i)?.[1];
    const life = token === undefined ? undefined : tokens.get(token);
    const now = deps.now().getTime();
    return life !== undefined && life.from <= now && now < life.to;
  };

  const tooFast = (): boolean => {
    const second = Math.floor(deps.now().getTime() / 1000);
    busy = { second, orders: busy.second === second ? busy.orders + 1 : 1 };
    return busy.orders > ordersPerSecond;
  };

  const create = async (request: Request): Promise<Response> => {
    if (tooFast()) return no(429, { message: 'Too Many Requests' });
    const order = createSchema.safeParse(await request.json().catch(() => null));
    if (!order.success) return no(422, z.flattenError(order.error).fieldErrors);
    if (payments.has(order.data.orderId)) return no(409, { message: 'Transaction with this Order ID already exists' });
    const ids = {
      token: randomUUID(),
      rrn: String(randomInt(600_000_000_000, 700_000_000_000)),
      intRef: randomBytes(8).toString('hex').toUpperCase(),
    };
    const payment = keep(created(order.data, ids, deps.now()));
    return Response.json(
      yes({
        url: `${deps.payPage(payment.orderId)}?token=${payment.token}`,
        pSign: randomBytes(64).toString('hex'),
        transactionParams: {
          TERMINAL: terminal,
          TRTYPE: '1',
          AMOUNT: written(payment.amount, payment.currency),
          TIMESTAMP: digitsOf(payment.createdAt),
          NONCE: drawn(`create ${payment.intRef}`, 32),
          CURRENCY: payment.currency,
          ORDER: payment.orderId,
          DESC: payment.orderDesc,
          MERCH_NAME: 'demo',
          MERCH_URL: '',
          EMAIL: 'demo@example.com',
          COUNTRY: 'IRAQ',
          MERCH_GMT: 'Asia/Baghdad',
          BACKREF: payment.backRef,
        },
      }),
      { status: 201 },
    );
  };

  const handle = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const { method } = request;
    if (pathname === loginPath) return method === 'POST' ? logIn(request) : no(404, { message: 'Not found' });
    if (!authorised(request)) return unauthorized();
    if (pathname === '/transaction' && method === 'POST') return create(request);
    const ref = pathname.match(/^\/transaction\/([^/]+)\/checkStatus$/)?.[1];
    if (ref === undefined || method !== 'GET') return no(404, { message: `Cannot ${method} ${pathname}` });
    const payment = payments.get(ref);
    if (!payment || forgotten(payment, deps.now())) return no(404, { message: 'Transaction not found.' });
    return Response.json(yes(statusAnswer(keep({ ...payment, asked: payment.asked + 1 }))));
  };

  const shown = (payment: NassPayment | undefined): TwinPayment[] =>
    payment
      ? [
          {
            ref: payment.orderId,
            state: `${outcomes[payment.outcome].responseCode} ${outcomes[payment.outcome].statusMsg}`,
            open: isOpen(payment, deps.now()),
            amount: payment.amount,
            paidAmount: payment.paidAmount,
            currency: payment.currency === '840' ? 'USD' : 'IQD',
            description: payment.orderDesc,
            code: null,
            callbackUrl: payment.notifyUrl,
            returnUrl: backTo(payment, deps.siteUrl),
            createdAt: payment.createdAt,
            expiresAt: pageEnds(payment),
          },
        ]
      : [];

  return {
    driver: 'nasspay',
    title: 'NassPay',
    // how often a notice is repeated is not published
    retries: 3,
    settled: (status) => status >= 200 && status < 300,
    asksForToken: (request) => new URL(request.url).pathname === loginPath,
    errorInSuccess: () =>
      Response.json({ success: false, code: 1, status_code: 422, data: { message: 'Profile is not active' } }),
    handle,
    payments: () => [...payments.values()].flatMap(shown).toReversed(),
    find: (ref) => shown(payments.get(ref))[0] ?? null,
    move: (ref, deed, details) => {
      const payment = payments.get(ref);
      if (!payment) return null;
      const next = act(payment, deed, details, deps.now());
      return 'refused' in next ? next : (shown(keep(next))[0] ?? null);
    },
    notices: (ref) => {
      const payment = payments.get(ref);
      return (payment?.history ?? []).flatMap((event) => (payment ? noticeOf(payment, event) : []));
    },
    forge: (ref, deed) => {
      const payment = payments.get(ref);
      const outcome = claimed[deed];
      if (!payment || outcome === null) return null;
      return noticeOf({ ...payment, paidAmount: payment.amount }, { outcome, at: deps.now().toISOString() })[0] ?? null;
    },
    // an abandoned order stays as it is: nothing happens by the clock alone
    tick: () => undefined,
  };
}

const claimed: Record<Deed, Outcome | null> = {
  pay: 'approved',
  decline: 'do_not_honour',
  expire: 'out_of_time',
  refund: null,
  chargeback: null,
};

type Event = NassPayment['history'][number];

/** What the bank tells of a card that was tried. */
function cardFacts(payment: NassPayment, { outcome, at }: Event, separator: '.' | '-'): Record<string, unknown> {
  return {
    terminal,
    ...outcomes[outcome],
    card: '4000XXXXXXXX1234',
    amount: written(payment.paidAmount ?? payment.amount, payment.currency),
    currency: payment.currency,
    tranDate: inBaghdad(at).replaceAll('-', separator),
    rrn: payment.rrn,
    intRef: payment.intRef,
    nonce: drawn(`${outcome} ${payment.intRef}`, 32),
    timestamp: digitsOf(at),
  };
}

const triedACard: readonly Outcome[] = ['approved', 'do_not_honour', 'no_funds'];

/** Now as the test system answers, with an order id; now as in the manual's sample, with a signature and no order id. */
function statusAnswer(payment: NassPayment): Record<string, unknown> {
  const { orderId, outcome, asked } = payment;
  const last = payment.history.at(-1);
  if (last === undefined || !triedACard.includes(outcome))
    return { ...outcomes[outcome], tr_type: '1', orderId, timestamp: digitsOf(last?.at ?? payment.createdAt) };
  return asked % 2 === 0
    ? { ...cardFacts(payment, last, '-'), signature: junk(payment) }
    : { ...cardFacts(payment, last, '.'), transactionOrigin: 'local', orderId };
}

/** It carries a signature, and neither key nor method was ever published. */
function noticeOf(payment: NassPayment, event: Event): Notice[] {
  if (payment.notifyUrl === null) return [];
  const { orderId } = payment;
  return [
    {
      ref: orderId,
      says: outcomes[event.outcome].statusMsg,
      url: payment.notifyUrl,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...cardFacts(payment, event, '.'), signature: junk(payment), orderId }),
    },
  ];
}

/**
 * Where the payer's browser goes: parameters are stuck on as they come. A site on this very machine was named by number,
 * because `localhost` is refused; the payer goes back to it under the name it was left by, where the session lives.
 */
function backTo({ backRef, outcome, orderId }: NassPayment, siteUrl: string): string {
  const url = new URL(backRef);
  const site = new URL(siteUrl);
  const sameSite = url.hostname === '127.0.0.1' && site.hostname === 'localhost' && url.port === site.port;
  const base = sameSite ? `${site.origin}${url.pathname}${url.search}` : backRef;
  if (outcome === 'unpaid') return base;
  const status = outcome === 'approved' ? 'success' : 'failed';
  return `${base}${base.includes('?') ? '&' : '?'}status=${status}&orderId=${orderId}`;
}

const yes = (data: unknown) => ({ success: true, code: 0, status_code: 200, data });
const no = (status: number, data: unknown): Response =>
  Response.json({ success: false, code: 1, status_code: status, data }, { status });
const unauthorized = (): Response => Response.json({ message: 'Unauthorized' }, { status: 401 });

/** Looks like chance and is the same when it is told again. */
const drawn = (from: string, length: number): string =>
  createHash('sha256').update(from).digest('hex').slice(0, length);
const junk = ({ intRef }: NassPayment): string => drawn(`signature ${intRef}`, 64).toUpperCase();
/** `20260301074135` */
const digitsOf = (at: string): string => at.replaceAll(/\D/g, '').slice(0, 14);
/** `2026-03-01 10:41:35`: the clock on a wall in Baghdad, three hours ahead. */
const inBaghdad = (at: string): string =>
  new Date(Date.parse(at) + 3 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

import { randomBytes, randomUUID } from 'node:crypto';
import QRCode from 'qrcode';
import * as z from 'zod';
import type { Gateway, Notice, Twin, TwinDeps, TwinPayment } from './gateway.ts';
import {
  act,
  aged,
  created,
  createSchema,
  decline,
  fibPaymentSchema,
  requestRefund,
  type FibPayment,
  type FibStatus,
} from './fib-payment.ts';
import { fibSubscriptionSchema, type FibSubscription } from './fib-subscription.ts';
import { subscriptionsDesk } from './fib-subscriptions.ts';
import { errorBody, invalid, notAllowed, problem, readableCode, unknown } from './fib-wire.ts';

/**
 * First Iraqi Bank's online payments as its SDKs and integrators describe them: OAuth tokens that live a minute, a QR
 * instead of a page, unsigned callbacks, answers whose optional fields come and go.
 */
export const fib: Twin = {
  driver: 'fib',
  open: openFib,
  env: (baseUrl, secret) => ({
    FIB_BASE_URL: baseUrl,
    FIB_CLIENT_ID: clientId,
    FIB_CLIENT_SECRET: secret('fib-client-secret'),
    FIB_SUBSCRIPTIONS_CLIENT_ID: subscriptionsClientId,
    FIB_SUBSCRIPTIONS_CLIENT_SECRET: secret('fib-subscriptions-client-secret'),
  }),
};

/** The bank gives out a pair of its own for subscriptions where it likes; this one opens both desks, the other only that one. */
const clientId = 'mawahib-local';
const subscriptionsClientId = 'mawahib-local-subscriptions';
const tokenPath = '/auth/realms/fib-online-shop/protocol/openid-connect/token';
const tokenSeconds = 60;
const retries = 5;

const noSubscriptions: FibSubscription[] = [];
/** Older state folders, and the demo data, hold nothing but payments. */
const memorySchema = z.union([
  z.array(fibPaymentSchema).transform((payments) => ({ payments, subscriptions: noSubscriptions })),
  z.object({ payments: z.array(fibPaymentSchema), subscriptions: z.array(fibSubscriptionSchema) }),
]);

function openFib(deps: TwinDeps): Gateway {
  const remembered = memorySchema.safeParse(deps.memory.load()).data ?? {
    payments: [],
    subscriptions: noSubscriptions,
  };
  const payments = new Map(remembered.payments.map((payment) => [payment.paymentId, payment]));
  let { subscriptions } = remembered;
  const save = () => deps.memory.save({ payments: [...payments.values()], subscriptions });
  const desk = subscriptionsDesk(deps, subscriptions, (now) => {
    subscriptions = now;
    save();
  });
  /** A token is good between these two moments of the stack's clock; one from the future, after the clock went back, is not. */
  const tokens = new Map<string, { from: number; to: number; everything: boolean }>();

  const keep = (payment: FibPayment) => {
    payments.set(payment.paymentId, payment);
    save();
    return payment;
  };
  const look = (ref: string): FibPayment | null => {
    const before = payments.get(ref);
    if (!before) return null;
    const after = aged(before, deps.now());
    if (after === before) return before;
    keep(after);
    // The bank tells of an expiry by itself. Whether it tells of a finished refund nobody has seen: merchants poll.
    if (after.status === 'DECLINED') announceState(after);
    return after;
  };
  const announceState = (payment: FibPayment) => {
    const notice = noticeOf(payment, payment.status);
    if (notice) deps.announce(notice);
  };

  const grantToken = async (request: Request): Promise<Response> => {
    const form = new URLSearchParams(await request.text());
    const basic = request.headers.get('authorization')?.match(/^Basic (.+)$/i)?.[1];
    const [basicId, basicSecret] = basic ? Buffer.from(basic, 'base64').toString().split(':') : [];
    if (form.get('grant_type') !== 'client_credentials') {
      return Response.json(
        { error: 'unsupported_grant_type', error_description: 'Unsupported grant_type' },
        { status: 400 },
      );
    }
    const id = basicId ?? form.get('client_id');
    const secret = basicSecret ?? form.get('client_secret');
    const everything = id === clientId && secret === deps.secret('fib-client-secret');
    if (!everything && !(id === subscriptionsClientId && secret === deps.secret('fib-subscriptions-client-secret'))) {
      return Response.json(
        { error: 'unauthorized_client', error_description: 'Invalid client secret' },
        { status: 401 },
      );
    }
    const now = deps.now().getTime();
    for (const [token, { to }] of tokens) if (to <= now) tokens.delete(token);
    const token = `eyJhbGciOiJSUzI1NiJ9.${randomBytes(48).toString('base64url')}.${randomBytes(24).toString('base64url')}`;
    tokens.set(token, { from: now, to: now + tokenSeconds * 1000, everything });
    return Response.json({
      access_token: token,
      expires_in: tokenSeconds,
      refresh_expires_in: 0,
      token_type: 'Bearer',
      'not-before-policy': 0,
      scope: 'email profile',
    });
  };

  const tokenOf = (request: Request) => {
    const token = request.headers.get('authorization')?.match(/^Bearer (.+)$/i)?.[1];
    const life = token === undefined ? undefined : tokens.get(token);
    const now = deps.now().getTime();
    return life !== undefined && life.from <= now && now < life.to ? life : null;
  };

  const create = async (request: Request): Promise<Response> => {
    const order = createSchema.safeParse(await request.json().catch(() => null));
    if (!order.success) return problem(400, ...order.error.issues.map(invalid));
    const payment = keep(created(order.data, { paymentId: randomUUID(), readableCode: readableCode(3) }, deps.now()));
    const link = deps.payPage(payment.paymentId);
    return Response.json(
      {
        paymentId: payment.paymentId,
        readableCode: payment.readableCode,
        qrCode: await QRCode.toDataURL(link, { errorCorrectionLevel: 'M', margin: 2, scale: 6 }),
        validUntil: payment.validUntil.replace('Z', '456Z'),
        personalAppLink: `${link}?app=personal`,
        businessAppLink: `${link}?app=business`,
        corporateAppLink: `${link}?app=corporate`,
      },
      { status: 201 },
    );
  };

  const cancel = (payment: FibPayment): Response => {
    if (payment.status !== 'UNPAID') {
      return problem(400, {
        code: 'PAYMENT_NOT_CANCELLABLE',
        title: 'Not cancellable',
        detail: `The payment is ${payment.status}`,
      });
    }
    announceState(keep(decline(payment, 'PAYMENT_CANCELLATION', deps.now())));
    return new Response(null, { status: 204 });
  };

  const refund = (payment: FibPayment): Response => {
    const next = requestRefund(payment, deps.now());
    if ('code' in next) return problem(400, next);
    keep(next);
    return new Response(null, { status: 202 });
  };

  const handle = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const { method } = request;
    if (pathname === tokenPath) return method === 'POST' ? grantToken(request) : notAllowed();
    if (!pathname.startsWith('/protected/v1/')) return unknown();
    const token = tokenOf(request);
    if (!token) return new Response(null, { status: 401, headers: { 'www-authenticate': 'Bearer' } });
    const atDesk = await desk.handle(request);
    if (atDesk) return atDesk;
    if (!token.everything) return new Response(null, { status: 403 });
    if (pathname === '/protected/v1/payments') return method === 'POST' ? create(request) : notAllowed();

    const [, ref = '', verb] = pathname.match(/^\/protected\/v1\/payments\/([^/]+)\/(status|cancel|refund)$/) ?? [];
    const payment = look(ref);
    if (!payment) return unknown();
    if (method !== (verb === 'status' ? 'GET' : 'POST')) return notAllowed();
    if (verb === 'cancel') return cancel(payment);
    if (verb === 'refund') return refund(payment);
    return Response.json(statusAnswer(keep({ ...payment, asked: payment.asked + 1 })));
  };

  return {
    driver: 'fib',
    title: 'First Iraqi Bank',
    retries,
    settled: (status) => status === 202,
    asksForToken: (request) => new URL(request.url).pathname === tokenPath,
    errorInSuccess: () =>
      Response.json(errorBody({ code: 'SERVICE_UNAVAILABLE', title: 'Try later', detail: 'The service is busy' })),
    handle,
    payments: () =>
      [...[...payments.keys()].flatMap((ref) => shown(look(ref))), ...desk.shown()]
        .toReversed()
        .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt)),
    find: (ref) => shown(look(ref))[0] ?? desk.find(ref),
    move: (ref, deed, details) => {
      const payment = look(ref);
      if (!payment) return desk.move(ref, deed);
      const next = act(payment, deed, details, deps.now());
      return 'refused' in next ? next : (shown(keep(next))[0] ?? null);
    },
    notices: (ref) => {
      const payment = look(ref);
      if (!payment) return desk.notices(ref);
      return payment.history.flatMap((status) => noticeOf(payment, status) ?? []);
    },
    forge: (ref, deed) => {
      const payment = look(ref);
      return payment ? noticeOf(payment, claimed[deed]) : desk.forge(ref, deed);
    },
    tick: () => {
      for (const ref of payments.keys()) look(ref);
      desk.tick();
    },
  };
}

const claimed = {
  pay: 'PAID',
  decline: 'DECLINED',
  expire: 'DECLINED',
  refund: 'REFUNDED',
  chargeback: 'REFUNDED',
} as const satisfies Record<string, FibStatus>;

/** Unsigned, and it says next to nothing: that is all there is. */
function noticeOf({ paymentId, statusCallbackUrl }: FibPayment, status: FibStatus): Notice | null {
  if (statusCallbackUrl === null) return null;
  return {
    ref: paymentId,
    says: status,
    url: statusCallbackUrl,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: paymentId, status }),
  };
}

/** Amounts come as number or as text, `validUntil` is missing now and then, empty fields are null or left out. */
function statusAnswer(payment: FibPayment): Record<string, unknown> {
  const sum = payment.paidAmount ?? payment.amount;
  const turn = payment.asked;
  const paid = payment.paidAt !== null;
  const full = {
    paymentId: payment.paymentId,
    status: payment.status,
    validUntil: turn % 3 === 2 ? undefined : payment.validUntil,
    paidAt: payment.paidAt,
    amount: { amount: turn % 2 === 0 ? sum.toFixed(2) : sum, currency: payment.currency },
    decliningReason: payment.decliningReason,
    declinedAt: payment.declinedAt,
    paidBy: paid ? { name: 'Sara A.', iban: 'IQ98FIQB000000000000001' } : null,
  };
  return turn % 2 === 0 ? Object.fromEntries(Object.entries(full).filter(([, value]) => value !== null)) : full;
}

function shown(payment: FibPayment | null): TwinPayment[] {
  if (!payment) return [];
  return [
    {
      ref: payment.paymentId,
      state: payment.status,
      open: payment.status === 'UNPAID',
      amount: payment.amount,
      paidAmount: payment.paidAmount,
      refunded: payment.status === 'REFUND_REQUESTED' || payment.status === 'REFUNDED' ? (payment.paidAmount ?? 0) : 0,
      currency: payment.currency,
      description: payment.description,
      code: payment.readableCode,
      callbackUrl: payment.statusCallbackUrl,
      returnUrl: payment.redirectUri,
      createdAt: payment.createdAt,
      expiresAt: payment.validUntil,
    },
  ];
}

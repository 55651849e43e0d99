import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import {
  act,
  cents,
  knownCurrency,
  orderSchema,
  payable,
  refund,
  sessionMs,
  sessionOver,
  type MpgsOrder,
  type Transaction,
} from './areeba-mpgs-order.ts';
import { failure, invalid, merchantId, noticeOf, orderAnswer, transactionAnswer } from './areeba-mpgs-wire.ts';
import type { Deed, Gateway, Twin, TwinDeps, TwinPayment } from './gateway.ts';

/**
 * areeba outside Iraq, on Mastercard's gateway: sessions with a page of the gateway's own, orders that begin with the
 * first card that is tried, a secret in a header instead of a signature.
 */
export const areebaMpgs: Twin = {
  driver: 'areeba-mpgs',
  open: openMpgs,
  env: (baseUrl, secret) => ({
    AREEBA_MPGS_BASE_URL: baseUrl,
    AREEBA_MPGS_MERCHANT_ID: merchantId,
    AREEBA_MPGS_API_PASSWORD: secret('areeba-mpgs-api-password'),
    AREEBA_MPGS_WEBHOOK_SECRET: secret('areeba-mpgs-webhook-secret'),
  }),
};

/** The first version that knows `INITIATE_CHECKOUT`. */
const initiates = 63;

const text = (most: number) => z.string().min(1).max(most);
const amount = z.union([z.number(), z.string()]);
/** Callbacks go to https only; a stack on one machine has none. */
const httpsOrLocal = z
  .url()
  .refine((url) => url.startsWith('https:') || /^http:\/\/(localhost|127\.0\.0\.1)[:/]/.test(url));
const sessionSchema = z.object({
  apiOperation: z.string(),
  checkoutMode: z.literal('WEBSITE').optional(),
  interaction: z.object({
    operation: z.literal('PURCHASE'),
    merchant: z.object({ name: text(40), url: z.url().optional() }),
    returnUrl: z.url(),
    cancelUrl: z.url().optional(),
    timeoutUrl: z.url().optional(),
    locale: text(5).optional(),
  }),
  order: z.object({
    id: text(40),
    amount,
    currency: z.string().refine(knownCurrency),
    description: text(127).optional(),
    reference: text(40).optional(),
    notificationUrl: httpsOrLocal.optional(),
  }),
});
const movingSchema = z.object({
  apiOperation: z.string(),
  transaction: z.object({ amount: amount.optional(), currency: z.string().optional(), reference: text(40).optional() }),
});

function openMpgs(deps: TwinDeps): Gateway {
  const remembered = z.array(orderSchema).safeParse(deps.memory.load());
  const orders = new Map((remembered.data ?? []).map((order) => [order.id, order]));
  const keep = (order: MpgsOrder): MpgsOrder => {
    orders.set(order.id, order);
    deps.memory.save([...orders.values()]);
    return order;
  };
  const secret = () => deps.secret('areeba-mpgs-webhook-secret');

  const initiate = async (request: Request, version: number): Promise<Response> => {
    const body: unknown = await request.json().catch(() => null);
    const read = sessionSchema.safeParse(body);
    const operation = z.object({ apiOperation: z.string() }).safeParse(body).data?.apiOperation ?? '';
    if (operation !== (version >= initiates ? 'INITIATE_CHECKOUT' : 'CREATE_CHECKOUT_SESSION'))
      return invalid(`Value '${operation}' is invalid.`, 'apiOperation');
    if (!read.success) {
      const field = read.error.issues[0]?.path.map(String).join('.') ?? 'body';
      return invalid(`Value of ${field} is invalid.`, field);
    }
    const { interaction, order } = read.data;
    const sum = cents(order.amount, order.currency);
    if (sum === null || sum === 0) return invalid('Value of order.amount is invalid.', 'order.amount');
    const session = `SESSION${randomBytes(12).toString('hex').toUpperCase().padEnd(24, '0')}`;
    const before = orders.get(order.id);
    const successIndicator = randomBytes(8).toString('hex');
    const now = deps.now();
    keep({
      ...(before ?? {
        createdAt: now.toISOString(),
        status: null,
        transactions: [],
        captured: 0,
        refunded: 0,
        asked: 0,
      }),
      id: order.id,
      // an order that was paid keeps its sum, whatever a later session says
      amount: before && before.captured > 0 ? before.amount : sum,
      currency: order.currency,
      sessions: [...(before?.sessions ?? []), session],
      successIndicator,
      otherIndicator: randomBytes(8).toString('hex'),
      description: order.description ?? null,
      reference: order.reference ?? null,
      notificationUrl: order.notificationUrl ?? null,
      returnUrl: interaction.returnUrl,
      cancelUrl: interaction.cancelUrl ?? null,
      timeoutUrl: interaction.timeoutUrl ?? null,
      sessionEndsAt: new Date(now.getTime() + sessionMs).toISOString(),
    });
    return Response.json(
      {
        ...(version >= initiates && { checkoutMode: 'WEBSITE' }),
        merchant: merchantId,
        result: 'SUCCESS',
        session: { id: session, updateStatus: 'SUCCESS', version: randomBytes(5).toString('hex') },
        successIndicator,
      },
      { status: 201 },
    );
  };

  const moving = async (request: Request, order: MpgsOrder, id: string, version: string): Promise<Response> => {
    const read = movingSchema.safeParse(await request.json().catch(() => null));
    if (!read.success) return invalid('Missing parameter', 'transaction.amount');
    const { apiOperation, transaction } = read.data;
    if (apiOperation !== 'REFUND')
      return invalid(`Value '${apiOperation}' is invalid. This merchant may: REFUND`, 'apiOperation');
    if (transaction.currency !== order.currency) return invalid('Value is invalid.', 'transaction.currency');
    const sum = cents(transaction.amount ?? '', order.currency);
    if (sum === null) return invalid('Value is invalid.', 'transaction.amount');
    const known = order.transactions.length;
    const next = refund(order, { id, amount: sum, reference: transaction.reference ?? null }, deps.now());
    if (typeof next === 'string') return invalid(next);
    keep(next);
    const one = next.transactions.find((made) => made.id === id);
    if (!one) return failure(500, { cause: 'SERVER_FAILED', explanation: 'The refund was lost.' });
    const fresh = next.transactions.length > known;
    if (fresh) for (const notice of noticeOf(next, one, secret())) deps.announce(notice);
    return Response.json(transactionAnswer(next, one, version), { status: fresh ? 201 : 200 });
  };

  const handle = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const session = pathname.match(/^\/checkout\/pay\/([^/]+)$/)?.[1];
    if (session !== undefined) {
      const order = [...orders.values()].find(({ sessions }) => sessions.includes(session));
      return order ? Response.redirect(deps.payPage(order.id), 302) : new Response('No such session', { status: 404 });
    }
    const [, version = '', merchant, path = ''] =
      pathname.match(/^\/api\/rest\/version\/(\d+)\/merchant\/([^/]+)\/(.+)$/) ?? [];
    const login = Buffer.from(`merchant.${merchantId}:${deps.secret('areeba-mpgs-api-password')}`).toString('base64');
    if (merchant !== merchantId || request.headers.get('authorization') !== `Basic ${login}`)
      return invalid('Invalid credentials.', undefined, 401);
    if (path === 'session' && request.method === 'POST') return initiate(request, Number(version));

    const [, ref = '', id] = path.match(/^order\/([^/]+)(?:\/transaction\/([^/]+))?$/) ?? [];
    const found = orders.get(decodeURIComponent(ref));
    const order = found && keep({ ...found, asked: found.asked + 1 });
    // before the first card there is no order; both statuses have been seen
    if (!order || order.status === null)
      return invalid(
        `Unable to find order ${decodeURIComponent(ref)} for merchant ${merchantId}`,
        undefined,
        (order?.asked ?? 0) % 2 === 0 ? 404 : 400,
      );
    if (id === undefined)
      return request.method === 'GET' ? Response.json(orderAnswer(order)) : invalid('Use GET.', undefined, 405);
    const one = order.transactions.find((known) => known.id === decodeURIComponent(id));
    if (request.method === 'PUT') return moving(request, order, decodeURIComponent(id), version);
    if (!one) return invalid(`Unable to find transaction ${id} of order ${order.id}`, undefined, 404);
    return Response.json(transactionAnswer(order, one, version));
  };

  const shown = (order: MpgsOrder): TwinPayment => ({
    ref: order.id,
    state: order.status ?? (sessionOver(order, deps.now()) ? 'SESSION OVER' : 'NOT TRIED'),
    open: payable(order, deps.now()),
    amount: order.amount,
    paidAmount: order.captured > 0 ? order.captured : null,
    refunded: order.refunded,
    currency: order.currency,
    description: order.description,
    code: null,
    callbackUrl: order.notificationUrl,
    returnUrl: wayBack(order, deps.now()),
    createdAt: order.createdAt,
    expiresAt: order.sessionEndsAt,
  });
  const find = (ref: string): TwinPayment | null => {
    const order = orders.get(ref);
    return order ? shown(order) : null;
  };

  return {
    driver: 'areeba-mpgs',
    title: 'areeba',
    // it is said to try about twenty times in three days
    retries: 6,
    settled: (status) => status >= 200 && status < 300,
    // the payer's browser is not the merchant's call
    asksForToken: (request) => new URL(request.url).pathname.startsWith('/checkout/'),
    errorInSuccess: () => failure(200, { cause: 'REQUEST_REJECTED', explanation: 'The request was rejected.' }),
    handle,
    payments: () => [...orders.values()].map(shown).toReversed(),
    find,
    move: (ref, deed, details) => {
      const order = orders.get(ref);
      if (!order) return null;
      const next = act(order, deed, details, deps.now());
      return 'refused' in next ? next : shown(keep(next));
    },
    notices: (ref) => {
      const order = orders.get(ref);
      return (order?.transactions ?? []).flatMap((one) => (order ? noticeOf(order, one, secret()) : []));
    },
    forge: (ref, deed) => {
      const order = orders.get(ref);
      if (!order) return null;
      const claim = claimed(deed, order, deps.now());
      return noticeOf({ ...order, transactions: [claim] }, claim, null)[0] ?? null;
    },
    // sessions run out without a word
    tick: () => undefined,
  };
}

/** The browser brings an indicator back; only the one told at the start means success. */
function wayBack(order: MpgsOrder, now: Date): string {
  if (order.status === null) return (sessionOver(order, now) ? order.timeoutUrl : order.cancelUrl) ?? order.returnUrl;
  const back = new URL(order.returnUrl);
  back.searchParams.set('resultIndicator', order.captured > 0 ? order.successIndicator : order.otherIndicator);
  back.searchParams.set('sessionVersion', 'a1b2c3d401');
  return back.href;
}

function claimed(deed: Deed, order: MpgsOrder, now: Date): Transaction {
  const at = now.toISOString();
  const type = deed === 'refund' ? 'REFUND' : deed === 'chargeback' ? 'CHARGEBACK' : 'PAYMENT';
  const result = deed === 'decline' || deed === 'expire' ? 'FAILURE' : 'SUCCESS';
  const gatewayCode = result === 'SUCCESS' ? 'APPROVED' : 'DECLINED';
  return { id: '1', type, result, gatewayCode, amount: order.amount, reference: null, at };
}

import { randomBytes, randomInt } from 'node:crypto';
import * as z from 'zod';
import type { Gateway, Notice, Twin, TwinDeps, TwinPayment } from './gateway.ts';
import {
  act,
  aged,
  expiresAt,
  initiated,
  initSchema,
  walletTransactionSchema,
  type WalletState,
  type WalletTransaction,
} from './nasswallet-transaction.ts';

/**
 * NassWallet as its samples and integrators describe it: a login that speaks of an error in every success, a portal of its
 * own, one callback address per merchant that gets `/callback` added and is visited by servers (POST, unsigned) and
 * browsers (GET) alike, and a status that comes in two shapes.
 */
export const nasswallet: Twin = {
  driver: 'nasswallet',
  open: openNassWallet,
  env: (baseUrl, secret) => ({
    NASSWALLET_BASE_URL: `${baseUrl}${base}`,
    NASSWALLET_PORTAL_URL: `${baseUrl}${portal}`,
    NASSWALLET_BASIC_TOKEN: basicToken(secret),
    NASSWALLET_USERNAME: username,
    NASSWALLET_PASSWORD: secret('nasswallet-password'),
    NASSWALLET_TRANSACTION_PIN: secret('nasswallet-pin'),
  }),
};

const base = '/payment/transaction';
const portal = '/payment-gateway';
const username = '9647500000001';
const basicToken = (secret: TwinDeps['secret']) =>
  Buffer.from(`merchants:${secret('nasswallet-basic')}`).toString('base64');
const tokenSeconds = 300;

const loginSchema = z.object({ username: z.string(), password: z.string(), grantType: z.literal('password') });
const checkSchema = z.object({ transactionId: z.string() });

function openNassWallet(deps: TwinDeps): Gateway {
  const remembered = z.array(walletTransactionSchema).safeParse(deps.memory.load());
  const transactions = new Map((remembered.success ? remembered.data : []).map((one) => [one.transactionId, one]));
  const tokens = new Map<string, { from: number; to: number }>();
  let logins = 0;

  const keep = (transaction: WalletTransaction) => {
    transactions.set(transaction.transactionId, transaction);
    deps.memory.save([...transactions.values()]);
    return transaction;
  };
  const look = (ref: string): WalletTransaction | null => {
    const before = transactions.get(ref);
    if (!before) return null;
    const after = aged(before, deps.now());
    return after === before ? before : keep(after);
  };

  const login = async (request: Request): Promise<Response> => {
    if (request.headers.get('authorization') !== `Basic ${basicToken(deps.secret)}`)
      return new Response(null, { status: 401 });
    const asked = loginSchema.safeParse(await dataOf(request));
    if (
      !asked.success ||
      asked.data.username !== username ||
      asked.data.password !== deps.secret('nasswallet-password')
    )
      return no('Invalid username or password');
    const now = deps.now().getTime();
    for (const [token, { to }] of tokens) if (to <= now) tokens.delete(token);
    const token = `eyJhbGciOiJIUzI1NiJ9.${randomBytes(48).toString('base64url')}.${randomBytes(24).toString('base64url')}`;
    tokens.set(token, { from: now, to: now + tokenSeconds * 1000 });
    logins += 1;
    // both ways to write zero are seen, and the end is left out now and then
    return Response.json({
      responseCode: logins % 2 === 0 ? '0' : 0,
      errCode: '1',
      message: 'Success',
      data: {
        access_token: token,
        ...(logins % 3 !== 0 && { accessTokenExpiry: String(now + tokenSeconds * 1000) }),
      },
    });
  };

  const authorised = (request: Request): boolean => {
    const token = request.headers.get('authorization')?.match(/^Bearer (.+)$/)?.[1];
    const life = token === undefined ? undefined : tokens.get(token);
    const now = deps.now().getTime();
    return life !== undefined && life.from <= now && now < life.to;
  };

  const init = async (request: Request): Promise<Response> => {
    const order = initSchema.safeParse(await dataOf(request));
    if (!order.success) return no('Invalid request');
    if (order.data.userIdentifier !== username || order.data.transactionPin !== deps.secret('nasswallet-pin'))
      return no('Invalid transaction pin');
    const ids = {
      transactionId: `txn_${randomInt(10 ** 9)}${String(randomInt(10 ** 8)).padStart(8, '0')}`,
      token: String(randomInt(1000, 10_000)),
    };
    const shape = transactions.size % 2 === 0 ? 'long' : 'short';
    keep(initiated(order.data, { ...ids, shape }, deps.now()));
    return yes(ids);
  };

  const check = async (request: Request): Promise<Response> => {
    const asked = checkSchema.safeParse(await dataOf(request));
    const transaction = asked.success ? look(asked.data.transactionId) : null;
    if (!transaction) return no('Not found');
    return statusAnswer(keep({ ...transaction, asked: transaction.asked + 1 }));
  };

  /** The browser comes in with what the merchant was given; their samples name the transaction in three ways. */
  const enter = (url: URL): Response => {
    const ref = ['id', 'transactionId', ''].map((key) => url.searchParams.get(key)).find((value) => value !== null);
    const transaction = look(ref ?? '');
    const known = url.searchParams.get('userIdentifier') === username;
    if (!transaction || !known || url.searchParams.get('token') !== transaction.token)
      return new Response('Invalid transaction', { status: 400 });
    return new Response(null, { status: 303, headers: { location: deps.payPage(transaction.transactionId) } });
  };

  const handle = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    if (request.method === 'GET' && url.pathname === portal) return enter(url);
    if (request.method !== 'POST' || !url.pathname.startsWith(`${base}/`)) return new Response(null, { status: 404 });
    const step = url.pathname.slice(base.length + 1);
    if (step === 'login') return login(request);
    if (!authorised(request)) return new Response(null, { status: 401 });
    if (step === 'initTransaction') return init(request);
    if (step === 'checkTransaction') return check(request);
    return new Response(null, { status: 404 });
  };

  /** What the operator registered, and what they make of it. */
  const callbackUrl = () => `${deps.siteUrl}/api/payments/webhook/nasswallet/callback`;

  const noticeOf = (
    transaction: WalletTransaction,
    { state, transId, at }: WalletTransaction['results'][number],
    words: 'text' | 'numeric',
  ): Notice => ({
    ref: transaction.transactionId,
    says: state,
    url: callbackUrl(),
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      data: {
        orderId: transaction.orderId,
        transId,
        InitTransactionId: transaction.transactionId,
        currency: 'IQD',
        amount: (transaction.paidAmount ?? transaction.amount).toFixed(2),
        transactionStatus: words === 'text' ? state : state === 'Success' ? 0 : 1,
        transactionTime: String(Date.parse(at)),
      },
    }),
  });

  const shown = (transaction: WalletTransaction | null): TwinPayment | null =>
    transaction && {
      ref: transaction.transactionId,
      state: transaction.state,
      open: transaction.state === 'Initiated',
      amount: transaction.amount,
      paidAmount: transaction.paidAmount,
      currency: 'IQD',
      description: `Order ${transaction.orderId}`,
      code: null,
      callbackUrl: callbackUrl(),
      // the browser goes where the server calls: there is no other address
      returnUrl: callbackUrl(),
      createdAt: transaction.createdAt,
      expiresAt: expiresAt(transaction).toISOString(),
    };

  return {
    driver: 'nasswallet',
    title: 'NassWallet',
    // whether it calls again nobody has said; the answer its own plugin gives is what it takes
    retries: 2,
    settled: (status, body) => (status === 200 && body === 'SUCCESS') || status === 303,
    // neither logins nor the customer's browser are what a fault was meant for
    asksForToken: (request) => [`${base}/login`, portal].includes(new URL(request.url).pathname),
    // what fails behind its front comes without the envelope, and does not say that nothing was made
    errorInSuccess: () => Response.json({ status: 500, error: 'Internal Server Error', path: base }),
    handle,
    payments: () => [...transactions.keys()].flatMap((ref) => shown(look(ref)) ?? []).toReversed(),
    find: (ref) => shown(look(ref)),
    move: (ref, deed, details) => {
      const transaction = look(ref);
      if (!transaction) return null;
      const next = act(transaction, deed, details, newTransId(), deps.now());
      return 'refused' in next ? next : shown(keep(next));
    },
    notices: (ref) => {
      const transaction = look(ref);
      if (!transaction) return [];
      // the customer is back before the server has called
      return transaction.results.flatMap((result, index) => [
        { ref, says: 'browser', url: callbackUrl(), method: 'GET', headers: { accept: 'text/html' }, body: '' },
        noticeOf(transaction, result, (index + transactions.size) % 2 === 0 ? 'numeric' : 'text'),
      ]);
    },
    forge: (ref, deed) => {
      const transaction = look(ref);
      const state = deed === 'decline' || deed === 'expire' ? 'Failed' : 'Success';
      return (
        transaction && noticeOf(transaction, { state, transId: newTransId(), at: deps.now().toISOString() }, 'text')
      );
    },
    tick: () => {
      for (const ref of transactions.keys()) look(ref);
    },
  };
}

const newTransId = () => `txn_${randomInt(10 ** 9)}${String(randomInt(10 ** 9)).padStart(9, '0')}`;

async function dataOf(request: Request): Promise<unknown> {
  const body: unknown = await request.json().catch(() => null);
  const read = z.object({ data: z.unknown().optional() }).safeParse(body);
  return read.success ? read.data.data : null;
}

/** `errCode` is "1" whether it went well or not. */
const yes = (data: Record<string, unknown>): Response =>
  Response.json({ responseCode: 0, errCode: '1', message: 'Success', data });
const no = (message: string): Response => Response.json({ responseCode: 1, errCode: '1', message, data: null });

const words: Record<Exclude<WalletState, 'Expired'>, string> = {
  Initiated: 'Initiated',
  Success: 'Success',
  Failed: 'FAILED',
};

/**
 * Two shapes for what is paid. The short one has no room for a sum, so another sum than the one asked for is only ever
 * told by the long one. What nobody has paid is sometimes "not found": what it really is nobody has written down.
 */
function statusAnswer(transaction: WalletTransaction): Response {
  const { state, transactionId, amount, paidAmount, asked, shape } = transaction;
  if (state === 'Expired' || (state === 'Initiated' && asked % 2 === 0)) return no('Not found');
  const wrongSum = paidAmount !== null && paidAmount !== amount;
  if (state !== 'Success' || (shape === 'short' && !wrongSum))
    return yes({ transactionId, transactionStatus: words[state] });
  const entry = (type: 'CR' | 'DR') => ({
    TransactionType: type,
    TransactionStatus: words[state],
    Amount: (paidAmount ?? amount).toFixed(5),
  });
  return yes({
    TransactionId: transactionId,
    TenantId: 'NASSWALLET',
    TransactionHistoryList: [entry('CR'), entry('DR')],
  });
}

import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { chargebackOf, facts, no, stateOf, wellSigned } from './areeba-answers.ts';
import { callbackForms, signedNotice } from './areeba-callback.ts';
import {
  act,
  aged,
  debited,
  debitSchema,
  expiresAt,
  refunding,
  refundSchema,
  succeed,
  transactionSchema,
  type Transaction,
} from './areeba-transaction.ts';
import type { Deed, Gateway, Notice, Refusal, Twin, TwinDeps, TwinPayment } from './gateway.ts';

/**
 * areeba in Iraq, which is IXOPAY: debits under the merchant's own reference, refunds and chargebacks that are transactions
 * of their own, calls signed in every form that is about. Its rate limits are left to the `429` fault.
 */
export const areeba: Twin = {
  driver: 'areeba',
  open: openAreeba,
  env: (baseUrl, secret) => ({
    AREEBA_BASE_URL: `${baseUrl}${base}`,
    AREEBA_API_KEY: apiKey,
    AREEBA_USERNAME: username,
    AREEBA_PASSWORD: secret('areeba-password'),
    AREEBA_SHARED_SECRET: secret('areeba-shared-secret'),
  }),
};

const stateSchema = z.object({
  transactions: z.array(transactionSchema),
  history: z.array(z.object({ uuid: z.string(), word: z.number() })),
});

const base = '/api/v3';
const apiKey = 'TESTKEYIQ0000000001';
const username = 'mawahib-api';

function openAreeba(deps: TwinDeps): Gateway {
  const remembered = stateSchema.safeParse(deps.memory.load());
  /** by the gateway's own id, oldest first */
  const all = new Map((remembered.success ? remembered.data.transactions : []).map((one) => [one.uuid, one]));
  /** what was told, in the order it was told in: of which transaction, and its how manyeth word */
  const history = remembered.success ? remembered.data.history : [];

  const keep = (one: Transaction) => {
    for (let word = all.get(one.uuid)?.told.length ?? 0; word < one.told.length; word += 1)
      history.push({ uuid: one.uuid, word });
    all.set(one.uuid, one);
    deps.memory.save({ transactions: [...all.values()], history });
    return one;
  };
  const look = (uuid: string | undefined): Transaction | null => {
    const before = uuid === undefined ? undefined : all.get(uuid);
    if (!before) return null;
    const after = aged(before, deps.now());
    if (after === before) return before;
    keep(after);
    announceLast(after);
    return after;
  };
  const uuidOf = (merchantTransactionId: string): string | undefined =>
    [...all.values()].find((one) => one.merchantTransactionId === merchantTransactionId)?.uuid;
  /** A debit, by either of its names. */
  const debitOf = (ref: string): Transaction | null => {
    const one = look(uuidOf(ref) ?? ref);
    return one?.type === 'DEBIT' ? one : null;
  };
  const pointingAt = ({ uuid }: Transaction): Transaction[] =>
    [...all.values()].flatMap((one) => (one.referenceUuid === uuid ? (look(one.uuid) ?? []) : []));
  const givenBack = (debit: Transaction): number =>
    pointingAt(debit)
      .filter(({ type, status }) => type === 'REFUND' && status !== 'ERROR')
      .reduce((sum, { amount }) => sum + amount, 0);

  /** What is not with the merchant any more: given back, on its way back, or taken by the payer's bank. No coin goes twice. */
  const gone = (debit: Transaction): number =>
    givenBack(debit) +
    pointingAt(debit)
      .filter(({ type }) => type === 'CHARGEBACK')
      .reduce((sum, { amount }) => sum + amount, 0);

  const noticeOf = (one: Transaction, word: number): Notice | null => {
    const debit = one.referenceUuid === null ? one : (all.get(one.referenceUuid) ?? one);
    const { result, error } = one.told[word] ?? {};
    // a chargeback is told where the payment was to be told
    const url = one.callbackUrl ?? (one.type === 'CHARGEBACK' ? debit.callbackUrl : null);
    if (url === null || result === undefined) return null;
    const place = history.findIndex((told) => told.uuid === one.uuid && told.word === word);
    return signedNotice(
      {
        ref: debit.merchantTransactionId,
        says: `${one.type} ${result}`,
        url,
        body: { result, ...facts(one), ...(one.type === 'CHARGEBACK' && chargebackOf(one, debit)), ...error },
      },
      deps.secret('areeba-shared-secret'),
      callbackForms[place % callbackForms.length] ?? callbackForms[0],
      deps.now(),
    );
  };
  const announceLast = (one: Transaction) => {
    const notice = noticeOf(one, one.told.length - 1);
    if (notice) deps.announce(notice);
  };

  const debit = async (request: Request): Promise<Response> => {
    const order = debitSchema.safeParse(await request.json().catch(() => null));
    if (!order.success) return no(400, 1002, 'The request data is invalid');
    if (uuidOf(order.data.merchantTransactionId) !== undefined) return no(200, 3004, 'Duplicate merchantTransactionId');
    const uuid = newUuid();
    const one = keep(debited(order.data, { uuid, purchaseId: purchaseId(uuid, deps.now()) }, deps.now()));
    return Response.json({
      success: true,
      uuid,
      purchaseId: one.purchaseId,
      returnType: 'REDIRECT',
      redirectType: 'fullpage',
      redirectUrl: deps.payPage(one.merchantTransactionId),
      paymentMethod: 'Creditcard',
    });
  };

  const refund = async (request: Request): Promise<Response> => {
    const order = refundSchema.safeParse(await request.json().catch(() => null));
    if (!order.success) return no(400, 1002, 'The request data is invalid');
    if (uuidOf(order.data.merchantTransactionId) !== undefined) return no(200, 3004, 'Duplicate merchantTransactionId');
    const paid = look(order.data.referenceUuid);
    if (paid?.type !== 'DEBIT') return no(200, 8001, 'Transaction not found');
    const left = (paid.bookedAmount ?? 0) - gone(paid);
    if (paid.status !== 'SUCCESS' || order.data.amount > left || order.data.amount <= 0)
      return no(200, 3002, 'Refund not allowed');
    const earlier = pointingAt(paid).filter(({ type }) => type === 'REFUND').length;
    const asked = keep(refunding(order.data, paid, newUuid(), deps.now()));
    // the first of a payment takes its time, the next is done at once
    const atOnce = earlier % 2 === 1;
    if (atOnce) announceLast(keep(succeed(asked, deps.now())));
    return Response.json({
      success: true,
      uuid: asked.uuid,
      purchaseId: asked.purchaseId,
      returnType: atOnce ? 'FINISHED' : 'PENDING',
      paymentMethod: 'Creditcard',
    });
  };

  const status = (one: Transaction | null): Response =>
    one === null
      ? no(200, 8001, 'Transaction not found')
      : Response.json({
          success: true,
          transactionStatus: one.status,
          ...facts(one),
          ...(one.error && {
            errors: [
              {
                errorMessage: one.error.message,
                errorCode: one.error.code,
                adapterMessage: one.error.adapterMessage,
                adapterCode: one.error.adapterCode,
              },
            ],
          }),
          ...(one.status === 'SUCCESS' && { returnData: { _TYPE: 'cardData', lastFourDigits: '0008' } }),
        });

  const handle = async (request: Request): Promise<Response> => {
    const basic = `Basic ${Buffer.from(`${username}:${deps.secret('areeba-password')}`).toString('base64')}`;
    if (request.headers.get('authorization') !== basic) return no(401, 1004, 'Invalid credentials');
    if (!(await wellSigned(request, deps.secret('areeba-shared-secret')))) return no(401, 1004, 'Invalid signature');
    const [kind, key, verb = '', id] = new URL(request.url).pathname.slice(base.length + 1).split('/');
    if (key !== apiKey) return no(401, 1004, 'Invalid API key');
    const { method } = request;
    if (method === 'POST' && kind === 'transaction' && verb === 'debit') return debit(request);
    if (method === 'POST' && kind === 'transaction' && verb === 'refund') return refund(request);
    if (method === 'GET' && kind === 'status' && id !== undefined) {
      const named = decodeURIComponent(id);
      if (verb === 'getByMerchantTransactionId') return status(look(uuidOf(named)));
      if (verb === 'getByUuid') return status(look(named));
    }
    return no(404, 1000, 'Not found');
  };

  const giveBack = (one: Transaction, amount: number | undefined): Transaction | Refusal => {
    const waiting = pointingAt(one).filter(({ type, status: now }) => type === 'REFUND' && now === 'PENDING');
    for (const refundOfIt of waiting) keep(succeed(refundOfIt, deps.now()));
    const left = (one.bookedAmount ?? 0) - gone(one);
    if (waiting.length > 0) return one;
    if (one.status !== 'SUCCESS' || left <= 0 || (amount ?? left) > left)
      return { refused: `A transaction that is ${one.status} has no such sum to send back.` };
    keep(succeed(ofTheHouse(one, 'REFUND', amount ?? left), deps.now()));
    return one;
  };

  /** A refund or a chargeback that the merchant did not ask for: the house names it. */
  const ofTheHouse = (one: Transaction, type: 'REFUND' | 'CHARGEBACK', amount: number): Transaction => {
    const uuid = newUuid();
    return {
      ...one,
      uuid,
      type,
      merchantTransactionId: `${type.toLowerCase()}-${uuid}`,
      referenceUuid: one.uuid,
      amount,
      status: 'PENDING',
      error: null,
      merchantMetaData: null,
      createdAt: deps.now().toISOString(),
      bookedAmount: null,
      told: [],
    };
  };

  const moved = (one: Transaction, deed: Deed, details: Parameters<Gateway['move']>[2]): Transaction | Refusal => {
    if (deed === 'refund') return giveBack(one, details.amount);
    if (deed !== 'chargeback') {
      const next = act(one, deed, details, deps.now());
      return 'refused' in next ? next : keep(next);
    }
    const left = (one.bookedAmount ?? 0) - gone(one);
    const onItsWay = pointingAt(one).some(({ type, status: now }) => type === 'REFUND' && now === 'PENDING');
    const taken = pointingAt(one).some(({ type }) => type === 'CHARGEBACK');
    if (one.status !== 'SUCCESS' || taken || onItsWay || left <= 0)
      return { refused: `A transaction that is ${one.status} is not charged back, and none is twice.` };
    keep(succeed(ofTheHouse(one, 'CHARGEBACK', Math.min(details.amount ?? left, left)), deps.now()));
    return one;
  };

  const shown = (one: Transaction | null): TwinPayment | null =>
    one && {
      ref: one.merchantTransactionId,
      state: stateOf(one, pointingAt(one)),
      open: one.status === 'REDIRECT',
      amount: one.amount,
      paidAmount: one.bookedAmount,
      refunded: givenBack(one),
      currency: one.currency,
      description: one.description,
      code: null,
      callbackUrl: one.callbackUrl,
      returnUrl: one.returnUrl,
      createdAt: one.createdAt,
      expiresAt: expiresAt(one).toISOString(),
    };

  return {
    driver: 'areeba',
    title: 'areeba (Iraq)',
    retries: 6,
    settled: (code, body) => code === 200 && body === 'OK',
    asksForToken: () => false,
    errorInSuccess: () => no(200, 3003, 'Service temporarily unavailable'),
    handle,
    payments: () =>
      [...all.values()]
        .filter(({ type }) => type === 'DEBIT')
        .flatMap(({ uuid }) => shown(look(uuid)) ?? [])
        .toReversed(),
    find: (ref) => shown(debitOf(ref)),
    move: (ref, deed, details) => {
      const one = debitOf(ref);
      if (!one) return null;
      const next = moved(one, deed, details);
      return 'refused' in next ? next : shown(next);
    },
    notices: (ref) => {
      const debit = debitOf(ref);
      if (!debit) return [];
      const ofIt = new Map([debit, ...pointingAt(debit)].map((one) => [one.uuid, one]));
      return history.flatMap(({ uuid, word }) => {
        const one = ofIt.get(uuid);
        return (one && noticeOf(one, word)) ?? [];
      });
    },
    forge: (ref, deed) => {
      const one = debitOf(ref);
      if (!one?.callbackUrl) return null;
      const result = deed === 'decline' || deed === 'expire' ? 'ERROR' : 'OK';
      const type = deed === 'refund' ? 'REFUND' : deed === 'chargeback' ? 'CHARGEBACK' : 'DEBIT';
      const body = { result, ...facts({ ...one, type }), ...(type === 'CHARGEBACK' && chargebackOf(one, one)) };
      // whoever knows the address, and not the secret
      return signedNotice(
        { ref: one.merchantTransactionId, says: `${type} ${result}`, url: one.callbackUrl, body },
        randomBytes(16).toString('hex'),
        callbackForms[0],
        deps.now(),
      );
    },
    tick: () => {
      for (const uuid of [...all.keys()]) look(uuid);
    },
  };
}

const newUuid = () => randomBytes(10).toString('hex');
const purchaseId = (uuid: string, now: Date) => `${now.toISOString().slice(0, 10).replaceAll('-', '')}-${uuid}`;

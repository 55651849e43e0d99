import { randomUUID } from 'node:crypto';
import { decimalText, type MpgsOrder, type Transaction } from './areeba-mpgs-order.ts';
import type { Notice } from './gateway.ts';

/** Orders, transactions and errors in the form Mastercard's gateway gives them. */

export const merchantId = 'TESTMAWAHIB';

/** The gateway writes numbers; one that writes texts is met by tolerant readers only. */
const sumOf = (units: number, currency: string, asText = false): number | string => {
  const text = decimalText(units, currency);
  return asText ? text : Number(text);
};

const card = {
  type: 'CARD',
  provided: { card: { brand: 'MASTERCARD', number: '512345xxxxxx0008', expiry: { month: '1', year: '39' } } },
};

const stateAfter = (order: MpgsOrder, upTo: Transaction): { status: string; captured: number; refunded: number } => {
  let state = { status: 'INITIATED', captured: 0, refunded: 0 };
  for (const one of order.transactions.slice(0, order.transactions.indexOf(upTo) + 1)) {
    if (one.type === 'AUTHENTICATION') state = { ...state, status: 'AUTHENTICATED' };
    else if (one.type === 'CHARGEBACK') state = { ...state, status: 'CHARGEBACK_PROCESSED' };
    else if (one.result === 'FAILURE') state = { ...state, status: 'FAILED' };
    else if (one.type === 'PAYMENT') state = { ...state, status: 'CAPTURED', captured: one.amount };
    else {
      const refunded = state.refunded + one.amount;
      state = { ...state, refunded, status: refunded === state.captured ? 'REFUNDED' : 'PARTIALLY_REFUNDED' };
    }
  }
  return state;
};

const totals = (order: MpgsOrder, state: { captured: number; refunded: number }, asText = false) => ({
  totalAuthorizedAmount: sumOf(state.captured, order.currency, asText),
  totalCapturedAmount: sumOf(state.captured, order.currency, asText),
  totalRefundedAmount: sumOf(state.refunded, order.currency, asText),
});

const detailOf = (order: MpgsOrder, one: Transaction) => ({
  id: one.id,
  type: one.type,
  amount: sumOf(one.amount, order.currency),
  currency: order.currency,
  ...(one.reference !== null && { reference: one.reference }),
  receipt: '606007000180',
  ...(one.result === 'SUCCESS' && { authorizationCode: '005163' }),
});

const responseOf = (one: Transaction) => ({
  gatewayCode: one.gatewayCode,
  acquirerCode: one.result === 'SUCCESS' ? '00' : '05',
  acquirerMessage: one.result === 'SUCCESS' ? 'Approved' : 'Do not honour',
});

/** "Retrieve order": everything at the top. */
export function orderAnswer(order: MpgsOrder): Record<string, unknown> {
  const asText = order.asked % 3 === 2;
  const last = order.transactions.at(-1);
  return {
    id: order.id,
    amount: sumOf(order.amount, order.currency, asText),
    currency: order.currency,
    creationTime: order.transactions[0]?.at,
    lastUpdatedTime: last?.at,
    merchant: merchantId,
    result: last?.result === 'FAILURE' ? 'FAILURE' : 'SUCCESS',
    status: order.status,
    ...(order.description !== null && { description: order.description }),
    ...(order.reference !== null && { reference: order.reference }),
    ...totals(order, order, asText),
    sourceOfFunds: card,
    transaction: order.transactions.map((one) => ({
      result: one.result,
      order: { id: order.id },
      response: responseOf(one),
      transaction: detailOf(order, one),
    })),
  };
}

/** "Retrieve transaction", which is also what a notice carries: everything in its own place. */
export function transactionAnswer(order: MpgsOrder, one: Transaction, version: string): Record<string, unknown> {
  const state = stateAfter(order, one);
  return {
    merchant: merchantId,
    result: one.result,
    gatewayEntryPoint: one.type === 'REFUND' ? 'WEB_SERVICES_API' : 'CHECKOUT_VIA_WEBSITE',
    timeOfRecord: one.at,
    version,
    order: {
      id: order.id,
      amount: sumOf(order.amount, order.currency),
      currency: order.currency,
      status: state.status,
      creationTime: order.transactions[0]?.at ?? one.at,
      ...totals(order, state),
    },
    response: responseOf(one),
    transaction: {
      ...detailOf(order, one),
      acquirer: { id: 'AREEBA', merchantId: '0001' },
      source: 'INTERNET',
      terminal: '002',
    },
    sourceOfFunds: card,
  };
}

/** The secret is no signature: it stands in a header, the same in every call. Null: as a stranger would send it. */
export function noticeOf(order: MpgsOrder, one: Transaction, secret: string | null): Notice[] {
  if (order.notificationUrl === null) return [];
  return [
    {
      ref: order.id,
      says: `${one.type} ${one.result}`,
      url: order.notificationUrl,
      headers: {
        'content-type': 'application/json',
        ...(secret !== null && { 'x-notification-secret': secret }),
        'x-notification-id': secret === null ? randomUUID() : `${order.id}-${one.id}`,
        'x-notification-attempt': '1',
      },
      body: JSON.stringify(transactionAnswer(order, one, '100')),
    },
  ];
}

export const failure = (
  status: number,
  error: { cause: string; explanation: string; field?: string; validationType?: string },
): Response => Response.json({ error, result: 'ERROR' }, { status });

export const invalid = (explanation: string, field?: string, status = 400): Response =>
  failure(status, {
    cause: 'INVALID_REQUEST',
    explanation,
    ...(field !== undefined && { field, validationType: 'INVALID' }),
  });

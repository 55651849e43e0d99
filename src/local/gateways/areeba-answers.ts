import type { Transaction } from './areeba-transaction.ts';
import { callbackForms, sign } from './areeba-callback.ts';

/** How IXOPAY words what it knows of a transaction, and whom it lets in. */

/** A connector may demand signatures or not; one that is there and wrong is refused by all of them. */
export async function wellSigned(request: Request, secret: string): Promise<boolean> {
  const given = request.headers.get('x-signature');
  if (given === null) return true;
  const { origin } = new URL(request.url);
  const date = request.headers.get('date') ?? request.headers.get('x-date') ?? '';
  const body = await request.clone().text();
  const told = { method: request.method, body, date, path: request.url.slice(origin.length) };
  return callbackForms.some(({ hash }) => given === sign(secret, told, hash));
}

export function facts(one: Transaction): Record<string, unknown> {
  return {
    uuid: one.uuid,
    merchantTransactionId: one.merchantTransactionId,
    purchaseId: one.purchaseId,
    transactionType: one.type,
    paymentMethod: 'Creditcard',
    amount: (one.bookedAmount ?? one.amount).toFixed(2),
    currency: one.currency,
    ...(one.merchantMetaData !== null && { merchantMetaData: one.merchantMetaData }),
    ...(one.customer !== null && { customer: one.customer }),
  };
}

export const chargebackOf = (one: Transaction, debit: Transaction) => ({
  chargebackData: {
    originalUuid: debit.uuid,
    originalMerchantTransactionId: debit.merchantTransactionId,
    amount: one.amount.toFixed(2),
    currency: one.currency,
    reason: 'Cardholder dispute',
    chargebackDateTime: one.createdAt,
  },
});

export function stateOf(debit: Transaction, others: readonly Transaction[]): string {
  if (others.some(({ type }) => type === 'CHARGEBACK')) return 'CHARGEBACK';
  const refunds = others.filter(({ type, status }) => type === 'REFUND' && status === 'SUCCESS');
  return refunds.length > 0
    ? `${debit.status}, refunded ${refunds.reduce((sum, { amount }) => sum + amount, 0)}`
    : debit.status;
}

export const no = (status: number, errorCode: number, errorMessage: string): Response =>
  Response.json({ success: false, errorMessage, errorCode }, { status });

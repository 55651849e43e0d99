import * as z from 'zod';
import type { Deed, DeedDetails, Refusal } from './gateway.ts';

/** Transactions as IXOPAY keeps them: a debit, and the refunds and chargebacks that point at it. Pure: the clock is handed in. */

const statuses = ['REDIRECT', 'PENDING', 'SUCCESS', 'ERROR'] as const;
export type IxopayStatus = (typeof statuses)[number];

const errorSchema = z.object({
  message: z.string(),
  code: z.number(),
  adapterMessage: z.string(),
  adapterCode: z.string(),
});
export type IxopayError = z.infer<typeof errorSchema>;

export const transactionSchema = z.object({
  uuid: z.string(),
  purchaseId: z.string(),
  merchantTransactionId: z.string(),
  type: z.enum(['DEBIT', 'REFUND', 'CHARGEBACK']),
  /** the debit a refund or a chargeback points at */
  referenceUuid: z.string().nullable(),
  amount: z.number(),
  currency: z.string(),
  status: z.enum(statuses),
  error: errorSchema.nullable(),
  description: z.string().nullable(),
  merchantMetaData: z.string().nullable(),
  customer: z.record(z.string(), z.unknown()).nullable(),
  callbackUrl: z.string().nullable(),
  returnUrl: z.string().nullable(),
  createdAt: z.iso.datetime(),
  bookedAmount: z.number().nullable(),
  /** what the merchant is told, oldest first */
  told: z.array(z.object({ result: z.enum(['OK', 'ERROR']), error: errorSchema.nullable(), at: z.iso.datetime() })),
});
export type Transaction = z.infer<typeof transactionSchema>;

const amount = z
  .string()
  .regex(/^[0-9]{1,10}(\.[0-9]{1,3})?$/)
  .transform(Number);
const url = z.url({ protocol: /^https?$/ });
const base = z.object({
  merchantTransactionId: z.string().min(1).max(50),
  amount,
  /** the connector takes dinars only */
  currency: z.literal('IQD'),
  callbackUrl: url.nullish(),
  description: z.string().max(255).nullish(),
  merchantMetaData: z.string().max(255).nullish(),
});

export const debitSchema = base.extend({
  successUrl: url,
  cancelUrl: url,
  errorUrl: url,
  customer: z.record(z.string(), z.unknown()).nullish(),
  language: z.string().max(2).nullish(),
  withRegister: z.boolean().nullish(),
});
export const refundSchema = base.extend({ referenceUuid: z.string() });

type Ids = Pick<Transaction, 'uuid' | 'purchaseId'>;

const made = (order: z.output<typeof base>, ids: Ids, now: Date) => ({
  ...ids,
  merchantTransactionId: order.merchantTransactionId,
  amount: order.amount,
  currency: order.currency,
  error: null,
  description: order.description ?? null,
  merchantMetaData: order.merchantMetaData ?? null,
  callbackUrl: order.callbackUrl ?? null,
  createdAt: now.toISOString(),
  bookedAmount: null,
  told: [],
});

export const debited = (order: z.output<typeof debitSchema>, ids: Ids, now: Date): Transaction => ({
  ...made(order, ids, now),
  type: 'DEBIT',
  referenceUuid: null,
  status: 'REDIRECT',
  customer: order.customer ?? null,
  returnUrl: order.successUrl,
});

export const refunding = (
  order: z.output<typeof refundSchema>,
  debit: Transaction,
  uuid: string,
  now: Date,
): Transaction => ({
  ...made(order, { uuid, purchaseId: debit.purchaseId }, now),
  type: 'REFUND',
  referenceUuid: debit.uuid,
  status: 'PENDING',
  customer: null,
  returnUrl: null,
});

export const succeed = (one: Transaction, now: Date, booked = one.amount): Transaction => ({
  ...one,
  status: 'SUCCESS',
  error: null,
  bookedAmount: booked,
  told: [...one.told, { result: 'OK', error: null, at: now.toISOString() }],
});

export const fail = (one: Transaction, error: IxopayError, now: Date): Transaction => ({
  ...one,
  status: 'ERROR',
  error,
  told: [...one.told, { result: 'ERROR', error, at: now.toISOString() }],
});

const declined = {
  message: 'The transaction was declined',
  code: 2003,
  adapterMessage: 'Do not honor',
  adapterCode: '05',
};
const expired = { message: 'Transaction expired', code: 2005, adapterMessage: 'Session timeout', adapterCode: '2005' };

/** How long the page waits, and how long a refund that is not done at once takes. */
const pageLivesMs = 60 * 60_000;
const refundTakesMs = 10_000;

export const expiresAt = ({ createdAt }: Transaction): Date => new Date(Date.parse(createdAt) + pageLivesMs);

/** What the mere passing of time has done to it. The same object comes back when nothing has changed. */
export function aged(one: Transaction, now: Date): Transaction {
  if (one.status === 'REDIRECT' && now >= expiresAt(one)) return fail(one, expired, expiresAt(one));
  if (one.type === 'REFUND' && one.status === 'PENDING' && now.getTime() >= Date.parse(one.createdAt) + refundTakesMs)
    return succeed(one, now);
  return one;
}

/** What the payer does on the page of a debit. */
export function act(debit: Transaction, deed: Deed, details: DeedDetails, now: Date): Transaction | Refusal {
  const late = deed === 'pay' && details.late === true && debit.error?.code === expired.code;
  if (debit.status !== 'REDIRECT' && !late) return { refused: `The transaction is already ${debit.status}.` };
  if (deed === 'pay')
    return succeed(debit, now, details.amount ?? (details.wrongAmount === true ? another(debit.amount) : debit.amount));
  return fail(debit, deed === 'expire' ? expired : declined, now);
}

/** A sum that is plausible and not the one asked. */
const another = (sum: number): number => (sum > 2_000 ? sum - 1_000 : sum + 1_000);

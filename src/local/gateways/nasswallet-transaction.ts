import * as z from 'zod';
import type { Deed, DeedDetails, Refusal } from './gateway.ts';

/** A transaction as NassWallet keeps it, and the moves it knows. Pure: the clock is handed in. */

export const walletStates = ['Initiated', 'Success', 'Failed', 'Expired'] as const;
export type WalletState = (typeof walletStates)[number];

export const walletTransactionSchema = z.object({
  transactionId: z.string(),
  /** the portal lets nobody in without it */
  token: z.string(),
  orderId: z.string(),
  amount: z.number(),
  languageCode: z.string(),
  createdAt: z.iso.datetime(),
  state: z.enum(walletStates),
  paidAmount: z.number().nullable(),
  /** what the merchant is told, oldest first */
  results: z.array(z.object({ state: z.enum(['Success', 'Failed']), transId: z.string(), at: z.iso.datetime() })),
  /** how often its status was asked: answers differ in form from one call to the next */
  asked: z.number(),
  /** which of the two shapes its status has once it is paid: when which comes nobody has said */
  shape: z.enum(['long', 'short']),
});
export type WalletTransaction = z.infer<typeof walletTransactionSchema>;

/** Nobody has said how long the portal waits. */
export const livesMs = 60 * 60_000;

/** The `data` of an initTransaction call. */
export const initSchema = z.object({
  userIdentifier: z.string(),
  transactionPin: z.string(),
  orderId: z.string().regex(/^\d{1,31}$/),
  amount: z
    .string()
    .regex(/^\d{1,10}(\.0{1,2})?$/)
    .transform(Number)
    .pipe(z.int().positive()),
  languageCode: z.enum(['en', 'ar', 'ku']),
});

export function initiated(
  order: z.output<typeof initSchema>,
  ids: Pick<WalletTransaction, 'transactionId' | 'token' | 'shape'>,
  now: Date,
): WalletTransaction {
  return {
    ...ids,
    orderId: order.orderId,
    amount: order.amount,
    languageCode: order.languageCode,
    createdAt: now.toISOString(),
    state: 'Initiated',
    paidAmount: null,
    results: [],
    asked: 0,
  };
}

export const expiresAt = ({ createdAt }: WalletTransaction): Date => new Date(Date.parse(createdAt) + livesMs);

/** What the mere passing of time has done to it. The same object comes back when nothing has changed. */
export const aged = (transaction: WalletTransaction, now: Date): WalletTransaction =>
  transaction.state === 'Initiated' && now >= expiresAt(transaction)
    ? { ...transaction, state: 'Expired' }
    : transaction;

/** What the payer in the portal does. */
export function act(
  transaction: WalletTransaction,
  deed: Deed,
  details: DeedDetails,
  transId: string,
  now: Date,
): WalletTransaction | Refusal {
  if (deed === 'refund' || deed === 'chargeback')
    return { refused: 'NassWallet gives money back by hand, outside of its protocol.' };
  const late = deed === 'pay' && details.late === true && transaction.state === 'Expired';
  if (transaction.state !== 'Initiated' && !late)
    return { refused: `The transaction is already ${transaction.state}.` };
  if (deed === 'expire') return { ...transaction, state: 'Expired' };
  const state = deed === 'pay' ? 'Success' : 'Failed';
  return {
    ...transaction,
    state,
    paidAmount:
      deed === 'pay'
        ? (details.amount ?? (details.wrongAmount === true ? another(transaction.amount) : transaction.amount))
        : null,
    results: [...transaction.results, { state, transId, at: now.toISOString() }],
  };
}

/** A sum that is plausible and not the one asked. */
const another = (amount: number): number => (amount > 2_000 ? amount - 1_000 : amount + 1_000);

import * as z from 'zod';
import { currencies } from '../../../core/money.ts';
import { attemptStates, caseKinds, paymentStates, refundReasons, refundStates } from '../rules.ts';

const instant = z.iso.datetime();
const currency = z.enum(currencies);
const sum = z.object({ amount: z.int(), currency });
const words = z.string().trim().min(3).max(1000);
const page = z.object({ cursor: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(100).default(30) });
const nextCursor = z.uuid().nullable();

export const paymentPath = z.object({ paymentId: z.uuid() });
export const refundPath = z.object({ refundId: z.uuid() });
export const casePath = z.object({ caseId: z.uuid() });

export const refundView = z.object({
  refundId: z.uuid(),
  paymentId: z.uuid(),
  attemptId: z.uuid(),
  driver: z.string(),
  amount: sum,
  reason: z.enum(refundReasons),
  note: z.string(),
  state: z.enum(refundStates),
  refundRef: z.string().nullable().meta({ description: 'the gateway’s own reference' }),
  manualReference: z.string().nullable().meta({ description: 'of a transfer made by hand' }),
  requestedBy: z.string().nullable(),
  settledBy: z.string().nullable(),
  askedAt: instant.nullable(),
  doneAt: instant.nullable(),
  createdAt: instant,
});
export const refundQuery = page.extend({ state: z.enum(refundStates).optional() });
export const refundList = z.object({ items: z.array(refundView), nextCursor });

const paymentLine = z.object({
  paymentId: z.uuid(),
  payable: z.object({ kind: z.enum(['booking', 'purchase']), id: z.uuid() }),
  payer: z.object({ userId: z.string(), name: z.string(), email: z.string() }),
  payeeId: z.string().nullable(),
  amount: sum,
  commission: z.int(),
  state: z.enum(paymentStates),
  flag: z.string().nullable(),
  paidThrough: z.string().nullable(),
  paidReference: z.string().nullable(),
  createdAt: instant,
  paidAt: instant.nullable(),
});
export const paymentQuery = page.extend({
  state: z.enum(paymentStates).optional(),
  driver: z.string().max(40).optional().meta({ description: 'tried at this gateway' }),
  flag: z.string().max(40).optional().meta({ description: 'why a person must look; `any`: for whatever reason' }),
  text: z
    .string()
    .trim()
    .min(2)
    .max(200)
    .optional()
    .meta({ description: 'an id, a gateway’s reference, or part of the payer’s name or address' }),
});
export const operatorPaymentList = z.object({ items: z.array(paymentLine), nextCursor });

export const operatorPayment = paymentLine.extend({
  attempts: z.array(
    z.object({
      id: z.uuid(),
      driver: z.string(),
      ref: z.string().nullable(),
      state: z.enum(attemptStates),
      mode: z.enum(['once', 'agreement']),
      agreementRef: z.string().nullable(),
      amount: sum,
      receivedAmount: z.int().nullable(),
      asks: z.int(),
      askedAt: instant.nullable(),
      expiresAt: instant.nullable(),
      createdAt: instant,
    }),
  ),
  notices: z.array(
    z.object({
      id: z.uuid(),
      attemptId: z.uuid().nullable(),
      driver: z.string(),
      method: z.string(),
      headers: z.record(z.string(), z.string()),
      body: z.string(),
      verdict: z.string().nullable(),
      times: z.int(),
      receivedAt: instant,
    }),
  ),
  refunds: z.array(refundView),
  ledger: z.array(
    z.object({
      id: z.uuid(),
      kind: z.string(),
      source: z.string(),
      at: instant,
      lines: z.array(
        z.object({
          account: z.string(),
          amount: z.int(),
          currency,
          driver: z.string().nullable(),
          userId: z.string().nullable(),
        }),
      ),
    }),
  ),
  audit: z.array(
    z.object({
      at: instant,
      action: z.string(),
      actorId: z.string().nullable(),
      reason: z.string().nullable(),
      data: z.record(z.string(), z.unknown()),
    }),
  ),
});

export const createRefundBody = z.object({
  amount: z.int().positive().nullable().default(null).meta({ description: 'null: all that is left of it' }),
  reason: z.enum(['goodwill', 'dispute', 'cancelled_by_customer', 'cancelled_by_talent', 'wrong_sum']),
  note: words.meta({ description: 'why, for whoever reads the books' }),
});
export const settleRefundBody = z.object({
  reference: z.string().trim().min(2).max(200).meta({ description: 'of the transfer you made' }),
});
export const failRefundBody = z.object({ reason: words });
export const closeCaseBody = z.object({ resolution: words });

export const caseView = z.object({
  caseId: z.uuid(),
  kind: z.enum(caseKinds),
  subject: z.string(),
  driver: z.string().nullable(),
  paymentId: z.uuid().nullable(),
  refundId: z.uuid().nullable(),
  facts: z.record(z.string(), z.unknown()),
  openedAt: instant,
  closedAt: instant.nullable(),
  closedBy: z.string().nullable(),
  resolution: z.string().nullable(),
});
export const caseQuery = page.extend({
  kind: z.enum(caseKinds).optional(),
  closed: z.stringbool().default(false).meta({ description: 'those that were closed, instead of those still open' }),
});
export const caseList = z.object({ items: z.array(caseView), nextCursor });

export const gatewaySettings = z.object({
  items: z.array(
    z.object({
      driver: z.string(),
      title: z.string(),
      connected: z.boolean(),
      powers: z.record(z.string(), z.unknown()),
      keys: z.array(
        z.object({ name: z.string(), needed: z.boolean(), secret: z.boolean(), what: z.string(), set: z.boolean() }),
      ),
      toConfirm: z.array(z.string()),
      callbackUrl: z
        .string()
        .nullable()
        .meta({ description: 'to register with the gateway, where it wants one address' }),
    }),
  ),
});
export const askedPayment = z.object({ answers: z.array(z.object({ attemptId: z.uuid(), answer: z.string() })) });

import type { Currency, Money } from '../../core/money.ts';

/**
 * The accounts of the books. A debit is above zero, a credit below. `received` is what came in at a gateway; `refunded`,
 * `paid_out` and `gateway_fee` are what left it again: together they are the money that lies there.
 */
export const accounts = [
  /** came in at a gateway (debit) */
  'received',
  /** paid for a booking that is not done: neither the talent's nor ours (credit) */
  'held',
  /** a talent's, to be paid out (credit) */
  'owed',
  /** the site's share of a booking (credit) */
  'commission',
  /** memberships, plans, credits: the site's own sales (credit) */
  'sales',
  /** to go back to a payer (credit) */
  'refund_owed',
  /** went back to a payer (credit) */
  'refunded',
  /** went out to a talent (credit) */
  'paid_out',
  /** kept by a gateway: debit as a cost, credit where it left the gateway */
  'gateway_fee',
  /** lies at a gateway and belongs to nothing we know: a wrong sum (credit) */
  'unmatched',
  /** taken back by the payer's bank, and nobody else's to bear (debit) */
  'charged_back',
] as const;
export type Account = (typeof accounts)[number];

export const entryKinds = [
  'payment_received',
  'money_unmatched',
  'earning_released',
  'refund_owed',
  'refund_done',
  'refund_failed',
  'payout_paid',
  'gateway_fee',
  'charged_back',
  'correction',
] as const;
export type EntryKind = (typeof entryKinds)[number];

/** Where a talent may be paid: a bank account, or a wallet by its phone number. */
export const payoutMethods = ['bank', 'fib', 'fastpay', 'nasswallet', 'zaincash'] as const;
export type PayoutMethod = (typeof payoutMethods)[number];

/** What comparing the books with a gateway found: `unknown` when the gateway gave no answer. */
export const comparisonVerdicts = ['same', 'differs', 'unknown'] as const;
export type ComparisonVerdict = (typeof comparisonVerdicts)[number];

export const payoutStates = ['due', 'paid', 'cancelled'] as const;
export type PayoutState = (typeof payoutStates)[number];

/** `driver`: where the money lies. `userId`: whose the account is. */
export type Line = { account: Account; amount: number; currency: Currency; driver?: string; userId?: string };
/** One thing that happened, once: the same kind and source are never posted twice. */
export type Entry = {
  kind: EntryKind;
  source: string;
  paymentId: string | null;
  facts?: Record<string, unknown>;
  lines: readonly Line[];
};

/** Money came in for something. Nobody's yet for a booking, ours for what the site sells, unmatched when nothing can use it. */
export const paymentReceived = (happened: {
  attemptId: string;
  paymentId: string;
  driver: string;
  amount: Money;
  for: 'booking' | 'purchase' | 'nothing';
}): Entry => ({
  kind: happened.for === 'nothing' ? 'money_unmatched' : 'payment_received',
  source: happened.attemptId,
  paymentId: happened.paymentId,
  lines: [
    debit('received', happened.amount, { driver: happened.driver }),
    credit(({ booking: 'held', purchase: 'sales', nothing: 'unmatched' } as const)[happened.for], happened.amount),
  ],
});

/** Where refunded money is taken from: what is still held, or what a talent and the site already have of it. */
export type TakenFrom = readonly {
  account: 'held' | 'owed' | 'commission' | 'sales' | 'unmatched';
  amount: number;
  userId?: string;
}[];

/** A refund was decided: its sum belongs to the payer again. */
export const refundOwed = (wish: { refundId: string; paymentId: string; amount: Money; from: TakenFrom }): Entry => ({
  kind: 'refund_owed',
  source: wish.refundId,
  paymentId: wish.paymentId,
  lines: [
    ...wish.from.map(({ account, amount, userId }) =>
      debit(account, { amount, currency: wish.amount.currency }, userId === undefined ? {} : { userId }),
    ),
    credit('refund_owed', wish.amount),
  ],
});

/** It left: through the gateway that took the money, or by an operator's hand (`bank`). */
export const refundDone = (done: { refundId: string; paymentId: string; driver: string; amount: Money }): Entry => ({
  kind: 'refund_done',
  source: done.refundId,
  paymentId: done.paymentId,
  lines: [debit('refund_owed', done.amount), credit('refunded', done.amount, { driver: done.driver })],
});

/** It will not leave: what was set aside for it goes back to where it was. */
export const refundFailed = (wish: { refundId: string; paymentId: string; amount: Money; from: TakenFrom }): Entry => ({
  kind: 'refund_failed',
  source: wish.refundId,
  paymentId: wish.paymentId,
  lines: refundOwed(wish).lines.map((line) => ({ ...line, amount: -line.amount })),
});

/** The work is done: the talent's share and ours. */
export const earningReleased = (earned: {
  bookingId: string;
  paymentId: string;
  payeeId: string;
  amount: Money;
  commission: number;
}): Entry => ({
  kind: 'earning_released',
  source: earned.bookingId,
  paymentId: earned.paymentId,
  lines: [
    debit('held', earned.amount),
    credit('owed', { ...earned.amount, amount: earned.amount.amount - earned.commission }, { userId: earned.payeeId }),
    credit('commission', { ...earned.amount, amount: earned.commission }),
  ].filter(({ amount }) => amount !== 0),
});

/** A talent was paid by the operator's hand. */
export const payoutPaid = (paid: { payoutId: string; userId: string; amount: Money; driver: string }): Entry => ({
  kind: 'payout_paid',
  source: paid.payoutId,
  paymentId: null,
  lines: [
    debit('owed', paid.amount, { userId: paid.userId }),
    credit('paid_out', paid.amount, { driver: paid.driver, userId: paid.userId }),
  ],
});

/** The payer's bank took it back; what was still held or owed bears it, and the rest is our loss. */
export const chargedBack = (taken: {
  attemptId: string;
  paymentId: string;
  driver: string;
  amount: Money;
  from: TakenFrom;
}): Entry => {
  const borne = taken.from.reduce((sum, { amount }) => sum + amount, 0);
  return {
    kind: 'charged_back',
    source: taken.attemptId,
    paymentId: taken.paymentId,
    lines: [
      ...taken.from.map(({ account, amount, userId }) =>
        debit(account, { ...taken.amount, amount }, userId === undefined ? {} : { userId }),
      ),
      ...(borne < taken.amount.amount
        ? [debit('charged_back', { ...taken.amount, amount: taken.amount.amount - borne })]
        : []),
      credit('refunded', taken.amount, { driver: taken.driver }),
    ],
  };
};

type Whose = { driver?: string; userId?: string };
function debit(account: Account, { amount, currency }: Money, whose: Whose = {}): Line {
  return { account, amount, currency, ...whose };
}
function credit(account: Account, { amount, currency }: Money, whose: Whose = {}): Line {
  return { account, amount: -amount, currency, ...whose };
}

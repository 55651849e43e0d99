import { allow, refuse, type Decision } from '../../core/decision.ts';
import type { Machine } from '../../core/machine.ts';
import { sameMoney, type Currency, type Money } from '../../core/money.ts';

/** One payment pays one thing once. `refund_due`: money arrived that nothing can use any more. */
export const paymentStates = [
  'pending',
  'paid',
  'failed',
  'refund_due',
  'refund_pending',
  'refunded',
  'charged_back',
] as const;
export type PaymentState = (typeof paymentStates)[number];

export const paymentMoves = ['pay', 'fail', 'retry', 'owe', 'ask_refund', 'refund', 'charge_back'] as const;
export type PaymentMove = (typeof paymentMoves)[number];

export const paymentMachine: Machine<PaymentState, PaymentMove> = {
  pending: { pay: 'paid', fail: 'failed', owe: 'refund_due' },
  // late money is still money, and a customer whose first try failed may try again
  failed: { pay: 'paid', retry: 'pending', owe: 'refund_due' },
  paid: { owe: 'refund_due', refund: 'refunded', charge_back: 'charged_back' },
  refund_due: { ask_refund: 'refund_pending', refund: 'refunded', charge_back: 'charged_back' },
  refund_pending: { refund: 'refunded', charge_back: 'charged_back' },
  refunded: {},
  charged_back: {},
};

/** One attempt is one payment opened at one gateway. `in_doubt`: the gateway may have opened it, or not. */
export const attemptStates = [
  'opening',
  'open',
  'in_doubt',
  'failed',
  'expired',
  'cancelled',
  'paid',
  'refund_due',
  'refund_pending',
  'refunded',
  'charged_back',
] as const;
export type AttemptState = (typeof attemptStates)[number];

export const attemptMoves = [
  'open',
  'doubt',
  'fail',
  'expire',
  'cancel',
  'pay',
  'owe',
  'ask_refund',
  'refund',
  'charge_back',
] as const;
export type AttemptMove = (typeof attemptMoves)[number];

const stillPayable = {
  fail: 'failed',
  expire: 'expired',
  cancel: 'cancelled',
  pay: 'paid',
  owe: 'refund_due',
  refund: 'refunded',
  // its coming in was never told, only its going
  charge_back: 'charged_back',
} as const;
const lateMoney = { pay: 'paid', owe: 'refund_due', refund: 'refunded', charge_back: 'charged_back' } as const;

export const attemptMachine: Machine<AttemptState, AttemptMove> = {
  opening: { open: 'open', doubt: 'in_doubt', ...stillPayable },
  open: stillPayable,
  in_doubt: stillPayable,
  failed: lateMoney,
  expired: lateMoney,
  cancelled: lateMoney,
  paid: { owe: 'refund_due', refund: 'refunded', charge_back: 'charged_back' },
  refund_due: { ask_refund: 'refund_pending', refund: 'refunded', charge_back: 'charged_back' },
  refund_pending: { refund: 'refunded', charge_back: 'charged_back' },
  refunded: {},
  charged_back: {},
};

/** At most one attempt of a payment is live: one QR code, whatever the number of tabs. */
export const liveAttemptStates = ['opening', 'open'] as const satisfies readonly AttemptState[];
export const unsettledAttemptStates = ['opening', 'open', 'in_doubt'] as const satisfies readonly AttemptState[];
export const deadAttemptStates = ['failed', 'expired', 'cancelled'] as const satisfies readonly AttemptState[];

const isOneOf = <State extends AttemptState>(states: readonly State[], state: AttemptState): state is State =>
  states.some((one) => one === state);

export const moneyAttemptStates = [
  'paid',
  'refund_due',
  'refund_pending',
  'refunded',
  'charged_back',
] as const satisfies readonly AttemptState[];

/** Money came in through an attempt in this state, and is still here or went back. */
export const receivedMoney = (state: AttemptState): boolean => isOneOf(moneyAttemptStates, state);

export const refundReasons = [
  'paid_twice',
  'time_gone',
  'wrong_sum',
  'cancelled_by_customer',
  'cancelled_by_talent',
  'dispute',
  'goodwill',
  'at_gateway',
] as const;
export type RefundReason = (typeof refundReasons)[number];

/**
 * `due`: to be asked of the gateway. `asking`: the call is out. `pending`: the gateway took it. `by_hand`: a person pays
 * it and keeps the reference. `failed`: it will not be; another may be wished for.
 */
export const refundStates = ['due', 'asking', 'pending', 'by_hand', 'done', 'failed'] as const;
export type RefundState = (typeof refundStates)[number];
export const refundMoves = ['ask', 'take', 'hand_over', 'finish', 'fail'] as const;
export type RefundMove = (typeof refundMoves)[number];

export const refundMachine: Machine<RefundState, RefundMove> = {
  due: { ask: 'asking', hand_over: 'by_hand', finish: 'done', fail: 'failed' },
  asking: { take: 'pending', hand_over: 'by_hand', finish: 'done', fail: 'failed' },
  pending: { hand_over: 'by_hand', finish: 'done', fail: 'failed' },
  by_hand: { finish: 'done', fail: 'failed' },
  done: {},
  failed: {},
};

/** Why a person must look. */
export const caseKinds = [
  'amount_differs',
  'refund_by_hand',
  'refund_failed',
  'refunded_at_gateway',
  'charged_back',
  'opening_lost',
  'ledger_differs',
  'plan_differs',
  'account_deleted',
] as const;
export type CaseKind = (typeof caseKinds)[number];

export const failureReasons = ['declined', 'expired', 'cancelled'] as const;
export type FailureReason = (typeof failureReasons)[number];

/** What a provider says happened. Only a plain yes is `paid`, and it names the amount. */
export type Report = { ref: string } & (
  | { status: 'pending'; amount?: Money }
  | { status: 'failed'; reason: FailureReason; amount?: Money }
  /** `refunded`: what has gone back of it so far. `assumed`: the answer named no sum, so it is the one that was opened. */
  | { status: 'paid'; amount: Money; refunded?: Money; assumed?: true }
  | { status: 'refund_pending' | 'refunded' | 'charged_back'; amount: Money }
);

/** What one agreement says of the attempt that began it: its first payment is the attempt's money. */
export type UnderAgreement = {
  report: Report;
  agreement: { ref: string; paidUntil: Date | null; paidReference: string } | null;
};
export function underAgreement(
  ref: string,
  said: {
    ref: string;
    status: 'pending' | 'active' | 'past_due' | 'ended' | 'failed';
    payments: readonly { ref: string; amount: Money; periodEnd: Date }[];
  },
): UnderAgreement {
  const first = said.payments.at(-1);
  if (first)
    return {
      report: { ref, status: 'paid', amount: first.amount },
      agreement: { ref: said.ref, paidUntil: first.periodEnd, paidReference: first.ref },
    };
  if (said.status === 'failed') return { report: { ref, status: 'failed', reason: 'declined' }, agreement: null };
  if (said.status === 'ended') return { report: { ref, status: 'failed', reason: 'cancelled' }, agreement: null };
  return { report: { ref, status: 'pending' }, agreement: null };
}

/** `returned`: what may have gone back of it before, as far as we know: a bank takes back what is left. */
export type Judged = { ref: string | null; amount: Money; state: AttemptState; returned?: readonly number[] };

export type Settlement =
  | { kind: 'news'; to: AttemptState }
  | { kind: 'no_news' }
  /** the gateway holds another sum than we asked for: a person decides */
  | { kind: 'amount_differs'; reported: Money }
  /** the report is about another payment than this attempt's */
  | { kind: 'not_ours' };

const failureMoves: Record<FailureReason, AttemptMove> = { declined: 'fail', expired: 'expire', cancelled: 'cancel' };

function moveOf(report: Report): AttemptMove | null {
  if (report.status === 'paid') return 'pay';
  if (report.status === 'refunded') return 'refund';
  if (report.status === 'refund_pending') return 'ask_refund';
  if (report.status === 'charged_back') return 'charge_back';
  if (report.status === 'failed') return failureMoves[report.reason];
  return null;
}

const takesTheRest = ({ amount, returned = [] }: Judged, report: Report): boolean =>
  report.status === 'charged_back' &&
  report.amount.currency === amount.currency &&
  returned.some((gone) => report.amount.amount + gone === amount.amount);

/**
 * The one judge of what a report changes. States only move forward, so reports may come twice, late or
 * in any order and the end is the same. An attempt in doubt has no reference yet: it learns one from a report.
 */
export function settle(attempt: Judged, report: Report): Settlement {
  if (attempt.ref !== null && report.ref !== attempt.ref) return { kind: 'not_ours' };
  if (report.amount !== undefined && !sameMoney(report.amount, attempt.amount) && !takesTheRest(attempt, report)) {
    const matters = report.status !== 'failed' && !isOneOf(['refund_due', 'refund_pending', 'refunded'], attempt.state);
    return matters ? { kind: 'amount_differs', reported: report.amount } : { kind: 'no_news' };
  }
  const move = moveOf(report);
  const to = move === null ? undefined : attemptMachine[attempt.state][move];
  return to === undefined ? { kind: 'no_news' } : { kind: 'news', to };
}

/**
 * An attempt whose opening ended in doubt hears of a reference through its own secret address. Before it takes the
 * reference for its own the gateway must hold the very sum under it; a reply that names no sum proves nothing.
 */
export const mayAdopt = (attempt: Judged, report: Report): boolean =>
  attempt.ref === null &&
  report.amount !== undefined &&
  !('assumed' in report) &&
  sameMoney(report.amount, attempt.amount);

const seconds = (n: number) => n * 1000;
const minutes = (n: number) => n * 60_000;
const hours = (n: number) => n * 3_600_000;

export const paymentLimits = {
  /** a page that waits for its payment makes us ask the gateway no more often than this */
  pullEvery: seconds(3),
  /** how long the reconciliation may take in one run; a scheduled function has 30 s */
  reconcileBudget: seconds(25),
  /** an opening that kept nothing for this long died between the gateway and us: it is in doubt */
  openingPatience: seconds(40),
  /** the clock keeps asking this long after an attempt ran out: gateways lag, and money may be late */
  lateMoney: hours(24),
  /** how long a second tab waits for the first one's opening before it is told to come again */
  openingWait: seconds(9),
  /** "start again", pressed twice within this, is one wish */
  doubleClick: seconds(20),
  /** a notice is a few hundred bytes at every gateway we know */
  noticeBytes: 64 * 1024,
} as const;

/** A refund that is out is looked at again after this: long enough for the call that may still be under way. */
export const refundPause = minutes(1);

/** What is known of the money of one attempt, when some of it is wished back. */
export type Refundable = {
  state: AttemptState;
  /** what came in through it */
  received: number;
  /** all its refunds that have not failed */
  goingBack: number;
};
export type RefundRefusal = 'wrong_state' | 'refund_too_much';

/** May this sum go back? How it goes (gateway or hand) is decided when it goes. */
export function decideRefund(money: Refundable, amount: number): Decision<number, RefundRefusal> {
  if (!isOneOf(['paid', 'refund_due', 'refund_pending'], money.state)) return refuse('wrong_state');
  if (amount <= 0 || amount > money.received - money.goingBack) return refuse('refund_too_much');
  return allow(amount);
}

/** Can the gateway carry it out, as it is now, or must a person? */
export function refundWay(
  powers: { refund: 'none' | 'full' | 'partial'; windows: { refundable: number | null } } | null,
  wish: { amount: number; received: number; paidAt: Date },
  now: Date,
): 'gateway' | 'by_hand' {
  if (powers === null || powers.refund === 'none') return 'by_hand';
  if (powers.refund === 'full' && wish.amount !== wish.received) return 'by_hand';
  const { refundable } = powers.windows;
  return refundable !== null && now.getTime() - wish.paidAt.getTime() > refundable ? 'by_hand' : 'gateway';
}

export type KnownRefund = { id: string; state: RefundState; amount: number };

/**
 * The gateway says how much of a payment has gone back. Refunds of ours that are under way explain it first, then those a
 * person was to make, oldest first; what nothing explains was done over there. While one of ours is larger than what is
 * left to explain, nothing is concluded: the next question knows more.
 */
export function explainReturned(
  refunds: readonly KnownRefund[],
  returned: number,
): { finished: string[]; unasked: number } {
  const done = refunds.reduce((sum, { state, amount }) => (state === 'done' ? sum + amount : sum), 0);
  let rest = returned - done;
  const finished: string[] = [];
  const inOrder = (['pending', 'asking', 'by_hand', 'due'] as const).flatMap((state) =>
    refunds.filter((one) => one.state === state),
  );
  for (const { id, amount } of inOrder) {
    if (amount > rest) continue;
    finished.push(id);
    rest -= amount;
  }
  const waiting = inOrder.some(({ id }) => !finished.includes(id));
  return { finished, unasked: waiting ? 0 : Math.max(0, rest) };
}

/**
 * More went back over there than was left to promise: so promises nobody has sent yet were kept by it, oldest first. What is
 * no whole promise explains nothing, and a person must look.
 */
export function promisesKept(refunds: readonly KnownRefund[], beyond: number): { kept: string[]; unexplained: number } {
  let rest = beyond;
  const kept = refunds.flatMap(({ id, state, amount }) => {
    if ((state !== 'by_hand' && state !== 'due') || amount > rest) return [];
    rest -= amount;
    return [id];
  });
  return { kept, unexplained: rest };
}

export type AskFacts = { state: AttemptState; askedAt: Date | null; createdAt: Date; expiresAt: Date };

/** When the gateway is to be asked about an attempt again: often while it is young, seldom when it is old; what is dead for a day is left alone. */
export function nextAsk(attempt: AskFacts): Date | null {
  const { state, askedAt, createdAt, expiresAt } = attempt;
  if (isOneOf(['paid', 'refunded'], state)) return null;
  if (askedAt === null) return createdAt;
  const dead = isOneOf(deadAttemptStates, state);
  if (dead && askedAt.getTime() > expiresAt.getTime() + paymentLimits.lateMoney) return null;
  const age = askedAt.getTime() - createdAt.getTime();
  const pause = dead
    ? hours(1)
    : age < minutes(10)
      ? minutes(1)
      : age < minutes(60)
        ? minutes(5)
        : age < hours(3)
          ? minutes(15)
          : hours(1);
  return new Date(askedAt.getTime() + pause);
}

/** Is a pull due because somebody is looking? Only an attempt that is still undecided is worth a call. */
export const pullDue = (attempt: { state: AttemptState; askedAt: Date | null }, now: Date): boolean =>
  isOneOf(['open', 'in_doubt'], attempt.state) &&
  (attempt.askedAt === null || now.getTime() - attempt.askedAt.getTime() >= paymentLimits.pullEvery);

/** A gateway that cannot be told to stop is waited for a little longer than its page lasts; late money is still found. */
export const ranOut = (attempt: { expiresAt: Date }, now: Date): boolean =>
  now.getTime() >= attempt.expiresAt.getTime() + minutes(5);

/** The gateway tells nothing of payments this old any more. */
export const beyondAsking = (attempt: { createdAt: Date }, askable: number | null, now: Date): boolean =>
  askable !== null && now.getTime() - attempt.createdAt.getTime() > askable;

/** Dead attempts are asked about every hour; a clock that is late by this much is still on time. */
const lastHour = hours(1) + minutes(30);

/** The gateway was not asked in the last hour in which it would have told: what it knew by then nobody has heard. */
export const missedLastHour = (attempt: { createdAt: Date; askedAt: Date | null }, askable: number): boolean =>
  attempt.askedAt === null || attempt.askedAt.getTime() < attempt.createdAt.getTime() + askable - lastHour;

/** Nobody has heard of this way to pay for so long that nobody will. */
export const givenUp = (attempt: { expiresAt: Date }, now: Date): boolean =>
  now.getTime() > attempt.expiresAt.getTime() + paymentLimits.lateMoney;

export type PayRefusal = 'gateway_unknown' | 'wrong_currency' | 'hold_expired';

/** May the payer be shown a way to pay now, at this gateway? */
export function decidePay(
  due: { amount: Money; until: Date },
  gateway: { powers: { currencies: readonly Currency[] } } | null,
  now: Date,
): Decision<true, PayRefusal> {
  if (gateway === null) return refuse('gateway_unknown');
  if (!gateway.powers.currencies.includes(due.amount.currency)) return refuse('wrong_currency');
  if (due.until <= now) return refuse('hold_expired');
  return allow(true);
}

export type LatestAttempt = {
  state: AttemptState;
  driver: string;
  startedAt: Date;
  expiresAt: Date;
  /** the gateway reported another sum: a person is looking at it */
  underReview: boolean;
  /** the gateway was asked for the sake of this very call, and it can still be paid there */
  live: boolean;
};

export type OpeningStep =
  /** nothing is under way: open one */
  | 'open_new'
  /** the same QR code for every tab */
  | 'show_open'
  /** another call is talking to the gateway this very moment */
  | 'wait'
  /** the gateway may have opened a payment we know nothing of: only the customer may choose a second one */
  | 'in_doubt'
  /** what looks unpaid may be paid, and what looks open may be over: ask before it is replaced */
  | 'ask_first';

/** What a call to pay does about the attempt that is already there. */
export function decideOpening(
  latest: LatestAttempt | null,
  wish: { driver: string; newAttempt: boolean },
  now: Date,
): OpeningStep {
  if (latest === null) return 'open_new';
  const { state } = latest;
  if (state === 'opening') {
    const lost = now.getTime() - latest.startedAt.getTime() >= paymentLimits.openingPatience;
    if (!lost) return 'wait';
    return wish.newAttempt ? 'open_new' : 'in_doubt';
  }
  if (state === 'in_doubt' || latest.underReview) return wish.newAttempt ? 'open_new' : 'in_doubt';
  if (state === 'open') {
    const stays = now < latest.expiresAt && latest.driver === wish.driver;
    return stays && (!wish.newAttempt || latest.live) ? 'show_open' : 'ask_first';
  }
  return 'open_new';
}

export type Replacement =
  /** close it at its gateway, then open another */
  | 'call_off'
  /** its time is over, or the payer chose another gateway: late money is still found */
  | 'expire'
  | 'cancel'
  /** it can still be paid, and nothing can stop that: the payer gets it again */
  | 'keep'
  /** it may be paid, and the payer has not chosen to start again */
  | 'in_doubt';

/** What becomes of an open attempt that its gateway, when asked, did not call over, when the payer wants to pay anew. */
export function decideReplacement(
  open: { driver: string; startedAt: Date; expiresAt: Date; payable: number | null; canCallOff: boolean },
  wish: { driver: string; newAttempt: boolean },
  now: Date,
): Replacement {
  const age = now.getTime() - open.startedAt.getTime();
  const over = now >= open.expiresAt || (open.payable !== null && age >= open.payable);
  const again = open.driver === wish.driver && !over;
  // a second click means the one that the first has opened
  if (again && age < paymentLimits.doubleClick) return 'keep';
  if (open.canCallOff) return 'call_off';
  if (over) return 'expire';
  if (again) return 'keep';
  return wish.newAttempt ? 'cancel' : 'in_doubt';
}

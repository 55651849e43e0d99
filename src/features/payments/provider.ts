import type { Locale } from '../../core/locale.ts';
import type { Currency, Money } from '../../core/money.ts';
import type { RefundReason, Report } from './rules.ts';

/** What we ask a gateway to open. Each gateway words it its own way. */
export type Order = {
  /** ours, unique per attempt: merchant references and idempotency keys are made from it */
  attemptId: string;
  amount: Money;
  /** what the payer reads in the gateway's app or page; the driver shortens it */
  description: string;
  /** where the gateway reports; carries the attempt's secret. Gateways with one address per account do not use it. */
  callbackUrl: string;
  /** where the payer comes back to, whatever happened there: nothing in the address is believed */
  returnUrl: string;
  /** when we stop waiting for the money */
  expiresAt: Date;
  /** the payer's language; the driver takes the nearest its gateway speaks */
  locale: Locale;
  payer: { name: string; email: string };
};

/** What the payer does next. A QR has no page of the gateway's: the site shows it. */
export type NextStep =
  | { type: 'redirect'; url: string }
  | { type: 'qr'; image: string | null; code: string | null; links: { app: string; url: string }[] };

export type Opened = { ref: string; next: NextStep; expiresAt: Date };

/** A sum to be given back out of one paid attempt. The same `refundId` is the same refund, however often it is wished for. */
export type RefundWish = {
  /** ours: the idempotency key, and the reference of the refund where the gateway takes one */
  refundId: string;
  /** the payment's reference at the gateway */
  ref: string;
  amount: Money;
  /** what was paid in all, and what has gone back of it before this */
  paid: Money;
  refundedBefore: Money;
  reason: RefundReason;
  callbackUrl: string;
  /** the gateway's own reference of this refund, once it has told one */
  refundRef: string | null;
};
/** `done`: the gateway says the money is on its way back. `failed`: it says it will not be; nothing has moved. */
export type RefundReport = { status: 'done' | 'pending' | 'failed'; refundRef: string | null };

export type Interval = 'month' | 'year';
export type AgreementOrder = Order & { interval: Interval };

/** One payment taken under a standing agreement. */
export type AgreementPayment = { ref: string; amount: Money; paidAt: Date; periodEnd: Date };

export type AgreementReport = {
  /** the agreement's own reference; the one an opening answered may have been its checkout's */
  ref: string;
  /** `pending`: not begun. `failed`: never will. `past_due`: a renewal failed, the gateway may try again. `ended`: takes no more money. */
  status: 'pending' | 'active' | 'past_due' | 'ended' | 'failed';
  cancelAtPeriodEnd: boolean;
  paidUntil: Date | null;
  /** newest first, as far back as the gateway tells */
  payments: readonly AgreementPayment[];
  /** a page where the payer mends a failed renewal */
  payUrl: string | null;
};

/** Standing agreements: the gateway takes the money again by itself when a period is over. */
export interface Agreements {
  open(order: AgreementOrder): Promise<Opened>;
  /** `ref` is what `open` answered, or the agreement's own once it is known */
  ask(ref: string): Promise<AgreementReport>;
  /** Takes no more money. What was paid for stays paid for. */
  cancel(ref: string, when: 'period_end' | 'now'): Promise<AgreementReport>;
}

/** How much of what a gateway says unasked may be believed: a signature proves it; a secret only opens the door, and a hint not even that. */
export type Trust = 'signature' | 'secret' | 'hint';

/** What a gateway can do, declared. A power it lacks is done by hand. Windows are in milliseconds; null: no end that we know of. */
export type Powers = {
  currencies: readonly Currency[];
  /** how a sum goes over the wire, in words for the operator */
  amountFormat: string;
  /** whose reference names a payment in questions: the gateway's, or one we choose before we call */
  reference: 'theirs' | 'ours';
  /** calling `open` again with the very same order opens nothing new */
  reopens: boolean;
  cancel: boolean;
  refund: 'none' | 'full' | 'partial';
  trust: Trust;
  /** which changes it tells unasked */
  notifies: 'every_change' | 'success_only' | 'unknown';
  /** reports go to an address of the payment's own, or to one address for the whole account */
  address: 'payment' | 'account';
  recurring: boolean;
  windows: { payable: number | null; refundable: number | null; askable: number | null };
};

/**
 * What a call was found to be. `proven`: a signature on the raw bytes proves the report. `hint`: it names a payment, and
 * we ask. `agreement`, `refund`: it names one of those, and we ask; `done` is the sum a signature proves to have gone back. `nothing`: authentic, and about nothing we keep.
 * A call that is not the gateway's throws `GatewayTrouble('refused')`.
 */
export type Heard =
  | { proven: Report }
  | { hint: string | null }
  | { agreement: string }
  | { refund: string; of: string | null; done?: Money }
  | { nothing: true };

export interface PaymentProvider {
  readonly name: string;
  readonly powers: Powers;
  /** Where the reference is ours: known before the first call, so that a lost opening can be asked about. */
  reference?(attemptId: string): string;
  /** Called once per attempt, or again with the same order where the gateway `reopens`. Throws `GatewayTrouble`; only its `in_doubt` may have opened something. */
  open(order: Order): Promise<Opened>;
  /** `expected` is what was asked for: for gateways whose answer names no sum (the report then says `assumed`). */
  ask(ref: string, expected: Money): Promise<Report>;
  cancel?(ref: string, expected: Money): Promise<Report>;
  refund?(wish: RefundWish): Promise<RefundReport>;
  /** Where a refund may stay `pending`: how it stands. */
  askRefund?(wish: RefundWish): Promise<RefundReport>;
  readonly agreements?: Agreements;
  /** The call as it came: original address, headers and raw bytes. */
  hear(call: Request): Promise<Heard>;
  /** The reply this gateway waits for. A browser sent by GET to the account's address gets a redirect to `home`. */
  thanks(call: { method: string; home: string }): Response;
}

export type Settings = Readonly<Record<string, string | undefined>>;
export type DriverDeps = { env: Settings; fetch: typeof fetch; now: () => Date };

/** One setting a driver reads. `needed` ones decide whether the gateway is there at all. */
export type Key = { name: string; needed: boolean; secret: boolean; what: string };

/** A gateway we speak with: what it can do, what it wants to be told, and how to reach it. */
export type Driver = {
  readonly name: string;
  /** as payers know it; a proper name, the same in every language, and no other driver's */
  readonly title: string;
  readonly powers: Powers;
  readonly keys: readonly Key[];
  /** facts nobody has confirmed to us: the operator asks the gateway before going live */
  readonly toConfirm: readonly string[];
  /** Null when this deploy lacks a needed key. */
  connect(deps: DriverDeps): PaymentProvider | null;
};

/**
 * `refused`: the gateway said no, and nothing was made. `unavailable`: it was not reached, or turned the call away
 * before reading it. `in_doubt`: the call left us and no readable answer came back, so it may have been carried out.
 */
export type Trouble = 'refused' | 'unavailable' | 'in_doubt';

/** A gateway's failure. It carries no word, header or body of theirs, so it can be logged as it is. */
export class GatewayTrouble extends Error {
  readonly trouble: Trouble;
  readonly gateway: string;
  readonly status: number | null;
  /** what an opening in doubt may have been given: it can be asked about */
  readonly ref: string | null;
  constructor(
    trouble: Trouble,
    gateway: string,
    step: string,
    facts: { status?: number; ref?: string; code?: string } = {},
  ) {
    const detail = [facts.status, facts.code].filter((part) => part !== undefined).join(' ');
    super(`${gateway} ${step}: ${trouble}${detail === '' ? '' : ` (${detail})`}`);
    this.name = 'GatewayTrouble';
    this.trouble = trouble;
    this.gateway = gateway;
    this.status = facts.status ?? null;
    this.ref = facts.ref ?? null;
  }
}

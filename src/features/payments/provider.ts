import type { Currency, Money } from '../../core/money.ts';
import type { Report } from './rules.ts';

/** What we ask a gateway to open. Each gateway words it its own way. */
export type Order = {
  /** ours, unique per attempt: for gateways that take a merchant reference or an idempotency key */
  attemptId: string;
  amount: Money;
  /** what the payer reads in the gateway's app; the driver shortens it */
  description: string;
  /** where the gateway reports; carries the attempt's secret */
  callbackUrl: string;
  /** where the payer comes back to */
  returnUrl: string;
  /** when we stop waiting for the money */
  expiresAt: Date;
};

/** What the payer does next. A QR has no page of the gateway's: the site shows it. */
export type NextStep =
  | { type: 'redirect'; url: string }
  | { type: 'qr'; image: string | null; code: string | null; links: { app: string; url: string }[] };

export type Opened = { ref: string; next: NextStep; expiresAt: Date };

export interface PaymentProvider {
  readonly name: string;
  readonly currencies: readonly Currency[];
  /** Called once per attempt, ever. Throws `GatewayTrouble`; only its `in_doubt` may have opened something. */
  open(order: Order): Promise<Opened>;
  ask(ref: string): Promise<Report>;
  /** A power the gateway lacks is left out, and a person does that step by hand. */
  cancel?(ref: string): Promise<Report>;
  refund?(ref: string, amount: Money): Promise<Report>;
  /** A signature checked on the raw bytes proves a report. Anything else is a hint: it names a payment, and we ask. */
  hear(call: Request): Promise<{ proven: Report } | { hint: string | null }>;
  /** The reply this gateway waits for. */
  thanks(): Response;
}

export type Settings = Readonly<Record<string, string | undefined>>;
export type DriverDeps = { env: Settings; fetch: typeof fetch; now: () => Date };
/** Null when this deploy has no keys for the gateway. */
export type Driver = (deps: DriverDeps) => PaymentProvider | null;

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

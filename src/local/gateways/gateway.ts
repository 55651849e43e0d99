/**
 * The frame every simulated gateway fits into. A twin is a machine from `Request` to `Response` with its own memory. It
 * shares no code with the driver that talks to it: twins that share code share misreadings.
 */

/** What the payer or the bank can do to a payment from outside the protocol. */
export const deeds = ['pay', 'decline', 'expire', 'refund', 'chargeback'] as const;
export type Deed = (typeof deeds)[number];

/** One call to the merchant, as it goes over the wire. GET: the payer's browser is sent there. */
export type Notice = {
  ref: string;
  says: string;
  url: string;
  method?: 'POST' | 'GET';
  headers: Record<string, string>;
  body: string;
};

/**
 * A standing agreement: the gateway debits the payer by itself at the end of each period (`tick`), and tells. For a live
 * one `decline` means that the payer's account will refuse the next debit, and `pay` mends one that was refused.
 */
export type TwinAgreement = {
  interval: 'month' | 'year';
  state: 'pending' | 'active' | 'past_due' | 'ended';
  paidUntil: string | null;
  nextDebitAt: string | null;
};

/** A payment as the list and the payer's page show it. */
export type TwinPayment = {
  ref: string;
  /** in the gateway's own words */
  state: string;
  open: boolean;
  /** sums are whole numbers of the charged unit: dinars, cents */
  amount: number;
  paidAmount: number | null;
  /** what has gone back to the payer in all, or is on its way */
  refunded?: number;
  currency: string;
  description: string | null;
  code: string | null;
  callbackUrl: string | null;
  returnUrl: string | null;
  createdAt: string;
  expiresAt: string | null;
  agreement?: TwinAgreement;
};

export type DeedDetails = {
  /** what the payer hands over, or the bank sends back, when it is not the whole */
  amount?: number;
  /** the gateway books another sum than the one asked */
  wrongAmount?: boolean;
  /** the payer agreed in time, the bank books it after the payment expired */
  late?: boolean;
};

export type Refusal = { refused: string };

export interface Gateway {
  readonly driver: string;
  readonly title: string;
  /** the protocol, as the driver meets it */
  handle(request: Request): Promise<Response>;
  /** calls that only fetch a token: faults pass them by, so that a fault hits the call it was meant for */
  asksForToken(request: Request): boolean;
  /** a success status around an error, in this gateway's own form */
  errorInSuccess(): Response;
  payments(): TwinPayment[];
  find(ref: string): TwinPayment | null;
  move(ref: string, deed: Deed, details: DeedDetails): TwinPayment | Refusal | null;
  /** everything said about the payment so far, oldest first, and only ever added to; empty when no address was given */
  notices(ref: string): Notice[];
  /** a notice that claims what is not so, as a stranger would send it: made without any secret */
  forge(ref: string, deed: Deed): Notice | null;
  /** did the merchant's answer settle the notice, or will the gateway call again? */
  settled(status: number, body: string): boolean;
  /** how often the gateway calls again when an answer did not settle it */
  readonly retries: number;
  /** time has moved: let expire what has expired, debit what is due */
  tick(): void;
}

export type TwinDeps = {
  now: () => Date;
  /** the merchant's site, for gateways that report to one address of the account */
  siteUrl: string;
  /** the address of the payer's page of one payment */
  payPage: (ref: string) => string;
  /** what the twin remembers between two starts of the stack */
  memory: Memory;
  /** deliver in the background, as the gateway would on its own */
  announce: (notice: Notice) => void;
  /** a secret both sides know, made once per state folder */
  secret: (name: string) => string;
};

export type Memory = { load: () => unknown; save: (state: unknown) => void };

export type Twin = {
  readonly driver: string;
  open(deps: TwinDeps): Gateway;
  /** what the app is configured with to reach this twin */
  env(baseUrl: string, secret: (name: string) => string): Record<string, string>;
};

export const forgetful = (): Memory => ({ load: () => null, save: () => undefined });

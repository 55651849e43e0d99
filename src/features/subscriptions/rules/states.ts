import type { Machine } from '../../../core/machine.ts';

/** What an account can have of the site's own: two memberships, two talent plans. FREE and the individual need none. */
export const productIds = ['professional', 'company', 'PRO', 'AGENCY'] as const;
export type ProductId = (typeof productIds)[number];

/** `once`: one month, and no more unless it is bought again. */
export const intervals = ['once', 'month', 'year'] as const;
export type Interval = (typeof intervals)[number];

/** product.md 3.3. `comp`: given by an operator. `mock:*` exist only outside production (S1-25). */
export const subscriptionStates = [
  'trialing',
  'active',
  'comp',
  'past_due',
  'expired',
  'refunded',
  'charged_back',
  'mock:active',
  'mock:past_due',
  'mock:expired',
] as const;
export type SubscriptionState = (typeof subscriptionStates)[number];

/** At most one of these per account. */
export const liveSubscriptionStates = [
  'trialing',
  'active',
  'comp',
  'past_due',
  'mock:active',
  'mock:past_due',
] as const satisfies readonly SubscriptionState[];
export const isLive = (state: SubscriptionState): boolean => liveSubscriptionStates.some((live) => live === state);

/** How one comes to be. */
export const firstSubscriptionStates = [
  'trialing',
  'active',
  'comp',
  'mock:active',
  'mock:past_due',
  'mock:expired',
] as const satisfies readonly SubscriptionState[];

export const mockStates = ['mock:active', 'mock:past_due', 'mock:expired'] as const;
export type MockState = (typeof mockStates)[number];

export const subscriptionMoves = ['pay', 'fail', 'expire', 'refund', 'charge_back'] as const;
export type SubscriptionMove = (typeof subscriptionMoves)[number];

const paidFor = { pay: 'active', fail: 'past_due', expire: 'expired' } as const;
const undone = { refund: 'refunded', charge_back: 'charged_back' } as const;

/** Repeated in SQL (`app.subscription_moves`) and tested against it cell by cell. */
export const subscriptionMachine: Machine<SubscriptionState, SubscriptionMove> = {
  trialing: { ...paidFor, ...undone },
  active: { ...paidFor, ...undone },
  past_due: { pay: 'active', expire: 'expired', ...undone },
  comp: { pay: 'active', expire: 'expired' },
  // money that a gateway took late under a standing agreement still pays for its period
  expired: { pay: 'active' },
  refunded: {},
  charged_back: {},
  'mock:active': { expire: 'expired' },
  'mock:past_due': { expire: 'expired' },
  'mock:expired': {},
};

/** Why one is over, for the person and the operator. */
export const endings = ['ran_out', 'cancelled', 'replaced', 'refunded', 'charged_back', 'operator'] as const;
export type Ending = (typeof endings)[number];

/**
 * A standing agreement at a gateway. `to_cancel`: the gateway is still to be told that this period is the last.
 * `cancelling`: it has been. `to_end`: it must take no more money, from now. `over`: it takes none.
 */
export const agreementStates = ['running', 'to_cancel', 'cancelling', 'to_end', 'over'] as const;
export type AgreementState = (typeof agreementStates)[number];

export const purchaseStates = ['open', 'paid', 'refunded', 'charged_back', 'lapsed'] as const;
export type PurchaseState = (typeof purchaseStates)[number];
export const purchaseMoves = ['pay', 'lapse', 'refund', 'charge_back'] as const;
export type PurchaseMove = (typeof purchaseMoves)[number];

/** Late money is still money: what lapsed unpaid counts when it is paid after all. */
export const purchaseMachine: Machine<PurchaseState, PurchaseMove> = {
  open: { pay: 'paid', lapse: 'lapsed' },
  lapsed: { pay: 'paid' },
  paid: { refund: 'refunded', charge_back: 'charged_back' },
  refunded: {},
  charged_back: {},
};

export const creditKinds = ['grant', 'purchase', 'unlock', 'return', 'expiry', 'admin'] as const;
export type CreditKind = (typeof creditKinds)[number];

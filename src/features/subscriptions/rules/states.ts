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

export const purchaseStates = ['open', 'paid', 'refunded', 'charged_back', 'lapsed'] as const;
export type PurchaseState = (typeof purchaseStates)[number];

export const creditKinds = ['grant', 'purchase', 'unlock', 'return', 'expiry', 'admin'] as const;
export type CreditKind = (typeof creditKinds)[number];

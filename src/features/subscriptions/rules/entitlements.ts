import type { CustomerKind, Role } from '../../identity/rules.ts';
import type { ProductId, SubscriptionState } from './states.ts';

const day = 86_400_000;

export const subscriptionLimits = {
  /** how long a member whose renewal has not been paid keeps everything */
  grace: 3 * day,
} as const;

/** Whose column of product.md 3.3 counts. */
export const tiers = ['visitor', 'individual', 'professional', 'company', 'FREE', 'PRO', 'AGENCY'] as const;
export type Tier = (typeof tiers)[number];

export type Account = {
  role: Role | null;
  customerKind: CustomerKind | null;
  suspendedAt: Date | null;
  deletedAt: Date | null;
};
export type Held = {
  product: ProductId;
  state: SubscriptionState;
  periodEnd: Date;
  pastDueSince: Date | null;
  cancelAtPeriodEnd: boolean;
};

/** The table of product.md 3.3. Texts say how far; `false` is no; lists of talents without a limit are null. */
export type Entitlements = {
  'inquiry.send': false | 'capped' | 'unlimited';
  'inquiry.reply': boolean;
  'contact.initiate': boolean;
  /** `as_partner`: in threads they began */
  'contact.reply': false | 'as_partner' | 'any';
  'premium.view': false | 'own' | 'own_and_roster' | 'all';
  collections: false | { lists: number | null; talents: number | null; shared: boolean };
  'requests.create': boolean;
  'requests.browse': boolean;
  'requests.unlock': boolean;
  'proposals.send': boolean;
  'messaging.enabled': false | 'own_requests' | 'unlocked_requests';
  'bookings.request': boolean;
  'credits.monthly': number;
  roster: number;
  seats: number;
  'replies.suggested': boolean;
  /** pieces of work on the page, and how much their files may weigh together; a film also by itself */
  portfolio: false | { items: number; megabytes: number; videoMegabytes: number };
};
export type Entitlement = keyof Entitlements;

const nothing: Entitlements = {
  'inquiry.send': false,
  'inquiry.reply': false,
  'contact.initiate': false,
  'contact.reply': false,
  'premium.view': false,
  collections: false,
  'requests.create': false,
  'requests.browse': false,
  'requests.unlock': false,
  'proposals.send': false,
  'messaging.enabled': false,
  'bookings.request': false,
  'credits.monthly': 0,
  roster: 0,
  seats: 0,
  'replies.suggested': false,
  portfolio: false,
};
const individual: Entitlements = {
  ...nothing,
  'inquiry.send': 'capped',
  collections: { lists: 1, talents: 20, shared: false },
  'requests.create': true,
  'messaging.enabled': 'own_requests',
  'bookings.request': true,
  seats: 1,
};
const professional: Entitlements = {
  ...individual,
  'inquiry.send': 'unlimited',
  'contact.initiate': true,
  'contact.reply': 'as_partner',
  'premium.view': 'all',
  collections: { lists: null, talents: null, shared: false },
};
const free: Entitlements = {
  ...nothing,
  'inquiry.reply': true,
  'contact.reply': 'any',
  'premium.view': 'own',
  'requests.browse': true,
  'requests.unlock': true,
  'proposals.send': true,
  'credits.monthly': 3,
  roster: 1,
  seats: 1,
  'replies.suggested': true,
  portfolio: { items: 12, megabytes: 150, videoMegabytes: 25 },
};
const pro: Entitlements = {
  ...free,
  'messaging.enabled': 'unlocked_requests',
  'credits.monthly': 20,
  portfolio: { items: 60, megabytes: 2048, videoMegabytes: 100 },
};

export const entitlementTable: Readonly<Record<Tier, Entitlements>> = {
  visitor: { ...nothing, 'inquiry.send': 'capped' },
  individual,
  professional,
  company: { ...professional, collections: { lists: null, talents: null, shared: true }, seats: 5 },
  FREE: free,
  PRO: pro,
  AGENCY: {
    ...pro,
    'premium.view': 'own_and_roster',
    'credits.monthly': 60,
    roster: 25,
    seats: 5,
    portfolio: { items: 300, megabytes: 10240, videoMegabytes: 100 },
  },
};
export const entitlementNames = Object.keys(nothing) as Entitlement[];

const after = (instant: Date, milliseconds: number) => new Date(instant.getTime() + milliseconds);

/** Until when it gives everything, judged from its state and its times alone; null: it gives nothing. */
export function fullUntil(held: Held): Date | null {
  switch (held.state) {
    case 'comp':
      return held.periodEnd;
    case 'past_due':
      return after(held.pastDueSince ?? held.periodEnd, subscriptionLimits.grace);
    case 'mock:past_due':
      return after(held.periodEnd, subscriptionLimits.grace);
    // the clock may not have come by yet: what nobody cancelled is as good as past due when its period is over
    case 'trialing':
    case 'active':
    case 'mock:active':
      return held.cancelAtPeriodEnd ? held.periodEnd : after(held.periodEnd, subscriptionLimits.grace);
    default:
      return null;
  }
}

export function inForce(held: Held | null, now: Date): held is Held {
  const until = held && fullUntil(held);
  return until !== null && now < until;
}

/** Whose products they may hold. */
export function fits(product: ProductId, account: Pick<Account, 'role' | 'customerKind'>): boolean {
  return product === 'PRO' || product === 'AGENCY'
    ? account.role === 'talent'
    : account.role === 'customer' && account.customerKind === product;
}

/** The column of the table an account has now; null: none of it (an operator, somebody suspended, a newcomer). */
export function tierOf(account: Account | null, held: Held | null, now: Date): Tier | null {
  if (account === null) return 'visitor';
  if (account.suspendedAt || account.deletedAt) return null;
  if (account.role !== 'talent' && account.role !== 'customer') return null;
  if (inForce(held, now) && fits(held.product, account)) return held.product;
  return account.role === 'talent' ? 'FREE' : 'individual';
}

/** What an account may do at this moment. Worked out at every use and kept nowhere. */
export function entitlements(account: Account | null, held: Held | null, now: Date): Entitlements {
  const tier = tierOf(account, held, now);
  return tier === null ? nothing : entitlementTable[tier];
}

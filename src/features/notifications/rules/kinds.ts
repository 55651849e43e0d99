/** What news is about, as people choose how they hear of it. */
export const kinds = [
  'messages',
  'inquiries',
  'contacts',
  'requests',
  'matches',
  'searches',
  'bookings',
  'reviews',
  'payments',
  'plan',
] as const;
export type Kind = (typeof kinds)[number];
export const isKind = (text: string): text is Kind => kinds.some((kind) => kind === text);

/** How often somebody is written to about a kind. In the house they see all of it, whatever they choose here. */
export const often = ['at_once', 'daily', 'never'] as const;
export type Often = (typeof often)[number];

/** Until they choose. A new request concerns many and can wait for the mail of the day: `app.match_requests` writes the same down. */
export const oftenAtFirst = (kind: Kind): Often => (kind === 'matches' ? 'daily' : 'at_once');

/** Letters are also the mail of the day, and about what nobody chooses: the safety of an address, the work of whoever runs the site. */
export const letterKinds = [...kinds, 'daily', 'security', 'operator'] as const;
export type LetterKind = (typeof letterKinds)[number];

/** Money moves whether one reads of it or not: these cannot be switched off. */
export const fixedKinds = ['payments'] as const satisfies readonly Kind[];
export const isFixed = (kind: LetterKind): boolean =>
  kind === 'security' || kind === 'operator' || fixedKinds.some((fixed) => fixed === kind);

/** What an unsubscribe link can stop: a kind, or the mail of the day. */
export type Stoppable = Exclude<Kind, (typeof fixedKinds)[number]> | 'daily';
export const stoppable: readonly Stoppable[] = [
  'messages',
  'inquiries',
  'contacts',
  'requests',
  'matches',
  'searches',
  'bookings',
  'reviews',
  'plan',
  'daily',
];
export const isStoppable = (kind: LetterKind): kind is Stoppable => stoppable.some((one) => one === kind);

/** Plans speak of money when some came, went back, or is missing. */
const aboutMoney = new Set([
  'pay.customer',
  'pay.talent',
  'refund_due.customer',
  'refunded.customer',
  'subscription.activated',
  'subscription.renewed',
  'subscription.refunded',
  'subscription.past_due',
  'credits.bought',
]);

const byPrefix: readonly (readonly [string, LetterKind])[] = [
  ['message.', 'messages'],
  ['inquiry.', 'inquiries'],
  ['photos.', 'inquiries'],
  ['contact.', 'contacts'],
  ['board.matched', 'matches'],
  ['board.', 'requests'],
  ['talents.', 'searches'],
  ['proposal.', 'requests'],
  ['review.', 'reviews'],
  ['subscription.', 'plan'],
  ['credits.', 'plan'],
  // an address that is told nothing more: nobody chooses not to know
  ['agent.', 'security'],
  // who may act for whom is nobody's to miss
  ['mandate.', 'security'],
  // whether one is let in, and who answers for a child, as well
  ['account.', 'security'],
  ['guardian.', 'security'],
];

/** What a letter, or a line in the house, is about. The names are those of the `mail` and `news` messages. */
export function kindOf(name: string): LetterKind {
  if (name === 'inquiry.confirm') return 'security';
  if (name === 'daily') return 'daily';
  if (name.endsWith('.operator')) return 'operator';
  if (aboutMoney.has(name)) return 'payments';
  return byPrefix.find(([prefix]) => name.startsWith(prefix))?.[1] ?? 'bookings';
}

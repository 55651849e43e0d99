import { allow, refuse, type Decision } from '../../core/decision.ts';
import type { Role } from '../identity/rules.ts';
import { entitlementTable, type Tier } from '../subscriptions/rules/entitlements.ts';

/** `seat`: a colleague acts as the account. `roster`: the agency, and its colleagues, act as a talent who agreed. */
export const mandateKinds = ['seat', 'roster'] as const;
export type MandateKind = (typeof mandateKinds)[number];

export const mandateStates = ['invited', 'accepted', 'declined', 'removed'] as const;
export type MandateState = (typeof mandateStates)[number];

const minute = 60_000;
const day = 1_440 * minute;
export const mandateLimits = {
  /** how long an invitation may be answered */
  open: 14 * day,
  /** the same invitation is not mailed again sooner */
  rest: 10 * minute,
  /** invitations of one account in a day, whatever became of them */
  perDay: 50,
} as const;

/** How many others may act for an account of this kind, and for how many talents it may act (product.md 3.3). */
export function roomOf(tier: Tier | null, kind: MandateKind): number {
  if (tier === null) return 0;
  const { seats, roster } = entitlementTable[tier];
  // the account's own login is one of its seats; a roster of one is the talent alone
  return kind === 'seat' ? Math.max(0, seats - 1) : roster > 1 ? roster : 0;
}

/** Who somebody is at this moment: `null` has not said what they came for. */
export type Somebody = { role: Role | null; suspended: boolean; deleted: boolean };
const inStanding = (who: Somebody) => !who.suspended && !who.deleted;

/** What an account pays for at this moment; null when it is suspended, deleted, or of no kind that pays. */
export type Account = Somebody & { tier: Tier | null };

/**
 * Somebody acts on their own side of the market: a talent in a company's seat would be both sides at once, which one account of one
 * role is there to prevent (product.md 3.2).
 */
const sameSide = (person: Somebody, account: Somebody): boolean => person.role === null || person.role === account.role;

/** A mandate of a person, with its place among the accepted of its kind: 1 is the oldest. */
export type Place = { state: MandateState; place: number };

/** Is this seat one that the account's plan has now? Those who came first keep theirs when a plan shrinks. */
export function holdsSeat(person: Somebody, account: Account, seat: Place | null): boolean {
  return (
    seat?.state === 'accepted' &&
    inStanding(person) &&
    inStanding(account) &&
    sameSide(person, account) &&
    seat.place <= roomOf(account.tier, 'seat')
  );
}

export type Claim = {
  person: Somebody;
  account: Account;
  /** the person's seat at the account */
  seat: Place | null;
  /** the agency whose roster the account is in, and what the person is to that agency */
  roster: (Place & { agency: Account; isAgency: boolean; seat: Place | null }) | null;
};

/** May this person act for this account at this moment? By which kind of mandate; null: no. `app.mandate_of` repeats it. */
export function actsAs({ person, account, seat, roster }: Claim): MandateKind | null {
  if (holdsSeat(person, account, seat)) return 'seat';
  if (roster?.state !== 'accepted' || !inStanding(person) || !inStanding(account) || account.role !== 'talent')
    return null;
  if (!inStanding(roster.agency) || roster.place > roomOf(roster.agency.tier, 'roster')) return null;
  return roster.isAgency || holdsSeat(person, roster.agency, roster.seat) ? 'roster' : null;
}

/** May this account invite one more? `taken`: places given or offered. */
export function mayInvite(
  account: Account,
  kind: MandateKind,
  taken: number,
): Decision<true, 'role_not_allowed' | 'upgrade_required' | 'no_room'> {
  if (account.role !== 'talent' && (kind === 'roster' || account.role !== 'customer'))
    return refuse('role_not_allowed');
  const room = roomOf(account.tier, kind);
  if (room === 0) return refuse('upgrade_required');
  return taken < room ? allow(true) : refuse('no_room');
}

/** May this person take up the invitation? `taken`: places that are given. */
export function mayAccept(
  person: Somebody & { onboarded: boolean; isAccount: boolean; holdsOne: boolean },
  account: Account,
  invitation: { kind: MandateKind; taken: number; expired: boolean },
): Decision<true, 'own_invitation' | 'role_not_allowed' | 'already_member' | 'invitation_over' | 'no_room'> {
  if (invitation.expired || !inStanding(account)) return refuse('invitation_over');
  if (person.isAccount) return refuse('own_invitation');
  const fits = invitation.kind === 'seat' ? sameSide(person, account) : person.role === 'talent' && person.onboarded;
  if (!fits) return refuse('role_not_allowed');
  if (person.holdsOne) return refuse('already_member');
  return invitation.taken < roomOf(account.tier, invitation.kind) ? allow(true) : refuse('no_room');
}

export const isOver = (invitedAt: Date, now: Date): boolean =>
  now.getTime() - invitedAt.getTime() >= mandateLimits.open;

/** The account's own business, whoever acts for it. */
const ownBusiness: readonly { path: RegExp; but?: 'reading' }[] = [
  { path: /^\/api\/accounts(\/|$)/ },
  { path: /^\/api\/agents\/(endpoints|deliveries|keys)(\/|$)/ },
  { path: /^\/api\/earnings\/account$/ },
  // what is said of a person is theirs to read as well
  { path: /^\/api\/me\/(guardian|birth-date|registration)$/ },
  { path: /^\/api\/me(\/|$)/, but: 'reading' },
  { path: /^\/api\/subscription(\/|$)/, but: 'reading' },
  { path: /^\/api\/notifications\/choices$/, but: 'reading' },
  { path: /^\/api\/whatsapp-number(\/|$)/, but: 'reading' },
  { path: /^\/api\/profile\/unpublish$/ },
  // a calendar by a secret address is for one pair of eyes
  { path: /^\/api\/calendar-feed$/ },
  { path: /^\/api\/admin(\/|$)/ },
];
/** A talent's money and number are theirs: an agency does the work, not the books. */
const talentsBusiness =
  /^\/api\/(subscription|purchases|credits|earnings|payments|documents|whatsapp-number|notifications\/choices)(\/|$)/;

/**
 * What somebody may call while they act for an account. Addresses tell nearly all of it; the rest (a new slug, a plan among purchases)
 * is judged where the words are read, and the database refuses what must never be (`app.own_login_only`).
 */
export function actingMayCall(kind: MandateKind, method: string, path: string): boolean {
  const plain = path.length > 1 ? path.replace(/\/+$/, '') : path;
  const reading = method === 'GET' || method === 'HEAD';
  if (ownBusiness.some((own) => own.path.test(plain) && !(reading && own.but === 'reading'))) return false;
  return kind === 'seat' || !talentsBusiness.test(plain);
}

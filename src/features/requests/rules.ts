import { allow, refuse, type Decision } from '../../core/decision.ts';
import type { Currency } from '../../core/money.ts';
import type { Role } from '../identity/rules.ts';
import type { RequestState, UnlockState, Visibility } from '../messaging/rules/requests.ts';

const hour = 3_600_000;
const day = 24 * hour;

export const requestLimits = {
  title: 120,
  description: 4000,
  /** letters of it that the board shows */
  summary: 240,
  place: 200,
  /** a request is on the board so long if its owner says nothing else, and so long at most */
  runsFor: 30 * day,
  runsAtMost: 90 * day,
  reopenWithin: 30 * day,
  /** closed so soon after it was published, and nothing of it read: the credits come back */
  regretWithin: 24 * hour,
  /** requests of one owner that are open at the same time */
  openAtOnce: 20,
} as const;

export const closedReasons = ['filled', 'withdrawn', 'expired', 'removed'] as const;
export type ClosedReason = (typeof closedReasons)[number];
export const returnReasons = ['removed', 'owner_banned', 'closed_unread'] as const;
export type ReturnReason = (typeof returnReasons)[number];
export const proposalStates = ['active', 'withdrawn', 'accepted', 'not_chosen'] as const;
export type ProposalState = (typeof proposalStates)[number];

export type RequestMove = 'publish' | 'fill' | 'withdraw' | 'expire' | 'remove' | 'reopen';
export type RequestParty = 'owner' | 'clock' | 'operator';

/** From, what, to, why it is closed then, by whom. The table `app.request_moves()` is tested against it row by row. */
export const requestMachine: readonly (readonly [
  RequestState,
  RequestMove,
  RequestState,
  ClosedReason | null,
  RequestParty,
])[] = [
  ['DRAFT', 'publish', 'OPEN', null, 'owner'],
  ['OPEN', 'fill', 'CLOSED', 'filled', 'owner'],
  ['OPEN', 'withdraw', 'CLOSED', 'withdrawn', 'owner'],
  ['OPEN', 'expire', 'CLOSED', 'expired', 'clock'],
  ['OPEN', 'remove', 'CLOSED', 'removed', 'operator'],
  ['CLOSED', 'remove', 'CLOSED', 'removed', 'operator'],
  ['CLOSED', 'reopen', 'OPEN', null, 'owner'],
];

export type Standing = {
  state: RequestState;
  closedReason: ClosedReason | null;
  closedAt: Date | null;
  expiresAt: Date | null;
};

/** What a request is now: one whose time is over is closed, whether or not the clock has come by. */
export function standingOf<Row extends Standing>(request: Row, now: Date): Row {
  const { state, expiresAt } = request;
  return state === 'OPEN' && expiresAt !== null && expiresAt <= now
    ? { ...request, state: 'CLOSED', closedReason: 'expired', closedAt: expiresAt }
    : request;
}
export const isOpen = (request: Standing, now: Date): boolean => standingOf(request, now).state === 'OPEN';

/** One step by its owner: what it leads to, or why not. */
export function decideRequestMove(
  request: Standing,
  move: RequestMove,
  by: RequestParty,
  now: Date,
): Decision<{ state: RequestState; closedReason: ClosedReason | null }, 'wrong_state' | 'request_closed' | 'too_late'> {
  const standing = standingOf(request, now);
  const step = requestMachine.find(([from, what, , , who]) => from === standing.state && what === move && who === by);
  if (!step) return refuse(standing.state === 'CLOSED' ? 'request_closed' : 'wrong_state');
  if (move === 'reopen') {
    if (standing.closedReason === 'removed') return refuse('request_closed');
    if (!standing.closedAt || now.getTime() >= standing.closedAt.getTime() + requestLimits.reopenWithin)
      return refuse('too_late');
  }
  return allow({ state: step[2], closedReason: step[3] });
}

/** Who looks: steps 1 to 5 of product.md 3.6, as far as they are about a request and somebody with an account. */
export type Looker = {
  role: Role | null;
  owner: boolean;
  blocked: boolean;
};

export type UnlockWish = Looker & {
  request: Standing;
  unlock: UnlockState | null;
  /** `requests.unlock` of the plan, at this moment */
  entitled: boolean;
  ownerAway: boolean;
};

/** What it costs is asked afterwards: `found` costs nothing, `new` and `again` one credit. */
export function canUnlock(
  wish: UnlockWish,
  now: Date,
): Decision<
  'new' | 'again' | 'found',
  'own_request' | 'not_found' | 'role_not_allowed' | 'blocked' | 'request_closed' | 'upgrade_required'
> {
  if (wish.owner) return refuse('own_request');
  if (wish.role !== 'talent') return refuse('role_not_allowed');
  if (wish.request.state === 'DRAFT') return refuse('not_found');
  if (wish.unlock === 'UNLOCKED') return allow('found');
  if (wish.blocked) return refuse('blocked');
  if (!isOpen(wish.request, now) || wish.ownerAway) return refuse('request_closed');
  if (!wish.entitled) return refuse('upgrade_required');
  return allow(wish.unlock === 'RETURNED' ? 'again' : 'new');
}

export type ProposeWish = UnlockWish & {
  currency: Currency;
  startsAt: Date;
  /** there is one of theirs that the owner can accept */
  active: boolean;
  offered: { currency: Currency; startsAt: Date; endsAt: Date };
};

/** product.md 3.7 C3: after the unlock, whatever the plan; one at a time. `app.may_propose` says the same in SQL. */
export function canPropose(
  wish: ProposeWish,
  now: Date,
): Decision<
  true,
  | 'own_request'
  | 'not_found'
  | 'role_not_allowed'
  | 'blocked'
  | 'request_closed'
  | 'upgrade_required'
  | 'unlock_required'
  | 'already_proposed'
  | 'wrong_currency'
  | 'in_the_past'
  | 'invalid'
> {
  if (wish.owner) return refuse('own_request');
  if (wish.role !== 'talent') return refuse('role_not_allowed');
  if (wish.request.state === 'DRAFT') return refuse('not_found');
  if (wish.blocked) return refuse('blocked');
  if (!isOpen(wish.request, now) || wish.ownerAway) return refuse('request_closed');
  if (!wish.entitled) return refuse('upgrade_required');
  if (wish.unlock !== 'UNLOCKED') return refuse('unlock_required');
  if (wish.active) return refuse('already_proposed');
  if (wish.offered.currency !== wish.currency) return refuse('wrong_currency');
  if (wish.offered.startsAt <= now) return refuse('in_the_past');
  if (wish.offered.endsAt <= wish.offered.startsAt) return refuse('invalid');
  return allow(true);
}

/** What must be there before anybody else sees it; field names of `editRequest`. */
export type Draft = {
  title: string;
  description: string;
  category: string | null;
  city: string | null;
  startsOn: string | null;
  endsOn: string | null;
  currency: Currency | null;
  budgetMin: number | null;
  budgetMax: number | null;
  contact: { name: string; email: string; phone: string };
};
export function missingToPublish(draft: Draft, today: string): Record<string, string[]> {
  const missing: Record<string, string[]> = {};
  const need = (field: string, there: boolean, why = 'required') => {
    if (!there) (missing[field] ??= []).push(why);
  };
  need('title', draft.title !== '');
  need('description', draft.description !== '');
  need('category', draft.category !== null);
  need('city', draft.city !== null);
  need('startsOn', draft.startsOn !== null);
  need('currency', draft.currency !== null);
  need('budgetMax', draft.budgetMax !== null);
  if (draft.startsOn !== null) need('startsOn', draft.startsOn >= today, 'in_the_past');
  if (draft.startsOn !== null && draft.endsOn !== null) need('endsOn', draft.endsOn >= draft.startsOn, 'too_early');
  if (draft.budgetMin !== null && draft.budgetMax !== null)
    need('budgetMax', draft.budgetMax >= draft.budgetMin, 'too_small');
  return missing;
}

/** A draft, and what else its owner says about it. */
export type DraftAsKept = Draft & { visibility: Visibility; expiresAt: Date | null };

/**
 * What may not be even in a draft, by field: a day that is over, an end before its start, a budget upside down; and what cannot be
 * changed any more. What was there before is not held against whoever changes something else.
 */
export function wrongInDraft(
  draft: DraftAsKept,
  before: (DraftAsKept & { unlocks: number; proposals: number; openedAt: Date | null }) | null,
  today: string,
  now: Date,
): Record<string, string[]> {
  const wrong: Record<string, string[]> = {};
  const say = (field: string, why: string) => void (wrong[field] ??= []).push(why);
  const { startsOn, endsOn, budgetMin, budgetMax, expiresAt } = draft;
  if (startsOn !== null && startsOn !== before?.startsOn && startsOn < today) say('startsOn', 'in_the_past');
  if (endsOn !== null && endsOn !== before?.endsOn && endsOn < today) say('endsOn', 'in_the_past');
  if (startsOn !== null && endsOn !== null && endsOn < startsOn) say('endsOn', 'too_early');
  if (budgetMin !== null && budgetMax !== null && budgetMax < budgetMin) say('budgetMax', 'too_small');
  if (expiresAt !== null && expiresAt.getTime() !== before?.expiresAt?.getTime()) {
    if (expiresAt <= now) say('expiresAt', 'in_the_past');
    const most = (before?.openedAt ?? now).getTime() + requestLimits.runsAtMost;
    if (expiresAt.getTime() > most) say('expiresAt', 'too_far_ahead');
  }
  if (before && before.unlocks > 0 && draft.visibility !== before.visibility) say('visibility', 'fixed');
  if (before && before.proposals > 0 && draft.currency !== before.currency) say('currency', 'fixed');
  return wrong;
}

/** Until when an open one runs, if its owner says nothing: 30 days, from now where those are over, and never beyond the most. */
export function expiryAfter(said: Date | null, openedAt: Date | null, now: Date): Date {
  if (said !== null) return said;
  const opened = (openedAt ?? now).getTime();
  const usual = opened + requestLimits.runsFor;
  const until = usual > now.getTime() ? usual : now.getTime() + requestLimits.runsFor;
  return new Date(Math.min(until, opened + requestLimits.runsAtMost));
}

/** The first words of a text without contact details: what the board shows. Whole letters, and no word cut where one ends near. */
export function summaryOf(masked: string): string {
  const line = masked.replace(/\s+/gu, ' ').trim();
  if (line.length <= requestLimits.summary) return line;
  const letters = [...new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(line)];
  const fits = letters.filter(({ index, segment }) => index + segment.length < requestLimits.summary);
  const cut = fits.map(({ segment }) => segment).join('');
  const word = cut.lastIndexOf(' ');
  return `${(word > requestLimits.summary * 0.8 ? cut.slice(0, word) : cut).trimEnd()}…`;
}

/** N9: why the credits of a request come back, if they do. */
export function creditsComeBack(facts: {
  closedReason: ClosedReason | null;
  publishedAt: Date | null;
  closedAt: Date | null;
  ownerBanned: boolean;
  /** the owner has read a message or a proposal of anybody */
  ownerRead: boolean;
}): ReturnReason | null {
  if (facts.ownerBanned && facts.closedReason !== null) return 'owner_banned';
  if (facts.closedReason === 'removed') return 'removed';
  if (facts.closedReason === null || facts.publishedAt === null || facts.closedAt === null) return null;
  const soon = facts.closedAt.getTime() - facts.publishedAt.getTime() <= requestLimits.regretWithin;
  return soon && !facts.ownerRead ? 'closed_unread' : null;
}

import type { CategoryId } from '../discovery/categories.ts';
import type { CityId } from '../discovery/places.ts';
import type { Own, RequestRow, UnlockRow } from './queries/requests.ts';
import { decideRequestMove, missingToPublish, requestLimits, standingOf, type Draft } from './rules.ts';
import { requestMoves, type OwnRequest, type RequestCard } from './schema/requests.ts';

const iso = (at: Date | null) => at?.toISOString() ?? null;

/** The day it is for somebody, YYYY-MM-DD. */
export const dayIn = (timeZone: string, now: Date): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);

/** The words of categories and cities are checked on their way in; the table keeps them as text. */
const categoryOf = (request: Pick<RequestRow, 'category'>) => request.category as CategoryId | null;
const cityOf = (request: Pick<RequestRow, 'city'>) => request.city as CityId | null;

export const draftOf = ({ request, details }: Pick<Own, 'request' | 'details'>): Draft => ({
  title: request.title,
  description: details.description,
  category: request.category,
  city: request.city,
  startsOn: request.startsOn,
  endsOn: request.endsOn,
  currency: request.currency,
  budgetMin: request.budgetMin,
  budgetMax: request.budgetMax,
  contact: { name: details.contactName, email: details.contactEmail, phone: details.contactPhone },
});

/** Nobody works on it, and it is no case of the operator's. */
export const mayDelete = (request: Pick<RequestRow, 'unlocks' | 'proposals' | 'closedReason'>): boolean =>
  request.unlocks === 0 && request.proposals === 0 && request.closedReason !== 'removed';

/** One of their own, as its owner sees it. `attachments`: what they gave to everyone in its thread; a list leaves them to the look at one. */
export function ownView(
  { request, details, threadId }: Own,
  today: string,
  now: Date,
  attachments: OwnRequest['attachments'] = [],
): OwnRequest {
  const standing = standingOf(request, now);
  const can = (move: (typeof requestMoves)[number]): boolean => {
    switch (move) {
      case 'edit':
        return standing.state !== 'CLOSED';
      case 'publish':
        return standing.state === 'DRAFT';
      case 'close':
        return standing.state === 'OPEN';
      case 'reopen':
        return decideRequestMove(request, 'reopen', 'owner', now).ok;
      case 'delete':
        return mayDelete(request);
    }
  };
  const reopenUntil =
    standing.closedAt && standing.closedReason !== 'removed'
      ? new Date(standing.closedAt.getTime() + requestLimits.reopenWithin)
      : null;
  return {
    id: request.id,
    title: request.title,
    description: details.description,
    category: categoryOf(request),
    city: cityOf(request),
    place: details.place,
    startsOn: request.startsOn,
    endsOn: request.endsOn,
    currency: request.currency,
    budgetMin: request.budgetMin,
    budgetMax: request.budgetMax,
    visibility: request.visibility,
    contact: { name: details.contactName, email: details.contactEmail, phone: details.contactPhone },
    expiresAt: iso(request.expiresAt),
    locale: request.locale,
    state: standing.state,
    closedReason: standing.closedReason,
    closedAt: iso(standing.closedAt),
    publishedAt: iso(request.publishedAt),
    reopenUntil: iso(reopenUntil),
    checked: request.checkedAt !== null,
    unlocks: request.unlocks,
    proposals: request.proposals,
    threadId,
    attachments,
    missing: standing.state === 'DRAFT' ? missingToPublish(draftOf({ request, details }), today) : {},
    moves: requestMoves.filter(can),
  };
}

/** What is published has all of this; a check of the table says so. */
function published<Value>(value: Value | null): Value {
  if (value === null) throw new Error('a published request lacks something');
  return value;
}

export function cardOf(request: RequestRow, unlock: UnlockRow | null, now: Date): RequestCard {
  const { state, closedReason } = standingOf(request, now);
  return {
    id: request.id,
    title: request.title,
    summary: request.summary,
    locale: request.locale,
    category: published(categoryOf(request)),
    city: published(cityOf(request)),
    startsOn: published(request.startsOn),
    endsOn: request.endsOn,
    budget: { currency: published(request.currency), min: request.budgetMin, max: published(request.budgetMax) },
    visibility: request.visibility,
    ownerName: request.ownerName,
    state,
    closedReason,
    openedAt: published(request.openedAt).toISOString(),
    expiresAt: published(request.expiresAt).toISOString(),
    checked: request.checkedAt !== null,
    unlocks: request.unlocks,
    proposals: request.proposals,
    unlock: unlock && { status: unlock.status, at: unlock.unlockedAt.toISOString(), returnedFor: unlock.returnedFor },
  };
}

import type { OwnRequestView } from '../../client/requests-api.ts';

/** What its owner writes of a request. */
const written = [
  'title',
  'description',
  'category',
  'city',
  'place',
  'startsOn',
  'endsOn',
  'currency',
  'budgetMin',
  'budgetMax',
  'visibility',
  'contact',
  'expiresAt',
] as const;
export type RequestDraft = Pick<OwnRequestView, (typeof written)[number]>;

/** `timeZone`: where people live says what they most likely name a budget in. */
export const blankDraft = (name: string, timeZone: string): RequestDraft => ({
  title: '',
  description: '',
  category: null,
  city: null,
  place: '',
  startsOn: null,
  endsOn: null,
  currency: timeZone === 'Africa/Casablanca' ? 'MAD' : 'IQD',
  budgetMin: null,
  budgetMax: null,
  visibility: 'transparent',
  contact: { name, email: '', phone: '' },
  expiresAt: null,
});

export function draftOf(request: OwnRequestView): RequestDraft {
  const { title, description, category, city, place, startsOn, endsOn } = request;
  const { currency, budgetMin, budgetMax, visibility, contact, expiresAt } = request;
  return {
    title,
    description,
    category,
    city,
    place,
    startsOn,
    endsOn,
    currency,
    budgetMin,
    budgetMax,
    visibility,
    contact,
    expiresAt,
  };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** What differs from what the server has, and nothing else: another tab may have changed the rest. */
export function changesOf(kept: RequestDraft, draft: RequestDraft): Partial<RequestDraft> {
  return Object.fromEntries(
    written.filter((field) => !same(kept[field], draft[field])).map((field) => [field, draft[field]]),
  );
}

export const isWholeEmail = (typed: string): boolean => typed === '' || /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(typed);

/** While somebody is still writing an address, the draft keeps the one from before. */
export function settled(kept: RequestDraft, draft: RequestDraft): RequestDraft {
  if (isWholeEmail(draft.contact.email)) return draft;
  return { ...draft, contact: { ...draft.contact, email: kept.contact.email } };
}

/** Kept by the browser, maybe by an older page: only what still is a draft is taken. */
export function isDraft(found: unknown): found is RequestDraft {
  return (
    typeof found === 'object' &&
    found !== null &&
    written.every((field) => field in found) &&
    'contact' in found &&
    typeof found.contact === 'object' &&
    found.contact !== null
  );
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

export const sendingLimits = {
  /** addresses of one person, disabled ones too */
  endpoints: 10,
  /** agent keys of one person that work */
  keys: 10,
  /** how long one attempt may take, the looking up of the name included */
  attempt: 10 * second,
  /** how much of an answer is kept */
  answer: 1_000,
  /** how long one worker may hold what it took: longer than an attempt */
  lock: minute,
  /** how much one worker takes at once, and how much of that for one address */
  batch: 40,
  perEndpoint: 5,
  /** an address that only failed for this long is told nothing more */
  patience: 5 * day,
  /** while one secret replaces another, both sign */
  overlap: day,
  /** what one person may send by hand in a minute */
  byHand: 10,
  /** how long the log is kept */
  logLife: 30 * day,
  /** how far an address may put us off by Retry-After */
  longestWish: day,
} as const;

/** When the next attempt is made, counted from the one before: the first goes at once. */
export const waits = [0, minute, 5 * minute, 30 * minute, 2 * hour, 6 * hour, 24 * hour] as const;

/** What came of one attempt. Without a status nothing answered, and `error` says why. */
export type Outcome = { status: number; wish?: number | undefined } | { error: SendError };

export const sendErrors = [
  'no_such_host',
  'not_public',
  'refused',
  'tls',
  'timeout',
  'broken_off',
  'not_allowed',
] as const;
export type SendError = (typeof sendErrors)[number];

/** Only a 2xx takes it. A redirect is a failure: nobody is followed. */
export const isTaken = (outcome: Outcome): boolean =>
  'status' in outcome && outcome.status >= 200 && outcome.status < 300;

/** 410 Gone is an address that asks never to be told again. */
export const isGone = (outcome: Outcome): boolean => 'status' in outcome && outcome.status === 410;

/** After the `attempts`th attempt failed: when to try again, or null when that was the last. */
export function nextAttempt(attempts: number, outcome: Outcome, now: Date): Date | null {
  const wait = waits[attempts];
  if (wait === undefined || isGone(outcome)) return null;
  const wish = 'wish' in outcome && outcome.wish !== undefined ? outcome.wish * second : 0;
  return new Date(now.getTime() + Math.max(wait, Math.min(wish, sendingLimits.longestWish)));
}

export const disabledReasons = ['owner', 'failing', 'gone'] as const;
export type DisabledReason = (typeof disabledReasons)[number];

/** Is this failure one too many? `failingSince`: the first failure after the last success. */
export function disables(outcome: Outcome, failingSince: Date, now: Date): DisabledReason | null {
  if (isTaken(outcome)) return null;
  if (isGone(outcome)) return 'gone';
  return now.getTime() - failingSince.getTime() >= sendingLimits.patience ? 'failing' : null;
}

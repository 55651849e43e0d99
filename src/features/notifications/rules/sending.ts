import { isFixed, type LetterKind, type Often } from './kinds.ts';

export const channels = ['email', 'whatsapp'] as const;
export type ChannelName = (typeof channels)[number];

/** `dropped`: it need not be sent any more, and `reason` says why. */
export const deliveryStates = ['pending', 'sent', 'delivered', 'failed', 'dropped'] as const;
export type DeliveryState = (typeof deliveryStates)[number];
export const dropReasons = ['read', 'never', 'daily', 'stopped', 'failing', 'gone', 'nothing_new'] as const;
export type DropReason = (typeof dropReasons)[number];

/** The machine as data: nothing leaves an end, and only a person takes a failed one up again. */
export const deliveryMoves: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  pending: ['sent', 'failed', 'dropped'],
  sent: ['delivered', 'failed'],
  delivered: [],
  failed: ['pending', 'delivered'],
  dropped: [],
};

const seconds = (n: number) => n * 1000;
const minutes = (n: number) => seconds(n * 60);

export const sendingLimits = {
  /** after this many tries a person must look */
  tries: 10,
  /** how long one worker may hold what it took, by the server's own clock */
  lease: minutes(2),
  batch: 10,
  /** a letter that is not about money or safety waits this long for an address that refused us */
  restAfterRefusal: 7 * 86_400_000,
  /** how long it is known what was sent to whom */
  life: 90 * 86_400_000,
} as const;

/** 1, 2, 4, 8 … minutes, at most six hours. */
export const retryAfter = (attempts: number): number => Math.min(minutes(2 ** Math.max(0, attempts - 1)), minutes(360));

/** How long a burst may still be going on. Set per deploy. */
export type Patience = { quiet: number; most: number };
export const defaultPatience: Patience = { quiet: minutes(2), most: minutes(10) };

/** A burst goes out when it has been quiet for a while, and at the latest some time after it began. */
export const burstDue = (patience: Patience, begun: Date, latest: Date): Date =>
  new Date(Math.min(latest.getTime() + patience.quiet, begun.getTime() + Math.max(patience.most, patience.quiet)));

export type Wish = {
  kind: LetterKind;
  /** what they chose for this kind; null: there is no account to choose with */
  often: Often | null;
  /** who has no account has stopped mails of this kind to their address */
  stopped: boolean;
  /** when the address last refused a letter for good; null: it did not */
  refusedAt: Date | null;
};

/** Does a letter go out, and when? `daily` is told in the one mail of the day, which is made of what is unread by then. */
export function decideLetter(wish: Wish, now: Date): { send: true } | { send: false; why: DropReason } {
  if (isFixed(wish.kind)) return { send: true };
  if (wish.often === 'never') return { send: false, why: 'never' };
  if (wish.stopped) return { send: false, why: 'stopped' };
  if (wish.often === 'daily') return { send: false, why: 'daily' };
  if (wish.refusedAt !== null && now.getTime() < wish.refusedAt.getTime() + sendingLimits.restAfterRefusal)
    return { send: false, why: 'failing' };
  return { send: true };
}

/** What becomes of a letter after a try. A refusal for good is not tried again. */
export function afterFailure(
  attempts: number,
  forGood: boolean,
  now: Date,
): { state: 'failed' } | { state: 'pending'; dueAt: Date } {
  return forGood || attempts >= sendingLimits.tries
    ? { state: 'failed' }
    : { state: 'pending', dueAt: new Date(now.getTime() + retryAfter(attempts)) };
}

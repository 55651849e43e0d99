import { allow, refuse, type Decision } from '../../../core/decision.ts';
import { contextsOn, type MessagingPolicy, type SendRefusal, type Speaker } from './speaker.ts';

/** Of a request (product.md 3.7, C3), as far as talk about it asks. */
export const requestStates = ['DRAFT', 'OPEN', 'CLOSED'] as const;
export type RequestState = (typeof requestStates)[number];
/** Whether those who unlocked read each other; chosen before publishing, fixed after the first unlock. */
export const visibilities = ['transparent', 'private'] as const;
export type Visibility = (typeof visibilities)[number];
export const unlockStates = ['UNLOCKED', 'RETURNED'] as const;
export type UnlockState = (typeof unlockStates)[number];

/** One request's thread, as far as anybody who wishes to write or read is concerned (product.md 3.7, C3). */
export type RequestTalk = {
  policy: MessagingPolicy;
  speaker: Speaker;
  /** as it stands now: one whose time is over is closed; null: there is no such request */
  request: RequestState | null;
  owner: boolean;
  /** between the speaker and the owner; between the owner and whom they answer */
  blocked: boolean;
  ownerAway: boolean;
  /** `messaging.enabled` of the speaker's plan, at this moment */
  entitled: boolean;
  /** of the speaker, if they are a talent */
  unlock: UnlockState | null;
  /** the owner answers one provider: what theirs is; undefined: a post to everyone */
  answered?: { unlock: UnlockState | null; away?: boolean | undefined } | undefined;
};

/** May this one post? `app.may_send` and `app.may_address` say the same in SQL. */
export function canPostInRequest(talk: RequestTalk): Decision<true, SendRefusal> {
  if (!contextsOn[talk.policy].request) return refuse('not_found');
  if (talk.speaker === null) return refuse('unauthenticated');
  if (talk.speaker.suspended) return refuse('account_suspended');
  if (talk.request === null) return refuse('not_found');
  if (!talk.owner) {
    if (talk.speaker.role === 'customer') return refuse('not_your_request');
    if (talk.speaker.role !== 'talent') return refuse('role_not_allowed');
    // a draft is nobody's business yet
    if (talk.request === 'DRAFT') return refuse('not_found');
    if (talk.answered !== undefined) return refuse('not_participant');
  }
  if (talk.blocked) return refuse('blocked');
  // nobody writes to an account that is gone
  if (talk.answered?.away) return refuse('not_accepting');
  if (talk.request === 'DRAFT') return refuse('request_not_open');
  if (talk.request === 'CLOSED' || (!talk.owner && talk.ownerAway)) return refuse('request_closed');
  if (!talk.entitled) return refuse('upgrade_required');
  if (!talk.owner && talk.unlock !== 'UNLOCKED') return refuse('unlock_required');
  if (talk.answered !== undefined && talk.answered.unlock !== 'UNLOCKED') return refuse('not_participant');
  return allow(true);
}

/** Who opens the thread: the owner, and every talent who unlocked; with a credit returned, only what was theirs. */
export function canReadRequestThread(
  talk: Pick<RequestTalk, 'speaker' | 'request' | 'owner' | 'unlock'>,
): Decision<'all' | 'own', SendRefusal> {
  if (talk.speaker === null) return refuse('unauthenticated');
  if (talk.speaker.suspended) return refuse('account_suspended');
  if (talk.request === null) return refuse('not_found');
  if (talk.owner) return allow('all');
  if (talk.speaker.role === 'customer') return refuse('not_your_request');
  if (talk.speaker.role !== 'talent') return refuse('role_not_allowed');
  if (talk.unlock === 'UNLOCKED') return allow('all');
  if (talk.unlock === 'RETURNED') return allow('own');
  return talk.request === 'DRAFT' ? refuse('not_found') : refuse('unlock_required');
}

export type Said = { senderId: string; toId: string | null; ownerId: string };

/** Which words a reader hears (product.md, below the C3 table). The policy on `messages` says the same by `open` and `to_id`. */
export function canHear(
  said: Said,
  reader: { userId: string; unlock: UnlockState | null },
  visibility: Visibility,
): boolean {
  if (reader.userId === said.ownerId) return true;
  if (reader.unlock === null) return false;
  if (said.senderId === reader.userId || said.toId === reader.userId) return true;
  if (reader.unlock === 'RETURNED') return false;
  return visibility === 'transparent' || (said.senderId === said.ownerId && said.toId === null);
}

/** In transparent threads contact is always masked; in private ones it is part of what an unlock buys. */
export const requestUnmasked = (visibility: Visibility): boolean => visibility === 'private';

import { allow, refuse, type Decision } from '../../core/decision.ts';

const days = (n: number) => n * 86_400_000;
const megabytes = (n: number) => n * 1024 * 1024;

/** `answered`: the first new photo can be seen; more may follow until its time is over. `closed` by either side, or by the clock. */
export const photoRequestStates = ['open', 'answered', 'closed'] as const;
export type PhotoRequestState = (typeof photoRequestStates)[number];
export const photoRequestMoves: Readonly<Record<PhotoRequestState, readonly PhotoRequestState[]>> = {
  open: ['answered', 'closed'],
  answered: ['closed'],
  closed: [],
};

/** `waiting` for the talent's own word, `shown` on their page. */
export const photoStates = ['waiting', 'shown'] as const;
export type PhotoState = (typeof photoStates)[number];
export const photoSources = ['link', 'whatsapp'] as const;
export type PhotoSource = (typeof photoSources)[number];

export const photoLimits = {
  /** how long a link takes photos */
  openFor: days(14),
  /** photos one request may bring */
  perRequest: 12,
  /** photos a service may have beside the portfolio */
  perService: 40,
  /** in one sending of the form */
  atOnce: 6,
  /** what one sending may weigh: the host hears 6 MB, in which bytes travel as base64 */
  together: megabytes(4),
  /** the longer side it is kept with: for a screen, not for print */
  side: 2000,
  /** requests one person may have made within a day */
  askedPerDay: 10,
  wish: 500,
  /** on a talent's page, of each service: the newest */
  shownPerService: 12,
} as const;

export type Receiving = {
  state: PhotoRequestState;
  expiresAt: Date;
  /** photos it has brought so far */
  photos: number;
  /** photos its service has */
  ofService: number;
  /** the service is offered and its talent may act */
  offered: boolean;
};
export type NotReceived = 'not_found' | 'too_late' | 'wrong_state' | 'limit_reached';

/** May this request still take a photo? */
export function canReceive(request: Receiving, now: Date): Decision<{ left: number }, NotReceived> {
  if (!request.offered) return refuse('not_found');
  if (request.state === 'closed') return refuse('wrong_state');
  if (now.getTime() >= request.expiresAt.getTime()) return refuse('too_late');
  const left = Math.min(photoLimits.perRequest - request.photos, photoLimits.perService - request.ofService);
  return left > 0 ? allow({ left }) : refuse('limit_reached');
}

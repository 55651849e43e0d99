import { allow, refuse, type Decision } from '../../core/decision.ts';

export { maskContacts, maskedOrNull } from './rules/mask.ts';

const days = (n: number) => n * 86_400_000;

export const messagingLimits = {
  /** what a customer may say before the talent has answered a request */
  unansweredByCustomer: 3,
  bodyLength: 4000,
} as const;

/** How long talk goes on after a booking came to rest, in milliseconds (product.md 3.7, C4). */
export const talkAfter: Readonly<Record<string, number | undefined>> = {
  completed: days(14),
  reviewed: days(14),
  resolved: days(14),
  cancelled: days(14),
  refunded: days(14),
  declined: days(7),
  withdrawn: days(7),
  expired: days(7),
};

export type BookingTalk = {
  side: 'customer' | 'talent' | null;
  /** the booking's state, in bookings' own words */
  state: string;
  /** when the booking came into its state, or was completed */
  restingSince: Date;
  /** the talent has quoted or written */
  answered: boolean;
  /** messages the customer has sent */
  customerMessages: number;
  /** one of the two blocked the other */
  blocked: boolean;
  /** the other one's account is suspended or deleted */
  away: boolean;
};

/** What the rule asks, read off a booking and the counts of its thread: the same for whoever sends and whoever looks. */
export const bookingTalk = (
  booking: { state: string; stateAt: Date; completedAt: Date | null; quoteVersion: number },
  side: BookingTalk['side'],
  talk: { customerMessages: number; talentMessages: number; blocked: boolean; away: boolean },
): BookingTalk => ({
  side,
  state: booking.state,
  restingSince: booking.completedAt ?? booking.stateAt,
  answered: booking.quoteVersion > 0 || talk.talentMessages > 0,
  customerMessages: talk.customerMessages,
  blocked: talk.blocked,
  away: talk.away,
});

type BookingRefusal = 'not_found' | 'blocked' | 'not_accepting' | 'message_limit' | 'booking_closed';

/** C4: may this side write in the booking's thread? app.may_send says the same in SQL, tested cell by cell. */
export function canMessageInBooking(talk: BookingTalk, now: Date): Decision<true, BookingRefusal> {
  // strangers learn nothing
  if (talk.side === null) return refuse('not_found');
  const window = talkAfter[talk.state];
  // a live booking's talk stays open for both, and closes with it (product.md 3.8)
  if (talk.blocked && window !== undefined) return refuse('blocked');
  // nobody writes to an account that is gone, whatever is owed (product.md 3.5)
  if (talk.away) return refuse('not_accepting');
  if (window !== undefined && now.getTime() >= talk.restingSince.getTime() + window) return refuse('booking_closed');
  if (
    talk.state === 'requested' &&
    talk.side === 'customer' &&
    !talk.answered &&
    talk.customerMessages >= messagingLimits.unansweredByCustomer
  )
    return refuse('message_limit');
  return allow(true);
}

/** From payment on the two may know how to reach each other. */
export const contactsShown = (state: string): boolean =>
  ['paid', 'completed', 'reviewed', 'disputed', 'resolved', 'cancelled', 'refunded'].includes(state);

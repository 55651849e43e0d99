/** What an address can be told. `booking` stands for everything that moves a booking of this talent. */
export const subscriptions = ['inquiry.received', 'inquiry.followed_up', 'message.received', 'booking'] as const;
export type Subscription = (typeof subscriptions)[number];

/** Which of them a piece of news belongs to; null: no address is told. `app.subscription_of` says the same. */
export function subscriptionOf(kind: string): Subscription | null {
  if (kind === 'inquiry.received' || kind === 'inquiry.followed_up') return kind;
  if (kind === 'message.sent' || kind === 'contact.asked') return 'message.received';
  return kind.startsWith('booking.') ? 'booking' : null;
}

/** The name an event has on the wire. */
export const eventType = (kind: string): string =>
  kind === 'message.sent' || kind === 'contact.asked' ? 'message.received' : kind;

/** A trial shot at an address, which no news caused. */
export const trialKind = 'test.ping';

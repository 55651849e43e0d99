import type { SubscriptionView } from '../../features/subscriptions/schema.ts';
import type { Tone } from '../../styles/tone.ts';

/** Where a plan stands, in the words of the person whose it is. */
export const standings = [
  'active',
  'once',
  'ending',
  'pastDue',
  'over',
  'refunded',
  'chargedBack',
  'given',
  'trial',
] as const;
export type Standing = (typeof standings)[number];

export function standingOf(held: SubscriptionView, now: Date): Standing {
  const state = held.state.replace(/^mock:/, '');
  if (state === 'refunded') return 'refunded';
  if (state === 'charged_back') return 'chargedBack';
  if (state === 'expired' || !held.inForce) return 'over';
  // the clock may not have come by yet: a period that is over and not paid is past due
  const isOver = new Date(held.periodEnd) <= now;
  if (state === 'past_due' || (isOver && !held.cancelAtPeriodEnd && state !== 'comp')) return 'pastDue';
  if (state === 'comp') return 'given';
  // a month bought alone was never to go on: nobody has cancelled it
  if (held.cancelAtPeriodEnd) return held.interval === 'once' ? 'once' : 'ending';
  if (state === 'trialing') return 'trial';
  return 'active';
}

export const toneOf: Readonly<Record<Standing, Tone>> = {
  active: 'good',
  once: 'good',
  ending: 'waiting',
  pastDue: 'bad',
  over: 'neutral',
  refunded: 'neutral',
  chargedBack: 'bad',
  given: 'good',
  trial: 'info',
};

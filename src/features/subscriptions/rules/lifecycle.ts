import { inForce, subscriptionLimits, type Held } from './entitlements.ts';
import { periodFrom, type Period } from './periods.ts';
import { isLive, type AgreementState, type Ending, type Interval, type ProductId } from './states.ts';

const hour = 3_600_000;
const day = 24 * hour;
const after = (instant: Date, milliseconds: number) => new Date(instant.getTime() + milliseconds);
const latest = (...instants: Date[]) => new Date(Math.max(...instants.map((one) => one.getTime())));

export const lifecycleLimits = {
  /** a purchase waits this long for its payment; money that comes later counts all the same */
  purchaseOpen: day,
  /** a gateway that renews may take this long over it before the member hears that something is wrong */
  gatewayPatience: day,
  /** agreements are asked about at least this often, for a gateway may tell nobody that it was cancelled there */
  askAgreementsEvery: day,
  /** a payment under an agreement is the next one when it reaches further than this beyond the last */
  samePeriod: 3 * day,
} as const;

/** A subscription, as far as its course is judged. */
export type Course = Held & {
  interval: Interval;
  anchor: Date;
  periodStart: Date;
  agreementRef: string | null;
  agreement: AgreementState | null;
  agreementPaidUntil: Date | null;
  reminders: number;
};

const isMock = ({ state }: Pick<Held, 'state'>) => state.startsWith('mock:');

/** How the next period is paid, if there is to be one. */
export function renewalOf(course: Course): 'by_gateway' | 'by_hand' | 'none' {
  if (!isLive(course.state) || course.state === 'comp' || isMock(course)) return 'none';
  if (course.cancelAtPeriodEnd) return 'none';
  return course.agreement === 'running' ? 'by_gateway' : 'by_hand';
}

export type Activation = {
  /** `extend`: the one they have goes on. `begin`: a new one begins, and one they had ends with it. */
  kind: 'extend' | 'begin';
  period: Period;
  /** what this money paid for: from the end of what was paid before, where that is still running */
  paidFrom: Date;
};

/** What paid money does to what a person has. */
export function decideActivation(
  live: Course | null,
  bought: { product: ProductId; interval: Interval },
  agreement: { ref: string; paidUntil: Date | null } | null,
  now: Date,
): Activation {
  const goesOn = live !== null && live.product === bought.product && !isMock(live) && inForce(live, now);
  const period = goesOn
    ? periodFrom(live.anchor, live.periodEnd, bought.interval)
    : periodFrom(now, now, bought.interval);
  const said = agreement?.paidUntil ?? null;
  const end = said === null || said <= now ? period.end : goesOn ? latest(period.end, said) : said;
  // one row keeps one agreement: whoever pays in another way begins anew, and the old agreement is ended
  const sameHands = live?.agreementRef == null || live.agreementRef === agreement?.ref;
  return {
    kind: goesOn && sameHands ? 'extend' : 'begin',
    period: { anchor: period.anchor, start: goesOn && live.periodStart < now ? live.periodStart : now, end },
    paidFrom: period.start,
  };
}

/** The next period, paid under an agreement: null for a payment that is known already. */
export function decideRenewal(course: Course, payment: { periodEnd: Date }): { paidFrom: Date; period: Period } | null {
  const known = course.agreementPaidUntil ?? course.periodEnd;
  if (payment.periodEnd.getTime() - known.getTime() <= lifecycleLimits.samePeriod) return null;
  const next = periodFrom(course.anchor, course.periodEnd, course.interval);
  // in step with the gateway, its word on the end counts; ahead of it (paid by hand before), a whole period is added
  const inStep = Math.abs(course.periodEnd.getTime() - known.getTime()) <= lifecycleLimits.samePeriod;
  return {
    paidFrom: course.periodEnd,
    period: { anchor: next.anchor, start: course.periodEnd, end: inStep ? payment.periodEnd : next.end },
  };
}

/** Money for a period went back: what is left of that period is taken off. Null: nothing is left of it. */
export function decideTakeBack(
  course: { periodEnd: Date },
  purchase: { periodStart: Date; periodEnd: Date },
  now: Date,
): { periodEnd: Date; taken: number } | 'over' | null {
  const taken = purchase.periodEnd.getTime() - latest(now, purchase.periodStart).getTime();
  if (taken <= 0) return null;
  const periodEnd = after(course.periodEnd, -taken);
  return periodEnd <= now ? 'over' : { periodEnd, taken };
}

/** Letters of one round, in order; each is written once, and one that was overtaken is not written any more. */
export const stages = ['week', 'three_days', 'day', 'due', 'last_call'] as const;
export type Stage = (typeof stages)[number];
export const stageNumber = (stage: Stage | null): number => (stage === null ? 0 : stages.indexOf(stage) + 1);

/** Where a live subscription stands on its way to the end of its period, by the time alone. */
export function stageOf(course: Course, now: Date): Stage | null | { over: Ending } {
  if (!isLive(course.state) || isMock(course)) return null;
  const { periodEnd } = course;
  if (course.state !== 'past_due' && (course.state === 'comp' || course.cancelAtPeriodEnd))
    return now < periodEnd ? null : { over: course.state === 'comp' ? 'ran_out' : 'cancelled' };
  const dueSince = course.pastDueSince ?? periodEnd;
  if (now >= after(dueSince, subscriptionLimits.grace)) return { over: 'ran_out' };
  if (now >= after(dueSince, 2 * day)) return 'last_call';
  const byGateway = course.agreement === 'running';
  const patience = byGateway && course.state !== 'past_due' ? lifecycleLimits.gatewayPatience : 0;
  if (now >= after(dueSince, patience)) return 'due';
  if (byGateway) return null;
  if (now >= after(periodEnd, -day)) return 'day';
  if (now >= after(periodEnd, -3 * day)) return 'three_days';
  if (now >= after(periodEnd, -7 * day)) return 'week';
  return null;
}

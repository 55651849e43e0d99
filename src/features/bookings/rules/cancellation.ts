/** What a talent may choose from; a booking keeps the numbers as they were when it was asked for. */
export const cancellationPolicies = ['flexible', 'moderate', 'strict'] as const;
export type CancellationPolicy = (typeof cancellationPolicies)[number];

/** From so many hours before the start on, so much of a hundred goes back. The earliest step comes first. */
export type CancellationTerms = readonly { hours: number; percent: number }[];

/** Repeated in SQL (`app.cancellation_terms`) and tested against it. */
export const cancellationTerms: Readonly<Record<CancellationPolicy, CancellationTerms>> = {
  flexible: [
    { hours: 24, percent: 100 },
    { hours: 0, percent: 50 },
  ],
  moderate: [
    { hours: 72, percent: 100 },
    { hours: 24, percent: 50 },
  ],
  strict: [
    { hours: 720, percent: 100 },
    { hours: 168, percent: 50 },
  ],
};

const hour = 3_600_000;

/** Of a hundred, for a customer who cancels now. */
export function percentBack(terms: CancellationTerms, startsAt: Date, now: Date): number {
  const left = startsAt.getTime() - now.getTime();
  return terms.find(({ hours }) => left >= hours * hour)?.percent ?? 0;
}

/**
 * Who gets what when a paid booking is cancelled: the sentence before the click and the refund behind it. A talent who
 * cancels gives everything back. Parts of a unit go to the customer. Repeated in SQL (`app.refund_on_cancel`), which has
 * the last word.
 */
export function refundOnCancel(
  terms: CancellationTerms,
  booking: { price: number; startsAt: Date },
  by: 'customer' | 'talent',
  now: Date,
): { back: number; kept: number } {
  const percent = by === 'talent' ? 100 : percentBack(terms, booking.startsAt, now);
  const kept = Math.floor((booking.price * (100 - percent)) / 100);
  return { back: booking.price - kept, kept };
}

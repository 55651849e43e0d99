/** Counted up to here; a badge says no more than that. */
export const mostCounted = 100;
